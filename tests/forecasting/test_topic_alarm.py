"""Topics are watched by their share of each day: what rises beyond its own noise is found soon, and little else."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from benchmarks.topics import NOISES, TOPICS_A_DAY, days_to_detection, drawn_calendar, false_alarms_a_month
from data.calendar import Calendar
from data.desk import DeskSettings
from data.opening_hours import WEEKDAYS
from forecasting.topic_alarm import daily_evidence, limit_of
from forecasting.topic_days import TopicDays
from forecasting.topic_sentences import trend_sentences
from forecasting.topic_trends import TREND_COLUMNS, TopicTrend, topic_trends, trend_rows
from forecasting.usual_topics import TopicDay

LAST_DAY = date(2026, 11, 22)
USUAL = {"setup": 20.0, "returns": 16.0, "delivery": 24.0, "battery": 12.0}
MAIL = drawn_calendar()


def drawn(
    usual: Mapping[str, float] = USUAL,
    *,
    days: int = 120,
    seed: int = 4,
    every_topic: tuple[int, float] = (0, 1.0),
    **changes: tuple[int, float],
) -> pd.DataFrame:
    """Rows of so many days; `topic=(days, factor)` changes a topic on the last so many days.

    `every_topic=(days before the end, factor)` changes one day as a whole.
    """
    chance = np.random.default_rng(seed)
    dates = pd.date_range(end=pd.Timestamp(LAST_DAY), periods=days)
    of_day = np.where(np.arange(days) == days - every_topic[0], every_topic[1], 1.0)
    parts = []
    for topic, rate in usual.items():
        back, factor = changes.get(topic, (0, 1.0))
        rates = np.where(np.arange(days) >= days - back, rate * factor, rate)
        parts.append(pd.DataFrame({"date": dates, "topic": topic, "offered": chance.poisson(rates * of_day)}))
    return pd.concat(parts, ignore_index=True).assign(queue="mail")


def trends_of(rows: pd.DataFrame, *, last_day: date = LAST_DAY, calendar: Calendar = MAIL) -> dict[str, TopicTrend]:
    return {each.topic: each for each in topic_trends(rows, calendar=calendar, last_day=last_day)}


def states(rows: pd.DataFrame, *, back: int = 0) -> dict[str, str]:
    """What each topic's state was so many days before the last."""
    return {name: each.state for name, each in trends_of(rows, last_day=LAST_DAY - timedelta(days=back)).items()}


# ------------------------------------------------------------------------------------------ rate and delay
@pytest.mark.parametrize("noise", NOISES, ids=lambda noise: noise.name)
def test_all_topics_together_raise_less_than_one_false_alarm_a_month(noise: object) -> None:
    assert false_alarms_a_month(noise, years=6, seed=11) < 0.75  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("usual", "days"),
    [
        pytest.param(30.0, 1, id="a large topic, at once"),
        pytest.param(16.0, 2, id="an eighth of the desk, within two days"),
        pytest.param(6.0, 6, id="a small one later"),
    ],
)
def test_a_doubled_topic_is_found_in_days_that_its_size_allows(usual: float, days: int) -> None:
    took = days_to_detection(NOISES[1], TOPICS_A_DAY.index(usual), draws=12, seed=3)

    assert np.median(took) <= days
    assert np.isfinite(took).mean() > 0.9


def test_the_evidence_is_the_ratio_of_two_binomial_likelihoods() -> None:
    day = TopicDay(
        share=np.array([[0.2, 0.8]]),
        calm=np.array([[20.0, 80.0]]),
        bounded=np.array([[20.0, 80.0]]),
        exposure=np.array([[100.0, 100.0]]),
        usual=np.array([[20.0, 80.0]]),
        spread=np.array([1.0, 2.0]),
        known=np.array([True]),
    )

    evidence = daily_evidence(np.array([[30.0, 70.0]]), day)

    ratios = [30 * np.log((1 / 3) / 0.2) + 70 * np.log((2 / 3) / 0.8)]
    ratios += [(70 * np.log((8 / 9) / 0.8) + 30 * np.log((1 / 9) / 0.2)) / 2]
    assert evidence == pytest.approx(ratios)


