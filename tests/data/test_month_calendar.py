from datetime import date
from pathlib import Path

import pytest

from data.desk import Desk
from data.desk_file import read_desk
from data.month_calendar import calendar_rows, calendar_summary
from data.new_desk import filled_template, write_desk_files

APRIL = {"first_day": date(2026, 4, 1), "last_day": date(2026, 4, 30)}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Phone on weekdays, mail in the nights before weekdays' mornings, one release, bills on the 10th."""
    nights = {day: ["22:00-02:00"] for day in ("mon", "tue", "wed")}
    text = filled_template({"billing_days": [10], "hours.mail": nights})
    release = ("release", "version 2", "2026-04-15", "2026-04-16", "support", "", "", "")
    write_desk_files(tmp_path, desk_toml=text, staff=(), leave=(), events=[release])
    return read_desk(tmp_path)


def test_a_month_has_a_row_a_day_with_the_hours_of_each_channel(desk: Desk) -> None:
    rows = calendar_rows(desk, **APRIL).set_index("date")

    assert len(rows) == 30
    assert rows.loc[date(2026, 4, 14), ["weekday", "phone", "phone_hours", "mail", "mail_hours"]].tolist() == [
        "tue", "10:00-18:00", 8.0, "00:00-02:00 22:00-24:00", 4.0,
    ]  # fmt: skip
    assert rows.loc[date(2026, 4, 29), ["phone", "phone_hours", "holiday_name"]].tolist() == ["", 0.0, "昭和の日"]
    assert rows.loc[date(2026, 4, 30), ["phone_closure_days", "month_end", "gotobi"]].tolist() == [1, True, True]
    assert rows.index[rows["billing_day"]].tolist() == [date(2026, 4, 10)]
    assert rows.index[rows["events"] == "version 2"].tolist() == [date(2026, 4, 15), date(2026, 4, 16)]


def test_a_closed_day_comes_after_no_closure(desk: Desk) -> None:
    rows = calendar_rows(desk, **APRIL).set_index("date")

    assert rows.loc[[date(2026, 4, 4), date(2026, 4, 29)], "phone_closure_days"].isna().all()


def test_the_summary_counts_open_days_and_names_the_rare_ones(desk: Desk) -> None:
    summary = calendar_summary(calendar_rows(desk, **APRIL))

    assert summary == {
        "first_day": "2026-04-01",
        "last_day": "2026-04-30",
        "open_days": {"phone": 21, "mail": 17},
        "holidays": 1,
        "billing_day": "2026-04-10",
        "month_end": "2026-04-30",
    }
