"""Who reviews a novice's mails and listens in on their calls, and the time that it takes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from staffing.shift_plan import WORK, Activity, ShiftPlan
from staffing.speeds import Speeds

_Piece = tuple[float, float]
"""Start and end of a stretch in which everybody's work stays the same, minutes since 1970 in UTC."""


@dataclass(frozen=True)
class Beside:
    """A while in which an experienced colleague looks after a novice.

    Parameters
    ----------
    novice, senior
        As in staff.csv.
    queue
        The queue that the colleague serves meanwhile, mostly the novice's own.
    start, end
        Minutes since 1970 in UTC.
    people
        What the queue lacks of the colleague, by speed, above 0.
    """

    novice: str
    senior: str
    queue: str
    start: float
    end: float
    people: float

    @property
    def hours(self) -> float:
        """Agent-hours that it takes."""
        return self.people * (self.end - self.start) / 60


@dataclass(frozen=True)
class BesideNovices:
    """The novices of a plan with those beside them.

    Parameters
    ----------
    pairs
        By day and novice.
    alone
        Day and novice -> hours at contacts without an experienced colleague.
    """

    pairs: tuple[Beside, ...] = ()
    alone: Mapping[tuple[date, str], float] = field(default_factory=dict)

    @property
    def senior_hours(self) -> float:
        """Agent-hours that reviewing and listening in take."""
        return sum(pair.hours for pair in self.pairs)

    @property
    def hours_alone(self) -> float:
        """Hours that novices serve contacts without an experienced colleague."""
        return sum(self.alone.values())


def beside_novices(plan: ShiftPlan, speeds: Speeds) -> BesideNovices:
    """Who is beside the novices of a plan.

    On duty at the same time and able to take the novice's queue; rather on that queue than on another, then who is
    there for longest with nobody else to look after, then the higher tier, the faster and the first in staff.csv.
    Nobody looks after more novices at once than their time allows. Helpers look after nobody.
    """
    share = speeds.desk.settings.novices.senior_share
    known = {queue.name for queue in speeds.desk.settings.queue}
    by_day: dict[date, list[Activity]] = defaultdict(list)
    for activity in plan.activities:
        if activity.activity in WORK and activity.queue in known:
            by_day[activity.date].append(activity)
    pairs: list[Beside] = []
    alone: dict[tuple[date, str], float] = {}
    for day, work in sorted(by_day.items() if share else ()):
        crew = _Crew(day, work, speeds=speeds, most=int(1 / share + 1e-9))
        for novice in crew.novices:
            pairs += _joined(crew.beside(novice), share=share, speeds=speeds, day=day)
            left = sum(end - start for start, end in crew.left(novice)) / 60
            if left:
                alone[day, novice] = left
    return BesideNovices(tuple(pairs), alone)


class _Crew:
    """Who works on which queue in each stretch of a day, and whom they look after."""

    def __init__(self, day: date, work: Sequence[Activity], *, speeds: Speeds, most: int) -> None:
        self._day, self._speeds, self._most = day, speeds, most
        edges = sorted({moment.timestamp() / 60 for one in work for moment in (one.start, one.end)})
        self._queue: dict[str, dict[_Piece, str]] = defaultdict(dict)
        for one in work:
            begin, end = one.start.timestamp() / 60, one.end.timestamp() / 60
            for piece in pairwise(edges):
                if begin <= piece[0] and piece[1] <= end:
                    self._queue[one.person][piece] = one.queue
        there = [person for person in speeds.desk.staff if person.name in self._queue]
        self.novices = [person.name for person in there if speeds.is_novice(person.name, day=day)]
        self._seniors = [person for person in there if person.name not in self.novices and not person.helper]
        self._beside: dict[str, dict[_Piece, str]] = {novice: {} for novice in self.novices}
        self._load: dict[tuple[str, _Piece], int] = defaultdict(int)

    def left(self, novice: str) -> list[_Piece]:
        """Stretches in which nobody is beside the novice."""
        return [piece for piece in self._queue[novice] if piece not in self._beside[novice]]

    def beside(self, novice: str) -> Iterator[tuple[str, str, str, _Piece]]:
        """Gives the novice to colleagues until no more can be had: novice, colleague, the latter's queue, stretch."""
        while (chosen := self._next(novice)) is not None:
            senior, pieces = chosen
            for piece in pieces:
                self._beside[novice][piece] = senior
                self._load[senior, piece] += 1
        for piece, senior in sorted(self._beside[novice].items()):
            yield novice, senior, self._queue[senior][piece], piece

    def _next(self, novice: str) -> tuple[str, list[_Piece]] | None:
        """The best colleague for what is left of the novice's day, and the stretches they take."""
        left, best = self.left(novice), None
        for place, person in enumerate(self._seniors):
            able = [piece for piece in left if self._can(person.name, novice, piece)]
            if able:
                same = [p for p in able if self._queue[person.name][p] == self._queue[novice][p]]
                taken = same or able
                free = (piece for piece in taken if not self._load[person.name, piece])
                worth = (bool(same), _minutes(free), _minutes(taken), person.tier, person.proficiency, -place)
                if best is None or worth > best[0]:
                    best = (worth, person.name, taken)
        return None if best is None else best[1:]

    def _can(self, senior: str, novice: str, piece: _Piece) -> bool:
        on_duty = piece in self._queue[senior] and self._load[senior, piece] < self._most
        return on_duty and self._speeds.serves(senior, queue=self._queue[novice][piece], day=self._day)


def _minutes(pieces: Iterable[_Piece]) -> float:
    return sum(end - start for start, end in pieces)


def _joined(found: Iterable[tuple[str, str, str, _Piece]], *, share: float, speeds: Speeds, day: date) -> list[Beside]:
    """Neighbouring stretches of the same two on the same queue as one."""
    pairs: list[Beside] = []
    for novice, senior, queue, (start, end) in found:
        if pairs and (pairs[-1].senior, pairs[-1].queue, pairs[-1].end) == (senior, queue, start):
            start = pairs.pop().start
        people = share * speeds.speed(senior, queue=queue, day=day)
        pairs.append(Beside(novice, senior, queue, start, end, people))
    return pairs
