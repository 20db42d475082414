"""Files in any order, any number of times, with any of them undone: the log is what the others alone would give."""

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import TsunagariError
from data.import_logs import import_logs
from data.undo_import import list_batches, undo_import
from data.warehouse import Warehouse
from tests.data.log_builders import HEADER, IN_MENU, LEFT, PHONE_COLUMNS, TALKED, desk_with, write_log

COLUMNS = PHONE_COLUMNS | {"updated_at": "version", "contact_id": ["contact"]}
LONG_HEADER = HEADER + ",version,contact"

rows = st.builds(
    lambda number, wait, version, contact: (
        f"{number},2025-04-07 10:1{number}:00,2025-04-07 10:1{number}:05,,2025-04-07 10:1{number}:{wait},,LEFT,,"
        f"{version},{contact}"
    ),
    st.integers(1, 4),
    st.integers(20, 22),
    st.sampled_from(["", "2025-04-08 09:00:00", "2025-04-09 09:00:00"]),
    st.sampled_from(["", "X", "Y"]),
)
files = st.lists(st.lists(rows, max_size=5), min_size=1, max_size=4)


def table_of(warehouse: Warehouse, name: str = "contact_leg") -> pd.DataFrame:
    """The table without what tells of its way into the store, in a fixed order."""
    told = warehouse.table(name).drop(columns=["file_id", "row_no", "batch_id", "imported_at"])
    return told.astype(str).sort_values(list(told.columns), ignore_index=True)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files, st.data())
def test_undoing_some_imports_leaves_what_the_others_alone_would_give(
    told: list[list[str]], data: st.DataObject
) -> None:
    commands = data.draw(
        st.lists(st.lists(st.sampled_from(range(len(told))), min_size=1, max_size=2), min_size=1, max_size=5)
    )
    undone = data.draw(st.lists(st.sampled_from(range(1, len(commands) + 1)), unique=True))
    standing = [file for number, command in enumerate(commands, 1) if number not in undone for file in command]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        paths = [write_log(home / f"{number}.csv", lines, header=LONG_HEADER) for number, lines in enumerate(told)]
        desk = desk_with(home, COLUMNS)
        with Warehouse.open(desk) as warehouse:
            for command in commands:
                report = import_logs(desk, [paths[file] for file in command], warehouse=warehouse)
                assert report.read == sum(len(told[file]) for file in command)
            for batch in undone:
                undo_import(warehouse, desk, batch=batch)
            left = table_of(warehouse)
        (home / "other").mkdir()
        other = desk_with(home / "other", COLUMNS)
        with Warehouse.open(other) as warehouse:
            for file in reversed(standing):
                import_logs(other, [paths[file]], warehouse=warehouse)
            alone = table_of(warehouse)

    pd.testing.assert_frame_equal(left, alone)


def test_a_leg_that_two_files_gave_stays_when_one_of_them_is_undone(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS)
    one, two = write_log(tmp_path / "1.csv", [TALKED, LEFT]), write_log(tmp_path / "2.csv", [LEFT, IN_MENU])
    with Warehouse.open(desk) as warehouse:
        for path in (one, two):
            import_logs(desk, [path], warehouse=warehouse)
        one.unlink()
        two.unlink()

        undone = undo_import(warehouse, desk, batch=1)
        legs = warehouse.table("contact_leg").sort_values("leg_id")

        assert (undone.legs_before, undone.legs_after, undone.files) == (3, 2, ("1.csv",))
        assert legs["leg_id"].tolist() == ["2", "3"]
        assert legs["batch_id"].tolist() == [2, 2]
        assert set(legs["file_id"]) == set(warehouse.table("import_file")["file_id"])


def test_the_same_file_again_takes_no_room_and_outlives_the_undo_of_one_delivery(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS)
    path = write_log(tmp_path / "1.csv", [TALKED, LEFT, "short"])
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, [path], warehouse=warehouse)
        import_logs(desk, [path], warehouse=warehouse)
        sizes = [len(warehouse.table(name)) for name in ("contact_leg", "leg_beside", "leg_delivery", "import_reject")]
        undo_import(warehouse, desk, batch=1)
        kept = len(warehouse.table("contact_leg"))
        undo_import(warehouse, desk, batch=2)
        batches = list_batches(warehouse)

        assert sizes == [2, 0, 0, 1]
        assert kept == 2
        assert [len(warehouse.table(name)) for name in ("contact_leg", "import_file", "import_reject")] == [0, 0, 0]
        assert batches["files"].tolist() == ["1.csv", "1.csv"]
        assert batches["undone_at"].notna().all()


def test_undoing_the_import_after_a_changed_mapping_brings_back_the_earlier_reading(tmp_path: Path) -> None:
    path = write_log(tmp_path / "one.csv", [TALKED, LEFT])
    first, second = desk_with(tmp_path, PHONE_COLUMNS), desk_with(tmp_path, PHONE_COLUMNS | {"queue": "second"})
    with Warehouse.open(first) as warehouse:
        import_logs(first, [path], warehouse=warehouse)
        import_logs(second, [path], warehouse=warehouse)

        undo_import(warehouse, second, batch=2)

        assert warehouse.table("contact_leg")["queue_key"].tolist() == ["support", "support"]


@pytest.mark.parametrize(
    ("batch", "sentence"), [(7, "there is no import 7; there are 1"), (2, "import 2 is undone already")]
)
def test_an_import_that_is_not_there_cannot_be_undone(tmp_path: Path, batch: int, sentence: str) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS)
    with Warehouse.open(desk) as warehouse:
        for number, row in enumerate((TALKED, LEFT)):
            import_logs(desk, [write_log(tmp_path / f"{number}.csv", [row])], warehouse=warehouse)
        undo_import(warehouse, desk, batch=2)

        with pytest.raises(TsunagariError, match=sentence):
            undo_import(warehouse, desk, batch=batch)
