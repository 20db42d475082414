"""Rules about what one person does on a day: nothing impossible, not too long, with breaks and rest."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

import pandas as pd

from staffing.labour.court import Court
from staffing.labour.spans import ROUNDING_MINUTES, Span, common, total_minutes
from staffing.labour.violation import Length, Violation
from staffing.labour.working import Working, clock_of, day_of, span_of
from staffing.shift_plan import WORK, Activity


def overlaps(court: Court, working: Working) -> Iterator[Violation]:
    """Two things at once; the later row is compared with the one that ends last."""
    latest: Activity | None = None
    for activity in working.activities:
        if latest is not None and activity.start < latest.end:
            first, last = span_of(activity)[0], min(span_of(activity)[1], span_of(latest)[1])
            kinds = {"first": latest.activity, "second": activity.activity}
            yield court.block(
                working.name, day_of(first, court.zone), "overlap", **_clock((first, last), court), **kinds
            )
        if latest is None or activity.end > latest.end:
            latest = activity


def employment(court: Court, working: Working) -> Iterator[Violation]:
    """Only the employed work."""
    for duty in working.duties:
        if working.person is None or not working.person.employed_on(duty.day):
            yield court.block(working.name, duty.day, "not_employed")


def leave(court: Court, working: Working) -> Iterator[Violation]:
    """Work during leave, contacts during a training; on a requested day off, which may be refused, it is a warning."""
    for absence in court.desk.leave:
        if absence.person == working.name:
            away = [(_minute(absence.start, court), _minute(absence.end, court))]
            in_training = absence.kind in ("training", "meeting")
            for duty in working.duties:
                clash = common(duty.contact_work if in_training else duty.work, away)
                if clash:
                    told = court.warn if absence.kind == "requested_off" else court.block
                    rule = "in_training" if in_training else "on_leave"
                    facts = _clock((clash[0][0], clash[-1][1]), court)
                    yield told(working.name, duty.day, rule, kind=absence.kind, **facts)


def queues(court: Court, working: Working) -> Iterator[Violation]:
    """Queues that the desk does not have, or whose skills or tier the person lacks; once a day and queue."""
    known = {queue.name: queue for queue in court.desk.settings.queue}
    served = [
        (day_of(span_of(a)[0], court.zone), a.queue) for a in working.activities if a.activity in WORK and a.queue
    ]
    for day, name in dict.fromkeys(served):
        queue, person = known.get(name), working.person
        if queue is None:
            yield court.block(working.name, day, "unknown_queue", queue=name)
        elif person is not None:
            if not person.can_take(queue.skills):
                missing = ", ".join(skill for skill in queue.skills if skill not in person.skills)
                yield court.block(working.name, day, "skills", queue=name, missing=missing)
            if person.tier < queue.tier:
                yield court.block(working.name, day, "tier", queue=name, needed=queue.tier, tier=person.tier)


def hours_of_day(court: Court, working: Working) -> Iterator[Violation]:
    """Hours of a day by law, unless an agreement allows overtime, and by contract; not where hours are averaged.

    Overtime that the desk asks for is no news beside the contract.
    """
    if court.rules.hours_mode != "fixed":
        return
    for duty in working.duties:
        legal = court.rules.max_hours_day * 60
        if duty.work_minutes > legal + ROUNDING_MINUTES and not court.rules.overtime.agreement:
            facts = {"hours": Length(duty.work_minutes), "limit": Length(legal)}
            yield court.block(working.name, duty.day, "hours_day", **facts)
        agreed = working.person.hours_day * 60 if working.person else duty.work_minutes
        if duty.work_minutes > agreed + court.rules.overtime.plan_hours_day * 60 + ROUNDING_MINUTES:
            facts = {"hours": Length(duty.work_minutes), "limit": Length(agreed)}
            yield court.warn(working.name, duty.day, "contract_day", **facts)


def breaks(court: Court, working: Working) -> Iterator[Violation]:
    """Breaks inside working time of more than six and eight hours."""
    for duty in working.duties:
        worked, needed = duty.work_minutes, 0
        if worked > 8 * 60 + ROUNDING_MINUTES:
            needed = court.rules.break_over_8_hours_minutes
        elif worked > 6 * 60 + ROUNDING_MINUTES:
            needed = court.rules.break_over_6_hours_minutes
        if duty.break_minutes < needed - ROUNDING_MINUTES:
            facts = {"hours": Length(worked), "break_minutes": int(duty.break_minutes), "needed": needed}
            yield court.block(working.name, duty.day, "break", **facts)


def rest(court: Court, working: Working) -> Iterator[Violation]:
    """Rest between two shifts, a target."""
    target = court.rules.min_rest_hours * 60
    for earlier, later in pairwise(working.duties):
        rested = total_minutes([(earlier.work[-1][1], later.work[0][0])])
        if 0 <= rested < target - ROUNDING_MINUTES:
            facts = {"hours": Length(rested), "limit": Length(target)}
            yield court.warn(working.name, later.day, "rest", **facts)


def _clock(span: Span, court: Court) -> dict[str, str]:
    return {"start": clock_of(span[0], court.zone), "end": clock_of(span[1], court.zone)}


def _minute(wall: datetime, court: Court) -> float:
    there = pd.Timestamp(wall).tz_localize(court.zone, ambiguous=True, nonexistent="shift_forward")
    return float(there.timestamp() / 60)
