"""The public holidays a desk goes by: a kept library's, corrected by an official table; and the days banks work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from data.errors import WrongValue
from data.holidays import holiday_name, weekend_days
from data.message import Message

_JAPANESE_BANK_CLOSURES = frozenset({(12, 31), (1, 1), (1, 2), (1, 3)})
"""Banking Act enforcement order, Article 5: besides weekends and holidays, 31 December to 3 January."""


@dataclass(frozen=True)
class Holiday:
    """One row of an official table.

    Parameters
    ----------
    day, name
        The public holiday and what it is called.
    """

    day: date
    name: str

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.name.isprintable():
            raise WrongValue("the holiday of {day} has no name; write what it is called", day=self.day)


@dataclass(frozen=True)
class HolidayDifference:
    """A day of which the official table and the library do not say the same.

    Parameters
    ----------
    day
        A holiday in one of the two.
    official, library
        Its name there; empty where it is none.
    """

    day: date
    official: str
    library: str

    @property
    def message(self) -> Message:
        """Who says what of the day, and that the table counts."""
        if self.official:
            return Message.of(
                "{day} is a holiday ({name}) by the official table, and none by the library; the table counts",
                day=self.day,
                name=self.official,
            )
        return Message.of(
            "{day} is no holiday by the official table, but one ({name}) by the library; the table counts",
            day=self.day,
            name=self.library,
        )


@dataclass(frozen=True)
class PublicHolidays:
    """Public holidays of one country.

    Parameters
    ----------
    country
        Two letters, as the library knows it; empty: no holidays but the official ones.
    official
        Rows of an official table, each day once. It stands over the library in every year that it names a day of.
    """

    country: str
    official: tuple[Holiday, ...] = ()

    def __post_init__(self) -> None:
        if len({holiday.day for holiday in self.official}) < len(self.official):
            raise ValueError("public holidays: a day stands twice in the official table")

    @cached_property
    def _official(self) -> Mapping[date, str]:
        return {holiday.day: holiday.name for holiday in self.official}

    @cached_property
    def official_years(self) -> frozenset[int]:
        """Years in which the official table counts."""
        return frozenset(holiday.day.year for holiday in self.official)

    def name_of(self, day: date) -> str:
        """The holiday's name in the country's language; empty where the day is none."""
        return self._official.get(day, "") if day.year in self.official_years else holiday_name(day, self.country)

    def is_holiday(self, day: date) -> bool:
        """Whether the day is a public holiday."""
        return bool(self.name_of(day))

    def is_banking_day(self, day: date) -> bool:
        """Whether banks of the country move money on the day: no weekend, no public holiday, no bank closure."""
        if day.weekday() in weekend_days(self.country) or self.is_holiday(day):
            return False
        return not (self.country == "JP" and (day.month, day.day) in _JAPANESE_BANK_CLOSURES)

    def nearest_banking_day(self, day: date, *, step: int) -> date:
        """The day itself, or the first banking day after it (`step` 1) or before it (`step` -1)."""
        while not self.is_banking_day(day):
            day += timedelta(days=step)
        return day

    def differences(self) -> tuple[HolidayDifference, ...]:
        """Days of the official years on which the library says otherwise, rising; another name is no difference."""
        found = []
        for year in sorted(self.official_years):
            for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
                day = date(year, 1, 1) + timedelta(days=number)
                official, library = self._official.get(day, ""), holiday_name(day, self.country)
                if bool(official) != bool(library):
                    found.append(HolidayDifference(day, official, library))
        return tuple(found)
