"""What a plan costs, reckoned by hand."""

from datetime import timedelta

import pytest

from staffing.plan_cost import cost_of_plan
from staffing.shift_plan import Activity, ShiftPlan
from tests.staffing.plan_builders import MONDAY, act, make_desk, make_person, make_settings

LAST = MONDAY + timedelta(days=6)


def plan_of(*rows: Activity) -> ShiftPlan:
    return ShiftPlan(MONDAY, LAST, rows)


def test_paid_hours_cost_the_wage_and_lunch_costs_nothing() -> None:
    desk = make_desk(staff=[make_person("ann", wage_hour=1000.0)])

    cost = cost_of_plan(
        plan_of(
            act("ann", f"{MONDAY} 09:00", f"{MONDAY} 12:00"),
            act("ann", f"{MONDAY} 12:00", f"{MONDAY} 13:00", "lunch", paid=False),
            act("ann", f"{MONDAY} 13:00", f"{MONDAY} 17:00"),
        ),
        desk,
    )

    assert (cost.paid_hours, cost.cost, cost.overtime_hours, cost.night_hours) == (7.0, 7000.0, 0.0, 0.0)


def test_night_and_overtime_bring_their_premiums() -> None:
    desk = make_desk(staff=[make_person("ann", wage_hour=1000.0)])
    tuesday = MONDAY + timedelta(days=1)

    cost = cost_of_plan(plan_of(act("ann", f"{MONDAY} 14:00", f"{tuesday} 00:00")), desk)

    # Ten hours, two of them beyond eight, two of them after 22: 10,000 + 500 + 500.
    assert (cost.paid_hours, cost.overtime_hours, cost.night_hours) == (10.0, 2.0, 2.0)
    assert cost.cost == pytest.approx(11_000.0)


def test_night_is_when_the_desk_says_and_costs_what_the_desk_pays() -> None:
    rules = {"night_from": "20:00", "night_until": "06:00", "night_premium": 0.5}
    desk = make_desk(make_settings(rules=rules), staff=[make_person("ann", wage_hour=1000.0)])

    cost = cost_of_plan(plan_of(act("ann", f"{MONDAY} 17:00", f"{MONDAY} 23:00")), desk)

    assert (cost.night_hours, cost.cost) == (3.0, 6000.0 + 1500.0)


def test_a_sixth_day_is_overtime_of_the_week() -> None:
    desk = make_desk(staff=[make_person("ann", wage_hour=1000.0)])
    days = [MONDAY + timedelta(days=number) for number in range(6)]

    cost = cost_of_plan(plan_of(*(act("ann", f"{day} 09:00", f"{day} 17:00") for day in days)), desk)

    assert cost.overtime_hours == 8.0


def test_work_on_every_day_of_a_week_brings_the_premium_of_a_day_off() -> None:
    desk = make_desk(staff=[make_person("ann", wage_hour=1000.0)])
    sunday = MONDAY - timedelta(days=1)  # the desk's week begins on Sunday
    days = [sunday + timedelta(days=number) for number in range(7)]

    cost = cost_of_plan(ShiftPlan(sunday, LAST, tuple(act("ann", f"{d} 09:00", f"{d} 14:00") for d in days)), desk)

    # Thirty-five hours, five of them on the day off that the law asks for.
    assert (cost.overtime_hours, cost.holiday_hours) == (0.0, 5.0)
    assert cost.cost == pytest.approx(35_000.0 + 0.35 * 5_000.0)


def test_where_hours_are_averaged_a_long_day_is_no_overtime() -> None:
    rows = [act("ann", f"{MONDAY} 09:00", f"{MONDAY} 19:00")]
    desks = [make_desk(make_settings(rules={"hours_mode": mode}), staff=[make_person("ann", wage_hour=1000.0)])
             for mode in ("fixed", "monthly_average")]  # fmt: skip

    assert [cost_of_plan(plan_of(*rows), desk).cost for desk in desks] == [10_500.0, 10_000.0]


def test_more_than_sixty_hours_of_overtime_in_a_month_cost_half_as_much_again() -> None:
    desk = make_desk(staff=[make_person("ann", wage_hour=1000.0)])
    days = [MONDAY + timedelta(days=number) for number in range(5)]
    long = [act("ann", f"{day} 00:00", f"{day} 22:00") for day in days]

    cost = cost_of_plan(plan_of(*long), desk)

    # Fourteen hours of overtime on each of five days: seventy, ten of them beyond sixty; five hours of each are night.
    assert cost.overtime_hours == 70.0
    assert cost.cost == pytest.approx(1000.0 * (110 + 0.25 * 60 + 0.5 * 10 + 0.25 * 25))


def test_a_day_of_paid_leave_is_paid_as_a_day_of_the_contract() -> None:
    desk = make_desk(staff=[make_person("ann", wage_hour=1000.0, hours_day=6.0)])
    tuesday = MONDAY + timedelta(days=1)

    cost = cost_of_plan(plan_of(act("ann", f"{MONDAY} 00:00", f"{tuesday} 00:00", "paid_leave", shift="")), desk)

    assert (cost.paid_hours, cost.cost) == (6.0, 6000.0)


def test_people_without_a_wage_are_counted_and_no_cost_is_made_up() -> None:
    desk = make_desk(staff=[make_person("ann")])

    cost = cost_of_plan(plan_of(act("ann", f"{MONDAY} 09:00", f"{MONDAY} 12:00")), desk)

    assert cost.summary["cost"] is None
    assert cost.unknown_wages == 1
