from typing import Any

import pytest

from data.desk import DeskSettings
from data.opening_hours import OpeningHours
from data.reply_deadline import BusinessDays, BusinessHours, ReplyDeadline, open_hours_within, slowest
from data.service_goal import ServiceGoal
from tests.data.ticket_desk import SETTINGS

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
NINE_HOURS = OpeningHours.model_validate({day: ["09:00-18:00"] for day in WEEKDAYS})
SHORT_SATURDAY = NINE_HOURS.model_copy(update={"sat": ("09:00-12:00",)})


@pytest.mark.parametrize(
    ("deadline", "named", "within"),
    [
        pytest.param(
            BusinessDays(0),
            ("0営業日", "business days: 0"),
            ("受付当日の営業終了まで", "on the day they count as received, by closing time"),
            id="the same day",
        ),
        pytest.param(
            BusinessDays(2),
            ("2営業日", "business days: 2"),
            ("2営業日以内（2営業日後の営業終了まで）", "within 2 business days, by closing time"),
            id="days",
        ),
        pytest.param(
            BusinessHours(1.0),
            ("営業時間で1時間", "business hours: 1"),
            ("営業時間で1時間以内", "within 1 business hour"),
            id="one hour",
        ),
        pytest.param(
            BusinessHours(1.5),
            ("営業時間で1.5時間", "business hours: 1.5"),
            ("営業時間で1.5時間以内", "within 1.5 business hours"),
            id="hours that are not whole",
        ),
    ],
)
def test_a_deadline_is_said_in_both_languages(
    deadline: ReplyDeadline, named: tuple[str, str], within: tuple[str, str]
) -> None:
    assert (deadline.named("ja"), deadline.named("en")) == named
    assert (deadline.within("ja"), deadline.within("en")) == within


def test_a_goal_with_business_hours_is_due_by_them_and_not_by_its_days() -> None:
    assert ServiceGoal(deadline_business_days=3).deadline == BusinessDays(3)
    assert ServiceGoal(deadline_business_days=3, deadline_business_hours=4).deadline == BusinessHours(4)


@pytest.mark.parametrize("number", [0, -1, float("nan")])
def test_a_deadline_that_does_not_lie_after_receipt_is_no_deadline(number: float) -> None:
    with pytest.raises(ValueError, match="due after its receipt"):
        BusinessHours(number)


def test_a_deadline_in_days_does_not_lie_before_receipt() -> None:
    with pytest.raises(ValueError, match="due after its receipt"):
        BusinessDays(-1)


@pytest.mark.parametrize(
    ("hours", "opening", "days"),
    [
        pytest.param(9, NINE_HOURS, 1, id="a whole day"),
        pytest.param(9.5, NINE_HOURS, 2, id="more than a day"),
        pytest.param(4, SHORT_SATURDAY, 2, id="on friday evening the short saturday is not enough"),
        pytest.param(60, SHORT_SATURDAY, 8, id="more than a week"),
        pytest.param(2.5, OpeningHours(), 3, id="open on single dates only"),
    ],
)
def test_business_hours_are_over_within_as_many_business_days(hours: float, opening: OpeningHours, days: int) -> None:
    assert BusinessHours(hours).in_days(opening) == BusinessDays(days)


def test_days_in_a_row_are_open_for_the_least_and_the_most_hours_of_any_week() -> None:
    assert open_hours_within(0, SHORT_SATURDAY) == (0, 0)
    assert open_hours_within(1, SHORT_SATURDAY) == (3, 9)
    assert open_hours_within(6, SHORT_SATURDAY) == (48, 48)
    assert open_hours_within(8, SHORT_SATURDAY) == (60, 66)


def test_the_slowest_promise_is_told_in_days_where_not_all_are_in_hours() -> None:
    four, ten = BusinessHours(4), BusinessHours(10)

    assert slowest([(four, NINE_HOURS), (ten, NINE_HOURS)]) == ten
    assert slowest([(four, NINE_HOURS), (BusinessDays(1), NINE_HOURS)]) == BusinessDays(1)
    assert slowest([(ten, NINE_HOURS), (BusinessDays(1), NINE_HOURS)]) == BusinessDays(2)


def settings_with(goal: dict[str, Any], **queue: Any) -> DeskSettings:
    """A mail desk that is open for seven hours on weekdays."""
    phone = {"phone": SETTINGS["hours"]["mail"]}
    told = {"name": "letters", "channel": "mail", "goal": goal, **queue}
    return DeskSettings.model_validate(SETTINGS | {"hours": SETTINGS["hours"] | phone, "queue": [told]})


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        pytest.param(
            {"deadline_business_hours": 20, "deadline_latest_days": 2},
            "has 14 open hours until then, too few for deadline_business_hours = 20; write 3 or more",
            id="more hours than the latest days are open",
        ),
        pytest.param(
            {"deadline_business_hours": 0.5, "deadline_latest_days": 0},
            "has 0 open hours until then",
            id="any hours and the same day at the latest",
        ),
        pytest.param(
            {"deadline_business_hours": 1000, "deadline_latest_days": 60},
            "too few for deadline_business_hours = 1000; write fewer hours",
            id="more hours than any latest days are open",
        ),
    ],
)
def test_a_latest_reply_that_always_lies_before_the_planned_one_is_refused(goal: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        settings_with(goal)


@pytest.mark.parametrize(
    ("goal", "channel"),
    [
        pytest.param({"deadline_business_hours": 14, "deadline_latest_days": 2}, "mail", id="just in time"),
        pytest.param({"deadline_business_days": 3, "deadline_latest_days": 2}, "mail", id="days are left as they are"),
        pytest.param({"deadline_business_hours": 20, "deadline_latest_days": 0}, "phone", id="nobody writes there"),
    ],
)
def test_other_latest_replies_are_accepted(goal: dict[str, Any], channel: str) -> None:
    assert settings_with(goal, channel=channel).queue[0].goal.model_dump(include=set(goal)) == goal


@pytest.mark.parametrize("hours", [0, -4, 1001, float("inf"), float("nan"), "four"])
def test_business_hours_out_of_range_are_refused(hours: object) -> None:
    with pytest.raises(ValueError, match="deadline_business_hours"):
        settings_with({"deadline_business_hours": hours})


def test_the_latest_reply_never_lies_before_the_planned_one() -> None:
    goal = ServiceGoal(deadline_business_hours=4, deadline_latest_days=1)

    assert goal.latest_in_days(NINE_HOURS) == BusinessDays(1)
    assert goal.latest_in_days(SHORT_SATURDAY) == BusinessDays(2)
