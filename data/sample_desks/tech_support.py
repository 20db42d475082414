"""The sample desk `tech-support`: software support by tickets, which come by form or mail and take several replies.

Each customer was told by when the answer comes and by when word of the state. Near the log's end a defective batch of
installation sticks is sold, whose topic jumps to four times, and a release brings more tickets than twelve people
answer, so some promises are about to be missed and some already are. Four colleagues join on the next day.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from data.calendar import Calendar
from data.events import Event
from data.sample_desks.demand import Demand, outlook_of
from data.sample_desks.desk_toml import ABSENT_SHARE, CLOSED_AT_NEW_YEAR, calendar_of, desk_toml, open_hours, shift
from data.sample_desks.draft import Draft, Progress
from data.sample_desks.events import draw_events
from data.sample_desks.first_come_first_served import Duty
from data.sample_desks.freshdesk_log import FreshdeskAccount, write_freshdesk_exports
from data.sample_desks.people import People, Post, draw_leave, hired, joined
from data.sample_desks.roster import EVERYONE, Hours, Want, assign, duties, present_by_person
from data.sample_desks.span import Span
from data.sample_desks.surprises import draw_defect, draw_surprises
from data.sample_desks.work_log import WorkDays
from data.sample_desks.written import WrittenWork, work_off
from data.sample_desks.written_log import Deadlines, letters_of

FORM, MAIL, SKILL = "form", "mail", "tickets"
DEFECT = "インストール用USBの不良"
PEOPLE, JOINING = 12, 4
"""Who answered the log's tickets, and who comes for the weeks ahead, so that nobody needs the overtime any more."""

URGENT_SHARE = 0.15
_RELEASES = ("バージョン更新", "修正パッチの配布", "料金体系の変更", "新機能ベータの公開")
_WEEK = (1.15, 1.05, 1.0, 0.98, 0.92, 0.12, 0.10)
_HOURS = (0.4, 0.3, 0.2, 0.2, 0.2, 0.3, 0.6, 2, 5, 9, 11, 9, 6, 9, 10, 10, 9, 8, 5, 3, 2, 2, 1, 0.7)


def _demand(queue: str, contacts_a_day: float, topics: dict[str, float]) -> Demand:
    return Demand(
        queue=queue,
        channel="form" if queue == FORM else "mail",
        contacts_a_day=contacts_a_day,
        weekday=_WEEK,
        hours=_HOURS,
        topics=topics,
        month_start=(1.05, 1.12),
        month_end=(1.05, 1.12),
        release=(1.35, 1.5),
        growth_a_year=(1.0, 1.02),
        defect_topic=DEFECT,
    )


_FORM = _demand(
    FORM, 78, {"強制終了": 0.26, "インストール": 0.22, "ライセンス認証": 0.2, "操作方法": 0.22, DEFECT: 0.1}
)
_MAIL = _demand(
    MAIL, 42, {"強制終了": 0.31, "インストール": 0.12, "ライセンス認証": 0.3, "操作方法": 0.17, DEFECT: 0.1}
)
ACCOUNT = FreshdeskAccount(
    "tickets",
    sources={"フォーム": 2, "メール": 1},
    queues={"form": FORM, "mail": MAIL},
    topics={
        "crash": "強制終了", "install": "インストール", "license": "ライセンス認証", "how-to": "操作方法",
        "usb": DEFECT,
    },
)  # fmt: skip
# 1,260 s for the first reply, and 0.52 / 0.48 cycles of 1,300 s after it: 44 minutes a ticket.
_WORK = WrittenWork(
    reply_seconds=1260, spread=0.7, writes_again=0.52, cycle_seconds=1300, pause_seconds=40_000, longest_seconds=7200,
    set_aside_share=0.06, set_aside_seconds=130_000,
)  # fmt: skip
# An hour of agreed overtime each day, since the work is more than twelve people's eight hours.
_SHIFTS = (Hours(18, 38, lunches=(23, 24, 25)), Hours(19, 39, lunches=(24, 25, 26)))


