from pathlib import Path

import pandas as pd
import pytest

from data.desk import Desk
from data.import_logs import import_logs
from data.log_inbox import clear_inbox
from data.retention import apply_retention
from data.warehouse import Warehouse
from tests.data.log_builders import LEFT, PHONE_COLUMNS, TALKED, desk_with, write_log


def desk_that(folder: Path, **changes: object) -> Desk:
    desk = desk_with(folder, PHONE_COLUMNS)
    imports = desk.settings.imports.model_validate(desk.settings.imports.model_dump() | changes)
    return Desk(folder, desk.settings.model_copy(update={"imports": imports}))


@pytest.mark.parametrize(("keep", "left", "word"), [(True, ["a.csv"], "stays"), (False, [], "is deleted")])
def test_a_file_read_stays_in_the_inbox_only_where_the_desk_says_so(
    tmp_path: Path, keep: bool, left: list[str], word: str
) -> None:
    desk = desk_that(tmp_path, keep_logs=keep)
    (tmp_path / "logs").mkdir()
    path = write_log(tmp_path / "logs" / "a.csv", [TALKED])

    said = clear_inbox(desk, [path, path])

    assert [file.name for file in (tmp_path / "logs").iterdir()] == left
    assert f"a.csv {word}" in str(said) or f"a.csv was read and {word}" in str(said)


def test_a_file_that_lies_elsewhere_is_never_touched(tmp_path: Path) -> None:
    path = write_log(tmp_path / "a.csv", [TALKED])

    assert clear_inbox(desk_that(tmp_path, keep_logs=False), [path]) is None
    assert path.is_file()


def test_rows_older_than_the_desk_keeps_them_are_deleted_with_a_sentence(tmp_path: Path) -> None:
    desk = desk_that(tmp_path, keep_months={"legs": 6, "rejects": 120})
    recent = LEFT.replace("2025-04-07", "2026-03-01")
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, [write_log(tmp_path / "a.csv", [TALKED, recent, "short"])], warehouse=warehouse)

        said = apply_retention(warehouse, desk, now=pd.Timestamp("2026-04-01", tz="Asia/Tokyo"))

        assert [str(each) for each in said] == [
            "1 legs from before 2025-10-01 are deleted: [import.keep_months] legs = 6 in desk.toml"
        ]
        assert warehouse.table("contact_leg")["leg_id"].tolist() == ["2"]
        assert len(warehouse.table("import_reject")) == 1


def test_everything_is_kept_where_the_desk_says_nothing(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS)
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, [write_log(tmp_path / "a.csv", [TALKED])], warehouse=warehouse)

        assert apply_retention(warehouse, desk, now=pd.Timestamp("2099-01-01", tz="UTC")) == []
