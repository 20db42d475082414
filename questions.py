"""The verbs that answer a lead's questions and take a lead's word; the front door takes them up."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
import pandas as pd

from data.calendar import Calendar
from data.desk import Desk
from data.desk_file import read_desk
from data.errors import NothingToDo
from data.kept_override import COLUMNS, override_score
from data.measures import Grain
from data.message import Message
from data.opening_hours import MIDNIGHT, WEEKDAYS
from data.override import Override, override_rows, refuse_unfit
from data.records import Records
from data.snapshot import Snapshot, newest_until
from data.warehouse import Warehouse
from spoken import WrongOption, language_spoken, said
from terminal import (
    A_PATH,
    as_of_option,
    desk_option,
    give_table,
    horizon_option,
    json_option,
    out_option,
    plain_rows,
    read_clock,
    read_day,
    read_instant,
    read_month,
    read_span,
    seed_option,
    tell,
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
@click.option(
    "--weekday",
    type=click.Choice(WEEKDAYS),
    default="mon",
    show_default=True,
    help="Who served contacts on this day ...",
)
@click.option("--at", "clock", metavar="HH:MM", help="... at this time. [default: when the lines open]")
@click.option("--weeks", default=12, show_default=True, type=click.IntRange(1, 520), help="Weeks of plans to look at.")
@click.option(
    "--counts",
    is_flag=True,
    help="How often each person had mornings, late shifts, weekends, month ends and lunches at odd hours.",
)
@out_option
@json_option
def duties(
    folder: Path, weekday: str, clock: str | None, weeks: int, counts: bool, out: Path | None, as_json: bool
) -> None:
    """Show who had the unpopular duties in the shift plans: Monday mornings by default, or any weekday and time."""
    from staffing.planning.duty_history import duty_counts, fairness_spread, monday_mornings

    desk = read_desk(folder)
    with Records.open(desk) as records:
        plans = records.plans(date.min, date.max)
    asked: dict[str, Any] = {"weekday": WEEKDAYS.index(weekday), "minute": read_clock(clock, "--at"), "weeks": weeks}
    table = (duty_counts if counts else monday_mornings)(plans, desk, **asked)
    spread: dict[str, Any] = {"spread": fairness_spread(table)} if counts else {}
    give_table(table, out, as_json, **spread)


@click.command()
@desk_option
@click.option("--weekday", type=click.Choice(WEEKDAYS), help="Look at this day of the week alone. [default: every day]")
@click.option("--at", "clock", metavar="HH:MM", help="Look at this time alone, also where enough people are there.")
@click.option("--start", metavar="DATE", help="First day to look at. [default: the day after the log's last]")
@click.option("--days", default=14, show_default=True, type=click.IntRange(1, 371), help="How many days to look at.")
@out_option
@json_option
def short(
    folder: Path,
    weekday: str | None,
    clock: str | None,
    start: str | None,
    days: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Show where the shift plan has fewer people than required: `short --weekday mon --at 10:00`."""
    from staffing.short_intervals import short_intervals, short_sentence

    desk = read_desk(folder)
    with Records.open(desk) as records:
        plan = records.newest_plan()
    if plan is None:
        raise NothingToDo("no shift plan was kept yet; make one with `tsunagari plan --start DATE`")
    first_day = _day_after_log(desk, otherwise=plan.first_day) if start is None else read_day(start, "--start")
    asked: dict[str, Any] = {
        "weekday": None if weekday is None else WEEKDAYS.index(weekday),
        "minute": read_clock(clock, "--at"),
    }
    table = short_intervals(plan, desk, first_day=first_day, days=days, **asked)
    warn([short_sentence(table, desk, first_day=first_day, days=days, language=language_spoken())])
    give_table(table, out, as_json, short_intervals=int((table["uncovered_hours"] > 0).sum()))


def _day_after_log(desk: Desk, *, otherwise: date) -> date:
    """The first day that the log does not hold as a whole."""
    until = newest_until(desk)
    return otherwise if until is None else until.date()


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


