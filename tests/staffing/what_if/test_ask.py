"""What if: before and after of a queue, against the formula, against counting, and against the log."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.desk import Desk, DeskSettings
from data.errors import NothingToDo, TsunagariError
from data.events import Event
from data.warehouse import Warehouse
from forecasting.forecast import Forecast
from staffing.erlang_a import service_with_patience
from staffing.staff_queues import staff_queues
from staffing.what_if.answer import QueueAnswer, WhatIf
from staffing.what_if.ask import what_if
from staffing.what_if.changed import changed_contacts
from staffing.what_if.changes import (
    Change,
    EventChange,
    HandleTimeChange,
    PeopleChange,
    ThresholdChange,
    VolumeChange,
    people_moved,
)
from staffing.what_if.queue import QueueAhead, answer_queue, change_queue
from staffing.what_if.queues import changes_of_queues
from tests.data.logged_desk import Call, logged_desk
from tests.staffing.conftest import ForecastBuilder

MONDAY = date(2026, 11, 2)
DESK = {
    "format": 1,
    "name": "試験",
    "time_zone": "Asia/Tokyo",
    "hours": {
        "phone": {day: ["08:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
        "mail": {day: ["08:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
    },
    "queue": [{"name": "technical", "goal": {"threshold_seconds": 60}}, {"name": "mail", "channel": "mail"}],
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(folder=tmp_path, settings=DeskSettings.model_validate(DESK))


@pytest.fixture
def steady_monday(forecast_of: ForecastBuilder) -> Forecast:
    """40 calls in each of 20 half-hours, which vary as chance alone has it."""
    return forecast_of([[40.0] * 20], root_spread=0.5)


def ahead_of(forecast: Forecast, desk: Desk, *, people: float, patience: float = 240.0) -> QueueAhead:
    [requirement] = staff_queues([forecast], desk, patience_seconds={forecast.queue: patience})
    return QueueAhead(
        desk=desk,
        forecast=forecast,
        requirement=requirement,
        people=np.full(len(forecast), people),
        planned=np.ones(len(forecast), dtype=bool),
        patience_seconds=patience,
        first_day=MONDAY,
        last_day=MONDAY,
    )


def asked(ahead: QueueAhead, *changes: Change, courses: int = 150) -> QueueAnswer:
    shares = {"after_call": np.full((7, 24), 0.2)}
    return answer_queue(change_queue(ahead, changes, shares=shares), seed=5, courses=courses)


def test_without_a_change_nothing_differs(steady_monday: Forecast, desk: Desk) -> None:
    made = asked(ahead_of(steady_monday, desk, people=7.3))

    assert {one.difference for one in made.measures} == {0.0}
    assert not made.touched.any()
    assert "no change" in made.sentence("en", title="Technical")


def test_the_same_seed_gives_the_same_answer(steady_monday: Forecast, desk: Desk) -> None:
    ahead = ahead_of(steady_monday, desk, people=7.3)

    first, again = (asked(ahead, VolumeChange(1.1)) for _ in range(2))

    pd.testing.assert_frame_equal(first.rows(), again.rows())


@pytest.mark.parametrize(("changes", "people", "contacts", "seconds", "threshold"), [
    ([HandleTimeChange("after_call", seconds=-30)], 8, 40.0, 270.0, 60.0),
    ([PeopleChange(1, 0, 1440)], 9, 40.0, 300.0, 60.0),
    ([VolumeChange(1.2)], 8, 48.0, 300.0, 60.0),
    ([ThresholdChange(20.0)], 8, 40.0, 300.0, 20.0),
    ([VolumeChange(1.2), PeopleChange(1, 0, 1440), HandleTimeChange(seconds=-15)], 9, 48.0, 285.0, 60.0),
])  # fmt: skip
def test_each_change_is_as_large_as_erlang_a_says_at_constant_load(
    steady_monday: Forecast,
    desk: Desk,
    changes: Sequence[Change],
    people: int,
    contacts: float,
    seconds: float,
    threshold: float,
) -> None:
    exact = [
        service_with_patience(
            n, rate / 1800, handle, threshold_seconds=kept, patience_seconds=240.0, short_abandon_seconds=5.0
        )
        for n, rate, handle, kept in ((8, 40.0, 300.0, 60.0), (people, contacts, seconds, threshold))
    ]

    made = asked(ahead_of(steady_monday, desk, people=8.0), *changes)

    # the day begins without a queue, which the formula does not know
    for name, near in (("service_level", 0.015), ("abandonment", 0.01), ("asa_seconds", 2.0)):
        difference = float(getattr(exact[1], name) - getattr(exact[0], name))
        assert made.measure(name).difference == pytest.approx(difference, abs=near)
    level = made.measure("service_level")
    assert level.low < level.difference < level.high


def test_hours_there_and_required_are_counted_from_the_people(steady_monday: Forecast, desk: Desk) -> None:
    ahead = ahead_of(steady_monday, desk, people=7.5)

    made = asked(ahead, HandleTimeChange(factor=0.5), PeopleChange(-1, 600, 720))

    halved = replace(steady_monday, handle_seconds=np.full(20, 150.0))
    assert made.measure("hours_there").before == 75.0
    assert made.measure("hours_there").difference == -2.0
    assert made.measure("hours_required").before == ahead.requirement.agent_hours
    [required] = staff_queues([halved], desk, patience_seconds={halved.queue: ahead.patience_seconds})
    assert made.measure("hours_required").after == required.agent_hours
    assert made.measure("handling_hours").difference == pytest.approx(-steady_monday.mean.sum() * 150 / 3600)


def test_the_hours_that_change_are_told_beside_all_hours(steady_monday: Forecast, desk: Desk) -> None:
    made = asked(ahead_of(steady_monday, desk, people=7.0), PeopleChange(1, 600, 720))

    assert made.touched.tolist() == [False] * 4 + [True] * 4 + [False] * 12
    whole, part = made.measure("service_level"), made.touched_measures[1]
    assert part.name == "service_level"
    assert part.difference > whole.difference > 0
    assert made.rows()["hours"].tolist() == ["all"] * 9 + ["changed"] * 9


def test_a_lunch_moved_to_the_quiet_hour_helps_the_busy_one(forecast_of: ForecastBuilder, desk: Desk) -> None:
    contacts = [40.0] * 8 + [60.0] * 2 + [30.0] * 2 + [40.0] * 8  # the busy hour is from 12:00 on
    monday = forecast_of([contacts], root_spread=0.5)

    made = asked(ahead_of(monday, desk, people=8.0), *people_moved(2, away_from=(780, 840), to=(720, 780)))

    assert made.measure("service_level").low > 0
    assert made.measure("hours_there").difference == 0
    assert made.worst_starts[0].hour == 12


def test_a_threshold_changes_what_is_required_and_nobody_waits_otherwise(steady_monday: Forecast, desk: Desk) -> None:
    made = asked(ahead_of(steady_monday, desk, people=8.0), ThresholdChange(10.0))

    assert made.after.goal.threshold_seconds == 10
    assert made.measure("asa_seconds").difference == 0
    assert made.measure("service_level").high < 0
    assert made.measure("hours_required").difference > 0


def test_where_nobody_hangs_up_all_are_answered(steady_monday: Forecast, desk: Desk) -> None:
    made = asked(ahead_of(steady_monday, desk, people=9.0, patience=np.inf), PeopleChange(1, 0, 1440))

    assert made.measure("abandonment").before == made.measure("abandonment").after == 0
    assert made.measure("asa_seconds").high < 0
    assert made.summary["patience_seconds"] is None
    assert "nobody hangs up" in made.sentence("en", title="Technical")


def test_written_work_is_reckoned_and_not_simulated(forecast_of: ForecastBuilder, desk: Desk) -> None:
    mails = replace(forecast_of([[10.0] * 20] * 5, channel="mail", handle_seconds=480.0), queue="mail")

    made = asked(ahead_of(mails, desk, people=3.0), HandleTimeChange(seconds=-120))

    assert made.courses == 0
    assert made.measure("handling_hours").before == pytest.approx(200 * 480 / 3600)
    assert made.measure("handling_hours").difference == pytest.approx(-200 * 120 / 3600)
    assert made.measure("hours_required").difference < 0
    assert "nothing is simulated" in made.sentence("en", title="Mail")
    assert "シミュレーションではありません" in made.sentence("ja", title="メール")


def test_the_sentence_tells_the_difference_and_what_it_rests_on(steady_monday: Forecast, desk: Desk) -> None:
    made = asked(ahead_of(steady_monday, desk, people=7.0), PeopleChange(1, 600, 720))

    english, japanese = made.sentence("en", title="Technical"), made.sentence("ja", title="技術")

    level = made.touched_measures[1]
    levels = f"{level.after:.1%} of contacts are expected to be answered within 60 s instead of {level.before:.1%}"
    begin = "Technical, 2026-11-02, 1 more person from 10:00 to 12:00: in the hours that change "
    assert english.startswith(begin + levels.replace("%", " %"))
    assert "150 simulated courses of these days drawn from the forecast (seed 5)" in english
    assert "on the people planned" in english
    assert "hanging up after 240 s on average" in english
    assert "72.0 instead of 70.0 are there" in english
    assert japanese.startswith(
        "技術（2026-11-02）、1人増員（10:00〜12:00）：変更のある時間帯では、60秒以内に応答できる割合は"
    )
    assert "シード5" in japanese


# ------------------------------------------------------------------------------------------- a whole desk
@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Eight weeks of calls on weekdays, a call each five minutes; on release days there are twice as many."""
    days = pd.bdate_range("2026-01-12", "2026-04-03")
    calls: list[Call] = [
        (f"{day:%Y-%m-%d}T{hour}:{minute:02d}:00", 20.0, None if minute == 55 and hour == 10 else 270.0)
        for day in days
        for hour in range(8, 18)
        for minute in range(0, 60, 10 if day not in RELEASES else 5)
    ]
    settings = DeskSettings.model_validate(DESK | {"queue": [{"name": "support"}]})
    made = logged_desk(tmp_path_factory.mktemp("desk") / "here", settings, calls)
    events = tuple(Event("release", "r", day.date(), day.date(), "", None, day.date(), None) for day in RELEASES)
    return replace(made, events=events)


