"""Judges any shift plan by the desk's labour rules; shares nothing with the code that plans.

A person's activities are gathered into duties: a duty is what follows without a gap, and whatever carries the same date
as the shift's start, also past midnight. Its hours belong to the local day on which it started. Hours are elapsed
hours, so a change of the clock neither adds nor hides any. Work is every channel activity and paid break, and training
or meeting unless it is unpaid. Not legal advice.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Literal

import pandas as pd

from data.desk import Desk
from data.staff import Person
from staffing.labour_sentences import ARTICLES, KINDS, MESSAGES, hours_and_minutes
from staffing.shift_plan import UNPAID_BREAKS, WORK, Activity, ShiftPlan

Severity = Literal["block", "warning"]
Span = tuple[pd.Timestamp, pd.Timestamp]

WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ROUNDING_MINUTES = 1e-6


@dataclass(frozen=True)
class Violation:
    """A rule that a plan breaks.

    Parameters
    ----------
    person
        As in the plan; empty where the rule concerns the desk.
    date
        Local day; for a rule about a week, its first day.
    rule
        `overlap`, `on_leave`, `not_employed`, `hours_day`, `hours_week`, `contract_day`, `contract_week`, `break`,
        `staggered_break`, `days_off`, `rest`.
    severity
        `block`: illegal or impossible as planned. `warning`: to be agreed on or looked at.
    article
        Source of the rule, in the desk's language; empty where it is plain logic.
    message
        A sentence in the desk's language with what would mend it.
    in_languages
        The same sentence with its article, as pairs of language and text.
    """

    person: str
    date: date
    rule: str
    severity: Severity
    article: str
    message: str
    in_languages: tuple[tuple[str, str], ...]

    def sentence(self, language: str) -> str:
        """The message with its article, in `ja` or `en`."""
        return dict(self.in_languages)[language]


@dataclass(frozen=True)
class _Duty:
    """What a person does from one coming to the desk to the next."""

    day: date
    activities: tuple[Activity, ...]

    @property
    def work(self) -> list[Span]:
        return _union((a.start, a.end) for a in self.activities if _is_work(a))

    @property
    def work_minutes(self) -> float:
        return _minutes(self.work)

    @property
    def break_minutes(self) -> float:
        """Minutes of lunch and rest strictly inside the working time and free of work."""
        work = self.work
        begin, end = work[0][0], work[-1][1]
        breaks = _union((a.start, a.end) for a in self.activities if a.activity in UNPAID_BREAKS)
        clipped = [(max(first, begin), min(last, end)) for first, last in breaks]
        inside = [(first, last) for first, last in clipped if first < last]
        return _minutes(inside) - _common_minutes(inside, work)


@dataclass(frozen=True)
class _Length:
    """Minutes that each language writes its own way."""

    minutes: float


class _Judge:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._language = desk.settings.language
        self._rules = desk.settings.shifts
        self._people = {person.name: person for person in desk.staff}

    def violation(self, person: str, day: date, rule: str, severity: Severity, **facts: Any) -> Violation:
        told = {language: _told(language, rule, person=person, date=day, **facts) for language in MESSAGES}
        return Violation(
            person=person,
            date=day,
            rule=rule,
            severity=severity,
            article=ARTICLES[self._language][rule],
            message=told[self._language],
            in_languages=tuple((language, _with_article(language, rule, text)) for language, text in told.items()),
        )

    def overlaps(self, name: str, activities: Sequence[Activity]) -> Iterator[Violation]:
        """Two things at once; the later row is compared with the one that ends last."""
        latest: Activity | None = None
        for activity in activities:
            if latest is not None and activity.start < latest.end:
                facts = {"start": f"{activity.start:%H:%M}", "end": f"{min(activity.end, latest.end):%H:%M}"}
                kinds = {"first": latest.activity, "second": activity.activity}
                yield self.violation(name, self._day(activity.start), "overlap", "block", **facts, **kinds)
            if latest is None or activity.end > latest.end:
                latest = activity

    def employment(self, name: str, duties: Sequence[_Duty]) -> Iterator[Violation]:
        person = self._people.get(name)
        for duty in duties:
            if person is None or not person.employed_on(duty.day):
                yield self.violation(name, duty.day, "not_employed", "block")

    def leave(self, name: str, duties: Sequence[_Duty]) -> Iterator[Violation]:
        """Work during leave; during a requested day off, which may be refused, it is a warning."""
        for absence in self._desk.leave:
            if absence.person == name and absence.kind not in ("training", "meeting"):
                away = (self._instant(absence.start), self._instant(absence.end))
                for duty in duties:
                    common = [(max(a, away[0]), min(b, away[1])) for a, b in duty.work]
                    clash = [(a, b) for a, b in common if a < b]
                    if clash:
                        severity: Severity = "warning" if absence.kind == "requested_off" else "block"
                        span = {"start": f"{clash[0][0]:%H:%M}", "end": f"{clash[-1][1]:%H:%M}"}
                        yield self.violation(name, duty.day, "on_leave", severity, kind=absence.kind, **span)

    def days(self, name: str, duties: Sequence[_Duty]) -> Iterator[Violation]:
        """Hours of a day, by law and by contract."""
        person = self._people.get(name)
        for duty in duties:
            yield from self._too_long(name, duty.day, duty.work_minutes, "day", person)

    def weeks(self, name: str, duties: Sequence[_Duty]) -> Iterator[Violation]:
        """Hours of a week, by law and by contract; a shift counts in the week in which it starts."""
        person = self._people.get(name)
        minutes: dict[date, float] = defaultdict(float)
        for duty in duties:
            minutes[self._week_of(duty.day)] += duty.work_minutes
        for week, worked in minutes.items():
            yield from self._too_long(name, week, worked, "week", person)

    def _too_long(self, name: str, day: date, worked: float, span: str, person: Person | None) -> Iterator[Violation]:
        legal = {"day": self._rules.max_hours_day, "week": self._rules.max_hours_week}[span] * 60
        if worked > legal + ROUNDING_MINUTES:
            facts = {"hours": _Length(worked), "limit": _Length(legal)}
            yield self.violation(name, day, f"hours_{span}", "block", **facts)
        if person is not None:
            agreed = {"day": person.hours_day, "week": person.hours_week}[span] * 60
            if worked > agreed + ROUNDING_MINUTES:
                facts = {"hours": _Length(worked), "limit": _Length(agreed)}
                yield self.violation(name, day, f"contract_{span}", "warning", **facts)

    def breaks(self, name: str, duties: Sequence[_Duty]) -> Iterator[Violation]:
        for duty in duties:
            worked, needed = duty.work_minutes, 0
            if worked > 8 * 60 + ROUNDING_MINUTES:
                needed = self._rules.break_over_8_hours_minutes
            elif worked > 6 * 60 + ROUNDING_MINUTES:
                needed = self._rules.break_over_6_hours_minutes
            if duty.break_minutes < needed - ROUNDING_MINUTES:
                facts = {"hours": _Length(worked), "break_minutes": int(duty.break_minutes), "needed": needed}
                yield self.violation(name, duty.day, "break", "block", **facts)

    def days_off(self, name: str, duties: Sequence[_Duty]) -> Iterator[Violation]:
        """Calendar days without work in each week; days outside the plan are taken to be free."""
        worked: dict[date, set[date]] = defaultdict(set)
        for duty in duties:
            for start, end in duty.work:
                last = self._day(end - pd.Timedelta(1, unit="us"))
                for offset in range((last - self._day(start)).days + 1):
                    day = self._day(start) + timedelta(days=offset)
                    worked[self._week_of(day)].add(day)
        for week, days in worked.items():
            if 7 - len(days) < self._rules.min_days_off_week:
                facts = {"days": 7 - len(days), "needed": self._rules.min_days_off_week}
                yield self.violation(name, week, "days_off", "block", **facts)

    def rest(self, name: str, duties: Sequence[_Duty]) -> Iterator[Violation]:
        target = self._rules.min_rest_hours * 60
        for earlier, later in pairwise(duties):
            rested = _minutes([(earlier.work[-1][1], later.work[0][0])])
            if 0 <= rested < target - ROUNDING_MINUTES:
                facts = {"hours": _Length(rested), "limit": _Length(target)}
                yield self.violation(name, later.day, "rest", "warning", **facts)

    def staggered_lunch(self, plan: ShiftPlan) -> Iterator[Violation]:
        """One warning for the plan, on the first day on which lunches differ."""
        if self._rules.staggered_break_agreement:
            return
        lunches: dict[date, set[Span]] = defaultdict(set)
        for activity in plan.activities:
            if activity.activity == "lunch":
                lunches[self._day(activity.start)].add((activity.start, activity.end))
        differing = sorted(day for day, spans in lunches.items() if len(spans) > 1)
        if differing:
            yield self.violation("", differing[0], "staggered_break", "warning")

    def duties(self, activities: Sequence[Activity]) -> list[_Duty]:
        """Groups of activities that hold work, in order."""
        groups: list[tuple[date, list[Activity]]] = []
        end: pd.Timestamp | None = None
        for activity in activities:
            if not (_is_work(activity) or activity.activity in UNPAID_BREAKS):
                continue
            start_day = self._day(activity.start)
            same_day = bool(groups) and start_day == groups[-1][0]
            same_shift = bool(groups) and activity.date == groups[-1][0]
            if end is None or not (activity.start <= end or same_day or same_shift):
                groups.append((start_day, []))
            groups[-1][1].append(activity)
            end = activity.end if end is None else max(end, activity.end)
        found = [_Duty(day, tuple(group)) for day, group in groups]
        return [duty for duty in found if duty.work]

    def _day(self, instant: pd.Timestamp) -> date:
        return instant.tz_convert(self._desk.zone).date()

    def _instant(self, wall: Any) -> pd.Timestamp:
        return pd.Timestamp(wall).tz_localize(self._desk.zone, ambiguous=True, nonexistent="shift_forward")

    def _week_of(self, day: date) -> date:
        first = WEEKDAY_NAMES.index(self._desk.settings.week_starts)
        return day - timedelta(days=(day.weekday() - first) % 7)


def judge(plan: ShiftPlan, desk: Desk) -> tuple[Violation, ...]:
    """Every rule the plan breaks, by day, person and rule; any plan will do, ours, an edited or an imported one."""
    court = _Judge(desk)
    found = list(court.staggered_lunch(plan))
    by_person: dict[str, list[Activity]] = defaultdict(list)
    for activity in plan.activities:
        by_person[activity.person].append(activity)
    for name, activities in by_person.items():
        duties = court.duties(activities)
        found += court.overlaps(name, activities)
        for rule in (court.employment, court.leave, court.days, court.weeks, court.breaks, court.days_off, court.rest):
            found += rule(name, duties)
    return tuple(sorted(found, key=lambda v: (v.date, v.person, v.severity, v.rule, v.message)))


def _told(language: str, rule: str, **facts: Any) -> str:
    """The rule's message with its facts in the words of the language."""
    words = {name: hours_and_minutes(fact.minutes, language) if isinstance(fact, _Length) else fact
             for name, fact in facts.items()}  # fmt: skip
    if rule == "on_leave":
        words["kind"] = KINDS[language][facts["kind"]]
    return MESSAGES[language][rule].format(**words)


def _with_article(language: str, rule: str, text: str) -> str:
    article = ARTICLES[language][rule]
    if not article:
        return text
    return f"{text}（{article}）" if language == "ja" else f"{text} ({article})"


def _is_work(activity: Activity) -> bool:
    kind = activity.activity
    return kind in WORK or kind == "break" or (kind in ("training", "meeting") and activity.paid)


def _union(spans: Iterable[Span]) -> list[Span]:
    """The spans with overlaps and touching ends merged, rising."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _minutes(spans: Iterable[Span]) -> float:
    return float(sum((end - start) / pd.Timedelta(minutes=1) for start, end in spans))


def _common_minutes(spans: Sequence[Span], others: Sequence[Span]) -> float:
    common = [(max(a, c), min(b, d)) for a, b in spans for c, d in others]
    return _minutes([(start, end) for start, end in common if start < end])
