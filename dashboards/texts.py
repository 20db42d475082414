"""Every text of the pages by key, one table a language; and how days, times and factors are written."""

from datetime import date
from typing import Any

JAPANESE: dict[str, str] = {
    # shell
    "page.forecast": "予測",
    "page.shifts": "シフト",
    "page.busy_hours": "混雑状況",
    "shell.skip": "本文へ移動",
    "shell.pages": "ページ",
    "shell.data_until": "データ: {until} まで",
    "shell.made_at": "集計: {made_at}",
    "shell.loading": "読み込んでいます…",
    "shell.offline": "ページを開いています。変わらないときは再読み込みしてください。",
    "shell.failed": "表示できませんでした。サーバーの記録をご確認のうえ、再読み込みしてください。",
    "shell.no_page": "{path} というページはありません。上の「予測」「シフト」「混雑状況」からお選びください。",
    "unit.contacts": "{count}件",
    "choose.queue": "窓口",
    "choose.day": "日付",
    "choose.week": "週",
    "choose.measure": "表示する値",
    "week.of": "{first} の週",
    # what is missing
    "missing.snapshot": "データがまだありません。 tsunagari import を実行してください。",
    "missing.forecast": "予測がまだありません。 tsunagari forecast を実行してください。",
    "missing.forecast_queue": "窓口「{queue}」の予測がまだありません。 tsunagari forecast を実行してください。",
    "missing.plan": "シフトがまだありません。 tsunagari plan --start {start} --weeks 4 を実行してください。",
    "missing.requirement": "必要人数がまだありません。 tsunagari staff を実行してください。",
    "missing.counts": "窓口「{queue}」の受付記録がまだありません。 tsunagari import を実行してください。",
    # forecast
    "forecast.title": "これからの入電予測",
    "forecast.peak": "{span}の山は {day} {hour}時台: 1時間に{contacts}件の見込み。",
    "forecast.peak_agents": "必要配置 {agents}人。",
    "forecast.span_one": "{day}",
    "forecast.span_days": "{first}〜{last}",
    "forecast.total": "合計の見込みは {total}件。",
    "forecast.days": "日ごとの見込み",
    "forecast.days_note": (
        "太い帯は80%、細い帯は95%の確からしさで収まる範囲。横線は平均。帯の上はその日最大の要因(曜日を除く、5%以上)。"
    ),
    "forecast.effects": "日ごとの要因",
    "forecast.effects_note": "水準 × 各要因 ≒ 見込み(▲×1.20 は2割増)。",
    "forecast.reasons": "要因",
    "forecast.day": "日付",
    "forecast.time": "時刻",
    "forecast.level_note": "水準は {level}件/日。",
    "forecast.half_hours": "{day} の時間帯",
    "forecast.half_hours_note": "濃い帯は80%、薄い帯は95%の範囲。破線は直近の同じ曜日の実績平均({seen})。",
    "forecast.half_hours_unseen": "濃い帯は80%、薄い帯は95%の範囲。同じ曜日の実績はまだありません。",
    "forecast.half_hours_table": "時間帯の数値",
    "forecast.made_by": "予測日時 {issued_at}・モデル {model}",
    "forecast.remarks": "予測についての注意",
    "forecast.mean": "見込み",
    "forecast.mean_unit": "見込み(件)",
    "forecast.band80_unit": "80%の範囲",
    "forecast.band95_unit": "95%の範囲",
    "forecast.usual_unit": "直近4回平均",
    "forecast.band80": "80%の範囲",
    "forecast.band95": "95%の範囲",
    "forecast.usual": "直近4回の同じ曜日",
    "forecast.axis": "入電数(件/日)",
    "forecast.axis_interval": "入電数(件/{minutes}分)",
    # effects
    "effect.level": "水準",
    "effect.weekday": "曜日",
    "effect.month_start": "月初",
    "effect.month_end": "月末",
    "effect.billing_day": "請求日",
    "effect.after_closure": "休み明け",
    "effect.before_closure": "休み前",
    "effect.holiday": "祝日",
    "effect.before_billing": "請求前日",
    "effect.after_billing": "請求後",
    "effect.release": "リリース",
    "effect.campaign": "キャンペーン",
    "effect.outage": "障害",
    "effect.maintenance": "メンテナンス",
    "effect.company_event": "社内行事",
    "effect.today": "本日の実績",
    "effect.after": "{kind}後",
    # shifts
    "shifts.title": "シフトと過不足",
    "shifts.short": (
        "{day} の {queue} は {hours}人時の不足。最も厳しいのは {time} で {people}人の不足"
        "({span}コマ中 {intervals}コマが不足)。"
    ),
    "shifts.enough": "{day} の {queue} は必要人数をすべての時間帯で満たしています。",
    "shifts.plan_short": "計画全体の不足は {hours}人時、最大は {day} {time} の {people}人。",
    "shifts.plan_enough": "計画全体でも不足はありません。",
    "shifts.surplus": "余裕は計 {hours}人時。",
    "shifts.closed": "{day} の {queue} は受付がありません。",
    "shifts.net": "過不足(予定 − 必要)",
    "shifts.net_note": "上向きは余裕、下向きの斜線は不足。単位は人。",
    "shifts.lines": "必要人数と予定人数",
    "shifts.lines_note": "太い実線は予定(休憩を除き、習熟度を反映)、破線は必要。",
    "shifts.people": "{agent}の1日",
    "shifts.people_note": "{working}人が勤務(うち窓口対応 {serving}人)、{away}人が休み。文字は担当する窓口。",
    "shifts.people_table": "勤務を表で見る",
    "shifts.week": "週の過不足",
    "shifts.week_note": "単位は人時(勤務は人)。▼は不足。",
    "shifts.total": "合計",
    "shifts.day": "日付",
    "shifts.queues": "窓口ごとの1週間",
    "shifts.queue": "窓口",
    "shifts.covered": "充足率",
    "shifts.covered_note": "充足率 =(必要 − 不足)÷ 必要。",
    "shifts.at_work": "勤務(人)",
    "shifts.required_h": "必要",
    "shifts.uncovered_h": "不足",
    "shifts.surplus_h": "余裕",
    "shifts.worst": "最大の不足(人)",
    "shifts.closed_word": "受付時間外",
    "shifts.remarks": "シフトについての注意",
    "shifts.made_by": "シフト作成 {made_at}・期間 {first}〜{last}",
    "shifts.required": "必要",
    "shifts.scheduled": "予定",
    "shifts.uncovered": "不足",
    "shifts.surplus_word": "余裕",
    "shifts.agent": "担当者",
    "shifts.person": "{agent}",
    "shifts.hours": "勤務",
    "shifts.tasks": "内訳",
    "shifts.axis_net": "過不足(人)",
    "shifts.axis_people": "人数(人)",
    "shifts.nobody": "この日に勤務する人はいません。",
    "activity.phone": "電話",
    "activity.mail": "メール",
    "activity.chat": "チャット",
    "activity.form": "フォーム",
    "activity.video": "ビデオ",
    "activity.sms": "SMS",
    "activity.social": "SNS",
    "activity.lunch": "昼休憩",
    "activity.lunch.short": "昼",
    "activity.rest.short": "休",
    "activity.break.short": "小",
    "activity.rest": "休憩",
    "activity.break": "小休憩",
    "activity.training": "研修",
    "activity.meeting": "会議",
    "activity.paid_leave": "有休",
    "activity.leave": "休暇",
    "activity.day_off": "公休",
    # busy hours
    "busy.title": "混雑する曜日と時間帯",
    "busy.finding": "最も混むのは {weekday}曜 {time}: {minutes}分に平均{contacts}件",
    "busy.finding_rate": "、{goal}以内の応答率は{rate}%",
    "busy.finding_easy": "最もつながりやすいのは {weekday}曜 {time}: 80%の方の待ち時間は{wait}。",
    "busy.map": "曜日 × 時間帯: {measure}",
    "busy.map_note": "{first}〜{last}の実績。{formula}色が濃いほど混雑。",
    "busy.offered": "入電数",
    "busy.answer_rate": "{goal}以内の応答率",
    "busy.wait": "待ち時間(80パーセンタイル、秒)",
    "busy.offered_short": "入電数",
    "busy.answer_rate_short": "応答率",
    "busy.wait_short": "待ち時間",
    "busy.rate_of": "{goal}以内の応答率",
    "busy.position": "位置",
    "busy.index": "倍率",
    "busy.error": "誤差",
    "busy.days": "実績",
    "busy.offered_formula": "値は{minutes}分あたりの平均件数。",
    "busy.answer_rate_formula": "値は {goal}以内に応答した件数 ÷(入電数 − {short}秒以内の短時間放棄)、%。",
    "busy.wait_formula": "値は待ち時間の80パーセンタイル(放棄はあきらめるまでの時間、短時間放棄を除く)、秒。",
    "busy.offered_unit": "件",
    "busy.answer_rate_unit": "%",
    "busy.wait_unit": "秒",
    "busy.top": "混む時間帯 上位10",
    "busy.top_note": "{minutes}分あたりの平均入電数の多い順。",
    "busy.easy": "つながりやすい時間帯 上位5",
    "busy.easy_note": "待ち時間の短い順(30件以上の実績がある時間帯)。",
    "busy.when": "曜日・時間帯",
    "busy.contacts": "入電数",
    "busy.rate": "応答率",
    "busy.wait80": "待ち時間(80%)",
    "busy.month": "月の中の位置と請求日",
    "busy.month_note": (
        "同じ曜日のふだん(前後8週の中央値)を1.0とした倍率。{days}営業日の実績。縦線は平均の誤差の目安(±1標準誤差)。"
    ),
    "busy.month_thin": "月の中の位置を比べるには実績が足りません(8週間以上の受付記録が必要です)。",
    "busy.month_finding": "いちばん多いのは「{position}」でふだんの{index}倍。",
    "busy.month_axis": "倍率(1.0 = ふだん)",
    "busy.month_start": "月初からの営業日",
    "busy.month_end": "月末までの営業日",
    "busy.billing": "請求日からの営業日",
    "busy.position.start": "月初{n}日目",
    "busy.position.end_last": "月末日",
    "busy.position.end": "月末{n}日前",
    "busy.position.billing": "請求日",
    "busy.position.billing_after": "請求日+{n}",
    "busy.position.billing_before": "請求日前日",
    # server
    "server.ready": "Tsunagari: {url} を開いてください(終了は Ctrl+C)",
}

