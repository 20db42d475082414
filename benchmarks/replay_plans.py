"""Requirements for a real bank's calls, made two weeks ahead as `staff --as-of` makes them, and what they promise."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.real_desks import REAL_DATA, anonymous_bank_calendar
from data.calendar import Calendar
from data.column_mapping import ColumnMapping
from data.desk import Desk
from data.import_logs import import_logs
from data.import_settings import ImportSettings
from data.interval_counts import read_interval_series
from data.warehouse import Warehouse
from forecasting.forecast import Forecast
from forecasting.forecast_contacts import forecast_contacts
from forecasting.forecast_queues import forecast_queues
from staffing.engines import USUAL_ENGINE
from staffing.patience import patience_of_queues
from staffing.requirement import Requirement
from staffing.staff_queues import staff_queues

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MAPPING = {
    "queue": "support",
    "time_zone": "Asia/Jerusalem",
    "time_format": "%Y-%m-%d %H:%M:%S",
    "leg_id": ["vru_line", "call_id"],  # call_id alone repeats
    "started_at": "vru_entry",
    "entered_at": ["q_start", "ser_start"],  # who was answered at once never queued
    "answered_at": ["ser_start", "q_exit"],
    "ended_at": "ser_exit",
    "left_at": ["q_exit", "vru_exit"],
    "ivr_seconds": "vru_time_s",
    "talk_includes_hold": True,
    "talk_includes_acw": True,
    "outcome": "outcome",
    "outcomes": {"AGENT": "answered", "HANG": "abandoned", "PHANTOM": "reject"},
    "agent": "agent",
    "topic": "type",
    "topics": {"AA": "PS"},
    "priority": "priority",
}
FIRST_DAY, LAST_DAY = date(1999, 6, 1), date(1999, 7, 31)
LEAD_DAYS, PLANNED_DAYS = 14, 7
FIRST_ORIGIN = date(1999, 5, 16)
"""A Sunday, on which the bank's week begins: a fortnight later the first week starts that holds a replayed day."""


@contextmanager
def bank_in_store(real_data: Path = REAL_DATA) -> Iterator[tuple[Warehouse, Desk]]:
    """The whole log, imported as any desk's into a folder that is gone afterwards."""
    imports = ImportSettings(mapping={"anonymous-bank": ColumnMapping.model_validate(MAPPING)})
    settings = anonymous_bank_calendar().settings.model_copy(update={"imports": imports, "week_starts": "sunday"})
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(folder=Path(folder), settings=settings)
        files = sorted((real_data / "anonymous_bank_1999").glob("calls_*.csv.gz"))
        with Warehouse.open(desk, purpose="replay") as warehouse:
            import_logs(desk, files, warehouse=warehouse)
            yield warehouse, desk


@dataclass(frozen=True, eq=False)
class Origin:
    """What was known on a morning, and what came later, which only the plans that know it may look at.

    Parameters
    ----------
    forecasts
        Of the bank's week that begins a fortnight later, by what expects: `ours`; `weekdays`, the mean of the last four
        same weekdays; and, as if somebody had known, `known_days` with our split over the day and `known_counts`.
        Days and weeks are staffed each by itself, so this week's people are those of the whole horizon's requirement.
    patience_seconds
        Mean patience by queue, as estimated that morning.
    """

    forecasts: dict[str, Forecast]
    patience_seconds: dict[str, float]


def read_origins(warehouse: Warehouse, desk: Desk, *, came: "pd.Series[float]") -> list[Origin]:
    """Every Sunday from which a replayed day is planned.

    Parameters
    ----------
    came
        Calls by interval start, zone-aware; an interval that is not named had none.
    """
    calendar = Calendar.of(desk)
    origins, day = [], FIRST_ORIGIN
    while (first := day + timedelta(days=LEAD_DAYS)) <= LAST_DAY:
        last = first + timedelta(days=PLANNED_DAYS - 1)
        as_of = calendar.instant(day, 0)
        [ours] = forecast_queues(warehouse, desk, as_of=as_of, last_day=last)
        past = read_interval_series(warehouse, calendar, queue=ours.queue, until=as_of)
        weekdays = forecast_contacts(past, calendar, first_day=first, last_day=last, model="mean_of_weekdays")
        ours = ours.taking(np.flatnonzero(ours.dates >= pd.Timestamp(first)))
        forecasts = {"ours": ours, "weekdays": weekdays, **as_if_known(ours, came)}
        origins.append(Origin(forecasts, {ours.queue: _patience(warehouse, desk, queue=ours.queue, as_of=as_of)}))
        day += timedelta(days=PLANNED_DAYS)
    return origins


def _patience(warehouse: Warehouse, desk: Desk, *, queue: str, as_of: pd.Timestamp) -> float:
    return patience_of_queues(warehouse, desk, as_of=as_of)[queue].mean_seconds


