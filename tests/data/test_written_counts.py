from pathlib import Path

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.interval_counts import count_intervals, read_interval_series
from data.warehouse import Warehouse
from tests.data.ticket_desk import Mail, ticket_desk, tokyo

FRIDAY_TO_MONDAY: list[Mail] = [
    {"received": "2026-04-03 10:00", "replied": "2026-04-03 11:00", "work": "300"},
    {"received": "2026-04-03 12:10", "replied": "2026-04-03 13:30", "work": "300"},
    {"received": "2026-04-03 19:00", "replied": "2026-04-06 10:00", "work": "600"},
    {"received": "2026-04-05 08:00", "replied": "2026-04-06 11:00", "work": "600"},
    {"received": "2026-04-06 09:40", "replied": "2026-04-06 12:00", "work": "600"},
]


def test_what_comes_while_the_desk_is_closed_stands_where_it_opens_next(tmp_path: Path) -> None:
    desk = ticket_desk(tmp_path, FRIDAY_TO_MONDAY)

    with Warehouse.open(desk) as warehouse:
        counted = count_intervals(warehouse, Calendar.of(desk), queue="letters", until=tokyo("2026-04-07"))

    by_start = counted.set_index("interval_start")["offered"]
    assert by_start[tokyo("2026-04-03 13:00")] == 1
    assert by_start[tokyo("2026-04-06 09:30")] == 3
    assert by_start.sum() == 5
    assert counted[["answered_in_threshold", "short_abandoned"]].isna().all(axis=None)


def test_what_waits_for_an_opening_that_lies_ahead_is_not_counted_yet(tmp_path: Path) -> None:
    desk = ticket_desk(tmp_path, FRIDAY_TO_MONDAY)

    with Warehouse.open(desk) as warehouse:
        series = read_interval_series(warehouse, Calendar.of(desk), queue="letters", until=tokyo("2026-04-05"))

    assert np.nansum(series.offered) == 2


def test_the_work_of_further_replies_belongs_to_the_contact_that_caused_it(tmp_path: Path) -> None:
    again: Mail = {
        "ticket": "T0", "received": "2026-04-06 10:00", "replied": "2026-04-06 11:00", "work": "200",
        "kind": "reply_cycle",
    }  # fmt: skip
    desk = ticket_desk(tmp_path, [FRIDAY_TO_MONDAY[0], again, FRIDAY_TO_MONDAY[4]])

    with Warehouse.open(desk) as warehouse:
        series = read_interval_series(warehouse, Calendar.of(desk), queue="letters", until=tokyo("2026-04-07"))

    worked = series.handled > 0
    assert np.nansum(series.offered) == 2
    assert series.handle_seconds[worked].tolist() == [500, 600]


def test_a_day_without_any_mail_that_usually_brings_many_is_a_hole(tmp_path: Path) -> None:
    days = [day.date() for day in pd.bdate_range("2026-03-02", periods=15)]
    mails: list[Mail] = [
        {"received": f"{day} {hour}:15"} for day in days if day != days[7] for hour in (8, 10, 14, 17) for _ in range(4)
    ]
    desk = ticket_desk(tmp_path, mails)

    with Warehouse.open(desk) as warehouse:
        series = read_interval_series(warehouse, Calendar.of(desk), queue="letters", until=tokyo("2026-03-21"))

    assert set(series.starts[series.missing].date) == {days[7]}


def test_rows_of_one_contact_are_numbered_and_the_first_is_the_demand(tmp_path: Path) -> None:
    again: Mail = {"ticket": "T0", "received": "2026-04-06 10:00", "kind": "reply_cycle"}
    called: Mail = {"ticket": "T0", "received": "2026-04-03 09:00"}
    desk = ticket_desk(tmp_path, [FRIDAY_TO_MONDAY[0], again, called, FRIDAY_TO_MONDAY[1]])

    with Warehouse.open(desk) as warehouse:
        legs = warehouse.table("contact_leg").set_index("leg_id")

    assert legs["leg_seq"].to_dict() == {"0": 2, "1": 3, "2": 1, "3": 1}
    assert legs["is_entry"].to_dict() == {"0": False, "1": False, "2": True, "3": True}
