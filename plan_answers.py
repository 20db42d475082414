"""What `plan` answers when it is asked about a plan that stands: mend it after something happened."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click
import pandas as pd

from chain import read_given
from data.calendar import Calendar
from data.desk import Desk
from data.opening_hours import MIDNIGHT
from data.snapshot import newest_path
from data.table_files import read_frame, write_frame
from data.warehouse import Warehouse
from lock_verb import standing_locks
from spoken import WrongOption, language_spoken
from terminal import A_PATH, give_table, plain_rows, read_day, read_instant, read_moment, read_span, warn

Given = Mapping[str, Any]
"""Options by their name in Python; what was not given is None, False or empty."""


def repair_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What happened to the plan that stands, and what stays of it."""
    for option in reversed((
        click.option("--repair", is_flag=True, help="Mend the plan that stands: as little as possible changes."),
        click.option("--plan", "of_file", type=A_PATH, metavar="FILE", help="With --repair: mend this plan instead; "
                     "it is not kept."),
        click.option("--absent", multiple=True, metavar="PERSON[@WHEN]", help="With --repair: who is not there; "
                     "WHEN is 13:00-18:00, a date, or 2026-12-08/13:00-18:00. [default: today, from now on]"),
        click.option("--now", metavar="TIME", help="With --repair: what lies before is past and stays. "
                     "[default: now]"),
        click.option("--lock", multiple=True, metavar="PERSON[:DATE]", help="With --repair: this person's day stays "
                     "as planned; without a date every day."),
        click.option("--notice", type=click.IntRange(0, 10_080), metavar="MINUTES", help="With --repair: how long "
                     "before a shift begins somebody must be told of a change of it. [default: 120]"),
    )):  # fmt: skip
        command = option(command)
    return command


def answer_repair(
    desk: Desk,
    repair: Given,
    *,
    given: Path | None,
    coverage: Path | None,
    out: Path | None,
    wait: float,
    as_json: bool,
) -> None:
    """Mend, say what changes, and keep it; with `--out` or `--plan` it is only told and written."""
    from staffing.planning.repair.asked import NOTICE_MINUTES, RepairAsked
    from staffing.planning.repair.sentences import change_rows, repair_remarks
    from staffing.planning.repair.store import PlanTable, case_of_table, keep_repair
    from staffing.staff_queues import requirements_from_table

    if out is not None and out.suffix == ".xlsx":
        raise WrongOption("{option} writes .csv or .parquet; name such a file instead of {path}", option="--repair",
                          path=out)  # fmt: skip
    now = pd.Timestamp.now(tz=desk.zone) if repair["now"] is None else read_moment(desk, repair["now"], "--now")
    asked = RepairAsked(
        now=now,
        away=tuple(read_absence(text, desk, now=now) for text in repair["absent"]),
        locks=frozenset(read_lock(text) for text in repair["lock"]) | standing_locks(desk),
        notice_minutes=NOTICE_MINUTES if repair["notice"] is None else repair["notice"],
    )
    table = PlanTable.newest(desk) if repair["of_file"] is None else PlanTable.of_file(read_frame(repair["of_file"]))
    requirements = issued_last(desk, wait=wait) if given is None else read_given(given, desk, requirements_from_table)
    case = case_of_table(table, desk, asked, requirements=requirements, is_changed=given is not None)
    mended = case.mend()
    warn(remark.said(language_spoken()) for remark in repair_remarks(mended))
    more = _say_effects(case, mended, wait=wait)
    if coverage is not None:
        write_frame(mended.coverage[2].rows(), coverage)
    if out is not None:
        write_frame(table.with_plan(mended.mended, mended.days), out)
    kept = [] if out is not None or repair["of_file"] is not None else keep_repair(mended, author="tsunagari")
    changes = change_rows(mended, language_spoken())
    told: dict[str, Any] = {"changes": plain_rows(changes)} if as_json else {}
    give_table(changes, None, as_json, written=out, **mended.summary, kept=kept, **more, **told)


def issued_last(desk: Desk, *, wait: float) -> list[Any]:
    """The requirements that were issued last; a desk without a log has none."""
    from staffing.issued_requirement import newest_requirements

    if newest_path(desk) is None:
        return []
    with Warehouse.open(desk, wait_seconds=wait, purpose="plan") as warehouse:
        return newest_requirements(warehouse, desk)


