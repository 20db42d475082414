"""Turns surplus into useful blocks: people whose queue can spare them serve another queue for an hour or more."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.planning.day.lunch_places import DayCrew, Span, remaining_spans
from staffing.planning.shift_design import DayNeed

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_BLOCK_MINUTES = 60
"""A shorter block costs more in turning round than it brings."""

LEAST_USEFUL_SHARE = 0.5
"""A block is worth it where at least this share of its hours is short of people."""

ROUNDING = 1e-9


@dataclass(frozen=True)
class Block:
    """A part of a shift that serves another queue than the rest.

    Parameters
    ----------
    start, end
        Minutes since midnight, elapsed as in `DayShift`.
    queue
        The queue served meanwhile.
    """

    start: int
    end: int
    queue: str


@dataclass(frozen=True)
class _Offer:
    """A block that somebody could take."""

    person: str
    block: Block
    value: float


def blend_day(
    crew: DayCrew,
    able: Mapping[str, Sequence[str]],
    *,
    turn: Mapping[str, float] | None = None,
    needs: Mapping[str, DayNeed] | None = None,
) -> dict[str, tuple[Block, ...]]:
    """The blocks of a day for each person who gets one; the queue of the rest of the shift stays.

    Who leaves a queue leaves at least its requirement behind, and only where it has one person or more to spare.
    Short queues are served by worth: an uncovered live hour before a written one. Written work that is short early
    in the day may be done later on it.

    Parameters
    ----------
    crew
        The day's people with their lunches placed.
    able
        Queues that each person can take.
    turn
        Of people who could do the same, who comes first: the largest; 0 where left out.
    needs
        What the day needs of each queue of the crew, where that is not what its shifts were laid for.
    """
    blend, first = _Blend(crew, able, needs=needs or crew.needs), turn or {}
    while offers := list(blend.offers()):
        blend.take(max(offers, key=lambda o: (round(o.value, 3), first.get(o.person, 0.0), o.person, o.block.queue)))
    return {person: tuple(sorted(blocks, key=lambda b: b.start)) for person, blocks in blend.blocks.items()}


class _Blend:
    def __init__(self, crew: DayCrew, able: Mapping[str, Sequence[str]], *, needs: Mapping[str, DayNeed]) -> None:
        self._crew, self._able, self._needs = crew, able, needs
        self._scheduled = {queue: crew.scheduled(queue).copy() for queue in needs}
        self.blocks: dict[str, list[Block]] = defaultdict(list)

    def offers(self) -> Iterator[_Offer]:
        """The best block of each person for each queue."""
        short = {queue: need for queue, need in self._needs.items()
                 if (need.required - self._scheduled[queue] > ROUNDING).any()}  # fmt: skip
        for person, slot in self._crew.slots.items():
            for queue, need in short.items():
                if queue != slot.queue and queue in self._able.get(person, ()):
                    offer = self._best_block(person, need, donor=self._needs.get(slot.queue))
                    if offer is not None:
                        yield offer

    def _best_block(self, person: str, need: DayNeed, *, donor: DayNeed | None) -> _Offer | None:
        if donor is not None and donor.interval_minutes != need.interval_minutes:
            return None
        speed, length = self._crew.speed(person, need.queue), need.interval_minutes
        least = -(-LEAST_BLOCK_MINUTES // length)
        own = speed if donor is None else self._crew.speed(person, donor.queue)
        present = _share_of(need, self._crew.contact_spans(person))
        free = self._is_free(person, need) & self._can_be_spared(need, donor, own, present)
        if not any(end - first >= least for first, end in _runs(free, need)):
            return None
        useful = _useful(need, self._scheduled[need.queue], free=free, speeds=speed * present)
        best: _Offer | None = None
        for first, end in _useful_runs(useful, free, need, least=least):
            people = float(useful[first:end].sum())
            value = need.weight * float(useful[first:end] @ need.opened.hours[first:end])
            long_enough = end - first >= least
            if (
                long_enough
                and people >= LEAST_USEFUL_SHARE * speed * float(present[first:end].sum())
                and (best is None or value > best.value)
            ):
                start = int(need.starts_minute[first])
                best = _Offer(person, Block(start, int(need.starts_minute[end - 1]) + length, need.queue), value)
        return best

    def _is_free(self, person: str, need: DayNeed) -> Flags:
        """Intervals of the short queue in which the person has nothing but the shift's own queue, and short breaks."""
        taken = [(block.start, block.end) for block in self.blocks.get(person, ())]
        return _share_of(need, remaining_spans(self._crew.spans_around_pauses(person), taken)) > 1 - ROUNDING

    def _can_be_spared(self, need: DayNeed, donor: DayNeed | None, speed: float, present: Floats) -> Flags:
        """Intervals in which the person's own queue has to spare what the person is there for, or is closed."""
        spared = np.ones(len(need.required), dtype=np.bool_)
        if donor is None:
            return spared
        scheduled = self._scheduled[donor.queue]
        waiting = _backlog(donor, scheduled)
        known = dict(
            zip(
                donor.starts_minute.tolist(),
                np.where(waiting <= ROUNDING, scheduled - donor.required, -np.inf).tolist(),
                strict=True,
            )
        )
        surplus = np.array([known.get(start, np.inf) for start in need.starts_minute.tolist()])
        return np.asarray(surplus >= max(1.0, speed) * present - ROUNDING)

    def take(self, offer: _Offer) -> None:
        """Moves the person for the block's length, but for the short breaks in it."""
        block, own = offer.block, self._crew.slots[offer.person].queue
        self.blocks[offer.person].append(block)
        spans = self._crew.contact_spans(offer.person)
        within = remaining_spans(spans, remaining_spans(spans, [(block.start, block.end)]))
        for queue, sign in ((own, -1.0), (block.queue, 1.0)):
            if queue in self._needs:
                self._scheduled[queue] += (
                    sign * self._crew.speed(offer.person, queue) * _share_of(self._needs[queue], within)
                )


