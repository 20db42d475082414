"""What `plan` answers of plans that it does not make: how good one is, and how two of them differ."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import click
import pandas as pd

from chain import publish_outlook_of, read_given
from data.desk import Desk
from data.errors import NothingToDo
from data.table_files import write_frame
from data.warehouse import Warehouse
from plan_answers import expected_of, issued_last, say_worth
from spoken import WrongOption, language_spoken
from terminal import A_PATH, give_table, plain_rows, read_instant, warn

KEPT = "kept"
"""Stands for the plan that stands, where a plan's file can be named."""

VIOLATION_COLUMNS = ("person", "date", "rule", "severity", "article", "message", "mend")


def judge_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """A plan to be judged, and what becomes of it."""
    for option in reversed((
        click.option("--judge", type=A_PATH, metavar="FILE", help="Judge the plan of FILE (.csv, .xlsx or .parquet "
                     "with our plan's columns, or an edited month sheet), or the one that stands (`kept`): rules "
                     "broken, coverage, worth, cost."),
        click.option("--compare", type=A_PATH, nargs=2, metavar="OLD NEW", help="Tell how two plans differ, each a "
                     "file or `kept`: who, on which day, from what to what; hours, coverage, rules, cost, fairness."),
        click.option("--simulate", is_flag=True, help="Play the plan through with the contacts of possible days to "
                     "come, drawn by --seed, beside the queueing model; --worth has both."),
        click.option("--ics", type=A_PATH, callback=_in_a_folder, metavar="DIR", help="Also write the plan as calendar "
                     "files into DIR, one a person (.ics)."),
        click.option("--keep", is_flag=True, help="With --judge: the plan of the file stands from now on."),
    )):  # fmt: skip
        command = option(command)
    return command


def _in_a_folder(_context: click.Context, _option: click.Parameter, folder: Path | None) -> Path | None:
    """A folder that could not be made is refused before any work is done."""
    if folder is not None and not folder.absolute().parent.is_dir():
        raise WrongOption("there is no folder {folder}; make it, or name another", folder=folder.absolute().parent)
    if folder is not None and folder.exists() and not folder.is_dir():
        raise WrongOption("{path} is a file; name a folder for the calendars", path=folder)
    return folder


def write_ics(judged: Any, folder: Path | None) -> dict[str, Any]:
    """The plan as calendar files where a folder is named; tells how many."""
    if folder is None:
        return {}
    from staffing.planning.plan_calendar import write_calendars

    files = write_calendars(judged.plan, judged.desk, folder, made_at=pd.Timestamp.now(tz=judged.desk.zone))
    return {"ics": str(folder), "calendars": len(files)}


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
    ics: Path | None,
    keep: bool,
    wait: float,
    as_json: bool,
) -> None:
    """Say what a plan covers, gives and costs, and table the rules it breaks; with `--keep` it stands from now on."""
    from staffing.planning.judged_plan import judge_given, keep_plan, write_plan

    if keep and as_of is not None:
        raise WrongOption("{one} and {other} ask different things; leave one of them away", one="--keep",
                          other="--as-of")  # fmt: skip
    plan = plan_named(named, desk)
    requirements = _requirements(desk, (plan.first_day, plan.last_day), given=given, as_of=as_of, wait=wait)
    judged = judge_given(plan, requirements, desk, as_of=read_instant(desk, as_of))
    warn(remark.said(language_spoken()) for remark in judged.plan.remarks)
    told = say_worth(
        desk, judged.plan, judged.coverage, as_of=as_of, worth_file=worth, simulated_by=simulated_by, wait=wait
    )
    if coverage is not None:
        write_frame(judged.coverage.rows(), coverage)
    if out is not None:
        write_plan(judged, out)
    told |= write_ics(judged, ics)
    if keep:
        told["kept"] = [keep_plan(judged, author="tsunagari")]
        publish_outlook_of(desk)
    violations = pd.DataFrame(judged.told_violations, columns=list(VIOLATION_COLUMNS))
    broken = {"violations": judged.told_violations} if as_json else {}
    give_table(violations, None, as_json, written=out if as_json else None, **judged.summary, **told, **broken)


