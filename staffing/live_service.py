"""What so many people achieve in each interval of a queue where customers wait, over all that the day may bring.

The engine `erlang_a` splits intervals into parts of ten minutes or so, lets the load of each follow what came before
(`offered_load`), and weighs what Erlang A says over the likely numbers of contacts (`likely_contacts`), each as often
as its contacts meet it. `erlang_c` takes each interval by itself, evenly busy, as forecast, and nobody hangs up.
"""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from forecasting.forecast import Forecast
from staffing.chat_slots import ChatSlots
from staffing.erlang_a import abandonment, average_speed_of_answer, service_level_and_abandonment
from staffing.likely_contacts import LikelyContacts
from staffing.offered_load import HandleTimes, modified_offered_load

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

PART_MINUTES = 10.0

LONGEST_STAY_SECONDS = 48 * 3600.0
"""Where nobody is taken to hang up, `erlang_a` lets a queue end some day, which no steady state knows of."""

_LONG_TAIL_BITES, _LONG_TAIL_BITES_ENDLESS = 1 / 3, 2 / 3
"""Where the variation is above 1, and customers hang up, or do not."""


@dataclass(frozen=True)
class Asked:
    """What the people of a queue are asked: whose waits count, and how long customers stay.

    Parameters
    ----------
    threshold_seconds
        Wait that is still kept, at least 0.
    patience_seconds
        Mean patience, above 0; infinite where nobody is taken to hang up.
    short_abandon_seconds
        Who hangs up within so many seconds does not count in the service level, at least 0.
    slots
        How many contacts a person serves at once (chat).
    """

    threshold_seconds: float
    patience_seconds: float = float(np.inf)
    short_abandon_seconds: float = 0.0
    slots: ChatSlots = field(default_factory=ChatSlots)

    @property
    def hang_up(self) -> bool:
        """Whether some customers do not wait for ever."""
        return not np.isinf(self.patience_seconds)


@dataclass(frozen=True)
class Kept:
    """What people achieve on days of each kind, from the quietest to the busiest, shape (rows, days).

    Shares of contacts: answered within the threshold, and hung up.
    """

    level: Floats
    gone: Floats


