"""Tier 2 staffed by when its callers called, or by when tier 1 hands them on: `python -m benchmarks.tiers`.

The Monday of `benchmarks.simulation` at tier 1, its people by the product; a share of what it handles goes on to tier
2, which has no contacts of its own, at the end of tier 1's handling. People of tier 2 by the product, each half-hour to
keep 90 % within 180 s: as if contacts came to it in the half-hour in which they came to tier 1, and with tier 1's
departures (`staffing.handed_on`). Both are simulated, tier 1 and tier 2 in line, on days that no search has seen.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from benchmarks.mondays import DAYS, DOUBT, GOAL, SEED, forecast_of
from benchmarks.simulation import HALF_HOUR, HANDLE_SECONDS, HANDLE_VARIATION, PATIENCE_SECONDS, Monday
from forecasting.forecast import Forecast
from staffing.handed_on import handed_on, with_handed_on
from staffing.live_service import Asked
from staffing.require_agents import require_agents
from staffing.requirement import Requirement
from staffing.simulation.drawn_arrivals import ArrivalRates
from staffing.simulation.drawn_seconds import Endless, Exponential, LogNormal
from staffing.simulation.simulate_tiers import TwoTiers, simulate_tiers
from staffing.simulation.simulated_desk import SimulatedDesk
from staffing.simulation.simulated_figures import Simulated

FED = ("same half-hour", "departures")


@dataclass(frozen=True)
class Case:
    """A Monday of tier 1 and what goes on to tier 2.

    Parameters
    ----------
    peak
        Of tier 1, erlangs.
    first_seconds, second_seconds
        Mean handle times of the tiers.
    share
        Of what tier 1 handles.
    patience_seconds
        In both tiers; infinite: nobody hangs up.
    """

    peak: float
    first_seconds: float
    second_seconds: float
    share: float
    patience_seconds: float

    @property
    def monday(self) -> Monday:
        """Tier 1's."""
        return Monday(self.peak, DOUBT)

    @property
    def first(self) -> Forecast:
        """Tier 1 as forecast: as many erlangs at any handle time."""
        told = forecast_of(self.monday)
        scale = HANDLE_SECONDS / self.first_seconds
        chance = 0.25 * (scale - 1) / (1 + told.day_spread**2)
        return replace(
            told,
            root_mean=np.sqrt(np.maximum(told.root_mean**2 * scale + chance, 0.0)),
            handle_seconds=np.full(len(told), self.first_seconds),
        )

    @property
    def nothing_of_its_own(self) -> Forecast:
        """Tier 2's half-hours."""
        nothing = np.zeros(len(self.first))
        return replace(
            self.first,
            root_mean=nothing,
            day_spread=nothing,
            root_spread=nothing,
            handle_seconds=nothing + self.second_seconds,
        )

    def second(self, fed: str, requirement: Requirement) -> Forecast:
        """Tier 2 as forecast: by tier 1's half-hours, or by what leaves it."""
        if fed == "departures":
            handed = handed_on(
                self.first,
                requirement.agents,
                asked=Asked(GOAL.threshold_seconds, self.patience_seconds, 5.0),
                to=self.nothing_of_its_own,
                share=self.share,
                handle_seconds=self.second_seconds,
                handle_variation=HANDLE_VARIATION,
            )
            return with_handed_on(self.nothing_of_its_own, [handed])
        contacts = self.first.mean * self.share
        spread = self.first.day_spread
        root = np.sqrt(np.maximum(contacts - 0.25, 0.0) / (1 + spread**2))
        return replace(self.first, root_mean=root, handle_seconds=np.full(len(spread), self.second_seconds))

    def required(self, forecast: Forecast) -> Requirement:
        """People by the product's usual engine."""
        return require_agents(
            forecast, GOAL, unplanned_shrinkage=0.0, patience_seconds=self.patience_seconds, short_abandon_seconds=5.0
        )

    def simulated(self, first: Requirement, second: Requirement, *, days: int) -> Simulated:
        """What tier 2 achieves behind tier 1."""
        patience = Endless() if np.isinf(self.patience_seconds) else Exponential(self.patience_seconds)
        scale = HANDLE_SECONDS / self.first_seconds
        tiers = [
            SimulatedDesk(
                people.agents,
                arrivals=arrivals,
                handle=LogNormal(seconds, variation=HANDLE_VARIATION),
                patience=patience,
                interval_seconds=HALF_HOUR,
            )
            for people, arrivals, seconds in (
                (first, ArrivalRates(self.monday.part_contacts * scale, day_variation=DOUBT), self.first_seconds),
                (second, ArrivalRates([0.0]), self.second_seconds),
            )
        ]
        return simulate_tiers(TwoTiers(tiers[0], tiers[1], share=self.share), days=days, seed=SEED)[1]


CASES = tuple(
    Case(peak, first_seconds, second_seconds, share, patience)
    for patience in (float("inf"), PATIENCE_SECONDS)
    for peak, first_seconds, second_seconds, share in (
        (80.0, 300.0, 900.0, 0.2), (80.0, 1200.0, 1200.0, 0.5), (20.0, 900.0, 900.0, 0.3), (80.0, 2400.0, 2400.0, 0.7),
    )
)  # fmt: skip


def row_of(case: Case, fed: str, *, days: int = DAYS) -> dict[str, object]:
    """One line of the table, shares in %."""
    first = case.required(case.first)
    second = case.required(case.second(fed, first))
    met = case.simulated(first, second, days=days)
    level, whole = met.by_interval().service_level.mean, met.whole()
    return {
        "peak": case.peak,
        "tier_1_s": case.first_seconds,
        "tier_2_s": case.second_seconds,
        "share": case.share,
        "patience_s": case.patience_seconds,
        "fed": fed,
        "agent_hours": second.agent_hours,
        "service_level": round(100 * float(whole.service_level.mean), 2),
        "worst_interval": round(100 * float(level.min()), 2),
        "promised": round(100 * float(second.service_level @ second.contacts / second.contacts.sum()), 2),
        "error_of_promise": round(float(np.abs(second.service_level - level).mean()), 4),
    }


def main() -> None:
    table = pd.DataFrame([row_of(case, fed) for case in CASES for fed in FED])
    plain = table["agent_hours"].where(table["fed"] == FED[0]).ffill()
    print(table.assign(hours_to_plain=(table["agent_hours"] / plain).round(4)).to_string(index=False))


if __name__ == "__main__":
    main()
