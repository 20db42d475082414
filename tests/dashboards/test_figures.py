"""The pictures are plain dicts that say the same by colour, by sign and in words."""

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from dashboards.busy_hours import BusyWeek, busy_week, days_left, share_by_deadline, weekday_replies
from dashboards.day_cover import DayCover, DayWork, WorkBar, cover_of_day, plan_shortage, work_of_day
from dashboards.figures.busy_map import busy_map_figure
from dashboards.figures.days_ahead import days_ahead_figure
from dashboards.figures.half_hours import half_hours_figure
from dashboards.figures.kept_bars import kept_bars_figure
from dashboards.figures.month_index import month_index_figure, position_text
from dashboards.figures.net_staffing import net_staffing_figure, signed_people
from dashboards.figures.required_scheduled import required_scheduled_figure
from dashboards.figures.style import Figure, wrapped
from dashboards.figures.topic_lines import topic_lines_figure
from dashboards.figures.work_bars import work_bars_figure, work_bars_height
from dashboards.kept_months import kept_months
from dashboards.look import Look
from dashboards.month_position import MonthPosition, PositionIndex, month_position
from dashboards.open_replies import count_states, open_replies
from dashboards.pages.duties import duties_table, last_mornings, shown_duties
from dashboards.pages.duties import finding_text as duties_text
from dashboards.pages.parts import kept_choice
from dashboards.pages.shifts import clock_span, plan_text
from dashboards.pages.shifts import finding_text as shifts_text
from dashboards.palette import PALETTES, Palette
from dashboards.texts import Words
from dashboards.weeks_ahead import DayBand, day_bands, day_hours, find_peak
from data.calendar import Calendar
from data.desk import DeskSettings
from forecasting.forecast import NamedEffect
from forecasting.topic_trends import TopicTrend, topic_trends
from tests.dashboards.fixtures.sample_view import (
    LOG_UNTIL,
    sample_counts,
    sample_forecast,
    sample_kept,
    sample_open,
    sample_plan,
    sample_requirement,
    sample_topics,
    sample_waits,
)

TUESDAY = date(2026, 11, 24)
LOOK = Look()
JAPANESE = Words("ja")
TITLES = {"support": "Support desk"}


@pytest.fixture
def calendar(weekday_settings: DeskSettings) -> Calendar:
    return Calendar(weekday_settings)


@pytest.fixture
def one_short_morning() -> DayCover:
    """Three half-hours: two people short, even, one to spare."""
    return DayCover("support", TUESDAY, 30, np.array([600.0, 630, 660]), np.array([5.0, 4, 3]), np.array([3.0, 4, 4]))


@pytest.fixture
def two_people() -> DayWork:
    bars = (
        WorkBar("佐藤", 600, 720, "phone", "support"),
        WorkBar("佐藤", 720, 780, "lunch", ""),
        WorkBar("鈴木", 630, 1080, "phone", "support"),
    )
    return DayWork(TUESDAY, ("佐藤", "鈴木"), bars, (("高橋", "paid_leave"),))


def _plain(figure: Figure) -> Figure:
    """Through JSON and back: fails on anything that is no plain value, NaN included."""
    return json.loads(json.dumps(figure, allow_nan=False))


# ------------------------------------------------------------------------------------------------ the weeks ahead
def test_day_bands_rise_and_hold_the_mean(calendar: Calendar) -> None:
    forecast = sample_forecast(calendar, "technical")

    days = day_bands(forecast)

    assert [day.day for day in days] == sorted({at.date() for at in forecast.starts})
    assert all(day.low95 < day.low80 < day.mean < day.high80 < day.high95 for day in days)
    assert sum(day.mean for day in days) == pytest.approx(forecast.mean.sum())


