"""What people's wishes weigh while a week is named: below coverage and the turn of unpopular duties, above ties."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from data.desk import Desk
from data.wishes import Wishes
from staffing.planning.plan_history import MONDAY, SATURDAY, PlanHistory, late_templates

OFF_PRICE = 3.0
"""Working on an ordinary weekday that the person wishes off: more than keeping to the weekdays had so far."""

OFF_DUTY_PRICE = 0.9
"""The same where the day is an unpopular duty: less than one such duty more than somebody else, so it goes round."""


@dataclass(frozen=True)
class WishPrices:
    """The desk's wishes.

    Parameters
    ----------
    by_person
        Of those who have any.
    late
        Names of the templates that end last, which are a duty; empty where all end together.
    """

    by_person: Mapping[str, Wishes] = field(default_factory=dict)
    late: frozenset[str] = frozenset()

    @classmethod
    def of(cls, desk: Desk) -> "WishPrices":
        """The desk's."""
        return cls({one.name: one.wishes for one in desk.staff if one.wishes != Wishes()}, late_templates(desk))

    @property
    def volunteers(self) -> frozenset[str]:
        """People who like a late shift, so that it is no burden to them."""
        return frozenset(name for name, wishes in self.by_person.items() if self.late & set(wishes.prefers))

    def is_against(self, person: str, shift: str, *, history: PlanHistory, people: Collection[str]) -> bool:
        """Whether a shift goes against a wish that counts; one to be spared a late shift must be earned first."""
        wishes = self.by_person.get(person)
        if wishes is None or wishes.suits(shift):
            return False
        return shift not in self.late or not self._owes(person, history=history, people=people)

    def is_liked(self, person: str, shift: str, *, history: PlanHistory, people: Collection[str]) -> bool:
        """Whether the person prefers the shift and need not take turns with it."""
        wishes = self.by_person.get(person)
        if wishes is None or shift not in wishes.prefers:
            return False
        return shift in self.late or not self._owes(person, history=history, people=people)

    def _owes(self, person: str, *, history: PlanHistory, people: Collection[str]) -> bool:
        """Whether the person has had fewer late shifts than others of `people` on average, volunteers left out."""
        had = {one: sum(history.shifts[one][shift] for shift in self.late) for one in {*people} - self.volunteers}
        return person in had and had[person] * len(had) < sum(had.values())

    def price_of_day(self, person: str, day: date, *, month_ends: frozenset[date]) -> float:
        """What working costs on a day that the person wishes off, in the prices of `work_days`."""
        wishes = self.by_person.get(person)
        if wishes is None or not wishes.frees(day):
            return 0.0
        return OFF_DUTY_PRICE if is_duty_day(day, month_ends) else OFF_PRICE


def is_duty_day(day: date, month_ends: frozenset[date]) -> bool:
    """Whether work on that day is a duty that goes round: Mondays, weekends, the last days of a month."""
    return day.weekday() == MONDAY or day.weekday() >= SATURDAY or day in month_ends
