import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from data import kept_counts
from data.calendar import Calendar
from data.desk import Desk, DeskSettings
from data.errors import NothingToDo
from data.import_logs import import_logs
from data.interval_counts import count_intervals
from data.log_span import LogSpan, read_log_span
from data.retention import apply_retention
from data.undo_import import undo_import
from data.warehouse import Warehouse
from tests.data.log_builders import PHONE_COLUMNS, desk_with, write_log
from tests.data.system_desk import imported, write_records
from tests.data.twilio_desk import served, twilio_desk

MAPPING = {key: value for key, value in PHONE_COLUMNS.items() if key != "queue"}
MAPPING |= {"queue_column": "where", "updated_at": "updated"}
HEADER = "id,start,queued,answered,ended,acw,result,agent,where,updated"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_with(tmp_path, MAPPING)


@pytest.fixture
def warehouse(desk: Desk) -> Iterator[Warehouse]:
    with Warehouse.open(desk) as opened:
        yield opened


def call(draw: random.Random, number: int) -> str:
    """A call of a Monday, perhaps outside the hours, perhaps answered, in some version."""
    entered = pd.Timestamp("2025-04-07 09:50") + pd.Timedelta(weeks=draw.randrange(3), seconds=draw.randrange(30_600))
    answered, ended = entered + pd.Timedelta(seconds=draw.randrange(30)), entered + pd.Timedelta(seconds=400)
    talked = draw.random() < 0.7
    where, agent = draw.choice(["support", "second"]), draw.choice(["a1", "a2"])
    outcome = f"{answered},{ended},{draw.randrange(90)},TALKED,{agent}" if talked else f",{answered},,LEFT,"
    return f"{number},,{entered},{outcome},{where},2025-05-{draw.randrange(1, 29):02d}"


def change(draw: random.Random, desk: Desk, warehouse: Warehouse, step: int) -> None:
    """An import of calls new and known, or an undo."""
    standing = warehouse.table("import_delivery").query("undone_at.isna()")["batch_id"].tolist()
    if standing and draw.random() < 0.3:
        undo_import(warehouse, desk, batch=draw.choice(standing))
        return
    rows = [call(draw, draw.randrange(60)) for _ in range(draw.randrange(1, 15))]
    import_logs(desk, [write_log(desk.folder / f"{step}.csv", rows, header=HEADER)], warehouse=warehouse)


def counted(desk: Desk, warehouse: Warehouse, until: pd.Timestamp) -> pd.DataFrame | None:
    """All intervals of both queues as known at a time; None where nothing was known."""
    calendar = Calendar.of(desk)
    try:
        frames = [
            count_intervals(warehouse, calendar, queue=queue, until=until).assign(queue=queue)
            for queue in ("support", "second")
        ]
    except NothingToDo:
        return None
    return pd.concat(frames, ignore_index=True)


def span_told(desk: Desk, warehouse: Warehouse) -> LogSpan | None:
    """The log's span; None where it is empty."""
    try:
        return read_log_span(warehouse, Calendar.of(desk))
    except NothingToDo:
        return None


@contextmanager
def without_kept_days(warehouse: Warehouse) -> Iterator[None]:
    """No day's contacts are kept: all are looked for in the log."""
    warehouse.run_text("CREATE TEMP TABLE set_aside AS FROM stale_day")
    warehouse.run_text("INSERT INTO stale_day SELECT '', '', (entered_at AT TIME ZONE 'UTC')::DATE FROM contact_leg")
    yield
    warehouse.run_text("DELETE FROM stale_day; INSERT INTO stale_day FROM set_aside; DROP TABLE set_aside")


def assert_kept_counts_hold(desk: Desk, warehouse: Warehouse, untils: list[pd.Timestamp]) -> None:
    """What is kept, and counting by slots, gives what counting all of the log gives."""
    with_kept, span = [counted(desk, warehouse, until) for until in untils], span_told(desk, warehouse)
    with pytest.MonkeyPatch.context() as patch, without_kept_days(warehouse):
        patch.setattr(kept_counts, "_is_kept", lambda _channel: False)
        afresh = [counted(desk, warehouse, until) for until in untils]
        assert span_told(desk, warehouse) == span
    for mine, theirs in zip(with_kept, afresh, strict=True):
        if mine is None or theirs is None:
            assert mine is theirs
        else:
            pd.testing.assert_frame_equal(mine, theirs, check_dtype=False)