@click.command()
@desk_option
@as_of_option
@horizon_option
@click.option("--queue", "queues", multiple=True, metavar="NAME", help="Pool these; several times. [default: all]")
@click.option(
    "--cross-trained",
    type=click.IntRange(0, 1000),
    metavar="PEOPLE",
    help="So many people on duty can take all of them. [default: as many as save anything]",
)
@seed_option
@out_option
@wait_option
@json_option
def pools(
    folder: Path, as_of: str | None, horizon_days: int, queues: tuple[str, ...], cross_trained: int | None,
    seed: int, out: Path | None, wait: float, as_json: bool,
) -> None:  # fmt: skip
    """Tell what people who can take several queues would save, and how many of them it takes."""
    from staffing.ask_pools import ask_pools

    desk = read_desk(folder)
    with Warehouse.open(desk, wait_seconds=wait, purpose="pools") as warehouse:
        found = ask_pools(
            warehouse, desk, as_of=read_instant(desk, as_of), horizon_days=horizon_days, queues=queues,
            cross_trained=cross_trained, seed=seed,
        )  # fmt: skip
    language = language_spoken()
    warn([found.sentence(language, titles=[desk.queue(name).title(language) for name in found.pools.queues])])
    give_table(found.rows(), out, as_json, pools=found.summary)


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


@click.command()
@desk_option
@as_of_option
@click.option("--queue", metavar="NAME", help="Look at this queue alone. [default: all in which customers wait]")
@out_option
@wait_option
@json_option
def patience(folder: Path, as_of: str | None, queue: str | None, out: Path | None, wait: float, as_json: bool) -> None:
    """Tell how long customers are ready to wait: how many have not hung up after so many seconds, and the mean."""
    from staffing.desk_questions import ask_patience
    from staffing.patience_table import patience_rows, patience_summary, sentences_of_queues

    desk = read_desk(folder)
    with Warehouse.open(desk, wait_seconds=wait, purpose="patience") as warehouse:
        found = ask_patience(warehouse, desk, as_of=read_instant(desk, as_of), queue=queue)
    titles = {each.name: each.title(language_spoken()) for each in desk.settings.queue}
    sentences = sentences_of_queues(found, desk, titles=titles)
    if not as_json:
        warn(sentences)
    summary: dict[str, Any] = {"patience": patience_summary(found), "sentences": [said(one) for one in sentences]}
    give_table(patience_rows(found), out, as_json, **summary)


@click.command()
@desk_option
@as_of_option
@click.option(
    "--days", type=click.IntRange(1, 3660), default=91, show_default=True, help="So many days before it are looked at."
)
@out_option
@wait_option
@json_option
def shrinkage(folder: Path, as_of: str | None, days: int, out: Path | None, wait: float, as_json: bool) -> None:
    """Propose the unplanned shrinkage from what people were doing: pauses that no plan places, with their doubt."""
    from staffing.shrinkage_proposal import proposal_summary, propose_shrinkage
    from staffing.shrinkage_sentences import day_for_desk_file, line_for_desk_file, shrinkage_sentences

    desk = read_desk(folder)
    with Warehouse.open(desk, wait_seconds=wait, purpose="shrinkage") as warehouse:
        proposal = propose_shrinkage(warehouse, desk, as_of=read_instant(desk, as_of), look_back_days=days)
    sentences = shrinkage_sentences(proposal, desk)
    if not as_json:
        warn(sentences)
    summary = proposal_summary(proposal) | {"desk_toml": desk.settings.shrinkage.unplanned}
    line = line_for_desk_file(proposal)
    summary |= {
        "line": line,
        "lines": [line, day_for_desk_file(proposal)] if line else [],
        "sentences": [said(one) for one in sentences],
    }
    give_table(proposal.by_day, out, as_json, **summary)


@click.command()
@desk_option
@as_of_option
@click.option(
    "--days", type=click.IntRange(1, 3660), default=182, show_default=True, help="So many days before it are looked at."
)
@out_option
@wait_option
@json_option
def speeds(folder: Path, as_of: str | None, days: int, out: Path | None, wait: float, as_json: bool) -> None:
    """Propose how fast people of staff.csv work beside their colleagues, where the desk lets the log name them."""
    from staffing.speed_proposal import propose_speeds, speed_rows
    from staffing.speed_sentences import speed_sentences

    desk = read_desk(folder)
    with Warehouse.open(desk, wait_seconds=wait, purpose="speeds") as warehouse:
        proposals = propose_speeds(warehouse, desk, as_of=read_instant(desk, as_of), look_back_days=days)
    rows, sentences = speed_rows(proposals), speed_sentences(proposals)
    if not as_json:
        warn(sentences)
    give_table(rows, out, as_json, speeds=plain_rows(rows), sentences=[said(one) for one in sentences])


