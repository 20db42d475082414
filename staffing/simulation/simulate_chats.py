"""Chats simulated as they are served: several at once by one person, each slower the more there are.

A person with j chats works on each at the speed 1 / (1 + slowdown x (j - 1)), so a chat's pace changes with every other
that begins or ends beside it. A new chat goes to the person with the fewest; who leaves ends their chats and takes no
other. `staffing.chat_slots` takes every chat to be as slow as among as many as can be; what that costs at a quiet hour
is seen here.
"""

import heapq
from collections import deque
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from staffing.chat_slots import ChatSlots
from staffing.simulation.served_in_turn import PeopleThere
from staffing.simulation.simulate import ServedDays, blocks_of_days, count_days
from staffing.simulation.simulated_desk import SimulatedDesk
from staffing.simulation.simulated_figures import Simulated

Floats = NDArray[np.float64]


def simulate_chats(desk: SimulatedDesk, *, slots: ChatSlots, days: int, seed: int) -> Simulated:
    """What so many days of chats would have counted; `days` and `seed` as in `staffing.simulation.simulate.simulate`.

    Handle times are those of a chat served alone. Handling and available seconds are those of slots, as many for each
    person as chats are served at once; so the occupancy is the share of slots in use.
    """
    if desk.repeats is not None:
        raise ValueError("chats are simulated without repeats; leave them out of the desk")
    there = PeopleThere.by_interval(desk.people, desk.interval_seconds)
    desk_of_slots = replace(desk, people=desk.people * slots.concurrency)
    blocks = []
    for count, stream in blocks_of_days(days, seed=seed, expected=desk.arrivals.expected):
        rng = np.random.default_rng(stream)
        arrivals = desk.arrivals.draw(rng, days=count, day_seconds=desk.day_seconds)
        work, patience = desk.handle.draw(rng, arrivals.shape), desk.patience.draw(rng, arrivals.shape)
        starts, ends = np.full_like(arrivals, np.inf), np.full_like(arrivals, np.inf)
        for day, come in enumerate(np.isfinite(arrivals)):
            came = arrivals[day][come]
            served = serve_chats_day(came, came + patience[day][come], work[day][come], there=there, slots=slots)
            starts[day][come], ends[day][come] = served
        lasted = np.subtract(ends, starts, out=np.zeros_like(starts), where=np.isfinite(starts))
        blocks.append(count_days(desk_of_slots, ServedDays(arrivals, starts, patience, lasted)))
    return Simulated.joined(blocks)


def serve_chats_day(
    arrivals: Floats, latest: Floats, work_seconds: Floats, *, there: PeopleThere, slots: ChatSlots
) -> tuple[Floats, Floats]:
    """Starts and ends of one day's chats; parameters as in `staffing.simulation.served_in_turn.serve_day`.

    Parameters
    ----------
    work_seconds
        How long each chat takes if its person has no other.

    Returns
    -------
    Seconds, each of shape (contacts,); infinite where the chat is not answered.
    """
    people = [_Person(slots.slowdown) for _ in range(int(there.people.max()))]
    ends_next = [np.inf] * len(people)
    comes = [*arrivals.tolist(), np.inf]
    changes = deque(zip(there.since.tolist(), there.people.tolist(), strict=True))
    starts, ends = np.full(len(arrivals), np.inf), np.full(len(arrivals), np.inf)
    queue: deque[int] = deque()
    present = came = 0
    while True:
        ending, changing = min(ends_next, default=np.inf), changes[0][0] if changes else np.inf
        now = min(ending, changing, comes[came])
        if now == np.inf:
            return starts, ends
        if now == changing:
            present = changes.popleft()[1]
        elif now == ending:
            one = ends_next.index(now)
            ends[people[one].end_first(now)] = now
            ends_next[one] = people[one].ends_next
        else:
            queue.append(came)
            came += 1
        while queue and present:
            one = min(range(present), key=lambda number: len(people[number].chats))
            if len(people[one].chats) >= slots.concurrency:
                break
            chat = queue.popleft()
            if latest[chat] >= now:
                people[one].begin(chat, now, work_seconds=float(work_seconds[chat]))
                starts[chat], ends_next[one] = now, people[one].ends_next


class _Person:
    """Somebody with some chats, who works on all at the same speed."""

    def __init__(self, slowdown: float) -> None:
        self.chats: list[tuple[float, int]] = []  # seconds of work on each chat at which this one ends, and which it is
        self._slowdown = slowdown
        self._worked = 0.0
        self._until = 0.0

    @property
    def ends_next(self) -> float:
        """When the next chat ends if none begins before."""
        if not self.chats:
            return np.inf
        return self._until + max(self.chats[0][0] - self._worked, 0.0) * self._stretch

    def begin(self, chat: int, now: float, *, work_seconds: float) -> None:
        """Another chat from now on."""
        self._work_until(now)
        heapq.heappush(self.chats, (self._worked + work_seconds, chat))

    def end_first(self, now: float) -> int:
        """The chat that ends now."""
        self._work_until(now)
        return heapq.heappop(self.chats)[1]

    @property
    def _stretch(self) -> float:
        return 1 + self._slowdown * (len(self.chats) - 1)

    def _work_until(self, now: float) -> None:
        if self.chats:
            self._worked += (now - self._until) / self._stretch
        self._until = now
