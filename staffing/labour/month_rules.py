"""Rules about a person's months and years: averaged hours, contracts by the month, and overtime under Article 36."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from staffing.labour.court import Court, later_month
from staffing.labour.overtime import FLEXTIME_HOURS_WEEK, Tally, frame_minutes, period_of, tally_of
from staffing.labour.spans import ROUNDING_MINUTES
from staffing.labour.violation import Length, Month, Violation
from staffing.labour.working import Working

AVERAGED_MONTHS = range(2, 7)
"""Overtime and holiday work are averaged over as many months, each span ending with each month (Article 36(6))."""


def months(court: Court, working: Working) -> Iterator[Violation]:
    """Everything that is judged by the month or the year."""
    tally = tally_of(court, working)
    yield from _contract(court, working, tally)
    if court.rules.overtime.agreement:
        yield from _overtime_of_month(court, working.name, tally)
        yield from _overtime_of_year(court, working.name, tally)
        yield from _with_holiday_work(court, working.name, tally)
    elif court.rules.hours_mode != "fixed":
        yield from _averaged(court, working.name, tally)


def _contract(court: Court, working: Working, tally: Tally) -> Iterator[Violation]:
    """The contract's month; where hours are averaged and it names none, what its week makes over the month.

    To the week then belongs the overtime that the desk asks for.
    """
    person = working.person
    evened_out = court.rules.hours_mode != "fixed" and court.rules.settlement_months == 1
    for month in tally.known() if person else ():
        agreed = person.hours_month * 60 if person else 0.0
        if not agreed and person and evened_out:
            agreed = frame_minutes(person.hours_week + court.rules.overtime.plan_hours_week, [month])
        worked = tally.of(month).worked
        if agreed and worked > agreed + ROUNDING_MINUTES:
            facts = {"hours": Length(worked), "limit": Length(agreed), "month": Month(month)}
            yield court.warn(working.name, month, "contract_month", **facts)


def _averaged(court: Court, name: str, tally: Tally) -> Iterator[Violation]:
    """Beyond the total of a month or of a settlement period, where no agreement allows overtime."""
    for month in tally.known():
        hours = tally.of(month)
        at_once = hours.overtime - hours.settled
        if court.rules.hours_mode == "monthly_average" and hours.overtime > ROUNDING_MINUTES:
            limit = Length(frame_minutes(court.rules.max_hours_week, [month]))
            yield court.block(name, month, "hours_month", hours=Length(hours.overtime), limit=limit, month=Month(month))
        elif court.rules.hours_mode == "flextime" and at_once > ROUNDING_MINUTES:
            limit = Length(frame_minutes(FLEXTIME_HOURS_WEEK, [month]))
            yield court.block(
                name, month, "hours_flextime_month", hours=Length(at_once), limit=limit, month=Month(month)
            )
        if hours.settled > ROUNDING_MINUTES:
            period = period_of(court, month)
            limit = Length(frame_minutes(court.rules.max_hours_week, period))
            facts = {"hours": Length(hours.settled), "limit": limit, "month": Month(period[0])}
            yield court.block(name, period[0], "hours_settlement", **facts)


def _overtime_of_month(court: Court, name: str, tally: Tally) -> Iterator[Violation]:
    """More than the agreement's month, or in more months than the special clause allows."""
    agreed, beyond = court.rules.overtime, Counter[date]()
    limit = agreed.hours_month * 60
    for month in tally.known():
        overtime = tally.of(month).overtime
        if overtime > limit + ROUNDING_MINUTES:
            beyond[court.year_of(month)] += 1
            count = beyond[court.year_of(month)]
            if not agreed.special_clause:
                facts = {"hours": Length(overtime), "limit": Length(limit), "over": Length(overtime - limit)}
                yield court.block(name, month, "overtime_month", month=Month(month), **facts)
            elif count > agreed.special_months_year:
                told, most = {"limit": Length(limit), "month": Month(month)}, agreed.special_months_year
                yield court.block(name, month, "overtime_special_months", most=most, count=count, **told)


def _overtime_of_year(court: Court, name: str, tally: Tally) -> Iterator[Violation]:
    agreed = court.rules.overtime
    limit = (agreed.special_hours_year if agreed.special_clause else agreed.hours_year) * 60
    rule = "overtime_special_year" if agreed.special_clause else "overtime_year"
    years: dict[date, float] = defaultdict(float)
    for month in tally.known():
        years[court.year_of(month)] += tally.of(month).overtime
    for year, overtime in years.items():
        if overtime > limit + ROUNDING_MINUTES:
            facts = {"hours": Length(overtime), "limit": Length(limit), "over": Length(overtime - limit)}
            yield court.block(name, year, rule, month=Month(year), **facts)


def _with_holiday_work(court: Court, name: str, tally: Tally) -> Iterator[Violation]:
    """Overtime and holiday work: under so much a month, and on average over 2 to 6 months."""
    under, most = court.rules.overtime.under_hours_month * 60, court.rules.overtime.average_hours_months * 60
    for month in tally.known():
        here = tally.of(month).with_holidays
        if here >= under - ROUNDING_MINUTES:
            facts = {"hours": Length(here), "limit": Length(under)}
            yield court.block(name, month, "overtime_under", month=Month(month), **facts)
        for count in AVERAGED_MONTHS:
            total = sum(tally.of(later_month(month, -back)).with_holidays for back in range(count))
            if total > most * count + ROUNDING_MINUTES:
                facts = {"hours": Length(total / count), "limit": Length(most), "over": Length(total - most * count)}
                yield court.block(name, month, "overtime_average", month=Month(month), count=count, **facts)
                break
