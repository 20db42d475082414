"""What every table of the records stands on, and the audit that all of them write."""

from datetime import datetime

from sqlalchemy import DateTime, Integer, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class RecordsBase(DeclarativeBase):
    """The tables of one desk's records."""


class AuditRow(RecordsBase):
    """Who did what, when."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(Text)
