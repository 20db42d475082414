"""The hosting desk's settings and what it announces: desk.toml, releases, campaigns, company events."""

from datetime import date
from pathlib import Path

from data.calendar import Calendar
from data.channel import Channel
from data.desk import DeskSettings
from data.desk_file import settings_of_text
from data.sample_desks.desk_toml import ABSENT_SHARE, CLOSED_AT_NEW_YEAR, ENOUGH_THERE, desk_toml, open_hours
from data.sample_desks.events import draw_events
from data.sample_desks.people import People
from data.sample_desks.queue_log import asterisk_settings
from data.sample_desks.span import Span
from data.sample_desks.zendesk_log import ZendeskAccount

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
    "shrinkage.confidence": ENOUGH_THERE,
    "shrinkage.unplanned": ABSENT_SHARE,
    "widget.other_channels": ["mail", "faq"],
}
_HOURS = "10:00-18:00"
_QUEUES = (
    {
        "name": QUEUE,
        "label": {"ja": "サポート窓口", "en": "Support desk"},
        "skills": [CHANNEL],
        "handle_seconds": 420,
        "escalation": {"to": SECOND_TIER_QUEUE},
    },
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

TECHNICAL, BILLING = "技術", "料金・請求"
PBX_QUEUES = {
    (prospect, technical): f"{segment}-{topic}"
    for prospect, segment in ((True, "prospect"), (False, "customer"))
    for technical, topic in ((True, "technical"), (False, "billing"))
}
"""Prospect or customer, technical or not -> the telephone system's queue; its menu asks both."""
PBX_SECOND_TIER = "tier2"
_PBX = asterisk_settings(
    {word: QUEUE for word in PBX_QUEUES.values()} | {PBX_SECOND_TIER: SECOND_TIER_QUEUE},
    topics={word: TECHNICAL if technical else BILLING for (_, technical), word in PBX_QUEUES.items()},
    segments={word: "prospect" if prospect else "customer" for (prospect, _), word in PBX_QUEUES.items()},
)
ACCOUNT = ZendeskAccount("hosting", queues={MAIL_WORD: MAIL_QUEUE}, topics={"technical": TECHNICAL, "billing": BILLING})


def hosting_desk_toml(people: People | None = None) -> str:
    """The commented desk.toml of the hosting desk; without people it cannot say whose numbers Zendesk writes."""
    return desk_toml(
        _VALUES,
        hours={CHANNEL: open_hours(_HOURS), "mail": open_hours(_HOURS, weekend=_HOURS, holiday=_HOURS)},
        queues=_QUEUES,
        systems={
            "asterisk": {"pbx": _PBX},
            "zendesk": {ACCOUNT.name: ACCOUNT.settings(people.staff if people else ())},
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
