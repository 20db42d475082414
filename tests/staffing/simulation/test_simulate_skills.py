"""People with several skills: separate queues at the one end, one queue at the other, and never worse between."""

import numpy as np
import pytest

from staffing.simulation.drawn_arrivals import ArrivalRates
from staffing.simulation.drawn_seconds import Exponential, LogNormal
from staffing.simulation.served_by_skills import SkillGroup, serve_by_skills
from staffing.simulation.served_in_turn import PeopleThere, serve_day
from staffing.simulation.simulate import simulate
from staffing.simulation.simulate_skills import simulate_skills
from staffing.simulation.simulated_desk import SimulatedDesk

PEOPLE = np.array([4, 6, 3, 5])
MORE = np.array([5, 3, 6, 2])
HALF_HOUR = 1800.0


@pytest.fixture
def contacts() -> tuple[np.ndarray, ...]:
    """Arrivals, patience, handle times and queues of a crowded two hours."""
    rng, count = np.random.default_rng(3), 220
    arrivals = np.sort(rng.random(count) * 4 * HALF_HOUR)
    return arrivals, arrivals + rng.exponential(600, count), rng.exponential(280, count), rng.integers(0, 2, count)


def test_with_one_skill_each_the_queues_are_separate_ones(contacts: tuple[np.ndarray, ...]) -> None:
    arrivals, latest, handle, queue = contacts
    groups = [SkillGroup((0,), PEOPLE), SkillGroup((1,), MORE)]

    starts = serve_by_skills(arrivals, latest, handle, queue=queue, groups=groups, interval_seconds=HALF_HOUR)

    for number, people in enumerate((PEOPLE, MORE)):
        own = queue == number
        alone = serve_day(arrivals[own], latest[own], handle[own], there=PeopleThere.by_interval(people, HALF_HOUR))
        np.testing.assert_array_equal(starts[own], alone)


def test_where_everyone_can_take_everything_it_is_one_queue(contacts: tuple[np.ndarray, ...]) -> None:
    arrivals, latest, handle, queue = contacts
    groups = [SkillGroup((0, 1), PEOPLE + MORE)]

    starts = serve_by_skills(arrivals, latest, handle, queue=queue, groups=groups, interval_seconds=HALF_HOUR)

    there = PeopleThere.by_interval(PEOPLE + MORE, HALF_HOUR)
    np.testing.assert_array_equal(starts, serve_day(arrivals, latest, handle, there=there))


def test_own_people_take_a_contact_before_those_with_two_skills() -> None:
    groups = [SkillGroup((0, 1), np.array([1])), SkillGroup((0,), np.array([1]))]
    arrivals, handle = np.array([0.0, 10.0, 20.0]), np.full(3, 500.0)

    starts = serve_by_skills(
        arrivals, arrivals + 1e6, handle, queue=np.array([0, 1, 0]), groups=groups, interval_seconds=HALF_HOUR
    )

    assert starts.tolist() == [0.0, 10.0, 500.0]


def test_who_is_free_takes_whoever_has_waited_longest() -> None:
    groups = [SkillGroup((0, 1), np.array([1]))]
    arrivals, handle = np.array([0.0, 10.0, 20.0]), np.full(3, 100.0)

    starts = serve_by_skills(
        arrivals, np.array([1e6, 50.0, 1e6]), handle, queue=np.array([0, 1, 0]), groups=groups,
        interval_seconds=HALF_HOUR,
    )  # fmt: skip

    assert starts.tolist() == [0.0, np.inf, 100.0]


def _desk(people: list[int], contacts: float) -> SimulatedDesk:
    return SimulatedDesk(
        people, arrivals=ArrivalRates([contacts] * 4), handle=LogNormal(300), patience=Exponential(480)
    )


def test_a_few_with_both_skills_help_both_queues() -> None:
    desks = [_desk([7] * 4, 30.0), _desk([7] * 4, 30.0)]
    seven, five, four = (np.full(4, count) for count in (7, 5, 4))
    apart = [SkillGroup((0,), seven), SkillGroup((1,), seven)]
    mixed = [SkillGroup((0,), five), SkillGroup((1,), five), SkillGroup((0, 1), four)]

    before, after = (simulate_skills(desks, groups, days=60, seed=1) for groups in (apart, mixed))

    for queue in (0, 1):
        assert before[queue].offered.sum() == after[queue].offered.sum(), "contacts do not depend on the people"
        gain = after[queue].whole().service_level.mean - before[queue].whole().service_level.mean
        assert gain > 0.01


def test_separate_queues_are_as_the_single_queue_simulator_says() -> None:
    desk = _desk([7] * 4, 30.0)
    [own, _] = simulate_skills(
        [desk, _desk([3] * 4, 5.0)],
        [SkillGroup((0,), np.full(4, 7)), SkillGroup((1,), np.full(4, 3))],
        days=200,
        seed=5,
    )

    known = simulate(desk, days=600, seed=9).whole(confidence=0.9999).service_level
    assert own.whole().service_level.mean == pytest.approx(known.mean, abs=0.02)


@pytest.mark.parametrize("groups", [
    pytest.param([SkillGroup((0,), np.array([1]))], id="fewer intervals"),
    pytest.param([SkillGroup((2,), np.full(4, 1))], id="a queue that is not there"),
])  # fmt: skip
def test_people_who_fit_no_queue_are_refused(groups: list[SkillGroup]) -> None:
    with pytest.raises(ValueError, match="queues"):
        simulate_skills([_desk([7] * 4, 30.0), _desk([7] * 4, 30.0)], groups, days=1, seed=0)


def test_people_who_can_take_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one queue"):
        SkillGroup((), np.array([1]))
