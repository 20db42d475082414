"""A shift plan as a table, and back, also from a table that someone else has made."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pandas as pd

from data.errors import TsunagariError, WrongValue
from data.remark import Remark
from staffing.shift_plan import Activity, ActivityKind, ShiftPlan

PLAN_COLUMNS: tuple[str, ...] = ("person", "date", "shift", "start", "end", "activity", "queue", "paid")
"""What `plan --out` writes and the records keep."""


def plan_rows(plan: ShiftPlan) -> pd.DataFrame:
    """One row an activity with `PLAN_COLUMNS`; dates and times as ISO text, times with their offset."""
    rows = [
        (a.person, a.date.isoformat(), a.shift, a.start.isoformat(), a.end.isoformat(), a.activity, a.queue, a.paid)
        for a in plan.activities
    ]
    return pd.DataFrame(rows, columns=list(PLAN_COLUMNS))


def plan_from_rows(
    rows: pd.DataFrame,
    *,
    zone: ZoneInfo,
    first_day: date | None = None,
    last_day: date | None = None,
    remarks: Sequence[Remark] = (),
) -> ShiftPlan:
    """The plan of a table with `PLAN_COLUMNS`; more columns are passed over.

    Parameters
    ----------
    rows
        Times as ISO text or as zone-aware timestamps; an empty `shift` or `queue` may be missing.
    zone
        The desk's.
    first_day, last_day
        Local days, inclusive; by default the first and last `date` of the table.
    remarks
        Kept with the plan.

    Raises
    ------
    TsunagariError
        If a column is absent, a value cannot be used, or neither rows nor days tell what the plan spans.
    """
    absent = [column for column in PLAN_COLUMNS if column not in rows.columns]
    if absent:
        raise TsunagariError(
            "the plan has no column {column!r}; it needs {needed}, as `plan --out` writes them",
            column=absent[0],
            needed=", ".join(PLAN_COLUMNS),
        )
    activities = []
    for number, values in enumerate(rows[list(PLAN_COLUMNS)].itertuples(index=False, name=None), start=1):
        try:
            activities.append(activity_of_row(dict(zip(PLAN_COLUMNS, values, strict=True)), zone=zone))
        except ValueError as error:
            raise TsunagariError("plan row {number}: {error}", number=number, error=error) from None
    if not activities and (first_day is None or last_day is None):
        raise TsunagariError("the plan has no rows, so its days are unknown; give its first and last day")
    return ShiftPlan(
        first_day=first_day or min(activity.date for activity in activities),
        last_day=last_day or max(activity.date for activity in activities),
        activities=tuple(activities),
        remarks=tuple(remarks),
    )


def activity_of_row(row: Mapping[str, Any], *, zone: ZoneInfo) -> Activity:
    """The activity that one row tells, its times moved into the zone.

    Raises
    ------
    WrongValue
        Naming column and value of what cannot be used.
    """
    kind: ActivityKind = row["activity"]
    if kind not in get_args(ActivityKind):
        known = ", ".join(get_args(ActivityKind))
        raise WrongValue("activity {kind!r} is unknown; it is one of {known}", kind=kind, known=known)
    return Activity(
        person=_text(row["person"], "person", needed=True),
        date=_day(row["date"]),
        shift=_text(row["shift"], "shift"),
        start=_instant(row["start"], "start", zone),
        end=_instant(row["end"], "end", zone),
        activity=kind,
        queue=_text(row["queue"], "queue"),
        paid=_flag(row["paid"]),
    )


def _text(value: Any, column: str, *, needed: bool = False) -> str:
    text = "" if pd.isna(value) else str(value)
    if needed and not text:
        raise WrongValue("{column} is empty; every row names one", column=column)
    return text


def _day(value: Any) -> date:
    try:
        return pd.Timestamp(value).date() if not isinstance(value, str) else date.fromisoformat(value[:10])
    except ValueError:
        raise WrongValue("date = {value!r} is no date; write 2026-12-07", value=value) from None


def _instant(value: Any, column: str, zone: ZoneInfo) -> pd.Timestamp:
    try:
        instant = None if pd.isna(value) else pd.Timestamp(value)
    except ValueError:
        instant = None
    if instant is None:
        raise WrongValue("{column} = {value!r} is no time; write 2026-12-07T10:00:00+09:00", column=column, value=value)
    if instant.tz is None:
        raise WrongValue(
            "{column} = {value!r} has no offset; write it with one, like 2026-12-07T10:00:00+09:00",
            column=column,
            value=value,
        )
    return instant.tz_convert(zone)


def _flag(value: Any) -> bool:
    known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    found = known.get(str(value).strip().lower())
    if found is None:
        raise WrongValue("paid = {value!r} is neither true nor false", value=value)
    return found
