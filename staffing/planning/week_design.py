"""Which shifts a week needs, as counts of people alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from staffing.deadline_work import DayWork
from staffing.planning.contract_class import ContractClass, PersonWeek
from staffing.planning.integer_program import SearchLimits
from staffing.planning.shift_design import Slot
from staffing.planning.week_program import Needs, WeekProgram

LIMITS = SearchLimits(gap=0.001, nodes=10, seconds=120.0)
"""The search stops within this share of the week's required hours, or by its own count of nodes; never by the clock, be
the machine ever so busy, for then the same input would give another plan."""

HURRIED = SearchLimits(gap=0.05, nodes=1, seconds=5.0)
"""Of who has no more time."""

DESIGN_MINUTES = 30
"""People are counted on this grid at the finest; breaks are placed on the desk's own once people are named.

Counted by the quarter of an hour, the named plans of drawn desks of 10, 30 and 100 people left no less uncovered (3 %
less to 13 % more), and took up to twice the time.
"""

SHARE_OF_PACE = 1 / 3
"""Share of its weight that the level pace keeps where a week's work may be moved: its deadlines bind, not its hours."""


@dataclass(frozen=True)
class Designed:
    """A week's shifts.

    Parameters
    ----------
    slots
        Of each class.
    ended_by_clock
        Whether the clock ended the search, so that another run may find other shifts.
    gap
        At most this share of the week's required hours is between its price and the least possible, 0 or more.
    """

    slots: tuple[list[Slot], ...]
    ended_by_clock: bool = False
    gap: float = 0.0


def design_week(
    classes: Sequence[ContractClass],
    weeks: Sequence[Sequence[PersonWeek]],
    needs: Needs,
    *,
    days: Sequence[date],
    work: Sequence[DayWork] = (),
    limits: SearchLimits = LIMITS,
    grid_minutes: int = DESIGN_MINUTES,
) -> "Designed":
    """The shifts of a week for each class, as many as its people can be given.

    Parameters
    ----------
    classes
        People alike.
    weeks
        For each class, the weeks of its people.
    needs
        By queue and day; a day without a need is closed or beyond the requirement.
    days
        Days of the week within the plan.
    work
        Written work of these days, rising by queue: it may be moved between them within its deadlines.
    grid_minutes
        Needs on a finer grid are counted on one twice as coarse.
    """
    needs = {key: need.coarser() if need.interval_minutes < grid_minutes else need for key, need in needs.items()}
    found = WeekProgram(classes, weeks, needs, days=days)
    if not found.columns:
        return Designed(tuple([] for _ in classes))
    found.limit_classes(weeks)
    moved = {(one.queue, one.day) for one in work}
    for (queue, day), need in found.needs.items():
        found.cover(need, weight=SHARE_OF_PACE if (queue, day) in moved else 1.0)
    for queue in dict.fromkeys(one.queue for one in work):
        found.keep_deadlines([one for one in work if one.queue == queue])
    answer = found.solve(limits)
    gap = max(answer.price - answer.bound, 0.0) / max(found.required_hours, 1.0)
    return Designed(tuple(found.slots(answer)), ended_by_clock=answer.ended_by_clock, gap=gap)
