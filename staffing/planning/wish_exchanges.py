"""Keeps wishes for shifts: people alike exchange days where no duty gets less even and more is won than lost."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from data.wishes import Wishes
from staffing.planning.duty_exchanges import Evening

CHANGE_PRICE = 0.4
"""Another shift than the day before, beside a wish kept for one day."""

ROUNDS = 2
"""So often everybody may ask again: an exchange may open the way to another."""


def grant_wishes(evening: Evening, wishes: Mapping[str, Wishes]) -> Iterator[tuple[str, str, date]]:
    """Each exchange as it is made; people with wishes take turns, and who finds none left is done for the round.

    Coverage stays as it is, for whole shifts are exchanged between people alike. The turn of Monday mornings and late
    shifts comes first: an exchange that leaves them less even is none.
    """
    with_wishes = [name for name in evening.people if name in wishes and wishes[name].is_about_shifts]
    for _ in range(ROUNDS):
        asking, exchanged = deque(with_wishes), False
        while asking:
            name = asking.popleft()
            found = _best(name, evening, wishes)
            if found is not None:
                yield from evening.make(name, *found)
                asking.append(name)
                exchanged = True
        if not exchanged:
            return


def _best(name: str, evening: Evening, wishes: Mapping[str, Wishes]) -> tuple[str, list[date]] | None:
    """With whom and on which days an exchange keeps most wishes; None where none does."""
    found: tuple[float, str, list[date]] | None = None
    for other in evening.people:
        for days in _options(name, other, evening, wishes) if other != name else ():
            gain = _gain(name, other, days, evening, wishes)
            if gain > 1e-9 and (found is None or gain > found[0]):
                found = gain, other, days
    return None if found is None else found[1:]


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
    tried = evening.tried(name, other, days)
    if tried.burden < -1e-9 or tried.short_rests > 0:
        return 0.0
    won = wishes_won(name, other, days, evening, wishes)
    return won + CHANGE_PRICE * tried.changes if won > 0 else 0.0


def wishes_won(name: str, other: str, days: Sequence[date], evening: Evening, wishes: Mapping[str, Wishes]) -> int:
    """How many more days of the two would be as wished after the exchange."""
    won = 0
    for day in days:
        mine, theirs = (evening.slots[who, day].shift.template for who in (name, other))
        for who, old, new in ((name, mine, theirs), (other, theirs, mine)):
            if who in wishes:
                won += wishes[who].suits(new) - wishes[who].suits(old)
    return won
