"""Which sets of a week's days one person may work, and how many of any days: the ground of counting before naming."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


class WeekForm(NamedTuple):
    """What a person's week allows, its days as bits: the first day is bit 0.

    Parameters
    ----------
    length
        Days, 1 to 7.
    free
        Days that can be planned.
    fixed
        Days that are worked in any case.
    most
        Days to plan at most.
    spans
        Of some days, how many may be planned at most.
    running
        Days worked on end right before the week, 0 or more.
    most_running
        Days that may be worked on end, 1 or more.
    """

    length: int
    free: int
    fixed: int
    most: int
    spans: tuple[tuple[int, int], ...] = ()
    running: int = 0
    most_running: int = 7


@lru_cache(maxsize=4096)
def most_by_set(form: WeekForm) -> Counts:
    """How many days of each set of the week's days the person can work at most, shape (2 ** length,)."""
    sets = np.arange(2**form.length)
    legal = sets[[_is_legal(chosen, form) for chosen in sets.tolist()]]
    counts: Counts = np.bitwise_count(sets[:, None] & legal[None, :]).max(axis=1).astype(np.int64)
    counts.flags.writeable = False
    return counts


def _is_legal(chosen: int, form: WeekForm) -> bool:
    if chosen & ~form.free or chosen.bit_count() > form.most:
        return False
    if any((chosen & days).bit_count() > most for days, most in form.spans):
        return False
    run, of_choice = form.running, False
    for day in range(form.length):
        worked = 1 << day
        run = run + 1 if (chosen | form.fixed) & worked else 0
        # A run of fixed days alone is not for this choice to mend.
        of_choice = run > 0 and (of_choice or bool(chosen & worked))
        if run > form.most_running and of_choice:
            return False
    return True
