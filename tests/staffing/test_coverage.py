from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from staffing.coverage import COVERAGE_COLUMNS, measure_coverage
from staffing.shift_plan import Activity, ShiftPlan
from tests.staffing.plan_builders import MONDAY, act, make_desk, make_person, make_settings, require


def plan_of(*activities: Activity, first_day: date = MONDAY, last_day: date = MONDAY) -> ShiftPlan:
    return ShiftPlan(first_day, last_day, activities)


def test_coverage_equals_a_walk_through_every_minute() -> None:
    random = np.random.default_rng(5)
    people = [make_person(f"p{k}", proficiency=float(random.choice([0.5, 0.8, 1.0]))) for k in range(6)]
    desk = make_desk(staff=people)
    starts = random.integers(8 * 60, 16 * 60, size=6)
    day = pd.Timestamp("2026-12-07")
    rows = [
        act(p.name, str(day + pd.Timedelta(minutes=int(s))), str(day + pd.Timedelta(minutes=int(s) + 137)))
        for p, s in zip(people, starts, strict=True)
    ]

    scheduled = measure_coverage(plan_of(*rows), [require(desk, 3)], desk).queues[0].scheduled[:16]

    for k in range(16):
        minutes = range(600 + 30 * k, 630 + 30 * k)
        walked = sum(
            p.proficiency * sum(s <= m < s + 137 for m in minutes) for p, s in zip(people, starts, strict=True)
        )
        assert scheduled[k] == pytest.approx(walked / 30)


def test_lunch_and_training_cover_nothing() -> None:
    desk = make_desk(staff=[make_person("ueda")])
    rows = [
        act("ueda", "2026-12-07 10:00", "2026-12-07 12:00"),
        act("ueda", "2026-12-07 12:00", "2026-12-07 13:00", "lunch", paid=False),
        act("ueda", "2026-12-07 13:00", "2026-12-07 14:00", "training"),
    ]

    coverage = measure_coverage(plan_of(*rows), [require(desk, 1)], desk)

    assert list(coverage.queues[0].scheduled) == [1.0] * 4 + [0.0] * 12
    assert (coverage.required_hours, coverage.uncovered_hours, coverage.surplus_hours) == (8.0, 6.0, 0.0)


def test_surplus_in_one_interval_does_not_pay_for_a_shortage_in_another() -> None:
    desk = make_desk(staff=[make_person("ueda"), make_person("mori")])
    rows = [act(name, "2026-12-07 10:00", "2026-12-07 14:00") for name in ("ueda", "mori")]

    coverage = measure_coverage(plan_of(*rows), [require(desk, 1)], desk)

    assert (coverage.uncovered_hours, coverage.surplus_hours) == (4.0, 4.0)


def test_only_the_days_of_the_plan_are_measured() -> None:
    desk = make_desk(staff=[make_person("ueda")])

    coverage = measure_coverage(plan_of(first_day=MONDAY, last_day=MONDAY), [require(desk, 2)], desk)

    assert len(coverage.queues[0].starts) == 16
    assert coverage.uncovered_hours == 16.0


def test_work_for_one_queue_does_not_cover_another() -> None:
    settings = make_settings(queues=[{"name": "support"}, {"name": "billing"}])
    desk = make_desk(settings, staff=[make_person("ueda")])
    rows = [act("ueda", "2026-12-07 10:00", "2026-12-07 18:00")]

    coverage = measure_coverage(plan_of(*rows), [require(desk, 1), require(desk, 1, queue="billing")], desk)

    assert [part.uncovered_hours.sum() for part in coverage.queues] == [0.0, 8.0]


def test_rows_carry_the_contract_columns() -> None:
    desk = make_desk(staff=[make_person("ueda")])

    rows = measure_coverage(plan_of(), [require(desk, 2)], desk).rows()

    assert tuple(rows.columns) == COVERAGE_COLUMNS
    assert rows.iloc[0].to_dict() == {
        "queue": "support",
        "interval_start": pd.Timestamp("2026-12-07 10:00", tz="Asia/Tokyo"),
        "interval_minutes": 30,
        "required": 2.0,
        "scheduled": 0.0,
        "uncovered_hours": 1.0,
        "surplus_hours": 0.0,
        "open_minutes": 30.0,
        "required_hours": 1.0,
    }


def test_an_interval_that_repeats_when_clocks_go_back_is_covered_twice() -> None:
    settings = make_settings(time_zone="Europe/Berlin", hours={"sun": ["00:00-06:00"]}, country="DE")
    desk = make_desk(settings, staff=[make_person("ueda")])
    night = date(2026, 10, 25)
    rows = [act("ueda", "2026-10-25 00:00", "2026-10-25 06:00", zone="Europe/Berlin")]

    plan = ShiftPlan(night, night, tuple(rows))
    coverage = measure_coverage(plan, [require(desk, 1, first_day=night, last_day=night)], desk)

    assert len(coverage.queues[0].starts) == 14
    assert coverage.uncovered_hours == 0.0


@pytest.mark.parametrize(
    ("speeds", "rule", "uncovered", "by_heads"),
    [
        pytest.param([0.6, 0.6], "min_agents", 6.4, 6.4, id="two are on duty, and one would do for the work"),
        pytest.param([0.6, 0.6], "service_level", 6.4, 0.0, id="the work asks for two"),
        pytest.param([0.4, 0.4], "min_agents", 9.6, 0.0, id="two are on duty, and do less than one"),
        pytest.param([1.0], "min_agents", 8.0, 0.0, id="one alone"),
        pytest.param([1.0, 1.0], "min_agents", 0.0, 0.0, id="two of full speed"),
    ],
)
def test_the_least_number_on_duty_is_met_by_heads_and_the_work_by_speed(
    speeds: list[float], rule: str, uncovered: float, by_heads: float
) -> None:
    people = [make_person(f"p{k}", proficiency=speed) for k, speed in enumerate(speeds)]
    desk = make_desk(staff=people)
    needed = replace(require(desk, 2, last_day=MONDAY), bound_by=(rule,) * 16)
    rows = [act(person.name, "2026-12-07 10:00", "2026-12-07 18:00") for person in people]

    [part] = measure_coverage(plan_of(*rows), [needed], desk).queues

    assert part.uncovered_hours.sum() == pytest.approx(uncovered)
    assert part.met_by_heads_hours == pytest.approx(by_heads)
