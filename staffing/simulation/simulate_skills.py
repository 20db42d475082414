"""Several queues whose people can take some of the others' contacts, played through day after day."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from staffing.simulation.served_by_skills import SkillGroup, serve_by_skills
from staffing.simulation.simulate import ServedDays, blocks_of_days, count_days
from staffing.simulation.simulated_desk import SimulatedDesk
from staffing.simulation.simulated_figures import Simulated

Floats = NDArray[np.float64]


def simulate_skills(
    desks: Sequence[SimulatedDesk], groups: Sequence[SkillGroup], *, days: int, seed: int
) -> tuple[Simulated, ...]:
    """What each queue would have counted.

    Parameters
    ----------
    desks
        The queues, all with the same intervals. Their `people` answer nothing here; occupancies count as available who
        is told there. Nobody who hung up calls again.
    groups
        Who can take which of them.
    days, seed
        As in `staffing.simulation.simulate.simulate`. Contacts do not depend on the people.
    """
    _refuse_misfits(desks, groups)
    found: list[list[Simulated]] = [[] for _ in desks]
    expected = sum(desk.arrivals.expected for desk in desks)
    for count, stream in blocks_of_days(days, seed=seed, expected=expected):
        drawn = [_drawn(desk, days=count, seed=own) for desk, own in zip(desks, stream.spawn(len(desks)), strict=True)]
        starts = [np.full_like(one.arrivals, np.inf) for one in drawn]
        for day in range(count):
            _serve_day(drawn, starts, day, groups=groups, interval_seconds=desks[0].interval_seconds)
        for queue, (desk, one) in enumerate(zip(desks, drawn, strict=True)):
            served = ServedDays(one.arrivals, starts[queue], one.patience_seconds, one.handle_seconds)
            found[queue].append(count_days(desk, served))
    return tuple(Simulated.joined(blocks) for blocks in found)


def _refuse_misfits(desks: Sequence[SimulatedDesk], groups: Sequence[SkillGroup]) -> None:
    days = {(desk.intervals, desk.interval_seconds) for desk in desks}
    if len(days) != 1:
        raise ValueError(f"all queues have the same intervals; got {sorted(days)}")
    for group in groups:
        if len(group.people) != desks[0].intervals or max(group.queues) >= len(desks):
            raise ValueError(
                f"people who can take queues {group.queues} are told for {len(group.people)} intervals; there are "
                f"{len(desks)} queues of {desks[0].intervals} intervals"
            )


def _drawn(desk: SimulatedDesk, *, days: int, seed: np.random.SeedSequence) -> ServedDays:
    """Contacts of some days, none answered yet."""
    rng = np.random.default_rng(seed)
    arrivals = desk.arrivals.draw(rng, days=days, day_seconds=desk.day_seconds)
    handle, patience = desk.handle.draw(rng, arrivals.shape), desk.patience.draw(rng, arrivals.shape)
    return ServedDays(arrivals, np.full_like(arrivals, np.inf), patience, handle)


def _serve_day(
    drawn: Sequence[ServedDays], starts: Sequence[Floats], day: int, *,
    groups: Sequence[SkillGroup], interval_seconds: float,
) -> None:  # fmt: skip
    """Fill in when the contacts of a day are answered."""
    came = [np.isfinite(one.arrivals[day]) for one in drawn]
    queue = np.repeat(np.arange(len(drawn)), [there.sum() for there in came])
    arrivals, patience, handle = (
        np.concatenate([getattr(one, name)[day][there] for one, there in zip(drawn, came, strict=True)])
        for name in ("arrivals", "patience_seconds", "handle_seconds")
    )
    order = np.argsort(arrivals, kind="stable")
    answered = serve_by_skills(
        arrivals[order], (arrivals + patience)[order], handle[order],
        queue=queue[order], groups=groups, interval_seconds=interval_seconds,
    )  # fmt: skip
    back = np.empty_like(answered)
    back[order] = answered
    for number, there in enumerate(came):
        starts[number][day, there] = back[queue == number]
