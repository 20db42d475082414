"""What if, where one queue hands on to another: what tier 2 then gets, once and as `staff` reckons it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.desk import Desk, DeskSettings
from data.import_logs import import_logs
from data.warehouse import Warehouse
from forecasting.forecast import Forecast
from staffing.escalations import Escalated, told_escalations
from staffing.staff_queues import staff_desk
from staffing.what_if.ahead import KnownQueues
from staffing.what_if.ask import what_if
from staffing.what_if.changes import Change, HandleTimeChange, PeopleChange, VolumeChange
from staffing.what_if.handed_further import with_what_follows
from staffing.what_if.queue import ChangedQueue, change_queue
from tests.staffing.conftest import ForecastBuilder

MONDAY = date(2026, 11, 2)
WEEK = {day: ["08:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
MAPPING = {"leg_id": "id", "queue_column": "queue", "entered_at": "arrived", "answered_at": "answered",
           "ended_at": "ended", "escalated": "escalated"}  # fmt: skip


def desk_of(folder: Path, **escalation: Any) -> Desk:
    fields = {
        "format": 1,
        "name": "two tiers",
        "time_zone": "Asia/Tokyo",
        "country": "",
        "hours": {"phone": WEEK},
        "queue": [{"name": "first", "escalation": {"to": "second"} | escalation}, {"name": "second", "tier": 2}],
        "import": {"mapping": {"calls": MAPPING}},
    }
    return Desk(folder=folder, settings=DeskSettings.model_validate(fields))


@pytest.fixture
def first(forecast_of: ForecastBuilder) -> Forecast:
    return replace(forecast_of([[40.0] * 20], root_spread=0.5), queue="first")


@pytest.fixture
def second(forecast_of: ForecastBuilder) -> Forecast:
    """Contacts of its own beside what is handed on to it."""
    return replace(forecast_of([[6.0] * 20], root_spread=0.5), queue="second")


def followed(
    desk: Desk, forecasts: list[Forecast], changes: dict[str, list[Change]], *, held: float = 0.0
) -> dict[str, ChangedQueue]:
    """What follows where so much of what is handed on stands in tier 2's own log."""
    [told] = told_escalations(desk, {})
    handed: list[Escalated] = [replace(told, held=held)]
    known = KnownQueues(desk, tuple(handed), {}, None, plan_known=False)
    aheads, _ = known.ahead({one.queue: one for one in forecasts}, {}, touched=tuple(changes), span=(MONDAY, MONDAY))
    changed = {name: change_queue(aheads[name], own) for name, own in changes.items()}
    return with_what_follows(changed, aheads, handed, title_of=desk.settings.title_of)


def contacts(changed: ChangedQueue) -> tuple[float, float]:
    before, after = (side.forecast.mean[changed.ahead.rows].sum() for side in (changed.before, changed.after))
    return float(before), float(after)


@pytest.mark.parametrize("held", [0.0, 0.3])
def test_half_as_many_again_at_tier_1_are_half_as_many_again_of_what_is_handed_on(
    first: Forecast, second: Forecast, tmp_path: Path, held: float
) -> None:
    people = PeopleChange(20, 0, 1440, queue="first")
    desk = desk_of(tmp_path, share=0.3)

    [_, then] = followed(desk, [first, second], {"first": [VolumeChange(1.5, "first"), people]}, held=held).values()

    before, after = contacts(then)
    assert before == pytest.approx(120 + (0.3 - held) * 800, rel=0.05)
    assert after - before == pytest.approx(0.3 * 0.5 * 800, rel=0.05)
    assert then.after.required.sum() > then.before.required.sum()
    assert "second: first hands on 3" in then.remarks[0].en
    assert "30.0%" in then.remarks[0].ja


def test_what_scales_both_tiers_scales_what_is_handed_on_once(
    first: Forecast, second: Forecast, tmp_path: Path
) -> None:
    both: list[Change] = [VolumeChange(1.5)]
    more = [*both, PeopleChange(20, 0, 1440, queue="first")]

    [_, then] = followed(desk_of(tmp_path, share=0.3), [first, second], {"first": more, "second": both}).values()

    before, after = contacts(then)
    assert after == pytest.approx(1.5 * before, rel=0.02)


