"""How often topics raise a false alarm, and how soon a doubled one is found: `python -m benchmarks.topics [DESK ...]`.

Two measurements. On seeded noise (weekdays that differ, busy days, days that shift the mix) ten topics are watched for
years without an incident, and then one of them doubles. On sample desks two years are watched, all alarms are printed,
and those outside of the incidents that the desk's truth knows are false; desks that are not given are drawn anew.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.contact_topics import count_topics
from data.desk import Desk, DeskSettings
from data.desk_file import read_desk
from data.import_logs import import_logs
from data.interval_counts import last_complete_instant
from data.new_logs import find_new_logs
from data.opening_hours import WEEKDAYS
from data.sample_desks.sample_desk import SAMPLE_KINDS, sample_truth, write_sample_desk
from data.warehouse import Warehouse
from forecasting.desk_topics import last_day_before
from forecasting.topic_alarm import Alarm, WatchedTopics, watch
from forecasting.topic_days import TopicDays

Floats = NDArray[np.float64]

LAST_DAY = date(2026, 11, 22)
MONTH_DAYS = 365.25 / 12
TOPICS_A_DAY = (30.0, 24, 16, 12, 8, 6, 4, 2, 1, 0.5)
"""Usual contacts a day of the ten topics of the drawn desk: 103.5 in all."""

_WEEK = np.array([1.3, 1.05, 1.0, 0.95, 1.0, 0.9, 0.8])
WRONG_BILLING_DAYS, DEFECT_DAYS = 10, 60


@dataclass(frozen=True)
class Noise:
    """How a drawn desk's days differ.

    Parameters
    ----------
    name
        In the table.
    busy
        Variation of the day's total beside chance, a share.
    mix
        Variation of each topic on each day beside chance, a share.
    """

    name: str
    busy: float
    mix: float


NOISES = (Noise("chance alone", 0.0, 0.0), Noise("busy days", 0.25, 0.0), Noise("busy days, mix 20 %", 0.25, 0.2))


def drawn_calendar() -> Calendar:
    """A desk that takes mail every day, without holidays."""
    hours = {"mail": {day: ["09:00-18:00"] for day in WEEKDAYS}}
    queue = [{"name": "mail", "channel": "mail"}]
    settings = {"format": 1, "name": "drawn", "time_zone": "Asia/Tokyo", "country": "", "hours": hours, "queue": queue}
    return Calendar(settings=DeskSettings.model_validate(settings))


def draw_topics(
    noise: Noise, chance: np.random.Generator, *, days: int, doubled: int | None = None, last: int = 0
) -> Floats:
    """Counts of `TOPICS_A_DAY`, shape (days, topics); the topic `doubled` brings twice as many on the `last` days."""
    dates = pd.date_range(end=pd.Timestamp(LAST_DAY), periods=days)
    rate = _WEEK[dates.day_of_week][:, None] * np.array(TOPICS_A_DAY)
    rate = rate * _factor(noise.busy, (days, 1), chance) * _factor(noise.mix, rate.shape, chance)
    if doubled is not None:
        rate[days - last :, doubled] *= 2
    return np.asarray(chance.poisson(rate), dtype=np.float64)


def _factor(variation: float, shape: tuple[int, ...], chance: np.random.Generator) -> Floats:
    if variation == 0:
        return np.ones(shape)
    return np.asarray(chance.gamma(variation**-2, variation**2, shape))


def watch_counts(counts: Floats, calendar: Calendar) -> WatchedTopics:
    """Watch drawn counts, shape (days, topics)."""
    dates = pd.date_range(end=pd.Timestamp(LAST_DAY), periods=len(counts), name="date")
    table = pd.DataFrame(counts, index=dates).melt(ignore_index=False, var_name="topic", value_name="offered")
    rows = table.reset_index().assign(queue="mail", topic=lambda each: "topic " + each["topic"].astype(str))
    return watch(TopicDays.of(rows, calendar=calendar, last_day=LAST_DAY, days=len(counts)))


def false_alarms_a_month(noise: Noise, *, years: int, seed: int) -> float:
    """Alarms a month over all topics, in years without an incident."""
    chance, calendar = np.random.default_rng(seed), drawn_calendar()
    days = 28 + 365
    alarms = sum(len(watch_counts(draw_topics(noise, chance, days=days), calendar).alarms) for _ in range(years))
    return alarms / (years * 365 / MONTH_DAYS)


def days_to_detection(noise: Noise, topic: int, *, draws: int, seed: int, last: int = 28) -> Floats:
    """Days from the first doubled day until the alarm, that day the first; infinite where none came, shape (draws,)."""
    chance, calendar, days = np.random.default_rng(seed), drawn_calendar(), 28 + 90 + last
    found = []
    for _ in range(draws):
        watched = watch_counts(draw_topics(noise, chance, days=days, doubled=topic, last=last), calendar)
        raised = [
            alarm.raised for alarm in watched.alarms if _is_of(watched, alarm, topic) and alarm.raised >= days - last
        ]
        found.append(raised[0] - (days - last) + 1 if raised else np.inf)
    return np.array(found, dtype=np.float64)


def _is_of(watched: WatchedTopics, alarm: Alarm, topic: int) -> bool:
    return watched.days.topics[alarm.topic] == f"topic {topic}"


@dataclass(frozen=True)
class DeskAlarms:
    """Two years of a sample desk.

    Parameters
    ----------
    name
        The desk, and the queue where one is looked at alone.
    months
        Watched months without those days on which an incident is known.
    false, true
        Alarms that began outside and within the known incidents, told as topic and first day.
    """

    name: str
    months: float
    false: tuple[str, ...]
    true: tuple[str, ...]


def desk_alarms(desk: Desk, *, seed: int, queue: str | None = None) -> DeskAlarms:
    """The alarms of a sample desk, beside what its truth knows."""
    calendar = Calendar.of(desk)
    with Warehouse.open(desk, purpose="benchmark") as warehouse:
        until = last_complete_instant(warehouse, calendar)
        rows = count_topics(warehouse, calendar, until=until)
    last_day = last_day_before(until, calendar)
    watched = watch(TopicDays.of(rows, calendar=calendar, last_day=last_day, queue=queue, days=730))
    spans = _incidents(desk.settings.kind, until=last_day, seed=seed)
    told: dict[bool, list[str]] = {True: [], False: []}
    for alarm in watched.alarms:
        first = watched.days.dates[alarm.since].date()
        within = any(begin - timedelta(days=1) <= first <= end for begin, end in spans)
        told[within].append(f"{watched.days.topics[alarm.topic]} {first}")
    in_incident = sum((end - begin).days + 1 for begin, end in spans)
    months = (730 - 28 - in_incident) / MONTH_DAYS
    return DeskAlarms(
        desk.settings.kind + (f", {queue}" if queue else ""), months, tuple(told[False]), tuple(told[True])
    )


def _incidents(kind: str, *, until: date, seed: int) -> list[tuple[date, date]]:
    """Days of a defective batch and of bills sent on the wrong day, each with what follows them."""
    spans = set()
    for truth in sample_truth(kind, until=until, seed=seed).values():
        for surprise in truth.surprises:
            if surprise.kind == "defect":
                spans.add((surprise.first_day, until))
            if surprise.kind == "billing_on_wrong_day":
                spans.add((surprise.first_day, surprise.last_day + timedelta(days=WRONG_BILLING_DAYS)))
    return sorted(spans)


def _drawn_desks(folder: Path, *, seed: int) -> list[Desk]:
    desks = []
    for kind in SAMPLE_KINDS:
        write_sample_desk(kind, folder / kind, until=LAST_DAY, seed=seed)
        desk = read_desk(folder / kind)
        with Warehouse.open(desk, purpose="benchmark") as warehouse:
            import_logs(desk, find_new_logs(warehouse, desk), warehouse=warehouse)
        desks.append(desk)
    return desks


def measure_noise() -> None:
    print("noise                 false alarms a month, ten topics together")
    for noise in NOISES:
        print(f"{noise.name:<20}  {false_alarms_a_month(noise, years=40, seed=1):.2f}")
    print(
        "\nnoise                 contacts a day  doubled: found within, days (median, 80 %)  within 2 days  in 28 days"
    )
    for noise in NOISES[1:]:
        for topic, usual in enumerate(TOPICS_A_DAY):
            took = days_to_detection(noise, topic, draws=60, seed=2)
            middle, most = np.quantile(took, [0.5, 0.8], method="inverted_cdf")
            print(
                f"{noise.name:<20}  {usual:>14g}  {middle:>33.0f}  {most:>6.0f}  {np.mean(took <= 2):>13.0%}  "
                f"{np.isfinite(took).mean():>10.0%}"
            )


def measure_desks(desks: Sequence[Desk], *, seed: int) -> None:
    print("\nsample desk, two years            false alarms  a month  which                 alarms of known incidents")
    for desk in desks:
        queues = [each.name for each in desk.settings.queue if each.tier == 1]
        for queue in (None, *(queues if len(queues) > 1 else ())):
            told = desk_alarms(desk, seed=seed, queue=queue)
            print(
                f"{told.name:<32}  {len(told.false):>12}  {len(told.false) / told.months:>7.2f}  "
                f"{', '.join(told.false) or '-':<20}  {', '.join(told.true) or '-'}"
            )


def main(folders: Sequence[str] = (), *, seed: int = 1) -> None:
    measure_noise()
    if folders:
        measure_desks([read_desk(Path(folder)) for folder in folders], seed=seed)
        return
    with TemporaryDirectory() as folder:
        measure_desks(_drawn_desks(Path(folder), seed=seed), seed=seed)


if __name__ == "__main__":
    main(sys.argv[1:])
