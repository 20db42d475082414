from datetime import timedelta

import pytest

from staffing.planning.contract_class import contract_classes
from staffing.planning.plan_shifts import plan_shifts
from staffing.shift_plan import WORK
from staffing.speeds import Speeds
from tests.staffing.plan_builders import MONDAY, WEEKDAYS, make_desk, make_people, make_person, make_settings, require

QUEUES = (
    {"name": "phone", "skills": ["phone"]},
    {"name": "mail", "channel": "mail", "skills": ["mail"], "handle_seconds": 600},
)
OPEN = {day: ["10:00-18:00"] for day in WEEKDAYS}
SETTINGS = make_settings(queues=QUEUES, more_hours={"mail": OPEN})
SUNDAY = MONDAY + timedelta(days=6)


def test_a_novice_begins_with_mail_alone_and_comes_to_the_phone_later() -> None:
    speeds = Speeds(make_desk(SETTINGS, staff=[make_person("new", novice_from=MONDAY)]))
    four_weeks_on = MONDAY + timedelta(weeks=4)

    assert speeds.speed("new", queue="mail", day=MONDAY) == pytest.approx(1 / 48)
    assert speeds.speed("new", queue="phone", day=MONDAY) == 0
    assert speeds.speed("new", queue="phone", day=four_weeks_on) == 0.5


def test_a_novice_without_written_work_takes_calls_at_once() -> None:
    desk = make_desk(SETTINGS, staff=[make_person("new", novice_from=MONDAY, skills=("phone",))])

    assert Speeds(desk).speed("new", queue="phone", day=MONDAY) == 0.5


def test_a_novice_takes_time_of_a_colleague_until_the_ramp_ends() -> None:
    speeds = Speeds(make_desk(SETTINGS, staff=[make_person("new", novice_from=MONDAY), make_person("old")]))
    later = MONDAY + timedelta(weeks=16)

    assert speeds.net_speed("new", queue="mail", day=MONDAY) == pytest.approx(1 / 48 - 0.15)
    assert speeds.net_speed("new", queue="mail", day=later) == 1
    assert speeds.net_speed("old", queue="mail", day=MONDAY) == 1


def test_who_is_not_in_staff_csv_is_no_novice_and_works_at_full_speed() -> None:
    speeds = Speeds(make_desk(SETTINGS))

    assert speeds.net_speed("guest", queue="phone", day=MONDAY) == 1
    assert not speeds.is_novice("guest", day=MONDAY)


def test_a_group_of_novices_gets_faster_and_wider_from_week_to_week() -> None:
    desk = make_desk(SETTINGS, staff=[make_person("new", novice_from=MONDAY)])
    fifth = MONDAY + timedelta(weeks=4)

    [first_week] = contract_classes(desk, ["phone", "mail"], days=[MONDAY])
    [fifth_week] = contract_classes(desk, ["phone", "mail"], days=[fifth])

    assert first_week.queues == ("mail",)
    assert first_week.speeds["mail"] == pytest.approx(1 / 48 - 0.15)
    assert fifth_week.queues == ("phone", "mail")
    assert fifth_week.speeds["phone"] == pytest.approx(0.35)


def test_a_plan_keeps_a_novice_from_the_phone_in_the_first_weeks() -> None:
    staff = (*make_people(2), make_person("new", novice_from=MONDAY))
    desk = make_desk(SETTINGS, staff=staff)
    needs = [require(desk, 3, queue="phone"), require(desk, 1, queue="mail")]

    plan = plan_shifts(needs, desk, first_day=MONDAY, last_day=SUNDAY)

    served = {a.queue for a in plan.activities if a.person == "new" and a.activity in WORK}
    assert served == {"mail"}
