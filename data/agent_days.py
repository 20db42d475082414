"""What people were doing on each day of the log, parted into what a plan places and what nobody planned."""

from datetime import timedelta

import pandas as pd

from data.calendar import Calendar, days_between
from data.opening_hours import clock_minutes
from data.warehouse import Warehouse

LUNCH_LENGTHS = (0.5, 1.5)
"""A pause without a planned reason is taken for lunch where it is so many times a lunch of the shift templates long."""


def read_agent_days(
    warehouse: Warehouse, calendar: Calendar, *, first: pd.Timestamp, until: pd.Timestamp
) -> pd.DataFrame:
    """A row for each person and local day on which they changed what they did.

    Parameters
    ----------
    first, until
        Of the states looked at; those that ended later are not known yet.

    Returns
    -------
    pandas.DataFrame
        `agent_key`, `day`; within opening hours `working_s` (at contacts or waiting for them), `unplanned_s` (pauses
        that nobody placed), `planned_s` (lunch, training, meetings); `taken_for_lunch` (pauses that only look like it).
        Empty where no source tells when people were available.
    """
    warehouse.stage("opened", _opened(calendar, first=first, until=until))
    words = {word.strip().lower() for word in calendar.settings.shrinkage.planned_pauses}
    warehouse.stage("planned_pause", pd.DataFrame({"word": sorted(words)}, dtype=object))
    found = warehouse.query(
        "agent_day", first=first, until=until, zone=calendar.settings.time_zone, **_lunch_seconds(calendar)
    )
    if not warehouse.count("available_states", first=first, until=until):
        return found.head(0)
    return found.fillna({"working_s": 0.0, "unplanned_s": 0.0, "planned_s": 0.0})


def _opened(calendar: Calendar, *, first: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    """When any channel of the desk's queues was open, without overlaps."""
    days = days_between((first - timedelta(days=1)).date(), until.date())
    spans = sorted(
        span
        for channel in sorted({queue.channel for queue in calendar.settings.queue})
        for span in zip(*calendar.open_stretches(channel, days), strict=True)
    )
    merged: list[tuple[pd.Timestamp, pd.Timestamp]] = []
    for begin, end in spans:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    columns = {"open_from": [begin for begin, _ in merged], "open_until": [end for _, end in merged]}
    return pd.DataFrame({name: pd.DatetimeIndex(column, tz=calendar.zone) for name, column in columns.items()})


def _lunch_seconds(calendar: Calendar) -> dict[str, float]:
    """Between which seconds of the day lunch lies, and how long it may be, by the shift templates."""
    with_lunch = [template for template in calendar.settings.shifts.template if template.lunch_minutes]
    if not with_lunch:
        return {"lunch_from_s": 0, "lunch_until_s": 0, "least_lunch_s": 1, "most_lunch_s": 0}
    windows = [tuple(clock_minutes(text) for text in template.lunch_window) for template in with_lunch]
    lengths = [template.lunch_minutes * 60 for template in with_lunch]
    return {
        "lunch_from_s": min(start for start, _ in windows) * 60,
        "lunch_until_s": max(end for _, end in windows) * 60,
        "least_lunch_s": min(lengths) * LUNCH_LENGTHS[0],
        "most_lunch_s": max(lengths) * LUNCH_LENGTHS[1],
    }
