"""What is promised, in words: for queues where the customer waits, and for written work with a deadline."""

from typing import Literal

import numpy as np

from staffing.promise import Promise


def sentence_of(made: Promise, language: Literal["ja", "en"], *, title: str) -> str:
    """What is promised and what it rests on, in a few plain sentences."""
    if made.is_written:
        return _written_in_japanese(made, title) if language == "ja" else _written_in_english(made, title)
    return _live_in_japanese(made, title) if language == "ja" else _live_in_english(made, title)


_SCOPE_WORDS = {
    "ja": {"interval": "各時間帯", "day": "各日", "week": "各週"},
    "en": {"interval": "interval", "day": "day", "week": "week"},
}


_WORTH_SAYING_HOURS = 0.05


def _percent(share: float) -> str:
    """One decimal, cut off rather than rounded up: 89.96 % is not shown as a kept 90 %."""
    return f"{np.floor(share * 1000 + 1e-6) / 10:.1f}"


def _live_in_english(made: Promise, title: str) -> str:
    goal, scope = made.goal, _SCOPE_WORDS["en"][made.scope]
    span = f"the weakest {scope} ({made.worst_span_start:%Y-%m-%d}) {_percent(made.worst_span_service_level)} %, "
    interval = f"the weakest interval ({made.worst_interval_start:%Y-%m-%d %H:%M})"
    return (
        f"{title}: {_percent(made.service_level)} % of contacts are expected to be answered within "
        f"{goal.threshold_seconds:g} s; the goal is {goal.service_level * 100:g} % for every {scope}. "
        f"Expected are for {'' if made.scope == 'interval' else span}{interval} "
        f"{_percent(made.worst_interval_service_level)} %. "
        f"It takes {made.agent_hours:.1f} agent hours at an occupancy, handling / (handling + available), of "
        f"{_percent(made.occupancy)} %. {_rests_in_english(made)}{_at_once_in_english(made)}"
    )


def _live_in_japanese(made: Promise, title: str) -> str:
    goal, scope = made.goal, _SCOPE_WORDS["ja"][made.scope]
    word = {"day": "日", "week": "週"}.get(made.scope, "")
    span = f"最も低い{word}（{made.worst_span_start:%Y-%m-%d}）は{_percent(made.worst_span_service_level)}%、"
    interval = f"最も低い時間帯（{made.worst_interval_start:%Y-%m-%d %H:%M}）は"
    return (
        f"{title}：{goal.threshold_seconds:g}秒以内に応答できる割合は全体で{_percent(made.service_level)}%の"
        f"見込みです（目標は{scope}{goal.service_level * 100:g}%）。"
        f"{'' if made.scope == 'interval' else span}{interval}"
        f"{_percent(made.worst_interval_service_level)}%の見込みです。必要な稼働は延べ{made.agent_hours:.1f}人時、"
        f"占有率（対応÷（対応＋待機））は{_percent(made.occupancy)}%です。{_rests_in_japanese(made)}"
        f"{_at_once_in_japanese(made)}"
    )


def _rests_in_english(made: Promise) -> str:
    """What the figures rest on, and what plain Erlang C would ask for."""
    goal, grounds = made.goal, made.grounds
    if grounds is None:
        count = "the mean" if goal.confidence == 0.5 else f"the {goal.confidence * 100:g} % quantile"
        return (
            f"This rests on {count} of the forecast coming true in each interval, on Erlang C for each interval by "
            "itself, and on nobody hanging up while waiting."
        )
    span = "weeks" if made.scope == "week" else "days"
    stay = (
        "on nobody hanging up while waiting"
        if np.isinf(grounds.patience_seconds)
        else f"on customers who wait {grounds.patience_seconds:.0f} s on average before they hang up "
        f"({_percent(made.abandonment)} % do; at most {goal.max_abandonment * 100:g} % shall)"
    )
    closing = (
        f" Finishing what is in hand at closing takes {grounds.after_closing_hours:.1f} hours more."
        if grounds.after_closing_hours >= _WORTH_SAYING_HOURS
        else ""
    )
    return (
        f"On {_in_ten(grounds.share_of_days)} such {span} in ten the goal is expected to be reached. This rests on the "
        f"forecast with its doubt, on what is still being handled from before, on Erlang A, and {stay}. Plain Erlang "
        f"C, each interval by itself and exactly as forecast, would ask for {grounds.plain_agent_hours:.1f} hours."
        f"{closing}"
    )