RELEASES = tuple(pd.Timestamp(day) for day in ("2026-01-20", "2026-02-04", "2026-02-19", "2026-03-10", "2026-03-26"))


def ask(desk: Desk, *changes: Change, **given: object) -> WhatIf:
    with Warehouse.open(desk) as warehouse:
        return what_if(warehouse, desk, changes, **({"courses": 20} | given))  # type: ignore[arg-type]


def test_a_release_day_brings_what_its_past_has_taught(logged: Desk) -> None:
    answer = ask(logged, EventChange("release", date(2026, 4, 8)), first_day=date(2026, 4, 8), days=1)

    contacts = answer.queues[0].measure("contacts")
    assert 1.6 < contacts.after / contacts.before < 2.2


def test_an_event_whose_kind_states_its_effect_brings_that(logged: Desk) -> None:
    stated = replace(logged, events=tuple(replace(event, effect=1.5) for event in logged.events))

    answer = ask(stated, EventChange("release", date(2026, 4, 8)), first_day=date(2026, 4, 8), days=1)

    contacts = answer.queues[0].measure("contacts")
    assert contacts.after / contacts.before == pytest.approx(1.5)


def test_after_call_work_of_the_log_is_what_gets_shorter(logged: Desk) -> None:
    answer = ask(logged, HandleTimeChange("after_call", seconds=-15))

    [made] = answer.queues
    assert made.before.handle_seconds.mean() == pytest.approx(300, rel=0.02)
    assert made.before.handle_seconds - made.after.handle_seconds == pytest.approx(np.full(len(made.starts), 15.0))
    assert not made.planned.any()
    assert "on as many people as are required without the change" in made.sentence("en", title="Support")


