"""By when a written contact shall be answered, counted in business days or in business hours, and how that is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import ClassVar, Literal

from data.opening_hours import OpeningHours

Language = Literal["ja", "en"]


@dataclass(frozen=True)
class BusinessDays:
    """A reply by the closing time of an open day so many open days after that of receipt.

    Parameters
    ----------
    number
        Open days, at least 0; 0 is the day of receipt itself.
    """

    number: int
    key: ClassVar[str] = "deadline_business_days"

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError(f"a reply is due after its receipt, not {self.number} business days from it")

    def named(self, language: Language) -> str:
        """`1営業日` or `business days: 1`."""
        return f"{self.number}営業日" if language == "ja" else f"business days: {self.number}"

    def within(self, language: Language) -> str:
        """The time within which a reply comes: `within 1 business day, by closing time`."""
        if self.number == 0:
            return (
                "受付当日の営業終了まで" if language == "ja" else "on the day they count as received, by closing time"
            )
        if language == "ja":
            return f"{self.number}営業日以内（{self.number}営業日後の営業終了まで）"
        return f"within {self.number} business day{'s' * (self.number > 1)}, by closing time"

    def in_days(self, opening: OpeningHours) -> "BusinessDays":
        """Itself, whatever the opening hours."""
        return self


@dataclass(frozen=True)
class BusinessHours:
    """A reply while its channel has been open for so long since receipt.

    Parameters
    ----------
    number
        Open hours, above 0; they need not be whole.
    """

    number: float
    key: ClassVar[str] = "deadline_business_hours"

    def __post_init__(self) -> None:
        if not self.number > 0:
            raise ValueError(f"a reply is due after its receipt, not {self.number} business hours from it")
        if float(self.number).is_integer():
            object.__setattr__(self, "number", int(self.number))  # said, stored and published without a point

    def named(self, language: Language) -> str:
        """`営業時間で4時間` or `business hours: 4`."""
        return f"営業時間で{self.number:g}時間" if language == "ja" else f"business hours: {self.number:g}"

    def within(self, language: Language) -> str:
        """The time within which a reply comes: `within 4 business hours`."""
        if language == "ja":
            return f"営業時間で{self.number:g}時間以内"
        return f"within {self.number:g} business hour{'s' * (self.number != 1)}"

    def in_days(self, opening: OpeningHours) -> BusinessDays:
        """The fewest business days that are open for as long, whichever days of an ordinary week follow receipt."""
        if not any(_hours_of_days(opening)):
            return BusinessDays(int(-(-self.number // 1)))  # open on single dates only: take an hour of each
        return BusinessDays(next(days for days in count() if open_hours_within(days, opening)[0] >= self.number))


ReplyDeadline = BusinessDays | BusinessHours
"""When a reply is due."""


def slowest(promised: Sequence[tuple[ReplyDeadline, OpeningHours]]) -> ReplyDeadline:
    """A promise that holds where each of these does: hours where all are hours, else days.

    Parameters
    ----------
    promised
        At least one deadline, with the opening hours that it counts.
    """
    hours = [deadline.number for deadline, _ in promised if isinstance(deadline, BusinessHours)]
    if len(hours) == len(promised):
        return BusinessHours(max(hours))
    return BusinessDays(max(deadline.in_days(opening).number for deadline, opening in promised))


def open_hours_within(days: int, opening: OpeningHours) -> tuple[float, float]:
    """The least and the most open hours of so many open days of ordinary weeks in a row."""
    hours = [each for each in _hours_of_days(opening) if each]
    if not hours:
        return 0.0, 0.0
    weeks, left = divmod(days, len(hours))
    runs = [sum((hours + hours)[first : first + left]) for first in range(len(hours))]
    return weeks * sum(hours) + min(runs), weeks * sum(hours) + max(runs)


def _hours_of_days(opening: OpeningHours) -> list[float]:
    return [sum(end - start for start, end in opening.begun_on_weekday(day)) / 60 for day in range(7)]
