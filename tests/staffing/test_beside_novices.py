from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from data.desk import Desk
from staffing.beside_novices import BesideNovices, beside_novices
from staffing.coverage import measure_coverage
from staffing.planning.plan_shifts import plan_shifts
from staffing.shift_plan import Activity, ShiftPlan
from staffing.speeds import Speeds
from tests.staffing.plan_builders import (
    MONDAY,
    WEEKDAYS,
    act,
    make_desk,
    make_people,
    make_person,
    make_settings,
    require,
)

NEW = make_person("new", novice_from=MONDAY - timedelta(weeks=6))
QUEUES = (
    {"name": "support", "skills": ["phone"]},
    {"name": "mail", "channel": "mail", "skills": ["mail"], "handle_seconds": 600},
)
SETTINGS = make_settings(queues=QUEUES, more_hours={"mail": {day: ["10:00-18:00"] for day in WEEKDAYS}})


def works(person: str, start: str, end: str, queue: str = "support") -> Activity:
    row = act(person, f"2026-12-07 {start}", f"2026-12-07 {end}")
    return replace(row, queue=queue, activity="phone" if queue == "support" else "mail")


def found(desk: Desk, *rows: Activity) -> BesideNovices:
    return beside_novices(ShiftPlan(MONDAY, MONDAY, rows), Speeds(desk))


def seniors(beside: BesideNovices) -> list[tuple[str, float]]:
    return [(pair.senior, (pair.end - pair.start) / 60) for pair in beside.pairs]


def test_a_colleague_on_the_same_queue_gives_the_share_of_the_desk_file() -> None:
    desk = make_desk(SETTINGS, staff=[NEW, make_person("old")])

    beside = found(desk, works("new", "10:00", "14:00"), works("old", "11:00", "16:00"))

    assert seniors(beside) == [("old", 3.0)]
    assert beside.senior_hours == pytest.approx(3 * 0.15)
    assert beside.alone == {(MONDAY, "new"): 1.0}


def test_the_pair_counts_as_the_novice_and_what_is_left_of_the_colleague() -> None:
    desk = make_desk(SETTINGS, staff=[NEW, make_person("old", proficiency=1.2)])
    plan = ShiftPlan(MONDAY, MONDAY, (works("new", "10:00", "12:00"), works("old", "11:00", "13:00")))
    novice = Speeds(desk).speed("new", queue="support", day=MONDAY)

    scheduled = measure_coverage(plan, [require(desk, 1)], desk).queues[0].scheduled

    expected = [novice, novice, novice + 1.2 * 0.85, novice + 1.2 * 0.85, 1.2, 1.2]
    assert 0.5 < novice < 0.7
    assert list(scheduled[:6]) == pytest.approx(expected)


def test_who_is_on_the_novices_queue_comes_before_who_is_on_another() -> None:
    desk = make_desk(SETTINGS, staff=[NEW, make_person("senior", tier=2), make_person("peer")])

    beside = found(
        desk,
        works("new", "10:00", "12:00", "mail"),
        works("senior", "10:00", "12:00"),
        works("peer", "10:00", "12:00", "mail"),
    )

    assert seniors(beside) == [("peer", 2.0)]


def test_who_is_on_another_queue_but_can_take_the_novices_gives_time_of_that_other() -> None:
    desk = make_desk(SETTINGS, staff=[NEW, make_person("old")])

    [pair] = found(desk, works("new", "10:00", "12:00", "mail"), works("old", "10:00", "12:00")).pairs

    assert (pair.senior, pair.queue, pair.people) == ("old", "support", 0.15)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"skills": ("mail",)}, id="has not the skill"),
        pytest.param({"helper": True}, id="only helps out"),
        pytest.param({"novice_from": MONDAY - timedelta(weeks=8)}, id="is a novice too"),
    ],
)
def test_nobody_is_beside_a_novice_whose_colleague(changes: dict[str, object]) -> None:
    desk = make_desk(SETTINGS, staff=[NEW, make_person("other", **changes)])

    beside = found(desk, works("new", "10:00", "12:00"), works("other", "10:00", "12:00"))

    assert not beside.pairs
    assert beside.alone[MONDAY, "new"] == 2.0


def test_two_novices_go_to_two_colleagues_where_there_are_two() -> None:
    staff = [NEW, make_person("newer", novice_from=MONDAY - timedelta(weeks=5)), *make_people(2)]
    rows = [works(person.name, "10:00", "12:00") for person in staff]

    assert seniors(found(make_desk(SETTINGS, staff=staff), *rows)) == [("p01", 2.0), ("p02", 2.0)]


