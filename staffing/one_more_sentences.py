"""What one more person would change, in words."""

from typing import Literal

import numpy as np

from staffing.one_more import OneMore


def sentence_of(made: OneMore, language: Literal["ja", "en"], *, title: str) -> str:
    """What changes with one more person, and what that rests on."""
    return _in_japanese(made, title) if language == "ja" else _in_english(made, title)


def _in_english(made: OneMore, title: str) -> str:
    (before, after), (day_before, day_after) = made.span, made.day
    gone = ""
    if made.engine == "erlang_a":
        gone = f", and {_lost(after.abandonment)} instead of {_lost(before.abandonment)} % hang up"
    rests = (
        "nobody hanging up while waiting"
        if made.engine == "erlang_c"
        else f"customers hanging up after {made.patience_seconds:.0f} s on average (Erlang A)"
    )
    return (
        f"{title}, {_days(made, ' to ')}, one more person from {_clock(made.first_minute)} to "
        f"{_clock(made.last_minute)}: in these hours {_percent(after.service_level)} instead of "
        f"{_percent(before.service_level)} % of contacts are expected to be answered within "
        f"{made.goal.threshold_seconds:g} s, the mean wait is "
        f"{_wait(after.asa_seconds)} instead of {_wait(before.asa_seconds)}{gone}; the weakest interval has "
        f"{_percent(after.worst_service_level)} instead of {_percent(before.worst_service_level)} %, and the "
        f"occupancy, handling / (handling + available), is {_percent(after.occupancy)} instead of "
        f"{_percent(before.occupancy)} %. Over the whole day it is {_percent(day_after.service_level)} instead of "
        f"{_percent(day_before.service_level)} %. This rests on {'the planned' if made.is_plan else 'the required'} "
        f"people, on the forecast with its doubt, on what was begun before, and on {rests}."
    )


def _in_japanese(made: OneMore, title: str) -> str:
    (before, after), (day_before, day_after) = made.span, made.day
    gone = ""
    if made.engine == "erlang_a":
        gone = f"放棄率は{_lost(before.abandonment)}%から{_lost(after.abandonment)}%へ、"
    rests = (
        "待ちきれずに離れるお客様はいないもの"
        if made.engine == "erlang_c"
        else f"お客様は平均{made.patience_seconds:.0f}秒待つと離れるもの（アーランA式）"
    )
    return (
        f"{title}（{_days(made, '〜')}）：{_clock(made.first_minute)}〜{_clock(made.last_minute)}に1人増やすと、"
        f"その時間帯に{made.goal.threshold_seconds:g}秒以内に応答できる割合は{_percent(before.service_level)}%から"
        f"{_percent(after.service_level)}%へ、平均応答速度は{_wait_ja(before.asa_seconds)}から"
        f"{_wait_ja(after.asa_seconds)}へ、{gone}最も低い時間帯は{_percent(before.worst_service_level)}%から"
        f"{_percent(after.worst_service_level)}%へ、占有率（対応÷（対応＋待機））は{_percent(before.occupancy)}%から"
        f"{_percent(after.occupancy)}%へ変わる見込みです。一日全体では{_percent(day_before.service_level)}%から"
        f"{_percent(day_after.service_level)}%になります。前提：{'シフト' if made.is_plan else '必要人数'}"
        f"どおりの人員、予測とその幅、前の時間帯から続く対応によります。{rests}とします。"
    )


def _days(made: OneMore, between: str) -> str:
    days = made.days
    return f"{days[0]:%Y-%m-%d}" if len(days) == 1 else f"{days[0]:%Y-%m-%d}{between}{days[-1]:%Y-%m-%d}"


def _percent(share: float) -> str:
    """One decimal, cut off rather than rounded up: 89.96 % is not shown as a kept 90 %."""
    return f"{np.floor(share * 1000 + 1e-6) / 10:.1f}"


def _lost(share: float) -> str:
    """One decimal, rounded up: 0.17 % is not shown as 0.1 %."""
    return f"{np.ceil(share * 1000 - 1e-6) / 10:.1f}"


def _wait(seconds: float) -> str:
    return f"{seconds:.0f} s" if np.isfinite(seconds) else "endless (more work than people)"


def _wait_ja(seconds: float) -> str:
    return f"{seconds:.0f}秒" if np.isfinite(seconds) else "際限なく延びる状態"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
