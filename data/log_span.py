"""From when until when a desk's log tells of contacts."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.calendar import Calendar
from data.errors import NothingToDo
from data.warehouse import Warehouse

SILENT_DAYS = 366
"""So long a silence parts a few contacts from the log: an export's clock stood wrong when it wrote them."""

FEW_CONTACTS = 20
"""Fewer than this, alone in a year before and behind, are no log of their own."""


@dataclass(frozen=True)
class LogSpan:
    """First and last instant at which a contact entered any queue, in the desk's zone.

    Parameters
    ----------
    first_at, last_at
        Of the log without its strays.
    strays
        Contacts that a year of silence parts from the rest; they are set aside.
    stray_at
        When the last of these groups begins; None where there is none.
    """

    first_at: pd.Timestamp
    last_at: pd.Timestamp
    strays: int = 0
    stray_at: pd.Timestamp | None = None

    @property
    def first_day(self) -> date:
        """The local day of the first contact."""
        return self.first_at.date()

    @property
    def last_day(self) -> date:
        """The local day of the last contact."""
        return self.last_at.date()


def read_log_span(warehouse: Warehouse, calendar: Calendar) -> LogSpan:
    """The span of the desk's log.

    Raises
    ------
    NothingToDo
        If the log holds no contact that entered a queue.
    """
    return warehouse.remembered(("log span", calendar.settings.time_zone), lambda: _find_log_span(warehouse, calendar))


def _find_log_span(warehouse: Warehouse, calendar: Calendar) -> LogSpan:
    zone = calendar.settings.time_zone
    again = _days_again(warehouse)
    span = warehouse.query("log_span", zone=zone, silent_days=SILENT_DAYS, least_contacts=FEW_CONTACTS, **again)
    if span[["first_at", "last_at"]].isna().any(axis=None):
        raise NothingToDo("this desk's log is empty; bring contacts in with `tsunagari import FILE...` first")
    first_at, last_at = (pd.Timestamp(span[name].iloc[0]).tz_convert(calendar.zone) for name in ("first_at", "last_at"))
    strays, stray_at = int(span["strays"].iloc[0]), pd.Timestamp(span["stray_at"].iloc[0])
    return LogSpan(first_at, last_at, strays, stray_at.tz_convert(calendar.zone) if strays else None)


def keep_days(warehouse: Warehouse) -> None:
    """Count the contacts of the days anew of which a leg came or went."""
    warehouse.run("kept_days", **_days_again(warehouse))


def _days_again(warehouse: Warehouse) -> dict[str, pd.Timestamp | None]:
    """Find the days of which no count is kept, for SQL; and between which moments they lie, if there are any."""
    warehouse.run("log_days_again")
    found = warehouse.query("log_days_again_span").iloc[0]
    return {name: None if pd.isna(found[name]) else pd.Timestamp(found[name]) for name in ("again_from", "again_until")}
