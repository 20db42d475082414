"""What a queue of desk.toml says of another one: whose hours it borrows, and to whom it hands on."""

from typing import TYPE_CHECKING

from data.channel import LIVE_CHANNELS
from data.errors import WrongValue
from data.message import Message
from data.wrong_together import wrong_at

if TYPE_CHECKING:
    from data.desk import QueueSettings


def refuse_wrong_links(queues: "tuple[QueueSettings, ...]", place: int) -> None:
    """Refuse a queue that names another one which cannot be what it is named for."""
    _refuse_wrong_lender(queues, place)
    _refuse_wrong_escalation(queues, place)


def _refuse_wrong_lender(queues: "tuple[QueueSettings, ...]", place: int) -> None:
    """The queue that lends its shape is another one of this desk, live or written alike, and borrows none itself."""
    queue = queues[place]
    is_live = queue.channel in LIVE_CHANNELS
    lenders = [
        other.name
        for other in queues
        if other.name != queue.name and not other.shape_from and (other.channel in LIVE_CHANNELS) == is_live
    ]
    if not queue.shape_from or queue.shape_from in lenders:
        return
    if queue.shape_from == queue.name:
        reason = Message("a queue cannot borrow the shape of its own day")
    elif any(other.name == queue.shape_from and other.shape_from for other in queues):
        reason = Message("that queue borrows its shape itself")
    elif any(other.name == queue.shape_from for other in queues):
        reason = Message.of(
            "its hours are not those of {channel}: written contacts of the night stand at the opening",
            channel=queue.channel,
        )
    else:
        reason = Message("there is no such queue")
    way_out = (
        Message.of("name one of {queues}, or leave shape_from out", queues=", ".join(lenders))
        if lenders
        else Message("leave shape_from out")
    )
    wrong = WrongValue("{reason}; {way_out}", reason=reason, way_out=way_out)
    raise wrong_at(("queue", place, "shape_from"), queue.shape_from, wrong)


def _refuse_wrong_escalation(queues: "tuple[QueueSettings, ...]", place: int) -> None:
    """Customers wait in both queues, which differ, and what is handed on is not handed on again."""
    queue = queues[place]
    if not queue.escalation.to:
        return
    takers = [
        other.name
        for other in queues
        if other.name != queue.name and not other.escalation.to and other.channel in LIVE_CHANNELS
    ]
    if queue.escalation.to in takers and queue.channel in LIVE_CHANNELS:
        return
    way_out = (
        Message.of("name one of {queues}, or leave to out", queues=", ".join(takers))
        if takers and queue.channel in LIVE_CHANNELS
        else Message("leave to out")
    )
    wrong = WrongValue("{reason}; {way_out}", reason=_why_not(queues, queue), way_out=way_out)
    raise wrong_at(("queue", place, "escalation", "to"), queue.escalation.to, wrong)


def _why_not(queues: "tuple[QueueSettings, ...]", queue: "QueueSettings") -> Message:
    """Why a queue cannot hand on to the one it names."""
    to = queue.escalation.to
    if queue.channel not in LIVE_CHANNELS:
        return Message.of("what comes by {channel} is handed on with its deadline, not at once", channel=queue.channel)
    if to == queue.name:
        return Message("a queue cannot hand on to itself")
    if any(other.name == to and other.escalation.to for other in queues):
        return Message("that queue hands on itself")
    if any(other.name == to for other in queues):
        return Message("nobody waits on the line there: it is written work")
    return Message("there is no such queue")
