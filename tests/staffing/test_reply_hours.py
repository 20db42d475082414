"""How long written work waits for its answer, against a loop over small pieces of work."""

import numpy as np
import pandas as pd
import pytest

from staffing.deadline_work import DeadlineWork
from staffing.reply_hours import reply_hours


def _intervals(*hours: str) -> pd.DatetimeIndex:
    return pd.DatetimeIndex([f"2026-12-{hour}" for hour in hours], tz="Asia/Tokyo")


def _work(*arriving: float) -> DeadlineWork:
    come = np.array(arriving)
    return DeadlineWork(come, np.zeros(len(come)))


def _told(work: DeadlineWork, people: list[float], starts: pd.DatetimeIndex) -> list[float]:
    return list(reply_hours(work, np.array(people), starts=starts, open_hours=np.ones(len(people))))


DAY_AND_NEXT = _intervals("07 16:00", "07 17:00", "08 09:00", "08 10:00")


def test_work_that_is_done_as_it_comes_waits_for_nothing() -> None:
    assert _told(_work(1.0, 1.0, 1.0, 1.0), [1.0, 1.0, 1.0, 1.0], DAY_AND_NEXT) == [0.0, 0.0, 0.0, 0.0]


def test_what_is_left_over_waits_for_the_night_too() -> None:
    # The second hour's work is begun when the desk opens, and half of it is done after half an hour.
    [_, second, third, fourth] = _told(_work(2.0, 1.0, 0.0, 0.0), [1.0, 1.0, 1.0, 1.0], DAY_AND_NEXT)

    assert second == 16.0
    assert np.isnan([third, fourth]).all()  # nothing comes


def test_what_the_people_do_not_get_to_has_no_answer() -> None:
    told = _told(_work(1.0, 1.0, 8.0, 1.0), [1.0, 1.0, 1.0, 1.0], DAY_AND_NEXT)

    assert np.isnan(told[2:]).all()


@pytest.mark.parametrize("seed", range(5))
def test_it_is_what_a_loop_over_single_minutes_of_work_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    come, people = rng.integers(0, 4, 12) * 1.0, rng.integers(0, 4, 12) * 1.0
    starts = pd.date_range("2026-12-07 09:00", periods=12, freq="60min", tz="Asia/Tokyo")

    told = _told(_work(*come), list(people), starts)

    step = 0.01  # of an hour
    queue: list[int] = []
    done = [0.0] * 12
    half_at: dict[int, float] = {}
    for interval in range(12):
        queue += [interval] * round(come[interval] / step)
        for at in np.arange(0, people[interval] - 1e-9, step):
            if queue:
                first = queue.pop(0)
                done[first] += step
                if done[first] >= come[first] / 2 and first not in half_at:
                    half_at[first] = interval + at / people[interval]
    for interval, waited in enumerate(told):
        expected = max(half_at[interval] - interval - 0.5, 0.0) if interval in half_at else np.nan
        assert waited == pytest.approx(expected, abs=0.03, nan_ok=True)
