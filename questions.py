"""The verbs that ask the log and what was made of it: backlog, promises kept, calendar, measures, topics."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import pandas as pd

from data.calendar import Calendar
from data.desk_file import read_desk
from data.kept_override import COLUMNS, override_score
from data.measures import Grain
from data.snapshot import Snapshot
from data.warehouse import Warehouse
from spoken import WrongOption, language_spoken, said
from terminal import (
    A_PATH,
    as_of_option,
    desk_option,
    give_table,
    json_option,
    out_option,
    plain_rows,
    read_day,
    read_instant,
    read_month,
    wait_option,
    warn,
)


@click.command()
@desk_option
@as_of_option
@out_option
@wait_option
@json_option
def backlog(folder: Path, as_of: str | None, out: Path | None, wait: float, as_json: bool) -> None:
    """List the written contacts that wait for a reply: what is late, due today or at risk, the most urgent first."""
    from staffing.desk_questions import ask_backlog

    desk = read_desk(folder)
    with Warehouse.open(desk, wait_seconds=wait, purpose="backlog") as warehouse:
        contacts = ask_backlog(warehouse, desk, as_of=read_instant(desk, as_of))
    states = {str(state): int(count) for state, count in contacts["state"].value_counts().items()}
    give_table(contacts, out, as_json, states=states)


@click.command()
@desk_option
@click.option("--overrides", is_flag=True, help="The overridden days: how near the override was, and the model alone.")
@out_option
@json_option
def kept(folder: Path, overrides: bool, out: Path | None, as_json: bool) -> None:
    """Show what was promised and what was kept, by queue and month; and how far the forecasts were off."""
    desk = read_desk(folder)
    with Snapshot.newest(desk) as snapshot:
        months, is_told = snapshot.table("kept_promise"), snapshot.holds("kept_override")
        days = snapshot.table("kept_override") if is_told else pd.DataFrame(columns=list(COLUMNS))
    scores = [score.said(language_spoken()) for score in [override_score(days)] if score is not None]
    if not as_json:
        warn(scores)
    summary: dict[str, Any] = {"overrides": plain_rows(_with_dates(days)), "sentences": scores}
    give_table(_with_dates(days) if overrides else months, out, as_json, **summary)


@click.command()
@desk_option
@click.option("--month", metavar="MONTH", help='The month to show, for example "2026-12". [default: this month]')
@click.option(
    "--holidays",
    "table",
    type=A_PATH,
    metavar="FILE",
    help="Keep this official table of public holidays in the desk: the Cabinet Office's syukujitsu.csv, or CSV with "
    "date,name. Shows the days on which the library differs.",
)
@out_option
@json_option
def calendar(folder: Path, month: str | None, table: Path | None, out: Path | None, as_json: bool) -> None:
    """Show each day of a month: opening hours, holidays, closing, billing and debit days, month end, events."""
    from data.month_calendar import calendar_rows, calendar_summary
    from data.official_holidays import difference_rows, keep_official_holidays

    desk = read_desk(folder)
    if table is not None:
        if month is not None:
            raise WrongOption("--holidays keeps a table for every month; leave --month away")
        differing = keep_official_holidays(desk, table)
        warn([difference.message for difference in differing])
        give_table(difference_rows(differing), out, as_json, differences=plain_rows(difference_rows(differing)))
        return
    first_day, last_day = read_month(month, "--month", today=pd.Timestamp.now(tz=desk.zone).date())
    rows = calendar_rows(desk, first_day=first_day, last_day=last_day)
    give_table(rows, out, as_json, **calendar_summary(rows), days=plain_rows(rows))


@click.command()
@desk_option
@click.option(
    "--by", type=click.Choice(["month", "day"]), default="month", show_default=True, help="Grain of the table."
)
@click.option("--from", "first", metavar="DATE", help="First day. [default: the log's first]")
@click.option("--to", "last", metavar="DATE", help="Last day. [default: the log's last]")
@click.option("--agents", is_flag=True, help="What people were doing while signed in, and the shrinkage of it.")
@out_option
@wait_option
@json_option
def measures(
    folder: Path,
    by: Grain,
    first: str | None,
    last: str | None,
    agents: bool,
    out: Path | None,
    wait: float,
    as_json: bool,
) -> None:
    """Tell what happened, by queue and month or day: offered, answered, given up, tried again, waits, handle time."""
    from data.measure_sentences import basis_remarks, figure_sentences
    from data.measures import measure_log

    desk = read_desk(folder)
    asked = {
        "first_day": None if first is None else read_day(first, "--from"),
        "last_day": None if last is None else read_day(last, "--to"),
    }
    with Warehouse.open(desk, wait_seconds=wait, purpose="measures") as warehouse:
        told = measure_log(warehouse, Calendar.of(desk), grain=by, **asked)
    titles = {queue.name: queue.title(language_spoken()) for queue in desk.settings.queue}
    figures, remarks = figure_sentences(told, titles=titles), basis_remarks(told, titles=titles)
    if not as_json:
        warn([*figures, *remarks])
    tables = {"measures": told.queues, "agents": told.states, "over_all": told.over_all}
    summary: dict[str, Any] = {"from": told.first_day, "to": told.last_day}
    summary |= {name: plain_rows(_with_dates(table)) for name, table in tables.items()}
    if as_json:  # for people it stands among the sentences
        summary |= {"calls_after_replies": {**asdict(told.after_replies), "share": told.after_replies.share}}
    summary |= {"sentences": [said(one) for one in figures], "remarks": [said(one) for one in remarks]}
    give_table(told.states if agents else told.queues, out, as_json, **summary)


@click.command()
@desk_option
@as_of_option
@click.option("--queue", metavar="NAME", help="Look at the topics of this queue alone. [default: the whole desk]")
@out_option
@wait_option
@json_option
def topics(folder: Path, as_of: str | None, queue: str | None, out: Path | None, wait: float, as_json: bool) -> None:
    """Show what contacts are about, and which topics rise beyond their own noise: a defective batch, a release."""
    from forecasting.desk_topics import ask_topics
    from forecasting.topic_sentences import trend_sentences
    from forecasting.topic_trends import trend_rows

    desk = read_desk(folder)
    with Warehouse.open(desk, wait_seconds=wait, purpose="topics") as warehouse:
        trends = ask_topics(warehouse, desk, as_of=read_instant(desk, as_of), queue=queue)
    sentences = trend_sentences(trends)
    if not as_json:
        warn(sentences)
    table = trend_rows(trends)
    rising = [each.topic for each in trends if each.is_rising]
    summary: dict[str, Any] = {"rising": rising, "topics": plain_rows(table)}
    give_table(table, out, as_json, **summary, sentences=[said(one) for one in sentences])


def _with_dates(table: pd.DataFrame) -> pd.DataFrame:
    """The table, its days as dates without a time."""
    days = {str(name): table[name].dt.date for name in table.select_dtypes("datetime")}
    return table.assign(**days)


@click.command("handle-times")
@desk_option
@as_of_option
@click.option(
    "--by",
    type=click.Choice(["queue", "hour"]),
    default="queue",
    show_default=True,
    help="A row for each queue and part of the work, or for each weekday and hour as well.",
)
@out_option
@wait_option
@json_option
def handle_times(folder: Path, as_of: str | None, by: str, out: Path | None, wait: float, as_json: bool) -> None:
    """Tell how long a contact takes: talk, hold and after-call work, the usual length and the long ones."""
    from forecasting.handle_table import handle_sentences, parts_of_work

    desk = read_desk(folder)
    with Warehouse.open(desk, wait_seconds=wait, purpose="handle-times") as warehouse:
        found = parts_of_work(warehouse, desk, as_of=read_instant(desk, as_of))
    titles = {queue.name: queue.title(language_spoken()) for queue in desk.settings.queue}
    sentences = handle_sentences(found, desk, titles=titles)
    if not as_json:
        warn(sentences)
    table = pd.concat([one.by_hour() if by == "hour" else one.over_all() for one in found], ignore_index=True)
    give_table(table, out, as_json, sentences=[said(one) for one in sentences])
