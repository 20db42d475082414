"""What a plan's days need of each queue, and its weeks."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np

from data.calendar import Calendar, days_between
from data.channel import LIVE_CHANNELS
from data.desk import Desk
from data.errors import NothingToDo, TsunagariError
from data.message import Message
from staffing.coverage import epoch_minutes, open_windows
from staffing.planning.contract_class import ContractClass
from staffing.planning.day.lunch_places import Duty
from staffing.planning.day_states import DayState
from staffing.planning.shift_design import WRITTEN_WEIGHT, DayNeed
from staffing.requirement import Requirement

Key = tuple[str, date]

LEVEL_SHARE = 0.5
"""So much of an average day every open day counts for, however little work there is."""


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
    return {key: need for of_day in _by_day(found).values() for key, need in _with_company(of_day, desk).items()}


def _by_day(needs: Mapping[Key, DayNeed]) -> dict[date, dict[Key, DayNeed]]:
    found: dict[date, dict[Key, DayNeed]] = defaultdict(dict)
    for key, need in needs.items():
        found[need.day][key] = need
    return found


def _with_company(needs: Mapping[Key, DayNeed], desk: Desk) -> dict[Key, DayNeed]:
    """The needs of a day, each interval marked once in which fewer may be required live than shall be on duty.

    Where nobody is required nobody is called in for company.
    """
    live: dict[float, float] = defaultdict(float)
    total: dict[float, float] = defaultdict(float)
    for need in needs.values():
        for start, people in zip(need.starts_minute.tolist(), need.required.tolist(), strict=True):
            total[start] += people
            live[start] += 0.0 if need.can_wait else people
    employed = sum(person.employed_on(day) for person in desk.staff for day in {need.day for need in needs.values()})
    least = min(desk.settings.shifts.min_on_duty, employed)
    thin = {start for start, people in total.items() if people > 0 and live[start] < least} if least > 1 else set()
    found = {}
    for key, need in needs.items():
        company = np.array([float(least) if start in thin else 0.0 for start in need.starts_minute.tolist()])
        thin -= set(need.starts_minute.tolist())
        found[key] = replace(need, company=company) if company.any() else need
    return found


def day_weights(needs: Mapping[tuple[str, date], DayNeed], queues: Sequence[str]) -> Callable[[date], float]:
    """How much of the queues' work falls on a day beside the others, above 0; a day of which nothing is known: 1."""
    hours: dict[date, float] = defaultdict(float)
    for (queue, day), need in needs.items():
        if queue in queues:
            hours[day] += float(need.required @ need.opened.hours)
    usual = sum(hours.values()) / len(hours) if hours else 0.0
    if not usual:
        return lambda _: 1.0
    return lambda day: (hours[day] / usual + LEVEL_SHARE) / (1 + LEVEL_SHARE) if day in hours else 1.0


def with_duties(
    needs: Mapping[tuple[str, date], DayNeed],
    classes: Sequence[ContractClass],
    *,
    duties: Callable[[str, date], Sequence[Duty]],
    states: Mapping[tuple[str, date], DayState],
) -> dict[tuple[str, date], DayNeed]:
    """The needs, raised by those who will be away for part of a day that they could work."""
    raised = {key: replace(need, required=need.required.copy()) for key, need in needs.items()}
    for group in classes:
        for name in group.people:
            for day in {day: None for _, day in raised if states.get((name, day)) == "free"}:
                able = [queue for queue in group.queues if (queue, day) in raised]
                for duty, queue in product(duties(name, day), able):
                    need, people = raised[queue, day], group.speeds[queue] / len(able)
                    need.opened.add_presence(need.required, worked=(duty.start, duty.end), people=people)
    return raised


def split_weeks(first_day: date, last_day: date, *, week_starts: str) -> list[list[date]]:
    """The plan's days in weeks that begin on the desk's weekday; the first and the last may be cut."""
    weeks: list[list[date]] = []
    for day in days_between(first_day, last_day):
        if not weeks or f"{day:%A}".lower() == week_starts:
            weeks.append([])
        weeks[-1].append(day)
    return weeks
