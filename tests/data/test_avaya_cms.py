"""Interval tables of an Avaya CMS: totals of splits, on the switch's own clock."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.avaya_settings import AvayaSettings
from data.desk import Desk
from data.errors import DeskError, ImportRefused
from data.import_logs import import_logs, preview
from data.importers.systems import known_system
from data.warehouse import Warehouse
from tests.data.avaya_builders import HEADER, avaya_desk, interval, write_table
from tests.data.zendesk_builders import reconciles


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return avaya_desk(tmp_path)


def totals_of(desk: Desk, *files: Path) -> pd.DataFrame:
    """What stands of each stretch after an import of each file by itself."""
    with Warehouse.in_memory(with_tables=True) as warehouse:
        for path in files:
            report = import_logs(desk, [path], warehouse=warehouse)
            assert reconciles(report)
            assert report.rejected == 0
        return warehouse.table("interval_stat").sort_values(["queue_key", "start_utc"], ignore_index=True)


def test_an_interval_tells_its_counts_and_its_sums_of_seconds(desk: Desk) -> None:
    row = totals_of(desk, write_table(desk.folder / "h.csv", interval("2025-04-07", "930"))).iloc[0]

    assert (row["queue_key"], row["interval_s"]) == ("support", 1800)
    assert row["start_utc"] == pd.Timestamp("2025-04-07 13:30", tz="UTC")
    assert (row["offered"], row["answered"], row["abandoned"], row["blocked"]) == (10, 9, 1, 0)
    assert [row[f"{part}_s"] for part in ("wait_answered", "talk", "hold", "acw")] == [90, 925, 30, 3600]


def test_without_callsoffered_the_parts_are_added(desk: Desk) -> None:
    path = desk.folder / "h.csv"
    path.write_text("ROW_DATE;STARTTIME;INTRVL;SPLIT;ACDCALLS;ABNCALLS;OTHERCALLS\n2025-04-07;0930;15;12;5;2;1\n")

    row = totals_of(desk, path).iloc[0]

    assert (row["offered"], row["answered"], row["interval_s"]) == (8, 5, 900)
    assert pd.isna(row["talk_s"])


def test_of_an_hour_that_comes_twice_the_second_row_is_the_later(desk: Desk) -> None:
    # New York set its clock back on 2025-11-02 at 02:00: 01:00 and 01:30 came at 05:00 and 05:30, then an hour later
    rows = [
        interval("2025-11-02", clock, offered=offered, split=split)
        for clock, offered in (("100", 2), ("130", 3), ("100", 4), ("130", 5), ("200", 6))
        for split in ("12", "14")
    ]

    totals = totals_of(desk, write_table(desk.folder / "h.csv", *rows))

    for _, split in totals.groupby("queue_key"):
        assert [f"{start:%H:%M}" for start in split["start_utc"]] == ["05:00", "05:30", "06:00", "06:30", "07:00"]
        assert list(split["offered"]) == [2, 3, 4, 5, 6]


def test_an_hour_that_comes_twice_is_told_apart_across_pieces_of_a_file(desk: Desk) -> None:
    path = write_table(desk.folder / "h.csv", *(interval("2025-11-02", "100", offered=count) for count in (2, 4)))

    shown = preview(desk, path, rows=1)

    assert [f"{start:%H:%M %z}" for start in shown["start"]] == ["01:00 -0400"]
    assert list(totals_of(desk, path)["offered"]) == [2, 4]


def test_the_last_two_days_of_a_file_are_provisional_in_whatever_order_files_come(desk: Desk) -> None:
    early = [interval(f"2025-04-0{day}", "930", offered=20 + day) for day in (1, 2, 3, 4)]
    late = [interval(f"2025-04-0{day}", "930", offered=10 + day) for day in (2, 3, 4, 5, 6, 7)]
    first, second = write_table(desk.folder / "a.csv", *early), write_table(desk.folder / "b.csv", *late)

    there, back = totals_of(desk, first, second), totals_of(desk, second, first)

    # the early file ends on the 4th: its 3rd and 4th give way to what the late one says of them, although that is less;
    # its 1st and 2nd stand, of which the late one's 2nd is settled too and smaller
    assert list(there["offered"]) == [21, 22, 13, 14, 15, 16, 17]
    told = ["start_utc", "offered", "answered", "row_no"]
    pd.testing.assert_frame_equal(there[told], back[told])


def test_of_two_provisional_figures_the_file_that_goes_on_longer_stands(desk: Desk) -> None:
    first = write_table(desk.folder / "a.csv", interval("2025-04-07", "930", offered=9))
    second = write_table(
        desk.folder / "b.csv", interval("2025-04-07", "930", offered=8), interval("2025-04-07", "1000", offered=3)
    )

    assert list(totals_of(desk, first, second)["offered"]) == list(totals_of(desk, second, first)["offered"]) == [8, 3]


def test_a_table_that_comes_twice_changes_nothing(desk: Desk) -> None:
    rows = [interval("2025-04-07", "930"), interval("2025-04-07", "1000", split="14")]
    with Warehouse.in_memory(with_tables=True) as warehouse:
        first = import_logs(desk, [write_table(desk.folder / "a.csv", *rows)], warehouse=warehouse)
        again = import_logs(desk, [write_table(desk.folder / "b.csv", *rows, "")], warehouse=warehouse)

    assert (first.read, first.new) == (2, 2)
    assert (again.read, again.same) == (2, 2)


def test_a_preview_says_what_rests_on_a_guess(desk: Desk) -> None:
    shown = preview(desk, write_table(desk.folder / "h.csv", interval("2025-04-07", "930")))

    assert list(shown["remark"]) == ["counted at end"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param(
            interval("2025-04-07", "930", split="99"),
            'split is "99", which import.avaya_cms.switch.queues does not name',
            id="a split",
        ),
        pytest.param(
            interval("2025-04-07", "930", acd="2"),
            "acd is not the one that import.avaya_cms.switch.acd names",
            id="an ACD",
        ),
        pytest.param(interval("2025-04-07", "930", intrvl="7"), "intrvl is none of 15, 30 and 60", id="a length"),
        pytest.param(interval("2025-04-07", "2460"), "starttime is no time of day", id="a time"),
        pytest.param(
            interval("2025-04-07", "930", acdtime="x"), "acdtime is no duration in seconds or h:mm:ss", id="s"
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_what_is_wrong(desk: Desk, row: str, reason: str) -> None:
    shown = preview(desk, write_table(desk.folder / "h.csv", row))

    assert list(shown["remark"]) == [f"refused: {reason}"]


def test_two_splits_of_one_queue_would_count_a_call_twice() -> None:
    with pytest.raises(ValueError, match="splits 12 and 14 both are support"):
        AvayaSettings(queues={"12": "support", "14": "support"})


@pytest.mark.parametrize("settings", [{"queues": {"12": "nowhere"}}])
def test_a_wrong_queue_is_named_with_where_it_stands(tmp_path: Path, settings: dict[str, Any]) -> None:
    with pytest.raises(DeskError, match=r"import\.avaya_cms\.switch\.queues\.12.*nowhere"):
        preview(avaya_desk(tmp_path, **settings), write_table(tmp_path / "h.csv"))


def test_its_tables_are_known_and_a_desk_without_settings_is_told_what_to_write(tmp_path: Path) -> None:
    desk = avaya_desk(tmp_path)
    path = write_table(tmp_path / "h.csv", header=HEADER.upper())
    imports = desk.settings.imports.model_copy(update={"avaya_cms": {}})
    system = known_system(path)

    assert system is not None
    assert system.table == "avaya_cms"
    with pytest.raises(ImportRefused, match=r"interval table of Avaya CMS[\s\S]*\[import\.avaya_cms\.my-cms\]"):
        preview(Desk(tmp_path, desk.settings.model_copy(update={"imports": imports})), path)
