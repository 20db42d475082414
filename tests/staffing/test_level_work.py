"""The most level pace between arrivals and deadlines, and the whole people who keep it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import minimize

from staffing.level_work import level_work, whole_people

Floats = NDArray[np.float64]

works = st.lists(st.floats(0, 100).map(lambda work: round(work, 3)), min_size=1, max_size=40)
lags = st.integers(0, 15)


def limits(work: list[float], lag: int) -> tuple[Floats, Floats, Floats]:
    """What is due and what has arrived by the end of each interval, where all is due `lag` intervals later."""
    arrived = np.cumsum(work)
    due = np.concatenate([np.zeros(min(lag, len(work))), arrived[: max(len(work) - lag, 0)]])
    return due, arrived, np.arange(1.0, len(work) + 1)


@given(works, lags)
def test_every_deadline_is_met_and_nothing_is_done_before_it_arrives(work: list[float], lag: int) -> None:
    due, arrived, elapsed = limits(work, lag)

    done = level_work(due, arrived, elapsed=elapsed)

    assert np.all(done >= due - 1e-6)
    assert np.all(done <= arrived + 1e-6)
    assert np.all(np.diff(done, prepend=0) >= -1e-6)
    assert done[-1] == pytest.approx(arrived[-1])


@given(works, lags, st.integers(0, 39), st.floats(0, 50))
def test_more_work_never_means_that_less_is_done_by_any_time(
    work: list[float], lag: int, at: int, extra: float
) -> None:
    more = [amount + extra * (place == at % len(work)) for place, amount in enumerate(work)]

    before = level_work(limits(work, lag)[0], limits(work, lag)[1], elapsed=limits(work, lag)[2])
    after = level_work(limits(more, lag)[0], limits(more, lag)[1], elapsed=limits(more, lag)[2])

    assert np.all(after >= before - 1e-6)


@given(works, lags)
def test_a_later_deadline_never_makes_the_busiest_interval_busier(work: list[float], lag: int) -> None:
    peaks = [
        np.diff(level_work(due, arrived, elapsed=elapsed), prepend=0).max()
        for due, arrived, elapsed in (limits(work, lag), limits(work, lag + 1))
    ]

    assert peaks[1] <= peaks[0] + 1e-6


@pytest.mark.parametrize("lag", [0, 1, 3, 20])
def test_no_other_pace_has_a_smaller_sum_of_squares(lag: int) -> None:
    work = np.random.default_rng(4).gamma(1.5, 4.0, 12)
    due, arrived, elapsed = limits(work.tolist(), lag)

    pace = np.diff(level_work(due, arrived, elapsed=elapsed), prepend=0)
    best = minimize(
        lambda x: float(x @ x),
        work,
        jac=lambda x: 2 * x,
        method="SLSQP",
        constraints=[
            {"type": "ineq", "fun": lambda x: np.cumsum(x) - due},
            {"type": "ineq", "fun": lambda x: arrived - np.cumsum(x)},
            {"type": "eq", "fun": lambda x: x.sum() - arrived[-1]},
        ],
    )

    assert best.success
    assert pace @ pace == pytest.approx(best.fun, rel=1e-5)


def test_without_slack_work_is_done_as_it_comes_and_with_much_at_one_pace() -> None:
    work = [8.0, 0.0, 4.0, 0.0]

    at_once = level_work(*limits(work, 0)[:2], elapsed=limits(work, 0)[2])
    any_time = level_work(*limits(work, 9)[:2], elapsed=limits(work, 9)[2])

    assert np.diff(at_once, prepend=0).tolist() == work
    assert np.diff(any_time, prepend=0).tolist() == [3.0, 3.0, 3.0, 3.0]


@given(works, lags, st.integers(0, 3))
def test_whole_people_keep_every_deadline(work: list[float], lag: int, least: int) -> None:
    due, arrived, elapsed = limits(work, lag)
    capacity = np.full(len(work), 2.0)
    planned = level_work(due, arrived, elapsed=elapsed * 2)

    people, asked = whole_people(planned, arrived, capacity=capacity, day=np.arange(len(work)) // 8, least=least)

    done, reached = 0.0, []
    for count, there in zip(people, arrived, strict=True):
        done = min(done + 2.0 * count, there)
        reached.append(done)
    assert people.dtype == np.int64
    assert np.all(people >= asked)
    assert np.all(np.array(reached) >= due - 1e-5)


def test_a_day_begins_with_one_more_who_goes_home_when_the_rest_can_do_it() -> None:
    planned = 3.2 * np.arange(1.0, 11)

    people, _ = whole_people(
        planned, np.full(10, 32.0), capacity=np.ones(10), day=np.zeros(10, dtype=np.int64), least=1
    )

    assert people.tolist() == [4, 4, 3, 3, 3, 3, 3, 3, 3, 3]


def test_the_least_people_are_there_only_while_there_is_work() -> None:
    arrived = np.array([0.0, 1.0, 1.0, 1.0])

    people, asked = whole_people(arrived, arrived, capacity=np.ones(4), day=np.zeros(4, dtype=np.int64), least=2)

    assert people.tolist() == [0, 2, 0, 0]
    assert asked.tolist() == [0, 1, 0, 0]


def test_nothing_ahead_needs_nobody() -> None:
    assert len(level_work(np.zeros(0), np.zeros(0), elapsed=np.zeros(0))) == 0
