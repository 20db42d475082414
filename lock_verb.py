"""The verb by which a lead locks assignments, so that the next plan is made around them."""

from datetime import date
from pathlib import Path

import click
import pandas as pd

from data.desk import Desk
from data.desk_file import read_desk
from data.kept_lock import lock_rows
from data.message import Message
from data.records import Records
from override_verb import moment_now
from spoken import WrongOption
from terminal import desk_option, give_table, json_option, out_option, plain_rows, read_day, tell

_COUNTS_FROM_NEXT = Message("it counts from the next `tsunagari plan` or `run` on")


@click.command()
@desk_option
@click.option("--person", metavar="NAME", help="Whose day stays as the plan that stands has it.")
@click.option("--day", metavar="DATE", help="The day, on which the shift begins.")
@click.option("--author", metavar="NAME", help="Who says so.")
@click.option("--list", "list_", is_flag=True, help="List every lock, those that were taken off too.")
@click.option("--remove", type=int, metavar="NUMBER", help="Take the lock of that number off; it stays in the list.")
@out_option
@json_option
def lock(
    folder: Path,
    person: str | None,
    day: str | None,
    author: str | None,
    list_: bool,
    remove: int | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Lock what somebody does on a day: later plans keep it and are made around it.

    Shift, lunch and queues stay as the plan that stands has them, a day off stays a day off.
    """
    desk, said_by = read_desk(folder), (author or "").strip()
    named = {name for name, value in {"person": person, "day": day, "remove": remove, "author": author}.items()
             if value is not None}  # fmt: skip
    if (list_ and named) or (remove is not None and named - {"remove", "author"}):
        raise WrongOption("--list stands alone, and --remove takes no option but --author; leave the others away")
    if out is not None and not list_:
        raise WrongOption("--out writes the table of --list; add --list, or leave --out away")
    with Records.open(desk) as records:
        if list_:
            rows = lock_rows(records.locks())
            give_table(rows, out, as_json, locks=plain_rows(rows))
            return
        if remove is not None:
            kept = records.remove_lock(remove, now=moment_now(), author=said_by)
            told = Message.of("lock {number} ({person}, {day}) is taken off; {since}", number=kept.number,
                              person=kept.person, day=kept.day, since=_COUNTS_FROM_NEXT)  # fmt: skip
        else:
            if person is None or day is None:
                raise WrongOption("a lock needs --person and --day; `tsunagari lock --list` shows those that stand")
            at = read_day(day, "--day")
            activities = _planned(records, person, at)
            kept = records.keep_lock(person, at, activities=activities, author=said_by, now=moment_now())
            told = Message.of("lock {number} ({person}, {day}) is kept; {since}", number=kept.number,
                              person=kept.person, day=kept.day, since=_COUNTS_FROM_NEXT)  # fmt: skip
    tell(plain_rows(lock_rows([kept]))[0], as_json, told)


def _planned(records: Records, person: str, day: date) -> pd.DataFrame:
    """What the plan that stands has for the person's day."""
    rows = [plan.activities for plan in records.plans(day, day)]
    found = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=["person"])
    found = found[found["person"] == person]
    if found.empty:
        raise WrongOption(
            "no plan that stands has {person} on {day}; plan that day first (`tsunagari plan`), or write the name as "
            "staff.csv has it", person=person, day=day,
        )  # fmt: skip
    return found.sort_values("start", kind="stable").reset_index(drop=True)


def standing_locks(desk: Desk) -> frozenset[tuple[str, date | None]]:
    """The people of staff.csv and days that are locked; mending leaves them alone."""
    people = {person.name for person in desk.staff}
    with Records.open(desk) as records:
        return frozenset((one.person, one.day) for one in records.locks() if one.stands and one.person in people)
