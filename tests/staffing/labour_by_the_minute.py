"""The labour rules once more, read slowly: a walk through every minute, without a line of the checker's."""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from data.desk import Desk
from data.staff import Person
from staffing.shift_plan import WORK, Activity, ShiftPlan

Finding = tuple[str, date, str, str]
"""Person, day, rule, severity."""

Told = tuple[Finding, tuple[Any, ...]]
"""A finding with the figures that its sentence tells."""

FIRST_MINUTE = int(pd.Timestamp("2026-01-01", tz="UTC").timestamp()) // 60
MINUTES = 2 * 365 * 1440
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@lru_cache(maxsize=8)
def _clock(zone: str) -> tuple[list[date], list[int]]:
    """Of each minute of two years its local day and its place on the wall clock."""
    local = pd.date_range("2026-01-01", periods=MINUTES, freq="min", tz="UTC").tz_convert(zone).tz_localize(None)
    number = (local.normalize().to_numpy() - np.datetime64("2025-12-30")) // np.timedelta64(1, "D")
    days = [date(2025, 12, 30) + timedelta(days=k) for k in range(int(number.max()) + 1)]
    return [days[k] for k in number.tolist()], (local.hour * 60 + local.minute).tolist()


@dataclass
class Shift:
    """The minutes of one coming to the desk, from 1970."""

    day: date
    work: set[int] = field(default_factory=set)
    pause: set[int] = field(default_factory=set)
    contacts: set[int] = field(default_factory=set)
    days: set[date] = field(default_factory=set)


