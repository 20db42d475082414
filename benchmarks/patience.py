"""Which mean of an exponential patience serves Erlang A best: `python -m benchmarks.patience`.

Nobody's patience is exponential. So queues are simulated whose callers have a patience of some other law, with too few
people (70 % within the threshold), enough (90 %) or ample ones (97 %); from the log of each, rounded to seconds, the
mean is estimated in several ways. Erlang A with this mean then predicts the same queue with the people who keep 80, 90
and 95 %, and is compared with their simulation: mean absolute error in points of service level (of those who did not
hang up within 5 s) and of abandonment. Two laws hold callers who hang up at once; four are those of a real bank's calls
by type, read off Kaplan-Meier curves, where these calls are at hand. Samples of 25 and 100 hang-ups show what chance
adds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.real_desks import REAL_DATA
from staffing.erlang_a import service_with_patience
from staffing.patience_curve import PatienceCurve, kaplan_meier
from staffing.simulation.drawn_arrivals import ArrivalRates
from staffing.simulation.drawn_seconds import Exponential, LogNormal, Seconds
from staffing.simulation.simulate import serve_block
from staffing.simulation.simulated_desk import SimulatedDesk

Floats = NDArray[np.float64]

HANDLE_SECONDS, SHORT_SECONDS, HALF_HOUR = 240.0, 5.0, 1800.0
THRESHOLDS = (180.0, 20.0)
LOADS = {6.0: 200, 40.0: 40}
"""Erlangs, and days simulated of each."""

LOGS = {"too few people": 0.7, "enough": 0.9, "ample": 0.97}
KEPT = (0.8, 0.9, 0.95)
SAMPLES = (25, 100)
_AMPLE = 0.992


@dataclass(frozen=True)
class Mixed:
    """Seconds of a share of customers, and of the others."""

    share: float
    ours: Seconds
    others: Seconds

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """As `Seconds.draw`."""
        first = rng.random(shape) < self.share
        return np.where(first, self.ours.draw(rng, shape), self.others.draw(rng, shape))


@dataclass(frozen=True, eq=False)
class OfCurve:
    """Seconds by a Kaplan-Meier curve; who outlasts what is known of it stays for `tail_seconds` more, on average."""

    curve: PatienceCurve
    tail_seconds: float

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """As `Seconds.draw`; whole seconds are spread over the second before."""
        known = self.curve.seconds <= self.curve.known_until
        seconds, gone = self.curve.seconds[known], 1 - self.curve.still_waiting[known]
        at = np.searchsorted(gone, rng.random(shape))
        within = seconds[np.minimum(at, len(seconds) - 1)] - rng.random(shape)
        return np.where(at < len(seconds), within, self.curve.known_until + rng.exponential(self.tail_seconds, shape))


def bank_calls() -> pd.DataFrame:
    """A real bank's calls, without short abandons: `type, at, seconds, gone`; none where they are not at hand."""
    files = sorted(REAL_DATA.glob("anonymous_bank_1999/calls_*.csv.gz"))
    if not files:
        return pd.DataFrame(columns=["type", "at", "seconds", "gone"])
    columns = ["type", "outcome", "q_start", "q_time_s", "ser_start"]
    calls = pd.concat([pd.read_csv(file, usecols=columns) for file in files], ignore_index=True)
    calls = calls.assign(
        at=pd.to_datetime(calls["q_start"].fillna(calls["ser_start"])),
        seconds=calls["q_time_s"].fillna(0).clip(0, 3600).astype(np.int64),
        gone=calls["outcome"] == "HANG",
    )
    short = calls["gone"] & (calls["seconds"] <= SHORT_SECONDS)
    return calls[(calls["outcome"] != "PHANTOM") & calls["at"].notna() & ~short]


def real_laws() -> dict[str, OfCurve]:
    """Patience of that bank's callers, by the type of call."""
    calls, laws = bank_calls(), {}
    for kind in ("PS", "NE", "NW", "IN") if len(calls) else ():
        waits = counted_calls(calls[calls["type"] == kind])
        laws[f"bank {kind}"] = OfCurve(kaplan_meier(waits), tail_seconds=waited_by_hang_up(waits))
    return laws


