"""What mending changes for those who wait: service level and wait where people are missing, before and after."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.desk import Desk
from data.remark import Remark
from forecasting.forecast import Forecast
from staffing.coverage import Coverage, QueueCoverage
from staffing.plan_sentences import day_and_time
from staffing.plan_worth import QueueWorth, Service, worth_of_plan
from staffing.plan_worth_sentences import wait_told
from staffing.planning.repair.options import RepairOption

Flags = NDArray[np.bool_]

DIFFERENT_PEOPLE = 1e-6


@dataclass(frozen=True)
class Expected:
    """From which forecast and patience waits are reckoned.

    Parameters
    ----------
    forecasts
        By queue; where none reaches, nothing is said of waits.
    patience_seconds
        Mean patience by queue, where desk.toml tells none.
    """

    forecasts: Mapping[str, Forecast]
    patience_seconds: Mapping[str, float]

    def worth(self, coverage: Coverage, desk: Desk) -> list[QueueWorth]:
        """What the people are worth, of the queues in which customers wait."""
        live = Coverage(tuple(part for part in coverage.queues if not part.is_written))
        forecasts, patience = self.forecasts, self.patience_seconds
        return list(worth_of_plan(live, desk, forecasts=forecasts, patience_seconds=patience).queues)


@dataclass(frozen=True)
class QueueEffect:
    """One queue over the intervals to come that differ.

    Parameters
    ----------
    queue
        As in desk.toml.
    first, last
        From the start of the first of these intervals to the end of the last.
    services
        In the order in which the plans were given.
    """

    queue: str
    first: pd.Timestamp
    last: pd.Timestamp
    services: tuple[Service, ...]

    @property
    def summary(self) -> dict[str, object]:
        """The figures for `--json`."""
        return {
            "queue": self.queue,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "service_level": [_rounded(one.service_level, 4) for one in self.services],
            "asa_seconds": [_rounded(one.asa_seconds, 1) for one in self.services],
        }


def effects(coverages: tuple[Coverage, ...], desk: Desk, expected: Expected, *, now: pd.Timestamp) -> list[QueueEffect]:
    """What several plans of the same days are worth where they differ from now on, a queue each.

    Parameters
    ----------
    coverages
        Two or more, of the same intervals.
    """
    found = []
    for parts in zip(*(expected.worth(coverage, desk) for coverage in coverages), strict=True):
        chosen = _differing([part.coverage for part in parts]) & parts[0].known
        starts = parts[0].coverage.starts
        chosen &= np.asarray(starts + pd.Timedelta(minutes=parts[0].coverage.interval_minutes) > now)
        if chosen.any():
            last = starts[chosen][-1] + pd.Timedelta(minutes=parts[0].coverage.interval_minutes)
            services = tuple(part.over(chosen) for part in parts)
            found.append(QueueEffect(parts[0].queue, starts[chosen][0], last, services))
    return found


def _differing(parts: list[QueueCoverage]) -> Flags:
    people = np.stack([part.scheduled for part in parts])
    return np.asarray(np.ptp(people, axis=0) > DIFFERENT_PEOPLE)


def _rounded(value: float, places: int) -> float | None:
    return round(value, places) if np.isfinite(value) else None


SENTENCES: dict[str, dict[str, str]] = {
    "ja": {
        "effect": "{queue} {first}〜{last:%H:%M}：応答率・平均待ち時間は、計画時 {planned}、変更前 {happened}、"
        "変更後 {mended} の見込みです。",
        "service": "{level:.1%}・{asa}",
        "option": "ほかの手段「{kind}」：電話などの不足は {left:.1f} から {hours:.1f} 人時になります"
        "（変更 {people} 人）。{effect}",
        "option_effect": "{queue} の応答率・平均待ち時間は {before} から {after} になる見込みです。",
        "training": "研修・会議の延期", "mail": "メールなど返信業務の後回し", "tier2": "二次担当による一次対応",
        "lunch": "時間帯の外での昼休憩", "overtime": "2時間までの残業（36協定の範囲で）",
        "none": "ほかの手段（研修の延期、返信業務の後回し、二次担当の応援、昼休憩の移動、残業）でも不足は減りません。"
        "残る不足は {hours:.1f} 人時です。",
    },
    "en": {
        "effect": "{queue} {first} to {last:%H:%M}: answered in time and mean wait are expected to be {planned} as "
        "planned, {happened} if nothing changes, {mended} mended.",
        "service": "{level:.1%} and {asa}",
        "option": "What else could help, {kind}: where customers wait {left:.1f} hours uncovered would "
        "become {hours:.1f}, {people} people change.{effect}",
        "option_effect": " {queue}: {before} would become {after}.",
        "training": "training and meetings postponed", "mail": "mail and other written work deferred",
        "tier2": "tier 2 on the lower tier", "lunch": "lunch outside its window",
        "overtime": "up to 2 hours of overtime, within the agreement under Article 36",
        "none": "Nothing else helps: not postponed training, deferred written work, tier 2, lunch at another time or "
        "overtime. {hours:.1f} hours stay uncovered.",
    },
}  # fmt: skip


def effect_remarks(found: list[QueueEffect], desk: Desk) -> list[Remark]:
    """A sentence a queue: as planned, after what happened, mended."""
    return [Remark(ja=_effect(one, desk, "ja"), en=_effect(one, desk, "en")) for one in found]


def option_remarks(
    options: list[RepairOption], told: list[list[QueueEffect]], desk: Desk, *, hours_left: float
) -> list[Remark]:
    """A sentence an option with what it does to waits; without any, that nothing else helps.

    Parameters
    ----------
    told
        Of each option the effects, mended and with the option.
    hours_left
        Uncovered after mending, where customers wait.
    """
    if not options:
        ja, en = (SENTENCES[language]["none"].format(hours=hours_left) for language in ("ja", "en"))
        return [Remark(ja=ja, en=en)]
    pairs = list(zip(options, told, strict=True))
    return [Remark(*(_option(*pair, desk, language, left=hours_left) for language in ("ja", "en"))) for pair in pairs]


def _effect(one: QueueEffect, desk: Desk, language: str) -> str:
    planned, happened, mended = (_service(service, language) for service in one.services)
    return SENTENCES[language]["effect"].format(
        queue=desk.settings.title_of(one.queue)(language),
        first=day_and_time(one.first, language),
        last=one.last,
        planned=planned,
        happened=happened,
        mended=mended,
    )


def _option(option: RepairOption, told: list[QueueEffect], desk: Desk, language: str, *, left: float) -> str:
    said = SENTENCES[language]
    effect = "".join(
        said["option_effect"].format(
            queue=desk.settings.title_of(one.queue)(language),
            before=_service(one.services[0], language),
            after=_service(one.services[1], language),
        )
        for one in told
    )
    return said["option"].format(
        kind=said[option.kind], left=left, hours=option.live_hours, people=option.people, effect=effect
    )


def _service(service: Service, language: str) -> str:
    return SENTENCES[language]["service"].format(
        level=service.service_level, asa=wait_told(service.asa_seconds, language)
    )
