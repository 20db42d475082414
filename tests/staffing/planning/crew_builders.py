"""A day's people and what it needs of them."""

from collections.abc import Sequence

import numpy as np

from staffing.planning.day.lunch_places import DayCrew, Duty
from staffing.planning.day_shift import DayShift
from staffing.planning.shift_design import WRITTEN_WEIGHT, DayNeed, Slot
from tests.staffing.plan_builders import MONDAY

NINE_TO_SIX = DayShift("early", 540, 1080, 720, 60)


def need(queue: str, required: Sequence[float], *, first: int = 600, written: bool = False) -> DayNeed:
    return DayNeed(
        queue=queue,
        day=MONDAY,
        interval_minutes=30,
        starts_minute=first + 30.0 * np.arange(len(required)),
        required=np.array(required, dtype=np.float64),
        weight=WRITTEN_WEIGHT if written else 1.0,
    )


def crew_of(
    queues: dict[str, str], *needs: DayNeed, speed: float = 1.0, duties: dict[str, Sequence[Duty]] | None = None
) -> DayCrew:
    """Nine to six with lunch at noon for everybody, on the queue named."""
    return DayCrew(
        {person: Slot(MONDAY, NINE_TO_SIX, queue) for person, queue in queues.items()},
        {one.queue: one for one in needs},
        duties=duties or {},
        speed=lambda _person, _queue: speed,
    )


def both(*people: str) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(people, ("phone", "mail"))
