"""Simulated days against Erlang's formulas where these are exact, and against counting by hand."""

from dataclasses import fields, replace

import numpy as np
import pytest

from staffing.erlang_a import service_with_patience
from staffing.simulation.drawn_arrivals import ArrivalInstants, ArrivalRates
from staffing.simulation.drawn_seconds import Endless, Exponential, LogNormal, Observed, Seconds
from staffing.simulation.simulate import ServedDays, count_days, serve_block, simulate
from staffing.simulation.simulated_desk import Repeats, SimulatedDesk
from staffing.simulation.simulated_figures import Estimate, Simulated

UNSURE = 0.9999  # so that none of these comparisons fails by chance


def desk_of(people: list[int], **changes: object) -> SimulatedDesk:
    given = {
        "arrivals": ArrivalRates([40.0] * len(people)),
        "handle": Exponential(240.0),
        "patience": Exponential(300.0),
    }
    return SimulatedDesk(people, **(given | changes))  # type: ignore[arg-type]


def play(*, days: int = 1, **changes: object) -> Simulated:
    return simulate(desk_of([1], **changes), days=days, seed=0)


@pytest.mark.parametrize(("servers", "load", "patience", "days"), [
    pytest.param(1, 0.5, Exponential(200.0), 3000, id="one person"),
    pytest.param(6, 7.0, Exponential(240.0), 600, id="more work than people"),
    pytest.param(33, 30.0, Exponential(480.0), 200, id="a larger team"),
    pytest.param(12, 9.0, Endless(), 800, id="nobody hangs up"),
])  # fmt: skip
def test_at_constant_staff_the_exact_formula_lies_within_the_limits(
    servers: int, load: float, patience: Seconds, days: int
) -> None:
    handle, warm_up, intervals = 300.0, 8, 20
    seconds = getattr(patience, "mean_seconds", np.inf)
    desk = SimulatedDesk(
        [servers] * intervals,
        arrivals=ArrivalRates([load * 1800 / handle] * intervals),
        handle=Exponential(handle),
        patience=patience,
        threshold_seconds=60.0,
    )
    exact = service_with_patience(
        servers, load / handle, handle, threshold_seconds=60.0, patience_seconds=seconds, short_abandon_seconds=5.0
    )

    simulated = simulate(desk, days=days, seed=5).between(warm_up, intervals).whole(confidence=UNSURE)

    for figure in ("service_level", "abandonment", "asa_seconds", "occupancy"):
        estimate: Estimate = getattr(simulated, figure)
        assert estimate.low <= getattr(exact, figure) <= estimate.high, figure
        assert estimate.high - estimate.low <= 0.3 * estimate.mean, figure


def test_random_limits_hold_the_exact_value_as_often_as_they_say() -> None:
    desk = desk_of([6] * 8)
    exact = service_with_patience(
        6, 40 / 1800, 240.0, threshold_seconds=180.0, patience_seconds=300.0, short_abandon_seconds=5.0
    )

    runs = [simulate(desk, days=40, seed=seed).between(4, 8).whole(confidence=0.8) for seed in range(60)]

    held = [float(run.abandonment.low) <= float(exact.abandonment) <= float(run.abandonment.high) for run in runs]
    assert 0.65 <= np.mean(held) <= 0.93  # 0.8, give or take two and a half standard errors


def test_the_same_seed_gives_the_same_days_and_another_gives_others() -> None:
    desk = desk_of([5, 7, 6], repeats=Repeats(0.5, after=Exponential(600.0)))

    first, again, other = (simulate(desk, days=20, seed=seed) for seed in (3, 3, 4))

    for field in fields(Simulated):
        np.testing.assert_array_equal(getattr(first, field.name), getattr(again, field.name))
    assert not np.array_equal(first.offered, other.offered)


def test_days_in_blocks_are_all_there_and_differ() -> None:
    simulated = simulate(desk_of([6, 6]), days=600, seed=0)

    assert simulated.days == 600
    assert len(np.unique(simulated.wait_answered_seconds.sum(axis=1))) > 590


def test_two_plans_with_the_same_seed_meet_the_same_contacts() -> None:
    few, many = (simulate(desk_of([people] * 4), days=30, seed=9) for people in (3, 9))

    np.testing.assert_array_equal(few.offered, many.offered)
    assert few.answered_in_threshold.sum() < many.answered_in_threshold.sum()


def test_few_days_one_by_one_follow_the_same_law_as_many_at_once() -> None:
    desk = desk_of([5, 8, 3, 6])
    each = [simulate(desk, days=8, seed=seed) for seed in range(50)]

    one_by_one = Simulated.joined(each).whole(confidence=UNSURE).service_level
    at_once = simulate(desk, days=400, seed=99).whole(confidence=UNSURE).service_level

    assert one_by_one.low <= at_once.mean <= one_by_one.high


