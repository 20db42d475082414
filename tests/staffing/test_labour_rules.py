from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from data.desk import Desk
from staffing.labour_rules import Violation, judge
from staffing.shift_plan import Activity, ShiftPlan
from tests.staffing.plan_builders import act, make_desk, make_person, make_settings, whole_day

SUNDAY = date(2026, 12, 6)


def judged(activities: Sequence[Activity], desk: Desk | None = None) -> tuple[Violation, ...]:
    plan = ShiftPlan(min(a.date for a in activities), max(a.date for a in activities), tuple(activities))
    return judge(plan, desk or make_desk(staff=[make_person("ueda"), make_person("mori")]))


def rules(activities: Sequence[Activity], desk: Desk | None = None) -> set[tuple[str, str]]:
    return {(violation.rule, violation.severity) for violation in judged(activities, desk)}


def full_day(day: str, person: str = "ueda") -> list[Activity]:
    """Nine to six with lunch at noon: exactly eight hours."""
    return [
        act(person, f"{day} 09:00", f"{day} 12:00"),
        act(person, f"{day} 12:00", f"{day} 13:00", "lunch", paid=False),
        act(person, f"{day} 13:00", f"{day} 18:00"),
    ]


def test_a_plain_day_of_eight_hours_breaks_no_rule() -> None:
    assert judged(full_day("2026-12-07")) == ()


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("15:00", set()),  # six hours exactly need no break
        ("15:01", {("break", "block")}),  # a minute more does
    ],
)
def test_a_break_is_due_beyond_six_hours(end: str, expected: set[tuple[str, str]]) -> None:
    assert rules([act("ueda", "2026-12-07 09:00", f"2026-12-07 {end}")]) == expected


@pytest.mark.parametrize(
    ("lunch_minutes", "end", "expected"),
    [
        (45, "17:45", set()),  # eight hours exactly: 45 minutes do
        (45, "17:46", {("break", "block"), ("hours_day", "block"), ("contract_day", "warning")}),  # 8:01: they do not
        (60, "18:01", {("hours_day", "block"), ("contract_day", "warning")}),  # 8:01 with an hour of break
        (44, "15:45", {("break", "block")}),  # 6:01 with a minute too little
    ],
)
def test_the_break_grows_beyond_eight_hours(lunch_minutes: int, end: str, expected: set[tuple[str, str]]) -> None:
    after_lunch = f"2026-12-07 12:{lunch_minutes:02d}" if lunch_minutes < 60 else "2026-12-07 13:00"
    day = [
        act("ueda", "2026-12-07 09:00", "2026-12-07 12:00"),
        act("ueda", "2026-12-07 12:00", after_lunch, "lunch", paid=False),
        act("ueda", after_lunch, f"2026-12-07 {end}"),
    ]

    assert rules(day) == expected


@pytest.mark.parametrize(
    ("lunch", "work"),
    [
        (("09:00", "10:00"), ("10:00", "17:00")),  # before the first work
        (("16:00", "17:00"), ("09:00", "16:00")),  # after the last
    ],
)
def test_a_break_at_the_edge_of_the_shift_is_none(lunch: tuple[str, str], work: tuple[str, str]) -> None:
    day = [
        act("ueda", f"2026-12-07 {lunch[0]}", f"2026-12-07 {lunch[1]}", "lunch", paid=False),
        act("ueda", f"2026-12-07 {work[0]}", f"2026-12-07 {work[1]}"),
    ]

    assert rules(day) == {("break", "block")}


def test_a_paid_break_is_work_and_a_rest_is_a_break() -> None:
    paid = [
        act("ueda", "2026-12-07 09:00", "2026-12-07 12:00"),
        act("ueda", "2026-12-07 12:00", "2026-12-07 12:45", "break"),
        act("ueda", "2026-12-07 12:45", "2026-12-07 16:00"),
    ]
    unpaid = [paid[0], act("ueda", "2026-12-07 12:00", "2026-12-07 12:45", "rest", paid=False), paid[2]]

    assert rules(paid) == {("break", "block")}
    assert rules(unpaid) == set()


def test_training_and_meetings_count_as_work() -> None:
    day = [*full_day("2026-12-07"), act("ueda", "2026-12-07 18:00", "2026-12-07 18:30", "training")]

    assert ("hours_day", "block") in rules(day)


def test_forty_hours_a_week_pass_and_a_minute_more_does_not() -> None:
    week = [row for number in range(7, 12) for row in full_day(f"2026-12-{number:02d}")]
    more = [*week, act("ueda", "2026-12-12 10:00", "2026-12-12 10:01")]

    assert rules(week) == set()
    assert rules(more) == {("hours_week", "block"), ("contract_week", "warning")}


def test_the_week_ends_where_the_desk_says() -> None:
    days = [row for number in range(7, 12) for row in full_day(f"2026-12-{number:02d}")] + full_day("2026-12-13")
    from_monday = make_desk(make_settings(week_starts="monday"), staff=[make_person("ueda")])

    assert rules(days) == set()
    assert rules(days, from_monday) == {("hours_week", "block"), ("contract_week", "warning")}


def test_seven_days_of_work_in_a_week_leave_no_day_off() -> None:
    days = [act("ueda", f"2026-12-{6 + k:02d} 10:00", f"2026-12-{6 + k:02d} 15:00") for k in range(7)]

    found = judged(days)

    assert [(v.rule, v.severity, v.date) for v in found] == [
        ("days_off", "block", SUNDAY),
        ("days_running", "block", date(2026, 12, 12)),
    ]
    assert rules(days[:-1]) == set()


