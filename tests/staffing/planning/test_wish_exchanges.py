"""People alike exchange days for a wish where no duty gets less even, no rest too short and more is won than lost."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest

from data.desk import Desk
from data.wishes import Wishes
from staffing.planning.day_shift import DayShift
from staffing.planning.fairness.duty_exchanges import Evening
from staffing.planning.fairness.wish_exchanges import grant_wishes
from staffing.planning.plan_history import PlanHistory
from staffing.planning.shift_design import Slot
from tests.staffing.plan_builders import MONDAY, make_desk, make_people, make_settings

HOURS = {"early": (8, 17), "mid": (11, 20), "late": (13, 22)}
TEMPLATES = [{"name": name, "start": f"{first:02d}:00", "end": f"{last:02d}:00", "lunch_window": ["13:30", "17:30"]}
             for name, (first, last) in HOURS.items()]  # fmt: skip
EARLY = Wishes(prefers=("early",))


def desk() -> Desk:
    opened = {day: ["08:00-22:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    return make_desk(make_settings(hours=opened, templates=TEMPLATES), staff=make_people(2))


def exchanged(shifts: Mapping[str, Sequence[str]], wishes: Mapping[str, Wishes], first_day: date) -> list[date]:
    """The days that p01 and p02 exchange, who work these shifts from a day on."""
    slots = {
        (name, day): Slot(day, DayShift(shift, 60 * HOURS[shift][0], 60 * HOURS[shift][1], None, 0), "support")
        for name, own in shifts.items()
        for day, shift in zip((first_day + timedelta(days=k) for k in range(9)), own, strict=False)
    }
    evening = Evening.of(("p01", "p02"), slots, desk(), history=PlanHistory(), may=lambda *_: True,
                         week_of=lambda day: day - timedelta(days=day.weekday()))  # fmt: skip
    return [day for _, _, day in grant_wishes(evening, wishes)]


TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=k) for k in (1, 2, 3))


@pytest.mark.parametrize(("shifts", "wishes", "first_day", "found"), [
    pytest.param({"p01": ["mid"], "p02": ["early"]}, {"p01": EARLY}, TUESDAY, [TUESDAY], id="nothing against it"),
    pytest.param({"p01": ["mid"] * 3, "p02": ["early"] * 3}, {"p01": EARLY}, TUESDAY, [TUESDAY, WEDNESDAY, THURSDAY],
                 id="a whole week rather than a day"),
    pytest.param({"p01": ["mid"], "p02": ["early"]}, {"p01": EARLY, "p02": EARLY}, TUESDAY, [],
                 id="the other wishes the same"),
    pytest.param({"p01": ["mid"], "p02": ["early"]}, {"p01": EARLY, "p02": Wishes(avoids=("early",))}, TUESDAY,
                 [TUESDAY], id="both win"),
    pytest.param({"p01": ["late", "late"], "p02": ["early", "late"]}, {"p01": EARLY}, TUESDAY, [TUESDAY],
                 id="late shifts stay one apart"),
    pytest.param({"p01": ["late", "mid"], "p02": ["early", "late"]}, {"p01": EARLY}, TUESDAY, [],
                 id="late shifts would be two apart"),
    pytest.param({"p01": ["mid", "early"], "p02": ["early", "late"]}, {"p01": EARLY}, MONDAY, [MONDAY],
                 id="a Monday morning for another"),
    pytest.param({"p01": ["early", "mid", "early"], "p02": ["mid", "early", "mid"]}, {"p01": EARLY}, TUESDAY,
                 [WEDNESDAY], id="fewer changes within the week"),
])  # fmt: skip
def test_an_exchange_keeps_a_wish_where_nothing_weightier_is_against_it(
    shifts: Mapping[str, Sequence[str]], wishes: Mapping[str, Wishes], first_day: date, found: list[date]
) -> None:
    assert exchanged(shifts, wishes, first_day) == found


def test_a_rest_that_would_get_too_short_is_against_it() -> None:
    rested = {"p01": ["mid", "mid"], "p02": ["mid", "early"]}

    assert exchanged(rested, {"p01": EARLY}, TUESDAY) == [WEDNESDAY]
    assert exchanged({**rested, "p01": ["late", "mid"]}, {"p01": EARLY}, TUESDAY) == []
