"""Says where Monday mornings or late shifts could not be shared out evenly among people alike, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.desk import Desk
from data.remark import Remark
from staffing.plan_sentences import SENTENCES
from staffing.planning.fairness.duty_exchanges import Burden, Day, Duties
from staffing.planning.plan_history import MONDAY, PlanHistory
from staffing.planning.shift_design import Slot

KINDS = ("mornings", "late")

TOLD_AT_MOST = 3
"""Groups, those with the largest difference."""


@dataclass(frozen=True)
class _Uneven:
    kind: int
    most: str
    least: str
    high: int
    low: int
    reason: str
    days: tuple[int, int]

    def said(self, language: str) -> str:
        said = SENTENCES[language]
        reason = said[self.reason].format(least=self.least, most=self.most, few=self.days[1], many=self.days[0])
        template = said[f"uneven_{KINDS[self.kind]}"]
        return template.format(most=self.most, high=self.high, least=self.least, low=self.low, reason=reason)


def about_uneven_duties(
    groups: Sequence[Sequence[str]], slots: Mapping[Day, Slot], desk: Desk, *, history: PlanHistory
) -> tuple[Remark, ...]:
    """A remark for each group in which two people differ by more than one of a duty.

    Parameters
    ----------
    groups
        People equally eligible.
    slots
        The plan's shifts by person and day.
    history
        What people had before the plan.
    """
    duties = Duties.of(desk)
    found = [
        uneven
        for people in groups
        if len(people) > 1
        for uneven in _of_group(people, slots, duties, history=history)
    ]  # fmt: skip
    worst = sorted(found, key=lambda one: one.low - one.high)[:TOLD_AT_MOST]
    return tuple(Remark(ja=one.said("ja"), en=one.said("en")) for one in worst)


def _of_group(
    people: Sequence[str], slots: Mapping[Day, Slot], duties: Duties, *, history: PlanHistory
) -> list[_Uneven]:
    burden, found = Burden.of(people, slots, duties, history=history), []
    for kind in range(len(KINDS)):
        taking_turns = [name for name in people if not kind or name not in duties.volunteers] or people
        counts = {name: burden.now[name][kind] for name in taking_turns}
        most, least = (choose(taking_turns, key=lambda name: counts[name]) for choose in (max, min))
        if counts[most] - counts[least] > 1:
            days = tuple(_days_at_work(name, slots, kind) for name in (most, least))
            reason = "uneven_rest"
            if burden.total(most, kind) - burden.total(least, kind) <= 1:
                reason = "uneven_earlier"
            elif days[1] < days[0]:
                reason = "uneven_away"
            found.append(_Uneven(kind, most, least, counts[most], counts[least], reason, (days[0], days[1])))
    return found


def _days_at_work(name: str, slots: Mapping[Day, Slot], kind: int) -> int:
    """Days on which the person could have had the duty."""
    return sum(person == name and (kind == 1 or day.weekday() == MONDAY) for person, day in slots)
