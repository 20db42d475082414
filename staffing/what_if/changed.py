"""A forecast, and the people there, as changes make them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.errors import TsunagariError
from data.message import Message
from data.remark import Remark
from forecasting.forecast import Forecast
from forecasting.handle_distribution import HandleDistribution
from staffing.clock_presence import share_present
from staffing.what_if.changes import PART_WORDS, Change, HandleTimeChange, Part, PeopleChange, VolumeChange
from staffing.wording import JAPANESE

Floats = NDArray[np.float64]

_LEAST_SECONDS = 1.0
"""No contact is handled in less, whatever falls away."""

PartShares = Mapping[str, Floats]
"""By part, its share of the handle time by weekday and hour, 0 to 1, shape (7, 24)."""


def part_shares(lengths: Mapping[str, HandleDistribution | None]) -> PartShares:
    """What share of a queue's handle time each part is; parts of which the log tells too little are left out.

    Parameters
    ----------
    lengths
        By part, the whole (`handle`) among them; None where the log tells too little.
    """
    whole = lengths["handle"]
    if whole is None:
        return {}
    return {
        part: np.minimum(own.mean() / whole.mean(), 1.0)
        for part, own in lengths.items()
        if own is not None and part != "handle"
    }


def changed_contacts(forecast: Forecast, changes: Sequence[Change], *, calendar: Calendar | None = None) -> Forecast:
    """The forecast with its changes of volume: mean, doubt and sample paths are scaled alike.

    An interval in which a change holds for a part of the time is scaled by that part.
    """
    factor = np.ones(len(forecast))
    for change in changes:
        if isinstance(change, VolumeChange):
            held = _held(forecast, change.on, span=(change.first_minute, change.last_minute), calendar=calendar)
            factor *= 1 + held * (change.factor - 1)
    return times_contacts(forecast, factor)


def times_contacts(forecast: Forecast, factor: Floats) -> Forecast:
    """The forecast with its contacts times factors, at least 0, shape (n,): mean, doubt and sample paths alike."""
    if np.all(factor == 1):
        return forecast
    root = np.sqrt(factor)
    return replace(forecast, root_mean=forecast.root_mean * root, root_spread=forecast.root_spread * root)


def changed_handle_time(
    forecast: Forecast, changes: Sequence[Change], *, shares: PartShares
) -> tuple[Forecast, tuple[Remark, ...]]:
    """The forecast with its changes of handle time, and where a part could not fall as far as was asked.

    Parameters
    ----------
    shares
        Of the forecast's queue; parts that are not in it cannot change.

    Raises
    ------
    TsunagariError
        If the log tells nothing of a part that shall change, or nothing would remain of the handle time.
    """
    weekday, hour = forecast.starts.day_of_week, forecast.starts.hour
    handle = forecast.handle_seconds.copy()
    lengths = {part: handle * share[weekday, hour] for part, share in shares.items()}
    remarks = []
    for change in changes:
        if not isinstance(change, HandleTimeChange):
            continue
        if change.part != "handle" and change.part not in lengths:
            raise unknown_part(forecast.queue, change.part)
        part = handle if change.part == "handle" else lengths[change.part]
        wanted = part * (change.factor - 1) + change.seconds
        added = np.maximum(wanted, -part) * _held(forecast, change.on)
        if change.part == "handle" and np.any(handle + added < _LEAST_SECONDS):
            raise _nothing_left(forecast, change)
        if np.any(wanted < -part):
            remarks.append(_clipped(forecast, change, part=part, added=added))
        handle = np.maximum(handle + added, _LEAST_SECONDS)
        if change.part != "handle":
            lengths[change.part] = part + added
    changed = not np.array_equal(handle, forecast.handle_seconds)
    return (replace(forecast, handle_seconds=handle) if changed else forecast), tuple(remarks)


def changed_people(
    people: Floats, forecast: Forecast, changes: Sequence[Change], *, calendar: Calendar | None
) -> tuple[Floats, tuple[Remark, ...]]:
    """People there with those who come and go, and a remark where fewer are there than shall go.

    Parameters
    ----------
    people
        Counted by proficiency, shape (n,).
    """
    after = people.copy()
    for change in changes:
        if isinstance(change, PeopleChange):
            span = (change.first_minute, change.last_minute)
            after += change.count * change.proficiency * _held(forecast, change.on, span=span, calendar=calendar)
    if not np.any(after < 0):
        return after, ()
    place = int(np.argmin(after))
    told = Message.of(
        "{queue}: more people are taken away than are there, most of all at {at:%Y-%m-%d %H:%M}, where {people:.1f} "
        "are; nobody is reckoned with in such intervals",
        queue=forecast.queue,
        at=forecast.starts[place],
        people=people[place],
    )
    return np.maximum(after, 0.0), (_remark(told),)


def _held(
    forecast: Forecast, on: date | None, *, span: tuple[int, int] = (0, 1440), calendar: Calendar | None = None
) -> Floats:
    """Share of each interval's open time in which a change holds, 0 to 1, shape (n,)."""
    present = share_present(forecast, worked=span, calendar=calendar) if span != (0, 1440) else np.ones(len(forecast))
    return present if on is None else present * np.asarray(forecast.dates == pd.Timestamp(on))


def unknown_part(queue: str, part: Part) -> TsunagariError:
    """The refusal of a change of a part of which the queue's log tells nothing."""
    return TsunagariError(
        "queue {queue}: its log does not tell how long {part} takes; change its whole handle time instead "
        "(--handle-seconds, --handle-factor)",
        queue=queue,
        part=PART_WORDS[part],
    )


def _nothing_left(forecast: Forecast, change: HandleTimeChange) -> TsunagariError:
    return TsunagariError(
        "queue {queue}: contacts take {seconds:.0f} s on average, {least:.0f} s at the quickest hour; they cannot take "
        "{less:g} s less. Write fewer seconds, or a factor",
        queue=forecast.queue,
        seconds=_mean(forecast, forecast.handle_seconds),
        least=forecast.handle_seconds.min(),
        less=-change.seconds,
    )


def _clipped(forecast: Forecast, change: HandleTimeChange, *, part: Floats, added: Floats) -> Remark:
    told = Message.of(
        "{queue}: {part} takes {seconds:.0f} s on average and cannot get shorter than 0; where it takes less than "
        "{asked:g} s all of it falls away, {saved:.0f} s on average",
        queue=forecast.queue,
        part=PART_WORDS[change.part],
        seconds=_mean(forecast, part),
        asked=-change.seconds,
        saved=-_mean(forecast, added),
    )
    return _remark(told)


def _mean(forecast: Forecast, values: Floats) -> float:
    """Over the contacts that are expected."""
    return float(np.average(values, weights=np.maximum(forecast.mean, 1e-12)))


def _remark(told: Message) -> Remark:
    return Remark(ja=told.said(JAPANESE), en=str(told))
