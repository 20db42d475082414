"""What tier 1 hands on is a forecast of tier 2: later, as doubtful, and staffed like any other."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.tiers import Case
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.handed_on import HandedOn, handed_on, with_handed_on
from staffing.live_service import Asked
from staffing.require_agents import require_agents
from tests.staffing.conftest import ForecastBuilder

FOR_EVER = Asked(180.0)


def _handed(first: Forecast, to: Forecast, *, people: int = 200, share: float = 0.5, **how: object) -> HandedOn:
    agents = np.full(len(first), people, dtype=np.int64)
    told = {"asked": FOR_EVER, "share": share, "handle_seconds": 600.0, "handle_variation": 1.0} | how
    return handed_on(first, agents, to=to, **told)  # type: ignore[arg-type]


def _empty(forecast: Forecast) -> Forecast:
    nothing = np.zeros(len(forecast))
    return replace(forecast, root_mean=nothing, day_spread=nothing, root_spread=nothing)


def test_a_share_of_what_comes_arrives_later(forecast_of: ForecastBuilder) -> None:
    first = forecast_of([[60.0, 60.0, 0.0, 0.0, 0.0, 0.0]], handle_seconds=900.0)

    handed = _handed(first, first)

    assert handed.contacts.sum() + handed.in_closed == pytest.approx(60.0)
    assert handed.contacts[0] < 20 < handed.contacts[1]
    assert handed.contacts[2] > 5


def test_who_hangs_up_at_tier_1_is_not_handed_on(forecast_of: ForecastBuilder) -> None:
    first = forecast_of([[60.0] * 6])

    all_stay, some_leave = _handed(first, first), _handed(first, first, people=8, asked=Asked(180.0, 300.0))

    assert some_leave.contacts.sum() < 0.9 * all_stay.contacts.sum()


def test_a_doubtful_day_of_tier_1_is_one_of_tier_2(forecast_of: ForecastBuilder) -> None:
    first = forecast_of([[200.0] * 10], day_spread=0.1, root_spread=0.5)

    fed = with_handed_on(_empty(first), [_handed(first, first)])

    np.testing.assert_allclose(fed.day_spread[2:], 0.1, rtol=0.02)
    np.testing.assert_allclose(fed.root_spread[2:], 0.5, rtol=0.01)


def test_days_on_which_tier_1_loses_callers_bring_tier_2_less_doubt(forecast_of: ForecastBuilder) -> None:
    first = forecast_of([[200.0] * 10], day_spread=0.1, root_spread=0.5)

    crowded = _handed(first, first, people=32, asked=Asked(180.0, 300.0))

    assert np.all(crowded.spread[2:] < 0.07)


def test_what_is_expected_is_the_sum_of_both(forecast_of: ForecastBuilder) -> None:
    first = forecast_of([[60.0, 50.0, 40.0, 5.0, 0.5, 0.0]], day_spread=0.1, root_spread=0.6)
    own = forecast_of([[4.0, 0.3, 0.0, 6.0, 7.0, 8.0]], day_spread=0.2, root_spread=0.5, handle_seconds=1200.0)
    handed = _handed(first, own)

    fed = with_handed_on(own, [handed])

    np.testing.assert_allclose(fed.mean, own.mean + handed.contacts, rtol=1e-6)
    assert np.all((fed.handle_seconds > 600.0) & (fed.handle_seconds < 1200.0))
    assert fed.handle_variation > 1.0, "two kinds of work vary more than one"


def test_without_a_share_the_forecast_stays_as_it_is(forecast_of: ForecastBuilder) -> None:
    own = forecast_of([[20.0] * 6], day_spread=0.2, root_spread=0.5)

    assert with_handed_on(own, [_handed(own, own, share=0.0)]) is own
    assert with_handed_on(own, []) is own


def test_what_comes_while_tier_2_is_closed_is_told_or_called_back_later(forecast_of: ForecastBuilder) -> None:
    first = forecast_of([[60.0] * 6, [60.0] * 6])
    shorter = _empty(first).taking(np.array([0, 1, 2, 6, 7, 8]))

    gone, kept = (_handed(first, shorter, stays_until_open=stays) for stays in (False, True))

    assert gone.in_closed > 150
    assert kept.contacts[3] > 90 + gone.contacts[3] - 1, "the evening's are called in the morning"
    assert kept.contacts.sum() + kept.in_closed == pytest.approx(gone.contacts.sum() + gone.in_closed)


def test_a_desk_that_is_open_at_the_as_of_hands_on_from_the_first_minute(forecast_of: ForecastBuilder) -> None:
    opens = forecast_of([[60.0] * 4])
    goes_on = replace(opens, issued_at=opens.starts[0])

    assert _handed(goes_on, goes_on).contacts[0] == pytest.approx(30.0, rel=0.01)
    assert _handed(opens, opens).contacts[0] < 27.0


@pytest.fixture
def long_calls() -> Case:
    """Calls of twenty minutes at tier 1, so that tier 2 meets them late."""
    return Case(20.0, 1200.0, 600.0, share=0.4, patience_seconds=480.0)


def test_the_promise_of_tier_2_is_what_both_tiers_simulated_achieve(long_calls: Case) -> None:
    first = long_calls.required(long_calls.first)

    second = long_calls.required(long_calls.second("departures", first))
    met = long_calls.simulated(first, second, days=600).by_interval()

    assert np.abs(second.service_level - met.service_level.mean).mean() < 0.01


def test_people_by_the_half_hour_of_the_call_leave_tier_2_short_after_the_peak() -> None:
    longer_calls = Case(80.0, 2400.0, 2400.0, share=0.7, patience_seconds=float("inf"))
    first = longer_calls.required(longer_calls.first)

    by_call, by_departure = (
        longer_calls.required(longer_calls.second(fed, first)) for fed in ("same half-hour", "departures")
    )
    worst_by_call, worst_by_departure = (
        float(longer_calls.simulated(first, second, days=200).by_interval().service_level.mean.min())
        for second in (by_call, by_departure)
    )

    assert worst_by_call < 0.65
    assert worst_by_departure > 0.88
    assert by_departure.agent_hours < 1.05 * by_call.agent_hours


def test_tier_2_by_departures_is_a_requirement_like_any_other(forecast_of: ForecastBuilder) -> None:
    first = forecast_of([[60.0] * 6])
    fed = with_handed_on(_empty(first), [_handed(first, first)])

    found = require_agents(fed, ServiceGoal(), unplanned_shrinkage=0.1, patience_seconds=300.0)

    assert found.agents[0] < found.agents[2]
    np.testing.assert_allclose(found.contacts, fed.mean)
