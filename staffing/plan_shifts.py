"""Plans who works when: week by week, first the shifts as counts, then the names, then the lunches."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.calendar import Calendar, days_between
from data.channel import LIVE_CHANNELS
from data.desk import Desk
from data.errors import NothingToDo, TsunagariError
from data.message import Message
from data.staff import Absence, Person
from staffing.blend_work import Block, blend_day, people_after
from staffing.contract_class import ContractClass, DayState, PersonWeek, contract_classes, person_week
from staffing.coverage import epoch_minutes, measure_coverage, open_windows
from staffing.lunch_places import DayCrew, Duty, place_lunches
from staffing.plan_history import MorningDuty, PlanHistory
from staffing.plan_remarks import remark_on
from staffing.requirement import Requirement
from staffing.shift_design import WRITTEN_WEIGHT, DayNeed, Slot, design_week
from staffing.shift_names import name_week
from staffing.shift_plan import Activity, ShiftPlan
from staffing.shift_rows import duties_of_day, row_of_free_day, rows_of_shift
from staffing.steady_week import steady_week
from staffing.work_days import NamingRules
from staffing.written_progress import QueueWork, WrittenProgress

Progress = Callable[[int, int], None]
"""Called with the weeks planned so far and the weeks in all."""

Named = dict[tuple[str, date], Slot]
States = dict[tuple[str, date], DayState]


def plan_shifts(
    requirements: Sequence[Requirement],
    desk: Desk,
    *,
    first_day: date,
    last_day: date,
    seed: int = 0,
    progress: Progress | None = None,
    history: PlanHistory | None = None,
) -> ShiftPlan:
    """A shift plan for the desk's people; what it cannot cover stands in its remarks.

    Parameters
    ----------
    requirements
        One a queue.
    first_day, last_day
        Local days, inclusive.
    seed
        Breaks ties between people.
    progress
        Called after each week.
    history
        What people had in earlier plans, as `staffing.duty_history` tells; left as it is.

    Raises
    ------
    NothingToDo
        If no requirement reaches into the plan's days.
    TsunagariError
        If the desk has no shift template, or one whose lunch is illegal, or a queue is required twice.
    """
    needs = day_needs(requirements, desk, first_day=first_day, last_day=last_day)
    if desk.staff and not desk.settings.shifts.template:
        raise TsunagariError(
            "desk.toml has no shift to plan with; add at least one [[shifts.template]] with name, start, end, "
            "lunch_minutes and lunch_window"
        )
    planner = _Planner.of(desk, requirements, needs=needs, history=history or PlanHistory(), seed=seed)
    weeks = split_weeks(first_day, last_day, week_starts=desk.settings.week_starts)
    named: Named = {}
    states: States = {}
    for done, week in enumerate(weeks):
        planner.plan_week(week, named=named, states=states)
        if progress is not None:
            progress(done + 1, len(weeks))
    plan = ShiftPlan(first_day, last_day, tuple(planner.activities(named, states)))
    coverage = measure_coverage(plan, requirements, desk)
    everyone = contract_classes(desk, planner.queues)
    return replace(plan, remarks=remark_on(plan, coverage, desk=desk, classes=everyone, states=states))


def day_needs(
    requirements: Sequence[Requirement], desk: Desk, *, first_day: date, last_day: date
) -> dict[tuple[str, date], DayNeed]:
    """The requirements by queue and day, on the plan's days."""
    calendar, found = Calendar.of(desk), {}
    queues = [requirement.queue for requirement in requirements]
    if len(set(queues)) < len(queues):
        raise TsunagariError(
            "the requirement names a queue twice ({queues}); give one for each queue", queues=", ".join(queues)
        )
    for requirement in requirements:
        local = requirement.starts.tz_convert(calendar.zone)
        dates, windows = np.array(local.date), open_windows(requirement, calendar)
        for day in days_between(first_day, last_day):
            here = dates == day
            if here.any():
                noon = calendar.instant(day, 720).timestamp() / 60
                found[requirement.queue, day] = DayNeed(
                    queue=requirement.queue,
                    day=day,
                    interval_minutes=requirement.interval_minutes,
                    starts_minute=epoch_minutes(local[here]) - noon + 720,
                    required=requirement.scheduled_agents[here].astype(np.float64),
                    weight=1.0 if requirement.channel in LIVE_CHANNELS else WRITTEN_WEIGHT,
                    windows=windows.of_intervals(here, zero=noon - 720),
                )
    if not found:
        last = max((requirement.starts[-1] for requirement in requirements if len(requirement)), default=None)
        reach = (
            Message("there is none")
            if last is None
            else Message.of("it ends on {day}", day=last.tz_convert(calendar.zone).date())
        )
        raise NothingToDo(
            "no required agents are known from {first_day} to {last_day} ({reach}); run `forecast` "
            "and `staff` with a horizon that reaches the plan's last day",
            first_day=first_day,
            last_day=last_day,
            reach=reach,
        )
    return {key: _with_company(need, [n for n in found.values() if n.day == need.day]) for key, need in found.items()}


