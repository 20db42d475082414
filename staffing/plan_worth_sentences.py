"""What a plan is worth, in a sentence a queue, and what it costs, in the desk's languages."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from data.desk import Desk
from data.remark import Remark
from staffing.plan_cost import PlanCost
from staffing.plan_worth import LONGEST_ASA_SECONDS, PlanWorth, QueueWorth

SENTENCES: dict[str, dict[str, str]] = {
    "ja": {
        "live": "{queue}：この計画では {level:.1%} が{threshold:g}秒以内につながる見込みです（放棄 {gone:.1%}、平均待ち"
        "時間 {asa}）。最も低い日は {day} の {worst:.1%} です。",
        "written": "{queue}：この計画では、期限の来る仕事の {level:.1%} が期限までに終わる見込みです。最も低い日は "
        "{day} の {worst:.1%} です。",
        "replies": "返信までの時間は、夜間や休業日を含めて平均 {hours:.1f} 時間の見込みです（受け付けた仕事の "
        "{left:.1%} はこの計画の期間内に返信できません）。",
        "unknown": "{queue}：この計画の期間の予測がないため、つながりやすさはわかりません。",
        "cost": "賃金の対象は {paid:,.1f} 時間（うち深夜 {night:,.1f}、時間外 {over:,.1f}）、人件費は {cost:,.0f} です"
        "{missing}。",
        "missing": "（時給のわからない {people} 人を除く）",
        "seconds": "{seconds:.0f}秒",
        "endless": "測れないほど長い時間",
    },
    "en": {
        "live": "{queue}: with this plan {level:.1%} are expected to be answered within {threshold:g} s ({gone:.1%} "
        "hang up, mean wait {asa}); lowest on {day}: {worst:.1%}.",
        "written": "{queue}: with this plan {level:.1%} of the work that falls due is expected to be done in time; "
        "lowest on {day}: {worst:.1%}.",
        "replies": " An answer is expected after {hours:.1f} hours on average, nights and closed days included; "
        "{left:.1%} of the work that comes is not answered within the plan.",
        "unknown": "{queue}: no forecast reaches this plan's days, so the service to expect is not known.",
        "cost": "{paid:,.1f} paid hours ({night:,.1f} at night, {over:,.1f} overtime) cost {cost:,.0f}{missing}.",
        "missing": " (without {people} people whose wage is not known)",
        "seconds": "{seconds:.0f} s",
        "endless": "without end",
    },
}


def worth_remarks(worth: PlanWorth, cost: PlanCost, desk: Desk) -> list[Remark]:
    """A sentence a queue, and one of the cost where wages are known."""
    told = [Remark(ja=_of_queue(one, desk, "ja"), en=_of_queue(one, desk, "en")) for one in worth.queues]
    if cost.cost > 0:
        told.append(Remark(ja=_of_cost(cost, "ja"), en=_of_cost(cost, "en")))
    return told


def wait_told(seconds: float, language: str) -> str:
    """A mean wait in whole seconds; one that is counted as a day is told as one without end."""
    said = SENTENCES[language]
    return said["seconds"].format(seconds=seconds) if seconds < LONGEST_ASA_SECONDS else said["endless"]


def _of_queue(one: QueueWorth, desk: Desk, language: str) -> str:
    said, queue = SENTENCES[language], desk.settings.title_of(one.queue)(language)
    days = [(day, service.service_level) for day, service in one.by_day().items()]
    known = [(day, level) for day, level in days if np.isfinite(level)]
    if not known:
        return said["unknown"].format(queue=queue)
    day, worst = _lowest(known)
    whole = one.whole
    if one.coverage.is_written:
        told = said["written"].format(queue=queue, level=whole.service_level, day=day, worst=worst)
        waited = one.mean_reply_hours
        return told + (said["replies"].format(hours=waited, left=one.unanswered_share) if np.isfinite(waited) else "")
    return said["live"].format(
        queue=queue,
        level=whole.service_level,
        threshold=desk.queue(one.queue).goal.threshold_seconds,
        gone=whole.abandonment,
        asa=wait_told(whole.asa_seconds, language),
        day=day,
        worst=worst,
    )


def _lowest(days: Sequence[tuple[date, float]]) -> tuple[date, float]:
    return min(days, key=lambda one: one[1])


def _of_cost(cost: PlanCost, language: str) -> str:
    said = SENTENCES[language]
    return said["cost"].format(
        paid=cost.paid_hours,
        night=cost.night_hours,
        over=cost.overtime_hours,
        cost=cost.cost,
        missing=said["missing"].format(people=cost.unknown_wages) if cost.unknown_wages else "",
    )