def test_a_great_many_people_follow_the_same_law_too() -> None:
    desk = desk_of([800] * 2, arrivals=ArrivalRates([200.0] * 2))

    whole = simulate(desk, days=20, seed=0).whole(confidence=UNSURE)

    assert whole.service_level.mean == 1
    assert whole.offered.low <= 400 <= whole.offered.high


def test_a_day_that_is_played_again_counts_what_stands_on_paper() -> None:
    # One person: 0 to 100, then 100 to 200 (waited 90), the third hung up after 3 s, the fourth after 60 s.
    served = ServedDays(
        arrivals=np.array([[0.0, 10.0, 20.0, 30.0, np.inf]]),
        starts=np.array([[0.0, 100.0, np.inf, np.inf, np.inf]]),
        patience_seconds=np.array([[500.0, 500.0, 3.0, 60.0, 500.0]]),
        handle_seconds=np.array([[100.0, 100.0, 100.0, 100.0, 100.0]]),
    )

    simulated = count_days(desk_of([1, 1], interval_seconds=150.0, threshold_seconds=90.0), served)

    assert simulated.offered.tolist() == [[4.0, 0.0]]
    assert simulated.answered.tolist() == simulated.answered_in_threshold.tolist() == [[2.0, 0.0]]
    assert simulated.abandoned.tolist() == [[2.0, 0.0]]
    assert simulated.short_abandoned.tolist() == [[1.0, 0.0]]
    assert simulated.wait_answered_seconds.tolist() == [[90.0, 0.0]]
    assert simulated.handling_seconds.tolist() == [[150.0, 50.0]]
    assert simulated.available_seconds.tolist() == [[0.0, 100.0]]
    assert simulated.whole().service_level.mean == pytest.approx(2 / 3)


def test_time_of_people_is_what_a_look_at_every_second_finds() -> None:
    desk = desk_of([7, 2, 6, 0, 3], interval_seconds=600.0, arrivals=ArrivalRates([14.0] * 5), handle=LogNormal(300.0))
    served = serve_block(desk, days=20, seed=np.random.SeedSequence(2))

    simulated = count_days(desk, served)

    looks = np.arange(0.0, 3000.0, 1.0) + 0.5
    answered = np.isfinite(served.starts)
    busy = np.zeros((20, looks.size))
    for day in range(20):
        start = served.starts[day][answered[day]]
        end = start + served.handle_seconds[day][answered[day]]
        busy[day] = np.sum((start[:, None] <= looks) & (looks < end[:, None]), axis=0)
    idle = np.maximum(np.repeat(desk.people, 600) - busy, 0)
    np.testing.assert_allclose(simulated.handling_seconds, busy.reshape(20, 5, 600).sum(axis=2), atol=12)
    np.testing.assert_allclose(simulated.available_seconds, idle.reshape(20, 5, 600).sum(axis=2), atol=12)
    assert np.all(busy.reshape(20, 5, 600).sum(axis=2)[:, 3].sum() > 0)  # some finish where nobody should be


def test_without_contacts_there_is_nothing_to_tell() -> None:
    simulated = simulate(desk_of([2, 2], arrivals=ArrivalRates([0.0, 0.0])), days=20, seed=0)

    whole = simulated.whole()

    assert whole.offered.mean == 0
    assert np.isnan(whole.service_level.mean)
    assert whole.occupancy.mean == 0
    assert simulated.share_of_days(service_level=0.9) == 1.0


@pytest.mark.parametrize("days", [pytest.param(3, id="one by one"), pytest.param(30, id="at once")])
def test_without_people_everybody_hangs_up(days: int) -> None:
    whole = simulate(desk_of([0, 0]), days=days, seed=0).whole()

    assert whole.service_level.mean == 0
    assert whole.abandonment.mean == 1
    assert np.isnan(whole.asa_seconds.mean)


@pytest.mark.parametrize("days", [pytest.param(3, id="one by one"), pytest.param(30, id="at once")])
def test_without_people_who_never_hangs_up_is_neither_answered_nor_gone(days: int) -> None:
    simulated = simulate(desk_of([0, 0], patience=Endless()), days=days, seed=0)

    assert simulated.offered.sum() > 0
    assert simulated.answered.sum() == simulated.abandoned.sum() == 0


def test_one_call_of_hours_is_answered_at_once_and_keeps_its_person_busy_until_closing() -> None:
    desk = desk_of([1, 1], arrivals=ArrivalInstants([600.0]), handle=Observed([20_000.0]))

    whole = simulate(desk, days=1, seed=0).whole()

    assert whole.service_level.mean == 1
    assert whole.occupancy.mean == pytest.approx(3000 / 3600)
    assert np.isnan(whole.service_level.low)


