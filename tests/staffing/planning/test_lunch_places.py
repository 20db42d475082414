from datetime import timedelta
from itertools import pairwise

import pytest

from staffing.planning.plan_shifts import plan_shifts
from tests.staffing.plan_builders import EARLY, MONDAY, make_desk, make_person, make_settings, require


@pytest.mark.parametrize("required", [2, 5])
@pytest.mark.parametrize("proficiency", [1.0, 0.6])
def test_two_people_who_are_all_there_is_do_not_lunch_at_once(required: int, proficiency: float) -> None:
    people = [make_person(name, proficiency=proficiency) for name in ("ueda", "mori")]
    desk = make_desk(make_settings(templates=[EARLY]), staff=people)

    plan = plan_shifts([require(desk, required)], desk, first_day=MONDAY, last_day=MONDAY + timedelta(days=6))

    lunches = sorted((row.start, row.end) for row in plan.activities if row.activity == "lunch")
    assert len(lunches) == 10
    assert all(first[1] <= second[0] for first, second in pairwise(lunches))
