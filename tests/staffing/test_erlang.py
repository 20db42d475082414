"""Erlang's formulas against published tables, exact rational arithmetic, and what must hold of any queue."""

from fractions import Fraction
from heapq import heapreplace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.optimize import brentq

from staffing.erlang import (
    agents_within_occupancy,
    average_speed_of_answer,
    erlang_b,
    erlang_c,
    occupancy,
    required_agents,
    service_level,
    wait_exceeded,
    wait_quantile,
)

# Published values: the help pages of Abstract Micro Systems' Erlang functions, with real-valued servers. They are
# compared in units of their last printed digit; values printed with eight digits were computed by their makers to
# seven, as the exact fractions below show.
PRINTED_RELATIVE = 1.5e-7


def printed(value: str) -> object:
    unit = 10.0 ** -len(value.partition(".")[2])
    return pytest.approx(float(value), abs=max(unit, PRINTED_RELATIVE * float(value)))


def exact_erlang_b(servers: int, load: Fraction) -> Fraction:
    inverse = Fraction(1)
    for n in range(1, servers + 1):
        inverse = 1 + inverse * n / load
    return 1 / inverse


def exact_erlang_c(servers: int, load: Fraction) -> Fraction:
    lost = exact_erlang_b(servers, load)
    return servers * lost / (servers - load * (1 - lost))


@pytest.mark.parametrize(
    ("servers", "load", "blocking"),
    [
        (1, 5, ".8333"),  # one line, far too few
        (10, 20, ".537963"),  # half of the lines that are needed
        (190, 200, ".0886968"),  # a large trunk group, just too few
    ],
)
def test_blocking_is_as_printed(servers: float, load: float, blocking: str) -> None:
    assert float(erlang_b(servers, load)) == printed(blocking)


@pytest.mark.parametrize(
    ("servers", "blocking", "load"),
    [
        (17, 0.01, "9.65160"),  # one in a hundred on 17 lines
        (17, 0.05, "12.4613"),  # one in twenty on 17 lines
        (25, 0.01, "16.1245"),  # more lines carry more than in proportion
        (15, 0.01, "8.108"),  # the classic table entry
    ],
)
def test_load_for_a_blocking_is_as_printed(servers: float, blocking: float, load: str) -> None:
    found = brentq(lambda a: float(erlang_b(servers, a)) - blocking, 0.1, 100.0, xtol=1e-10)

    assert found == printed(load)


@pytest.mark.parametrize(
    ("load", "blocking", "servers"),
    [
        (10, 0.01, "17.44497"),  # real-valued servers for one in a hundred
        (10, 0.05, "14.30043"),  # and for one in twenty
        (15.7, 0.01, "24.4889"),  # a load that is no whole number
    ],
)
def test_servers_for_a_blocking_are_as_printed(load: float, blocking: float, servers: str) -> None:
    found = brentq(lambda n: float(erlang_b(n, load)) - blocking, 0.1, 100.0, xtol=1e-10)

    assert found == printed(servers)


@pytest.mark.parametrize(
    ("servers", "load", "waiting"),
    [
        (11, 10.1, ".71095477"),  # little spare
        (133.78, 130.1, ".65932309"),  # many real-valued servers
        (11, 10, ".6821"),  # each further server helps less
        (12, 10, ".4494"),
        (13, 10, ".2853"),
        (14, 10, ".1741"),
        (2, 1, ".333333333333"),  # one third, by hand
    ],
)
def test_probability_of_waiting_is_as_printed(servers: float, load: float, waiting: str) -> None:
    assert float(erlang_c(servers, load)) == printed(waiting)


@pytest.mark.parametrize(
    ("servers", "load", "handle_seconds", "wait"),
    [
        (100, 95, 300, "30.387409"),  # a large team near its limit
        (13, 10.75, 120.5, "22.270206"),  # a small team with short calls
        (20, 100 * 240 / 1800, 240, "2.243505841"),  # 100 calls in half an hour
        (20, 100 * 300 / 1800, 300, "30.4312286"),  # the same calls, a minute longer
    ],
)
def test_mean_wait_is_as_printed(servers: float, load: float, handle_seconds: float, wait: str) -> None:
    found = float(average_speed_of_answer(servers, load / handle_seconds, handle_seconds))

    assert found == pytest.approx(float(wait), rel=PRINTED_RELATIVE)


@pytest.mark.parametrize(
    ("servers", "load", "length"),
    [
        (10, 8, "1.63672"),  # two servers spare
        (10, 9, "6.01858"),  # one server spare
        (20, 60 * 540 / 1800, "4.95692"),  # 60 calls in half an hour
        (20, 60 * 580 / 1800, "24.14167"),  # the same calls, 40 seconds longer
    ],
)
def test_queue_length_by_littles_law_is_as_printed(servers: float, load: float, length: str) -> None:
    arrival_rate = load / 60

    waiting_contacts = arrival_rate * float(average_speed_of_answer(servers, arrival_rate, 60))

    assert waiting_contacts == printed(length)


