"""The importer of Freshdesk's tickets with their figures (`include=stats`), and of the conversations in them."""

from collections.abc import Mapping

from data.freshdesk_settings import USUAL_CHANNELS, FreshdeskSettings
from data.importers import sql_text as sql
from data.importers.json_rows import JsonPages
from data.importers.record_cells import amount, cells_query, content_by_kind, instant, shown, whole
from data.importers.record_file import marked_records
from data.importers.ticket_book import CONTENT, TicketSystem
from data.importers.ticket_cells import (
    LACKING_MESSAGES,
    agent_of,
    has_tag,
    queue_of,
    tags_of,
    tier_of,
    topic_of,
    without_place,
    wrong_times,
)

_VERSION = 1
_PAGES = JsonPages.of("results", "tickets")
_MARKS = (("id", "responder_id", "fr_due_by"), ("id", "ticket_id", "incoming", "private"))
"""Fields that only Freshdesk's records have together."""

_PATHS = {
    "id": "$.id", "ticket_id": "$.ticket_id", "status": "$.status", "source": "$.source", "group_id": "$.group_id",
    "responder": "$.responder_id", "requester": "$.requester_id", "priority": "$.priority", "kind": "$.type",
    "tags": "$.tags", "spam": "$.spam", "deleted": "$.deleted", "created": "$.created_at", "updated": "$.updated_at",
    "first_replied": "$.stats.first_responded_at", "last_replied": "$.stats.agent_responded_at",
    "last_asked": "$.stats.requester_responded_at", "resolved": "$.stats.resolved_at", "closed": "$.stats.closed_at",
    "stats": "$.stats.pending_since", "conversations": "$.conversations", "incoming": "$.incoming",
    "private": "$.private", "auto": "$.auto_response", "user": "$.user_id",
}  # fmt: skip
"""What is looked for in a record; everything else of it, above all what people wrote, is never read."""

_INSTANTS = {
    "first_replied": "stats.first_responded_at", "last_replied": "stats.agent_responded_at",
    "last_asked": "stats.requester_responded_at", "resolved": "stats.resolved_at", "closed": "stats.closed_at",
    "promised": "promised_field", "next_status": "next_status_field",
}  # fmt: skip
_STATUSES = {"2": "open", "3": "open", "4": "done", "5": "done", "6": "open", "7": "open"}
_PRIORITIES = {"1": "low", "2": "normal", "3": "high", "4": "urgent"}
_OUTBOUND = "10"
_LONGEST_WORK_SECONDS = 31_536_000
_MESSAGE = '[{"id": "VARCHAR", "incoming": "VARCHAR", "private": "VARCHAR", "auto_response": "VARCHAR", '
_MESSAGE += '"user_id": "VARCHAR", "created_at": "VARCHAR"}]'


def recognise(sample: str) -> str | None:
    """Why a file that begins with `sample` is Freshdesk's: tickets, or conversations; None where it is not."""
    return marked_records(sample, _MARKS, pages=_PAGES)


def _query(name: str, settings: FreshdeskSettings, tiers: Mapping[str, int]) -> str:
    columns = _columns(settings, instance=settings.instance or name, tiers=tiers)
    listed = ",\n".join(f"{expression} AS {column}" for column, expression in columns.items())
    kept = ", ".join(("row_no", "kind", "source_system", "channel", *columns, "reason"))
    return f"""
        WITH cell AS ({_cells(settings)}),
        worded AS ({_worded(settings)}),
        typed AS (SELECT *, 'freshdesk' AS source_system, {listed} FROM worded),
        judged AS (SELECT *, {_reason(name)} AS reason FROM typed)
        SELECT {kept}, {content_by_kind(CONTENT)} AS content FROM judged
    """


def _groups_query() -> str:
    return f"""
        WITH cell AS ({_cells(FreshdeskSettings(queue="any"))}),
        worded AS ({_worded(FreshdeskSettings(queue="any"))})
        SELECT group_number, channel, count(*) AS tickets FROM worded WHERE kind = 'ticket' GROUP BY ALL ORDER BY ALL
    """


def _cells(settings: FreshdeskSettings) -> str:
    """Each record as the texts of what is looked for, the account's own fields among them."""
    own = {
        "topic": settings.topic_field, "work": settings.time_tracking_field, "promised": settings.promised_field,
        "next_status": settings.next_status_field,
    }  # fmt: skip
    return cells_query(_PATHS | {name: f'$.custom_fields."{field or "-"}"' for name, field in own.items()})


def _worded(settings: FreshdeskSettings) -> str:
    """With what sort of record it is, its channel, its tags and its messages."""
    topic = "told_kind" if settings.topic_field == "type" else "told_topic"
    return f"""
        SELECT *,
            CASE
                WHEN broken IS NOT NULL THEN NULL
                WHEN told_ticket_id IS NOT NULL AND told_incoming IS NOT NULL THEN 'message'
                WHEN told_id IS NOT NULL AND told_status IS NOT NULL THEN 'ticket'
            END AS kind,
            {sql.translated("told_source", USUAL_CHANNELS | settings.channels)} AS channel,
            {whole("told_group_id")} AS group_number,
            {tags_of("told_tags")} AS tags,
            {topic} AS topic_choice,
            CASE WHEN starts_with(told_conversations, '[') AND json_valid(told_conversations)
                THEN from_json(told_conversations, {sql.text(_MESSAGE)}) END AS spoken
        FROM cell
    """


