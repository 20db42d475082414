"""Changes that a lead supposes: what they are told in, what is refused, and what they make of a forecast."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from data.errors import TsunagariError
from forecasting.forecast import Forecast
from staffing.what_if.changed import changed_contacts, changed_handle_time, changed_people
from staffing.what_if.changes import (
    HandleTimeChange,
    PeopleChange,
    ThresholdChange,
    VolumeChange,
    people_moved,
)
from staffing.what_if.words import words_of
from tests.staffing.conftest import ForecastBuilder

AFTER_CALL = {"after_call": np.full((7, 24), 0.2), "hold": np.full((7, 24), 0.1)}
"""Of 300 s: 60 s of after-call work, 30 s on hold."""


@pytest.fixture
def two_days(forecast_of: ForecastBuilder) -> Forecast:
    """Monday and Tuesday, 2 and 3 November 2026, from 8:00 to 18:00."""
    return replace(forecast_of([[40.0] * 20, [40.0] * 20], root_spread=0.5), day_spread=np.full(40, 0.05))


@pytest.mark.parametrize(("build", "told"), [
    (lambda: HandleTimeChange("hold"), "hold: a change is told in seconds"),  # neither
    (lambda: HandleTimeChange("hold", seconds=5, factor=0.5), "tell one of the two"),  # both
    (lambda: HandleTimeChange("hold", seconds=float("nan")), "nan s is no change"),
    (lambda: HandleTimeChange("talk", seconds=1e6), "from -86400 to 86400 seconds"),
    (lambda: HandleTimeChange("handle", factor=0.0), "0 is no factor of a handle time"),  # no time at all
    (lambda: HandleTimeChange("hold", factor=-0.5), "-0.5 is no factor"),
    (lambda: VolumeChange(40.0), "40 is no factor of the contacts from 0.05 to 20"),  # 40 written for 40 %
    (lambda: VolumeChange(1.4, first_minute=720, last_minute=600), "from 12:00 to 10:00 cannot be"),
    (lambda: PeopleChange(0, 600, 720), "0 people cannot be added"),
    (lambda: PeopleChange(1, 600, 720, proficiency=0.0), "proficiency 0 lies outside"),
    (lambda: PeopleChange(1, 600, 1500), "from 10:00 to 25:00 cannot be"),
    (lambda: ThresholdChange(-1.0), "a threshold of -1 s cannot be"),
    (lambda: ThresholdChange(float("inf")), "a threshold of inf s cannot be"),
    (lambda: people_moved(0, away_from=(720, 780), to=(780, 840)), "0 people cannot be moved"),
    (lambda: people_moved(1, away_from=(720, 780), to=(780, 810)), "two times of equal length"),
])  # fmt: skip
def test_a_change_that_cannot_be_is_refused(build: Callable[[], object], told: str) -> None:
    with pytest.raises(TsunagariError, match=told):
        build()


def test_volume_scales_mean_doubt_and_every_path_alike(two_days: Forecast) -> None:
    changed = changed_contacts(two_days, [VolumeChange(1.44)])

    assert changed.mean == pytest.approx(1.44 * two_days.mean)
    assert changed.quantile(0.9) == pytest.approx(1.44 * two_days.quantile(0.9))
    assert changed.sample_paths(5, seed=1) == pytest.approx(1.44 * two_days.sample_paths(5, seed=1))


def test_volume_of_a_time_and_a_day_changes_these_alone(two_days: Forecast) -> None:
    change = VolumeChange(2.0, on=date(2026, 11, 3), first_minute=600, last_minute=645)

    factor = changed_contacts(two_days, [change]).mean / two_days.mean

    assert factor[:20].tolist() == [1.0] * 20
    assert factor[20:] == pytest.approx([1.0] * 4 + [2.0, 1.5] + [1.0] * 14)  # half of 10:30 to 11:00


def test_changes_of_volume_multiply(two_days: Forecast) -> None:
    changed = changed_contacts(two_days, [VolumeChange(1.5), VolumeChange(0.8)])

    assert changed.mean == pytest.approx(1.2 * two_days.mean)


@pytest.mark.parametrize(("change", "seconds"), [
    (HandleTimeChange("after_call", seconds=-30), 270.0),  # after-call work 30 s shorter
    (HandleTimeChange("hold", factor=0.5), 285.0),  # internal consultation halved
    (HandleTimeChange("handle", seconds=-120), 180.0),  # templates that save two minutes
    (HandleTimeChange("handle", factor=1.1), 330.0),
])  # fmt: skip
def test_a_change_of_a_part_changes_the_whole_by_as_much(
    two_days: Forecast, change: HandleTimeChange, seconds: float
) -> None:
    changed, remarks = changed_handle_time(two_days, [change], shares=AFTER_CALL)

    assert changed.handle_seconds == pytest.approx(np.full(40, seconds))
    assert changed.mean.tolist() == two_days.mean.tolist()
    assert remarks == ()


def test_after_call_work_does_not_get_shorter_than_nothing_and_a_sentence_says_so(two_days: Forecast) -> None:
    both = [HandleTimeChange("after_call", seconds=-40), HandleTimeChange("after_call", seconds=-40)]

    changed, [remark] = changed_handle_time(two_days, both, shares=AFTER_CALL)

    assert changed.handle_seconds == pytest.approx(np.full(40, 240.0)), "60 s fall away, not 80"
    assert remark.en.startswith("technical: after-call work takes 20 s on average and cannot get shorter than 0")
    assert remark.en.endswith("20 s on average")
    assert "後処理は平均 20秒" in remark.ja


def test_a_part_of_which_the_log_tells_nothing_is_refused(two_days: Forecast) -> None:
    with pytest.raises(TsunagariError, match="its log does not tell how long talk takes"):
        changed_handle_time(two_days, [HandleTimeChange("talk", seconds=60)], shares=AFTER_CALL)


def test_a_handle_time_of_which_nothing_would_remain_is_refused(two_days: Forecast) -> None:
    with pytest.raises(TsunagariError, match=r"contacts take 300 s on average, .* cannot take 300 s less"):
        changed_handle_time(two_days, [HandleTimeChange("handle", seconds=-300)], shares={})


def test_a_change_on_one_day_leaves_the_others(two_days: Forecast) -> None:
    change = HandleTimeChange("handle", factor=1.2, on=date(2026, 11, 2))

    changed, _ = changed_handle_time(two_days, [change], shares={})

    assert changed.handle_seconds == pytest.approx([360.0] * 20 + [300.0] * 20)


def test_a_helper_counts_by_proficiency_for_the_time_that_they_are_there(two_days: Forecast) -> None:
    change = PeopleChange(1, 615, 660, proficiency=0.6, on=date(2026, 11, 2))

    after, remarks = changed_people(np.full(40, 5.0), two_days, [change], calendar=None)

    assert after - 5 == pytest.approx([0.0] * 4 + [0.3, 0.6] + [0.0] * 34)
    assert remarks == ()


def test_a_lunch_moved_takes_people_from_one_hour_to_the_other(two_days: Forecast) -> None:
    moved = people_moved(2, away_from=(780, 840), to=(720, 780), on=date(2026, 11, 2))

    after, _ = changed_people(np.full(40, 5.0), two_days, moved, calendar=None)

    assert after[:20] - 5 == pytest.approx([0.0] * 8 + [2.0, 2.0, -2.0, -2.0] + [0.0] * 8)
    assert after.sum() == 40 * 5


def test_more_people_than_are_there_cannot_be_taken_away_and_a_sentence_says_so(two_days: Forecast) -> None:
    after, [remark] = changed_people(np.full(40, 1.5), two_days, [PeopleChange(-2, 600, 660)], calendar=None)

    assert after.min() == 0
    assert remark.en.startswith("technical: more people are taken away than are there, most of all at 2026-11-02 10:00")
    assert "1.5" in remark.ja


def test_changes_are_said_in_the_words_of_a_lead() -> None:
    changes = [
        HandleTimeChange("after_call", seconds=-30),
        HandleTimeChange("hold", factor=0.5),
        VolumeChange(1.4, on=date(2026, 12, 14), first_minute=600, last_minute=720),
        PeopleChange(1, 600, 720, proficiency=0.7),
        ThresholdChange(120),
    ]

    assert words_of(changes, "en") == (
        "after-call work 30 s shorter, hold × 0.5, contacts × 1.4 from 10:00 to 12:00 on 2026-12-14, "
        "1 more person from 10:00 to 12:00 (proficiency 0.7), a threshold of 120 s"
    )
    assert words_of(changes, "ja") == (
        "後処理30秒短縮、保留0.5倍、件数1.4倍（10:00〜12:00）（2026-12-14）、1人増員（10:00〜12:00）（習熟度0.7）、"
        "しきい値120秒"
    )