def as_if_known(forecast: Forecast, came: "pd.Series[float]") -> dict[str, Forecast]:
    """The same forecast by somebody who knew each day's total, and by somebody who knew each interval's count."""
    counts = came.reindex(forecast.starts, fill_value=0.0).to_numpy(np.float64)
    nothing = np.zeros(len(forecast))
    sure = replace(forecast, day_spread=nothing)
    day = pd.factorize(sure.dates)[0]
    totals, expected = np.bincount(day, counts), np.bincount(day, sure.mean)
    # The mean is the second moment of the root: it grows with the square of what mean and spread of the root are.
    factor = np.sqrt(totals / expected)[day]
    return {
        "known_days": replace(sure, root_mean=sure.root_mean * factor, root_spread=sure.root_spread * factor),
        "known_counts": replace(sure, root_mean=np.sqrt(counts), root_spread=nothing),
    }


@dataclass(frozen=True)
class Rule:
    """How people are reckoned from what was known.

    Parameters
    ----------
    name
        As the table prints it.
    counts
        Which forecast of an `Origin`.
    engine
        A queueing engine's name.
    goal_changes
        Fields of `ServiceGoal` that stand over desk.toml, without the service level.
    """

    name: str
    counts: str = "ours"
    engine: str = USUAL_ENGINE
    goal_changes: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def named(cls, words: str) -> "Rule":
        """A rule of `RULES`, or counts/engine with fields of the goal: `ours/erlang_c/scope=week/floor=0.75`."""
        if words in RULES:
            return RULES[words]
        counts, engine, *changes = words.split("/")
        pairs = [change.split("=") for change in changes]
        return cls(words, counts, engine, {name: value if name == "scope" else float(value) for name, value in pairs})


_BY_HAND: dict[str, Any] = {"scope": "interval", "floor": 0.0, "max_occupancy": 1.0}
_ANY_ABANDONMENT: dict[str, Any] = {"max_abandonment": 1.0}
"""A spreadsheet knows no cap, and where one binds no target is low enough for its service."""

RULES = {
    rule.name: rule
    for rule in (
        Rule("spreadsheet", "weekdays", "pyworkforce", _BY_HAND),
        Rule("staff"),
        Rule("uncapped", goal_changes=_ANY_ABANDONMENT),
        Rule("erlang_c", engine="erlang_c"),
        Rule("known_days", "known_days", goal_changes=_ANY_ABANDONMENT),
        Rule("known_counts", "known_counts", goal_changes=_ANY_ABANDONMENT),
    )
}


@dataclass(frozen=True, eq=False)
class Plan:
    """The people of every replayed interval, and what they were said to achieve.

    Parameters
    ----------
    starts
        Open intervals of all weeks, rising, shape (n,).
    agents
        People handling calls, shape (n,).
    contacts, handle_seconds, service_level
        What was expected, shape (n,).
    """

    starts: pd.DatetimeIndex
    agents: Integers
    contacts: Floats
    handle_seconds: Floats
    service_level: Floats

    @classmethod
    def joined(cls, weeks: Sequence["Plan"]) -> "Plan":
        """Some weeks in line."""
        return cls(
            starts=pd.DatetimeIndex(np.concatenate([one.starts for one in weeks])),
            agents=np.concatenate([one.agents for one in weeks]),
            contacts=np.concatenate([one.contacts for one in weeks]),
            handle_seconds=np.concatenate([one.handle_seconds for one in weeks]),
            service_level=np.concatenate([one.service_level for one in weeks]),
        )

    @property
    def promised(self) -> float:
        """Expected service level over all weeks, weighted by expected calls."""
        return float(self.contacts @ self.service_level / self.contacts.sum())


def make_plan(origins: Sequence[Origin], desk: Desk, rule: Rule, *, service_level: float) -> Plan:
    """The requirement of each morning for its week, two weeks ahead, put in line."""
    return Plan.joined([_week(origin, desk, rule, service_level=service_level) for origin in origins])


def _week(origin: Origin, desk: Desk, rule: Rule, *, service_level: float) -> Plan:
    """The replayed days of one morning's requirement."""
    requirement = _required(origin, desk, rule, service_level=service_level)
    starts = requirement.starts.tz_localize(None)
    rows = np.flatnonzero(
        (starts.normalize() >= pd.Timestamp(FIRST_DAY)) & (starts.normalize() <= pd.Timestamp(LAST_DAY))
    )
    forecast = origin.forecasts[rule.counts]
    handle_seconds = forecast.handle_seconds[forecast.starts.get_indexer(requirement.starts[rows])]
    return Plan(
        starts=starts[rows],
        agents=requirement.agents[rows],
        contacts=requirement.contacts[rows],
        handle_seconds=handle_seconds,
        service_level=requirement.service_level[rows],
    )


def _required(origin: Origin, desk: Desk, rule: Rule, *, service_level: float) -> Requirement:
    """The one place at which the product is asked for people: what `staff` asks, with what was known that morning."""
    changes = rule.goal_changes | {"service_level": service_level}
    [requirement] = staff_queues(
        [origin.forecasts[rule.counts]],
        desk,
        engine=rule.engine,
        goal_changes=changes,
        patience_seconds=origin.patience_seconds,
    )
    return requirement
