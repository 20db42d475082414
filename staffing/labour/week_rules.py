"""Rules about a person's weeks: hours, days off, and days of work on end."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from staffing.labour.court import Court, by_span, month_of
from staffing.labour.spans import ROUNDING_MINUTES
from staffing.labour.violation import Length, Violation
from staffing.labour.working import Working, days_of

LEGAL_DAYS_OFF_WEEK, LEGAL_DAYS_OFF_FOUR_WEEKS = 1, 4
"""Work on one of these is holiday work (Article 35)."""


def hours_of_week(court: Court, working: Working) -> Iterator[Violation]:
    """Hours of a week by law, unless an agreement allows overtime, and by contract; not where hours are averaged.

    A shift counts in the week in which it starts.
    """
    if court.rules.hours_mode != "fixed":
        return
    for week, duties in by_span(working.duties, court.week_of).items():
        worked, legal = sum(duty.work_minutes for duty in duties), court.rules.max_hours_week * 60
        if worked > legal + ROUNDING_MINUTES and not court.rules.overtime.agreement:
            yield court.block(working.name, week, "hours_week", hours=Length(worked), limit=Length(legal))
        agreed = working.person.hours_week * 60 if working.person else worked
        if worked > agreed + court.rules.overtime.plan_hours_week * 60 + ROUNDING_MINUTES:
            yield court.warn(working.name, week, "contract_week", hours=Length(worked), limit=Length(agreed))


def days_off(court: Court, working: Working) -> Iterator[Violation]:
    """Calendar days without work in a week or four; days of which nothing is known are taken to be free."""
    in_four_weeks = court.rules.days_off_mode == "four_weeks"
    needed = court.rules.min_days_off_four_weeks if in_four_weeks else court.rules.min_days_off_week
    rule, length = ("days_off_four_weeks", 28) if in_four_weeks else ("days_off", 7)
    agreed = agreed_holiday_days(court, working)
    for first_day, days in _worked_days(court, working).items():
        free = length - len(days)
        missing = needed - free - len(days & agreed)
        if missing > 0:
            facts = {"days": free, "needed": needed, "missing": missing}
            yield court.block(working.name, first_day, rule, **facts)


def holiday_days(court: Court, working: Working) -> list[date]:
    """Days off that the law asks for and that were worked: the last of a week without any, or of such four weeks."""
    if court.rules.days_off_mode == "four_weeks":
        length, legal = 28, min(LEGAL_DAYS_OFF_FOUR_WEEKS, court.rules.min_days_off_four_weeks)
    else:
        length, legal = 7, min(LEGAL_DAYS_OFF_WEEK, court.rules.min_days_off_week)
    found: list[date] = []
    for days in _worked_days(court, working).values():
        missing = legal - (length - len(days))
        found += sorted(days)[-missing:] if missing > 0 else []
    return sorted(found)


def agreed_holiday_days(court: Court, working: Working) -> set[date]:
    """Those of the holidays worked that the agreement allows: the first of each month, as many as it says."""
    overtime, taken, agreed = court.rules.overtime, Counter[date](), set()
    for day in holiday_days(court, working):
        taken[month_of(day)] += 1
        if overtime.agreement and taken[month_of(day)] <= overtime.holiday_days_month:
            agreed.add(day)
    return agreed


def days_together(court: Court, working: Working) -> Iterator[Violation]:
    """The wish that two days off lie side by side, in weeks that are known in full and have two."""
    if not court.rules.two_days_off_together:
        return
    worked = days_of([span for duty in working.duties for span in duty.work], court.zone)
    week = court.week_of(court.first_day + timedelta(days=6))
    while week + timedelta(days=6) <= court.last_day:
        free = [k for k in range(-1, 8) if week + timedelta(days=k) not in worked]
        inside = [k for k in free if 0 <= k < 7]
        if 2 <= len(inside) < 7 and not any(k - 1 in free or k + 1 in free for k in inside):
            yield court.warn(working.name, week, "days_off_together")
        week += timedelta(days=7)


def days_running(court: Court, working: Working) -> Iterator[Violation]:
    """Days on end on which a shift starts, told at the first too many."""
    most = court.rules.max_days_running
    run: list[date] = []
    for day in sorted({duty.day for duty in working.duties}):
        run = [*run, day] if run and day - run[-1] == timedelta(days=1) else [day]
        if len(run) == most + 1:
            facts = {"days": most + 1, "limit": most, "first_day": run[0]}
            yield court.block(working.name, day, "days_running", **facts)


def _worked_days(court: Court, working: Working) -> dict[date, set[date]]:
    """Calendar days with work by the first day of their week, or of their four weeks."""
    worked: dict[date, set[date]] = defaultdict(set)
    for duty in working.duties:
        for day in days_of(duty.work, court.zone):
            worked[court.four_weeks_of(day) or court.week_of(day)].add(day)
    return worked
