"""How many customers are still willing to wait after so many seconds, read off waits most of which were cut short.

Who is answered would have waited longer: of a wait that ended so it is known only that patience outlasted it
(censored). Kaplan and Meier, Nonparametric estimation from incomplete observations, Journal of the American Statistical
Association 53 (1958), count at each second those who hang up among those who were still there. It takes for granted
that who is answered sooner is as patient as who is answered later.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

LEAST_AT_RISK = 30
"""Where fewer are still waiting, the curve is not told."""


@dataclass(frozen=True, eq=False)
class PatienceCurve:
    """The share of customers who are still willing to wait, after each second at which somebody hung up.

    Parameters
    ----------
    seconds
        At which some hung up, whole, above 0, rising, shape (k,); k may be 0.
    still_waiting
        Share that has not hung up after them, were nobody answered; 0 to 1, falling, shape (k,).
    at_risk
        Customers who had waited as long and were still there, shape (k,).
    hung_up
        How many of these hung up then, above 0, shape (k,).
    waits
        Waits of at least a second on which the curve rests.
    known_until
        The longest wait, seconds, that 30 customers reached; 0 where fewer waited at all.
    """

    seconds: Floats
    still_waiting: Floats
    at_risk: Floats
    hung_up: Floats
    waits: int
    known_until: float

    def __post_init__(self) -> None:
        shape = self.seconds.shape
        if any(column.shape != shape for column in (self.still_waiting, self.at_risk, self.hung_up)) or len(shape) != 1:
            raise ValueError(f"patience: {shape} seconds need as many shares, customers at risk and hang-ups")
        if np.any(np.diff(self.seconds, prepend=0.0) <= 0) or np.any(self.hung_up <= 0):
            raise ValueError("patience: the seconds at which some hung up are above 0 and rise")
        if np.any(self.hung_up > self.at_risk) or np.any(self.at_risk > self.waits):
            raise ValueError("patience: who hangs up was waiting, and who waits is among the waits")
        if np.any(np.diff(self.still_waiting, prepend=1.0, append=0.0) > 0):
            raise ValueError("patience: the share that still waits falls from 1 to no less than 0")
        if not 0 <= self.known_until < np.inf:
            raise ValueError(f"patience: it is known until a wait of 0 seconds or more; got {self.known_until}")

    @property
    def hang_ups(self) -> int:
        """Customers who hung up, at whatever second."""
        return int(self.hung_up.sum())

    def share_after(self, seconds: ArrayLike) -> Floats:
        """Share that is still willing to wait after so many seconds, at least 0; NaN beyond `known_until`."""
        asked = np.asarray(seconds, dtype=np.float64)
        shares = np.concatenate([[1.0], self.still_waiting])[np.searchsorted(self.seconds, asked, side="right")]
        return np.where(asked <= self.known_until, shares, np.nan)

    def mean_before_answers(self, mean_seconds: float) -> float:
        """Mean of the exponential by which as many hang up, were answers to come after exponential waits of this mean.

        Of a patience X and a wait W of mean w, E[exp(-X/w)] is the share that hangs up before W; the exponential
        patience of the same share has mean w (1 - share) / share. In other words each second of waiting counts
        exp(-seconds / w). Only what is known counts; infinite where nobody hangs up within it.

        Parameters
        ----------
        mean_seconds
            w, above 0, finite.
        """
        known = self.seconds <= self.known_until
        edges = np.exp(-np.concatenate([[0.0], self.seconds[known], [self.known_until]]) / mean_seconds)
        shares = np.concatenate([[1.0], self.still_waiting[known]])
        waited = mean_seconds * float(shares @ -np.diff(edges))
        gone = float(-np.diff(shares) @ edges[1:-1])
        return waited / gone if gone > 0 else float(np.inf)


def kaplan_meier(waits: pd.DataFrame) -> PatienceCurve:
    """The curve of one queue's waits.

    Who hangs up at the second at which another is answered was there before; a wait of no second tells nothing.

    Parameters
    ----------
    waits
        Rows of `data.wait_counts.count_waits` of one queue.
    """
    lasted = waits[waits["seconds"] > 0].groupby("seconds")[["abandoned", "stayed"]].sum()
    lasted = lasted[lasted.sum(axis=1) > 0]
    seconds, hung_up = lasted.index.to_numpy(np.float64), lasted["abandoned"].to_numpy(np.float64)
    at_risk = lasted.sum(axis=1).to_numpy(np.float64)[::-1].cumsum()[::-1]
    known = seconds[at_risk >= LEAST_AT_RISK]
    some = hung_up > 0
    return PatienceCurve(
        seconds=seconds[some],
        still_waiting=np.cumprod(1 - hung_up[some] / at_risk[some]),
        at_risk=at_risk[some],
        hung_up=hung_up[some],
        waits=int(at_risk[0]) if len(at_risk) else 0,
        known_until=float(known[-1]) if len(known) else 0.0,
    )
