"""The sample desk `hosting`: a web-hosting support line, weekdays 10 to 18, with seeded years of calls and mails."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

import numpy as np

from data.sample_desks.draft import Draft, Progress, refuse_full_folder, write_draft
from data.sample_desks.hosting_calendar import LOG_COLUMNS, hosting_calendar, hosting_desk_toml
from data.sample_desks.hosting_effects import hosting_truth_of
from data.sample_desks.hosting_log import DayOutlook, calls_of_day, log_lines
from data.sample_desks.hosting_people import duties_of_day, hosting_people
from data.sample_desks.people import People
from data.sample_desks.span import Span
from data.sample_desks.surprises import missing_days
from data.sample_desks.truth import Truth


def write_hosting_desk(
    folder: Path, *, until: date, seed: int, since: date | None = None, progress: Progress | None = None
) -> Path:
    """Write a new hosting desk: desk.toml, staff, leave, events, and the logs of phone and mail, a file a month each.

    Parameters
    ----------
    folder
        Made where it is not there; must be empty.
    until
        Last day of the log.
    seed
        The same seed and days give the same bytes; 0 or more.
    since
        First day of the log; two years before the end where left out, at least 60 days.
    progress
        Told the share done after each month.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    DeskError
        If the folder is not empty, or the span or the seed cannot be used.
    """
    refuse_full_folder(folder)
    return write_draft(folder, hosting_draft(Span.ending(until, seed=seed, since=since)), progress=progress)


def hosting_truth(until: date, seed: int, *, since: date | None = None) -> Truth:
    """What the hosting desk's calls of the same `until`, `seed` and `since` were drawn from."""
    span = Span.ending(until, seed=seed, since=since)
    calendar = hosting_calendar(since=span.since, until=until, seed=seed)
    return hosting_truth_of(calendar, since=span.since, until=until, seed=seed)


def hosting_draft(span: Span) -> Draft:
    """The hosting desk of a span."""
    calendar = hosting_calendar(since=span.since, until=span.until, seed=span.seed)
    people = hosting_people(calendar, until=span.until, seed=span.seed)
    truth = hosting_truth_of(calendar, since=span.since, until=span.until, seed=span.seed)

    def write_logs(folder: Path, progress: Progress) -> None:
        _write_calls(folder, list(_outlooks(truth, span.until)), people=people, seed=span.seed, progress=progress)

    return Draft(hosting_desk_toml(), calendar, people, {"support": truth}, write_logs)


def _outlooks(truth: Truth, until: date) -> Iterator[DayOutlook]:
    """The open days of the log's span that are not missing from it."""
    missing = missing_days(truth.surprises)
    billing, campaign = truth.factor("billing"), truth.factor("campaign")
    days = truth.starts.tz_localize(None).normalize()
    for midnight in days.unique():
        day = midnight.date()
        if day <= until and day not in missing:
            yield DayOutlook(
                day=day,
                expected=truth.expected[np.asarray(days == midnight)],
                billing=float(billing.get(midnight, 1.0)),
                campaign=float(campaign.get(midnight, 1.0)),
                accidents=truth.accidents(day),
            )


def _write_calls(folder: Path, outlooks: list[DayOutlook], *, people: People, seed: int, progress: Progress) -> None:
    done = 0
    for month, group in groupby(outlooks, key=lambda outlook: f"{outlook.day:%Y-%m}"):
        lines = [",".join(LOG_COLUMNS)]
        for outlook in group:
            chance = np.random.default_rng([seed, 5, outlook.day.toordinal()])
            calls, service = calls_of_day(outlook, duties_of_day(people, outlook.day), chance)
            lines += log_lines(outlook.day, calls, service)
            done += 1
        (folder / f"calls-{month}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        progress(done / len(outlooks))
