from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.planning.day.blend_work import LEAST_BLOCK_MINUTES, Block, blend_day, people_after
from staffing.planning.day.day_price import day_price, uncovered_live_hours
from staffing.planning.day.day_program import lay_day
from staffing.planning.day.lunch_places import DayCrew, Duty
from staffing.planning.day.small_day import MOST_PEOPLE, Blocks, relaid
from staffing.planning.day_shift import DayShift
from staffing.planning.integer_program import SearchLimits
from staffing.planning.shift_design import DayNeed
from tests.staffing.planning.crew_builders import NINE_TO_SIX, both, crew_of, need

LUNCHES = tuple(replace(NINE_TO_SIX, lunch_start=minute) for minute in range(660, 841, 30))


def laid(
    crew: DayCrew, *people: str, lunches: Sequence[DayShift] = LUNCHES, odd: dict[str, int] | None = None
) -> tuple[DayCrew, Blocks, float]:
    """The day after one person at a time and then all at once; and what its live queues lack."""
    able = both(*people)
    blocks = blend_day(crew, able)
    choices = dict.fromkeys(people, lunches)
    better, blocks = relaid(crew, blocks, able, choices, needs=crew.needs, odd_lunches=odd or {})
    return better, blocks, uncovered(better, blocks)


def uncovered(crew: DayCrew, blocks: Blocks) -> float:
    return uncovered_live_hours(crew.needs, {queue: people_after(crew, blocks, queue) for queue in crew.needs})


def test_one_leaves_the_mail_for_the_phone_at_ten_and_another_takes_the_mail_at_two() -> None:
    phone = need("phone", [2] * 4 + [0] * 2 + [1] * 2 + [0] * 4)
    mail = need("mail", [1] * 12, written=True)
    crew = crew_of({"a": "phone", "b": "mail"}, phone, mail)

    alone = blend_day(crew, both("a", "b"))
    _, blocks, lacking = laid(crew, "a", "b")

    assert uncovered(crew, alone) == 2
    assert lacking == 0
    assert blocks["b"][0] == Block(600, 720, "phone")
    assert {block.queue for block in blocks["a"]} == {"mail"}


def test_lunch_makes_way_for_calls_at_noon() -> None:
    phone, mail = need("phone", [1] * 4 + [2] * 2 + [1] * 8), need("mail", [0] * 14, written=True)

    crew, _, lacking = laid(crew_of({"a": "phone", "b": "phone"}, phone, mail), "a", "b")

    assert lacking == 0
    assert all(slot.shift.lunch_start != 720 for slot in crew.slots.values())


def test_a_day_that_lacks_nobody_stays_as_it_is() -> None:
    phone, mail = need("phone", [1] * 4), need("mail", [1] * 8, written=True)
    crew = crew_of({"a": "phone", "b": "mail"}, phone, mail)
    blocks = blend_day(crew, both("a", "b"))

    better, after = relaid(crew, blocks, both("a", "b"), dict.fromkeys("ab", LUNCHES), needs=crew.needs, odd_lunches={})

    assert better is crew
    assert after is blocks


@pytest.mark.parametrize("people", [MOST_PEOPLE + 1, 2])
def test_large_desks_and_those_of_one_skill_stay_as_they_are(people: int) -> None:
    names = [f"p{k}" for k in range(people)]
    phone, mail = need("phone", [people + 3] * 8), need("mail", [0] * 8, written=True)
    crew = crew_of(dict.fromkeys(names, "phone"), phone, mail)
    able = both(*names) if people > 2 else dict.fromkeys(names, ("phone",))

    better, _ = relaid(crew, {}, able, dict.fromkeys(names, LUNCHES), needs=crew.needs, odd_lunches={})

    assert better is crew


def test_the_odd_lunch_goes_to_who_had_fewer() -> None:
    phone, mail = need("phone", [1] * 16), need("mail", [0] * 16, written=True)
    early, usual = (replace(NINE_TO_SIX, lunch_start=minute) for minute in (660, 720))

    for had in ({"a": 0, "b": 4}, {"a": 4, "b": 0}):
        crew = crew_of({"a": "phone", "b": "phone"}, phone, mail)
        better, _, lacking = laid(crew, "a", "b", lunches=[early, usual], odd=had)

        assert lacking == 0
        lunches = {person: slot.shift.lunch_start for person, slot in better.slots.items()}
        assert lunches[min(had, key=lambda person: had[person])] == 660


def test_two_are_kept_at_work_where_the_desk_wants_two() -> None:
    phone = need("phone", [2] * 4 + [0] * 4 + [1] * 8)
    mail = replace(need("mail", [0.5] * 16, written=True), company=np.array([2.0] * 4 + [2.0] * 2 + [0.0] * 10))
    crew = crew_of({"a": "mail", "b": "mail"}, phone, mail)

    better, _, _ = laid(crew, "a", "b")

    assert better.price_of_company == 0
    assert all((slot.shift.lunch_start or 0) >= 780 for slot in better.slots.values())


def test_without_an_answer_the_day_stays() -> None:
    crew = crew_of({"a": "phone", "b": "mail"}, need("phone", [2] * 4), need("mail", [1] * 4, written=True))
    options = {person: [slot.shift] for person, slot in crew.slots.items()}

    assert lay_day(crew, both("a", "b"), options, needs=crew.needs, limits=SearchLimits(seconds=0.0)) is None


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_day_laid_once_more_costs_less_and_keeps_blocks_of_an_hour(data: st.DataObject) -> None:
    people = data.draw(st.lists(st.sampled_from("abcde"), min_size=2, max_size=5, unique=True))
    wanted = st.lists(st.integers(0, 3).map(float), min_size=16, max_size=16)
    needs: list[DayNeed] = [need("phone", data.draw(wanted)), need("mail", data.draw(wanted), written=True)]
    queues = {person: data.draw(st.sampled_from(["phone", "mail"])) for person in people}
    duties = {person: [Duty(840, 930, "training", paid=True)] for person in people if data.draw(st.booleans())}
    crew = crew_of(queues, *needs, speed=data.draw(st.sampled_from([0.6, 1.0])), duties=duties)
    able = both(*people)
    before = blend_day(crew, able)

    better, blocks = relaid(crew, before, able, dict.fromkeys(people, LUNCHES), needs=crew.needs, odd_lunches={})

    def price(one: DayCrew, given: Blocks) -> float:
        return day_price(one.needs, {queue: people_after(one, given, queue) for queue in one.needs})

    assert price(better, blocks) <= price(crew, before) + 1e-6
    for person, given_blocks in blocks.items():
        spans = better.spans_around_pauses(person)
        for block in given_blocks:
            assert block.end - block.start >= LEAST_BLOCK_MINUTES
            assert any(first <= block.start and block.end <= last for first, last in spans)
        assert all(one.end <= two.start for one, two in pairwise(given_blocks))
