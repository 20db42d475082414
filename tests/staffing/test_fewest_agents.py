"""The fewest people over the doubt of a forecast: pooled, capped, and on enough days."""

from itertools import product

import numpy as np
import pytest

from benchmarks.mondays import forecast_of as forecast_of_monday
from benchmarks.mondays import simulated
from benchmarks.simulation import Monday
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.fewest_agents import Spans, fewest_agents
from staffing.live_service import Asked, LiveService
from staffing.require_agents import require_agents
from tests.staffing.conftest import ForecastBuilder

ASKED = Asked(threshold_seconds=180.0, patience_seconds=480.0, short_abandon_seconds=5.0)
GOAL = ServiceGoal(max_occupancy=1.0, min_agents=0)


def goal(**changes: object) -> ServiceGoal:
    return ServiceGoal.model_validate(GOAL.model_dump() | changes)


def doubtful(forecast_of: ForecastBuilder, contacts: list[list[float]]) -> Forecast:
    return forecast_of(contacts, day_spread=0.08, root_spread=0.6)


def shares(service: LiveService, agents: np.ndarray) -> tuple[float, float]:
    kept, contacts = service.kept(agents), service.contacts
    level, gone = service.mean_over_days(kept.level), service.mean_over_days(kept.gone)
    return float(level @ contacts / contacts.sum()), float(gone @ contacts / contacts.sum())


@pytest.mark.parametrize(
    ("contacts", "changes"),
    [
        ([20.0, 60.0, 30.0], {}),
        ([20.0, 60.0, 30.0], {"max_abandonment": 0.02}),
        ([5.0, 90.0, 5.0], {"service_level": 0.95, "max_abandonment": 1.0}),
        ([12.0, 12.0, 12.0], {"service_level": 0.8, "floor": 0.5, "max_abandonment": 1.0}),
    ],
)
def test_no_other_people_over_a_day_are_fewer(
    forecast_of: ForecastBuilder, contacts: list[float], changes: dict[str, float]
) -> None:
    aim = goal(**changes)
    service = LiveService.of(doubtful(forecast_of, [contacts]), ASKED)

    found = fewest_agents(service, aim, span=np.zeros(3, dtype=np.int64)).agents

    def is_kept(agents: np.ndarray) -> bool:
        level, gone = shares(service, agents)
        floor = service.mean_over_days(service.kept(agents).level).min()
        return level >= aim.service_level and gone <= aim.max_abandonment and floor >= aim.floor

    assert is_kept(found)
    tried = product(*(range(max(n - 3, 0), n + 3) for n in found))
    fewer = [agents for agents in map(np.array, tried) if agents.sum() < found.sum()]
    assert not any(is_kept(agents) for agents in fewer)


def test_every_interval_keeps_level_and_abandonment_by_itself(forecast_of: ForecastBuilder) -> None:
    service = LiveService.of(doubtful(forecast_of, [[10.0, 60.0, 90.0]]), ASKED)

    found = fewest_agents(service, goal(scope="interval"), span=None)

    def kept(agents: np.ndarray) -> np.ndarray:
        met = service.kept(agents)
        return (service.mean_over_days(met.level) >= 0.9) & (service.mean_over_days(met.gone) <= 0.05)

    assert kept(found.agents).all()
    assert not kept(found.agents - 1).any()


def test_a_cap_on_abandonment_that_binds_is_named(forecast_of: ForecastBuilder) -> None:
    service = LiveService.of(doubtful(forecast_of, [[60.0, 60.0]]), ASKED)
    day = np.zeros(2, dtype=np.int64)

    loose = fewest_agents(service, goal(max_abandonment=1.0), span=day)
    strict = fewest_agents(service, goal(max_abandonment=0.01), span=day)

    assert set(strict.bound_by) == {"max_abandonment"}
    assert strict.agents.sum() > loose.agents.sum()
    assert shares(service, strict.agents)[1] <= 0.01


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"max_abandonment": 1.0}, "service_level"),
        ({"max_abandonment": 0.01}, "max_abandonment"),
        ({"max_abandonment": 1.0, "confidence": 0.95}, "confidence"),
        ({"max_abandonment": 1.0, "floor": 0.97}, "floor"),
    ],
)
def test_where_each_interval_keeps_the_goal_by_itself_the_rule_that_bound_is_named(
    forecast_of: ForecastBuilder, changes: dict[str, float], rule: str
) -> None:
    service = LiveService.of(doubtful(forecast_of, [[60.0, 60.0, 60.0]]), ASKED)

    bound = fewest_agents(service, goal(scope="interval", **changes), span=None).bound_by

    assert bound == (rule,) * 3


