"""The sample desk `business-it`: device management for companies, phone and mail, weekdays 9:30 to 17:30.

Nine people take both, on flextime. Two of them are tier 2, two are novices who began with one mail a day. Customers
call about mails that were answered, so such a call carries the mail's number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from data.calendar import Calendar
from data.sample_desks.business_it_settings import INSTANCE, MAIL, PHONE, RELEASES, TIER_2, business_it_toml
from data.sample_desks.connect_log import ConnectLog
from data.sample_desks.demand import Demand, outlook_of
from data.sample_desks.desk_toml import calendar_of
from data.sample_desks.draft import Draft, Progress
from data.sample_desks.events import draw_events
from data.sample_desks.first_come_first_served import Duty
from data.sample_desks.live import LiveWork
from data.sample_desks.log_clock import DAY_SECONDS
from data.sample_desks.people import People, Post, draw_leave, hired
from data.sample_desks.roster import (
    EVERYONE,
    HALF_HOUR_SECONDS,
    Flags,
    Hours,
    Present,
    Want,
    assign,
    duties,
    people_wanted,
    present_by_person,
)
from data.sample_desks.span import Span
from data.sample_desks.statuses import busy_spans, statuses_of_day
from data.sample_desks.surprises import draw_surprises
from data.sample_desks.work_log import SecondsToContact, WorkDays, escalate_days, live_days
from data.sample_desks.written import Reply, WrittenWork, work_off
from data.sample_desks.written_log import Letters, letters_of

ESCALATED_SHARE = 0.10
PHONED_ABOUT_SHARE = 0.12
_SENIORS, _OTHERS, _NOVICES = (0, 1), (2, 3, 4, 5, 6), {7: -48, 8: -12}
_OPENING_S, _CLOSING_S = 34_200, 63_000

_TOPICS = {"端末登録": 0.26, "ポリシー設定": 0.22, "端末の紛失": 0.12, "ライセンス": 0.18, "OS更新": 0.22}
_PHONE = Demand(
    queue=PHONE,
    channel="phone",
    contacts_a_day=73,
    weekday=(1.22, 1.0, 0.96, 0.94, 0.98, 0, 0),
    hours=(0, 0, 0, 0, 0, 0, 0, 4, 7, 11, 12, 10, 6, 9, 10, 9, 8, 5, 0, 0, 0, 0, 0, 0),
    topics=_TOPICS,
    month_start=(1.12, 1.25),
    month_end=(1.05, 1.12),
    release=(1.3, 1.6),
    after_closure=(1.12, 1.25),
)
_MAIL = Demand(
    queue=MAIL,
    channel="mail",
    contacts_a_day=60,
    weekday=(1.1, 1.0, 0.98, 0.98, 0.96, 0.08, 0.08),
    hours=(0.3, 0.2, 0.1, 0.1, 0.1, 0.2, 0.6, 2, 5, 10, 11, 9, 5, 9, 10, 9, 9, 8, 5, 3, 2, 1, 0.6, 0.4),
    topics=_TOPICS,
    month_start=(1.1, 1.2),
    month_end=(1.04, 1.1),
    release=(1.2, 1.4),
)
_CALL = LiveWork(talk_seconds=440, after_call_seconds=130, patience_seconds=480, hold_seconds=120, hold_share=0.25)
_LETTER = WrittenWork(reply_seconds=600)
# Half-hours from 8:30, 9:00, 9:30 and 10:00, nine hours on; lunch between 11:30 and 14:00.
_FLEXTIME = tuple(Hours(first, first + 18, lunches=(23, 24, 25, 26)) for first in (17, 18, 19, 20))


def business_it_draft(span: Span) -> Draft:
    """The desk of a span."""
    plain = calendar_of(business_it_toml())
    events = draw_events(plain, "phone", span, releases=RELEASES, meeting="全社キックオフ")
    calendar = Calendar(settings=plain.settings, events=events)
    surprises = draw_surprises(calendar, "phone", span)
    people = _people(calendar, span)
    phone, mail = (outlook_of(demand, calendar, span, surprises=surprises) for demand in (_PHONE, _MAIL))

    def roster(day: date) -> Mapping[str, list[Duty]]:
        return _roster(people, day) if calendar.is_open("phone", day) else {}

    def write_logs(folder: Path, progress: Progress) -> None:
        work_days = WorkDays.by(roster, span)
        letters = letters_of({"Mailbox": mail}, span, prefix="B")
        replies = work_off(
            letters.received_s, _LETTER, work_days.throughout(MAIL), span.chance("replies"), end_s=span.seconds
        )
        log = ConnectLog(INSTANCE, span)
        log.add_mails(letters, replies, surprises=surprises)
        progress(0.5)
        about = _calls_about(letters, replies, calendar, span)
        calls = list(live_days(phone, _CALL, work_days, word="SupportLine", calls_about=about))
        handed = list(escalate_days(calls, work_days, queue=TIER_2, share=ESCALATED_SHARE, closing_s=_CLOSING_S))
        log.add_calls(calls, handed, second_queue="Experts")
        second = {each.day: each.served for each in handed}
        for call_day in calls:
            day = call_day.day
            served = [call_day.served, *([second[day]] if day in second else [])]
            chance = span.chance("statuses", (day - span.since).days)
            log.add_statuses(day, statuses_of_day(_present(people, day), busy_spans(served), chance))
        log.write(folder)
        progress(1.0)

    return Draft(business_it_toml(people), calendar, people, {PHONE: phone.truth, MAIL: mail.truth}, write_logs)


def _people(calendar: Calendar, span: Span) -> People:
    chance = span.chance("people")
    posts = (
        *[Post(skills=(PHONE, MAIL, TIER_2), tier=2, wage_hour=2200)] * len(_SENIORS),
        *[Post(skills=(PHONE, MAIL))] * len(_OTHERS),
        *[Post(skills=(PHONE, MAIL))] * len(_NOVICES),
    )
    staff = hired(posts, word="技術員", until=span.until, chance=chance, novices=_NOVICES)
    # In the log they get faster as `_speed` and `_mails_a_day` say; staff.csv tells the first day, desk.toml the ramp.
    staff = tuple(
        replace(person, proficiency=1.0, novice_from=person.start_date) if number in _NOVICES else person
        for number, person in enumerate(staff)
    )
    return People(staff, draw_leave(calendar, "phone", staff, until=span.until, chance=chance))


def _speed(days_here: int) -> float:
    """A novice's speed: half of a colleague's at first, as fast after twenty weeks."""
    return round(min(1.0, 0.5 + days_here / 280), 2)


def _mails_a_day(days_here: int) -> int:
    """What a novice takes on: one mail a day in the first week, then two more each week."""
    return 1 + 2 * (days_here // 7)


def _present(people: People, day: date) -> Present:
    return present_by_person(people, day, shifts=_FLEXTIME, among=range(len(people.staff)))


def _roster(people: People, day: date) -> Mapping[str, list[Duty]]:
    present = _present(people, day)
    turn = day.toordinal() % len(_OTHERS)
    others = (*_OTHERS[turn:], *_OTHERS[:turn])
    seniors = _SENIORS if day.toordinal() % 2 else _SENIORS[::-1]
    wants = [
        Want(TIER_2, people_wanted("09:30-17:30", 1), seniors),
        Want(PHONE, people_wanted("09:30-17:30", 3), (*others, *seniors)),
        Want(MAIL, EVERYONE, (*others, *seniors)),
    ]
    on = assign(present, wants)
    found = {queue: duties(on[queue], speed=lambda _: 1.0, overtime_s=1800) for queue in (PHONE, TIER_2)}
    novices = [number for number in _NOVICES if number in present]
    found[MAIL] = duties(on[MAIL], speed=lambda _: 1.0)
    for number in novices:
        start = people.staff[number].start_date
        days_here = (day - start).days if start else 0
        found[MAIL] += _one_by_one(number, present[number], _mails_a_day(days_here), speed=_speed(days_here))
    return found


def _one_by_one(number: int, at_work: Flags, mails: int, *, speed: float) -> list[Duty]:
    """So many moments of the day, spread evenly, at which a novice may take one mail."""
    half_hours = np.flatnonzero(at_work)
    if not len(half_hours):
        return []
    chosen = half_hours[np.unique(np.linspace(0, len(half_hours) - 1, min(mails, len(half_hours))).astype(int))]
    return [
        Duty(agent=number, start_s=float(at * HALF_HOUR_SECONDS), end_s=float(at * HALF_HOUR_SECONDS + 60), speed=speed)
        for at in chosen
    ]


def _calls_about(
    letters: Letters, replies: Sequence[Reply], calendar: Calendar, span: Span
) -> Mapping[date, SecondsToContact]:
    """Some hours after the answer, in opening hours, some customers call about it."""
    chance = span.chance("calls about mails")
    opened = [day for day in calendar.business_days("phone", span.since, span.until)]
    numbers = np.array([(day - span.since).days for day in opened])
    found: dict[date, dict[int, str]] = {}
    for reply in replies:
        if reply.is_open or chance.random() >= PHONED_ABOUT_SHARE:
            continue
        number, second = divmod(int(reply.sent_s + 300 + chance.exponential(14_400)), DAY_SECONDS)
        at = int(np.searchsorted(numbers, number))
        if at < len(opened) and (numbers[at] > number or second >= _CLOSING_S):
            # Too late for today: the customer calls in the first hours of the next open day.
            at += int(numbers[at] == number)
            second = _OPENING_S + int(chance.integers(0, 10_800))
        if at < len(opened):
            day = span.since + timedelta(days=int(numbers[at]))
            found.setdefault(day, {})[max(second, _OPENING_S)] = letters.names[reply.letter]
    return found
