"""The checker agrees with a second reading that walks through every minute."""

import pytest

from benchmarks.labour import both_readings


@pytest.mark.parametrize("seed", range(40))
def test_the_checker_agrees_with_a_walk_through_every_minute(seed: int) -> None:
    quick, slow = both_readings(seed)

    assert quick == slow


def test_the_random_plans_break_rules_of_every_kind() -> None:
    found = {rule for seed in range(40) for _, _, rule, _ in both_readings(seed)[0]}

    assert {"break", "hours_day", "days_running", "on_leave", "in_training", "alone", "screen", "skills"} <= found
