"""When customers are told within which time a reply comes: only while the log bears it out."""

import pandas as pd
import pytest

from dashboards.kept_replies import kept_deadlines
from data.desk import QueueSettings
from data.reply_deadline import BusinessDays, BusinessHours, ReplyDeadline
from data.service_goal import ServiceGoal
from tests.dashboards.widget_desk import answered_of, two_live_settings, written_settings


@pytest.mark.parametrize(
    ("in_deadline", "in_latest", "due", "told"),
    [
        pytest.param(80, 90, 100, {"mail": BusinessDays(1)}, id="four in five by the deadline"),
        pytest.param(79, 90, 100, {"mail": BusinessDays(2)}, id="four in five by the latest deadline only"),
        pytest.param(50, 79, 100, {}, id="kept neither"),
        pytest.param(9, 9, 9, {}, id="too few to tell"),
    ],
)
def test_the_deadline_is_told_that_four_in_five_kept(
    in_deadline: int, in_latest: int, due: int, told: dict[str, ReplyDeadline]
) -> None:
    answered = answered_of("letters", in_deadline=in_deadline, in_latest=in_latest, due=due)

    assert kept_deadlines(two_live_settings(), answered) == told


def test_what_is_older_than_a_quarter_does_not_count() -> None:
    old = answered_of("letters", in_deadline=0, in_latest=0).assign(date=pd.Timestamp("2026-08-20"))

    assert kept_deadlines(two_live_settings(), pd.concat([old, answered_of("letters")])) == {"mail": BusinessDays(1)}


def test_of_several_queues_the_slowest_counts_and_an_unknown_one_hides_the_channel() -> None:
    settings = written_settings()
    second = QueueSettings.model_validate(
        {"name": "returns", "channel": "mail", "goal": {"deadline_business_days": 2, "deadline_latest_days": 3}}
    )
    settings = settings.model_copy(update={"queue": (*settings.queue, second)})

    assert kept_deadlines(settings, pd.concat([answered_of("mail"), answered_of("returns")])) == {
        "mail": BusinessDays(2)
    }
    assert kept_deadlines(settings, answered_of("mail")) == {}


def test_without_any_record_nothing_is_told() -> None:
    assert kept_deadlines(two_live_settings(), None) == {}


def test_business_hours_are_told_while_they_are_kept_and_else_the_latest_days() -> None:
    settings = two_live_settings(ServiceGoal(deadline_business_hours=4, deadline_latest_days=3))

    assert kept_deadlines(settings, answered_of("letters")) == {"mail": BusinessHours(4)}
    assert kept_deadlines(settings, answered_of("letters", in_deadline=79)) == {"mail": BusinessDays(3)}
    assert kept_deadlines(settings, answered_of("letters", in_deadline=50, in_latest=79)) == {}
