"""All queues of a desk tested on their past, each origin knowing what the log knew then."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from data.calendar import Calendar
from data.desk import Desk
from data.interval_counts import last_complete_instant, read_interval_series
from data.interval_series import IntervalSeries
from data.warehouse import Warehouse
from forecasting.backtest import backtest


def backtest_queues(
    warehouse: Warehouse,
    desk: Desk,
    *,
    origins: int,
    step_days: int,
    horizon_days: int,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Score the models on every queue, as in `forecasting.backtest.backtest`.

    Each forecast sees what `forecast --as-of` would see at its origin: the store is asked anew for each.

    Parameters
    ----------
    origins, step_days, horizon_days
        As there.
    progress
        Told how many forecasts of how many of a queue are done.

    Raises
    ------
    NothingToDo
        If the log is empty, or too short for a single origin.
    """
    calendar = Calendar.of(desk)
    until = last_complete_instant(warehouse, calendar)
    scores = []
    for queue in desk.settings.queue:
        known = _PastOf(warehouse, calendar, queue.name)
        tested = backtest(
            known(until),
            calendar,
            origins=origins,
            step_days=step_days,
            horizon_days=horizon_days,
            past_at=known,
            progress=progress,
        )
        scores.append(tested)
    return pd.concat(scores)


@dataclass(frozen=True)
class _PastOf:
    """A queue's past as it was known at an instant."""

    warehouse: Warehouse
    calendar: Calendar
    queue: str

    def __call__(self, instant: pd.Timestamp) -> IntervalSeries:
        return read_interval_series(self.warehouse, self.calendar, queue=self.queue, until=instant)
