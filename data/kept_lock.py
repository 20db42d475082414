"""Assignments that a lead has locked: kept with what was planned then, until somebody takes the lock off."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd
from sqlalchemy import Date, DateTime, Engine, Integer, String, Text, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.errors import TsunagariError
from data.records_base import AuditRow, RecordsBase
from data.table_files import csv_text

COLUMNS = ("number", "person", "date", "shift", "start", "end", "author", "made_at", "removed_at", "removed_by")
"""Of `lock_rows`."""


class _LockRow(RecordsBase):
    __tablename__ = "assignment_lock"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str] = mapped_column(String(100))
    person: Mapped[str] = mapped_column(String(200))
    day: Mapped[date] = mapped_column(Date)
    activities_csv: Mapped[str] = mapped_column(Text)
    removed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    removed_by: Mapped[str] = mapped_column(String(100), default="")


@dataclass(frozen=True)
class KeptLock:
    """One person's day that stays as it is.

    Parameters
    ----------
    number
        Its number in the records.
    person, day
        Whose, and the local day on which the shift starts.
    author
        Who locked it; empty: not told.
    made_at
        When, UTC.
    activities
        Everything the person does that day, with the columns of the `plan` verb, times as ISO text with offset.
    removed_at, removed_by
        When the lock was taken off, UTC, and by whom; None while it stands.
    """

    number: int
    person: str
    day: date
    author: str
    made_at: pd.Timestamp
    activities: pd.DataFrame
    removed_at: pd.Timestamp | None = None
    removed_by: str = ""

    @property
    def stands(self) -> bool:
        """Whether it has not been taken off."""
        return self.removed_at is None

    def stood_at(self, at: pd.Timestamp) -> bool:
        """Whether it had been made by a zone-aware moment, and was not yet taken off."""
        return self.made_at <= at and (self.removed_at is None or at < self.removed_at)


def keep_lock(
    engine: Engine, *, person: str, day: date, activities: pd.DataFrame, author: str, now: datetime
) -> KeptLock:
    """Keep a lock with an audit row, both or none.

    Raises
    ------
    TsunagariError
        If the person's day is locked already.
    """
    with Session(engine) as session, session.begin():
        standing = (_LockRow.person == person) & (_LockRow.day == day) & _LockRow.removed_at.is_(None)
        there = session.scalars(select(_LockRow).where(standing)).first()
        if there is not None:
            raise TsunagariError(
                "{person} is locked on {day} already, by lock {number}; take that off first (`tsunagari lock --remove "
                "{number}`)",
                person=person,
                day=day,
                number=there.id,
            )
        row = _LockRow(
            made_at=now.astimezone(UTC), author=author, person=person, day=day, activities_csv=csv_text(activities),
            removed_by="",
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add(AuditRow(at=now.astimezone(UTC), author=author, what=f"lock {row.id} made"))
        return _kept(row)


def remove_lock(engine: Engine, number: int, *, now: datetime, author: str) -> KeptLock:
    """Take a lock off; it stays in the records with when that was, and by whom where that is told.

    Raises
    ------
    TsunagariError
        If there is no such lock, or it was taken off before.
    """
    at = now.astimezone(UTC)
    standing = (_LockRow.id == number) & _LockRow.removed_at.is_(None)
    with Session(engine) as session, session.begin():
        changed = session.connection().execute(
            update(_LockRow).where(standing).values(removed_at=at, removed_by=author)
        )  # fmt: skip
        row = session.get(_LockRow, number)
        if row is None:
            raise TsunagariError("there is no lock {number}; see `tsunagari lock --list`", number=number)
        if not changed.rowcount:
            raise TsunagariError(
                "lock {number} was taken off already, at {at:%Y-%m-%d %H:%M} UTC; nothing is left to do",
                number=number,
                at=_kept(row).removed_at,
            )
        session.add(AuditRow(at=at, author=author, what=f"lock {number} removed"))
        return _kept(row)


def all_locks(engine: Engine) -> list[KeptLock]:
    """Every lock that was ever made, those taken off too, in the order in which they were made."""
    with Session(engine) as session:
        return [_kept(row) for row in session.scalars(select(_LockRow).order_by(_LockRow.id))]


def lock_rows(locks: Sequence[KeptLock]) -> pd.DataFrame:
    """A row a lock with `COLUMNS`; a day off has no shift, times as ISO text."""
    rows = []
    for lock in locks:
        shift = next((name for name in lock.activities["shift"] if name), "")
        start, end = (str(lock.activities[column].iloc[k]) for column, k in (("start", 0), ("end", -1)))
        removed = "" if lock.removed_at is None else lock.removed_at.isoformat()
        rows.append((lock.number, lock.person, lock.day.isoformat(), shift, start, end, lock.author,
                     lock.made_at.isoformat(), removed, lock.removed_by))  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _kept(row: _LockRow) -> KeptLock:
    text = {"person": str, "shift": str, "queue": str}
    return KeptLock(
        number=row.id,
        person=row.person,
        day=row.day,
        author=row.author,
        made_at=_instant(row.made_at),
        activities=pd.read_csv(io.StringIO(row.activities_csv), dtype=text, keep_default_na=False),
        removed_at=None if row.removed_at is None else _instant(row.removed_at),
        removed_by=row.removed_by,
    )


def _instant(at: datetime) -> pd.Timestamp:
    """In UTC; SQLite gives back what was written without its offset."""
    return pd.Timestamp(at.replace(tzinfo=UTC) if at.tzinfo is None else at).tz_convert("UTC")
