"""Handle times beside simpler ideas, on real calls: `python -m benchmarks.handle_times`.

Lengths of the four weeks after each origin, forecast from all before it; scored by the mean pinball loss of 19
quantiles as a share of the mean length, and by how often the length lies below the 80 and 95 % quantile.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import expon, norm

from benchmarks.real_desks import REAL_DATA
from data.handle_times import HALF_LIFE_WEEKS, STEPS_PER_LOG
from forecasting.handle_distribution import HandleDistribution, fit_handle_distribution

Floats = NDArray[np.float64]

LEVELS = np.round(np.arange(0.05, 1, 0.05), 2)
WEEKS_AHEAD = 4


def main() -> None:
    files = sorted(REAL_DATA.glob("anonymous_bank_1999/calls_*.csv.gz"))
    if not files:
        print(f"Anonymous Bank: skipped, there is no {REAL_DATA}")
        return
    columns = ["type", "ser_start", "ser_time_s"]
    calls = pd.concat([pd.read_csv(file, usecols=columns) for file in files])
    calls = calls[(calls["ser_time_s"] > 0) & calls["ser_start"].notna()]
    calls = calls.assign(at=pd.to_datetime(calls["ser_start"])).sort_values("at")
    rows = []
    for kind in ("PS", "NE", "IN", "NW"):
        of_kind = calls[calls["type"] == kind]
        for origin in pd.date_range(of_kind["at"].min().normalize() + pd.Timedelta(weeks=12), periods=4, freq="28D"):
            past = of_kind[of_kind["at"] < origin]
            ahead = of_kind[(of_kind["at"] >= origin) & (of_kind["at"] < origin + pd.Timedelta(weeks=WEEKS_AHEAD))]
            if len(past) > 100 and len(ahead) > 100:
                rows += [(kind, name, *_score(table, ahead)) for name, table in _quantiles(past, ahead, origin).items()]
    found = pd.DataFrame(rows, columns=["type", "idea", "loss", "below80", "below95"])
    print(found.groupby(["type", "idea"]).mean().mul(100).round(2).to_string())


def _quantiles(past: pd.DataFrame, ahead: pd.DataFrame, origin: pd.Timestamp) -> dict[str, Floats]:
    """Quantiles of each call ahead, shape (n, 19), by idea."""
    ours = fit_handle_distribution(counted(past, origin))
    assert isinstance(ours, HandleDistribution)
    weekday, hour = ahead["at"].dt.day_of_week.to_numpy(), ahead["at"].dt.hour.to_numpy()
    seconds = past["ser_time_s"].to_numpy(np.float64)
    log = np.log(seconds)
    same = np.ones((len(ahead), 1))
    return {
        "mixture by time of week": np.stack([ours.quantile(level)[weekday, hour] for level in LEVELS], axis=1),
        "all past lengths": same * np.quantile(seconds, LEVELS),
        "one log-normal": same * np.exp(norm.ppf(LEVELS, log.mean(), log.std())),
        "exponential": same * expon.ppf(LEVELS, scale=seconds.mean()),
    }


def counted(past: pd.DataFrame, origin: pd.Timestamp) -> pd.DataFrame:
    """Calls as `data.handle_times.read_handle_times` counts them."""
    seconds = past["ser_time_s"].to_numpy(np.float64)
    weeks = (origin - past["at"]).dt.total_seconds().to_numpy() / 604_800
    table = pd.DataFrame(
        {
            "weekday": past["at"].dt.day_of_week.to_numpy(),
            "hour": past["at"].dt.hour.to_numpy(),
            "step": np.floor(STEPS_PER_LOG * np.log(seconds)),
            "contacts": 1,
            "weight": 0.5 ** (weeks / HALF_LIFE_WEEKS),
        }
    )
    return table.groupby(["weekday", "hour", "step"], as_index=False).sum()


def _score(table: Floats, ahead: pd.DataFrame) -> tuple[float, float, float]:
    came = ahead["ser_time_s"].to_numpy(np.float64)
    error = came[:, None] - table
    loss = np.maximum(LEVELS * error, (LEVELS - 1) * error).mean() * 2
    below = [(came <= table[:, np.flatnonzero(level == LEVELS)[0]]).mean() for level in (0.8, 0.95)]
    return float(loss / came.mean()), float(below[0]), float(below[1])


if __name__ == "__main__":
    main()
