"""Turns the word of a changed cell into what the person does that day: the shift's own times, lunch in its place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from data.calendar import Calendar
from data.desk import Desk
from data.errors import WrongValue
from data.staff import Person
from staffing.planning.day.lunch_places import Duty, Span
from staffing.planning.day_shift import DayShift, possible_shifts
from staffing.planning.day_states import DayState
from staffing.planning.month_sheet.cell_words import DayWord
from staffing.planning.shift_design import Slot
from staffing.planning.shift_rows import duties_of_day, row_of_free_day, rows_of_shift
from staffing.shift_plan import WORK, Activity
from staffing.speeds import Speeds

STATES: dict[str, DayState] = {"day_off": "closed", "paid_leave": "paid_leave", "leave": "leave"}
"""Words for days without a shift, and what such a day is."""


@dataclass(frozen=True)
class SheetDays:
    """How a desk's days are filled.

    Parameters
    ----------
    desk
        Whose shifts, people and leave.
    before
        What the plan that stands has in the days of the sheet.
    """

    desk: Desk
    before: Sequence[Activity]

    def rows(self, person: Person, day: date, word: DayWord, was: Sequence[Activity]) -> list[Activity]:
        """What the person does on the day.

        Parameters
        ----------
        word
            What the cell says; not empty.
        was
            What the plan that stands has there.

        Raises
        ------
        WrongValue
            If the shift is none of desk.toml, does not begin then, or no queue is known that the person could serve.
        """
        if word.kind in STATES:
            calendar, paid = Calendar.of(self.desk), word.kind == "paid_leave"
            return [row_of_free_day(person.name, day, STATES[word.kind], paid=paid, calendar=calendar)]
        shift = self._shift(person, word, was, day)
        if word.kind:
            duties = [Duty(0, 1440, "training" if word.kind == "training" else "meeting", True)]
            slot = Slot(day, shift, self.desk.settings.queue[0].name)
            return rows_of_shift(person.name, slot, duties, desk=self.desk)
        # Whole days and requests are what the lead has decided otherwise; the checker says what speaks against it.
        partly = [one for one in self.desk.leave
                  if one.person == person.name and not one.covers(day) and one.kind != "requested_off"]  # fmt: skip
        duties = duties_of_day(partly, day)
        slot = Slot(day, shift, self._queue(person, day, word, was))
        return rows_of_shift(person.name, slot, duties, desk=self.desk, pauses=_pauses(shift))

    def _shift(self, person: Person, word: DayWord, was: Sequence[Activity], day: date) -> DayShift:
        """The shift as the contract allows it, or else whole; with the lunch of before where it still lies in it."""
        rules, step = self.desk.settings.shifts, 15 if self.desk.settings.interval_minutes == 15 else 30
        allowed = list(possible_shifts(rules, hours_day=person.hours_day, lunch_step_minutes=step))
        allowed += possible_shifts(rules, hours_day=24.0, lunch_step_minutes=step)
        for template in rules.template:  # one shorter than the contract's day is worked as it is
            allowed += possible_shifts(
                rules.model_copy(update={"template": (template,)}), hours_day=template.paid_minutes / 60,
                lunch_step_minutes=step,
            )  # fmt: skip
        named = [shift for shift in allowed if word.kind or shift.template == word.shift]
        if not named:
            raise WrongValue("{shift!r} is no shift of desk.toml any more; write another", shift=word.shift)
        starts = list(dict.fromkeys(shift.start for shift in named))
        wanted = starts[0] if word.start_minute is None else word.start_minute
        if wanted not in starts and word.end_minute is None:
            raise WrongValue(
                "{shift} does not begin at {start}; it begins at {known}",
                shift=word.shift,
                start=_clock(wanted),
                known=", ".join(map(_clock, sorted(starts))),
            )
        first = next((shift for shift in named if shift.start == wanted), named[0])
        alike = [shift for shift in named if (shift.template, shift.start, shift.end) == (
            first.template, first.start, first.end)]  # fmt: skip
        lunch = next((_minute(one.start, day) for one in was if one.activity == "lunch"), None)
        found = next((shift for shift in alike if shift.lunch_start == lunch), alike[len(alike) // 2])
        return found if word.end_minute is None else _from_to(found, wanted, word.end_minute)

    def _queue(self, person: Person, day: date, word: DayWord, was: Sequence[Activity]) -> str:
        """The queue that the cell tells, else that of the day, the person's usual one, or one that the person takes."""
        if word.queues:
            return word.queues[0]
        for rows in (was, [one for one in self.before if one.person == person.name]):
            hours: Counter[str] = Counter()
            for one in rows:
                if one.activity in WORK:
                    hours[one.queue] += round(one.hours * 60)
            if hours:
                return hours.most_common(1)[0][0]
        speeds = Speeds(self.desk)
        able = [one.name for one in self.desk.settings.queue if speeds.serves(person.name, queue=one.name, day=day)]
        if not able:
            raise WrongValue(
                "{person} has the skills and the tier of no queue; mend staff.csv, or write a day off",
                person=person.name,
            )
        return able[0]


def _from_to(shift: DayShift, start: int, end: int) -> DayShift:
    """The shift at the hours that the cell tells, longer for overtime or shorter; its lunch stays."""
    try:
        return replace(shift, start=start, end=end)
    except ValueError:
        raise WrongValue(
            "{shift} from {start} to {end} leaves no room for its lunch at {lunch}; write other hours",
            shift=shift.template,
            start=_clock(start),
            end=_clock(end),
            lunch=_clock(shift.lunch_start or start),
        ) from None


def _pauses(shift: DayShift) -> list[Span]:
    """Short breaks as early in their windows as they interrupt work."""
    found: list[Span] = []
    for pause in shift.pauses:
        places = ((minute, minute + pause.minutes) for minute in range(pause.first, pause.last + 1, 5))
        free = (
            place
            for place in places
            if any(first < place[0] and place[1] < last for first, last in shift.work_spans)
            and all(place[1] < first or last < place[0] for first, last in found)
        )
        place = next(free, None)
        found += [] if place is None else [place]
    return found


def _minute(at: pd.Timestamp, day: date) -> int:
    return (at.date() - day).days * 1440 + at.hour * 60 + at.minute


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"
