"""The day level as statsmodels' own state-space model: every effect a state of its own, every calendar day a step."""

import numpy as np
from numpy.typing import NDArray
from statsmodels.tsa.statespace.mlemodel import MLEModel

from forecasting.day_level import DayHeights
from forecasting.level_drift import LevelDrift

Floats = NDArray[np.float64]


class PlainDayLevel(MLEModel):
    """States: slow, fast, usual level, effects; closed and unknown days are missing observations."""

    def __init__(self, heights: DayHeights, drift: LevelDrift) -> None:
        row = np.asarray(heights.day - heights.day[0])
        days, effects = int(row[-1]) + 1, heights.strengths.shape[1]
        height, chance = np.full(days, np.nan), np.zeros(days)
        design = np.zeros((1, 3 + effects, days))
        design[0, :3] = 1.0
        height[row], chance[row] = heights.height, np.where(heights.known, heights.chance, 0.0)
        design[0, 3:, row] = heights.strengths
        super().__init__(height, k_states=3 + effects, k_posdef=2, loglikelihood_burn=0)
        memory = np.array([drift.slow_memory, drift.fast_memory])
        size = np.array([drift.slow, drift.fast])
        self["design"] = design
        self["transition"] = np.diag([*memory, 1.0, *np.ones(effects)])
        self["selection"] = np.eye(3 + effects)[:, :2]
        self["state_cov"] = np.diag(size**2 * (1 - memory**2))
        self["obs_cov"] = (drift.noise**2 + chance)[None, None, :]
        start = np.diag([*size**2, 100.0, *heights.likely_size**2])
        self.ssm.initialize_known(np.zeros(3 + effects), start)
        self.row, self.of_day = row, design[0]

    def update(self, params: Floats, **_options: object) -> None:
        """Nothing is fitted here."""

    def heights_after(self) -> tuple[Floats, Floats]:
        """Mean and variance of each day's expectation when all is seen, shape (n,) each."""
        found = self.smooth([])
        mean = np.einsum("kt,kt->t", self.of_day, found.smoothed_state)
        doubt = np.einsum("kt,klt,lt->t", self.of_day, found.smoothed_state_cov, self.of_day)
        return mean[self.row], doubt[self.row]
