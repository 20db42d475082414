"""Queues with people of one skill, of all skills, and of both kinds mixed: `python -m benchmarks.pools`.

Mondays of several sizes at once, each half-hour to keep 90 % within 180 s. People by the product, over the doubt of the
days; simulated on days as forecast, in which every queue meets the same contacts whatever the mix. Beside the product's
measure (three people with all skills for one that the bound asks for) stands the bound itself.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from benchmarks.mondays import DOUBT, GOAL, SEED, forecast_of
from benchmarks.simulation import HALF_HOUR, HANDLE_SECONDS, HANDLE_VARIATION, PATIENCE_SECONDS, Monday
from forecasting.forecast import Forecast
from staffing.pooled_queues import pooled
from staffing.require_agents import require_agents
from staffing.simulation.drawn_arrivals import ArrivalRates
from staffing.simulation.drawn_seconds import Exponential, LogNormal
from staffing.simulation.served_by_skills import SkillGroup
from staffing.simulation.simulate_skills import simulate_skills
from staffing.simulation.simulated_desk import SimulatedDesk
from staffing.skill_pools import Integers, Queues, SkillPools, sets_of

PEAKS = ((7.0, 5.0), (20.0, 12.0), (40.0, 40.0), (12.0, 10.0, 6.0))
DAYS = 150


def _required(forecast: Forecast) -> Integers:
    return require_agents(
        forecast, GOAL, unplanned_shrinkage=0.0, patience_seconds=PATIENCE_SECONDS, short_abandon_seconds=5.0
    ).agents


def pools_of(peaks: tuple[float, ...]) -> SkillPools:
    """People of every set of Mondays of these sizes."""
    alone = [replace(forecast_of(Monday(peak, DOUBT)), queue=f"{peak:g}") for peak in peaks]
    required = {able: _required(pooled([alone[q] for q in sorted(able)])) for able in sets_of(len(alone))}
    return SkillPools.of([one.queue for one in alone], open_hours=alone[0].open_minutes / 60, required=required)


def bound_of(pools: SkillPools) -> dict[Queues, Integers]:
    """As few with all skills as the bound asks for where all people are as few as in one pool; of two queues."""
    one, other = (pools.required[frozenset({q})] for q in (0, 1))
    both = pools.apart - pools.together
    return {frozenset({0}): one - both, frozenset({1}): other - both, pools.everything: both}


def row_of(peaks: tuple[float, ...], name: str, groups: dict[Queues, Integers], *, days: int) -> dict[str, object]:
    """One line of the table, shares in %."""
    desks = [
        SimulatedDesk(
            np.zeros(len(Monday(peak, 0.0).loads)),
            arrivals=ArrivalRates(Monday(peak, 0.0).part_contacts),
            handle=LogNormal(HANDLE_SECONDS, variation=HANDLE_VARIATION),
            patience=Exponential(PATIENCE_SECONDS),
            interval_seconds=HALF_HOUR,
        )
        for peak in peaks
    ]
    kinds = [SkillGroup(tuple(sorted(able)), people) for able, people in groups.items()]
    met = simulate_skills(desks, kinds, days=days, seed=SEED)
    levels = [one.by_interval().service_level.mean for one in met]
    everyone = groups.get(frozenset(range(len(peaks))), np.zeros(1))
    return {
        "peaks": " ".join(f"{peak:g}" for peak in peaks),
        "people": name,
        "agent_hours": float(sum(people.sum() for people in groups.values())) / 2,
        "with_all_skills": float(everyone.sum()) / 2,
        "service_level": " ".join(f"{100 * float(one.whole().service_level.mean):.2f}" for one in met),
        "worst_interval": " ".join(f"{100 * float(level.min()):.1f}" for level in levels),
    }


def main(*, days: int = DAYS) -> None:
    rows = []
    for peaks in PEAKS:
        pools = pools_of(peaks)
        cases = {"one skill each": pools.mix(0)}
        cases |= {f"{k} with all": pools.mix(k) for k in range(3, pools.enough + 1, 3)}
        if len(peaks) == 2:
            cases["the bound alone"] = bound_of(pools)
        cases["all with all"] = {pools.everything: pools.together}
        rows += [row_of(peaks, name, groups, days=days) for name, groups in cases.items()]
    print(pd.DataFrame(rows).to_string(index=False))


if __name__ == "__main__":
    main()
