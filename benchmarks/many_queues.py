"""Many queues forecast by one process and by two: `python -m benchmarks.many_queues --queues 200`.

Two processes cost the start of each, which is part of what is measured; the forecasts are checked to be the same.
"""

import time
from argparse import ArgumentParser
from dataclasses import replace
from datetime import timedelta
from functools import partial

import numpy as np

from benchmarks.forecasting.desks import hosting_desk
from data.interval_series import IntervalSeries
from forecasting.each_queue import for_each
from forecasting.forecast_contacts import forecast_contacts


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
    seconds = {}
    means = {}
    for processes in (1, told.processes):
        began = time.perf_counter()
        means[processes] = [forecast.mean for forecast in for_each(work, queues, processes=processes)]
        seconds[processes] = time.perf_counter() - began
        print(f"{told.queues} queues, {processes} process(es): {seconds[processes]:.1f} s")
    same = all(np.array_equal(*pair) for pair in zip(*means.values(), strict=True))
    print(f"{seconds[1] / seconds[told.processes]:.2f} times as fast; forecasts {'the same' if same else 'DIFFER'}")


def _drawn(series: IntervalSeries, *, seed: int) -> IntervalSeries:
    """A queue like this one, its counts drawn anew."""
    rng = np.random.default_rng([seed, 200])
    offered = np.where(series.missing, np.nan, rng.poisson(np.nan_to_num(series.offered)))
    return replace(series, offered=offered, answered=offered)


if __name__ == "__main__":
    main()
