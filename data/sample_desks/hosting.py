"""The sample desk `hosting`: a web-hosting support line, weekdays 10 to 18, with seeded years of calls and mails."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

import numpy as np

from data.sample_desks.draft import Draft, Progress, refuse_full_folder, write_draft
from data.sample_desks.escalation_log import ESCALATION_COLUMNS, escalation_rows
from data.sample_desks.first_come_first_served import Service
from data.sample_desks.hosting_beside_phone import (
    CLOSING_S,
    ESCALATED_SHARE,
    hosting_mail_outlook,
    hosting_mail_rows,
    hosting_work_days,
)
from data.sample_desks.hosting_calendar import (
    LOG_COLUMNS,
    MAIL_QUEUE,
    QUEUE,
    SECOND_TIER_QUEUE,
    hosting_calendar,
    hosting_desk_toml,
)
from data.sample_desks.hosting_effects import hosting_truth_of
from data.sample_desks.hosting_log import Calls, DayOutlook, calls_of_day, log_lines, talked_until
from data.sample_desks.hosting_people import duties_of_day, hosting_people
from data.sample_desks.months import write_months
from data.sample_desks.people import People
from data.sample_desks.span import Span
from data.sample_desks.surprises import missing_days
from data.sample_desks.truth import Truth
from data.sample_desks.work_log import Escalated, WorkDays, escalate
from data.sample_desks.written_log import MAIL_COLUMNS


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
    mail = hosting_mail_outlook(calendar, span, surprises=truth.surprises)

    def write_logs(folder: Path, progress: Progress) -> None:
        work_days = hosting_work_days(calendar, people, span)
        write_months(folder, "mails", columns=MAIL_COLUMNS, rows=hosting_mail_rows(mail, work_days))
        outlooks = list(_outlooks(truth, span.until))
        handed = _write_calls(folder, outlooks, people=people, work_days=work_days, progress=progress)
        write_months(folder, "escalations", columns=ESCALATION_COLUMNS, rows=escalation_rows(handed))

    return Draft(hosting_desk_toml(), calendar, people, {QUEUE: truth, MAIL_QUEUE: mail.truth}, write_logs)


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


def _write_calls(
    folder: Path, outlooks: list[DayOutlook], *, people: People, work_days: WorkDays, progress: Progress
) -> list[Escalated]:
    """Write the calls, a file a month; gives those that were handed on to tier 2."""
    handed = []
    for month, group in groupby(outlooks, key=lambda outlook: f"{outlook.day:%Y-%m}"):
        lines = [",".join(LOG_COLUMNS)]
        for outlook in group:
            chance = np.random.default_rng([work_days.span.seed, 5, outlook.day.toordinal()])
            calls, service = calls_of_day(outlook, duties_of_day(people, outlook.day), chance)
            written = log_lines(outlook.day, calls, service)
            lines += written
            handed.append(
                _handed_on(outlook.day, [line.split(",", 1)[0] for line in written], calls, service, work_days)
            )
        (folder / f"calls-{month}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        progress(len(handed) / len(outlooks))
    return handed


def _handed_on(day: date, names: list[str], calls: Calls, service: Service, work_days: WorkDays) -> Escalated:
    number = (day - work_days.span.since).days
    return escalate(
        day,
        names,
        talked_until(calls, service),
        share=ESCALATED_SHARE,
        closing_s=CLOSING_S,
        duties=work_days.on(SECOND_TIER_QUEUE, number),
        chance=work_days.span.chance("escalated", number),
    )
