"""The hosting desk's settings and what it announces: desk.toml, releases, campaigns, company events."""

from datetime import date
from pathlib import Path

from data.calendar import Calendar
from data.channel import Channel
from data.desk import DeskSettings
from data.desk_file import settings_of_text
from data.new_desk import filled_template
from data.sample_desks.events import draw_events
from data.sample_desks.span import Span

QUEUE = "support"
CHANNEL: Channel = "phone"
MAIL_QUEUE = "mail"
SECOND_TIER_QUEUE = "tier2"

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
    span = Span(since, until, seed)
    events = draw_events(plain, CHANNEL, span, releases=_RELEASES, campaign="乗り換えキャンペーン")
    return Calendar(settings=plain.settings, events=events)
