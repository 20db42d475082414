"""The future, with its doubt. Takes an `IntervalSeries` and a `Calendar`; gives a `Forecast`."""

from forecasting.forecast import Forecast

__all__ = ["Forecast"]