def test_what_is_known_later_changes_no_earlier_answer(logged: Desk) -> None:
    as_of = pd.Timestamp("2026-03-19", tz="Asia/Tokyo")

    answer = ask(logged, VolumeChange(1.2), as_of=as_of, days=3)

    assert [str(day) for day in answer.queues[0].days] == ["2026-03-19"]
    assert answer.queues[0].measure("contacts").before < 150


def test_a_past_that_does_not_teach_the_event_is_remarked(steady_monday: Forecast, desk: Desk) -> None:
    ahead = ahead_of(steady_monday, desk, people=8.0)
    release = EventChange("release", MONDAY)

    more = changed_contacts(steady_monday, [VolumeChange(1.3)])

    untaught, taught = (
        answer_queue(change_queue(ahead, [release], eventful=eventful), seed=1, courses=10)
        for eventful in (replace(steady_monday), more)
    )

    assert [remark.en for remark in untaught.remarks] == [
        "technical: its past does not tell what such an event brings; tell a factor (--volume 1.3)"
    ]
    assert taught.remarks == ()
    assert "a day of kind release on 2026-11-02: 1,047 instead of 805 contacts are expected, " in taught.sentence(
        "en", title="Technical"
    )


def test_chats_are_served_several_at_once_and_each_is_slower(forecast_of: ForecastBuilder, desk: Desk) -> None:
    queue = {"name": "technical", "channel": "chat", "concurrency": 3, "concurrency_slowdown": 0.2}
    hours = {"chat": DESK["hours"]["phone"]}  # type: ignore[index]
    chatting = replace(desk, settings=DeskSettings.model_validate(DESK | {"queue": [queue], "hours": hours}))
    chats = forecast_of([[40.0] * 20], channel="chat", root_spread=0.5)
    exact = [
        service_with_patience(3 * n, 40 / 1800, 300 * 1.4, threshold_seconds=180.0, patience_seconds=240.0)
        for n in (3, 4)
    ]

    made = asked(ahead_of(chats, chatting, people=3.0), PeopleChange(1, 0, 1440))

    told = made.measure("asa_seconds")
    assert told.before == pytest.approx(float(exact[0].asa_seconds), abs=3)
    assert told.after == pytest.approx(float(exact[1].asa_seconds), abs=1)


