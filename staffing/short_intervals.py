"""Where the shift plan that stands has fewer people than required, such as on Monday at ten."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.desk import Desk
from data.errors import NothingToDo
from data.records import StoredPlan
from staffing.plan_sentences import day_and_time

SHORT_COLUMNS = ("queue", "interval_start", "interval_minutes", "required", "scheduled", "short")

NEGLIGIBLE_PEOPLE = 0.05

SENTENCES = {
    "ja": {
        "short": "{first}から{last}: 不足は計 {hours:.1f} 人時（{count} 区間）。"
        "最大は {queue} {when} の {people:.1f} 人（必要 {required:.1f} 人、予定 {scheduled:.1f} 人）です。",
        "enough": "{first}から{last}: お尋ねの時間帯に不足はありません。",
    },
    "en": {
        "short": "{first} to {last}: {hours:.1f} person-hours short in {count} intervals; most at {queue} {when}: "
        "{people:.1f} people ({required:.1f} required, {scheduled:.1f} scheduled).",
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
        `queue, interval_start` (in the desk's zone), `interval_minutes, required, scheduled, short` (people), by time.

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
    short = np.maximum(rows["required"] - rows["scheduled"], 0.0)
    shown = asked if minute is not None else asked & np.asarray(short >= NEGLIGIBLE_PEOPLE)
    found = rows.assign(short=short.round(3))[shown].sort_values(["interval_start", "queue"])
    return found[list(SHORT_COLUMNS)].reset_index(drop=True)


def short_sentence(rows: pd.DataFrame, *, first_day: date, days: int, language: str) -> str:
    """What the rows of `short_intervals` say, in a sentence."""
    span = {"first": first_day.isoformat(), "last": (first_day + timedelta(days=days - 1)).isoformat()}
    short = rows[rows["short"] >= NEGLIGIBLE_PEOPLE]
    if short.empty:
        return SENTENCES[language]["enough"].format(**span)
    worst = short.iloc[int(short["short"].to_numpy().argmax())]
    return SENTENCES[language]["short"].format(
        **span,
        hours=float((short["short"] * short["interval_minutes"]).sum() / 60),
        count=len(short),
        queue=worst["queue"],
        when=day_and_time(worst["interval_start"], language),
        people=worst["short"],
        required=worst["required"],
        scheduled=worst["scheduled"],
    )
