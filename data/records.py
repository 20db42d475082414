"""What people decide: plans, overrides, an audit of who did what. SQLite beside the store by default, or PostgreSQL."""

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pandas as pd
from sqlalchemy import (
    Date,
    DateTime,
    Engine,
    Float,
    ForeignKey,
    Integer,
    String,
    Text,
    create_engine,
    event,
    select,
    update,
)  # fmt: skip
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from data.calendar import days_between
from data.desk import Desk
from data.errors import TsunagariError
from data.kept_lock import KeptLock, all_locks, keep_lock, remove_lock
from data.lock import hold_lock, make_writable_folder
from data.override import KeptOverride, Override
from data.records_base import AuditRow, RecordsBase
from data.remark import Remark
from data.table_files import csv_text

KEPT_IN_SIGHT = timedelta(weeks=8)
"""How much of earlier plans stands beside the newest one."""


class _PlanRow(RecordsBase):
    __tablename__ = "plan"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str] = mapped_column(String(100))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    activities_csv: Mapped[str] = mapped_column(Text)
    coverage_csv: Mapped[str] = mapped_column(Text)
    remarks: Mapped[list["_RemarkRow"]] = relationship(order_by="_RemarkRow.id", cascade="all, delete-orphan")


class _RemarkRow(RecordsBase):
    __tablename__ = "plan_remark"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    text: Mapped[str] = mapped_column(Text)
    translation: Mapped["_TranslationRow | None"] = relationship(cascade="all, delete-orphan", lazy="joined")


