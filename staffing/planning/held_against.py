"""What a plan that nobody has just computed is held against: the requirements that reach its days."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from data.desk import Desk
from staffing.requirement import Requirement


def requirements_of_days(
    known: Iterable[Requirement], desk: Desk, *, first_day: date, last_day: date
) -> list[Requirement]:
    """Of each queue of the desk the requirement that knows most of the days, in the order of desk.toml.

    Parameters
    ----------
    known
        In any order, several of a queue too; of equals the first counts.
    first_day, last_day
        Local days, inclusive; a queue of which none is known is left out.
    """
    best: dict[str, tuple[int, Requirement]] = {}
    for one in known:
        days = one.starts.tz_convert(desk.zone).date
        reached = int(np.sum((days >= first_day) & (days <= last_day)))
        if reached > best.get(one.queue, (0, one))[0]:
            best[one.queue] = reached, one
    return [best[queue.name][1] for queue in desk.settings.queue if queue.name in best]
