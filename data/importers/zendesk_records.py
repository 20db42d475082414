"""The SQL that reads tickets, their metrics and the events of these out of JSON records, as a mapping tells."""

from collections.abc import Mapping

from data.importers import sql_text as sql
from data.zendesk_mapping import USUAL_CHANNELS, QueueByChannel, ZendeskMapping

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
        WITH cell AS ({_cells()}),
        worded AS ({_worded(mapping)}),
        typed AS ({typed}),
        judged AS (SELECT *, {_reason(name)} AS reason FROM typed)
        SELECT * EXCLUDE (broken, told_status, told_via, group_number), {_content()} AS content
        FROM judged
    """


def groups_query(mapping: ZendeskMapping) -> str:
    """A query of `raw_json` with `group_number`, `channel` and `tickets` of each group and channel."""
    return f"""
        WITH cell AS ({_cells()}),
        worded AS ({_worded(mapping)})
        SELECT group_number, channel, count(*) AS tickets FROM worded WHERE kind = 'ticket' GROUP BY ALL ORDER BY ALL
    """


def _cells() -> str:
    """Each record as the texts of what is looked for."""
    paths = ", ".join(map(sql.text, _PATHS.values()))
    named = ", ".join(f"cells[{place}] AS told_{name}" for place, name in enumerate(_PATHS, start=1))
    return f"""
        SELECT row_no, broken, {named}
        FROM (
            SELECT row_no, coalesce(reason, CASE WHEN NOT json_valid(record) THEN 'it is no JSON' END) AS broken,
                CASE WHEN reason IS NULL AND json_valid(record) THEN json_extract_string(record, [{paths}]) END AS cells
            FROM raw_json
        )
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
            {_whole("told_group_id")} AS group_number,
            CASE WHEN starts_with(told_tags, '[') AND json_valid(told_tags)
                THEN from_json(told_tags, '["VARCHAR"]') END AS tags,
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
        "identity": f"CASE kind WHEN 'metric' THEN {_whole('told_ticket_id')} ELSE {_whole('told_id')} END",
        "ticket_id": f"CASE kind WHEN 'ticket' THEN {_whole('told_id')} ELSE {_whole('told_ticket_id')} END",
        "state": _state(mapping),
        "created_at": _instant("told_created"),
        "updated_at": _instant("coalesce(told_deleted, told_updated, told_created)"),
        "metrics_at": _instant("coalesce(told_set_updated, told_set_created, told_updated, told_created)"),
        "generated_at": _instant_of_seconds("told_generated"),
        "direction": "CASE WHEN told_via = 'voice' AND told_rel = 'outbound' THEN 'out' ELSE 'in' END",
        "is_voice": "coalesce(told_via = 'voice', false)",
        "queue_key": _queue(mapping),
        "tier": _tier(mapping, tiers),
        "agent_key": _agent(mapping, instance=instance),
        "topic": _topic(mapping),
        "priority": f"CASE WHEN told_priority IN {sql.texts(_PRIORITIES)} THEN told_priority END",
        "worked_s": _amount("work_told", largest=_LONGEST_WORK_SECONDS),
        "customer_key": f"customer_key_of(CAST({_whole('told_requester')} AS TEXT))",
        "has_metrics": f"kind = 'metric' OR (kind = 'ticket' AND {_HAS_SET})",
        "reply_told": "coalesce(told_seconds, told_set_seconds, told_minutes, told_set_minutes)",
        "in_minutes": "coalesce(told_seconds, told_set_seconds) IS NULL",
        "group_stations": f"CAST(least({_whole('coalesce(told_stations, told_set_stations)')}, 9999) AS INTEGER)",
        "solved_at": _instant("coalesce(told_solved, told_set_solved)"),
        "metric": "told_metric",
        "type": "told_type",
        "instance_id": _whole("told_instance_id"),
        "happened_at": _instant("told_time"),
    }
    kept = "row_no, broken, kind, channel, told_status, told_via, group_number"
    listed = ",\n".join(f"{expression} AS {column}" for column, expression in columns.items())
    reply = f"{_amount('reply_told', largest=3_000_000_000)} * CASE WHEN in_minutes THEN 60 ELSE 1 END"
    return f"SELECT *, {reply} AS reply_s FROM (SELECT {kept}, {listed} FROM worded)"


def _whole(cell: str) -> str:
    """A whole number of at most 18 digits."""
    return f"CASE WHEN regexp_full_match({cell}, '[0-9]{{1,18}}') THEN CAST({cell} AS BIGINT) END"


def _amount(cell: str, *, largest: float) -> str:
    """A number above 0 (or 0)."""
    return f"CASE WHEN try_cast({cell} AS DOUBLE) BETWEEN 0 AND {largest} THEN CAST({cell} AS DOUBLE) END"


def _instant(cell: str) -> str:
    read = f"try_cast({cell} AS TIMESTAMPTZ)"
    return f"CASE WHEN {read} >= TIMESTAMPTZ '1970-01-01 00:00:00+00' AND {read} < {_CENTURY_END} THEN {read} END"


