"""What the staffing tests share: the measured Monday, and forecasts without doubt."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from forecasting.forecast import Forecast

ForecastBuilder = Callable[..., Forecast]


@pytest.fixture
def monday_shape() -> NDArray[np.float64]:
    """Load of 20 half-hours from 8:00 as shares of the 10:00 peak."""
    text = ".35 .55 .75 .92 1.0 .97 .88 .8 .7 .6 .58 .62 .66 .68 .66 .6 .52 .44 .34 .22"
    return np.array([float(share) for share in text.split()])


@pytest.fixture
def forecast_of() -> ForecastBuilder:
    """Builds a forecast that expects given contacts in half-hours from 8:00 in Tokyo, one row of them a day."""

    def build(
        contacts: list[list[float]],
        *,
        first_day: str = "2026-11-02",
        channel: str = "phone",
        handle_seconds: float = 300.0,
        root_spread: float = 0.0,
        day_spread: float = 0.0,
        handle_variation: float = 1.0,
        open_minutes: float = 30.0,
    ) -> Forecast:
        first = pd.Timestamp(first_day, tz="Asia/Tokyo") + pd.Timedelta(hours=8)
        starts = pd.DatetimeIndex(
            [
                first + pd.Timedelta(days=day, minutes=30 * i)
                for day, row in enumerate(contacts)
                for i in range(len(row))
            ],
            tz="Asia/Tokyo",
        )
        mean = np.concatenate([np.asarray(row, dtype=np.float64) for row in contacts])
        return Forecast(
            queue="technical",
            channel=channel,
            interval_minutes=30,
            issued_at=first - pd.Timedelta(days=1),
            starts=starts,
            open_minutes=np.full(len(mean), open_minutes),
            root_mean=np.sqrt(mean),
            day_spread=np.full(len(mean), day_spread),
            root_spread=np.full(len(mean), root_spread),
            handle_seconds=np.full(len(mean), handle_seconds),
            handle_variation=handle_variation,
            model="by hand",
        )

    return build


@pytest.fixture
def quiet_monday(forecast_of: ForecastBuilder, monday_shape: NDArray[np.float64]) -> Forecast:
    """One Monday with 7 erlangs at its 10:00 peak, 42 calls of five minutes in that half-hour."""
    return forecast_of([list(7 * 6 * monday_shape)])
