"""How busy an interval may turn out, beyond the chance of counts."""

import numpy as np
import pytest

from staffing.likely_contacts import LikelyContacts
from tests.staffing.conftest import ForecastBuilder


def test_the_mean_stays_the_forecasts(forecast_of: ForecastBuilder) -> None:
    forecast = forecast_of([[3.0, 40.0, 0.0]], day_spread=0.2, root_spread=0.9)

    assert LikelyContacts.of(forecast).mean == pytest.approx(forecast.mean, rel=1e-12)


def test_the_chance_of_counts_is_no_doubt(forecast_of: ForecastBuilder) -> None:
    only_chance = LikelyContacts.of(forecast_of([[40.0]], root_spread=0.5)).contacts

    assert np.ptp(only_chance) == pytest.approx(0.0, abs=1e-9)


def test_the_spread_of_a_day_is_that_of_the_forecast(forecast_of: ForecastBuilder) -> None:
    contacts = LikelyContacts.of(forecast_of([[400.0]], day_spread=0.05, root_spread=0.5)).contacts[0]

    assert np.all(np.diff(contacts) > 0), "from the quietest to the busiest"
    assert contacts.std() / contacts.mean() == pytest.approx(0.10, rel=0.06)


def test_exactly_the_contacts_that_are_certain(forecast_of: ForecastBuilder) -> None:
    assert LikelyContacts.certain(np.array([5.0, 1e-12])).contacts.tolist() == [[5.0], [0.0]]
