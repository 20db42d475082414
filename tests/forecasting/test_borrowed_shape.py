from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.errors import DeskError
from data.interval_series import IntervalSeries
from forecasting.accuracy import cover, wape
from forecasting.forecast import Forecast
from forecasting.forecast_contacts import forecast_contacts
from forecasting.grain import Grain, as_whole_days
from tests.forecasting.conftest import FIRST, LAST
from tests.forecasting.histories import SHAPE, hosting_history

UNTIL = date(2026, 10, 23)
AHEAD = {"first_day": date(2026, 10, 24), "last_day": LAST}


@pytest.fixture(scope="module")
def sister(calendar: Calendar) -> IntervalSeries:
    """The truth: a smaller queue of the same customers, half-hour by half-hour, until the end of November."""
    return replace(hosting_history(calendar, first=FIRST, last=LAST, seed=7, a_day=240.0), queue="billing")


@pytest.fixture(scope="module")
def known(calendar: Calendar, sister: IntervalSeries) -> IntervalSeries:
    """What is known of it on the evening of 23 October."""
    return sister.before(calendar.instant(UNTIL + timedelta(days=1), 0))


@pytest.fixture(scope="module")
def lender(calendar: Calendar, year: IntervalSeries) -> IntervalSeries:
    return year.before(calendar.instant(UNTIL + timedelta(days=1), 0))


def in_bands(series: IntervalSeries) -> IntervalSeries:
    """The same past, told as 10 to 14 and 14 to 18."""
    key = series.date + pd.to_timedelta(np.where(series.minute_of_day < 840, 600, 840), unit="min")
    row, starts = pd.factorize(key)
    summed = {
        name: np.bincount(row, getattr(series, name))
        for name in ("offered", "answered", "talk_seconds", "hold_seconds", "after_call_seconds", "handled")
    }
    return replace(
        series,
        starts=pd.DatetimeIndex(starts).tz_localize(series.starts.tz).as_unit("us"),
        open_minutes=np.full(len(starts), 240.0),
        minutes=np.full(len(starts), 240.0),
        **summed,
    )


@pytest.fixture(scope="module", params=[as_whole_days, in_bands], ids=["days", "bands"])
def both(
    request: pytest.FixtureRequest, calendar: Calendar, known: IntervalSeries, lender: IntervalSeries
) -> tuple[Forecast, Forecast]:
    """The coarse forecast, and the one whose hours are borrowed."""
    coarse = request.param(known)
    return (
        forecast_contacts(coarse, calendar, **AHEAD),
        forecast_contacts(coarse, calendar, **AHEAD, lender=lender),
    )


def test_hours_that_are_borrowed_lie_on_the_desks_grid(both: tuple[Forecast, Forecast]):
    coarse, fine = both

    assert len(fine) == 16 * len(coarse.dates.unique())
    assert fine.minutes is None
    assert fine.open_minutes == pytest.approx(np.full(len(fine), 30.0))
    by_time = fine.mean.reshape(-1, 16).mean(axis=0)
    assert by_time / by_time.mean() == pytest.approx(SHAPE / SHAPE.mean(), rel=0.1)


def test_the_total_of_each_day_is_what_the_coarse_forecast_says(both: tuple[Forecast, Forecast]):
    coarse, fine = (one.day_totals(paths=20_000) for one in both)

    assert fine.mean == pytest.approx(coarse.mean)
    for level in (0.1, 0.5, 0.9):
        assert fine.quantile(level) == pytest.approx(coarse.quantile(level), rel=0.02)


def test_a_single_interval_is_less_sure_than_its_share_of_the_day(both: tuple[Forecast, Forecast]):
    coarse, fine = both
    share = 16 * len(coarse.dates.unique()) / len(coarse)
    simple = np.mean(coarse.quantile(0.9) - coarse.quantile(0.1)) / share

    assert np.mean(fine.quantile(0.9) - fine.quantile(0.1)) > 1.5 * simple


