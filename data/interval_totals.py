"""What a source told of stretches of time as a whole, where it does not tell of single contacts."""

from dataclasses import dataclass

import pandas as pd

from data.totals_mapping import FIGURES

KEYS = ("source_system", "source_instance", "queue_key", "channel", "start_utc", "interval_s")
TOTAL_COLUMNS = (*KEYS, *FIGURES.values(), "row_hash", "row_no")
"""Columns of totals; the lineage of a file is added when they are stored."""


@dataclass(frozen=True)
class IntervalTotals:
    """Totals, checked.

    Parameters
    ----------
    rows
        One row a stretch, with `TOTAL_COLUMNS`: `start_utc` is UTC, `interval_s` its length on the wall clock in
        seconds (a day: 86,400, also where the clock changes), figures are counts and sums of seconds; unknown is
        missing, never 0.

    Raises
    ------
    ValueError
        If columns differ, a key or `offered` is missing, or a figure is negative.
    """

    rows: pd.DataFrame

    def __post_init__(self) -> None:
        if tuple(self.rows.columns) != TOTAL_COLUMNS:
            raise ValueError(f"totals carry the columns {TOTAL_COLUMNS}; these are {tuple(self.rows.columns)}")
        if self.rows[[*KEYS, "offered"]].isna().any(axis=None):
            raise ValueError("a stretch without its start, length, queue or contacts offered tells nothing")
        if (self.rows[list(FIGURES.values())] < 0).any(axis=None):
            raise ValueError("counts and sums of seconds are not negative")

    def __len__(self) -> int:
        return len(self.rows)
