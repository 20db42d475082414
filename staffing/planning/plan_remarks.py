"""What a lead must know about a plan, in sentences: the hours it leaves uncovered, and why."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from data.calendar import Calendar, days_between
from data.desk import Desk
from data.remark import Remark
from staffing.coverage import Coverage, QueueCoverage
from staffing.plan_sentences import SENTENCES, day_alone, day_and_time, named_people
from staffing.planning.contract_class import ContractClass
from staffing.planning.day_states import DayState
from staffing.planning.novice_remarks import about_novices
from staffing.planning.shift_rows import duties_of_day
from staffing.shift_plan import ShiftPlan
from staffing.speeds import Speeds

Reason = Literal["templates", "people", "contract"]

WORST_INTERVALS = 3
"""As many intervals are told by name."""

NEGLIGIBLE_HOURS = 0.05
"""Less than three minutes of one person are not worth a sentence."""


AWAY: tuple[DayState, ...] = ("paid_leave", "leave", "requested_off")
"""States of people who could come if their leave were moved."""


@dataclass(frozen=True)
class _Shortage:
    queue: str
    start: pd.Timestamp
    people: float
    hours: float
    reason: Reason


def remark_on(
    plan: ShiftPlan,
    coverage: Coverage,
    *,
    desk: Desk,
    classes: Sequence[ContractClass],
    states: Mapping[tuple[str, date], DayState],
    least_hours: Callable[[], float],
) -> tuple[Remark, ...]:
    """The sentences of a plan, in both languages.

    Parameters
    ----------
    coverage
        Of this plan.
    classes
        The desk's people in groups; empty where nobody is.
    states
        What each person's days allowed.
    least_hours
        Tells how many hours of the live queues no plan could cover; asked only where some are uncovered.
    """
    shortages: list[_Shortage] = []
    if coverage.uncovered_hours >= NEGLIGIBLE_HOURS:
        shortages = _shortages(coverage, desk, classes=classes, states=states)
    idle = [name for group in classes if not group.can_be_planned for name in group.people]
    people = _People(desk, classes, states)
    bound = least_hours() if desk.staff and any(not part.is_written for part in _short(coverage)) else None
    japanese, english = (
        _sentences(plan, coverage, people=people, shortages=shortages, bound=bound, idle=idle, language=language)
        for language in ("ja", "en")
    )
    return tuple(Remark(ja=ja, en=en) for ja, en in zip(japanese, english, strict=True))


def remark_on_given(plan: ShiftPlan, coverage: Coverage, *, desk: Desk) -> tuple[Remark, ...]:
    """What to know of a plan that we have not made: what it covers, of which days and queues that is not known."""
    told: dict[str, list[str]] = {}
    for language in ("ja", "en"):
        told[language] = _about_unjudged_queues(plan, coverage, desk=desk, language=language)
        if coverage.uncovered_hours >= NEGLIGIBLE_HOURS:
            told[language] += _about_shortages((), coverage, desk=desk, language=language)
        told[language] += _about_unknown_days(plan, coverage, desk=desk, language=language)
        told[language] += _about_closed_hours(coverage, desk=desk, language=language)
        told[language] += about_novices(plan, coverage.beside, speeds=Speeds(desk), language=language)
        told[language] += _about_lost_duties(plan, desk=desk, language=language)
    return tuple(Remark(ja=ja, en=en) for ja, en in zip(told["ja"], told["en"], strict=True))


def _about_unjudged_queues(plan: ShiftPlan, coverage: Coverage, *, desk: Desk, language: str) -> list[str]:
    """Queues of the desk that the plan serves and of which nobody knows what they require."""
    served, known = {a.queue for a in plan.activities}, {part.queue for part in coverage.queues}
    queues = [one.title(language) for one in desk.settings.queue if one.name in served - known]
    said = SENTENCES[language]
    return [said["unjudged"].format(queues=said["comma"].join(queues))] if queues else []


def _sentences(
    plan: ShiftPlan,
    coverage: Coverage,
    *,
    people: "_People",
    shortages: Sequence[_Shortage],
    bound: float | None,
    idle: Sequence[str],
    language: str,
) -> list[str]:
    said, desk = SENTENCES[language], people.desk
    remarks = []
    if not desk.staff:
        remarks.append(said["no_staff"])
    if shortages:
        remarks += _about_shortages(shortages, coverage, desk=desk, language=language)
        remarks += _about_leave(shortages, people, language=language)
    if bound is not None:
        gap = sum(float(part.uncovered_hours.sum()) for part in _short(coverage) if not part.is_written) - bound
        remarks.append(said["least"].format(least=bound, gap=max(gap, 0.0)))
    if idle:
        remarks.append(said["idle"].format(people=named_people(idle, language)))
    remarks += _about_unknown_days(plan, coverage, desk=desk, language=language)
    remarks += _about_closed_hours(coverage, desk=desk, language=language)
    remarks += about_novices(plan, coverage.beside, speeds=Speeds(desk), language=language)
    return remarks + _about_lost_duties(plan, desk=desk, language=language)


def _about_shortages(shortages: Sequence[_Shortage], coverage: Coverage, *, desk: Desk, language: str) -> list[str]:
    said = SENTENCES[language]
    total, required = coverage.uncovered_hours, coverage.required_hours
    sentences = [said["uncovered"].format(hours=total, required=required, share=total / required)]
    by_heads = sum(part.met_by_heads_hours for part in coverage.queues)
    if by_heads >= NEGLIGIBLE_HOURS:
        sentences.append(said["by_heads"].format(hours=by_heads))
    written = {part.queue for part in coverage.queues if part.is_written}
    live = [shortage for shortage in shortages if shortage.queue not in written]
    worst = sorted(live, key=lambda s: (-s.people, s.start, s.queue))[:WORST_INTERVALS]
    told = [
        said["interval"].format(
            queue=desk.queue(s.queue).title(language), when=day_and_time(s.start, language), people=s.people
        )
        for s in worst
    ]
    if told:
        sentences.append(said["worst"].format(intervals=said["comma"].join(told)))
    hours: dict[Reason, float] = defaultdict(float)
    for shortage in shortages:
        hours[shortage.reason] += shortage.hours
    for reason, lost in sorted(hours.items(), key=lambda item: -item[1]):
        if lost >= NEGLIGIBLE_HOURS:
            sentences.append(said[reason].format(hours=lost))
    for part in (part for part in coverage.queues if part.is_written):
        missed = float(part.uncovered_hours.sum())
        if missed >= NEGLIGIBLE_HOURS:
            queue, people = desk.queue(part.queue).title(language), missed / float(part.open_hours.sum())
            due = part.required_hours.sum()
            sentences.append(said["written"].format(queue=queue, hours=missed, due=due, people=people))
    return sentences + _about_hours_of_day(coverage, desk=desk, language=language)


def _short(coverage: Coverage) -> list[QueueCoverage]:
    """The queues with uncovered hours worth a sentence."""
    return [part for part in coverage.queues if part.uncovered_hours.sum() >= NEGLIGIBLE_HOURS]


def _about_leave(shortages: Sequence[_Shortage], there: "_People", *, language: str) -> list[str]:
    """Who is away on the day that is shortest because too few can come."""
    short = [shortage for shortage in shortages if shortage.reason == "people"]
    if not short:
        return []
    worst = min(short, key=lambda s: (-s.people, s.start, s.queue))
    day = worst.start.date()
    count, away = there.able_on(worst.queue, day, states=("free",)), there.able_on(worst.queue, day, states=AWAY)
    if not away:
        return []
    queue, said = there.desk.queue(worst.queue).title(language), SENTENCES[language]["away"]
    names, when = named_people(away, language), day_alone(day, language)
    return [said.format(day=when, queue=queue, count=len(count), away=len(away), people=names)]


def _about_hours_of_day(coverage: Coverage, *, desk: Desk, language: str) -> list[str]:
    """Of each queue where customers wait, the hours of the day with most people missing, and how many more it takes."""
    said, sentences = SENTENCES[language]["hours_of_day"], []
    for part in (part for part in coverage.queues if not part.is_written and part.uncovered_hours.sum() >= 1):
        hour = np.asarray(part.starts.hour)
        hours = {int(h): float(part.uncovered_hours[hour == h].sum()) for h in np.unique(hour)}
        most = max(hours.values())
        first = last = max(hours, key=lambda h: (hours[h], -h))
        while hours.get(first - 1, 0.0) >= most / 2:
            first -= 1
        while hours.get(last + 1, 0.0) >= most / 2:
            last += 1
        inside = (hour >= first) & (hour <= last)
        missing, total = float(part.uncovered_hours[inside].sum()), float(part.open_hours[inside].sum())
        sentences.append(
            said.format(
                queue=desk.queue(part.queue).title(language),
                first=f"{first}:00",
                last=f"{last + 1}:00",
                hours=missing,
                people=missing / total,
            )
        )
    return sentences


def _shortages(
    coverage: Coverage,
    desk: Desk,
    *,
    classes: Sequence[ContractClass],
    states: Mapping[tuple[str, date], DayState],
) -> list[_Shortage]:
    there = _People(desk, classes, states)
    required = _required_by_start(coverage)
    found = []
    for part in coverage.queues:
        for k in map(int, np.flatnonzero(part.uncovered_hours > 1e-9)):
            start = part.starts[k].tz_convert(desk.zone)
            reason: Reason = "contract"
            if there.too_few(part.queue, required[start], day=start.date()):
                reason = "people"
            elif there.reach(part.queue, start.hour * 60 + start.minute, part.interval_minutes) < 1 - 1e-9:
                reason = "templates"
            missing = float(part.uncovered_hours[k] / part.open_hours[k])
            found.append(_Shortage(part.queue, start, missing, float(part.uncovered_hours[k]), reason))
    return found


def _required_by_start(coverage: Coverage) -> dict[pd.Timestamp, dict[str, float]]:
    """People required by every queue in the intervals that start together."""
    required: dict[pd.Timestamp, dict[str, float]] = defaultdict(dict)
    for part in coverage.queues:
        for start, people in zip(part.starts, part.required, strict=True):
            required[start][part.queue] = float(people)
    return required


@dataclass(frozen=True)
class _People:
    """Who could have been planned."""

    desk: Desk
    classes: Sequence[ContractClass]
    states: Mapping[tuple[str, date], DayState]

    def _able(self, queues: Iterable[str]) -> list[ContractClass]:
        wanted = set(queues)
        return [group for group in self.classes if group.can_be_planned and wanted & set(group.queues)]

    def _on_day(self, queues: Iterable[str], day: date) -> float:
        """People, by proficiency, who can take one of the queues and are free to be planned that day."""
        speeds, wanted = Speeds(self.desk), set(queues)
        return sum(
            max(speeds.speed(name, queue=queue, day=day) for queue in wanted & set(group.queues))
            for group in self._able(wanted)
            for name in group.people
            if self.states.get((name, day)) in ("free", "locked")
        )

    def able_on(self, queue: str, day: date, *, states: Sequence[DayState]) -> list[str]:
        """Who can take the queue and finds the day in one of the states."""
        names = [name for group in self._able([queue]) for name in group.people]
        return [name for name in names if self.states.get((name, day)) in states]

    def too_few(self, queue: str, required: Mapping[str, float], *, day: date) -> bool:
        """Whether all who can come that day are fewer than the queue, or all queues together, need."""
        alone = self._on_day([queue], day) < required[queue] - 1e-9
        return alone or self._on_day(required, day) < sum(required.values()) - 1e-9

    def reach(self, queue: str, minute: int, interval_minutes: int) -> float:
        """The largest share of an interval that a shift of anybody able works, 0 to 1."""
        return max((_reach(group, minute, interval_minutes) for group in self._able([queue])), default=0.0)


def _reach(group: ContractClass, minute: int, interval_minutes: int) -> float:
    """The largest share of an interval that a shift of the class works, 0 to 1."""
    end = minute + interval_minutes
    worked = (
        sum(max(min(last, end) - max(first, minute), 0) for first, last in shift.work_spans) for shift in group.shifts
    )
    return max(worked, default=0) / interval_minutes


def _about_unknown_days(plan: ShiftPlan, coverage: Coverage, *, desk: Desk, language: str) -> list[str]:
    """Open days for which no requirement was given."""
    calendar = Calendar.of(desk)
    sentences = []
    for part in coverage.queues:
        known = set(part.starts.tz_convert(desk.zone).date)
        queue = desk.queue(part.queue)
        days = [d for d in days_between(plan.first_day, plan.last_day) if calendar.is_open(queue.channel, d)]
        unknown = [day for day in days if day not in known]
        if unknown:
            said = SENTENCES[language]["unknown_days"]
            sentences.append(
                said.format(
                    queue=queue.title(language), count=len(unknown), first=unknown[0].isoformat(), last=unknown[-1]
                )
            )
    return sentences


def _about_closed_hours(coverage: Coverage, *, desk: Desk, language: str) -> list[str]:
    """Required intervals in which the desk is closed: a table from elsewhere may name them."""
    calendar, sentences = Calendar.of(desk), []
    for part in coverage.queues:
        queue = desk.queue(part.queue)
        length = pd.Timedelta(minutes=part.interval_minutes)
        days = {day: calendar.open_spans(queue.channel, day) for day in set(part.starts.tz_convert(desk.zone).date)}
        closed = [
            start
            for start in part.starts.tz_convert(desk.zone)
            if not any(begin < start + length and start < end for begin, end in days[start.date()])
        ]
        if closed:
            said, first = SENTENCES[language]["closed_hours"], day_and_time(closed[0], language)
            sentences.append(
                said.format(queue=queue.title(language), count=len(closed), first=first, channel=queue.channel)
            )
    return sentences


def _about_lost_duties(plan: ShiftPlan, *, desk: Desk, language: str) -> list[str]:
    """Trainings and meetings on days on which the person has no shift, or outside it."""
    kept = {(a.person, a.date, a.activity) for a in plan.activities}
    lost: Counter[str] = Counter()
    for absence in (absence for absence in desk.leave if absence.person in plan.people):
        for day in days_between(plan.first_day, plan.last_day):
            for duty in duties_of_day([absence], day):
                lost[absence.person] += not duty.is_leave and (absence.person, day, duty.kind) not in kept
    people = [name for name, count in lost.items() if count]
    if not people:
        return []
    said = SENTENCES[language]["lost_duties"]
    return [said.format(count=sum(lost.values()), people=named_people(people, language))]
