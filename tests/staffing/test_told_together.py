"""What the same rule breaks on several days is told once."""

from datetime import date, timedelta

from staffing.labour.told_together import DAYS_NAMED, told_together
from staffing.labour.violation import Length, Violation, violation_of

MONDAY = date(2026, 12, 7)


def rested(day: date, person: str = "ueda", minutes: float = 540) -> Violation:
    return violation_of(
        person, day, "rest", severity="warning", language="ja", hours=Length(minutes), limit=Length(660)
    )


def test_days_that_differ_in_nothing_else_are_told_once() -> None:
    days = [MONDAY + timedelta(days=k) for k in (0, 1, 3)]

    [told] = told_together([rested(day) for day in days])

    assert told.en.endswith("The same on 2 more days: 2026-12-08, 2026-12-10.")
    assert told.ja.endswith("同じことが次の 2 日にもあります：2026-12-08、2026-12-10。")
    assert told.en.count("2026-12-07") == 1


def test_other_people_and_other_figures_are_told_apart() -> None:
    told = told_together([rested(MONDAY), rested(MONDAY, "mori"), rested(MONDAY + timedelta(days=1), minutes=480)])

    assert len(told) == 3
    assert not any("more day" in one.en for one in told)


def test_of_many_days_the_first_are_named() -> None:
    days = [MONDAY + timedelta(days=k) for k in range(DAYS_NAMED + 3)]

    [told] = told_together([rested(day) for day in days])

    assert "2026-12-17 and 2 more." in told.en
    assert "ほか 2 日" in told.ja
