"""The sample desk `language-school`: online lessons; chat above all, calls and video calls, a little mail.

Open every day from noon to ten in the evening, and busiest after work. Nobody is asked to be brief, so handle times
have a long tail; the school looks at who stays (outcomes.csv). People of other departments help out in the evening.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.sample_desks.demand import Demand, outlook_of
from data.sample_desks.desk_toml import calendar_of
from data.sample_desks.draft import Draft, Progress
from data.sample_desks.events import draw_events
from data.sample_desks.first_come_first_served import Duty
from data.sample_desks.genesys_log import GenesysLog
from data.sample_desks.language_school_settings import (
    CHAT,
    MAIL,
    ORGANISATION,
    PHONE,
    RELEASES,
    VIDEO,
    language_school_toml,
)
from data.sample_desks.live import LiveWork
from data.sample_desks.people import People, Post, draw_leave, hired
from data.sample_desks.roster import (
    EVERYONE,
    Hours,
    Present,
    Want,
    assign,
    duties,
    people_wanted,
    present_by_person,
    works_five_of_seven,
)
from data.sample_desks.span import Span
from data.sample_desks.surprises import draw_surprises
from data.sample_desks.work_log import WorkDays, live_days
from data.sample_desks.written import WrittenWork, work_off
from data.sample_desks.written_log import letters_of

_CHATTERS, _CALLERS, _HELPERS = range(9), range(9, 16), range(16, 20)

_EVENING = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 5, 5, 6, 7, 9, 12, 15, 17, 12, 0, 0)
_WEEK = (1.08, 1.0, 0.98, 0.96, 0.92, 1.02, 1.04)
_TOPICS = {"レッスン予約": 0.34, "レベル相談": 0.18, "接続・音声": 0.2, "お支払い": 0.16, "休会・退会": 0.12}
_DEMANDS = {
    CHAT: Demand(
        queue=CHAT,
        channel="chat",
        contacts_a_day=400,
        weekday=_WEEK,
        hours=_EVENING,
        topics=_TOPICS,
        month_start=(1.15, 1.3),
        month_end=(1.1, 1.2),
        release=(1.15, 1.3),
        campaign=(1.1, 1.2),
    ),
    PHONE: Demand(
        queue=PHONE,
        channel="phone",
        contacts_a_day=36,
        weekday=_WEEK,
        hours=_EVENING,
        topics=_TOPICS,
        month_start=(1.1, 1.2),
        month_end=(1.05, 1.1),
    ),
    VIDEO: Demand(
        queue=VIDEO,
        channel="video",
        contacts_a_day=24,
        weekday=_WEEK,
        hours=_EVENING,
        topics={"レベル相談": 0.6, "レッスン予約": 0.2, "休会・退会": 0.2},
        month_end=(1.05, 1.1),
    ),
    MAIL: Demand(
        queue=MAIL,
        channel="mail",
        contacts_a_day=25,
        weekday=_WEEK,
        hours=(3, 2, 1, 1, 1, 1, 2, 3, 4, 4, 4, 4, 5, 5, 4, 4, 4, 5, 6, 7, 8, 9, 8, 5),
        topics=_TOPICS,
        month_end=(1.05, 1.1),
    ),
}
# A talk of this mean and spread has a tail of hours; it is cut at three.
_CHAT = LiveWork(talk_seconds=830, after_call_seconds=80, patience_seconds=240, spread=1.0, longest_seconds=10_800,
                 concurrency=3)  # fmt: skip
_CALL = LiveWork(talk_seconds=810, after_call_seconds=100, patience_seconds=240, spread=1.0, longest_seconds=10_800)
_LETTER = WrittenWork(reply_seconds=600)
_SHIFTS = (Hours(24, 42, lunches=(27, 29)), Hours(26, 44, lunches=(31, 33)))
_HELPER_SHIFTS = (Hours(36, 44),)


def language_school_draft(span: Span) -> Draft:
    """The desk of a span."""
    plain = calendar_of(language_school_toml())
    events = draw_events(plain, "chat", span, releases=RELEASES, campaign="新生活キャンペーン", meeting="講師交流会")
    calendar = Calendar(settings=plain.settings, events=events)
    surprises = draw_surprises(calendar, "chat", span)
    people = _people(calendar, span)
    outlooks = {queue: outlook_of(demand, calendar, span, surprises=surprises) for queue, demand in _DEMANDS.items()}

    def roster(day: date) -> Mapping[str, list[Duty]]:
        return _roster(people, day) if calendar.is_open("chat", day) else {}

    def write_logs(folder: Path, progress: Progress) -> None:
        work_days = WorkDays.by(roster, span)
        log = GenesysLog(ORGANISATION, span)
        log.add_live(live_days(outlooks[CHAT], _CHAT, work_days, word="ChatDesk", prefix="C"), media="chat")
        progress(0.6)
        log.add_live(live_days(outlooks[PHONE], _CALL, work_days, word="PhoneDesk", prefix="P"), media="voice")
        log.add_live(live_days(outlooks[VIDEO], _CALL, work_days, word="VideoDesk", prefix="V"), media="video")
        progress(0.7)
        letters = letters_of({"MailDesk": outlooks[MAIL]}, span, prefix="L")
        replies = work_off(
            letters.received_s, _LETTER, work_days.throughout(MAIL), span.chance("replies"), end_s=span.seconds
        )
        log.add_mails(letters, replies, surprises=surprises)
        log.write(folder)
        progress(1.0)

    truths = {queue: outlook.truth for queue, outlook in outlooks.items()}
    return Draft(language_school_toml(people), calendar, people, truths, write_logs, outcomes=_outcomes(span))


def _people(calendar: Calendar, span: Span) -> People:
    chance = span.chance("people")
    posts = (
        *[Post(skills=(CHAT, MAIL, PHONE))] * len(_CHATTERS),
        *[Post(skills=(PHONE, VIDEO, CHAT))] * len(_CALLERS),
        *[Post(skills=(CHAT, PHONE), contract="other_department", hours_day=4, hours_week=20, helper=True)]
        * len(_HELPERS),
    )
    staff = hired(posts, word="相談員", until=span.until, chance=chance, novices={8: -40})
    return People(staff, draw_leave(calendar, "chat", staff, until=span.until, chance=chance))


def _roster(people: People, day: date) -> Mapping[str, list[Duty]]:
    own = [number for number in (*_CHATTERS, *_CALLERS) if works_five_of_seven(number, day)]
    helping = [number for number in _HELPERS if works_five_of_seven(number, day)]
    present: Present = {
        **present_by_person(people, day, shifts=_SHIFTS, among=own),
        **present_by_person(people, day, shifts=_HELPER_SHIFTS, among=helping),
    }
    callers = [number for number in own if number in _CALLERS]
    chatters = [number for number in own if number in _CHATTERS]
    wants = [
        Want(VIDEO, people_wanted("18:00-22:00", 2, otherwise=people_wanted("16:00-22:00", 1)), callers),
        Want(PHONE, people_wanted("18:00-21:00", 3, otherwise=people_wanted("13:00-21:00", 2)), (*callers, *helping)),
        Want(MAIL, people_wanted("13:00-17:00", 1), chatters[::-1]),
        Want(CHAT, EVERYONE, (*chatters, *callers, *helping)),
    ]
    on = assign(present, wants)
    return {
        queue: duties(flags, speed=lambda number: people.staff[number].proficiency, overtime_s=3600)
        for queue, flags in on.items()
    }


def _outcomes(span: Span) -> tuple[tuple[object, ...], ...]:
    """Share of students who stayed and how satisfied they were (1 to 5), of each whole month of the log."""
    chance = span.chance("outcomes")
    months = pd.period_range(span.since, span.until, freq="M")
    whole = [month for month in months if span.since <= month.start_time.date() and month.end_time.date() <= span.until]
    retained = 0.945 + 0.008 * np.sin(np.arange(len(whole)) / 2) + chance.normal(0, 0.004, len(whole))
    csat = 4.35 + chance.normal(0, 0.06, len(whole))
    return tuple(
        (str(month), f"{share:.3f}", f"{score:.2f}") for month, share, score in zip(whole, retained, csat, strict=True)
    )
