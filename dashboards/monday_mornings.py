"""Who had the mornings that nobody likes, so that they go round."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from staffing.shift_plan import ABSENCES, WORK


@dataclass(frozen=True)
class Morning:
    """A day, and who served contacts at the time asked about."""

    day: date
    people: tuple[str, ...]


@dataclass(frozen=True)
class MorningDuties:
    """Who had some mornings.

    Parameters
    ----------
    mornings
        By day.
    people
        Everyone who could have had one.
    """

    mornings: tuple[Morning, ...]
    people: tuple[str, ...]

    @property
    def times(self) -> list[tuple[str, int]]:
        """How often each person had one, most first; of equals in order of name."""
        counted = Counter(person for morning in self.mornings for person in morning.people)
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))

    @property
    def free(self) -> tuple[str, ...]:
        """Who had none."""
        busy = {person for morning in self.mornings for person in morning.people}
        return tuple(person for person in self.people if person not in busy)


def morning_duties(plans: Sequence[pd.DataFrame], *, weekday: int, minute: int, mornings: int = 4) -> MorningDuties:
    """Who serves contacts at `minute` of the last `mornings` such weekdays.

    Parameters
    ----------
    plans
        Activities of plans, oldest first; of two that hold the same day the later counts.
    weekday
        Monday 0 to Sunday 6.
    minute
        Wall-clock minutes since midnight.
    """
    by_day: dict[date, tuple[str, ...]] = {}
    for activities in plans:
        by_day |= _served(activities, weekday=weekday, minute=minute)
    chosen = sorted(by_day)[-mornings:]
    there = pd.concat(plans) if plans else pd.DataFrame({"person": [], "activity": []})
    people = sorted(set(there.loc[there["activity"].isin(WORK), "person"].astype(str)))
    return MorningDuties(tuple(Morning(day, by_day[day]) for day in chosen), tuple(people))


def _served(activities: pd.DataFrame, *, weekday: int, minute: int) -> dict[date, tuple[str, ...]]:
    """Days of that weekday on which anyone is at work, and who serves contacts at that minute."""
    days = pd.to_datetime(activities["date"])
    rows = activities[(days.dt.day_of_week == weekday) & ~activities["activity"].isin(ABSENCES)]
    starts, ends = (_minutes(rows[column]) for column in ("start", "end"))
    serving = rows[rows["activity"].isin(WORK) & (starts <= minute) & (minute < ends)]
    opened = {pd.Timestamp(str(day)).date() for day in rows["date"]}
    people = serving.groupby("date")["person"].unique()
    served = {pd.Timestamp(str(day)).date(): tuple(sorted(map(str, names))) for day, names in people.items()}
    return {day: served.get(day, ()) for day in opened}


def _minutes(instants: "pd.Series[pd.Timestamp]") -> "pd.Series[int]":
    return instants.dt.hour * 60 + instants.dt.minute