@pytest.mark.parametrize(
    ("servers", "threshold_seconds", "level"),
    [
        (100, 15, ".411537"),  # a short threshold
        (100, 50, ".638087"),  # more patience of the goal
        (100.7, 50, ".729022"),  # and seven tenths of a server more
    ],
)
def test_service_level_is_as_printed(servers: float, threshold_seconds: float, level: str) -> None:
    assert float(service_level(servers, 97.5 / 180, 180, threshold_seconds)) == printed(level)


@pytest.mark.parametrize(
    ("load", "level", "servers"),
    [
        (10.3, 0.90, "14.9274"),  # a small team
        (10.3, 0.95, "16.0653"),  # a stricter goal
        (936 * 180 / 1800, 0.90, "104.679"),  # 936 calls in half an hour
        (936 * 180 / 1800, 0.95, "107.502"),  # and stricter
    ],
)
def test_servers_for_a_service_level_are_as_printed(load: float, level: float, servers: str) -> None:
    found = brentq(lambda n: float(service_level(n, load / 180, 180, 10)) - level, load + 1e-6, 2 * load, xtol=1e-10)

    assert found == printed(servers)


@pytest.mark.parametrize(
    ("load", "handle_seconds", "wait_seconds", "servers"),
    [
        (10, 180, 15, "13.164668"),  # a small team
        (100, 180, 15, "105.64029"),  # a large one needs less spare in proportion
        (200 * 300 / 1800, 300, 5, "41.22663"),  # 200 calls in half an hour, at once
        (200 * 300 / 1800, 300, 30, "37.31723"),  # and half a minute later
    ],
)
def test_servers_for_a_mean_wait_are_as_printed(
    load: float, handle_seconds: float, wait_seconds: float, servers: str
) -> None:
    found = brentq(
        lambda n: float(average_speed_of_answer(n, load / handle_seconds, handle_seconds)) - wait_seconds,
        load + 1e-6,
        2 * load,
        xtol=1e-10,
    )

    assert found == printed(servers)


@pytest.mark.parametrize(
    ("servers", "load"),
    [
        (1, "0.5"),  # one person
        (15, "15"),  # at the load
        (16, "14.9"),  # where the series takes over
        (30, "3"),  # hardly ever busy
        (40, "1"),  # blocking near 1e-49
        (100, "95"),  # a large team
        (120, "200"),  # far too few
        (3, "900"),  # so few that the incomplete gamma function underflows
        (1500, "3000"),  # the same with many
        (3000, "2900"),  # thousands of erlangs
    ],
)
def test_blocking_agrees_with_exact_fractions(servers: int, load: str) -> None:
    exact = float(exact_erlang_b(servers, Fraction(load)))

    assert float(erlang_b(servers, float(load))) == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize(
    ("servers", "load"),
    [
        (100, "95"),  # the mean wait of the table above is 30.387411 s, printed as 30.387409
        (11, "10.1"),  # little spare
        (3000, "2990"),  # thousands of erlangs
    ],
)
def test_probability_of_waiting_agrees_with_exact_fractions(servers: int, load: str) -> None:
    exact = float(exact_erlang_c(servers, Fraction(load)))

    assert float(erlang_c(servers, float(load))) == pytest.approx(exact, rel=1e-12)


def test_real_valued_servers_agree_with_jagermans_integral() -> None:
    servers, load = 133.78, 130.1
    inverse, _ = quad(lambda u: np.exp(-u + servers * np.log1p(u / load)), 0, 200, epsabs=0, epsrel=1e-12, limit=500)

    assert float(erlang_b(servers, load)) == pytest.approx(1 / inverse, rel=1e-11)