def test_a_day_marks_its_strong_effects_but_neither_level_nor_weekday() -> None:
    at = pd.Timestamp(TUESDAY)
    named = [("level", 300.0), ("weekday", 1.3), ("month_end", 0.9), ("after_closure", 1.25), ("holiday", 1.01)]
    day = DayBand(TUESDAY, 5, 1, 2, 8, 9, tuple(NamedEffect(at, name, factor) for name, factor in named))

    marked = [effect.name for effect in day.marked]

    assert marked == ["after_closure", "month_end"]
    assert day.factor("level") == 300
    assert day.factor("billing_day") is None


def test_bands_that_cross_are_refused() -> None:
    with pytest.raises(ValueError, match="must rise"):
        DayBand(TUESDAY, 5, 3, 2, 8, 9)


def test_the_picture_of_days_writes_reasons_with_signed_percentages(calendar: Calendar) -> None:
    days = day_bands(sample_forecast(calendar, "technical"))

    figure = _plain(days_ahead_figure(days, LOOK, channel="phone"))

    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert texts[0] == "休み<br>明け<br><b>+25%</b>"
    assert any("請求日<br><b>+30%</b>" in text for text in texts)
    assert figure["layout"]["xaxis"]["ticktext"][0].startswith("11/24<br>火<br><b>")


def _month_of_days(**reasons: str) -> list[DayBand]:
    """Five weeks of days, some with a reason by their number: `d24="release"`."""
    found = []
    for at in pd.date_range("2026-11-01", periods=35):
        name = reasons.get(f"d{at.day}") if at.month == 11 else None
        found.append(DayBand(at.date(), 100, 80, 90, 110, 120, (NamedEffect(at, name, 1.2),) if name else ()))
    return found


def test_a_reason_that_would_run_into_its_neighbour_stands_above_it() -> None:
    days = _month_of_days(d10="holiday", d12="holiday", d24="month_start", d25="release")

    notes = days_ahead_figure(days, Look(words=Words("en")), channel="phone")["layout"]["annotations"]

    alone, other, first, beside = (note["yshift"] for note in notes)
    assert alone == other == first == 2
    assert beside >= 2 + 3 * 13


def test_the_numbers_below_many_days_do_not_run_together() -> None:
    few, many = (days_ahead_figure(_month_of_days()[:count], LOOK, channel="phone") for count in (25, 35))

    assert "<b>100</b>" in few["layout"]["xaxis"]["ticktext"][0]
    assert many["layout"]["xaxis"]["ticktext"][0] == "11/<br>1<br>日<br>100"
    assert many["layout"]["xaxis"]["tickfont"]["size"] < few["layout"]["xaxis"]["tickfont"]["size"]


def test_the_picture_of_days_draws_the_wide_band_behind_the_narrow_one(calendar: Calendar) -> None:
    days = day_bands(sample_forecast(calendar, "technical"))

    bars = [trace for trace in _plain(days_ahead_figure(days, LOOK, channel="phone"))["data"] if trace["type"] == "bar"]

    wide, narrow = bars[1], bars[2]
    assert [wide["name"], narrow["name"]] == ["95%の範囲", "80%の範囲"]
    assert wide["base"][0] == pytest.approx(days[0].low95, abs=0.1)
    assert narrow["base"][0] + narrow["y"][0] == pytest.approx(days[0].high80, abs=0.1)


def test_the_usual_day_is_the_mean_of_the_last_four_same_weekdays_seen(calendar: Calendar) -> None:
    counts = sample_counts(calendar, "technical")
    starts = pd.DatetimeIndex(counts["interval_start"])
    counts.loc[np.asarray(starts.date) == date(2026, 11, 17), "offered"] = np.nan  # a hole in the log

    hours = day_hours(sample_forecast(calendar, "technical"), counts, day=TUESDAY)

    seen = (date(2026, 11, 10), date(2026, 10, 27), date(2026, 10, 20), date(2026, 10, 13))
    at_ten = [counts["offered"][starts == pd.Timestamp(day, tz="Asia/Tokyo").replace(hour=10)].item() for day in seen]
    assert hours.seen == seen
    assert hours.usual[0] == pytest.approx(sum(at_ten) / 4)