def _columns(settings: FreshdeskSettings, *, instance: str, tiers: Mapping[str, int]) -> dict[str, str]:
    """Every figure in its type; NULL where it cannot be read."""
    agent = agent_of(settings, whole("told_responder"), system="freshdesk", instance=instance)
    writer = agent_of(settings, whole("told_user"), system="freshdesk", instance=instance)
    spoken = agent_of(settings, whole("told.user_id"), system="freshdesk", instance=instance)
    own = whole("told_id")
    by = _author("told.incoming", "told.private", "told.auto_response")
    return {
        "source_instance": sql.text(instance),
        "ticket_id": f"CAST(CASE kind WHEN 'ticket' THEN {own} ELSE {whole('told_ticket_id')} END AS TEXT)",
        "message_id": f"CASE kind WHEN 'message' THEN CAST({own} AS TEXT) END",
        "state": f"""CASE
            WHEN told_deleted = 'true' THEN 'deleted'
            WHEN told_spam = 'true' OR {has_tag(settings.spam_tags)} THEN 'spam'
            WHEN {has_tag(settings.merged_tags)} THEN 'merged'
            ELSE {sql.translated("told_status", _STATUSES | dict(settings.statuses))}
        END""",
        "created_at": f"CASE kind WHEN 'ticket' THEN {instant('told_created')} END",
        "updated_at": f"CASE kind WHEN 'ticket' THEN {instant('coalesce(told_updated, told_created)')} END",
        "first_replied_at": instant("told_first_replied"),
        "last_replied_at": instant("told_last_replied"),
        "last_asked_at": instant("told_last_asked"),
        "solved_at": f"coalesce({instant('told_resolved')}, {instant('told_closed')})",
        "promised_at": instant("told_promised"),
        "next_status_at": instant("told_next_status"),
        "direction": f"CASE WHEN told_source = '{_OUTBOUND}' THEN 'out' ELSE 'in' END",
        "is_voice": "coalesce(channel = 'phone', false)",
        "queue_key": queue_of(settings),
        "tier": tier_of(settings, tiers),
        "agent_key": f"CASE WHEN kind = 'ticket' THEN {agent} WHEN told_incoming = 'false' THEN {writer} END",
        "topic": topic_of(settings),
        "priority": sql.translated("told_priority", _PRIORITIES),
        "worked_s": amount("told_work", largest=_LONGEST_WORK_SECONDS),
        "customer_key": f"CASE kind WHEN 'ticket' THEN customer_key_of(CAST({whole('told_requester')} AS TEXT)) END",
        "author": f"CASE kind WHEN 'message' THEN {_author('told_incoming', 'told_private', 'told_auto')} END",
        "said_at": f"CASE kind WHEN 'message' THEN {instant('told_created')} END",
        "messages": f"""list_transform(spoken, lambda told: {{
            'message_id': CAST({whole("told.id")} AS TEXT), 'author': {by},
            'agent_key': CASE WHEN told.incoming = 'false' THEN {spoken} END, 'said_at': {instant("told.created_at")}
        }})""",
        "fullness": "CASE WHEN coalesce(told_first_replied, told_last_replied, told_last_asked, told_resolved, "
        "told_closed, told_stats) IS NULL THEN 0 ELSE 1 END + coalesce(len(spoken), 0)",
    }


def _author(incoming: str, private: str, auto: str) -> str:
    """Who wrote a message: of notes and automatic replies nobody."""
    return f"""CASE
        WHEN {private} = 'true' OR {auto} = 'true' THEN 'nobody'
        WHEN {incoming} = 'true' THEN 'customer' WHEN {incoming} = 'false' THEN 'agent'
    END"""


def _reason(name: str) -> str:
    """Why a record cannot be used; NULL where it can."""
    table = f"[import.freshdesk.{name}]"
    no_status = f"'status ' || {shown('told_status')} || {sql.text(f' is not in {table}.statuses')}"
    return f"""CASE
        WHEN broken IS NOT NULL THEN broken
        WHEN kind IS NULL THEN 'neither a ticket of Freshdesk nor a conversation of one'
        WHEN ticket_id IS NULL OR (kind = 'message' AND message_id IS NULL) THEN 'its number is no number'
        WHEN kind = 'message' AND said_at IS NULL THEN 'created_at is no time of 1970 to 2099'
        WHEN kind = 'message' AND author IS NULL THEN 'incoming is neither true nor false'
        WHEN kind = 'message' THEN NULL
        WHEN updated_at IS NULL THEN 'updated_at is no time of 1970 to 2099'
        WHEN state = 'deleted' THEN NULL
        WHEN state IS NULL THEN {no_status}
        WHEN created_at IS NULL THEN 'created_at is no time of 1970 to 2099'
        {wrong_times(_INSTANTS, instant)}
        WHEN {LACKING_MESSAGES}
            THEN 'one of its conversations has no number, no time or no direction'
        {without_place(table, "source", no_source="it has no source")}
    END"""


FRESHDESK = TicketSystem("freshdesk", "Freshdesk", _VERSION, _PAGES, _query, _groups_query)
FRESHDESK.keep_book()
