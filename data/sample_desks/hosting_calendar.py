"""The hosting desk's settings and what it announces: desk.toml, releases, campaigns, company events."""

from datetime import date
from pathlib import Path

from data.calendar import Calendar
from data.channel import Channel
from data.desk import DeskSettings
from data.desk_file import settings_of_text
from data.sample_desks.desk_toml import CLOSED_AT_NEW_YEAR, desk_toml, open_hours
from data.sample_desks.escalation_log import escalation_mapping
from data.sample_desks.events import draw_events
from data.sample_desks.span import Span
from data.sample_desks.written_log import mail_mapping

QUEUE = "support"
CHANNEL: Channel = "phone"
MAIL_QUEUE = "mail"
SECOND_TIER_QUEUE = "tier2"
MAIL_WORD = "メール窓口"
"""What the mail system calls its queue."""

_RELEASES = (
    "新コントロールパネルの公開", "PHP新版への切り替え", "メールサーバーの移行", "独自SSLの自動更新",
    "新料金プランの提供開始", "バックアップ機能の提供開始", "WordPress簡単移行の公開", "二段階認証の提供開始",
)  # fmt: skip

_VALUES = {
    "name": "ホスティングサポート",
    "kind": "hosting",
    "closed_on": CLOSED_AT_NEW_YEAR,
    "billing_days": [10],
    "shifts.staggered_break_agreement": True,
    "widget.other_channels": ["mail", "faq"],
}
_HOURS = "10:00-18:00"
_QUEUES = (
    {"name": QUEUE, "label": {"ja": "サポート窓口", "en": "Support desk"}, "skills": [CHANNEL], "handle_seconds": 420},
    {
        "name": SECOND_TIER_QUEUE,
        "label": {"ja": "技術エスカレーション", "en": "Technical escalations"},
        "channel": CHANNEL,
        "tier": 2,
        "skills": [SECOND_TIER_QUEUE],
        "handle_seconds": 600,
        "goal": {"service_level": 0.80, "threshold_seconds": 600, "floor": 0.6, "max_abandonment": 0.15},
    },
    {
        "name": MAIL_QUEUE,
        "label": {"ja": "メール", "en": "Mail"},
        "channel": "mail",
        "skills": [MAIL_QUEUE],
        "handle_seconds": 240,
        "goal": {"min_agents": 1, "deadline_business_days": 1, "deadline_latest_days": 2},
    },
)

LOG_COLUMNS = (
    "通話ID", "着信日時", "応答日時", "終話日時", "後処理終了日時", "待ち秒数", "通話秒数", "保留秒数",
    "後処理秒数", "担当者", "結果", "用件", "お客様区分",
)  # fmt: skip


_CALLS = {
    "channel": CHANNEL,
    "queue": QUEUE,
    "time_format": "%Y-%m-%d %H:%M:%S",
    "leg_id": "通話ID",
    "contact_id": "通話ID",
    "entered_at": "着信日時",
    "answered_at": "応答日時",
    "ended_at": "終話日時",
    "acw_end_at": "後処理終了日時",
    "wait_seconds": "待ち秒数",
    "talk_seconds": "通話秒数",
    "hold_seconds": "保留秒数",
    "acw_seconds": "後処理秒数",
    "outcome": "結果",
    "outcomes": {"応答": "answered", "放棄": "abandoned"},
    "agent": "担当者",
    "topic": "用件",
    "customer_segment": "お客様区分",
}


def hosting_desk_toml() -> str:
    """The commented desk.toml, filled in for the hosting desk."""
    return desk_toml(
        _VALUES,
        hours={CHANNEL: open_hours(_HOURS), "mail": open_hours(_HOURS, weekend=_HOURS, holiday=_HOURS)},
        queues=_QUEUES,
        mappings={
            "hosting": _CALLS,
            "escalations": escalation_mapping(SECOND_TIER_QUEUE),
            "mails": mail_mapping(channel="mail", queues={MAIL_WORD: MAIL_QUEUE}),
        },
    )


def hosting_settings() -> DeskSettings:
    """The hosting desk's settings, checked."""
    return settings_of_text(hosting_desk_toml(), path=Path("desk.toml"))


def hosting_calendar(*, since: date, until: date, seed: int) -> Calendar:
    """Opening hours and every event, those after the log's end too."""
    plain = Calendar(settings=hosting_settings())
    span = Span(since, until, seed)
    events = draw_events(plain, CHANNEL, span, releases=_RELEASES, campaign="乗り換えキャンペーン")
    return Calendar(settings=plain.settings, events=events)
