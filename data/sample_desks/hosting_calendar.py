"""The hosting desk's settings and what it announces: desk.toml, releases, campaigns, company events."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from data.calendar import Calendar
from data.channel import Channel
from data.desk import DeskSettings
from data.desk_file import settings_of_text
from data.events import Event
from data.new_desk import filled_template

QUEUE = "support"
CHANNEL: Channel = "phone"
HORIZON_DAYS = 56
"""Events, leave and truth go on for eight weeks after the log's end."""

_RELEASES = (
    "新コントロールパネルの公開", "PHP新版への切り替え", "メールサーバーの移行", "独自SSLの自動更新",
    "新料金プランの提供開始", "バックアップ機能の提供開始", "WordPress簡単移行の公開", "二段階認証の提供開始",
)  # fmt: skip

_VALUES = {
    "name": "ホスティングサポート",
    "kind": "hosting",
    "closed_on": ["12-29", "12-30", "12-31", "01-01", "01-02", "01-03"],
    "billing_days": [10],
    "queue.0.name": QUEUE,
    "queue.0.skills": [CHANNEL],
    "queue.0.handle_seconds": 420,
    "shifts.staggered_break_agreement": True,
    "widget.other_channels": ["mail", "faq"],
}

_MAPPING = f"""
# The columns of this desk's own telephone system.
[import.mapping.hosting]
channel = "{CHANNEL}"                 # of every row
queue = "{QUEUE}"                 # queue of every row
time_format = "%Y-%m-%d %H:%M:%S" # strptime form
leg_id = "通話ID"                 # names a row
entered_at = "着信日時"           # when it began to wait for a person
answered_at = "応答日時"          # when a person answered
ended_at = "終話日時"             # when the customer was gone
acw_end_at = "後処理終了日時"     # when after-call work was done
wait_seconds = "待ち秒数"         # seconds of waiting
talk_seconds = "通話秒数"         # seconds of talk, without hold
hold_seconds = "保留秒数"         # seconds on hold
acw_seconds = "後処理秒数"        # seconds of after-call work
outcome = "結果"                  # column that says how it ended
outcomes = {{ "応答" = "answered", "放棄" = "abandoned" }}  # the file's word = ours
agent = "担当者"                  # code of the person who answered
topic = "用件"                    # technical or billing
customer_segment = "お客様区分"   # prospect or customer
"""

LOG_COLUMNS = (
    "通話ID", "着信日時", "応答日時", "終話日時", "後処理終了日時", "待ち秒数", "通話秒数", "保留秒数",
    "後処理秒数", "担当者", "結果", "用件", "お客様区分",
)  # fmt: skip


def hosting_desk_toml() -> str:
    """The commented desk.toml, filled in for the hosting desk."""
    return filled_template(_VALUES) + _MAPPING


def hosting_settings() -> DeskSettings:
    """The hosting desk's settings, checked."""
    return settings_of_text(hosting_desk_toml(), path=Path("desk.toml"))


def hosting_calendar(*, since: date, until: date, seed: int) -> Calendar:
    """Opening hours and every event, those after the log's end too."""
    plain = Calendar(settings=hosting_settings())
    return Calendar(settings=plain.settings, events=_events(plain, since=since, until=until, seed=seed))


def open_day_near(calendar: Calendar, day: date) -> date:
    """The day itself, or the first open day after it."""
    return calendar.add_business_days(CHANNEL, day - timedelta(days=1), 1)


def _events(calendar: Calendar, *, since: date, until: date, seed: int) -> tuple[Event, ...]:
    chance = np.random.default_rng([seed, 1])
    events = [*_releases(calendar, since, until, chance), *_others(calendar, since, until, chance)]
    return tuple(sorted(events, key=lambda event: (event.start, event.kind)))


def _releases(calendar: Calendar, since: date, until: date, chance: np.random.Generator) -> list[Event]:
    """Two to come, the later one not public yet, and one about every six weeks back to the log's first day."""
    days = [until + timedelta(days=int(chance.integers(*span))) for span in ((33, 43), (9, 16))]
    while days[-1] > since + timedelta(days=45):
        days.append(days[-1] - timedelta(days=int(chance.integers(38, 48))))
    return [
        _event(calendar, "release", _RELEASES[n % len(_RELEASES)], _midweek(day), known_days=60, public_days=7)
        for n, day in enumerate(days)
    ]


def _midweek(day: date) -> date:
    """The day itself, or the Tuesday that follows a Friday, Saturday, Sunday or Monday: nobody releases then."""
    return day + timedelta(days=(1, 0, 0, 0, 4, 3, 2)[day.weekday()])


def _others(calendar: Calendar, since: date, until: date, chance: np.random.Generator) -> list[Event]:
    """A campaign of two weeks each half-year, and a company event a quarter, one of them still to come."""
    found = []
    day = until - timedelta(days=int(chance.integers(20, 60)))
    while day > since:
        found.append(_event(calendar, "campaign", "乗り換えキャンペーン", day, length_days=14, known_days=30))
        day -= timedelta(days=182)
    day = until + timedelta(days=int(chance.integers(18, 30)))
    while day > since:
        found.append(_event(calendar, "company_event", "全社会議", day, known_days=45, effect=1.0, public_days=None))
        day -= timedelta(days=91)
    return found


def _event(
    calendar: Calendar,
    kind: str,
    name: str,
    day: date,
    *,
    length_days: int = 1,
    known_days: int,
    public_days: int | None = 0,
    effect: float | None = None,
) -> Event:
    start = open_day_near(calendar, day)
    return Event(
        kind=kind,
        name=name,
        start=start,
        end=start + timedelta(days=length_days - 1),
        queue="",
        effect=effect,
        known_from=start - timedelta(days=known_days),
        public_from=None if public_days is None else start - timedelta(days=public_days),
    )
