"""The nightly chain, step by step; the verbs of the front door share its steps.

Each step leaves the desk as before or as after, so the chain may be killed anywhere and started again: it goes on
with the first step that is not done for the inputs of today.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from data.calendar import Calendar
from data.desk import Desk
from data.desk_file import read_desk
from data.errors import NothingToDo, TsunagariError
from data.import_logs import import_logs
from data.import_report import ImportReport
from data.importers.choose_mapping import MappingMissing
from data.interval_counts import last_complete_instant
from data.lock import hold_lock
from data.log_inbox import clear_inbox
from data.message import Message
from data.new_logs import find_new_logs
from data.records import Records
from data.remember_mapping import remember_mapping
from data.retention import apply_retention
from data.run_ledger import RunLedger
from data.snapshot import newest_path, newest_until, publish_snapshot
from data.table_files import read_frame
from data.undo_import import Undone, undo_import
from data.warehouse import Warehouse
from spoken import language_spoken
from terminal import is_at_terminal, progress_bar, settle_mapping, warn

Told = TypeVar("Told")

PLANNED_AHEAD = timedelta(days=14)
"""A plan that reaches further stands; a shorter one is continued."""

PLAN_DAYS = 28


@dataclass(frozen=True)
class _Chain:
    """One run over one desk."""

    desk: Desk
    ledger: RunLedger
    seed: int
    wait: float


def run_chain(desk: Desk, *, wait: float, seed: int) -> dict[str, Any]:
    """Import what is new, forecast and staff, continue the shift plan, publish; gives what changed.

    Parameters
    ----------
    wait
        Seconds to wait for another command on the desk.
    seed
        Of the shift plan.
    """
    with hold_lock(desk.state_folder / "run.lock", wait_seconds=wait, purpose="run"):
        known_until = newest_until(desk)
        with Warehouse.open(desk, wait_seconds=wait, purpose="run") as warehouse:
            report = bring_in(desk, warehouse, find_new_logs(warehouse, desk))
            warn(apply_retention(warehouse, desk, now=pd.Timestamp.now(tz=desk.zone)))
            known = warehouse.query("known_files")["file_id"]
            ledger = RunLedger.open(desk, known_files=known, seed=seed, overrides=_standing_overrides(desk))
            topics = _watch_topics(desk, warehouse, known_until=known_until)
        chain = _Chain(desk, ledger, seed, wait)
        return {**report.summary, **topics, **_staff(chain), **_continue_plan(chain), **_publish(chain)}


def _watch_topics(desk: Desk, warehouse: Warehouse, *, known_until: pd.Timestamp | None) -> dict[str, Any]:
    """Topics that rise; alarms that what is new has raised are said."""
    from forecasting.desk_topics import ask_topics
    from forecasting.topic_sentences import alarm_sentence

    try:
        rising = [each for each in ask_topics(warehouse, desk) if each.is_rising]
    except NothingToDo:  # an empty log is told by the step that cannot go on without it
        return {}
    new = [each for each in rising if each.raised and (known_until is None or each.raised >= known_until.date())]
    warn(alarm_sentence(each) for each in new)
    return {"rising_topics": [each.topic for each in rising], "new_alarms": len(new)}


def bring_in(desk: Desk, warehouse: Warehouse, files: Sequence[Path], *, format_name: str = "auto") -> ImportReport:
    """Read the files, and publish what they told; without files nothing is read."""
    if not files:
        return ImportReport(())
    with progress_bar(Message("Reading logs")) as progress:
        report = import_logs(
            desk,
            files,
            warehouse=warehouse,
            format=format_name,
            progress=lambda _rows, done, whole: progress(done, whole),
        )
    with suppress(NothingToDo):  # a log in which nobody asked for a person yet has nothing to show
        publish_snapshot(warehouse, desk)
    warn(filter(None, [clear_inbox(desk, files)]))
    return report


def bring_in_asking(desk: Desk, warehouse: Warehouse, files: Sequence[Path], *, format_name: str) -> ImportReport:
    """The same; somebody at a terminal is asked what a file's columns mean, and the answer is kept in desk.toml."""
    while True:
        try:
            return bring_in(desk, warehouse, files, format_name=format_name)
        except MappingMissing as missing:
            if not is_at_terminal() or not missing.proposal.is_usable:
                raise
            proposal = missing.proposal
            settled = settle_mapping(proposal)
            name = remember_mapping(desk, proposal.name, settled, kind=proposal.kind)
            desk = read_desk(desk.folder)
            there = Message.of(
                "[import.{kind}.{name}] stands in desk.toml now; change it there.", kind=proposal.kind, name=name
            )
            warn([there])


def take_back(desk: Desk, warehouse: Warehouse, *, batch: int) -> Undone:
    """Undo an import, and publish what the rest tells."""
    undone = undo_import(warehouse, desk, batch=batch)
    with suppress(NothingToDo):
        publish_snapshot(warehouse, desk)
    return undone


