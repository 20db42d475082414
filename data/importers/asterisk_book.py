"""Keeps the events of queue_log files, and makes legs and states of agents of all that is kept."""

import pandas as pd

from data.asterisk_settings import AsteriskSettings
from data.desk import Desk
from data.importers.asterisk_cdr_book import stage_record_legs
from data.importers.store_derived import store_derived
from data.warehouse import Warehouse

PART_EVENTS = 1_000_000
"""Events of calls of which legs are made at a time; beside everything else they fit into memory."""

_KEY_OUTCOMES = {"callback": "callback_requested", "voicemail": "voicemail", "overflow": "overflowed_out",
                 "abandoned": "abandoned"}  # fmt: skip


def keep(warehouse: Warehouse, desk: Desk) -> None:
    """Move what is still staged into the records."""
    del desk
    warehouse.run("asterisk_stage_begin", file_no=-1)  # an undo stages nothing
    keep_staged(warehouse)


def keep_staged(warehouse: Warehouse) -> None:
    """Move staged events into the records, and count each line of the files in `staged_tally`; nothing is staged then.

    Of a file that comes slice by slice it is called for each: what was kept of the slices before is known.
    """
    warehouse.run("asterisk_keep")


def derive(warehouse: Warehouse, desk: Desk) -> None:
    """Stage the legs and states that follow from the events of changed files."""
    for instance in warehouse.query("asterisk_changed_instances")["source_instance"]:
        _tell_rules(warehouse, desk, instance=instance, settings=_settings_of(desk, instance))
        parts = max(-(-warehouse.count("asterisk_changed_events") // PART_EVENTS), 1)
        warehouse.run("asterisk_affected_calls")
        warehouse.run("asterisk_groups")
        warehouse.run("asterisk_after")
        _derive_legs(warehouse, parts=parts)
        _derive_states(warehouse, parts=parts)
        warehouse.run("asterisk_cdr_affected_by_events")
        stage_record_legs(warehouse, desk)


def _derive_legs(warehouse: Warehouse, *, parts: int) -> None:
    """Put the legs of the affected calls into the log, part by part."""
    if parts == 1 and not warehouse.count("asterisk_stored_elsewhere"):
        warehouse.run("asterisk_told_all")
        _store_legs(warehouse)
        return
    warehouse.run("asterisk_spans", parts=parts)
    for part in range(warehouse.count("asterisk_part_count")):
        warehouse.run("asterisk_told_part", part=part)
        _store_legs(warehouse)


def _store_legs(warehouse: Warehouse) -> None:
    """Put the legs into the log that follow from `told_call_event`."""
    if warehouse.count("asterisk_told_files") and warehouse.count("asterisk_duplicates"):
        warehouse.run("asterisk_told_once")
        warehouse.run_text("CREATE OR REPLACE TEMP VIEW told_call_event AS FROM once_call_event")
    warehouse.run("asterisk_stays")
    warehouse.run("asterisk_legs_begin")
    if warehouse.count("asterisk_restarts"):
        warehouse.run("asterisk_close")
    warehouse.run("asterisk_legs")
    store_derived(warehouse)


def _derive_states(warehouse: Warehouse, *, parts: int) -> None:
    """Put the states of people of whom something changed into the log, part by part."""
    warehouse.run("asterisk_states")
    for part in range(parts):
        warehouse.run("asterisk_states_part", part=part, parts=parts)
        store_derived(warehouse)


def _settings_of(desk: Desk, instance: str) -> tuple[str, AsteriskSettings]:
    """Name and settings of the table that speaks of an instance; plain ones where desk.toml has none any more."""
    for name, settings in desk.settings.imports.asterisk.items():
        if instance == (settings.instance or name):
            return name, settings
    return instance, AsteriskSettings(instance=instance)


def _tell_rules(warehouse: Warehouse, desk: Desk, *, instance: str, settings: tuple[str, AsteriskSettings]) -> None:
    """Put what desk.toml says of an Asterisk where SQL reads it."""
    _, told = settings
    warehouse.set_variables(
        asterisk_instance=instance,
        asterisk_prefix=f"{told.instance}/" if told.instance else "",
        asterisk_acw_reason=told.acw_reason,
        asterisk_wrapup_s=told.wrapup_seconds,
    )
    keys = {key: _KEY_OUTCOMES[meaning] for key, meaning in told.keys.items()}
    _stage_words(warehouse, "asterisk_key", ("key", "outcome"), keys)
    _stage_words(warehouse, "asterisk_queue_word", ("queue", "queue_key"), told.queues)
    _stage_words(warehouse, "asterisk_queue_topic", ("queue", "topic"), told.topics)
    _stage_words(warehouse, "asterisk_queue_segment", ("queue", "customer_segment"), told.segments)
    _stage_words(warehouse, "asterisk_pause_reason", ("reason", "state"), dict(told.reasons))
    queues = [(queue.name, queue.channel, queue.tier) for queue in desk.settings.queue]
    warehouse.stage("asterisk_desk_queue", pd.DataFrame(queues, columns=["queue_key", "channel", "tier"]))
    warehouse.run("asterisk_persons")


def _stage_words(warehouse: Warehouse, table: str, columns: tuple[str, str], words: dict[str, str]) -> None:
    pairs = {columns[0]: pd.Series(list(words), dtype="str"), columns[1]: pd.Series(list(words.values()), dtype="str")}
    warehouse.stage(table, pd.DataFrame(pairs))
