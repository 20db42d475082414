"""The same possible courses of some days played twice, before and after a change, with the same chance in both.

Each course is one of the forecast's sample paths, which hold its doubt: a day that starts high stays high. A course's
contacts arrive evenly within each open interval. A contact that comes before and after the change comes at the same
instant, with the same deviation of its handle time from the mean and the same readiness to wait; a change of volume
only adds contacts or leaves some out. So the difference is known far better than either figure (common random numbers:
Law, Simulation Modeling and Analysis, 5th edition, section 11.2), and without a change it is exactly none.

People need not be whole: absence is a rate, a helper is slower, a break takes part of an interval. The fraction of a
person is there in that share of the courses, drawn anew for each stretch of open hours, alike before and after.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.simulation.queue_days import Courses, QueueDays
from staffing.simulation.served_in_turn import PeopleThere, serve_days

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_ROUNDING = 1e-9


def play_both(before: QueueDays, after: QueueDays, *, seed: int) -> tuple[Courses, Courses]:
    """Courses of the days before and after a change; both have the same intervals and as many courses.

    Parameters
    ----------
    seed
        Not negative. The same seed gives the same courses; those before do not depend on what changes.
    """
    if before.paths.shape != after.paths.shape or not before.starts.equals(after.starts):
        raise ValueError("before and after are courses of the same intervals")
    parts = [
        _play_stretch(before, after, stretch=stretch, seed=np.random.SeedSequence((seed, number)))
        for number, stretch in enumerate(before.stretches)
    ]
    return _joined([one for one, _ in parts]), _joined([other for _, other in parts])


def _joined(parts: list[dict[str, Floats]]) -> Courses:
    return Courses(**{name: np.concatenate([part[name] for part in parts], axis=1) for name in parts[0]})


@dataclass(frozen=True, eq=False)
class _Drawn:
    """Contacts of a stretch, shape (contacts,) each.

    Which course and interval of the stretch they come in, and as the how-manieth drawn there; their second; their
    handle time as a standard normal of its logarithm; their patience in means.
    """

    course: Integers
    interval: Integers
    number: Integers
    second: Floats
    handle: Floats
    patience: Floats

    def where(self, kept: NDArray[np.bool_]) -> "_Drawn":
        return _Drawn(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))

    def with_more(self, other: "_Drawn") -> "_Drawn":
        return _Drawn(
            *(np.concatenate([getattr(self, name), getattr(other, name)]) for name in self.__dataclass_fields__)
        )


def _play_stretch(
    before: QueueDays, after: QueueDays, *, stretch: tuple[int, int], seed: np.random.SeedSequence
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    span = slice(*stretch)
    rounding, drawing, adding = (np.random.default_rng(stream) for stream in seed.spawn(3))
    courses, intervals = before.paths[:, span].shape
    up = rounding.random((courses, intervals))
    few, many = (np.floor(one.paths[:, span] + up).astype(np.int64) for one in (before, after))
    there = (rounding.permutation(courses) + rounding.random(courses)) / courses
    drawn = _draw(few, before, span=span, rng=drawing)
    kept = drawn.where(drawn.number < many[drawn.course, drawn.interval])
    changed = kept.with_more(_draw(np.maximum(many - few, 0), before, span=span, rng=adding))
    people = [_whole_people(one, span=span, there=there) for one in (before, after)]
    starts = _serve((before, drawn), (after, changed), people=people, courses=courses, first=stretch[0])
    shape = courses, intervals
    return _count(drawn, before, starts=starts[0], shape=shape), _count(changed, after, starts=starts[1], shape=shape)


def _draw(counts: Integers, days: QueueDays, *, span: slice, rng: np.random.Generator) -> _Drawn:
    cells = counts.ravel()
    cell = np.repeat(np.arange(cells.size), cells)
    number = np.arange(cell.size) - np.repeat(np.cumsum(cells) - cells, cells)
    course, interval = np.divmod(cell, counts.shape[1])
    opens, open_for = days.opens_seconds[span], days.open_seconds[span]
    second = interval * days.interval_seconds + opens[interval] + rng.random(cell.size) * open_for[interval]
    handle, patience = rng.standard_normal(cell.size), rng.standard_exponential(cell.size)
    return _Drawn(course, interval, number, second, handle, patience)


def _whole_people(days: QueueDays, *, span: slice, there: Floats) -> Integers:
    """People of each interval and course, shape (intervals, courses): the fraction is there in its share of courses."""
    people = np.floor(days.people[span, None] + there + _ROUNDING).astype(np.int64)
    return people * days.slots.concurrency


def _serve(*played: tuple[QueueDays, _Drawn], people: list[Integers], courses: int, first: int) -> tuple[Floats, ...]:
    """Second at which each contact starts, infinite where it is not answered; all are served side by side."""
    placed = [_places(drawn, courses=courses) for _, drawn in played]
    shape = max(int(order.max(initial=-1)) + 1 for order in placed), courses * len(played)
    columns = np.full((3, *shape), np.inf)
    for side, (days, drawn) in enumerate(played):
        at = placed[side], drawn.course + side * courses
        columns[0][at] = drawn.second
        columns[1][at] = drawn.second + patience_seconds(drawn.patience, days)
        columns[2][at] = handle_seconds(drawn.handle, days, interval=drawn.interval + first, course=drawn.course)
    there = PeopleThere.by_interval(np.concatenate(people, axis=1), played[0][0].interval_seconds)
    starts = serve_days(*columns, there=there)
    return tuple(starts[placed[side], drawn.course + side * courses] for side, (_, drawn) in enumerate(played))


def _places(drawn: _Drawn, *, courses: int) -> Integers:
    """Which contact of its course each is, by time, from 0."""
    longest = float(drawn.second.max(initial=0.0)) + 1
    order = np.argsort(drawn.course * longest + drawn.second, kind="stable")
    of_course = np.bincount(drawn.course, minlength=courses)
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size) - np.repeat(np.cumsum(of_course) - of_course, of_course)
    return place


def patience_seconds(drawn: Floats, days: QueueDays) -> Floats:
    """Exponential patience of drawn contacts."""
    if np.isinf(days.patience_seconds):
        return np.full(drawn.shape, np.inf)
    return drawn * days.patience_seconds


def handle_seconds(drawn: Floats, days: QueueDays, *, interval: Integers, course: Integers) -> Floats:
    """Log-normal handle time of drawn contacts, with the mean of the course and the interval in which they arrive."""
    square = np.log1p(days.handle_variation**2)
    level = 1.0 if days.handle_levels is None else days.handle_levels[course]
    mean = days.handle_seconds[interval] * level * days.slots.stretch
    return np.asarray(mean * np.exp(np.sqrt(square) * drawn - square / 2))


def _count(drawn: _Drawn, days: QueueDays, *, starts: Floats, shape: tuple[int, int]) -> dict[str, Floats]:
    cell = drawn.course * shape[1] + drawn.interval
    patience = patience_seconds(drawn.patience, days)
    answered = np.isfinite(starts)
    waits = np.where(answered, starts - drawn.second, 0.0)
    gone = ~answered & np.isfinite(patience)

    def counted(weights: NDArray[np.bool_] | Floats) -> Floats:
        sums = np.bincount(cell, np.asarray(weights, dtype=np.float64), shape[0] * shape[1])
        return np.asarray(sums.reshape(shape), dtype=np.float64)

    return {
        "offered": counted(np.ones(cell.size)),
        "answered": counted(answered),
        "answered_in_threshold": counted(answered & (waits <= days.threshold_seconds)),
        "abandoned": counted(gone),
        "short_abandoned": counted(gone & (patience <= days.short_abandon_seconds)),
        "wait_answered_seconds": counted(waits),
    }
