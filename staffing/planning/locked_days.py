"""Assignments that a lead has locked: the plan keeps them as they are and is made around them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.desk import Desk
from data.errors import TsunagariError
from data.remark import Remark
from data.staff import Absence
from staffing.plan_sentences import SENTENCES, day_alone
from staffing.planning.day_shift import DayShift
from staffing.planning.day_states import DayState
from staffing.planning.plan_history import MorningDuty, PlanHistory
from staffing.planning.shift_design import DayNeed, Slot
from staffing.shift_plan import UNPAID_BREAKS, WORK, Activity
from staffing.speeds import Speeds

Floats = NDArray[np.float64]
Rows = tuple[Activity, ...]


@dataclass(frozen=True)
class LockedDays:
    """What stays, by person and day.

    Parameters
    ----------
    desk
        Whose people.
    rows
        Everything that a person does on a day.
    remarks
        Locks that cannot be kept, and why.
    """

    desk: Desk
    rows: Mapping[tuple[str, date], Rows]
    remarks: tuple[Remark, ...] = ()

    @classmethod
    def of(cls, locked: Sequence[Activity], desk: Desk, *, first_day: date, last_day: date) -> "LockedDays":
        """Those of the days from `first_day` to `last_day` that nothing speaks against.

        Leave that was entered after somebody was locked stands over the lock, which a remark then names.

        Raises
        ------
        TsunagariError
            If a person is locked to two things at once, or to a queue that the desk does not have.
        """
        by_day: dict[tuple[str, date], list[Activity]] = defaultdict(list)
        for one in sorted(locked, key=lambda row: (row.start, row.end)):
            if first_day <= one.date <= last_day:
                by_day[one.person, one.date].append(one)
        kept: dict[tuple[str, date], Rows] = {}
        remarks = []
        for (person, day), rows in sorted(by_day.items(), key=lambda item: (item[0][1], item[0][0])):
            _refuse_impossible(rows, desk)
            reason = _against(person, day, rows, desk)
            if reason is None:
                kept[person, day] = tuple(rows)
            else:
                remarks.append(_remark(person, day, reason))
        return cls(desk, kept, tuple(remarks))

    def states_of(self, person: str) -> dict[date, DayState]:
        """What the locked days allow the person."""
        return {day: _state(rows) for (name, day), rows in self.rows.items() if name == person}

    def less(self, need: DayNeed, speeds: Speeds) -> DayNeed:
        """The need that is left when the locked people have done their part."""
        present, at_work = self.present(need, speeds), self._at_work(need)
        if present.any():
            need = replace(need, required=np.maximum(need.required - present, 0.0))
        if need.company is not None and at_work.any():
            need = replace(need, company=np.maximum(need.company - at_work, 0.0))
        return need

    def present(self, need: DayNeed, speeds: Speeds) -> Floats:
        """Locked people on the queue in each of its intervals, by proficiency, shape (n,)."""
        found = np.zeros(len(need.required))
        for row, worked in self._rows_on(need.day):
            if row.activity in WORK and row.queue == need.queue:
                speed = speeds.net_speed(row.person, queue=need.queue, day=need.day)
                need.opened.add_presence(found, worked=worked, people=speed)
        return found

    def _at_work(self, need: DayNeed) -> Floats:
        """Locked people at work on whatever queue in each of its intervals, shape (n,)."""
        found = np.zeros(len(need.required))
        for _, worked in (one for one in self._rows_on(need.day) if _is_work(one[0])):
            need.opened.add_presence(found, worked=worked, people=1.0)
        return found

    def _rows_on(self, day: date) -> Iterator[tuple[Activity, tuple[int, int]]]:
        """What is locked on the day, and when, in minutes as the needs tell them."""
        noon = Calendar.of(self.desk).instant(day, 720)
        for (_, at), rows in self.rows.items():
            for row in rows if at == day else ():
                yield row, (_minutes(row.start, noon) + 720, _minutes(row.end, noon) + 720)

    def slots(self, days: Sequence[date]) -> dict[tuple[str, date], Slot]:
        """The locked shifts of some days that serve contacts."""
        found = {key: _slot(key[1], rows, self.desk) for key, rows in self.rows.items() if key[1] in days}
        return {key: slot for key, slot in found.items() if slot is not None}

    def count_in(self, history: PlanHistory, days: Sequence[date], *, morning: MorningDuty) -> None:
        """Add what is worked on some days to what the people have had."""
        slots = self.slots(days)
        for person, day in sorted(self.rows, key=lambda key: (key[1], key[0])):
            if day in days and _state(self.rows[person, day]) == "locked":
                minutes = sum(row.hours * 60 for row in self.rows[person, day] if _is_work(row))
                if (person, day) in slots:
                    history.add_duties(person, slots[person, day], morning=morning.holds(slots[person, day]))
                history.add_day(person, day, minutes=minutes)


def _is_work(row: Activity) -> bool:
    return row.activity in WORK or (row.paid and row.activity in ("break", "training", "meeting"))


def _state(rows: Rows) -> DayState:
    """Whole days of leave stay leave; a day without work is a day off."""
    if any(_is_work(row) for row in rows):
        return "locked"
    kinds = {row.activity for row in rows}
    return "paid_leave" if "paid_leave" in kinds else "leave" if "leave" in kinds else "closed"


def _slot(day: date, rows: Rows, desk: Desk) -> Slot | None:
    work = [row for row in rows if row.activity in WORK]
    if not work:
        return None
    midnight = Calendar.of(desk).instant(day, 0)
    hours: dict[str, float] = defaultdict(float)
    for row in work:
        hours[row.queue] += row.hours
    shift = DayShift(work[0].shift, _minutes(work[0].start, midnight), _minutes(work[-1].end, midnight), None, 0)
    return Slot(day, shift, max(sorted(hours), key=lambda queue: hours[queue]))


def _minutes(instant: pd.Timestamp, since: pd.Timestamp) -> int:
    return round((instant - since).total_seconds() / 60)


def _refuse_impossible(rows: Sequence[Activity], desk: Desk) -> None:
    for one, two in pairwise(rows):
        if two.start < one.end:
            raise TsunagariError(
                "{person} is locked on {day} to two things at once: {first} until {end:%H:%M} and {second} from "
                "{start:%H:%M}; take one of the locks off (`tsunagari lock --list`)",
                person=one.person,
                day=one.date,
                first=one.activity,
                end=one.end.tz_convert(desk.zone),
                second=two.activity,
                start=two.start.tz_convert(desk.zone),
            )
    known = {queue.name for queue in desk.settings.queue}
    for row in rows:
        if row.activity in WORK and row.queue not in known:
            raise TsunagariError(
                "{person} is locked on {day} to queue {queue!r}, which desk.toml does not have; take the lock off "
                "(`tsunagari lock --list`)",
                person=row.person,
                day=row.date,
                queue=row.queue,
            )


def _against(person: str, day: date, rows: Sequence[Activity], desk: Desk) -> str | None:
    """The key of the sentence that says why the lock cannot be kept; None where it can."""
    found = next((one for one in desk.staff if one.name == person), None)
    if found is None or not found.employed_on(day):
        return "lock_stranger"
    away = [absence for absence in desk.leave if absence.person == person and absence.touches(day)]
    return "lock_on_leave" if any(_clashes(row, absence, desk) for row in rows for absence in away) else None


def _clashes(row: Activity, absence: Absence, desk: Desk) -> bool:
    """Whether the person would work while away, or serve contacts while in a training; a request may be refused."""
    if absence.kind == "requested_off" or row.activity in UNPAID_BREAKS or not _is_work(row):
        return False
    if absence.kind in ("training", "meeting") and row.activity not in WORK:
        return False
    start, end = (instant.tz_convert(desk.zone).tz_localize(None) for instant in (row.start, row.end))
    return bool(start < absence.end and absence.start < end)


def _remark(person: str, day: date, reason: str) -> Remark:
    told = {
        language: SENTENCES[language][reason].format(person=person, day=day_alone(day, language))
        for language in ("ja", "en")
    }
    return Remark(**told)