def _say_effects(case: Any, mended: Any, *, wait: float) -> dict[str, Any]:
    """What mending does to waits, and what else could help, said on stderr and told for `--json`."""
    from staffing.planning.repair.effect import Expected, effect_remarks, effects, option_remarks
    from staffing.planning.repair.options import LEAST_HOURS, live_hours_left, other_options

    desk, language = case.desk, language_spoken()
    expected = Expected(*expected_of(desk, as_of=None, last_day=mended.days[-1], wait=wait))
    found = effects(mended.coverage, desk, expected, now=mended.now)
    warn(remark.said(language) for remark in effect_remarks(found, desk))
    options, left = other_options(case, mended), live_hours_left(mended)
    told = [effects((mended.coverage[2], one.coverage), desk, expected, now=mended.now) for one in options]
    if options or left > live_hours_left(mended, mended.coverage[0]) + LEAST_HOURS:
        warn(remark.said(language) for remark in option_remarks(options, told, desk, hours_left=left))
    listed = [
        {"kind": one.kind, "uncovered_hours": round(one.live_hours, 2), "people": one.people,
         "effects": [effect.summary for effect in each]}
        for one, each in zip(options, told, strict=True)
    ]  # fmt: skip
    return {"effects": [one.summary for one in found], "options": listed}


def say_worth(
    desk: Desk,
    plan: Any,
    coverage: Any,
    *,
    as_of: str | None,
    worth_file: Path | None,
    simulated_by: int | None,
    wait: float,
) -> dict[str, Any]:
    """What the plan is worth and costs: said on stderr, written where a file is named, and told for `--json`.

    Parameters
    ----------
    as_of
        As told: the forecast of then; None: what was issued last.
    worth_file
        For `--worth`.
    simulated_by
        Seed of the courses that it is played through; None: it is not.
    """
    from staffing.plan_cost import cost_of_plan
    from staffing.plan_played import Playing, with_played
    from staffing.plan_played_sentences import played_remarks
    from staffing.plan_worth import worth_of_plan
    from staffing.plan_worth_sentences import worth_remarks

    forecasts, patience = expected_of(desk, as_of=as_of, last_day=plan.last_day, wait=wait)
    worth = worth_of_plan(coverage, desk, forecasts=forecasts, patience_seconds=patience)
    cost = cost_of_plan(plan, desk)
    warn(remark.said(language_spoken()) for remark in worth_remarks(worth, cost, desk))
    told: dict[str, Any] = {"worth": worth.summary, "cost": cost.summary}
    rows = worth.rows()
    if simulated_by is not None:
        played = Playing(desk, forecasts, patience, seed=simulated_by).of_plan(coverage)
        warn(remark.said(language_spoken()) for remark in played_remarks(played, worth.queues, desk))
        told["simulated"] = [one.summary for one in played]
        rows = with_played(rows, played)
    if worth_file is not None:
        write_frame(rows, worth_file)
    return told


def expected_of(
    desk: Desk, *, as_of: str | None, last_day: date, wait: float
) -> tuple[dict[str, Any], dict[str, float]]:
    """The forecast and the mean patience of each queue, by name; a desk without a log knows neither.

    Queues to which others hand on are expected to get that, too.
    """
    from forecasting.forecast_queues import forecast_queues
    from staffing.escalations import known_escalations
    from staffing.issued_requirement import newest_forecasts
    from staffing.patience import mean_patience
    from staffing.staff_queues import with_handed_on_to

    if newest_path(desk) is None:
        return {}, {}
    at = read_instant(desk, as_of)
    with Warehouse.open(desk, wait_seconds=wait, purpose="plan") as warehouse:
        if at is None:
            forecasts = newest_forecasts(warehouse, desk)
        else:
            forecasts = {one.queue: one for one in forecast_queues(warehouse, desk, as_of=at, last_day=last_day)}
        patience = mean_patience(warehouse, desk, as_of=at)
        handed = known_escalations(warehouse, desk, as_of=at)
    return with_handed_on_to(forecasts, desk, escalations=handed, patience_seconds=patience), patience


def read_absence(text: str, desk: Desk, *, now: pd.Timestamp) -> Any:
    """`佐藤`, `佐藤@13:00-18:00`, `佐藤@2026-12-08` or `佐藤@2026-12-08/13:00-18:00`."""
    from staffing.planning.repair.asked import Away

    person, at, told = text.rpartition("@")
    if not at:
        person, told = text, ""
    day_text, slash, span_text = told.partition("/")
    if not slash and ":" in day_text:
        day_text, span_text = "", day_text
    day = read_day(day_text, "--absent") if day_text else now.tz_convert(desk.zone).date()
    first, last = read_span(span_text, "--absent") if span_text else (0, MIDNIGHT)
    calendar = Calendar.of(desk)
    start, end = calendar.instant(day, first), calendar.instant(day, last)
    if not day_text:
        start = max(start, now.tz_convert(desk.zone))
    if not start < end:
        raise WrongOption("--absent {text} is over before {now:%H:%M}, so nothing of it can be mended", text=text,
                          now=now.tz_convert(desk.zone))  # fmt: skip
    return Away(person, start, end)


def read_lock(text: str) -> tuple[str, date | None]:
    """`佐藤:2026-12-08`, or `佐藤` for every day."""
    person, colon, day = text.rpartition(":")
    return (person, read_day(day, "--lock")) if colon else (text, None)