@dataclass(frozen=True)
class LiveService:
    """The contacts of each open interval, and what people make of them.

    Parameters
    ----------
    likely
        Contacts on days of each kind, shape (n, days).
    load
        Erlangs of slots that people meet in each part of an interval, at least 0, shape (n, days, parts).
    part_share
        Share of an interval's contacts that come in each part, at least 0, shape (n, parts), 1 in all.
    handle
        Handle times with all slots busy, of n intervals.
    asked
        Threshold, patience and slots.
    open_hours
        How long each interval is open, above 0, shape (n,).
    stay_seconds
        Mean of how long customers stay in the queue if nobody answers, above 0; infinite where for ever.
    closes
        Whether the lines close at the end of each interval, shape (n,).
    """

    likely: LikelyContacts
    load: Floats
    part_share: Floats
    handle: HandleTimes
    asked: Asked
    open_hours: Floats
    stay_seconds: float
    closes: NDArray[np.bool_]

    @classmethod
    def alone(cls, contacts: Floats, forecast: Forecast, asked: Asked) -> Self:
        """Each interval by itself, with exactly these contacts, shape (n,), evenly spread."""
        likely = LikelyContacts.certain(contacts)
        handle = HandleTimes(forecast.handle_seconds * asked.slots.stretch, 1.0)
        load = likely.mean / (forecast.open_minutes * 60) * handle.mean_seconds
        whole = np.ones((len(contacts), 1))
        hours = forecast.open_minutes / 60
        return cls(likely, load[:, None, None], whole, handle, asked, hours, asked.patience_seconds, _closes(forecast))

    @classmethod
    def of(cls, forecast: Forecast, asked: Asked) -> Self:
        """Over the forecast's doubt, with what was begun before; open intervals alone."""
        likely = LikelyContacts.of(forecast)
        handle = HandleTimes(forecast.handle_seconds * asked.slots.stretch, forecast.handle_variation)
        parts = max(round(forecast.interval_minutes / PART_MINUTES), 1)
        share = _shares_of_parts(forecast, likely.mean, parts)
        seconds = forecast.open_minutes * 60 / parts
        starts = forecast.starts.as_unit("us").asi8 / 1e6
        begins = starts[:, None] + seconds[:, None] * np.arange(parts)
        carried = modified_offered_load(
            begins.ravel(),
            np.repeat(seconds, parts),
            arrival_rate=(likely.mean[:, None] * share / seconds[:, None]).ravel(),
            handle=HandleTimes(np.repeat(handle.mean_seconds, parts), handle.variation),
            goes_on=bool(len(starts)) and forecast.starts[0] == forecast.issued_at,
        ).reshape(len(starts), parts)
        busier = _with_longer_contacts(
            likely.contacts / np.maximum(likely.mean, 1e-300)[:, None], doubt=forecast.handle_doubt
        )
        stay = min(asked.patience_seconds, LONGEST_STAY_SECONDS)
        hours = forecast.open_minutes / 60
        return cls(
            likely, busier[:, :, None] * carried[:, None, :], share, handle, asked, hours, stay, _closes(forecast)
        )

    @property
    def contacts(self) -> Floats:
        """Expected contacts, shape (n,)."""
        return self.likely.mean

    @property
    def mean_load(self) -> Floats:
        """Erlangs of slots that the interval's own contacts bring, shape (n,)."""
        return self.contacts / (self.open_hours * 3600) * self.handle.mean_seconds

    def kept(self, agents: Integers, *, rows: NDArray[np.int64] | slice = slice(None)) -> Kept:
        """What so many agents achieve in some intervals, shape (rows,)."""
        level, gone = service_level_and_abandonment(
            *self._queue(agents, rows),
            self.asked.threshold_seconds,
            patience_seconds=self.stay_seconds,
            short_abandon_seconds=self.asked.short_abandon_seconds,
        )
        return Kept(self._over_parts(level, rows), self._over_parts(gone if self.asked.hang_up else 0 * gone, rows))

    def mean_over_days(self, values: Floats, *, rows: NDArray[np.int64] | slice = slice(None)) -> Floats:
        """Of values by kind of day, shape (rows, days), each as often as its contacts meet it, shape (rows,).

        A wait without end on days that bring nobody is nobody's.
        """
        contacts = self.likely.contacts[rows]
        total = contacts.sum(axis=1)
        weight = np.where(total[:, None] > 0, contacts, 1.0)
        met = np.multiply(values, weight, out=np.zeros_like(weight), where=weight > 0)
        return np.asarray(met.sum(axis=1) / weight.sum(axis=1))

    def average_speed_of_answer(self, agents: Integers, *, rows: NDArray[np.int64] | slice = slice(None)) -> Floats:
        """Mean wait of those who are answered, seconds, shape (rows,); infinite where work outgrows people for good."""
        queue, patience = self._queue(agents, rows), self.stay_seconds
        wait = average_speed_of_answer(*queue, patience_seconds=patience)
        answered = 1 - abandonment(*queue, patience_seconds=patience)
        with np.errstate(invalid="ignore"):  # infinite for nobody: without people
            waited = np.where(answered > 0, wait * answered, np.where(np.isinf(wait), np.inf, 0.0))
        taken = np.maximum(self._over_parts(answered, rows), 1e-300)
        return self.mean_over_days(self._over_parts(waited, rows) / taken, rows=rows)

    def occupancy(self, agents: Integers, *, rows: NDArray[np.int64] | slice = slice(None)) -> Floats:
        """Expected share of the agents' time spent handling, shape (rows,); 1 without agents, 0 without contacts."""
        queue, patience = self._queue(agents, rows), self.stay_seconds
        stays = 1 - abandonment(*queue, patience_seconds=patience)
        servers = np.maximum(self.asked.slots.servers(agents), 1e-300)[:, None, None]
        busy = np.minimum(self.load[rows] * stays / servers, 1.0)
        return np.where(self.contacts[rows] > 0, np.where(agents > 0, busy.mean(axis=(1, 2)), 1.0), 0.0)

    @property
    def after_closing_hours(self) -> Floats:
        """Hours of handling still in hand at the end of each interval after which none follows, shape (n,), else 0.

        Who handles a contact at closing finishes it: what is in hand then lasts (1 + variation^2) / 2 mean handle
        times, the mean rest of a time met at random.
        """
        rest = self.handle.mean_seconds * (1 + self.handle.variation**2) / 2
        return np.where(self.closes, self.load[:, :, -1].mean(axis=1) * rest / 3600, 0.0)

    def _queue(self, agents: Integers, rows: NDArray[np.int64] | slice) -> tuple[Floats, Floats, Floats]:
        """Servers, contacts a second and handle seconds of every part of every kind of day."""
        servers = self.asked.slots.servers(agents)[:, None, None]
        pace = paced_by_variation(
            self.handle.mean_seconds[rows], variation=self.handle.variation, hang_up=self.asked.hang_up
        )[:, None, None]
        return servers, self.load[rows] / pace, pace

    def _over_parts(self, values: Floats, rows: NDArray[np.int64] | slice) -> Floats:
        return np.asarray((values * self.part_share[rows][:, None, :]).sum(axis=2))


