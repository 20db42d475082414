"""During how much of each interval somebody is there who comes at one clock time and goes at another."""

from typing import cast

import numpy as np
from numpy.typing import NDArray

from data.calendar import Calendar
from data.channel import Channel
from forecasting.forecast import Forecast

Floats = NDArray[np.float64]


def share_present(forecast: Forecast, *, worked: tuple[int, int], calendar: Calendar | None) -> Floats:
    """Share of each interval's open time during which the person is there, 0 to 1, shape (n,).

    Parameters
    ----------
    forecast
        Its intervals are open for more than 0 minutes each.
    worked
        Minutes since local midnight, half-open, of every day.
    calendar
        Tells when within an interval the desk is open, where that is not all of it; None: from its start.
    """
    starts, lengths, opened = forecast.starts, forecast.lengths, forecast.open_minutes
    begins = np.asarray(starts.hour * 60 + starts.minute, dtype=np.float64)
    there = np.maximum(np.minimum(begins + opened, worked[1]) - np.maximum(begins, worked[0]), 0.0)
    if calendar is not None:
        channel = cast("Channel", forecast.channel)
        for k in np.flatnonzero(opened < lengths):
            first, last = max(begins[k], worked[0]), min(begins[k] + lengths[k], worked[1])
            spans = calendar.open_minutes_of_day(channel, starts[int(k)].date())
            there[k] = sum(max(0.0, min(end, last) - max(begin, first)) for begin, end in spans)
    return np.asarray(np.minimum(there / opened, 1.0))
