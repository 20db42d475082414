"""What else could help where mending leaves hours uncovered, and what each change does to those who wait."""

import numpy as np
import pandas as pd
import pytest

from data.desk import Desk
from forecasting.forecast import Forecast
from staffing.planning.repair.asked import RepairAsked
from staffing.planning.repair.effect import Expected, effect_remarks, effects, option_remarks
from staffing.planning.repair.options import RepairCase, live_hours_left, other_options
from staffing.requirement import Requirement
from staffing.shift_plan import ShiftPlan
from tests.staffing.plan_builders import (
    MONDAY,
    WEEKDAYS,
    act,
    make_absence,
    make_desk,
    make_people,
    make_person,
    make_settings,
    require,
)
from tests.staffing.planning.test_repair import at, away, plan_of, shift

HOURS = {day: ["10:00-18:00"] for day in WEEKDAYS}


def case_of(plan: ShiftPlan, desk: Desk, *requirements: Requirement) -> RepairCase:
    return RepairCase(plan, requirements, desk, RepairAsked(at("08:40"), (away("ann"),)), (MONDAY,))


def kinds(case: RepairCase) -> list[str]:
    return [option.kind for option in other_options(case, case.mend())]


def test_written_work_may_be_deferred_for_those_who_wait() -> None:
    settings = make_settings(
        queues=[{"name": "support"}, {"name": "letters", "channel": "mail"}], more_hours={"mail": HOURS}
    )
    desk = make_desk(settings, staff=[make_person("ann"), make_person("bo"), *make_people(4)])
    letters = [act("bo", f"{MONDAY} 10:00", f"{MONDAY} 16:00", "mail")]
    letters = [type(row)(**{**vars(row), "queue": "letters"}) for row in letters]
    need = [
        require(desk, lambda start: 5 if start.hour in (10, 14) else 0, last_day=MONDAY),
        require(desk, lambda start: 10 <= start.hour < 16, last_day=MONDAY, queue="letters"),
    ]
    others = [shift(person.name, "12:00") for person in make_people(4)]
    case = case_of(plan_of(shift("ann", "12:00"), *others, letters), desk, *need)
    mended = case.mend()

    [option] = [one for one in other_options(case, mended) if one.kind == "mail"]

    assert live_hours_left(mended) == pytest.approx(2.0)
    assert option.live_hours == pytest.approx(1.0)  # one change a person: one of the two hours


def test_a_training_of_that_day_may_be_postponed() -> None:
    training = make_absence("bo", f"{MONDAY}T14:00", f"{MONDAY}T15:00", "training")
    desk = make_desk(staff=[make_person("ann"), make_person("bo")], leave=[training])
    rows = [act("bo", f"{MONDAY} 10:00", f"{MONDAY} 14:00"), act("bo", f"{MONDAY} 14:00", f"{MONDAY} 15:00",
            "training"), act("bo", f"{MONDAY} 15:00", f"{MONDAY} 16:00")]  # fmt: skip
    need = require(desk, lambda start: start.hour == 14, last_day=MONDAY)

    assert "training" in kinds(case_of(plan_of(shift("ann", "12:00"), rows), desk, need))


def test_overtime_is_told_where_only_longer_shifts_cover_the_evening() -> None:
    desk = make_desk(staff=[make_person("ann"), make_person("bo")])
    early = [act("bo", f"{MONDAY} 08:30", f"{MONDAY} 12:00"), act("bo", f"{MONDAY} 12:00", f"{MONDAY} 13:00",
             "lunch", paid=False), act("bo", f"{MONDAY} 13:00", f"{MONDAY} 17:30")]  # fmt: skip
    need = require(desk, lambda start: start.hour >= 13, last_day=MONDAY)

    assert kinds(case_of(plan_of(shift("ann", "12:00"), early), desk, need)) == ["overtime"]


def test_where_nothing_is_missing_no_other_means_is_looked_for() -> None:
    desk = make_desk(staff=[make_person("ann"), *make_people(2)])
    need = require(desk, lambda start: start.hour == 10, last_day=MONDAY)

    assert kinds(case_of(plan_of(shift("ann", "12:00"), shift("p01", "12:00")), desk, need)) == []


def test_that_nothing_else_helps_is_said_in_both_languages() -> None:
    [remark] = option_remarks([], [], make_desk(), hours_left=3.0)

    assert remark.en.endswith("3.0 hours stay uncovered.")
    assert "残る不足は 3.0 人時" in remark.ja


def test_waits_as_planned_after_what_happened_and_mended_are_told() -> None:
    desk = make_desk(make_settings(shrinkage={"unplanned": 0.0}), staff=[make_person("ann"), *make_people(2)])
    need = require(desk, lambda start: 2 if start.hour == 12 else 1, last_day=MONDAY)
    case = case_of(plan_of(shift("ann", "13:00"), shift("p01", "14:00"), shift("p02", "12:00")), desk, need)
    mended = case.mend()
    size = len(need)
    forecast = Forecast(
        queue="support", channel="phone", interval_minutes=30, issued_at=need.starts[0] - pd.Timedelta(days=1),
        starts=need.starts, open_minutes=np.full(size, 30.0), root_mean=np.full(size, 2.0), day_spread=np.zeros(size),
        root_spread=np.zeros(size), handle_seconds=np.full(size, 300.0), handle_variation=1.0, model="by hand",
    )  # fmt: skip

    [effect] = effects(mended.coverage, desk, Expected({"support": forecast}, {"support": 300.0}), now=mended.now)

    planned, happened, after = effect.services
    assert planned.service_level > after.service_level >= happened.service_level
    [told] = effect_remarks([effect], desk)
    assert f"{planned.service_level:.1%}" in told.en
    assert f"{happened.service_level:.1%}" in told.ja
