"""Plans who works when: week by week, first the shifts as counts, then the names, then the lunches."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from data.calendar import Calendar, days_between
from data.desk import Desk
from data.errors import TsunagariError
from data.remark import Remark
from data.staff import Absence, Person
from staffing.coverage import measure_coverage
from staffing.planning.contract_class import ContractClass, PersonWeek, contract_classes, person_week
from staffing.planning.day.blend_work import Block
from staffing.planning.day.laid_days import DayLayer
from staffing.planning.day.lunch_places import DayCrew, Duty, Span
from staffing.planning.day_budget import budgets_of
from staffing.planning.day_needs import day_needs, day_weights, split_weeks, with_duties
from staffing.planning.day_states import DayState
from staffing.planning.fairness.evened_plan import EvenedPlan
from staffing.planning.fairness.wish_prices import WishPrices
from staffing.planning.fairness.wished_days import WishedDays
from staffing.planning.locked_days import LockedDays
from staffing.planning.overtime.open_gaps import OpenGaps, gaps_of
from staffing.planning.overtime.overtime_remarks import about_overtime
from staffing.planning.overtime.planned_overtime import NamedShifts, PlannedOvertime, plan_overtime
from staffing.planning.peer_design import PlanEngine, design_by, left_as_counted
from staffing.planning.plan_bound import least_uncovered
from staffing.planning.plan_course import Course
from staffing.planning.plan_history import MorningDuty, PlanHistory, month_ends
from staffing.planning.plan_remarks import remark_on
from staffing.planning.shift_design import DayNeed, Slot
from staffing.planning.shift_names import name_fixed_days, name_week
from staffing.planning.shift_rows import duties_of_day, row_of_free_day, rows_of_shift
from staffing.planning.steady_week import steady_week
from staffing.planning.week_design import HURRIED, LIMITS, design_week
from staffing.planning.work_days import NamingRules
from staffing.planning.written_progress import WrittenProgress, written_work
from staffing.requirement import Requirement
from staffing.shift_plan import Activity, ShiftPlan
from staffing.speeds import Speeds

Progress = Callable[[int, int], None]
"""Called with the weeks planned so far and the weeks in all."""

Named = dict[tuple[str, date], Slot]
States = dict[tuple[str, date], DayState]
Classes = tuple[ContractClass, ...]


def plan_shifts(
    requirements: Sequence[Requirement],
    desk: Desk,
    *,
    first_day: date,
    last_day: date,
    engine: PlanEngine = "tsunagari",
    seed: int = 0,
    progress: Progress | None = None,
    history: PlanHistory | None = None,
    locked: Sequence[Activity] = (),
) -> ShiftPlan:
    """A shift plan for the desk's people; what it cannot cover stands in its remarks.

    Ctrl-C does not lose it: what is left to plan is then planned in haste.

    Parameters
    ----------
    requirements
        One a queue.
    first_day, last_day
        Local days, inclusive.
    engine
        Whose shifts: ours, or those that pyworkforce counts, which stay as they are once people are named.
    seed
        Breaks ties between people.
    progress
        Called after each week.
    history
        What people had in earlier plans, as `staffing.planning.fairness.duty_history` tells; left as it is.
    locked
        Everything that some people do on some days, as it must stay; the plan is made around it. Where leave or the
        staff list speaks against it, a remark says so.

    Raises
    ------
    NothingToDo
        If no requirement reaches into the plan's days.
    TsunagariError
        If the desk has no shift template, or one whose lunch is illegal, or a queue is required twice, or a person is
        locked to two things at once.
    """
    needs = day_needs(requirements, desk, first_day=first_day, last_day=last_day)
    if desk.staff and not desk.settings.shifts.template:
        raise TsunagariError(
            "desk.toml has no shift to plan with; add at least one [[shifts.template]] with name, start, end, "
            "lunch_minutes and lunch_window"
        )
    locks = LockedDays.of(locked, desk, first_day=first_day, last_day=last_day)
    planner = _Planner.of(desk, requirements, needs=needs, history=history or PlanHistory(), locks=locks, seed=seed)
    weeks = split_weeks(first_day, last_day, week_starts=desk.settings.week_starts)
    planner = replace(planner, engine=engine)
    named: Named = {}
    states: States = {}
    for done, week in enumerate(weeks):
        planner.plan_week_or_hurry(week, named=named, states=states)
        if progress is not None:
            progress(done + 1, len(weeks))
    before = (history or PlanHistory()).copy()
    uneven = planner.even_out(named, states, weeks[0], before=before)
    plan = ShiftPlan(first_day, last_day, tuple(planner.activities(named, states)))
    coverage = measure_coverage(plan, requirements, desk)
    longer = planner.plan_overtime(named, gaps_of(coverage, requirements, desk), before=before)
    if longer.minutes:
        plan = replace(plan, activities=tuple(planner.activities(named, states)))
        coverage = measure_coverage(plan, requirements, desk)
    everyone = contract_classes(desk, planner.queues, days=[last_day])
    remarks = remark_on(
        plan,
        coverage,
        desk=desk,
        classes=everyone,
        states=states,
        least_hours=lambda: least_uncovered(
            requirements, desk, first_day=first_day, last_day=last_day, worked=before.days
        ),
    )
    return replace(
        plan, remarks=(*locks.remarks, *remarks, *about_overtime(longer, desk), *uneven, *planner.course.remarks)
    )


@dataclass(frozen=True)
class _Planner:
    desk: Desk
    queues: tuple[str, ...]
    speeds: Speeds
    needs: Mapping[tuple[str, date], DayNeed]
    people: Mapping[str, Person]
    absences: Mapping[str, tuple[Absence, ...]]
    history: PlanHistory
    morning: MorningDuty
    blocks: dict[tuple[str, date], tuple[Block, ...]]
    pauses: dict[tuple[str, date], tuple[Span, ...]]
    course: Course
    written: WrittenProgress
    locks: LockedDays
    wishes: WishPrices
    seed: int
    engine: PlanEngine = "tsunagari"

    @classmethod
    def of(
        cls,
        desk: Desk,
        requirements: Sequence[Requirement],
        *,
        needs: Mapping[tuple[str, date], DayNeed],
        history: PlanHistory,
        locks: LockedDays,
        seed: int,
    ) -> "_Planner":
        queues = tuple(requirement.queue for requirement in requirements)
        written = WrittenProgress(written_work(requirements, desk, days={day for _, day in needs}))
        speeds = Speeds(desk)
        return cls(
            desk=desk,
            queues=queues,
            speeds=speeds,
            needs={key: locks.less(written.at_level_pace(need), speeds) for key, need in needs.items()},
            written=written,
            locks=locks,
            wishes=WishPrices.of(desk),
            people={person.name: person for person in desk.staff},
            absences={p.name: tuple(a for a in desk.leave if a.person == p.name) for p in desk.staff},
            history=history.copy(),
            morning=MorningDuty.of(desk),
            blocks={},
            pauses={},
            course=Course(),
            seed=seed,
        )

    def plan_week_or_hurry(self, week: Sequence[date], *, named: Named, states: States) -> None:
        """Plans the week; who asks to stop gets this week and those after it in haste, who asks once more, nothing."""
        if not self.course.stopped:
            try:
                self.plan_week(week, named=named, states=states)
            except KeyboardInterrupt:
                self.course.stopped = True
            else:
                return
        self.plan_week(week, named=named, states=states)

    def plan_week(self, week: Sequence[date], *, named: Named, states: States) -> None:
        """Adds the week's shifts and what each day allowed to `named` and `states`."""
        classes = self._classes(week)
        weeks = [[self._person_week(name, group, week) for name in group.people] for group in classes]
        for group, people in zip(classes, weeks, strict=True):
            for name, allowed in zip(group.people, people, strict=True):
                states.update({(name, day): state for day, state in allowed.states.items()})
        of_week = {key: need for key, need in self.needs.items() if key[1] in week}
        needs = with_duties(of_week, classes, duties=self._duties, states=states)
        work = self.written.ahead([needs[key] for key in sorted(needs)])
        limits = HURRIED if self.course.stopped else LIMITS
        design = design_week if self.engine == "tsunagari" else design_by(self.engine)
        designed = design(classes, weeks, needs, days=week, work=work, limits=limits)
        self.course.by_clock |= designed.ended_by_clock
        rules = self._naming_rules(week)
        found: Named = {}
        for group, people, slots in zip(classes, weeks, designed.slots, strict=True):
            found |= name_week(group.people, people, slots, history=self.history, rules=rules)
        if self.engine == "tsunagari" and self.wishes.by_person:
            crews = {day: self._crew(day, found) for day in week}
            least = self.desk.settings.shifts.min_on_duty
            found = WishedDays.of(crews, classes, weeks, rules, history=self.history, least_on_duty=least).freed(found)
        named |= self._steadied(week, found, classes)
        named |= name_fixed_days(classes, states, week)
        for (name, _), slot in sorted(named.items(), key=lambda item: item[0][1]):
            if slot.day in week:
                self.history.add(name, slot, morning=self.morning.holds(slot))
        self.locks.count_in(self.history, week, morning=self.morning)

    def even_out(
        self, named: Named, states: States, first_week: Sequence[date], *, before: PlanHistory
    ) -> tuple[Remark, ...]:
        """Exchanges days between people alike until duties are even and wishes kept; what is not is told."""
        plan = EvenedPlan(
            self.desk, self.speeds, self.locks, self.queues, self._classes(first_week), named, states, self._duties,
            self._week_start, before,
        )  # fmt: skip
        return plan.even_out(self.blocks, self.pauses, activities=lambda: self.activities(named, states))

    def plan_overtime(self, named: Named, gaps: Mapping[str, OpenGaps], *, before: PlanHistory) -> PlannedOvertime:
        """Lengthens shifts in `named` where the desk asks for overtime and hours would stay uncovered."""
        if self.engine != "tsunagari":
            return PlannedOvertime()
        around = {(name, slot.day): slot for name, slot in before.last.items()}
        around |= self.locks.slots([day for _, day in self.locks.rows])
        shifts = NamedShifts(named, self.blocks, self.pauses, around, self._duties)
        found = plan_overtime(
            self.desk, shifts, gaps=gaps, worked=self.history.days, week_of=self._week_start, seed=self.seed
        )
        self.course.stopped |= found.stopped
        return found

    def _classes(self, week: Sequence[date]) -> Classes:
        """The people of the week in groups; a novice may be in a faster one next week."""
        return tuple(group for group in contract_classes(self.desk, self.queues, days=week) if group.can_be_planned)

    def _person_week(self, name: str, group: ContractClass, week: Sequence[date]) -> PersonWeek:
        """What is left of the person's week: days that an earlier plan gave out in it are worked already."""
        person, rules = self.people[name], self.desk.settings.shifts
        longest = max(shift.paid_minutes for shift in group.shifts)
        allowed = person_week(
            person,
            self.desk,
            group=group,
            queues=self.queues,
            week=week,
            in_full=len(week) == 7,
            running=self.history.running(name, week[0]),
            budgets=budgets_of(
                person,
                rules,
                week,
                worked=self.history.days[name],
                longest_minutes=longest,
                coming=self._coming(name, week[-1]),
            ),
            weight=day_weights(self.needs, group.queues),
            locked=self.locks.states_of(name),
        )
        worked = self.history.worked_between(name, self._week_start(week[0]), week[0] - timedelta(days=1))
        most = min(allowed.most_days, max(group.days_week - worked, 0))
        return replace(allowed, least_days=min(allowed.least_days, most), most_days=most)

    def _coming(self, name: str, last_day: date) -> set[date]:
        """Days after one that are worked in any case: whole days of training, and locked ones."""
        coming = {day for day, state in self.locks.states_of(name).items() if state == "locked"}
        for absence in (one for one in self.absences[name] if one.kind in ("training", "meeting")):
            coming |= {day for day in days_between(absence.start.date(), absence.end.date()) if absence.covers(day)}
        calendar, channels = Calendar.of(self.desk), {self.desk.queue(queue).channel for queue in self.queues}
        return {day for day in coming if day > last_day and any(calendar.is_open(channel, day) for channel in channels)}

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
        rules = self.desk.settings.shifts
        return NamingRules(
            rules.min_rest_hours,
            frozenset(with_appointment),
            self.morning,
            self.seed,
            rules.two_days_off_together,
            month_ends(Calendar.of(self.desk), week[0] - timedelta(days=92), week[-1]),
            self.wishes,
        )

    def _steadied(self, week: Sequence[date], named: Named, classes: Classes) -> Named:
        """The same people on the same days and queues, with steady shifts and the best lunches."""
        crews = {day: self._crew(day, named) for day in week}
        choices = {name: group.shifts for group in classes for name in group.people}
        (steady_week if self.engine == "tsunagari" else left_as_counted)(
            crews,
            choices,
            history=self.history,
            morning=self.morning,
            min_rest_hours=self.desk.settings.shifts.min_rest_hours,
            seed=self.seed,
            wishes=self.wishes,
        )
        able = {name: group.queues for group in classes for name in group.people}
        layer = DayLayer(self.desk, self.morning, self.locks, self.speeds, self.history, self.written)
        together = self.engine == "tsunagari" and not self.course.stopped
        for day, crew in crews.items():
            crews[day], blended = layer.lay(day, crew, choices, able, together=together)
            self.blocks.update({(name, day): blocks for name, blocks in blended.items()})
            self.pauses.update({(name, day): spans for name, spans in crews[day].pauses.items()})
        return {(name, day): slot for day, crew in crews.items() for name, slot in crew.slots.items()}

    def _crew(self, day: date, named: Named) -> DayCrew:
        slots = {name: slot for (name, at), slot in named.items() if at == day}
        return DayCrew(
            slots,
            {queue: need for (queue, at), need in self.needs.items() if at == day},
            duties={name: self._duties(name, day) for name in slots},
            speed=lambda name, queue: self.speeds.net_speed(name, queue=queue, day=day),
        )

    def activities(self, named: Named, states: States) -> list[Activity]:
        """Everything that everybody employed who can take a planned queue does, a row each."""
        calendar = Calendar.of(self.desk)
        rows = [row for kept in self.locks.rows.values() for row in kept]
        for (name, day), state in states.items():
            if (name, day) in self.locks.rows:
                continue
            if (name, day) in named:
                rows += rows_of_shift(
                    name,
                    named[name, day],
                    self._duties(name, day),
                    desk=self.desk,
                    blocks=self.blocks.get((name, day), ()),
                    pauses=self.pauses.get((name, day), ()),
                )
            elif state != "not_employed":
                paid = any(a.paid for a in self.absences[name] if a.kind == state and a.touches(day))
                rows.append(row_of_free_day(name, day, state, paid=paid, calendar=calendar))
        return rows
