"""What one more person would change: service level and waiting, before and after."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.channel import LIVE_CHANNELS
from data.errors import NothingToDo, TsunagariError
from data.message import Message
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.chat_slots import ChatSlots
from staffing.clock_presence import share_present
from staffing.coverage import QueueCoverage
from staffing.erlang_a import PatientService
from staffing.live_service import Asked, LiveService
from staffing.plan_worth import expected_service
from staffing.requirement import Requirement

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_MINUTES_A_DAY = 1440


@dataclass(frozen=True)
class Reached:
    """What people achieve over several intervals.

    Parameters
    ----------
    service_level
        Expected share answered within the threshold, weighted by contacts, 0 to 1; 1 where none are expected.
    abandonment
        Expected share of offered that hang up, 0 to 1; 0 where nobody is taken to.
    asa_seconds
        Mean wait of the answered, seconds; infinite where work outgrows the people and nobody hangs up.
    occupancy
        Handling / (handling + available), 0 to 1.
    worst_start
        The interval with the lowest service level, zone-aware.
    worst_service_level
        0 to 1.
    """

    service_level: float
    abandonment: float
    asa_seconds: float
    occupancy: float
    worst_start: pd.Timestamp
    worst_service_level: float


@dataclass(frozen=True)
class OneMore:
    """A queue's days with the people it has and with one more from a clock time to another.

    Parameters
    ----------
    queue, goal
        As in desk.toml.
    first_minute, last_minute
        From when to when the person is there, minutes since local midnight, half-open.
    patience_seconds
        Mean patience; infinite where nobody is taken to hang up.
    is_plan
        Whether the people are those of a shift plan, and not those required.
    starts
        The intervals of the days, zone-aware, rising, shape (n,).
    contacts
        Expected contacts, shape (n,).
    people, people_after
        People handling contacts, real-valued, shape (n,).
    before, after
        What they achieve in each interval.
    """

    queue: str
    goal: ServiceGoal
    first_minute: int
    last_minute: int
    patience_seconds: float
    is_plan: bool
    starts: pd.DatetimeIndex
    contacts: Floats
    people: Floats
    people_after: Floats
    before: PatientService
    after: PatientService

    def __post_init__(self) -> None:
        for name in ("contacts", "people", "people_after"):
            if getattr(self, name).shape != (len(self.starts),):
                raise ValueError(f"one more person on {self.queue}: {name} must hold {len(self.starts)} values")

    @property
    def touched(self) -> Flags:
        """The intervals in which the person is there, shape (n,)."""
        return self.people_after > self.people

    @property
    def engine(self) -> str:
        """`erlang_a` where customers hang up, else `erlang_c`."""
        return "erlang_c" if np.isinf(self.patience_seconds) else "erlang_a"

    @property
    def span(self) -> tuple[Reached, Reached]:
        """Before and after, over the intervals in which the person is there."""
        return self._reached(self.touched)

    @property
    def day(self) -> tuple[Reached, Reached]:
        """Before and after, over the whole of the days."""
        return self._reached(np.ones(len(self.starts), dtype=bool))

    @property
    def days(self) -> tuple[date, ...]:
        """The local days looked at."""
        return tuple(dict.fromkeys(start.date() for start in self.starts))

    def rows(self) -> pd.DataFrame:
        """A row an interval of the days, with each figure `_before` and `_after`."""
        figures = ("service_level", "abandonment", "asa_seconds", "occupancy")
        pairs = [(name, getattr(self.before, name), getattr(self.after, name)) for name in figures]
        columns = {"people": (self.people, self.people_after)} | {name: (old, new) for name, old, new in pairs}
        told = {
            f"{name}_{when}": pair[at] for name, pair in columns.items() for at, when in ((0, "before"), (1, "after"))
        }
        return pd.DataFrame({"queue": self.queue, "interval_start": self.starts, "contacts": self.contacts, **told})

    @property
    def summary(self) -> dict[str, object]:
        """The figures for `--json`."""
        told: dict[str, object] = {"queue": self.queue, "engine": self.engine, "is_plan": self.is_plan}
        for name, (before, after) in (("span", self.span), ("day", self.day)):
            told[name] = {"before": _figures(before), "after": _figures(after)}
        return told

    def sentence(self, language: Literal["ja", "en"], *, title: str) -> str:
        """What changes in the queue that people call `title`, and what that rests on."""
        from staffing.one_more_sentences import sentence_of

        return sentence_of(self, language, title=title)

    def _reached(self, rows: Flags) -> tuple[Reached, Reached]:
        return (
            self._over(rows, self.before, people=self.people),
            self._over(rows, self.after, people=self.people_after),
        )

    def _over(self, rows: Flags, service: PatientService, *, people: Floats) -> Reached:
        contacts = self.contacts[rows]
        answered = contacts * (1 - service.abandonment[rows])
        worst = int(np.argmin(service.service_level[rows]))
        return Reached(
            service_level=_mean(service.service_level[rows], contacts, of_nothing=1.0),
            abandonment=_mean(service.abandonment[rows], contacts, of_nothing=0.0),
            asa_seconds=_mean(service.asa_seconds[rows], answered, of_nothing=0.0),
            occupancy=_mean(service.occupancy[rows], people[rows], of_nothing=0.0),
            worst_start=self.starts[rows][worst],
            worst_service_level=float(service.service_level[rows][worst]),
        )


def one_more_person(
    given: Requirement | QueueCoverage,
    forecast: Forecast,
    goal: ServiceGoal,
    *,
    first_minute: int,
    last_minute: int,
    day: date | None = None,
    patience_seconds: float = np.inf,
    short_abandon_seconds: float = 0.0,
    unplanned_shrinkage: float = 0.0,
    slots: ChatSlots | None = None,
    calendar: Calendar | None = None,
) -> OneMore:
    """What service level, waiting and occupancy become with one more person from a clock time to another.

    The person counts as one who is there. Both are judged as the requirement and the plan's worth are: over the
    forecast's doubt, with what was begun before (`staffing.live_service`).

    Parameters
    ----------
    given
        The people there are: a plan's coverage, less unplanned shrinkage, or the agents of a requirement.
    forecast
        Of the same queue, where customers wait (phone, chat, video).
    goal
        Tells the threshold.
    first_minute, last_minute
        Minutes since local midnight, 0 to 1440, half-open.
    day
        A local day; by default every day that both `given` and `forecast` know.
    patience_seconds
        Mean patience, above 0; infinite where it is not known: then nobody is taken to hang up (Erlang C).
    short_abandon_seconds
        Who hangs up sooner does not count in the service level, at least 0.
    unplanned_shrinkage
        Of a plan's people, 0 to 1, without 1; those of a requirement are there already.
    slots
        How many contacts a person serves at once; by default as the requirement says, else one.
    calendar
        Tells when within an interval the desk is open, where that is not all of it; by default from its start.

    Raises
    ------
    TsunagariError
        If the channel is written work, the span is none, or nothing is open within it.
    """
    _refuse(forecast, first_minute=first_minute, last_minute=last_minute)
    at_once = slots or (given.slots if isinstance(given, Requirement) else ChatSlots())
    service = LiveService.of(forecast, Asked(goal.threshold_seconds, patience_seconds, short_abandon_seconds, at_once))
    rows, places = _rows_of_day(given.starts, forecast, day=day)
    people = _people(given, unplanned_shrinkage=unplanned_shrinkage)[places]
    present = share_present(forecast.taking(rows), worked=(first_minute, last_minute), calendar=calendar)
    if not present.any():
        raise _nobody_there(forecast.queue, first_minute=first_minute, last_minute=last_minute, day=day)
    return OneMore(
        queue=forecast.queue,
        goal=goal,
        first_minute=first_minute,
        last_minute=last_minute,
        patience_seconds=patience_seconds,
        is_plan=isinstance(given, QueueCoverage),
        starts=forecast.starts[rows],
        contacts=service.contacts[rows],
        people=people,
        people_after=people + present,
        before=_expected(service, people, rows),
        after=_expected(service, people + present, rows),
    )


def _expected(service: LiveService, people: Floats, rows: NDArray[np.int64]) -> PatientService:
    """What people, real-valued, are expected to achieve in some intervals."""
    _, level, gone, waits = expected_service(service, people, rows)
    agents = cast("NDArray[np.int64]", people)  # the formulas know tenths of a person
    if not service.asked.hang_up:
        waits = np.where(service.mean_load[rows] >= service.asked.slots.servers(agents), np.inf, waits)
    return PatientService(level, gone, waits, service.occupancy(agents, rows=rows))


def _refuse(forecast: Forecast, *, first_minute: int, last_minute: int) -> None:
    if forecast.channel not in LIVE_CHANNELS:
        raise NothingToDo(
            "queue {queue} takes {channel}, which waits for its deadline and not for a person at a "
            "time; ask for a queue of {channels}, or staff it with another goal",
            queue=forecast.queue,
            channel=forecast.channel,
            channels=", ".join(LIVE_CHANNELS),
        )
    if not 0 <= first_minute < last_minute <= _MINUTES_A_DAY:
        raise TsunagariError(
            "one more person from {first} to {last}: the end comes after the start, both within one "
            "day; write for example 10:00-12:00",
            first=_clock(first_minute),
            last=_clock(last_minute),
        )


def _nobody_there(queue: str, *, first_minute: int, last_minute: int, day: date | None) -> NothingToDo:
    return NothingToDo(
        "queue {queue} has no open interval with people between {first} and {last}{on_day}; choose a time within "
        "its opening hours and a day of the forecast and the plan",
        queue=queue,
        first=_clock(first_minute),
        last=_clock(last_minute),
        on_day="" if day is None else Message.of(" on {day}", day=day),
    )


def _people(given: Requirement | QueueCoverage, *, unplanned_shrinkage: float) -> Floats:
    """People handling contacts in each interval, real-valued, shape (n,)."""
    if isinstance(given, Requirement):
        return given.agents.astype(np.float64)
    return given.scheduled * (1 - unplanned_shrinkage)


def _rows_of_day(
    starts: pd.DatetimeIndex, forecast: Forecast, *, day: date | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the forecast on that day, and the places in `starts` that hold the same intervals."""
    places = starts.get_indexer(forecast.starts)
    wanted = (places >= 0) & (forecast.open_minutes > 0)
    if day is not None:
        wanted &= np.asarray(forecast.dates == pd.Timestamp(day))
    rows = np.flatnonzero(wanted)
    return rows, np.asarray(places[rows], dtype=np.int64)


def _mean(values: Floats, weights: Floats, *, of_nothing: float) -> float:
    counted = weights > 0
    return float(np.average(values[counted], weights=weights[counted])) if counted.any() else of_nothing


def _figures(reached: Reached) -> dict[str, object]:
    return {
        "service_level": round(reached.service_level, 4),
        "abandonment": round(reached.abandonment, 4),
        "asa_seconds": round(reached.asa_seconds, 1) if np.isfinite(reached.asa_seconds) else None,
        "occupancy": round(reached.occupancy, 4),
        "worst_interval": reached.worst_start.isoformat(),
        "worst_interval_service_level": round(reached.worst_service_level, 4),
    }


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
