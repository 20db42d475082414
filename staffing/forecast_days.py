"""The days that a forecast tells of as a simulation takes them: possible courses, and the people who are there."""

import numpy as np
from numpy.typing import NDArray

from data.calendar import Calendar
from data.desk import Desk
from forecasting.forecast import Forecast
from staffing.chat_slots import ChatSlots
from staffing.coverage import open_windows
from staffing.simulation.queue_days import QueueDays

Floats = NDArray[np.float64]

MOST_COURSES, LEAST_COURSES = 400, 40
_CONTACTS = 3_000_000.0
"""So many contacts are simulated for a queue, as far as `LEAST_COURSES` allow."""


def courses_for(*contacts: float) -> int:
    """How many courses are simulated of days on which so many contacts are expected; of several the most."""
    return int(np.clip(_CONTACTS / max(*contacts, 1.0), LEAST_COURSES, MOST_COURSES))


def days_of_forecast(
    forecast: Forecast,
    desk: Desk,
    *,
    people: Floats,
    patience_seconds: float,
    threshold_seconds: float,
    courses: int,
    seed: int,
) -> QueueDays:
    """Courses of the forecast's intervals, n of them, drawn with its doubt.

    Parameters
    ----------
    people
        People there, counted by proficiency, after unplanned shrinkage, shape (n,).
    patience_seconds
        Mean patience; infinite where nobody is taken to hang up.
    threshold_seconds
        Wait within which an answer is in time.
    courses, seed
        How many, 2 or more, and what they are drawn by.
    """
    settings = desk.queue(forecast.queue)
    windows = open_windows(forecast, Calendar.of(desk))
    first = np.searchsorted(windows.interval, np.arange(len(forecast)))
    begins = forecast.starts.as_unit("s").asi8
    return QueueDays(
        starts=forecast.starts,
        interval_seconds=forecast.interval_minutes * 60.0,
        opens_seconds=np.asarray(windows.begins[first] * 60 - begins, dtype=np.float64),
        open_seconds=forecast.open_minutes * 60,
        paths=forecast.sample_paths(courses, seed=seed),
        people=people,
        handle_seconds=forecast.handle_seconds,
        handle_variation=forecast.handle_variation,
        patience_seconds=patience_seconds,
        threshold_seconds=threshold_seconds,
        short_abandon_seconds=settings.short_abandon_seconds,
        slots=ChatSlots.of(settings),
        handle_levels=forecast.sample_handle_levels(courses, seed=seed),
    )
