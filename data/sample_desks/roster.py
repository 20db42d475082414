"""Who is on which queue when, by the usual roster of a sample desk: half-hour by half-hour."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from data.opening_hours import clock_minutes
from data.sample_desks.first_come_first_served import Duty
from data.sample_desks.people import People
from data.staff import Absence

Flags = NDArray[np.bool_]

HALF_HOURS = 48
HALF_HOUR_SECONDS = 1800


@dataclass(frozen=True)
class Hours:
    """A shift's half-hours at work, counted from midnight: half-open, without the hour of lunch that begins first."""

    first: int
    last: int
    lunches: tuple[int, ...] = ()

    def present(self, turn: int) -> Flags:
        """At work or not, shape (48,); who comes later in the turn goes to lunch later."""
        at_work = np.zeros(HALF_HOURS, dtype=np.bool_)
        at_work[self.first : self.last] = True
        if self.lunches:
            lunch = self.lunches[turn % len(self.lunches)]
            at_work[lunch : lunch + 2] = False
        return at_work


@dataclass(frozen=True)
class Want:
    """So many people that a queue would like in each half-hour; the last ones may go short.

    Parameters
    ----------
    queue
        Whose line they serve.
    people
        By half-hour from midnight, shape (48,); `everyone`: all who are left and may take it.
    who
        Numbers of those who may take it, who comes first being asked first.
    """

    queue: str
    people: Sequence[int]
    who: Sequence[int]


Present = dict[int, Flags]
"""Person's number -> at work or not by half-hour."""
DutiesOfDay = Callable[[date], Mapping[str, list[Duty]]]

EVERYONE = (99,) * HALF_HOURS


def works_five_of_seven(number: int, day: date) -> bool:
    """Whether a day is none of the person's two days off together, which lie elsewhere in the week for each."""
    return (day.toordinal() + 3 * number) % 7 >= 2


def present_by_person(people: People, day: date, *, shifts: Sequence[Hours], among: Sequence[int]) -> Present:
    """Who of some people is at work when: shifts change by the week, absences are kept."""
    found = {}
    absences: dict[str, list[Absence]] = {}
    for absence in people.away(day):
        absences.setdefault(absence.person, []).append(absence)
    week = day.toordinal() // 7
    for place, number in enumerate(among):
        person = people.staff[number]
        if not person.employed_on(day):
            continue
        at_work = shifts[(place + week) % len(shifts)].present(place + day.toordinal())
        for absence in absences.get(person.name, []):
            at_work &= ~_covered(absence, day)
        found[number] = at_work
    return found


def _covered(absence: Absence, day: date) -> Flags:
    midnight = datetime.combine(day, datetime.min.time())
    starts = [midnight + timedelta(minutes=30 * half_hour) for half_hour in range(HALF_HOURS)]
    return np.array([absence.start <= at < absence.end for at in starts])


def assign(present: Present, wants: Sequence[Want]) -> dict[str, dict[int, Flags]]:
    """Queue -> person -> on it or not by half-hour.

    Queues are served in their order; who was on a queue stays on it, and nobody is on two at once.
    """
    free = {number: at_work.copy() for number, at_work in present.items()}
    on: dict[str, dict[int, Flags]] = {want.queue: {} for want in wants}
    for half_hour in range(HALF_HOURS):
        for want in wants:
            wanted = want.people[half_hour]
            if not wanted:
                continue
            here = [n for n in want.who if n in free and free[n][half_hour]]
            taken = on[want.queue]
            if wanted < len(here):
                # Stable: who sat here already comes first, then those whom the want names first.
                here.sort(key=lambda n: not (n in taken and taken[n][half_hour - 1]))
            for number in here[:wanted]:
                taken.setdefault(number, np.zeros(HALF_HOURS, dtype=np.bool_))[half_hour] = True
                free[number][half_hour] = False
    return on


def stretches(on: Sequence[bool] | Flags) -> list[tuple[int, int]]:
    """Runs of True, half-open."""
    edges = np.flatnonzero(np.diff([False, *on, False]))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def duties(on: Mapping[int, Flags], *, speed: Callable[[int], float], overtime_s: int = 0) -> list[Duty]:
    """The stretches of each person on a queue, seconds since midnight.

    Parameters
    ----------
    overtime_s
        So long after the last half-hour on which anybody is there, people still answer those who wait.
    """
    closing = max((last for flags in on.values() for _, last in stretches(flags)), default=0)
    return [
        Duty(
            agent=number,
            start_s=first * HALF_HOUR_SECONDS,
            end_s=last * HALF_HOUR_SECONDS + (overtime_s if last == closing else 0),
            speed=speed(number),
        )
        for number, flags in on.items()
        for first, last in stretches(flags)
    ]


def people_wanted(span: str, people: int, *, otherwise: Sequence[int] = (0,) * HALF_HOURS) -> tuple[int, ...]:
    """So many people from `09:30` to `17:30`, and what was wanted otherwise."""
    first, last = (clock_minutes(text) // 30 for text in span.split("-"))
    return (*otherwise[:first], *(people,) * (last - first), *otherwise[last:])
