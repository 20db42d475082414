"""Two tiers in line, where theory or paper knows the answer."""

import numpy as np
import pytest

from staffing.erlang import average_speed_of_answer, service_level
from staffing.simulation.drawn_arrivals import ArrivalInstants, ArrivalRates
from staffing.simulation.drawn_seconds import Exponential, Observed
from staffing.simulation.simulate import simulate
from staffing.simulation.simulate_tiers import TwoTiers, simulate_tiers
from staffing.simulation.simulated_desk import SimulatedDesk

NOBODY = ArrivalRates([0.0])


def test_what_is_handed_on_arrives_when_the_first_tier_ends() -> None:
    first = SimulatedDesk([1, 1], arrivals=ArrivalInstants([0.0, 1500.0, 1600.0]), handle=Observed([400.0]))
    second = SimulatedDesk([1, 1], arrivals=NOBODY, handle=Observed([1000.0]), threshold_seconds=600.0)

    tier_1, tier_2 = simulate_tiers(TwoTiers(first, second, share=1.0), days=1, seed=0)

    # Ends at 400, 1,900 and 2,300 s; the second tier starts at 400, 1,900 and 2,900 s.
    assert tier_1.offered.tolist() == [[3.0, 0.0]]
    assert tier_2.offered.tolist() == [[1.0, 2.0]]
    assert tier_2.wait_answered_seconds.tolist() == [[0.0, 600.0]]
    assert tier_2.answered_in_threshold.tolist() == [[1.0, 2.0]]


def test_in_balance_the_second_tier_is_an_erlang_queue_of_its_own() -> None:
    # Burke: what leaves a queue in balance, in which nobody hangs up, leaves at random at the rate of the arrivals.
    first = SimulatedDesk([7] * 20, arrivals=ArrivalRates([30.0] * 20), handle=Exponential(300.0))
    second = SimulatedDesk([3] * 20, arrivals=ArrivalRates([3.0] * 20), handle=Exponential(300.0))
    rate = (30 * 0.3 + 3) / 1800

    _, tier_2 = simulate_tiers(TwoTiers(first, second, share=0.3), days=900, seed=6)

    whole = tier_2.between(8, 20).whole(confidence=0.9999)
    assert whole.service_level.low <= service_level(3, rate, 300.0, 180.0) <= whole.service_level.high
    assert whole.asa_seconds.low <= average_speed_of_answer(3, rate, 300.0) <= whole.asa_seconds.high
    assert whole.offered.low <= rate * 1800 * 12 <= whole.offered.high


def test_the_first_tier_does_not_feel_the_second() -> None:
    first = SimulatedDesk([8] * 4, arrivals=ArrivalRates([25.0] * 4), handle=Exponential(300.0))
    second = SimulatedDesk([0] * 4, arrivals=NOBODY, handle=Exponential(300.0), patience=Exponential(60.0))

    tier_1, tier_2 = simulate_tiers(TwoTiers(first, second, share=0.5), days=100, seed=1)
    alone = simulate(first, days=100, seed=1)

    np.testing.assert_array_equal(tier_1.wait_answered_seconds, alone.wait_answered_seconds)
    assert tier_2.whole().abandonment.mean == 1
    assert tier_2.offered.sum() == pytest.approx(tier_1.answered.sum() / 2, rel=0.1)


def test_without_a_share_nobody_reaches_the_second_tier() -> None:
    first = SimulatedDesk([4], arrivals=ArrivalRates([25.0]), handle=Exponential(300.0))

    second = SimulatedDesk([1], arrivals=NOBODY, handle=Exponential(60.0))
    _, tier_2 = simulate_tiers(TwoTiers(first, second, share=0.0), days=20, seed=1)

    assert tier_2.offered.sum() == 0
    assert np.isnan(tier_2.whole().service_level.mean)


@pytest.mark.parametrize(("share", "people", "told"), [
    pytest.param(1.1, [1], "0 to 1", id="more than all go on"),
    pytest.param(0.5, [1, 1], "same day", id="a longer day"),
])  # fmt: skip
def test_tiers_that_cannot_be_are_refused(share: float, people: list[int], told: str) -> None:
    first, second = (SimulatedDesk(there, arrivals=NOBODY, handle=Exponential(60.0)) for there in ([1], people))

    with pytest.raises(ValueError, match=told):
        TwoTiers(first, second, share=share)
