"""Chats served several at once, against exact balance, against paper, and against one at a time."""

import numpy as np
import pytest
from numpy.typing import NDArray

from staffing.chat_slots import ChatSlots
from staffing.simulation.drawn_arrivals import ArrivalRates
from staffing.simulation.drawn_seconds import Exponential
from staffing.simulation.served_in_turn import PeopleThere, serve_day
from staffing.simulation.simulate_chats import serve_chats_day, simulate_chats
from staffing.simulation.simulated_desk import Repeats, SimulatedDesk


def in_balance(rate: float, *, slots: ChatSlots, handle: float, patience: float) -> NDArray[np.float64]:
    """Share of time with so many chats at one person's desk, waiting ones included, from the balance of each state."""
    weights = [1.0]
    for chats in range(1, 300):
        served = min(chats, slots.concurrency)
        leave = served / (1 + slots.slowdown * (served - 1)) / handle + (chats - served) / patience
        weights.append(weights[-1] * rate / leave)
    return np.array(weights) / sum(weights)


def test_one_person_with_three_chats_is_in_the_balance_that_theory_says() -> None:
    slots, handle, patience, rate = ChatSlots(concurrency=3, slowdown=0.3), 300.0, 200.0, 12 / 1800
    desk = SimulatedDesk(
        [1] * 16,
        arrivals=ArrivalRates([rate * 1800] * 16),
        handle=Exponential(handle),
        patience=Exponential(patience),
        threshold_seconds=0.0,
        short_abandon_seconds=0.0,
    )

    whole = simulate_chats(desk, slots=slots, days=150, seed=4).between(4, 16).whole(confidence=0.9999)

    share = in_balance(rate, slots=slots, handle=handle, patience=patience)
    chats = np.arange(share.size)
    hang_up = (share * np.maximum(chats - 3, 0)).sum() / patience / rate
    assert whole.service_level.low <= share[:3].sum() <= whole.service_level.high
    assert whole.abandonment.low <= hang_up <= whole.abandonment.high
    assert whole.occupancy.low <= (share * np.minimum(chats, 3)).sum() / 3 <= whole.occupancy.high


@pytest.mark.parametrize("people", [
    pytest.param([4, 4, 4, 4], id="constant"),
    pytest.param([0, 5, 2, 3], id="coming and leaving"),
    pytest.param([0, 0, 0, 0], id="nobody"),
])  # fmt: skip
def test_one_chat_at_a_time_is_a_call(people: list[int]) -> None:
    # So short that nobody is busy when people leave: a chat stays with its person, calls only know how many are busy.
    rng = np.random.default_rng(8)
    arrivals = np.sort(rng.uniform(0, 7200.0, 60))
    latest, handle = arrivals + rng.exponential(400.0, 60), rng.exponential(20.0, 60)
    there = PeopleThere.by_interval(np.array(people), 1800.0)

    starts, ends = serve_chats_day(arrivals, latest, handle, there=there, slots=ChatSlots(1, 0.5))

    np.testing.assert_allclose(starts, serve_day(arrivals, latest, handle, there=there))
    np.testing.assert_allclose(ends, starts + handle)


def test_two_chats_share_their_person_while_both_last() -> None:
    there = PeopleThere.by_interval(np.array([1]), 1800.0)
    arrivals, work = np.array([0.0, 60.0, 70.0]), np.array([100.0, 100.0, 10.0])

    starts, ends = serve_chats_day(
        arrivals, np.full(3, np.inf), work, there=there, slots=ChatSlots(concurrency=2, slowdown=0.5)
    )

    # Alone until 60; 40 s of work are left, at two thirds of the speed until 120. Then 60 and 10 s side by side until
    # 135, and the last 50 s alone.
    assert starts.tolist() == [0.0, 60.0, 120.0]
    assert ends == pytest.approx([120.0, 185.0, 135.0])


def test_another_chat_goes_to_whoever_has_fewest() -> None:
    there = PeopleThere.by_interval(np.array([2]), 1800.0)

    _, ends = serve_chats_day(
        np.array([0.0, 1.0]), np.full(2, np.inf), np.full(2, 100.0), there=there, slots=ChatSlots(2, slowdown=1.0)
    )

    assert ends.tolist() == [100.0, 101.0]


def test_more_slots_shorten_the_wait_and_lengthen_the_chat() -> None:
    desk = SimulatedDesk(
        [3] * 6, arrivals=ArrivalRates([16.0] * 6), handle=Exponential(300.0), patience=Exponential(600.0)
    )

    one, three = (simulate_chats(desk, slots=ChatSlots(c, 0.2), days=30, seed=1).whole() for c in (1, 3))

    assert three.asa_seconds.mean < one.asa_seconds.mean
    assert three.abandonment.mean < one.abandonment.mean


def test_chats_that_come_again_are_refused() -> None:
    repeats = Repeats(0.5, after=Exponential(60.0))
    desk = SimulatedDesk([1], arrivals=ArrivalRates([1.0]), handle=Exponential(60.0), repeats=repeats)

    with pytest.raises(ValueError, match="without repeats"):
        simulate_chats(desk, slots=ChatSlots(2), days=1, seed=0)
