"""A plain file is read in one stream, any other row by row: both ways give the same legs and the same refusals."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import store_large
from data.errors import ImportRefused
from data.import_logs import import_logs
from data.importers.choose_mapping import choose_importer
from data.importers.zone_sql import clock_code, doubt_of, is_steady, steady_utc_of, utc_of
from data.warehouse import Warehouse
from tests.data.log_builders import HEADER, LEFT, PHONE_COLUMNS, TALKED, desk_with, write_log

ODD_CELLS = ("", " ", "-", "　", "TALKED", " LEFT ", "2025-04-07 10:00:00", "2025-04-07T10:00:00+09:00",
             "2025-11-02 01:30:00", "2025-03-09 02:30:00", "20250407T100000", "2025-04-07", "9999-12-31 00:00:00",
             "2025-04-07 10:00:00 UTC", "5:12", "-3", "nan", '"a,b"', '"a ""b"""', "見出し", "0312345678")  # fmt: skip

cells = st.lists(st.sampled_from(ODD_CELLS), min_size=8, max_size=8).map(",".join)


@settings(max_examples=8, deadline=None)
@given(rows=st.lists(st.one_of(cells, st.sampled_from([TALKED, LEFT])), min_size=1, max_size=12))
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_both_ways_of_reading_give_the_same_legs_and_refusals(zone: str, rows: list[str]) -> None:
    with TemporaryDirectory() as name:
        desk = desk_with(Path(name), PHONE_COLUMNS, zone=zone)
        importer = choose_importer(desk, write_log(desk.folder / "log.csv", rows))

        [at_once] = list(importer.read(in_one=True))
        piece_by_piece = list(importer.read(chunk_rows=3))

        assert at_once.rows == len(rows)
        _assert_same(at_once.log.legs, [piece.log.legs for piece in piece_by_piece])
        _assert_same(at_once.rejects, [piece.rejects for piece in piece_by_piece])


def _assert_same(whole: pd.DataFrame, pieces: Sequence[pd.DataFrame]) -> None:
    joined = pd.concat([piece for piece in pieces if len(piece)] or [pieces[0]], ignore_index=True)
    in_order = (frame.sort_values("row_no", ignore_index=True) for frame in (whole, joined))
    pd.testing.assert_frame_equal(*in_order)


@pytest.mark.parametrize("key", ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Tehran", "UTC"])
@given(minutes=st.integers(0, 60 * 24 * 365 * 129))
@settings(max_examples=25, deadline=None)
def test_wall_clocks_turn_to_utc_as_the_standard_library_does(key: str, minutes: int) -> None:
    zone = ZoneInfo(key)
    local = datetime(1970, 1, 2) + timedelta(minutes=minutes)
    asked = int((local - datetime(1970, 1, 1)).total_seconds()) * 1_000_000

    got = _utc_micros(asked, zone)

    first, second = local.replace(tzinfo=zone), local.replace(tzinfo=zone, fold=1)
    came = first.utcoffset() == second.utcoffset()
    back = first.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) == local
    assert got[1] == (0 if came else 1 if back else 2)
    if back:
        assert got[0] == int(first.timestamp()) * 1_000_000
    else:  # the clock jumped over it: the moment of the jump is meant, which the times around it enclose
        assert int(second.timestamp()) * 1_000_000 < got[0] <= int(first.timestamp()) * 1_000_000


def _utc_micros(asked: int, zone: ZoneInfo) -> tuple[int, int]:
    local = f"{asked}::BIGINT"
    with Warehouse.in_memory() as warehouse:
        if is_steady(zone):
            utc, doubt = steady_utc_of(local, zone), "0"
        else:
            utc, doubt = utc_of(local, "code"), doubt_of("code")
        code = clock_code(local, zone)
        read = warehouse.query_text(f"SELECT {utc} AS utc, {doubt} AS doubt FROM (SELECT {code} AS code)")
    return int(read["utc"].iloc[0]), int(read["doubt"].iloc[0])


def test_a_plain_file_with_a_broken_row_is_read_row_by_row(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS)
    importer = choose_importer(desk, write_log(tmp_path / "log.csv", [TALKED, "2,too,short", LEFT], header=HEADER))

    read = list(importer.read(in_one=True))

    assert sum(piece.rows for piece in read) == 3
    assert [reason for piece in read for reason in piece.rejects["reason"]] == ["the row has 3 columns, the header 8"]


def test_a_file_whose_last_piece_is_empty_is_read_to_its_end(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS)
    importer = choose_importer(desk, write_log(tmp_path / "log.csv", [TALKED, LEFT]))

    read = list(importer.read(chunk_rows=2))

    assert [piece.rows for piece in read] == [2, 0]


def test_a_carriage_return_alone_parts_no_row_from_its_file(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS)
    path = tmp_path / "log.csv"
    path.write_bytes(f"a report\r\r\n{HEADER}\n{TALKED}\r\n\r{LEFT}\n".encode())

    [at_once] = list(choose_importer(desk, path).read(in_one=True))

    assert at_once.rows == 2


def test_a_line_above_the_header_that_ends_otherwise_swallows_no_row(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS)
    path = tmp_path / "log.csv"
    path.write_bytes(f"a report\n{HEADER}\r\n{TALKED}\r\n{LEFT}\r\n".encode())

    with Warehouse.open(desk) as warehouse:
        report = import_logs(desk, [path], warehouse=warehouse)

    assert (report.read, report.new) == (2, 2)


def test_a_large_file_with_such_a_line_comes_in_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_large, "LARGE_BYTES", 1)
    desk = desk_with(tmp_path, PHONE_COLUMNS)
    path = tmp_path / "log.csv"
    path.write_bytes(f"a report\n{HEADER}\r\n{TALKED}\r\n{LEFT}\r\n".encode())

    with Warehouse.open(desk) as warehouse:
        report = import_logs(desk, [path], warehouse=warehouse)

    assert (report.read, report.new) == (2, 2)


@pytest.mark.parametrize("start", [f"id\rstart,{HEADER}", "calldate,src\r,dst"])
def test_a_header_with_a_carriage_return_is_answered_with_a_sentence(tmp_path: Path, start: str) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS)
    path = tmp_path / "log.csv"
    path.write_bytes(f"{start}\n1,2,3\n".encode())

    with pytest.raises(ImportRefused):
        choose_importer(desk, path)
