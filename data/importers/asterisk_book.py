"""Keeps the events of queue_log files, and makes legs and states of agents of all that is kept."""

import pandas as pd

from data.asterisk_settings import AsteriskSettings
from data.desk import Desk
from data.importers.asterisk_cdr_book import stage_record_legs
from data.warehouse import Warehouse

_KEY_OUTCOMES = {"callback": "callback_requested", "voicemail": "voicemail", "overflow": "overflowed_out",
                 "abandoned": "abandoned"}  # fmt: skip


def keep(warehouse: Warehouse, desk: Desk) -> None:
    """Move staged events into the records, and count each line of the files in `staged_tally`."""
    del desk
    warehouse.run("asterisk_stage_begin", file_no=-1)  # an undo stages nothing
    warehouse.run("asterisk_keep")


def derive(warehouse: Warehouse, desk: Desk) -> None:
    """Stage the legs and states that follow from the events of changed files."""
    for instance in warehouse.query("asterisk_changed_instances")["source_instance"]:
        _tell_rules(warehouse, desk, instance=instance, settings=_settings_of(desk, instance))
        _find_told_events(warehouse)
        warehouse.run("asterisk_stays")
        warehouse.run("asterisk_legs")
        warehouse.run("asterisk_states")
        warehouse.run("asterisk_cdr_affected_by_events")
        stage_record_legs(warehouse, desk)
    if warehouse.count("has_forgotten"):
        warehouse.run("load_obey_forgotten")


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


def _find_told_events(warehouse: Warehouse) -> None:
    """Each event of the affected calls once, as `told_call_event`."""
    warehouse.run("asterisk_affected_calls")
    only_new = not warehouse.count("asterisk_stored_elsewhere")
    warehouse.run("asterisk_told_all" if only_new else "asterisk_told_affected")
    if warehouse.count("asterisk_duplicates"):
        warehouse.run("asterisk_told_once")
        warehouse.run_text("CREATE OR REPLACE TEMP VIEW told_call_event AS FROM once_call_event")
