"""Lays out a week's days one after another: lunches, short breaks, and who serves another queue for a while."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.calendar import Calendar
from data.desk import Desk
from staffing.planning.day.blend_work import blend_day, people_after
from staffing.planning.day.lunch_places import DayCrew, place_lunches, share_lunches
from staffing.planning.day.pause_places import place_pauses
from staffing.planning.day.small_day import Blocks, relaid
from staffing.planning.day_shift import DayShift
from staffing.planning.locked_days import LockedDays
from staffing.planning.plan_history import MorningDuty, PlanHistory, is_odd_lunch
from staffing.planning.shift_design import DayNeed
from staffing.planning.written_progress import WrittenProgress
from staffing.speeds import Speeds


@dataclass(frozen=True)
class DayLayer:
    """What a day rests on, and what it leaves to the next.

    Parameters
    ----------
    desk, morning, locks, speeds
        As the plan knows them.
    history
        Who had lunch at odd hours; grows by each day.
    written
        How far written work has come; grows by each day.
    """

    desk: Desk
    morning: MorningDuty
    locks: LockedDays
    speeds: Speeds
    history: PlanHistory
    written: WrittenProgress

    def lay(
        self,
        day: date,
        crew: DayCrew,
        choices: Mapping[str, Sequence[DayShift]],
        able: Mapping[str, Sequence[str]],
        *,
        together: bool,
    ) -> tuple[DayCrew, Blocks]:
        """The day's people with lunches and short breaks, and what they serve beside their shift's queue.

        Parameters
        ----------
        crew
            The day's people; changed.
        choices, able
            Shifts that each person's contract allows, queues that each can take.
        together
            Whether small desks are laid out with all people at once where one at a time is not enough.
        """
        place_lunches(crew, choices)
        share_lunches(crew, self.history.odd_lunches)
        place_pauses(crew)
        blocks: Blocks = {}
        if self._clock_stands(day):
            needs = {queue: self._with_arrears(need) for queue, need in crew.needs.items()}
            blocks = blend_day(crew, able, turn=self.history.turns(crew.slots, self.morning), needs=needs)
            if together:
                had = self.history.odd_lunches
                crew, blocks = relaid(crew, blocks, able, choices, needs=needs, odd_lunches=had)
        odd = (name for name, slot in crew.slots.items() if is_odd_lunch(slot.shift.lunch_start))
        self.history.odd_lunches.update(odd)
        for queue, need in crew.needs.items():
            self.written.add_day(need, people_after(crew, blocks, queue) + self.locks.present(need, self.speeds))
        return crew, blocks

    def _with_arrears(self, need: DayNeed) -> DayNeed:
        wanted = self.written.with_arrears(need)
        return need if wanted is need else self.locks.less(wanted, self.speeds)

    def _clock_stands(self, day: date) -> bool:
        """Whether the day has 24 hours; on others minutes since midnight are not the same for all: nobody is moved."""
        calendar = Calendar.of(self.desk)
        return calendar.instant(day, 1440) - calendar.instant(day, 0) == pd.Timedelta(days=1)