def waits_by_simulation(servers: int, load: float, *, contacts: int, seed: int) -> NDArray[np.float64]:
    """Waits in handle times, first come, first served, everything exponential."""
    rng = np.random.default_rng(seed)
    arrivals, handling = np.cumsum(rng.exponential(1 / load, contacts)), rng.exponential(1.0, contacts)
    free_at = [0.0] * servers
    waits = np.empty(contacts)
    for i, (arrival, handle) in enumerate(zip(arrivals.tolist(), handling.tolist(), strict=True)):
        begin = max(arrival, free_at[0])
        waits[i] = begin - arrival
        heapreplace(free_at, begin + handle)
    return waits[contacts // 20 :]


@pytest.mark.parametrize(
    ("servers", "load"),
    [
        (3, 2.0),  # a small desk
        (12, 10.0),  # a team
    ],
)
def test_a_simulated_queue_waits_as_the_formulas_say(servers: int, load: float) -> None:
    waits = waits_by_simulation(servers, load, contacts=150_000, seed=20261102)

    assert np.mean(waits <= 0.3) == pytest.approx(float(service_level(servers, load, 1, 0.3)), abs=0.01)
    assert np.mean(waits > 0) == pytest.approx(float(erlang_c(servers, load)), abs=0.01)
    assert np.mean(waits) == pytest.approx(float(average_speed_of_answer(servers, load, 1)), rel=0.05)
    assert np.quantile(waits, 0.9) == pytest.approx(float(wait_quantile(servers, load, 1, 0.9)), rel=0.05)


def test_below_the_load_everyone_waits_without_end() -> None:
    servers = np.array([0, 4, 5])

    assert erlang_c(servers, 5) == pytest.approx(1)
    assert service_level(servers, 5 / 300, 300, 180) == pytest.approx(0)
    assert np.all(np.isinf(average_speed_of_answer(servers, 5 / 300, 300)))
    assert np.all(np.isinf(wait_quantile(servers, 5 / 300, 300, 0.8)))
    assert occupancy(servers, 5 / 300, 300) == pytest.approx(1)


@pytest.mark.parametrize(
    ("calls", "handle_seconds", "threshold_seconds", "agents"),
    [
        (1, 300, 180, 2),  # one call in half an hour: one person answers 0.899 within 180 s
        (1, 60, 180, 1),  # one short call
        (1, 14_400, 180, 13),  # one task of four hours: 12 people reach 0.867, 13 reach 0.929
        (0, 14_400, 180, 0),  # none
    ],
)
def test_the_smallest_desks_get_whole_people(
    calls: int, handle_seconds: float, threshold_seconds: float, agents: int
) -> None:
    found = required_agents(calls / 1800, handle_seconds, threshold_seconds=threshold_seconds, service_level=0.92)

    assert int(found) == agents


def test_without_arrivals_nobody_is_needed_and_nobody_waits() -> None:
    servers = np.array([0, 1, 3])

    assert erlang_b(servers, 0) == pytest.approx([1, 0, 0])
    assert service_level(servers, 0, 300, 180) == pytest.approx(1)
    assert average_speed_of_answer(servers, 0, 300) == pytest.approx(0)
    assert wait_quantile(servers, 0, 300, 0.99) == pytest.approx(0)
    assert occupancy(servers, 0, 300) == pytest.approx(0)
    assert int(required_agents(0, 300, threshold_seconds=180, service_level=0.9)) == 0


def test_scalars_give_one_number_and_columns_give_columns() -> None:
    assert np.shape(erlang_c(11, 10)) == ()
    assert erlang_c(np.array([[11], [12]]), np.array([8.0, 9.0, 10.0])).shape == (2, 3)
    assert (required_agents(np.array([[0.01], [0.1]]), [200, 300], threshold_seconds=20, service_level=0.8).shape) == (
        2,
        2,
    )
    assert required_agents([], [], threshold_seconds=20, service_level=0.8).shape == (0,)


def test_a_column_gives_what_its_numbers_give_one_by_one() -> None:
    servers, load = np.array([1.0, 5.5, 20, 400, 3]), np.array([0.2, 7, 20, 390, 2000])

    one_by_one = [float(erlang_b(n, a)) for n, a in zip(servers, load, strict=True)]

    assert erlang_b(servers, load) == pytest.approx(one_by_one, rel=1e-15)


loads = st.floats(0.01, 3000)
steadily = settings(deadline=None)


@steadily
@given(load=loads, servers=st.floats(0, 4000), more=st.floats(0.01, 50))
def test_more_servers_never_make_anyone_wait_longer(load: float, servers: float, more: float) -> None:
    rate = load / 300
    two = np.array([servers, servers + more])

    assert np.diff(erlang_b(two, load))[0] <= 1e-15
    assert np.diff(erlang_c(two, load))[0] <= 1e-12
    assert np.diff(service_level(two, rate, 300, 60))[0] >= -1e-12
    assert np.diff(wait_exceeded(two, rate, 300, 60))[0] <= 1e-12
    assert average_speed_of_answer(two[1], rate, 300) <= average_speed_of_answer(two[0], rate, 300) * (1 + 1e-9)


@steadily
@given(load=st.floats(0.1, 200), spare=st.floats(0.05, 20), probability=st.floats(0.01, 0.999))
def test_the_wait_quantile_turns_the_service_level_round(load: float, spare: float, probability: float) -> None:
    rate, servers = load / 300, load + spare

    seconds = wait_quantile(servers, rate, 300, probability)

    at_once = float(service_level(servers, rate, 300, 0))
    assert float(service_level(servers, rate, 300, seconds)) == pytest.approx(max(probability, at_once), abs=1e-9)


@steadily
@given(
    load=loads,
    handle_seconds=st.floats(20, 3600),
    threshold_seconds=st.floats(0, 600),
    level=st.floats(0.01, 0.995),
    max_occupancy=st.sampled_from([0.7, 0.85, 0.9, 1.0]),
    max_asa_seconds=st.sampled_from([None, 2.0, 30.0]),
)
def test_required_agents_keep_every_limit_and_one_fewer_does_not(
    load: float,
    handle_seconds: float,
    threshold_seconds: float,
    level: float,
    max_occupancy: float,
    max_asa_seconds: float | None,
) -> None:
    rate = load / handle_seconds
    limit = np.inf if max_asa_seconds is None else max_asa_seconds

    agents = required_agents(
        rate,
        handle_seconds,
        threshold_seconds=threshold_seconds,
        service_level=level,
        max_occupancy=max_occupancy,
        max_asa_seconds=max_asa_seconds,
    )

    two = np.array([int(agents) - 1, int(agents)])
    kept = (
        (two > load)
        & (service_level(two, rate, handle_seconds, threshold_seconds) >= level + np.array([1e-9, -1e-9]))
        & (occupancy(two, rate, handle_seconds) <= max_occupancy * (1 + 1e-9))
        & (average_speed_of_answer(two, rate, handle_seconds) <= limit * (1 + np.array([-1e-9, 1e-9])))
    )
    assert kept.tolist() == [False, True]


@pytest.mark.parametrize("cap", ["0.7", "0.8", "0.85", "0.9", "0.95"])
def test_the_occupancy_cap_is_divided_exactly(cap: str) -> None:
    contacts = np.arange(1, 2001)
    load = contacts / 1800 * 270  # contacts in half an hour that take 270 seconds each

    exact = [-(-(int(n) * Fraction(270, 1800)) // Fraction(cap)) for n in contacts]

    assert agents_within_occupancy(load, max_occupancy=float(cap)).tolist() == exact


def test_four_and_a_half_erlangs_at_nine_tenths_are_five_agents_not_six() -> None:
    rate = 27 / 1800

    agents = required_agents(rate, 300, threshold_seconds=1800, service_level=0.1, max_occupancy=0.9)

    assert int(agents) == 5


def test_a_long_column_gives_what_its_parts_give() -> None:
    rate = np.random.default_rng(7).uniform(0, 0.2, 40_000)

    whole = required_agents(rate, 300, threshold_seconds=180, service_level=0.9)

    parts = [required_agents(part, 300, threshold_seconds=180, service_level=0.9) for part in np.split(rate, 8)]
    assert whole.tolist() == np.concatenate(parts).tolist()


def test_a_service_level_that_is_reached_exactly_counts_as_reached() -> None:
    rate = 14 / 1800  # 0.7 erlangs; one agent answers 1 - 0.7 of the calls at once

    agents = required_agents(rate, 90, threshold_seconds=0, service_level=0.3)

    assert int(agents) == 1


@pytest.mark.parametrize(
    ("peak", "agent_hours"),
    [
        (7, 70.0),  # a small desk
        (80, 546.0),  # a large one
    ],
)
def test_the_measured_monday_costs_the_agent_hours_on_record(
    monday_shape: NDArray[np.float64], peak: float, agent_hours: float
) -> None:
    five_minutes = np.interp((np.arange(120) + 0.5) / 6, np.arange(20) + 0.5, monday_shape)
    load = peak * five_minutes.reshape(20, 6).mean(axis=1)

    agents = required_agents(load / 300, 300, threshold_seconds=180, service_level=0.9)

    assert agents.sum() / 2 == agent_hours


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"arrival_rate": -1.0}, "arrival_rate must be finite and not negative; got -1.0"),
        ({"arrival_rate": np.nan}, "arrival_rate must be finite and not negative; got nan"),
        ({"service_level": 1.0}, "the level must be below 1"),
        ({"max_occupancy": 0.0}, "max_occupancy is a share above 0 and at most 1, not 0.0"),
        ({"max_asa_seconds": 0.0}, "the wait above 0"),
    ],
)
def test_an_impossible_question_is_refused_by_name(wrong: dict[str, float], words: str) -> None:
    asked = {"arrival_rate": 0.1, "handle_seconds": 300, "threshold_seconds": 180, "service_level": 0.9} | wrong

    with pytest.raises(ValueError, match=words):
        required_agents(asked.pop("arrival_rate"), asked.pop("handle_seconds"), **asked)  # type: ignore[arg-type]


def test_a_wait_that_is_never_exceeded_is_refused() -> None:
    with pytest.raises(ValueError, match="probability must be below 1"):
        wait_quantile(11, 10 / 300, 300, 1.0)
