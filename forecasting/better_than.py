"""Whether one model is truly better than another: how many times as much it errs, and whether that may be chance.

Origins whose horizons overlap err alike, so twelve of them are fewer than twelve trials. Neighbours are therefore drawn
together (moving blocks), and the test allows for as many neighbours that resemble each other.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit
from statsmodels.tsa.stattools import diebold_mariano_test

from data.message import Message

Floats = NDArray[np.float64]

MEASURES = ("wape", "ncrps")

LEAST_ORIGINS = 8

LEAST_STRETCHES = 3
"""So many times as long as one overlap the origins must reach. Over two the intervals held what they should in half of
the simulated cases only."""

PROVEN_BELOW = 0.01
"""The Newey-West variance of few overlapping origins comes out low: of simulated models that were alike, with horizons
that overlapped by four in a row, 14 to 17 in 100 fell below 0.05 and 6 to 9 below 0.01."""

_DRAWS = 2000


@dataclass(frozen=True)
class Comparison:
    """One model beside another, by one measure, over the origins from which both were scored.

    Parameters
    ----------
    queue
        As in desk.toml.
    model, than
        Names of the two.
    measure
        `wape` or `ncrps`.
    ratio
        Error of `model` divided by that of `than`, over all scored intervals, weighted by contacts; below 1 it is
        better. At least 0.
    low, high
        Ends of the 95 % interval of the ratio; None where there are too few origins.
    p
        Probability of a difference as large between models that are alike, two-sided, 0 to 1; None as above.
    origins
        How many were compared.
    needed
        How many it takes.
    """

    queue: str
    model: str
    than: str
    measure: str
    ratio: float
    low: float | None
    high: float | None
    p: float | None
    origins: int
    needed: int

    def __post_init__(self) -> None:
        if not 0 <= self.ratio < math.inf:
            raise ValueError(f"{self.model} beside {self.than}: a ratio is at least 0; got {self.ratio}")
        if self.p is not None and not 0 <= self.p <= 1:
            raise ValueError(f"{self.model} beside {self.than}: a p-value lies between 0 and 1; got {self.p}")
        if {self.low is None, self.high is None} != {self.p is None}:
            raise ValueError(f"{self.model} beside {self.than}: interval and p-value are known together or not at all")

    @property
    def sentence(self) -> Message:
        """What it means, for people."""
        told: dict[str, object] = {name: getattr(self, name) for name in ("queue", "model", "than", "ratio")}
        if self.p is None:
            return Message(
                "{queue}: {model} errs {ratio:.2f} times as much as {than} on {origins} origins, too few to tell that "
                "from chance; it takes {needed} of them (--origins, --step)",
                told | {"origins": self.origins, "needed": self.needed},
            )
        told |= {"low": self.low, "high": self.high, "p": "< 0.01" if self.p < 0.01 else f"= {self.p:.2f}"}
        if self.p >= PROVEN_BELOW:
            return Message(
                "{queue}: {model} errs {ratio:.2f} times as much as {than} ({low:.2f} to {high:.2f}; p {p}), which may "
                "be chance",
                told,
            )
        return Message(
            "{queue}: {model} errs {ratio:.2f} times as much as {than} ({low:.2f} to {high:.2f}; p {p})", told
        )


def compare_models(scores: pd.DataFrame, *, step_days: int, horizon_days: int, seed: int = 0) -> tuple[Comparison, ...]:
    """The first model of each queue beside each of the others.

    Parameters
    ----------
    scores
        As `forecasting.backtest.backtest` gives them, of one queue or several.
    step_days, horizon_days
        With which they were made; horizons of origins less than `horizon_days` apart overlap.
    seed
        Of the draws behind the intervals.

    Returns
    -------
    tuple
        By queue, other model and measure; nothing where the other model made no error.
    """
    overlap = overlapping_origins(step_days=step_days, horizon_days=horizon_days)
    found: list[Comparison] = []
    for queue, own in scores.groupby("queue", sort=False):
        by_measure = {measure: errors_by_origin(own, measure) for measure in MEASURES}
        for than in own["model"].unique()[1:]:
            for measure, errors in by_measure.items():
                found += _compare(errors, than, queue=str(queue), measure=measure, overlap=overlap, seed=seed)
    return tuple(found)


def overlapping_origins(*, step_days: int, horizon_days: int) -> int:
    """How many origins in a row have a day ahead of them in common, at least 1."""
    return max(math.ceil(horizon_days / step_days), 1)


def errors_by_origin(scores: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Contacts by which each model erred, one row an origin, one column a model in the order of the scores."""
    erred = scores.assign(erred=scores[measure] * scores["contacts"])
    table = erred.pivot_table(index="origin", columns="model", values="erred", aggfunc="sum")
    return table[list(scores["model"].unique())].dropna().sort_index()


