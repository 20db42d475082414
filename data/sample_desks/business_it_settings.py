"""The settings of the sample desk `business-it`."""

from data.sample_desks.connect_log import ConnectInstance
from data.sample_desks.desk_toml import ABSENT_SHARE, CLOSED_AT_NEW_YEAR, ENOUGH_THERE, desk_toml, open_hours, shift
from data.sample_desks.people import People

PHONE, MAIL, TIER_2 = "phone", "mail", "tier2"
RELEASES = ("管理コンソール新版", "証明書の一斉更新", "OS更新への対応版", "遠隔消去機能の公開")
INSTANCE = ConnectInstance(
    queues={"SupportLine": PHONE, "Experts": TIER_2, "Mailbox": MAIL},
    topics={
        "enrolment": "端末登録", "policy": "ポリシー設定", "lost": "端末の紛失", "licence": "ライセンス",
        "update": "OS更新",
    },
)  # fmt: skip
"""What the desk's Amazon Connect calls its queues and topics."""

_QUEUES = (
    {
        "name": PHONE,
        "label": {"ja": "代表電話", "en": "Support line"},
        "channel": "phone",
        "skills": [PHONE],
        "handle_seconds": 600,
        "goal": {"service_level": 0.85, "min_agents": 2},
        "escalation": {"to": TIER_2},
    },
    {
        "name": TIER_2,
        "label": {"ja": "技術エスカレーション", "en": "Technical escalations"},
        "channel": "phone",
        "tier": 2,
        "skills": [TIER_2],
        "handle_seconds": 600,
        "goal": {
            "service_level": 0.70,
            "threshold_seconds": 600,
            "floor": 0.5,
            "max_abandonment": 0.3,
            "min_agents": 1,
        },
    },
    {
        "name": MAIL,
        "label": {"ja": "メール", "en": "Mail"},
        "channel": "mail",
        "skills": [MAIL],
        "handle_seconds": 600,
        "goal": {"min_agents": 1, "deadline_business_days": 1, "deadline_latest_days": 2},
    },
)
_BREAKS = ("10:00-11:45", "14:45-17:00")
"""Two a day: between calls people wait for half of the time, so no hour at the screen is without a pause."""

_FLEXTIME = (shift("flex", "フレックス", "08:30-17:30", lunch="11:00-15:00", latest_start="10:00", breaks=_BREAKS),)


def business_it_toml(people: People | None = None) -> str:
    """The text of desk.toml; without people it cannot say who the users of Connect are."""
    hours = open_hours("09:30-17:30")
    return desk_toml(
        {
            "name": "法人デバイス管理サポート",
            "kind": "business-it",
            "closed_on": CLOSED_AT_NEW_YEAR,
            "agent_word": {"ja": "技術員", "en": "engineer"},
            "shifts.hours_mode": "flextime",
            "shifts.staggered_break_agreement": True,
            "shifts.screen_minutes_on_end": 0,
            "shrinkage.confidence": ENOUGH_THERE,
            "shrinkage.unplanned": ABSENT_SHARE,
            "novices.weeks": 24,  # one mail a day at first, then two more each week, as in the log
            "novices.written_only_weeks": 8,
            "widget.other_channels": ["mail", "faq"],
        },
        hours={"phone": hours, "mail": hours},
        queues=_QUEUES,
        shifts=_FLEXTIME,
        systems={"amazon_connect": {"devices": INSTANCE.settings(people.staff if people else ())}},
    )
