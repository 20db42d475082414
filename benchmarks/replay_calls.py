"""A real bank's calls as a replay needs them: when each came, how long it waited, how long it took.

Two things in a replay are drawn, each from what was seen: how long a call takes, from answered calls of the same type
and time; and how long its caller would wait, from the type's survival curve of the months before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.real_desks import REAL_DATA

Floats = NDArray[np.float64]

LONGEST_HANDLE_SECONDS = 3600.0
BLOCK_HOURS = 3
LEAST_OF_BLOCK = 30
"""From fewer answered calls of a block its whole day is drawn from, and from a day with fewer all the calls."""

_COLUMNS = ["type", "outcome", "q_start", "ser_start", "q_time_s", "ser_time_s"]


def read_bank_calls(real_data: Path = REAL_DATA) -> pd.DataFrame:
    """Every call of the Anonymous Bank that asked for a person, in order of arrival.

    Returns
    -------
    pandas.DataFrame
        `entered` (local time without zone), `kind`, `queued` (whether it waited at all), `is_answered`,
        `waited_seconds`, `handle_seconds` (NaN where nobody answered or the start of the answer is not told).
    """
    months = sorted((real_data / "anonymous_bank_1999").glob("calls_*.csv.gz"))
    calls = pd.concat([pd.read_csv(month, usecols=_COLUMNS) for month in months], ignore_index=True)
    entered = pd.to_datetime(calls["q_start"].fillna(calls["ser_start"]))
    calls = calls.assign(entered=entered)[entered.notna() & (calls["outcome"] != "PHANTOM")]
    is_answered = calls["outcome"] == "AGENT"
    told = pd.DataFrame(
        {
            "entered": calls["entered"],
            "kind": calls["type"].replace("AA", "PS"),
            "queued": calls["q_start"].notna(),
            "is_answered": is_answered,
            "waited_seconds": calls["q_time_s"].astype(np.float64),
            "handle_seconds": calls["ser_time_s"].where(is_answered & calls["ser_start"].notna()).astype(np.float64),
        }
    )
    return told.sort_values("entered", kind="stable", ignore_index=True)


@dataclass(frozen=True, eq=False)
class PatienceCurve:
    """How long callers would wait, by Kaplan and Meier from those who hung up and those who were answered before.

    Beyond the last hang-up nothing is known: the share that is left there never hangs up.

    Parameters
    ----------
    seconds
        Waits at which somebody hung up, rising.
    gone
        Share whose patience has ended by then, rising, at most 1, shape as `seconds`.
    """

    seconds: Floats
    gone: Floats

    @classmethod
    def of_waits(cls, waited_seconds: Floats, hung_up: NDArray[np.bool_]) -> "PatienceCurve":
        """The product-limit estimate (Journal of the American Statistical Association 53, 1958).

        Who is answered at the second at which another hangs up was still waiting then.
        """
        ends = np.sort(waited_seconds)
        seconds, hang_ups = np.unique(waited_seconds[hung_up], return_counts=True)
        waiting = len(ends) - np.searchsorted(ends, seconds, side="left")
        gone = np.asarray(1 - np.cumprod(1 - hang_ups / waiting), dtype=np.float64)
        return cls(np.asarray(seconds, dtype=np.float64), gone)

    def at(self, shares: Floats) -> Floats:
        """Patience at shares of callers, from 0, below 1: seconds, infinite beyond the curve; any shape."""
        padded = np.append(self.seconds, np.inf)
        return np.asarray(padded[np.searchsorted(self.gone, shares, side="left")])


def patience_by_kind(calls: pd.DataFrame, *, until: date) -> dict[str, PatienceCurve]:
    """A curve for each type, from the calls that queued before `until`."""
    past = calls[calls["queued"] & (calls["entered"] < pd.Timestamp(until))]
    return {
        str(kind): PatienceCurve.of_waits(
            of_kind["waited_seconds"].to_numpy(np.float64), ~of_kind["is_answered"].to_numpy(bool)
        )
        for kind, of_kind in past.groupby("kind")
    }


def exponential_patience(calls: pd.DataFrame, *, until: date) -> float:
    """Seconds, were patience exponential: time waited by hang-up, of the calls that queued before `until`."""
    past = calls[calls["queued"] & (calls["entered"] < pd.Timestamp(until))]
    return float(past["waited_seconds"].sum() / (~past["is_answered"]).sum())


class HandlePools:
    """Handle times that were seen, to draw from: those of the call's type, day and three hours, wider where few are."""

    def __init__(self, calls: pd.DataFrame) -> None:
        seen = calls[calls["handle_seconds"].notna()]
        seconds = seen["handle_seconds"].clip(upper=LONGEST_HANDLE_SECONDS)
        day, block = day_and_block(seen)
        keys: list[list[pd.Series]] = [[seen["kind"], day, block], [seen["kind"], day], [seen["kind"]]]
        self._pools = [
            {key: pool.to_numpy(np.float64) for key, pool in seconds.groupby(by) if len(pool) >= LEAST_OF_BLOCK}
            for by in keys
        ]

    def of(self, kind: str, day: date, block: int) -> Floats:
        """Seconds seen, at least `LEAST_OF_BLOCK` of them.

        Raises
        ------
        ValueError
            If the type was not answered so often at all.
        """
        for pools, key in zip(self._pools, [(kind, day, block), (kind, day), (kind,)], strict=True):
            if key in pools:
                return pools[key]
        raise ValueError(
            f"fewer than {LEAST_OF_BLOCK} calls of type {kind} were answered; their handle time is unknown"
        )


def day_and_block(calls: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The local day of each call, and its three hours counted from midnight."""
    return calls["entered"].dt.date, calls["entered"].dt.hour // BLOCK_HOURS


@dataclass(frozen=True, eq=False)
class DrawnDay:
    """The calls of one day, with what was drawn for each of them under every seed.

    Parameters
    ----------
    day
        Local day.
    arrivals
        Seconds since midnight, rising, shape (calls,).
    handle_seconds, patience_seconds
        Shape (calls, seeds); patience may be infinite.
    """

    day: date
    arrivals: Floats
    handle_seconds: Floats
    patience_seconds: Floats


def draw_day(
    calls: pd.DataFrame, *, pools: HandlePools, patience: dict[str, PatienceCurve], seeds: Sequence[int]
) -> DrawnDay:
    """The calls of one day; what a seed draws does not depend on the other seeds.

    Parameters
    ----------
    calls
        Of `read_bank_calls`, one local day's, at least one.
    """
    day, blocks = calls["entered"].iloc[0].date(), day_and_block(calls)[1]
    shares = [np.random.default_rng([seed, day.toordinal()]).random((2, len(calls))) for seed in seeds]
    for_handle, for_patience = np.stack(shares, axis=2)
    handle, patient = np.empty_like(for_handle), np.empty_like(for_patience)
    for kind, block in sorted(set(zip(calls["kind"], blocks, strict=True))):
        rows = np.flatnonzero((calls["kind"] == kind) & (blocks == block))
        pool = pools.of(kind, day, int(block))
        handle[rows] = pool[(for_handle[rows] * len(pool)).astype(np.int64)]
        patient[rows] = patience[kind].at(for_patience[rows])
    arrivals = (calls["entered"] - pd.Timestamp(day)).dt.total_seconds()
    return DrawnDay(day, np.asarray(arrivals, dtype=np.float64), handle, patient)