def test_nine_days_in_ten_take_more_people_than_the_average_day(forecast_of: ForecastBuilder) -> None:
    service = LiveService.of(doubtful(forecast_of, [[100.0] * 6]), ASKED)
    day = np.zeros(6, dtype=np.int64)

    average = fewest_agents(service, goal(), span=day)
    sure = fewest_agents(service, goal(confidence=0.9), span=day)

    spans = Spans.of(service, day)
    assert sure.agents.sum() > average.agents.sum()
    assert float(spans.share_of_days(service, sure.agents, target=0.9)[0]) >= 0.9
    assert float(spans.share_of_days(service, average.agents, target=0.9)[0]) < 0.9
    assert "confidence" in sure.bound_by


@pytest.mark.parametrize(("peak", "confidence"), [(7.0, 0.9), (80.0, 0.8)])
def test_so_many_simulated_mondays_reach_the_goal_as_confidence_says(peak: float, confidence: float) -> None:
    monday = Monday(peak, 0.1)
    sure = require_agents(
        forecast_of_monday(monday),
        goal(confidence=confidence, max_abandonment=1.0),
        unplanned_shrinkage=0.0,
        patience_seconds=480.0,
        short_abandon_seconds=5.0,
    )

    met = simulated(monday, sure, patience_seconds=480.0, days=400)

    assert sure.grounds is not None
    assert met.share_of_days(service_level=0.9) == pytest.approx(sure.grounds.share_of_days, abs=0.06)
    assert met.share_of_days(service_level=0.9) >= confidence - 0.04


def test_where_nobody_hangs_up_there_are_always_more_people_than_load(forecast_of: ForecastBuilder) -> None:
    forecast = forecast_of([[60.0, 90.0]])

    lax = require_agents(forecast, goal(service_level=0.01, floor=0.0), unplanned_shrinkage=0.0)

    assert np.all(lax.agents > forecast.mean / 6)


def test_a_goal_that_hardly_anybody_waits_for_ends(forecast_of: ForecastBuilder) -> None:
    strict = require_agents(
        doubtful(forecast_of, [[30.0, 50.0]]),
        goal(service_level=0.9999, max_abandonment=0.0001),
        unplanned_shrinkage=0.0,
        patience_seconds=60.0,
    )

    assert strict.service_level.min() > 0.999
    assert strict.abandonment.max() < 0.001


@pytest.mark.parametrize("cap", [0.9, 0.5, 0.02])
def test_nobody_is_busier_than_the_cap_and_one_person_less_would_be(forecast_of: ForecastBuilder, cap: float) -> None:
    service = LiveService.of(doubtful(forecast_of, [[60.0, 120.0, 90.0]]), ASKED)

    found = fewest_agents(service, goal(max_occupancy=cap, floor=0.5, max_abandonment=1.0), span=None).agents

    bound = service.occupancy(found - 1) > cap
    assert service.occupancy(found).max() <= cap + 1e-9
    assert bound.all() or cap == 0.9


@pytest.mark.parametrize("contacts", [0.5, 30.0, 600.0, 4000.0])
def test_the_search_in_strides_ends_at_the_least_number(forecast_of: ForecastBuilder, contacts: float) -> None:
    wide = forecast_of([[contacts, contacts]], day_spread=0.3, root_spread=0.6)
    service = LiveService.of(wide, ASKED)

    found = fewest_agents(service, goal(scope="interval", max_abandonment=1.0), span=None).agents

    assert np.all(service.mean_over_days(service.kept(found).level) >= 0.9)
    assert np.all(service.mean_over_days(service.kept(found - 1).level) < 0.9)


def test_hundreds_of_people_are_added_by_the_handful_and_reach_the_goal_closely(forecast_of: ForecastBuilder) -> None:
    service = LiveService.of(doubtful(forecast_of, [[4000.0, 5000.0]]), ASKED)
    day = np.zeros(2, dtype=np.int64)

    found = fewest_agents(service, goal(max_abandonment=1.0), span=day).agents

    assert shares(service, found)[0] >= 0.9
    assert shares(service, found - 5)[0] < 0.9
    assert found.max() > 600


def test_nothing_to_do_needs_nobody(forecast_of: ForecastBuilder) -> None:
    idle = require_agents(forecast_of([[0.0, 0.0]]), goal(), unplanned_shrinkage=0.0, patience_seconds=300.0)

    assert idle.agents.tolist() == [0, 0]
    assert idle.service_level.tolist() == [1.0, 1.0]
    assert idle.abandonment.tolist() == [0.0, 0.0]
