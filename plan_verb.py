"""The verb `plan`: who works when, made anew, mended, judged or compared."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from chain import plan_shifts_of, read_given
from data.desk import Desk
from data.desk_file import read_desk
from data.table_files import write_frame
from data.warehouse import Warehouse
from judge_answers import answer_compare, answer_judge, judge_options, write_ics
from plan_answers import answer_repair, repair_options, say_worth
from spoken import WrongOption
from terminal import (
    A_PATH,
    as_of_option,
    desk_option,
    give_table,
    json_option,
    read_day,
    read_instant,
    seed_option,
    table_option,
    wait_option,
)


@click.command()
@desk_option
@click.option("--start", metavar="DATE", help="First day of the plan.")
@click.option("--weeks", default=4, show_default=True, type=click.IntRange(1, 53), help="Length of the plan, weeks.")
@as_of_option
@click.option(
    "--requirement", "given", type=A_PATH, metavar="FILE", help="Cover this requirement (.csv or .parquet), not ours."
)
@table_option(
    "--out",
    endings=(".csv", ".parquet", ".xlsx"),
    help="Write the plan to FILE: .csv, .parquet, or .xlsx for the month sheet.",
)
@click.option(
    "--engine",
    type=click.Choice(["tsunagari", "pyworkforce", "pyworkforce-difference"]),
    help="Whose shifts: ours, or to compare, written to --out alone, pyworkforce's: fewest paid hours, or least "
    "difference. [default: tsunagari]",
)
@table_option("--coverage", help="Write required against scheduled to FILE, by interval: .csv or .parquet.")
@table_option("--worth", help="Write what to expect of the plan to FILE, by interval: service level, wait ...")
@repair_options
@judge_options
@seed_option
@wait_option
@json_option
def plan(
    folder: Path,
    start: str | None,
    weeks: int,
    as_of: str | None,
    given: Path | None,
    out: Path | None,
    coverage: Path | None,
    worth: Path | None,
    seed: int,
    wait: float,
    as_json: bool,
    **asked: Any,
) -> None:
    """Plan who works when: shifts with lunch and leave, what they cover, and what they cannot.

    With --repair: mend the plan that stands after somebody fell ill, a training moved or more contacts come. With
    --judge: say what a plan made elsewhere breaks, covers, gives and costs. With --compare: how two plans differ.
    """
    desk = read_desk(folder)
    question = question_asked(start, asked)
    simulated_by = seed if asked["simulate"] else None
    files: Any = {"given": given, "coverage": coverage, "out": out, "wait": wait, "as_json": as_json}
    more: Any = {"as_of": as_of, "worth": worth, "simulated_by": simulated_by}
    if question == "--repair":
        answer_repair(desk, asked, **files)
    elif question == "--judge":
        answer_judge(desk, asked["judge"], keep=asked["keep"], ics=asked["ics"], **files, **more)
    elif question == "--compare":
        answer_compare(desk, asked["compare"], **files, **more)
    else:
        days = read_day(str(start), "--start"), weeks
        engine = asked["engine"] or "tsunagari"
        _make(desk, days, engine=engine, seed=seed, ics=asked["ics"], **files, **more)


def _make(
    desk: Desk,
    days: tuple[date, int],
    *,
    engine: Any,
    as_of: str | None,
    given: Path | None,
    coverage: Path | None,
    worth: Path | None,
    out: Path | None,
    ics: Path | None,
    seed: int,
    simulated_by: int | None,
    wait: float,
    as_json: bool,
) -> None:
    """Plan from the first of `days` so many weeks, keep the plan and tell it."""
    from staffing.planning.judged_plan import write_plan
    from staffing.planning.plan_table import plan_rows
    from staffing.staff_queues import requirements_from_table, staff_desk

    first_day, weeks = days
    last_day = read_day(str(first_day + timedelta(days=7 * weeks - 1)), "--start and --weeks end on")
    if given is not None:
        requirements = read_given(given, desk, requirements_from_table)
    else:
        with Warehouse.open(desk, wait_seconds=wait, purpose="plan") as warehouse:
            requirements = staff_desk(warehouse, desk, as_of=read_instant(desk, as_of), last_day=last_day)
    keep = as_of is None and engine == "tsunagari"
    judged = plan_shifts_of(
        desk, requirements, first_day=first_day, last_day=last_day, seed=seed, keep=keep, engine=engine,
        as_of=read_instant(desk, as_of),
    )  # fmt: skip
    if coverage is not None:
        write_frame(judged.coverage.rows(), coverage)
    if out is not None:
        write_plan(judged, out)
    told = say_worth(
        desk, judged.plan, judged.coverage, as_of=as_of, worth_file=worth, simulated_by=simulated_by, wait=wait
    )
    told |= write_ics(judged, ics)
    broken = {"violations": judged.told_violations} if as_json else {}
    give_table(plan_rows(judged.plan), None, as_json, written=out, **judged.summary, **told, **broken)


QUESTIONS = {
    "--repair": ("repair", ("of_file", "absent", "now", "lock", "notice")),
    "--judge": ("judge", ("keep",)),
    "--compare": ("compare", ()),
}
"""What may be asked of a plan instead of making one: the option's name, and those of the options that belong to it."""

STRANGERS = {"--repair": ("simulate", "ics", "engine"), "--judge": ("engine",), "--compare": ("ics", "engine")}
"""Options of a plan that is made or judged, which say nothing here."""

WRITTEN = {"of_file": "--plan"}
"""Options that are written otherwise than they are named."""


def question_asked(start: str | None, asked: Mapping[str, Any]) -> str:
    """The one thing that is asked; `--start` where a plan is to be made. What does not go together is refused."""
    given = {name for name, value in asked.items() if not any(value is nothing for nothing in (None, False, ()))}
    named = [option for option, (name, _) in QUESTIONS.items() if name in given]
    if len(named) > 1 or (named and start is not None):
        one, other = [*named, "--start"][:2]
        raise WrongOption("{one} and {other} ask different things; leave one of them away", one=one, other=other)
    for name in STRANGERS.get(named[0], ()) if named else ():
        if name in given:
            other = f"--{name}"
            raise WrongOption(
                "{one} and {other} ask different things; leave one of them away", one=named[0], other=other
            )
    for option, (_, belonging) in QUESTIONS.items():
        for name in belonging:
            if name in given and named != [option]:
                raise WrongOption(
                    "{option} belongs to {to}; add it, or leave {option} away",
                    option=WRITTEN.get(name, f"--{name}"),
                    to=option,
                )
    if not named and start is None:
        raise click.MissingParameter(param_hint="'--start'", param_type="option", ctx=click.get_current_context())
    return named[0] if named else "--start"
