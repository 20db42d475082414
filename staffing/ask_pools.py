"""What people with several skills would save: a desk's live queues together and apart, and a simulation of the mix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.channel import LIVE_CHANNELS
from data.desk import Desk
from data.errors import NothingToDo
from data.warehouse import Warehouse
from forecasting.forecast import Forecast
from forecasting.forecast_queues import forecast_queues
from staffing.chat_slots import ChatSlots
from staffing.desk_questions import staffed
from staffing.escalations import known_escalations
from staffing.fed_queues import patience_of
from staffing.live_service import Asked
from staffing.patience import mean_patience
from staffing.pooled_goal import pooled_goal
from staffing.pooled_queues import asked_of_pool, common_intervals, pooled
from staffing.require_agents import require_agents
from staffing.simulation.drawn_arrivals import ArrivalRates
from staffing.simulation.drawn_seconds import Endless, Exponential, LogNormal
from staffing.simulation.served_by_skills import SkillGroup
from staffing.simulation.simulate_skills import simulate_skills
from staffing.simulation.simulated_desk import SimulatedDesk
from staffing.skill_pools import COVERS, MOST_QUEUES, Queues, SkillPools, sets_of

Integers = NDArray[np.int64]

PLAYED_DAYS = 100

MOST_LOST = 0.01
"""Service level that a mix may cost a queue on the simulated day; else more people with all skills stand for one."""


@dataclass(frozen=True)
class PooledDesk:
    """What pooling would change.

    Parameters
    ----------
    pools
        People by set of queues.
    starts
        Their intervals, zone-aware.
    interval_minutes
        Length of an interval.
    trained
        People of staff.csv by the queues of `pools` that they can take; who can take none is left out.
    played_day
        The busiest local day, which was simulated as forecast.
    before, after
        Service level of each queue on it with people of one skill each, and with `cross_trained` of them.
    """

    pools: SkillPools
    starts: pd.DatetimeIndex
    interval_minutes: int
    trained: Mapping[Queues, int]
    cross_trained: int
    played_day: pd.Timestamp
    before: tuple[float, ...]
    after: tuple[float, ...]

    def named(self, able: Queues) -> str:
        """Queues of a set, as tables tell them: `technical;billing`."""
        return ";".join(self.pools.queues[q] for q in sorted(able))

    def rows(self) -> pd.DataFrame:
        """A row for each interval and kind of people: `agents` of the mix, and `agents_apart` with one skill each."""
        kinds = self.pools.mix(self.cross_trained)
        nobody = np.zeros(len(self.starts), dtype=np.int64)
        parts = [
            pd.DataFrame(
                {
                    "interval_start": self.starts,
                    "interval_minutes": self.interval_minutes,
                    "queues": self.named(able),
                    "agents": people,
                    "agents_apart": self.pools.required[able] if len(able) == 1 else nobody,
                }
            )
            for able, people in kinds.items()
        ]
        return pd.concat(parts).sort_values("interval_start", kind="stable").reset_index(drop=True)

    @property
    def hours_by_cross_trained(self) -> list[tuple[int, float]]:
        """Agent-hours by how many people have all skills, up to where more save nothing."""
        steps = range(0, self.pools.enough + 1, self.pools.cover)
        return [(k, self.pools.hours(self.pools.people(k))) for k in steps]

    @property
    def keeps_levels(self) -> bool:
        """Whether the mix costs no queue more than a point of service level on the simulated day."""
        return min(mixed - alone for mixed, alone in zip(self.after, self.before, strict=True)) >= -MOST_LOST

    @property
    def trained_for_all(self) -> int:
        """People of staff.csv who can take all these queues."""
        return self.trained.get(self.pools.everything, 0)

    @property
    def saved_by_staff(self) -> float:
        """Agent-hours that these would save if they were always on duty."""
        return self.pools.hours(self.pools.apart - self.pools.people(self.trained_for_all))

    @property
    def summary(self) -> dict[str, object]:
        """The figures for `--json`."""
        pools = self.pools
        apart = pools.hours(pools.apart)
        hours = pools.hours(pools.people(self.cross_trained))
        return {
            "queues": list(pools.queues),
            "apart_agent_hours": round(apart, 2),
            "together_agent_hours": round(pools.hours(pools.together), 2),
            "cross_trained": self.cross_trained,
            "cover": pools.cover,
            "agent_hours": round(hours, 2),
            "saved_hours": round(apart - hours, 2),
            "by_cross_trained": [
                {"cross_trained": k, "agent_hours": round(each, 2), "saved_hours": round(apart - each, 2)}
                for k, each in self.hours_by_cross_trained
            ],
            "saved_by_staff": round(self.saved_by_staff, 2),
            "staff": [{"queues": self.named(able), "people": count} for able, count in self.trained.items()],
            "simulated_day": self.played_day.date().isoformat(),
            "simulated": [
                {"queue": name, "apart": round(before, 4), "mixed": round(after, 4)}
                for name, before, after in zip(pools.queues, self.before, self.after, strict=True)
            ],
        }

    def sentence(self, language: Literal["ja", "en"], *, titles: Sequence[str]) -> str:
        """The same in a few plain sentences; `titles` are what people call the queues."""
        from staffing.pool_sentences import sentence_of

        return sentence_of(self, language, titles=titles)


def ask_pools(
    warehouse: Warehouse,
    desk: Desk,
    *,
    as_of: pd.Timestamp | None,
    horizon_days: int,
    queues: Sequence[str] = (),
    cross_trained: int | None = None,
    seed: int = 0,
) -> PooledDesk:
    """How many people with one skill and with all of them the desk's live queues need.

    Parameters
    ----------
    as_of, horizon_days
        As in `forecasting.forecast_queues.forecast_queues`.
    queues
        Which to pool; none: all in which customers wait and are served one at a time.
    cross_trained
        How many people on duty can take all of them, at least 0; None: as many as save anything.
    seed
        Of the simulated days.

    Raises
    ------
    NothingToDo
        If there are not two such queues, or more than five.
    """
    chosen = _chosen(desk, queues)
    told = forecast_queues(warehouse, desk, as_of=as_of, horizon_days=horizon_days)
    by_queue = {one.queue: one for one in told if one.channel in LIVE_CHANNELS}
    seconds = mean_patience(warehouse, desk, as_of=as_of)
    staffed(by_queue, desk, seconds, known_escalations(warehouse, desk, as_of=as_of))
    forecasts = common_intervals([by_queue[name].taking(_open(by_queue[name])) for name in chosen])
    return pool_queues(forecasts, desk, patience_seconds=seconds, cross_trained=cross_trained, seed=seed)


def pool_queues(
    forecasts: Sequence[Forecast],
    desk: Desk,
    *,
    patience_seconds: Mapping[str, float],
    cross_trained: int | None = None,
    seed: int = 0,
) -> PooledDesk:
    """The same, of forecasts in the same intervals; other parameters as in `ask_pools`."""
    names = [one.queue for one in forecasts]
    asked = [_asked(desk, name, patience_seconds) for name in names]
    required = {able: _required(sorted(able), forecasts, asked, desk) for able in sets_of(len(names))}
    widest = SkillPools.of(names, open_hours=forecasts[0].open_minutes / 60, required=required)
    day, rows = _busiest_day(forecasts)
    parts = [one.taking(rows) for one in forecasts]

    def played(groups: Mapping[Queues, Integers]) -> tuple[float, ...]:
        return _played(parts, asked, {able: people[rows] for able, people in groups.items()}, seed=seed)

    before = played(widest.mix(0))
    for cover in COVERS:
        pools = replace(widest, cover=cover)
        count = pools.enough if cross_trained is None else cross_trained
        after = played(pools.mix(count))
        found = PooledDesk(
            pools=pools,
            starts=forecasts[0].starts,
            interval_minutes=forecasts[0].interval_minutes,
            trained=_trained(desk, names),
            cross_trained=count,
            played_day=day,
            before=before,
            after=after,
        )
        if found.keeps_levels:
            break
    return found


def _chosen(desk: Desk, queues: Sequence[str]) -> list[str]:
    """The queues to pool, in the order of desk.toml."""
    for name in queues:
        desk.queue(name)
    able = [
        queue.name
        for queue in desk.settings.queue
        if queue.channel in LIVE_CHANNELS
        and ChatSlots.of(queue).concurrency == 1
        and (not queues or queue.name in queues)
    ]
    if not 2 <= len(able) <= MOST_QUEUES:
        raise NothingToDo(
            "pooling takes two to {most} queues in which customers wait and are served one at a time; here that is "
            "{queues}. Choose others with --queue",
            most=MOST_QUEUES,
            queues=", ".join(able) or "-",
        )
    return able


def _open(forecast: Forecast) -> Integers:
    return np.flatnonzero(forecast.open_minutes > 0)


def _asked(desk: Desk, name: str, patience_seconds: Mapping[str, float]) -> Asked:
    queue = desk.queue(name)
    return Asked(queue.goal.threshold_seconds, patience_of(queue, patience_seconds), queue.short_abandon_seconds)


def _required(chosen: Sequence[int], forecasts: Sequence[Forecast], asked: Sequence[Asked], desk: Desk) -> Integers:
    """People for some queues as one; nobody where all of them are closed."""
    some = [forecasts[q] for q in chosen]
    of_pool = asked_of_pool([asked[q] for q in chosen], [float(one.mean.sum()) + 1e-9 for one in some])
    return require_agents(
        pooled(some),
        pooled_goal([desk.queue(one.queue).goal for one in some]),
        unplanned_shrinkage=0.0,
        week_starts=desk.settings.week_starts,
        patience_seconds=of_pool.patience_seconds,
        short_abandon_seconds=of_pool.short_abandon_seconds,
    ).agents


def _trained(desk: Desk, names: Sequence[str]) -> dict[Queues, int]:
    queues = [desk.queue(name) for name in names]
    found: dict[Queues, int] = {}
    for person in desk.staff:
        able = frozenset(
            q for q, queue in enumerate(queues) if person.can_take(queue.skills) and person.tier >= queue.tier
        )
        if able:
            found[able] = found.get(able, 0) + 1
    return dict(sorted(found.items(), key=lambda item: (len(item[0]), sorted(item[0]))))


def _busiest_day(forecasts: Sequence[Forecast]) -> tuple[pd.Timestamp, Integers]:
    total = np.sum([one.mean for one in forecasts], axis=0)
    of_interval, days = pd.factorize(forecasts[0].dates)
    busiest = int(np.argmax(np.bincount(of_interval, weights=total)))
    return days[busiest], np.flatnonzero(of_interval == busiest)


def _played(
    forecasts: Sequence[Forecast], asked: Sequence[Asked], groups: Mapping[Queues, Integers], *, seed: int
) -> tuple[float, ...]:
    """Service level of each queue over days that bring what is forecast."""
    first = forecasts[0]
    since = (first.starts - first.starts[0]) / pd.Timedelta(minutes=first.interval_minutes)
    place = np.asarray(np.rint(since), dtype=np.int64)

    def on_grid(values: NDArray[np.generic]) -> NDArray[np.float64]:
        laid = np.zeros(place[-1] + 1)
        laid[place] = values
        return laid

    desks = [
        SimulatedDesk(
            on_grid(groups[frozenset({q})]),
            arrivals=ArrivalRates(on_grid(one.mean)),
            handle=LogNormal(_mean_handling(one), variation=one.handle_variation),
            patience=Endless() if np.isinf(told.patience_seconds) else Exponential(told.patience_seconds),
            interval_seconds=first.interval_minutes * 60.0,
            threshold_seconds=told.threshold_seconds,
            short_abandon_seconds=told.short_abandon_seconds,
        )
        for q, (one, told) in enumerate(zip(forecasts, asked, strict=True))
    ]
    kinds = [SkillGroup(tuple(sorted(able)), on_grid(people).astype(np.int64)) for able, people in groups.items()]
    played = simulate_skills(desks, kinds, days=PLAYED_DAYS, seed=seed)
    return tuple(float(one.whole().service_level.mean) for one in played)


def _mean_handling(forecast: Forecast) -> float:
    weight = forecast.mean if forecast.mean.any() else np.ones(len(forecast))
    return float(np.average(forecast.handle_seconds, weights=weight))
