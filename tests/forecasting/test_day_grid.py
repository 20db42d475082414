from datetime import date

import numpy as np

from data.calendar import Calendar
from forecasting.day_grid import DayGrid
from tests.forecasting.histories import series_of


def test_a_day_with_25_hours_keeps_all_its_contacts(around_the_clock: Calendar):
    counts = np.ones(24 * 2 * 2 + 50)
    series = series_of(around_the_clock, counts, first=date(2026, 10, 24), last=date(2026, 10, 26))

    grid = DayGrid.of(series)

    assert grid.totals.tolist() == [48, 50, 48]
    assert grid.opened[1, 4:6].tolist() == [2, 2]
    assert grid.rates[1, 4] == 1


def test_missing_intervals_are_not_zeros(calendar: Calendar):
    counts = np.ones(16)
    counts[3] = np.nan
    series = series_of(calendar, counts, first=date(2026, 11, 18), last=date(2026, 11, 18))

    grid = DayGrid.of(series)

    assert grid.seen.sum() == 15
    assert np.isnan(grid.rates[0, 3])
    assert grid.counted_opened[0, 3] == 0
