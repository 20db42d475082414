"""The SQL that reads tickets, their metrics and the events of these out of JSON records, as a mapping tells."""

from collections.abc import Mapping

from data.importers import sql_text as sql
from data.importers.record_cells import amount, cells_query, content_by_kind, instant, instant_of_seconds, shown, whole
from data.importers.ticket_cells import agent_of, has_tag, queue_of, tags_of, tier_of, topic_of
from data.zendesk_mapping import USUAL_CHANNELS, ZendeskMapping

VERSION = 1
"""Raised when the same file and mapping give other records than before, so that importing it again mends them."""

_PATHS = {
    "id": "$.id", "ticket_id": "$.ticket_id", "instance_id": "$.instance_id", "metric": "$.metric", "type": "$.type",
    "time": "$.time", "status": "$.status", "via": "$.via.channel", "rel": "$.via.source.rel",
    "created": "$.created_at", "updated": "$.updated_at", "deleted": "$.deleted_at",
    "generated": "$.generated_timestamp", "group_id": "$.group_id", "assignee": "$.assignee_id",
    "requester": "$.requester_id", "priority": "$.priority", "tags": "$.tags", "custom": "$.custom_fields",
    "fields": "$.fields", "replies": "$.replies",
    "minutes": "$.reply_time_in_minutes.calendar", "set_minutes": "$.metric_set.reply_time_in_minutes.calendar",
    "seconds": "$.reply_time_in_seconds.calendar", "set_seconds": "$.metric_set.reply_time_in_seconds.calendar",
    "stations": "$.group_stations", "set_stations": "$.metric_set.group_stations",
    "solved": "$.solved_at", "set_solved": "$.metric_set.solved_at", "set_updated": "$.metric_set.updated_at",
    "set_created": "$.metric_set.created_at",
}  # fmt: skip
"""What is looked for in a record; everything else of it, above all what people wrote, is never read."""

_STATES = {"new": "open", "open": "open", "pending": "open", "hold": "open", "solved": "done", "closed": "done"}
_PRIORITIES = ("low", "normal", "high", "urgent")
_WORD = "'[a-z][a-z_]{0,59}'"
_NO_TIME = "is no time of 1970 to 2099"
_LONGEST_WORK_SECONDS = 31_536_000
_HAS_SET = "coalesce(told_set_stations, told_set_created) IS NOT NULL"
_FIELDS = "coalesce(told_custom, told_fields)"


def records_query(name: str, mapping: ZendeskMapping, *, tiers: Mapping[str, int]) -> str:
    """A query of `raw_json` with the columns of `staged_zendesk` but for the file's.

    Parameters
    ----------
    name
        Of the mapping.
    tiers
        The tier of each queue of the desk.
    """
    typed = _typed(mapping, instance=mapping.instance or name, tiers=tiers)
    return f"""
        WITH cell AS ({cells_query(_PATHS)}),
        worded AS ({_worded(mapping)}),
        typed AS ({typed}),
        judged AS (SELECT *, {_reason(name)} AS reason FROM typed)
        SELECT * EXCLUDE (broken, told_status, told_via, group_number), {content_by_kind(_CONTENT)} AS content
        FROM judged
    """


def groups_query(mapping: ZendeskMapping) -> str:
    """A query of `raw_json` with `group_number`, `channel` and `tickets` of each group and channel."""
    return f"""
        WITH cell AS ({cells_query(_PATHS)}),
        worded AS ({_worded(mapping)})
        SELECT group_number, channel, count(*) AS tickets FROM worded WHERE kind = 'ticket' GROUP BY ALL ORDER BY ALL
    """


def _worded(mapping: ZendeskMapping) -> str:
    """With what sort of record it is, its channel and its tags."""
    return f"""
        SELECT *,
            CASE
                WHEN broken IS NOT NULL THEN NULL
                WHEN told_metric IS NOT NULL AND told_instance_id IS NOT NULL THEN 'event'
                WHEN told_ticket_id IS NOT NULL AND coalesce(told_stations, told_replies, told_minutes) IS NOT NULL
                    THEN 'metric'
                WHEN told_id IS NOT NULL AND coalesce(told_status, told_via, told_deleted) IS NOT NULL THEN 'ticket'
            END AS kind,
            {sql.translated("told_via", USUAL_CHANNELS | mapping.channels)} AS channel,
            {whole("told_group_id")} AS group_number,
            {tags_of("told_tags")} AS tags,
            {_choice_of_field(mapping.topic_field)} AS topic_choice,
            {_choice_of_field(mapping.time_tracking_field)} AS work_told
        FROM cell
    """


def _choice_of_field(field: str) -> str:
    """What a ticket's own field of that number holds."""
    if not field:
        return "CAST(NULL AS TEXT)"
    fields = f"""from_json({_FIELDS}, '[{{"id": "VARCHAR", "value": "VARCHAR"}}]')"""
    found = f"list_filter({fields}, lambda field: field.id = {sql.text(field)})[1].value"
    return f"CASE WHEN starts_with({_FIELDS}, '[') AND json_valid({_FIELDS}) THEN {found} END"


