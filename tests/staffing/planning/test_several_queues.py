from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from data.desk import Desk
from staffing.coverage import measure_coverage
from staffing.planning.plan_shifts import plan_shifts
from staffing.shift_plan import WORK, ShiftPlan
from tests.staffing.plan_builders import (
    MONDAY,
    WEEKDAYS,
    make_absence,
    make_desk,
    make_people,
    make_person,
    make_settings,
    require,
)

LAST_DAY = MONDAY + timedelta(days=27)
ALL_DAYS = (*WEEKDAYS, "sat", "sun")
MAIL = {"name": "letters", "channel": "mail"}


def desk_of(
    queues: Sequence[dict[str, Any]], staff: Sequence[Any], *, mail_on: Sequence[str] = WEEKDAYS, on_duty: int = 1
) -> Desk:
    more_hours = {"mail": {day: ["10:00-18:00"] for day in mail_on}}
    rules = {"min_on_duty": on_duty}
    return make_desk(
        make_settings(queues=queues, more_hours=more_hours, week_starts="monday", rules=rules), staff=staff
    )


def plan_of(desk: Desk, people: dict[str, int], *, last_day: date = LAST_DAY) -> tuple[ShiftPlan, dict[str, float]]:
    requirements = [require(desk, count, last_day=last_day, queue=queue) for queue, count in people.items()]
    plan = plan_shifts(requirements, desk, first_day=MONDAY, last_day=last_day)
    missing = {
        part.queue: float(part.uncovered_hours.sum()) for part in measure_coverage(plan, requirements, desk).queues
    }
    return plan, missing


def days_by_person(plan: ShiftPlan) -> dict[str, set[date]]:
    found: dict[str, set[date]] = defaultdict(set)
    for row in plan.activities:
        if row.activity in WORK:
            found[row.person].add(row.date)
    return found


def test_where_people_are_few_the_phone_is_covered_before_the_mail() -> None:
    desk = desk_of([{"name": "support"}, MAIL], make_people(4))

    _, missing = plan_of(desk, {"support": 3, "letters": 3}, last_day=MONDAY + timedelta(days=6))

    assert missing["support"] < 1
    assert missing["letters"] > 70


def test_experts_serve_their_own_tier_while_tier_one_has_people() -> None:
    queues = [{"name": "support"}, {"name": "experts", "tier": 2}]
    desk = desk_of(queues, [*make_people(4), *(make_person(f"expert{k}", tier=2) for k in range(3))])

    plan, _ = plan_of(desk, {"support": 3, "experts": 1})

    served = Counter(row.queue for row in plan.activities if row.person.startswith("expert") and row.activity in WORK)
    assert set(served) == {"experts"}


def test_weekend_duty_goes_round_with_two_people_and_two_days_off() -> None:
    desk = desk_of([{"name": "support"}, MAIL], make_people(8), mail_on=ALL_DAYS, on_duty=2)

    plan, missing = plan_of(desk, {"support": 3, "letters": 1})

    days = days_by_person(plan)
    weekends = {name: sum(day.weekday() >= 5 for day in worked) for name, worked in days.items()}
    at_work = Counter(day for worked in days.values() for day in worked)
    assert max(weekends.values()) - min(weekends[name] for name in plan.people) <= 2
    assert all(at_work[MONDAY + timedelta(days=k)] >= 2 for k in range(25) if (k % 7) >= 5)
    assert missing["letters"] < 5


def test_nobody_works_more_than_six_days_on_end_without_need() -> None:
    desk = desk_of([{"name": "support"}, MAIL], make_people(8), mail_on=ALL_DAYS)

    plan, _ = plan_of(desk, {"support": 2, "letters": 2})

    for worked in days_by_person(plan).values():
        runs = [sum(day + timedelta(days=k) in worked for k in range(7)) for day in worked]
        assert max(runs) <= 6


def test_a_shift_serves_phone_and_mail_in_blocks_of_an_hour_or_more() -> None:
    desk = desk_of([{"name": "support"}, MAIL], make_people(3))
    busy_morning = require(desk, lambda start: 2 if start.hour < 12 else 1, queue="support")
    mail = require(desk, lambda start: 2 if start.hour >= 14 else 0, queue="letters")

    plan = plan_shifts([busy_morning, mail], desk, first_day=MONDAY, last_day=MONDAY + timedelta(days=6))

    kinds = defaultdict(set)
    for row in (row for row in plan.activities if row.activity in WORK):
        kinds[row.person, row.date].add(row.activity)
        assert row.activity == "phone" or row.hours >= 1
    assert {"phone", "mail"} in kinds.values()


def test_an_afternoon_requested_off_gives_the_early_shift() -> None:
    leave = [make_absence("p01", f"{MONDAY}T18:00", f"{MONDAY}T20:00", "requested_off")]
    desk = make_desk(staff=make_people(4), leave=leave)

    plan = plan_shifts([require(desk, 2)], desk, first_day=MONDAY, last_day=MONDAY)

    assert {row.shift for row in plan.activities if row.person == "p01"} == {"early"}


def test_a_request_that_leaves_an_hour_of_the_day_is_a_day_off() -> None:
    leave = [make_absence("p01", f"{MONDAY}T09:00", f"{MONDAY}T18:00", "requested_off")]
    desk = make_desk(staff=make_people(4), leave=leave)

    plan = plan_shifts([require(desk, 2)], desk, first_day=MONDAY, last_day=MONDAY)

    assert [row.activity for row in plan.activities if row.person == "p01"] == ["day_off"]