def plan_shifts_of(
    desk: Desk,
    requirements: Sequence[Any],
    *,
    first_day: date,
    last_day: date,
    seed: int,
    keep: bool = True,
    as_of: pd.Timestamp | None = None,
    **how: Any,
) -> Any:
    """Plan, measure and judge; say what must be read, and keep it in the records; `how` goes to the planner.

    With `as_of`, the locks and the kept plans of that moment count.
    """
    from staffing.planning.fairness.duty_history import history_of_desk
    from staffing.planning.judged_plan import keep_plan, plan_and_judge

    history = history_of_desk(desk, before=first_day, as_of=as_of)
    with progress_bar(
        Message.of("Shifts from {first_day} to {last_day}", first_day=first_day, last_day=last_day)
    ) as progress:
        judged = plan_and_judge(
            requirements,
            desk,
            first_day=first_day,
            last_day=last_day,
            seed=seed,
            progress=progress,
            history=history,
            as_of=as_of,
            **how,
        )
    if keep:
        keep_plan(judged, author="tsunagari")
        publish_outlook_of(desk)
    warn(remark.said(language_spoken()) for remark in judged.remarks)
    return judged


def publish_outlook_of(desk: Desk) -> None:
    """Publish which replies the plan that has just been kept will miss; a desk without a log has none."""
    from staffing.issued_outlook import publish_with_outlook

    if newest_path(desk) is not None:
        with Warehouse.open(desk, purpose="plan") as warehouse:
            publish_with_outlook(warehouse, desk)


def read_given(path: Path, desk: Desk, of: Callable[[pd.DataFrame, Desk], list[Told]]) -> list[Told]:
    """What the table in a file tells; where it cannot be used, the sentence names the file."""
    rows = read_frame(path)
    try:
        return of(rows, desk)
    except TsunagariError as error:
        raise type(error)("{where}: {error}", where=path, error=error) from None


def say_promises(desk: Desk, requirements: Sequence[Any]) -> dict[str, Any]:
    """The promise of each queue over its scope, said on stderr and kept for `--json`."""
    from staffing.promise import promise
    from staffing.shrinkage_sentences import basis_of_shrinkage

    warn(remark.said(language_spoken()) for one in requirements for remark in one.remarks)
    made = [promise(one, week_starts=desk.settings.week_starts) for one in requirements]
    language = language_spoken()
    warn(one.sentence(language, title=desk.queue(one.queue).title(language)) for one in made)
    warn([basis_of_shrinkage(desk)])
    told = [
        one.summary | ({"fed": [each.summary for each in asked.fed]} if asked.fed else {})
        for one, asked in zip(made, requirements, strict=True)
    ]
    rate = desk.settings.shrinkage
    shrinkage: dict[str, Any] = {"shrinkage": rate.unplanned, "shrinkage_source": "assumed"}
    if rate.measured_until is not None:
        shrinkage |= {"shrinkage_source": "measured", "shrinkage_measured_until": rate.measured_until.isoformat()}
    issued_at = max(one.issued_at for one in requirements).isoformat()
    return {"as_of": issued_at, "promise": told, **shrinkage}


def _staff(chain: _Chain) -> dict[str, Any]:
    if chain.ledger.is_done("staff"):
        return {"staff": "as it was"}
    from staffing.staff_queues import staff_desk

    with Warehouse.open(chain.desk, wait_seconds=chain.wait, purpose="run") as warehouse:
        requirements = staff_desk(warehouse, chain.desk)
    chain.ledger.mark("staff")
    return {"staff": "made anew", **say_promises(chain.desk, requirements)}


def _continue_plan(chain: _Chain) -> dict[str, Any]:
    """Plan four weeks after the plan that stands, where that does not reach two weeks ahead."""
    if chain.ledger.is_done("plan"):
        return {"plan": "as it was"}
    from staffing.issued_outlook import publish_with_outlook
    from staffing.staff_queues import staff_desk

    with Warehouse.open(chain.desk, wait_seconds=chain.wait, purpose="run") as warehouse:
        as_of = last_complete_instant(warehouse, Calendar.of(chain.desk))
        first_day = max(as_of.date(), _planned_until(chain.desk) + timedelta(days=1))
        if first_day > as_of.date() + PLANNED_AHEAD:
            publish_with_outlook(warehouse, chain.desk)  # a run may have been killed between keeping a plan and this
            chain.ledger.mark("plan")
            return {"plan": "as it was"}
        last_day = _end_of_week(chain.desk, first_day + timedelta(days=PLAN_DAYS - 1))
        requirements = staff_desk(warehouse, chain.desk, last_day=last_day, keep=False)
    judged = plan_shifts_of(chain.desk, requirements, first_day=first_day, last_day=last_day, seed=chain.seed)
    chain.ledger.mark("plan")
    return {"plan": "made anew", **judged.summary}


def _end_of_week(desk: Desk, day: date) -> date:
    """The last day of the desk's week around `day`: the next plan then begins with a whole week."""
    while f"{day + timedelta(days=1):%A}".lower() != desk.settings.week_starts:
        day += timedelta(days=1)
    return day


def _standing_overrides(desk: Desk) -> list[int]:
    with Records.open(desk) as records:
        return [one.number for one in records.overrides() if one.stands]


def _planned_until(desk: Desk) -> date:
    with Records.open(desk) as records:
        plan = records.newest_plan()
    return date.min if plan is None else plan.last_day


def _publish(chain: _Chain) -> dict[str, Any]:
    from dashboards.publish_desk import publish_desk

    desk = chain.desk
    published = publish_desk(desk, desk.folder / "site", now=pd.Timestamp.now(tz=desk.zone))
    return published.summary
