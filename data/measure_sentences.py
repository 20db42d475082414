"""What the log tells, in sentences: each queue's figures with their formulas, and what is thin or not told at all."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from data.channel import LIVE_CHANNELS
from data.measures import PHONED_WITHIN_DAYS, REPEAT_WITHIN_SECONDS, LogMeasures

THIN_SHARE = 0.95
"""A figure that rests on a smaller share of the contacts says so."""

FEW_CONTACTS = 100

LIVE = (
    "{queue}: {offered} contacts offered; {answered} answered ({answer_rate}), {abandoned} abandoned ({abandonment}), "
    "of these {short_abandoned} within {short_abandon_seconds}; {overflowed} overflowed, {blocked} blocked, "
    "{after_hours} came after hours"
)
WRITTEN = "{queue}: {offered} contacts offered; {answered} answered ({answer_rate}), {still_open} open"
SERVICE_LEVEL = (
    "  service level {service_level} = answered within {threshold_seconds} / (offered less abandoned within "
    "{short_abandon_seconds}); mean wait of the answered {asa_seconds}"
)
HANDLE_TIME = "  handle time {handle_seconds}; talk {talk_seconds}, hold {hold_seconds}, after-call work {acw_seconds}"
REPEATS = "  {first_attempts} first attempts, {repeats} came again within {minutes} minutes after hanging up"
PHONED = "  {phoned_after} of {phoned_watched} answered contacts were phoned about within {days} days"
BESIDE = "  {callbacks} callbacks ({callbacks_reached} reached somebody), {escalations} escalations"
STATES = (
    "{agents_seen} people were signed in for {hours} hours; shrinkage {shrinkage} = (pause + training + meeting) / "
    "signed in, without those who did not sign in; occupancy {occupancy} = handling / (handling + available)"
)

NO_CUSTOMER = "{queue}: no contact tells its customer, so it is unknown who came again"
FEW_CUSTOMERS = "{queue}: {share} of the contacts tell their customer; who came again is counted among these"
NO_WAIT = "{queue}: no answered contact tells its wait, so service level and mean wait are unknown"
FEW_WAITS = "{queue}: {share} of the answered contacts tell their wait; the others count as answered too late"
NO_SHORT = "{queue}: no abandoned contact tells its wait, so it is unknown how many hung up at once"
NO_HANDLE = "{queue}: no answered contact tells its whole handle time (after-call work included), so it is unknown"
FEW_HANDLES = "{queue}: handle time rests on {share} of the answered contacts"
NO_PHONED = (
    "{queue}: no customer is known to have written and phoned, so it is unknown whether answers were phoned about"
)
BY_TOTALS = (
    "{queue}: {count} of {offered} contacts are known by totals alone; service level, repeats and whatever else totals "
    "do not tell rest on the others"
)
FEW = "{queue}: {offered} contacts are few; another such time may tell something else"
NO_STATES = "no source tells what people were doing, so shrinkage is unknown"
NOBODY_AVAILABLE = "no source tells when people were available, so shrinkage and occupancy are unknown"
UNKNOWN_QUEUE = "{count} contacts of {queue}, a queue that desk.toml does not have, are in no figure"
UNKNOWN = "unknown"

IN_JAPANESE = {
    LIVE: "{queue}: 入電{offered}件、応答{answered}件({answer_rate})、放棄{abandoned}件({abandonment}、うち"
    "{short_abandon_seconds}以内{short_abandoned}件)、あふれ{overflowed}件、話中{blocked}件、時間外{after_hours}件",
    WRITTEN: "{queue}: 受付{offered}件、返信済み{answered}件({answer_rate})、未返信{still_open}件",
    SERVICE_LEVEL: "  サービスレベル {service_level} = {threshold_seconds}以内の応答 ÷ (入電 − "
    "{short_abandon_seconds}以内の放棄)、平均応答速度 {asa_seconds}",
    HANDLE_TIME: "  平均処理時間 {handle_seconds}、通話 {talk_seconds}、保留 {hold_seconds}、後処理 {acw_seconds}",
    REPEATS: "  初回 {first_attempts}件、放棄のあと{minutes}分以内のかけ直し {repeats}件",
    PHONED: "  返信済み{phoned_watched}件のうち、{days}日以内に電話もあったもの {phoned_after}件",
    BESIDE: "  折り返し {callbacks}件(つながったもの {callbacks_reached}件)、エスカレーション {escalations}件",
    STATES: "{agents_seen}人がのべ{hours}時間ログイン。シュリンケージ {shrinkage} = (離席 + 研修 + 会議) ÷ ログイン時間"
    "(ログインしなかった人は含まない)。占有率 {occupancy} = 対応中 ÷ (対応中 + 待機)",
    NO_CUSTOMER: "{queue}: 顧客がわかる記録がないため、かけ直しは不明です",
    FEW_CUSTOMERS: "{queue}: 顧客がわかるのは{share}です。かけ直しはその中で数えています",
    NO_WAIT: "{queue}: 応答した記録に待ち時間がないため、サービスレベルと平均応答速度は不明です",
    FEW_WAITS: "{queue}: 待ち時間がわかる応答は{share}です。残りは時間内でない応答として数えています",
    NO_SHORT: "{queue}: 放棄の記録に待ち時間がないため、短時間放棄の件数は不明です",
    NO_HANDLE: "{queue}: 後処理までわかる応答の記録がないため、処理時間は不明です",
    FEW_HANDLES: "{queue}: 処理時間は応答の{share}にもとづきます",
    NO_PHONED: "{queue}: 書面と電話の両方で確認できる顧客がいないため、返信後に電話があったかは不明です",
    BY_TOTALS: "{queue}: {offered}件のうち{count}件は集計値だけでわかります。サービスレベルやかけ直しなど、集計値にない"
    "数字は残りの件数にもとづきます",
    FEW: "{queue}: {offered}件は少なく、別の期間では違う数字になることがあります",
    NO_STATES: "スタッフの状態の記録がないため、シュリンケージは不明です",
    NOBODY_AVAILABLE: "待機中の記録がないため、シュリンケージと占有率は不明です",
    UNKNOWN_QUEUE: "desk.toml にない窓口 {queue} の{count}件は、どの数字にも入っていません",
    UNKNOWN: "不明",
}
"""Each sentence in Japanese, by the English."""

_SHARES = ("answer_rate", "abandonment", "service_level", "shrinkage", "occupancy")


def figure_sentences(measures: LogMeasures, *, language: str) -> list[str]:
    """Each queue over all the days, and what people were doing."""
    told = []
    for row in _rows(measures.over_all):
        told += [_said(template, row, language) for template in _templates(row)]
    for row in _rows(measures.states_over_all):
        told.append(_said(STATES, row | {"hours": round(row["signed_in_s"] / 3600)}, language))
    return told


def _templates(row: dict[str, Any]) -> Iterator[str]:
    """Which sentences a queue has something to say in; what is unknown altogether is a remark."""
    live = row["channel"] in LIVE_CHANNELS
    yield LIVE if live else WRITTEN
    if row["service_level"] is not None or row["asa_seconds"] is not None:
        yield SERVICE_LEVEL
    if row["handle_seconds"] is not None or row["talk_seconds"] is not None:
        yield HANDLE_TIME
    if live and row["repeats"] is not None:
        yield REPEATS
    if row["phoned_watched"]:
        yield PHONED
    if (row["callbacks"] or 0) + (row["escalations"] or 0):
        yield BESIDE


def basis_remarks(measures: LogMeasures, *, language: str) -> list[str]:
    """What the figures do not rest on: what is not told, or only of some contacts."""
    told = [_said(template, row, language) for queue in _rows(measures.over_all) for template, row in _thin(queue)]
    if not len(measures.states_over_all):
        told.append(_said(NO_STATES, {}, language))
    elif measures.states_over_all["shrinkage"].isna().all():
        told.append(_said(NOBODY_AVAILABLE, {}, language))
    unknown = measures.unknown_queues.items()
    return told + [_said(UNKNOWN_QUEUE, {"queue": queue, "count": count}, language) for queue, count in unknown]


def _thin(row: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of one queue over all the days."""
    by_totals, offered = row["offered_by_totals"] or 0, row["offered"] or 0
    if 0 < offered < FEW_CONTACTS:
        yield FEW, row
    if by_totals:
        yield BY_TOTALS, row | {"count": by_totals}
    if row["channel"] not in LIVE_CHANNELS:
        if row["answered"] and row["phoned_watched"] is None:
            yield NO_PHONED, row
    elif by_totals < offered:
        yield from _of_share(row, "key_share", (NO_CUSTOMER, FEW_CUSTOMERS))
        yield from _of_share(row, "wait_share", (NO_WAIT, FEW_WAITS))
        if row["short_abandoned"] is None:
            yield NO_SHORT, row
    yield from _of_share(row, "handle_share", (NO_HANDLE, FEW_HANDLES))


def _of_share(row: dict[str, Any], column: str, templates: tuple[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    share, (nothing, some) = row[column], templates
    if share is not None and share < THIN_SHARE:
        yield (some if share else nothing), row | {"share": f"{share:.1%}"}


def _rows(figures: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows with None for what is unknown."""
    for row in figures.astype(object).to_dict("records"):
        yield {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}


def _said(template: str, row: dict[str, Any], language: str) -> str:
    japanese = language == "ja"
    constant = {"minutes": REPEAT_WITHIN_SECONDS // 60, "days": PHONED_WITHIN_DAYS}
    values = {name: _shown(name, value, japanese=japanese) for name, value in (row | constant).items()}
    return (IN_JAPANESE[template] if japanese else template).format_map(values)


def _shown(name: str, value: Any, *, japanese: bool) -> str:
    if value is None:
        return IN_JAPANESE[UNKNOWN] if japanese else UNKNOWN
    if name in _SHARES:
        return f"{value:.1%}"
    if name.endswith("_seconds"):
        return f"{value:,.0f}{'秒' if japanese else ' s'}"
    return value if isinstance(value, str) else f"{value:,.0f}"
