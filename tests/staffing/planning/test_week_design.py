from datetime import timedelta

import pytest

from staffing.planning.contract_class import contract_classes, person_week
from staffing.planning.day_needs import day_needs
from staffing.planning.integer_program import SearchLimits
from staffing.planning.week_design import LIMITS, Designed, design_week
from staffing.planning.week_program import span_presence
from tests.staffing.plan_builders import EARLY, MONDAY, make_desk, make_people, make_settings, require

WEEK = [MONDAY + timedelta(days=k) for k in range(5)]


def design(people: int, wanted: int, *, limits: SearchLimits = LIMITS, **template: object) -> tuple[Designed, float]:
    """The week's shifts, and the hours that they leave uncovered."""
    desk = make_desk(make_settings(templates=[{**EARLY, **template}]), staff=make_people(people))
    needs = day_needs([require(desk, wanted)], desk, first_day=WEEK[0], last_day=WEEK[-1])
    [group] = contract_classes(desk, ["support"], days=WEEK)
    persons = {person.name: person for person in desk.staff}
    weeks = [person_week(persons[name], desk, group=group, queues=["support"], week=WEEK, in_full=False)
             for name in group.people]  # fmt: skip
    designed = design_week([group], [weeks], needs, days=WEEK, limits=limits)
    missing = 0.0
    for need in needs.values():
        there = sum(
            (span_presence(need, span) for slot in designed.slots[0] if slot.day == need.day
             for span in slot.shift.work_spans), start=need.required * 0
        )  # fmt: skip
        missing += float((need.required - there).clip(0) @ need.opened.hours)
    return designed, missing


def test_lunches_are_counted_so_that_shifts_can_be_given_them() -> None:
    designed, missing = design(4, 3, lunch_window=["11:00", "15:00"])

    assert missing == 0
    assert [len(slots) for slots in designed.slots] == [20]


def test_a_range_of_starts_is_used_where_it_covers_more() -> None:
    designed, missing = design(2, 1, end="15:00", lunch_minutes=0, latest_start="12:00")

    assert missing == 0
    assert len({slot.shift.start for slot in designed.slots[0]}) > 1


def test_short_breaks_are_reckoned_with_before_they_are_placed() -> None:
    pauses = [{"minutes": 60, "window": ["15:00", "16:00"]}]

    designed, _ = design(3, 1, breaks=pauses)

    assert {pause.minutes for slot in designed.slots[0] for pause in slot.shift.pauses} == {60}


@pytest.mark.parametrize("seconds", [0.0, 1e-9])
def test_without_any_time_the_week_still_gets_an_answer(seconds: float) -> None:
    designed, _ = design(4, 3, limits=SearchLimits(seconds=seconds))

    assert len(designed.slots[0]) == 20
    assert {slot.day for slot in designed.slots[0]} == set(WEEK)