def tech_support_draft(span: Span) -> Draft:
    """The desk of a span."""
    plain = calendar_of(_desk_toml())
    events = draw_events(plain, "form", span, releases=_RELEASES)
    newest = _newest_release(plain, span)
    calendar = Calendar(settings=plain.settings, events=tuple(sorted((*events, newest), key=lambda e: e.start)))
    surprises = (*draw_surprises(calendar, "form", span), draw_defect(span, days_ago=7))
    people = _people(calendar, span)
    form, mail = (outlook_of(demand, calendar, span, surprises=surprises) for demand in (_FORM, _MAIL))

    def roster(day: date) -> Mapping[str, list[Duty]]:
        if not calendar.is_open("form", day):
            return {}
        present = present_by_person(people, day, shifts=_SHIFTS, among=range(PEOPLE))
        on = assign(present, [Want(SKILL, EVERYONE, range(PEOPLE))])
        return {SKILL: duties(on[SKILL], speed=lambda number: people.staff[number].proficiency)}

    def write_logs(folder: Path, progress: Progress) -> None:
        letters = letters_of({"フォーム": form, "メール": mail}, span, prefix="T", urgent_share=URGENT_SHARE)
        at_work = WorkDays.by(roster, span).throughout(SKILL)
        replies = work_off(letters.received_s, _WORK, at_work, span.chance("replies"), end_s=span.seconds)
        progress(0.7)
        told = Deadlines(calendar, "form", span)
        write_freshdesk_exports(folder, ACCOUNT, letters, replies, span, surprises=surprises, deadlines=told)
        progress(1.0)

    return Draft(_desk_toml(people), calendar, people, {FORM: form.truth, MAIL: mail.truth}, write_logs)


def _newest_release(calendar: Calendar, span: Span) -> Event:
    """A large version came out three open days before the log's end."""
    start = calendar.add_business_days("form", span.until + timedelta(days=1), -3)
    return Event(
        kind="release", name="大型バージョン更新", start=start, end=start, queue="", effect=None,
        known_from=start - timedelta(days=40), public_from=start - timedelta(days=14),
    )  # fmt: skip


def _people(calendar: Calendar, span: Span) -> People:
    chance = span.chance("people")
    post = Post(skills=(SKILL,), wage_hour=2000)
    staff = hired([post] * PEOPLE, word="サポート", until=span.until, chance=chance, novices={PEOPLE - 1: -90})
    people = People(staff, draw_leave(calendar, "form", staff, until=span.until, chance=chance))
    return joined(people, post, word="サポート", count=JOINING, until=span.until)


def _desk_toml(people: People | None = None) -> str:
    """The text of desk.toml; without people it cannot say whose numbers the account writes."""
    hours = open_hours("09:00-18:00")
    goal = {"min_agents": 1, "deadline_business_days": 1, "deadline_latest_days": 2}
    common = {"skills": [SKILL], "handle_seconds": 1260, "goal": goal}
    return desk_toml(
        {
            "name": "ソフトウェア技術サポート",
            "kind": "tech-support",
            "closed_on": CLOSED_AT_NEW_YEAR,
            "agent_word": {"ja": "サポート担当", "en": "engineer"},
            "shrinkage.unplanned": ABSENT_SHARE,
            "shifts.staggered_break_agreement": True,
            "widget.other_channels": ["form", "mail", "faq"],
        },
        hours={"form": hours, "mail": hours},
        queues=[
            {"name": FORM, "label": {"ja": "お問い合わせフォーム", "en": "Contact form"}, "channel": "form", **common},
            {"name": MAIL, "label": {"ja": "メール", "en": "Mail"}, "channel": "mail", **common},
        ],
        shifts=[
            shift("day", "日勤", "09:00-18:00", lunch="11:30-14:00"),
            shift("late", "遅番", "09:30-18:30", lunch="11:30-14:00"),
        ],
        systems={"freshdesk": {ACCOUNT.name: ACCOUNT.settings(people.staff if people else ())}},
    )