def test_more_topics_raise_the_limit_so_that_the_desk_has_one_false_alarm_a_month() -> None:
    assert limit_of(10) == pytest.approx(np.log(10 * 365.25 / 12))


# ------------------------------------------------------------------------------------------ what rises, what does not
def test_a_batch_is_found_with_its_first_day_its_size_and_how_seldom_chance_brings_it() -> None:
    trend = trends_of(drawn(returns=(5, 3.0)))["returns"]

    low, high = trend.times_between
    assert (trend.state, trend.first_day, trend.last_day) == ("rising", LAST_DAY - timedelta(days=4), LAST_DAY)
    assert trend.raised is not None
    assert trend.raised <= LAST_DAY - timedelta(days=3)
    assert low < 3 < high
    assert trend.expected == pytest.approx(5 * 16, rel=0.2)
    assert trend.chance_days > 10_000


def test_one_topics_batch_makes_no_other_rise_or_fall() -> None:
    trends = trends_of(drawn(delivery=(10, 6.0)))

    assert [name for name, each in trends.items() if each.is_rising] == ["delivery"]
    assert trends["setup"].times == pytest.approx(1.0, abs=0.2)


@pytest.mark.parametrize(
    ("back", "factor"),
    [
        pytest.param(1, 3.0, id="a busy day"),
        pytest.param(1, 0.3, id="a day known in part"),
        pytest.param(4, 0.0, id="a hole in the log"),
    ],
)
def test_a_day_on_which_all_topics_are_more_or_fewer_is_no_alarm(back: int, factor: float) -> None:
    assert set(states(drawn(every_topic=(back, factor))).values()) == {"usual"}


def test_closed_days_and_weekdays_that_differ_are_no_alarm() -> None:
    rows = drawn(days=200)
    weekday = rows["date"].dt.day_of_week
    rows = rows[weekday < 5]
    more_on_monday = (rows["topic"] == "setup") & (rows["date"].dt.day_of_week == 0)
    rows = rows.assign(offered=np.where(more_on_monday, (rows["offered"] * 1.8).round(), rows["offered"]))

    assert set(states(rows, back=6).values()) == {"usual"}


def test_a_batch_is_not_learnt_as_usual_while_it_runs() -> None:
    trend = trends_of(drawn(returns=(20, 2.5)))["returns"]

    assert trend.is_rising
    assert trend.usual_a_day == pytest.approx(16, rel=0.15)


def test_a_new_topic_is_found_and_a_handful_of_one_is_not() -> None:
    usual, new = drawn(), drawn({"sticks": 4.0}, days=6)

    assert states(pd.concat([usual, new]))["sticks"] == "new"
    assert states(pd.concat([usual, new[:1]]))["sticks"] == "usual"


@pytest.mark.parametrize("days", [5, 25, 60])
def test_a_topic_that_vanishes_makes_no_other_rise(days: int) -> None:
    found = states(drawn(days=200, delivery=(days, 0.0)))

    assert set(found.values()) == {"usual"}


def test_an_alarm_ends_when_the_topic_is_back() -> None:
    rows = drawn(returns=(20, 3.0))
    back = rows["date"] > pd.Timestamp(LAST_DAY - timedelta(days=10))
    rows = rows.assign(offered=np.where(back & (rows["topic"] == "returns"), 16, rows["offered"]))

    trend = trends_of(rows)["returns"]

    assert trend.state == "over"
    assert abs((trend.first_day - (LAST_DAY - timedelta(days=19))).days) <= 1
    assert abs((trend.last_day - (LAST_DAY - timedelta(days=10))).days) <= 1


def test_what_stays_for_four_weeks_is_the_new_usual() -> None:
    trend = trends_of(drawn(days=160, returns=(45, 2.5)))["returns"]

    assert trend.state == "settled"
    assert trend.usual_a_day == pytest.approx(40, rel=0.2)


def test_what_comes_on_each_billing_day_is_expected_there(calendar: Calendar) -> None:
    rows = drawn({"technical": 60.0, "billing": 40.0}, days=230, seed=9).assign(queue="support")
    rows = rows[rows["date"].dt.day_of_week < 5]
    drivers = calendar.drivers("phone", rows["date"].min().date(), LAST_DAY)
    on_billing = rows["date"].isin(drivers.index[drivers["days_after_billing"] == 0]) & (rows["topic"] == "billing")
    rows = rows.assign(offered=np.where(on_billing, rows["offered"] * 2.5, rows["offered"]))

    alone = rows.assign(date=rows["date"] + pd.Timedelta(days=7))

    assert not any(each.has_alarm for each in trends_of(rows, calendar=calendar).values())
    assert trends_of(alone, calendar=calendar)["billing"].has_alarm