_CENTURY_END = "TIMESTAMPTZ '2100-01-01 00:00:00+00'"


def _instant_of_seconds(cell: str) -> str:
    return f"to_timestamp({_amount(cell, largest=4_102_444_800)})"


def _state(mapping: ZendeskMapping) -> str:
    return f"""CASE
        WHEN told_deleted IS NOT NULL OR told_status = 'deleted' THEN 'deleted'
        WHEN told_status = 'spam' OR list_has_any(tags, {_listed(mapping.spam_tags)}) THEN 'spam'
        WHEN list_has_any(tags, {_listed(mapping.merged_tags)}) THEN 'merged'
        ELSE {sql.translated("told_status", _STATES)}
    END"""


def _listed(words: tuple[str, ...]) -> str:
    return f"CAST([{', '.join(map(sql.text, words))}] AS TEXT[])"


def _queue(mapping: ZendeskMapping) -> str:
    cases = " ".join(
        f"WHEN group_number = {_number(group)} THEN {_queue_by_channel(queue, rest=mapping.queue)}"
        for group, queue in mapping.groups.items()
    )
    rest = _queue_by_channel(mapping.queue, rest="")
    return f"CASE {cases} ELSE {rest} END" if cases else rest


def _queue_by_channel(queue: QueueByChannel, *, rest: QueueByChannel) -> str:
    """The queue, or that of the ticket's channel; of a channel that is left out `rest`."""
    if isinstance(queue, str):
        return sql.text(queue) if queue else "CAST(NULL AS TEXT)"
    others = _queue_by_channel(rest, rest="") if rest else "CAST(NULL AS TEXT)"
    return sql.translated("channel", {str(channel): name for channel, name in queue.items()}, rest=others)


def _number(group: str) -> str:
    return str(int(group))


def _tier(mapping: ZendeskMapping, tiers: Mapping[str, int]) -> str:
    """2 in the groups that tier 1 asks, else the queue's."""
    asked = ", ".join(_number(group) for group in mapping.tier2_groups) or "NULL"
    told = {queue: str(tier) for queue, tier in tiers.items()}
    queue_tier = sql.translated(_queue(mapping), told)
    return f"CAST(CASE WHEN group_number IN ({asked}) THEN '2' ELSE {queue_tier} END AS TINYINT)"


def _agent(mapping: ZendeskMapping, *, instance: str) -> str:
    """The person of staff.csv, or a pseudonym."""
    number = _whole("told_assignee")
    unknown = f"{sql.text(f'zendesk {instance} ')} || {number}"
    return f"agent_key_of({sql.translated(f'CAST({number} AS TEXT)', mapping.agents, rest=unknown)})"


def _topic(mapping: ZendeskMapping) -> str:
    """What the topic field's choice means, else the first tag that means one."""
    cases = " ".join(
        f"WHEN list_contains(tags, {sql.text(tag)}) THEN {sql.text(topic)}" for tag, topic in mapping.topics.items()
    )
    by_tag = f"CASE {cases} END" if cases else "CAST(NULL AS TEXT)"
    return f"coalesce({sql.translated('topic_choice', mapping.topics)}, {by_tag})"


def _reason(name: str) -> str:
    """Why a record cannot be used; NULL where it can."""
    table = f"[import.zendesk.{name}]"
    group = "coalesce('group ' || group_number, 'no group')"
    lacks = sql.text(f") has no queue in {table}")
    no_channel = f"'via.channel ' || {_shown('told_via')} || {sql.text(f' has no channel in {table}.channels')}"
    no_state = f"'status ' || {_shown('told_status')} || ' is none of a ticket'"
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


def _shown(cell: str) -> str:
    """A word of Zendesk's as a reason names it; what does not look like one could be anybody's name."""
    looks_known = f"regexp_full_match({cell}, '[a-z0-9_.-]{{1,40}}')"
    return f"""CASE WHEN {looks_known} THEN '"' || {cell} || '"' ELSE 'of no known form' END"""


_CONTENT = {
    "ticket": ("state", "created_at", "updated_at", "channel", "direction", "is_voice", "queue_key", "tier",
               "agent_key", "topic", "priority", "worked_s", "customer_key", "has_metrics", "reply_s",
               "group_stations", "solved_at"),
    "metric": ("metrics_at", "reply_s", "in_minutes", "group_stations", "solved_at"),
    "event": ("ticket_id", "metric", "type", "instance_id", "happened_at"),
}  # fmt: skip


def _content() -> str:
    """A number that stands for all that is kept of a record but for when Zendesk generated it."""
    cases = " ".join(
        f"WHEN {sql.text(kind)} THEN md5_number_lower(concat_ws('|', {_filled(columns)}))"
        for kind, columns in _CONTENT.items()
    )
    return f"CASE kind {cases} END"


def _filled(columns: tuple[str, ...]) -> str:
    return ", ".join(f"coalesce(CAST({column} AS TEXT), '')" for column in columns)
