"""The least agents that keep limits where callers hang up: a search over whole numbers, all intervals at once."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from staffing.erlang import ROUNDING, not_negative, refuse_occupancy, required_agents
from staffing.fast_path import ERLANG_A_INTERVALS, is_worth_compiling
from staffing.patient_queue import PatientQueue

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

_BLOCK = 8_192  # intervals at a time, so that intermediate columns stay in the processor's cache
_LONGEST_SUM = 300.0
_UNKNOWN = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Limits:
    """What meets the agents of each interval and what they must keep, columns of shape (n,) but for the last two.

    Parameters
    ----------
    rate, handle, patience
        Contacts per second, at least 0; seconds, at least 0; mean patience in seconds, above 0, infinite allowed.
    threshold, target
        Wait that is still kept, seconds, at least 0; least share answered within it, 0 to 1, without 1.
    abandonment
        Most share that hangs up, 0 to 1; 0 only where the patience is infinite or nothing arrives.
    wait
        Longest mean wait of those who are answered, seconds, above 0, infinite allowed.
    occupancy
        Most share of time handling, above 0, at most 1.
    shape
        Of the answer.
    """

    rate: Floats
    handle: Floats
    patience: Floats
    threshold: Floats
    target: Floats
    abandonment: Floats
    wait: Floats
    occupancy: float
    shape: tuple[int, ...]

    def __post_init__(self) -> None:
        some = self.rate * self.handle > 0
        _refuse(~(self.patience > 0), self.patience, "patience_seconds is above 0 s; got {}")
        _refuse(
            self.target >= 1,
            self.target,
            "no number of agents reaches a service_level of {}; it must be below 1, since a caller can always have to "
            "wait",
        )
        _refuse(self.abandonment > 1, self.abandonment, "max_abandonment is a share of 1 at most; got {}")
        _refuse(
            (self.abandonment == 0) & np.isfinite(self.patience) & some,
            self.abandonment,
            "no number of agents keeps a max_abandonment of {} where patience is finite; it must be above 0",
        )
        _refuse(~(self.wait > 0), self.wait, "no number of agents keeps a mean wait of {} s; it must be above 0")
        refuse_occupancy(self.occupancy)

    @classmethod
    def of(
        cls,
        arrival_rate: ArrayLike,
        handle_seconds: ArrayLike,
        *,
        patience_seconds: ArrayLike,
        threshold_seconds: ArrayLike,
        service_level: ArrayLike,
        max_abandonment: ArrayLike,
        max_occupancy: float,
        max_asa_seconds: ArrayLike | None,
    ) -> Self:
        """The limits, checked and broadcast; parameters as in `staffing.erlang_a.required_agents`."""
        rate, handle, patience, threshold, target, abandonment, wait = np.broadcast_arrays(
            not_negative("arrival_rate", arrival_rate),
            not_negative("handle_seconds", handle_seconds),
            np.asarray(patience_seconds, dtype=np.float64),
            not_negative("threshold_seconds", threshold_seconds),
            not_negative("service_level", service_level),
            not_negative("max_abandonment", max_abandonment),
            np.asarray(np.inf if max_asa_seconds is None else max_asa_seconds, dtype=np.float64),
        )
        return cls(
            rate=rate.ravel(),
            handle=handle.ravel(),
            patience=patience.ravel(),
            threshold=threshold.ravel(),
            target=target.ravel(),
            abandonment=abandonment.ravel(),
            wait=wait.ravel(),
            occupancy=max_occupancy,
            shape=rate.shape,
        )

    def some(self, rows: Integers) -> Self:
        """The limits of some intervals."""
        return replace(
            self,
            rate=self.rate[rows],
            handle=self.handle[rows],
            patience=self.patience[rows],
            threshold=self.threshold[rows],
            target=self.target[rows],
            abandonment=self.abandonment[rows],
            wait=self.wait[rows],
        )

    def are_kept(self, agents: Integers, rows: Integers) -> Booleans:
        """Whether so many agents keep every limit of the intervals `rows`, whose patience is finite."""
        queue = PatientQueue.of(
            agents.astype(np.float64), self.rate[rows] * self.handle[rows], self.handle[rows], self.patience[rows]
        )
        gone = queue.gone
        kept = 1 - gone - queue.answered_after(self.threshold[rows]) >= self.target[rows] - ROUNDING
        kept &= gone <= self.abandonment[rows] + ROUNDING
        if self.occupancy < 1:
            kept &= queue.occupancy <= self.occupancy * (1 + ROUNDING)
        if np.isfinite(self.wait).any():
            kept &= queue.wait_of_answered() <= self.wait[rows] * (1 + ROUNDING)
        return np.asarray(kept)


def least_agents(limits: Limits) -> Integers:
    """Least whole agents that keep the limits, of the shape they were given in; 0 where nothing arrives."""
    agents = np.zeros(limits.rate.shape, dtype=np.int64)
    arriving = limits.rate * limits.handle > 0
    endless = np.flatnonzero(arriving & np.isinf(limits.patience))
    if endless.size:
        agents[endless] = _least_without_hang_ups(limits.some(endless))
    rows = np.flatnonzero(arriving & np.isfinite(limits.patience))
    # The compiled sums have as many terms as arrive and wait within a patience; SciPy's functions have not.
    short = rows[limits.rate[rows] * limits.patience[rows] < _LONGEST_SUM]
    if is_worth_compiling(len(short), from_intervals=ERLANG_A_INTERVALS):
        agents[short] = _least_compiled(limits.some(short))
        rows = np.setdiff1d(rows, short, assume_unique=True)
    for block in (rows[at : at + _BLOCK] for at in range(0, len(rows), _BLOCK)):
        agents[block] = _least_with_hang_ups(limits.some(block))
    return agents.reshape(limits.shape)


def _least_compiled(limits: Limits) -> Integers:
    from staffing.erlang_numba import least_erlang_a

    return least_erlang_a(
        limits.rate * limits.handle,
        limits.handle,
        limits.patience,
        limits.threshold,
        limits.target,
        limits.abandonment,
        limits.wait,
        float(limits.occupancy),
    )


def _least_without_hang_ups(limits: Limits) -> Integers:
    return required_agents(
        limits.rate,
        limits.handle,
        threshold_seconds=limits.threshold,
        service_level=limits.target,
        max_occupancy=limits.occupancy,
        max_asa_seconds=limits.wait,
    )


def _least_with_hang_ups(limits: Limits) -> Integers:
    """By doubling steps up or down from the load, then by halving: each more agent helps every limit.

    Every figure falls or rises with the agents, so what is kept stays kept; nothing is assumed about the load.
    """
    load = limits.rate * limits.handle
    at = np.rint(load).astype(np.int64)
    step = np.maximum(np.sqrt(load) / 3, 1).astype(np.int64)
    short, enough = np.full_like(at, -1), np.full_like(at, _UNKNOWN)
    rows = np.arange(len(at))
    while rows.size:
        kept = limits.are_kept(at[rows], rows)
        enough[rows[kept]] = at[rows[kept]]
        short[rows[~kept]] = at[rows[~kept]]
        rows = rows[enough[rows] - short[rows] > 1]
        low, high = short[rows], enough[rows]
        up, down = high == _UNKNOWN, low == -1
        halfway = low + (np.where(up, low, high) - low) // 2
        at[rows] = np.where(up, low + step[rows], np.where(down, np.maximum(high - step[rows], 0), halfway))
        step[rows] *= 1 + (up | down)
    return enough


def _refuse(wrong: Booleans, values: Floats, sentence: str) -> None:
    if wrong.any():
        raise ValueError(sentence.format(values[wrong].flat[0]))
