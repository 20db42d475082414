"""What an override does to a forecast: it scales the distribution, and leaves the model's own figure beside it."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.interval_series import IntervalSeries
from data.override import KeptOverride, Override
from forecasting.forecast import Forecast
from forecasting.forecast_contacts import forecast_contacts
from forecasting.forecast_table import QUANTILE_COLUMNS, contract_rows, day_rows, forecast_from_rows, forecast_rows
from forecasting.grain import as_whole_days
from forecasting.overridden import with_overrides

WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)
MADE = pd.Timestamp("2026-11-20 15:00", tz="Asia/Tokyo")


def _kept(number: int = 1, *, removed_at: pd.Timestamp | None = None, made_at: pd.Timestamp = MADE, **told: Any) -> Any:
    fields = {"queue": "support", "first_day": WEDNESDAY, "last_day": WEDNESDAY, "author": "佐藤", "note": "TV 8 pm"}
    return KeptOverride(number, Override(**(fields | told)), made_at, removed_at)


def _title(_language: str) -> str:
    return "support"


@pytest.fixture(scope="module")
def week(calendar: Calendar, year: IntervalSeries) -> Forecast:
    return forecast_contacts(year, calendar, first_day=date(2026, 11, 24), last_day=date(2026, 11, 27))


def _with(week: Forecast, year: IntervalSeries, *kept: KeptOverride) -> Forecast:
    return with_overrides(week, kept, past=year, title=_title)


def test_a_factor_scales_means_quantiles_and_paths_of_its_time_alone(week: Forecast, year: IntervalSeries) -> None:
    changed = _with(week, year, _kept(factor=1.3, first_minute=600, last_minute=720))

    for k, start in enumerate(week.starts):
        factor = 1.3 if start.date() == WEDNESDAY and 10 <= start.hour < 12 else 1.0
        assert changed.mean[k] == pytest.approx(week.mean[k] * factor, rel=1e-9)
        assert changed.quantiles()[k] == pytest.approx(week.quantiles()[k] * factor, rel=1e-9)
    assert changed.mean_without_override == pytest.approx(week.mean, rel=1e-12)
    ratio = changed.sample_paths(5, seed=3)[:, week.dates == pd.Timestamp(WEDNESDAY)][:, :4]
    alone = week.sample_paths(5, seed=3)[:, week.dates == pd.Timestamp(WEDNESDAY)][:, :4]
    assert ratio == pytest.approx(alone * 1.3)


def test_contacts_are_the_expected_total_of_each_day(week: Forecast, year: IntervalSeries) -> None:
    changed = _with(week, year, _kept(contacts=500.0, last_day=THURSDAY))

    totals = dict(zip(changed.day_totals().dates.date, changed.day_totals().mean, strict=True))
    usual = dict(zip(week.day_totals().dates.date, week.day_totals().mean, strict=True))
    assert (totals[WEDNESDAY], totals[THURSDAY]) == (pytest.approx(500.0), pytest.approx(500.0))
    assert totals[date(2026, 11, 27)] == pytest.approx(usual[date(2026, 11, 27)])
    on_wednesday = week.dates == pd.Timestamp(WEDNESDAY)
    assert changed.mean[on_wednesday] / week.mean[on_wednesday] == pytest.approx(500 / usual[WEDNESDAY])


def test_factors_multiply_and_contacts_stand_over_what_was_told_before(week: Forecast, year: IntervalSeries) -> None:
    on_wednesday = week.dates == pd.Timestamp(WEDNESDAY)
    factors = _with(week, year, _kept(factor=1.3), _kept(2, factor=0.5))
    total_last = _with(week, year, _kept(factor=1.3), _kept(2, contacts=200.0))
    total_first = _with(week, year, _kept(contacts=200.0), _kept(2, factor=1.5))

    assert factors.mean[on_wednesday] == pytest.approx(week.mean[on_wednesday] * 0.65)
    assert total_last.mean[on_wednesday].sum() == pytest.approx(200)
    assert total_first.mean[on_wednesday].sum() == pytest.approx(300)
    assert factors.overrides == (1, 2)


def test_what_had_begun_when_an_override_was_made_or_removed_stays_as_it_was(
    week: Forecast, year: IntervalSeries
) -> None:
    noon, three = (pd.Timestamp(f"{WEDNESDAY} {hour}:00", tz="Asia/Tokyo") for hour in (12, 15))

    changed = _with(week, year, _kept(factor=2.0, made_at=noon, removed_at=three))

    ratio = changed.mean / week.mean
    assert ratio[(week.starts >= noon) & (week.starts < three)] == pytest.approx(2.0)
    assert np.all(ratio[(week.starts < noon) | (week.starts >= three)] == 1.0)


def test_an_override_removed_before_its_day_and_one_of_another_queue_change_nothing(
    week: Forecast, year: IntervalSeries
) -> None:
    gone = _kept(factor=2.0, removed_at=MADE + pd.Timedelta(hours=1))

    assert _with(week, year, gone, _kept(factor=2.0, queue="billing")) is week


def test_the_rest_of_a_day_that_has_begun_makes_up_the_contacts_told(calendar: Calendar, year: IntervalSeries) -> None:
    noon = pd.Timestamp("2026-11-20 12:00", tz="Asia/Tokyo")
    morning = year.before(noon)
    forecast = forecast_contacts(morning, calendar, first_day=noon.date(), last_day=noon.date())
    told: dict[str, Any] = {"first_day": noon.date(), "last_day": noon.date(), "made_at": noon - pd.Timedelta(days=1)}
    came = float(np.sum(year.offered[(year.date == pd.Timestamp(noon.date())) & (year.starts < noon)]))

    more = with_overrides(forecast, [_kept(contacts=came + 90, **told)], past=morning, title=_title)
    fewer = with_overrides(forecast, [_kept(contacts=came - 1, **told)], past=morning, title=_title)

    assert more.mean.sum() == pytest.approx(90)
    assert fewer is forecast


def test_a_day_names_the_override_as_the_rest_of_the_product_of_its_reasons(
    week: Forecast, year: IntervalSeries
) -> None:
    changed = _with(week, year, _kept(factor=1.3))

    reasons = {one.name: one.factor for one in changed.effects if one.date == pd.Timestamp(WEDNESDAY)}
    assert reasons["override"] == pytest.approx(1.3)
    mean = changed.mean[week.dates == pd.Timestamp(WEDNESDAY)].sum()
    assert np.prod(list(reasons.values())) == pytest.approx(mean, rel=0.02)
    assert [one.date for one in changed.effects if one.name == "override"] == [pd.Timestamp(WEDNESDAY)]


def test_a_remark_says_who_changed_the_forecast_by_how_much_and_why(week: Forecast, year: IntervalSeries) -> None:
    remark = _with(week, year, _kept(3, factor=1.3, note="{TV} 8 pm")).remarks[-1]
    total = _with(week, year, _kept(contacts=1500.0)).remarks[-1]

    before = week.mean[week.dates == pd.Timestamp(WEDNESDAY)].sum()
    changed = f"{before * 1.3:,.0f} contacts instead of {before:,.0f}"
    assert remark.en == f"support: override 3 by 佐藤 holds on 2026-11-25 (×1.3): {changed}. Why: {{TV}} 8 pm"
    assert "手修正3(佐藤、×1.3)" in remark.ja
    assert "理由:{TV} 8 pm" in remark.ja
    assert "1,500 contacts a day" in total.en
    assert "1日1,500件" in total.ja


def test_a_time_of_day_is_left_out_with_a_sentence_where_days_are_forecast_as_a_whole(
    calendar: Calendar, year: IntervalSeries
) -> None:
    days = forecast_contacts(as_whole_days(year), calendar, first_day=WEDNESDAY, last_day=THURSDAY)

    morning = _with(days, year, _kept(factor=1.3, first_minute=600, last_minute=720))
    whole = _with(days, year, _kept(factor=1.3))

    assert np.array_equal(morning.mean, days.mean)
    assert "make it anew without --between" in morning.remarks[-1].en
    assert whole.mean[0] == pytest.approx(1.3 * days.mean[0])


def test_tables_tell_the_models_own_mean_and_give_the_override_back(week: Forecast, year: IntervalSeries) -> None:
    changed = _with(week, year, _kept(factor=1.3))

    back = forecast_from_rows(forecast_rows(changed))
    by_day = day_rows(changed)

    assert contract_rows(changed)["mean_without_override"].to_numpy() == pytest.approx(week.mean)
    assert contract_rows(changed).columns[-1] == "mean_without_override"
    assert np.array_equal(forecast_rows(week)["mean_without_override"], forecast_rows(week)["mean"])
    assert by_day["mean_without_override"].to_numpy() == pytest.approx(day_rows(week)["mean"].to_numpy())
    assert by_day["mean"].to_numpy() / by_day["mean_without_override"].to_numpy() == pytest.approx([1, 1.3, 1, 1])
    assert back.mean_without_override == pytest.approx(week.mean)
    assert back.until(date(2026, 11, 24)).override_factor == pytest.approx(np.ones(16))


@pytest.mark.parametrize("empty", ["", None, np.nan], ids=["a cell of CSV", "nothing", "no number"])
def test_a_table_that_leaves_the_models_own_mean_empty_tells_of_no_override(week: Forecast, empty: object) -> None:
    rows = contract_rows(week).assign(mean_without_override=empty)

    assert forecast_from_rows(rows).override_factor is None
    assert forecast_from_rows(rows.drop(columns="mean_without_override")).override_factor is None
    assert len(QUANTILE_COLUMNS) == 21


def test_a_factor_of_nothing_is_no_factor(week: Forecast) -> None:
    with pytest.raises(ValueError, match="override_factor must be above 0"):
        replace(week, override_factor=np.zeros(len(week)))
