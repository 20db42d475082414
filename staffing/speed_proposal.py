"""Proposes how fast people work beside their colleagues, from the time their contacts took; a proposal, never written.

Only people whom the desk itself has named to the import (`agents` of its settings) can be told apart: the log calls
everybody else by a pseudonym, who counts among the colleagues and is shown nowhere.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.desk import Desk
from data.interval_counts import last_complete_instant
from data.warehouse import Warehouse

LOOK_BACK_DAYS = 182
"""Half a year."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SpeedProposal:
    """One person's speed beside the colleagues on the same queues and topics.

    Parameters
    ----------
    person
        As in staff.csv.
    contacts
        How many it rests on, at least 1.
    handle_seconds, expected_seconds
        Mean of these contacts, and what colleagues take for the same queues and topics.
    speed
        Above 0; 1 is the colleagues' mean. Drawn towards 1 as far as chance may have made it.
    low, high
        Ends of a 95 % interval of it.
    now
        `proficiency` of staff.csv.
    """

    person: str
    contacts: int
    handle_seconds: float
    expected_seconds: float
    speed: float
    low: float
    high: float
    now: float

    @property
    def differs(self) -> bool:
        """Whether staff.csv says something that lies beyond the doubt."""
        return not self.low <= self.now <= self.high


def propose_speeds(
    warehouse: Warehouse, desk: Desk, *, as_of: pd.Timestamp | None = None, look_back_days: int = LOOK_BACK_DAYS
) -> tuple[SpeedProposal, ...]:
    """The speeds of those whom the log and staff.csv both name, in the order of staff.csv; novices have their ramp.

    Parameters
    ----------
    as_of
        Contacts whose work ended later are not known; by default the end of the last complete day of the log.
    look_back_days
        So many days before it are looked at.
    """
    calendar = Calendar.of(desk)
    until = as_of or last_complete_instant(warehouse, calendar)
    _stage_people(warehouse, desk, calendar)
    told = warehouse.query("handled_by", since=until - timedelta(days=look_back_days), until=until)
    told = told[told["agent_key"].isin(_settled(desk, until)) | ~told["agent_key"].isin(p.name for p in desk.staff)]
    if told["agent_key"].nunique() < 2:
        return ()
    told = told.assign(expected_s=_expected(told))
    people = told.groupby("agent_key")[["contacts", "handle_s", "expected_s"]].sum()
    relative = np.log((people["handle_s"] / people["expected_s"]).to_numpy(dtype=np.float64))
    doubt = _variation(told) / people["contacts"].to_numpy(dtype=np.float64)
    drawn, reach = drawn_to_one(relative, doubt), 1.96 * np.sqrt(doubt)
    place = {name: k for k, name in enumerate(people.index)}
    return tuple(
        SpeedProposal(
            person=person.name,
            contacts=int(people["contacts"].iloc[k]),
            handle_seconds=float(people["handle_s"].iloc[k] / people["contacts"].iloc[k]),
            expected_seconds=float(people["expected_s"].iloc[k] / people["contacts"].iloc[k]),
            speed=float(np.exp(-drawn[k])),
            low=float(np.exp(-drawn[k] - reach[k])),
            high=float(np.exp(-drawn[k] + reach[k])),
            now=person.proficiency,
        )
        for person in desk.staff
        if (k := place.get(person.name)) is not None
    )


def drawn_to_one(relative: Floats, doubt: Floats) -> Floats:
    """Logarithms of relative times drawn towards 0, shape (n,).

    Parameters
    ----------
    relative
        Of each person, shape (n,).
    doubt
        Variance of each by chance, above 0, shape (n,). How far people truly differ is what is left of their spread
        (DerSimonian and Laird 1986, Meta-analysis in clinical trials).
    """
    weight = 1 / doubt
    centre = float(weight @ relative / weight.sum())
    spread = float(weight @ (relative - centre) ** 2) - (len(relative) - 1)
    between = max(spread / float(weight.sum() - (weight**2).sum() / weight.sum()), 0.0)
    return np.asarray(relative * between / (between + doubt))


def speed_rows(proposals: tuple[SpeedProposal, ...]) -> pd.DataFrame:
    """A row a person: `person, contacts, handle_seconds, expected_seconds, speed, low, high, staff_csv`."""
    columns = ("person", "contacts", "handle_seconds", "expected_seconds", "speed", "low", "high", "staff_csv")
    rows = [
        (p.person, p.contacts, p.handle_seconds, p.expected_seconds, p.speed, p.low, p.high, p.now) for p in proposals
    ]
    figures = {"handle_seconds": 1, "expected_seconds": 1, "speed": 2, "low": 2, "high": 2}
    return pd.DataFrame(rows, columns=list(columns)).round(figures)


def _stage_people(warehouse: Warehouse, desk: Desk, calendar: Calendar) -> None:
    """Since when each former novice works at full speed, and which queues are known."""
    weeks = timedelta(weeks=desk.settings.novices.weeks)
    since = {p.name: calendar.instant(p.novice_from + weeks, 0) for p in desk.staff if p.novice_from is not None}
    from_at = pd.DatetimeIndex(list(since.values()), tz=calendar.zone)
    names = pd.Series(list(since), dtype=object)
    warehouse.stage("known_from", pd.DataFrame({"person": names, "from_at": from_at}))
    warehouse.stage("known_queue", pd.DataFrame({"queue": [queue.name for queue in desk.settings.queue]}))


def _settled(desk: Desk, at: pd.Timestamp) -> list[str]:
    """People who are no novices any more."""
    day = at.tz_convert(desk.zone).date()
    return [person.name for person in desk.staff if not person.is_novice_on(day, ramp=desk.settings.novices)]


def _expected(told: pd.DataFrame) -> Floats:
    """Seconds that all together take for as many contacts of the same queue and topic."""
    alike = told.groupby(["queue", "topic"])[["contacts", "handle_s"]].transform("sum")
    return np.asarray(told["contacts"] * alike["handle_s"] / alike["contacts"], dtype=np.float64)


def _variation(told: pd.DataFrame) -> float:
    """Squared coefficient of variation of single contacts of the same person, queue and topic."""
    several = told[told["contacts"] > 1]
    mean = several["handle_s"] / several["contacts"]
    within = several["handle_s2"] - several["contacts"] * mean**2
    free = (several["contacts"] - 1) * mean**2
    return max(float(within.sum() / free.sum()), 1e-6) if len(several) else 1.0
