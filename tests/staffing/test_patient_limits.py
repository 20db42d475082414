"""The least agents where callers hang up: every limit is kept, and by one agent fewer it is not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing import erlang
from staffing.erlang_a import abandonment, average_speed_of_answer, occupancy, required_agents, service_level


@settings(deadline=None)
@given(
    load=st.floats(0.01, 500),
    handle=st.floats(20, 7200),
    patience=st.floats(5, 1e5),
    threshold=st.floats(0, 600),
    level=st.floats(0.01, 0.995),
    max_abandonment=st.sampled_from([1.0, 0.1, 0.03]),
    max_occupancy=st.sampled_from([1.0, 0.85]),
    max_asa_seconds=st.sampled_from([None, 2.0, 30.0]),
)
def test_required_agents_keep_every_limit_and_one_fewer_does_not(
    load: float,
    handle: float,
    patience: float,
    threshold: float,
    level: float,
    max_abandonment: float,
    max_occupancy: float,
    max_asa_seconds: float | None,
) -> None:
    rate = load / handle

    agents = required_agents(
        rate,
        handle,
        patience_seconds=patience,
        threshold_seconds=threshold,
        service_level=level,
        max_abandonment=max_abandonment,
        max_occupancy=max_occupancy,
        max_asa_seconds=max_asa_seconds,
    )

    two, limit = np.array([int(agents) - 1, int(agents)]), np.inf if max_asa_seconds is None else max_asa_seconds
    queue = (np.maximum(two, 0), rate, handle)
    slack = np.array([1e-9, -1e-9])
    kept = (
        (two >= 0)
        & (service_level(*queue, threshold, patience_seconds=patience) >= level + slack)
        & (abandonment(*queue, patience_seconds=patience) <= max_abandonment - slack)
        & (occupancy(*queue, patience_seconds=patience) <= max_occupancy - slack)
        & ((average_speed_of_answer(*queue, patience_seconds=patience) <= limit * (1 - slack)) | np.isinf(limit))
    )
    assert kept.tolist() == [False, True]


def test_a_service_level_alone_staffs_below_the_load_and_a_cap_on_abandonment_mends_that() -> None:
    # On record: 80 erlangs, 90 % within 180 s, patience 480 s.
    asked = {"patience_seconds": 480, "threshold_seconds": 180, "service_level": 0.9}

    agents = required_agents(80 / 300, 300, **asked, max_abandonment=[1, 0.05, 0.03])

    assert agents.tolist() == [73, 79, 82]
    assert round(float(abandonment(73, 80 / 300, 300, patience_seconds=480)), 3) == 0.096


def test_endless_patience_needs_the_agents_of_erlang_c() -> None:
    rate = np.linspace(0, 0.4, 60)
    goal = {"threshold_seconds": 180, "service_level": 0.9, "max_occupancy": 0.9, "max_asa_seconds": 20}

    found = required_agents(rate, 300, patience_seconds=np.inf, max_abandonment=0.0, **goal)

    assert found.tolist() == erlang.required_agents(rate, 300, **goal).tolist()


def test_intervals_with_and_without_patience_stand_side_by_side() -> None:
    patience = np.array([np.inf, 480, np.inf, 60])
    goal = {"threshold_seconds": 180, "service_level": 0.9, "max_abandonment": 0.05}

    together = required_agents([[0.1], [0.0], [0.3]], 300, patience_seconds=patience, **goal)

    one_by_one = [
        [int(required_agents(rate, 300, patience_seconds=p, **goal)) for p in patience] for rate in (0.1, 0.0, 0.3)
    ]
    assert together.tolist() == one_by_one
    assert together[1].tolist() == [0, 0, 0, 0]


def test_a_long_column_gives_what_its_parts_give() -> None:
    rate = np.random.default_rng(7).uniform(0, 0.2, 20_000)
    goal = {"patience_seconds": 240, "threshold_seconds": 60, "service_level": 0.85, "max_abandonment": 0.06}

    whole = required_agents(rate, 300, **goal)

    parts = [required_agents(part, 300, **goal) for part in np.split(rate, 5)]
    assert whole.tolist() == np.concatenate(parts).tolist()


def test_who_asks_for_nothing_needs_nobody() -> None:
    agents = required_agents(0.1, 300, patience_seconds=60, threshold_seconds=60, service_level=0.0)

    assert int(agents) == 0


def test_one_call_in_half_an_hour_needs_one_agent_or_two() -> None:
    agents = required_agents(
        1 / 1800, 300, patience_seconds=[30, 600], threshold_seconds=60, service_level=0.8, max_abandonment=0.08
    )

    assert agents.tolist() == [2, 1]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"service_level": 1.0}, "no number of agents reaches a service_level of 1.0"),
        ({"max_abandonment": 0.0}, "no number of agents keeps a max_abandonment of 0.0 where patience is finite"),
        ({"max_abandonment": 1.5}, "max_abandonment is a share of 1 at most; got 1.5"),
        ({"max_asa_seconds": 0.0}, "no number of agents keeps a mean wait of 0.0 s"),
        ({"max_occupancy": 0.0}, "max_occupancy is a share above 0 and at most 1, not 0.0"),
        ({"patience_seconds": 0.0}, "patience_seconds is above 0 s; got 0.0"),
        ({"patience_seconds": np.nan}, "patience_seconds is above 0 s; got nan"),
        ({"arrival_rate": -1.0}, "arrival_rate must be finite and not negative; got -1.0"),
    ],
)
def test_an_impossible_question_is_refused_by_name(wrong: dict[str, float], words: str) -> None:
    asked = {"arrival_rate": 0.1, "patience_seconds": 60, "threshold_seconds": 180, "service_level": 0.9} | wrong

    with pytest.raises(ValueError, match=words):
        required_agents(asked.pop("arrival_rate"), 300, **asked)  # type: ignore[arg-type]


def test_a_cap_of_no_abandonment_is_no_contradiction_where_nothing_arrives() -> None:
    goal = {"patience_seconds": 60, "threshold_seconds": 180, "service_level": 0.9, "max_abandonment": 0.0}

    assert int(required_agents(0.0, 300, **goal)) == 0
