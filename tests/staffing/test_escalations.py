"""Tier 2 takes what its own log does not hold of tier 1's hand-overs, and nothing is counted twice."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.desk import Desk, DeskSettings
from data.errors import DeskError
from data.escalation_counts import EscalationCounts
from data.import_logs import import_logs
from data.warehouse import Warehouse
from forecasting.forecast import Forecast
from forecasting.forecast_queues import forecast_queues
from staffing.desk_questions import ask_one_more, ask_why
from staffing.escalations import known_escalations, told_escalations
from staffing.requirement import Requirement
from staffing.staff_queues import staff_desk, staff_queues, with_handed_on_to
from tests.staffing.conftest import ForecastBuilder

DAYS = [date(2026, 4, day) for day in (6, 7, 8, 9, 10)]
WEEK = {day: ["10:00-12:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
MAPPING = {
    "queue_column": "queue",
    "leg_id": "id",
    "contact_id": "contact",
    "entered_at": "arrived",
    "answered_at": "answered",
    "ended_at": "ended",
    "escalated": "escalated",
}


def _settings(escalation: dict[str, Any], *, own_channel: str = "phone") -> DeskSettings:
    return DeskSettings.model_validate(
        {
            "format": 1,
            "name": "two tiers",
            "time_zone": "Asia/Tokyo",
            "country": "",
            "hours": {"phone": WEEK, "mail": WEEK, "video": WEEK},
            "queue": [
                {"name": "first", "escalation": escalation},
                {"name": "second", "tier": 2, "channel": own_channel, "goal": {"min_agents": 1}},
            ],
            "import": {"mapping": {"calls": MAPPING}},
        }
    )


def _calls(*, of_second: bool, linked: bool = True) -> pd.DataFrame:
    """120 calls at tier 1; every fifth is handed on after four minutes, and taken at tier 2 if its log has it."""
    rows = []
    arrivals = [(day, hour, minute) for day in DAYS for hour in (10, 11) for minute in range(0, 60, 5)]
    for number, (day, hour, minute) in enumerate(arrivals):
        at = pd.Timestamp(day) + pd.Timedelta(hours=hour, minutes=minute)
        goes_on = number % 5 == 0
        rows.append((f"a{number}", f"c{number}", "first", at, at, at + pd.Timedelta(minutes=4), goes_on))
        if goes_on and of_second:
            later, contact = at + pd.Timedelta(minutes=4), f"c{number}" if linked else f"d{number}"
            rows.append((f"b{number}", contact, "second", later, later, later + pd.Timedelta(minutes=10), False))
    return pd.DataFrame(rows, columns=["id", "contact", "queue", "arrived", "answered", "ended", "escalated"])


def _desk(
    folder: Path, escalation: dict[str, Any], *, of_second: bool, linked: bool = True, own_channel: str = "phone"
) -> Desk:
    desk = Desk(folder=folder, settings=_settings(escalation, own_channel=own_channel))
    _calls(of_second=of_second, linked=linked).to_csv(folder / "calls.csv", index=False)
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, [folder / "calls.csv"], warehouse=warehouse)
    return desk


def _staffed(desk: Desk) -> dict[str, Requirement]:
    with Warehouse.open(desk) as warehouse:
        found = staff_desk(warehouse, desk, horizon_days=7, keep=False)
    return {one.queue: one for one in found}


def test_what_the_log_of_tier_2_lacks_is_read_off_that_of_tier_1_and_added(tmp_path: Path) -> None:
    found = _staffed(_desk(tmp_path, {"to": "second"}, of_second=False))

    [fed] = found["second"].fed
    assert fed.escalated.source == "log"
    assert fed.escalated.share == pytest.approx(0.2)
    assert fed.own_contacts < 1
    assert fed.contacts + fed.in_closed == pytest.approx(0.2 * found["first"].contacts.sum(), rel=0.02)
    assert np.all(found["second"].agents >= 1)
    assert "24 of 120" in found["second"].remarks[-1].en
    assert "120件中24件" in found["second"].remarks[-1].ja


def test_a_tier_2_of_which_nothing_was_ever_counted_is_staffed_for_what_it_is_handed(tmp_path: Path) -> None:
    found = _staffed(_desk(tmp_path, {"to": "second"}, of_second=False, own_channel="video"))

    assert found["second"].fed[0].own_contacts == 0
    assert found["second"].contacts.sum() == pytest.approx(found["second"].fed[0].contacts)


def test_what_the_log_of_tier_2_holds_is_not_added_again(tmp_path: Path) -> None:
    with_feed = _staffed(_desk(tmp_path, {"to": "second"}, of_second=True))
    (tmp_path / "plain").mkdir()
    without = _staffed(_desk(tmp_path / "plain", {}, of_second=True))

    assert with_feed["second"].fed[0].escalated.held == pytest.approx(0.2)
    assert with_feed["second"].fed[0].contacts == 0
    np.testing.assert_allclose(with_feed["second"].contacts, without["second"].contacts)
    assert "nothing is added" in with_feed["second"].remarks[-1].en
    assert without["second"].fed == ()


def test_contacts_of_tier_2_that_nothing_links_may_be_the_ones_handed_on(tmp_path: Path) -> None:
    desk = _desk(tmp_path, {"to": "second"}, of_second=True, linked=False)
    with Warehouse.open(desk) as warehouse:
        [told] = known_escalations(warehouse, desk)

    assert (told.counts.handed_on, told.counts.linked, told.counts.unlinked) == (24, 0, 24)
    assert told.added == 0


def test_a_told_share_stands_and_only_what_is_surely_held_is_taken_off(tmp_path: Path) -> None:
    desk = _desk(tmp_path, {"to": "second", "share": 0.3}, of_second=True)
    with Warehouse.open(desk) as warehouse:
        [told] = known_escalations(warehouse, desk)

    assert told.source == "desk.toml"
    assert told.added == pytest.approx(0.1)


def test_before_the_log_began_nothing_is_known(tmp_path: Path) -> None:
    desk = _desk(tmp_path, {"to": "second"}, of_second=True)
    with Warehouse.open(desk) as warehouse:
        [told] = known_escalations(warehouse, desk, as_of=Calendar.of(desk).instant(date(2026, 4, 7), 0))

    assert told.counts.handled == 24
    assert told.source == "unknown"


def test_one_more_person_and_why_are_asked_of_what_tier_2_takes(tmp_path: Path) -> None:
    desk = _desk(tmp_path, {"to": "second", "share": 0.5}, of_second=False)
    at = Calendar.of(desk).instant(date(2026, 4, 13), 11 * 60)
    with Warehouse.open(desk) as warehouse:
        more = ask_one_more(warehouse, desk, as_of=None, first_minute=600, last_minute=720, horizon_days=7)
        why = ask_why(warehouse, desk, as_of=None, at=at, horizon_days=7)

    assert [one.queue for one in more] == [one.queue for one in why] == ["first", "second"]
    assert why[1].contacts == pytest.approx(0.5 * why[0].contacts, rel=0.2)


def test_a_plan_is_worth_what_tier_2_takes_with_what_is_handed_on_to_it(tmp_path: Path) -> None:
    desk = _desk(tmp_path, {"to": "second", "share": 0.5}, of_second=False)
    with Warehouse.open(desk) as warehouse:
        forecasts = {one.queue: one for one in forecast_queues(warehouse, desk, as_of=None, horizon_days=7)}
        handed = known_escalations(warehouse, desk)

    found = with_handed_on_to(forecasts, desk, escalations=handed, patience_seconds={})

    assert found["first"] is forecasts["first"]
    assert found["second"].mean.sum() == pytest.approx(0.5 * found["first"].mean.sum(), rel=0.15)
    assert with_handed_on_to(forecasts, desk, escalations=(), patience_seconds={}) == forecasts


def _told(how: str, forecast: Forecast, *, share: float = 0.5, own: Forecast | None = None) -> Requirement:
    """Tier 2 beside a forecast of tier 1, in the hours of the forecasts."""
    hours = {day: ["08:00-18:00"] for day in WEEK}
    fields = _settings({"to": "second", "how": how, "share": share}).model_dump(by_alias=True)
    desk = Desk(folder=Path(), settings=DeskSettings.model_validate(fields | {"hours": {"phone": hours}}))
    given = [one for one in (forecast, own) if one is not None]
    return staff_queues(given, desk, escalations=told_escalations(desk, {}))[-1]


@pytest.fixture
def first(forecast_of: ForecastBuilder) -> Forecast:
    """A Monday and a Tuesday of tier 1, ten hours each."""
    return replace(forecast_of([[30.0] * 20] * 2, root_spread=0.5), queue="first")


def test_callbacks_take_people_but_count_in_no_service_level(first: Forecast) -> None:
    found = _told("callback", first)

    assert found.contacts.sum() == 0
    assert found.agents @ found.open_hours >= 600 * 300 / 3600 * 0.95, "all of their work is done"
    assert set(found.bound_by) <= {"deadline", "min_agents"}
    assert found.fed[0].contacts == pytest.approx(600.0, rel=0.03)
    assert "4 open hours" in found.remarks[-1].en


def test_advice_takes_less_of_tier_2_than_taking_over(first: Forecast) -> None:
    advice, take_over = (_told(how, first) for how in ("advice", "take_over"))

    assert advice.agent_hours < take_over.agent_hours
    assert advice.fed[0].contacts == pytest.approx(take_over.fed[0].contacts, rel=0.05)


def test_what_is_handed_on_comes_beside_its_own_contacts(first: Forecast) -> None:
    own = replace(first, queue="second")
    found = _told("take_over", first, share=0.2, own=own)

    assert found.contacts.sum() == pytest.approx(first.mean.sum() * 1.2, rel=0.01)
    assert found.fed[0].own_contacts == pytest.approx(first.mean.sum())
    assert found.fed[0].summary["share_from"] == "desk.toml"


@pytest.mark.parametrize(("counts", "is_told", "held"), [
    pytest.param(EscalationCounts(100, 20, 15, 0, 500), False, 0.15, id="linked ones are held"),
    pytest.param(EscalationCounts(100, 20, 0, 5, 9), False, 0.09, id="where none is linked, any may be"),
    pytest.param(EscalationCounts(100, 20, 0, 5, 9), True, 0.05, id="a told share is lessened by the marked alone"),
    pytest.param(EscalationCounts(100, 20, 90, 0, 90), False, 0.2, id="never more than is handed on"),
    pytest.param(EscalationCounts(), True, 0.0, id="without a log nothing is held"),
])  # fmt: skip
def test_the_part_that_is_held_is_never_guessed_too_small(counts: EscalationCounts, is_told: bool, held: float) -> None:
    assert counts.held(0.2, is_told=is_told) == pytest.approx(held)


@pytest.mark.parametrize(("to", "told"), [
    pytest.param("first", "cannot hand on to itself", id="itself"),
    pytest.param("nobody", "there is no such queue", id="a stranger"),
    pytest.param("second", "written work", id="mail"),
])  # fmt: skip
def test_a_queue_hands_on_to_another_in_which_customers_wait(to: str, told: str) -> None:
    with pytest.raises((DeskError, ValueError), match=told):
        _settings({"to": to}, own_channel="mail")
