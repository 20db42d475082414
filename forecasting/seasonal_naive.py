"""The same weekday of last week, as it was: the measure that every model must beat."""

from data.calendar import Calendar
from data.interval_series import IntervalSeries
from forecasting.day_grid import DayGrid
from forecasting.outlook import Horizon, Outlook
from forecasting.same_weekday import outlook_of_weekdays


def fit_seasonal_naive(past: IntervalSeries, calendar: Calendar, horizon: Horizon) -> Outlook:
    """Each interval as on the newest same weekday on which it was counted."""
    return outlook_of_weekdays(DayGrid.of(past), horizon, weeks=1)