def test_who_hangs_up_at_tier_1_is_not_handed_on(first: Forecast, second: Forecast, tmp_path: Path) -> None:
    desk = desk_of(tmp_path, share=0.3)
    patient = replace(desk, settings=desk.settings.model_copy(update={"queue": tuple(
        one.model_copy(update={"patience_seconds": 120.0}) for one in desk.settings.queue)}))  # fmt: skip

    [_, then] = followed(patient, [first, second], {"first": [PeopleChange(-4, 0, 1440, queue="first")]}).values()

    before, after = contacts(then)
    assert after < before - 10


def test_longer_calls_at_tier_1_come_later_but_no_fewer(first: Forecast, second: Forecast, tmp_path: Path) -> None:
    longer: list[Change] = [HandleTimeChange(seconds=600, queue="first"), PeopleChange(40, 0, 1440, queue="first")]

    [_, then] = followed(desk_of(tmp_path, share=0.3), [first, second], {"first": longer}).values()

    mean = then.before.forecast.mean, then.after.forecast.mean
    assert mean[1][0] < mean[0][0] - 2, "the first half-hour lacks those who are still talking"
    np.testing.assert_allclose(mean[1][10:], mean[0][10:], atol=0.3)


def test_callbacks_are_told_and_leave_the_line_as_it_was(first: Forecast, second: Forecast, tmp_path: Path) -> None:
    desk = desk_of(tmp_path, share=0.3, how="callback")

    [_, then] = followed(desk, [first, second], {"first": [VolumeChange(1.5, "first")]}).values()

    assert contacts(then)[1] == contacts(then)[0]
    assert "to be called back" in then.remarks[0].en
    np.testing.assert_array_equal(then.after.required, then.before.required)


def test_a_change_of_tier_2_alone_leaves_tier_1_out(first: Forecast, second: Forecast, tmp_path: Path) -> None:
    found = followed(desk_of(tmp_path, share=0.3), [first, second], {"second": [VolumeChange(1.5, "second")]})

    assert list(found) == ["second"]
    before, after = contacts(found["second"])
    assert after == pytest.approx(1.5 * before)


def test_people_who_change_nothing_for_tier_2_leave_it_out(first: Forecast, second: Forecast, tmp_path: Path) -> None:
    found = followed(desk_of(tmp_path, share=0.0001), [first, second], {"first": [VolumeChange(1.1, "first")]})

    assert list(found) == ["first"]


def test_before_the_change_stands_what_staff_says(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    at = [pd.Timestamp(f"2026-04-{day:02d} 10:00") + pd.Timedelta(minutes=3 * n)
          for day in (6, 7, 8, 9, 10) for n in range(60)]  # fmt: skip
    calls = pd.DataFrame({"id": [f"c{n}" for n in range(300)], "queue": "first", "arrived": at, "answered": at,
                          "ended": [one + pd.Timedelta(minutes=4) for one in at],
                          "escalated": [n % 3 == 0 for n in range(300)]})  # fmt: skip
    calls.to_csv(tmp_path / "calls.csv", index=False)
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, [tmp_path / "calls.csv"], warehouse=warehouse)
        staffed = {one.queue: one for one in staff_desk(warehouse, desk, horizon_days=14, keep=False)}
        answer = what_if(warehouse, desk, [VolumeChange(2.0, "first")], seed=1, courses=20)

    [one, two] = answer.queues
    assert (one.queue, two.queue) == ("first", "second")
    same = staffed["second"].starts.isin(two.starts)
    np.testing.assert_allclose(two.before.contacts, staffed["second"].contacts[same], atol=0.1)
    np.testing.assert_array_equal(two.before.required, staffed["second"].agents[same])
    assert two.measure("contacts").after > 1.5 * two.measure("contacts").before
    assert "contacts × 2" in two.sentence("en", title="Second")
