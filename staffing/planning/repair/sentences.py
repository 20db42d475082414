"""What mending a plan says: each change in a line, and what it brings, in the desk's languages."""

import pandas as pd

from data.desk import Desk
from data.remark import Remark
from staffing.planning.day_words import WORDS as DAY_WORDS
from staffing.planning.day_words import differences
from staffing.planning.repair.day import Change
from staffing.planning.repair.repair import MendedPlan

CHANGE_COLUMNS = ("person", "date", "change", "before", "after")

LEAST_HOURS = 0.05
"""Less than this is not uncovered."""

WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "happened": "予定からの変更", "kind.lunch": "昼休憩の移動", "kind.break": "休憩の移動",
        "kind.queue": "窓口の変更", "kind.longer": "終業の延長", "kind.earlier": "始業の繰り上げ",
        "kind.start": "シフトの移動", "kind.called": "呼び出し",
        "line": "{person} {date:%-m月%-d日}（{kind}）：{before} → {after}",
    },
    "en": {
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
        (
            change.person,
            change.day.isoformat(),
            change.kind,
            *differences(change.before, change.after, mended.desk, language),
        )
        for change in mended.changes
    ]
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS))


def repair_remarks(mended: MendedPlan) -> list[Remark]:
    """What was mended, then each change in a line."""
    told = [Remark(ja=_summary(mended, "ja"), en=_summary(mended, "en"))]
    told += [Remark(ja=_line(one, mended.desk, "ja"), en=_line(one, mended.desk, "en")) for one in mended.changes]
    if mended.refused:
        ja, en = (
            SENTENCES[language]["refused"].format(people=DAY_WORDS[language]["comma"].join(mended.refused))
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
    before, after = differences(change.before, change.after, desk, language)
    return said["line"].format(person=change.person, date=change.day, kind=kind, before=before, after=after)
