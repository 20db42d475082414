"""People for written work: deadlines, carried-over work, the buffer, and a measured case."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from data.calendar import Calendar
from data.desk import Desk, DeskSettings, QueueSettings
from data.errors import NothingToDo, TsunagariError
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.promise import promise
from staffing.require_agents import require_agents
from staffing.staff_queues import refusals, staff_queues
from staffing.written_work import require_written, written_work
from tests.staffing.conftest import ForecastBuilder

Floats = NDArray[np.float64]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
DAY_VARIATION = 0.15
WEEKDAY_FACTORS = (1.35, 1.05, 1.0, 0.95, 0.85)
BEFORE_OPENING = (2.6 * 0.85, 1.35, 1.05, 1.0, 0.95)
"""What has come since the day before closed, by the day's factor; over the weekend 2.6 nights' worth."""


@pytest.fixture
def mail_settings() -> DeskSettings:
    """A desk in Tokyo with one mail queue, weekdays 8 to 18."""
    return DeskSettings.model_validate(
        {
            "format": 1,
            "name": "試験デスク",
            "time_zone": "Asia/Tokyo",
            "country": "",
            "hours": {"mail": {day: ["08:00-18:00"] for day in WEEKDAYS}},
            "queue": [{"name": "technical", "channel": "mail", "goal": {"service_level": 0.9}}],
        }
    )


@pytest.fixture
def mail_calendar(mail_settings: DeskSettings) -> Calendar:
    return Calendar(mail_settings)


@pytest.fixture
def measured_mails(forecast_of: ForecastBuilder, monday_shape: Floats) -> Forecast:
    """Four weeks of 600 mails a day of 8 minutes; 72 % come in the open half-hours, the rest before opening."""
    days = [
        600 * (0.72 * factor * monday_shape / monday_shape.sum() + 0.28 * night * (np.arange(20) == 0))
        for factor, night in zip(WEEKDAY_FACTORS, BEFORE_OPENING, strict=True)
    ]
    weeks = [
        forecast_of([list(day) for day in days], first_day=first, channel="mail", handle_seconds=480.0)
        for first in ("2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23")
    ]
    root_mean = np.concatenate([week.root_mean for week in weeks]) / np.sqrt(1 + (DAY_VARIATION / 2) ** 2)
    return replace(
        weeks[0],
        starts=pd.DatetimeIndex(weeks[0].starts.append([week.starts for week in weeks[1:]])),
        root_mean=root_mean,
        day_spread=np.full(400, DAY_VARIATION / 2),
        root_spread=np.zeros(400),
        open_minutes=np.full(400, 30.0),
        handle_seconds=np.full(400, 480.0),
    )


def test_the_measured_mails_need_8_93_people_on_average(measured_mails: Forecast, mail_calendar: Calendar) -> None:
    work = written_work(measured_mails, ServiceGoal(), calendar=mail_calendar)

    pace = np.diff(work.level_pace(), prepend=0) / work.capacity

    assert pace.mean() == pytest.approx(8.93, abs=0.005)
    assert pace.max() == pytest.approx(pace.min(), abs=0.2)


def test_ten_people_answer_996_of_1000_measured_mails_within_a_day_of_working_time(
    measured_mails: Forecast, mail_calendar: Calendar
) -> None:
    work = written_work(measured_mails, ServiceGoal(), calendar=mail_calendar)
    in_a_day = replace(work, due=np.minimum(np.arange(400) + 19, 399))
    paths = measured_mails.sample_paths(1000, seed=5)

    in_time = in_a_day.in_time(np.full(400, 10), paths)

    first_three_weeks = slice(0, 300)
    share = in_time[:, first_three_weeks].sum() / paths[:, first_three_weeks].sum()
    assert share == pytest.approx(0.996, abs=0.002)


def test_in_time_is_what_a_plain_loop_over_intervals_counts(measured_mails: Forecast, mail_calendar: Calendar) -> None:
    work = written_work(measured_mails, ServiceGoal(), calendar=mail_calendar)
    mails = measured_mails.sample_paths(1, seed=3)[0]
    agents = np.full(400, 9)

    waiting, in_time = np.zeros(400), np.zeros(400)
    for at in range(400):
        waiting[at], left = mails[at] * 480, 9 * 1800.0
        for came in range(at + 1):
            done = min(left, waiting[came])
            in_time[came] += (at <= work.due[came]) * done / 480
            waiting[came], left = waiting[came] - done, left - done

    assert work.in_time(agents, mails) == pytest.approx(in_time, abs=1e-6)


@pytest.mark.parametrize("level", [0.9, 0.97, 0.995])
def test_the_buffer_reaches_the_goal_on_paths_it_was_not_chosen_by(
    measured_mails: Forecast, mail_calendar: Calendar, level: float
) -> None:
    goal = ServiceGoal(service_level=level)

    requirement = require_written(measured_mails, goal, unplanned_shrinkage=0.1, calendar=mail_calendar)

    work = written_work(measured_mails, goal, calendar=mail_calendar)
    paths = measured_mails.sample_paths(1000, seed=77)
    due_within = work.day < 19
    in_time = work.in_time(requirement.agents, paths)[:, due_within].sum() / paths[:, due_within].sum()
    assert in_time >= level
    assert promise(requirement).is_kept
    assert np.all(requirement.scheduled_agents >= requirement.agents / 0.9)
    assert requirement.agents.max() <= 11


def test_a_higher_goal_costs_more_hours_and_a_later_deadline_fewer(
    measured_mails: Forecast, mail_calendar: Calendar
) -> None:
    hours = {
        (level, days): require_written(
            measured_mails,
            ServiceGoal(service_level=level, deadline_business_days=days),
            unplanned_shrinkage=0,
            calendar=mail_calendar,
        ).agent_hours
        for level, days in ((0.9, 0), (0.9, 1), (0.99, 1), (0.99, 2))
    }

    assert hours[0.9, 0] > hours[0.9, 1]
    assert hours[0.9, 1] < hours[0.99, 1]
    assert hours[0.99, 1] > hours[0.99, 2]


@settings(max_examples=30, deadline=None)
@given(
    mails=st.lists(
        st.lists(st.floats(0, 60).map(lambda x: round(x, 1)), min_size=4, max_size=4), min_size=1, max_size=8
    ),
    days=st.integers(0, 3),
)
def test_without_doubt_the_people_answer_everything_in_time_whatever_comes(mails: list[list[float]], days: int) -> None:
    starts = pd.DatetimeIndex(
        [
            day + pd.Timedelta(minutes=30 * k)
            for day in pd.date_range("2026-11-02 08:00", periods=len(mails), freq="B", tz="Asia/Tokyo")
            for k in range(4)
        ]
    )
    mean = np.concatenate([np.array(row) for row in mails])
    certain = Forecast(
        queue="technical",
        channel="mail",
        interval_minutes=30,
        issued_at=starts[0],
        starts=starts,
        open_minutes=np.full(len(mean), 30.0),
        root_mean=np.sqrt(mean),
        day_spread=np.zeros(len(mean)),
        root_spread=np.zeros(len(mean)),
        handle_seconds=np.full(len(mean), 480.0),
        handle_variation=1.0,
        model="by hand",
    )
    calendar = Calendar(
        DeskSettings.model_validate(
            {
                "format": 1,
                "name": "x",
                "time_zone": "Asia/Tokyo",
                "country": "",
                "hours": {"mail": {day: ["08:00-10:00"] for day in WEEKDAYS}},
                "queue": [{"name": "technical", "channel": "mail"}],
            }
        )
    )

    requirement = require_written(
        certain, ServiceGoal(deadline_business_days=days), unplanned_shrinkage=0, calendar=calendar
    )

    # Those of the last days may be answered by people who come after the horizon.
    due_within = requirement.starts < requirement.starts[-1].normalize() - pd.Timedelta(days=2 * days)
    assert requirement.service_level[due_within] == pytest.approx(1.0, abs=1e-6)
    assert requirement.agents.dtype == np.int64
    assert np.all((requirement.occupancy >= 0) & (requirement.occupancy <= 1))


def test_a_deadline_counts_the_open_days_of_the_channel(
    forecast_of: ForecastBuilder, mail_settings: DeskSettings
) -> None:
    told = mail_settings.model_dump(by_alias=True)
    told["hours"]["mail"] = {day: ["08:00-18:00"] for day in WEEKDAYS} | {"exceptions": {"2026-11-03": []}}
    closed_tuesday = Calendar(DeskSettings.model_validate(told))
    monday_wednesday = forecast_of([[10.0] * 2], channel="mail")
    two_days = replace(
        forecast_of([[10.0] * 2, [10.0] * 2], channel="mail"),
        starts=pd.DatetimeIndex(monday_wednesday.starts.append(monday_wednesday.starts + pd.Timedelta(days=2))),
    )

    one, two = (
        written_work(two_days, ServiceGoal(deadline_business_days=days), calendar=closed_tuesday) for days in (0, 1)
    )

    assert one.due.tolist() == [1, 1, 3, 3]
    assert two.due.tolist() == [3, 3, 3, 3]


def test_what_is_open_at_the_start_is_worked_on_and_late_work_within_the_first_day(
    measured_mails: Forecast, mail_calendar: Calendar
) -> None:
    first = measured_mails.starts[0]
    late = pd.DataFrame({"deadline_at": [first - pd.Timedelta(days=1)] * 150})
    later = pd.DataFrame({"deadline_at": [first + pd.Timedelta(days=1, hours=10)] * 150})
    goal = ServiceGoal()

    bare, with_late, with_later = (
        require_written(measured_mails, goal, unplanned_shrinkage=0, calendar=mail_calendar, backlog=backlog)
        for backlog in (None, late, later)
    )

    first_day = slice(0, 20)
    assert with_late.agents[first_day].sum() >= 150 * 480 / 1800
    assert with_late.agents.sum() > bare.agents.sum()
    assert with_later.agents[first_day].max() <= with_late.agents[first_day].max()
    assert (bare.backlog, with_late.backlog) == (None, 150)


def test_confidence_raises_days_to_the_quantile_of_their_total(
    measured_mails: Forecast, mail_calendar: Calendar
) -> None:
    usual, cautious = (
        require_written(measured_mails, ServiceGoal(confidence=share), unplanned_shrinkage=0, calendar=mail_calendar)
        for share in (0.5, 0.9)
    )

    assert cautious.contacts / usual.contacts == pytest.approx(1.2, abs=0.02)
    assert cautious.agent_hours > 1.1 * usual.agent_hours


def test_one_person_is_there_while_there_is_work_unless_the_desk_says_more(
    forecast_of: ForecastBuilder, mail_calendar: Calendar
) -> None:
    little = forecast_of([[1.0, 1.0, 0.0, 1.0]], channel="mail", handle_seconds=60)

    usual = require_written(little, ServiceGoal(), unplanned_shrinkage=0, calendar=mail_calendar)
    two = require_written(little, ServiceGoal(min_agents=2), unplanned_shrinkage=0, calendar=mail_calendar)

    assert usual.agents.tolist() == [1, 1, 0, 1]
    assert two.agents.tolist() == [2, 2, 0, 2]
    assert set(two.bound_by) == {"min_agents", "deadline"}


def test_written_work_has_no_waiting_and_no_abandonment(measured_mails: Forecast, mail_calendar: Calendar) -> None:
    requirement = require_agents(
        measured_mails, ServiceGoal(), unplanned_shrinkage=0, calendar=mail_calendar, engine="pyworkforce"
    )

    assert requirement.engine == "written_work"
    assert np.isnan(requirement.asa_seconds).all()
    assert np.isnan(requirement.abandonment).all()
    assert set(requirement.bound_by) == {"deadline"}


def test_a_closed_span_is_told_in_a_sentence(forecast_of: ForecastBuilder, mail_calendar: Calendar) -> None:
    with pytest.raises(NothingToDo, match="technical has no open interval"):
        require_written(
            forecast_of([[5.0]], channel="mail", open_minutes=0.0),
            ServiceGoal(),
            unplanned_shrinkage=0,
            calendar=mail_calendar,
        )


def test_the_promise_of_written_work_names_the_deadline_and_what_it_rests_on(
    measured_mails: Forecast, mail_calendar: Calendar
) -> None:
    backlog = pd.DataFrame({"deadline_at": [measured_mails.starts[0] + pd.Timedelta(hours=9)] * 12})
    made = promise(
        require_written(measured_mails, ServiceGoal(), unplanned_shrinkage=0, calendar=mail_calendar, backlog=backlog)
    )

    english, japanese = made.sentence("en", title="Support"), made.sentence("ja", title="Support")

    assert "answered within 1 business day, by closing time; the goal is 90 % for every day" in english
    assert "the 12 contacts open at the start are done first" in english
    assert "1営業日以内（1営業日後の営業終了まで）に返信できる割合は全体で9" in japanese
    assert "滞留12件を先に処理" in japanese
    assert made.summary["deadline_business_days"] == 1
    assert "threshold_seconds" not in made.summary


def test_the_promise_says_when_it_does_not_know_what_is_open(measured_mails: Forecast, mail_calendar: Calendar) -> None:
    goal = ServiceGoal(deadline_business_days=0)
    made = promise(require_written(measured_mails, goal, unplanned_shrinkage=0, calendar=mail_calendar))

    assert "on the day they count as received" in made.sentence("en", title="Support")
    assert "was not told and is not in it" in made.sentence("en", title="Support")
    assert "受付当日の営業終了まで" in made.sentence("ja", title="Support")
    assert "滞留件数は示されていない" in made.sentence("ja", title="Support")


def test_a_desk_staffs_mail_beside_phone_of_both_tiers_and_leaves_coarse_totals_out(
    tmp_path: object, forecast_of: ForecastBuilder, mail_settings: DeskSettings
) -> None:
    queues = (
        QueueSettings(name="technical", channel="mail"),
        QueueSettings(name="first", channel="phone"),
        QueueSettings(name="second", channel="phone", tier=2),
        QueueSettings(name="fax", channel="form"),
    )
    desk = Desk(folder=tmp_path, settings=mail_settings.model_copy(update={"queue": queues}))  # type: ignore[arg-type]
    by_day = replace(forecast_of([[300.0]], channel="form"), queue="fax", minutes=np.array([1440.0]))
    forecasts = [
        forecast_of([[20.0] * 4], channel="mail"),
        replace(forecast_of([[20.0] * 4]), queue="first"),
        replace(forecast_of([[5.0] * 4]), queue="second"),
        by_day,
    ]

    staffed = staff_queues(forecasts, desk)

    assert [(one.queue, one.engine) for one in staffed] == [
        ("technical", "written_work"),
        ("first", "erlang_a"),
        ("second", "erlang_a"),
    ]
    assert len(refusals(forecasts)) == 1
    assert "queue fax is known only by totals of up to 1440 minutes" in refusals(forecasts)[0].en
    with pytest.raises(TsunagariError, match="queue fax"):
        staff_queues([by_day], desk)


def test_a_desk_that_wants_to_be_surer_schedules_more_where_customers_wait(
    tmp_path: object, forecast_of: ForecastBuilder, mail_settings: DeskSettings
) -> None:
    queues = (QueueSettings(name="technical", channel="mail"), QueueSettings(name="first", channel="phone", tier=1))
    usual = mail_settings.model_copy(update={"queue": queues})
    surer = usual.model_copy(update={"shrinkage": usual.shrinkage.model_copy(update={"confidence": 0.99})})
    forecasts = [forecast_of([[20.0] * 4], channel="mail"), replace(forecast_of([[60.0] * 4]), queue="first")]

    mean, sure = (staff_queues(forecasts, Desk(folder=tmp_path, settings=told)) for told in (usual, surer))  # type: ignore[arg-type]

    assert sure[1].agents.tolist() == mean[1].agents.tolist()
    assert np.all(sure[1].scheduled_agents > mean[1].scheduled_agents)
    assert sure[0].scheduled_agents.tolist() == mean[0].scheduled_agents.tolist()


def test_a_change_of_the_goal_for_once_leaves_the_least_people_of_written_work_alone(
    tmp_path: object, forecast_of: ForecastBuilder, mail_settings: DeskSettings
) -> None:
    desk = Desk(folder=tmp_path, settings=mail_settings)  # type: ignore[arg-type]
    little = forecast_of([[1.0, 1.0]], channel="mail", handle_seconds=60)

    changed = staff_queues([little], desk, goal_changes={"service_level": 0.95})

    assert changed[0].agents.tolist() == [1, 1]
    assert changed[0].goal.service_level == 0.95
