"""How good a forecast was: one function a measure, each over the intervals that were counted."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CRPS_LEVELS: tuple[float, ...] = tuple(round(0.05 * k, 2) for k in range(1, 20))
"""The 19 quantiles that enter `ncrps`."""


def wape(actual: Floats, expected: Floats) -> float:
    """Sum of absolute errors divided by the sum of what came; NaN where nothing came.

    Parameters
    ----------
    actual
        Contacts counted, shape (n,).
    expected
        The forecast's median, shape (n,).
    """
    volume = float(np.sum(actual))
    return float(np.sum(np.abs(actual - expected))) / volume if volume > 0 else float("nan")


def ncrps(actual: Floats, quantiles: Floats) -> float:
    """Continuous ranked probability score divided by the mean of what came; NaN where nothing came.

    Twice the pinball loss, averaged over the levels (Gneiting and Raftery 2007, section 4.2).

    Parameters
    ----------
    actual
        Contacts counted, shape (n,).
    quantiles
        The forecast at `CRPS_LEVELS`, shape (n, 19).
    """
    levels = np.array(CRPS_LEVELS)
    if quantiles.shape != (len(actual), len(levels)):
        raise ValueError(f"{len(actual)} counts need quantiles of shape ({len(actual)}, 19), not {quantiles.shape}")
    volume = float(np.sum(actual))
    below = actual[:, None] - quantiles
    pinball = np.maximum(levels * below, (levels - 1) * below)
    return 2 * float(np.sum(np.mean(pinball, axis=1))) / volume if volume > 0 else float("nan")


def cover(actual: Floats, low: Floats, high: Floats) -> float:
    """Share of counts that lie within the interval, its ends included; NaN where there are none.

    Quantiles of a continuous distribution are compared with whole numbers, so the ends are rounded to the nearest
    number that a count can take.

    Parameters
    ----------
    actual, low, high
        Shape (n,).
    """
    inside = (actual >= np.round(low)) & (actual <= np.round(high))
    return float(np.mean(inside)) if len(actual) else float("nan")