def _share_of(need: DayNeed, spans: Sequence[Span]) -> Floats:
    """Part of each of the queue's intervals that lies within the spans, 0 to 1, shape (n,)."""
    share = np.zeros(len(need.required))
    for worked in spans:
        need.opened.add_presence(share, worked=worked, people=1.0)
    return share


def people_after(crew: DayCrew, blocks: Mapping[str, Sequence[Block]], queue: str) -> Floats:
    """People on the queue in each of its intervals, by proficiency, with the day's blocks counted, shape (n,)."""
    need = crew.needs[queue]
    found = np.zeros(len(need.required))
    for person, slot in crew.slots.items():
        spans, given = crew.contact_spans(person), blocks.get(person, ())
        kept = remaining_spans(spans, [(block.start, block.end) for block in given])
        served = kept if slot.queue == queue else []
        for block in (block for block in given if block.queue == queue):
            served += remaining_spans(spans, remaining_spans(spans, [(block.start, block.end)]))
        for worked in served:
            need.opened.add_presence(found, worked=worked, people=crew.speed(person, queue))
    return found


def _backlog(need: DayNeed, scheduled: Floats) -> Floats:
    """Written work of the day, in people of an interval, that waits at the start of each; 0 for live queues."""
    waiting = np.zeros(len(scheduled))
    if not need.can_wait:
        return waiting
    for k in range(1, len(scheduled)):
        waiting[k] = max(waiting[k - 1] + need.required[k - 1] - scheduled[k - 1], 0.0)
    return waiting


def _useful(need: DayNeed, scheduled: Floats, *, free: Flags, speeds: Floats) -> Floats:
    """How much of the person each interval could use, if they came wherever they are free, shape (n,).

    Parameters
    ----------
    speeds
        What the person brings to each interval, shape (n,).
    """
    gap = need.required - scheduled
    if not need.can_wait:
        return np.where(free, np.clip(gap, 0.0, speeds), 0.0)
    found, waiting = np.zeros(len(gap)), 0.0
    for k in range(len(gap)):
        waiting = max(waiting + gap[k], 0.0)
        if free[k]:
            found[k] = min(float(speeds[k]), waiting)
            waiting -= found[k]
    return found


def _runs(flags: Flags, need: DayNeed) -> list[Span]:
    """First and past-the-last position of each stretch of neighbouring intervals that are flagged."""
    found: list[Span] = []
    for k in map(int, np.flatnonzero(flags)):
        if found and found[-1][1] == k and need.starts_minute[k] - need.starts_minute[k - 1] == need.interval_minutes:
            found[-1] = (found[-1][0], k + 1)
        else:
            found.append((k, k + 1))
    return found


def _useful_runs(useful: Floats, free: Flags, need: DayNeed, *, least: int) -> Iterator[Span]:
    """Stretches worth a block: useful ones, joined over gaps shorter than a block, stretched to its least length."""
    for first, end in _runs(free, need):
        inside = [k for k in range(first, end) if useful[k] > ROUNDING]
        joined: list[Span] = []
        for k in inside:
            if joined and k - joined[-1][1] < least:
                joined[-1] = (joined[-1][0], k + 1)
            else:
                joined.append((k, k + 1))
        for start, stop in joined:
            wider = min(max(stop, start + least), end)
            yield max(min(start, wider - least), first), wider
