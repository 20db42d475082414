"""Which of the requirements that are known a plan is held against."""

from datetime import timedelta

from staffing.planning.held_against import requirements_of_days
from tests.staffing.plan_builders import MONDAY, make_desk, require

FRIDAY = MONDAY + timedelta(days=4)


def test_the_requirement_that_knows_most_of_the_days_counts_and_of_equals_the_first() -> None:
    desk = make_desk()
    short, long, same = (require(desk, people, last_day=day) for people, day in ((1, MONDAY), (2, FRIDAY), (3, FRIDAY)))

    assert requirements_of_days([short, long, same], desk, first_day=MONDAY, last_day=FRIDAY) == [long]


def test_one_that_knows_none_of_the_days_is_left_out() -> None:
    desk = make_desk()

    later = MONDAY + timedelta(days=14)
    assert requirements_of_days([require(desk, 1)], desk, first_day=later, last_day=later) == []