def test_nobody_looks_after_more_novices_than_their_time_allows() -> None:
    settings = make_settings(queues=QUEUES, more_hours={"mail": {}}, novices={"senior_share": 0.4})
    novices = [make_person(f"n{k}", novice_from=MONDAY - timedelta(weeks=6)) for k in range(3)]
    staff = [*novices, make_person("old")]

    beside = found(make_desk(settings, staff=staff), *(works(p.name, "10:00", "12:00") for p in staff))

    assert seniors(beside) == [("old", 2.0), ("old", 2.0)]
    assert beside.alone == {(MONDAY, "n2"): 2.0}


def test_who_is_there_for_longest_comes_first_and_another_takes_the_rest() -> None:
    desk = make_desk(SETTINGS, staff=[NEW, *make_people(2)])

    beside = found(desk, works("new", "10:00", "18:00"), works("p01", "10:00", "13:00"), works("p02", "12:00", "18:00"))

    assert seniors(beside) == [("p01", 2.0), ("p02", 6.0)]


def test_a_desk_that_gives_no_time_to_novices_tells_nobody_alone() -> None:
    settings = make_settings(queues=QUEUES, more_hours={"mail": {}}, novices={"senior_share": 0})

    beside = found(make_desk(settings, staff=[NEW]), works("new", "10:00", "12:00"))

    assert (beside.pairs, beside.alone) == ((), {})


def test_the_time_given_to_novices_never_leaves_a_queue_below_nobody() -> None:
    random = np.random.default_rng(7)
    staff = [NEW, make_person("newer", novice_from=MONDAY), *make_people(4)]
    desk = make_desk(SETTINGS, staff=staff)
    for _ in range(30):
        rows = []
        for person in staff:
            first, last = sorted(random.choice(range(10, 19), size=2, replace=False))
            rows.append(works(person.name, f"{first}:00", f"{last}:00", str(random.choice(["support", "mail"]))))
        plan = ShiftPlan(MONDAY, MONDAY, tuple(rows))

        coverage = measure_coverage(plan, [require(desk, 2), require(desk, 1, queue="mail")], desk)

        novice_hours = sum(row.hours for row in rows if row.person in ("new", "newer"))
        beside = coverage.beside
        assert all((part.scheduled > -1e-9).all() for part in coverage.queues)
        assert sum(p.end - p.start for p in beside.pairs) / 60 + beside.hours_alone == pytest.approx(novice_hours)


def test_a_plan_says_how_fast_its_novices_are_and_whose_time_they_take() -> None:
    desk = make_desk(SETTINGS, staff=[NEW, *make_people(3)])
    needs = [require(desk, 2), require(desk, 1, queue="mail")]

    plan = plan_shifts(needs, desk, first_day=MONDAY, last_day=MONDAY + timedelta(days=6))

    english = " ".join(remark.en for remark in plan.remarks)
    japanese = "".join(remark.ja for remark in plan.remarks)
    assert "new 19 → 21 mails a day" in english
    assert "new は1日 19→21 通" in japanese
    assert "agent-hours of experienced colleagues (p0" in english
    assert "人時見込み、充足から差し引いています" in japanese


def test_a_plan_names_the_novice_beside_whom_nobody_is() -> None:
    desk = make_desk(SETTINGS, staff=[NEW])

    plan = plan_shifts([require(desk, 1)], desk, first_day=MONDAY, last_day=MONDAY)

    [told] = [remark for remark in plan.remarks if "no experienced colleague" in remark.en]
    assert "(new), first on 2026-12-07" in told.en
    assert "そばに経験者がいません（最初は 2026-12-07）" in told.ja


def test_a_plan_tells_where_only_speed_is_short_of_the_least_number_on_duty() -> None:
    desk = make_desk(staff=[make_person(name, proficiency=0.9) for name in ("ueda", "mori", "sato")])
    needed = require(desk, 2, last_day=MONDAY)

    plan = plan_shifts(
        [replace(needed, bound_by=("min_agents",) * len(needed))], desk, first_day=MONDAY, last_day=MONDAY
    )

    told = [remark for remark in plan.remarks if "min_agents" in remark.en]
    assert ("by their speed they fall short" in told[0].en, "人数は足りており" in told[0].ja) == (True, True)
