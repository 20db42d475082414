"""What two plans give side by side: the service to expect, and the difference when both meet the same contacts."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from data.desk import Desk
from data.remark import Remark
from forecasting.forecast import Forecast
from staffing.coverage import Coverage
from staffing.plan_played import QueuePlayed
from staffing.plan_worth import worth_of_plan
from staffing.planning.plan_compare import Figure
from staffing.what_if.figures import Measure, abandonment, asa_seconds, service_level

Pairs = Sequence[tuple[QueuePlayed, QueuePlayed]]

SENTENCES: dict[str, str] = {
    "ja": "{queue}：同じ {courses} 通りの経過で両方の計画を模擬すると、{threshold:g}秒以内につながる割合は "
    "{old:.1%} から {new:.1%} になります（差 {difference:+.2f} ポイント ±{half:.2f}）。",
    "en": "{queue}: both plans played through the same {courses} courses, {new:.1%} instead of {old:.1%} are answered "
    "within {threshold:g} s ({difference:+.2f} points, ±{half:.2f}).",
}


def service_figures(
    old: Coverage,
    new: Coverage,
    desk: Desk,
    *,
    forecasts: Mapping[str, Forecast],
    patience_seconds: Mapping[str, float],
) -> list[Figure]:
    """Service level and abandonment in percent and mean wait of each queue, as far as they are known for both.

    Parameters
    ----------
    forecasts, patience_seconds
        As in `staffing.plan_worth.worth_of_plan`.
    """
    worths = [worth_of_plan(one, desk, forecasts=forecasts, patience_seconds=patience_seconds) for one in (old, new)]
    found = []
    for before, after in zip(worths[0].queues, worths[1].queues, strict=True):
        for name, scale in (("service_level", 100.0), ("abandonment", 100.0), ("asa_seconds", 1.0)):
            values = [scale * getattr(one.whole, name) for one in (before, after)]
            if np.isfinite(values).all():
                found.append(Figure(f"{name}:{before.queue}", *values))
    return found


def simulated_differences(pairs: Pairs) -> list[dict[str, Any]]:
    """For `--json`, each difference with its limits at 95 % confidence."""
    return [
        {"queue": old.queue, "courses": old.courses, "seed": old.seed, **_told(measure(old.counted, new.counted,
                                                                                      rows=_all(old)))}
        for old, new in pairs
        for measure in (service_level, abandonment, asa_seconds)
    ]  # fmt: skip


def simulated_remarks(pairs: Pairs, desk: Desk) -> list[Remark]:
    """A sentence a queue on which somebody calls."""
    found = []
    for old, new in pairs:
        level = service_level(old.counted, new.counted, rows=_all(old))
        if np.isfinite(level.difference):
            ja, en = (_sentence(level, old, desk, language) for language in ("ja", "en"))
            found.append(Remark(ja=ja, en=en))
    return found


def _sentence(level: Measure, old: QueuePlayed, desk: Desk, language: str) -> str:
    return SENTENCES[language].format(
        queue=desk.settings.title_of(old.queue)(language),
        courses=old.courses,
        threshold=desk.queue(old.queue).goal.threshold_seconds,
        old=level.before,
        new=level.after,
        difference=100 * level.difference,
        half=100 * level.half_width,
    )


def _all(played: QueuePlayed) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    return np.ones(len(played.starts), dtype=bool)


def _told(measure: Measure) -> dict[str, Any]:
    values = {"old": measure.before, "new": measure.after, "difference": measure.difference,
              "low": measure.low, "high": measure.high}  # fmt: skip
    return {"figure": measure.name} | {
        name: round(float(value), 4) if np.isfinite(value) else None for name, value in values.items()
    }