def test_the_picture_of_half_hours_has_both_bands_the_mean_and_the_dashed_past(calendar: Calendar) -> None:
    counts = sample_counts(calendar, "technical", weeks=5)
    hours = day_hours(sample_forecast(calendar, "technical"), counts, day=TUESDAY)

    figure = _plain(half_hours_figure(hours, LOOK, channel="phone"))

    assert [trace["name"] for trace in figure["data"]] == ["95%の範囲", "80%の範囲", "直近4回の同じ曜日", "見込み"]
    assert figure["data"][2]["line"]["dash"] == "dash"
    assert figure["layout"]["xaxis"]["ticktext"][0] == "10:00"
    assert "見込み" in figure["data"][3]["hovertext"][0]


def test_an_interval_that_towers_over_all_others_leaves_the_picture_with_its_number(calendar: Calendar) -> None:
    counts = sample_counts(calendar, "technical", weeks=5)
    hours = day_hours(sample_forecast(calendar, "technical"), counts, day=TUESDAY)
    night = replace(hours, mean=np.where(np.arange(len(hours.mean)) == 0, 608.4, hours.mean))

    usual, cut = (_plain(half_hours_figure(one, LOOK, channel="mail"))["layout"] for one in (hours, night))

    assert "range" not in usual["yaxis"]
    assert usual["annotations"] == []
    assert hours.high95[1:].max() < cut["yaxis"]["range"][1] < 608
    assert [note["text"] for note in cut["annotations"]] == ["↑ 10:00: 608"]


def test_half_hours_without_a_past_still_make_a_picture(calendar: Calendar) -> None:
    counts = sample_counts(calendar, "technical", weeks=5).head(0)

    hours = day_hours(sample_forecast(calendar, "technical"), counts, day=TUESDAY)

    assert hours.seen == ()
    assert set(_plain(half_hours_figure(hours, LOOK, channel="phone"))["data"][2]["y"]) == {None}


def test_the_peak_is_the_busiest_clock_hour_of_the_first_week_with_its_people(calendar: Calendar) -> None:
    forecast = sample_forecast(calendar, "technical")
    requirement = sample_requirement(forecast)
    table = pd.DataFrame({"interval_start": requirement.starts, "scheduled_agents": requirement.scheduled_agents})

    peak = find_peak(forecast, table)

    hours = pd.Series(forecast.mean).groupby(forecast.starts.floor("h")).sum()
    first_week = hours[hours.index < pd.Timestamp("2026-12-01", tz="Asia/Tokyo")]
    assert peak.contacts == pytest.approx(first_week.max())
    assert (peak.day, peak.hour) == (date(2026, 11, 30), 10)
    assert peak.agents == max(table["scheduled_agents"][table["interval_start"].dt.floor("h") == first_week.idxmax()])


def test_the_peak_knows_no_people_without_a_requirement(calendar: Calendar) -> None:
    empty = pd.DataFrame({"interval_start": pd.DatetimeIndex([], tz="Asia/Tokyo"), "scheduled_agents": []})

    assert find_peak(sample_forecast(calendar, "technical"), empty).agents is None


# ------------------------------------------------------------------------------------------------ one day of a plan
def test_short_intervals_point_down_are_hatched_and_carry_a_minus(one_short_morning: DayCover) -> None:
    figure = _plain(net_staffing_figure(one_short_morning, LOOK, first_minute=600, last_minute=690))

    bars = figure["data"][0]
    assert bars["y"] == [-2.0, 0.0, 1.0]
    assert bars["text"] == ["−2", "±0", "+1"]
    assert bars["marker"]["pattern"]["shape"] == ["/", "", ""]
    assert bars["marker"]["color"][0] != bars["marker"]["color"][2]


@pytest.mark.parametrize(
    ("people", "text"),
    [
        pytest.param(2.0, "+2", id="spare"),
        pytest.param(-1.5, "−1.5", id="short by proficiency"),
        pytest.param(-0.04, "±0", id="rounds to even"),
    ],
)
def test_people_are_written_with_a_sign(people: float, text: str) -> None:
    assert signed_people(people) == text


