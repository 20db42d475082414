"""What no calendar announces, drawn for a desk by its seed."""

from datetime import date, timedelta

import numpy as np

from data.calendar import Calendar
from data.channel import Channel
from data.sample_desks.span import Span
from data.sample_desks.truth import Surprise


def draw_surprises(calendar: Calendar, channel: Channel, span: Span) -> tuple[Surprise, ...]:
    """What no calendar announces, spread over the log's span; the last fifth of it holds none but bursts."""
    chance = np.random.default_rng([span.seed, 3])
    days = calendar.business_days(channel, span.since, span.until)
    missing = _missing(days, chance)
    logged = [day for day in days if day not in missing_days(missing)]

    def at(first: float, last: float) -> date:
        return logged[int(chance.uniform(first, last) * len(logged))]

    shift = Surprise("level_shift", at(0.45, 0.65), span.until, float(chance.choice([0.89, 1.11])))
    fading = Surprise("fading_effect", at(0.25, 0.35), at(0.65, 0.75), float(chance.uniform(0.35, 0.5)))
    size, start = float(chance.uniform(2.2, 2.8)), int(chance.integers(22, 28)) * 30
    day = at(0.3, 0.75)
    outage = Surprise("outage", day, day, size, start, start + 120)
    wrong = _wrong_billing(calendar, channel, logged, chance)
    return (shift, fading, outage, *wrong, *missing, *_bursts(logged, chance))


def draw_defect(span: Span, *, days_ago: int = 11) -> Surprise:
    """A defective batch is sold: from about so many days before the log's end its topic jumps to four times."""
    first = span.until - timedelta(days=int(span.chance("defect").integers(days_ago - 1, days_ago + 2)))
    return Surprise("defect", first, first + timedelta(days=9), 4.0)


def missing_days(surprises: tuple[Surprise, ...] | list[Surprise]) -> set[date]:
    """Days on which the log is empty although the desk was open."""
    return {surprise.first_day for surprise in surprises if surprise.kind == "missing_day"}


def _missing(days: list[date], chance: np.random.Generator) -> list[Surprise]:
    """Two days on end and a single one on which the log is empty although the desk was open."""
    first = int(chance.uniform(0.15, 0.4) * len(days))
    single = int(chance.uniform(0.5, 0.8) * len(days))
    return [Surprise("missing_day", days[at], days[at], 0) for at in (first, first + 1, single)]


def _wrong_billing(
    calendar: Calendar, channel: Channel, days: list[date], chance: np.random.Generator
) -> list[Surprise]:
    """One billing run three open days late; none where the span is too short to hold one."""
    middle = days[len(days) // 5 : len(days) * 4 // 5]
    announced = [day for day in calendar.billing_dates(middle[0], middle[-1]) if day in middle]
    if not announced:
        return []
    day = announced[int(chance.integers(len(announced)))]
    return [Surprise("billing_on_wrong_day", day, calendar.add_business_days(channel, day, 3), 3)]


def _bursts(days: list[date], chance: np.random.Generator) -> list[Surprise]:
    """Clustered arrivals: a mailing goes out, and for ten minutes everyone calls; about one in forty days."""
    count = max(1, len(days) // 40)
    chosen = np.sort(chance.choice(len(days), size=count, replace=False))
    starts = chance.integers(64, 102, size=count) * 10
    sizes = chance.integers(15, 31, size=count)
    return [
        Surprise("burst", days[at], days[at], int(size), int(start), int(start) + 10)
        for at, start, size in zip(chosen, starts, sizes, strict=True)
    ]