# ------------------------------------------------------------------------------------------ little data
def test_nothing_later_changes_what_was_known_on_a_day() -> None:
    rows = pd.concat([drawn(returns=(8, 3.0)), drawn({"sticks": 9.0}, days=3)])
    day = LAST_DAY - timedelta(days=5)

    then = topic_trends(rows[rows["date"] <= pd.Timestamp(day)], calendar=MAIL, last_day=day)
    now = topic_trends(rows, calendar=MAIL, last_day=day)

    pd.testing.assert_frame_equal(trend_rows(then), trend_rows(now))


def test_a_young_log_is_learnt_from_before_it_is_watched() -> None:
    assert set(states(drawn(days=27, returns=(3, 5.0))).values()) == {"learning"}


def test_the_only_topic_of_a_channel_tells_that_it_has_no_share() -> None:
    assert states(drawn({"setup": 30.0}, setup=(5, 3.0))) == {"setup": "alone"}


def test_contacts_without_a_topic_and_queues_that_the_desk_has_not_are_left_out() -> None:
    rows = drawn()
    nothing = rows[rows["topic"] == "setup"].assign(topic="")
    foreign = rows.assign(queue="elsewhere")

    with_all, alone = (
        TopicDays.of(each, calendar=MAIL, last_day=LAST_DAY) for each in (pd.concat([rows, nothing, foreign]), rows)
    )

    assert with_all.topics == alone.topics
    assert np.array_equal(with_all.counts, alone.counts)


def test_a_desk_without_topics_says_so() -> None:
    rows = drawn().assign(topic="")

    assert topic_trends(rows, calendar=MAIL, last_day=LAST_DAY) == []
    assert "no contact of the last four weeks" in str(trend_sentences([])[0])
    assert list(trend_rows([]).columns) == list(TREND_COLUMNS)


def test_channels_open_on_different_days_are_not_mixed_up() -> None:
    hours = {"mail": {day: ["09:00-18:00"] for day in WEEKDAYS}, "phone": {"mon": ["09:00-18:00"]}}
    queue = [{"name": "mail", "channel": "mail"}, {"name": "line"}]
    settings = {"format": 1, "name": "two", "time_zone": "Asia/Tokyo", "hours": hours, "queue": queue}
    calendar = Calendar(DeskSettings.model_validate(settings))
    calls = drawn({"setup": 90.0, "returns": 5.0}, seed=5).assign(queue="line")
    calls = calls[calls["date"].dt.day_of_week == 0]

    trends = trends_of(pd.concat([drawn(), calls]), calendar=calendar, last_day=LAST_DAY - timedelta(days=6))

    assert {each.state for each in trends.values()} == {"usual"}


# ------------------------------------------------------------------------------------------ sentences
def test_sentences_tell_the_rise_its_formula_and_which_topics_are_small() -> None:
    rows = pd.concat([drawn(returns=(5, 3.0)), drawn({"rare": 2.0}, seed=8)])

    told = [str(one) for one in trend_sentences(topic_trends(rows, calendar=MAIL, last_day=LAST_DAY))]

    assert told[0].startswith("returns rises: ")
    assert f"since {LAST_DAY - timedelta(days=4)}" in told[0]
    assert "expected = usual share" in told[1]
    assert "rare (" in told[2]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        pytest.param(drawn(), "no topic rises", id="nothing"),
        pytest.param(pd.concat([drawn(), drawn({"sticks": 9.0}, days=4)]), "sticks is new: ", id="a new topic"),
        pytest.param(drawn(days=160, returns=(45, 2.5)), "no topic rises", id="a new level"),
    ],
)
def test_the_first_sentence_tells_whether_anything_rises(rows: pd.DataFrame, told: str) -> None:
    assert str(trend_sentences(topic_trends(rows, calendar=MAIL, last_day=LAST_DAY))[0]).startswith(told)
