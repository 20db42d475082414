"""Many queues forecast by one process and by two: `python -m benchmarks.many_queues --queues 200`.

The start of the other process is part of what is measured; the forecasts are checked to be the same. Wall time tells
something only where nobody else uses the machine. What was counted tells it anywhere: the processor time of this
process and of the others, and how many bytes go from one to the other.
"""

import pickle
import resource
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import numpy as np
from joblib.externals.loky import get_reusable_executor
from numpy.typing import NDArray

from benchmarks.forecasting.desks import hosting_desk
from data.interval_series import IntervalSeries
from forecasting.each_queue import for_each
from forecasting.forecast import Forecast
from forecasting.forecast_contacts import forecast_contacts

Floats = NDArray[np.float64]


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--queues", type=int, default=200, help="two years of half-hours each")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    series, calendar, _ = hosting_desk(seed=told.seed)
    last = series.date[-1].date()
    work = partial(
        forecast_contacts, calendar=calendar, first_day=last + timedelta(days=1), last_day=last + timedelta(days=40)
    )
    queues = [_drawn(series, seed=told.seed + number) for number in range(told.queues)]
    sent = len(pickle.dumps(work)), len(pickle.dumps(queues[0]))
    print(f"once a process {sent[0]:,} bytes, and for each queue {sent[1]:,}")
    alone, shared = (_forecast_by(processes, work, queues) for processes in (1, told.processes))
    same = all(np.array_equal(*pair) for pair in zip(alone.means, shared.means, strict=True))
    print(f"{alone.wall_seconds / shared.wall_seconds:.2f} times as fast by the clock on the wall, ", end="")
    # the others may be at work for their whole share of it, but not for less time than that takes
    busiest = max(shared.own_seconds, shared.other_seconds / (told.processes - 1))
    print(f"{alone.own_seconds / busiest:.2f} times by processor time; forecasts {'the same' if same else 'DIFFER'}")


@dataclass(frozen=True)
class _Run:
    """Means of the forecasts, and seconds: on the wall, of this processor, and of the other processes'."""

    means: list[Floats]
    wall_seconds: float
    own_seconds: float
    other_seconds: float


def _forecast_by(processes: int, work: Callable[[IntervalSeries], Forecast], queues: list[IntervalSeries]) -> _Run:
    wall, own, others = time.perf_counter(), time.process_time(), _seconds_of_ended()
    means = [forecast.mean for forecast in for_each(work, queues, processes=processes)]
    wall, own = time.perf_counter() - wall, time.process_time() - own
    get_reusable_executor(max_workers=1).shutdown(wait=True)
    others = _seconds_of_ended() - others
    print(
        f"{len(queues)} queues, {processes} process(es): {wall:.1f} s; "
        f"{own:.1f} s of processor time here, {others:.1f} s elsewhere"
    )
    return _Run(means, wall, own, others)


def _seconds_of_ended() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _drawn(series: IntervalSeries, *, seed: int) -> IntervalSeries:
    """A queue like this one, its counts drawn anew."""
    rng = np.random.default_rng([seed, 200])
    offered = np.where(series.missing, np.nan, rng.poisson(np.nan_to_num(series.offered)))
    return replace(series, offered=offered, answered=offered)


if __name__ == "__main__":
    main()
