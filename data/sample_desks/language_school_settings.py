"""The settings of the sample desk `language-school`."""

from data.sample_desks.desk_toml import ABSENT_SHARE, ENOUGH_THERE, desk_toml, open_hours, shift
from data.sample_desks.genesys_log import GenesysOrganisation
from data.sample_desks.people import People

CHAT, PHONE, VIDEO, MAIL = "chat", "phone", "video", "mail"
RELEASES = ("新教材の公開", "アプリの更新", "講師プロフィール刷新")

_LIVE_GOAL = {"service_level": 0.75, "threshold_seconds": 180, "floor": 0.5, "max_abandonment": 0.18, "min_agents": 1}
_QUEUES = (
    {
        "name": CHAT,
        "label": {"ja": "チャット", "en": "Chat"},
        "channel": "chat",
        "skills": [CHAT],
        "concurrency": 3,
        "concurrency_slowdown": 0.0,  # the 900 s of the log were measured while several chats ran at once
        "handle_seconds": 900,
        "goal": {**_LIVE_GOAL, "threshold_seconds": 120, "min_agents": 2},
    },
    {
        "name": PHONE,
        "label": {"ja": "電話", "en": "Phone"},
        "channel": "phone",
        "skills": [PHONE],
        "handle_seconds": 900,
        "goal": _LIVE_GOAL,
    },
    {
        "name": VIDEO,
        "label": {"ja": "ビデオ相談", "en": "Video call"},
        "channel": "video",
        "skills": [VIDEO],
        "handle_seconds": 900,
        "goal": _LIVE_GOAL,
    },
    {
        "name": MAIL,
        "label": {"ja": "メール", "en": "Mail"},
        "channel": "mail",
        "skills": [MAIL],
        "handle_seconds": 600,
        "goal": {"min_agents": 0, "deadline_business_days": 2, "deadline_latest_days": 3},
    },
)


ORGANISATION = GenesysOrganisation(
    queues={"ChatDesk": CHAT, "PhoneDesk": PHONE, "VideoDesk": VIDEO, "MailDesk": MAIL},
    topics={
        "wrap-booking": "レッスン予約",
        "wrap-level": "レベル相談",
        "wrap-audio": "接続・音声",
        "wrap-billing": "お支払い",
        "wrap-leaving": "休会・退会",
    },
)


def language_school_toml(people: People | None = None) -> str:
    """The text of desk.toml; without people it cannot say who the users of Genesys are."""

    def daily(span: str) -> dict[str, list[str]]:
        return open_hours(span, weekend=span, holiday=span)

    return desk_toml(
        {
            "name": "オンライン語学スクール学習サポート",
            "kind": "language-school",
            "closed_on": ["12-31", "01-01", "01-02"],
            "agent_word": {"ja": "学習アドバイザー", "en": "adviser"},
            "shifts.staggered_break_agreement": True,
            "shrinkage.confidence": ENOUGH_THERE,
            "shrinkage.unplanned": ABSENT_SHARE,
            "widget.other_channels": ["chat", "mail"],
        },
        hours={
            "chat": daily("12:00-22:00"),
            "phone": daily("13:00-21:00"),
            "video": daily("16:00-22:00"),
            "mail": daily("12:00-22:00"),
        },
        queues=_QUEUES,
        shifts=[
            shift("noon", "昼番", "12:00-21:00", lunch="13:00-18:00"),
            shift("late", "遅番", "13:00-22:00", lunch="14:00-18:00"),
            shift("evening", "夜間応援", "18:00-22:00"),
        ],
        systems={"genesys": {"school": ORGANISATION.settings(people.staff if people else ())}},
    )
