"""Two queues in line: a share of what the first tier has handled goes on to a second.

The second tier's contacts arrive when the first tier ends, so later and more evenly than calls come in. Staffing it for
the load of the same interval is therefore wrong at both ends of a peak; a simulation of both shows by how much.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.simulation.simulate import ServedDays, blocks_of_days, count_days, serve_arrivals, serve_block
from staffing.simulation.simulated_desk import SimulatedDesk
from staffing.simulation.simulated_figures import Simulated

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TwoTiers:
    """Two desks of which the first hands on to the second.

    Parameters
    ----------
    first
        Who is called.
    second
        Who takes over; its own arrivals come besides (`ArrivalRates([0])` if there are none). Its day is as long.
    share
        Of the contacts that the first tier has handled, how many go on, 0 to 1.
    """

    first: SimulatedDesk
    second: SimulatedDesk
    share: float

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"the share that goes on to the second tier is 0 to 1; got {self.share}")
        if self.first.day_seconds != self.second.day_seconds:
            raise ValueError(
                f"both tiers have the same day; got {self.first.day_seconds} s and {self.second.day_seconds} s"
            )


def simulate_tiers(tiers: TwoTiers, *, days: int, seed: int) -> tuple[Simulated, Simulated]:
    """What both tiers would have counted; parameters as in `staffing.simulation.simulate.simulate`.

    The first tier's days are those that it has alone. What it ends after closing is served by the second, but counts in
    no interval.
    """
    first, second = [], []
    for count, stream in blocks_of_days(days, seed=seed, expected=tiers.first.arrivals.expected):
        served = serve_block(tiers.first, days=count, seed=stream)
        first.append(count_days(tiers.first, served))
        [of_second] = stream.spawn(1)
        second.append(count_days(tiers.second, _take_over(tiers, served, seed=of_second)))
    return Simulated.joined(first), Simulated.joined(second)


def _take_over(tiers: TwoTiers, served: ServedDays, *, seed: np.random.SeedSequence) -> ServedDays:
    chosen, fresh, again = (np.random.default_rng(stream) for stream in seed.spawn(3))
    goes_on = np.isfinite(served.starts) & (chosen.random(served.starts.shape) < tiers.share)
    handed_on = np.where(goes_on, served.starts + served.handle_seconds, np.inf)
    desk = tiers.second
    own = desk.arrivals.draw(fresh, days=len(handed_on), day_seconds=desk.day_seconds)
    arrivals = np.sort(np.concatenate([handed_on, own], axis=1), axis=1)
    most = int(np.isfinite(arrivals).sum(axis=1).max(initial=0))
    return serve_arrivals(desk, np.ascontiguousarray(arrivals[:, :most]), rng=fresh, repeats_rng=again)
