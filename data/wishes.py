"""What people wish of their shifts: the columns prefers, avoids and prefers_off of staff.csv."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.errors import WrongValue
from data.shift_template import ShiftTemplate

_PARTED = re.compile("[;；、]")

_WEEKDAYS = (
    ("mon", "monday", "月", "月曜", "月曜日"),
    ("tue", "tuesday", "火", "火曜", "火曜日"),
    ("wed", "wednesday", "水", "水曜", "水曜日"),
    ("thu", "thursday", "木", "木曜", "木曜日"),
    ("fri", "friday", "金", "金曜", "金曜日"),
    ("sat", "saturday", "土", "土曜", "土曜日"),
    ("sun", "sunday", "日", "日曜", "日曜日"),
)
"""What a weekday may be called, Monday first."""


@dataclass(frozen=True)
class Wishes:
    """What one person wishes; the plan keeps it where hours stay covered and duties even. What must be is leave.

    Parameters
    ----------
    prefers
        Names of the shift templates that the person likes to work; empty: any.
    avoids
        Names of those that the person would rather not work; none of `prefers`.
    days_off
        Weekdays on which the person likes to be off, Monday 0 to Sunday 6, rising; at most six.
    """

    prefers: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()
    days_off: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        both = [shift for shift in self.prefers if shift in self.avoids]
        if both:
            raise WrongValue("shift {shift!r} stands in prefers and in avoids; take it out of one of them",
                             shift=both[0])  # fmt: skip
        if any(not 0 <= weekday <= 6 for weekday in self.days_off) or len(set(self.days_off)) > 6:
            raise WrongValue("prefers_off names every day of the week; leave the days on which the person may work out")

    @property
    def is_about_shifts(self) -> bool:
        """Whether any shift is liked better than another."""
        return bool(self.prefers or self.avoids)

    def suits(self, shift: str) -> bool:
        """Whether a shift of that template is as the person wishes; every one is where nothing is wished."""
        return shift not in self.avoids and (not self.prefers or shift in self.prefers)

    def frees(self, day: date) -> bool:
        """Whether the person wishes to be off on that day."""
        return day.weekday() in self.days_off


def wishes_of_row(row: Mapping[str, str], *, templates: Sequence[ShiftTemplate] | None) -> Wishes:
    """What a row of staff.csv wishes.

    Parameters
    ----------
    row
        Texts by column; several values of a cell are parted by semicolons.
    templates
        The desk's shifts, of which each one named must be, by its name or by what the month sheet prints; None: names
        are taken as they stand.

    Raises
    ------
    WrongValue
        Naming the column and the value that is no shift or no weekday.
    """
    shifts = {column: _shifts(row, column, templates=templates) for column in ("prefers", "avoids")}
    weekdays = sorted({_weekday(word) for word in _parts(row, "prefers_off")})
    return Wishes(**shifts, days_off=tuple(weekdays))


def _parts(row: Mapping[str, str], column: str) -> list[str]:
    return [part.strip() for part in _PARTED.split(row.get(column, "")) if part.strip()]


def _shifts(row: Mapping[str, str], column: str, *, templates: Sequence[ShiftTemplate] | None) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for word in _parts(row, column):
        if templates is None:
            found[word] = None
            continue
        called = [one.name for one in templates if one.name == word] or [
            one.name for one in templates if word in one.label.values()
        ]
        if not called:
            raise WrongValue(
                "{column} = {text!r} names the shift {word!r}; desk.toml has {known}. Mend the name, or add a "
                "[[shifts.template]] of that name",
                column=column,
                text=row[column],
                word=word,
                known=", ".join(one.name for one in templates) or "-",
            )
        found |= dict.fromkeys(called)
    return tuple(found)


def _weekday(word: str) -> int:
    for number, called in enumerate(_WEEKDAYS):
        if word.lower() in called:
            return number
    raise WrongValue(
        "prefers_off names {word!r}, which is no weekday; write mon, tue, wed, thu, fri, sat or sun, parted by "
        "semicolons",
        word=word,
    )
