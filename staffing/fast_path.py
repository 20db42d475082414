"""Whether a question is large enough for the compiled searches, which cost time and memory to load.

Numba takes 1 to 2 seconds and some 190 MB to load, and 3 to 12 seconds more the first time, when it compiles. Over
whole columns NumPy answers some 2 million intervals a second by Erlang C and 150,000 by Erlang A; so only questions
beyond a second or two are worth it, until it is there. Both give the same answers.
"""

import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec

ERLANG_C_INTERVALS = 3_000_000
"""From so many intervals on Erlang C is worth loading Numba."""

ERLANG_A_INTERVALS = 250_000
"""From so many intervals on Erlang A is worth loading Numba."""

_LOADED_INTERVALS = 500  # once it is there
_DOOR = "staffing.erlang_numba"


@cache
def load_compiled() -> bool:
    """Load the compiled searches now, for a program that will ask much; False where Numba is not installed."""
    return find_spec("numba") is not None and bool(import_module(_DOOR).IS_COMPILED)


def is_worth_compiling(intervals: int, *, from_intervals: int) -> bool:
    """Whether so many intervals are to be answered by compiled code, which is loaded from `from_intervals` on."""
    least = _LOADED_INTERVALS if _DOOR in sys.modules else from_intervals
    return intervals >= least and load_compiled()
