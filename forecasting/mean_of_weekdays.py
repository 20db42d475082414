"""The mean of the last four same weekdays: what planners do by hand."""

from data.calendar import Calendar
from data.interval_series import IntervalSeries
from forecasting.day_grid import DayGrid
from forecasting.outlook import Horizon, Outlook
from forecasting.same_weekday import outlook_of_weekdays


def fit_mean_of_weekdays(past: IntervalSeries, calendar: Calendar, horizon: Horizon) -> Outlook:
    """Each interval as the mean of its last four same weekdays, missing ones skipped."""
    return outlook_of_weekdays(DayGrid.of(past), horizon, weeks=4)