@click.command()
@desk_option
@click.option("--queue", metavar="NAME", help="The queue, as in desk.toml.")
@click.option("--day", metavar="DATE", help="The day to override.")
@click.option("--until", metavar="DATE", help="The last of several days. [default: --day alone]")
@click.option("--between", metavar="FROM-TO", help='Only this time of each day, for example "10:00-12:00".')
@click.option("--factor", type=float, help="Factor on the contacts that the model expects: 1.3 for 30 % more.")
@click.option("--contacts", type=float, help="Contacts of each day, or with --between of that time of it.")
@click.option("--author", metavar="NAME", help="Who says so.")
@click.option("--note", metavar="TEXT", help="Why.")
@click.option("--list", "list_", is_flag=True, help="List every override, those that were removed too.")
@click.option("--remove", type=int, metavar="NUMBER", help="Remove the override of that number; it stays in the list.")
@out_option
@json_option
def override(
    folder: Path, list_: bool, remove: int | None, author: str | None, out: Path | None, as_json: bool, **words: Any
) -> None:
    """Override the forecast of a day by hand, with author and note: `--day 2026-12-12 --factor 1.3 ...`.

    What the model alone expects stays beside it, and both are scored once the day is over (`tsunagari kept`).
    """
    desk, now = read_desk(folder), moment_now()
    named = {name for name, value in {"author": author, "remove": remove, **words}.items() if value is not None}
    if (list_ and named) or (remove is not None and named - {"remove", "author"}):
        raise WrongOption("--list stands alone, and --remove takes no option but --author; leave the others away")
    if out is not None and not list_:
        raise WrongOption("--out writes the table of --list; add --list, or leave --out away")
    with Records.open(desk) as records:
        if list_:
            rows = override_rows(records.overrides(), zone=desk.settings.time_zone)
            give_table(rows, out, as_json, overrides=plain_rows(rows))
            return
        if remove is not None:
            kept = records.remove_override(remove, now=now, author=(author or "").strip())
            told = Message.of("override {number} ({span}) is removed; {since}", number=kept.number, span=kept.told.span,
                              since=_COUNTS_FROM_NEXT)  # fmt: skip
        else:
            wanted = read_override(desk, author=author, now=now, **words)
            also = [one.number for one in records.overrides() if one.stands and one.told.touches(wanted)]
            kept = records.keep_override(wanted, now=now)
            told = Message.of("override {number} ({span}) is kept; {since}", number=kept.number, span=kept.told.span,
                              since=_COUNTS_FROM_NEXT)  # fmt: skip
            warn(_say_also(also))
    tell(plain_rows(override_rows([kept], zone=desk.settings.time_zone))[0], as_json, told)


def moment_now() -> pd.Timestamp:
    """The moment in which a lead says something."""
    return pd.Timestamp.now(tz="UTC")


_COUNTS_FROM_NEXT = Message("it counts from the next `tsunagari forecast`, `staff` or `run` on")


def _say_also(numbers: list[int]) -> list[Message]:
    """That other overrides speak of the same time, where some do."""
    if not numbers:
        return []
    listed = ", ".join(map(str, numbers))
    return [
        Message.of(
            "override {numbers} speaks of the same time: factors multiply, and contacts stand over what was told "
            "before; remove what shall not count",
            numbers=listed,
        )
    ]


def read_override(
    desk: Desk,
    *,
    queue: str | None,
    day: str | None,
    until: str | None,
    between: str | None,
    factor: float | None,
    contacts: float | None,
    author: str | None,
    note: str | None,
    now: pd.Timestamp,
) -> Override:
    """The override that the options tell; refused where it speaks of what is past or closed."""
    if queue is None or day is None:
        raise WrongOption("an override needs --queue and --day; `tsunagari override --list` shows those that stand")
    first_day = read_day(day, "--day")
    first_minute, last_minute = (0, MIDNIGHT) if between is None else read_span(between, "--between")
    told = Override(
        queue=desk.queue(queue).name,
        first_day=first_day,
        last_day=first_day if until is None else read_day(until, "--until"),
        author=(author or "").strip(),
        note=(note or "").strip(),
        factor=factor,
        contacts=contacts,
        first_minute=first_minute,
        last_minute=last_minute,
    )
    refuse_unfit(told, Calendar.of(desk), now=now)
    return told
