from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.staff import AbsenceKind
from staffing.planning.day.blend_work import LEAST_BLOCK_MINUTES, Block, blend_day, people_after
from staffing.planning.day.lunch_places import DayCrew, Duty, place_lunches
from staffing.planning.shift_design import Slot
from tests.staffing.plan_builders import MONDAY
from tests.staffing.planning.crew_builders import NINE_TO_SIX, both, crew_of, need


def test_who_is_spare_on_the_phone_takes_the_mail_that_is_short() -> None:
    phone = need("phone", [2] * 4 + [1] * 12)
    mail = need("mail", [0] * 8 + [1] * 4 + [0] * 4, written=True)

    blocks = blend_day(crew_of({"a": "phone", "b": "phone"}, phone, mail), both("a", "b"))

    assert blocks == {"b": (Block(840, 960, "mail"),)}


def test_nobody_leaves_a_phone_that_has_nobody_to_spare() -> None:
    phone, mail = need("phone", [2] * 16), need("mail", [1] * 16, written=True)

    assert blend_day(crew_of({"a": "phone", "b": "phone"}, phone, mail), both("a", "b")) == {}


def test_nobody_gets_a_block_of_a_queue_they_cannot_take() -> None:
    phone, mail = need("phone", [0] * 16), need("mail", [1] * 16, written=True)

    assert blend_day(crew_of({"a": "phone"}, phone, mail), {"a": ("phone",)}) == {}


def test_the_hour_before_the_phone_opens_goes_to_the_mail() -> None:
    phone = need("phone", [1] * 16)
    mail = need("mail", [1] * 2, first=540, written=True)

    assert blend_day(crew_of({"a": "phone"}, phone, mail), both("a")) == {"a": (Block(540, 600, "mail"),)}


def test_mail_that_is_short_in_the_morning_is_done_in_the_quiet_afternoon() -> None:
    phone = need("phone", [1] * 8 + [0] * 8)
    mail = need("mail", [1] * 4 + [0] * 12, written=True)

    assert blend_day(crew_of({"a": "phone"}, phone, mail), both("a")) == {"a": (Block(840, 960, "mail"),)}


def test_a_phone_that_is_short_comes_before_the_mail() -> None:
    quiet, short = need("quiet", [0] * 16), need("short", [1] * 16)
    mail = need("mail", [1] * 16, written=True)

    blocks = blend_day(crew_of({"a": "quiet"}, quiet, short, mail), {"a": ("quiet", "short", "mail")})

    assert {block.queue for block in blocks["a"]} == {"short"}


@pytest.mark.parametrize(
    ("short", "expected"),
    [
        ([1, 0, 0, 0], {"a": (Block(840, 900, "mail"),)}),  # half of an hour is useful: worth an hour's block
        ([0.8, 0, 0, 0], {}),  # less than half is not
    ],
)
def test_a_block_is_an_hour_at_least_and_half_of_it_useful(
    short: list[float], expected: dict[str, tuple[Block, ...]]
) -> None:
    phone, mail = need("phone", [0] * 16), need("mail", short, first=840)

    assert blend_day(crew_of({"a": "phone"}, phone, mail), both("a")) == expected


def test_a_short_gap_makes_one_block_of_two() -> None:
    phone, mail = need("phone", [0] * 16), need("mail", [1, 1, 0, 1, 1], first=840)

    assert blend_day(crew_of({"a": "phone"}, phone, mail), both("a")) == {"a": (Block(840, 990, "mail"),)}


def test_a_block_keeps_clear_of_lunch_and_training() -> None:
    training = Duty(840, 900, "training", paid=True)
    phone, mail = need("phone", [0] * 16), need("mail", [1] * 16, written=True)

    blocks = blend_day(crew_of({"a": "phone"}, phone, mail, duties={"a": [training]}), both("a"))

    assert [(b.start, b.end) for b in blocks["a"]] == [(600, 720), (780, 840), (900, 1080)]


def test_short_breaks_interrupt_a_block_and_do_not_forbid_it() -> None:
    phone, mail = need("phone", [0] * 16), need("mail", [1] * 16, written=True)
    crew = crew_of({"a": "phone"}, phone, mail)
    crew.pause("a", ((650, 660), (840, 850)))

    blocks = blend_day(crew, both("a"))

    assert [(b.start, b.end) for b in blocks["a"]] == [(600, 720), (780, 1080)]
    assert people_after(crew, blocks, "mail")[:2] == pytest.approx([1, 2 / 3])


def test_who_takes_a_break_meanwhile_need_not_be_spared_for_it() -> None:
    phone, mail = need("phone", [2] * 2, first=600), need("mail", [1] * 2, first=600)
    crew = crew_of(dict.fromkeys("abc", "phone"), phone, mail)
    crew.pause("a", ((610, 620), (640, 650)))

    assert blend_day(crew, both("a", "b")) == {"a": (Block(600, 660, "mail"),)}


KINDS: tuple[AbsenceKind, ...] = ("training", "meeting", "leave")


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_no_live_queue_is_covered_worse_after_blending(seed: int) -> None:
    random = np.random.default_rng(seed)
    names = ["one", "two", "mail", "form"][: int(random.integers(2, 5))]
    needs = [
        need(
            name,
            random.integers(0, 4, size=int(random.integers(4, 17))).astype(float),
            first=int(random.choice([540, 600, 660])),
            written=name in ("mail", "form"),
        )
        for name in names
    ]
    people = [f"p{k}" for k in range(int(random.integers(1, 8)))]
    speed = {p: float(random.choice([0.5, 1.0, 1.2])) for p in people}
    crew = DayCrew(
        {p: Slot(MONDAY, NINE_TO_SIX, str(random.choice(names))) for p in people},
        {one.queue: one for one in needs},
        duties={
            p: [Duty(840, 900, KINDS[int(random.integers(0, 3))], paid=True)] for p in people if random.random() < 0.3
        },
        speed=lambda person, _queue: speed[person],
    )
    place_lunches(crew, {p: [NINE_TO_SIX] for p in people})
    able = {p: [name for name in names if random.random() < 0.7] for p in people}

    blocks = blend_day(crew, able)

    for one in needs:
        before = crew.scheduled(one.queue)
        after = np.array([_present(crew, blocks, one.queue, start) for start in one.starts_minute])
        if not one.can_wait:
            assert (np.maximum(one.required - after, 0) <= np.maximum(one.required - before, 0) + 1e-9).all()
    for person, given_to in blocks.items():
        assert all(block.end - block.start >= LEAST_BLOCK_MINUTES and block.queue in able[person] for block in given_to)
        assert all(one.end <= two.start for one, two in pairwise(given_to))


def _present(crew: DayCrew, blocks: dict[str, tuple[Block, ...]], queue: str, start: float) -> float:
    """A slow count of who serves the queue through the half-hour from `start`."""
    found = 0.0
    for person, slot in crew.slots.items():
        for minute in range(int(start), int(start) + 30):
            if any(first <= minute < end for first, end in crew.contact_spans(person)):
                served = [b.queue for b in blocks.get(person, ()) if b.start <= minute < b.end] or [slot.queue]
                found += crew.speed(person, queue) * (served == [queue]) / 30
    return found
