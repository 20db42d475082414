import itertools
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from data.desk import Desk
from data.errors import ImportRefused
from data.import_logs import import_logs, preview
from data.import_report import FileReport
from data.refused_rows import write_refused_rows
from data.warehouse import Warehouse
from tests.data.log_builders import HEADER, IN_MENU, LEFT, PHONE_COLUMNS, TALKED, desk_with, write_log

LINEAGE = ["file_id", "row_no", "batch_id", "imported_at"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_with(tmp_path, PHONE_COLUMNS)


@pytest.fixture
def warehouse(desk: Desk) -> Iterator[Warehouse]:
    with Warehouse.open(desk) as opened:
        yield opened


def log_of(warehouse: Warehouse) -> pd.DataFrame:
    """The stored legs without their lineage, in a fixed order."""
    legs = warehouse.table("contact_leg").drop(columns=LINEAGE)
    legs["flags"] = [tuple(flags) for flags in legs["flags"]]
    return legs.sort_values(["source_instance", "leg_id"], ignore_index=True)


def counts(report: object) -> tuple[int, ...]:
    return tuple(getattr(report, word) for word in ("read", "new", "changed", "same", "rejected"))


def test_every_row_read_is_new_changed_same_or_rejected(desk: Desk, warehouse: Warehouse) -> None:
    one = write_log(desk.folder / "one.csv", [TALKED, LEFT, TALKED.replace("TALKED", "TEST")])
    two = write_log(desk.folder / "two.csv", [IN_MENU, LEFT])

    report = import_logs(desk, [one, two], warehouse=warehouse)

    assert [counts(file) for file in report.files] == [(3, 2, 0, 0, 1), (2, 1, 0, 1, 0)]
    assert counts(report) == (5, 3, 0, 1, 1)
    assert report.files[0].reasons == (('result "TEST" is mapped to reject', 1),)
    assert report.files[0].first_at == pd.Timestamp("2025-04-07 01:00:20", tz="UTC")
    assert str(report.files[0].sentence) == "one.csv: 3 rows read = 2 new + 0 changed + 0 same + 1 rejected"


def test_a_file_twice_brings_nothing_new(desk: Desk, warehouse: Warehouse) -> None:
    path = write_log(desk.folder / "one.csv", [TALKED, LEFT, "short"])
    import_logs(desk, [path], warehouse=warehouse)
    before = warehouse.table("contact_leg")

    report = import_logs(desk, [path], warehouse=warehouse)

    assert counts(report) == (3, 0, 0, 2, 1)
    pd.testing.assert_frame_equal(warehouse.table("contact_leg"), before)
    assert len(warehouse.table("import_reject")) == 1
    assert len(warehouse.table("import_file")) == 1


def test_a_file_named_twice_in_one_command_counts_once(desk: Desk, warehouse: Warehouse) -> None:
    path = write_log(desk.folder / "one.csv", [TALKED, "short"])

    report = import_logs(desk, [path, path], warehouse=warehouse)

    assert [counts(file) for file in report.files] == [(2, 1, 0, 0, 1), (2, 0, 0, 1, 1)]
    assert len(warehouse.table("import_reject")) == 1


def test_a_row_that_stands_twice_in_a_file_is_one_leg(desk: Desk, warehouse: Warehouse) -> None:
    path = write_log(desk.folder / "one.csv", [LEFT, LEFT])

    assert counts(import_logs(desk, [path], warehouse=warehouse)) == (2, 1, 0, 1, 0)


def test_overlapping_files_in_any_order_and_grouping_give_the_same_log(tmp_path: Path) -> None:
    later_words = LEFT.replace("10:10:35", "10:10:55")
    files = [
        write_log(tmp_path / "one.csv", [TALKED, LEFT]),
        write_log(tmp_path / "two.csv", [later_words, IN_MENU]),
        write_log(tmp_path / "three.csv", [IN_MENU.replace("10:20:09", "10:20:19"), LEFT, TALKED]),
    ]
    logs = []
    for number, order in enumerate(itertools.permutations(files)):
        (tmp_path / str(number)).mkdir()
        desk = desk_with(tmp_path / str(number), PHONE_COLUMNS)
        with Warehouse.open(desk) as opened:
            import_logs(desk, order[:1], warehouse=opened)
            import_logs(desk, order[1:], warehouse=opened)
            logs.append(log_of(opened))

    assert len(logs[0]) == 3
    for other in logs[1:]:
        pd.testing.assert_frame_equal(other, logs[0])


def test_only_legs_that_came_before_are_weighed(
    desk: Desk, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, weighed = Warehouse.run, []

    def spied(store: Warehouse, sql_name: str, **parameters: object) -> None:
        weighed.append(sql_name == "load_weigh_versions")
        run(store, sql_name, **parameters)

    monkeypatch.setattr(Warehouse, "run", spied)
    times = []
    for number, rows in enumerate([[TALKED], [LEFT], [LEFT, IN_MENU]]):
        import_logs(desk, [write_log(desk.folder / f"{number}.csv", rows)], warehouse=warehouse)
        times.append(sum(weighed))

    assert times == [0, 0, 1]
    assert len(warehouse.table("contact_leg")) == 3


def test_the_newest_version_counts_whatever_comes_first(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS | {"updated_at": "version"})
    header = HEADER + ",version"
    old = write_log(tmp_path / "old.csv", [LEFT + ",2025-04-07 11:00:00"], header=header)
    new = write_log(tmp_path / "new.csv", [LEFT.replace(":35", ":55") + ",2025-04-08 11:00:00"], header=header)

    with Warehouse.open(desk) as warehouse:
        first = import_logs(desk, [old], warehouse=warehouse)
        second = import_logs(desk, [new], warehouse=warehouse)
        third = import_logs(desk, [old], warehouse=warehouse)
        waits = warehouse.table("contact_leg")["wait_s"].tolist()

    assert [counts(report) for report in (first, second, third)] == [
        (1, 1, 0, 0, 0),
        (1, 0, 1, 0, 0),
        (1, 0, 0, 1, 0),
    ]
    assert waits == [50.0]


def test_rows_without_a_name_are_kept_apart_and_found_again(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS | {"leg_id": []})
    path = write_log(tmp_path / "one.csv", [LEFT, LEFT, TALKED, LEFT.replace("10:10:35", "10:11:35")])
    turned = write_log(tmp_path / "two.csv", [LEFT.replace("10:10:35", "10:11:35"), LEFT, TALKED, LEFT])

    with Warehouse.open(desk) as warehouse:
        first = import_logs(desk, [path], warehouse=warehouse)
        second = import_logs(desk, [turned], warehouse=warehouse)
        legs = warehouse.table("contact_leg")

    assert counts(first) == (4, 4, 0, 0, 0)
    assert counts(second) == (4, 0, 0, 4, 0)
    assert sorted(legs["wait_s"]) == [30.0, 30.0, 40.0, 90.0]


def test_a_changed_mapping_replaces_what_the_file_gave_before(tmp_path: Path) -> None:
    path = write_log(tmp_path / "one.csv", [TALKED, LEFT, IN_MENU])
    other_words = PHONE_COLUMNS | {"outcomes": {"TALKED": "answered", "LEFT": "reject"}, "queue": "second"}

    with Warehouse.open(desk_with(tmp_path, PHONE_COLUMNS)) as warehouse:
        import_logs(desk_with(tmp_path, PHONE_COLUMNS), [path], warehouse=warehouse)
        changed = import_logs(desk_with(tmp_path, other_words), [path], warehouse=warehouse)
        queues = warehouse.table("contact_leg")["queue_key"].tolist()
        back = import_logs(desk_with(tmp_path, PHONE_COLUMNS), [path], warehouse=warehouse)
        legs, rejects = warehouse.table("contact_leg"), write_refused_rows(warehouse, tmp_path / "rejects.csv")

    assert (counts(changed), changed.removed) == ((3, 0, 1, 0, 2), 2)
    assert queues == ["second"]
    assert (counts(back), back.removed) == ((3, 2, 1, 0, 0), 0)
    assert (len(legs), rejects) == (3, 0)


def test_two_systems_may_use_the_same_numbers(tmp_path: Path) -> None:
    other = {"queue": "second", "leg_id": "number", "entered_at": "at"}
    desk = desk_with(tmp_path, PHONE_COLUMNS, other)
    files = [
        write_log(tmp_path / "one.csv", [TALKED]),
        write_log(tmp_path / "two.csv", ["1,2025-04-07 10:00:00"], header="number,at"),
    ]

    with Warehouse.open(desk) as warehouse:
        report = import_logs(desk, files, warehouse=warehouse)

    assert report.new == 2
    assert [file.mapping for file in report.files] == ["m1", "m2"]


def test_nothing_is_stored_where_one_file_of_the_command_is_refused(desk: Desk, warehouse: Warehouse) -> None:
    good = write_log(desk.folder / "good.csv", [TALKED])
    bad_later = write_log(desk.folder / "bad.csv", [LEFT, '9,"never closed', "10,x"])

    with pytest.raises(ImportRefused, match="quotation mark"):
        import_logs(desk, [good, bad_later], warehouse=warehouse)

    assert [len(warehouse.table(name)) for name in ("contact_leg", "import_file", "import_reject")] == [0, 0, 0]
    assert import_logs(desk, [good], warehouse=warehouse).new == 1


def test_no_file_at_all_is_refused(desk: Desk, warehouse: Warehouse) -> None:
    with pytest.raises(ImportRefused, match="name at least one file"):
        import_logs(desk, [], warehouse=warehouse)


def test_a_header_alone_is_a_log_of_no_rows(desk: Desk, warehouse: Warehouse) -> None:
    report = import_logs(desk, [write_log(desk.folder / "none.csv", [])], warehouse=warehouse)

    assert counts(report) == (0, 0, 0, 0, 0)
    assert pd.isna(report.files[0].first_at)
    assert str(report.files[0].sentence).endswith("it holds a header and no rows")


def test_the_ledger_tells_where_each_leg_came_from(desk: Desk, warehouse: Warehouse) -> None:
    path = write_log(desk.folder / "one.csv", [TALKED, LEFT])

    import_logs(desk, [path], warehouse=warehouse)
    [file] = warehouse.table("import_file").to_dict("records")
    legs = warehouse.table("contact_leg")

    assert (file["file_name"], file["mapping_name"], file["encoding"], file["rows_new"]) == (
        "one.csv",
        "m1",
        "utf-8",
        2,
    )
    assert legs["file_id"].unique().tolist() == [file["file_id"]]
    assert sorted(legs["row_no"]) == [2, 3]
    assert legs["batch_id"].tolist() == [1, 1]


def test_progress_is_told_in_rows_and_bytes_of_all_files(desk: Desk, warehouse: Warehouse) -> None:
    files = [write_log(desk.folder / "one.csv", [TALKED, LEFT]), write_log(desk.folder / "two.csv", [IN_MENU])]
    told: list[tuple[int, int, int]] = []

    import_logs(desk, files, warehouse=warehouse, progress=lambda *state: told.append(state))

    first, second = (path.stat().st_size for path in files)
    assert told == [(2, first, first + second), (3, first + second, first + second)]


def test_a_preview_shows_rows_as_they_would_land_and_stores_nothing(desk: Desk, warehouse: Warehouse) -> None:
    path = write_log(desk.folder / "one.csv", [LEFT.replace("10:10:00", "10:10:25"), "short", TALKED, IN_MENU])

    shown = preview(desk, path, rows=3)

    assert shown["row_no"].tolist() == [2, 3, 4]
    assert shown["remark"].tolist() == ["negative ivr", "refused: the row has 1 columns, the header 8", ""]
    assert shown["entered_at"].iloc[2] == pd.Timestamp("2025-04-07 10:00:20", tz="Asia/Tokyo")
    assert len(warehouse.table("contact_leg")) == 0


def test_legs_and_rejects_are_exported_as_they_stand(desk: Desk, warehouse: Warehouse) -> None:
    import_logs(desk, [write_log(desk.folder / "one.csv", [LEFT, TALKED, "short"])], warehouse=warehouse)

    assert warehouse.write_query("export_legs", desk.folder / "legs.csv") == 2
    assert write_refused_rows(warehouse, desk.folder / "rejects.csv") == 1
    assert pd.read_csv(desk.folder / "legs.csv")["leg_id"].tolist() == [1, 2]
    assert pd.read_csv(desk.folder / "rejects.csv")["row_no"].tolist() == [4]


def test_a_report_that_loses_a_row_cannot_be_made() -> None:
    with pytest.raises(ValueError, match=r"log.csv: 3 rows read, but 1 new \+ 0 changed \+ 1 same \+ 0 rejected"):
        FileReport("log.csv", "m1", 3, 1, 0, 1, 0, pd.NaT, pd.NaT)
