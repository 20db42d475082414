"""Keeps the call records of an Asterisk, and makes legs of those calls that no queue_log knows."""

from datetime import timedelta

import pandas as pd

from data.calendar import Calendar, days_between
from data.desk import Desk
from data.warehouse import Warehouse


def keep(warehouse: Warehouse, desk: Desk) -> None:
    """Move staged records into the book, and count each row of the files in `staged_tally`."""
    del desk
    warehouse.run("asterisk_cdr_stage", file_no=-1)  # an undo stages nothing
    warehouse.run("asterisk_cdr_keep")


def derive(warehouse: Warehouse, desk: Desk) -> None:
    """Stage the legs of the calls whose records came or went."""
    warehouse.run("asterisk_cdr_affected")
    stage_record_legs(warehouse, desk)


def stage_record_legs(warehouse: Warehouse, desk: Desk) -> None:
    """Stage the legs that the calls of `affected_record_call` have now; none for those that a queue_log knows."""
    _stage_rules(warehouse, desk)
    _stage_open_hours(warehouse, desk)
    warehouse.run("asterisk_cdr_legs")
    if warehouse.count("has_forgotten"):
        warehouse.run("load_obey_forgotten")


def _stage_rules(warehouse: Warehouse, desk: Desk) -> None:
    told = [
        (table.instance or name, f"{table.instance}/" if table.instance else "", table.wrapup_seconds)
        for name, table in desk.settings.imports.asterisk.items()
    ]
    rules = pd.DataFrame(told, columns=["source_instance", "prefix", "wrapup_s"])
    warehouse.stage("asterisk_record_rule", rules.astype({"wrapup_s": "float64"}))
    queues = [(queue.name, queue.channel, queue.tier) for queue in desk.settings.queue]
    warehouse.stage("asterisk_desk_queue", pd.DataFrame(queues, columns=["queue_key", "channel", "tier"]))


def _stage_open_hours(warehouse: Warehouse, desk: Desk) -> None:
    """When each channel is open, from a day before the first of these calls to a day after the last."""
    calendar = Calendar.of(desk)
    around = warehouse.query("asterisk_cdr_span")
    parts = [pd.DataFrame({"channel": [], "open_from": [], "open_until": []})]
    if pd.notna(around["first_at"].iloc[0]):
        first, last = (around[name].iloc[0].tz_convert(desk.zone).date() for name in ("first_at", "last_at"))
        # all days at once: a single wrong date makes them thousands
        days = list(days_between(first - timedelta(days=1), last + timedelta(days=1)))
        for channel in sorted({queue.channel for queue in desk.settings.queue}):
            begins, ends = calendar.open_stretches(channel, days)
            parts.append(pd.DataFrame({"channel": channel, "open_from": begins, "open_until": ends}))
    spans = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    for name in ("open_from", "open_until"):
        spans[name] = pd.to_datetime(spans[name], utc=True)
    warehouse.stage("asterisk_open_span", spans.astype({"channel": "str"}))
