"""Courses of some days before and after a change: the same chance in both, and the textbook's figures."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from staffing.chat_slots import ChatSlots
from staffing.erlang_a import service_with_patience
from staffing.simulation.paired_courses import play_both
from staffing.simulation.queue_days import Courses, QueueDays
from staffing.what_if.figures import abandonment, asa_seconds, service_level


def constant_day(
    *, contacts: float = 30.0, people: float = 6.0, courses: int = 200, intervals: int = 24, patience: float = 240.0
) -> QueueDays:
    """Half-hours from 8:00 in which as many come and are there, handle time exponential-like at 300 s."""
    starts = pd.date_range("2026-11-02 08:00", periods=intervals, freq="30min", tz="Asia/Tokyo", unit="us")
    paths = np.random.default_rng(7).poisson(contacts, (courses, intervals)).astype(np.float64)
    return QueueDays(
        starts=starts,
        interval_seconds=1800.0,
        opens_seconds=np.zeros(intervals),
        open_seconds=np.full(intervals, 1800.0),
        paths=paths,
        people=np.full(intervals, people),
        handle_seconds=np.full(intervals, 300.0),
        handle_variation=1.0,
        patience_seconds=patience,
        threshold_seconds=60.0,
        short_abandon_seconds=0.0,
        slots=ChatSlots(),
    )


def settled(courses: Courses) -> np.ndarray:
    """The intervals after the first two, when the empty start of the day is forgotten."""
    return np.arange(courses.offered.shape[1]) >= 2


def same(one: Courses, other: Courses) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in one.__dataclass_fields__)


def test_without_a_change_nothing_differs_to_the_last_digit() -> None:
    day = constant_day(people=5.4)

    before, after = play_both(day, day, seed=3)

    assert same(before, after)
    assert service_level(before, after, rows=settled(before)).half_width == 0


def test_the_same_seed_gives_the_same_courses_and_another_seed_others() -> None:
    day = constant_day(courses=20)

    first, again, other = (play_both(day, day, seed=seed)[0] for seed in (3, 3, 4))

    assert same(first, again)
    assert not same(first, other)


@pytest.mark.parametrize("change", [
    {"paths": np.full((50, 24), 40.0)},
    {"paths": np.full((50, 24), 12.0)},
    {"people": np.full(24, 7.0)},
    {"handle_seconds": np.full(24, 250.0)},
    {"threshold_seconds": 20.0},
])  # fmt: skip
def test_the_courses_before_do_not_depend_on_what_changes(change: dict[str, object]) -> None:
    day = constant_day(courses=50)

    alone, _ = play_both(day, day, seed=3)
    before, after = play_both(day, replace(day, **change), seed=3)  # type: ignore[arg-type]

    assert same(alone, before)
    assert not same(before, after)


@pytest.mark.parametrize(("change", "servers", "contacts", "handle"), [
    ({"people": np.full(24, 7.0)}, 7, 30.0, 300.0),  # one more person
    ({"handle_seconds": np.full(24, 270.0)}, 6, 30.0, 270.0),  # 30 s shorter
])  # fmt: skip
def test_before_and_after_are_what_erlang_a_says_at_constant_load(
    change: dict[str, object], servers: int, contacts: float, handle: float
) -> None:
    # exponential times are what the formula knows; a log-normal of variation 1 is near enough to them at this patience
    day = constant_day(courses=400)
    exact = [
        service_with_patience(n, rate / 1800, seconds, threshold_seconds=60.0, patience_seconds=240.0)
        for n, rate, seconds in ((6, 30.0, 300.0), (servers, contacts, handle))
    ]

    before, after = play_both(day, replace(day, **change), seed=11)  # type: ignore[arg-type]

    rows = settled(before)
    for figure, name, near in (
        (service_level, "service_level", 0.02), (abandonment, "abandonment", 0.01), (asa_seconds, "asa_seconds", 3.0),
    ):  # fmt: skip
        told = figure(before, after, rows=rows)
        truth = [float(getattr(one, name)) for one in exact]
        assert told.before == pytest.approx(truth[0], abs=near)
        assert told.after == pytest.approx(truth[1], abs=near)
        assert told.difference == pytest.approx(truth[1] - truth[0], abs=near / 2)


def test_more_contacts_are_what_erlang_a_says_of_their_number() -> None:
    day = constant_day(courses=400)
    paths = np.random.default_rng(8).poisson(39.0, day.paths.shape).astype(np.float64)
    exact = service_with_patience(6, 39.0 / 1800, 300.0, threshold_seconds=60.0, patience_seconds=240.0)

    before, after = play_both(day, replace(day, paths=paths), seed=11)

    told = service_level(before, after, rows=settled(before))
    assert told.after == pytest.approx(float(exact.service_level), abs=0.02)
    assert told.high < 0
    assert after.offered.mean() == pytest.approx(39.0, abs=0.3)


def test_the_same_chance_makes_the_difference_far_surer_than_the_figures() -> None:
    day = constant_day(courses=100)
    changed = replace(day, handle_seconds=np.full(24, 280.0))

    before, after = play_both(day, changed, seed=1)
    _, elsewhere = play_both(day, changed, seed=2)

    rows = settled(before)
    paired, apart = (service_level(before, one, rows=rows).half_width for one in (after, elsewhere))
    assert paired < 0.4 * apart


def test_a_fraction_of_a_person_is_there_in_its_share_of_the_courses() -> None:
    # Nobody waits for more than the day: each course has 5 or 6 people, and as many as 5.25 on average.
    day = constant_day(contacts=200.0, people=5.25, courses=80, intervals=4, patience=1e-6)
    busy = replace(day, handle_seconds=np.full(4, 1e6), handle_variation=0.0)

    before, _ = play_both(busy, busy, seed=1)

    assert sorted(np.unique(before.answered.sum(axis=1)).tolist()) == [5.0, 6.0]
    assert before.answered.sum(axis=1).mean() == pytest.approx(5.25)


def test_each_stretch_of_open_hours_begins_without_a_queue() -> None:
    day = constant_day(contacts=60.0, people=1.0, courses=10, intervals=4, patience=np.inf)
    apart = replace(day, starts=day.starts[:2].append(day.starts[2:] + pd.Timedelta(hours=2)))

    joined, _ = play_both(day, day, seed=1)
    parted, _ = play_both(apart, apart, seed=1)

    assert day.stretches == [(0, 4)]
    assert apart.stretches == [(0, 2), (2, 4)]
    first_waits = [one.wait_answered_seconds[:, 2].sum() for one in (joined, parted)]
    assert first_waits[1] < first_waits[0] / 2


def test_contacts_come_while_the_interval_is_open() -> None:
    # Open in the last minute alone, nobody is there before: who comes then waits for no longer than that minute.
    day = constant_day(contacts=3.0, people=50.0, courses=50, intervals=1)
    late = replace(day, opens_seconds=np.array([1740.0]), open_seconds=np.array([60.0]), handle_seconds=np.array([1.0]))

    before, _ = play_both(late, late, seed=1)

    assert before.answered.sum() == before.offered.sum() > 0
    assert before.wait_answered_seconds.sum() == 0


def test_days_refuse_what_does_not_fit_together() -> None:
    day = constant_day(courses=5)

    with pytest.raises(ValueError, match="people must hold 24 values"):
        replace(day, people=np.ones(3))
    with pytest.raises(ValueError, match="courses of the same intervals"):
        play_both(day, replace(day, paths=day.paths[:4]), seed=1)


def test_a_course_in_which_contacts_last_longer_keeps_less() -> None:
    day = constant_day()
    longer = replace(day, handle_levels=np.where(np.arange(len(day.paths)) % 2 == 0, 1.0, 1.5))

    plain, met = play_both(day, longer, seed=4)

    even = slice(0, None, 2)
    assert np.array_equal(plain.answered_in_threshold[even], met.answered_in_threshold[even])
    assert plain.answered_in_threshold[1::2].sum() > met.answered_in_threshold[1::2].sum()
