"""What the widget rests on where there is no phone, and what its publisher is told."""

from datetime import date
from pathlib import Path
from typing import Literal

import pandas as pd
import pytest

from dashboards.best_times import BestTimes
from dashboards.publish_desk import publish_desk
from dashboards.publish_sentence import publish_sentence
from dashboards.usual_roster import PastWaits
from dashboards.widget_queues import ReplyTimes, reply_times, widget_channels, widget_queues
from dashboards.widget_words import table_page
from data.desk import Desk, DeskSettings
from data.errors import NothingToDo
from data.reply_deadline import BusinessDays, BusinessHours
from tests.dashboards.widget_desk import (
    NOW,
    best_times_of,
    chat_settings,
    coverage_of,
    forecast_of,
    past_of,
    written_settings,
)

SITE = Path("site")


def at_noon(best_times: BestTimes) -> str:
    return best_times.days[1].levels[best_times.minutes.index(720)]


def test_without_a_phone_the_levels_are_those_of_the_chat() -> None:
    settings = chat_settings()
    forecast = forecast_of(settings)

    found = best_times_of(settings, forecasts=[forecast], history=past_of(settings), agents=coverage_of(forecast, 30))

    assert found.channels == ("chat",)
    assert found.other_channels == ("mail",)
    assert at_noon(found) == "easy"


@pytest.mark.parametrize(
    ("calls", "chats", "channel", "others"),
    [
        pytest.param(6.0, 40.0, "chat", ("phone", "mail"), id="most customers chat"),
        pytest.param(40.0, 6.0, "phone", ("chat", "mail"), id="most customers call"),
    ],
)
def test_of_several_live_channels_the_one_with_most_contacts_is_shown_and_named(
    calls: float, chats: float, channel: str, others: tuple[str, ...]
) -> None:
    settings = chat_settings()
    chat, phone = settings.queue
    settings = settings.model_copy(update={"queue": (phone.model_copy(update={"tier": 1}), chat)})
    counted = {"experts": calls, "support": chats}
    forecasts = [forecast_of(settings, lambda _, n=n: n, queue=queue) for queue, n in counted.items()]
    pasts = [past_of(settings, lambda _, n=n: n, queue=queue) for queue, n in counted.items()]
    past = PastWaits(
        interval_count=pd.concat([one.interval_count for one in pasts]),
        interval_wait=pd.concat([one.interval_wait for one in pasts]),
    )

    found = best_times_of(settings, forecasts=forecasts, history=past)

    said = {"chat": "チャット", "phone": "電話"}[channel]
    assert found.channels == (channel,)
    assert found.other_channels == others
    assert f"<p>対象: {said}</p>" in table_page(found)


def test_people_who_serve_several_chats_at_once_are_more_servers_but_slower_ones() -> None:
    # One chat at a time, ten people cannot quite bear the 10.3 erlangs; three at once they can with ease, unless each
    # chat then takes five times as long.
    levels = []
    for chats, slowdown in ((1, 0.2), (3, 0.2), (3, 2.0)):
        settings = chat_settings(concurrency=chats, concurrency_slowdown=slowdown, patience_seconds=600)
        forecast = forecast_of(settings, lambda start: 62.0)
        plan = coverage_of(forecast, 10)
        levels.append(at_noon(best_times_of(settings, forecasts=[forecast], history=past_of(settings), agents=plan)))

    assert levels == ["busy", "easy", "very_busy"]


def test_a_single_person_with_many_chats_stays_a_single_person() -> None:
    settings = chat_settings(concurrency=6)
    forecast = forecast_of(settings, lambda start: 27.0 if start.minute == 0 else 1.5)

    plan = coverage_of(forecast, 1)
    found = best_times_of(settings, forecasts=[forecast], history=past_of(settings), agents=plan)

    assert len(set(found.days[1].levels[:4])) == 1
    assert len(set(found.days[1].levels[4:])) == 1