def test_patience_of_seconds_leaves_a_service_level_of_those_who_stayed() -> None:
    whole = simulate(desk_of([2, 2], patience=Exponential(2.0)), days=200, seed=1).whole()

    assert whole.abandonment.mean > 0.5  # 5.3 erlangs for 2 people
    assert whole.service_level.mean > 0.8  # most of them gave up within 5 seconds


def test_those_who_call_again_are_offered_again_and_nobody_else() -> None:
    never, always = (
        simulate(desk_of([3] * 8, repeats=Repeats(share, after=Observed([300.0]))), days=10, seed=2) for share in (0, 1)
    )

    assert never.offered.sum() < always.offered.sum() <= never.offered.sum() + always.abandoned.sum()
    assert always.answered.sum() > never.answered.sum()
    np.testing.assert_array_equal(never.offered, simulate(desk_of([3] * 8), days=10, seed=2).offered)


def test_who_finds_nobody_calls_again_until_people_come() -> None:
    desk = desk_of(
        [0, 1],
        arrivals=ArrivalInstants([100.0]),
        patience=Observed([60.0]),
        repeats=Repeats(1.0, after=Observed([600.0])),
    )

    simulated = simulate(desk, days=1, seed=0)

    # Comes at 100, 760, 1420 s and hangs up each time; at 2,080 s somebody is there.
    assert simulated.offered.tolist() == [[3.0, 1.0]]
    assert simulated.abandoned.tolist() == [[3.0, 0.0]]
    assert simulated.answered.tolist() == [[0.0, 1.0]]


def test_busier_and_quieter_days_vary_as_told() -> None:
    offered = simulate(desk_of([9] * 4, arrivals=ArrivalRates([250.0] * 4, day_variation=0.1)), days=1000, seed=0)

    day = offered.offered.sum(axis=1)

    assert day.mean() == pytest.approx(1000, rel=0.01)
    assert day.std() / day.mean() == pytest.approx(np.hypot(0.1, 1000**-0.5), rel=0.1)


def test_parts_of_the_day_may_be_shorter_than_intervals() -> None:
    simulated = simulate(desk_of([4, 4], arrivals=ArrivalRates([0.0, 0.0, 30.0, 0.0])), days=100, seed=0)

    assert simulated.offered[:, 0].sum() == 0
    assert simulated.by_interval(together=2).offered.mean == pytest.approx([30.0], rel=0.1)


def test_long_tailed_handle_times_have_the_mean_and_variation_told() -> None:
    drawn = LogNormal(300.0, variation=1.5).draw(np.random.default_rng(0), (400_000,))

    assert drawn.mean() == pytest.approx(300.0, rel=0.01)
    assert drawn.std() / drawn.mean() == pytest.approx(1.5, rel=0.05)
    assert LogNormal(300.0, variation=0.0).draw(np.random.default_rng(0), (3,)) == pytest.approx([300.0] * 3)


@pytest.mark.parametrize(("build", "told"), [
    pytest.param(lambda: desk_of([1.5]), "whole number", id="half a person"),
    pytest.param(lambda: replace(desk_of([1]), people=[]), "whole number", id="no interval"),
    pytest.param(lambda: desk_of([-1]), "whole number", id="fewer than nobody"),
    pytest.param(lambda: desk_of([1], interval_seconds=0), "longer than 0", id="an interval without length"),
    pytest.param(lambda: desk_of([1], threshold_seconds=-1), "not negative", id="a negative threshold"),
    pytest.param(lambda: ArrivalRates([-1.0]), "not negative", id="fewer than no contacts"),
    pytest.param(lambda: ArrivalRates([1.0], day_variation=-0.1), "not negative", id="negative variation"),
    pytest.param(lambda: ArrivalInstants([-5.0]), "from 0", id="before the day"),
    pytest.param(lambda: Exponential(0.0), "above 0", id="no handle time"),
    pytest.param(lambda: LogNormal(300.0, variation=np.inf), "finite", id="endless variation"),
    pytest.param(lambda: Observed([]), "at least one", id="nothing seen"),
    pytest.param(lambda: Observed([np.nan]), "at least one", id="no number seen"),
    pytest.param(lambda: Repeats(1.2, after=Exponential(60.0)), "0 to 1", id="more call again than hung up"),
    pytest.param(lambda: play(days=0), "at least 1 day", id="no days"),
    pytest.param(lambda: play(arrivals=ArrivalInstants([1800.0])), "after the start", id="after closing"),
    pytest.param(lambda: play().by_interval(together=2), "cannot", id="uneven"),
])  # fmt: skip
def test_what_cannot_be_simulated_is_refused_with_a_sentence(build: object, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        build()  # type: ignore[operator]
