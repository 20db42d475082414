"""Which wishes of staff.csv a plan keeps: for shifts on the days worked, for days off on the weekdays wished."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.calendar import Calendar
from data.desk import Desk
from data.staff import Person
from data.wishes import Wishes
from staffing.shift_plan import WORK, Activity

AT_WORK = WORK | {"break", "training", "meeting"}


@dataclass(frozen=True)
class KeptWishes:
    """What became of one person's wishes, each day with a wish counted once for the shift and once for the day off.

    Parameters
    ----------
    person
        Whose.
    asked
        Days worked of somebody who wishes for shifts, and open days of the weekdays wished off on which the person
        was not on leave; at least 1.
    shifts_missed, days_missed
        Days on another shift than wished, and days worked that were wished off, rising.
    """

    person: str
    asked: int
    shifts_missed: tuple[date, ...]
    days_missed: tuple[date, ...]

    @property
    def kept(self) -> int:
        """Of those asked."""
        return self.asked - len(self.shifts_missed) - len(self.days_missed)


def kept_wishes(activities: Iterable[Activity], desk: Desk) -> tuple[KeptWishes, ...]:
    """Of each person who wished for something on these days, in the order of staff.csv."""
    wishing = {person.name: person for person in desk.staff if person.wishes != Wishes()}
    by_day: dict[str, dict[date, list[Activity]]] = defaultdict(lambda: defaultdict(list))
    for one in activities if wishing else ():
        if one.person in wishing:
            by_day[one.person][one.date].append(one)
    calendar = Calendar.of(desk)
    found = (_of_person(person, by_day[name], desk, calendar) for name, person in wishing.items())
    return tuple(one for one in found if one.asked)


def _of_person(person: Person, days: dict[date, list[Activity]], desk: Desk, calendar: Calendar) -> KeptWishes:
    wishes = person.wishes
    on_shift = {day: rows[0].shift for day, rows in sorted(days.items()) if any(row.activity in WORK for row in rows)}
    about = on_shift if wishes.is_about_shifts else {}
    channels = {queue.channel for queue in desk.settings.queue
                if person.can_take(queue.skills) and person.tier >= queue.tier}  # fmt: skip
    off = [
        day
        for day, rows in sorted(days.items())
        if wishes.frees(day)
        and any(calendar.is_open(channel, day) for channel in channels)
        and any(row.activity in AT_WORK or row.activity == "day_off" for row in rows)
    ]
    return KeptWishes(
        person.name,
        len(about) + len(off),
        tuple(day for day, shift in about.items() if not wishes.suits(shift)),
        tuple(day for day in off if any(row.activity in AT_WORK for row in days[day])),
    )
