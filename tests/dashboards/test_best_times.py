"""When to call: levels by waiting, people of the plan or the usual ones, and what is not shown."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from dashboards.best_times import BestTimes, DayTimes
from dashboards.best_windows import best_windows
from dashboards.usual_roster import PastWaits, patience_seconds, usual_agents
from dashboards.wait_levels import WAITING_LEVELS, PossibleLoads, level_of_wait, waits_by_group
from data.desk import DeskSettings
from data.errors import NothingToDo
from data.events import Event
from staffing.erlang import wait_quantile
from staffing.patience_curve import kaplan_meier
from tests.dashboards.widget_desk import (
    HANDLE_SECONDS,
    NOW,
    best_times_of,
    coverage_of,
    forecast_of,
    monday_peak,
    past_of,
)

MONDAY, THURSDAY = date(2026, 11, 30), date(2026, 11, 26)


def level_at(best_times: BestTimes, day: date, clock: str) -> str:
    minute = int(clock[:2]) * 60 + int(clock[3:])
    row = best_times.minutes.index(minute)
    return next(times.levels[row] for times in best_times.days if times.date == day)


def worse(level: str, other: str) -> bool:
    return WAITING_LEVELS.index(level) > WAITING_LEVELS.index(other)  # type: ignore[arg-type]


def alike(start: pd.Timestamp) -> float:
    return 20.0


def test_monday_at_ten_is_busier_than_thursday_evening(weekday_settings: DeskSettings) -> None:
    found = best_times_of(weekday_settings)

    assert worse(level_at(found, MONDAY, "10:00"), level_at(found, THURSDAY, "17:00"))


@pytest.mark.parametrize(
    ("wait", "level"),
    [
        pytest.param(29.9, "easy", id="under half a minute"),
        pytest.param(30, "fairly_easy", id="30 seconds are not under 30"),
        pytest.param(60, "fairly_easy", id="within a minute holds the minute"),
        pytest.param(179, "busy", id="up to three minutes"),
        pytest.param(180, "very_busy", id="three minutes or more"),
    ],
)
def test_a_wait_has_the_level_that_its_words_promise(wait: float, level: str) -> None:
    assert level_of_wait(wait, (30, 60, 180)) == level


def test_with_one_possible_load_the_wait_is_the_quantile_of_erlang_c() -> None:
    contacts, agents = np.array([30.0, 34.0, 28.0]), np.array([6.0, 7.0, 5.5])
    loads = PossibleLoads(contacts[:, None], agents, np.full(3, 1800.0), np.full(3, 300.0), np.full(3, np.inf))

    waits = waits_by_group(loads, np.arange(3))

    assert waits == pytest.approx(wait_quantile(agents, contacts / 1800, 300.0, 0.8), abs=0.3)


def test_callers_of_a_group_are_weighed_not_its_intervals() -> None:
    # 90 callers never wait and 10 always do: one in ten, so four of five do not wait; 70 to 30 is one in three.
    def wait(calm: float, crowded: float) -> float:
        loads = PossibleLoads(
            np.array([[calm], [crowded]]),
            np.array([200.0, 0.0]),
            np.full(2, 1800.0),
            np.full(2, 300.0),
            np.full(2, np.inf),
        )
        return float(waits_by_group(loads, np.zeros(2, dtype=np.int64))[0])

    assert wait(90, 10) < 1
    assert wait(70, 30) == pytest.approx(3600)


def test_doubt_about_the_forecast_makes_the_wait_longer(weekday_settings: DeskSettings) -> None:
    sure = forecast_of(weekday_settings, alike)
    doubtful = replace(sure, day_spread=np.full(len(sure), 0.25))
    plan = coverage_of(sure, 5.6)

    calm = best_times_of(weekday_settings, forecasts=[sure], agents=plan)
    rough = best_times_of(weekday_settings, forecasts=[doubtful], agents=plan)

    assert worse(level_at(rough, MONDAY, "12:00"), level_at(calm, MONDAY, "12:00"))


def test_more_people_in_the_plan_make_a_better_level(weekday_settings: DeskSettings) -> None:
    forecast = forecast_of(weekday_settings)

    few = best_times_of(weekday_settings, forecasts=[forecast], agents=coverage_of(forecast, 9.5))
    many = best_times_of(weekday_settings, forecasts=[forecast], agents=coverage_of(forecast, 14))

    assert level_at(few, MONDAY, "10:00") == "very_busy"
    assert level_at(many, MONDAY, "10:00") == "easy"


@pytest.mark.parametrize("agents", [pytest.param(3, id="fewer than the load"), pytest.param(0, id="nobody")])
def test_more_work_than_people_is_crowded(weekday_settings: DeskSettings, agents: float) -> None:
    forecast = forecast_of(weekday_settings)

    found = best_times_of(weekday_settings, forecasts=[forecast], agents=coverage_of(forecast, agents))

    assert {level for day in found.days for level in day.levels} == {"very_busy", "closed"}
    assert all(day.best == () for day in found.days)


def test_unplanned_shrinkage_is_taken_off_the_plan(weekday_settings: DeskSettings) -> None:
    forecast = forecast_of(weekday_settings)
    sick = weekday_settings.model_copy(
        update={"shrinkage": weekday_settings.shrinkage.model_copy(update={"unplanned": 0.3})}
    )
    plan = coverage_of(forecast, 11)

    assert worse(
        level_at(best_times_of(sick, forecasts=[forecast], agents=plan), MONDAY, "12:00"),
        level_at(best_times_of(weekday_settings, forecasts=[forecast], agents=plan), MONDAY, "12:00"),
    )


def test_the_plan_counts_only_on_days_that_it_covers(weekday_settings: DeskSettings) -> None:
    forecast = forecast_of(weekday_settings)
    plan = coverage_of(forecast, 30)
    first_days = plan[plan["interval_start"] < pd.Timestamp("2026-11-28", tz="Asia/Tokyo")]

    found = best_times_of(weekday_settings, forecasts=[forecast], agents=first_days)

    assert level_at(found, date(2026, 11, 27), "10:00") == "easy"
    assert level_at(found, date(2026, 12, 4), "10:00") == "very_busy"


def test_a_plan_with_a_hole_in_a_day_does_not_cover_the_day(weekday_settings: DeskSettings) -> None:
    forecast = forecast_of(weekday_settings)
    plan = coverage_of(forecast, 30)
    holed = plan[plan["interval_start"] != pd.Timestamp("2026-11-30 13:00", tz="Asia/Tokyo")]

    found = best_times_of(weekday_settings, forecasts=[forecast], agents=holed)

    assert level_at(found, MONDAY, "10:00") == "very_busy"


def test_the_usual_roster_can_be_forced_over_a_plan(weekday_settings: DeskSettings) -> None:
    forecast = forecast_of(weekday_settings)

    found = best_times_of(weekday_settings, agents=coverage_of(forecast, 30), roster="usual")

    assert found == best_times_of(weekday_settings, agents=None)


def test_forcing_a_plan_that_does_not_exist_says_what_to_do(weekday_settings: DeskSettings) -> None:
    with pytest.raises(NothingToDo, match="tsunagari plan"):
        best_times_of(weekday_settings, roster="plan")


def test_a_desk_without_a_forecast_of_today_is_told_to_forecast(weekday_settings: DeskSettings) -> None:
    with pytest.raises(NothingToDo, match="tsunagari forecast"):
        best_times_of(weekday_settings, now=NOW + timedelta(days=60))


@pytest.mark.parametrize("agents", [7.0, 8.5, 12.0])
def test_the_usual_roster_reproduces_the_waits_of_the_past(weekday_settings: DeskSettings, agents: float) -> None:
    forecast, past = forecast_of(weekday_settings), past_of(weekday_settings, agents=agents)
    implied = usual_agents(forecast, past, patience=np.inf)["agents"].to_numpy()
    size = len(forecast)
    loads = PossibleLoads(
        forecast.mean[:, None], implied, np.full(size, 1800.0), np.full(size, HANDLE_SECONDS), np.full(size, np.inf)
    )

    waits = waits_by_group(loads, np.arange(size))

    keys = zip(forecast.starts.day_of_week, forecast.starts.hour * 60 + forecast.starts.minute, strict=True)
    seen = past.interval_wait.set_index(["weekday", "minute_of_day"])["wait_p80_s"]
    observed = np.array([seen[key] for key in keys])
    finite = observed < 3600
    assert finite.any()
    assert waits[finite] == pytest.approx(observed[finite], abs=1.0, rel=0.02)


def test_patience_is_the_desks_or_else_time_waited_by_hang_up(weekday_settings: DeskSettings) -> None:
    queue, past = weekday_settings.queue[0], past_of(weekday_settings)
    counts = past.interval_count.assign(abandoned=0.12, short_abandoned=0.02, wait_answered_s=30.0)

    assert patience_seconds(queue, past) == np.inf, "nobody hung up"
    assert patience_seconds(queue, replace(past, interval_count=counts)) == pytest.approx(300)
    assert patience_seconds(queue.model_copy(update={"patience_seconds": 240}), past) == 240


def test_patience_is_read_off_the_waits_that_the_snapshot_tells(weekday_settings: DeskSettings) -> None:
    queue, past = weekday_settings.queue[0], past_of(weekday_settings)
    often = past.interval_count["offered"].sum()
    waits = pd.DataFrame({"seconds": [60, 120], "abandoned": [0, often // 4], "stayed": [often // 2, often // 2]})
    others = waits.assign(queue="another", abandoned=often)
    told = replace(past, wait_count=pd.concat([waits.assign(queue=queue.name), others]))

    curve = kaplan_meier(waits)

    assert patience_seconds(queue, told) == curve.mean_before_answers(queue.goal.threshold_seconds)
    assert patience_seconds(queue, past) == np.inf


def test_callers_who_hang_up_shorten_the_wait_of_an_overloaded_hour(weekday_settings: DeskSettings) -> None:
    queue = weekday_settings.queue[0].model_copy(update={"patience_seconds": 240})
    impatient = weekday_settings.model_copy(update={"queue": (queue,)})
    forecast = forecast_of(weekday_settings, alike)
    plan = coverage_of(forecast, 3.3)

    assert level_at(best_times_of(weekday_settings, forecasts=[forecast], agents=plan), MONDAY, "12:00") == "very_busy"
    assert level_at(best_times_of(impatient, forecasts=[forecast], agents=plan), MONDAY, "12:00") == "busy"


def test_a_special_day_is_busier_than_the_usual_people_can_bear(weekday_settings: DeskSettings) -> None:
    usual = forecast_of(weekday_settings)
    billing_day = np.asarray(usual.dates == pd.Timestamp("2026-12-03"))
    special = replace(usual, root_mean=usual.root_mean * np.where(billing_day, np.sqrt(1.35), 1))

    found = best_times_of(weekday_settings, forecasts=[special])

    assert worse(level_at(found, date(2026, 12, 3), "14:00"), level_at(found, THURSDAY, "14:00"))


def test_a_queue_with_many_calm_callers_lifts_the_level_of_the_phone() -> None:
    settings = DeskSettings.model_validate(
        {
            "format": 1,
            "name": "二窓口",
            "time_zone": "Asia/Tokyo",
            "hours": {"phone": {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}},
            "queue": [{"name": "small"}, {"name": "large"}],
        }
    )
    small, large = forecast_of(settings, lambda start: 10, queue="small"), forecast_of(settings, alike, queue="large")
    large = replace(large, root_mean=large.root_mean * 2)
    plan = pd.concat([coverage_of(small, 1.7), coverage_of(large, 25)])
    pasts = [past_of(settings, alike, queue=queue) for queue in ("small", "large")]
    past = PastWaits(
        interval_count=pd.concat([past.interval_count for past in pasts]),
        interval_wait=pd.concat([past.interval_wait for past in pasts]),
    )

    alone = best_times_of(settings, forecasts=[small], agents=plan, history=past)
    both = best_times_of(settings, forecasts=[small, large], agents=plan, history=past)

    assert level_at(alone, MONDAY, "12:00") == "very_busy"
    assert level_at(both, MONDAY, "12:00") == "easy"


def first_half_hour_is_crowded(start: pd.Timestamp) -> float:
    return 60.0 if start.minute == 0 else 5.0


@pytest.mark.parametrize(
    ("contacts_a_week", "levels"),
    [
        pytest.param(1.0, ["very_busy", "easy", "very_busy", "easy"], id="13 contacts: each half-hour by itself"),
        pytest.param(0.5, ["very_busy"] * 4, id="6.5 contacts: the clock hour"),
        pytest.param(0.25, ["very_busy"] * 4, id="3.3 contacts: two hours"),
    ],
)
def test_a_cell_with_few_contacts_takes_the_level_of_its_hour_then_of_two(
    weekday_settings: DeskSettings, contacts_a_week: float, levels: list[str]
) -> None:
    forecast = forecast_of(weekday_settings, first_half_hour_is_crowded)
    past = past_of(weekday_settings, lambda start: contacts_a_week)

    found = best_times_of(weekday_settings, forecasts=[forecast], agents=coverage_of(forecast, 9), history=past)

    assert [level_at(found, THURSDAY, clock) for clock in ("10:00", "10:30", "11:00", "11:30")] == levels


def test_a_cell_is_pooled_only_with_its_own_hour(weekday_settings: DeskSettings) -> None:
    forecast = forecast_of(weekday_settings, lambda start: 60.0 if start.hour == 10 else 5.0)
    past = past_of(weekday_settings, lambda start: 0.5)

    found = best_times_of(weekday_settings, forecasts=[forecast], agents=coverage_of(forecast, 9), history=past)

    assert [level_at(found, THURSDAY, clock) for clock in ("10:30", "11:00")] == ["very_busy", "easy"]


def test_a_cell_that_even_two_hours_leave_thin_is_hidden(weekday_settings: DeskSettings) -> None:
    past = past_of(weekday_settings, lambda start: 0.1 if start.hour >= 16 else 20.0)

    found = best_times_of(weekday_settings, history=past)

    assert level_at(found, MONDAY, "16:30") == "hidden"
    assert level_at(found, MONDAY, "15:30") != "hidden"
    assert all(window.end_minute <= 16 * 60 for day in found.days for window in day.best)


def test_too_thin_a_past_shows_no_day_at_all(weekday_settings: DeskSettings) -> None:
    found = best_times_of(weekday_settings, history=past_of(weekday_settings, lambda start: 0.1))

    assert found.is_thin
    assert found.days == ()


def test_an_empty_past_is_thin_and_no_error(weekday_settings: DeskSettings) -> None:
    past = past_of(weekday_settings)
    empty = PastWaits(interval_count=past.interval_count.head(0), interval_wait=past.interval_wait.head(0))

    assert best_times_of(weekday_settings, history=empty).is_thin


@pytest.mark.parametrize(
    ("people", "level"),
    [
        pytest.param(2.0, "very_busy", id="two people: the interval speaks for itself"),
        pytest.param(1.0, "easy", id="one person: what the afternoon as a whole is like"),
    ],
)
def test_an_interval_with_one_person_on_duty_says_what_its_part_of_the_day_says(
    weekday_settings: DeskSettings, people: float, level: str
) -> None:
    # In the last half-hour everybody waits for long, but that is a twelfth of the afternoon's callers.
    forecast = forecast_of(weekday_settings, lambda start: 14.0)
    plan = coverage_of(forecast, 9)
    starts = plan["interval_start"].dt
    thinned = plan.assign(scheduled=plan["scheduled"].mask((starts.hour == 17) & (starts.minute == 30), people))

    found = best_times_of(weekday_settings, forecasts=[forecast], agents=thinned)

    assert level_at(found, MONDAY, "17:30") == level


def test_where_the_log_never_saw_two_people_the_part_of_the_day_is_said(weekday_settings: DeskSettings) -> None:
    forecast = forecast_of(weekday_settings, first_half_hour_is_crowded)
    past = past_of(weekday_settings, alike, agents=6, agents_seen=1)

    found = best_times_of(weekday_settings, forecasts=[forecast], history=past)

    monday = next(day for day in found.days if day.date == MONDAY)
    assert len(set(monday.levels[:4])) == 1
    assert len(set(monday.levels[4:])) == 1


def release(public_from: date | None) -> Event:
    return Event("release", "秘密の新製品", THURSDAY, THURSDAY, "", None, date(2026, 1, 1), public_from)


@pytest.mark.parametrize(
    ("public_from", "told"),
    [
        pytest.param(date(2026, 11, 24), True, id="announced today"),
        pytest.param(date(2026, 11, 25), False, id="announced tomorrow, before the day itself"),
        pytest.param(None, False, id="never public"),
    ],
)
def test_a_release_is_a_reason_only_once_it_is_public(
    weekday_settings: DeskSettings, public_from: date | None, told: bool
) -> None:
    found = best_times_of(weekday_settings, events=[release(public_from)])

    thursday = next(day for day in found.days if day.date == THURSDAY)
    assert ("new_service" in thursday.reasons) is told


def test_days_carry_the_reasons_of_the_calendar(weekday_settings: DeskSettings) -> None:
    found = best_times_of(weekday_settings, now=NOW + timedelta(days=3))

    reasons = {day.date.isoformat(): day.reasons for day in found.days}
    assert reasons["2026-11-30"] == ("after_closure", "month_end")
    assert reasons["2026-12-01"] == ("month_start",)
    assert reasons["2026-12-02"] == ()
    assert reasons["2026-12-10"] == ("billing_day",)
    assert reasons["2026-12-05"] == ()


def test_a_public_holiday_is_listed_and_a_weekend_is_not(weekday_settings: DeskSettings) -> None:
    found = best_times_of(weekday_settings, now=pd.Timestamp("2026-11-20 09:00", tz="Asia/Tokyo"))

    assert found.closed_days == (date(2026, 11, 23),)
    assert set(found.days[3].levels) == {"closed"}


def test_today_is_the_day_of_the_desk_not_of_the_clock_that_was_handed_in(weekday_settings: DeskSettings) -> None:
    found = best_times_of(weekday_settings, now=pd.Timestamp("2026-11-24 20:00", tz="UTC"))

    assert found.days[0].date == date(2026, 11, 25)
    assert len(found.days) == 14


def test_two_or_three_windows_are_recommended_and_none_is_crowded(weekday_settings: DeskSettings) -> None:
    found = best_times_of(weekday_settings)

    opened = [day for day in found.days if set(day.levels) != {"closed"}]
    assert all(2 <= len(day.best) <= 3 for day in opened)
    for day in opened:
        for window in day.best:
            inside = [
                level
                for level, at in zip(day.levels, found.minutes, strict=True)
                if window.first_minute <= at < window.end_minute
            ]
            assert set(inside) == {window.level}


def test_the_same_day_gets_the_same_windows_and_the_next_week_others() -> None:
    levels, minutes = ("easy",) * 16, range(600, 1080, 30)
    day = date(2026, 11, 25)

    def windows(at: date, seed: int = 0) -> list[int]:
        chosen = best_windows(levels, minutes, interval_minutes=30, day=at, seed=seed)  # type: ignore[arg-type]
        return [window.first_minute for window in chosen]

    assert windows(day) == windows(day)
    assert windows(day) != windows(day + timedelta(days=7))
    assert windows(day) != windows(day, seed=1)
    weeks = [windows(day + timedelta(days=7 * week)) for week in range(8)]
    assert {first for week in weeks for first in week} == set(range(600, 1080, 60)), (
        "over weeks every hour has its turn"
    )


def test_a_single_good_hour_is_joined_by_the_next_best_and_keeps_its_place() -> None:
    levels = ["very_busy"] * 4 + ["busy"] * 6 + ["easy"] * 2

    chosen = [
        best_windows(levels, range(600, 960, 30), interval_minutes=30, day=date(2026, 11, 2) + timedelta(days=turn))
        for turn in range(10)
    ]

    assert all([window.level for window in windows] == ["busy", "busy", "easy"] for windows in chosen)
    assert len(set(chosen)) > 1


def test_best_times_refuse_what_is_not_in_the_lists(weekday_settings: DeskSettings) -> None:
    found = best_times_of(weekday_settings)

    with pytest.raises(ValueError, match="level"):
        DayTimes(date=MONDAY, levels=("42 calls",))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="reason"):
        DayTimes(date=MONDAY, levels=(), reasons=("障害",))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="14 days"):
        replace(found, days=(*found.days, replace(found.days[-1], date=found.days[-1].date + timedelta(days=1))))
    with pytest.raises(ValueError, match="out of order"):
        replace(found, days=found.days[::-1])
    with pytest.raises(ValueError, match="naive"):
        replace(found, updated_at=pd.Timestamp("2026-11-24"))


def test_a_day_with_a_clock_change_has_each_time_once() -> None:
    settings = DeskSettings.model_validate(
        {
            "format": 1,
            "name": "Night desk",
            "time_zone": "America/New_York",
            "country": "",
            "hours": {"phone": {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}},
            "queue": [{"name": "support"}],
        }
    )
    now = pd.Timestamp("2026-10-30 08:00", tz="America/New_York")
    forecast = forecast_of(settings, alike, first=now.date())

    found = best_times_of(
        settings,
        forecasts=[forecast],
        agents=coverage_of(forecast, 8),
        history=past_of(settings, alike),
        now=now,
    )

    assert len(found.minutes) == 48
    assert "hidden" not in found.days[2].levels


def test_the_synthetic_desk_has_its_peak_where_it_says() -> None:
    monday, thursday = pd.Timestamp("2026-11-30 10:00"), pd.Timestamp("2026-11-26 17:00")

    assert monday_peak(monday) > 2 * monday_peak(thursday)
