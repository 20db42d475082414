"""The queueing engines that a requirement can be computed with."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from staffing.erlang import required_agents
from staffing.pyworkforce_engine import required_agents_by_pyworkforce

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Engine(Protocol):
    """Least agents of each interval by itself, whole numbers, 0 where nothing arrives, shape (n,)."""

    def __call__(
        self, arrival_rate: Floats, handle_seconds: Floats, /, *, threshold_seconds: float, service_level: float
    ) -> Integers:
        """Agents for contacts per second and seconds, both of shape (n,)."""
        ...


ENGINES: dict[str, Engine] = {"erlang_c": required_agents, "pyworkforce": required_agents_by_pyworkforce}


def engine_named(name: str) -> Engine:
    """The engine of that name; a `ValueError` names the known ones where there is none."""
    if name not in ENGINES:
        raise ValueError(f"there is no engine {name!r}; known are {', '.join(sorted(ENGINES))}")
    return ENGINES[name]