def test_uncovered_hours_do_not_offset_spare_ones(one_short_morning: DayCover) -> None:
    assert one_short_morning.uncovered_hours == 1.0
    assert one_short_morning.surplus_hours == 0.5
    assert one_short_morning.required_hours == 6.0


def test_step_lines_hold_through_each_interval_and_break_where_the_desk_is_closed(one_short_morning: DayCover) -> None:
    split_day = replace(one_short_morning, minutes=np.array([600.0, 630, 780]))

    required = _plain(required_scheduled_figure(split_day, LOOK, first_minute=600, last_minute=810))["data"][1]

    assert required["line"]["dash"] == "dash"
    assert required["x"] == [600, 630, 630, 660, 780, 780, 810]
    assert required["y"] == [5, 5, 4, 4, None, 3, 3]


def test_each_person_has_a_row_and_each_activity_a_bar_with_its_word(two_people: DayWork) -> None:
    figure = _plain(work_bars_figure(two_people, LOOK, titles=TITLES, first_minute=600, last_minute=1080))

    phone, lunch = figure["data"]
    assert figure["layout"]["yaxis"]["ticktext"] == ["佐藤", "鈴木"]
    assert (phone["base"], phone["x"], phone["y"]) == ([600, 630], [120, 450], [0, 1])
    assert phone["text"] == ["Support desk", "Support desk"]
    assert (lunch["name"], lunch["text"]) == ("昼休憩", ["昼"])
    assert phone["marker"]["color"] != lunch["marker"]["color"]


def test_more_people_make_a_taller_picture(two_people: DayWork) -> None:
    assert work_bars_height(two_people) > work_bars_height(replace(two_people, people=("佐藤",)))


def test_a_bar_too_short_for_its_word_stays_empty_but_keeps_its_hover_text(two_people: DayWork) -> None:
    short = replace(two_people, bars=(WorkBar("佐藤", 600, 615, "phone", "support"),))

    bar = _plain(work_bars_figure(short, LOOK, titles=TITLES, first_minute=600, last_minute=660))["data"][0]

    assert bar["text"] == [""]
    assert "Support desk" in bar["hovertext"][0]


def test_the_days_pictures_share_one_span_of_time(one_short_morning: DayCover, two_people: DayWork) -> None:
    assert clock_span(one_short_morning, two_people) == (600.0, 1080.0)


def test_work_of_a_day_sorts_people_by_their_start_and_names_who_is_away() -> None:
    activities = pd.DataFrame([vars(activity) for activity in sample_plan(people=6).activities])

    work = work_of_day(activities, day=TUESDAY)

    firsts = [work.of(person)[0].first_minute for person in work.people]
    assert firsts == sorted(firsts)
    assert work.away == (("担当06", "paid_leave"),)
    assert set(work.people).isdisjoint({"担当06"})


def test_cover_of_a_day_counts_elapsed_minutes_when_the_clock_goes_back() -> None:
    starts = pd.date_range("2026-10-25 00:00", periods=8, freq="30min", tz="Europe/Berlin")
    table = pd.DataFrame(
        {"queue": "support", "interval_start": starts, "interval_minutes": 30, "required": 1.0, "scheduled": 1.0}
    )

    cover = cover_of_day(table, queue="support", day=date(2026, 10, 25))

    assert cover.minutes.tolist() == [0, 30, 60, 90, 120, 150, 180, 210]


def _coverage(scheduled: list[float]) -> pd.DataFrame:
    starts = pd.date_range("2026-11-24 10:00", periods=len(scheduled), freq="30min", tz="Asia/Tokyo")
    table = pd.DataFrame({"queue": "support", "interval_start": starts, "required": 3.0, "scheduled": scheduled})
    return table.assign(uncovered_hours=(table["required"] - table["scheduled"]).clip(lower=0) / 2)


