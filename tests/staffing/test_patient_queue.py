"""Erlang A to twelve digits: every figure beside a birth-death sum of forty digits, and what must hold of any queue."""

from dataclasses import dataclass
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing import erlang
from staffing.erlang_a import (
    abandonment,
    average_speed_of_answer,
    mean_wait,
    occupancy,
    service_level,
    wait_exceeded_with_patience,
    wait_probability,
)

DIGITS = 40
NOTHING = Decimal(10) ** -DIGITS


@dataclass(frozen=True)
class Exact:
    """Shares of offered and seconds."""

    wait_probability: float
    service_level: float
    abandonment: float
    asa_seconds: float
    still_waiting: float


def rising_sum(c: Decimal, y: Decimal) -> Decimal:
    """1 + y / (c + 1) + y^2 / ((c + 1) (c + 2)) + ..."""
    term = total = Decimal(1)
    k = 0
    while term > total * NOTHING or k < y - c:
        k += 1
        term = term * y / (c + k)
        total += term
    return total


def exact_figures(servers: int, rate: float, handle: float, *, threshold: float, patience: float) -> Exact:
    """From the balance of each state: who finds j waiting is answered, if at all, after j + 1 exponential stages."""
    with localcontext() as context:
        context.prec = DIGITS + 10
        lam, length, p, t = Decimal(rate), Decimal(handle), Decimal(patience), Decimal(threshold)
        load, c, e = lam * length, servers * p / length, lam * p
        free = Decimal(0)
        for n in range(1, servers + 1):
            free = (free + 1) * n / load
        state, waiting = Decimal(1), Decimal(0)
        answered = stages = waited = Decimal(0)
        j = 0
        while state > waiting * NOTHING or j < e - c:
            stays = c / (c + j + 1)
            stages += 1 / (c + j + 1)
            waiting += state
            answered += state * stays
            waited += state * stays * stages
            state = state * e / (c + j + 1)
            j += 1
        y = e * (-t / p).exp()
        beyond = (e - y - servers * t / length - t / p).exp()
        late = c / (c + 1) * beyond * rising_sum(c + 1, y)
        total = free + waiting
        return Exact(
            wait_probability=float(waiting / total),
            service_level=float((free + answered - late) / total),
            abandonment=float((waiting - answered) / total),
            asa_seconds=float(p * waited / (free + answered)),
            still_waiting=float(beyond * rising_sum(c, y) / total),
        )


CASES = [
    pytest.param(1, 0.3, 600, 180, 60, id="one person, hurried callers"),
    pytest.param(1, 2 / 3600, 300, 20, 8, id="hardly a call, patience of seconds"),
    pytest.param(2, 3 / 1800, 14_400, 180, 900, id="handle times of hours"),
    pytest.param(12, 10 / 300, 300, 60, 360, id="a small team"),
    pytest.param(12, 15 / 300, 300, 60, 360, id="more work than people"),
    pytest.param(3, 20 / 1800, 360, 180, 180, id="the promise that loses a third"),
    pytest.param(50, 48 / 60, 60, 0, 120, id="the published case"),
    pytest.param(84, 80 / 300, 300, 180, 1e5, id="a large team with patient callers"),
    pytest.param(40, 80 / 300, 300, 180, 5000, id="half of the people that the work needs"),
    pytest.param(250, 240 / 300, 300, 30, 480, id="hundreds of people"),
    pytest.param(4, 0.7 / 300, 300, 5, 30_000, id="nearly everybody free"),
    pytest.param(1, 3.8e-6, 3400, 600, 288_000, id="a call in three days"),
    pytest.param(60, 30 / 300, 300, 20, 1e5, id="so idle that the gamma function underflows"),
]


@pytest.mark.parametrize(("servers", "rate", "handle", "threshold", "patience"), CASES)
def test_every_figure_is_that_of_the_birth_death_chain_to_twelve_digits(
    servers: int, rate: float, handle: float, threshold: float, patience: float
) -> None:
    exact = exact_figures(servers, rate, handle, threshold=threshold, patience=patience)
    queue = (servers, rate, handle)

    def close(share: float) -> object:
        return pytest.approx(share, rel=0, abs=1e-12)

    assert wait_probability(*queue, patience_seconds=patience) == close(exact.wait_probability)
    assert service_level(*queue, threshold, patience_seconds=patience) == close(exact.service_level)
    assert abandonment(*queue, patience_seconds=patience) == close(exact.abandonment)
    assert wait_exceeded_with_patience(*queue, threshold, patience_seconds=patience) == close(exact.still_waiting)
    assert average_speed_of_answer(*queue, patience_seconds=patience) == pytest.approx(exact.asa_seconds, rel=1e-12)
    assert mean_wait(*queue, patience_seconds=patience) == pytest.approx(exact.abandonment * patience, rel=1e-8)
    assert occupancy(*queue, patience_seconds=patience) == close(rate * handle * (1 - exact.abandonment) / servers)


