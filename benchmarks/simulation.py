"""How fast days are simulated, and what Erlang A predicts of them: `python -m benchmarks.simulation`.

A Monday of 20 half-hours with its peak at 10:00, small and large. Arrivals are constant within five minutes, handle
times log-normal (mean 300 s, variation 1), patience exponential (480 s). People are the fewest for which Erlang A,
each half-hour by itself, keeps 90 % within 180 s and at most 5 % abandonment. Beside the service level of the simulated
days stand three predictions of Erlang A: of the half-hour by itself; with the modified offered load, the load that
arrived before and is still being handled; and the same where days are busier or quieter than forecast by a factor of
which only the size is known (variation 0.10).

Speed is contacts per second of processor time, drawing and counting included, for many days at once and for one day
after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from time import process_time

import numpy as np
from numpy.typing import NDArray
from scipy.stats import gamma

from staffing.erlang_a import service_with_patience
from staffing.simulation.drawn_arrivals import ArrivalRates
from staffing.simulation.drawn_seconds import Exponential, LogNormal
from staffing.simulation.simulate import simulate
from staffing.simulation.simulated_desk import SimulatedDesk
from staffing.simulation.simulated_figures import Simulated

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SHAPE = np.array([0.35, 0.55, 0.75, 0.92, 1.0, 0.97, 0.88, 0.8, 0.7, 0.6, 0.58, 0.62, 0.66, 0.68, 0.66, 0.6, 0.52, 0.44,
                  0.34, 0.22])  # fmt: skip
PEAKS = (7.0, 80.0)
VARIATIONS = (0.0, 0.10)
DAYS, ONE_BY_ONE = 2000, 8
HALF_HOUR, PART = 1800.0, 300.0
HANDLE_SECONDS, HANDLE_VARIATION, PATIENCE_SECONDS, THRESHOLD_SECONDS = 300.0, 1.0, 480.0, 180.0
LEVEL, MOST_ABANDONED = 0.9, 0.05


@dataclass(frozen=True)
class Monday:
    """A Monday of one size.

    Parameters
    ----------
    peak
        Load of the busiest half-hour, erlangs.
    day_variation
        Of the factor by which the day differs from its forecast.
    """

    peak: float
    day_variation: float

    @property
    def part_loads(self) -> Floats:
        """Erlangs of each five minutes, linear between the half-hours' starts."""
        each = np.arange(len(SHAPE) * int(HALF_HOUR / PART)) * PART
        return np.asarray(np.interp(each, np.arange(len(SHAPE)) * HALF_HOUR, SHAPE * self.peak))

    @property
    def part_contacts(self) -> Floats:
        """Expected contacts of each five minutes."""
        return self.part_loads * PART / HANDLE_SECONDS

    @property
    def loads(self) -> Floats:
        """Erlangs of each half-hour."""
        return np.asarray(self.part_loads.reshape(len(SHAPE), -1).mean(axis=1))

    @property
    def people(self) -> Integers:
        """People of each half-hour, by Erlang A for the half-hour by itself."""
        candidates = np.arange(1, int(self.peak * 2) + 5)
        level, abandoned = predicted(candidates[:, None], self.loads)
        return np.asarray(candidates[np.argmax((level >= LEVEL) & (abandoned <= MOST_ABANDONED), axis=0)])

    def desk(self) -> SimulatedDesk:
        """The Monday with these people."""
        return SimulatedDesk(
            self.people,
            arrivals=ArrivalRates(self.part_contacts, day_variation=self.day_variation),
            handle=LogNormal(HANDLE_SECONDS, variation=HANDLE_VARIATION),
            patience=Exponential(PATIENCE_SECONDS),
            interval_seconds=HALF_HOUR,
            threshold_seconds=THRESHOLD_SECONDS,
        )

    def predictions(self) -> dict[str, Floats]:
        """Service level of each half-hour, by what is asked."""
        modified = modified_offered_load(self.part_loads)
        told = {
            "by itself": predicted(self.people, self.loads)[0],
            "modified load": self._by_part(modified),
        }
        if self.day_variation > 0:
            shares = (np.arange(21) + 0.5) / 21
            factors = gamma.ppf(shares, self.day_variation**-2, scale=self.day_variation**2)
            weighted = [factor * self._by_part(modified * factor) for factor in factors]
            told["and mixture"] = np.asarray(np.sum(weighted, axis=0) / factors.sum())
        return told

    def _by_part(self, loads: Floats) -> Floats:
        """Mean over the parts of each half-hour, weighted by their contacts."""
        people = np.repeat(self.people, int(HALF_HOUR / PART))
        level = predicted(people, loads)[0] * self.part_loads
        return np.asarray(
            level.reshape(len(SHAPE), -1).sum(axis=1) / self.part_loads.reshape(len(SHAPE), -1).sum(axis=1)
        )