def test_the_plans_worst_interval_and_its_hours_are_named() -> None:
    shortage = plan_shortage(_coverage([3, 1.5, 2, 5]), queue="support")

    assert plan_text(shortage, JAPANESE) == "この窓口の計画期間中の不足は 1.2人時、最大は 11/24(火) 10:30 の 1.5人。"


def test_a_plan_without_shortage_says_so() -> None:
    shortage = plan_shortage(_coverage([3, 4]), queue="support")

    assert plan_text(shortage, JAPANESE) == "この窓口は計画期間を通して不足がありません。"


def test_written_work_is_told_by_what_misses_its_deadline() -> None:
    table = _coverage([0, 9, 9, 1]).assign(
        interval_minutes=30, uncovered_hours=[0, 0, 2.0, 0], required_hours=[0, 0, 12.0, 0], surplus_hours=0.0
    )
    cover = cover_of_day(table, queue="support", day=TUESDAY, is_written=True)
    shortage = plan_shortage(table, queue="support", is_written=True)

    assert "2.0 hours of work miss their deadline, most of it due at 11:30: 2.0" in shifts_text(
        cover, Words("en"), queue="support"
    )
    assert plan_text(shortage, JAPANESE).endswith("期限に間に合わない仕事は 2.0人時、最大は 11/24(火) の 2.0人時。")


def test_written_work_below_its_profile_is_enough_where_no_deadline_is_missed() -> None:
    table = _coverage([0, 6]).assign(interval_minutes=30, uncovered_hours=0.0, required_hours=3.0, surplus_hours=0.0)

    told = shifts_text(cover_of_day(table, queue="support", day=TUESDAY, is_written=True), JAPANESE, queue="support")

    assert told.startswith("11/24(火) の support は期限の来る仕事をすべて終えられます。")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        pytest.param("b", "b", id="still there: kept"),
        pytest.param("z", "a", id="gone: the other"),
        pytest.param(None, "a", id="nothing chosen yet: the other"),
    ],
)
def test_a_choice_is_kept_where_it_can_be(before: str | None, now: str) -> None:
    assert kept_choice(before, [("a", "A"), ("b", "B")], otherwise="a") == now


# ------------------------------------------------------------------------------------------------ busy hours
def _usual_week(calendar: Calendar) -> BusyWeek:
    counts = sample_counts(calendar, "technical")
    return busy_week(counts, sample_waits(counts))


def test_a_usual_week_is_the_mean_over_the_last_thirteen_weeks(calendar: Calendar) -> None:
    counts = sample_counts(calendar, "technical")

    week = busy_week(counts, sample_waits(counts))

    starts = pd.DatetimeIndex(counts["interval_start"])
    since = LOG_UNTIL - pd.Timedelta(weeks=13)
    here = (starts.day_of_week == 0) & (starts.hour == 10) & (starts.minute == 0) & (starts >= since)
    assert week.contacts[0, 0] == pytest.approx(counts["offered"][here].mean())
    assert week.days[0, 0] == here.sum()


def test_the_answer_rate_leaves_short_abandons_out(calendar: Calendar) -> None:
    counts = sample_counts(calendar, "technical", weeks=2)
    counts = counts.assign(offered=10.0, short_abandoned=2, answered_in_threshold=6)

    week = busy_week(counts, sample_waits(counts))

    assert week.answer_rate[0, 0] == pytest.approx(0.75)


def test_a_hole_in_the_log_is_no_quiet_hour(calendar: Calendar) -> None:
    counts = sample_counts(calendar, "technical", weeks=2).assign(offered=10.0)
    counts.loc[counts.index < 16, "offered"] = np.nan

    week = busy_week(counts, sample_waits(counts))

    assert np.nanmin(week.contacts) == 10


