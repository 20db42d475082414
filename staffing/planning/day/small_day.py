"""Lays out the days of small desks once more, all people at once, where one at a time has left calls uncovered."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from staffing.planning.day.blend_work import Block, people_after
from staffing.planning.day.day_price import day_price, uncovered_live_hours
from staffing.planning.day.day_program import LaidDay, lay_day
from staffing.planning.day.lunch_places import DayCrew, duty_price, lunch_options
from staffing.planning.day.pause_places import place_pauses
from staffing.planning.day_shift import DayShift
from staffing.planning.plan_history import is_odd_lunch
from staffing.planning.shift_design import DayNeed

Floats = NDArray[np.float64]
Blocks = Mapping[str, tuple[Block, ...]]

MOST_PEOPLE, FEW_PEOPLE = 20, 12
"""On desks of more than the first one at a time comes near enough, and all at once takes too long. Lunches are laid
together with the queues for up to the second: for 18 people that took three times as long and won nothing."""

LEAST_HOURS = 0.25
"""A day of which the live queues lack less is left as it is."""

ODD_LUNCH_PRICE, MOST_ODD = 0.005, 10
"""For each lunch at an odd hour that a person had beyond the day's least, at most `MOST_ODD` of them."""

GAIN = 0.1
"""Uncovered hours that must be won before a day is laid otherwise."""


def relaid(
    crew: DayCrew,
    blocks: Blocks,
    able: Mapping[str, Sequence[str]],
    choices: Mapping[str, Sequence[DayShift]],
    *,
    needs: Mapping[str, DayNeed],
    odd_lunches: Mapping[str, int],
) -> tuple[DayCrew, Blocks]:
    """The day's people and blocks as they should be: those given, or clearly cheaper ones.

    Of few people lunches and queues are laid together first, and the short breaks placed; then the queues around them.

    Parameters
    ----------
    crew, blocks
        The day as it stands; left as it is.
    able
        Queues that each person can take.
    choices
        The shifts that each person's contract allows; only those that differ in lunch alone count.
    needs
        What the day needs of each queue of the crew.
    odd_lunches
        How many lunches at an odd hour each person has had.
    """
    if not _may_gain(crew, blocks, able, needs):
        return crew, blocks
    better = crew.copy()
    if len(crew.slots) <= FEW_PEOPLE and not _lay_lunches(better, able, choices, needs, odd_lunches):
        return crew, blocks
    kept = {person: [slot.shift] for person, slot in better.slots.items()}
    laid = lay_day(better, able, kept, needs=needs)
    if laid is None or _price(better, laid.blocks, needs) > _price(crew, blocks, needs) - GAIN:
        return crew, blocks
    return better, laid.blocks


def _lay_lunches(
    crew: DayCrew,
    able: Mapping[str, Sequence[str]],
    choices: Mapping[str, Sequence[DayShift]],
    needs: Mapping[str, DayNeed],
    odd_lunches: Mapping[str, int],
) -> bool:
    """Gives lunches that go with the best queues, and the short breaks anew; whether any were found."""
    options = {name: _options(slot.shift, choices[name], crew, name) for name, slot in crew.slots.items()}
    for person in crew.slots:
        crew.pause(person, ())
    laid = lay_day(crew, able, options, needs=needs, prices=_odd_prices(options, odd_lunches))
    if laid is None:
        return False
    _give(crew, laid)
    place_pauses(crew)
    return True


def _may_gain(crew: DayCrew, blocks: Blocks, able: Mapping[str, Sequence[str]], needs: Mapping[str, DayNeed]) -> bool:
    """Whether somebody can serve another queue, and the live ones lack people."""
    if len(crew.slots) > MOST_PEOPLE or len({need.interval_minutes for need in needs.values()}) != 1:
        return False
    if not any(queue in needs and queue != slot.queue for person, slot in crew.slots.items() for queue in able[person]):
        return False
    return uncovered_live_hours(needs, _scheduled(crew, blocks, needs)) > LEAST_HOURS


def _options(shift: DayShift, choices: Sequence[DayShift], crew: DayCrew, person: str) -> list[DayShift]:
    """The shift as it is, and with each other lunch against which duties speak no more."""
    duties = crew.duties(person)
    found = lunch_options(shift, choices, duties)
    price = duty_price(shift, duties)
    return [shift, *(one for one in found if one != shift and duty_price(one, duties) <= price)]


def _odd_prices(options: Mapping[str, Sequence[DayShift]], had: Mapping[str, int]) -> dict[str, list[float]]:
    least = min((had.get(person, 0) for person in options), default=0)
    return {
        person: [
            ODD_LUNCH_PRICE * min(had.get(person, 0) - least, MOST_ODD) if is_odd_lunch(shift.lunch_start) else 0.0
            for shift in shifts
        ]
        for person, shifts in options.items()
    }


def _give(crew: DayCrew, laid: LaidDay) -> None:
    for person, shift in laid.shifts.items():
        if shift != crew.slots[person].shift:
            crew.give(person, shift)


def _scheduled(crew: DayCrew, blocks: Blocks, needs: Mapping[str, DayNeed]) -> dict[str, Floats]:
    return {queue: people_after(crew, blocks, queue) for queue in needs}


def _price(crew: DayCrew, blocks: Blocks, needs: Mapping[str, DayNeed]) -> float:
    duties = sum(duty_price(slot.shift, crew.duties(person)) for person, slot in crew.slots.items())
    return day_price(needs, _scheduled(crew, blocks, needs)) + crew.price_of_company + duties