@pytest.mark.parametrize("seed", range(3))
def test_kept_counts_are_those_of_the_log_after_any_imports_and_undos(
    desk: Desk, warehouse: Warehouse, seed: int
) -> None:
    draw = random.Random(seed)
    untils = [pd.Timestamp(at, tz="Asia/Tokyo") for at in ("2025-04-14 10:13:20", "2025-04-28 00:00")]
    for step in range(6):
        change(draw, desk, warehouse, step)
        assert_kept_counts_hold(desk, warehouse, untils)


def test_what_is_kept_is_used(desk: Desk, warehouse: Warehouse) -> None:
    draw = random.Random(1)
    rows = [call(draw, number) for number in range(40)]
    import_logs(desk, [write_log(desk.folder / "1.csv", rows, header=HEADER)], warehouse=warehouse)
    until = pd.Timestamp("2025-04-28", tz="Asia/Tokyo")
    before = counted(desk, warehouse, until)
    span = read_log_span(warehouse, Calendar.of(desk))
    assert before is not None

    warehouse.run_text("UPDATE kept_interval SET offered = offered + 1 WHERE kind = 'queue' AND offered > 0")
    after = counted(desk, warehouse, until)

    assert after is not None
    assert after["offered"].sum() > before["offered"].sum()
    assert span.first_day < span.last_day


def test_the_days_that_are_kept_tell_how_far_the_log_reaches(desk: Desk, warehouse: Warehouse) -> None:
    rows = [call(random.Random(4), number) for number in range(40)]
    import_logs(desk, [write_log(desk.folder / "1.csv", rows, header=HEADER)], warehouse=warehouse)
    span = read_log_span(warehouse, Calendar.of(desk))

    warehouse.run_text("UPDATE kept_day SET last_at = last_at + INTERVAL 1 DAY")

    assert read_log_span(warehouse, Calendar.of(desk)).last_day > span.last_day


def test_a_store_from_before_days_were_kept_tells_its_span(desk: Desk) -> None:
    rows = [call(random.Random(5), number) for number in range(40)]
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, [write_log(desk.folder / "1.csv", rows, header=HEADER)], warehouse=warehouse)
        span = read_log_span(warehouse, Calendar.of(desk))
        warehouse.run_text("DROP TABLE kept_day; DROP TABLE made_from")

    with Warehouse.open(desk) as warehouse:
        assert read_log_span(warehouse, Calendar.of(desk)) == span


def test_other_opening_hours_or_thresholds_count_anew(desk: Desk, warehouse: Warehouse) -> None:
    draw = random.Random(2)
    rows = [call(draw, number) for number in range(40)]
    import_logs(desk, [write_log(desk.folder / "1.csv", rows, header=HEADER)], warehouse=warehouse)
    told = desk.settings.model_dump(by_alias=True, exclude_unset=True)
    told["hours"] = told["hours"] | {"phone": {"mon": ["10:07-12:00", "12:20-17:00"]}}
    told["queue"] = [told["queue"][0] | {"short_abandon_seconds": 12}, *told["queue"][1:]]
    changed = Desk(folder=desk.folder, settings=DeskSettings.model_validate(told), staff=desk.staff)

    assert_kept_counts_hold(changed, warehouse, [pd.Timestamp("2025-04-28", tz="Asia/Tokyo")])


def test_what_retention_deletes_is_counted_no_more(tmp_path: Path) -> None:
    plain = desk_with(tmp_path, MAPPING)
    told = plain.settings.model_dump(by_alias=True, exclude_unset=True)
    told["import"]["keep_months"] = {"legs": 1}
    desk = Desk(folder=tmp_path, settings=DeskSettings.model_validate(told), staff=plain.staff)
    draw = random.Random(3)
    with Warehouse.open(desk) as warehouse:
        rows = [call(draw, number) for number in range(40)]
        import_logs(desk, [write_log(desk.folder / "1.csv", rows, header=HEADER)], warehouse=warehouse)
        apply_retention(warehouse, desk, now=pd.Timestamp("2025-05-14 13:00", tz="Asia/Tokyo"))

        assert 0 < len(warehouse.table("contact_leg")) < 40
        assert_kept_counts_hold(desk, warehouse, [pd.Timestamp("2025-04-28", tz="Asia/Tokyo")])


def test_a_channel_of_which_nothing_came_keeps_what_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted_anew: list[str] = []
    monkeypatch.setattr("data.refresh_counts.keep_channel", lambda _store, *, channel: counted_anew.append(channel))
    desk = twilio_desk(tmp_path)

    imported(desk, write_records(tmp_path / "a.json", served("WT1")))

    assert {queue.channel for queue in desk.settings.queue} >= {"phone", "chat", "video"}
    assert counted_anew == ["phone"]
