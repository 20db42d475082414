"""What the word of a month sheet's cell means, and what a day of a plan would say there."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.desk import Desk
from data.errors import WrongValue
from data.opening_hours import MIDNIGHT, clock_minutes
from staffing.planning.month_sheet.month_table import MARKS, WORDS, shift_of
from staffing.shift_plan import WORK, Activity

DAY_KINDS = ("training", "meeting", "paid_leave", "leave", "day_off")
"""What a day without contacts may be, the first that is found in it standing in its cell."""

_TOLD = re.compile(
    rf"^(?P<title>.+?)\s*(?P<marks>[{MARKS}]*)"
    r"(?:\s+(?P<start>\d{1,2}[:：]\d{2})(?:\s*[–〜~-]\s*(?P<end>\d{1,2}[:：]\d{2}))?)?$",
    re.DOTALL,
)


@dataclass(frozen=True)
class DayWord:
    """One day of a person, as far as a month sheet tells it.

    Parameters
    ----------
    shift
        Name of the template; empty on a day without contacts.
    kind
        Of `DAY_KINDS` on such a day; empty with a shift, and where nothing is said.
    queues
        Served that day, the one longest served first; empty: not told.
    start_minute, end_minute
        When the shift begins and ends, minutes since midnight; None: not told.
    """

    shift: str = ""
    kind: str = ""
    queues: tuple[str, ...] = ()
    start_minute: int | None = None
    end_minute: int | None = None

    def agrees_with(self, told: "DayWord") -> bool:
        """Whether a cell says nothing else than this day; what it leaves out is taken to be as it was."""
        return (
            (self.shift, self.kind) == (told.shift, told.kind)
            and (not told.queues or told.queues == self.queues)
            and told.start_minute in (None, self.start_minute)
            and told.end_minute in (None, self.end_minute)
        )


def word_of_day(activities: Sequence[Activity], *, marked: bool) -> DayWord:
    """What the sheet says of a day; `marked` where it tells queues apart."""
    kinds = {one.activity for one in activities}
    if not kinds & WORK:
        return DayWord(kind=next((kind for kind in DAY_KINDS if kind in kinds), ""))
    hours: Counter[str] = Counter()
    for one in activities:
        if one.activity in WORK:
            hours[one.queue] += round(one.hours * 60)
    start, end = min(one.start for one in activities if one.shift), max(one.end for one in activities if one.shift)
    queues = tuple(queue for queue, _ in hours.most_common()) if marked else ()
    begins, ends = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    return DayWord(shift_of(activities), "", queues, begins, ends if ends > begins else ends + MIDNIGHT)


def word_of_cell(text: str, desk: Desk, *, marks: Mapping[str, str], shifts: Sequence[str], was: str = "") -> DayWord:
    """What a cell says; an empty one says nothing.

    Parameters
    ----------
    marks
        Queues by their marks.
    shifts
        Names of shifts that the plan which stands has, beside those of desk.toml.
    was
        Shift that the plan has on that day; it is meant where several are called alike.

    Raises
    ------
    WrongValue
        If the word is neither a shift nor one of the words for days without one, or means several shifts.
    """
    found = _TOLD.match(text.replace("\u3000", " ").strip())
    if found is None:
        return DayWord()
    title = found["title"].strip()
    for words in WORDS.values():
        for kind in DAY_KINDS:
            if title.casefold() == words[kind].casefold():
                return DayWord(kind=kind)
    start, end = (None if found[part] is None else clock_minutes(found[part].replace("：", ":"))
                  for part in ("start", "end"))  # fmt: skip
    if start is not None and end is not None and end <= start:
        end += MIDNIGHT
    queues = tuple(_queue(mark, marks, text) for mark in found["marks"])
    return DayWord(_shift(title, desk, shifts, text=text, was=was), "", queues, start, end)


def _shift(title: str, desk: Desk, shifts: Sequence[str], *, text: str, was: str) -> str:
    templates = desk.settings.shifts.template
    named = [one.name for one in templates if one.name == title] or [
        one.name for one in templates if title in {one.title(language) for language in WORDS}
    ]
    if was in named:
        return was
    if not named and title in shifts:
        return title
    if not named:
        language = desk.settings.language
        known = [one.title(language) for one in templates] + [WORDS[language][kind] for kind in reversed(DAY_KINDS)]
        raise WrongValue(
            "{text!r} is neither a shift of desk.toml nor a word for a day without one; write one of {known}",
            text=text,
            known=", ".join(dict.fromkeys(known)),
        )
    if len(named) > 1:
        raise WrongValue(
            "{text!r} is what {shifts} are both called; write the name of the one that is meant",
            text=text,
            shifts=", ".join(named),
        )
    return named[0]


def _queue(mark: str, marks: Mapping[str, str], text: str) -> str:
    if mark not in marks:
        raise WrongValue(
            "{text!r} bears the mark {mark}, which the legend below does not explain; take it away, or write one of "
            "{known}",
            text=text,
            mark=mark,
            known=", ".join(marks) or "-",
        )
    return marks[mark]
