"""Novices count by their speed: coverage's count, put into the formula, tells what a simulated desk achieves."""

import numpy as np
import pytest

from data.sample_desks.first_come_first_served import Duty, first_come_first_served
from staffing.coverage import measure_coverage
from staffing.erlang_a import service_with_patience
from staffing.shift_plan import ShiftPlan
from staffing.simulation.drawn_arrivals import ArrivalRates
from staffing.simulation.drawn_seconds import Exponential
from staffing.simulation.simulate import simulate
from staffing.simulation.simulated_desk import SimulatedDesk
from tests.staffing.plan_builders import MONDAY, act, make_desk, make_person, require

HANDLE, PATIENCE, THRESHOLD = 300.0, 480.0, 180.0


def counted(speeds: list[float]) -> float:
    """People of a plan by coverage's count."""
    people = [make_person(f"p{k:02d}", proficiency=speed) for k, speed in enumerate(speeds)]
    desk = make_desk(staff=people)
    rows = tuple(act(person.name, "2026-12-07 10:00", "2026-12-07 18:00") for person in people)
    [part] = measure_coverage(ShiftPlan(MONDAY, MONDAY, rows), [require(desk, 1)], desk).queues
    assert np.ptp(part.scheduled[:16]) < 1e-9
    return float(part.scheduled[0])


def expected(people: float, load: float) -> float:
    """Service level by Erlang A, for so many people of full speed."""
    found = service_with_patience(
        people,
        load / HANDLE,
        HANDLE,
        threshold_seconds=THRESHOLD,
        patience_seconds=PATIENCE,
        short_abandon_seconds=0.0,
    )
    return float(found.service_level)


def simulated(speeds: list[float], load: float, *, calls: int = 60_000) -> float:
    """Share answered in time of calls that each take longer with a slower person, after a warm-up."""
    random = np.random.default_rng(11)
    arrivals = np.cumsum(random.exponential(HANDLE / load, size=calls))
    duties = [Duty(k, 0.0, float(arrivals[-1]) + 1, speed=speed) for k, speed in enumerate(speeds)]
    service = first_come_first_served(
        arrivals,
        random.exponential(HANDLE, size=calls),
        patience_s=random.exponential(PATIENCE, size=calls),
        duties=duties,
    )
    kept = (service.answered & (service.wait_s <= THRESHOLD))[calls // 20 :]
    return float(kept.mean())


@pytest.mark.parametrize(
    ("experienced", "novices", "load"),
    [
        pytest.param(6, 4, 8.0, id="a small team, four of ten new"),
        pytest.param(12, 14, 21.0, id="more novices than colleagues"),
        pytest.param(0, 10, 5.6, id="novices alone"),
    ],
)
def test_the_count_by_speed_tells_what_a_simulated_mixed_team_achieves(
    experienced: int, novices: int, load: float
) -> None:
    speeds = [1.0] * experienced + [0.6] * novices

    truth = simulated(speeds, load)

    by_speed, by_heads = (expected(people, load) for people in (counted(speeds), float(len(speeds))))
    assert by_speed == pytest.approx(truth, abs=0.04)
    assert by_speed < truth + 0.01, "slow people in greater number wait less for one to come free: on the safe side"
    assert by_heads > truth + 0.07


def test_a_room_full_of_novices_simulated_as_slow_heads_agrees_with_the_count_by_speed() -> None:
    speeds, load = [0.6] * 30, 17.8
    desk = SimulatedDesk(
        [30] * 20,
        arrivals=ArrivalRates([load * 1800 / HANDLE] * 20),
        handle=Exponential(HANDLE / 0.6),
        patience=Exponential(PATIENCE),
        threshold_seconds=THRESHOLD,
        short_abandon_seconds=0.0,
    )

    truth = simulate(desk, days=60, seed=2).between(4, 20).whole(confidence=0.99).service_level

    assert counted(speeds) == pytest.approx(18)
    assert expected(18, load) == pytest.approx(truth.mean, abs=0.04)
    assert expected(30, load) > truth.high + 0.05