def test_the_busiest_and_the_easiest_cells_are_found(calendar: Calendar) -> None:
    week = _usual_week(calendar)

    busiest, easiest = week.busiest(10), week.easiest(5)

    assert (busiest[0].weekday, busiest[0].minute) == (0, 600)
    assert [cell.contacts for cell in busiest] == sorted((cell.contacts for cell in busiest), reverse=True)
    assert easiest[0].wait_p80_seconds == pytest.approx(np.nanmin(week.wait_p80_seconds))


def test_a_wait_that_rests_on_few_contacts_is_not_called_easy(calendar: Calendar) -> None:
    week = _usual_week(calendar)

    thin = replace(week, days=np.full(week.days.shape, 0.1))

    assert thin.easiest(5) == []


@pytest.mark.parametrize(
    ("measure", "dark_means"),
    [
        pytest.param("offered", "high", id="more contacts are busier"),
        pytest.param("answer_rate", "low", id="a low answer rate is busier"),
        pytest.param("wait", "high", id="a longer wait is busier"),
    ],
)
def test_the_map_writes_every_cells_number_and_dark_is_busy(calendar: Calendar, measure: str, dark_means: str) -> None:
    week = _usual_week(calendar)

    heat = _plain(busy_map_figure(week, LOOK, measure=measure, channel="phone"))["data"][0]

    assert heat["texttemplate"] == "%{text}"
    assert np.shape(heat["text"]) == np.shape(heat["z"]) == (len(week.minutes), len(week.weekdays))
    assert all(text for row in heat["text"] for text in row)
    assert heat["reversescale"] == (dark_means == "low")


def test_a_row_that_towers_over_all_others_leaves_them_their_shades(calendar: Calendar) -> None:
    week = _usual_week(calendar)
    night = replace(week, contacts=np.where(np.arange(len(week.minutes)) == 0, 467.0, week.contacts))

    usual, shaded = (
        _plain(busy_map_figure(one, LOOK, measure="offered", channel="mail"))["data"][0] for one in (week, night)
    )

    assert usual["z"][1][0] == pytest.approx(week.contacts[0, 1], abs=0.001)
    assert max(shaded["z"][0]) == 1
    assert max(max(row) for row in shaded["z"][1:]) == pytest.approx(0.6)
    assert shaded["text"][0][0] == "467"


# ------------------------------------------------------------------------------------------------ place in the month
def test_positions_find_the_billing_day_and_the_month_start_of_the_sample(calendar: Calendar) -> None:
    counts = sample_counts(calendar, "technical", weeks=60)

    month = month_position(counts, calendar, channel="phone")

    index = {(each.kind, each.distance): each.index for each in month.positions}
    assert index[("billing", 0)] == pytest.approx(1.30, abs=0.1)
    assert index[("start", 1)] == pytest.approx(1.22, abs=0.1)
    assert index[("billing", 3)] == pytest.approx(1.0, abs=0.06)
    assert month.highest is not None
    assert position_text(month.highest, JAPANESE) == "請求日"


def test_a_short_log_has_no_position_to_show(calendar: Calendar) -> None:
    month = month_position(sample_counts(calendar, "technical", weeks=4), calendar, channel="phone")

    assert month.highest is None
    assert _plain(month_index_figure(month, LOOK))["data"][0]["x"] == []


def test_bars_of_the_month_start_at_one_and_carry_their_factor() -> None:
    positions = (PositionIndex("start", 1, 1.2, 0.03, 5), PositionIndex("end", 1, 0.9, np.nan, 1))

    figure = _plain(month_index_figure(MonthPosition(positions, 20), LOOK))

    assert figure["data"][0]["base"] == 1.0
    assert figure["data"][0]["y"] == [0.2, -0.1]
    assert {"1.20", "0.90", "月初からの営業日"} <= {note["text"] for note in figure["layout"]["annotations"]}


@pytest.mark.parametrize(
    ("word", "lines"),
    [
        pytest.param("月末", "月末", id="short enough"),
        pytest.param("休み明け", "休み<br>明け", id="broken evenly"),
        pytest.param("billing day", "billing<br>day", id="English breaks at its spaces"),
        pytest.param("", "", id="empty"),
    ],
)
def test_words_are_broken_into_even_lines(word: str, lines: str) -> None:
    assert wrapped(word, 3) == lines


