"""How fast each of a desk's people works on a queue on a day: what everybody who counts people by speed reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from data.channel import WRITTEN_CHANNELS
from data.desk import Desk
from data.staff import Person


@dataclass(frozen=True)
class Speeds:
    """The speeds of a desk's people; 1 is an experienced colleague's.

    Parameters
    ----------
    desk
        Its staff, and how its novices get up to speed.
    """

    desk: Desk

    @cached_property
    def _people(self) -> Mapping[str, Person]:
        return {person.name: person for person in self.desk.staff}

    @cached_property
    def _at_once(self) -> frozenset[str]:
        """Novices whose queues are all live, so that there is no written work to begin with."""
        written = [queue for queue in self.desk.settings.queue if queue.channel in WRITTEN_CHANNELS]
        return frozenset(
            person.name
            for person in self.desk.staff
            if not any(person.can_take(queue.skills) and person.tier >= queue.tier for queue in written)
        )

    def is_novice(self, person: str, *, day: date) -> bool:
        """Whether the person is still getting up to speed on that day; nobody is who is not in staff.csv."""
        known = self._people.get(person)
        return known is not None and known.is_novice_on(day, ramp=self.desk.settings.novices)

    def speed(self, person: str, *, queue: str, day: date) -> float:
        """Speed on the queue on that day, at least 0; 1 for who is not in staff.csv.

        0 means that the person does not serve the queue yet: a novice's first weeks are without calls and chats.
        """
        known = self._people.get(person)
        if known is None:
            return 1.0
        told = self.desk.queue(queue)
        return known.proficiency_on(
            day,
            ramp=self.desk.settings.novices,
            handle_seconds=told.handle_seconds if told.channel in WRITTEN_CHANNELS else None,
            live_at_once=person in self._at_once,
        )

    def serves(self, person: str, *, queue: str, day: date) -> bool:
        """Whether the person has the skills and the tier of the queue and serves it by that day."""
        known, told = self._people.get(person), self.desk.queue(queue)
        able = known is not None and known.can_take(told.skills) and known.tier >= told.tier
        return able and self.speed(person, queue=queue, day=day) > 0

    def net_speed(self, person: str, *, queue: str, day: date) -> float:
        """Speed less the share of a colleague's time that a novice takes; in the first weeks it may lie below 0."""
        taken = self.desk.settings.novices.senior_share if self.is_novice(person, day=day) else 0.0
        return self.speed(person, queue=queue, day=day) - taken

    def are_alike(self, one: str, two: str, *, queues: Sequence[str], day: date) -> bool:
        """Whether both serve the same of the queues, as fast as each other."""
        return all(
            self.serves(one, queue=queue, day=day) == self.serves(two, queue=queue, day=day)
            and self.net_speed(one, queue=queue, day=day) == self.net_speed(two, queue=queue, day=day)
            for queue in queues
        )
