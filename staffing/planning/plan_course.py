"""How the search for a plan went, which its reader must know."""

from dataclasses import dataclass

from data.remark import Remark
from staffing.plan_sentences import SENTENCES


@dataclass
class Course:
    """How the search went so far.

    Parameters
    ----------
    stopped
        Whether it was asked to come to an end.
    by_clock
        Whether the clock ended a part of it.
    """

    stopped: bool = False
    by_clock: bool = False

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What a reader must know of it."""
        told = {"stopped": self.stopped, "by_clock": self.by_clock and not self.stopped}
        return tuple(Remark(ja=SENTENCES["ja"][key], en=SENTENCES["en"][key]) for key, yes in told.items() if yes)
