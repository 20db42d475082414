"""Rules about a plan as a whole: lunch together, nobody alone, pauses from the screen, and what history was assumed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from data.calendar import Calendar
from staffing.labour.court import Court, later_month, month_of
from staffing.labour.overtime import tally_of
from staffing.labour.spans import ROUNDING_MINUTES, Span, common, total_minutes, union
from staffing.labour.violation import Length, Month, Violation
from staffing.labour.working import Duty, Working, clock_of, day_of, days_of, span_of
from staffing.shift_plan import UNPAID_BREAKS, ShiftPlan

MONTHS_AVERAGED_BACK = 5


def staggered_lunch(court: Court, plan: ShiftPlan) -> Iterator[Violation]:
    """One warning for the plan, on the first day on which lunches differ."""
    if court.rules.lunches_may_differ:
        return
    lunches: dict[date, set[Span]] = defaultdict(set)
    for activity in plan.activities:
        if activity.activity == "lunch":
            lunches[day_of(span_of(activity)[0], court.zone)].add(span_of(activity))
    differing = sorted(day for day, spans in lunches.items() if len(spans) > 1)
    if differing:
        yield court.warn("", differing[0], "staggered_break")


def nobody_alone(court: Court, people: Sequence[Working]) -> Iterator[Violation]:
    """Days on which fewer than the least are at work while the desk is open and somebody is there.

    Where no more than the least work on the day, each with a break, no move of a shift or a break would mend it.
    """
    calendar = Calendar.of(court.desk)
    channels = {queue.channel for queue in court.desk.settings.queue}
    present: dict[date, list[Span]] = defaultdict(list)
    for working in people:
        for span in union(span for duty in working.duties for span in duty.work):
            for day in days_of([span], court.zone):
                present[day].append(span)
    for day in sorted(present):
        employed = sum(person.employed_on(day) for person in court.desk.staff)
        needed = min(court.rules.min_on_duty, employed)
        spans = [span for channel in channels for span in calendar.open_spans(channel, day)]
        is_open = union((first.timestamp() / 60, last.timestamp() / 60) for first, last in spans)
        thin = [(span, count) for span, count in _counted(present[day]) if 0 < count < needed]
        found = union(common([span for span, _ in thin], is_open))
        if total_minutes(found) > ROUNDING_MINUTES:
            least = min(count for span, count in thin if common([span], is_open))
            facts = {"start": clock_of(found[0][0], court.zone), "end": clock_of(found[0][1], court.zone)}
            told = Length(total_minutes(found))
            there = [duty for one in people for duty in one.duties if duty.day == day and common(duty.work, is_open)]
            missing = needed + _must_break(there, is_open) - len(there)
            few = {"mended_by": "alone_few", "there": len(there), "more": missing} if missing > 0 else {}
            yield court.warn("", day, "alone", people=least, needed=needed, hours=told, **facts, **few)


def _must_break(duties: Iterable[Duty], is_open: Sequence[Span]) -> bool:
    """Whether somebody has a break in opening hours who is at the desk too little outside them for it."""
    for duty in duties:
        taken = union(span_of(activity) for activity in duty.activities if activity.activity in UNPAID_BREAKS)
        outside = duty.work_minutes - total_minutes(common(duty.work, is_open))
        if common(taken, is_open) and outside <= total_minutes(taken):
            return True
    return False


def _counted(spans: Sequence[Span]) -> list[tuple[Span, int]]:
    """Stretches with the number of spans that lie over them."""
    edges = sorted({edge for span in spans for edge in span})
    steps: dict[float, int] = defaultdict(int)
    for first, last in spans:
        steps[first] += 1
        steps[last] -= 1
    found, count = [], 0
    for first, last in pairwise(edges):
        count += steps[first]
        found.append(((first, last), count))
    return found


def screen_work(court: Court, people: Sequence[Working]) -> Iterator[Violation]:
    """One warning for the plan: the longest screen work on end, and how many shifts have too much."""
    most = court.rules.screen_minutes_on_end
    found = [
        (longest, duty.day, working.name)
        for working in people
        for duty in working.duties
        if most and (longest := _on_screen(duty, court.rules.screen_break_minutes)) > most + ROUNDING_MINUTES
    ]
    if found:
        longest, day, name = min(found, key=lambda one: (-one[0], one[1], one[2]))
        facts = {"hours": Length(longest), "limit": Length(most), "pause": court.rules.screen_break_minutes}
        yield court.warn(name, day, "screen", count=len(found), **facts)


def _on_screen(duty: Duty, pause: int) -> float:
    """Minutes of the longest screen work without a pause of so many minutes."""
    longest = worked = 0.0
    end = 0.0
    for first, last in duty.contact_work:
        worked = last - first + (worked if first - end < pause - ROUNDING_MINUTES else 0.0)
        longest, end = max(longest, worked), last
    return longest


def unknown_months(court: Court, plan: ShiftPlan, people: Sequence[Working]) -> Iterator[Violation]:
    """Months that the agreement's limits look back on, of which no plan is kept; told where there is overtime."""
    first_month = month_of(plan.first_day)
    if not court.rules.overtime.agreement or not _has_overtime(court, people, first_month):
        return
    month = min(court.year_of(first_month), later_month(first_month, -MONTHS_AVERAGED_BACK))
    known = {month_of(duty.day) for working in people for duty in working.duties if duty.day < plan.first_day}
    before = plan.first_day - timedelta(days=1)
    unknown = []
    while month <= month_of(before):
        unknown += [month] if month not in known else []
        month = later_month(month, 1)
    if unknown:
        facts = {"first": Month(unknown[0]), "last": Month(unknown[-1]), "count": len(unknown)}
        yield court.warn("", plan.first_day, "overtime_unknown", **facts)


def _has_overtime(court: Court, people: Sequence[Working], first_month: date) -> bool:
    tallies = [tally_of(court, working) for working in people]
    return any(tally.of(m).with_holidays > 0 for tally in tallies for m in tally.known() if m >= first_month)
