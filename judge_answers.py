"""What `plan` answers of plans that it does not make: how good one is, and how two of them differ."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import pandas as pd

from chain import read_given
from data.desk import Desk
from data.errors import NothingToDo
from data.snapshot import newest_path
from data.table_files import write_frame
from data.warehouse import Warehouse
from plan_answers import say_worth
from spoken import language_spoken
from terminal import A_PATH, give_table, read_instant, warn

KEPT = "kept"
"""Stands for the plan that stands, where a plan's file can be named."""

VIOLATION_COLUMNS = ("person", "date", "rule", "severity", "article", "message", "mend")


def judge_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """A plan to be judged, and what becomes of it."""
    for option in reversed((
        click.option("--judge", type=A_PATH, metavar="FILE", help="Judge the plan of FILE (.csv, .xlsx or .parquet "
                     "with our plan's columns), or the one that stands (`kept`): rules broken, coverage, worth, cost."),
        click.option("--simulate", is_flag=True, help="Play the plan through with the contacts of possible days to "
                     "come, drawn by --seed, beside the queueing model; --worth has both."),
        click.option("--keep", is_flag=True, help="With --judge: the plan of the file stands from now on."),
    )):  # fmt: skip
        command = option(command)
    return command


def answer_judge(
    desk: Desk,
    named: Path,
    *,
    given: Path | None,
    as_of: str | None,
    coverage: Path | None,
    worth: Path | None,
    simulated_by: int | None,
    out: Path | None,
    keep: bool,
    wait: float,
    as_json: bool,
) -> None:
    """Say what a plan covers, gives and costs, and table the rules it breaks; with `--keep` it stands from now on."""
    from staffing.planning.judged_plan import judge_given, keep_plan, write_plan

    plan = plan_named(named, desk)
    requirements = _requirements(desk, plan, given=given, as_of=as_of, wait=wait)
    judged = judge_given(plan, requirements, desk)
    warn(remark.said(language_spoken()) for remark in judged.plan.remarks)
    told = say_worth(
        desk, judged.plan, judged.coverage, as_of=as_of, worth_file=worth, simulated_by=simulated_by, wait=wait
    )
    if coverage is not None:
        write_frame(judged.coverage.rows(), coverage)
    if out is not None:
        write_plan(judged, out)
    if keep:
        told["kept"] = [keep_plan(judged, author="tsunagari")]
    violations = pd.DataFrame(judged.told_violations, columns=list(VIOLATION_COLUMNS))
    broken = {"violations": judged.told_violations} if as_json else {}
    give_table(violations, None, as_json, written=out if as_json else None, **judged.summary, **told, **broken)


def plan_named(named: Path, desk: Desk) -> Any:
    """The plan of a file, or with the word `kept` the one that stands."""
    from staffing.planning.plan_file import read_plan_file
    from staffing.planning.repair_store import PlanTable

    if str(named) != KEPT:
        return read_plan_file(named, zone=desk.zone)
    return PlanTable.newest(desk).whole(desk)


def _requirements(desk: Desk, plan: Any, *, given: Path | None, as_of: str | None, wait: float) -> list[Any]:
    """What the plan is held against: the table given, what was known then, or what was issued or planned for last."""
    from staffing.issued_requirement import newest_requirements
    from staffing.planning.held_against import requirements_of_days
    from staffing.planning.repair_store import PlanTable
    from staffing.staff_queues import requirements_from_table, staff_desk

    known: list[Any] = []
    if given is not None:
        known = read_given(given, desk, requirements_from_table)
    elif as_of is not None:
        with Warehouse.open(desk, wait_seconds=wait, purpose="plan") as warehouse:
            known = staff_desk(warehouse, desk, as_of=read_instant(desk, as_of), last_day=plan.last_day)
    else:
        if newest_path(desk) is not None:
            with Warehouse.open(desk, wait_seconds=wait, purpose="plan") as warehouse:
                known += newest_requirements(warehouse, desk)
        with suppress(NothingToDo):  # where no plan was kept yet, none tells what it was made for
            known += PlanTable.newest(desk).made_for
    return requirements_of_days(known, desk, first_day=plan.first_day, last_day=plan.last_day)
