"""Sentences that accompany a forecast, in both languages: a reader's may differ from the desk's."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Literal

from data.channel import LIVE_CHANNELS
from data.override import KeptOverride, Override
from data.remark import Remark

Language = Literal["ja", "en"]
Title = Callable[[str], str]
"""What people call a queue, by language, as from `DeskSettings.title_of`."""

_TEXTS: dict[str, dict[Language, str]] = {
    "little_history": {
        "ja": "{queue}：記録が{days}営業日分しかありません。"
        "8週間分たまるまでは、同じ曜日の平均に広めの幅を付けて示します。",
        "en": "{queue}: the log holds only {days} open days. Until eight weeks are there, "
        "the mean of the same weekdays is shown, with a wide band.",
    },
    "few_contacts": {
        "ja": "{queue}：1日あたり{contacts:.1f}件と少ないため、暦の要因は推定せず、"
        "同じ曜日の平均に広めの幅を付けて示します。",
        "en": "{queue}: with {contacts:.1f} contacts a day there are too few to estimate calendar effects; "
        "the mean of the same weekdays is shown, with a wide band.",
    },
    "days_set_aside": {
        "ja": "{queue}：通常と大きく異なる日を学習から除きました：{days}。",
        "en": "{queue}: days far from the usual were left out of the estimate: {days}.",
    },
    "hours_set_aside": {
        "ja": "{queue}：その日の他の時間と大きく異なる時間帯(障害や急な殺到など)を学習から除きました：{hours}。",
        "en": "{queue}: hours far from the rest of their day, as in an outage or a flood of contacts, were left out "
        "of the estimate: {hours}.",
    },
    "new_rhythm": {
        "ja": "{queue}：件数の出方が変わった時間帯があり、そこは変わってからの記録だけで学習しています：{hours}。"
        "営業時間を変えたのなら、desk.tomlの[hours]を直してください。",
        "en": "{queue}: at some hours contacts come otherwise than before; only what came since is learnt from: "
        "{hours}. If opening hours have changed, mend [hours] in desk.toml.",
    },
    "stale_history": {
        "ja": "{queue}：最後の記録({last})から{days}日空いています。予測の幅を広げています。",
        "en": "{queue}: the newest counts are from {last}, {days} days before the forecast; the band is wider for it.",
    },
    "coarse_days": {
        "ja": "{queue}：記録が1日ごとの合計なので、予測も1日単位で示します。",
        "en": "{queue}: its log tells totals of whole days only, so the forecast is by day.",
    },
    "coarse_bands": {
        "ja": "{queue}：記録が時間帯ごとの合計({bands})なので、予測も同じ時間帯で示します。",
        "en": "{queue}: its log tells totals of bands of the day only ({bands}), so the forecast has the same bands.",
    },
    "mixed_grain": {
        "ja": "{queue}：記録の時間帯の区切りが日によって異なるため、1日の合計にそろえ、予測も1日単位で示します。",
        "en": "{queue}: its log cuts different days into different bands; "
        "they were added up to whole days, and the forecast is by day.",
    },
    "borrowed_shape": {
        "ja": "{queue}：記録が{grain}ため、1日の中の時間ごとの配分は「{lender}」から借りています(shape_from)。"
        "時間ごとの数字は、その分、幅を広げています。",
        "en": "{queue}: {grain}, so the hours within the day are borrowed from queue {lender} (shape_from); "
        "the band of single intervals is wider for it.",
    },
    "outside_hours": {
        "ja": "{queue}：営業時間外に{contacts:,}件ありました。件数には含めず、予測の対象にもしていません。"
        "受け付けている時間なら、desk.tomlの[hours.{channel}]を直してください。",
        "en": "{queue}: {contacts:,} contacts came outside opening hours; they are not counted and not forecast. "
        "If the desk is open then, mend [hours.{channel}] in desk.toml.",
    },
    "outside_hours_written": {
        "ja": "{queue}：営業時間外に{contacts:,}件届きました。次の営業開始の件数に含めています。",
        "en": "{queue}: {contacts:,} contacts came outside opening hours; "
        "they are counted where work on them begins, at the next opening.",
    },
    "contacts_far_away": {
        "ja": "記録から1年以上離れた日時の{contacts:,}件(例:{at:%Y-%m-%d %H:%M})を除きました。"
        "書き出し元の日時を確認してください。`tsunagari legs` で該当の行を表示できます。",
        "en": "contacts more than a year from all others are set aside: {contacts:,}, one of them at "
        "{at:%Y-%m-%d %H:%M}; look at their time in the export, `tsunagari legs` shows their rows.",
    },
    "override_applied": {
        "ja": "{queue}：{span}は手修正{number}({author}、{what})を反映しています：{without:,.0f}件→{contacts:,.0f}件。"
        "理由:{note}",
        "en": "{queue}: override {number} by {author} holds on {span} ({what}): {contacts:,.0f} contacts instead of "
        "{without:,.0f}. Why: {note}",
    },
    "override_too_fine": {
        "ja": "{queue}：手修正{number}({span})は反映していません。この窓口の予測は、より長い時間帯ごとです。"
        "--between を付けずに入力し直してください。",
        "en": "{queue}: override {number} ({span}) is left out, for this queue is forecast in longer bands of the "
        "day; make it anew without --between.",
    },
    "handle_time_assumed": {
        "ja": "{queue}：処理時間の記録がないため、desk.tomlの{seconds:.0f}秒を仮定しています。",
        "en": "{queue}: the log tells no handle time; {seconds:.0f} seconds from desk.toml are assumed.",
    },
}

_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "ja": ("月曜", "火曜", "水曜", "木曜", "金曜", "土曜", "日曜"),
    "en": ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"),
}


def little_history(*, queue: Title, days: int) -> Remark:
    """Say that fewer than eight weeks are known."""
    return _remark("little_history", queue=queue, days=days)


def few_contacts(*, queue: Title, contacts: float) -> Remark:
    """Say that fewer than twenty contacts come a day."""
    return _remark("few_contacts", queue=queue, contacts=contacts)


def days_set_aside(*, queue: Title, days: Sequence[date]) -> Remark:
    """Name the newest five outlying days, and how many more there are."""
    told = [day.isoformat() for day in sorted(days)]
    return _remark("days_set_aside", queue=queue, days=lambda language: _newest(told, language, unit="日"))


def hours_set_aside(*, queue: Title, hours: Sequence[str]) -> Remark:
    """Name the newest five odd stretches of hours, given in order, and how many more there are."""
    return _remark("hours_set_aside", queue=queue, hours=lambda language: _newest(hours, language, unit="件"))


def new_rhythm(*, queue: Title, hours: Sequence[tuple[int, str, date]]) -> Remark:
    """Name weekday (Monday 0), stretch of hours and first day of each new rhythm."""

    def told(language: Language) -> str:
        since = {"ja": "{weekday} {span}({first}から)", "en": "{weekday} {span} (since {first})"}[language]
        return _listed(
            [since.format(weekday=_WEEKDAYS[language][day], span=span, first=first) for day, span, first in hours],
            language,
        )

    return _remark("new_rhythm", queue=queue, hours=told)


def stale_history(*, queue: Title, last: date, days: int) -> Remark:
    """Say that the newest counts are old."""
    return _remark("stale_history", queue=queue, last=last.isoformat(), days=days)


def coarse_grain(*, queue: Title, bands: Sequence[str]) -> Remark:
    """Say at which grain the forecast is, and why; no bands: by whole days."""
    if not bands:
        return _remark("coarse_days", queue=queue)
    return _remark("coarse_bands", queue=queue, bands=lambda language: _listed(bands, language))


def mixed_grain(*, queue: Title) -> Remark:
    """Say that days told in different bands were added up."""
    return _remark("mixed_grain", queue=queue)


def borrowed_shape(*, queue: Title, lender: Title, is_new: bool) -> Remark:
    """Say whose hours of the day a queue borrows, and why: it is new, or its totals are coarse."""
    grain: dict[Language, str] = {
        "ja": "14日分に満たない" if is_new else "日または時間帯ごとの合計しかない",
        "en": "fewer than 14 complete days are counted" if is_new else "its log tells totals of days or bands only",
    }
    return _remark("borrowed_shape", queue=queue, lender=lender, grain=lambda language: grain[language])


def outside_hours(*, queue: Title, channel: str, contacts: int) -> Remark:
    """Say how many contacts came while the desk was closed, and whether they are counted."""
    text = "outside_hours" if channel in LIVE_CHANNELS else "outside_hours_written"
    return _remark(text, queue=queue, channel=channel, contacts=contacts)


def contacts_far_away(*, contacts: int, at: datetime) -> Remark:
    """Say that a few contacts stand more than a year from the log, and when."""
    return _remark("contacts_far_away", contacts=contacts, at=at)


def handle_time_assumed(*, queue: Title, seconds: float) -> Remark:
    """Say that handle time is assumed."""
    return _remark("handle_time_assumed", queue=queue, seconds=seconds)


def override_applied(*, queue: Title, kept: KeptOverride, without: float, contacts: float) -> Remark:
    """Say who has changed the forecast, by how much, from which contacts to which, and why."""
    told = kept.told
    return _remark(
        "override_applied",
        queue=queue,
        number=kept.number,
        span=told.span,
        author=told.author,
        note=told.note,
        what=lambda language: _what(told, language),
        without=without,
        contacts=contacts,
    )


def override_too_fine(*, queue: Title, kept: KeptOverride) -> Remark:
    """Say that an override of a time of day is left out where days are forecast in longer bands."""
    return _remark("override_too_fine", queue=queue, number=kept.number, span=kept.told.span)


def _what(told: Override, language: Language) -> str:
    if told.contacts is None:
        return f"×{told.factor:g}"
    return {"ja": f"1日{told.contacts:,g}件", "en": f"{told.contacts:,g} contacts a day"}[language]


def _remark(text: str, **values: Any) -> Remark:
    """A text in both languages; a value that differs between them is a function of the language."""

    def said(language: Language) -> str:
        told = {name: value(language) if callable(value) else value for name, value in values.items()}
        return _TEXTS[text][language].format(**told)

    return Remark(ja=said("ja"), en=said("en"))


def _newest(words: Sequence[str], language: Language, *, unit: str) -> str:
    """The last five of words in order of time, and how many more there are; `unit` counts them in Japanese."""
    more = len(words) - 5
    also = {"ja": f" ほか{more}{unit}", "en": f" and {more} more"}[language] if more > 0 else ""
    return _listed(words[-5:], language) + also


def _listed(words: Sequence[str], language: Language) -> str:
    return {"ja": "、", "en": ", "}[language].join(words)
