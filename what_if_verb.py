"""The verb `what-if`: what waiting, abandonment and hours become where something changes."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from data.desk import Desk
from data.desk_file import read_desk
from data.opening_hours import MIDNIGHT
from data.warehouse import Warehouse
from spoken import WrongOption, language_spoken
from staffing.what_if.changes import (
    Change,
    EventChange,
    HandleTimeChange,
    Part,
    PeopleChange,
    ThresholdChange,
    VolumeChange,
    people_moved,
)
from terminal import (
    FiniteNumber,
    FiniteRange,
    as_of_option,
    desk_option,
    give_table,
    json_option,
    out_option,
    read_day,
    read_instant,
    read_span,
    seed_option,
    wait_option,
    warn,
)

Given = Mapping[str, Any]
"""Options by their name in Python; what was not given is None."""

_PARTS_THEN_WHOLE: tuple[Part, ...] = ("talk", "hold", "after_call", "handle")
"""In this order, so that a factor on the whole finds its parts changed."""

_NEEDS = {
    "at": ("--at", ("add", "take"), "--add or --take"),
    "proficiency": ("--proficiency", ("add", "take"), "--add or --take"),
    "volume_at": ("--volume-at", ("volume",), "--volume"),
    "away_from": ("--from", ("move", "move_lunch"), "--move or --move-lunch"),
    "to": ("--to", ("move", "move_lunch"), "--move or --move-lunch"),
}
"""Options that say more of another one: how both are written."""


def _handle_time_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Seconds and a factor for each part of the work."""
    told = {
        "handle": ("handle", "--handle-seconds", "the whole handle time", "mail templates that save two minutes: -120"),
        "talk": ("talk", "--talk", "talk", "no limit on talking time: 60"),
        "hold": ("hold", "--hold", "hold, where internal consultation lies", "-20"),
        "after_call": ("after_call", "--after-call-work", "after-call work", "-30"),
    }
    for part, option, words, example in reversed(told.values()):
        factor = option.removesuffix("-seconds") + "-factor"
        command = click.option(
            factor, f"{part}_factor", type=FiniteNumber(), metavar="FACTOR", help=f"Factor on {words}: 0.5 for half."
        )(command)
        command = click.option(
            option, f"{part}_seconds", type=FiniteNumber(), metavar="SECONDS",
            help=f"Seconds added to the mean of {words}, for example {example}.",
        )(command)  # fmt: skip
    return command


@click.command("what-if")
@desk_option
@as_of_option
@click.option("--queue", metavar="NAME", help="The queue that changes. [default: every queue that the change fits]")
@click.option("--start", metavar="DATE", help="First day to look at. [default: the day after the log's last]")
@click.option("--days", type=click.IntRange(1, 371), help="How many days to look at. [default: 7]")
@click.option("--day", metavar="DATE", help="Look at this day alone.")
@click.option("--on", metavar="DATE", help="The change holds on this day alone. [default: every day looked at]")
@_handle_time_options
@click.option("--volume", type=FiniteNumber(), metavar="FACTOR", help="Factor on contacts, a defective batch: 1.4.")
@click.option("--volume-at", metavar="FROM-TO", help='With --volume: only at this time, for example "13:00-18:00".')
@click.option("--event", metavar="KIND", help="A day with this kind of events.csv, its effect learnt; needs --on.")
@click.option("--add", type=FiniteRange(0, min_open=True), metavar="PEOPLE", help="People added at the time of --at.")
@click.option("--take", type=FiniteRange(0, min_open=True), metavar="PEOPLE", help="People taken away then.")
@click.option("--at", metavar="FROM-TO", help='When, for example "10:00-12:00". [default: the whole day]')
@click.option("--proficiency", type=FiniteNumber(), help="Speed of those added or taken; 1 is full. [default: 1]")
@click.option("--move", type=FiniteRange(0, min_open=True), metavar="PEOPLE", help="People moved, by --from and --to.")
@click.option(
    "--move-lunch", type=FiniteRange(0, min_open=True), metavar="PEOPLE", help="People whose lunch moves, likewise."
)
@click.option("--from", "away_from", metavar="FROM-TO", help='The time of it until now, for example "12:00-13:00".')
@click.option("--to", metavar="FROM-TO", help='The time of it then, for example "13:00-14:00".')
@click.option("--threshold", type=FiniteNumber(), metavar="SECONDS", help="Waiting time that is still kept: 120.")
@seed_option
@out_option
@wait_option
@json_option
def what_if(
    folder: Path,
    as_of: str | None,
    start: str | None,
    days: int | None,
    day: str | None,
    seed: int,
    out: Path | None,
    wait: float,
    as_json: bool,
    **given: Any,
) -> None:
    """Ask what changes make of waiting, abandonment and hours: `what-if --after-call-work -30`, `--volume 1.4`.

    Days to come are simulated with and without the changes, by the same chance. Several changes count together. Those
    who are there stay: the planned, or the required where no plan reaches.
    """
    from staffing.what_if.ask import USUAL_DAYS
    from staffing.what_if.ask import what_if as ask

    desk = read_desk(folder)
    if day is not None and (start is not None or days is not None):
        raise WrongOption("--day looks at one day alone; leave --start and --days away")
    first_day = _day(day, "--day") or _day(start, "--start")
    changes = read_changes(desk, given, day=_day(day, "--day"))
    language = language_spoken()
    with Warehouse.open(desk, wait_seconds=wait, purpose="what-if") as warehouse:
        answer = ask(
            warehouse,
            desk,
            changes,
            as_of=read_instant(desk, as_of),
            first_day=first_day,
            days=1 if day is not None else days or USUAL_DAYS,
            seed=seed,
        )
    sentences = [one.sentence(language, title=desk.queue(one.queue).title(language)) for one in answer.queues]
    remarks = [remark.said(language) for one in answer.queues for remark in one.remarks]
    if not as_json:
        warn([*sentences, *remarks])
    give_table(answer.rows(), out, as_json, what_if=answer.summary, sentences=sentences, remarks=remarks)


