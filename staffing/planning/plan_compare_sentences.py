"""What differs between two plans: each change in a line, the figures side by side, in the desk's languages."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from data.desk import Desk
from data.remark import Remark
from staffing.planning.day_words import WORDS as DAY_WORDS
from staffing.planning.day_words import day_in_words, differences
from staffing.planning.plan_compare import ComparedPlans, DayChange, Figure

CHANGE_COLUMNS = ("person", "date", "change", "before", "after")

NAMED_AT_MOST = 5

FIGURES: dict[str, dict[str, str]] = {
    "ja": {
        "working_hours": "労働時間", "required_hours": "必要（人時）", "uncovered_hours": "不足（人時）",
        "surplus_hours": "余剰（人時）", "blocks": "違反", "warnings": "警告", "paid_hours": "賃金の対象（時間）",
        "night_hours": "深夜（時間）", "overtime_hours": "時間外（時間）", "cost": "人件費",
        "spread_mornings": "月曜朝の最多と最少の差", "spread_late": "遅番の最多と最少の差",
        "spread_weekends": "週末の最多と最少の差", "spread_month_ends": "月末の最多と最少の差",
        "spread_odd_lunches": "早い昼・遅い昼の最多と最少の差", "service_level": "{queue} 時間内応答率（%）",
        "abandonment": "{queue} 放棄率（%）", "asa_seconds": "{queue} 平均待ち時間（秒）",
        "old": "元の計画", "new": "新しい計画", "difference": "差",
    },
    "en": {
        "working_hours": "working hours", "required_hours": "required hours", "uncovered_hours": "uncovered hours",
        "surplus_hours": "surplus hours", "blocks": "rules broken", "warnings": "warnings", "paid_hours": "paid hours",
        "night_hours": "hours at night", "overtime_hours": "hours of overtime", "cost": "cost",
        "spread_mornings": "Monday mornings, most less least", "spread_late": "late shifts, most less least",
        "spread_weekends": "weekends, most less least", "spread_month_ends": "month ends, most less least",
        "spread_odd_lunches": "lunches at odd hours, most less least", "service_level": "{queue}: answered in time, %",
        "abandonment": "{queue}: hang up, %", "asa_seconds": "{queue}: mean wait, s",
        "old": "old", "new": "new", "difference": "difference",
    },
}  # fmt: skip

SENTENCES: dict[str, dict[str, str]] = {
    "ja": {
        "same": "{first}〜{last}：2つの計画に違いはありません。",
        "changed": "{first}〜{last}：{people} 人の {days} 日分の予定が変わります。",
        "hours": "労働時間が変わる人：{people}。",
        "one": "{person} {hours:+.2f} 時間",
        "more": "ほか {count} 人",
        "new": "新しい計画だけの違反・警告：{told}",
        "mended": "新しい計画で解消する違反・警告：{told}",
    },
    "en": {
        "same": "{first} to {last}: the two plans do not differ.",
        "changed": "{first} to {last}: {days} days of {people} people are otherwise.",
        "hours": "Other working hours: {people}.",
        "one": "{person} {hours:+.2f}",
        "more": "and {count} more",
        "new": "Broken by the new plan alone: {told}",
        "mended": "No longer broken: {told}",
    },
}


def change_rows(compared: ComparedPlans, language: str) -> pd.DataFrame:
    """A row a person and day with `CHANGE_COLUMNS`; `change` is the kind, the same in every language."""
    rows = [
        (one.after.person, one.after.day.isoformat(), one.kind, *_told(one, compared, language))
        for one in compared.changes
    ]
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS))


def compare_remarks(compared: ComparedPlans) -> list[Remark]:
    """How much differs, whose hours do, and which rules are broken anew or no longer."""
    ja, en = (_sentences(compared, language) for language in ("ja", "en"))
    return [Remark(ja=one, en=other) for one, other in zip(ja, en, strict=True)]


def figures_text(figures: Sequence[Figure], desk: Desk, language: str) -> str:
    """The figures side by side, a line each."""
    said = FIGURES[language]
    rows = [
        (_title(one, desk, language), _number(one.old), _number(one.new), _number(one.new - one.old, sign="+"))
        for one in figures
    ]
    table = pd.DataFrame(rows, columns=["", said["old"], said["new"], said["difference"]])
    with pd.option_context("display.unicode.east_asian_width", True):
        return table.to_string(index=False)


def figure_rows(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """The same for `--json`; what is not known is null."""
    return [
        {"figure": one.name, "old": _plain(one.old), "new": _plain(one.new), "difference": _plain(one.new - one.old)}
        for one in figures
    ]


def _plain(value: float) -> float | None:
    return round(value, 4) if value == value else None


def _number(value: float, sign: str = "") -> str:
    told = f"{round(value, 2) + 0.0:{sign},.2f}".rstrip("0").rstrip(".")
    return told if told.strip("+-0") else "0"


def _title(figure: Figure, desk: Desk, language: str) -> str:
    name, _, queue = figure.name.partition(":")
    return FIGURES[language][name].format(queue=desk.settings.title_of(queue)(language) if queue else "")


def _told(one: DayChange, compared: ComparedPlans, language: str) -> tuple[str, str]:
    if one.kind == "within":
        return differences(one.before, one.after, compared.desk, language)
    return day_in_words(one.before, compared.desk, language), day_in_words(one.after, compared.desk, language)


def _sentences(compared: ComparedPlans, language: str) -> list[str]:
    said, comma = SENTENCES[language], DAY_WORDS[language]["comma"]
    days = {"first": compared.old.plan.first_day, "last": compared.old.plan.last_day}
    if not compared.changes:
        return [said["same"].format(**days)]
    people = len({one.after.person for one in compared.changes})
    told = [said["changed"].format(people=people, days=len(compared.changes), **days)]
    other = sorted(compared.other_hours.items(), key=lambda item: -abs(item[1][1] - item[1][0]))
    if other:
        named = [said["one"].format(person=name, hours=new - old) for name, (old, new) in other[:NAMED_AT_MOST]]
        more = len(other) - NAMED_AT_MOST
        named += [said["more"].format(count=more)] if more > 0 else []
        told.append(said["hours"].format(people=comma.join(named)))
    told += [said["new"].format(told=one.sentence(language)) for one in compared.new_violations]
    return told + [said["mended"].format(told=one.sentence(language)) for one in compared.mended_violations]