def plan_named(named: Path, desk: Desk) -> Any:
    """The plan of a file, or with the word `kept` the one that stands."""
    from staffing.planning.plan_file import read_plan
    from staffing.planning.repair.store import PlanTable

    if str(named) != KEPT:
        return read_plan(named, desk)
    return PlanTable.newest(desk).whole(desk)


def _requirements(
    desk: Desk, days: tuple[date, date], *, given: Path | None, as_of: str | None, wait: float
) -> list[Any]:
    """What the plan is held against: the table given, what was known then, or what was issued or planned for last."""
    from staffing.planning.held_against import requirements_of_days
    from staffing.planning.repair.store import PlanTable
    from staffing.staff_queues import requirements_from_table, staff_desk

    known: list[Any] = []
    if given is not None:
        known = read_given(given, desk, requirements_from_table)
    elif as_of is not None:
        with Warehouse.open(desk, wait_seconds=wait, purpose="plan") as warehouse:
            known = staff_desk(warehouse, desk, as_of=read_instant(desk, as_of), last_day=days[1])
    else:
        known += issued_last(desk, wait=wait)
        with suppress(NothingToDo):  # where no plan was kept yet, none tells what it was made for
            known += PlanTable.newest(desk).made_for
    return requirements_of_days(known, desk, first_day=days[0], last_day=days[1])


def answer_compare(
    desk: Desk,
    named: tuple[Path, Path],
    *,
    given: Path | None,
    as_of: str | None,
    coverage: Path | None,
    worth: Path | None,
    simulated_by: int | None,
    out: Path | None,
    wait: float,
    as_json: bool,
) -> None:
    """Say how two plans differ: a row for each person and day that is otherwise, and the figures side by side."""
    from staffing.planning.judged_plan import told_violations
    from staffing.planning.plan_compare import common_days, compare_plans
    from staffing.planning.plan_compare_sentences import change_rows, compare_remarks, figure_rows, figures_text

    if coverage is not None or worth is not None:
        raise WrongOption("--compare tells of two plans; judge one with --judge to write its coverage or worth")
    if out is not None and out.suffix == ".xlsx":
        raise WrongOption("{option} writes .csv or .parquet; name such a file instead of {path}", option="--compare",
                          path=out)  # fmt: skip
    old, new = (plan_named(name, desk) for name in named)
    first, last = common_days(old, new)
    requirements = _requirements(desk, (first, last), given=given, as_of=as_of, wait=wait)
    compared = compare_plans(old, new, requirements, desk)
    warn(remark.said(language_spoken()) for remark in compare_remarks(compared))
    service, simulated = _services(compared, as_of=as_of, simulated_by=simulated_by, wait=wait)
    figures = [*compared.figures, *service]
    changes = change_rows(compared, language_spoken())
    told: dict[str, Any] = {"first_day": first.isoformat(), "last_day": last.isoformat()}
    if as_json:
        told |= {
            "figures": figure_rows(figures),
            "hours": [{"person": name, "old": round(a, 2), "new": round(b, 2)}
                      for name, (a, b) in compared.other_hours.items()],
            "new_violations": told_violations(compared.new_violations),
            "mended_violations": told_violations(compared.mended_violations),
            "changes": plain_rows(changes),
        }  # fmt: skip
        told |= {"simulated": simulated} if simulated_by is not None else {}
    else:
        warn([figures_text(figures, desk, language_spoken())])
    give_table(changes, out, as_json, **told)


def _services(
    compared: Any, *, as_of: str | None, simulated_by: int | None, wait: float
) -> tuple[list[Any], list[dict[str, Any]]]:
    """The service to expect of both plans by the queueing model; and, said too, by the same simulated contacts."""
    from staffing.plan_compared_service import service_figures, simulated_differences, simulated_remarks
    from staffing.plan_played import Playing

    desk = compared.desk
    covers = compared.old.judged.coverage, compared.new.judged.coverage
    forecasts, patience = expected_of(desk, as_of=as_of, last_day=compared.old.plan.last_day, wait=wait)
    figures = service_figures(*covers, desk, forecasts=forecasts, patience_seconds=patience)
    if simulated_by is None:
        return figures, []
    pairs = Playing(desk, forecasts, patience, seed=simulated_by).of_both(*covers)
    warn(remark.said(language_spoken()) for remark in simulated_remarks(pairs, desk))
    return figures, simulated_differences(pairs)
