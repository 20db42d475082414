"""The sample desk `hosting`: a web-hosting support line, weekdays 10 to 18, with seeded years of calls."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd

from data.errors import DeskError
from data.events import Event
from data.new_desk import write_desk_files, written_into
from data.sample_desks.hosting_calendar import LOG_COLUMNS, hosting_calendar, hosting_desk_toml
from data.sample_desks.hosting_effects import hosting_truth_of
from data.sample_desks.hosting_log import DayOutlook, calls_of_day, log_lines
from data.sample_desks.hosting_people import HostingPeople, duties_of_day, hosting_people
from data.sample_desks.truth import Truth
from data.staff import Absence, Person

Progress = Callable[[float], None]
"""Told the share that is done, above 0 to 1."""

SHORTEST_DAYS = 60


def write_hosting_desk(
    folder: Path, *, until: date, seed: int, since: date | None = None, progress: Progress | None = None
) -> Path:
    """Write a new hosting desk: desk.toml, staff, leave, events, and a log file a month.

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
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DeskError(f"{folder} is not empty; a sample desk is written into a new or empty folder, so name another")
    first = _first_day(since, until, seed)
    calendar = hosting_calendar(since=first, until=until, seed=seed)
    people = hosting_people(calendar, until=until, seed=seed)
    truth = hosting_truth_of(calendar, since=first, until=until, seed=seed)
    with written_into(folder):
        _write_logs(folder / "logs", list(_outlooks(truth, until)), people=people, seed=seed, progress=progress)
    write_desk_files(
        folder,
        desk_toml=hosting_desk_toml(),
        staff=(_staff_row(person) for person in people.staff),
        leave=(_leave_row(absence) for absence in people.leave),
        events=(_event_row(event) for event in calendar.events),
    )
    return folder


def hosting_truth(until: date, seed: int, *, since: date | None = None) -> Truth:
    """What the hosting desk of the same `until`, `seed` and `since` was drawn from; see `write_hosting_desk`."""
    first = _first_day(since, until, seed)
    calendar = hosting_calendar(since=first, until=until, seed=seed)
    return hosting_truth_of(calendar, since=first, until=until, seed=seed)


def _first_day(since: date | None, until: date, seed: int) -> date:
    if seed < 0:
        raise DeskError(f"seed {seed} is below 0; name a seed from 0 up")
    # The two years that end with `until`; 29 February counts from 1 March.
    after = until + timedelta(days=1)
    first = since or (pd.Timestamp(after) - pd.DateOffset(years=2)).date()
    if (until - first).days + 1 < SHORTEST_DAYS:
        raise DeskError(f"{first} to {until} is too short for a sample desk; give it {SHORTEST_DAYS} days at least")
    return first


def _outlooks(truth: Truth, until: date) -> Iterator[DayOutlook]:
    """The open days of the log's span that are not missing from it."""
    missing = {surprise.first_day for surprise in truth.surprises if surprise.kind == "missing_day"}
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
                accidents=tuple(
                    surprise
                    for surprise in truth.surprises
                    if surprise.kind in ("outage", "burst") and surprise.first_day == day
                ),
            )


def _write_logs(
    folder: Path, outlooks: list[DayOutlook], *, people: HostingPeople, seed: int, progress: Progress | None
) -> None:
    done = 0
    for month, group in groupby(outlooks, key=lambda outlook: f"{outlook.day:%Y-%m}"):
        lines = [",".join(LOG_COLUMNS)]
        for outlook in group:
            chance = np.random.default_rng([seed, 5, outlook.day.toordinal()])
            calls, service = calls_of_day(outlook, duties_of_day(people, outlook.day), chance)
            lines += log_lines(outlook.day, calls, service)
            done += 1
        (folder / f"calls-{month}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        if progress:
            progress(done / len(outlooks))


def _staff_row(person: Person) -> tuple[object, ...]:
    return (
        person.name, person.start_date, person.end_date or "", person.contract, f"{person.hours_day:g}",
        f"{person.hours_week:g}", ";".join(person.skills), person.tier, f"{person.proficiency:g}",
        f"{person.wage_hour:g}", str(person.helper).lower(),
    )  # fmt: skip


def _leave_row(absence: Absence) -> tuple[object, ...]:
    whole = absence.takes_whole_days
    start = absence.start.date().isoformat() if whole else absence.start.isoformat(timespec="minutes")
    # A row of dates alone covers the whole of its last day.
    end = (absence.end.date() - timedelta(days=1)).isoformat() if whole else absence.end.isoformat(timespec="minutes")
    return absence.person, start, end, absence.kind, str(absence.paid).lower()


def _event_row(event: Event) -> tuple[object, ...]:
    effect = "" if event.effect is None else f"{event.effect:g}"
    return (
        event.kind,
        event.name,
        event.start,
        event.end,
        event.queue,
        effect,
        event.known_from,
        event.public_from or "",
    )
