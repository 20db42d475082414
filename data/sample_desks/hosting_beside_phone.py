"""What the hosting desk does beside its phone line: mail on every day of the week, and calls handed on to tier 2."""

from collections.abc import Mapping
from datetime import date

from data.calendar import Calendar
from data.sample_desks.demand import Demand, Outlook, outlook_of
from data.sample_desks.first_come_first_served import Duty
from data.sample_desks.hosting_calendar import CHANNEL, MAIL_QUEUE, MAIL_WORD, SECOND_TIER_QUEUE
from data.sample_desks.hosting_people import MAIL_PEOPLE, SECOND_TIER
from data.sample_desks.people import People
from data.sample_desks.roster import (
    EVERYONE,
    Hours,
    Want,
    assign,
    duties,
    people_wanted,
    present_by_person,
    works_five_of_seven,
)
from data.sample_desks.span import Span
from data.sample_desks.truth import Surprise
from data.sample_desks.work_log import WorkDays
from data.sample_desks.written import Reply, WrittenWork, work_off
from data.sample_desks.written_log import Letters, letters_of

ESCALATED_SHARE = 0.08
CLOSING_S = 64_800

_MAIL = Demand(
    queue=MAIL_QUEUE,
    channel="mail",
    contacts_a_day=250,
    weekday=(1.22, 1.1, 1.04, 1.02, 1.02, 0.84, 0.76),
    hours=(3, 2, 1, 1, 1, 1, 2, 3, 6, 9, 10, 9, 7, 7, 8, 8, 8, 7, 6, 6, 6, 6, 6, 4),
    topics={"技術": 0.55, "料金・請求": 0.45},
    month_start=(1.06, 1.12),
    month_end=(1.08, 1.15),
    billing=(1.2, 1.35),
    release=(1.15, 1.3),
    campaign=(1.04, 1.1),
    growth_a_year=(1.0, 1.03),
)
_LETTER = WrittenWork(reply_seconds=240)
_MAIL_SHIFTS = (Hours(20, 36, lunches=(24, 26)),)
_TIER_2_SHIFTS = (Hours(20, 36, lunches=(23, 25, 27)),)


def hosting_mail_outlook(calendar: Calendar, span: Span, *, surprises: tuple[Surprise, ...]) -> Outlook:
    """What the mail queue expects; bills that went out on the wrong day and outages are written about too."""
    return outlook_of(_MAIL, calendar, span, surprises=surprises)


def hosting_work_days(calendar: Calendar, people: People, span: Span) -> WorkDays:
    """Who answers mail, and who is asked by the phone's people, on each day of the log."""

    def roster(day: date) -> Mapping[str, list[Duty]]:
        on: dict[str, list[Duty]] = {}
        if calendar.is_open("mail", day):
            among = [number for number in MAIL_PEOPLE if works_five_of_seven(number, day)]
            present = present_by_person(people, day, shifts=_MAIL_SHIFTS, among=among)
            mail = assign(present, [Want(MAIL_QUEUE, EVERYONE, among)])
            on[MAIL_QUEUE] = duties(mail[MAIL_QUEUE], speed=lambda number: people.staff[number].proficiency)
        if calendar.is_open(CHANNEL, day):
            present = present_by_person(people, day, shifts=_TIER_2_SHIFTS, among=SECOND_TIER)
            asked = assign(present, [Want(SECOND_TIER_QUEUE, people_wanted("10:00-18:00", 2), SECOND_TIER)])
            on[SECOND_TIER_QUEUE] = duties(asked[SECOND_TIER_QUEUE], speed=lambda _: 1.0, overtime_s=1800)
        return on

    return WorkDays.by(roster, span)


def hosting_letters(outlook: Outlook, work_days: WorkDays) -> tuple[Letters, list[Reply]]:
    """What customers wrote, and what became of it."""
    span = work_days.span
    letters = letters_of({MAIL_WORD: outlook}, span, prefix="H")
    return letters, work_off(
        letters.received_s, _LETTER, work_days.throughout(MAIL_QUEUE), span.chance("replies"), end_s=span.seconds
    )
