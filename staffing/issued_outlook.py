"""When open written contacts can expect their answer, from what stands: the shift plan, and what was issued last."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from data.backlog import open_contacts
from data.calendar import Calendar
from data.channel import WRITTEN_CHANNELS
from data.desk import Desk
from data.interval_counts import last_complete_instant
from data.records import Records
from data.snapshot import publish_snapshot
from data.warehouse import Warehouse
from staffing.coverage import QueueCoverage
from staffing.reply_outlook import ReplyPeople, with_outlook
from staffing.requirement import Requirement
from staffing.requirement_table import requirement_from_rows


def publish_with_outlook(warehouse: Warehouse, desk: Desk) -> Path:
    """Publish a snapshot whose open contacts tell when an answer can be expected, as far as people are known.

    Raises
    ------
    NothingToDo
        If the log is empty.
    """
    if not any(queue.channel in WRITTEN_CHANNELS for queue in desk.settings.queue):
        return publish_snapshot(warehouse, desk)
    at = last_complete_instant(warehouse, Calendar.of(desk))
    contacts = open_contacts(warehouse, Calendar.of(desk), as_of=at)
    issued = _issued_requirements(warehouse, desk)
    handle_seconds = _issued_handle_seconds(warehouse)
    known = [one for one in issued if handle_seconds.get(one.queue, 0.0) > 0]
    outlook = with_outlook(contacts, people=people_there(known, desk), handle_seconds=handle_seconds, as_of=at)
    return publish_snapshot(warehouse, desk, backlog=outlook)


def people_there(requirements: Sequence[Requirement], desk: Desk) -> Mapping[str, ReplyPeople]:
    """Who answers each queue: those of the shift plan that stands, and as many as required where it does not reach."""
    with Records.open(desk) as records:
        plan = records.newest_plan()
    coverage = pd.DataFrame({"queue": []}) if plan is None else plan.coverage
    return {one.queue: _people_of(one, coverage, desk) for one in requirements}


def _people_of(requirement: Requirement, coverage: pd.DataFrame, desk: Desk) -> ReplyPeople:
    required = ReplyPeople.of_requirement(requirement)
    rows = coverage[coverage["queue"] == requirement.queue]
    if rows.empty or int(rows["interval_minutes"].iloc[0]) != requirement.interval_minutes:
        return required
    planned = ReplyPeople.of_plan(_coverage(rows, desk), unplanned_shrinkage=desk.settings.shrinkage.unplanned)
    beyond = ~required.starts.isin(planned.starts)
    starts = pd.DatetimeIndex(planned.starts.append(required.starts[beyond]))
    order = np.argsort(starts.asi8, kind="stable")
    people = np.concatenate([planned.people, required.people[beyond]])
    return ReplyPeople(starts=starts[order], interval_minutes=requirement.interval_minutes, people=people[order])


def _coverage(rows: pd.DataFrame, desk: Desk) -> QueueCoverage:
    starts = pd.to_datetime(rows["interval_start"], utc=True).dt.as_unit("us").dt.tz_convert(desk.zone)
    rows = rows.assign(interval_start=starts).sort_values("interval_start")
    return QueueCoverage(
        queue=str(rows["queue"].iloc[0]),
        interval_minutes=int(rows["interval_minutes"].iloc[0]),
        starts=pd.DatetimeIndex(rows["interval_start"]),
        required=rows["required"].to_numpy(dtype=np.float64),
        scheduled=rows["scheduled"].to_numpy(dtype=np.float64),
    )


def _issued_requirements(warehouse: Warehouse, desk: Desk) -> list[Requirement]:
    """What was issued last for each written queue that the desk still has."""
    rows = warehouse.query("newest_requirement")
    written = {queue.name: queue for queue in desk.settings.queue if queue.channel in WRITTEN_CHANNELS}
    return [
        requirement_from_rows(part.reset_index(drop=True), goal=written[str(name)].goal, zone=desk.zone)
        for name, part in rows.groupby("queue", sort=False)
        if str(name) in written
    ]


def _issued_handle_seconds(warehouse: Warehouse) -> dict[str, float]:
    """One person's mean time for a contact of each queue, as forecast last."""
    means = warehouse.query("newest_forecast").groupby("queue")["handle_seconds"].mean()
    return {str(queue): float(seconds) for queue, seconds in means.items() if np.isfinite(seconds)}
