"""Which queues a change touches."""

from collections.abc import Mapping, Sequence

from data.channel import LIVE_CHANNELS
from data.desk import Desk
from data.errors import NothingToDo, TsunagariError
from staffing.what_if.changed import PartShares, unknown_part
from staffing.what_if.changes import Change, HandleTimeChange, PeopleChange, ThresholdChange


def changes_of_queues(
    changes: Sequence[Change], desk: Desk, *, queues: Sequence[str], shares: Mapping[str, PartShares]
) -> dict[str, tuple[Change, ...]]:
    """The changes that touch each queue, in the order of `queues`; without any change, none of each.

    Parameters
    ----------
    queues
        Those that are forecast finely enough.
    shares
        What share of the handle time each part is, by queue.

    Raises
    ------
    TsunagariError
        If a change touches no queue, or it is not told which of several.
    """
    touched = [(change, _queues_of(change, desk, queues=queues, shares=shares)) for change in changes]
    found = {queue: tuple(change for change, names in touched if queue in names) for queue in queues}
    return {queue: own for queue, own in found.items() if own} if changes else found


def _queues_of(
    change: Change, desk: Desk, *, queues: Sequence[str], shares: Mapping[str, PartShares]
) -> tuple[str, ...]:
    own = (desk.queue(change.queue).name,) if change.queue else tuple(queues)
    if isinstance(change, PeopleChange | ThresholdChange):
        if change.queue and desk.queue(change.queue).channel not in LIVE_CHANNELS:
            raise _not_live(desk, change.queue)
        return own if change.queue else _live_queues(change, desk, queues=queues)
    if isinstance(change, HandleTimeChange) and change.part != "handle":
        knowing = tuple(queue for queue in own if change.part in shares.get(queue, {}))
        if not knowing:
            raise unknown_part(own[0], change.part)
        return knowing
    return own


def _live_queues(change: Change, desk: Desk, *, queues: Sequence[str]) -> tuple[str, ...]:
    live = tuple(queue for queue in queues if desk.queue(queue).channel in LIVE_CHANNELS)
    if not live:
        raise NothingToDo("nobody waits on the line at this desk: its queues are written work; see `tsunagari backlog`")
    if len(live) > 1 and isinstance(change, PeopleChange):
        raise TsunagariError(
            "people come to one queue or leave one; name it with --queue, one of {queues}", queues=", ".join(live)
        )
    return live


def _not_live(desk: Desk, queue: str) -> NothingToDo:
    return NothingToDo(
        "queue {queue} takes {channel}, which waits for its deadline and not for a person at a "
        "time; ask for a queue of {channels}, or staff it with another goal",
        queue=queue,
        channel=desk.queue(queue).channel,
        channels=", ".join(LIVE_CHANNELS),
    )
