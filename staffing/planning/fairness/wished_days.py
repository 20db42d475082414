"""Frees weekdays that people wish off where more are at work than needed: the shift goes to another day of the week."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from staffing.planning.contract_class import ContractClass, PersonWeek
from staffing.planning.day.lunch_places import DayCrew, remaining_spans
from staffing.planning.fairness.wish_prices import WishPrices, is_duty_day
from staffing.planning.plan_history import PlanHistory
from staffing.planning.shift_design import DayNeed, Floats, Slot
from staffing.planning.work_days import NamingRules

LONGEST_RUN = 5
"""Days of work on end that a moved day may make; a longer run that is there already may stay."""

Named = Mapping[tuple[str, date], Slot]


@dataclass(frozen=True)
class WishedDays:
    """One week of named shifts, before they are steadied.

    Parameters
    ----------
    crews
        The people of each of its days.
    weeks
        What each person's week allows.
    alike
        The people of each person's group.
    wishes
        What people would like.
    history
        What people had before.
    month_ends
        The last open days of the months, a duty of their own.
    least_on_duty
        People who should be at work at any time.
    """

    crews: Mapping[date, DayCrew]
    weeks: Mapping[str, PersonWeek]
    alike: Mapping[str, Sequence[str]]
    wishes: WishPrices
    history: PlanHistory
    month_ends: frozenset[date]
    least_on_duty: int

    @classmethod
    def of(
        cls,
        crews: Mapping[date, DayCrew],
        classes: Sequence[ContractClass],
        weeks: Sequence[Sequence[PersonWeek]],
        rules: NamingRules,
        *,
        history: PlanHistory,
        least_on_duty: int,
    ) -> "WishedDays":
        """Of the week's groups, whose people and `weeks` stand in the same order."""
        allowed = {
            name: week
            for group, own in zip(classes, weeks, strict=True)
            for name, week in zip(group.people, own, strict=True)
        }
        alike = {name: group.people for group in classes for name in group.people}
        return cls(crews, allowed, alike, rules.wishes, history, rules.month_ends, least_on_duty)

    def freed(self, named: Named) -> dict[tuple[str, date], Slot]:
        """The week's shifts, those of wished days moved where nobody is missed.

        Unpopular days stay, for they go round; so do days with a training or leave, and nobody works more days on end
        or loses two days off side by side.
        """
        found = dict(named)
        for person, day in sorted(named, key=lambda key: (key[1], key[0])):
            wishes = self.wishes.by_person.get(person)
            if wishes is None or not wishes.frees(day) or is_duty_day(day, self.month_ends):
                continue
            if self.crews[day].duties(person):
                continue
            into = [one for one in self.weeks[person].free_days if self._may_move(person, day, one, found)]
            spared = self._who_is_spared(person, day, found) if into else None
            if spared is not None:
                # Whose shift is not missed that day takes over the person's own.
                queue = found[person, day].queue
                best = min(into, key=lambda one: (self._people_to_spare(one, queue, found), one))
                found[person, best] = replace(found[spared, day], day=best)
                found[spared, day] = found[person, day]
                del found[person, day]
        return found

    def _who_is_spared(self, person: str, day: date, named: Named) -> str | None:
        """The person, or a colleague alike on the same queue, whose shift of the day nobody would miss."""
        queue = named[person, day].queue
        others = [one for one in self.alike[person] if one != person and (one, day) in named]
        for one in [person, *others]:
            if named[one, day].queue == queue and not self._is_missed(one, day, named[one, day], named):
                return one
        return None

    def _is_missed(self, person: str, day: date, slot: Slot, named: Named) -> bool:
        """Whether anything would be uncovered that is covered, or too few be left at work."""
        crew = self.crews[day]
        need = crew.needs.get(slot.queue)
        if need is None or crew.duties(person):
            return True
        here = {who: one for (who, at), one in named.items() if at == day}
        without = np.zeros(len(need.required))
        for who, one in here.items():
            without += _presence(crew, who, one, need) if who != person else 0.0
        with_all = without + _presence(crew, person, slot, need)
        more_short = np.maximum(need.required - without, 0) - np.maximum(need.required - with_all, 0)
        others = [one.shift.work_spans for who, one in here.items() if who != person]
        at_work = (
            sum(first <= minute < last for spans in others for first, last in spans)
            for minute in range(slot.shift.start, slot.shift.end, 30)
        )
        return bool((more_short > 1e-9).any()) or min(at_work) < self.least_on_duty

    def _may_move(self, person: str, day: date, into: date, named: Named) -> bool:
        week, slot = self.weeks[person], named[person, day]
        crew = self.crews.get(into)
        if (person, into) in named or crew is None or self.wishes.by_person[person].frees(into):
            return False
        if slot.queue not in crew.needs or crew.duties(person):
            return False
        before = {at for who, at in named if who == person} | {*week.fixed_days}
        after = before - {day} | {into}
        if any(len(after & span) - len(set(week.fixed_days) & span) > most for span, most in week.spans):
            return False
        past = self.history.days[person].keys()
        longest = max(LONGEST_RUN, _longest_run(before | past))
        if _longest_run(after | past) > min(longest, week.most_running):
            return False
        days = [*week.states]
        return _has_pair_off(days, after) or not _has_pair_off(days, before)

    def _people_to_spare(self, day: date, queue: str, named: Named) -> float:
        """People of the day beyond what the queue needs at its busiest."""
        need = self.crews[day].needs[queue]
        here = sum(at == day and slot.queue == queue for (_, at), slot in named.items())
        return here - float(need.required.max(initial=0.0))


def _presence(crew: DayCrew, person: str, slot: Slot, need: DayNeed) -> Floats:
    """How much of a person the queue has in each of its intervals, shape (n,)."""
    share = np.zeros(len(need.required))
    busy = [(duty.start, duty.end) for duty in crew.duties(person)]
    for worked in remaining_spans(slot.shift.work_spans, busy) if slot.queue == need.queue else ():
        need.opened.add_presence(share, worked=worked, people=crew.speed(person, need.queue))
    return share


def _longest_run(days: Collection[date]) -> int:
    longest = run = 0
    for one in sorted(days):
        run = run + 1 if one - timedelta(days=1) in days else 1
        longest = max(longest, run)
    return longest


def _has_pair_off(days: Collection[date], worked: Collection[date]) -> bool:
    return any(one not in worked and two not in worked for one, two in pairwise(days))