def _with_company(need: DayNeed, of_day: Sequence[DayNeed]) -> DayNeed:
    """Marks the intervals in which one person alone would be at the desk."""
    total: dict[float, float] = defaultdict(float)
    for one in of_day:
        for start, people in zip(one.starts_minute, one.required, strict=True):
            total[start] += people
    everyone = np.array([total[start] for start in need.starts_minute])
    return replace(need, alone=(need.required == 1) & (everyone == 1))


def split_weeks(first_day: date, last_day: date, *, week_starts: str) -> list[list[date]]:
    """The plan's days in weeks that begin on the desk's weekday; the first and the last may be cut."""
    weeks: list[list[date]] = []
    for day in days_between(first_day, last_day):
        if not weeks or f"{day:%A}".lower() == week_starts:
            weeks.append([])
        weeks[-1].append(day)
    return weeks


@dataclass(frozen=True)
class _Planner:
    desk: Desk
    queues: tuple[str, ...]
    classes: tuple[ContractClass, ...]
    needs: Mapping[tuple[str, date], DayNeed]
    people: Mapping[str, Person]
    absences: Mapping[str, tuple[Absence, ...]]
    history: PlanHistory
    morning: MorningDuty
    blocks: dict[tuple[str, date], tuple[Block, ...]]
    written: WrittenProgress
    seed: int

    @classmethod
    def of(
        cls,
        desk: Desk,
        requirements: Sequence[Requirement],
        *,
        needs: Mapping[tuple[str, date], DayNeed],
        history: PlanHistory,
        seed: int,
    ) -> "_Planner":
        queues = tuple(requirement.queue for requirement in requirements)
        written = WrittenProgress(_written_work(requirements, desk, days={day for _, day in needs}))
        return cls(
            desk=desk,
            queues=queues,
            classes=tuple(group for group in contract_classes(desk, queues) if group.can_be_planned),
            needs={key: written.at_level_pace(need) for key, need in needs.items()},
            written=written,
            people={person.name: person for person in desk.staff},
            absences={p.name: tuple(a for a in desk.leave if a.person == p.name) for p in desk.staff},
            history=history.copy(),
            morning=MorningDuty.of(desk),
            blocks={},
            seed=seed,
        )

    def plan_week(self, week: Sequence[date], *, named: Named, states: States) -> None:
        """Adds the week's shifts and what each day allowed to `named` and `states`."""
        weeks = [[self._person_week(name, group, week) for name in group.people] for group in self.classes]
        for group, people in zip(self.classes, weeks, strict=True):
            for name, allowed in zip(group.people, people, strict=True):
                states.update({(name, day): state for day, state in allowed.states.items()})
        needs = self._needs_with_duties(week, states)
        work = self.written.ahead([needs[key] for key in sorted(needs)])
        designed = design_week(self.classes, weeks, needs, days=week, work=work)
        rules = self._naming_rules(week)
        found: Named = {}
        for group, people, slots in zip(self.classes, weeks, designed, strict=True):
            found |= name_week(group.people, people, slots, history=self.history, rules=rules)
        named |= self._steadied(week, found)
        named |= self._fixed_days(week, states)
        for (name, _), slot in sorted(named.items(), key=lambda item: item[0][1]):
            if slot.day in week:
                self.history.add(name, slot, morning=self.morning.holds(slot))

    def _person_week(self, name: str, group: ContractClass, week: Sequence[date]) -> PersonWeek:
        """What is left of the person's week: days that an earlier plan gave out in it are worked already."""
        allowed = person_week(
            self.people[name],
            self.desk,
            group=group,
            queues=self.queues,
            week=week,
            in_full=len(week) == 7,
            rest_day=self.history.rest_day(name, week[0]),
        )
        worked = self.history.worked_between(name, self._week_start(week[0]), week[0] - timedelta(days=1))
        most = min(allowed.most_days, max(group.days_week - worked, 0))
        return replace(allowed, least_days=min(allowed.least_days, most), most_days=most)

    def _week_start(self, day: date) -> date:
        while f"{day:%A}".lower() != self.desk.settings.week_starts:
            day -= timedelta(days=1)
        return day

    def _duties(self, name: str, day: date) -> list[Duty]:
        return duties_of_day(self.absences[name], day)

    def _naming_rules(self, week: Sequence[date]) -> NamingRules:
        with_appointment = {
            (name, day)
            for name in self.people
            for day in week
            if any(not duty.is_leave for duty in self._duties(name, day))
        }
        return NamingRules(
            self.desk.settings.shifts.min_rest_hours, frozenset(with_appointment), self.morning, self.seed
        )

    def _needs_with_duties(self, week: Sequence[date], states: States) -> dict[tuple[str, date], DayNeed]:
        """The week's needs, raised by those who will be away for part of a day."""
        raised = {key: replace(need, required=need.required.copy()) for key, need in self.needs.items()
                  if key[1] in week}  # fmt: skip
        for group in self.classes:
            for name in group.people:
                for day in week:
                    able = [queue for queue in group.queues if (queue, day) in raised]
                    for duty in self._duties(name, day) if states[name, day] == "free" else ():
                        for queue in able:
                            need = raised[queue, day]
                            need.opened.add_presence(
                                need.required,
                                worked=(duty.start, duty.end),
                                people=group.proficiency / len(able),
                            )
        return raised

    def _steadied(self, week: Sequence[date], named: Named) -> Named:
        """The same people on the same days and queues, with steady shifts and the best lunches."""
        crews = {day: self._crew(day, named) for day in week}
        choices = {name: group.shifts for group in self.classes for name in group.people}
        steady_week(
            crews,
            choices,
            history=self.history,
            morning=self.morning,
            min_rest_hours=self.desk.settings.shifts.min_rest_hours,
            seed=self.seed,
        )
        able = {name: group.queues for group in self.classes for name in group.people}
        for day, crew in crews.items():
            place_lunches(crew, choices)
            blended: Mapping[str, tuple[Block, ...]] = {}
            if _clock_stands(self.desk, day):
                needs = {queue: self.written.with_arrears(need) for queue, need in crew.needs.items()}
                blended = blend_day(crew, able, turn=self.history.turns(crew.slots, self.morning), needs=needs)
                self.blocks.update({(name, day): blocks for name, blocks in blended.items()})
            for queue, need in crew.needs.items():
                self.written.add_day(need, people_after(crew, blended, queue))
        return {(name, day): slot for day, crew in crews.items() for name, slot in crew.slots.items()}

    def _crew(self, day: date, named: Named) -> DayCrew:
        slots = {name: slot for (name, at), slot in named.items() if at == day}
        return DayCrew(
            slots,
            {queue: need for (queue, at), need in self.needs.items() if at == day},
            duties={name: self._duties(name, day) for name in slots},
            speed={name: self.people[name].proficiency for name in slots},
        )

    def _fixed_days(self, week: Sequence[date], states: States) -> Named:
        """Whole days of training or meeting, worked as the contract's first shift."""
        found: Named = {}
        for group in self.classes:
            first = group.shifts[0]
            alike = [shift for shift in group.shifts if (shift.start, shift.end) == (first.start, first.end)]
            shift = alike[len(alike) // 2]
            for name in group.people:
                for day in week:
                    if states[name, day] in ("training", "meeting"):
                        found[name, day] = Slot(day, shift, group.queues[0])
        return found

    def activities(self, named: Named, states: States) -> list[Activity]:
        """Everything that everybody employed who can take a planned queue does, a row each."""
        calendar, rows = Calendar.of(self.desk), []
        for (name, day), state in states.items():
            if (name, day) in named:
                rows += rows_of_shift(
                    name,
                    named[name, day],
                    self._duties(name, day),
                    desk=self.desk,
                    blocks=self.blocks.get((name, day), ()),
                )
            elif state != "not_employed":
                paid = any(a.paid for a in self.absences[name] if a.kind == state and a.touches(day))
                rows.append(row_of_free_day(name, day, state, paid=paid, calendar=calendar))
        return rows


def _written_work(requirements: Sequence[Requirement], desk: Desk, *, days: set[date]) -> dict[str, QueueWork]:
    """The work of the written queues on the plan's days."""
    found = {}
    for requirement in (one for one in requirements if one.is_written):
        dates = requirement.starts.tz_convert(desk.zone).date
        inside = np.array([day in days for day in dates], dtype=np.bool_)
        hours = requirement.open_hours
        found[requirement.queue] = QueueWork(
            requirement.deadline_work.part(inside, open_hours=hours), hours[inside], tuple(dates[inside])
        )
    return found


def _clock_stands(desk: Desk, day: date) -> bool:
    """Whether the day has 24 hours; on others minutes since midnight are not the same for all, so nobody is moved."""
    calendar = Calendar.of(desk)
    return calendar.instant(day, 1440) - calendar.instant(day, 0) == pd.Timedelta(days=1)
