"""The verb `override`: a lead's word over the model's, kept with its author."""

from pathlib import Path
from typing import Any

import click
import pandas as pd

from data.calendar import Calendar
from data.desk import Desk
from data.desk_file import read_desk
from data.message import Message
from data.opening_hours import MIDNIGHT
from data.override import Override, override_rows, refuse_unfit
from data.records import Records
from spoken import WrongOption
from terminal import (
    desk_option,
    give_table,
    json_option,
    out_option,
    plain_rows,
    read_day,
    read_span,
    tell,
    warn,
)


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
