"""The 34 people of the hosting desk: contracts, leave, and who took the phone by the usual roster."""

from datetime import date

import numpy as np

from data.calendar import Calendar
from data.sample_desks.first_come_first_served import Duty
from data.sample_desks.hosting_calendar import CHANNEL, MAIL_QUEUE, SECOND_TIER_QUEUE
from data.sample_desks.people import People, Post, draw_leave, hired
from data.sample_desks.roster import stretches

PEOPLE = 34
_PART_TIME = range(28, 34)
MAIL_PEOPLE = (*range(18, 22), 27)
"""Numbers of those who answer mail; by the usual roster never the phone, though they could on a Monday morning."""
SECOND_TIER = (22, 23, 24)
"""Numbers of those whom the phone's people ask; three seniors of the phone can stand in."""
_SENIORS = (0, 3, 6)
_WRITERS = range(9, 18, 3)
"""Numbers of those of the phone who could answer mail, on weekends above all."""
_NOVICES = {25: -70, 26: -35, 27: 21}
"""Person's number -> days from the log's end to the first day at work."""

# People on the phone by half-hour from 10:00; their colleagues have other work then. On Monday mornings, on billing
# days and at lunch the roster is the same as ever, so that is when customers wait.
_ROSTER = (13, 13, 12, 11, 8, 7, 7, 8, 10, 11, 11, 10, 10, 10, 10, 9)
_MONDAY_ROSTER = (14, 14, 14, 15, 11, 10, 10, 11, 12, 13, 13, 13, 13, 12, 12, 11)
_HANDED_OVER_FROM = 4
_HANDED_OVER_A_HALF_HOUR = 4
"""From 12:00 on, those who began the day at the phone go to lunch and then to mail, four every half-hour."""


def hosting_people(calendar: Calendar, *, until: date, seed: int) -> People:
    """People and their leave, drawn for a seed."""
    chance = np.random.default_rng([seed, 4])
    staff = hired([_post(n) for n in range(PEOPLE)], word="相談員", until=until, chance=chance, novices=_NOVICES)
    return People(staff, draw_leave(calendar, CHANNEL, staff, until=until, chance=chance))


def duties_of_day(people: People, day: date) -> list[Duty]:
    """Who takes the phone when, seconds since midnight, by the usual roster."""
    at_work = [number for number in people.at_work(day) if number not in (*MAIL_PEOPLE, *SECOND_TIER)]
    part_time = [n for n in at_work if n in _PART_TIME]
    full_time = [n for n in at_work if n not in _PART_TIME]
    turn = day.toordinal() * 5 % len(full_time)
    line = [*part_time, *full_time[turn:], *full_time[:turn]]
    counts = _MONDAY_ROSTER if day.weekday() == 0 else _ROSTER
    duties = []
    for place, number in enumerate(line):
        speed = people.staff[number].proficiency
        for first, last in stretches([_is_on_phone(place, at, counts, len(line)) for at in range(len(counts))]):
            # Who has the last stretch also answers those who still wait at closing.
            end = last * 1800 + (1800 if last == len(counts) else 0)
            duties.append(Duty(agent=number, start_s=36_000 + first * 1800, end_s=36_000 + end, speed=speed))
    return duties


def _is_on_phone(place: int, half_hour: int, counts: tuple[int, ...], people: int) -> bool:
    handed_over = max(0, half_hour - _HANDED_OVER_FROM + 1) * _HANDED_OVER_A_HALF_HOUR
    return (place - min(handed_over, counts[0])) % people < counts[half_hour]


def _post(number: int) -> Post:
    part_time = number in _PART_TIME
    topics = (("technical", "billing"), ("technical",), ("billing",))[number % 3]
    return Post(
        skills=(*_queues(number), *topics),
        contract="part_time" if part_time else "full_time",
        hours_day=5.0 if part_time else 8.0,
        hours_week=25.0 if part_time else 40.0,
        tier=2 if number in (*SECOND_TIER, *_SENIORS) else 1,
        wage_hour=1400.0 if part_time else 1700.0,
    )


def _queues(number: int) -> tuple[str, ...]:
    if number in SECOND_TIER:
        return (SECOND_TIER_QUEUE,)
    if number in MAIL_PEOPLE:
        return (MAIL_QUEUE, CHANNEL)
    if number in _WRITERS:
        return (CHANNEL, MAIL_QUEUE)
    return (CHANNEL, SECOND_TIER_QUEUE) if number in _SENIORS else (CHANNEL,)
