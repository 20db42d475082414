"""A desk played through, day after day, with chance where the real one has it.

The formulas of `staffing.erlang` and `staffing.erlang_a` take an interval by itself, in balance, with exponential
times. Here nothing is in balance: a queue carries over from one interval into the next, people come and leave, handle
times have the tail that they have. What comes out is what the desk would have counted, and how sure that is.

    desk = SimulatedDesk(
        people=[3, 5, 5, 4],
        arrivals=ArrivalRates([20, 35, 33, 24]),
        handle=LogNormal(300, variation=1),
        patience=Exponential(480),
    )
    simulated = simulate(desk, days=1000, seed=1)
    simulated.by_interval().service_level.mean

Contacts do not depend on the people: two plans simulated with the same seed meet the same contacts, so their difference
is known far better than either.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.simulation.day_with_repeats import serve_day_with_repeats
from staffing.simulation.served_in_turn import PeopleThere, serve_day, serve_days
from staffing.simulation.simulated_desk import SimulatedDesk
from staffing.simulation.simulated_figures import Simulated

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_DAYS_AT_ONCE = 256
_CONTACTS_AT_ONCE = 2_000_000
_FEW_DAYS = 16  # below, one day after the other is faster; the starts are the same
_MANY_PEOPLE = 700  # from here on too


@dataclass(frozen=True, eq=False)
class ServedDays:
    """Contacts of some days, each of shape (days, most contacts of a day); beyond a day's own, arrivals are infinite.

    Parameters
    ----------
    arrivals
        Seconds since the start of the day.
    starts
        When the contact is answered; infinite where it is not.
    patience_seconds
        Wait after which it hangs up if it is not answered.
    handle_seconds
        How long it is handled if it is answered.
    """

    arrivals: Floats
    starts: Floats
    patience_seconds: Floats
    handle_seconds: Floats


def simulate(desk: SimulatedDesk, *, days: int, seed: int) -> Simulated:
    """What so many independent days of a desk would have counted.

    Parameters
    ----------
    days
        At least 1; at least 2 for a confidence interval. Each day starts and ends without a queue.
    seed
        Not negative. The same seed gives the same days.
    """
    blocks = [
        count_days(desk, serve_block(desk, days=count, seed=stream))
        for count, stream in blocks_of_days(days, seed=seed, expected=desk.arrivals.expected)
    ]
    return Simulated.joined(blocks)


def blocks_of_days(days: int, *, seed: int, expected: float) -> Iterator[tuple[int, np.random.SeedSequence]]:
    """Days that are simulated at once, and the seed of each such block; `expected` contacts come on a day."""
    if days < 1:
        raise ValueError(f"a simulation plays at least 1 day; got {days}")
    at_once = int(np.clip(_CONTACTS_AT_ONCE / max(expected, 1.0), 1, _DAYS_AT_ONCE))
    for first in range(0, days, at_once):
        yield min(at_once, days - first), np.random.SeedSequence((seed, first))


def serve_block(desk: SimulatedDesk, *, days: int, seed: np.random.SeedSequence) -> ServedDays:
    """Some days drawn and served, contact by contact."""
    fresh, again = (np.random.default_rng(stream) for stream in seed.spawn(2))
    return serve_arrivals(
        desk, desk.arrivals.draw(fresh, days=days, day_seconds=desk.day_seconds), rng=fresh, repeats_rng=again
    )


def serve_arrivals(
    desk: SimulatedDesk, arrivals: Floats, *, rng: np.random.Generator, repeats_rng: np.random.Generator
) -> ServedDays:
    """Contacts that come at given instants, served.

    Parameters
    ----------
    arrivals
        Seconds since the start of the day, shape (days, most contacts of a day), ascending, then infinite.
    rng, repeats_rng
        What handle times and patience, and what those who call again, are drawn from.
    """
    handle = desk.handle.draw(rng, arrivals.shape)
    patience = desk.patience.draw(rng, arrivals.shape)
    there = PeopleThere.by_interval(desk.people, desk.interval_seconds)
    if desk.repeats is not None and desk.repeats.share > 0:
        return _with_repeats(desk, ServedDays(arrivals, arrivals, patience, handle), rng=repeats_rng)
    latest, days = arrivals + patience, len(arrivals)
    if days < _FEW_DAYS or desk.people.max() >= _MANY_PEOPLE:
        starts = np.stack([serve_day(arrivals[day], latest[day], handle[day], there=there) for day in range(days)])
    else:
        by_contact = (np.ascontiguousarray(column.T) for column in (arrivals, latest, handle))
        starts = serve_days(*by_contact, there=there).T
    return ServedDays(arrivals, starts, patience, handle)


def _with_repeats(desk: SimulatedDesk, drawn: ServedDays, *, rng: np.random.Generator) -> ServedDays:
    """Days one after the other; whoever calls again stands behind the contacts that were drawn."""
    served = []
    for drawn_day in zip(drawn.arrivals, drawn.patience_seconds, drawn.handle_seconds, strict=True):
        come = np.isfinite(drawn_day[0])
        served.append(serve_day_with_repeats(*(column[come] for column in drawn_day), desk=desk, rng=rng))
    most = max(day.shape[1] for day in served)
    joined = np.full((4, len(served), most), np.inf)
    for number, day in enumerate(served):
        joined[:, number, : day.shape[1]] = day
    return ServedDays(*joined)


def count_days(desk: SimulatedDesk, served: ServedDays) -> Simulated:
    """Contacts counted in the interval in which they arrive, people's time in the interval in which it passes."""
    come, answered = np.isfinite(served.arrivals), np.isfinite(served.starts)
    waits = np.subtract(served.starts, served.arrivals, out=np.zeros_like(served.arrivals), where=answered)
    hung_up = come & ~answered & np.isfinite(served.patience_seconds)
    cells = _Cells(served.arrivals, desk=desk)
    handling, over = _handling(served, desk=desk)
    present = desk.people * desk.interval_seconds
    return Simulated(
        offered=cells.count(come),
        answered=cells.count(answered),
        answered_in_threshold=cells.count(answered & (waits <= desk.threshold_seconds)),
        abandoned=cells.count(hung_up),
        short_abandoned=cells.count(hung_up & (served.patience_seconds <= desk.short_abandon_seconds)),
        wait_answered_seconds=cells.count(answered, weights=waits),
        handling_seconds=handling,
        available_seconds=np.maximum(present - (handling - over), 0.0),
    )


