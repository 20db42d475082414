"""Several chats at once: how many a person serves, and what that does to each of them.

A person with `concurrency` chats is that many servers, each slower than one who serves a single chat. Erlang's formulas
are then asked for servers (slots) with the longer handle time. Dividing the agents of one-at-a-time service by the
concurrency, as is often done, leaves out that everyone gets slower: it says 6 agents where 9 to 11 are needed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data.desk import QueueSettings

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class ChatSlots:
    """How many contacts a person serves at once, and how much longer each then takes.

    Parameters
    ----------
    concurrency
        Contacts at once, at least 1 (phone and video: 1).
    slowdown
        Share by which each further contact at once lengthens the handle time, at least 0.
    """

    concurrency: int = 1
    slowdown: float = 0.2

    def __post_init__(self) -> None:
        if self.concurrency < 1 or not 0 <= self.slowdown < np.inf:
            raise ValueError(
                f"a person serves at least 1 contact at once and is slowed by a share of 0 or more; "
                f"got {self.concurrency} and {self.slowdown}"
            )

    @classmethod
    def of(cls, queue: QueueSettings) -> "ChatSlots":
        """What desk.toml says of a queue; only chat is served several at once."""
        if queue.channel != "chat":
            return cls()
        return cls(concurrency=queue.concurrency, slowdown=queue.concurrency_slowdown)

    @property
    def stretch(self) -> float:
        """Factor on the handle time of a contact served alone, at least 1."""
        return 1 + self.slowdown * (self.concurrency - 1)

    def servers(self, agents: ArrayLike) -> Floats:
        """Contacts that so many people serve at once, shape as given."""
        return np.asarray(agents, dtype=np.float64) * self.concurrency

    def agents(self, servers: Integers) -> Integers:
        """Least whole people with so many slots, shape as given."""
        return np.asarray(-(-servers // self.concurrency), dtype=np.int64)