def test_intervals_of_a_borrowed_shape_come_as_often_as_they_say(
    both: tuple[Forecast, Forecast], calendar: Calendar, sister: IntervalSeries, known: IntervalSeries
):
    _, fine = both
    direct = forecast_contacts(known, calendar, **AHEAD)
    came = sister.offered[sister.starts.get_indexer(fine.starts)]

    assert 0.74 <= cover(came, fine.quantile(0.1), fine.quantile(0.9)) <= 0.92
    assert wape(came, fine.quantile(0.5)) <= 1.05 * wape(came, direct.quantile(0.5))


def test_the_reader_is_told_whose_hours_they_are(calendar: Calendar, known: IntervalSeries, lender: IntervalSeries):
    remarks = forecast_contacts(as_whole_days(known), calendar, **AHEAD, lender=lender).remarks

    assert "the hours within the day are borrowed from queue support (shape_from)" in remarks[0].en
    assert "「support」から借りています" in remarks[0].ja
    assert not any("by day" in remark.en for remark in remarks)


def test_a_queue_of_a_few_days_borrows_and_an_old_one_keeps_its_own(
    english_calendar: Calendar, known: IntervalSeries, lender: IntervalSeries
):
    new = known.where(np.asarray(known.date >= pd.Timestamp("2026-10-12")), as_of=known.as_of)

    borrowed = forecast_contacts(new, english_calendar, **AHEAD, lender=lender)
    own = forecast_contacts(known, english_calendar, **AHEAD, lender=lender)

    assert "fewer than 14 complete days are counted" in borrowed.remarks[0].en
    assert not any("borrowed" in remark.en for remark in own.remarks)
    assert own.mean == pytest.approx(forecast_contacts(known, english_calendar, **AHEAD).mean)


def test_a_lender_that_is_coarse_itself_is_refused(calendar: Calendar, known: IntervalSeries, lender: IntervalSeries):
    with pytest.raises(DeskError, match=r"queue.billing.shape_from = 'support': queue support is itself known only"):
        forecast_contacts(as_whole_days(known), calendar, **AHEAD, lender=as_whole_days(lender))


def test_inside_a_day_the_rest_of_its_hours_is_forecast(
    calendar: Calendar, known: IntervalSeries, lender: IntervalSeries
):
    noon = pd.Timestamp("2026-10-23 13:00", tz="Asia/Tokyo")
    friday = {"first_day": UNTIL, "last_day": UNTIL}

    rest = forecast_contacts(as_whole_days(known).before(noon), calendar, **friday, lender=lender.before(noon))

    assert rest.starts[0] == pd.Timestamp("2026-10-23 13:00", tz="Asia/Tokyo")
    assert len(rest) == 10


def test_where_the_clock_changes_every_open_hour_has_its_share(around_the_clock: Calendar):
    hours = around_the_clock.open_intervals("phone", date(2026, 8, 1), date(2026, 10, 20))
    counts = np.random.default_rng(3).poisson(5.0, len(hours.starts)).astype(float)
    nothing = np.zeros(len(counts))
    past = IntervalSeries(
        "support", "phone", 30, hours.starts, hours.open_minutes, counts, counts, nothing, nothing, nothing, nothing,
        around_the_clock.instant(date(2026, 10, 21), 0),
    )  # fmt: skip
    days = as_whole_days(past)
    ahead = {"first_day": date(2026, 10, 24), "last_day": date(2026, 10, 26)}

    fine = forecast_contacts(days, around_the_clock, **ahead, lender=past)
    coarse = forecast_contacts(days, around_the_clock, **ahead)

    assert np.bincount(pd.factorize(fine.dates)[0]).tolist() == [48, 50, 48]
    assert fine.day_totals().mean == pytest.approx(coarse.mean)


def test_whole_days_miss_what_their_intervals_miss(known: IntervalSeries):
    days = as_whole_days(known)

    assert Grain.of(days).is_whole_days
    assert set(days.date[days.missing]) == set(known.date[known.missing])