@pytest.mark.parametrize(("changes", "given", "told"), [
    ([EventChange("launch", date(2026, 4, 8))], {}, "no past event of kind 'launch' .known: release."),
    ([EventChange("release", date(2026, 5, 8))], {}, "lies outside the days looked at"),
    ([VolumeChange(1.2)], {"first_day": date(2026, 4, 1)}, "2026-04-01 is past"),
    ([VolumeChange(1.2)], {"first_day": date(2026, 4, 11), "days": 2}, "none of the queues asked of is open"),
    ([VolumeChange(1.2, queue="sales")], {}, "no queue 'sales'"),
    ([HandleTimeChange("hold", factor=0.5)], {}, "does not tell how long hold takes"),
])  # fmt: skip
def test_what_the_desk_cannot_answer_is_refused(
    logged: Desk, changes: Sequence[Change], given: dict[str, object], told: str
) -> None:
    with pytest.raises(TsunagariError, match=told):
        ask(logged, *changes, **given)


def test_a_part_changes_the_queues_whose_log_tells_it(desk: Desk) -> None:
    names = ["technical", "mail"]
    halved = HandleTimeChange("hold", factor=0.5)
    told = {"technical": {"hold": np.full((7, 24), 0.1)}, "mail": {}}

    found = changes_of_queues([halved, VolumeChange(1.2)], desk, queues=names, shares=told)

    assert found == {"technical": (halved, VolumeChange(1.2)), "mail": (VolumeChange(1.2),)}
    with pytest.raises(TsunagariError, match="queue mail: its log does not tell how long hold takes"):
        changes_of_queues([replace(halved, queue="mail")], desk, queues=names, shares=told)


def test_people_are_asked_of_one_queue_in_which_customers_wait(desk: Desk) -> None:
    names = ["technical", "mail"]
    two = DeskSettings.model_validate(DESK | {"queue": [{"name": "technical"}, {"name": "sales"}]})

    one_person = changes_of_queues([PeopleChange(1, 600, 720)], desk, queues=names, shares={})

    assert list(one_person) == ["technical"]
    with pytest.raises(NothingToDo, match="queue mail takes mail"):
        changes_of_queues([PeopleChange(1, 600, 720, queue="mail")], desk, queues=names, shares={})
    with pytest.raises(TsunagariError, match="name it with --queue, one of technical, sales"):
        changes_of_queues(
            [PeopleChange(1, 600, 720)], replace(desk, settings=two), queues=["technical", "sales"], shares={}
        )
