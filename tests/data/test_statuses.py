"""A sample desk's people sign in and out, go to lunch and pause, but never in the middle of a contact."""

from itertools import pairwise

import numpy as np
import pytest

from data.sample_desks.live import Served
from data.sample_desks.statuses import Status, busy_spans, statuses_of_day


def flags(*half_hours: tuple[int, int]) -> np.ndarray:
    found = np.zeros(48, dtype=np.bool_)
    for first, last in half_hours:
        found[first:last] = True
    return found


def hours(statuses: list[Status], word: str) -> float:
    """Hours in a status, each lasting until the next of the person."""
    return sum(two.at_s - one.at_s for one, two in pairwise(in_order(statuses)) if one.word == word) / 3600


def in_order(statuses: list[Status]) -> list[Status]:
    return sorted(statuses, key=lambda status: status.at_s)


DAY = flags((18, 24), (26, 36))  # 9 to 18, lunch from 12 to 13


def test_a_day_begins_with_signing_in_holds_lunch_and_ends_with_signing_out() -> None:
    told = in_order(statuses_of_day({3: DAY}, {}, np.random.default_rng(1)))

    assert (told[0].at_s, told[0].word) == (9 * 3600, "Available")
    assert (told[-1].at_s, told[-1].word) == (18 * 3600, "Offline")
    assert [status.word for status in told if status.at_s == 12 * 3600] == ["Lunch"]
    assert hours(told, "Lunch") == 1


def test_an_absence_in_the_afternoon_is_no_lunch() -> None:
    told = statuses_of_day({0: flags((18, 28), (32, 36))}, {}, np.random.default_rng(2))

    assert [s.word for s in told if s.at_s == 14 * 3600] == ["Offline"]


def test_nobody_pauses_in_the_middle_of_a_contact_and_lunch_waits_for_its_end() -> None:
    random = np.random.default_rng(3)
    for _ in range(40):
        starts = np.sort(random.choice(np.arange(18 * 1800, 24 * 1800, 700), size=12, replace=False))
        busy = {1: [(int(at), int(at) + 650) for at in starts]}

        told = in_order(statuses_of_day({1: DAY}, busy, random))

        away = [(one.at_s, two.at_s) for one, two in pairwise(told) if one.word in ("Lunch", "Away")]
        assert all(end <= first or last <= begin for begin, end in away for first, last in busy[1])
        assert len({status.at_s for status in told}) == len(told)


def test_over_many_days_pauses_take_the_share_that_was_meant() -> None:
    random = np.random.default_rng(4)
    told = [statuses_of_day({agent: DAY}, {}, random) for agent in range(5) for _ in range(200)]

    assert sum(hours(day, "Away") for day in told) / (len(told) * 8) == pytest.approx(3 * 600 / 28_800, abs=0.006)


def test_who_was_at_a_contact_is_told_by_person_and_until_the_work_after_it() -> None:
    column = np.array([100, 400, 900])
    served = Served(column, column * 0 + 5, column * 0 + 60, column * 0, column * 0 + 30, np.array([2, -1, 2]))

    assert busy_spans([served]) == {2: [(105, 195), (905, 995)]}
