"""What a shift plan is worth: the service its people are expected to give, in each interval, by day and week.

Where customers wait, the people of the plan, less unplanned shrinkage, meet what the forecast expects in the model that
also says what is required (`staffing.live_service`). Written work is told by what its people answer by the deadline.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.desk import Desk
from data.opening_hours import WEEKDAYS
from forecasting.forecast import Forecast
from staffing.chat_slots import ChatSlots
from staffing.coverage import Coverage, QueueCoverage
from staffing.live_service import Asked, LiveService
from staffing.reply_hours import reply_hours
from staffing.require_agents import too_coarse

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]

WORTH_COLUMNS = (
    "queue", "interval_start", "interval_minutes", "required", "scheduled", "service_level", "abandonment",
    "asa_seconds", "reply_hours",
)  # fmt: skip

LONGEST_ASA_SECONDS = 86_400.0
"""A wait that never ends, and one of nobody, is counted in a mean as a day."""


@dataclass(frozen=True)
class Service:
    """What customers are expected to meet over some intervals.

    Parameters
    ----------
    contacts
        Expected contacts; of written queues NaN.
    service_level
        Share answered in time, weighted by contacts, or by hours of work due, 0 to 1; NaN where nothing comes.
    abandonment
        Share of offered that hang up, 0 to 1; NaN of written queues.
    asa_seconds
        Mean wait of the answered; NaN of written queues.
    """

    contacts: float
    service_level: float
    abandonment: float
    asa_seconds: float


@dataclass(frozen=True)
class QueueWorth:
    """One queue of a plan, interval by interval.

    Parameters
    ----------
    coverage
        Its people beside the requirement, n intervals.
    contacts
        Expected contacts; NaN where no forecast reaches, and of written queues, shape (n,).
    service_level
        Expected share answered within the threshold; of written queues the share of the work due that is done by then.
        NaN where it is not known, and where nothing is due, shape (n,).
    abandonment, asa_seconds
        As in `Service`, shape (n,).
    reply_hours
        Of written queues the hours from arriving to being answered (`staffing.reply_hours`), shape (n,); None: of
        others, and where nobody knows when the work comes.
    """

    coverage: QueueCoverage
    contacts: Floats
    service_level: Floats
    abandonment: Floats
    asa_seconds: Floats
    reply_hours: Floats | None = None

    def __post_init__(self) -> None:
        for name in ("contacts", "service_level", "abandonment", "asa_seconds"):
            if getattr(self, name).shape != (len(self.coverage.starts),):
                raise ValueError(f"worth of {self.queue}: {name} must hold {len(self.coverage.starts)} values")

    @property
    def queue(self) -> str:
        """As in desk.toml."""
        return self.coverage.queue

    @property
    def known(self) -> Flags:
        """The intervals whose service is known, shape (n,)."""
        return ~np.isnan(self.service_level)

    @property
    def weights(self) -> Floats:
        """What each interval counts in a mean: contacts, or hours of written work due, shape (n,)."""
        return self.coverage.required_hours if self.coverage.is_written else self.contacts

    def over(self, chosen: Flags) -> Service:
        """The service over some intervals, as far as it is known."""
        rows = chosen & self.known
        weights = self.weights[rows]
        if not rows.any() or weights.sum() <= 0:
            return Service(float(np.nansum(self.contacts[rows])), float("nan"), float("nan"), float("nan"))
        level = float(np.average(self.service_level[rows], weights=weights))
        if self.coverage.is_written:
            return Service(float("nan"), level, float("nan"), float("nan"))
        gone = float(np.average(self.abandonment[rows], weights=weights))
        answered = weights * (1 - self.abandonment[rows])
        waits = np.nan_to_num(self.asa_seconds[rows], nan=LONGEST_ASA_SECONDS, posinf=LONGEST_ASA_SECONDS)
        asa = float(np.average(waits, weights=answered)) if answered.sum() > 0 else float("nan")
        return Service(float(weights.sum()), level, gone, asa)

    @property
    def mean_reply_hours(self) -> float:
        """Hours to the answer of what comes and is answered within the plan, weighted by its work; NaN if unknown."""
        work, waited = self.coverage.work, self.reply_hours
        if work is None or waited is None or not np.isfinite(waited).any():
            return float("nan")
        told = np.isfinite(waited)
        return float(np.average(waited[told], weights=work.arriving_hours[told]))

    @property
    def unanswered_share(self) -> float:
        """Share of the work that comes within the plan and is not answered in it, 0 to 1; NaN if unknown."""
        work = self.coverage.work
        if work is None or self.reply_hours is None or work.arriving_hours.sum() <= 0:
            return float("nan")
        return float(work.arriving_hours[np.isnan(self.reply_hours)].sum() / work.arriving_hours.sum())

    @property
    def whole(self) -> Service:
        """Over all of the plan."""
        return self.over(np.ones(len(self.coverage.starts), dtype=bool))

    def by_day(self) -> dict[date, Service]:
        """Over each local day."""
        days = np.array(self.coverage.starts.date, dtype=object)
        return {day: self.over(days == day) for day in dict.fromkeys(days)}

    def by_week(self, week_starts: str) -> dict[date, Service]:
        """Over each week, by its first day; the plan's ends may cut it."""
        first = WEEKDAYS.index(week_starts[:3])
        days = np.array(
            [day - timedelta(days=(day.weekday() - first) % 7) for day in self.coverage.starts.date], dtype=object
        )
        return {week: self.over(days == week) for week in dict.fromkeys(days)}

    def rows(self) -> pd.DataFrame:
        """A row an interval with `WORTH_COLUMNS`."""
        cover = self.coverage
        return pd.DataFrame(
            {
                "queue": self.queue,
                "interval_start": cover.starts,
                "interval_minutes": cover.interval_minutes,
                "required": cover.required,
                "scheduled": cover.scheduled,
                "service_level": self.service_level,
                "abandonment": self.abandonment,
                "asa_seconds": np.where(np.isinf(self.asa_seconds), np.nan, self.asa_seconds),
                "reply_hours": np.nan if self.reply_hours is None else self.reply_hours,
            },
            columns=list(WORTH_COLUMNS),
        )


