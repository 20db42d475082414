"""A plan as calendar files: what each person finds in their own calendar."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from icalendar import Calendar, Event

from data.desk import Desk
from data.errors import TsunagariError
from staffing.planning.plan_calendar import calendar_of, file_names, write_calendars
from staffing.shift_plan import Activity, ActivityKind, ShiftPlan
from tests.staffing.plan_builders import EARLY, MONDAY, act, make_desk, make_settings

MADE_AT = pd.Timestamp("2026-11-23 12:00", tz="Asia/Tokyo")
QUEUES = ({"name": "support", "label": {"ja": "お問い合わせ", "en": "Support"}},)


def _desk(zone: str = "Asia/Tokyo") -> Desk:
    return make_desk(make_settings(templates=(EARLY,), queues=QUEUES, time_zone=zone))


def _monday(person: str = "佐藤") -> list[Activity]:
    """A shift with a meeting, a lunch and a short break."""
    return [
        act(person, "2026-12-07 09:00", "2026-12-07 10:00", "meeting"),
        act(person, "2026-12-07 10:00", "2026-12-07 12:00"),
        act(person, "2026-12-07 12:00", "2026-12-07 13:00", "lunch", paid=False),
        act(person, "2026-12-07 13:00", "2026-12-07 15:00"),
        act(person, "2026-12-07 15:00", "2026-12-07 15:10", "break"),
        act(person, "2026-12-07 15:10", "2026-12-07 18:00"),
    ]


def _away(day: date, kind: ActivityKind) -> Activity:
    return act("佐藤", f"{day} 00:00", f"{day + timedelta(days=1)} 00:00", kind, paid=False, shift="")


def _events(activities: Sequence[Activity], desk: Desk | None = None, made_at: pd.Timestamp = MADE_AT) -> list[Event]:
    return list(Calendar.from_ical(calendar_of(activities, desk or _desk(), made_at=made_at)).walk("VEVENT"))


def test_a_shift_is_one_event_with_lunch_and_meetings_beside_it_and_breaks_within() -> None:
    shift, meeting, lunch = _events(_monday())

    assert [str(one["summary"]) for one in (shift, meeting, lunch)] == ["早番", "会議", "昼休憩"]
    assert (shift.start.isoformat(), shift.end.isoformat()) == (
        "2026-12-07T09:00:00+09:00",
        "2026-12-07T18:00:00+09:00",
    )
    assert [str(one["transp"]) for one in (shift, meeting, lunch)] == ["OPAQUE", "OPAQUE", "TRANSPARENT"]
    assert str(shift["description"]).splitlines() == [
        "09:00-10:00 会議", "10:00-12:00 お問い合わせ", "12:00-13:00 昼休憩", "13:00-15:00 お問い合わせ",
        "15:00-15:10 小休憩", "15:10-18:00 お問い合わせ",
    ]  # fmt: skip


def test_a_day_off_and_leave_fill_the_day_and_only_leave_takes_it() -> None:
    off, leave = _events([_away(MONDAY, "day_off"), _away(MONDAY + timedelta(days=1), "paid_leave")])

    assert (str(off["summary"]), off.start, off.end) == ("公休", date(2026, 12, 7), date(2026, 12, 8))
    assert (str(leave["summary"]), leave.start, leave.end) == ("有休", date(2026, 12, 8), date(2026, 12, 9))
    assert [str(one["transp"]) for one in (off, leave)] == ["TRANSPARENT", "OPAQUE"]


def test_a_day_planned_anew_replaces_what_the_calendar_has_of_it() -> None:
    old, new = _events(_monday())[0], _events([_away(MONDAY, "day_off")], made_at=MADE_AT + pd.Timedelta(hours=1))[0]
    other = _events([_away(MONDAY + timedelta(days=1), "day_off")])[0]

    assert str(old["uid"]) == str(new["uid"]) != str(other["uid"])
    assert old["sequence"] < new["sequence"]
    assert len({str(one["uid"]) for one in _events(_monday())}) == 3


def test_the_file_brings_its_zone_and_a_shift_over_a_change_of_the_clock_lasts_as_long_as_it_does() -> None:
    night = [act("ann", "2026-10-31 22:00", "2026-11-01 06:00", zone="America/New_York")]

    told = calendar_of(night, _desk("America/New_York"), made_at=MADE_AT)
    [shift] = Calendar.from_ical(told).walk("VEVENT")

    assert b"BEGIN:VTIMEZONE\r\nTZID:America/New_York" in told
    assert shift.end.astimezone(UTC) - shift.start.astimezone(UTC) == timedelta(hours=9)
    assert len(told) < 3000  # a century of changes of the clock would be more


def test_a_time_that_the_clock_shows_twice_is_told_in_utc() -> None:
    start = pd.Timestamp("2026-11-01T06:30Z").tz_convert("America/New_York")  # half past one, the second time
    late = Activity("ann", date(2026, 11, 1), "early", start, start + pd.Timedelta(hours=3), "phone", "support", True)

    [shift] = _events([late], _desk("America/New_York"))

    assert shift.start == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("people", "names"),
    [
        (["佐藤 花子", "Zoë"], ["佐藤_花子.ics", "Zoë.ics"]),  # letters of any script stay
        (["../../etc/passwd", "a/b\\c:d"], ["______etc_passwd.ics", "a_b_c_d.ics"]),  # no way out of the folder
        (["Ann", "ann", "a.n", "a_n"], ["Ann.ics", "ann-2.ics", "a_n.ics", "a_n-2.ics"]),  # each another, in any case
        (["NUL", "com1"], ["_NUL.ics", "_com1.ics"]),  # names that Windows keeps for itself
        (["x" * 300], ["x" * 60 + ".ics"]),
        (["が", "\u304b\u3099"], ["が.ics", "が-2.ics"]),  # the same letter in two spellings
    ],
)
def test_file_names_are_safe_everywhere_and_each_another(people: list[str], names: list[str]) -> None:
    assert file_names(people) == names


def test_each_person_has_a_file_and_a_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    plan = ShiftPlan(MONDAY, MONDAY, (*_monday("佐藤"), *_monday("ann")))

    files = write_calendars(plan, _desk(), tmp_path / "ics", made_at=MADE_AT)

    assert sorted(path.name for path in files) == ["ann.ics", "佐藤.ics"]
    assert sorted(path.name for path in (tmp_path / "ics").iterdir()) == ["ann.ics", "佐藤.ics"]
    (tmp_path / "file").touch()
    with pytest.raises(TsunagariError, match="file cannot be written"):
        write_calendars(plan, _desk(), tmp_path / "file", made_at=MADE_AT)
