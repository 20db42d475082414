"""What a change makes of a queue, in words, and what that rests on."""

from typing import Literal

import numpy as np

from staffing.what_if.answer import QueueAnswer
from staffing.what_if.figures import Measure
from staffing.what_if.words import words_of

Measures = dict[str, Measure]


def sentence_of(made: QueueAnswer, language: Literal["ja", "en"], *, title: str) -> str:
    """What changes, how sure the difference is, and what it rests on."""
    if language == "ja":
        return (_live_japanese if made.is_live else _written_japanese)(made, title)
    return (_live_english if made.is_live else _written_english)(made, title)


def _live_english(made: QueueAnswer, title: str) -> str:
    whole, told = _by_name(made.measures), _by_name(made.touched_measures if made.touches_a_part else made.measures)
    begin = "in the hours that change " if made.touches_a_part else ""
    level, day_level = told["service_level"], whole["service_level"]
    over_all = ""
    if made.touches_a_part:
        over_all = (
            f"; over all hours {_percent(day_level.after)} instead of {_percent(day_level.before)} % are answered in "
            f"time ({_points(day_level)} points)"
        )
    within, until_now = made.after.goal.threshold_seconds, made.before.goal.threshold_seconds
    before_within = "" if within == until_now else f" within {until_now:g} s"
    hang_up = told["abandonment"]
    gone = "nobody hangs up" if np.isinf(made.patience_seconds) else (
        f"{_percent(hang_up.after)} instead of {_percent(hang_up.before)} % hang up ({_points(hang_up)} points)"
    )  # fmt: skip
    return (
        f"{_head_english(made, title)}{_work_english(made, whole)}{begin}{_percent(level.after)} % of contacts are "
        f"expected to be answered within {within:g} s instead of {_percent(level.before)} %{before_within} "
        f"({_points(level)} points), the mean wait is {_wait_english(told['asa_seconds'])}, {gone}, and the weakest "
        f"interval has {_percent(told['worst_service_level'].after)} instead of "
        f"{_percent(told['worst_service_level'].before)} %{over_all}. {_hours_english(whole)} {_basis_english(made)}"
    )


def _live_japanese(made: QueueAnswer, title: str) -> str:
    whole, told = _by_name(made.measures), _by_name(made.touched_measures if made.touches_a_part else made.measures)
    begin = "変更のある時間帯では、" if made.touches_a_part else ""
    level, day_level = told["service_level"], whole["service_level"]
    over_all = ""
    if made.touches_a_part:
        over_all = (
            f"全時間帯の時間内応答率は{_percent(day_level.before)}%から{_percent(day_level.after)}%"
            f"（{_points(day_level)}ポイント）になります。"
        )
    within, until_now = made.after.goal.threshold_seconds, made.before.goal.threshold_seconds
    which = (
        f"{within:g}秒以内" if within == until_now else f"応答の目安を{until_now:g}秒から{within:g}秒にしたときの時間内"
    )
    hang_up = told["abandonment"]
    gone = "放棄はなし、" if np.isinf(made.patience_seconds) else (
        f"放棄率は{_percent(hang_up.before)}%から{_percent(hang_up.after)}%（{_points(hang_up)}ポイント）、"
    )  # fmt: skip
    return (
        f"{_head_japanese(made, title)}{_work_japanese(made, whole)}{begin}{which}に応答できる割合は"
        f"{_percent(level.before)}%から{_percent(level.after)}%（{_points(level)}ポイント）、平均応答速度は"
        f"{_wait_japanese(told['asa_seconds'])}、{gone}最も低い時間帯は"
        f"{_percent(told['worst_service_level'].before)}%から{_percent(told['worst_service_level'].after)}%へ変わる"
        f"見込みです。{over_all}{_hours_japanese(whole)}{_basis_japanese(made)}"
    )


def _written_english(made: QueueAnswer, title: str) -> str:
    told = _by_name(made.measures)
    work, needed = told["handling_hours"], told["hours_required"]
    return (
        f"{_head_english(made, title)}{_work_english(made, told)}handling what comes takes {work.after:,.1f} "
        f"instead of {work.before:,.1f} hours ({work.difference:+,.1f}), and keeping the deadlines needs "
        f"{needed.after:,.1f} instead of {needed.before:,.1f} agent-hours ({needed.difference:+,.1f}). This rests on "
        "the forecast's contacts and handle times and on whole people in each interval; nothing is simulated."
    )


def _written_japanese(made: QueueAnswer, title: str) -> str:
    told = _by_name(made.measures)
    work, needed = told["handling_hours"], told["hours_required"]
    return (
        f"{_head_japanese(made, title)}{_work_japanese(made, told)}受付分の対応時間は{work.before:,.1f}時間から"
        f"{work.after:,.1f}時間（{work.difference:+,.1f}）、返信期限を守るのに必要な延べ時間は"
        f"{needed.before:,.1f}人時から{needed.after:,.1f}人時（{needed.difference:+,.1f}）へ変わる見込みです。"
        "前提：件数と処理時間は予測どおり、各時間帯の人数は整数とします（シミュレーションではありません）。"
    )


