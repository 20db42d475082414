"""What `staff` answers when it is asked about its people: why so many, and what one more would change."""

from pathlib import Path

import pandas as pd

from data.desk import Desk
from data.warehouse import Warehouse
from spoken import language_spoken
from terminal import give_table, read_day, read_instant, read_moment, read_span, warn

WHY_COLUMNS = ["queue", "interval_start", "agents", "service_level", "abandonment", "asa_seconds", "occupancy"]


def answer_one_more(
    desk: Desk,
    span: str,
    *,
    day: str | None,
    as_of: str | None,
    horizon_days: int,
    wait: float,
    out: Path | None,
    as_json: bool,
) -> None:
    """What one more person would change, in a sentence a queue and a row an interval."""
    from staffing.desk_questions import ask_one_more

    first_minute, last_minute = read_span(span, "--one-more")
    with Warehouse.open(desk, wait_seconds=wait, purpose="staff") as warehouse:
        asked = ask_one_more(
            warehouse,
            desk,
            as_of=read_instant(desk, as_of),
            first_minute=first_minute,
            last_minute=last_minute,
            day=None if day is None else read_day(day, "--day"),
            horizon_days=horizon_days,
        )
    language = language_spoken()
    warn(one.sentence(language, title=desk.queue(one.queue).title(language)) for one in asked)
    rows = pd.concat([one.rows() for one in asked])
    give_table(rows, out, as_json, one_more=[one.summary for one in asked])


def answer_why(
    desk: Desk, instant: str, *, as_of: str | None, horizon_days: int, wait: float, out: Path | None, as_json: bool
) -> None:
    """Why an interval needs its people, in a sentence a queue; rows with one person less, as required, and one more."""
    from staffing.desk_questions import ask_why

    at = read_moment(desk, instant, "--why")
    with Warehouse.open(desk, wait_seconds=wait, purpose="staff") as warehouse:
        told = ask_why(warehouse, desk, as_of=read_instant(desk, as_of), at=at, horizon_days=horizon_days)
    language = language_spoken()
    warn(one.sentence(language, title=desk.queue(one.queue).title(language)) for one in told)
    rows = pd.concat([one.rows.assign(queue=one.queue, interval_start=one.start) for one in told])
    give_table(rows[WHY_COLUMNS], out, as_json, why=[one.summary for one in told])
