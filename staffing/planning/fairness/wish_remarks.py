"""Says how many wishes a plan keeps, and of whom less than half were kept, why."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from data.calendar import Calendar
from data.desk import Desk
from data.remark import Remark
from data.wishes import Wishes
from staffing.plan_sentences import named_people
from staffing.planning.contract_class import ContractClass
from staffing.planning.day_shift import DayShift
from staffing.planning.day_states import DayState
from staffing.planning.fairness.duty_exchanges import Day, Evening
from staffing.planning.fairness.kept_wishes import KeptWishes
from staffing.planning.fairness.wish_exchanges import wishes_won
from staffing.planning.fairness.wish_prices import is_duty_day
from staffing.planning.plan_history import PlanHistory, month_ends
from staffing.planning.shift_design import Slot
from staffing.wish_sentences import SENTENCES

Reason = Literal["coverage", "turns", "rest", "others", "steady", "contract", "runs", "lock", "training"]

TOLD_AT_MOST = 5
"""People of whom the reasons are told, those with the smallest share first."""


@dataclass(frozen=True)
class WishReasons:
    """Why wishes were not kept: what an exchange with each colleague alike would have brought.

    Parameters
    ----------
    evening
        The exchanges of the person's group, its shifts as they are in the plan.
    wishes
        By person.
    states
        What each day allowed each person.
    choices
        Shifts that the group's contract allows.
    locked
        People and days that somebody has locked.
    month_ends
        The last open days of the months.
    """

    evening: Evening
    wishes: Mapping[str, Wishes]
    states: Mapping[Day, DayState]
    choices: Sequence[DayShift]
    locked: Collection[Day]
    month_ends: frozenset[date]

    def of_shift(self, person: str, day: date) -> Reason:
        """Why the person has another shift than wished on that day."""
        if (person, day) in self.locked:
            return "lock"
        if not any(self.wishes[person].suits(shift.template) for shift in self.choices):
            return "contract"
        evening, suits = self.evening, self.wishes[person].suits
        others = [
            other
            for other in evening.people
            if (other, day) in evening.slots
            and suits(evening.slots[other, day].shift.template)
            and evening.may(person, other, day)
        ]
        tried = {other: evening.tried(person, other, [day]) for other in others}
        if not others:
            return "coverage"
        rested = [other for other in others if tried[other].short_rests <= 0]
        if not rested:
            return "rest"
        even = [other for other in rested if tried[other].burden >= 0]
        if not even:
            return "turns"
        won = [wishes_won(person, other, [day], evening, self.wishes) for other in even]
        return "steady" if max(won) > 0 else "others"

    def of_day_off(self, person: str, day: date) -> Reason:
        """Why the person works on a day wished off."""
        if (person, day) in self.locked:
            return "lock"
        if self.states.get((person, day)) in ("training", "meeting"):
            return "training"
        week = [self.evening.week_of(day) + timedelta(days=k) for k in range(7)]
        if all((person, one) in self.evening.slots for one in week if self.states.get((person, one)) == "free"):
            return "contract"
        at_home = [
            other
            for other in self.evening.people
            if (other, day) not in self.evening.slots and self.states.get((other, day)) == "free"
        ]
        if not at_home:
            return "coverage"
        if is_duty_day(day, self.month_ends):
            return "turns"
        return "others" if all(one in self.wishes and self.wishes[one].frees(day) for one in at_home) else "runs"


def reasons_by_person(
    groups: Sequence[ContractClass],
    slots: Mapping[Day, Slot],
    desk: Desk,
    *,
    history: PlanHistory,
    may: Callable[[str, str, date], bool],
    week_of: Callable[[date], date],
    states: Mapping[Day, DayState],
    locked: Collection[Day],
) -> dict[str, WishReasons]:
    """What can tell why, by person; empty on a desk without wishes.

    Parameters
    ----------
    groups
        Everybody who can be planned.
    slots
        The plan's shifts by person and day.
    history, may, week_of
        As for `even_out_duties`.
    states, locked
        As in `WishReasons`.
    """
    wishes, found = {one.name: one.wishes for one in desk.staff if one.wishes != Wishes()}, dict[str, WishReasons]()
    days = [day for _, day in states]
    for group in groups if wishes and days else ():
        ends = month_ends(Calendar.of(desk), min(days), max(days))
        evening = Evening.of(group.people, slots, desk, history=history, may=may, week_of=week_of)
        found |= dict.fromkeys(group.people, WishReasons(evening, wishes, states, group.shifts, locked, ends))
    return found


def about_wishes(kept: Sequence[KeptWishes], reasons: Callable[[str], WishReasons | None]) -> tuple[Remark, ...]:
    """How many are kept in all; then each person with less than half, and why.

    Parameters
    ----------
    kept
        What the plan keeps.
    reasons
        Of a person's group; None: not known.
    """
    if not kept:
        return ()
    few = sorted((one for one in kept if 2 * one.kept < one.asked), key=lambda one: (one.kept / one.asked, one.person))
    told = [_said("kept", asked=sum(one.asked for one in kept), kept=sum(one.kept for one in kept))]
    explained = [(one, found) for one in few[:TOLD_AT_MOST] if (found := reasons(one.person)) is not None]
    told += [_of_person(one, found) for one, found in explained]
    rest = [one.person for one in few[TOLD_AT_MOST:]]
    if rest:
        by_language = {language: named_people(rest, language) for language in SENTENCES}
        told.append(Remark(**{language: SENTENCES[language]["more"].format(count=len(rest), people=people)
                              for language, people in by_language.items()}))  # fmt: skip
    return tuple(told)


def about_kept(kept: Sequence[KeptWishes]) -> tuple[Remark, ...]:
    """How many are kept in all, of a plan of which nobody knows why it is as it is."""
    return about_wishes(kept, lambda _person: None)[:1]


def _said(key: str, *, asked: int, kept: int) -> Remark:
    return Remark(**{language: said[key].format(asked=asked, kept=kept, share=kept / asked)
                     for language, said in SENTENCES.items()})  # fmt: skip


def _of_person(one: KeptWishes, found: WishReasons) -> Remark:
    counts: Counter[Reason] = Counter(found.of_shift(one.person, day) for day in one.shifts_missed)
    counts.update(found.of_day_off(one.person, day) for day in one.days_missed)
    told = {}
    for language, said in SENTENCES.items():
        each = [said["reason"].format(why=said[reason], count=count) for reason, count in counts.most_common()]
        told[language] = said["person"].format(
            person=one.person, asked=one.asked, kept=one.kept, reasons=said["comma"].join(each)
        )
    return Remark(**told)