def _rests_in_japanese(made: Promise) -> str:
    goal, grounds = made.goal, made.grounds
    if grounds is None:
        count = "平均" if goal.confidence == 0.5 else f"{goal.confidence * 100:g}%分位点"
        return (
            f"前提：各時間帯の件数が予測の{count}どおりで、時間帯ごとに独立したアーランC式に従い、待ちきれずに離れる"
            "お客様はいないものとします。"
        )
    span = "週" if made.scope == "week" else "日"
    stay = (
        "待ちきれずに離れるお客様はいないものとします"
        if np.isinf(grounds.patience_seconds)
        else f"お客様は平均{grounds.patience_seconds:.0f}秒待つと電話を切るものとします（放棄は"
        f"{_percent(made.abandonment)}%の見込み、上限{goal.max_abandonment * 100:g}%）"
    )
    closing = (
        f"受付終了時に対応中のものを終えるには、ほかに{grounds.after_closing_hours:.1f}時間かかります。"
        if grounds.after_closing_hours >= _WORTH_SAYING_HOURS
        else ""
    )
    return (
        f"このような10{span}のうち{_in_ten(grounds.share_of_days)}{span}で目標に届く見込みです。前提：予測とその幅、"
        f"前の時間帯から続く対応、アーランA式によります。{stay}。時間帯ごとに予測どおりとみる単純なアーランC式では"
        f"{grounds.plain_agent_hours:.1f}人時です。{closing}"
    )


def _in_ten(share: float) -> str:
    """`9`, or `9.5`: halves are as fine as it is known."""
    return f"{np.floor(share * 20 + 1e-6) / 2:g}"


def _at_once_in_english(made: Promise) -> str:
    if made.slots.concurrency == 1:
        return ""
    if made.slots.slowdown == 0:
        return f" One person serves up to {made.slots.concurrency} contacts at once, each as fast as alone."
    return (
        f" One person serves up to {made.slots.concurrency} contacts at once (c), each further one makes each of them "
        f"{made.slots.slowdown * 100:g} % longer (β = {made.slots.slowdown:g}); so with all at once a contact takes "
        f"{made.slots.stretch:.4g} times as long as alone."
    )


def _at_once_in_japanese(made: Promise) -> str:
    if made.slots.concurrency == 1:
        return ""
    if made.slots.slowdown == 0:
        return f"1人が同時に{made.slots.concurrency}件まで対応し、1件あたりの対応時間は単独のときと同じとします。"
    return (
        f"1人が同時に{made.slots.concurrency}件まで対応し（c）、同時対応が1件増えるごとに1件あたりの対応時間が"
        f"{made.slots.slowdown * 100:g}%延びるものとします（β＝{made.slots.slowdown:g}、"
        f"上限まで同時対応するときは単独の{made.slots.stretch:.4g}倍）。"
    )


def _written_in_english(made: Promise, title: str) -> str:
    goal = made.goal
    span = "week" if made.scope == "week" else "day"
    open_before = (
        "what is open at the start was not told and is not in it"
        if made.backlog is None
        else f"the {made.backlog} contacts open at the start are done first"
    )
    return (
        f"{title}: {_percent(made.service_level)} % of contacts are expected to be answered "
        f"{goal.deadline.within('en')}; the goal is {goal.service_level * 100:g} % for every {span}. Of those "
        f"received in the weakest {span} ({made.worst_span_start:%Y-%m-%d}) it is "
        f"{_percent(made.worst_span_service_level)} %. It takes "
        f"{made.agent_hours:.1f} agent hours at an occupancy, handling / (handling + available), of "
        f"{_percent(made.occupancy)} %. This rests on the forecast and its day-to-day variation, drawn many times, "
        f"on the mean handle time, and on contacts being answered in the order in which they came; {open_before}."
    )


def _written_in_japanese(made: Promise, title: str) -> str:
    goal = made.goal
    span = "週" if made.scope == "week" else "日"
    open_before = (
        "開始時点の滞留件数は示されていないため含みません"
        if made.backlog is None
        else f"開始時点の滞留{made.backlog}件を先に処理します"
    )
    return (
        f"{title}：{goal.deadline.within('ja')}に返信できる割合は全体で{_percent(made.service_level)}%の見込みです"
        f"（目標は各{span}{goal.service_level * 100:g}%）。最も低い{span}（{made.worst_span_start:%Y-%m-%d}受付分）は"
        f"{_percent(made.worst_span_service_level)}%の見込みです。必要な稼働は延べ{made.agent_hours:.1f}人時、"
        f"占有率（対応÷（対応＋待機））は{_percent(made.occupancy)}%です。前提：予測とその日ごとのばらつきを繰り返し"
        f"抽出し、平均処理時間で、受付順に返信するものとします。{open_before}。"
    )
