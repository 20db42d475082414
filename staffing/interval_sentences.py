"""Why an interval needs its people, in words."""

from typing import Literal

import numpy as np
import pandas as pd

from staffing.interval_explained import IntervalExplained
from staffing.plan_sentences import day_and_time

_RULES = {
    "service_level": {
        "en": "the service level of {level:g} % over the {scope}",
        "ja": "{scope}のサービスレベル{level:g}%",
    },
    "deadline": {"en": "the time within which callbacks are promised", "ja": "折り返しを約束した時間"},
    "floor": {"en": "the floor of {floor:g} % for each interval", "ja": "時間帯ごとの下限{floor:g}%"},
    "max_abandonment": {
        "en": "the cap of {gone:g} % on those who hang up",
        "ja": "放棄率の上限{gone:g}%",
    },
    "confidence": {
        "en": "the goal being reached on {days:g} % of such days",
        "ja": "このような日の{days:g}%で目標に届くこと",
    },
    "min_agents": {"en": "at least {least} people on duty", "ja": "最低{least}人の在席"},
    "max_occupancy": {"en": "an occupancy of at most {busy:g} %", "ja": "占有率の上限{busy:g}%"},
}

_SCOPES = {
    "en": {"interval": "interval", "day": "day", "week": "week"},
    "ja": {"interval": "時間帯", "day": "一日", "week": "一週間"},
}


def sentence_of(told: IntervalExplained, language: Literal["ja", "en"], *, title: str) -> str:
    """Load, doubt, rule, and one person less or more."""
    asked = _asked_in_japanese(told, title) if language == "ja" else _asked_in_english(told, title)
    return asked + "".join(_one_more_or_less(told, row, language) for _, row in told.rows.iterrows())


def _asked_in_english(told: IntervalExplained, title: str) -> str:
    return (
        f"{title}, {day_and_time(told.start, 'en')}: {told.contacts:.1f} contacts are expected (on four days in five "
        f"{told.fewest_contacts:.0f} to {told.most_contacts:.0f}), each of {told.handle_seconds:.0f} s: a load of "
        f"{told.load:.2f} erlangs, contacts x handle time / open time; counting what was begun before, "
        f"{told.carried_load:.2f} are met with. What bound is {_rule(told, 'en')}."
    )


def _asked_in_japanese(told: IntervalExplained, title: str) -> str:
    return (
        f"{title}（{day_and_time(told.start, 'ja')}）：{told.contacts:.1f}件の見込み（5日に4日は"
        f"{told.fewest_contacts:.0f}〜{told.most_contacts:.0f}件）、1件{told.handle_seconds:.0f}秒で、呼量は"
        f"{told.load:.2f}アーラン（件数×処理時間÷受付時間）、前から続く対応を含めると{told.carried_load:.2f}アーランです。"
        f"人数を決めたのは{_rule(told, 'ja')}です。"
    )


def _rule(told: IntervalExplained, language: Literal["ja", "en"]) -> str:
    goal = told.goal
    return _RULES[told.bound_by][language].format(
        level=100 * goal.service_level,
        scope=_SCOPES[language][goal.scope],
        floor=100 * max(goal.floor, 0.0),
        gone=100 * goal.max_abandonment,
        days=100 * goal.confidence,
        least=goal.min_agents,
        busy=100 * goal.max_occupancy,
    )


def _one_more_or_less(told: IntervalExplained, row: "pd.Series[float]", language: Literal["ja", "en"]) -> str:
    people, level = int(row["agents"]), f"{100 * row['service_level']:.1f}"
    seconds, gone = told.goal.threshold_seconds, row["abandonment"]
    if language == "ja":
        lost = "" if np.isnan(gone) else f"、放棄{100 * gone:.1f}%"
        return f"{people}人なら{seconds:g}秒以内の応答は{level}%、平均応答速度は{_wait(row, 'ja')}{lost}。"
    lost = "" if np.isnan(gone) else f", {100 * gone:.1f} % hang up"
    return f" With {people}: {level} % within {seconds:g} s, a mean wait of {_wait(row, 'en')}{lost}."


def _wait(row: "pd.Series[float]", language: Literal["ja", "en"]) -> str:
    if np.isinf(row["asa_seconds"]):
        return {"ja": "際限なし", "en": "no end"}[language]
    return f"{row['asa_seconds']:.0f}{ {'ja': '秒', 'en': ' s'}[language] }"
