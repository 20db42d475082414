"""What a change at tier 1 makes of the queues to which it hands on: they get more or fewer contacts, or other times."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from data.message import Message
from data.remark import Remark
from forecasting.forecast import Forecast
from forecasting.remarks import Title
from staffing.escalations import Escalated
from staffing.fed_queues import handed_by
from staffing.what_if.changed import times_contacts
from staffing.what_if.queue import ChangedQueue, QueueAhead, Side
from staffing.wording import JAPANESE

Floats = NDArray[np.float64]

_LEAST_CONTACTS = 0.05
"""Over the days asked of; fewer more or fewer are none."""


def with_what_follows(
    changed: Mapping[str, ChangedQueue],
    aheads: Mapping[str, QueueAhead],
    escalations: Sequence[Escalated],
    *,
    title_of: Callable[[str], Title],
) -> dict[str, ChangedQueue]:
    """The changed queues, and those to which they hand on, with what is then handed on to them, in the order of aheads.

    A change that scales the contacts of both queues scales what one of them hands on once, not twice.

    Parameters
    ----------
    changed
        The queues that the changes themselves touch, by name.
    aheads
        These, and those to which they hand on.
    escalations
        What is handed on; callbacks are told in a remark, for nobody waits for them on the line.
    title_of
        What people call a queue, as `DeskSettings.title_of`.
    """
    found = {}
    for name, ahead in aheads.items():
        handing = [one for one in escalations if one.to == name and one.queue in changed]
        own = changed.get(name)
        if handing:
            causes = tuple(dict.fromkeys(change for one in handing for change in changed[one.queue].changes))
            own = _followed(own or ChangedQueue.unchanged(ahead, causes), handing, changed, title_of)
        if own is not None and (name in changed or own.remarks):
            found[name] = own
    return found


def _followed(
    own: ChangedQueue,
    handing: Sequence[Escalated],
    changed: Mapping[str, ChangedQueue],
    title_of: Callable[[str], Title],
) -> ChangedQueue:
    scaled = np.divide(
        own.after.forecast.mean,
        own.before.forecast.mean,
        out=np.ones(len(own.before.forecast)),
        where=own.before.forecast.mean > 0,
    )
    more, remarks = np.zeros(len(scaled)), []
    for told in handing:
        first = changed[told.queue]
        before, after = (_handed(told, first.ahead, side, to=own) for side in (first.before, first.after))
        rows = own.ahead.rows
        if np.abs(after - before)[rows].sum() < _LEAST_CONTACTS:
            continue
        remarks.append(_remark(told, before[rows].sum(), after[rows].sum(), title_of))
        if told.how != "callback":
            more += after - before * scaled
    if not np.any(more):
        return replace(own, remarks=(*own.remarks, *remarks))
    after_side = replace(own.after, forecast=_with_more(own.after.forecast, more))
    return own.becoming(after_side, *remarks)


def _handed(told: Escalated, first: QueueAhead, side: Side, *, to: ChangedQueue) -> Floats:
    """All that is handed on, whether it stands in the other queue's own log or is added to it, shape (n,)."""
    opened = np.flatnonzero(side.forecast.open_minutes > 0)
    return handed_by(
        told,
        side.forecast,
        np.rint(side.people[opened]).astype(np.int64),
        to.ahead.desk,
        to=to.before.forecast,
        share=told.share,
        threshold_seconds=side.goal.threshold_seconds,
        patience_seconds=first.patience_seconds,
    ).contacts


def _with_more(forecast: Forecast, more: Floats) -> Forecast:
    """The forecast with so many contacts more or fewer; where none are expected, none can be scaled up."""
    mean = forecast.mean
    factor = np.divide(mean + more, mean, out=np.ones(len(mean)), where=mean > 0)
    return times_contacts(forecast, np.maximum(factor, 0.0))


def _remark(told: Escalated, before: float, after: float, title_of: Callable[[str], Title]) -> Remark:
    queue, first = title_of(told.to), title_of(told.queue)

    def said(language: str) -> Message:
        if told.how == "callback":
            return Message.of(
                "{queue}: {first} hands on {after:,.1f} instead of {before:,.1f} contacts to be called back, "
                "{share:.1%} of those that it answers; nobody waits for them on the line, and their hours stay as they "
                "were here",
                queue=queue(language),
                first=first(language),
                after=after,
                before=before,
                share=told.share,
            )
        return Message.of(
            "{queue}: {first} hands on {after:,.1f} instead of {before:,.1f} contacts to it, {share:.1%} of those that "
            "it answers",
            queue=queue(language),
            first=first(language),
            after=after,
            before=before,
            share=told.share,
        )

    return Remark(ja=said("ja").said(JAPANESE), en=str(said("en")))