def _compare(
    errors: pd.DataFrame, than: str, *, queue: str, measure: str, overlap: int, seed: int
) -> Iterator[Comparison]:
    model = str(errors.columns[0])
    ours, theirs = (errors[name].to_numpy(dtype=np.float64) for name in (model, than))
    if not theirs.sum() > 0:
        return
    needed = max(LEAST_ORIGINS, LEAST_STRETCHES * overlap)
    enough = len(errors) >= needed
    low, high = interval_of_ratio(ours, theirs, overlap=overlap, seed=seed) if enough else (None, None)
    p = chance_of_difference(ours, theirs, overlap=overlap) if enough else None
    ratio = float(ours.sum() / theirs.sum())
    yield Comparison(queue, model, than, measure, ratio, low, high, p, len(errors), needed)


def interval_of_ratio(ours: Floats, theirs: Floats, *, overlap: int, seed: int) -> tuple[float, float]:
    """The 95 % interval of the ratio of two sums of errors, by moving-block bootstrap over origins (Künsch 1989).

    Blocks are as long as the overlap of horizons. Few blocks vary less than they should, so the interval is widened on
    the logarithmic scale as Harvey, Leybourne and Newbold (1997) widen the test: by their factor and Student's t.

    Parameters
    ----------
    ours, theirs
        Errors of each origin, in order of time, at least 0, shape (n,) with n above `overlap`.
    overlap
        Origins in a row whose horizons overlap, at least 1.
    seed
        Of the draws.
    """
    count = len(ours)
    first = np.random.default_rng(seed).integers(0, count - overlap + 1, size=(_DRAWS, math.ceil(count / overlap)))
    rows = (first[:, :, None] + np.arange(overlap)).reshape(_DRAWS, -1)[:, :count]
    drawn, below = ours[rows].sum(axis=1), theirs[rows].sum(axis=1)
    known = below > 0  # a draw of origins at which nothing came says nothing
    low, high = np.quantile(drawn[known] / below[known], (0.025, 0.975))
    ratio = ours.sum() / theirs.sum()
    if not low > 0:
        return float(low), float(high)
    wider = stdtrit(count - 1, 0.975) / ndtri(0.975) / small_sample_factor(count, overlap=overlap)
    return float(ratio * (low / ratio) ** wider), float(ratio * (high / ratio) ** wider)


def small_sample_factor(count: int, *, overlap: int) -> float:
    """By which Harvey, Leybourne and Newbold (1997) shrink the statistic of Diebold and Mariano, above 0, at most 1."""
    return math.sqrt((count + 1 - 2 * overlap + overlap * (overlap - 1) / count) / count)


def chance_of_difference(ours: Floats, theirs: Floats, *, overlap: int) -> float:
    """The two-sided p-value that two models err alike (Diebold and Mariano 1995, corrected for small samples).

    Parameters
    ----------
    ours, theirs
        Errors of each origin, in order of time, at least 0, shape (n,).
    overlap
        Origins in a row whose horizons overlap: one fewer neighbours enter the variance (Newey and West 1987).
    """
    if np.array_equal(ours, theirs):
        return 1.0
    nothing = np.zeros(len(ours))  # the errors themselves are the losses: their distance from nothing
    tested = diebold_mariano_test(
        nothing, ours, theirs, lags=overlap - 1, criterion="mae", harvey_adj=True, horizon=overlap
    )
    return float(tested.pvalue)


def comparison_table(comparisons: Sequence[Comparison]) -> pd.DataFrame:
    """One row a comparison: `queue, model, than, measure, ratio, low, high, p, origins, needed`."""
    return pd.DataFrame([asdict(one) for one in comparisons], columns=list(Comparison.__dataclass_fields__))


def table_text(comparisons: Sequence[Comparison]) -> str:
    """The same as lines of text: two decimals, three of p, a dash where nothing is known."""
    known = "{:.2f}".format
    rows = [
        {
            "queue": one.queue,
            "model": one.model,
            "than": one.than,
            "measure": one.measure,
            "ratio": known(one.ratio),
            "low": "-" if one.low is None else known(one.low),
            "high": "-" if one.high is None else known(one.high),
            "p": "-" if one.p is None else "<0.001" if one.p < 0.001 else f"{one.p:.3f}",
            "origins": str(one.origins),
        }
        for one in comparisons
    ]
    return pd.DataFrame(rows).to_string(index=False)


def sentences(comparisons: Iterable[Comparison]) -> list[Message]:
    """What the weighted absolute errors say, a sentence a model."""
    return [one.sentence for one in comparisons if one.measure == "wape"]
