"""Where the shift plan that stands has fewer people than required, such as on Monday at ten.

Where customers wait, each interval is judged by its people. Written work is judged by its deadlines: its required
people are a recommended profile, and what counts are the hours that miss their deadline in an interval.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.channel import LIVE_CHANNELS
from data.desk import Desk
from data.errors import NothingToDo
from data.records import StoredPlan
from staffing.plan_sentences import day_and_time

SHORT_COLUMNS = ("queue", "interval_start", "interval_minutes", "required", "scheduled", "short", "uncovered_hours")

NEGLIGIBLE_PEOPLE = 0.05

NEGLIGIBLE_HOURS = 0.05

SENTENCES = {
    "ja": {
        "short": "{first}から{last}: 不足は計 {hours:.1f} 人時（{count} 区間）。"
        "最大は {queue} {when} の {people:.1f} 人（必要 {required:.1f} 人、予定 {scheduled:.1f} 人）です。",
        "missed": "{first}から{last}: 期限までに終わらない仕事が計 {hours:.1f} 人時あります。"
        "最大は {queue} {when} からの区間に期限が来る {most:.1f} 人時です。",
        "enough": "{first}から{last}: お尋ねの時間帯に不足はありません。",
    },
    "en": {
        "short": "{first} to {last}: {hours:.1f} person-hours short in {count} intervals; most at {queue} {when}: "
        "{people:.1f} people ({required:.1f} required, {scheduled:.1f} scheduled).",
        "missed": "{first} to {last}: {hours:.1f} hours of work miss their deadline; most in the interval of {queue} "
        "{when}: {most:.1f} hours.",
        "enough": "{first} to {last}: nobody is short at the times asked about.",
    },
}


def short_intervals(
    plan: StoredPlan,
    desk: Desk,
    *,
    first_day: date,
    days: int,
    weekday: int | None = None,
    minute: int | None = None,
) -> pd.DataFrame:
    """Required against scheduled people of a plan, where fewer are scheduled; at a clock time also where enough are.

    Parameters
    ----------
    first_day, days
        The local days looked at, 1 or more.
    weekday
        Monday 0 to Sunday 6; None: every day.
    minute
        Wall-clock minutes since midnight: only intervals that hold it; None: every interval.

    Returns
    -------
    pandas.DataFrame
        `queue, interval_start` (in the desk's zone), `interval_minutes, required, scheduled, short` (people; NaN of
        written queues), `uncovered_hours` (person-hours; of written queues those that miss their deadline), by time.

    Raises
    ------
    NothingToDo
        If the plan holds no open interval of these days.
    """
    rows = plan.coverage.assign(
        interval_start=pd.to_datetime(plan.coverage["interval_start"], utc=True).dt.tz_convert(desk.zone)
    )
    starts = pd.DatetimeIndex(rows["interval_start"])
    local_days = starts.tz_localize(None).normalize()
    asked = (local_days >= pd.Timestamp(first_day)) & (local_days < pd.Timestamp(first_day + timedelta(days=days)))
    if weekday is not None:
        asked &= starts.day_of_week == weekday
    if minute is not None:
        since_start = minute - (starts.hour * 60 + starts.minute)
        asked &= (since_start >= 0) & (since_start < rows["interval_minutes"].to_numpy())
    if not asked.any():
        raise NothingToDo(
            "the plan that stands ({first_day} to {last_day}) holds no open interval of what was asked, from {asked} "
            "for {days} days; ask for other days or times, or plan with `tsunagari plan --start DATE`",
            first_day=plan.first_day,
            last_day=plan.last_day,
            asked=first_day,
            days=days,
        )
    found = _judged(rows, desk)
    shown = asked if minute is not None else asked & _is_short(found)
    return found[shown].sort_values(["interval_start", "queue"])[list(SHORT_COLUMNS)].reset_index(drop=True)


def _judged(rows: pd.DataFrame, desk: Desk) -> pd.DataFrame:
    """The rows with the people short and the person-hours uncovered in each."""
    written = rows["queue"].isin([queue.name for queue in desk.settings.queue if queue.channel not in LIVE_CHANNELS])
    short = (rows["required"] - rows["scheduled"]).clip(lower=0.0).mask(written)
    minutes = rows["open_minutes"] if "open_minutes" in rows else rows["interval_minutes"]
    return rows.assign(
        short=short.round(3), uncovered_hours=(short * minutes / 60).mask(written, rows["uncovered_hours"]).round(3)
    )


def _is_short(rows: pd.DataFrame) -> NDArray[np.bool_]:
    is_written = rows["short"].isna()
    return np.asarray(
        (rows["short"] >= NEGLIGIBLE_PEOPLE) | (is_written & (rows["uncovered_hours"] >= NEGLIGIBLE_HOURS)), dtype=bool
    )


def short_sentence(rows: pd.DataFrame, desk: Desk, *, first_day: date, days: int, language: str) -> str:
    """What the rows of `short_intervals` say, in a sentence; in two where people and written work are short."""
    span = {"first": first_day.isoformat(), "last": (first_day + timedelta(days=days - 1)).isoformat()}
    short = rows[_is_short(rows)]
    is_written = short["short"].isna()
    told = [
        _sentence(part, desk, language=language, **span)
        for part in (short[~is_written], short[is_written])
        if len(part)
    ]
    return " ".join(told) or SENTENCES[language]["enough"].format(**span)


def _sentence(short: pd.DataFrame, desk: Desk, *, language: str, first: str, last: str) -> str:
    """Rows of one kind alone: people who are missing, or written work that misses its deadline."""
    by_people = bool(short["short"].notna().all())
    worst = short.iloc[int(short["short" if by_people else "uncovered_hours"].to_numpy().argmax())]
    return SENTENCES[language]["short" if by_people else "missed"].format(
        first=first,
        last=last,
        hours=float(short["uncovered_hours"].sum()),
        count=len(short),
        queue=desk.settings.title_of(str(worst["queue"]))(language),
        when=day_and_time(worst["interval_start"], language),
        people=worst["short"],
        most=worst["uncovered_hours"],
        required=worst["required"],
        scheduled=worst["scheduled"],
    )
