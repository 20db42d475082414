"""The sample desk `hosting`: a web-hosting support line, weekdays 10 to 18, with seeded years of calls and mails."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

import numpy as np

from data.sample_desks.draft import Draft, Progress, refuse_full_folder, write_draft
from data.sample_desks.first_come_first_served import Service
from data.sample_desks.hosting_beside_phone import (
    CLOSING_S,
    ESCALATED_SHARE,
    hosting_letters,
    hosting_mail_outlook,
    hosting_work_days,
)
from data.sample_desks.hosting_calendar import (
    ACCOUNT,
    MAIL_QUEUE,
    PBX_SECOND_TIER,
    QUEUE,
    SECOND_TIER_QUEUE,
    hosting_calendar,
    hosting_desk_toml,
)
from data.sample_desks.hosting_effects import hosting_truth_of
from data.sample_desks.hosting_log import Calls, DayOutlook, calls_of_day, stays_of_day, talked_until
from data.sample_desks.hosting_people import duties_of_day, hosting_people
from data.sample_desks.log_clock import epoch_of
from data.sample_desks.people import People
from data.sample_desks.queue_log import escalated_stays, queue_log_lines
from data.sample_desks.span import Span
from data.sample_desks.surprises import missing_days
from data.sample_desks.truth import Truth
from data.sample_desks.work_log import Escalated, WorkDays, escalate
from data.sample_desks.zendesk_log import write_zendesk_exports


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
        letters, replies = hosting_letters(mail, work_days)
        write_zendesk_exports(folder, ACCOUNT, letters, replies, span, surprises=mail.truth.surprises)
        outlooks = list(_outlooks(truth, span.until))
        _write_calls(folder, outlooks, people=people, work_days=work_days, progress=progress)

    return Draft(hosting_desk_toml(people), calendar, people, {QUEUE: truth, MAIL_QUEUE: mail.truth}, write_logs)


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
) -> None:
    """Write the queue_log, a file a month as the telephone system's rotation leaves them."""
    done = 0
    for month, group in groupby(outlooks, key=lambda outlook: f"{outlook.day:%Y-%m}"):
        lines = [line for outlook in group for line in _lines_of_day(outlook, people, work_days)]
        (folder / f"queue_log-{month}").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        done += sum(f"{outlook.day:%Y-%m}" == month for outlook in outlooks)
        progress(done / len(outlooks))


def _lines_of_day(outlook: DayOutlook, people: People, work_days: WorkDays) -> list[str]:
    chance = np.random.default_rng([work_days.span.seed, 5, outlook.day.toordinal()])
    names = [person.name for person in people.staff]
    calls, service = calls_of_day(outlook, duties_of_day(people, outlook.day), chance)
    first = stays_of_day(outlook.day, calls, service, names)
    handed = _handed_on(outlook.day, first.calls, calls, service, work_days)
    second = escalated_stays(handed, queue=PBX_SECOND_TIER, midnight_s=epoch_of(outlook.day), names=names)
    return queue_log_lines((first, second), handed_on=dict.fromkeys(handed.calls, PBX_SECOND_TIER))


def _handed_on(day: date, names: Sequence[str], calls: Calls, service: Service, work_days: WorkDays) -> Escalated:
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
