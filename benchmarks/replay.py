"""The promise made two weeks ahead, replayed on a real bank's calls: `python -m benchmarks.replay`.

Every Sunday from 16 May 1999 the Anonymous Bank is forecast and staffed as of that morning; days 15 to 21 are kept, so
that all of June and July is planned. Then the calls that really came are answered, first come, first served, by the
people required: arrivals as logged (PHANTOM out, within opening hours), handle times drawn from answered calls of the
same type, day and three hours (at most an hour), patience by Kaplan and Meier by type from January to May. Beyond the
last hang-up seen, the share of callers that is left never hangs up. Who waits at closing is served by the last people.

`delivered` is the share answered within 180 s, of offered less hang-ups under 5 s, mean over seeds, with its standard
error over seeds and over days; `hh80` the share of half-hours with at least 10 calls of which 80 % were answered in
time. Equal service: of all targets tried, the fewest agent-hours with which 92 % and an hh80 of 90 % are reached.

Plans by name (`--plans`): `spreadsheet` (mean of the last four same weekdays, pyworkforce's Erlang C, each half-hour by
itself), `staff` (the product as it stands), `uncapped` (the same without a cap on abandonment, which a spreadsheet does
not know), `erlang_c`, `known_days` and `known_counts` (as `uncapped`, had somebody known each day's total or each
half-hour's count); or counts/engine/field=value, such as `ours/erlang_c/scope=week/floor=0.7`.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from benchmarks.real_desks import REAL_DATA
from benchmarks.replay_calls import (
    DrawnDay,
    HandlePools,
    draw_day,
    exponential_patience,
    patience_by_kind,
    read_bank_calls,
)
from benchmarks.replay_causes import Causes
from benchmarks.replay_days import Replayed, replay_day
from benchmarks.replay_plans import (
    FIRST_DAY,
    LAST_DAY,
    RULES,
    Origin,
    Plan,
    Rule,
    bank_in_store,
    make_plan,
    read_origins,
)
from data.calendar import Calendar
from data.desk import Desk

SEEDS = 50
TARGETS = (0.84, 0.88, 0.90, 0.92, 0.95)
HALVINGS = 4
"""Between the dearest target that falls short of equal service and the cheapest that reaches it, so often halved."""

TOLD_TARGETS = (0.90, 0.95)
"""Where what is promised is laid beside what is delivered."""

EQUAL_LEVEL, EQUAL_GOOD_HALF_HOURS = 0.92, 0.90


@dataclass(frozen=True, eq=False)
class Bank:
    """The bank as a replay needs it: what was known each Sunday, and what then came, with what was drawn for it.

    `patience_seconds` is the mean patience from January to May, were it exponential.
    """

    desk: Desk
    origins: Sequence[Origin]
    days: Sequence[DrawnDay]
    patience_seconds: float
    _replayed: dict[tuple[date, bytes], Replayed] = field(default_factory=dict)

    def replay(self, plan: Plan) -> Replayed:
        """All days of a plan; one with the same people as in another plan is not served again."""
        dates, by_day = plan.starts.normalize(), {drawn.day: drawn for drawn in self.days}
        met = []
        for day in dates.unique():
            starts, agents = plan.starts[dates == day], plan.agents[dates == day]
            asked = day.date(), agents.tobytes()
            if asked not in self._replayed:
                self._replayed[asked] = replay_day(by_day[day.date()], starts, agents)
            met.append(self._replayed[asked])
        return Replayed.joined(met)


@dataclass(frozen=True, eq=False)
class Outcome:
    """A plan at one target, and what became of it."""

    rule: Rule
    target: float
    plan: Plan
    replayed: Replayed

    @property
    def is_equal_service(self) -> bool:
        """Whether it reaches the service at which hours are compared."""
        return self.replayed.service_level >= EQUAL_LEVEL and self.replayed.good_half_hours >= EQUAL_GOOD_HALF_HOURS

    @property
    def row(self) -> dict[str, object]:
        """One line of the table, shares in %."""
        met = self.replayed
        worst, level = met.worst_time_of_week
        return {
            "plan": self.rule.name,
            "target": round(100 * self.target, 1),
            "promised": round(100 * self.plan.promised, 2),
            "delivered": round(100 * met.service_level, 2),
            "+-seeds": round(100 * met.service_level_error, 2),
            "+-days": round(100 * met.service_level_error_of_days, 2),
            "hh80": round(100 * met.good_half_hours, 2),
            "abandoned": round(100 * met.abandonment, 2),
            "agent_hours": met.agent_hours,
            "worst": f"{worst} {100 * level:.0f}",
            "equal": "yes" if self.is_equal_service else "",
        }


def read_bank(*, seeds: int) -> Bank:
    """Import, forecast from every Sunday, and draw."""
    calls = read_bank_calls()
    with bank_in_store() as (warehouse, desk):
        calls = _in_opening_hours(calls, Calendar.of(desk))
        came = calls.groupby(calls["entered"].dt.floor("30min")).size().astype(float)
        origins = read_origins(warehouse, desk, came=came.tz_localize(desk.zone))
    pools, patience = HandlePools(calls), patience_by_kind(calls, until=FIRST_DAY)
    days = [
        draw_day(of_day, pools=pools, patience=patience, seeds=range(seeds))
        for _, of_day in calls[calls["entered"] >= pd.Timestamp(FIRST_DAY)].groupby(calls["entered"].dt.date)
    ]
    return Bank(desk, origins, days, exponential_patience(calls, until=FIRST_DAY))


def _in_opening_hours(calls: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    first = calls["entered"].iloc[0].date()
    opened = calendar.open_intervals("phone", first, LAST_DAY).starts.tz_localize(None)
    within = np.flatnonzero(calls["entered"].dt.floor("30min").isin(opened))
    return calls.take(within).reset_index(drop=True)


def try_rule(bank: Bank, rule: Rule, *, targets: Sequence[float]) -> list[Outcome]:
    """A rule at every target."""
    return [try_target(bank, rule, target=target) for target in targets]


def try_target(bank: Bank, rule: Rule, *, target: float) -> Outcome:
    """A rule at one target."""
    plan = make_plan(bank.origins, bank.desk, rule, service_level=target)
    return Outcome(rule, target, plan, bank.replay(plan))


def nearer_equal_service(bank: Bank, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Further targets between the cheapest outcome at equal service and the next lower one, which falls short."""
    reached, found = least_hours(outcomes), []
    short = [one.target for one in outcomes if reached is not None and one.target < reached.target]
    if reached is None or not short:
        return []
    low, high = max(short), reached.target
    for _ in range(HALVINGS):
        found.append(try_target(bank, reached.rule, target=round((low + high) / 2, 5)))
        low, high = (low, found[-1].target) if found[-1].is_equal_service else (found[-1].target, high)
    return found


