"""What a requirement promises the customers, and what that rests on."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.desk import Weekday
from data.errors import NothingToDo
from data.service_goal import Scope, ServiceGoal
from staffing.requirement import Requirement

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Promise:
    """The expected service level of a requirement over the scope of its goal.

    Parameters
    ----------
    queue, channel, engine
        As in the requirement.
    goal
        What was to be reached.
    service_level
        Expected share answered within the threshold over everything, weighted by contacts, 0 to 1.
    worst_span_start
        First interval of the scope span (interval, day or week) with the lowest service level, zone-aware.
    worst_span_service_level
        Its contact-weighted service level, 0 to 1.
    worst_interval_start
        The interval with the lowest service level, zone-aware.
    worst_interval_service_level
        0 to 1.
    agent_hours
        Hours of people handling contacts, without shrinkage.
    occupancy
        Share of these hours spent handling, 0 to 1.
    """

    queue: str
    channel: str
    engine: str
    goal: ServiceGoal
    service_level: float
    worst_span_start: pd.Timestamp
    worst_span_service_level: float
    worst_interval_start: pd.Timestamp
    worst_interval_service_level: float
    agent_hours: float
    occupancy: float

    @property
    def scope(self) -> Scope:
        """The span over which the promise is kept."""
        return self.goal.scope

    @property
    def is_kept(self) -> bool:
        """Whether even the worst span reaches the goal and the worst interval its floor."""
        reached = self.worst_span_service_level >= self.goal.service_level - 1e-9
        return reached and self.worst_interval_service_level >= self.goal.floor - 1e-9

    @property
    def summary(self) -> dict[str, object]:
        """The figures for `--json`."""
        return {
            "queue": self.queue,
            "scope": self.scope,
            "goal": self.goal.service_level,
            "threshold_seconds": self.goal.threshold_seconds,
            "service_level": round(self.service_level, 4),
            "worst_span_service_level": round(self.worst_span_service_level, 4),
            "worst_interval": self.worst_interval_start.isoformat(),
            "worst_interval_service_level": round(self.worst_interval_service_level, 4),
            "agent_hours": round(self.agent_hours, 2),
            "is_kept": self.is_kept,
        }

    def sentence(self, language: Literal["ja", "en"]) -> str:
        """What is promised and what it rests on, in a few plain sentences."""
        return _in_japanese(self) if language == "ja" else _in_english(self)


def promise(requirement: Requirement, *, week_starts: Weekday = "monday") -> Promise:
    """The expected service level of a requirement over its scope, weighted by contacts, and where it is lowest.

    Parameters
    ----------
    requirement
        At least one interval, with its expected contacts and service level.
    week_starts
        First day of the weeks that scope `week` means.

    Raises
    ------
    NothingToDo
        If the requirement is empty, or comes from a table that tells no contacts or service level.
    """
    weight, level = requirement.contacts, requirement.service_level
    if len(requirement) == 0:
        raise NothingToDo(f"queue {requirement.queue} has no open interval in the span; there is nothing to promise")
    if np.isnan(weight).any() or np.isnan(level).any():
        raise NothingToDo(
            f"the requirement of queue {requirement.queue} tells no contacts or no service level for some intervals, "
            "so nothing can be promised from it; have it computed from a forecast"
        )
    span = span_numbers(requirement.starts, scope=requirement.goal.scope, week_starts=week_starts)
    span_level = mean_by_span(level, weight=weight, span=span)
    worst_span, worst = int(np.argmin(span_level)), int(np.argmin(level))
    return Promise(
        queue=requirement.queue,
        channel=requirement.channel,
        engine=requirement.engine,
        goal=requirement.goal,
        service_level=float(mean_by_span(level, weight=weight, span=np.zeros_like(span))[0]),
        worst_span_start=requirement.starts[int(np.argmax(span == worst_span))],
        worst_span_service_level=float(span_level[worst_span]),
        worst_interval_start=requirement.starts[worst],
        worst_interval_service_level=float(level[worst]),
        agent_hours=requirement.agent_hours,
        occupancy=float(requirement.occupancy @ requirement.agents / max(requirement.agents.sum(), 1)),
    )


def span_numbers(starts: pd.DatetimeIndex, *, scope: Scope, week_starts: Weekday) -> Integers:
    """For each interval the number, from 0 in order of time, of the local day or week that it belongs to."""
    if scope == "interval":
        return np.arange(len(starts), dtype=np.int64)
    days = starts.tz_localize(None).normalize()
    if scope == "week":
        first = get_args(Weekday).index(week_starts)
        days = days - pd.to_timedelta((days.day_of_week - first) % 7, unit="D")
    return np.asarray(pd.factorize(days)[0], dtype=np.int64)


def mean_by_span(level: Floats, *, weight: Floats, span: Integers) -> Floats:
    """Weighted mean of `level` over each span, shape (spans,); 1 where nothing is expected."""
    total = np.bincount(span, weights=weight)
    return np.asarray(np.bincount(span, weights=weight * level) + (total == 0)) / np.where(total > 0, total, 1.0)


_SCOPE_WORDS = {
    "ja": {"interval": "各時間帯", "day": "各日", "week": "各週"},
    "en": {"interval": "interval", "day": "day", "week": "week"},
}


def _percent(share: float) -> str:
    """One decimal, cut off rather than rounded up: 89.96 % is not shown as a kept 90 %."""
    return f"{np.floor(share * 1000 + 1e-6) / 10:.1f}"


def _in_english(made: Promise) -> str:
    goal, scope = made.goal, _SCOPE_WORDS["en"][made.scope]
    span = f"the weakest {scope} ({made.worst_span_start:%Y-%m-%d}) {_percent(made.worst_span_service_level)} %, "
    interval = f"the weakest interval ({made.worst_interval_start:%Y-%m-%d %H:%M})"
    count = "the mean" if goal.confidence == 0.5 else f"the {goal.confidence * 100:g} % quantile"
    return (
        f"{made.queue}: {_percent(made.service_level)} % of contacts are expected to be answered within "
        f"{goal.threshold_seconds:g} s; the goal is {goal.service_level * 100:g} % for every {scope}. "
        f"Expected are for {'' if made.scope == 'interval' else span}{interval} "
        f"{_percent(made.worst_interval_service_level)} %. "
        f"It takes {made.agent_hours:.1f} agent hours at an occupancy, handling / (handling + available), of "
        f"{_percent(made.occupancy)} %. This rests on {count} of the forecast coming true in each interval, on Erlang "
        f"C for each interval by itself, and on nobody hanging up while waiting."
    )


def _in_japanese(made: Promise) -> str:
    goal, scope = made.goal, _SCOPE_WORDS["ja"][made.scope]
    word = {"day": "日", "week": "週"}.get(made.scope, "")
    span = f"最も低い{word}（{made.worst_span_start:%Y-%m-%d}）は{_percent(made.worst_span_service_level)}%、"
    interval = f"最も低い時間帯（{made.worst_interval_start:%Y-%m-%d %H:%M}）は"
    count = "平均" if goal.confidence == 0.5 else f"{goal.confidence * 100:g}%分位点"
    return (
        f"{made.queue}：{goal.threshold_seconds:g}秒以内に応答できる割合は全体で{_percent(made.service_level)}%の"
        f"見込みです（目標は{scope}{goal.service_level * 100:g}%）。"
        f"{'' if made.scope == 'interval' else span}{interval}"
        f"{_percent(made.worst_interval_service_level)}%の見込みです。必要な稼働は延べ{made.agent_hours:.1f}人時、"
        f"占有率（対応÷（対応＋待機））は{_percent(made.occupancy)}%です。前提：各時間帯の件数が予測の{count}どおりで、"
        f"時間帯ごとに独立したアーランC式に従い、待ちきれずに離れるお客様はいないものとします。"
    )
