"""What pages call a queue, what they tell of who feeds it, and what a list of open contacts says of status notes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboards.day_cover import DayWork, WorkBar
from dashboards.desk_view import DeskView, newest_plan, view_desk
from dashboards.figures.kept_bars import kept_bars_figure
from dashboards.figures.work_bars import activity_text
from dashboards.kept_months import KeptMonth
from dashboards.look import Look
from dashboards.open_replies import open_replies
from dashboards.pages.one_more import change_text
from dashboards.pages.parts import select
from dashboards.pages.promise import finding_text as promise_text
from dashboards.pages.promise import months_table
from dashboards.pages.replies import finding_text, replies_table
from dashboards.pages.shifts import net_note, people_table
from dashboards.queue_notes import concurrency_note, tier_note
from dashboards.texts import Words
from data.desk import Desk, QueueSettings
from data.service_goal import ServiceGoal

ENGLISH, JAPANESE = Words("en"), Words("ja")
AS_OF = pd.Timestamp("2026-11-24 09:00", tz="Asia/Tokyo")


def _shown(component: Any) -> str:
    return str(component.to_plotly_json())


def _with_queues(view: DeskView, **changes: dict[str, object]) -> DeskView:
    """The view with settings of some queues changed."""
    settings = view.desk.settings
    queues = [queue.model_copy(update=changes.get(queue.name, {})) for queue in settings.queue]
    changed = settings.model_copy(update={"queue": queues})
    desk = Desk(**{**vars(view.desk), "settings": changed})
    return DeskView(desk=desk, tables=view.tables, look=Look(words=ENGLISH))


def test_a_queue_named_after_its_channel_is_called_like_the_channel() -> None:
    assert QueueSettings(name="phone").title("ja") == "電話"
    assert QueueSettings(name="technical").title("ja") == "technical"
    assert activity_text("mail", "メール", words=JAPANESE) == "メール"
    assert activity_text("phone", "technical", words=JAPANESE) == "technical(電話)"


def test_a_drop_down_is_as_wide_as_its_longest_choice_within_a_phones_screen() -> None:
    short, long, endless = (
        select("queue", label="Queue", choices=[("q", text)]).w
        for text in ("電話", "Technical escalations (phone, tier 2)", "窓口" * 40)
    )

    assert short < long < 360
    assert endless < 360


def test_a_queue_with_a_label_is_called_by_it_in_the_readers_language(full_desk: Path) -> None:
    view = _with_queues(view_desk(full_desk), technical={"label": {"ja": "技術サポート", "en": "Technical help"}},
                        billing={"label": {"ja": "料金"}})  # fmt: skip

    assert view.queue_title("technical") == "Technical help"
    assert replace(view, look=Look(words=JAPANESE)).queue_title("technical") == "技術サポート"
    assert view.queue_title("billing") == "billing"
    assert dict(view.queue_choices(["technical"]))["technical"] == "Technical help (phone)"


def test_a_tier_two_queue_is_marked_and_says_how_much_tier_one_hands_over(full_desk: Path) -> None:
    view = _with_queues(view_desk(full_desk), billing={"tier": 2})
    counts = view.tables["interval_count"]
    recent = counts[counts["interval_start"] > counts["interval_start"].max() - pd.Timedelta(weeks=13)]
    offered = recent.groupby("queue")["offered"].sum().astype(float)

    note = tier_note(view, "billing")

    assert f"({offered['billing'] / offered['technical'] * 100:.1f} of 100 calls" in note
    assert tier_note(view, "technical") == ""
    assert dict(view.queue_choices(["technical", "billing"]))["billing"] == "billing (phone, tier 2)"


def test_a_tier_two_queue_without_a_tier_one_in_its_channel_gives_no_share(full_desk: Path) -> None:
    view = _with_queues(view_desk(full_desk), letters={"tier": 2})

    assert tier_note(view, "letters") == "Customers do not reach this queue: tier 1 hands over to it."


def test_several_chats_at_once_are_told(full_desk: Path) -> None:
    view = _with_queues(view_desk(full_desk), technical={"concurrency": 3})

    assert concurrency_note(view, "technical") == "Each person handles up to 3 at once."
    assert concurrency_note(view, "billing") == ""


def _open_rows() -> pd.DataFrame:
    day = pd.Timedelta(days=1)
    return pd.DataFrame(
        {
            "contact_id": ["T1", "T2", "T3"],
            "state": ["ok", "ok", "ok"],
            "received_at": [AS_OF - day] * 3,
            "deadline_at": [AS_OF + day] * 3,
            "next_status_at": [AS_OF - pd.Timedelta(hours=1), AS_OF + day, pd.NaT],
        }
    )


def test_a_status_note_that_was_promised_for_earlier_is_counted_and_marked() -> None:
    replies = open_replies(_open_rows())

    assert "Past the time promised for a status note: 1." in finding_text(replies, [], ENGLISH, as_of=AS_OF)
    assert _shown(replies_table(replies, ENGLISH, as_of=AS_OF)).count("▲") == 1


@pytest.mark.parametrize(
    ("words", "goal", "said"),
    [
        (JAPANESE, ServiceGoal(), "期限(1営業日)内の返信が 91.0%(目標 90%)"),
        (ENGLISH, ServiceGoal(), "91.0% answered by the deadline (business days: 1; goal 90%)"),
        (JAPANESE, ServiceGoal(deadline_business_hours=4), "期限(営業時間で4時間)内の返信が 91.0%(目標 90%)"),
        (
            ENGLISH,
            ServiceGoal(deadline_business_hours=4),
            "91.0% answered by the deadline (business hours: 4; goal 90%)",
        ),
    ],
)
def test_the_page_of_promises_names_the_deadline_in_days_or_hours(words: Words, goal: ServiceGoal, said: str) -> None:
    month = KeptMonth(
        month="2026-11", offered=200, kept=0.91, promised=np.nan, kept_where_promised=np.nan, abandonment=np.nan,
        latest_kept=0.99, forecast_error=0.2, handling_hours=30, outcomes={},
    )  # fmt: skip
    queue = QueueSettings(name="letters", channel="mail", goal=goal)

    assert said in promise_text([month], queue, words=words, is_live=False)


@pytest.mark.parametrize(
    ("key", "japanese", "english"),
    [
        (
            "promise.formula_written",
            "= 営業時間で1.5時間以内に返信した件数",
            "Deadline in business hours: 1.5; latest in",
        ),
        ("promise.formula_written", "最長期限は2営業日。", "latest in business days: 2."),
        ("busy.finding_deadline", "期限(営業時間で1.5時間)内の返信は", "by the deadline (business hours: 1.5)."),
        ("busy.deadline_formula", "期限(営業時間で1.5時間)内の返信率", "and due (business hours: 1.5), last 13 weeks"),
        ("replies.list_note", "期限は営業時間で1.5時間以内。", "Deadline in business hours: 1.5."),
    ],
)
def test_every_page_names_a_deadline_in_business_hours(key: str, japanese: str, english: str) -> None:
    goal = ServiceGoal(deadline_business_hours=1.5)

    said = [words.say(key, **words.of_goal(goal), rate="91", until="-") for words in (JAPANESE, ENGLISH)]

    assert japanese in said[0]
    assert english in said[1]


def test_nothing_open_is_a_sentence_not_an_empty_table() -> None:
    assert replies_table([], JAPANESE).children == "未返信はありません。"


@pytest.mark.parametrize("promised", [0.9, np.nan])
def test_promises_have_a_column_and_a_mark_only_where_some_were_made(full_desk: Path, promised: float) -> None:
    month = KeptMonth(
        month="2026-11", offered=200, kept=0.91, promised=promised, kept_where_promised=np.nan, abandonment=0.04,
        latest_kept=np.nan, forecast_error=0.2, handling_hours=30, outcomes={"retained": 0.95, "csat": 4.3},
    )  # fmt: skip
    queue = view_desk(full_desk).desk.queue("technical")

    head = _shown(months_table([month], queue, words=ENGLISH, is_live=True))

    assert ("Promised" in head) == (not np.isnan(promised))
    assert len(kept_bars_figure([month], Look(), goal=0.9)["data"]) == (1 if np.isnan(promised) else 2)
    assert "95.0%" in head
    assert "4.30" in head


def test_one_more_person_is_told_of_the_queue_as_people_call_it(full_desk: Path) -> None:
    view = _with_queues(view_desk(full_desk), technical={"label": {"en": "Technical help"}})
    first = newest_plan(view).coverage["interval_start"].min()

    told = change_text(view, "technical", day=first.date(), minutes=(600, 720))

    assert told.startswith(f"Technical help, {first:%Y-%m-%d}, one more person")


def test_the_people_of_a_day_serve_queues_by_their_label() -> None:
    bars = (WorkBar("佐藤", 600, 720, "phone", "technical"), WorkBar("佐藤", 720, 780, "lunch", ""))
    work = DayWork(AS_OF.date(), ("佐藤",), bars, ())

    table = _shown(people_table(work, ENGLISH, titles={"technical": "Technical help"}, agent="Engineer"))

    assert "10:00–12:00 Technical help (phone), 12:00–13:00 lunch" in table


@pytest.mark.parametrize(("queue", "told"), [("technical", False), ("letters", True)])
def test_a_profile_of_written_work_is_said_to_be_one_way_to_spread_it(full_desk: Path, queue: str, told: bool) -> None:
    view = _with_queues(view_desk(full_desk))

    note = net_note(view, queue)

    assert ("need only be done by its deadline" in note) == told
