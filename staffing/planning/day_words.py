"""A person's day in words: as a whole, and what of it differs from another one."""

from collections.abc import Sequence
from itertools import pairwise

from data.desk import Desk
from staffing.planning.person_day import DAY_MINUTES, PersonDay, Piece, Span
from staffing.shift_plan import ABSENCES

WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "lunch": "昼休憩", "rest": "休憩", "break": "小休憩", "training": "研修", "meeting": "会議",
        "paid_leave": "有休", "leave": "不在", "day_off": "公休", "nothing": "予定なし", "comma": "、",
    },
    "en": {
        "lunch": "lunch", "rest": "rest", "break": "break", "training": "training", "meeting": "meeting",
        "paid_leave": "paid leave", "leave": "away", "day_off": "day off", "nothing": "nothing", "comma": ", ",
    },
}  # fmt: skip


def day_in_words(line: PersonDay, desk: Desk, language: str) -> str:
    """The shift with its hours and queues, `Early 09:00-18:00 support`; else why there is none."""
    said = WORDS[language]
    hours = [piece for piece in line.pieces if piece.activity not in ABSENCES]
    if not hours:
        kinds = dict.fromkeys(piece.activity for piece in line.pieces)
        return said["comma"].join(said[kind] for kind in kinds) or said["nothing"]
    titles = {template.name: template.title(language) for template in desk.settings.shifts.template}
    span = f"{clock_told(hours[0].start)}-{clock_told(max(piece.end for piece in hours))}"
    queues = dict.fromkeys(piece.queue for piece in hours if piece.queue)
    named = "+".join(desk.settings.title_of(queue)(language) for queue in queues)
    return " ".join(filter(None, (titles.get(line.shift, line.shift), span, named)))


def differences(before: PersonDay, after: PersonDay, desk: Desk, language: str) -> tuple[str, str]:
    """What is done otherwise, before and after: `12:00-13:00 lunch`."""
    spans = _differing(before, after)
    return _during(before, spans, desk, language), _during(after, spans, desk, language)


def clock_told(minute: int) -> str:
    """Minutes since midnight; what lies beyond it is told as 24:30, as shops write it."""
    return f"{minute // 60:02d}:{minute % 60:02d}" if minute <= 2 * DAY_MINUTES else f"+{minute // DAY_MINUTES}d"


def _differing(before: PersonDay, after: PersonDay) -> list[Span]:
    """When something else is done, rising, touching spans as one; whole days away count only where there was a plan."""
    marks = sorted({mark for line in (before, after) for piece in _hours(line) for mark in (piece.start, piece.end)})
    found: list[Span] = []
    for span in pairwise(marks):
        if _at(before, span) != _at(after, span):
            touches = bool(found) and found[-1][1] == span[0]
            found[-1:] = [(found[-1][0], span[1])] if touches else [*found[-1:], span]
    return found


def _hours(line: PersonDay) -> Sequence[Piece]:
    """The pieces that tell hours; a day away as a whole has none."""
    return [piece for piece in line.pieces if piece.activity not in ABSENCES or line.shift]


def _at(line: PersonDay, span: Span) -> tuple[str, str] | None:
    return next(((p.activity, p.queue) for p in line.pieces if p.start <= span[0] and span[1] <= p.end), None)


def _during(line: PersonDay, spans: Sequence[Span], desk: Desk, language: str) -> str:
    said, parts = WORDS[language], list[tuple[Span, str]]()
    for piece in line.pieces:
        for first, last in spans:
            start, end = max(piece.start, first), min(piece.end, last)
            if start < end:
                what = desk.settings.title_of(piece.queue)(language) if piece.queue else said[piece.activity]
                parts.append(((start, end), what))
    if not parts:
        return said["nothing"]
    return said["comma"].join(f"{clock_told(start)}-{clock_told(end)} {what}" for (start, end), what in parts)