def test_a_shift_past_midnight_belongs_to_the_day_it_started_on() -> None:
    night = [
        act("ueda", "2026-12-07 18:00", "2026-12-07 22:00"),
        act("ueda", "2026-12-07 22:00", "2026-12-07 23:00", "rest", paid=False),
        act("ueda", "2026-12-07 23:00", "2026-12-08 04:00"),
    ]

    found = judged(night)

    assert [(v.rule, v.date) for v in found] == [("hours_day", date(2026, 12, 7)), ("contract_day", date(2026, 12, 7))]


def test_two_dates_written_on_one_day_do_not_hide_its_hours() -> None:
    morning = act("ueda", "2026-12-07 06:00", "2026-12-07 11:00")
    evening = act("ueda", "2026-12-07 16:00", "2026-12-07 21:00")
    relabelled = Activity(
        "ueda", date(2026, 12, 8), "late", evening.start, evening.end, evening.activity, evening.queue, paid=True
    )

    assert ("hours_day", "block") in rules([morning, relabelled])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-10-25", {("hours_day", "block"), ("contract_day", "warning")}),  # clocks go back: nine hours elapse
        ("2026-03-29", set()),  # clocks go forward: seven
        ("2026-10-18", set()),  # an ordinary night: eight
    ],
)
def test_elapsed_hours_count_when_the_clock_changes(day: str, expected: set[tuple[str, str]]) -> None:
    desk = make_desk(make_settings(time_zone="Europe/Berlin"), staff=[make_person("ueda")])
    zone = "Europe/Berlin"
    night = [
        act("ueda", f"{day} 00:00", f"{day} 04:00", zone=zone),
        act("ueda", f"{day} 04:00", f"{day} 05:00", "lunch", paid=False, zone=zone),
        act("ueda", f"{day} 05:00", f"{day} 09:00", zone=zone),
    ]

    assert rules(night, desk) == expected


def test_two_things_at_once_are_refused() -> None:
    day = [*full_day("2026-12-07"), act("ueda", "2026-12-07 11:00", "2026-12-07 12:00", "meeting")]

    found = judged(day)

    assert [(v.rule, v.severity) for v in found] == [("overlap", "block")]
    assert "11:00〜12:00" in found[0].message


def test_work_on_leave_is_refused_and_on_a_requested_day_off_warned_about() -> None:
    monday = date(2026, 12, 7)
    on_leave = make_desk(staff=[make_person("ueda")], leave=[whole_day("ueda", monday)])
    requested = make_desk(staff=[make_person("ueda")], leave=[whole_day("ueda", monday, "requested_off")])

    assert rules(full_day("2026-12-07"), on_leave) == {("on_leave", "block")}
    assert rules(full_day("2026-12-07"), requested) == {("on_leave", "warning")}


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"end_date": date(2026, 12, 6)}, {("not_employed", "block")}),  # left the day before
        ({"start_date": date(2026, 12, 8)}, {("not_employed", "block")}),  # starts the day after
        ({"start_date": date(2026, 12, 7), "end_date": date(2026, 12, 7)}, set()),  # just that day
    ],
)
def test_only_the_employed_work(dates: dict[str, Any], expected: set[tuple[str, str]]) -> None:
    assert rules(full_day("2026-12-07"), make_desk(staff=[make_person("ueda", **dates)])) == expected


def test_a_stranger_to_the_staff_is_refused() -> None:
    assert rules(full_day("2026-12-07", "nobody")) == {("not_employed", "block")}


def test_contract_hours_are_warned_about() -> None:
    part_time = make_desk(staff=[make_person("ueda", hours_day=5.0, hours_week=10.0)])
    days = [row for number in (7, 8) for row in full_day(f"2026-12-{number:02d}")]

    assert rules(days, part_time) == {("contract_day", "warning"), ("contract_week", "warning")}


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("08:00", set()),  # eleven hours
        ("07:59", {("rest", "warning")}),  # a minute less
    ],
)
def test_rest_between_shifts_is_a_target(start: str, expected: set[tuple[str, str]]) -> None:
    days = [
        act("ueda", "2026-12-07 16:00", "2026-12-07 21:00"),
        act("ueda", f"2026-12-08 {start}", "2026-12-08 12:00"),
    ]

    assert rules(days) == expected


def test_lunch_at_different_times_needs_an_agreement() -> None:
    other = [
        act("mori", "2026-12-07 10:00", "2026-12-07 13:00"),
        act("mori", "2026-12-07 13:00", "2026-12-07 14:00", "lunch", paid=False),
        act("mori", "2026-12-07 14:00", "2026-12-07 18:00"),
    ]
    agreed = make_desk(
        make_settings(rules={"staggered_break_agreement": True}), staff=[make_person("ueda"), make_person("mori")]
    )

    together = rules([*full_day("2026-12-07"), *full_day("2026-12-07", "mori")])
    apart = judged([*full_day("2026-12-07"), *other, *full_day("2026-12-08")])

    assert together == set()
    assert [(v.rule, v.severity, v.person) for v in apart] == [("staggered_break", "warning", "")]
    assert rules([*full_day("2026-12-07"), *other], agreed) == set()


def test_a_violation_names_person_day_article_and_remedy_in_both_languages() -> None:
    (found,) = judged([act("ueda", "2026-12-07 09:00", "2026-12-07 15:01")])

    assert found.article == "労働基準法第34条第1項"
    assert found.message == "ueda: 2026-12-07 は労働 6時間1分 に対し、途中の休憩が 0 分です。"
    assert found.mend == "労働時間の途中に 45 分の休憩（lunch または rest）を置いてください。"
    assert found.sentence("ja") == f"{found.message}{found.mend}（{found.article}）"
    assert found.sentence("en") == (
        "ueda: 6 h 01 min of work on 2026-12-07 with 0 minutes of break inside it. Place 45 minutes of lunch or rest "
        "within the working time. (Labour Standards Act, Article 34(1))"
    )
