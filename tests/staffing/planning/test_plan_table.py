from datetime import date
from io import StringIO
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from data.errors import TsunagariError
from staffing.planning.plan_table import PLAN_COLUMNS, plan_from_rows, plan_rows
from staffing.shift_plan import ShiftPlan
from tests.staffing.plan_builders import MONDAY, act

TOKYO = ZoneInfo("Asia/Tokyo")


def small_plan() -> ShiftPlan:
    rows = (
        act("ueda", "2026-12-07 09:00", "2026-12-07 12:00"),
        act("ueda", "2026-12-07 12:00", "2026-12-07 13:00", "lunch", paid=False),
        act('森, "次郎"', "2026-12-08 00:00", "2026-12-09 00:00", "day_off", paid=False, shift=""),
    )
    return ShiftPlan(MONDAY, date(2026, 12, 8), rows)


def test_a_row_carries_iso_times_with_their_offset() -> None:
    rows = plan_rows(small_plan())

    assert tuple(rows.columns) == PLAN_COLUMNS
    assert rows.iloc[0].to_dict() == {
        "person": "ueda",
        "date": "2026-12-07",
        "shift": "early",
        "start": "2026-12-07T09:00:00+09:00",
        "end": "2026-12-07T12:00:00+09:00",
        "activity": "phone",
        "queue": "support",
        "paid": True,
    }


def test_a_plan_survives_a_csv_file() -> None:
    text = plan_rows(small_plan()).to_csv(index=False)

    assert plan_from_rows(pd.read_csv(StringIO(text)), zone=TOKYO) == small_plan()


def test_times_in_another_offset_come_back_in_the_desks_zone() -> None:
    rows = plan_rows(small_plan()).assign(start="2026-12-07T00:00:00+00:00").iloc[:1]

    (activity,) = plan_from_rows(rows, zone=TOKYO).activities

    assert activity.start.isoformat() == "2026-12-07T09:00:00+09:00"


def test_an_empty_table_needs_its_days() -> None:
    empty = plan_rows(small_plan()).iloc[:0]

    assert plan_from_rows(empty, zone=TOKYO, first_day=MONDAY, last_day=MONDAY).activities == ()
    with pytest.raises(TsunagariError, match="give its first and last day"):
        plan_from_rows(empty, zone=TOKYO)


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("start", "2026-12-07T09:00:00", "plan row 1: start = '2026-12-07T09:00:00' has no offset"),  # naive
        ("end", "noon", "plan row 1: end = 'noon' is no time"),  # not a time
        ("end", "2026-12-07T08:00:00+09:00", "plan row 1: .* not after its start"),  # ends before it starts
        ("activity", "nap", "plan row 1: activity 'nap' is unknown; it is one of phone, mail"),  # not in the list
        ("date", "7 December", "plan row 1: date = '7 December' is no date"),  # not ISO
        ("paid", "perhaps", "plan row 1: paid = 'perhaps' is neither true nor false"),  # not a flag
        ("person", "", "plan row 1: person is empty"),  # nobody
    ],
)
def test_what_cannot_be_used_is_refused_by_row_and_value(column: str, value: str, sentence: str) -> None:
    rows = plan_rows(small_plan()).astype(object)
    rows.loc[:, column] = value

    with pytest.raises(TsunagariError, match=sentence):
        plan_from_rows(rows, zone=TOKYO)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(TsunagariError, match="the plan has no column 'queue'"):
        plan_from_rows(plan_rows(small_plan()).drop(columns="queue"), zone=TOKYO)
