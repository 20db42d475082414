"""What simulated days counted, told as figures with their limits."""

from dataclasses import replace

import numpy as np
import pytest

from staffing.simulation.simulated_figures import Estimate, Simulated


@pytest.fixture
def three_days() -> Simulated:
    """Three days of two intervals; the service levels of the days are 1, 0.9 and 0.5."""
    offered = np.array([[10.0, 10.0], [10.0, 11.0], [20.0, 20.0]])
    in_threshold = np.array([[10.0, 10.0], [10.0, 8.0], [12.0, 8.0]])
    short = np.array([[0.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    return Simulated(
        offered=offered,
        answered=offered - short,
        answered_in_threshold=in_threshold,
        abandoned=short,
        short_abandoned=short,
        wait_answered_seconds=offered * 6,
        handling_seconds=np.full((3, 2), 900.0),
        available_seconds=np.full((3, 2), 300.0),
    )


def test_the_whole_weighs_each_contact_alike(three_days: Simulated) -> None:
    whole = three_days.whole()

    assert whole.service_level.mean == pytest.approx(58 / 80)
    assert whole.abandonment.mean == pytest.approx(1 / 81)
    assert whole.asa_seconds.mean == pytest.approx(81 * 6 / 80)
    assert whole.occupancy.mean == pytest.approx(0.75)
    assert whole.offered.mean == pytest.approx(27)


def test_intervals_are_told_alone_together_and_in_part(three_days: Simulated) -> None:
    alone, together = three_days.by_interval().service_level.mean, three_days.by_interval(together=2).service_level.mean

    assert alone == pytest.approx([32 / 40, 26 / 40])
    assert together == pytest.approx([58 / 80])
    assert three_days.between(1, 2).whole().service_level.mean == pytest.approx(26 / 40)


def test_days_that_reach_a_service_level_are_counted_also_where_they_just_do(three_days: Simulated) -> None:
    assert three_days.share_of_days(service_level=0.9) == pytest.approx(2 / 3)
    assert three_days.share_of_days(service_level=0.91) == pytest.approx(1 / 3)


def test_limits_of_a_mean_are_those_of_the_textbook() -> None:
    # Mean 5, standard deviation 2, four days: 5 -+ 3.1824 x 2 / 2.
    counts = np.array([3.0, 5.0 - np.sqrt(2), 5.0 + np.sqrt(2), 7.0])

    estimate = Estimate.of_ratio(counts, np.ones(4), confidence=0.95)

    assert estimate.mean == pytest.approx(5)
    assert (estimate.low, estimate.high) == (pytest.approx(5 - 3.1824, abs=1e-4), pytest.approx(5 + 3.1824, abs=1e-4))


def test_a_wider_confidence_has_wider_limits(three_days: Simulated) -> None:
    narrow, wide = (three_days.whole(confidence=share).service_level for share in (0.8, 0.99))

    assert wide.low < narrow.low < narrow.mean < narrow.high < wide.high


@pytest.mark.parametrize(("changes", "told"), [
    pytest.param({"offered": np.ones((3, 3))}, "one shape", id="another number of intervals"),
    pytest.param({"offered": np.ones((3, 2))}, "more contacts", id="more answered than came"),
    pytest.param({"answered_in_threshold": np.full((3, 2), 50.0)}, "more contacts", id="more in time than answered"),
])  # fmt: skip
def test_counts_that_cannot_be_are_refused(three_days: Simulated, changes: dict[str, np.ndarray], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        replace(three_days, **changes)