def predicted(people: Integers, loads: Floats) -> tuple[Floats, Floats]:
    """Erlang A's service level and abandonment."""
    service = service_with_patience(
        people,
        loads / HANDLE_SECONDS,
        HANDLE_SECONDS,
        threshold_seconds=THRESHOLD_SECONDS,
        patience_seconds=PATIENCE_SECONDS,
        short_abandon_seconds=5.0,
    )
    return service.service_level, service.abandonment


def modified_offered_load(part_loads: Floats) -> Floats:
    """Mean contacts in handling if nobody waited, erlangs, at the middle of each part.

    Jennings, Mandelbaum, Massey and Whitt, Server staffing to meet time-varying demand, Management Science 42 (1996):
    the arrivals of the time before, each weighted by the share of handle times that last until now.
    """
    step = 10.0
    since = np.arange(0.0, len(part_loads) * PART, step) + step / 2
    lasts = _share_that_lasts(since) * step / HANDLE_SECONDS
    load = np.convolve(np.repeat(part_loads, int(PART / step)), lasts)[: len(part_loads) * int(PART / step)]
    return np.asarray(load.reshape(len(part_loads), -1).mean(axis=1))


def _share_that_lasts(seconds: Floats) -> Floats:
    drawn = np.sort(LogNormal(HANDLE_SECONDS, variation=HANDLE_VARIATION).draw(np.random.default_rng(0), (1_000_000,)))
    return np.asarray(1 - np.searchsorted(drawn, seconds) / drawn.size)


def contacts_per_second(desk: SimulatedDesk, *, days: int, seeds: Sequence[int]) -> tuple[float, Simulated]:
    """Speed over some runs, and all their days."""
    begin = process_time()
    runs = [simulate(desk, days=days, seed=seed) for seed in seeds]
    spent = process_time() - begin
    together = Simulated.joined(runs)
    return float(together.offered.sum()) / spent, together


def report(monday: Monday) -> None:
    at_once, simulated = contacts_per_second(monday.desk(), days=DAYS, seeds=[1])
    one_by_one, _ = contacts_per_second(monday.desk(), days=ONE_BY_ONE, seeds=range(2, 6))
    level, whole = simulated.by_interval().service_level, simulated.whole()
    print(
        f"peak {monday.peak:g} erlangs, days vary by {monday.day_variation:g}: "
        f"{monday.people.sum() / 2:g} agent-hours\n"
        f"  {simulated.offered.sum():,.0f} contacts of {DAYS:,} days, {at_once:,.0f} contacts/s; "
        f"one day after the other {one_by_one:,.0f}\n"
        f"  service level {whole.service_level.mean:.4f} "
        f"({whole.service_level.low:.4f} to {whole.service_level.high:.4f}), "
        f"abandonment {whole.abandonment.mean:.4f}, mean wait {whole.asa_seconds.mean:.1f} s, "
        f"occupancy {whole.occupancy.mean:.3f}; days at {LEVEL:.0%}: {simulated.share_of_days(service_level=LEVEL):.3f}"
    )
    told = monday.predictions()
    print("  from   load  people  simulated         " + "".join(f"{name:>15}" for name in told))
    for half_hour, load in enumerate(monday.loads):
        print(
            f"  {8 + half_hour // 2:>2}:{half_hour % 2 * 30:02} {load:>6.1f}  {monday.people[half_hour]:>6}  "
            f"{level.mean[half_hour]:.4f} +- {level.high[half_hour] - level.mean[half_hour]:.4f}"
            + "".join(f"{levels[half_hour]:>15.4f}" for levels in told.values())
        )
    errors = {name: float(np.abs(levels - level.mean).mean()) for name, levels in told.items()}
    print(f"  {'mean absolute error':<34}" + "".join(f"{error:>15.4f}" for error in errors.values()))


def main() -> None:
    for peak in PEAKS:
        for variation in VARIATIONS:
            report(Monday(peak, variation))
            print()


if __name__ == "__main__":
    main()
