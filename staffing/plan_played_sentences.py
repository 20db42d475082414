"""A plan played through, in a sentence a queue beside the queueing model, in the desk's languages."""

from collections.abc import Mapping, Sequence

import numpy as np

from data.desk import Desk
from data.remark import Remark
from staffing.plan_played import QueuePlayed
from staffing.plan_worth import QueueWorth
from staffing.plan_worth_sentences import wait_told

SENTENCES: dict[str, dict[str, str]] = {
    "ja": {
        "played": "{queue}：{courses} 通りの経過で模擬すると {level:.1%}（±{half:.1%}）が{threshold:g}秒以内に"
        "つながり、{gone:.1%} が放棄し、平均待ち時間は {asa} です（待ち行列の式では {model:.1%}）。最も低い日は "
        "{day} の {worst:.1%} です。",
        "nobody": "{queue}：模擬した {courses} 通りの経過では誰からも連絡がありません。",
    },
    "en": {
        "played": "{queue}: played through {courses} possible courses, {level:.1%} (±{half:.1%}) are answered within "
        "{threshold:g} s, {gone:.1%} hang up, and the mean wait is {asa} (the queueing model: {model:.1%}); lowest on "
        "{day}: {worst:.1%}.",
        "nobody": "{queue}: in the {courses} courses played through nobody calls.",
    },
}


def played_remarks(played: Sequence[QueuePlayed], worth: Sequence[QueueWorth], desk: Desk) -> list[Remark]:
    """A sentence for each queue played, the model's figure over the same intervals beside it."""
    model = {one.queue: one for one in worth}
    return [Remark(ja=_told(one, model, desk, "ja"), en=_told(one, model, desk, "en")) for one in played]


def _told(one: QueuePlayed, model: Mapping[str, QueueWorth], desk: Desk, language: str) -> str:
    said, queue = SENTENCES[language], desk.settings.title_of(one.queue)(language)
    level = one.service_level()
    days = {day: float(of_day.mean) for day, of_day in one.by_day().items() if np.isfinite(of_day.mean)}
    if not days:
        return said["nobody"].format(queue=queue, courses=one.courses)
    worst = min(days, key=lambda day: days[day])
    reckoned = model[one.queue]
    return said["played"].format(
        queue=queue,
        courses=one.courses,
        level=float(level.mean),
        half=float(level.high - level.mean),
        threshold=desk.queue(one.queue).goal.threshold_seconds,
        gone=float(one.abandonment().mean),
        asa=wait_told(float(one.asa_seconds().mean), language),
        model=reckoned.over(reckoned.coverage.starts.isin(one.starts)).service_level,
        day=worst,
        worst=days[worst],
    )