class _TranslationRow(RecordsBase):
    """The English of a remark; remarks of older plans stand in one language only and have none."""

    __tablename__ = "plan_remark_en"
    remark_id: Mapped[int] = mapped_column(ForeignKey("plan_remark.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class _OverrideRow(RecordsBase):
    __tablename__ = "forecast_override"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(Text)
    queue: Mapped[str] = mapped_column(String(100))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    first_minute: Mapped[int] = mapped_column(Integer)
    last_minute: Mapped[int] = mapped_column(Integer)
    factor: Mapped[float | None] = mapped_column(Float)
    contacts: Mapped[float | None] = mapped_column(Float)
    removed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    removed_by: Mapped[str] = mapped_column(String(100), default="")


@dataclass(frozen=True)
class StoredPlan:
    """A shift plan as it was saved: tables with the columns of the `plan` verb, times as ISO text with offset."""

    plan_id: int
    made_at: datetime
    author: str
    first_day: date
    last_day: date
    activities: pd.DataFrame
    coverage: pd.DataFrame
    remarks: tuple[Remark, ...]


class Records:
    """The transactional store of one desk."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    @contextmanager
    def open(cls, desk: Desk) -> Iterator["Records"]:
        """Open the desk's records: `.tsunagari/records.sqlite`, or the database that `TSUNAGARI_RECORDS` names.

        Raises
        ------
        TsunagariError
            If the database cannot be reached, or the desk's folder not be written.
        """
        make_writable_folder(desk.state_folder)
        url = os.environ.get("TSUNAGARI_RECORDS") or f"sqlite:///{desk.state_folder / 'records.sqlite'}"
        engine = create_engine(url)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _write_ahead)
        try:
            with hold_lock(desk.state_folder / "records.lock", wait_seconds=60, purpose="records"):
                # Two who open a new desk at once would both make the tables.
                RecordsBase.metadata.create_all(engine)
            yield cls(engine)
        except DatabaseError as error:
            raise TsunagariError(
                "the records ({address}) cannot be opened or read: {error}. Where the file is "
                "damaged, move it away: plans saved in it are lost, logs and forecasts are not.",
                address=engine.url.render_as_string(),
                error=error.orig,
            ) from None
        finally:
            engine.dispose()

    def save_plan(
        self,
        *,
        first_day: date,
        last_day: date,
        activities: pd.DataFrame,
        coverage: pd.DataFrame,
        remarks: Sequence[Remark],
        author: str,
    ) -> int:
        """Save a shift plan with its coverage and an audit row, all or nothing; gives its number."""
        now = datetime.now(UTC)
        with Session(self._engine) as session, session.begin():
            plan = _PlanRow(
                made_at=now,
                author=author,
                first_day=first_day,
                last_day=last_day,
                activities_csv=csv_text(activities),
                coverage_csv=csv_text(coverage),
                remarks=[_RemarkRow(text=one.ja, translation=_TranslationRow(text=one.en)) for one in remarks],
            )
            session.add(plan)
            session.add(AuditRow(at=now, author=author, what=f"plan {first_day} to {last_day} saved"))
            session.flush()
            return plan.id

    def newest_plan(self) -> StoredPlan | None:
        """The plan that stands: each day from the newest plan that holds it, or None where none was saved.

        It reaches from eight weeks before the plan saved last to the last day planned; remarks are the newest plan's.
        """
        with Session(self._engine) as session:
            newest = session.scalars(select(_PlanRow).order_by(_PlanRow.id.desc()).limit(1)).first()
            if newest is None:
                return None
            head = _stored(newest)
        parts = self.plans(head.first_day - KEPT_IN_SIGHT, date.max)
        return replace(
            head,
            first_day=min(max(part.first_day, head.first_day - KEPT_IN_SIGHT) for part in parts),
            last_day=max(part.last_day for part in parts),
            activities=pd.concat([part.activities for part in parts], ignore_index=True),
            coverage=pd.concat([part.coverage for part in parts], ignore_index=True),
        )

    def plans(self, first_day: date, last_day: date, *, kept_by: datetime | None = None) -> list[StoredPlan]:
        """The plans that hold days from `first_day` to `last_day` inclusive, oldest first; the newest of a day wins.

        Each keeps only the rows of those of these days that no newer plan holds; one without such days is left out.
        With `kept_by`, zone-aware, those count alone that had been kept by then.
        """
        touching = (_PlanRow.first_day <= last_day) & (_PlanRow.last_day >= first_day)
        taken: set[str] = set()
        found: list[StoredPlan] = []
        with Session(self._engine) as session:
            for row in session.scalars(select(_PlanRow).where(touching).order_by(_PlanRow.id.desc())):
                if kept_by is not None and _utc(row.made_at) > kept_by:
                    continue
                span = days_between(max(row.first_day, first_day), min(row.last_day, last_day))
                won = {day.isoformat() for day in span} - taken
                if won:
                    found.append(_with_days(_stored(row), won))
                taken |= won
        return found[::-1]

    def keep_override(self, told: Override, *, now: datetime) -> KeptOverride:
        """Keep an override with an audit row, both or none; gives it with its number.

        Parameters
        ----------
        now
            Zone-aware; the moment from which on it is known.
        """
        fields = {name: getattr(told, name) for name in _TOLD}
        with Session(self._engine) as session, session.begin():
            row = _OverrideRow(made_at=now.astimezone(UTC), removed_by="", **fields)
            session.add(row)
            session.flush()
            session.add(AuditRow(at=now.astimezone(UTC), author=told.author, what=f"override {row.id} made"))
            return _kept(row)

    def remove_override(self, number: int, *, now: datetime, author: str = "") -> KeptOverride:
        """Remove an override; it stays in the records with when that was, and by whom where that is told.

        Raises
        ------
        TsunagariError
            If there is no such override, or it was removed before.
        """
        at = now.astimezone(UTC)
        standing = (_OverrideRow.id == number) & _OverrideRow.removed_at.is_(None)
        # One statement: of two who remove it at once the second is told so.
        removing = update(_OverrideRow).where(standing).values(removed_at=at, removed_by=author)
        with Session(self._engine) as session, session.begin():
            changed = session.connection().execute(removing).rowcount
            row = session.get(_OverrideRow, number)
            if row is None:
                raise TsunagariError("there is no override {number}; see `tsunagari override --list`", number=number)
            if not changed:
                raise TsunagariError(
                    "override {number} was removed already, at {at:%Y-%m-%d %H:%M} UTC; nothing is left to do",
                    number=number,
                    at=_kept(row).removed_at,
                )
            session.add(AuditRow(at=at, author=author, what=f"override {number} removed"))
            return _kept(row)

    def overrides(self) -> list[KeptOverride]:
        """Every override that was ever made, removed ones too, in the order in which they were made."""
        with Session(self._engine) as session:
            return [_kept(row) for row in session.scalars(select(_OverrideRow).order_by(_OverrideRow.id))]

    def keep_lock(self, person: str, day: date, *, activities: pd.DataFrame, author: str, now: datetime) -> KeptLock:
        """Keep what a person does on a day as it is; of a day that is locked already it is refused."""
        return keep_lock(self._engine, person=person, day=day, activities=activities, author=author, now=now)

    def remove_lock(self, number: int, *, now: datetime, author: str = "") -> KeptLock:
        """Take a lock off; one that is none, or was taken off before, is refused."""
        return remove_lock(self._engine, number, now=now, author=author)

    def locks(self) -> list[KeptLock]:
        """Every lock that was ever made, those taken off too, in the order in which they were made."""
        return all_locks(self._engine)


_TOLD = tuple(Override.__dataclass_fields__)
"""Columns of an override's row that bear the names of what it says."""


def _kept(row: _OverrideRow) -> KeptOverride:
    told = Override(**{name: getattr(row, name) for name in _TOLD})
    removed_at = None if row.removed_at is None else _instant(row.removed_at)
    return KeptOverride(row.id, told, _instant(row.made_at), removed_at, row.removed_by)


def _instant(at: datetime) -> pd.Timestamp:
    """In UTC; SQLite gives back what was written without its offset."""
    return pd.Timestamp(at.replace(tzinfo=UTC) if at.tzinfo is None else at).tz_convert("UTC")


def _utc(at: datetime) -> datetime:
    """SQLite gives back what was written without its offset."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def _stored(row: _PlanRow) -> StoredPlan:
    text = {"person": str, "shift": str, "queue": str}
    return StoredPlan(
        plan_id=row.id,
        made_at=row.made_at,
        author=row.author,
        first_day=row.first_day,
        last_day=row.last_day,
        activities=pd.read_csv(io.StringIO(row.activities_csv), dtype=text, keep_default_na=False),
        coverage=pd.read_csv(io.StringIO(row.coverage_csv), dtype={"queue": str}),
        remarks=tuple(_remark(remark) for remark in row.remarks),
    )


def _remark(row: _RemarkRow) -> Remark:
    if row.translation is None:
        return Remark.untranslated(row.text)
    return Remark(ja=row.text, en=row.translation.text)


def _with_days(stored: StoredPlan, days: set[str]) -> StoredPlan:
    """Only the rows of these local days, written as ISO text."""
    activities, coverage = stored.activities, stored.coverage
    if "date" in activities:
        activities = activities[activities["date"].astype(str).str[:10].isin(days)].reset_index(drop=True)
    if "interval_start" in coverage:
        coverage = coverage[coverage["interval_start"].astype(str).str[:10].isin(days)].reset_index(drop=True)
    return replace(stored, activities=activities, coverage=coverage)


def _write_ahead(connection: object, _record: object) -> None:
    """Readers and one writer at the same time, and a writer that waits instead of failing."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()