class Reading:
    """Reads a plan with the desk's rules at hand."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.rules = desk, desk.settings.shifts
        self.days, self.wall = _clock(desk.settings.time_zone)
        self.staff: Mapping[str, Person] = {person.name: person for person in desk.staff}
        self.span = lru_cache(self._span)
        self.week = lru_cache(self._week)

    def day(self, minute: int) -> date:
        return self.days[minute - FIRST_MINUTE]

    def _week(self, day: date) -> date:
        while WEEKDAYS[day.weekday()] != self.desk.settings.week_starts:
            day -= timedelta(days=1)
        return day

    def _span(self, day: date) -> date:
        """The first day of the week, or of the four weeks, in which days off are counted."""
        if self.rules.days_off_mode == "week":
            return self._week(day)
        first = date.fromisoformat(self.rules.four_weeks_from)
        while first > day:
            first -= timedelta(days=28)
        while first + timedelta(days=28) <= day:
            first += timedelta(days=28)
        return first

    def shifts(self, rows: Iterable[Activity]) -> list[Shift]:
        """What follows without a gap, or starts on the day of the first of it, or carries its date."""
        found: list[Shift] = []
        end = -1
        for row in rows:
            at_work = row.activity in WORK or row.activity == "break" or _paid_lesson(row)
            if at_work or row.activity in ("lunch", "rest"):
                minutes = _minutes(row)
                day = self.day(minutes[0])
                if not found or (minutes[0] > end and day != found[-1].day and row.date != found[-1].day):
                    found.append(Shift(day))
                (found[-1].work if at_work else found[-1].pause).update(minutes)
                found[-1].contacts.update(minutes if row.activity in WORK else ())
                end = max(end, minutes[-1] + 1)
        for shift in found:
            shift.days = {self.day(minute) for minute in shift.work}
        return [shift for shift in found if shift.work]


def read(plan: ShiftPlan, desk: Desk, before: ShiftPlan | None = None) -> set[Finding]:
    """What the plan breaks, with what was before it; what that breaks by itself is left out."""
    reading = Reading(desk)
    old = [row for row in before.activities if row.date < plan.first_day] if before else []
    last_before = plan.first_day - timedelta(days=1)
    first = before.first_day if before else plan.first_day
    known = set(_read_people(reading, old, first, last_before)) if old else set()
    found = set(_read_people(reading, [*old, *plan.activities], first, plan.last_day)) - known
    return {finding for finding, _ in found} | set(_read_whole(reading, plan, old))


def _read_people(reading: Reading, rows: list[Activity], first: date, last: date) -> Iterator[Told]:
    for name in {row.person for row in rows}:
        own = sorted((row for row in rows if row.person == name), key=lambda row: (row.start, row.activity))
        shifts = reading.shifts(own)
        yield from _rows(reading, name, own)
        yield from _days(reading, name, shifts)
        yield from _absences(reading, name, shifts)
        yield from _weeks(reading, name, shifts)
        yield from _free_days(reading, name, shifts)
        yield from _pairs(reading, name, shifts, (first, last))
        yield from _months(reading, name, shifts)


def _rows(reading: Reading, name: str, own: list[Activity]) -> Iterator[Told]:
    queues = {queue.name: queue for queue in reading.desk.settings.queue}
    person = reading.staff.get(name)
    ends: tuple[int, Activity] | None = None
    for row in own:
        minutes = _minutes(row)
        if ends and minutes[0] < ends[0]:
            told = (minutes[0], min(minutes[-1] + 1, ends[0]), ends[1].activity, row.activity)
            yield (name, reading.day(minutes[0]), "overlap", "block"), told
        if not ends or minutes[-1] + 1 > ends[0]:
            ends = (minutes[-1] + 1, row)
        if row.activity in WORK and row.queue:
            finding = (name, reading.day(minutes[0]))
            if row.queue not in queues:
                yield (*finding, "unknown_queue", "block"), (row.queue,)
            elif person:
                needs = queues[row.queue]
                if person.skills and any(skill not in person.skills for skill in needs.skills):
                    yield (*finding, "skills", "block"), (row.queue,)
                if needs.tier == 2 and person.tier == 1:
                    yield (*finding, "tier", "block"), (row.queue,)


def _days(reading: Reading, name: str, shifts: list[Shift]) -> Iterator[Told]:
    rules, person = reading.rules, reading.staff.get(name)
    last: int | None = None
    for shift in shifts:
        worked, by_day = len(shift.work), reading.rules.hours_mode == "fixed"
        begin, end = min(shift.work), max(shift.work)
        inside = sum(begin < minute < end and minute not in shift.work for minute in shift.pause)
        needed = 0
        if worked >= 361:
            needed = rules.break_over_6_hours_minutes if worked <= 480 else rules.break_over_8_hours_minutes
        if inside < needed:
            yield (name, shift.day, "break", "block"), (worked, inside)
        if person is None or not person.employed_on(shift.day):
            yield (name, shift.day, "not_employed", "block"), ()
        if by_day and worked > rules.max_hours_day * 60 and not rules.overtime.agreement:
            yield (name, shift.day, "hours_day", "block"), (worked,)
        if by_day and person and worked > (person.hours_day + rules.overtime.plan_hours_day) * 60:
            yield (name, shift.day, "contract_day", "warning"), (worked,)
        if last is not None and 0 <= begin - last < rules.min_rest_hours * 60:
            yield (name, shift.day, "rest", "warning"), (begin - last,)
        last = end + 1


def _absences(reading: Reading, name: str, shifts: list[Shift]) -> Iterator[Told]:
    for absence in reading.desk.leave:
        if absence.person != name:
            continue
        start, end = (
            int(pd.Timestamp(wall).tz_localize(reading.desk.zone, ambiguous=True, nonexistent="shift_forward")
            .timestamp()) // 60 for wall in (absence.start, absence.end)
        )  # fmt: skip
        lesson = absence.kind in ("training", "meeting")
        for shift in shifts:
            clash = [m for m in (shift.contacts if lesson else shift.work) if start <= m < end]
            if clash:
                severity = "warning" if absence.kind == "requested_off" else "block"
                rule = "in_training" if lesson else "on_leave"
                yield (name, shift.day, rule, severity), (min(clash), max(clash), absence.kind)


def _weeks(reading: Reading, name: str, shifts: list[Shift]) -> Iterator[Told]:
    if reading.rules.hours_mode != "fixed":
        return
    worked: Counter[date] = Counter()
    for shift in shifts:
        worked[reading.week(shift.day)] += len(shift.work)
    for week, minutes in worked.items():
        if minutes > reading.rules.max_hours_week * 60 and not reading.rules.overtime.agreement:
            yield (name, week, "hours_week", "block"), (minutes,)
        asked = reading.rules.overtime.plan_hours_week
        if name in reading.staff and minutes > (reading.staff[name].hours_week + asked) * 60:
            yield (name, week, "contract_week", "warning"), (minutes,)


def _touched(reading: Reading, shifts: list[Shift]) -> dict[date, set[date]]:
    found: dict[date, set[date]] = defaultdict(set)
    for day in {day for shift in shifts for day in shift.days}:
        found[reading.span(day)].add(day)
    return found


def _holidays(reading: Reading, shifts: list[Shift]) -> list[date]:
    """Days off of the law that were worked."""
    rules, found = reading.rules, []
    for days in _touched(reading, shifts).values():
        if rules.days_off_mode == "week":
            owed = 1 if rules.min_days_off_week >= 1 and len(days) == 7 else 0
        else:
            owed = max(min(rules.min_days_off_four_weeks, 4) + len(days) - 28, 0)
        found += sorted(days, reverse=True)[:owed]
    return sorted(found)


def _free_days(reading: Reading, name: str, shifts: list[Shift]) -> Iterator[Told]:
    rules, by_week = reading.rules, reading.rules.days_off_mode == "week"
    bought: set[date] = set()
    for day in _holidays(reading, shifts) if rules.overtime.agreement else ():
        of_month = [one for one in bought if (one.year, one.month) == (day.year, day.month)]
        if len(of_month) < rules.overtime.holiday_days_month:
            bought.add(day)
    for first, days in _touched(reading, shifts).items():
        free = (7 if by_week else 28) - len(days)
        needed = rules.min_days_off_week if by_week else rules.min_days_off_four_weeks
        if free + len(bought & days) < needed:
            yield (name, first, "days_off" if by_week else "days_off_four_weeks", "block"), (free, len(bought & days))
    came = {shift.day for shift in shifts}
    for day in came:
        run = 0
        while day - timedelta(days=run) in came:
            run += 1
        if run == rules.max_days_running + 1:
            yield (name, day, "days_running", "block"), ()


def _pairs(reading: Reading, name: str, shifts: list[Shift], known: tuple[date, date]) -> Iterator[Told]:
    if not reading.rules.two_days_off_together:
        return
    worked = {day for shift in shifts for day in shift.days}
    day = known[0]
    while day + timedelta(days=6) <= known[1]:
        if reading.week(day) == day:
            week = [day + timedelta(days=k) for k in range(7)]
            free = [one for one in week if one not in worked]
            lonely = all(one + timedelta(days=s) in worked for one in free for s in (-1, 1))
            if len(free) >= 2 and lonely:
                yield (name, day, "days_off_together", "warning"), ()
        day += timedelta(days=1)


@dataclass
class Months:
    """Minutes by month."""

    worked: Counter[date] = field(default_factory=Counter)
    ordinary: Counter[date] = field(default_factory=Counter)
    holiday: Counter[date] = field(default_factory=Counter)
    overtime: dict[date, float] = field(default_factory=lambda: defaultdict(float))
    settled: dict[date, float] = field(default_factory=lambda: defaultdict(float))

    def both(self, month: date) -> float:
        return self.overtime.get(month, 0.0) + self.holiday[month]


def _walk(reading: Reading, shifts: list[Shift]) -> Months:
    """Every minute of work is ordinary, beyond the day, beyond the week, or on a holiday."""
    rules, found, holidays = reading.rules, Months(), set(_holidays(reading, shifts))
    of_week: Counter[date] = Counter()
    for shift in shifts:
        month, week, of_day, beyond = shift.day.replace(day=1), reading.week(shift.day), 0, 0
        on_holiday, most_day, most_week = shift.days & holidays, rules.max_hours_day * 60, rules.max_hours_week * 60
        for minute in sorted(shift.work):
            if on_holiday and reading.day(minute) in on_holiday:
                found.holiday[reading.day(minute).replace(day=1)] += 1
                continue
            of_day += 1
            if of_day > most_day or of_week[week] >= most_week:
                beyond += 1
            else:
                of_week[week] += 1
        found.worked[month] += len(shift.work)
        found.ordinary[month] += of_day
        if rules.hours_mode == "fixed":
            found.overtime[month] += beyond
    return found


def _frame(hours: float, months: Iterable[date]) -> float:
    return sum(monthrange(month.year, month.month)[1] * hours * 60 / 7 for month in months)


def _next(month: date, count: int = 1) -> date:
    for _ in range(abs(count)):
        month = (month + timedelta(days=31)).replace(day=1) if count > 0 else (month - timedelta(1)).replace(day=1)
    return month


def _even_out(reading: Reading, found: Months) -> None:
    rules = reading.rules
    if rules.hours_mode == "monthly_average":
        for month, minutes in found.ordinary.items():
            found.overtime[month] += max(0.0, minutes - _frame(rules.max_hours_week, [month]))
    elif rules.hours_mode == "flextime":
        first = date(2025, rules.overtime.year_starts_month, 1)
        for _ in range(48 // rules.settlement_months):
            months = [_next(first, k) for k in range(rules.settlement_months)]
            rest = sum(found.ordinary[month] for month in months) - _frame(rules.max_hours_week, months)
            for month in months if len(months) > 1 else ():
                beyond = max(0.0, found.ordinary[month] - _frame(50, [month]))
                found.overtime[month] += beyond
                rest -= beyond
            found.overtime[months[-1]] += max(0.0, rest)
            found.settled[months[-1]] += max(0.0, rest)
            first = _next(first, rules.settlement_months)


def _months(reading: Reading, name: str, shifts: list[Shift]) -> Iterator[Told]:
    rules, found, person = reading.rules, _walk(reading, shifts), reading.staff.get(name)
    _even_out(reading, found)
    for month, minutes in found.worked.items():
        agreed = person.hours_month * 60 if person else 0
        if person and not agreed and rules.hours_mode != "fixed" and rules.settlement_months == 1:
            agreed = _frame(person.hours_week + rules.overtime.plan_hours_week, [month])
        if agreed and minutes > agreed + 1e-6:
            yield (name, month, "contract_month", "warning"), (minutes,)
    if rules.overtime.agreement:
        yield from _agreement(reading, name, found)
    elif rules.hours_mode != "fixed":
        for month, minutes in found.overtime.items():
            at_once = minutes - found.settled[month]
            if at_once > 1e-6:
                rule = "hours_month" if rules.hours_mode == "monthly_average" else "hours_flextime_month"
                yield (name, month, rule, "block"), (round(at_once),)
            if found.settled[month] > 1e-6:
                first = _next(month, 1 - rules.settlement_months)
                yield (name, first, "hours_settlement", "block"), (round(found.settled[month]),)


def _agreement(reading: Reading, name: str, found: Months) -> Iterator[Told]:
    agreed = reading.rules.overtime
    months = sorted({*found.worked, *(m for m, minutes in found.overtime.items() if minutes), *found.holiday})
    special: Counter[date] = Counter()
    years: dict[date, float] = defaultdict(float)
    for month in months:
        year = month
        while year.month != agreed.year_starts_month:
            year = _next(year, -1)
        years[year] += found.overtime.get(month, 0.0)
        if found.overtime.get(month, 0.0) > agreed.hours_month * 60 + 1e-6:
            special[year] += 1
            if not agreed.special_clause:
                yield (name, month, "overtime_month", "block"), (round(found.overtime[month]),)
            elif special[year] > agreed.special_months_year:
                yield (name, month, "overtime_special_months", "block"), (special[year],)
        if found.both(month) > agreed.under_hours_month * 60 - 1e-6:
            yield (name, month, "overtime_under", "block"), (round(found.both(month)),)
        totals = [sum(found.both(_next(month, -back)) for back in range(n)) for n in (2, 3, 4, 5, 6)]
        too_high = [n for n, total in enumerate(totals, 2) if total / n > agreed.average_hours_months * 60 + 1e-6]
        if too_high:
            told = (too_high[0], round(totals[too_high[0] - 2]))
            yield (name, month, "overtime_average", "block"), told
    most = agreed.special_hours_year if agreed.special_clause else agreed.hours_year
    for year, minutes in years.items():
        if minutes > most * 60 + 1e-6:
            rule = "overtime_special_year" if agreed.special_clause else "overtime_year"
            yield (name, year, rule, "block"), (round(minutes),)


def _read_whole(reading: Reading, plan: ShiftPlan, old: list[Activity]) -> Iterator[Finding]:
    """What is told of the plan as a whole."""
    shifts = {name: reading.shifts(row for row in plan.activities if row.person == name) for name in plan.people}
    yield from _lunches(reading, plan)
    yield from _alone(reading, shifts)
    yield from _screens(reading, shifts)
    if reading.rules.overtime.agreement:
        yield from _unknown(reading, plan, old)


def _lunches(reading: Reading, plan: ShiftPlan) -> Iterator[Finding]:
    if reading.rules.staggered_break_agreement or reading.rules.break_exempt_trade:
        return
    lunches = [_minutes(row) for row in plan.activities if row.activity == "lunch"]
    days = [reading.day(one[0]) for one in lunches for two in lunches if reading.day(one[0]) == reading.day(two[0])
            and (one[0], one[-1]) != (two[0], two[-1])]  # fmt: skip
    if days:
        yield "", min(days), "staggered_break", "warning"


def _alone(reading: Reading, shifts: Mapping[str, list[Shift]]) -> Iterator[Finding]:
    there: Counter[int] = Counter()
    for own in shifts.values():
        there.update(set().union(*(shift.work for shift in own)))
    settings, found = reading.desk.settings, set()
    hours = [settings.hours[queue.channel] for queue in settings.queue]
    spans = lru_cache(lambda weekday: [span for one in hours for span in one.usual_spans(weekday)])
    employed = lru_cache(lambda day: sum(person.employed_on(day) for person in reading.desk.staff))
    for minute, count in there.items():
        day = reading.day(minute)
        if day not in found and count < min(reading.rules.min_on_duty, employed(day)):
            at = reading.wall[minute - FIRST_MINUTE]
            if any(first <= at < last for first, last in spans(day.weekday())):
                found.add(day)
    yield from (("", day, "alone", "warning") for day in found)


def _screens(reading: Reading, shifts: Mapping[str, list[Shift]]) -> Iterator[Finding]:
    most, pause, found = reading.rules.screen_minutes_on_end, reading.rules.screen_break_minutes, []
    for name, own in shifts.items():
        for shift in own if most else ():
            longest = on_end = away = 0
            for minute in range(min(shift.work), max(shift.work) + 1):
                away = 0 if minute in shift.contacts else away + 1
                on_end = 0 if away >= pause else on_end + (minute in shift.contacts)
                longest = max(longest, on_end)
            if longest > most:
                found.append((-longest, shift.day, name))
    if found:
        _, day, name = min(found)
        yield name, day, "screen", "warning"


def _unknown(reading: Reading, plan: ShiftPlan, old: list[Activity]) -> Iterator[Finding]:
    rows = [*old, *plan.activities]
    now = plan.first_day.replace(day=1)
    has_overtime, known = False, set()
    for name in {row.person for row in rows}:
        own = sorted((row for row in rows if row.person == name), key=lambda row: (row.start, row.activity))
        shifts = reading.shifts(own)
        months = _walk(reading, shifts)
        _even_out(reading, months)
        has_overtime |= any(months.both(month) > 0 for month in {*months.overtime, *months.holiday} if month >= now)
        known |= {shift.day.replace(day=1) for shift in shifts if shift.day < plan.first_day}
    year = now
    while year.month != reading.rules.overtime.year_starts_month:
        year = _next(year, -1)
    month, missing = min(year, _next(now, -5)), False
    while month < plan.first_day:
        missing |= month not in known
        month = _next(month)
    if has_overtime and missing:
        yield "", plan.first_day, "overtime_unknown", "warning"


def _paid_lesson(row: Activity) -> bool:
    return row.activity in ("training", "meeting") and row.paid


def _minutes(row: Activity) -> range:
    return range(int(row.start.timestamp()) // 60, int(row.end.timestamp()) // 60)
