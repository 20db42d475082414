"""Which few changes bring back the most: a small integer program over people who are alike, and their moves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, vstack

from staffing.planning.repair.moves import Move
from staffing.planning.solver_process import solve

Floats = NDArray[np.float64]

HOUR_PRICE = 100.0
"""An uncovered hour beside one person's change in the mildest way: covering comes first.

An hour of written work below what the day plans costs as much: whether it may wait is for people to decide.
"""

SHARED_UP_TO, BEYOND = 0.2, 1.5
"""Up to this share of an interval's people missing each costs the same; beyond it more, so that lack is shared."""

NODES, SECONDS = 200, 30.0
"""Where the search for the last cent ends."""


@dataclass(frozen=True)
class Alike:
    """People with the same day, abilities and limits, and the changes it allows.

    Parameters
    ----------
    people
        Names, the first to be asked first.
    moves
        For the first of them; one a column.
    gains
        What each move adds to each interval, shape (moves, intervals); negative where it takes away.
    must_change
        Whether their day cannot stay as it is.
    """

    people: tuple[str, ...]
    moves: tuple[Move, ...]
    gains: Floats
    must_change: bool = False


@dataclass(frozen=True)
class Lack:
    """What is there and what shall be, shape (intervals,).

    Parameters
    ----------
    scheduled, target
        People.
    hours
        Open hours, above 0.
    written_day
        Number of the written queue of each interval, whose work counts by the day; -1 where customers wait.
    """

    scheduled: Floats
    target: Floats
    hours: Floats
    written_day: NDArray[np.int64]


def choose_moves(groups: Sequence[Alike], lack: Lack) -> list[tuple[str, Move, Alike]]:
    """The person and the move of each change that together cover the most with the least.

    Where the program finds nothing, nothing changes.
    """
    columns = [(g, m) for g, group in enumerate(groups) for m in range(len(group.moves))]
    if not columns:
        return []
    program = _Program(lack, [groups[g].gains[m] for g, m in columns])
    counts = program.solve(
        prices=[groups[g].moves[m].price for g, m in columns],
        most=[len(group.people) for group in groups],
        least=[len(group.people) * group.must_change for group in groups],
        group_of=[g for g, _ in columns],
    )
    chosen: list[tuple[str, Move, Alike]] = []
    asked = [0] * len(groups)
    for (g, m), count in zip(columns, counts, strict=True):
        for _ in range(count):
            chosen.append((groups[g].people[asked[g]], groups[g].moves[m], groups[g]))
            asked[g] += 1
    return chosen


class _Program:
    """Rows are live intervals that may be short, and written queues by the day."""

    def __init__(self, lack: Lack, gains: Sequence[Floats]) -> None:
        matrix = np.array(gains).T
        live = lack.written_day < 0
        touched = live & ((np.abs(matrix) > 1e-9).any(axis=1) | (lack.scheduled < lack.target))
        rows, needs, lengths, prices = [matrix[touched]], [(lack.target - lack.scheduled)[touched]], [], []
        first = SHARED_UP_TO * lack.target[touched]
        price = HOUR_PRICE * lack.hours[touched]
        lengths += [first, np.full(len(first), np.inf)]
        prices += [price, BEYOND * price]
        written = sorted(set(lack.written_day[~live].tolist()))
        for number in written:
            hours = np.where(lack.written_day == number, lack.hours, 0.0)
            rows.append((hours @ matrix)[None, :])
            needs.append(np.array([hours @ (lack.target - lack.scheduled)]))
        self._rows, self._needs = np.vstack(rows), np.concatenate(needs)
        self._live, self._lengths, self._prices = int(touched.sum()), lengths, prices
        self._written = len(written)

    def solve(
        self, *, prices: Sequence[float], most: Sequence[int], least: Sequence[int], group_of: Sequence[int]
    ) -> list[int]:
        """How often each column is taken; none where there is no answer."""
        size, live, written = len(prices), self._live, self._written
        slacks = 2 * live + written
        missing = coo_array((np.ones(live), (np.arange(live), np.arange(live))), shape=(live + written, live))
        below = coo_array(
            (np.ones(written), (live + np.arange(written), np.arange(written))), shape=(live + written, written)
        )
        cover = np.hstack([self._rows, missing.toarray(), missing.toarray(), below.toarray()])
        groups = coo_array((np.ones(size), (np.array(group_of), np.arange(size))), shape=(len(most), size + slacks))
        cost = np.concatenate([np.array(prices), *self._prices, np.full(written, HOUR_PRICE)])
        limit = np.array(most, dtype=np.float64)
        upper = np.concatenate([limit[np.array(group_of)], *self._lengths, np.full(written, np.inf)])
        matrix = vstack([csr_array(cover), groups]).tocsr()
        reply = solve(
            {
                "prices": cost,
                "least": np.zeros(size + slacks),
                "most": upper,
                "whole": np.concatenate([np.ones(size, dtype=np.int64), np.zeros(slacks, dtype=np.int64)]),
                "matrix": (matrix.data, matrix.indices, matrix.indptr),
                "lower": np.concatenate([self._needs, np.array(least, dtype=np.float64)]),
                "upper": np.concatenate([np.full(live + written, np.inf), limit]),
                "gap": 1e-6,
                "nodes": NODES,
                "seconds": SECONDS,
                "last_seconds": np.inf,
            }
        )
        return [0] * size if reply["values"] is None else [round(value) for value in reply["values"][:size]]
