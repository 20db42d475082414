import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.sample_desks.first_come_first_served import Duty, Service, first_come_first_served

ENDLESS = math.inf


def serve(
    arrivals: list[float], handle: list[float], duties: list[Duty], patience: list[float] | None = None
) -> Service:
    patience = patience or [ENDLESS] * len(arrivals)
    return first_come_first_served(
        np.array(arrivals, float), np.array(handle, float), patience_s=np.array(patience, float), duties=duties
    )


def test_callers_of_one_agent_are_served_in_turn() -> None:
    service = serve([0, 10, 20], [100, 100, 5], [Duty(0, 0, 1000)])

    assert service.wait_s.tolist() == [0, 90, 180]
    assert service.answered.all()


def test_who_has_been_free_longest_answers() -> None:
    service = serve([0, 1, 50], [10, 10, 10], [Duty(0, 0, 1000), Duty(1, 0, 1000)])

    assert service.agent.tolist() == [0, 1, 0]


def test_a_caller_whose_patience_ends_hangs_up_and_leaves_the_place_to_the_next() -> None:
    service = serve([0, 10, 20], [100, 100, 100], [Duty(0, 0, 1000)], patience=[1, 30, ENDLESS])

    assert service.agent.tolist() == [0, -1, 0]
    assert service.wait_s.tolist() == [0, 30, 80]
    assert service.handle_s.tolist() == [100, 0, 100]


def test_a_call_begun_before_the_end_of_duty_is_finished_and_none_begun_after() -> None:
    service = serve([90, 95], [50, 50], [Duty(0, 0, 100)], patience=[10, 10])

    assert service.agent.tolist() == [0, -1]


def test_callers_wait_for_a_duty_that_begins_later() -> None:
    service = serve([0], [50], [Duty(0, 60, 100)])

    assert service.wait_s.tolist() == [60]


def test_an_agent_still_talking_when_the_next_stretch_begins_takes_no_second_call() -> None:
    service = serve([90, 101], [50, 10], [Duty(0, 0, 100), Duty(0, 100, 200)])

    assert service.wait_s.tolist() == [0, 39]


def test_a_novice_takes_longer() -> None:
    service = serve([0, 1], [60, 60], [Duty(0, 0, 1000, speed=0.6)])

    assert service.handle_s.tolist() == pytest.approx([100, 100])
    assert service.wait_s[1] == pytest.approx(99)


def test_no_calls_are_no_trouble() -> None:
    assert serve([], [], [Duty(0, 0, 100)]).wait_s.shape == (0,)


def test_nobody_on_duty_loses_every_caller() -> None:
    assert not serve([0, 1], [60, 60], [], patience=[30, 30]).answered.any()


def test_arrivals_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="arrivals_s must rise"):
        serve([5, 1], [60, 60], [Duty(0, 0, 100)])


@pytest.mark.parametrize(("start", "end", "speed"), [(5, 5, 1), (0, 10, 0)])
def test_a_duty_that_cannot_be_is_refused(start: float, end: float, speed: float) -> None:
    with pytest.raises(ValueError, match="needs an agent from 0"):
        Duty(0, start, end, speed)


seconds = st.integers(0, 600)


@settings(deadline=None, max_examples=80)
@given(
    calls=st.lists(st.tuples(seconds, st.integers(1, 300), st.integers(0, 200)), min_size=1, max_size=25),
    stretches=st.lists(st.tuples(st.integers(0, 2), seconds, st.integers(1, 300)), max_size=5),
)
def test_no_agent_talks_to_two_callers_and_nobody_is_passed_over(
    calls: list[tuple[int, int, int]], stretches: list[tuple[int, int, int]]
) -> None:
    arrivals, handle, patience = (list(part) for part in zip(*sorted(calls), strict=True))
    duties = [Duty(agent, start, start + length) for agent, start, length in stretches]

    service = serve(arrivals, handle, duties, patience)

    begin = np.array(arrivals) + service.wait_s
    answered = service.answered
    assert (service.wait_s[answered] <= np.array(patience)[answered]).all()
    assert (service.wait_s[~answered] == np.array(patience)[~answered]).all()
    assert (np.diff(begin[answered]) >= 0).all()
    for agent in range(3):
        own = service.agent == agent
        assert (begin[own][1:] >= (begin + service.handle_s)[own][:-1]).all()
        assert all(any(d.start_s <= at < d.end_s for d in duties if d.agent == agent) for at in begin[own])


def erlang_c(servers: int, load: float) -> float:
    """Probability of waiting, summed as Erlang wrote it."""
    terms = [load**k / math.factorial(k) for k in range(servers)]
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (sum(terms) + last)


def test_at_constant_load_the_line_agrees_with_erlang_c() -> None:
    servers, load, handle_seconds, threshold, count, batches = 12, 10.0, 300.0, 180.0, 200_000, 40
    chance = np.random.default_rng(20260401)
    arrivals = np.cumsum(chance.exponential(handle_seconds / load, size=count))

    service = first_come_first_served(
        arrivals,
        chance.exponential(handle_seconds, size=count),
        patience_s=np.full(count, ENDLESS),
        duties=[Duty(agent, 0, ENDLESS) for agent in range(servers)],
    )

    waiting = erlang_c(servers, load)
    mean_wait = waiting * handle_seconds / (servers - load)
    level = 1 - waiting * math.exp(-(servers - load) * threshold / handle_seconds)
    for seen, expected in [
        (service.wait_s > 0, waiting),
        (service.wait_s, mean_wait),
        (service.wait_s <= threshold, level),
    ]:
        # Waits follow one another, so the error is judged by the spread of the means of long batches.
        means = seen.reshape(batches, -1).mean(axis=1)
        assert abs(means.mean() - expected) < 4 * means.std(ddof=1) / math.sqrt(batches)
        assert means.std(ddof=1) / math.sqrt(batches) < 0.06 * expected