def test_garnett_mandelbaum_and_reimans_case_is_as_published() -> None:
    # 50 agents, 48 calls a minute of a minute each, patience 2 minutes.
    queue, patience = (50, 48 / 60, 60), 120

    assert round(float(abandonment(*queue, patience_seconds=patience)), 3) == 0.031
    assert round(float(mean_wait(*queue, patience_seconds=patience)), 1) == 3.7
    assert round(float(occupancy(*queue, patience_seconds=patience)), 2) == 0.93
    assert round(float(mean_wait(*queue, patience_seconds=np.inf)), 1) == 20.8


def test_endless_patience_is_erlang_c_also_below_the_load() -> None:
    queue = (np.array([8, 12]), 10 / 300, 300)

    assert service_level(*queue, 60, patience_seconds=np.inf) == pytest.approx(erlang.service_level(*queue, 60))
    assert service_level(*queue, 60, patience_seconds=np.inf)[0] == 0
    assert wait_probability(*queue, patience_seconds=np.inf) == pytest.approx(erlang.erlang_c(queue[0], 10))
    assert wait_probability(*queue, patience_seconds=np.inf)[0] == 1
    assert average_speed_of_answer(*queue, patience_seconds=np.inf)[0] == np.inf
    assert abandonment(*queue, patience_seconds=np.inf).tolist() == [0, 0]
    assert occupancy(*queue, patience_seconds=np.inf)[0] == 1


def test_ever_longer_patience_comes_ever_closer_to_erlang_c() -> None:
    expected = erlang.service_level(12, 10 / 300, 300, 60)

    found = service_level(12, 10 / 300, 300, 60, patience_seconds=[1e4, 1e6, 1e8])

    assert np.all(np.diff(np.abs(found - expected)) < 0)
    assert found[-1] == pytest.approx(expected, abs=1e-5)


def test_figures_come_in_the_shape_to_which_the_arguments_broadcast() -> None:
    people, patience = np.array([[10], [12], [14]]), np.array([60, 480, np.inf, 5])

    found = service_level(people, 10 / 300, 300, 60, patience_seconds=patience)

    assert found.shape == (3, 4)
    assert found[1, 2] == pytest.approx(erlang.service_level(12, 10 / 300, 300, 60), rel=1e-15)
    assert found[2, 1] == pytest.approx(service_level(14, 10 / 300, 300, 60, patience_seconds=480), rel=1e-14)
    assert np.shape(abandonment(10, 0.01, 300, patience_seconds=60)) == ()


def test_where_nothing_arrives_all_is_well_and_where_nobody_is_there_nobody_is_answered() -> None:
    assert service_level([0, 3], 0, 300, 60, patience_seconds=60).tolist() == [1, 1]
    assert wait_probability([0, 3], 0, 300, patience_seconds=60).tolist() == [0, 0]
    assert average_speed_of_answer([0, 3], 0, 300, patience_seconds=60).tolist() == [0, 0]
    assert occupancy([0, 3], 0, 300, patience_seconds=60).tolist() == [0, 0]
    assert service_level(0, 0.01, 300, 60, patience_seconds=60) == pytest.approx(0, abs=1e-15)
    assert abandonment(0, 0.01, 300, patience_seconds=60) == pytest.approx(1, rel=1e-15)
    assert average_speed_of_answer(0, 0.01, 300, patience_seconds=60) == np.inf
    assert occupancy(0, 0.01, 300, patience_seconds=60) == 1


def test_short_abandons_leave_the_service_level_out_of_account() -> None:
    queue = (12, 15 / 300, 300)

    everybody = service_level(*queue, 60, patience_seconds=360)
    without = service_level(*queue, 60, patience_seconds=360, short_abandon_seconds=[0, 5, 1e9])

    assert without[0] == pytest.approx(everybody, rel=1e-14)
    assert without[1] > everybody
    # Without any who hang up, the share of the answered who were answered in time remains.
    assert without[2] == pytest.approx(everybody / (1 - abandonment(*queue, patience_seconds=360)), rel=1e-12)


@pytest.mark.parametrize("patience", [0, -5, np.nan])
def test_a_patience_that_is_none_is_refused(patience: float) -> None:
    with pytest.raises(ValueError, match="patience must be above 0 seconds"):
        abandonment(5, 0.01, 300, patience_seconds=patience)


@settings(deadline=None)
@given(
    load=st.floats(0.01, 800),
    share=st.floats(0.1, 2.5),
    patience=st.floats(1, 1e5),
    threshold=st.floats(0, 900),
    more=st.floats(0.01, 20),
)
def test_more_servers_help_every_figure(
    load: float, share: float, patience: float, threshold: float, more: float
) -> None:
    two = load * share + np.array([0, more])
    queue = (two, load / 300, 300)

    assert np.diff(service_level(*queue, threshold, patience_seconds=patience))[0] >= -1e-12
    assert np.diff(abandonment(*queue, patience_seconds=patience))[0] <= 1e-12
    assert np.diff(wait_probability(*queue, patience_seconds=patience))[0] <= 1e-12
    assert np.diff(occupancy(*queue, patience_seconds=patience))[0] <= 1e-12
    few, many = average_speed_of_answer(*queue, patience_seconds=patience)
    assert many <= few * (1 + 1e-9) + 1e-9
