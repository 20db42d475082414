"""Whether a Monday's requirement keeps its promise, and for how many hours: `python -m benchmarks.mondays`.

The Monday of `benchmarks.simulation`, small and large, busier or quieter than forecast by a factor of which only the
size is known. Each half-hour is to keep 90 % within 180 s with at most 5 % abandonment; people by plain Erlang C for
each half-hour as forecast, and by the product's usual engine. Both are simulated on days that no search has seen. With
customers who hang up, and with endless patience.
"""

import numpy as np
import pandas as pd

from benchmarks.simulation import HALF_HOUR, HANDLE_SECONDS, HANDLE_VARIATION, PATIENCE_SECONDS, PEAKS, Monday
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.require_agents import require_agents
from staffing.requirement import Requirement
from staffing.simulation.drawn_arrivals import ArrivalRates
from staffing.simulation.drawn_seconds import Endless, Exponential, LogNormal
from staffing.simulation.simulate import simulate
from staffing.simulation.simulated_desk import SimulatedDesk
from staffing.simulation.simulated_figures import Simulated

DOUBT = 0.10
GOAL = ServiceGoal(scope="interval", max_occupancy=1.0, min_agents=0)
DAYS, SEED = 1500, 20_261_123
ENGINES = ("erlang_c", "erlang_a")
PATIENCES = (PATIENCE_SECONDS, float(np.inf))


def forecast_of(monday: Monday) -> Forecast:
    """The Monday's half-hours with the doubt of its days, as a forecast tells them; counts bring their own chance."""
    contacts = monday.loads * HALF_HOUR / HANDLE_SECONDS
    size, first = len(contacts), pd.Timestamp("2026-11-02 08:00", tz="Asia/Tokyo")
    day_spread = np.full(size, monday.day_variation / 2)
    return Forecast(
        queue="monday",
        channel="phone",
        interval_minutes=30,
        issued_at=first - pd.Timedelta(days=1),
        starts=pd.date_range(first, periods=size, freq="30min"),
        open_minutes=np.full(size, 30.0),
        root_mean=np.sqrt(np.maximum(contacts - 0.25, 0.0) / (1 + day_spread**2)),
        day_spread=day_spread,
        root_spread=np.full(size, 0.5),
        handle_seconds=np.full(size, HANDLE_SECONDS),
        handle_variation=HANDLE_VARIATION,
        model="known but for the day",
    )


def required(monday: Monday, engine: str, *, patience_seconds: float) -> Requirement:
    """People by an engine."""
    return require_agents(
        forecast_of(monday),
        GOAL,
        unplanned_shrinkage=0.0,
        engine=engine,
        patience_seconds=patience_seconds,
        short_abandon_seconds=5.0,
    )


def simulated(monday: Monday, requirement: Requirement, *, patience_seconds: float, days: int = DAYS) -> Simulated:
    """What they achieve."""
    desk = SimulatedDesk(
        requirement.agents,
        arrivals=ArrivalRates(monday.part_contacts, day_variation=monday.day_variation),
        handle=LogNormal(HANDLE_SECONDS, variation=HANDLE_VARIATION),
        patience=Endless() if np.isinf(patience_seconds) else Exponential(patience_seconds),
        interval_seconds=HALF_HOUR,
    )
    return simulate(desk, days=days, seed=SEED)


def row_of(monday: Monday, engine: str, *, patience_seconds: float, days: int = DAYS) -> dict[str, object]:
    """One line of the table, shares in %."""
    requirement = required(monday, engine, patience_seconds=patience_seconds)
    met = simulated(monday, requirement, patience_seconds=patience_seconds, days=days)
    by_interval, whole = met.by_interval(), met.whole()
    level = by_interval.service_level.mean
    return {
        "peak": monday.peak,
        "patience_s": patience_seconds,
        "engine": engine,
        "agent_hours": requirement.agent_hours,
        "service_level": round(100 * float(whole.service_level.mean), 2),
        "worst_interval": round(100 * float(level.min()), 2),
        "abandoned": round(100 * float(whole.abandonment.mean), 2),
        "days_kept": round(100 * met.share_of_days(service_level=GOAL.service_level), 1),
        "error_of_promise": round(float(np.abs(requirement.service_level - level).mean()), 4),
    }


def main() -> None:
    rows = [
        row_of(Monday(peak, DOUBT), engine, patience_seconds=patience)
        for peak in PEAKS
        for patience in PATIENCES
        for engine in ENGINES
    ]
    table = pd.DataFrame(rows)
    plain = table["agent_hours"].where(table["engine"] == ENGINES[0]).ffill()
    print(table.assign(hours_to_plain=(table["agent_hours"] / plain).round(4)).to_string(index=False))


if __name__ == "__main__":
    main()