# ------------------------------------------------------------------------------------------------ written queues
def _written(calendar: Calendar) -> pd.DataFrame:
    counts = sample_counts(calendar, "technical", weeks=4).assign(offered=4.0, answered=4.0, short_abandoned=np.nan)
    return counts.assign(answered_in_threshold=np.nan)


def test_a_written_week_shows_what_arrived_and_no_waiting(calendar: Calendar) -> None:
    counts = _written(calendar)

    week = busy_week(counts, sample_waits(counts).head(0), is_written=True)

    assert week.busiest(1)[0].contacts == 4
    assert np.isnan(week.answer_rate).all()
    assert np.isnan(week.wait_p80_seconds).all()


def test_replies_by_weekday_count_only_what_was_due_in_the_last_quarter() -> None:
    rows = [("2026-07-06", 50, 50, 0), ("2026-11-16", 10, 10, 9), ("2026-11-17", 10, 5, 4), ("2026-11-20", 8, 0, 0)]
    answered = pd.DataFrame(rows, columns=["date", "offered", "due", "in_deadline"])

    days = weekday_replies(answered)

    assert [(each.weekday, each.received) for each in days] == [(0, 10), (1, 10), (4, 8)]
    assert [each.share for each in days] == [0.9, 0.8, pytest.approx(np.nan, nan_ok=True)]
    assert share_by_deadline(answered) == pytest.approx(13 / 15)


def test_the_backlog_stands_by_the_day_on_which_it_arrived_oldest_first() -> None:
    rows = [("2026-11-20", 60, 44), ("2026-11-19", 70, 70), ("2026-11-18", 64, 60), ("2026-05-01", 50, 49)]
    answered = pd.DataFrame(rows, columns=["date", "offered", "answered"])

    left = days_left(answered)

    assert [(each.day, each.received, each.unanswered) for each in left] == [
        (date(2026, 11, 18), 64, 4),
        (date(2026, 11, 20), 60, 16),
    ]


def test_open_contacts_stand_by_what_was_promised_where_it_is_sooner() -> None:
    replies = open_replies(sample_open())

    assert [each.contact_id for each in replies] == ["M-1001", "M-1002", "M-1003", "M-1004"]
    assert count_states(replies) == {"late": 1, "due_today": 1, "at_risk": 1, "ok": 1}
    assert replies[2].due_at == replies[2].promised_at
    assert replies[0].promised_at is None


# ------------------------------------------------------------------------------------------------ topics
def _sample_trends(calendar: Calendar) -> list[TopicTrend]:
    rows = sample_topics("ja").assign(queue="support")
    return topic_trends(rows, calendar=calendar, last_day=date(2026, 11, 22), queue="support")


def test_the_picture_of_topics_marks_the_rising_one_by_sign_and_colour(calendar: Calendar) -> None:
    trends = _sample_trends(calendar)

    figure = _plain(topic_lines_figure(trends, LOOK, day_texts=[str(k) for k in range(28)]))

    assert figure["layout"]["yaxis"]["ticktext"] == ["▲ 初期不良", "返品"]
    assert figure["data"][0]["marker"]["color"] != figure["data"][1]["marker"]["color"]
    assert len(figure["data"][0]["x"]) == 28


# ------------------------------------------------------------------------------------------------ promises
def _kept(queue: str) -> pd.DataFrame:
    rows = sample_kept()
    return rows[rows["queue"] == queue]


