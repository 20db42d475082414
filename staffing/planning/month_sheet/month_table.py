"""What a month sheet says, before it is drawn: a cell for each person and day, and the totals around it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from data.calendar import days_between
from data.channel import CHANNEL_WORDS
from data.desk import Desk, QueueSettings
from data.shift_template import ShiftTemplate
from staffing.shift_plan import WORK, Activity, ShiftPlan

WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "title": "{desk} シフト表 {year}年{month}月",
        "period": "期間: {first}〜{last}",
        "person": "氏名",
        "day_off": "公休",
        "paid_leave": "有休",
        "leave": "休暇",
        "training": "研修",
        "meeting": "会議",
        "days_worked": "出勤日数",
        "hours": "労働時間",
        "people": "出勤人数",
        "legend": "凡例",
        "until": "（開始は {latest} まで）",
    },
    "en": {
        "title": "{desk} shifts {year}-{month:02d}",
        "period": "{first} to {last}",
        "person": "Name",
        "day_off": "Off",
        "paid_leave": "Paid leave",
        "leave": "Leave",
        "training": "Training",
        "meeting": "Meeting",
        "days_worked": "Days",
        "hours": "Hours",
        "people": "People",
        "legend": "Legend",
        "until": " (starts until {latest})",
    },
}

MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
"""Behind a shift's word, the queues served that day, where the plan has several."""

WORKING = WORK | {"break", "training", "meeting"}


@dataclass(frozen=True)
class PersonLine:
    """One person's month.

    Parameters
    ----------
    person
        As in the plan.
    cells
        The word of each day; empty where the plan says nothing. Where the plan has several queues, a shift's word is
        followed by their marks, the one served longest first. Where the title does not tell when the shift begins, the
        time stands on a second line.
    days_worked, days_off, days_of_paid_leave
        Counts.
    hours
        Working hours, unpaid breaks and leave not counted.
    """

    person: str
    cells: tuple[str, ...]
    days_worked: int
    days_off: int
    days_of_paid_leave: int
    hours: float


@dataclass(frozen=True)
class MonthTable:
    """A month of a plan.

    Parameters
    ----------
    days
        Days of the plan within the month, rising.
    lines
        One a person, in the order of staff.csv; people who are not in it come last.
    people
        For each shift worked, its title and the people on it each day; whole days of training count with theirs.
    legend
        Titles of the shifts with their hours, then the marks of the queues.
    """

    days: tuple[date, ...]
    lines: tuple[PersonLine, ...]
    people: tuple[tuple[str, tuple[int, ...]], ...]
    legend: tuple[str, ...]


def month_tables(plan: ShiftPlan, desk: Desk) -> tuple[MonthTable, ...]:
    """The months that the plan touches."""
    days = days_between(plan.first_day, plan.last_day)
    months = [tuple(group) for _, group in groupby(days, key=lambda day: (day.year, day.month))]
    by_day: dict[tuple[str, date], list[Activity]] = defaultdict(list)
    for activity in plan.activities:
        by_day[activity.person, activity.date].append(activity)
    marks, people = queue_marks(plan, desk), _in_order(plan, desk)
    return tuple(_month_table(month, by_day, people=people, desk=desk, marks=marks) for month in months)


def queue_marks(plan: ShiftPlan, desk: Desk) -> dict[str, str]:
    """A mark for each queue that the plan serves, in the order of desk.toml; none where there is but one."""
    served = {activity.queue for activity in plan.activities if activity.activity in WORK}
    named = [queue.name for queue in desk.settings.queue if queue.name in served]
    return dict(zip(named, MARKS, strict=False)) if len(named) > 1 else {}


def without_marks(word: str) -> str:
    """The shift's title of a cell."""
    return word.partition("\n")[0].rstrip(MARKS)


def _in_order(plan: ShiftPlan, desk: Desk) -> list[str]:
    known = [person.name for person in desk.staff if person.name in set(plan.people)]
    return known + [name for name in plan.people if name not in set(known)]


