"""The last look at a plan: people alike exchange days for fairness and wishes; what stays uneven or unkept is told."""

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.desk import Desk
from data.remark import Remark
from staffing.planning.contract_class import ContractClass
from staffing.planning.day.lunch_places import Duty
from staffing.planning.day_states import DayState
from staffing.planning.fairness.duty_exchanges import Day
from staffing.planning.fairness.duty_remarks import about_uneven_duties
from staffing.planning.fairness.even_duties import even_out_duties, exchange, have_like_days
from staffing.planning.fairness.kept_wishes import kept_wishes
from staffing.planning.fairness.wish_prices import WishPrices
from staffing.planning.fairness.wish_remarks import about_wishes, reasons_by_person
from staffing.planning.locked_days import LockedDays
from staffing.planning.plan_history import PlanHistory
from staffing.planning.shift_design import Slot
from staffing.shift_plan import Activity
from staffing.speeds import Speeds


@dataclass(frozen=True)
class EvenedPlan:
    """A plan whose shifts are named.

    Parameters
    ----------
    desk, speeds, locks
        Whose plan, how fast people are, and what stays.
    queues
        Those planned.
    classes
        Groups of people.
    named, states
        The plan's shifts, and what each day allowed; `even_out` changes the former.
    duties
        What else a person does on a day.
    week_of
        The first day of a day's week.
    history
        What people had before the plan.
    """

    desk: Desk
    speeds: Speeds
    locks: LockedDays
    queues: Sequence[str]
    classes: Sequence[ContractClass]
    named: MutableMapping[Day, Slot]
    states: MutableMapping[Day, DayState]
    duties: Callable[[str, date], Sequence[Duty]]
    week_of: Callable[[date], date]
    history: PlanHistory

    def even_out(
        self, *beside: MutableMapping[Day, Any], activities: Callable[[], Sequence[Activity]]
    ) -> tuple[Remark, ...]:
        """Exchange days until duties are even and wishes kept, and tell what is not.

        Parameters
        ----------
        beside
            What goes with the shifts by person and day, exchanged as well.
        activities
            Gives what everybody does then.
        """
        groups = [group.people for group in self.classes if not group.helper]
        mine = {key: slot for key, slot in self.named.items() if self.states[key] == "free"}
        slots = mine | self.locks.slots([day for _, day in self.locks.rows])

        def may(one: str, two: str, day: date) -> bool:
            pair = [mine.get((name, day)) for name in (one, two)]
            busy = self.duties(one, day) or self.duties(two, day)
            return not busy and have_like_days(pair) and self.speeds.are_alike(one, two, queues=self.queues, day=day)

        ground: Any = {"history": self.history, "may": may, "week_of": self.week_of}
        for one, two, day in even_out_duties(groups, slots, self.desk, **ground):
            for given in (self.named, slots, *beside):
                exchange(given, (one, day), (two, day))
        uneven = about_uneven_duties(groups, slots, self.desk, history=self.history)
        if not WishPrices.of(self.desk).by_person:
            return uneven
        reasons = reasons_by_person(
            self.classes, slots, self.desk, states=self.states, locked=self.locks.rows, **ground
        )
        return (*uneven, *about_wishes(kept_wishes(activities(), self.desk), reasons.get))
