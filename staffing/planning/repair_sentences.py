"""What mending a plan says: each change in a line, and what it brings, in the desk's languages."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import pandas as pd

from data.desk import Desk
from data.remark import Remark
from staffing.planning.person_day import DAY_MINUTES, PersonDay, Piece, Span
from staffing.planning.repair import MendedPlan
from staffing.planning.repair_day import Change
from staffing.shift_plan import ABSENCES

CHANGE_COLUMNS = ("person", "date", "change", "before", "after")

LEAST_HOURS = 0.05
"""Less than this is not uncovered."""

WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "lunch": "昼休憩", "rest": "休憩", "break": "小休憩", "training": "研修", "meeting": "会議",
        "paid_leave": "有休", "leave": "不在", "day_off": "公休", "nothing": "予定なし", "comma": "、",
        "happened": "予定からの変更", "kind.lunch": "昼休憩の移動", "kind.break": "休憩の移動",
        "kind.queue": "窓口の変更", "kind.longer": "終業の延長", "kind.earlier": "始業の繰り上げ",
        "kind.start": "シフトの移動", "kind.called": "呼び出し",
        "line": "{person} {date:%-m月%-d日}（{kind}）：{before} → {after}",
    },
    "en": {
        "lunch": "lunch", "rest": "rest", "break": "break", "training": "training", "meeting": "meeting",
        "paid_leave": "paid leave", "leave": "away", "day_off": "day off", "nothing": "nothing", "comma": ", ",
        "happened": "what happened", "kind.lunch": "lunch moved", "kind.break": "break moved",
        "kind.queue": "another queue", "kind.longer": "longer", "kind.earlier": "begins earlier",
        "kind.start": "shift moved", "kind.called": "called in",
        "line": "{person} {date:%Y-%m-%d} ({kind}): {before} -> {after}",
    },
}  # fmt: skip

SENTENCES: dict[str, dict[str, str]] = {
    "ja": {
        "mended": "{days}：これからの不足は {happened:.1f} 人時でしたが、{people} 人の変更で {mended:.1f} 人時に"
        "なります（計画時は {planned:.1f} 人時）。",
        "enough": "{days}：これからの不足は {happened:.1f} 人時（計画時 {planned:.1f} 人時）です。"
        "変更の必要はありません。",
        "nothing": "{days}：これから {happened:.1f} 人時が不足します（計画時は {planned:.1f} 人時）。契約と労働基準の"
        "範囲内では、計画を変えても埋められません。",
        "refused": "{people} の変更は労働ルールに反するため取り消しました。",
        "days": "{first} から {last} まで",
    },
    "en": {
        "mended": "{days}: {happened:.1f} agent-hours ahead were uncovered; with changes for {people} people it is "
        "{mended:.1f} (planned: {planned:.1f}).",
        "enough": "{days}: {happened:.1f} agent-hours ahead are uncovered (planned: {planned:.1f}); nothing needs to "
        "change.",
        "nothing": "{days}: {happened:.1f} agent-hours ahead are uncovered (planned: {planned:.1f}); within contracts "
        "and labour rules no change of the plan covers them.",
        "refused": "Changes for {people} were taken back: they would break a labour rule.",
        "days": "{first} to {last}",
    },
}


def change_rows(mended: MendedPlan, language: str) -> pd.DataFrame:
    """A row a change with `CHANGE_COLUMNS`; `change` is the kind, the same in every language."""
    rows = [
        (change.person, change.day.isoformat(), change.kind, *_told(change, mended.desk, language))
        for change in mended.changes
    ]
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS))


def repair_remarks(mended: MendedPlan) -> list[Remark]:
    """What was mended, then each change in a line."""
    told = [Remark(ja=_summary(mended, "ja"), en=_summary(mended, "en"))]
    told += [Remark(ja=_line(one, mended.desk, "ja"), en=_line(one, mended.desk, "en")) for one in mended.changes]
    if mended.refused:
        ja, en = (
            SENTENCES[language]["refused"].format(people=WORDS[language]["comma"].join(mended.refused))
            for language in ("ja", "en")
        )
        told.append(Remark(ja=ja, en=en))
    return told


def _summary(mended: MendedPlan, language: str) -> str:
    said = SENTENCES[language]
    planned, happened, left = mended.uncovered_hours
    first, last = mended.days[0], mended.days[-1]
    days = first.isoformat() if first == last else said["days"].format(first=first, last=last)
    people = len({change.person for change in mended.answers})
    kind = "mended" if people else "nothing" if happened > planned + LEAST_HOURS else "enough"
    return said[kind].format(days=days, people=people, planned=planned, happened=happened, mended=left)


def _line(change: Change, desk: Desk, language: str) -> str:
    said = WORDS[language]
    kind = said["happened"] if change.kind == "happened" else said[f"kind.{change.kind}"]
    before, after = _told(change, desk, language)
    return said["line"].format(person=change.person, date=change.day, kind=kind, before=before, after=after)


def _told(change: Change, desk: Desk, language: str) -> tuple[str, str]:
    """What differs, before and after."""
    spans = _differing(change.before, change.after)
    named: Callable[[str], str] = lambda queue: desk.settings.title_of(queue)(language)  # noqa: E731
    return _during(change.before, spans, named, language), _during(change.after, spans, named, language)


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


def _during(line: PersonDay, spans: Sequence[Span], named: Callable[[str], str], language: str) -> str:
    said, parts = WORDS[language], list[tuple[Span, str]]()
    for piece in line.pieces:
        for first, last in spans:
            start, end = max(piece.start, first), min(piece.end, last)
            if start < end:
                parts.append(((start, end), named(piece.queue) if piece.queue else said[piece.activity]))
    if not parts:
        return said["nothing"]
    return said["comma"].join(f"{_clock(start)}-{_clock(end)} {what}" for (start, end), what in parts)


def _clock(minute: int) -> str:
    """Minutes since midnight; what lies beyond it is told as 24:30, as shops write it."""
    return f"{minute // 60:02d}:{minute % 60:02d}" if minute <= 2 * DAY_MINUTES else f"+{minute // DAY_MINUTES}d"
