"""What people decide: plans and an audit of who did what. SQLite beside the store by default, PostgreSQL by URL."""

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pandas as pd
from sqlalchemy import Date, DateTime, Engine, ForeignKey, Integer, String, Text, create_engine, event, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from data.calendar import days_between
from data.desk import Desk
from data.errors import TsunagariError
from data.lock import make_writable_folder
from data.remark import Remark
from data.table_files import csv_text

KEPT_IN_SIGHT = timedelta(weeks=8)
"""How much of earlier plans stands beside the newest one."""


class _Base(DeclarativeBase):
    pass


class _PlanRow(_Base):
    __tablename__ = "plan"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str] = mapped_column(String(100))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    activities_csv: Mapped[str] = mapped_column(Text)
    coverage_csv: Mapped[str] = mapped_column(Text)
    remarks: Mapped[list["_RemarkRow"]] = relationship(order_by="_RemarkRow.id", cascade="all, delete-orphan")


class _RemarkRow(_Base):
    __tablename__ = "plan_remark"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    text: Mapped[str] = mapped_column(Text)
    translation: Mapped["_TranslationRow | None"] = relationship(cascade="all, delete-orphan", lazy="joined")


class _TranslationRow(_Base):
    """The English of a remark; remarks of older plans stand in one language only and have none."""

    __tablename__ = "plan_remark_en"
    remark_id: Mapped[int] = mapped_column(ForeignKey("plan_remark.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class _AuditRow(_Base):
    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(Text)


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
            _Base.metadata.create_all(engine)
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
            session.add(_AuditRow(at=now, author=author, what=f"plan {first_day} to {last_day} saved"))
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

    def plans(self, first_day: date, last_day: date) -> list[StoredPlan]:
        """The plans that hold days from `first_day` to `last_day` inclusive, oldest first; the newest of a day wins.

        Each keeps only the rows of those of these days that no newer plan holds; one without such days is left out.
        """
        touching = (_PlanRow.first_day <= last_day) & (_PlanRow.last_day >= first_day)
        taken: set[str] = set()
        found: list[StoredPlan] = []
        with Session(self._engine) as session:
            for row in session.scalars(select(_PlanRow).where(touching).order_by(_PlanRow.id.desc())):
                span = days_between(max(row.first_day, first_day), min(row.last_day, last_day))
                won = {day.isoformat() for day in span} - taken
                if won:
                    found.append(_with_days(_stored(row), won))
                taken |= won
        return found[::-1]


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
