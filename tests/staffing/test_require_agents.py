"""From a forecast and a goal to people, rule by rule."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from data.errors import TsunagariError
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.erlang import required_agents, service_level
from staffing.require_agents import require_agents
from staffing.shrinkage import remaining_agents, scheduled_agents, scheduled_for_absence
from tests.staffing.conftest import ForecastBuilder

UNCAPPED = ServiceGoal(max_occupancy=1.0, min_agents=0)


def with_goal(**changes: object) -> ServiceGoal:
    return ServiceGoal.model_validate(UNCAPPED.model_dump() | changes)


def test_scope_interval_keeps_the_service_level_in_every_interval(quiet_monday: Forecast) -> None:
    requirement = require_agents(quiet_monday, with_goal(scope="interval"), unplanned_shrinkage=0, engine="erlang_c")

    rate = quiet_monday.mean / 1800
    alone = required_agents(rate, 300, threshold_seconds=180, service_level=0.9)
    assert requirement.agents.tolist() == alone.tolist()
    assert requirement.service_level.min() >= 0.9
    assert set(requirement.bound_by) == {"service_level"}


def test_the_ten_o_clock_peak_gets_the_most_people(quiet_monday: Forecast) -> None:
    requirement = require_agents(quiet_monday, with_goal(scope="interval"), unplanned_shrinkage=0, engine="erlang_c")

    at_the_peak = requirement.starts.strftime("%H:%M") == "10:00"
    assert requirement.agents[at_the_peak].tolist() == [requirement.agents.max()]
    assert requirement.agents[at_the_peak] > requirement.agents[0]


def test_scope_day_keeps_the_goal_over_the_day_and_the_floor_in_each_interval(quiet_monday: Forecast) -> None:
    requirement = require_agents(quiet_monday, with_goal(scope="day"), unplanned_shrinkage=0, engine="erlang_c")

    over_the_day = np.average(requirement.service_level, weights=requirement.contacts)
    assert over_the_day >= 0.9
    assert requirement.service_level.min() >= 0.8


def test_a_wider_scope_never_costs_more_hours(forecast_of: ForecastBuilder, monday_shape: np.ndarray) -> None:
    week = forecast_of([list(factor * 42 * monday_shape) for factor in (1.35, 1.05, 1.0, 0.95, 0.85)])

    hours = [
        require_agents(week, with_goal(scope=scope), unplanned_shrinkage=0, engine="erlang_c").agent_hours
        for scope in ("week", "day", "interval")
    ]

    assert hours == sorted(hours)
    assert hours[1] < hours[2]


@pytest.mark.parametrize(
    ("contacts", "goal"),
    [
        ([12, 42, 30], {}),  # a peak in the middle
        ([3, 80, 1], {"threshold_seconds": 20}),  # one busy interval between two quiet ones
        ([20, 20, 20], {"service_level": 0.97}),  # alike, with a strict goal
        ([6, 0, 60], {"floor": 0.0, "threshold_seconds": 60}),  # no floor, and nobody expected for a while
    ],
)
def test_no_other_allocation_over_a_day_needs_fewer_agents(
    forecast_of: ForecastBuilder, contacts: list[float], goal: dict[str, float]
) -> None:
    aim = with_goal(scope="day", **goal)

    found = require_agents(forecast_of([contacts]), aim, unplanned_shrinkage=0, engine="erlang_c")

    rate = np.asarray(contacts) / 1800
    least = required_agents(rate, 300, threshold_seconds=aim.threshold_seconds, service_level=aim.floor)
    tried = np.array(list(product(*(range(first, first + 9) for first in least))))
    reached = service_level(tried, rate, 300, aim.threshold_seconds) @ np.asarray(contacts) / sum(contacts)
    assert found.agents.sum() == tried[reached >= aim.service_level].sum(axis=1).min()
    assert set(found.bound_by) <= {"floor", "service_level"}


def test_scope_week_lets_a_day_fall_below_the_goal_that_another_makes_good(forecast_of: ForecastBuilder) -> None:
    two_days = forecast_of([[10] * 4, [40] * 4])

    requirement = require_agents(two_days, with_goal(scope="week"), unplanned_shrinkage=0, engine="erlang_c")

    assert np.average(requirement.service_level, weights=requirement.contacts) >= 0.9
    by_day = requirement.service_level.reshape(2, 4).mean(axis=1)
    assert by_day.min() < 0.9 < by_day.max()


def test_a_week_begins_on_the_day_the_desk_says(forecast_of: ForecastBuilder) -> None:
    sunday_and_monday = forecast_of([[10] * 4, [40] * 4], first_day="2026-11-01")
    by_the_day = require_agents(sunday_and_monday, with_goal(scope="day"), unplanned_shrinkage=0, engine="erlang_c")

    from_monday = require_agents(sunday_and_monday, with_goal(scope="week"), unplanned_shrinkage=0, engine="erlang_c")
    from_sunday = require_agents(
        sunday_and_monday, with_goal(scope="week"), unplanned_shrinkage=0, engine="erlang_c", week_starts="sunday"
    )

    assert from_monday.agents.tolist() == by_the_day.agents.tolist()
    assert from_sunday.agents.sum() < by_the_day.agents.sum()


def test_from_five_agents_on_nobody_is_busier_than_the_cap(forecast_of: ForecastBuilder) -> None:
    goal = with_goal(max_occupancy=0.85, scope="interval")

    requirement = require_agents(forecast_of([[20, 120, 480]]), goal, unplanned_shrinkage=0, engine="erlang_c")

    assert requirement.agents.tolist() == [6, 24, 95]  # 3.33, 20 and 80 erlangs
    assert requirement.bound_by == ("service_level", "max_occupancy", "max_occupancy")


def test_a_team_below_five_is_not_capped(forecast_of: ForecastBuilder) -> None:
    lax = {"service_level": 0.1, "floor": 0.0, "scope": "interval", "max_occupancy": 0.5}

    requirement = require_agents(forecast_of([[18]]), with_goal(**lax), unplanned_shrinkage=0, engine="erlang_c")

    assert requirement.agents.tolist() == [4]  # 3 erlangs: 0.75 busy
    assert requirement.bound_by == ("service_level",)


@pytest.mark.parametrize("scope", ["interval", "day", "week"])
def test_nobody_is_fewer_than_the_least_on_duty_even_without_contacts(forecast_of: ForecastBuilder, scope: str) -> None:
    requirement = require_agents(
        forecast_of([[0, 1, 40]]), with_goal(min_agents=3, scope=scope), unplanned_shrinkage=0, engine="erlang_c"
    )

    assert requirement.agents[:2].tolist() == [3, 3]
    assert requirement.bound_by[:2] == ("min_agents", "min_agents")
    assert requirement.service_level[0] == 1
    assert requirement.asa_seconds[0] == 0
    assert requirement.occupancy[0] == 0


def test_a_floor_above_the_goal_binds_each_interval(quiet_monday: Forecast) -> None:
    requirement = require_agents(
        quiet_monday,
        with_goal(service_level=0.7, floor=0.85, scope="interval"),
        unplanned_shrinkage=0,
        engine="erlang_c",
    )

    assert requirement.service_level.min() >= 0.85
    assert set(requirement.bound_by) == {"floor"}


def test_contacts_arrive_within_the_open_minutes(forecast_of: ForecastBuilder) -> None:
    half_open = require_agents(forecast_of([[20]], open_minutes=15), UNCAPPED, unplanned_shrinkage=0, engine="erlang_c")
    all_open = require_agents(forecast_of([[40]]), UNCAPPED, unplanned_shrinkage=0, engine="erlang_c")

    assert half_open.agents.tolist() == all_open.agents.tolist()


def test_a_closed_interval_is_absent(forecast_of: ForecastBuilder) -> None:
    assert (
        len(require_agents(forecast_of([[20]], open_minutes=0), UNCAPPED, unplanned_shrinkage=0, engine="erlang_c"))
        == 0
    )


def test_confidence_reckons_with_the_forecasts_quantile_instead_of_its_mean(forecast_of: ForecastBuilder) -> None:
    doubtful = forecast_of([[40, 60]], root_spread=0.8)

    on_average = require_agents(doubtful, UNCAPPED, unplanned_shrinkage=0, engine="erlang_c")
    confident = require_agents(doubtful, with_goal(confidence=0.9), unplanned_shrinkage=0, engine="erlang_c")

    assert on_average.contacts.tolist() == doubtful.mean.tolist()
    assert confident.contacts.tolist() == doubtful.quantile(0.9).tolist()
    assert np.all(confident.agents > on_average.agents)


def test_what_is_expected_of_the_agents_is_erlang_c_without_anyone_hanging_up(quiet_monday: Forecast) -> None:
    requirement = require_agents(quiet_monday, ServiceGoal(), unplanned_shrinkage=0, engine="erlang_c")

    load = quiet_monday.mean / 6
    assert requirement.occupancy == pytest.approx(load / requirement.agents)
    assert np.all(np.isnan(requirement.abandonment))
    assert np.all(requirement.asa_seconds > 0)


def test_the_second_engine_gives_the_same_requirement_per_interval(quiet_monday: Forecast) -> None:
    goal = ServiceGoal(scope="interval")

    ours = require_agents(quiet_monday, goal, unplanned_shrinkage=0.08, engine="erlang_c")
    theirs = require_agents(quiet_monday, goal, unplanned_shrinkage=0.08, engine="pyworkforce")

    assert theirs.engine == "pyworkforce"
    assert theirs.scheduled_agents.tolist() == ours.scheduled_agents.tolist()
    assert theirs.bound_by == ours.bound_by


def test_the_second_engine_keeps_the_level_per_interval_in_any_scope(quiet_monday: Forecast) -> None:
    by_day = require_agents(quiet_monday, with_goal(scope="day"), unplanned_shrinkage=0, engine="pyworkforce")

    assert by_day.service_level.min() >= 0.9


def test_an_unknown_engine_is_refused(quiet_monday: Forecast) -> None:
    with pytest.raises(ValueError, match="known are erlang_a, erlang_c, pyworkforce"):
        require_agents(quiet_monday, UNCAPPED, unplanned_shrinkage=0, engine="guess")


def test_written_work_without_a_calendar_is_a_mistake(forecast_of: ForecastBuilder) -> None:
    with pytest.raises(ValueError, match="takes mail; its deadlines need the desk's calendar"):
        require_agents(forecast_of([[20]], channel="mail"), UNCAPPED, unplanned_shrinkage=0, engine="erlang_c")


def test_totals_of_whole_days_are_refused_with_a_sentence(forecast_of: ForecastBuilder) -> None:
    by_day = replace(forecast_of([[600]]), minutes=np.array([1440.0]))

    with pytest.raises(TsunagariError, match=r"known only by totals of up to 1440 minutes.* shape_from = "):
        require_agents(by_day, UNCAPPED, unplanned_shrinkage=0, engine="erlang_c")


@pytest.mark.parametrize(
    ("agents", "shrinkage", "scheduled"),
    [
        (21, 0.3, 30),  # floating point says 31
        (23, 0.08, 25),  # exactly divisible
        (24, 0.08, 27),  # a bit over 26
        (0, 0.08, 0),  # nobody stays nobody
        (5, 0.0, 5),  # without shrinkage
        (7, 0.1 + 0.2, 11),  # a share of seventeen digits
    ],
)
def test_scheduled_agents_are_divided_exactly(agents: int, shrinkage: float, scheduled: int) -> None:
    assert scheduled_agents(np.array([agents]), unplanned_shrinkage=shrinkage).tolist() == [scheduled]


def test_as_many_remain_of_the_scheduled_as_were_needed() -> None:
    needed = np.arange(500)

    for percent in range(0, 90, 7):
        scheduled = scheduled_agents(needed, unplanned_shrinkage=percent / 100)
        assert np.all(remaining_agents(scheduled, unplanned_shrinkage=percent / 100) >= needed)
        fewer = remaining_agents(np.maximum(scheduled - 1, 0), unplanned_shrinkage=percent / 100)
        assert np.all((fewer < needed) | (needed == 0))


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95])
def test_enough_people_are_there_on_as_many_occasions_as_are_asked_for(confidence: float) -> None:
    needed = np.array([0, 1, 3, 10, 60, 300])

    scheduled = scheduled_for_absence(needed, unplanned_shrinkage=0.12, confidence=confidence)

    there = np.random.default_rng(4).binomial(scheduled, 0.88, size=(200_000, 6))
    fewer = np.random.default_rng(5).binomial(np.maximum(scheduled - 1, 0), 0.88, size=(200_000, 6))
    assert scheduled[0] == 0
    assert np.all((there >= needed).mean(axis=0) >= confidence - 0.005)
    assert np.all((fewer >= needed).mean(axis=0)[1:] < confidence + 0.005)


def test_dividing_by_the_share_that_is_there_leaves_a_quarter_of_the_days_short() -> None:
    [scheduled] = scheduled_agents(np.array([30]), unplanned_shrinkage=0.08)
    [sure] = scheduled_for_absence(np.array([30]), unplanned_shrinkage=0.08, confidence=0.9)

    there = np.random.default_rng(6).binomial(scheduled, 0.92, size=100_000)
    assert 0.2 < (there < 30).mean() < 0.35
    assert sure > scheduled


def test_without_absence_everybody_who_is_needed_is_scheduled() -> None:
    assert scheduled_for_absence(np.array([4, 9]), unplanned_shrinkage=0.0, confidence=0.99).tolist() == [4, 9]


@pytest.mark.parametrize("confidence", [-0.1, 1.0])
def test_an_impossible_confidence_in_who_is_there_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="is a share from 0 to below 1"):
        scheduled_for_absence(np.array([4]), unplanned_shrinkage=0.1, confidence=confidence)


@pytest.mark.parametrize("shrinkage", [-0.01, 1.0])
def test_an_impossible_shrinkage_is_refused(quiet_monday: Forecast, shrinkage: float) -> None:
    with pytest.raises(ValueError, match="unplanned shrinkage is a share from 0 to below 1"):
        require_agents(quiet_monday, UNCAPPED, unplanned_shrinkage=shrinkage)


def test_of_two_intervals_alike_the_one_that_is_open_for_a_part_gets_the_agent(forecast_of: ForecastBuilder) -> None:
    forecast = forecast_of([[12.0, 6.0]])
    partly = replace(forecast, open_minutes=np.array([30.0, 15.0]))
    goal = ServiceGoal(service_level=0.8, floor=0.5, min_agents=1)

    made = require_agents(partly, goal, unplanned_shrinkage=0.0, engine="erlang_c")

    hours = made.agents @ partly.open_minutes / 60
    other = np.array([made.agents[0] + 1, made.agents[1] - 1])
    assert made.agents[1] > made.agents[0], "the same load, and half the hours"
    assert hours < other @ partly.open_minutes / 60
