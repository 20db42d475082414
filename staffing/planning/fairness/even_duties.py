"""Evens out Monday mornings and late shifts: people alike exchange whole days, which covers exactly as much."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from datetime import date
from typing import Any

from data.desk import Desk
from staffing.planning.fairness.duty_exchanges import Day, Evening
from staffing.planning.fairness.wish_exchanges import grant_wishes
from staffing.planning.fairness.wish_prices import WishPrices
from staffing.planning.plan_history import PlanHistory
from staffing.planning.shift_design import Slot


def even_out_duties(
    groups: Sequence[Sequence[str]],
    slots: Mapping[Day, Slot],
    desk: Desk,
    *,
    history: PlanHistory,
    may: Callable[[str, str, date], bool],
    week_of: Callable[[date], date],
) -> list[tuple[str, str, date]]:
    """The exchanges, in turn, that leave the duties of each group as even as they can be, and then keep wishes.

    Parameters
    ----------
    groups
        People equally eligible.
    slots
        The plan's shifts by person and day; left as they are.
    history
        What people had before the plan.
    may
        Whether two people may exchange a day: nothing but the shift differs between them.
    week_of
        The first day of a day's week.
    """
    wishes = WishPrices.of(desk).by_person
    found: list[tuple[str, str, date]] = []
    for people in groups:
        if len(people) > 1:
            evening = Evening.of(people, slots, desk, history=history, may=may, week_of=week_of)
            found += evening.exchanges()
            found += grant_wishes(evening, wishes)
    return found


def exchange(given: MutableMapping[Day, Any], one: Day, two: Day) -> None:
    """Give each of two what the other has there, also where one of them has nothing."""
    mine, theirs = given.pop(one, None), given.pop(two, None)
    given.update({key: value for key, value in ((one, theirs), (two, mine)) if value is not None})


def have_like_days(pair: Sequence[Slot | None]) -> bool:
    """Whether both work, and as long."""
    lengths = {None if slot is None else slot.shift.paid_minutes for slot in pair}
    return None not in lengths and len(lengths) == 1
