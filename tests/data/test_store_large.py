from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

import data.importers.csv_slices as csv_slices
import data.store_large as store_large
from data.customer_key import key_path
from data.desk import Desk
from data.import_logs import import_logs
from data.undo_import import undo_import
from data.warehouse import Warehouse
from tests.data.log_builders import HEADER, PHONE_COLUMNS, desk_with, write_log

NO_NUMBER = {key: value for key, value in PHONE_COLUMNS.items() if key != "leg_id"}
OF_CONTACTS = PHONE_COLUMNS | {"contact_id": "contact", "updated_at": "updated"}
VERSIONED = PHONE_COLUMNS | {"updated_at": "updated", "topic": "topic"}


def call(number: object, *, minute: int = 0, result: str = "TALKED", more: str = "") -> str:
    day = f"2025-04-07 10:{minute:02d}"
    return f"{number},{day}:00,{day}:10,{day}:30,{day}:50,5,{result},a1{more}"


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices of a few rows, of every log."""
    monkeypatch.setattr(csv_slices, "SLICE_BYTES", 200)
    monkeypatch.setattr(store_large, "LARGE_BYTES", 0)


@contextmanager
def fresh_store(folder: Path, mapping: dict[str, object]) -> Iterator[tuple[Desk, Warehouse]]:
    folder.mkdir()
    desk = desk_with(folder, mapping)
    key = key_path(desk)
    key.parent.mkdir()
    key.write_text("5a" * 32)  # one key for all desks, so that they call people alike
    key.chmod(0o600)
    with Warehouse.open(desk) as warehouse:
        yield desk, warehouse


def landed(desk: Desk, warehouse: Warehouse, *files: Path) -> tuple[list[object], pd.DataFrame, pd.DataFrame]:
    """What the import says of each file, and all that is stored."""
    report = import_logs(desk, files, warehouse=warehouse)
    legs = warehouse.table("contact_leg").drop(columns=["imported_at"])
    legs["flags"] = ["|".join(flags) for flags in legs["flags"]]
    rejects = warehouse.table("import_reject")
    return list(report.files), legs.sort_values("leg_id", ignore_index=True), rejects.sort_values("row_no")


def assert_same_in_slices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mapping: dict[str, object], *files: Path
) -> tuple[list[object], pd.DataFrame, pd.DataFrame]:
    """Imported in slices of some rows, the files give what they give in one piece."""
    with fresh_store(tmp_path / "whole", mapping) as (desk, warehouse):
        whole = landed(desk, warehouse, *files)
    monkeypatch.setattr(store_large, "LARGE_BYTES", 0)
    for slice_bytes in (200, 701):
        monkeypatch.setattr(csv_slices, "SLICE_BYTES", slice_bytes)
        with fresh_store(tmp_path / f"slices-{slice_bytes}", mapping) as (desk, warehouse):
            sliced = landed(desk, warehouse, *files)
        assert sliced[0] == whole[0]
        pd.testing.assert_frame_equal(sliced[1], whole[1], check_like=True)
        pd.testing.assert_frame_equal(sliced[2], whole[2])
    return whole


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "end"])
def test_slices_give_the_rows_and_numbers_of_the_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line_end: str, last: str
) -> None:
    rows = [call(number, minute=number % 60) for number in range(20)] + [call(20, result="WHAT")]
    path = tmp_path / "log.csv"
    path.write_bytes((line_end.join([HEADER, *rows]) + (line_end if last else "")).encode())

    _, legs, rejects = assert_same_in_slices(tmp_path, monkeypatch, PHONE_COLUMNS, path)

    assert len(legs) == 20
    assert rejects["row_no"].tolist() == [22]


def test_no_slice_ends_within_a_cell_of_several_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    header = HEADER + ',"topic\nof it",updated'
    rows = [call(n, minute=n, more=f',"first\nsecond ""{n}""\r\nthird, and last",2025-04-08') for n in range(12)]
    path = tmp_path / "log.csv"
    path.write_text("\n".join([header, *rows, call("x", result="WHAT", more=",,"), ""]), encoding="utf-8")

    _, legs, rejects = assert_same_in_slices(
        tmp_path, monkeypatch, PHONE_COLUMNS | {"topic": "topic\nof it", "updated_at": "updated"}, path
    )

    assert sorted(legs["row_no"]) == list(range(2, 14))
    assert rejects["row_no"].tolist() == [14]


def test_blanks_around_cells_are_found_in_any_slice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [call(number, minute=number) for number in range(24)]
    odd = {3: f" {rows[3]}", 6: rows[6] + " ", 9: rows[9].replace("TALKED", '" TALKED"'), 20: rows[20] + "\u3000",
           12: rows[12].replace("TALKED", '"TALKED\n"'), 15: '"\n15' + '"' + rows[15][2:],
           18: rows[18].replace(",5,", ", 5,")}  # fmt: skip
    path = tmp_path / "log.csv"
    path.write_text("\n".join([HEADER, *(odd.get(number, row) for number, row in enumerate(rows))]), encoding="utf-8")

    _, legs, _ = assert_same_in_slices(tmp_path, monkeypatch, PHONE_COLUMNS, path)

    assert set(legs["leg_id"]) == {str(number) for number in range(24)}
    assert legs["agent_key"].nunique() == 1


def test_a_key_in_two_slices_stands_in_its_newest_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [call(n % 6, minute=n, more=f",2025-04-{8 + (7 * n) % 20:02d},t{n}") for n in range(20)]
    path = write_log(tmp_path / "log.csv", [*rows, rows[3]], header=HEADER + ",updated,topic")

    files, legs, _ = assert_same_in_slices(tmp_path, monkeypatch, VERSIONED, path)

    newest = {n % 6: f"t{n}" for n in sorted(range(20), key=lambda n: (7 * n) % 20)}
    assert legs["topic"].tolist() == [newest[key] for key in range(6)]
    assert [(file.read, file.new + file.changed + file.same) for file in files] == [(21, 21)]  # type: ignore[attr-defined]


def test_rows_that_nothing_names_are_numbered_over_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [call(number, minute=number % 3) for number in range(18)] + [call(7, minute=1)]
    path = write_log(tmp_path / "log.csv", rows)

    _, legs, _ = assert_same_in_slices(tmp_path, monkeypatch, NO_NUMBER, path)

    assert len(set(legs["leg_id"])) == 19


def test_rows_of_one_contact_are_numbered_over_slices_and_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = HEADER + ",contact,updated"
    rows = [call(number, minute=number, more=f",k{number % 4},") for number in range(16)]
    one = write_log(tmp_path / "one.csv", rows[5:], header=header)
    two = write_log(tmp_path / "two.csv", rows[:9], header=header)

    _, legs, _ = assert_same_in_slices(tmp_path, monkeypatch, OF_CONTACTS, one, two)

    assert legs.groupby("contact_id")["leg_seq"].apply(sorted).tolist() == [[1, 2, 3, 4]] * 4
    assert legs.loc[legs["is_entry"], "leg_id"].tolist() == ["0", "1", "2", "3"]


@pytest.mark.parametrize("odd", ["too,few", '5" pipe' + "," * 7, call(77).replace("a1", 'a"1')])
def test_an_odd_file_is_read_in_pieces_after_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str) -> None:
    rows = [call(number, minute=number) for number in range(20)]
    sound = write_log(tmp_path / "sound.csv", rows[:9])
    path = write_log(tmp_path / "odd.csv", [*rows[:13], odd, *rows[13:]])

    files, legs, _ = assert_same_in_slices(tmp_path, monkeypatch, PHONE_COLUMNS, sound, path)

    assert len(files) == 2
    assert {str(number) for number in range(20)} <= set(legs["leg_id"])


def test_a_large_file_named_twice_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_log(tmp_path / "log.csv", [call(number, minute=number) for number in range(9)] + ["short"])

    files, _, _ = assert_same_in_slices(tmp_path, monkeypatch, PHONE_COLUMNS, path, path)

    assert [(file.read, file.new, file.same, file.rejected) for file in files] == [(10, 9, 0, 1), (10, 0, 9, 1)]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("small_slices")
def test_overlapping_large_files_are_a_union_and_each_can_be_undone(tmp_path: Path) -> None:
    rows = [call(number, minute=number) for number in range(20)]
    one, two = write_log(tmp_path / "one.csv", rows[:12]), write_log(tmp_path / "two.csv", rows[8:])
    with fresh_store(tmp_path / "desk", PHONE_COLUMNS) as (desk, warehouse):
        import_logs(desk, [one], warehouse=warehouse)
        report = import_logs(desk, [two], warehouse=warehouse)
        assert (report.files[0].new, report.files[0].same) == (8, 4)
        undo_import(warehouse, desk, batch=1)
        assert sorted(warehouse.table("contact_leg")["leg_id"].astype(int)) == list(range(8, 20))


@pytest.mark.usefixtures("small_slices")
def test_no_copy_of_a_slice_is_left(tmp_path: Path) -> None:
    path = write_log(tmp_path / "log.csv", [call(number, minute=number) for number in range(9)])
    with fresh_store(tmp_path / "desk", PHONE_COLUMNS) as (desk, warehouse):
        import_logs(desk, [path], warehouse=warehouse)
        assert not list(desk.state_folder.rglob("slice*"))
