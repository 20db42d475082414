"""Keeps wishes for shifts: people alike exchange days where no duty gets less even and more is won than lost."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from data.wishes import Wishes
from staffing.planning.fairness.duty_exchanges import Evening

CHANGE_PRICE = 0.4
"""Another shift than the day before, beside a wish kept for one day."""

ROUNDS = 2
"""So often everybody may ask again: an exchange may open the way to another."""


def grant_wishes(evening: Evening, wishes: Mapping[str, Wishes]) -> Iterator[tuple[str, str, date]]:
    """Each exchange as it is made; people with wishes take turns, and who finds none left is done for the round.

    Coverage stays as it is, for whole shifts are exchanged between people alike. The turn of Monday mornings and late
    shifts comes first: an exchange that leaves them less even is none.
    """
    granting = _Granting(evening, wishes)
    with_wishes = [name for name in evening.people if name in wishes and wishes[name].is_about_shifts]
    for _ in range(ROUNDS):
        asking, exchanged = deque(with_wishes), False
        while asking:
            name = asking.popleft()
            found = granting.best(name)
            if found is not None:
                yield from evening.make(name, *found)
                asking.append(name)
                exchanged = True
        if not exchanged:
            return


Offer = tuple[float, list[date]]
"""What an exchange brings, and its days."""


class _Granting:
    """Looks for exchanges; what two people could offer each other is known until one of them exchanges days."""

    def __init__(self, evening: Evening, wishes: Mapping[str, Wishes]) -> None:
        self._evening, self._wishes = evening, wishes
        self._known: dict[tuple[str, str, int, int], Offer] = {}

    def best(self, name: str) -> tuple[str, list[date]] | None:
        """With whom and on which days an exchange keeps most wishes; None where none does."""
        others = [other for other in self._evening.people if other != name]
        offers = [(self._offer(name, other), other) for other in others]
        (gain, days), other = max(offers, key=lambda one: one[0][0], default=((0.0, []), ""))
        return (other, days) if gain > 1e-9 else None

    def _offer(self, name: str, other: str) -> Offer:
        evening, wishes = self._evening, self._wishes
        key = name, other, evening.turns[name], evening.turns[other]
        if key not in self._known:
            offers = [(_gain(name, other, days, evening, wishes), days)
                      for days in _options(name, other, evening, wishes)]  # fmt: skip
            self._known[key] = max(offers, key=lambda offer: offer[0], default=(0.0, []))
        return self._known[key]


def _options(name: str, other: str, evening: Evening, wishes: Mapping[str, Wishes]) -> Iterator[list[date]]:
    """Days on which the other has what the person wishes for: each alone, and runs from either end of a week."""
    weeks: dict[date, list[date]] = {}
    for day in wished_days(name, other, evening, wishes):
        if evening.may(name, other, day):
            weeks.setdefault(evening.week_of(day), []).append(day)
    for days in weeks.values():
        yield from ([day] for day in days)
        yield from (days[:count] for count in range(2, len(days) + 1))
        yield from (days[-count:] for count in range(2, len(days)))


def wished_days(name: str, other: str, evening: Evening, wishes: Mapping[str, Wishes]) -> list[date]:
    """Days on which both work, the person against a wish and the other as the person wishes."""
    suits, slots = wishes[name].suits, evening.slots
    return [
        day
        for day in evening.days[name]
        if not suits(slots[name, day].shift.template)
        and (other, day) in slots
        and suits(slots[other, day].shift.template)
    ]


def _gain(name: str, other: str, days: Sequence[date], evening: Evening, wishes: Mapping[str, Wishes]) -> float:
    won = wishes_won(name, other, days, evening, wishes)
    if won <= 0 or evening.relief(name, other, days) < -1e-9:
        return 0.0
    tried = evening.tried(name, other, days)
    return won + CHANGE_PRICE * tried.changes if tried.short_rests <= 0 else 0.0


def wishes_won(name: str, other: str, days: Sequence[date], evening: Evening, wishes: Mapping[str, Wishes]) -> int:
    """How many more days of the two would be as wished after the exchange."""
    won = 0
    for day in days:
        mine, theirs = (evening.slots[who, day].shift.template for who in (name, other))
        for who, old, new in ((name, mine, theirs), (other, theirs, mine)):
            if who in wishes:
                won += wishes[who].suits(new) - wishes[who].suits(old)
    return won
