"""What the log tells, in sentences: each queue's figures with their formulas, and what is thin or not told at all."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from data.channel import LIVE_CHANNELS
from data.measures import COUNTS, PHONED_WITHIN_DAYS, REPEAT_WITHIN_SECONDS, CallsAfterReplies, LogMeasures
from data.message import Message

THIN_SHARE = 0.95
"""A figure that rests on a smaller share of the contacts says so."""

FEW_CONTACTS = 100

LIVE = Message(
    "{queue}: {offered} contacts offered; {answered} answered ({answer_rate}), {abandoned} abandoned ({abandonment}), "
    "of these {short_abandoned} within {short_abandon_seconds}; {overflowed} overflowed, {blocked} blocked, "
    "{after_hours} came after hours"
)
WRITTEN = Message("{queue}: {offered} contacts offered; {answered} answered ({answer_rate}), {still_open} open")
SERVICE_LEVEL = Message(
    "  service level {service_level} = answered within {threshold_seconds} / (offered less abandoned within "
    "{short_abandon_seconds}); mean wait of the answered {asa_seconds}"
)
HANDLE_TIME = Message(
    "  handle time {handle_seconds}; talk {talk_seconds}, hold {hold_seconds}, after-call work {acw_seconds}"
)
WRITTEN_HANDLE_TIME = Message("  handle time {handle_seconds}")
REPEATS = Message("  {first_attempts} first attempts, {repeats} came again within {minutes} minutes after hanging up")
PHONED = Message("  {phoned_after} of {phoned_watched} answered contacts were phoned about within {days} days")
CALLS_AFTER_REPLIES = Message(
    "calls that followed an answered written contact: {a_week} a week, {share} of the phone's contacts = calls of a "
    "customer or contact with an answer within the {days} days before / calls offered; half of them within {median} "
    "days"
)
BESIDE = Message("  {callbacks} callbacks ({callbacks_reached} reached somebody), {escalations} escalations")
STATES = Message(
    "{agents_seen} people were signed in for {hours} hours; shrinkage {shrinkage} = (pause + training + meeting) / "
    "signed in, without those who did not sign in; occupancy {occupancy} = handling / (handling + available)"
)

NO_CUSTOMER = Message("{queue}: no contact tells its customer, so it is unknown who came again")
FEW_CUSTOMERS = Message("{queue}: {share} of the contacts tell their customer; who came again is counted among these")
NO_WAIT = Message("{queue}: no answered contact tells its wait, so service level and mean wait are unknown")
FEW_WAITS = Message("{queue}: {share} of the answered contacts tell their wait; the others count as answered too late")
NO_SHORT = Message("{queue}: no abandoned contact tells its wait, so it is unknown how many hung up at once")
NO_HANDLE = Message(
    "{queue}: no answered contact tells its whole handle time (after-call work included), so it is unknown"
)
FEW_HANDLES = Message("{queue}: handle time rests on {share} of the answered contacts")
NO_PHONED = Message(
    "{queue}: no customer is known to have written and phoned, so it is unknown whether answers were phoned about"
)
BY_TOTALS = Message(
    "{queue}: {count} of {offered} contacts are known by totals alone; service level, repeats and whatever else totals "
    "do not tell rest on the others"
)
ALL_BY_TOTALS = Message(
    "{queue}: its contacts are known by totals alone; service level, repeats and whatever else totals do not tell are "
    "unknown"
)
FEW = Message("{queue}: {offered} contacts are few; another such time may tell something else")
NO_STATES = Message("no source tells what people were doing, so shrinkage is unknown")
NOBODY_AVAILABLE = Message("no source tells when people were available, so shrinkage and occupancy are unknown")
UNKNOWN_QUEUE = Message("{count} contacts of {queue}, a queue that desk.toml does not have, are in no figure")
UNKNOWN = Message("unknown")
"""Templates; a row of figures stands in their places."""

_SHARES = ("answer_rate", "abandonment", "service_level", "shrinkage", "occupancy")
_CONTACTS = {*COUNTS, "count"} - {"agents_seen"}


def figure_sentences(measures: LogMeasures, *, titles: Mapping[str, str]) -> list[Message]:
    """Each queue over all the days, and what people were doing.

    Parameters
    ----------
    titles
        Name -> what the reader calls the queue.
    """
    told = []
    for row in _queue_rows(measures, titles):
        told += [_said(template, row) for template in _templates(row)]
    told += _after_replies(measures.after_replies)
    for row in _rows(measures.states_over_all):
        told.append(_said(STATES, row | {"hours": round(row["signed_in_s"] / 3600)}))
    return told


def _after_replies(calls: CallsAfterReplies) -> list[Message]:
    if not calls.followed or calls.median_days is None:
        return []
    values = {
        "a_week": f"{calls.followed / calls.weeks:,.1f}",
        "share": f"{calls.share:.1%}",
        "days": PHONED_WITHIN_DAYS,
        "median": f"{calls.median_days:.1f}",
    }
    return [Message(CALLS_AFTER_REPLIES.template, values)]


def _templates(row: dict[str, Any]) -> Iterator[Message]:
    """Which sentences a queue has something to say in; what is unknown altogether is a remark."""
    live = row["channel"] in LIVE_CHANNELS
    yield LIVE if live else WRITTEN
    if row["service_level"] is not None or row["asa_seconds"] is not None:
        yield SERVICE_LEVEL
    if row["handle_seconds"] is not None or row["talk_seconds"] is not None:
        yield HANDLE_TIME if live else WRITTEN_HANDLE_TIME
    if live and row["repeats"] is not None:
        yield REPEATS
    if row["phoned_watched"]:
        yield PHONED
    if (row["callbacks"] or 0) + (row["escalations"] or 0):
        yield BESIDE


def basis_remarks(measures: LogMeasures, *, titles: Mapping[str, str]) -> list[Message]:
    """What the figures do not rest on: what is not told, or only of some contacts."""
    told = [_said(template, row) for queue in _queue_rows(measures, titles) for template, row in _thin(queue)]
    if not len(measures.states_over_all):
        told.append(NO_STATES)
    elif measures.states_over_all["shrinkage"].isna().all():
        told.append(NOBODY_AVAILABLE)
    unknown = measures.unknown_queues.items()
    return told + [_said(UNKNOWN_QUEUE, {"queue": queue, "count": count}) for queue, count in unknown]


def _thin(row: dict[str, Any]) -> Iterator[tuple[Message, dict[str, Any]]]:
    """Of one queue over all the days."""
    by_totals, offered = row["offered_by_totals"] or 0, row["offered"] or 0
    if 0 < offered < FEW_CONTACTS:
        yield FEW, row
    if by_totals:
        yield BY_TOTALS if by_totals < offered else ALL_BY_TOTALS, row | {"count": by_totals}
    if row["channel"] not in LIVE_CHANNELS:
        if row["answered"] and row["phoned_watched"] is None:
            yield NO_PHONED, row
    elif by_totals < offered:
        yield from _of_share(row, "key_share", (NO_CUSTOMER, FEW_CUSTOMERS))
        yield from _of_share(row, "wait_share", (NO_WAIT, FEW_WAITS))
        if row["short_abandoned"] is None:
            yield NO_SHORT, row
    yield from _of_share(row, "handle_share", (NO_HANDLE, FEW_HANDLES))


def _of_share(
    row: dict[str, Any], column: str, templates: tuple[Message, Message]
) -> Iterator[tuple[Message, dict[str, Any]]]:
    share, (nothing, some) = row[column], templates
    if share is not None and share < THIN_SHARE:
        yield (some if share else nothing), row | {"share": f"{share:.1%}"}


def _queue_rows(measures: LogMeasures, titles: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Each queue over all the days, by what the reader calls it."""
    for row in _rows(measures.over_all):
        yield row | {"queue": titles.get(row["queue"], row["queue"])}


def _rows(figures: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows with None for what is unknown."""
    for row in figures.astype(object).to_dict("records"):
        yield {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}


def _said(template: Message, row: dict[str, Any]) -> Message:
    constant = {"minutes": REPEAT_WITHIN_SECONDS // 60, "days": PHONED_WITHIN_DAYS}
    return Message(template.template, {name: _shown(name, value) for name, value in (row | constant).items()})


def _shown(name: str, value: Any) -> str | Message:
    if value is None:
        return UNKNOWN
    if name in _SHARES:
        return f"{value:.1%}"
    if name.endswith("_seconds"):
        return Message.of("{seconds} s", seconds=f"{value:,.0f}")
    if name in _CONTACTS:
        return Message.of("{contacts}", contacts=f"{value:,.0f}")
    return value if isinstance(value, str) else f"{value:,.0f}"
