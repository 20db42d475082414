"""Lengths by time of week, as the store counts them."""

from math import floor, log
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.desk import DeskSettings
from data.handle_times import HALF_LIFE_WEEKS, read_handle_times
from data.warehouse import Warehouse
from tests.data.logged_desk import Call, logged_desk


def _told(desk_folder: Path, settings: DeskSettings, calls: list[Call], *, until: str) -> pd.DataFrame:
    desk = logged_desk(desk_folder, settings, calls)
    with Warehouse.open(desk) as warehouse:
        return read_handle_times(
            warehouse, queue="support", until=pd.Timestamp(until, tz="Asia/Tokyo"), zone=settings.time_zone
        )


def test_the_sql_counts_lengths_as_a_loop_does(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    rng = np.random.default_rng(8)
    lengths = [float(round(seconds)) for seconds in np.exp(rng.normal(4.5, 0.8, 120))]
    days = pd.bdate_range("2026-03-02", periods=30)
    calls: list[Call] = [
        (f"{days[number % 30]:%Y-%m-%d} {10 + number % 7}:{number % 60:02d}", 5.0, seconds)
        for number, seconds in enumerate(lengths)
    ]
    until = pd.Timestamp("2026-04-14", tz="Asia/Tokyo")

    told = _told(tmp_path, weekday_settings, calls, until="2026-04-14")

    looped: dict[tuple[str, int, int, int], float] = {}
    for at, _, seconds in calls:
        begun = pd.Timestamp(at, tz="Asia/Tokyo")
        weight = 0.5 ** ((until - begun) / pd.Timedelta(weeks=1) / HALF_LIFE_WEEKS)
        for part, length in (("talk", seconds), ("handle", seconds + 30)):
            key = (part, begun.day_of_week, begun.hour, floor(20 * log(length)))
            looped[key] = looped.get(key, 0.0) + weight
    rows = told[told["part"].isin(["talk", "handle"])]
    counted = rows.set_index(["part", "weekday", "hour", "step"])["weight"].to_dict()
    assert counted == pytest.approx(looped)
    assert told.groupby("part")["contacts"].sum()["handle"] == 120


def test_work_that_was_not_over_and_calls_nobody_answered_are_left_out(
    tmp_path: Path, weekday_settings: DeskSettings
) -> None:
    calls: list[Call] = [("2026-04-06 10:00", 5, 60), ("2026-04-06 10:20", 5, 3600), ("2026-04-06 10:21", 40, None)]

    told = _told(tmp_path, weekday_settings, calls, until="2026-04-06 11:00")

    assert told[told["part"] == "handle"]["contacts"].tolist() == [1]


def test_a_part_without_time_stands_apart(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    told = _told(tmp_path, weekday_settings, [("2026-04-06 10:00", 5, 60)], until="2026-04-07")

    hold = told[told["part"] == "hold"]
    assert hold["step"].isna().all()