class _Cells:
    """Day and interval in which each of some instants lies, for counting; later instants count in no interval."""

    def __init__(self, instants: Floats, *, desk: SimulatedDesk) -> None:
        self._shape = instants.shape[0], desk.intervals + 1
        interval = np.minimum(instants / desk.interval_seconds, desk.intervals).astype(np.int64)
        self._cell = interval + np.arange(instants.shape[0])[:, None] * self._shape[1]

    def count(self, which: NDArray[np.bool_], *, weights: Floats | None = None) -> Floats:
        """Instants, or the sum of their weights, by day and interval."""
        cells = self._cell[which]
        counted = np.bincount(cells, None if weights is None else weights[which], self._shape[0] * self._shape[1])
        return counted.reshape(self._shape)[:, :-1].astype(np.float64)


def _handling(served: ServedDays, *, desk: SimulatedDesk) -> tuple[Floats, Floats]:
    """Seconds of handling by day and interval, and how much of them beyond the people there.

    Until an instant b, a contact has been handled for max(b - start, 0) - max(b - end, 0). When people leave, as many
    contacts as are too many are finished by people who should have left; and since none begins meanwhile, they are the
    next to end.
    """
    starts = served.starts
    ends = np.sort(np.where(np.isfinite(starts), starts + served.handle_seconds, np.inf), axis=1)
    begun, begun_seconds = _until_each_change(starts, desk=desk)
    ended, ended_seconds = _until_each_change(ends, desk=desk)
    change = np.arange(desk.intervals + 1) * desk.interval_seconds
    handled = np.diff((change * begun - begun_seconds) - (change * ended - ended_seconds), axis=1)

    too_many = np.maximum((begun - ended)[:, :-1] - desk.people, 0)
    leave = np.minimum(ended[:, :-1] + too_many, ended[:, 1:])  # contacts that ended before the next change
    summed = np.pad(np.cumsum(np.where(np.isfinite(ends), ends, 0.0), axis=1), ((0, 0), (1, 0)))
    until = np.take_along_axis(summed, leave, axis=1) - np.take_along_axis(summed, ended[:, :-1], axis=1)
    stay = too_many - (leave - ended[:, :-1])
    over = until + stay * change[1:] - too_many * change[:-1]
    return np.maximum(handled, 0.0), np.maximum(over, 0.0)


def _until_each_change(instants: Floats, *, desk: SimulatedDesk) -> tuple[Integers, Floats]:
    """Number and sum of the instants before each start of an interval and before the end of the last."""
    cells, known = _Cells(instants, desk=desk), np.isfinite(instants)
    number = np.cumsum(cells.count(known), axis=1).astype(np.int64)
    total = np.cumsum(cells.count(known, weights=instants), axis=1)
    return np.pad(number, ((0, 0), (1, 0))), np.pad(total, ((0, 0), (1, 0)))
