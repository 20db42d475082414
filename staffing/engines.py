"""The queueing engines that a requirement can be computed with."""

from typing import Literal, get_args

Engine = Literal["erlang_a", "erlang_c", "pyworkforce"]

ENGINES: tuple[Engine, ...] = get_args(Engine)
"""Erlang A over what the day may bring; Erlang C for each interval by itself; and the library's Erlang C."""

USUAL_ENGINE: Engine = "erlang_a"


def engine_named(name: str) -> Engine:
    """The engine of that name; a `ValueError` names the known ones where there is none."""
    for engine in ENGINES:
        if engine == name:
            return engine
    raise ValueError(f"there is no engine {name!r}; known are {', '.join(sorted(ENGINES))}")
