"""Changes in the words of a lead, in either language."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from data.opening_hours import MIDNIGHT, span_text
from staffing.what_if.changes import (
    Change,
    EventChange,
    HandleTimeChange,
    PeopleChange,
    ThresholdChange,
    VolumeChange,
)

Language = Literal["ja", "en"]

PARTS = {
    "en": {"handle": "handle time", "talk": "talk", "hold": "hold", "after_call": "after-call work"},
    "ja": {"handle": "処理時間", "talk": "通話", "hold": "保留", "after_call": "後処理"},
}
"""What people call the parts of the work, by language."""


def words_of(changes: Sequence[Change], language: Language) -> str:
    """The changes as one clause; without any, that there is none."""
    if not changes:
        return "変更なし" if language == "ja" else "no change"
    said = _japanese if language == "ja" else _english
    return ("、" if language == "ja" else ", ").join(map(said, changes))


def _english(change: Change) -> str:
    on = _day(change)
    day = f" on {on}" if on else ""
    match change:
        case HandleTimeChange(seconds=0.0):
            return f"{PARTS['en'][change.part]} × {change.factor:g}{day}"
        case HandleTimeChange():
            by = "shorter" if change.seconds < 0 else "longer"
            return f"{PARTS['en'][change.part]} {abs(change.seconds):g} s {by}{day}"
        case VolumeChange():
            return f"contacts × {change.factor:.3g}{_between(change, 'en')}{day}"
        case EventChange():
            return f"a day of kind {change.kind}{day}"
        case PeopleChange():
            count, more = abs(change.count), "more" if change.count > 0 else "fewer"
            people = "person" if count == 1 else "people"
            return f"{count:g} {more} {people}{_between(change, 'en')}{_speed(change, 'en')}{day}"
        case ThresholdChange():
            return f"a threshold of {change.seconds:g} s"


def _japanese(change: Change) -> str:
    on = _day(change)
    day = f"（{on}）" if on else ""
    match change:
        case HandleTimeChange(seconds=0.0):
            return f"{PARTS['ja'][change.part]}{change.factor:g}倍{day}"
        case HandleTimeChange():
            by = "短縮" if change.seconds < 0 else "延長"
            return f"{PARTS['ja'][change.part]}{abs(change.seconds):g}秒{by}{day}"
        case VolumeChange():
            return f"件数{change.factor:.3g}倍{_between(change, 'ja')}{day}"
        case EventChange():
            return f"{change.kind} の日{day}"
        case PeopleChange():
            by = "増員" if change.count > 0 else "減員"
            return f"{abs(change.count):g}人{by}{_between(change, 'ja')}{_speed(change, 'ja')}{day}"
        case ThresholdChange():
            return f"しきい値{change.seconds:g}秒"


def _day(change: Change) -> date | None:
    return None if isinstance(change, ThresholdChange) else change.on


def _between(change: VolumeChange | PeopleChange, language: Language) -> str:
    span = change.first_minute, change.last_minute
    if span == (0, MIDNIGHT):
        return ""
    first, last = span_text(*span).split("-")
    return f"（{first}〜{last}）" if language == "ja" else f" from {first} to {last}"


def _speed(change: PeopleChange, language: Language) -> str:
    if change.proficiency == 1:
        return ""
    return f"（習熟度{change.proficiency:g}）" if language == "ja" else f" (proficiency {change.proficiency:g})"
