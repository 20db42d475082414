"""What people achieve over all that a day may bring, beside simulated days."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtri

from benchmarks.mondays import forecast_of as forecast_of_monday
from benchmarks.mondays import required, simulated
from benchmarks.simulation import Monday
from staffing.erlang_a import service_with_patience
from staffing.live_service import Asked, LiveService, paced_by_variation
from staffing.simulation.drawn_arrivals import ArrivalRates
from staffing.simulation.drawn_seconds import Exponential, LogNormal
from staffing.simulation.simulate import simulate
from staffing.simulation.simulated_desk import SimulatedDesk
from tests.staffing.conftest import ForecastBuilder

ASKED = Asked(threshold_seconds=180.0, patience_seconds=480.0, short_abandon_seconds=5.0)


@pytest.mark.parametrize("doubt", [0.0, 0.1])
@pytest.mark.parametrize("peak", [7.0, 80.0])
def test_the_promise_of_each_half_hour_is_what_simulated_mondays_keep(peak: float, doubt: float) -> None:
    monday = Monday(peak, doubt)
    requirement = required(monday, "erlang_a", patience_seconds=480.0)

    met = simulated(monday, requirement, patience_seconds=480.0, days=400).by_interval()

    assert np.abs(requirement.service_level - met.service_level.mean).mean() < 0.01
    assert np.abs(requirement.abandonment - met.abandonment.mean).mean() < 0.01


def test_without_doubt_and_in_the_middle_of_a_steady_day_it_is_erlang_a(forecast_of: ForecastBuilder) -> None:
    service = LiveService.of(forecast_of([[30.0] * 16]), ASKED)

    kept = service.kept(np.full(16, 6))

    exact = service_with_patience(
        6, 30 / 1800, 300, threshold_seconds=180, patience_seconds=480, short_abandon_seconds=5
    )
    assert service.mean_over_days(kept.level)[10] == pytest.approx(float(exact.service_level), abs=2e-4)
    assert service.mean_over_days(kept.gone)[10] == pytest.approx(float(exact.abandonment), abs=2e-4)
    assert service.average_speed_of_answer(np.full(16, 6))[10] == pytest.approx(float(exact.asa_seconds), rel=2e-3)
    assert service.occupancy(np.full(16, 6))[10] == pytest.approx(float(exact.occupancy), rel=2e-3)


def test_doubt_costs_service(forecast_of: ForecastBuilder) -> None:
    levels = [
        LiveService.of(forecast_of([[200.0] * 8], day_spread=doubt, root_spread=0.5), ASKED).kept(np.full(8, 36))
        for doubt in (0.0, 0.05, 0.1)
    ]

    mean = [float((each.level).mean()) for each in levels]
    assert mean[0] > mean[1] > mean[2]


@pytest.mark.parametrize(("day_spread", "doubt"), [(0.0, 0.08), (0.05, 0.08), (0.1, 0.03)])
def test_doubt_of_how_long_contacts_last_is_one_more_doubt_of_the_load(
    forecast_of: ForecastBuilder, day_spread: float, doubt: float
) -> None:
    day, agents = forecast_of([[200.0] * 8], day_spread=day_spread, root_spread=0.5), np.full(8, 36)

    told = LiveService.of(replace(day, handle_doubt=doubt), ASKED)

    factors = np.exp(doubt * ndtri((np.arange(41) + 0.5) / 41) - doubt**2 / 2)
    tried = [LiveService.of(replace(day, handle_seconds=day.handle_seconds * one), ASKED) for one in factors]
    mean = np.mean([one.mean_over_days(one.kept(agents).level) for one in tried], axis=0)
    assert told.mean_over_days(told.kept(agents).level) == pytest.approx(mean, abs=0.01)


def test_the_first_half_hour_is_easier_than_the_same_later(forecast_of: ForecastBuilder) -> None:
    service = LiveService.of(forecast_of([[60.0] * 6]), ASKED)

    level = service.mean_over_days(service.kept(np.full(6, 10)).level)

    assert level[0] > level[1] > level[4]


@pytest.mark.parametrize(("variation", "hours"), [(0.0, 0.5), (1.0, 1.0), (2.0, 2.5)])
def test_what_is_in_hand_at_closing_is_finished(forecast_of: ForecastBuilder, variation: float, hours: float) -> None:
    day = forecast_of([[60.0] * 16], handle_seconds=600.0, handle_variation=variation)

    left = LiveService.of(day, ASKED).after_closing_hours

    assert np.count_nonzero(left) == 1
    # 20 contacts are in hand; each has on average (1 + variation^2) / 2 of ten minutes left.
    assert left[-1] == pytest.approx(20 * 600 * hours / 3600, rel=0.1)


@pytest.mark.parametrize("variation", [0.5, 1.5])
def test_the_pace_of_the_queue_follows_the_variation_of_handle_times(variation: float) -> None:
    desk = SimulatedDesk(
        [21] * 24,
        arrivals=ArrivalRates([120.0] * 24),
        handle=LogNormal(300.0, variation=variation),
        patience=Exponential(480.0),
    )
    met = float(simulate(desk, days=150, seed=8).between(4, 24).whole().service_level.mean)

    def told(handle: float) -> float:
        level = service_with_patience(
            21, 20 / handle, handle, threshold_seconds=180, patience_seconds=480, short_abandon_seconds=5
        )
        return float(level.service_level)

    paced = float(paced_by_variation(np.array(300.0), variation=variation, hang_up=True))
    assert abs(told(paced) - met) < abs(told(300.0) - met)
    assert told(paced) == pytest.approx(met, abs=0.01)


def test_the_forecast_of_the_benchmarks_monday_expects_its_contacts() -> None:
    monday = Monday(80.0, 0.1)

    assert forecast_of_monday(monday).mean == pytest.approx(monday.loads * 6, rel=1e-3)


def test_a_wait_without_end_on_a_day_that_brings_nobody_is_nobodys(forecast_of: ForecastBuilder) -> None:
    service = LiveService.of(forecast_of([[30.0] * 2]), ASKED)
    contacts = np.ones_like(service.likely.contacts)
    contacts[:, 0] = 0.0
    waits = np.full(contacts.shape, 20.0)
    waits[:, 0] = np.inf

    found = replace(service, likely=replace(service.likely, contacts=contacts)).mean_over_days(waits)

    assert found == pytest.approx([20.0, 20.0])
