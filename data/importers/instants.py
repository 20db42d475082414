"""Reads instants and durations out of text columns."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Flags = NDArray[np.bool_]

FIRST_MOMENT, LAST_MOMENT = pd.Timestamp("1970-01-01", tz="UTC"), pd.Timestamp("2100-01-01", tz="UTC")
"""No contact is believed outside these years; systems write 0001 or 9999 where they mean nothing."""

TOO_LATE = "it came more than a year after today"
"""Why a row is refused that would stretch the log over years which nobody has seen yet."""

_OFFSET = r"(?:[Zz]|[+-]\d\d:?\d\d)$"
_SIGN_BEHIND_CLOCK = r"[Tt ][^+-]*[+-]"
"""Where no offset follows it, pandas may still take what follows for one."""


@dataclass(frozen=True)
class Instants:
    """One column's moments.

    Parameters
    ----------
    at
        UTC, NaT where nothing was written or nothing could be read, shape (n,).
    unreadable
        Something was written that is no time, or none that can be believed, shape (n,).
    ambiguous
        The wall clock showed this time twice, and the first is taken, shape (n,).
    nonexistent
        The wall clock never showed this time, and the moment after the jump is taken, shape (n,).
    told_zone
        The text itself told the offset, shape (n,).
    """

    at: "pd.Series[pd.Timestamp]"
    unreadable: Flags
    ambiguous: Flags
    nonexistent: Flags
    told_zone: Flags

    @property
    def filled(self) -> Flags:
        """Where there is a moment, shape (n,)."""
        return self.at.notna().to_numpy()

    def where(self, kept: Flags, other: "Instants") -> "Instants":
        """These where `kept`, shape (n,), else the others."""
        return Instants(
            at=self.at.where(kept, other.at),
            unreadable=np.where(kept, self.unreadable, other.unreadable),
            ambiguous=np.where(kept, self.ambiguous, other.ambiguous),
            nonexistent=np.where(kept, self.nonexistent, other.nonexistent),
            told_zone=np.where(kept, self.told_zone, other.told_zone),
        )

    def at_moments(self, at: "pd.Series[pd.Timestamp]") -> "Instants":
        """Other moments of the same standing: as sure, as doubtful."""
        return Instants(at, self.unreadable, self.ambiguous, self.nonexistent, self.told_zone)

    def seconds_since(self, earlier: "Instants") -> "pd.Series[float]":
        """Seconds from the earlier instants to these; missing where a clock change leaves it open, shape (n,)."""
        seconds = (self.at - earlier.at).dt.total_seconds()
        open_question = (self.ambiguous != earlier.ambiguous) | self.nonexistent | earlier.nonexistent
        return seconds.mask(open_question) if open_question.any() else seconds


def latest_believed() -> pd.Timestamp:
    """A year from now: a clock may be wrong by days, but what came later than that came at another time.

    Of a day there is one, so that the query which holds it is understood once for all of the day's files.
    """
    return pd.Timestamp.now(tz="UTC").ceil("D") + pd.Timedelta(days=366)


def no_instants(count: int) -> Instants:
    """A column in which nothing is written, shape (`count`,)."""
    never = np.zeros(count, dtype=np.bool_)
    return Instants(pd.Series(pd.DatetimeIndex(np.full(count, "NaT", "M8[us]"), tz="UTC")), *([never] * 4))


def first_filled(columns: list[Instants], count: int) -> tuple[Instants, Flags]:
    """For each row the first of several columns that holds a moment; and where it was not the first of them."""
    if not columns:
        return no_instants(count), np.zeros(count, dtype=np.bool_)
    chosen = columns[0]
    for column in columns[1:]:
        chosen = chosen.where(chosen.filled, column)
    return chosen, chosen.filled & ~columns[0].filled


def read_instants(text: "pd.Series[str]", *, time_format: str, zone: ZoneInfo) -> Instants:
    """Instants of a text column.

    Parameters
    ----------
    text
        Missing where nothing was written, shape (n,).
    time_format
        strptime form; empty: ISO 8601, each row with or without offset.
    zone
        Of rows without an offset.
    """
    form = time_format or "ISO8601"
    if "%z" in form:
        aware = pd.to_datetime(text, format=form, errors="coerce", utc=True)
        return _instants(text, aware=aware, naive=None, zone=zone)
    try:
        naive = pd.to_datetime(text, format=form, errors="coerce")
    except ValueError:  # some rows carry an offset, others do not
        naive = None
    if naive is not None and naive.dt.tz is None:
        return _instants(text, aware=None, naive=naive, zone=zone)
    offset = text.str.contains(_OFFSET, regex=True, na=False).to_numpy(np.bool_)
    aware = pd.to_datetime(text.where(offset), format=form, errors="coerce", utc=True)
    odd = text.str.contains(_SIGN_BEHIND_CLOCK, regex=True, na=False).to_numpy(np.bool_)
    naive = pd.to_datetime(text.mask(offset | odd), format=form, errors="coerce")
    return _instants(text, aware=aware, naive=naive, zone=zone)


def _instants(
    text: "pd.Series[str]",
    *,
    aware: "pd.Series[pd.Timestamp] | None",
    naive: "pd.Series[pd.Timestamp] | None",
    zone: ZoneInfo,
) -> Instants:
    at = no_instants(len(text)).at.set_axis(text.index)
    ambiguous = nonexistent = told_zone = np.zeros(len(text), dtype=np.bool_)
    if naive is not None:
        at, ambiguous, nonexistent = _local_to_utc(naive, zone)
    if aware is not None:
        told_zone = aware.notna().to_numpy()
        at = at.where(~told_zone, aware.dt.as_unit("us"))
    at = at.where((at >= FIRST_MOMENT) & (at < LAST_MOMENT))
    unreadable = (text.notna() & at.isna()).to_numpy(np.bool_)
    return Instants(at, unreadable, ambiguous, nonexistent, told_zone)


def _local_to_utc(naive: "pd.Series[pd.Timestamp]", zone: ZoneInfo) -> tuple["pd.Series[pd.Timestamp]", Flags, Flags]:
    """Moments of wall-clock times; which of these came twice; which never came."""
    naive = naive.astype("datetime64[us]")
    at = naive.dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT").dt.tz_convert("UTC")
    doubtful = (at.isna() & naive.notna()).to_numpy()
    if not doubtful.any():
        return at, doubtful, doubtful
    asked = naive[doubtful]
    first = np.ones(len(asked), dtype=np.bool_)
    twice = asked.dt.tz_localize(zone, ambiguous=first, nonexistent="NaT").notna().to_numpy()
    at[doubtful] = asked.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward").dt.tz_convert("UTC")
    ambiguous, nonexistent = doubtful.copy(), doubtful.copy()
    ambiguous[doubtful], nonexistent[doubtful] = twice, ~twice
    return at, ambiguous, nonexistent


def read_seconds(text: "pd.Series[str]") -> tuple["pd.Series[float]", Flags]:
    """Durations of a text column in seconds: `312`, `5:12` (minutes, seconds) or `0:05:12`; and which are unreadable.

    Parameters
    ----------
    text
        Missing where nothing was written, shape (n,).
    """
    seconds = pd.to_numeric(text, errors="coerce").astype(np.float64)
    rest = (seconds.isna() & text.notna()).to_numpy(np.bool_)
    if rest.any():
        parts = text[rest].str.extract(r"^\s*(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)\s*$").astype(np.float64)
        seconds[rest] = parts[0].fillna(0.0) * 3600 + parts[1] * 60 + parts[2]
    seconds = seconds.where(np.isfinite(seconds))
    return seconds, (seconds.isna() & text.notna()).to_numpy(np.bool_)