def read_changes(desk: Desk, given: Given, *, day: date | None) -> list[Change]:
    """The changes that options tell.

    Parameters
    ----------
    given
        By name: `queue`, `on`, `handle_seconds`, `volume`, `add` ...; None where it was not given.
    day
        The only day looked at, where there is one.

    Raises
    ------
    WrongOption
        If nothing changes, or an option lacks the one that it belongs to.
    TsunagariError
        If a change cannot be.
    """
    for name, (option, owners, told) in _NEEDS.items():
        if given[name] is not None and all(given[owner] is None for owner in owners):
            raise WrongOption(
                "{option} says more of {owner}; add it, or leave {option} away", option=option, owner=told
            )
    queue = "" if given["queue"] is None else desk.queue(given["queue"]).name
    on = _day(given["on"], "--on")
    changes: list[Change] = [*_handle_times(given, queue=queue, on=on)]
    if given["volume"] is not None:
        span = _span(given["volume_at"], "--volume-at")
        changes.append(VolumeChange(given["volume"], queue, on, *span))
    if given["event"] is not None:
        changes.append(EventChange(given["event"], _event_day(on or day), queue))
    for name, sign in (("add", 1), ("take", -1)):
        if given[name] is not None:
            speed = 1.0 if given["proficiency"] is None else given["proficiency"]
            changes.append(PeopleChange(sign * given[name], *_span(given["at"], "--at"), speed, queue, on))
    changes += _moved(given, queue=queue, on=on)
    if given["threshold"] is not None:
        changes.append(ThresholdChange(given["threshold"], queue))
    if not changes:
        raise WrongOption(
            "nothing changes; say what, for example --after-call-work -30, --volume 1.4 or --add 1 --at 10:00-12:00"
        )
    return changes


def _handle_times(given: Given, *, queue: str, on: date | None) -> list[Change]:
    changes: list[Change] = []
    for part in _PARTS_THEN_WHOLE:
        seconds, factor = given[f"{part}_seconds"], given[f"{part}_factor"]
        if seconds is not None:
            changes.append(HandleTimeChange(part, seconds=seconds, queue=queue, on=on))
        if factor is not None:
            changes.append(HandleTimeChange(part, factor=factor, queue=queue, on=on))
    return changes


def _moved(given: Given, *, queue: str, on: date | None) -> list[Change]:
    changes: list[Change] = []
    for name in ("move", "move_lunch"):
        if given[name] is None:
            continue
        if given["away_from"] is None or given["to"] is None:
            raise WrongOption("a move needs both times; add --from 12:00-13:00 and --to 13:00-14:00")
        away, to = read_span(given["away_from"], "--from"), read_span(given["to"], "--to")
        if name == "move_lunch":  # who has lunch later is there sooner
            away, to = to, away
        changes += people_moved(given[name], away_from=away, to=to, queue=queue, on=on)
    return changes


def _span(text: str | None, option: str) -> tuple[int, int]:
    return (0, MIDNIGHT) if text is None else read_span(text, option)


def _day(text: str | None, option: str) -> date | None:
    return None if text is None else read_day(text, option)


def _event_day(on: date | None) -> date:
    if on is None:
        raise WrongOption("an event needs its day; add --on 2026-04-02, or look at one day alone with --day")
    return on
