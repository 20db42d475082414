"""Totals of a bank and of a public hotline come in as they were published. The data is not part of the project."""

from pathlib import Path

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.desk import Desk, DeskSettings
from data.import_logs import import_logs
from data.interval_counts import last_complete_instant, read_interval_series
from data.warehouse import Warehouse

BANDS = {"calls_09_13": "09:00-13:00", "calls_13_17": "13:00-17:00", "calls_17_21": "17:00-21:00"}


def test_five_minute_counts_of_a_bank_add_up_to_half_hours(real_data: Path, tmp_path: Path) -> None:
    file = real_data / "bank_calls_2003" / "calls_5min.csv.gz"
    settings = {
        "format": 1,
        "name": "Bank",
        "time_zone": "America/New_York",
        "country": "US",
        "hours": {"phone": {key: ["07:00-21:05"] for key in ("mon", "tue", "wed", "thu", "fri")}},
        "queue": [{"name": "bank"}],
        "import": {
            "totals": {
                "five": {"queue": "bank", "interval_start": "interval_start", "interval_minutes": 5, "offered": "calls"}
            }
        },
    }
    desk = Desk(folder=tmp_path, settings=DeskSettings.model_validate(settings))

    with Warehouse.open(desk) as warehouse:
        report = import_logs(desk, [file], warehouse=warehouse)
        again = import_logs(desk, [file], warehouse=warehouse)
        until = last_complete_instant(warehouse, Calendar.of(desk))
        series = read_interval_series(warehouse, Calendar.of(desk), queue="bank", until=until)

    truth = pd.read_csv(file, parse_dates=["interval_start"])
    halves = truth.groupby(truth["interval_start"].dt.floor("30min"))["calls"].sum()
    told = pd.Series(series.offered, index=series.starts.tz_localize(None)).dropna()
    assert (report.read, report.new, report.rejected, again.new, again.changed) == (21_294, 21_294, 0, 0, 0)
    assert until == pd.Timestamp("2003-08-30", tz="America/New_York")
    assert told.sum() == truth["calls"].sum()
    assert (told.sub(halves, fill_value=0) == 0).all()
    missing_days = {str(day) for day in series.starts[series.missing].date}
    assert {"2003-04-04", "2003-04-07"} <= missing_days
    assert "2003-05-26" not in missing_days
    assert series.minutes is None


def test_daily_counts_by_bands_of_a_hotline_are_told_at_their_grain(real_data: Path, tmp_path: Path) -> None:
    file = real_data / "tokyo_call_center" / "daily.csv"
    settings = {
        "format": 1,
        "name": "Hotline",
        "time_zone": "Asia/Tokyo",
        "hours": {
            "phone": {key: ["09:00-21:00"] for key in ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday")}
        },
        "queue": [{"name": "hotline"}],
        "import": {"totals": {"daily": {"queue": "hotline", "date": "date", "bands": BANDS}}},
    }
    desk = Desk(folder=tmp_path, settings=DeskSettings.model_validate(settings))

    with Warehouse.open(desk) as warehouse:
        report = import_logs(desk, [file], warehouse=warehouse)
        until = last_complete_instant(warehouse, Calendar.of(desk))
        series = read_interval_series(warehouse, Calendar.of(desk), queue="hotline", until=until)

    truth = pd.read_csv(file)
    assert (report.read, report.new, report.rejected) == (698, 698, 0)
    assert until == pd.Timestamp("2021-12-27", tz="Asia/Tokyo")
    assert np.nansum(series.offered) == truth[list(BANDS)].sum().sum()
    assert series.minutes is not None
    assert set(series.minutes) == {240.0}
    assert len(series) == 3 * len(truth)
