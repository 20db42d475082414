import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.planning.break_places import add_places, match_places
from staffing.planning.integer_program import IntegerProgram, SearchLimits

WINDOWS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=1, max_size=7)


@settings(max_examples=60, deadline=None)
@given(drawn=WINDOWS, seed=st.integers(0, 1000))
def test_whole_counts_of_shifts_and_places_can_always_be_matched(drawn: list[tuple[int, int]], seed: int) -> None:
    windows = [(30 * first, 30 * (first + length)) for first, length in drawn]
    program, random = IntegerProgram(), np.random.default_rng(seed)
    shifts = {}
    for window in dict.fromkeys(windows):
        count = windows.count(window)
        shifts[window] = [(program.add_variable(least=count, most=count, whole=True), 1.0)]
    places = add_places(program, shifts, {(first, last): range(first, last + 1, 30) for first, last in shifts})
    for variable in places.values():  # any places at all: their prices are drawn
        program.add_row(
            [(variable, 1.0), (program.add_variable(float(random.uniform(-1, 1)), most=9.0), -1.0)], lower=0
        )

    values = program.solve(SearchLimits()).values

    assert values is not None
    minutes = [minute for minute, variable in places.items() for _ in range(round(values[variable]))]
    matched = match_places([((first, last), (first, last)) for first, last in windows], minutes)
    assert len(matched) == len(windows)
    assert all(first <= minute <= last for (first, last), minute in matched)


def test_a_place_outside_the_window_is_given_to_nobody() -> None:
    assert match_places([("early", (30, 60)), ("late", (90, 120))], [75, 120]) == [("late", 120)]