TEXTS: dict[str, dict[str, str]] = {"ja": JAPANESE}

WEEKDAYS: dict[str, tuple[str, ...]] = {"ja": ("月", "火", "水", "木", "金", "土", "日")}


def say(key: str, *, language: str = "ja", **values: Any) -> str:
    """The text of a key, with its places filled in.

    Raises
    ------
    KeyError
        If no such text exists: a mistake of ours, found by the tests.
    """
    return TEXTS[language][key].format(**values)


def effect_name(effect: str) -> str:
    """The word for a named effect; a kind of event that has no word stands as the desk wrote it."""
    known = JAPANESE.get(f"effect.{effect}")
    if known is None and effect.startswith("after_"):
        return say("effect.after", kind=effect_name(effect.removeprefix("after_")))
    return known or effect


def weekday_text(weekday: int) -> str:
    """Monday 0 to Sunday 6 as one character."""
    return WEEKDAYS["ja"][weekday]


def day_text(day: date) -> str:
    """A day as 11/24(火)."""
    return f"{day.month}/{day.day}({weekday_text(day.weekday())})"


def minute_text(minute: float) -> str:
    """Minutes since midnight as 9:30; 1440 as 24:00."""
    return f"{int(minute) // 60}:{int(minute) % 60:02d}"


def factor_text(factor: float) -> str:
    """A factor with two decimals and a sign that does not need colour: ▲×1.20, ▽×0.85, ×1.00."""
    sign = "▲" if factor >= 1.03 else "▽" if factor <= 0.97 else ""
    return f"{sign}×{factor:.2f}"


def percent_text(factor: float) -> str:
    """A factor as a signed percentage: +25%, −8%."""
    return f"{(factor - 1) * 100:+.0f}%".replace("-", "−")


def seconds_text(seconds: float) -> str:
    """A wait as 1秒未満, 45秒 or 3分05秒; whole minutes as 3分."""
    whole = round(seconds)
    if whole < 1:
        return "1秒未満"
    if whole < 60:
        return f"{whole}秒"
    return f"{whole // 60}分{whole % 60:02d}秒" if whole % 60 else f"{whole // 60}分"


def number_text(value: float) -> str:
    """A count with thousands separators, and one decimal below ten where it is no whole number."""
    return f"{value:,.0f}" if value >= 10 or float(value).is_integer() else f"{value:.1f}"