def counted_calls(calls: pd.DataFrame) -> pd.DataFrame:
    """The waits of some of these calls."""
    return counted(calls["seconds"].to_numpy(np.int64), calls["gone"].to_numpy(np.bool_))


def counted(seconds: NDArray[np.int64], gone: NDArray[np.bool_]) -> pd.DataFrame:
    """Waits as `data.wait_counts.count_waits` counts them."""
    frame = pd.DataFrame({"seconds": seconds, "abandoned": gone.astype(np.int64), "stayed": (~gone).astype(np.int64)})
    return frame.groupby("seconds", as_index=False).sum()


def waited_by_hang_up(waits: pd.DataFrame, longest: float = np.inf) -> float:
    """Time waited by hang-up, both up to a wait of `longest` seconds."""
    waited = np.minimum(waits["seconds"], longest) * (waits["abandoned"] + waits["stayed"])
    return float(waited.sum() / waits["abandoned"][waits["seconds"] <= longest].sum())


def by_area(curve: PatienceCurve, longest: float) -> float:
    """Area below the curve up to a wait, by share that has hung up then: every second of it counts alike."""
    until = min(longest, curve.known_until)
    inner = curve.seconds[curve.seconds < until]
    shares = np.concatenate([[1.0], curve.share_after(inner)])
    area = float(shares @ np.diff(np.concatenate([[0.0], inner, [until]])))
    gone = 1 - float(curve.share_after(until))
    return area / gone if gone > 0 else float(np.inf)


def means(waits: pd.DataFrame, threshold: float) -> dict[str, float]:
    """Mean of the exponential, by idea."""
    curve = kaplan_meier(waits)
    return {
        "time waited by hang-up": waited_by_hang_up(waits),
        "the same up to twice the threshold": waited_by_hang_up(waits, 2 * threshold),
        "whole curve, exponential tail": by_area(curve, np.inf),
        "curve up to the threshold": by_area(curve, threshold),
        "curve, before answers (chosen)": curve.mean_before_answers(threshold),
    }


@dataclass(frozen=True, eq=False)
class Seen:
    """A simulated queue with some people: its figures, and its waits but those of short abandons."""

    people: int
    service_level: float
    abandonment: float
    seconds: NDArray[np.int64]
    gone: NDArray[np.bool_]


def simulated(people: int, load: float, patience: Seconds, *, threshold: float) -> Seen:
    """Days of ten hours, without their first half-hour."""
    arrivals = ArrivalRates(np.full(20, load * HALF_HOUR / HANDLE_SECONDS))
    desk = SimulatedDesk(
        np.full(20, people), arrivals=arrivals, handle=LogNormal(HANDLE_SECONDS), patience=patience,
        interval_seconds=HALF_HOUR, threshold_seconds=threshold,
    )  # fmt: skip
    days = serve_block(desk, days=LOADS[load], seed=np.random.SeedSequence((people, int(load))))
    came = np.isfinite(days.arrivals) & (days.arrivals > HALF_HOUR)
    arrived, started, patient = days.arrivals[came], days.starts[came], days.patience_seconds[came]
    answered = np.isfinite(started)
    waited = np.where(answered, started - arrived, patient)
    counts = answered | (waited > SHORT_SECONDS)
    waited, answered = waited[counts], answered[counts]
    level = float((answered & (waited <= threshold)).mean())
    return Seen(people, level, float((~answered).mean()), np.rint(waited).astype(np.int64), ~answered)


def all_staffings(load: float, patience: Seconds, *, threshold: float) -> list[Seen]:
    """With more and more people, until next to all are answered in time."""
    seen: list[Seen] = []
    while not seen or seen[-1].service_level < _AMPLE:
        seen.append(simulated(int(load * 0.7) + len(seen), load, patience, threshold=threshold))
    return seen


def nearest(seen: list[Seen], level: float) -> Seen:
    """What was seen with the people whose service level is nearest."""
    return min(seen, key=lambda one: abs(one.service_level - level))


def samples(log: Seen) -> Iterator[tuple[str, pd.DataFrame]]:
    """The whole log, and some of few hang-ups."""
    yield "whole", counted(log.seconds, log.gone)
    rng = np.random.default_rng(log.people)
    for hang_ups in SAMPLES:
        for _ in range(5):
            drawn = rng.integers(0, len(log.seconds), size=int(hang_ups / log.gone.mean()))
            yield f"{hang_ups} hang-ups", counted(log.seconds[drawn], log.gone[drawn])


