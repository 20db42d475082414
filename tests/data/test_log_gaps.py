import numpy as np
import pandas as pd

from data.log_gaps import find_missing


def _four_weeks() -> pd.DatetimeIndex:
    days = pd.bdate_range("2026-01-05", periods=20, tz="Asia/Tokyo")
    return pd.DatetimeIndex([day + pd.Timedelta(hours=10 + k) for day in days for k in range(8)])


def test_an_empty_day_that_usually_brings_many_contacts_is_a_hole() -> None:
    starts = _four_weeks()
    counts = np.full(len(starts), 5.0)
    counts[80:88] = 0

    missing = find_missing(counts, starts)

    assert missing.nonzero()[0].tolist() == list(range(80, 88))


def test_a_quiet_hour_is_no_hole() -> None:
    starts = _four_weeks()
    counts = np.full(len(starts), 5.0)
    counts[81] = 0

    missing = find_missing(counts, starts)

    assert not missing.any()


def test_a_small_desk_may_have_a_day_without_a_contact() -> None:
    starts = _four_weeks()
    counts = np.ones(len(starts))
    counts[80:88] = 0

    missing = find_missing(counts, starts)

    assert not missing.any()


def test_what_lies_before_the_first_contact_is_missing() -> None:
    starts = _four_weeks()
    counts = np.ones(len(starts))
    counts[:3] = 0

    missing = find_missing(counts, starts)

    assert missing.nonzero()[0].tolist() == [0, 1, 2]


def test_a_log_without_contacts_is_missing_throughout() -> None:
    starts = _four_weeks()

    missing = find_missing(np.zeros(len(starts)), starts)

    assert missing.all()


def test_a_log_that_ended_long_ago_has_a_hole_behind_it_and_no_quiet_days() -> None:
    days = pd.bdate_range("2026-01-05", periods=300, tz="Asia/Tokyo")
    starts = pd.DatetimeIndex([day + pd.Timedelta(hours=10 + k) for day in days for k in range(8)])
    counts = np.where(np.arange(len(starts)) < 160, 5.0, 0.0)

    missing = find_missing(counts, starts)

    assert missing.nonzero()[0].tolist() == list(range(160, len(starts)))
