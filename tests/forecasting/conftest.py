from datetime import date

import pytest

from data.calendar import Calendar
from data.desk import DeskSettings
from data.interval_series import IntervalSeries
from tests.forecasting.histories import hosting_history

FIRST, LAST = date(2025, 11, 4), date(2026, 11, 20)


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    """Weekdays 10 to 18 in Tokyo, bills on the tenth: as `weekday_settings`, made once for all tests."""
    return Calendar(
        settings=DeskSettings.model_validate(
            {
                "format": 1,
                "name": "試験デスク",
                "time_zone": "Asia/Tokyo",
                "billing_days": [10],
                "hours": {"phone": {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}},
                "queue": [{"name": "support"}],
            }
        )
    )


@pytest.fixture
def english_calendar(calendar: Calendar) -> Calendar:
    return Calendar(settings=calendar.settings.model_copy(update={"language": "en"}))


@pytest.fixture(scope="session")
def year(calendar: Calendar) -> IntervalSeries:
    """The made-up hosting desk until Friday 20 November 2026."""
    return hosting_history(calendar, first=FIRST, last=LAST)


@pytest.fixture
def around_the_clock() -> Calendar:
    """A desk in Berlin that never closes; its clock changes on 25 October 2026."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return Calendar(
        settings=DeskSettings.model_validate(
            {
                "format": 1,
                "name": "Berlin",
                "time_zone": "Europe/Berlin",
                "language": "en",
                "country": "",
                "hours": {"phone": {day: ["00:00-24:00"] for day in days}},
                "queue": [{"name": "support"}],
            }
        )
    )