def test_months_hold_what_was_kept_promised_and_worked(calendar: Calendar) -> None:
    counts = sample_counts(calendar, "technical")
    outcomes = pd.DataFrame({"month": ["2026-10"], "retained": [0.97]})

    months = kept_months(_kept("technical"), counts, is_live=True, outcomes=outcomes)

    in_october = pd.DatetimeIndex(counts["interval_start"]).month == 10
    assert [each.month for each in months] == ["2026-09", "2026-10", "2026-11"]
    assert months[1].difference_points == pytest.approx(2.9)
    assert months[1].handling_hours == pytest.approx(counts["handle_s"][in_october].sum() / 3600)
    assert months[1].outcomes == {"retained": 0.97}
    assert np.isnan(months[0].promised)


def test_written_months_are_kept_by_the_deadline(calendar: Calendar) -> None:
    [month] = kept_months(_kept("letters"), sample_counts(calendar, "technical"), is_live=False)

    assert (month.kept, month.latest_kept) == (0.951, 0.995)
    assert np.isnan(month.abandonment)


def test_the_picture_of_months_shows_both_and_leaves_a_missing_promise_out(calendar: Calendar) -> None:
    months = kept_months(_kept("technical"), sample_counts(calendar, "technical"), is_live=True)

    figure = _plain(kept_bars_figure(months, LOOK, goal=0.9))
    bars, diamonds = figure["data"]

    assert bars["text"] == ["87.9%", "94.1%", "87.4%"]
    assert diamonds["y"] == [None, 91.2, 90.5]
    assert figure["layout"]["xaxis"]["ticktext"][-1] == "2026年<br>11月"


# ------------------------------------------------------------------------------------------------ mornings
def test_the_last_four_mornings_are_named() -> None:
    mondays = [date(2026, 10, 26) + timedelta(weeks=k) for k in range(5)]
    had = pd.DataFrame(
        [(day, person) for k, day in enumerate(mondays) for person in ("Aoki", "Baba")[: 1 + k % 2]],
        columns=["date", "person"],
    )

    assert sorted(set(last_mornings(had)["date"])) == mondays[1:]


def test_the_duties_table_tells_the_wishes_kept_of_those_who_have_any() -> None:
    counts = pd.DataFrame({"person": ["Aoki", "Baba"], "days": [20, 18], "wishes": [12, 0], "wishes_kept": [9, 0]})

    told = {language: str(duties_table(counts, Words(language))) for language in ("ja", "en")}

    assert "Wishes kept" in told["en"]
    assert "9 of 12" in told["en"]
    assert "0 of 0" not in told["en"]
    assert "かなった希望" in told["ja"]
    assert "Wishes kept" not in str(duties_table(counts[["person", "days"]], Words("en")))


def test_duties_that_anybody_had_are_told_from_the_least_to_the_most() -> None:
    counts = pd.DataFrame(
        {"person": ["Aoki", "Baba"], "days": [20, 18], "mornings": [4, 3], "late": [2, 2], "weekends": [0, 0],
         "month_ends": [0, 1]}
    )  # fmt: skip

    assert shown_duties(counts) == ["mornings", "late", "month_ends"]
    assert duties_text(counts, Words("en")) == "Per person: Monday mornings 3 to 4, Late 2 to 2, Month ends 0 to 1."
    assert "Weekends" not in str(duties_table(counts, Words("en")))


# ------------------------------------------------------------------------------------------------ colours
def _luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [pytest.param(each, id=name) for name, each in PALETTES.items()])
def test_every_text_in_the_pictures_can_be_read(palette: Palette) -> None:
    grounds = [palette.paper, palette.blue_pale, *(colour for colour, _ in palette.other.values())]
    pairs = [(palette.ink, each) for each in [*grounds, *(colour for _, colour in palette.heat)]]
    pairs += [(palette.on_queue, each) for each in palette.queues]
    pairs += [(palette.quiet, palette.paper), (palette.on_bar, palette.blue_80)]

    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("palette", [pytest.param(each, id=name) for name, each in PALETTES.items()])
def test_every_mark_stands_out_from_the_ground(palette: Palette) -> None:
    marks = (palette.blue, palette.orange, palette.teal, palette.quiet)

    assert [mark for mark in marks if contrast(mark, palette.paper) < 3] == []