def least_hours(outcomes: Sequence[Outcome]) -> Outcome | None:
    """The cheapest of those that reach equal service; None where none does."""
    reached = [one for one in outcomes if one.is_equal_service]
    return min(reached, key=lambda one: one.replayed.agent_hours, default=None)


def equal_service_table(tried: dict[str, list[Outcome]]) -> pd.DataFrame:
    """Each rule's fewest hours at equal service, beside those of the first rule, in %."""
    best = {name: least_hours(outcomes) for name, outcomes in tried.items()}
    base = best[next(iter(tried))]
    rows = []
    for name, one in best.items():
        if one is None:
            rows.append({"plan": name, "target": np.nan, "agent_hours": np.nan, "hours_to_first": np.nan})
            continue
        ratio = np.nan if base is None else 100 * (one.replayed.agent_hours / base.replayed.agent_hours - 1)
        rows.append(one.row | {"plan": name, "hours_to_first": round(ratio, 2)})
    return pd.DataFrame(rows)


def kept_promises(tried: dict[str, list[Outcome]]) -> pd.DataFrame:
    """What was delivered less what was promised and less the target, in points, at `TOLD_TARGETS`."""
    told = [one for outcomes in tried.values() for one in outcomes if one.target in TOLD_TARGETS]
    return pd.DataFrame(
        {
            "plan": [one.rule.name for one in told],
            "target": [100 * one.target for one in told],
            "promised": [round(100 * one.plan.promised, 2) for one in told],
            "delivered": [round(100 * one.replayed.service_level, 2) for one in told],
            "less_promised": [round(100 * (one.replayed.service_level - one.plan.promised), 2) for one in told],
            "less_target": [round(100 * (one.replayed.service_level - one.target), 2) for one in told],
        }
    )


def _numbers(text: str) -> list[float]:
    return [float(word) for word in text.split(",")]


def _words(text: str) -> list[str]:
    return text.split(",")


def read_words() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--plans", type=_words, default=list(RULES), help=f"{','.join(RULES)}, or counts/engine/...")
    parser.add_argument("--targets", type=_numbers, default=list(TARGETS), help="service levels, such as 0.9,0.95")
    parser.add_argument("--causes", type=_words, default=["staff"], help="plans of which is told where service went")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="draws of handle times and patience")
    return parser.parse_args()


def main() -> None:
    asked = read_words()
    if not (REAL_DATA / "anonymous_bank_1999").is_dir():
        print(f"Anonymous Bank: skipped, there is no {REAL_DATA}")
        return
    bank = read_bank(seeds=asked.seeds)
    tried: dict[str, list[Outcome]] = {}
    for name in asked.plans:
        outcomes = try_rule(bank, Rule.named(name), targets=asked.targets)
        further = nearer_equal_service(bank, outcomes)
        tried[name] = sorted([*outcomes, *further], key=lambda one: one.target)
        print(pd.DataFrame([one.row for one in tried[name]]).to_string(index=False), flush=True)
    told = kept_promises(tried)
    if not told.empty:
        print(f"\nPromised and delivered, {FIRST_DAY} to {LAST_DAY}, in points")
        print(told.to_string(index=False))
    print(f"\nLeast hours that deliver {EQUAL_LEVEL:.0%} with an hh80 of {EQUAL_GOOD_HALF_HOURS:.0%}")
    print(equal_service_table(tried).to_string(index=False))
    for name in asked.causes:
        print_causes(bank, Rule.named(name))


def print_causes(bank: Bank, rule: Rule) -> None:
    """Where the plan for 90 % won or lost service."""
    one = try_target(bank, rule, target=TOLD_TARGETS[0])
    causes = Causes.of(one.plan, one.replayed, bank.days, patience_seconds=bank.patience_seconds)
    print(f"\n{rule.name} at {one.target:.0%}: service level by what is known, in %")
    print(causes.steps().to_string(index=False))
    for title, table in causes.tables().items():
        print(f"\n{title}, in % but for calls, hours and calls lost")
        print(table.to_string())


if __name__ == "__main__":
    main()
