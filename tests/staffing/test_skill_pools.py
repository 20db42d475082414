"""People with several skills: what they save lies between one skill each and everyone with all, and goals are kept."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.mondays import DOUBT
from benchmarks.mondays import forecast_of as forecast_of_monday
from benchmarks.pools import bound_of, pools_of, row_of
from benchmarks.simulation import Monday
from data.desk import Desk, DeskSettings
from data.errors import NothingToDo
from data.service_goal import ServiceGoal
from data.staff import Person
from data.warehouse import Warehouse
from staffing.ask_pools import PooledDesk, ask_pools, pool_queues
from staffing.live_service import Asked
from staffing.pooled_goal import pooled_goal
from staffing.pooled_queues import asked_of_pool, common_intervals, pooled
from staffing.skill_pools import SkillPools, divisions, sets_of
from tests.staffing.conftest import ForecastBuilder


def _pools(**people: int) -> SkillPools:
    """One interval of an hour; people by the numbers of the queues, as `q01`."""
    required = {frozenset(map(int, name[1:])): np.array([count]) for name, count in people.items()}
    queues = [f"queue {number}" for number in range(max(map(max, required)) + 1)]
    return SkillPools.of(queues, open_hours=np.ones(1), required=required)


def test_three_with_both_skills_save_one_person_until_all_are_one_pool() -> None:
    pools = _pools(q0=10, q1=8, q01=15)

    assert [int(pools.people(k)[0]) for k in (0, 2, 3, 6, 9, 12)] == [18, 18, 17, 16, 15, 15]
    assert pools.enough == 9


def test_with_three_queues_each_saves_up_to_two() -> None:
    pools = _pools(q0=6, q1=6, q2=6, q01=10, q02=10, q12=10, q012=14)

    assert [int(pools.people(k)[0]) for k in (0, 3, 6, 9)] == [18, 16, 14, 14]


def test_the_bound_holds_for_every_set_of_queues() -> None:
    pools = _pools(q0=9, q1=6, q2=4, q01=13, q02=11, q12=9, q012=16)

    for cross_trained in range(0, pools.enough + 1, 3):
        mix = pools.mix(cross_trained)
        assert sum(int(people[0]) for people in mix.values()) == int(pools.people(cross_trained)[0])
        both = int(mix[pools.everything][0])
        assert both <= cross_trained
        for able, need in pools.required.items():
            assert both + sum(int(mix[frozenset({q})][0]) for q in able) >= int(need[0])


def test_a_set_never_needs_less_than_a_part_of_it_nor_more_than_its_parts_apart() -> None:
    assert _pools(q0=5, q1=3, q01=4).together.tolist() == [5]
    assert _pools(q0=5, q1=3, q01=9).together.tolist() == [8]


def test_queues_divide_into_parts_in_every_way() -> None:
    assert len(list(divisions((0, 1, 2)))) == 5
    assert len(sets_of(3)) == 7


@pytest.mark.parametrize("queues", [("one",), tuple("abcdef")], ids=["one", "six"])
def test_one_queue_or_too_many_are_refused(queues: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="two to 5"):
        SkillPools(queues, np.ones(1), {})


def test_a_pool_has_the_contacts_and_the_work_of_its_queues(forecast_of: ForecastBuilder) -> None:
    calls = forecast_of([[20.0, 30.0]], handle_seconds=300.0, day_spread=0.1, root_spread=0.5)
    video = forecast_of([[10.0, 5.0]], handle_seconds=900.0, day_spread=0.1, root_spread=0.5)

    both = pooled([calls, video])

    np.testing.assert_allclose(both.mean, calls.mean + video.mean, rtol=1e-6)
    work = calls.mean * 300.0 + video.mean * 900.0
    np.testing.assert_allclose(both.mean * both.handle_seconds, work, rtol=1e-6)
    assert both.handle_variation > 1.0
    np.testing.assert_allclose(both.day_spread, 0.1, rtol=1e-6)


def test_a_queue_that_is_closed_brings_nothing_to_the_pool(forecast_of: ForecastBuilder) -> None:
    long, short = forecast_of([[20.0] * 4]), forecast_of([[10.0] * 4]).taking(np.array([1, 2]))

    one, other = common_intervals([long, short])

    assert one.starts.equals(other.starts)
    np.testing.assert_allclose(other.mean, [0.0, 10.0, 10.0, 0.0])
    np.testing.assert_allclose(pooled([one, other]).mean, [20.0, 30.0, 30.0, 20.0])


def test_the_goal_of_a_pool_keeps_every_goal() -> None:
    goal = pooled_goal([
        ServiceGoal(service_level=0.8, threshold_seconds=60, scope="week", min_agents=1),
        ServiceGoal(service_level=0.9, threshold_seconds=180, scope="day", min_agents=3),
    ])  # fmt: skip

    assert (goal.service_level, goal.threshold_seconds, goal.scope, goal.min_agents) == (0.9, 60, "day", 3)


def test_the_patience_of_a_pool_loses_as_many_as_its_queues() -> None:
    asked = [Asked(180.0, 300.0, 5.0), Asked(60.0, 600.0, 3.0)]

    found = asked_of_pool(asked, [10.0, 10.0])

    assert found.patience_seconds == pytest.approx(400.0)
    assert (found.threshold_seconds, found.short_abandon_seconds) == (60.0, 3.0)
    assert asked_of_pool([Asked(180.0), Asked(180.0)], [1.0, 1.0]).patience_seconds == np.inf


def test_a_third_with_all_skills_serve_nearly_as_well_as_separate_queues_and_the_bound_alone_does_not() -> None:
    pools = pools_of((7.0, 5.0))
    mixed, bare = (row_of((7.0, 5.0), "", groups, days=40) for groups in (pools.mix(pools.enough), bound_of(pools)))
    levels, bare_levels = ([float(text) for text in str(row["service_level"]).split()] for row in (mixed, bare))

    assert mixed["agent_hours"] == bare["agent_hours"] == pools.hours(pools.together)
    assert pools.hours(pools.together) < 0.87 * pools.hours(pools.apart)
    assert min(levels) > 94.0
    assert min(bare_levels) < min(levels) - 1.0


HOURS = {day: ["08:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def _desk(staff: tuple[Person, ...] = ()) -> Desk:
    queues = [{"name": name, "skills": [name], "goal": {"min_agents": 0}} for name in ("technical", "billing")]
    mails = {"name": "mail", "channel": "mail"}
    settings = {"format": 1, "name": "skills", "time_zone": "Asia/Tokyo", "hours": {"phone": HOURS, "mail": HOURS}}
    return Desk(
        folder=Path(), settings=DeskSettings.model_validate(settings | {"queue": [*queues, mails]}), staff=staff
    )


def _person(name: str, *skills: str) -> Person:
    return Person(name, None, None, "full_time", 8, 40, skills, 1, 1.0, 0, False)


@pytest.fixture(scope="module")
def asked() -> PooledDesk:
    """Technical and billing, each a quiet Monday; one of three people can take both."""
    staff = (_person("a", "technical"), _person("b", "technical", "billing"), _person("c", "mail"))
    quiet_monday = forecast_of_monday(Monday(7.0, DOUBT))
    forecasts = [replace(quiet_monday, queue=name) for name in ("technical", "billing")]
    return pool_queues(forecasts, _desk(staff), patience_seconds={"technical": 480.0, "billing": 480.0})


def test_a_desk_learns_what_people_with_both_skills_save(asked: PooledDesk) -> None:
    summary = asked.summary
    saved = [one["saved_hours"] for one in summary["by_cross_trained"]]  # type: ignore[attr-defined]

    assert saved == sorted(saved)
    assert saved[0] == 0 < saved[-1]
    assert summary["agent_hours"] == summary["together_agent_hours"]
    assert summary["staff"] == [{"queues": "technical", "people": 1}, {"queues": "technical;billing", "people": 1}]
    assert summary["saved_by_staff"] == asked.pools.hours(asked.pools.apart - asked.pools.people(1))
    assert min(asked.after) > 0.9
    assert asked.keeps_levels


def test_more_of_them_stand_for_one_where_the_simulated_day_loses_too_much(asked: PooledDesk) -> None:
    lost = replace(asked, after=(asked.before[0] - 0.02, asked.before[1]))

    assert not lost.keeps_levels
    assert asked.pools.cover > 1, "the bound by itself costs these queues more than a point"
    assert "even so" in lost.sentence("en", titles=["T", "B"])


def test_the_rows_add_up_to_the_people(asked: PooledDesk) -> None:
    rows = asked.rows()

    assert set(rows["queues"]) == {"technical", "billing", "technical;billing"}
    np.testing.assert_array_equal(
        rows.groupby("interval_start")["agents"].sum(), asked.pools.people(asked.cross_trained)
    )
    np.testing.assert_array_equal(rows.groupby("interval_start")["agents_apart"].sum(), asked.pools.apart)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_sentence_names_hours_people_and_the_simulated_day(asked: PooledDesk, language: str) -> None:
    told = asked.sentence(language, titles=["T", "B"])  # type: ignore[arg-type]

    for figure in ("agent_hours", "apart_agent_hours", "saved_hours"):
        assert f"{asked.summary[figure]:.1f}" in told
    assert "2026-11-02" in told


def test_one_live_queue_cannot_be_pooled(tmp_path: Path) -> None:
    desk = replace(_desk(), folder=tmp_path)
    with Warehouse.open(desk) as warehouse, pytest.raises(NothingToDo, match="technical"):
        ask_pools(warehouse, desk, as_of=None, horizon_days=7, queues=["technical", "mail"])
