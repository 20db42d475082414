"""The calendar of a month as a lead reads it: a row a day, the hours of each channel beside each other."""

from datetime import date
from typing import Any

import pandas as pd

from data.calendar import Calendar, days_between
from data.day_marks import day_marks
from data.desk import Desk
from data.opening_hours import WEEKDAYS, span_text

_OF_ALL_CHANNELS = ("holiday_name", "closed_by_desk", "closing_day", "billing_day", "debit_day", "month_end", "gotobi")


def calendar_rows(desk: Desk, *, first_day: date, last_day: date) -> pd.DataFrame:
    """Each day of a span, inclusive.

    Returns
    -------
    pandas.DataFrame
        `date`, `weekday` (mon to sun); for each channel `<channel>` (its spans between the day's two midnights, parted
        by spaces, empty where closed), `<channel>_hours` and `<channel>_closure_days` (closed days just before, with
        weekends; empty where closed); `holiday_name` (empty where there is none), `closed_by_desk`, `closing_day`,
        `billing_day`, `debit_day`, `month_end`, `gotobi` (true or false); `events` (names of all queues' events).
    """
    calendar, days = Calendar.of(desk), days_between(first_day, last_day)
    table = pd.DataFrame({"date": days, "weekday": [WEEKDAYS[day.weekday()] for day in days]})
    marks = pd.DataFrame()
    for channel in desk.settings.hours:
        marks = day_marks(calendar, channel, first_day=first_day, last_day=last_day).reset_index()
        table[channel] = [
            " ".join(span_text(*span) for span in calendar.open_minutes_of_day(channel, day)) for day in days
        ]
        table[f"{channel}_hours"] = marks["open_hours"]
        table[f"{channel}_closure_days"] = marks["closure_days"].astype("Int64")
    for column in _OF_ALL_CHANNELS:
        table[column] = marks[column]
    table["events"] = ["; ".join(e.name for e in desk.events if e.start <= day <= e.end) for day in days]
    return table


def calendar_summary(rows: pd.DataFrame) -> dict[str, Any]:
    """What stands out of `calendar_rows`: open days of each channel, and the dates of what is rare."""
    channels = [str(name).removesuffix("_hours") for name in rows if str(name).endswith("_hours")]
    marked = {
        name: [day.isoformat() for day in rows.loc[rows[name], "date"]]
        for name in ("closing_day", "billing_day", "debit_day", "month_end")
    }
    return {
        "first_day": rows["date"].iloc[0].isoformat(),
        "last_day": rows["date"].iloc[-1].isoformat(),
        "open_days": {channel: int((rows[f"{channel}_hours"] > 0).sum()) for channel in channels},
        "holidays": int((rows["holiday_name"] != "").sum()),
        **{name: ", ".join(days) for name, days in marked.items() if days},
    }