def test_the_slowest_written_promise_holds_for_all_and_tier_2_is_never_public() -> None:
    settings = written_settings()

    assert widget_channels(settings) == ("mail", "form")
    assert [queue.name for queue in widget_queues(settings)] == ["mail", "form"]
    assert reply_times(settings) == ReplyTimes(within=BusinessDays(2), latest_days=3)


@pytest.mark.parametrize(
    ("goals", "told"),
    [
        pytest.param(
            ({"deadline_business_hours": 4}, {"deadline_business_hours": 6, "deadline_latest_days": 1}),
            ReplyTimes(BusinessHours(6), 2),
            id="the most hours where all are hours",
        ),
        pytest.param(
            ({"deadline_business_hours": 4}, {"deadline_business_days": 2}),
            ReplyTimes(BusinessDays(2), 2),
            id="days where one counts days",
        ),
        pytest.param(
            ({"deadline_business_hours": 20, "deadline_latest_days": 4}, {"deadline_business_days": 1}),
            ReplyTimes(BusinessDays(3), 4),
            id="the days within which twenty hours are over",
        ),
    ],
)
def test_the_slowest_promise_is_found_among_days_and_hours(
    goals: tuple[dict[str, int], dict[str, int]], told: ReplyTimes
) -> None:
    queues = [{"name": name, "channel": name, "goal": goal} for name, goal in zip(("mail", "form"), goals, strict=True)]

    assert reply_times(written_settings(queue=queues)) == told


def test_a_desk_that_no_customer_can_reach_has_nothing_to_publish() -> None:
    settings = chat_settings(tier=2)

    with pytest.raises(NothingToDo, match="tier = 1"):
        best_times_of(settings)


def test_a_desk_that_is_only_written_to_is_published_without_any_forecast(tmp_path: Path) -> None:
    published = publish_desk(Desk(tmp_path, written_settings()), tmp_path / "site", now=NOW)

    assert not published.is_past
    assert published.best_times.reply == ReplyTimes(BusinessDays(2), 3)
    assert "返信の目安だけ" in published.sentence("ja")
    assert (tmp_path / "site" / "best-times.json").is_file()


def test_a_holiday_closes_the_written_channels_and_a_weekend_is_not_listed() -> None:
    found = best_times_of(written_settings(), forecasts=(), now=NOW.replace(day=23))

    assert found.closed_days == (date(2026, 11, 23),)


@pytest.mark.parametrize(
    ("planned", "ja", "en"),
    [
        pytest.param(0, "ふだんの人数にもとづきます", "rest on the usual roster", id="no plan"),
        pytest.param(
            3, "2026-11-26まではシフト計画", "shift plan until 2026-11-26, then on the usual", id="three days"
        ),
        pytest.param(99, "すべての営業日でシフト計画", "rest on the shift plan", id="all days"),
    ],
)
def test_the_publisher_is_told_on_which_roster_the_levels_rest(
    weekday_settings: DeskSettings, planned: int, ja: str, en: str
) -> None:
    forecast = forecast_of(weekday_settings)
    plan = coverage_of(forecast, 9)
    days = sorted(set(plan["interval_start"].dt.date))[:planned]
    plan = plan[plan["interval_start"].dt.date.isin(days)]

    found = best_times_of(weekday_settings, forecasts=[forecast], agents=plan)

    assert ja in publish_sentence(found, "ja", folder=SITE, is_past=False)
    assert en in publish_sentence(found, "en", folder=SITE, is_past=False)


@pytest.mark.parametrize(("language", "said"), [("ja", "2026-11-24からの分"), ("en", "the days from 2026-11-24 on")])
def test_the_publisher_of_an_old_log_is_told_so(
    weekday_settings: DeskSettings, language: Literal["ja", "en"], said: str
) -> None:
    found = best_times_of(weekday_settings)

    assert said in publish_sentence(found, language, folder=SITE, is_past=True)