@dataclass(frozen=True)
class PlanWorth:
    """What a plan is expected to give.

    Parameters
    ----------
    queues
        In the order of the requirements.
    week_starts
        As in desk.toml.
    """

    queues: tuple[QueueWorth, ...]
    week_starts: str = "sunday"

    def rows(self) -> pd.DataFrame:
        """A row a queue and interval with `WORTH_COLUMNS`; `interval_start` is zone-aware."""
        parts = [one.rows() for one in self.queues]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(WORTH_COLUMNS))

    @property
    def summary(self) -> list[dict[str, Any]]:
        """The figures for `--json`, by queue and local day."""
        return [
            {
                "queue": one.queue,
                **_plain(one.whole),
                "reply_hours": _rounded(one.mean_reply_hours, places=2),
                "unanswered_share": _rounded(one.unanswered_share, places=4),
                "surplus_hours": round(float(one.coverage.surplus_hours.sum()), 2),
                "uncovered_hours": round(float(one.coverage.uncovered_hours.sum()), 2),
                "days": [{"date": day.isoformat(), **_plain(service)} for day, service in one.by_day().items()],
                "weeks": [
                    {"first_day": week.isoformat(), **_plain(service)}
                    for week, service in one.by_week(self.week_starts).items()
                ],
            }
            for one in self.queues
        ]


def worth_of_plan(
    coverage: Coverage, desk: Desk, *, forecasts: Mapping[str, Forecast], patience_seconds: Mapping[str, float]
) -> PlanWorth:
    """What the people of a plan, ours or made elsewhere, are expected to achieve.

    Parameters
    ----------
    coverage
        The plan beside its requirement: `staffing.coverage.measure_coverage`.
    forecasts
        By queue, of the desk's intervals; where none reaches, the service is not known.
    patience_seconds
        Mean patience by queue, above 0, where desk.toml tells none; of others nobody is taken to hang up.
    """
    return PlanWorth(
        tuple(
            _worth_of_written(part)
            if part.is_written
            else _worth_of_live(part, desk, forecasts.get(part.queue), patience_seconds=patience_seconds)
            for part in coverage.queues
        ),
        desk.settings.week_starts,
    )


def _worth_of_written(part: QueueCoverage) -> QueueWorth:
    due, unknown = part.required_hours, np.full(len(part.starts), np.nan)
    level = np.divide(due - part.uncovered_hours, due, out=unknown.copy(), where=due > 0)
    waited = None
    if part.work is not None and part.arrivals_known:
        capacity = np.maximum(part.scheduled, 0.0) * part.open_hours
        waited = reply_hours(part.work, capacity, starts=part.starts, open_hours=part.open_hours)
    return QueueWorth(part, unknown, np.clip(level, 0.0, 1.0), unknown, unknown, waited)


def _worth_of_live(
    part: QueueCoverage, desk: Desk, forecast: Forecast | None, *, patience_seconds: Mapping[str, float]
) -> QueueWorth:
    found = [np.full(len(part.starts), np.nan) for _ in range(4)]
    if forecast is not None and too_coarse(forecast) is None:
        places = part.starts.get_indexer(forecast.starts)
        rows = np.flatnonzero(places >= 0)
        if rows.size:
            service = live_service(forecast, desk, patience_seconds=patience_seconds)
            people = part.scheduled * (1 - desk.settings.shrinkage.unplanned)
            figures = expected_service(service, people[places[rows]], rows)
            for column, values in zip(found, figures, strict=True):
                column[places[rows]] = values
    contacts, level, gone, asa = found
    return QueueWorth(part, contacts, level, gone, asa)


def live_service(forecast: Forecast, desk: Desk, *, patience_seconds: Mapping[str, float]) -> LiveService:
    """The forecast's contacts, for people to meet."""
    queue = desk.queue(forecast.queue)
    patience = queue.patience_seconds or patience_seconds.get(queue.name, float(np.inf))
    asked = Asked(queue.goal.threshold_seconds, patience, queue.short_abandon_seconds, ChatSlots.of(queue))
    return LiveService.of(forecast, asked)


def expected_service(service: LiveService, people: Floats, rows: Integers) -> Sequence[Floats]:
    """Contacts, service level, abandonment and mean wait of some intervals, shape (rows,) each.

    Parameters
    ----------
    people
        Handling contacts, real-valued: the formulas know tenths of a person.
    rows
        Of the service's intervals.
    """
    agents = cast("Integers", people)
    kept = service.kept(agents, rows=rows)
    level, gone = (service.mean_over_days(values, rows=rows) for values in (kept.level, kept.gone))
    contacts = service.contacts[rows]
    waits = service.average_speed_of_answer(agents, rows=rows)
    return contacts, np.where(contacts > 0, level, 1.0), gone, waits


def _plain(service: Service) -> dict[str, float | None]:
    places = {"contacts": 1, "service_level": 4, "abandonment": 4, "asa_seconds": 1}
    values = {name: getattr(service, name) for name in places}
    return {name: _rounded(value, places=places[name]) for name, value in values.items()}


def _rounded(value: float, *, places: int) -> float | None:
    return round(value, places) if np.isfinite(value) else None