def _month_table(
    days: tuple[date, ...],
    by_day: dict[tuple[str, date], list[Activity]],
    *,
    people: Sequence[str],
    desk: Desk,
    marks: Mapping[str, str],
) -> MonthTable:
    lines = tuple(_line(name, [by_day.get((name, day), []) for day in days], desk=desk, marks=marks) for name in people)
    on_shift = [
        Counter(shift_of(by_day[name, day]) for name in people if works(by_day.get((name, day), []))) for day in days
    ]
    titles = {template.name: template.title(desk.settings.language) for template in desk.settings.shifts.template}
    others = sorted({shift for counts in on_shift for shift in counts} - set(titles))
    shifts = [*titles, *others]
    return MonthTable(
        days=days,
        lines=lines,
        people=tuple(
            (titles.get(shift, shift), tuple(counts[shift] for counts in on_shift))
            for shift in shifts
            if any(counts[shift] for counts in on_shift)
        ),
        legend=(
            *(_with_hours(template, desk.settings.language) for template in desk.settings.shifts.template),
            *(f"{mark} {with_channel(desk.queue(queue), desk.settings.language)}" for queue, mark in marks.items()),
        ),
    )


def _with_hours(template: ShiftTemplate, language: str) -> str:
    told = f"{template.title(language)} {template.start}–{template.end}"
    return told + (WORDS[language]["until"].format(latest=template.latest_start) if template.latest_start else "")


def with_channel(queue: QueueSettings, language: str) -> str:
    """The queue's title as the legend has it, with its channel where the title does not tell."""
    title, channel = queue.title(language), CHANNEL_WORDS[language][queue.channel]
    return title if title == channel else f"{title} ({channel})"


def _line(person: str, days: Sequence[Sequence[Activity]], *, desk: Desk, marks: Mapping[str, str]) -> PersonLine:
    words = WORDS[desk.settings.language]
    cells = tuple(_word_of_day(day, desk, marks) for day in days)
    free = [cell for cell, day in zip(cells, days, strict=True) if not works(day)]
    return PersonLine(
        person=person,
        cells=cells,
        days_worked=sum(works(day) for day in days),
        days_off=free.count(words["day_off"]),
        days_of_paid_leave=free.count(words["paid_leave"]),
        hours=sum(a.hours for day in days for a in day if a.activity in WORKING),
    )


def works(activities: Sequence[Activity]) -> bool:
    """Whether the person is at work for any part of the day."""
    return any(activity.activity in WORKING for activity in activities)


def shift_of(activities: Sequence[Activity]) -> str:
    """Name of the shift of a day with work."""
    return next(activity.shift for activity in activities if activity.activity in WORKING)


def _word_of_day(activities: Sequence[Activity], desk: Desk, marks: Mapping[str, str]) -> str:
    words = WORDS[desk.settings.language]
    kinds = [activity.activity for activity in activities]
    if any(kind in WORK for kind in kinds):
        shift = shift_of(activities)
        titles = {template.name: template.title(desk.settings.language) for template in desk.settings.shifts.template}
        return titles.get(shift, shift) + _marks_of_day(activities, marks) + _start_of_day(activities, desk)
    for kind in ("training", "meeting", "paid_leave", "leave", "day_off"):
        if kind in kinds:
            return words[kind]
    return ""


def _start_of_day(activities: Sequence[Activity], desk: Desk) -> str:
    """When the shift begins, on a line of its own, where its title does not tell; training may begin it too.

    Of one longer than its title tells, in overtime, also when it ends.
    """
    start, end = min(one.start for one in activities if one.shift), max(one.end for one in activities if one.shift)
    minute = start.hour * 60 + start.minute
    templates = {one.name: one for one in desk.settings.shifts.template}
    template = templates.get(shift_of(activities))
    if template and (end - start).total_seconds() / 60 > template.end_minute - template.start_minute:
        return f"\n{start.hour}:{minute % 60:02d}–{end.hour}:{end.minute:02d}"
    fixed = template and not template.latest_start and template.start_minute == minute
    return "" if not shift_of(activities) or fixed else f"\n{start.hour}:{minute % 60:02d}"


def _marks_of_day(activities: Sequence[Activity], marks: Mapping[str, str]) -> str:
    hours: Counter[str] = Counter()
    for activity in activities:
        if activity.activity in WORK and activity.queue in marks:
            hours[activity.queue] += round(activity.hours * 60)
    return "".join(marks[queue] for queue, _ in hours.most_common())
