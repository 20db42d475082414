"""The verbs that ask about people: who stood when, who is missing, what they take and what they would save."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from data.desk import Desk
from data.desk_file import read_desk
from data.errors import NothingToDo
from data.message import Message
from data.opening_hours import WEEKDAYS
from data.records import Records
from data.snapshot import newest_until
from data.warehouse import Warehouse
from spoken import language_spoken, said
from terminal import (
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
    seed_option,
    wait_option,
    warn,
)


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
    from staffing.planning.fairness.duty_history import duty_counts, fairness_spread, monday_mornings

    desk = read_desk(folder)
    with Records.open(desk) as records:
        plans = records.plans(date.min, date.max)
    asked: dict[str, Any] = {"weekday": WEEKDAYS.index(weekday), "minute": read_clock(clock, "--at"), "weeks": weeks}
    table = (duty_counts if counts else monday_mornings)(plans, desk, **asked)
    spread: dict[str, Any] = {"spread": fairness_spread(table)} if counts else {}
    if not plans:
        warn([Message("no shift plan was kept yet; make one with `tsunagari plan --start DATE`")])
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
    told: dict[str, Any] = {"pools": found.summary} if as_json else {}  # for people it stands in the sentence
    give_table(found.rows(), out, as_json, **told)


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
