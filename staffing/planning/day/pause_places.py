"""Places the short paid breaks of a day's named people where they leave the least uncovered."""

from collections.abc import Iterator, Sequence

import numpy as np

from staffing.planning.day.lunch_places import DayCrew, Span
from staffing.planning.day_shift import Pause

ROUNDS = 2
"""Passes over the day's people; a further one seldom moves anybody."""


def place_pauses(crew: DayCrew) -> None:
    """Gives each of the day's people the short breaks of their shift, in turn; lunches and duties stay.

    Parameters
    ----------
    crew
        The day's people with their lunches placed; changed.
    """
    for _ in range(ROUNDS):
        for person, slot in crew.slots.items():
            for number, pause in enumerate(slot.shift.pauses):
                _place(crew, person, pause, kept=_without(crew.pauses.get(person, ()), slot.shift.pauses, number))


def _without(given: Sequence[Span], pauses: Sequence[Pause], number: int) -> tuple[Span, ...]:
    """The breaks given so far but for the one of that number; one that found no place has no length."""
    known = list(given) + [(pause.first, pause.first) for pause in pauses[len(given) :]]
    return tuple(span if k != number else (pauses[k].first, pauses[k].first) for k, span in enumerate(known))


def _place(crew: DayCrew, person: str, pause: Pause, *, kept: tuple[Span, ...]) -> None:
    number = crew.slots[person].shift.pauses.index(pause)
    crew.pause(person, kept)
    options = [(*kept[:number], span, *kept[number + 1 :]) for span in _places(crew, person, pause)]
    if options:
        crew.pause(person, options[int(np.argmin(np.round(crew.prices_of_pauses(person, options), 9)))])


def _places(crew: DayCrew, person: str, pause: Pause) -> Iterator[Span]:
    """Where the break interrupts contact work, and is next to nothing else."""
    yield from pause.places_within(crew.contact_spans(person))
