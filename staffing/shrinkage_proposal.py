"""Proposes the unplanned shrinkage from what people were doing: pauses that nobody placed, with their doubt."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from data.agent_days import read_agent_days
from data.calendar import Calendar
from data.desk import Desk
from data.interval_counts import last_complete_instant
from data.warehouse import Warehouse

LOOK_BACK_DAYS = 91
"""A quarter of a year: pauses change with people and seasons."""

LEAST_PEOPLE = 3
LEAST_DAYS = 10
"""Fewer people or days tell too little of the doubt between them."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ShrinkageProposal:
    """The share of time scheduled for contacts that went on pauses which nobody placed.

    Parameters
    ----------
    rate
        0 to 1; NaN where nothing was told.
    low, high
        Ends of a 95 % interval, with doubt between people and between days, 0 to 1; NaN where too little was told.
    people, days
        Over whom and how many days.
    first_day, last_day
        Of what was looked at, local, inclusive.
    working_hours, unplanned_hours, planned_hours
        At contacts or waiting for them; on pauses that count; on what the plan places, which does not.
    taken_for_lunch
        Pauses without a planned reason that looked like lunch.
    by_day
        A row for each day: `day`, `people`, `working_hours`, `unplanned_hours`, `planned_hours`, `shrinkage`.
    """

    rate: float
    low: float
    high: float
    people: int
    days: int
    first_day: date
    last_day: date
    working_hours: float
    unplanned_hours: float
    planned_hours: float
    taken_for_lunch: int
    by_day: pd.DataFrame

    @property
    def tells_of_pauses(self) -> bool:
        """Whether the states tell of any pause; a system that is never told of one tells nothing by it."""
        return self.unplanned_hours + self.planned_hours > 0

    @property
    def is_enough(self) -> bool:
        """Whether the figure may be proposed."""
        return self.people >= LEAST_PEOPLE and self.days >= LEAST_DAYS and self.tells_of_pauses

    @property
    def unplanned(self) -> float | None:
        """What to put into desk.toml, to the nearest hundredth; None where too little was told."""
        return round(self.rate, 2) if self.is_enough else None


def propose_shrinkage(
    warehouse: Warehouse, desk: Desk, *, as_of: pd.Timestamp | None = None, look_back_days: int = LOOK_BACK_DAYS
) -> ShrinkageProposal:
    """The unplanned shrinkage of the days before an instant.

    Sickness is not in it: who is ill does not sign in.

    Parameters
    ----------
    as_of
        States that ended later are not known; by default the end of the last complete day of the log.
    look_back_days
        So many days before it are looked at.
    """
    calendar = Calendar.of(desk)
    until = (as_of or last_complete_instant(warehouse, calendar)).tz_convert(calendar.zone)
    last_day = (until - timedelta(microseconds=1)).date()
    first_day = last_day - timedelta(days=look_back_days - 1)
    told = read_agent_days(warehouse, calendar, first=calendar.instant(first_day, 0), until=until)
    told = told[told["working_s"] + told["unplanned_s"] > 0]
    unplanned = told["unplanned_s"].to_numpy(dtype=np.float64)
    scheduled = unplanned + told["working_s"].to_numpy(dtype=np.float64)
    rate, spread = _rate_and_spread(unplanned, scheduled, people=told["agent_key"], days=told["day"])
    return ShrinkageProposal(
        rate=rate,
        low=max(rate - spread, 0.0),
        high=min(rate + spread, 1.0),
        people=int(told["agent_key"].nunique()),
        days=int(told["day"].nunique()),
        first_day=first_day,
        last_day=last_day,
        working_hours=float(told["working_s"].sum() / 3600),
        unplanned_hours=float(unplanned.sum() / 3600),
        planned_hours=float(told["planned_s"].sum() / 3600),
        taken_for_lunch=int(told["taken_for_lunch"].sum()),
        by_day=_by_day(told),
    )


def proposal_summary(proposal: ShrinkageProposal) -> dict[str, Any]:
    """The figures, for reading by machine; None for what too little is told of."""
    figures = {name: getattr(proposal, name) for name in ("rate", "low", "high")}
    hours = {name: getattr(proposal, name) for name in ("working_hours", "unplanned_hours", "planned_hours")}
    return {
        "source": "log" if proposal.is_enough else "desk.toml",
        "unplanned": proposal.unplanned,
        **{name: round(value, 4) if np.isfinite(value) else None for name, value in figures.items()},
        "people": proposal.people,
        "days": proposal.days,
        "first_day": proposal.first_day.isoformat(),
        "last_day": proposal.last_day.isoformat(),
        **{name: round(value, 2) for name, value in hours.items()},
        "taken_for_lunch": proposal.taken_for_lunch,
    }


def _rate_and_spread(
    unplanned: Floats, scheduled: Floats, *, people: pd.Series, days: pd.Series
) -> tuple[float, float]:
    """A ratio of sums, and half the width of its 95 % interval.

    The residuals of the ratio are summed by person and by day; the variance is that of both less that of single
    person-days (Cameron, Gelbach and Miller 2011, Robust Inference With Multiway Clustering), Student's t with the
    fewer of people and days less one.
    """
    if not scheduled.sum() > 0:
        return float("nan"), float("nan")
    rate = float(unplanned.sum() / scheduled.sum())
    residual = unplanned - rate * scheduled
    counts = [int(people.nunique()), int(days.nunique())]
    if min(counts) < 2:
        return rate, float("nan")
    by_person, by_day = (
        count / (count - 1) * float((pd.Series(residual).groupby(np.asarray(key)).sum() ** 2).sum())
        for count, key in zip(counts, (people, days), strict=True)
    )
    single = len(residual) / (len(residual) - 1) * float((residual**2).sum())
    # Where chance makes the difference small, neither of the two is left out.
    variance = max(by_person + by_day - single, by_person, by_day)
    error = float(np.sqrt(variance) / scheduled.sum())
    return rate, float(stdtrit(min(counts) - 1, 0.975)) * error


def _by_day(told: pd.DataFrame) -> pd.DataFrame:
    sums = told.groupby("day", as_index=False).agg(
        people=("agent_key", "nunique"),
        working_hours=("working_s", "sum"),
        unplanned_hours=("unplanned_s", "sum"),
        planned_hours=("planned_s", "sum"),
    )
    hours = ["working_hours", "unplanned_hours", "planned_hours"]
    sums[hours] = sums[hours] / 3600
    share = sums["unplanned_hours"] / (sums["unplanned_hours"] + sums["working_hours"])
    return sums.assign(shrinkage=share).round({name: 4 for name in (*hours, "shrinkage")})
