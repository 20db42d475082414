"""What one more person would change, by formula and in words."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from data.calendar import Calendar
from data.desk import Desk, DeskSettings
from data.errors import NothingToDo, TsunagariError
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.chat_slots import ChatSlots
from staffing.coverage import QueueCoverage
from staffing.erlang import service_level
from staffing.one_more import OneMore, one_more_person
from staffing.require_agents import require_agents
from tests.staffing.conftest import ForecastBuilder

GOAL = ServiceGoal()
TEN, NOON = 600, 720


def planned(forecast: Forecast, people: float) -> QueueCoverage:
    count = np.full(len(forecast), people)
    return QueueCoverage(
        queue=forecast.queue, interval_minutes=30, starts=forecast.starts, required=count, scheduled=count
    )


def from_ten_to_noon(forecast: Forecast, people: float, **given: object) -> OneMore:
    return one_more_person(
        planned(forecast, people),
        forecast,
        GOAL,
        first_minute=TEN,
        last_minute=NOON,
        **given,  # type: ignore[arg-type]
    )


def test_the_intervals_of_the_span_get_one_more_and_the_others_stay(quiet_monday: Forecast) -> None:
    made = from_ten_to_noon(quiet_monday, 8)

    assert (made.people_after - made.people).tolist() == [0] * 4 + [1] * 4 + [0] * 12
    assert (made.after.service_level > made.before.service_level)[4:8].all()
    assert (made.after.asa_seconds < made.before.asa_seconds)[4:8].all()
    assert made.after.service_level[8:].tolist() == made.before.service_level[8:].tolist()
    assert made.engine == "erlang_c"


def test_over_the_span_and_the_day_contacts_weigh(quiet_monday: Forecast) -> None:
    made = from_ten_to_noon(quiet_monday, 8)

    span, day = made.span, made.day

    hours = slice(4, 8)
    assert span[0].service_level == pytest.approx(
        np.average(made.before.service_level[hours], weights=made.contacts[hours])
    )
    assert day[1].service_level == pytest.approx(np.average(made.after.service_level, weights=made.contacts))
    assert span[0].service_level < span[1].service_level
    assert day[0].service_level < day[1].service_level
    assert f"{span[0].worst_start:%H:%M}" == "10:00"
    assert span[1].occupancy < span[0].occupancy


def test_with_known_patience_it_is_erlang_a_and_fewer_hang_up(quiet_monday: Forecast) -> None:
    made = from_ten_to_noon(quiet_monday, 6, patience_seconds=360.0, short_abandon_seconds=5.0)

    assert made.engine == "erlang_a"
    assert (made.after.abandonment < made.before.abandonment)[4:8].all()
    assert made.span[1].abandonment < made.span[0].abandonment


def test_before_the_one_more_stands_what_the_requirement_itself_promises(quiet_monday: Forecast) -> None:
    requirement = require_agents(quiet_monday, GOAL, unplanned_shrinkage=0.1, patience_seconds=360.0)

    made = one_more_person(requirement, quiet_monday, GOAL, first_minute=TEN, last_minute=NOON, patience_seconds=360.0)

    for figure in ("service_level", "abandonment", "asa_seconds", "occupancy"):
        assert getattr(made.before, figure) == pytest.approx(getattr(requirement, figure)), figure


def test_a_person_for_part_of_an_interval_counts_in_part(quiet_monday: Forecast) -> None:
    made = one_more_person(planned(quiet_monday, 8), quiet_monday, GOAL, first_minute=610, last_minute=660)

    assert (made.people_after - made.people)[4:6] == pytest.approx([2 / 3, 1])
    assert made.touched.sum() == 2


def test_a_plan_loses_its_unplanned_shrinkage_and_a_requirement_does_not(quiet_monday: Forecast) -> None:
    requirement = require_agents(quiet_monday, GOAL, unplanned_shrinkage=0.1)

    of_plan = from_ten_to_noon(quiet_monday, 10, unplanned_shrinkage=0.1)
    of_need = one_more_person(
        requirement, quiet_monday, GOAL, first_minute=TEN, last_minute=NOON, unplanned_shrinkage=0.1
    )

    assert of_plan.people == pytest.approx(np.full(20, 9.0))
    assert of_need.people.tolist() == requirement.agents.tolist()
    assert (of_plan.is_plan, of_need.is_plan) == (True, False)


def test_one_day_or_all_days_that_plan_and_forecast_share(forecast_of: ForecastBuilder) -> None:
    two_days = forecast_of([[30.0] * 8, [40.0] * 8])

    both = from_ten_to_noon(two_days, 6)
    second = from_ten_to_noon(two_days, 6, day=date(2026, 11, 3))

    assert both.days == (date(2026, 11, 2), date(2026, 11, 3))
    assert second.days == (date(2026, 11, 3),)
    assert second.contacts == pytest.approx(np.full(8, 40.0))


def test_a_chat_person_brings_slots(forecast_of: ForecastBuilder) -> None:
    chats = forecast_of([[60.0] * 8], channel="chat")
    slots = ChatSlots(concurrency=3, slowdown=0.2)

    made = from_ten_to_noon(chats, 5, slots=slots)
    as_required = one_more_person(
        require_agents(chats, GOAL, unplanned_shrinkage=0, slots=slots),
        chats,
        GOAL,
        first_minute=TEN,
        last_minute=NOON,
    )

    # the lines open with nobody in hand; two hours later six people with three chats each are as good as 18 servers
    assert made.after.service_level[4] == pytest.approx(float(service_level(18, 60 / 1800, 420, 180)), abs=0.001)
    assert as_required.before.service_level[4] >= 0.8


def test_the_sentence_tells_before_and_after_and_what_it_rests_on(quiet_monday: Forecast) -> None:
    made = from_ten_to_noon(quiet_monday, 8, patience_seconds=360.0)

    english, japanese = made.sentence("en", title="Support"), made.sentence("ja", title="Support")

    before, after = made.span
    assert "Support, 2026-11-02, one more person from 10:00 to 12:00" in english
    assert f"the mean wait is {after.asa_seconds:.0f} s instead of {before.asa_seconds:.0f} s" in english
    assert "hang up" in english
    assert "hanging up after 360 s on average (Erlang A)" in english
    assert "the planned people" in english
    assert "10:00〜12:00に1人増やすと" in japanese
    assert f"平均応答速度は{before.asa_seconds:.0f}秒から{after.asa_seconds:.0f}秒へ" in japanese
    assert "アーランA式" in japanese
    assert "シフトどおりの人員" in japanese


def test_overload_is_told_in_words_and_without_a_figure(quiet_monday: Forecast) -> None:
    made = from_ten_to_noon(quiet_monday, 4)

    assert "the mean wait is endless (more work than people) instead of endless" in made.sentence("en", title="Support")
    assert "際限なく延びる状態" in made.sentence("ja", title="Support")
    assert "離れるお客様はいないもの" in made.sentence("ja", title="Support")
    assert made.summary["span"]["before"]["asa_seconds"] is None  # type: ignore[index]


def test_the_table_holds_each_interval_before_and_after(quiet_monday: Forecast) -> None:
    rows = from_ten_to_noon(quiet_monday, 8).rows()

    assert len(rows) == 20
    assert {"people_before", "people_after", "service_level_before", "asa_seconds_after", "occupancy_after"} <= set(
        rows
    )
    assert (rows["people_after"] - rows["people_before"]).sum() == 4


def test_what_cannot_be_answered_is_told_in_a_sentence(forecast_of: ForecastBuilder, quiet_monday: Forecast) -> None:
    with pytest.raises(NothingToDo, match="takes mail, which waits for its deadline"):
        from_ten_to_noon(forecast_of([[5.0] * 8], channel="mail"), 3)
    with pytest.raises(TsunagariError, match="from 12:00 to 10:00: the end comes after the start"):
        one_more_person(planned(quiet_monday, 8), quiet_monday, GOAL, first_minute=NOON, last_minute=TEN)
    with pytest.raises(NothingToDo, match="no open interval with people between 20:00 and 21:00 on 2026-11-02"):
        one_more_person(
            planned(quiet_monday, 8),
            quiet_monday,
            GOAL,
            first_minute=1200,
            last_minute=1260,
            day=date(2026, 11, 2),
        )
    with pytest.raises(ValueError, match="contacts must hold 20 values"):
        replace(from_ten_to_noon(quiet_monday, 8), contacts=np.ones(3))


@pytest.mark.parametrize(
    ("span", "worked", "there"),
    [
        pytest.param("08:15-08:30", (480, 510), 1.0, id="open at the end, there all along"),
        pytest.param("08:15-08:30", (500, 510), 10 / 15, id="there for its last ten minutes"),
        pytest.param("08:00-08:15", (480, 495), 1.0, id="open at the beginning"),
    ],
)
def test_in_an_interval_that_is_open_in_part_the_open_minutes_count(
    forecast_of: ForecastBuilder, span: str, worked: tuple[int, int], there: float
) -> None:
    forecast = forecast_of([[3.0, 6.0]], first_day="2026-11-02")
    forecast = replace(forecast, open_minutes=np.array([15.0, 30.0]))
    hours = {"mon": [span, "08:30-09:00"]}
    settings = DeskSettings.model_validate(
        {"format": 1, "name": "x", "time_zone": "Asia/Tokyo", "country": "", "hours": {"phone": hours},
         "queue": [{"name": "technical"}]}
    )  # fmt: skip

    made = one_more_person(
        planned(forecast, 2),
        forecast,
        GOAL,
        first_minute=worked[0],
        last_minute=worked[1],
        calendar=Calendar.of(Desk(folder=Path(), settings=settings)),
    )

    assert (made.people_after - made.people).tolist() == pytest.approx([there, 0.0])


def test_before_a_desk_opens_nobody_more_is_needed(forecast_of: ForecastBuilder) -> None:
    forecast = replace(forecast_of([[3.0]]), open_minutes=np.array([15.0]))
    settings = DeskSettings.model_validate(
        {"format": 1, "name": "x", "time_zone": "Asia/Tokyo", "country": "",
         "hours": {"phone": {"mon": ["08:15-08:30"]}}, "queue": [{"name": "technical"}]}
    )  # fmt: skip
    calendar = Calendar.of(Desk(folder=Path(), settings=settings))

    with pytest.raises(NothingToDo, match="no open interval with people between 08:00 and 08:15"):
        one_more_person(planned(forecast, 2), forecast, GOAL, first_minute=480, last_minute=495, calendar=calendar)
