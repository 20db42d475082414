"""`make bench`: every measurement, one after the other."""

from benchmarks.chain import main as measure_chain
from benchmarks.forecasting.__main__ import main as measure_forecasts
from benchmarks.labour import main as measure_labour
from benchmarks.mondays import main as measure_mondays
from benchmarks.patience import main as measure_patience
from benchmarks.planning import main as measure_planning
from benchmarks.planning_peers import main as measure_planning_peers
from benchmarks.pools import main as measure_pools
from benchmarks.shift_instances import main as measure_shift_instances
from benchmarks.simulation import main as measure_simulation
from benchmarks.staffing import main as measure_staffing
from benchmarks.tiers import main as measure_tiers
from benchmarks.topics import main as measure_topics

MEASURES = (
    measure_chain, measure_staffing, measure_simulation, measure_mondays, measure_patience, measure_tiers,
    measure_pools, measure_planning, measure_planning_peers, measure_shift_instances, measure_topics, measure_labour,
    measure_forecasts,
)  # fmt: skip

for measure in MEASURES:
    measure()
    print()
