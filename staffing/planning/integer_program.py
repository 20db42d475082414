"""A linear program, some of whose variables are whole, gathered row by row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from staffing.planning.solver_process import solve

Floats = NDArray[np.float64]
Cell = tuple[int, float]

NEARLY = 1e-6
"""Within this of a whole number a part is that number."""


@dataclass(frozen=True)
class SearchLimits:
    """When a search ends.

    Parameters
    ----------
    gap
        Relative distance from the bound that is good enough, 0 or more.
    nodes
        Nodes of the search tree: the same on any machine, so that the same input gives the same answer.
    seconds
        By the clock; a watchdog only.
    """

    gap: float = 0.001
    nodes: int = 500
    seconds: float = 60.0


@dataclass(frozen=True)
class Answer:
    """What a search found.

    Parameters
    ----------
    values
        Of each variable, shape (n,); None where nothing was found.
    price
        Of these values.
    bound
        No answer is cheaper.
    ended_by_clock
        Whether the watchdog ended the search, so that another machine may answer otherwise.
    """

    values: Floats | None
    price: float
    bound: float
    ended_by_clock: bool


class IntegerProgram:
    """Prices are minimized; variables lie between their limits, rows too."""

    def __init__(self) -> None:
        self._prices: list[float] = []
        self._least: list[float] = []
        self._most: list[float] = []
        self._whole: list[bool] = []
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._values: list[float] = []
        self._lower: list[float] = []
        self._upper: list[float] = []

    @property
    def size(self) -> int:
        """Variables so far."""
        return len(self._prices)

    def add_variable(self, price: float = 0.0, *, least: float = 0.0, most: float = np.inf, whole: bool = False) -> int:
        """Its number."""
        self._prices.append(price)
        self._least.append(least)
        self._most.append(most)
        self._whole.append(whole)
        return len(self._prices) - 1

    def add_row(self, cells: Iterable[Cell], *, lower: float = -np.inf, upper: float = np.inf) -> None:
        """The sum of value times variable lies within the limits."""
        row = len(self._lower)
        for column, value in cells:
            self._rows.append(row)
            self._columns.append(column)
            self._values.append(value)
        self._lower.append(lower)
        self._upper.append(upper)

    def price_of(self, variables: Sequence[int], values: Floats) -> float:
        """What these variables cost at the values of an answer."""
        return float(sum(self._prices[k] * values[k] for k in variables))

    def relaxed(self, limits: SearchLimits | None = None) -> Answer:
        """The cheapest answer with parts of wholes."""
        return self._solve(np.zeros(self.size, dtype=np.int64), np.ones(self.size, dtype=np.bool_), limits=limits)

    def solve(self, limits: SearchLimits) -> Answer:
        """The cheapest answer found."""
        return self._solve(self._whole_ones, np.ones(self.size, dtype=np.bool_), limits=limits)

    def solve_around(self, values: Floats, limits: SearchLimits, *, spread: int = 0) -> Answer:
        """The cheapest answer found in which each whole variable is one of the two around its part in `values`.

        Parameters
        ----------
        values
            Of each variable, as the relaxation gave them, shape (n,).
        spread
            Whole numbers up to so far beyond the two are looked at as well, 0 or more.
        """
        least, most = np.array(self._least), np.array(self._most)
        whole = self._whole_ones == 1
        least[whole] = np.maximum(np.floor(values[whole] + NEARLY) - spread, least[whole])
        most[whole] = np.minimum(np.ceil(values[whole] - NEARLY) + spread, most[whole])
        return self._solve(self._whole_ones, ~whole | (most > 0), limits=limits, between=(least, most))

    @property
    def _whole_ones(self) -> NDArray[np.int64]:
        return np.array(self._whole, dtype=np.int64)

    def _solve(
        self,
        whole: NDArray[np.int64],
        among: NDArray[np.bool_],
        *,
        limits: SearchLimits | None,
        between: tuple[Floats, Floats] | None = None,
    ) -> Answer:
        limits = limits or SearchLimits()
        at = np.flatnonzero(among)
        price = np.array(self._prices)[at]
        least, most = between or (np.array(self._least), np.array(self._most))
        matrix = self._matrix()[:, at].tocsr()
        reply = solve(
            {
                "prices": price,
                "least": least[at],
                "most": most[at],
                "whole": whole[at],
                "matrix": (matrix.data, matrix.indices, matrix.indptr),
                "lower": np.array(self._lower),
                "upper": np.array(self._upper),
                "gap": limits.gap,
                "nodes": limits.nodes,
                "seconds": limits.seconds,
                "last_seconds": np.inf,
            }
        )
        if reply["values"] is None:
            return Answer(None, np.inf, -np.inf, reply["by_clock"])
        values = np.zeros(self.size)
        values[at] = reply["values"]
        return Answer(values, float(price @ values[at]), reply["bound"], reply["by_clock"])

    def _matrix(self) -> csr_array:
        shape = (len(self._lower), self.size)
        return coo_array((self._values, (self._rows, self._columns)), shape=shape).tocsr()
