"""By which interval written contacts are answered in time, by business days and by business hours."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.business_hours import add_business_hours
from data.calendar import Calendar
from data.desk import DeskSettings
from data.service_goal import ServiceGoal
from staffing.promise import promise
from staffing.require_agents import require_agents
from staffing.written_due import days_beyond, written_due
from staffing.written_work import require_written, with_weeks_after
from tests.staffing.conftest import ForecastBuilder

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


def calendar_of(spans: list[str], *, time_zone: str = "Asia/Tokyo", **changes: Any) -> Calendar:
    """A desk whose mail is open for these spans on weekdays."""
    told = {
        "format": 1,
        "name": "試験デスク",
        "time_zone": time_zone,
        "country": "",
        "hours": {"mail": {day: spans for day in WEEKDAYS} | changes},
        "queue": [{"name": "technical", "channel": "mail"}],
    }
    return Calendar(DeskSettings.model_validate(told))


def test_contacts_of_the_last_hour_are_due_next_morning(forecast_of: ForecastBuilder) -> None:
    two_days = forecast_of([[10.0] * 8] * 2, channel="mail")  # from 8:00 until noon
    goal = ServiceGoal(deadline_business_hours=2)

    due = written_due(two_days, goal, calendar=calendar_of(["08:00-12:00"]), size=16)

    assert due.last_interval.tolist()[:8] == [3, 4, 5, 6, 7, 8, 9, 10]
    last_hour = two_days.starts[due.last_interval[6:8]] + pd.Timedelta(minutes=30)
    assert last_hour.strftime("%d %H:%M").tolist() == ["03 09:00", "03 09:30"]


def test_hours_are_counted_over_noon_and_over_a_closed_day(forecast_of: ForecastBuilder) -> None:
    monday = forecast_of([[10.0] * 6], channel="mail")
    over_noon = pd.to_timedelta([0, 0, 0, 1, 1, 1], unit="h")  # 8:00 to 9:30 and 10:30 to 12:00
    days = [monday.starts + over_noon + pd.Timedelta(days=late) for late in (0, 2)]
    ahead = replace(forecast_of([[10.0] * 6] * 2, channel="mail"), starts=pd.DatetimeIndex(days[0].append(days[1])))
    calendar = calendar_of(["08:00-09:30", "10:30-12:00"], exceptions={"2026-11-03": []})

    due = written_due(ahead, ServiceGoal(deadline_business_hours=1), calendar=calendar, size=12)

    assert due.last_interval.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11]


@pytest.mark.parametrize(
    ("spans", "zone"),
    [
        pytest.param(["08:00-12:15", "13:10-18:00"], "Asia/Tokyo", id="a noon within an interval"),
        pytest.param(["22:00-06:00"], "America/New_York", id="nights"),
        pytest.param(["00:00-24:00"], "America/New_York", id="day and night"),
    ],
)
@pytest.mark.parametrize("hours", [0.4, 3.3, 8.0, 21.0])
def test_an_interval_is_reckoned_by_the_last_one_that_is_over_before_its_earliest_contact_is_due(
    forecast_of: ForecastBuilder, hours: float, spans: list[str], zone: str
) -> None:
    calendar = calendar_of(spans, time_zone=zone, exceptions={"2026-03-05": ["10:00-11:00"]})
    pieces = calendar.open_pieces("mail", date(2026, 3, 4), date(2026, 3, 12))  # clocks change on the eighth
    closes = pieces.groupby("interval_start")["open_until"].max()
    starts, ends, size = pd.DatetimeIndex(closes.index), pd.DatetimeIndex(closes.array), len(closes)
    ahead = replace(forecast_of([[10.0] * size], channel="mail"), starts=starts)

    due = written_due(ahead, ServiceGoal(deadline_business_hours=hours), calendar=calendar, size=size)

    for at, by in enumerate(add_business_hours(calendar, "mail", starts, hours=hours)):
        over_in_time = [number for number in range(size) if number == at or ends[number] <= by]
        assert due.last_interval[at] == max(over_in_time)


def test_what_is_due_within_its_own_interval_is_in_time_there(forecast_of: ForecastBuilder) -> None:
    day = forecast_of([[10.0] * 8], channel="mail")

    due = written_due(day, ServiceGoal(deadline_business_hours=0.25), calendar=calendar_of(["08:00-12:00"]), size=8)

    assert due.last_interval.tolist() == list(range(8))


def test_after_the_horizon_the_minutes_of_the_weeks_that_repeat_are_counted_on(forecast_of: ForecastBuilder) -> None:
    day = forecast_of([[10.0] * 8], channel="mail")
    goal = ServiceGoal(deadline_business_hours=6)

    whole = with_weeks_after(day, days=days_beyond(day, goal))
    due = written_due(whole, goal, calendar=calendar_of(["08:00-12:00"]), size=8)

    assert days_beyond(day, goal) == 4
    assert due.last_interval[:20].tolist() == list(range(11, 31))


@pytest.mark.parametrize(
    ("goal", "days"),
    [
        pytest.param(ServiceGoal(deadline_business_days=3), 5, id="days"),
        pytest.param(ServiceGoal(deadline_business_hours=4), 3, id="a day of hours"),
        pytest.param(ServiceGoal(deadline_business_hours=4.5), 4, id="more than a day of hours"),
    ],
)
def test_deadlines_reach_so_many_open_days_beyond_a_forecast(
    forecast_of: ForecastBuilder, goal: ServiceGoal, days: int
) -> None:
    assert days_beyond(forecast_of([[10.0] * 8] * 2, channel="mail"), goal) == days


def test_late_work_is_done_with_the_first_new_work_and_other_open_work_by_its_own_deadline(
    forecast_of: ForecastBuilder,
) -> None:
    two_days = forecast_of([[10.0] * 8] * 2, channel="mail")
    first = two_days.starts[0]
    deadlines = pd.DatetimeIndex([first - pd.Timedelta(days=3), first + pd.Timedelta(minutes=30),
                                  first + pd.Timedelta(hours=1), first + pd.Timedelta(days=1, hours=1)])  # fmt: skip
    calendar = calendar_of(["08:00-12:00"])

    two, six = (
        written_due(two_days, ServiceGoal(deadline_business_hours=hours), calendar=calendar, size=16)
        for hours in (2, 6)
    )

    assert two.of_open(deadlines, starts=two_days.starts).tolist() == [3, 3, 1, 9]
    assert six.of_open(deadlines, starts=two_days.starts).tolist() == [7, 7, 1, 9]


def test_fewer_business_hours_need_at_least_as_many_people_at_every_peak(
    forecast_of: ForecastBuilder, monday_shape: Any
) -> None:
    day_of_mails = 40 * monday_shape + 200 * (np.arange(20) == 0)  # those of the night stand at the opening
    mails = forecast_of([list(day_of_mails)] * 5, channel="mail", handle_seconds=480.0)
    calendar = calendar_of(["08:00-18:00"])

    two, eight, twenty = (
        require_written(
            mails,
            ServiceGoal(deadline_business_hours=hours, deadline_latest_days=3),
            unplanned_shrinkage=0,
            calendar=calendar,
        )
        for hours in (2, 8, 20)
    )

    day = pd.factorize(mails.dates)[0]
    peaks = [[one.agents[day == k].max() for k in range(5)] for one in (two, eight, twenty)]
    assert np.all(np.array(peaks[0]) > np.array(peaks[1]))
    assert np.all(np.array(peaks[1]) >= np.array(peaks[2]))
    assert all(promise(one).is_kept for one in (two, eight, twenty))


def test_the_promise_of_business_hours_is_said_in_both_languages(forecast_of: ForecastBuilder) -> None:
    goal = ServiceGoal(deadline_business_hours=4)
    made = promise(
        require_agents(
            forecast_of([[10.0] * 8] * 2, channel="mail"),
            goal,
            unplanned_shrinkage=0,
            calendar=calendar_of(["08:00-12:00"]),
        )
    )

    assert "expected to be answered within 4 business hours; the goal is 90 %" in made.sentence("en", title="Mail")
    assert "メール：営業時間で4時間以内に返信できる割合は全体で" in made.sentence("ja", title="メール")
    assert made.summary["deadline_business_hours"] == 4
    assert "deadline_business_days" not in made.summary