def _typed(mapping: ZendeskMapping, *, instance: str, tiers: Mapping[str, int]) -> str:
    """With every figure in its type; NULL where it cannot be read."""
    columns = {
        "source_instance": sql.text(instance),
        "identity": f"CASE kind WHEN 'metric' THEN {whole('told_ticket_id')} ELSE {whole('told_id')} END",
        "ticket_id": f"CASE kind WHEN 'ticket' THEN {whole('told_id')} ELSE {whole('told_ticket_id')} END",
        "state": _state(mapping),
        "created_at": instant("told_created"),
        "updated_at": instant("coalesce(told_deleted, told_updated, told_created)"),
        "metrics_at": instant("coalesce(told_set_updated, told_set_created, told_updated, told_created)"),
        "generated_at": instant_of_seconds("told_generated"),
        "direction": "CASE WHEN told_via = 'voice' AND told_rel = 'outbound' THEN 'out' ELSE 'in' END",
        "is_voice": "coalesce(told_via = 'voice', false)",
        "queue_key": queue_of(mapping),
        "tier": tier_of(mapping, tiers),
        "agent_key": agent_of(mapping, whole("told_assignee"), system="zendesk", instance=instance),
        "topic": topic_of(mapping),
        "priority": f"CASE WHEN told_priority IN {sql.texts(_PRIORITIES)} THEN told_priority END",
        "worked_s": amount("work_told", largest=_LONGEST_WORK_SECONDS),
        "customer_key": f"customer_key_of(CAST({whole('told_requester')} AS TEXT))",
        "has_metrics": f"kind = 'metric' OR (kind = 'ticket' AND {_HAS_SET})",
        "reply_told": "coalesce(told_seconds, told_set_seconds, told_minutes, told_set_minutes)",
        "in_minutes": "coalesce(told_seconds, told_set_seconds) IS NULL",
        "group_stations": f"CAST(least({whole('coalesce(told_stations, told_set_stations)')}, 9999) AS INTEGER)",
        "solved_at": instant("coalesce(told_solved, told_set_solved)"),
        "metric": "told_metric",
        "type": "told_type",
        "instance_id": whole("told_instance_id"),
        "happened_at": instant("told_time"),
    }
    kept = "row_no, broken, kind, channel, told_status, told_via, group_number"
    listed = ",\n".join(f"{expression} AS {column}" for column, expression in columns.items())
    reply = f"{amount('reply_told', largest=3_000_000_000)} * CASE WHEN in_minutes THEN 60 ELSE 1 END"
    return f"SELECT *, {reply} AS reply_s FROM (SELECT {kept}, {listed} FROM worded)"


def _state(mapping: ZendeskMapping) -> str:
    return f"""CASE
        WHEN told_deleted IS NOT NULL OR told_status = 'deleted' THEN 'deleted'
        WHEN told_status = 'spam' OR {has_tag(mapping.spam_tags)} THEN 'spam'
        WHEN {has_tag(mapping.merged_tags)} THEN 'merged'
        ELSE {sql.translated("told_status", _STATES)}
    END"""


def _reason(name: str) -> str:
    """Why a record cannot be used; NULL where it can."""
    table = f"[import.zendesk.{name}]"
    group = "coalesce('group ' || group_number, 'no group')"
    lacks = sql.text(f") has no queue in {table}")
    no_channel = f"'via.channel ' || {shown('told_via')} || {sql.text(f' has no channel in {table}.channels')}"
    no_state = f"'status ' || {shown('told_status')} || ' is none of a ticket'"
    return f"""CASE
        WHEN broken IS NOT NULL THEN broken
        WHEN kind IS NULL THEN 'neither a ticket nor the metrics of one nor an event of these'
        WHEN ticket_id IS NULL OR identity IS NULL THEN 'its number is no number'
        WHEN kind = 'event' AND happened_at IS NULL THEN 'time {_NO_TIME}'
        WHEN kind = 'event' AND instance_id IS NULL THEN 'instance_id is no number'
        WHEN kind = 'event' AND NOT coalesce(regexp_full_match(metric || type, {_WORD}), false) THEN
            'metric or type is no word of these events'
        WHEN kind = 'event' THEN NULL
        WHEN updated_at IS NULL THEN 'updated_at {_NO_TIME}'
        WHEN has_metrics AND metrics_at IS NULL THEN 'updated_at of its metrics is no time of 1970 to 2099'
        WHEN has_metrics AND reply_told IS NOT NULL AND reply_s IS NULL THEN 'its reply time is no possible time'
        WHEN kind = 'metric' OR state = 'deleted' THEN NULL
        WHEN state IS NULL THEN CASE WHEN told_status IS NULL THEN 'it has no status' ELSE {no_state} END
        WHEN created_at IS NULL THEN 'created_at {_NO_TIME}'
        WHEN channel IS NULL THEN CASE WHEN told_via IS NULL THEN 'it has no via.channel' ELSE {no_channel} END
        WHEN queue_key IS NULL THEN {group} || ' (' || channel || {lacks}
    END"""


_CONTENT = {
    "ticket": ("state", "created_at", "updated_at", "channel", "direction", "is_voice", "queue_key", "tier",
               "agent_key", "topic", "priority", "worked_s", "customer_key", "has_metrics", "reply_s",
               "group_stations", "solved_at"),
    "metric": ("metrics_at", "reply_s", "in_minutes", "group_stations", "solved_at"),
    "event": ("ticket_id", "metric", "type", "instance_id", "happened_at"),
}  # fmt: skip
