"""First come, first served, contact by contact: two ways of ours against a list of events."""

import heapq
from collections import deque

import numpy as np
import pytest
from numpy.typing import NDArray

from staffing.simulation.served_in_turn import PeopleThere, serve_day, serve_days

Floats = NDArray[np.float64]

INTERVAL_SECONDS = 1800.0


def starts_by_events(arrivals: Floats, latest: Floats, handle: Floats, people: list[int]) -> Floats:
    """Everything that happens in a day in its order: contacts come, hang up and end, people come and leave."""
    happens = [(second, "comes", contact) for contact, second in enumerate(arrivals)]
    happens += [(second, "hangs up", contact) for contact, second in enumerate(latest) if second < np.inf]
    happens += [(number * INTERVAL_SECONDS, "people", count) for number, count in enumerate(people)]
    heapq.heapify(happens)
    starts, gone = np.full(len(arrivals), np.inf), set()
    queue: deque[int] = deque()
    busy = there = 0
    while happens:
        now, what, number = heapq.heappop(happens)
        if what == "comes":
            queue.append(number)
        elif what == "hangs up":
            gone.add(number)
        elif what == "ends":
            busy -= 1
        else:
            there = number
        while queue and (queue[0] in gone or busy < there):
            first = queue.popleft()
            if first not in gone:
                starts[first], busy = now, busy + 1
                heapq.heappush(happens, (now + handle[first], "ends", first))
    return starts


def a_day(seed: int, *, contacts: int, patience: float, intervals: int) -> tuple[Floats, Floats, Floats]:
    rng = np.random.default_rng(seed)
    arrivals = np.sort(rng.uniform(0, intervals * INTERVAL_SECONDS, contacts))
    latest = arrivals + (rng.exponential(patience, contacts) if patience < np.inf else np.inf)
    return arrivals, latest, rng.lognormal(5.2, 1.0, contacts)


@pytest.mark.parametrize("patience", [
    pytest.param(300.0, id="minutes of patience"),
    pytest.param(4.0, id="seconds of patience"),
    pytest.param(np.inf, id="nobody hangs up"),
])  # fmt: skip
@pytest.mark.parametrize("people", [
    pytest.param([4, 4, 4, 4, 4, 4], id="constant"),
    pytest.param([2, 5, 7, 3, 6, 1], id="coming and leaving"),
    pytest.param([6, 0, 6, 0, 0, 4], id="all leave for a while"),
    pytest.param([5, 4, 3, 2, 1, 0], id="nobody at the end"),
    pytest.param([0, 0, 0, 0, 0, 0], id="nobody at all"),
    pytest.param([60, 60, 60, 60, 60, 60], id="nobody waits"),
])  # fmt: skip
def test_each_contact_starts_when_the_list_of_events_says_so(people: list[int], patience: float) -> None:
    there = PeopleThere.by_interval(np.array(people), INTERVAL_SECONDS)
    days = [a_day(seed, contacts=250, patience=patience, intervals=len(people)) for seed in range(5)]

    by_events = [starts_by_events(*day, people) for day in days]
    one_by_one = [serve_day(*day, there=there) for day in days]
    at_once = serve_days(*(np.stack(column, axis=1) for column in zip(*days, strict=True)), there=there)

    np.testing.assert_array_equal(one_by_one, by_events)
    np.testing.assert_array_equal(at_once.T, by_events)


def test_a_contact_of_hours_keeps_its_person_and_is_finished_by_whoever_should_have_left() -> None:
    there = PeopleThere.by_interval(np.array([2, 1]), INTERVAL_SECONDS)
    arrivals, handle = np.array([0.0, 1700.0, 1900.0]), np.array([7200.0, 300.0, 60.0])

    starts = serve_day(arrivals, np.full(3, np.inf), handle, there=there)

    assert starts.tolist() == [0.0, 1700.0, 7200.0]


def test_who_waits_when_people_come_starts_with_them() -> None:
    there = PeopleThere.by_interval(np.array([0, 2]), INTERVAL_SECONDS)

    starts = serve_day(np.array([5.0, 6.0, 7.0]), np.full(3, np.inf), np.full(3, 10.0), there=there)

    assert starts.tolist() == [1800.0, 1800.0, 1810.0]


def test_who_waits_at_closing_is_served_by_the_last_people() -> None:
    there = PeopleThere.by_interval(np.array([1]), INTERVAL_SECONDS)

    starts = serve_day(np.array([1700.0, 1790.0]), np.full(2, np.inf), np.full(2, 3600.0), there=there)

    assert starts.tolist() == [1700.0, 5300.0]


def test_a_person_who_becomes_free_at_the_last_moment_still_answers() -> None:
    there = PeopleThere.by_interval(np.array([1]), INTERVAL_SECONDS)
    contacts = np.array([[0.0], [10.0]]), np.array([[np.inf], [60.0]]), np.array([[60.0], [60.0]])

    assert serve_days(*contacts, there=there).ravel().tolist() == [0.0, 60.0]
    assert serve_day(*(column.ravel() for column in contacts), there=there).tolist() == [0.0, 60.0]


def test_no_contacts_have_no_starts() -> None:
    there = PeopleThere.by_interval(np.array([3]), INTERVAL_SECONDS)
    nothing = np.empty(0)

    assert serve_day(nothing, nothing, nothing, there=there).shape == (0,)
    assert serve_days(*(np.empty((0, 4)) for _ in range(3)), there=there).shape == (0, 4)
