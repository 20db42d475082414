from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.desk import Desk, DeskSettings
from data.errors import DeskError
from data.import_logs import import_logs
from data.warehouse import Warehouse
from forecasting.forecast import Forecast
from forecasting.forecast_queues import forecast_queues

OPEN = {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
HALF_HOURS = {"queue": "technical", "interval_start": "at", "interval_minutes": 30, "offered": "calls"}
DAYS = {"queue": "billing", "date": "day", "offered": "total"}
DAYS_OF_BOTH = {"technical": DAYS | {"queue": "technical", "offered": "calls"}, "billing": DAYS}


def _desk(folder: Path, *, language: str = "en", channel: str = "phone", totals: dict[str, Any]) -> Desk:
    settings = {
        "format": 1,
        "name": "two queues",
        "time_zone": "Asia/Tokyo",
        "language": language,
        "country": "",
        "hours": {channel: OPEN},
        "queue": [
            {"name": "technical", "channel": channel},
            {"name": "billing", "channel": channel, "shape_from": "technical"},
        ],
        "import": {"totals": {name: table | {"channel": channel} for name, table in totals.items()}},
    }
    return Desk(folder=folder, settings=DeskSettings.model_validate(settings))


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Ten weeks of `technical` by the half-hour from 09:30, twice as busy before two, and of `billing` by the day."""
    rng = np.random.default_rng(5)
    days = pd.bdate_range("2026-01-05", periods=50)
    at = pd.DatetimeIndex([day + pd.Timedelta(minutes=570 + 30 * k) for day in days for k in range(17)])
    calls = rng.poisson(np.where(at.hour < 14, 20.0, 10.0))
    tables = {
        "half_hours": pd.DataFrame({"at": at, "calls": calls}),
        "days": pd.DataFrame({"day": days, "total": rng.poisson(160.0, len(days))}),
        "technical_days": pd.DataFrame({"day": days, "calls": rng.poisson(160.0, len(days))}),
    }
    for name, table in tables.items():
        table.to_csv(tmp_path / f"{name}.csv", index=False)
    return {name: tmp_path / f"{name}.csv" for name in tables}


def _forecasts(desk: Desk, *files: Path) -> list[Forecast]:
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, files, warehouse=warehouse)
        return forecast_queues(warehouse, desk, as_of=None, horizon_days=7)


def test_a_queue_of_day_totals_takes_its_hours_from_the_queue_that_desk_toml_names(
    tmp_path: Path, files: dict[str, Path]
):
    desk = _desk(tmp_path, totals={"technical": HALF_HOURS, "billing": DAYS})

    _, billing = _forecasts(desk, files["half_hours"], files["days"])

    by_time = billing.mean.reshape(5, 16)
    assert by_time[:, :8].sum() / by_time[:, 8:].sum() == pytest.approx(2.0, rel=0.05)
    assert by_time.sum(axis=1) == pytest.approx(np.full(5, 160.0), rel=0.1)
    assert "borrowed from queue technical" in billing.remarks[0].en


def test_a_lender_known_by_days_alone_is_refused(tmp_path: Path, files: dict[str, Path]):
    desk = _desk(tmp_path, totals=DAYS_OF_BOTH)

    with pytest.raises(DeskError, match=r"queue.billing.shape_from = 'technical': .* leave shape_from out"):
        _forecasts(desk, files["technical_days"], files["days"])


@pytest.mark.parametrize(
    ("language", "channel", "said"),
    [
        pytest.param("en", "phone", "contacts came outside opening hours; they are not counted", id="calls"),
        pytest.param("ja", "phone", "件数には含めず", id="calls in Japanese"),
        pytest.param("en", "mail", "they are counted where work on them begins", id="letters"),
    ],
)
def test_what_came_outside_opening_hours_is_told_with_whether_it_counts(
    tmp_path: Path, files: dict[str, Path], language: str, channel: str, said: str
):
    desk = _desk(tmp_path, language=language, channel=channel, totals={"technical": HALF_HOURS, "billing": DAYS})
    before_ten = pd.read_csv(files["half_hours"]).query("at.str.endswith('09:30:00')")["calls"].sum()

    technical, billing = _forecasts(desk, files["half_hours"], files["days"])

    assert said in technical.remarks[-1].said(language)
    assert f"{before_ten:,}" in technical.remarks[-1].said(language)
    assert not any("outside" in remark.en or "営業時間外" in remark.ja for remark in billing.remarks)


def test_totals_of_another_decade_are_set_aside_with_a_sentence(tmp_path: Path, files: dict[str, Path]):
    desk = _desk(tmp_path, totals={"technical": HALF_HOURS, "billing": DAYS})
    with files["days"].open("a") as file:
        file.write("1999-01-04,7\n")

    technical, billing = _forecasts(desk, files["half_hours"], files["days"])

    assert technical.starts[0].date() == pd.Timestamp("2026-03-16").date()
    assert technical.remarks[-1].en.startswith(
        "contacts more than a year from all others are set aside: 7, one of them at 1999-01-04"
    )
    assert "1年以上離れた日時の7件" in technical.remarks[-1].ja
    assert not any("year" in remark.en for remark in billing.remarks)