def errors(name: str, load: float, patience: Seconds, *, threshold: float) -> Iterator[tuple[object, ...]]:
    """Law, people of the log, sample, idea, and by how many points service level and abandonment were missed."""
    seen = all_staffings(load, patience, threshold=threshold)
    for people, level in LOGS.items():
        for sample, waits in samples(nearest(seen, level)):
            for idea, mean in means(waits, threshold).items():
                for truth in (nearest(seen, kept) for kept in KEPT):
                    told = service_with_patience(
                        truth.people, load / HANDLE_SECONDS, HANDLE_SECONDS, patience_seconds=mean,
                        threshold_seconds=threshold, short_abandon_seconds=SHORT_SECONDS,
                    )  # fmt: skip
                    level_error = abs(float(told.service_level) - truth.service_level)
                    gone_error = abs(float(told.abandonment) - truth.abandonment)
                    yield name, people, sample, idea, 100 * level_error, 100 * gone_error


def laws() -> Mapping[str, Seconds]:
    """Of patience, by name."""
    slow = Exponential(600)
    return {
        "exponential": Exponential(480),
        "log-normal 0.7": LogNormal(480, variation=0.7),
        "log-normal 1.5": LogNormal(480, variation=1.5),
        "20 % leave in 10 s": Mixed(0.2, Exponential(10), slow),
        "20 % leave in 30 s": Mixed(0.2, Exponential(30), slow),
        **real_laws(),
    }


def report(threshold: float) -> None:
    """Errors of each idea by law, by people of the log and by sample."""
    of_laws = laws().items()
    rows = [row for name, law in of_laws for load in LOADS for row in errors(name, load, law, threshold=threshold)]
    table = pd.DataFrame(rows, columns=["law", "log", "sample", "idea", "service level", "abandonment"])
    whole = table[table["sample"] == "whole"]
    print(f"a promise of {threshold:g} s; service level by law, log and sample, and both figures")
    for by, part in (("law", whole), ("log", whole), ("sample", table)):
        print(part.pivot_table(index="idea", columns=by, values="service level").round(2).to_string(), "\n")
    print(whole.groupby("idea")[["service level", "abandonment"]].mean().round(2).to_string(), "\n")


def report_held_out() -> None:
    """Abandonment of the bank's half-hours of eight weeks, from their waits and the mean of the 13 weeks before.

    With an exponential patience as many hang up as the time waited by all holds means of it. Half-hours of at least
    ten calls, of which so many were answered in time.
    """
    calls, rows = bank_calls(), []
    for origin in pd.date_range("1999-04-01", periods=3, freq="MS") if len(calls) else ():
        since, until = origin - pd.Timedelta(weeks=13), origin + pd.Timedelta(weeks=8)
        found = means(counted_calls(calls[(calls["at"] >= since) & (calls["at"] < origin)]), THRESHOLDS[0])
        ahead = calls[(calls["at"] >= origin) & (calls["at"] < until)]
        ahead = ahead.assign(in_time=~ahead["gone"] & (ahead["seconds"] <= THRESHOLDS[0]))
        slots = ahead.groupby(ahead["at"].dt.floor("30min")).agg(
            calls=("gone", "size"), gone=("gone", "sum"), seconds=("seconds", "sum"), level=("in_time", "mean")
        )
        for low, high in ((0.6, 0.8), (0.8, 0.9), (0.9, 0.98)):
            kept = slots[(slots["calls"] >= 10) & slots["level"].between(low, high)].sum()
            told = {idea: kept["seconds"] / mean / kept["calls"] for idea, mean in found.items()}
            rows.append({"answered in time": f"{low:.0%} to {high:.0%}", "seen": kept["gone"] / kept["calls"], **told})
    if rows:
        table = pd.DataFrame(rows).groupby("answered in time").mean().mul(100).round(2)
        print(f"abandonment of a real bank's half-hours to come, %\n{table.T.to_string()}\n")


def main() -> None:
    report_held_out()
    for threshold in THRESHOLDS:
        report(threshold)


if __name__ == "__main__":
    main()
