"""Several chats at once, against the exact balance of a small team's states."""

import numpy as np
import pytest

from data.desk import QueueSettings
from data.service_goal import ServiceGoal
from staffing.chat_slots import ChatSlots
from staffing.require_agents import promise, require_agents
from tests.staffing.conftest import ForecastBuilder

GOAL = ServiceGoal(scope="interval", max_occupancy=1.0, min_agents=0, service_level=0.9, threshold_seconds=60)


def exact_service_level(agents: int, slots: ChatSlots, *, rate: float, handle: float, threshold: float) -> float:
    """Share answered in time where each chat goes to whoever has fewest, from the balance of each number of chats.

    An agent with k chats ends them at the rate k / (handle (1 + slowdown (k - 1))). With all slots taken, a chat that
    finds j others waiting is answered after j + 1 departures at the full rate.
    """
    full = agents * slots.concurrency

    def leaving(chats: int) -> float:
        each, more = divmod(min(chats, full), agents)
        of_one = [k / (handle * (1 + slots.slowdown * (k - 1))) if k else 0.0 for k in (each, each + 1)]
        return (agents - more) * of_one[0] + more * of_one[1]

    steps = np.log([rate / leaving(chats) for chats in range(1, full + 600)])
    weights = np.concatenate([[0.0], np.cumsum(steps)])
    share = np.exp(weights - weights.max()) / np.exp(weights - weights.max()).sum()
    served_by_then = leaving(full) * threshold
    terms = np.exp(-served_by_then + np.cumsum([0.0, *np.log(served_by_then / np.arange(1, 600))]))
    late = np.cumsum(terms)  # at most j departures within the threshold: still waiting behind j others
    return 1 - float(share[full : full + 600] @ late)


@pytest.mark.parametrize(
    ("concurrency", "slowdown", "chats"),
    [
        pytest.param(2, 0.2, 24, id="two at once"),
        pytest.param(3, 0.2, 30, id="three at once"),
        pytest.param(3, 0.6, 40, id="three at once that slow each other much"),
        pytest.param(4, 0.0, 60, id="four at once without slowing"),
        pytest.param(1, 0.2, 12, id="one at a time, as on the phone"),
    ],
)
def test_as_many_people_are_needed_as_the_exact_balance_says(
    forecast_of: ForecastBuilder, concurrency: int, slowdown: float, chats: float
) -> None:
    slots = ChatSlots(concurrency=concurrency, slowdown=slowdown)
    exact = [exact_service_level(agents, slots, rate=chats / 1800, handle=600, threshold=60) for agents in range(1, 40)]

    requirement = require_agents(
        forecast_of([[chats]], channel="chat", handle_seconds=600),
        GOAL,
        unplanned_shrinkage=0,
        engine="erlang_c",
        slots=slots,
    )

    least = 1 + int(np.argmax(np.array(exact) >= 0.9))
    # With a slot or two free nobody has all chats at once, so people are a little faster than is reckoned with.
    assert requirement.agents[0] - least in (0, 1)
    assert requirement.service_level[0] <= exact[requirement.agents[0] - 1] + 1e-9


def test_dividing_one_at_a_time_service_by_the_concurrency_would_staff_too_few(forecast_of: ForecastBuilder) -> None:
    slots = ChatSlots(concurrency=3, slowdown=0.6)
    chats = forecast_of([[40]], channel="chat", handle_seconds=600)

    right = require_agents(chats, GOAL, unplanned_shrinkage=0, engine="erlang_c", slots=slots).agents[0]
    divided = -(-require_agents(chats, GOAL, unplanned_shrinkage=0, engine="erlang_c").agents[0] // 3)

    assert divided < right
    assert exact_service_level(int(divided), slots, rate=40 / 1800, handle=600, threshold=60) < 0.5


def test_a_chat_queue_has_whole_people_no_figure_for_abandonment_and_slots_in_use_as_occupancy(
    forecast_of: ForecastBuilder,
) -> None:
    slots = ChatSlots(concurrency=3, slowdown=0.2)

    requirement = require_agents(
        forecast_of([[30, 60, 0]], channel="chat", handle_seconds=600),
        GOAL,
        unplanned_shrinkage=0,
        engine="erlang_c",
        slots=slots,
    )

    assert requirement.agents.dtype == np.int64
    assert requirement.agents[2] == 0
    assert np.isnan(requirement.abandonment).all()
    load = np.array([30, 60]) * 600 * 1.4 / 1800
    assert requirement.occupancy[:2] == pytest.approx(load / (3 * requirement.agents[:2]))


@pytest.mark.parametrize("engine", ["erlang_a", "erlang_c", "pyworkforce"])
@pytest.mark.parametrize("scope", ["interval", "day"])
def test_every_scope_and_engine_counts_slots(forecast_of: ForecastBuilder, engine: str, scope: str) -> None:
    chats = forecast_of([[30, 90, 20]], channel="chat", handle_seconds=600)
    goal = GOAL.model_copy(update={"scope": scope})

    one = require_agents(chats, goal, unplanned_shrinkage=0, engine=engine)
    three = require_agents(chats, goal, unplanned_shrinkage=0, engine=engine, slots=ChatSlots(3, 0.2))

    assert np.all(three.agents < one.agents)
    assert promise(three).is_kept


def test_the_promise_says_how_many_at_once_and_how_much_that_slows(forecast_of: ForecastBuilder) -> None:
    requirement = require_agents(
        forecast_of([[30]], channel="chat"), ServiceGoal(), unplanned_shrinkage=0, slots=ChatSlots(3, 0.2)
    )

    made = promise(requirement)

    assert "serves up to 3 contacts at once (c)" in made.sentence("en", title="Support")
    assert "β = 0.2" in made.sentence("en", title="Support")
    assert "同時に3件まで対応し（c）" in made.sentence("ja", title="Support")
    assert "単独の1.4倍" in made.sentence("ja", title="Support")


def test_where_several_at_once_slow_nothing_the_promise_says_so_without_a_formula(forecast_of: ForecastBuilder) -> None:
    requirement = require_agents(
        forecast_of([[30]], channel="chat"), ServiceGoal(), unplanned_shrinkage=0, slots=ChatSlots(3, 0.0)
    )

    made = promise(requirement)

    assert made.sentence("en", title="Support").endswith("up to 3 contacts at once, each as fast as alone.")
    assert made.sentence("ja", title="Support").endswith("1件あたりの対応時間は単独のときと同じとします。")
    assert "β" not in made.sentence("en", title="Support") + made.sentence("ja", title="Support")


def test_only_chat_is_served_several_at_once() -> None:
    chat = QueueSettings(name="web", channel="chat", concurrency=3, concurrency_slowdown=0.3)

    assert ChatSlots.of(chat) == ChatSlots(concurrency=3, slowdown=0.3)
    assert ChatSlots.of(chat.model_copy(update={"channel": "video"})).concurrency == 1
    assert ChatSlots.of(chat.model_copy(update={"channel": "phone"})).stretch == 1


@pytest.mark.parametrize(("concurrency", "slowdown"), [(0, 0.2), (2, -0.1), (2, float("inf"))])
def test_impossible_slots_are_refused(concurrency: int, slowdown: float) -> None:
    with pytest.raises(ValueError, match="at least 1 contact at once"):
        ChatSlots(concurrency=concurrency, slowdown=slowdown)