def paced_by_variation(handle_seconds: Floats, *, variation: float, hang_up: bool) -> Floats:
    """Mean of the exponential handle times under which a queue drains as it does under these, shape as given.

    Kimura's scale for waits, (1 + variation^2) / 2 (Approximations for multi-server queues, Queueing Systems 17,
    1994), is met below a variation of 1. Above it long handle times outlast the queue and bite less: with simulated
    log-normal handle times of variation 1.5, loads of 5 to 80 erlang, a third of its logarithm where customers hang
    up and two thirds where they do not came nearest.
    """
    scale = (1 + variation**2) / 2
    if scale > 1:
        scale **= _LONG_TAIL_BITES if hang_up else _LONG_TAIL_BITES_ENDLESS
    return handle_seconds * scale


def _with_longer_contacts(busier: Floats, *, doubt: float) -> Floats:
    """Load beside its mean on days of each kind, (n, days), where contacts too may last longer or shorter.

    Both doubts together, their logarithms squared and added, are spread over the same kinds of day.
    """
    if doubt == 0:
        return busier
    logarithm = np.log(np.maximum(busier, 1e-9))
    spread = logarithm.std(axis=1, keepdims=True)
    days = busier.shape[1]
    alone = ndtri((np.arange(days) + 0.5) / days)
    alone = alone / alone.std() if days > 1 else np.zeros(1)
    wider = np.sqrt(1 + (doubt / np.maximum(spread, 1e-9)) ** 2)
    both = np.where(spread > doubt / 10, logarithm * wider, np.sqrt(spread**2 + doubt**2) * alone)
    return np.asarray(np.exp(both) * (busier.mean(axis=1) / np.exp(both).mean(axis=1))[:, None])


def _shares_of_parts(forecast: Forecast, contacts: Floats, parts: int) -> Floats:
    """How an interval's contacts spread over its parts: as steep as its neighbours lie apart, shape (n, parts)."""
    rate = contacts / forecast.open_minutes
    follows = ~_closes(forecast)[:-1]
    rise = np.where(follows, np.diff(rate), 0.0)
    before, after = np.concatenate([[0.0], rise]), np.concatenate([rise, [0.0]])
    both = np.concatenate([[0.0], follows]) + np.concatenate([follows, [0.0]])
    slope = (before + after) / np.maximum(both, 1)
    relative = np.divide(slope, rate, out=np.zeros(len(rate)), where=rate > 0)
    place = (np.arange(parts) + 0.5) / parts - 0.5
    return np.asarray((1 + np.clip(relative, -1.5, 1.5)[:, None] * place) / parts)


def _closes(forecast: Forecast) -> NDArray[np.bool_]:
    apart = np.diff(forecast.starts.as_unit("us").asi8 / 60e6)
    return np.append(apart > forecast.open_minutes[:-1] + 1e-6, True)[: len(forecast)]
