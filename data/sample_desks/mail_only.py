"""The sample desk `mail-only`: consumer gadgets, answered in writing by eight people on weekdays.

Customers write on any day, so Monday begins with what the weekend brought. Near the log's end a defective batch is
sold, its topic jumps to four times, and the eight do not keep up: the log ends with letters that nobody has answered.
A ninth joins on the next day.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from data.calendar import Calendar
from data.sample_desks.demand import Demand, Outlook, outlook_of
from data.sample_desks.desk_toml import ABSENT_SHARE, CLOSED_AT_NEW_YEAR, calendar_of, desk_toml, open_hours, shift
from data.sample_desks.draft import Draft, Progress
from data.sample_desks.events import draw_events
from data.sample_desks.first_come_first_served import Duty
from data.sample_desks.people import People, Post, draw_leave, hired, joined
from data.sample_desks.roster import EVERYONE, Hours, Want, assign, duties, present_by_person
from data.sample_desks.span import Span
from data.sample_desks.surprises import draw_defect, draw_surprises
from data.sample_desks.work_log import WorkDays
from data.sample_desks.written import Reply, WrittenWork, work_off
from data.sample_desks.written_log import Letters, letters_of
from data.sample_desks.zendesk_log import ZendeskAccount, write_zendesk_exports

QUEUE = "mail"
DEFECT = "初期不良"
PEOPLE = 8

_DEMAND = Demand(
    queue=QUEUE,
    channel="mail",
    contacts_a_day=300,
    weekday=(1.08, 1.0, 0.97, 0.95, 0.96, 0.72, 0.68),
    hours=(3, 2, 1, 1, 1, 1, 2, 3, 5, 7, 8, 8, 9, 7, 7, 6, 6, 6, 6, 7, 8, 9, 8, 5),
    topics={"初期設定": 0.28, "配送": 0.22, "返品・交換": 0.16, "バッテリー": 0.12, DEFECT: 0.14, "その他": 0.08},
    month_end=(1.04, 1.10),
    release=(1.15, 1.30),
    campaign=(1.08, 1.15),
    defect_topic=DEFECT,
)
ACCOUNT = ZendeskAccount(
    "gadgets",
    queues={"サポート": QUEUE},
    topics={
        "setup": "初期設定", "delivery": "配送", "returns": "返品・交換", "battery": "バッテリー", "defect": DEFECT,
        "other": "その他",
    },
)  # fmt: skip
_WORK = WrittenWork(reply_seconds=480)
# At letters from 9 to 17, an hour of lunch and an hour of parcels and of meetings apart.
_SHIFTS = (Hours(18, 34, lunches=(23, 24, 25)),)


def mail_only_draft(span: Span) -> Draft:
    """The desk of a span."""
    plain = calendar_of(_desk_toml())
    events = draw_events(
        plain, "mail", span, releases=("新型イヤホン発売", "充電器の改良版発売"), campaign="夏冬セール"
    )
    calendar = Calendar(settings=plain.settings, events=events)
    surprises = (*draw_surprises(calendar, "mail", span), draw_defect(span))
    people = _people(calendar, span)
    outlook = outlook_of(_DEMAND, calendar, span, surprises=surprises)

    def write_logs(folder: Path, progress: Progress) -> None:
        letters, replies = _letters_and_replies(outlook, calendar, people, span)
        progress(0.8)
        write_zendesk_exports(folder, ACCOUNT, letters, replies, span, surprises=surprises)
        progress(1.0)

    return Draft(_desk_toml(people), calendar, people, {QUEUE: outlook.truth}, write_logs)


def _letters_and_replies(
    outlook: Outlook, calendar: Calendar, people: People, span: Span
) -> tuple[Letters, list[Reply]]:
    """What customers wrote, and what became of it."""

    def roster(day: date) -> Mapping[str, list[Duty]]:
        if not calendar.is_open("mail", day):
            return {}
        present = present_by_person(people, day, shifts=_SHIFTS, among=range(PEOPLE))
        on = assign(present, [Want(QUEUE, EVERYONE, range(PEOPLE))])
        return {QUEUE: duties(on[QUEUE], speed=lambda number: people.staff[number].proficiency)}

    letters = letters_of({"サポート": outlook}, span, prefix="M")
    at_work = WorkDays.by(roster, span).throughout(QUEUE)
    return letters, work_off(letters.received_s, _WORK, at_work, span.chance("replies"), end_s=span.seconds)


def _people(calendar: Calendar, span: Span) -> People:
    chance = span.chance("people")
    post = Post(skills=(QUEUE,))
    staff = hired([post] * PEOPLE, word="担当", until=span.until, chance=chance, novices={PEOPLE - 1: -60})
    people = People(staff, draw_leave(calendar, "mail", staff, until=span.until, chance=chance))
    return joined(people, post, word="担当", count=1, until=span.until)


def _desk_toml(people: People | None = None) -> str:
    """The text of desk.toml; without people it cannot say whose numbers the account writes."""
    return desk_toml(
        {
            "name": "ガジェットお客様窓口",
            "kind": "mail-only",
            "closed_on": CLOSED_AT_NEW_YEAR,
            "shifts.staggered_break_agreement": True,
            "shrinkage.unplanned": ABSENT_SHARE,
            "widget.other_channels": ["mail", "faq"],
        },
        hours={"mail": open_hours("09:00-18:00")},
        queues=[
            {
                "name": QUEUE,
                "label": {"ja": "お客様窓口", "en": "Customer desk"},
                "channel": "mail",
                "skills": [QUEUE],
                "handle_seconds": 480,
                "goal": {"service_level": 0.90, "min_agents": 1, "confidence": 0.8},
            }
        ],
        shifts=[
            shift("day", "日勤", "09:00-18:00", lunch="11:30-14:00"),
            shift("early", "早番", "08:30-17:30", lunch="11:30-14:00"),
        ],
        systems={"zendesk": {ACCOUNT.name: ACCOUNT.settings(people.staff if people else ())}},
    )
