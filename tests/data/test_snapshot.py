from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.desk import Desk, DeskSettings
from data.errors import NothingToDo
from data.issued import store_issued
from data.snapshot import KEPT, Snapshot, newest_path, publish_snapshot
from data.warehouse import Warehouse
from tests.data.logged_desk import Call, logged_desk

CALLS: list[Call] = [("2026-04-06 10:05", 20, 100), ("2026-04-06 11:05", 40, None)]


def _remark(issued_at: str, text: str) -> pd.DataFrame:
    return pd.DataFrame({"queue": ["support"], "issued_at": [pd.Timestamp(issued_at, tz="UTC")], "remark": [text]})


def test_a_snapshot_tells_counts_and_waits_in_the_desks_zone(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    desk = logged_desk(tmp_path, weekday_settings, CALLS)

    with Warehouse.open(desk) as warehouse:
        publish_snapshot(warehouse, desk)
    with Snapshot.newest(desk) as snapshot:
        counts, waits = snapshot.table("interval_count"), snapshot.table("interval_wait")
        facts = snapshot.table("desk_fact").set_index("key")["value"]

    first = counts.iloc[0]
    assert str(first["interval_start"]) == "2026-04-06 10:00:00+09:00"
    assert (first["offered"], first["wait_answered_s"]) == (1, 20)
    assert waits[["weekday", "minute_of_day", "wait_p80_s"]].to_numpy().tolist() == [[0, 600, 20], [0, 660, 40]]
    assert facts["log_last"] == "2026-04-06T11:05:00+09:00"


def test_a_reader_keeps_the_snapshot_it_opened_while_a_new_one_is_published(
    tmp_path: Path, weekday_settings: DeskSettings
) -> None:
    desk = logged_desk(tmp_path, weekday_settings, CALLS)
    with Warehouse.open(desk) as warehouse:
        first = publish_snapshot(warehouse, desk)
    with Snapshot.newest(desk) as reader:
        with Warehouse.open(desk) as warehouse:
            second = publish_snapshot(warehouse, desk)

        counts = reader.table("interval_count")

    assert first != second
    assert newest_path(desk) == second
    assert counts["offered"].sum() == 2


def test_only_the_newest_few_snapshots_stay(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    desk = logged_desk(tmp_path, weekday_settings, CALLS)

    with Warehouse.open(desk) as warehouse:
        published = [publish_snapshot(warehouse, desk) for _ in range(KEPT + 2)]

    assert sorted((desk.state_folder / "snapshots").glob("*.duckdb")) == published[-KEPT:]


def test_what_a_killed_command_left_half_written_is_not_read(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    desk = logged_desk(tmp_path, weekday_settings, CALLS)
    with Warehouse.open(desk) as warehouse:
        whole = publish_snapshot(warehouse, desk)

    (desk.state_folder / "snapshots" / "snap-99999999T000000000000.part").write_bytes(b"half")

    assert newest_path(desk) == whole


def test_a_snapshot_is_read_only_and_cannot_reach_other_files(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    import duckdb

    desk = logged_desk(tmp_path, weekday_settings, CALLS)
    with Warehouse.open(desk) as warehouse:
        path = publish_snapshot(warehouse, desk)

    with Warehouse.open_snapshot(path) as shut:
        for statement in ("DROP TABLE interval_count", f"COPY desk_fact TO '{tmp_path}/out.csv'", "SET threads = 1"):
            with pytest.raises(duckdb.Error):
                shut._connection.execute(statement)


def test_a_desk_that_published_nothing_says_what_to_do(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    desk = Desk(folder=tmp_path, settings=weekday_settings)

    with pytest.raises(NothingToDo, match="tsunagari import"), Snapshot.newest(desk):
        pass


def test_issuing_again_at_the_same_instant_replaces_and_at_another_adds(
    tmp_path: Path, weekday_settings: DeskSettings
) -> None:
    desk = logged_desk(tmp_path, weekday_settings, CALLS)

    with Warehouse.open(desk) as warehouse:
        store_issued(warehouse, remark=_remark("2026-04-07", "first"))
        store_issued(warehouse, remark=_remark("2026-04-07", "second"))
        store_issued(warehouse, remark=_remark("2026-04-08", "third"))
        kept = warehouse.table("issued_remark")

    assert kept["remark"].tolist() == ["second", "third"]


def test_a_store_made_before_remarks_had_translations_takes_them(
    tmp_path: Path, weekday_settings: DeskSettings
) -> None:
    desk = logged_desk(tmp_path, weekday_settings, CALLS)
    with Warehouse.open(desk) as warehouse:
        store_issued(warehouse, remark=_remark("2026-04-07", "古い"))
    with closing(duckdb.connect(str(desk.state_folder / "work.duckdb"))) as store:
        store.execute("ALTER TABLE issued_remark DROP COLUMN remark_en; DROP TABLE made_from")

    with Warehouse.open(desk) as warehouse:
        store_issued(warehouse, remark=_remark("2026-04-08", "新しい").assign(remark_en="new"))
        kept = warehouse.table("issued_remark")

    assert kept["remark"].tolist() == ["古い", "新しい"]
    assert kept["remark_en"].isna().tolist() == [True, False]
