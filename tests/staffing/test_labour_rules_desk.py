"""Skills, trainings, locks, breaks, nobody alone, pauses from the screen, and night work."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from data.desk import Desk
from staffing.labour.articles import ARTICLES
from staffing.labour.night import night_work
from staffing.labour.sentences import MENDS, MESSAGES
from staffing.labour_rules import history_from, judge
from staffing.shift_plan import Activity, ShiftPlan
from tests.staffing.labour_builders import agreed, desk_with, found, judged, shift
from tests.staffing.plan_builders import act, make_absence, make_desk, make_person, make_settings

MONDAY = date(2026, 12, 7)
QUEUES = ({"name": "support", "skills": ["technical", "billing"]}, {"name": "experts", "tier": 2})


def on(queue: str, start: str = "10:00", end: str = "12:00") -> Activity:
    return replace(act("ueda", f"2026-12-07 {start}", f"2026-12-07 {end}"), queue=queue)


def with_queues(**person: Any) -> Desk:
    return make_desk(make_settings(queues=QUEUES), staff=[make_person("ueda", **person)])


@pytest.mark.parametrize(
    ("person", "queue", "expected"),
    [
        ({"skills": ("technical",)}, "support", [("skills", "block", MONDAY)]),  # one of two skills
        ({"skills": ("billing", "technical")}, "support", []),  # both
        ({}, "support", []),  # nobody told their skills, so all
        ({}, "experts", [("tier", "block", MONDAY)]),  # tier 1 where tier 2 is asked
        ({"tier": 2}, "experts", []),  # tier 2
        ({}, "letters", [("unknown_queue", "block", MONDAY)]),  # no such queue
    ],
)
def test_a_queue_needs_its_skills_and_tier(person: dict[str, Any], queue: str, expected: list[Any]) -> None:
    assert found([on(queue)], with_queues(**person)) == expected


def test_a_queue_that_is_served_twice_a_day_is_told_once_with_the_skill_that_lacks() -> None:
    (told,) = judged([on("support"), on("support", "13:00", "14:00")], with_queues(skills=("billing",)))

    assert "technical" in told.message
    assert "billing" not in told.message
    assert "skills" in told.mend


@pytest.mark.parametrize(
    ("kind", "start", "expected"),
    [
        ("training", "11:59", [("in_training", "block", MONDAY)]),  # a minute of contacts within it
        ("training", "12:00", []),  # it begins when the contacts end
        ("meeting", "10:30", [("in_training", "block", MONDAY)]),  # a meeting likewise
        ("paid_leave", "11:59", [("on_leave", "block", MONDAY)]),  # leave
        ("requested_off", "11:59", [("on_leave", "warning", MONDAY)]),  # a wish
    ],
)
def test_nobody_serves_contacts_in_a_training_or_on_leave(kind: Any, start: str, expected: list[Any]) -> None:
    desk = desk_with()
    leave = (make_absence("ueda", f"2026-12-07T{start}", "2026-12-07T13:00", kind),)

    assert found([act("ueda", "2026-12-07 10:00", "2026-12-07 12:00")], replace(desk, leave=leave)) == expected


def test_a_training_within_its_time_is_no_clash() -> None:
    desk = replace(desk_with(), leave=(make_absence("ueda", "2026-12-07T10:00", "2026-12-07T12:00", "training"),))

    assert found([act("ueda", "2026-12-07 10:00", "2026-12-07 12:00", "training")], desk) == []


def test_what_is_locked_must_stay_as_it_is() -> None:
    stays, moved = on("support"), on("support", "10:30", "12:30")
    plan = ShiftPlan(MONDAY, MONDAY, (moved,))

    told = judge(plan, with_queues(), locked=[stays])

    assert judge(plan, with_queues(), locked=[moved]) == ()
    assert [(one.rule, one.severity, one.person, one.date) for one in told] == [("locked", "block", "ueda", MONDAY)]
    assert "10:00〜12:00" in told[0].message


@pytest.mark.parametrize(
    ("rests", "expected"),
    [
        ([("11:00", "11:20"), ("14:00", "14:25")], []),  # 20 and 25 minutes are 45
        ([("11:00", "11:20"), ("14:00", "14:24")], [("break", "block", MONDAY)]),  # a minute too little
        ([("09:00", "09:45")], [("break", "block", MONDAY)]),  # at the very start
        ([("16:00", "16:45")], [("break", "block", MONDAY)]),  # at the very end
    ],
)
def test_rests_count_together_and_only_inside_the_work(rests: Sequence[tuple[str, str]], expected: list[Any]) -> None:
    edges = ["09:00", *(edge for rest in rests for edge in rest), "16:45"]
    spans = [*zip(edges[::2], edges[1::2], strict=True)]
    rows = [on("", start, end) for start, end in spans if start != end]
    rows += [act("ueda", f"2026-12-07 {a}", f"2026-12-07 {b}", "rest", paid=False) for a, b in rests]

    assert found(rows, desk_with()) == expected


def test_the_break_of_a_night_lies_after_midnight() -> None:
    night = shift(MONDAY, 480, start=20 * 60, pause=45)

    assert found(night, desk_with()) == []
    assert found(shift(MONDAY, 480, start=20 * 60, pause=44), desk_with()) == [("break", "block", MONDAY)]


def test_an_exempt_trade_has_lunch_when_it_likes() -> None:
    rows = [act("ueda", "2026-12-07 12:00", "2026-12-07 13:00", "lunch", paid=False),
            act("mori", "2026-12-07 13:00", "2026-12-07 14:00", "lunch", paid=False)]  # fmt: skip
    plan = ShiftPlan(MONDAY, MONDAY, tuple(rows))

    assert [one.rule for one in judge(plan, make_desk())] == ["staggered_break"]
    assert judge(plan, make_desk(make_settings(rules={"break_exempt_trade": True}))) == ()


def two_people(least: int = 2) -> Desk:
    return make_desk(make_settings(rules={"min_on_duty": least}), staff=[make_person("ueda"), make_person("mori")])


@pytest.mark.parametrize(
    ("mori", "expected"),
    [
        (("10:00", "14:00"), None),  # both all the time
        (("10:01", "14:00"), "10:00〜10:01"),  # ueda is alone for a minute
        (("10:00", "15:00"), "14:00〜15:00"),  # mori is alone for an hour
        (("09:00", "14:00"), None),  # mori alone before the desk opens at ten
    ],
)
def test_nobody_is_alone_while_the_desk_is_open(mori: tuple[str, str], expected: str | None) -> None:
    rows = [act("ueda", "2026-12-07 10:00", "2026-12-07 14:00")]
    rows += [act("mori", f"2026-12-07 {mori[0]}", f"2026-12-07 {mori[1]}")]

    told = [one for one in judged(rows, two_people()) if one.rule == "alone"]

    assert [(one.person, one.severity, one.date) for one in told] == [("", "warning", MONDAY)] * bool(expected)
    assert all(expected and expected in one.message for one in told)


def day_of(name: str, lunch: str, *, start: str = "10:00", end: str = "18:00") -> list[Activity]:
    back = f"{int(lunch[:2]) + 1}{lunch[2:]}"
    spans = ((start, lunch, "phone"), (lunch, back, "lunch"), (back, end, "phone"))
    return [act(name, f"2026-12-07 {a}", f"2026-12-07 {b}", kind, paid=kind == "phone") for a, b, kind in spans]


@pytest.mark.parametrize(
    ("rows", "mend"),
    [
        pytest.param(
            [*day_of("ueda", "12:00"), *day_of("mori", "13:00")],
            "あと 1 人を加えるか",
            id="two who are each alone while the other has lunch",
        ),
        pytest.param(
            [*day_of("ueda", "12:00"), *day_of("mori", "13:00"), *day_of("abe", "12:00")],
            "シフトか休憩を動かしてください",
            id="of three, two at once: one may go later",
        ),
        pytest.param(day_of("ueda", "12:00"), "あと 2 人を加えるか", id="one alone all day"),
        pytest.param(
            [*day_of("ueda", "12:00", end="20:00"), *day_of("mori", "13:00", end="20:00")],
            "シフトか休憩を動かしてください",
            id="two who are there for long after closing",
        ),
    ],
)
def test_who_is_alone_at_lunch_is_told_what_would_help(rows: list[Activity], mend: str) -> None:
    desk = make_desk(make_settings(rules={"min_on_duty": 2}), staff=[make_person(n) for n in ("ueda", "mori", "abe")])

    [told] = [one for one in judged(rows, desk) if one.rule == "alone"]

    assert mend in told.mend


def test_a_desk_of_one_person_is_not_told_that_it_is_small() -> None:
    rows = [act("ueda", "2026-12-07 10:00", "2026-12-07 14:00")]

    assert judged(rows, desk_with(min_on_duty=2)) == ()


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([("phone", 60)], None),  # an hour exactly
        ([("phone", 61)], "1時間1分"),  # a minute more
        ([("phone", 60), ("break", 10), ("phone", 60)], None),  # ten minutes' pause
        ([("phone", 60), ("break", 9), ("phone", 60)], "2時間"),  # nine are none
        ([("phone", 40), ("meeting", 10), ("mail", 40)], None),  # a meeting is away from the screen
        ([("phone", 40), ("mail", 40)], "1時間20分"),  # mail after the phone is the screen still
    ],
)
def test_an_hour_at_the_screen_needs_a_pause(pieces: list[tuple[Any, int]], expected: str | None) -> None:
    rows, at = [], 600
    for kind, minutes in pieces:
        start, end = (f"2026-12-07 {m // 60:02d}:{m % 60:02d}" for m in (at, at + minutes))
        rows.append(act("ueda", start, end, kind))
        at += minutes

    told = judged(rows, desk_with(screen_minutes_on_end=60))

    assert [(one.rule, one.severity, one.person) for one in told] == [("screen", "warning", "ueda")] * bool(expected)
    assert all(expected and f"画面での作業が {expected} 続きます" in one.message for one in told)


def test_night_work_is_counted_and_costs_a_premium() -> None:
    desk = desk_with(person={"wage_hour": 1200.0})
    rows = shift(MONDAY, 480, start=20 * 60)  # 20:00 to 05:00, with a lunch from midnight to one

    (told,) = night_work(ShiftPlan(MONDAY, MONDAY, tuple(rows)), desk)

    assert (told.person, told.hours, told.premium) == ("ueda", 6.0, 6 * 1200 * 0.25)


def test_day_work_is_no_night_work() -> None:
    rows = shift(MONDAY, 480, start=5 * 60)

    assert night_work(ShiftPlan(MONDAY, MONDAY, tuple(rows)), desk_with()) == ()


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, date(2026, 11, 29)),  # the week before
        ({"max_days_running": 14}, date(2026, 11, 22)),  # a run that long
        (agreed(), date(2026, 3, 29)),  # the agreement's year, from the week of its first day
        ({"hours_mode": "flextime", "settlement_months": 3}, date(2026, 9, 27)),  # October to December
        ({"days_off_mode": "four_weeks", "four_weeks_from": "2026-11-15"}, date(2026, 11, 15)),  # these four weeks
    ],
)
def test_history_is_asked_for_as_far_back_as_a_rule_looks(rules: dict[str, Any], expected: date) -> None:
    assert history_from(desk_with(**rules), MONDAY) == expected


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_rule_has_an_article_a_message_and_a_way_to_mend_it(language: str) -> None:
    assert set(ARTICLES[language]) == set(MESSAGES[language]) == set(MENDS[language]) - {"alone_few"}