def _head_english(made: QueueAnswer, title: str) -> str:
    return f"{title}, {_days(made, ' to ')}, {words_of(made.changes, 'en')}: "


def _head_japanese(made: QueueAnswer, title: str) -> str:
    return f"{title}（{_days(made, '〜')}）、{words_of(made.changes, 'ja')}："


def _by_name(measures: tuple[Measure, ...]) -> Measures:
    return {one.name: one for one in measures}


def _work_english(made: QueueAnswer, told: Measures) -> str:
    """What comes and how long it takes, where either changes."""
    contacts, seconds, said = told["contacts"], told["handle_seconds"], ""
    if contacts.difference != 0:
        said += f"{contacts.after:,.0f} instead of {contacts.before:,.0f} contacts are expected, "
    if made.takes_otherwise:
        said += f"a contact takes {seconds.after:,.0f} instead of {seconds.before:,.0f} s on average, "
    return said


def _work_japanese(made: QueueAnswer, told: Measures) -> str:
    contacts, seconds, said = told["contacts"], told["handle_seconds"], ""
    if contacts.difference != 0:
        said += f"受付件数は{contacts.before:,.0f}件から{contacts.after:,.0f}件、"
    if made.takes_otherwise:
        said += f"平均処理時間は{seconds.before:,.0f}秒から{seconds.after:,.0f}秒、"
    return said


def _hours_english(told: Measures) -> str:
    needed, there = told["hours_required"], told["hours_there"]
    instead = "" if there.difference == 0 else f" instead of {there.before:,.1f}"
    need = "as before" if needed.difference == 0 else f"instead of {needed.before:,.1f} ({needed.difference:+,.1f})"
    return f"The goal needs {needed.after:,.1f} agent-hours {need}; {there.after:,.1f}{instead} are there."


def _hours_japanese(told: Measures) -> str:
    needed, there = told["hours_required"], told["hours_there"]
    until_now = "" if there.difference == 0 else f"{there.before:,.1f}人時から"
    need = f"{needed.before:,.1f}人時から{needed.after:,.1f}人時（{needed.difference:+,.1f}）"
    if needed.difference == 0:
        need = f"{needed.after:,.1f}人時のまま"
    return f"目標に必要な延べ時間は{need}、配置は{until_now}{there.after:,.1f}人時です。"


def _basis_english(made: QueueAnswer) -> str:
    patience = (
        "nobody hanging up while waiting"
        if np.isinf(made.patience_seconds)
        else f"customers hanging up after {made.patience_seconds:.0f} s on average"
    )
    share = made.planned.mean()
    people = "the people planned" if share == 1 else "as many people as are required without the change"
    if 0 < share < 1:
        people = f"the people planned, and where no plan reaches ({1 - share:.0%} of the hours) as many as are required"
    return (
        f"This rests on {made.courses} simulated courses of these days drawn from the forecast (seed {made.seed}), the "
        f"same ones before and after (± is 95 % confidence of the difference), on {people}, who stay as they are but "
        f"for the change, on log-normal handle times, and on {patience}."
    )


def _basis_japanese(made: QueueAnswer) -> str:
    patience = (
        "待ちきれずに離れるお客様はいないもの"
        if np.isinf(made.patience_seconds)
        else f"お客様は平均{made.patience_seconds:.0f}秒待つと離れるもの"
    )
    share = made.planned.mean()
    people = "シフトどおりの人員" if share == 1 else "変更前の必要人数どおりの人員"
    if 0 < share < 1:
        people = f"シフトどおりの人員（シフトのない{1 - share:.0%}の時間帯は必要人数）"
    return (
        f"前提：予測から作った{made.courses}通りの経過を、変更の前後で同じ乱数（シード{made.seed}）で試した"
        f"シミュレーション（±は差の95%信頼区間）、{people}（変更以外はそのまま）、処理時間は対数正規分布、"
        f"{patience}とします。"
    )


def _days(made: QueueAnswer, between: str) -> str:
    days = made.days
    return f"{days[0]:%Y-%m-%d}" if len(days) == 1 else f"{days[0]:%Y-%m-%d}{between}{days[-1]:%Y-%m-%d}"


def _percent(share: float) -> str:
    return f"{share * 100:.1f}"


def _points(one: Measure) -> str:
    return _difference(one, times=100)


def _difference(one: Measure, *, times: float = 1.0) -> str:
    """Signed, with its half-width; one decimal, or two where it is known better than that."""
    half = one.half_width * times
    digits = 1 if half >= 0.05 else 2
    return f"{one.difference * times:+.{digits}f} ± {half:.{digits}f}"


def _wait_english(one: Measure) -> str:
    return f"{one.after:.1f} s instead of {one.before:.1f} s ({_difference(one)} s)"


def _wait_japanese(one: Measure) -> str:
    return f"{one.before:.1f}秒から{one.after:.1f}秒（{_difference(one)}秒）"
