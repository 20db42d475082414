from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.novice_ramp import NoviceRamp, Shape
from tests.staffing.plan_builders import make_person

FIRST = date(2026, 10, 5)
MAIL = 600.0


def speed_of(days_here: int, ramp: NoviceRamp | None = None, **changes: object) -> float:
    person = make_person("new", novice_from=FIRST, **changes)
    return person.proficiency_on(FIRST + timedelta(days=days_here), ramp=ramp or NoviceRamp(), handle_seconds=MAIL)


def calls_of(days_here: int, *, live_at_once: bool = False) -> float:
    person = make_person("new", novice_from=FIRST)
    day = FIRST + timedelta(days=days_here)
    return person.proficiency_on(day, ramp=NoviceRamp(), live_at_once=live_at_once)


def test_who_is_no_novice_works_at_the_speed_of_staff_csv_on_any_day() -> None:
    person = make_person("old", proficiency=0.7)

    assert person.proficiency_on(FIRST, ramp=NoviceRamp(), handle_seconds=MAIL) == 0.7
    assert person.proficiency_on(FIRST, ramp=NoviceRamp()) == 0.7
    assert not person.is_novice_on(FIRST, ramp=NoviceRamp())


def test_one_mail_a_day_is_one_handle_time_of_the_days_hours() -> None:
    assert speed_of(0) * 8 * 3600 / MAIL == pytest.approx(1)
    assert speed_of(0, NoviceRamp(mails_a_day=12), hours_day=4.0) * 4 * 3600 / MAIL == pytest.approx(12)


def test_half_way_an_even_ramp_has_brought_half_of_the_rest() -> None:
    assert speed_of(56) == pytest.approx((1 / 48 + 1) / 2)


@pytest.mark.parametrize(("shape", "risen"), [("even", 0.5), ("slow_start", 0.25), ("fast_start", 0.75)])
def test_the_shape_says_how_much_is_reached_half_way(shape: Shape, risen: float) -> None:
    assert speed_of(56, NoviceRamp(shape=shape)) == pytest.approx(1 / 48 + 47 / 48 * risen)


def test_after_the_weeks_a_novice_is_none_and_works_at_the_final_speed() -> None:
    person = make_person("new", novice_from=FIRST, proficiency=0.9)
    last, after = FIRST + timedelta(days=111), FIRST + timedelta(days=112)

    assert person.is_novice_on(last, ramp=NoviceRamp())
    assert not person.is_novice_on(after, ramp=NoviceRamp())
    assert speed_of(111, proficiency=0.9) < 0.9 == speed_of(112, proficiency=0.9)


def test_more_mails_a_day_than_the_final_speed_allows_are_that_speed() -> None:
    assert speed_of(0, NoviceRamp(mails_a_day=300), proficiency=0.9) == 0.9


def test_the_first_weeks_are_without_calls() -> None:
    assert calls_of(27) == 0
    assert calls_of(28) == 0.5
    assert calls_of(70) == pytest.approx(0.75)
    assert calls_of(112) == 1


def test_without_written_work_calls_begin_on_the_first_day_or_before() -> None:
    assert calls_of(-3, live_at_once=True) == calls_of(0, live_at_once=True) == 0.5


@given(
    weeks=st.integers(1, 60),
    share=st.floats(0, 1),
    shape=st.sampled_from(["even", "slow_start", "fast_start"]),
    days=st.lists(st.integers(-30, 500), min_size=2, max_size=6),
)
def test_nobody_gets_slower_with_time(weeks: int, share: float, shape: Shape, days: list[int]) -> None:
    ramp = NoviceRamp(weeks=weeks, written_only_weeks=int(weeks * share), shape=shape)
    person = make_person("new", novice_from=FIRST)
    when = [FIRST + timedelta(days=day) for day in sorted(days)]

    written = [person.proficiency_on(day, ramp=ramp, handle_seconds=MAIL) for day in when]
    live = [person.proficiency_on(day, ramp=ramp) for day in when]

    assert written == sorted(written)
    assert live == sorted(live)
    assert 0 < written[0] <= written[-1] <= 1
    assert 0 <= live[0] <= live[-1] <= 1


def test_weeks_without_calls_beyond_the_ramp_are_refused() -> None:
    with pytest.raises(ValidationError, match="written_only_weeks 5 is more than weeks 4"):
        NoviceRamp(weeks=4, written_only_weeks=5)
