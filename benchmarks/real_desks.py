"""Real queues' pasts for the benchmarks and tests, read from the folder of real logs as they were published."""

import os
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.desk import DeskSettings
from data.interval_series import IntervalSeries

REAL_DATA = Path(os.environ.get("TSUNAGARI_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))


def calendar_of(name: str, zone: str, country: str, hours: dict[str, object], closed: tuple[str, ...] = ()) -> Calendar:
    """A desk with one phone queue named `support`."""
    settings = {"format": 1, "name": name, "time_zone": zone, "language": "en", "country": country,
                "hours": {"phone": hours}, "queue": [{"name": "support"}]}  # fmt: skip
    return Calendar(settings=DeskSettings.model_validate(settings))


def series_of(
    calendar: Calendar, counts: "pd.Series[float]", *, first: date, last: date, number: int = 0
) -> IntervalSeries:
    """The desk's queue of that number with these counts by interval start; what is not named is missing."""
    channel = calendar.settings.queue[number].channel
    intervals = calendar.open_intervals(channel, first, last)
    offered = np.asarray(counts.reindex(intervals.starts), dtype=np.float64)
    return _series(calendar, intervals.starts, offered, intervals.open_minutes, minutes=None, number=number)


def _series(
    calendar: Calendar, starts: pd.DatetimeIndex, offered: np.ndarray, open_minutes: np.ndarray,
    *, minutes: np.ndarray | None, number: int = 0,
) -> IntervalSeries:  # fmt: skip
    queue = calendar.settings.queue[number]
    nothing = np.zeros(len(offered))
    return IntervalSeries(
        queue=queue.name,
        channel=queue.channel,
        interval_minutes=calendar.settings.interval_minutes,
        starts=starts,
        open_minutes=open_minutes,
        offered=offered,
        answered=offered,
        talk_seconds=nothing,
        hold_seconds=nothing,
        after_call_seconds=nothing,
        handled=nothing,
        as_of=calendar.instant(starts[-1].date() + timedelta(days=1), 0),
        minutes=minutes,
    )


def anonymous_bank_calendar() -> Calendar:
    """Sunday to Thursday 07-24, Friday to 14, Saturday from 20; short days as the log shows them."""
    hours: dict[str, object] = {day: ["07:00-24:00"] for day in ("sun", "mon", "tue", "wed", "thu")}
    hours |= {"fri": ["07:00-14:00"], "sat": ["20:00-24:00"]}
    hours["exceptions"] = {
        "1999-03-31": ["07:00-13:00"], "1999-04-01": ["20:00-24:00"], "1999-04-06": [], "1999-04-07": ["21:00-24:00"],
        "1999-04-20": ["07:00-14:00"], "1999-04-21": ["19:00-24:00"], "1999-05-20": ["07:00-14:00"],
        "1999-05-21": [],
    }  # fmt: skip
    return calendar_of("Anonymous Bank", "Asia/Jerusalem", "IL", hours)


def anonymous_bank(calendar: Calendar, *, real_data: Path = REAL_DATA) -> IntervalSeries:
    """Calls that asked for an agent; 11 and 12 January and the afternoon of 8 March are holes."""
    months = sorted((real_data / "anonymous_bank_1999").glob("calls_*.csv.gz"))
    calls = pd.concat([pd.read_csv(month, usecols=["outcome", "q_start", "ser_start"]) for month in months])
    entered = calls["q_start"].fillna(calls["ser_start"])[calls["outcome"] != "PHANTOM"].dropna()
    local = pd.DatetimeIndex(pd.to_datetime(entered))
    instants = local.tz_localize(calendar.zone, ambiguous=np.zeros(len(local), dtype=bool), nonexistent="shift_forward")
    counts = pd.Series(1.0, index=instants.floor("30min").as_unit("us")).groupby(level=0).sum()
    first, last = date(1999, 1, 1), date(1999, 7, 31)
    starts = calendar.open_intervals("phone", first, last).starts
    hole = (starts >= calendar.instant(date(1999, 3, 8), 690)) & (starts < calendar.instant(date(1999, 3, 9), 0))
    heard = starts[~(starts.day_of_year.isin([11, 12]) | hole)]
    return series_of(calendar, counts.reindex(heard, fill_value=0.0), first=first, last=last)


def us_bank_calendar() -> Calendar:
    """Weekdays 07 to 21, New York; closed on holidays."""
    hours: dict[str, object] = {day: ["07:00-21:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    return calendar_of("Bank", "America/New_York", "US", hours)


def us_bank(calendar: Calendar, *, real_data: Path = REAL_DATA) -> IntervalSeries:
    """Calls by half-hour, 3 March to 29 August 2003; 4 and 7 April are no holidays, and count as missing."""
    calls = pd.read_csv(real_data / "bank_calls_2003" / "calls_5min.csv.gz", parse_dates=["interval_start"])
    starts = pd.DatetimeIndex(calls["interval_start"]).tz_localize(calendar.zone).floor("30min").as_unit("us")
    counts = calls["calls"].astype(float).groupby(starts).sum()
    return series_of(calendar, counts, first=starts[0].date(), last=starts[-1].date())


TOKYO_BANDS = {"calls_09_13": 540, "calls_13_17": 780, "calls_17_21": 1020}


def tokyo_calendar() -> Calendar:
    """Every day 09 to 21, holidays too."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday")
    return calendar_of("Hotline", "Asia/Tokyo", "JP", {day: ["09:00-21:00"] for day in days})


def tokyo_hotline(calendar: Calendar, *, whole_days: bool = False, real_data: Path = REAL_DATA) -> IntervalSeries:
    """Calls taken by three bands of the day, or by whole days, 30 January 2020 to 26 December 2021."""
    table = pd.read_csv(real_data / "tokyo_call_center" / "daily.csv", parse_dates=["date"])[1:]
    bands = {"total": 0} if whole_days else TOKYO_BANDS
    starts = [calendar.instant(day.date(), minute) for day in table["date"] for minute in bands.values()]
    offered = table[list(bands)].to_numpy(dtype=np.float64).ravel()
    return _series(
        calendar,
        pd.DatetimeIndex(starts).as_unit("us"),
        offered,
        np.full(len(offered), 720.0 if whole_days else 240.0),
        minutes=np.full(len(offered), 1440.0 if whole_days else 240.0),
    )
