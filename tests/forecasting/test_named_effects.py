import numpy as np
import pandas as pd
import pytest

from forecasting.day_effects import EffectColumn
from forecasting.named_effects import effects_by_name, named_effects

ROWS = np.arange(3)
COLUMNS = [
    EffectColumn("weekday", np.ones(3), 0.5),
    EffectColumn("month_start", np.array([1.0, 0.0, 0.0]), 0.1),
    EffectColumn("month_start", np.array([0.0, 1.0, 0.0]), 0.1),
    EffectColumn("billing_day", np.array([0.0, 0.0, 1.0]), 0.3),
]
SIZES = np.array([0.005, 0.15, 0.015, 0.3])


def test_an_effect_under_two_percent_is_no_reason_and_the_weekday_always_is_told():
    found = effects_by_name(COLUMNS, sizes=SIZES, covariance=np.zeros((4, 4)), rows=ROWS)

    assert found["month_start"].tolist() == [pytest.approx(0.15), 0.0, 0.0]
    assert found["billing_day"].tolist() == [0.0, 0.0, pytest.approx(0.3)]
    assert found["weekday"] == pytest.approx(np.full(3, 0.005))


def test_an_effect_within_two_standard_errors_of_nothing_is_no_reason():
    found = effects_by_name(COLUMNS, sizes=SIZES, covariance=0.1**2 * np.eye(4), rows=ROWS)

    assert found["month_start"].tolist() == [0.0, 0.0, 0.0]
    assert found["billing_day"].tolist() == [0.0, 0.0, pytest.approx(0.3)]


def test_what_gets_no_name_stays_in_the_level_so_that_the_product_is_the_mean():
    effects = named_effects(
        pd.date_range("2026-12-01", periods=2),
        mean=np.log([120.0, 90.0]),
        hours=np.array([1.0, 0.5]),
        weekday=np.log([1.1, 0.9]),
        reasons={"billing_day": np.log([1.5, 1.0])},
    )

    by_day = [{one.name: one.factor for one in effects if one.date.day == day} for day in (1, 2)]
    assert by_day[0] == pytest.approx({"level": 120 / 1.1 / 1.5, "weekday": 1.1, "billing_day": 1.5})
    assert by_day[1] == pytest.approx({"level": 90 / 0.9 / 0.5, "weekday": 0.9, "opening_hours": 0.5})
