"""The importer of Intercom's conversations, with their parts inside them or as records of their own.

Only what a human wrote answers a customer: bots and automatic parts do not. Waits are those between the instants, never
Intercom's own durations, which leave out the time its office hours were closed.
"""

from collections.abc import Mapping

from data.importers import sql_text as sql
from data.importers.json_rows import JsonPages, sample_records
from data.importers.record_cells import cells_query, content_by_kind, instant_of_seconds, whole
from data.importers.ticket_book import CONTENT, TicketSystem
from data.importers.ticket_cells import (
    LACKING_MESSAGES,
    agent_of,
    has_tag,
    queue_of,
    tier_of,
    topic_of,
    without_place,
    wrong_times,
)
from data.intercom_settings import USUAL_CHANNELS, IntercomSettings

_VERSION = 1
_PAGES = JsonPages.of("conversations")
_MARKS = (("id", "statistics", "delivered_as"), ("id", "conversation_id", "part_type"))
"""Fields that only Intercom's records have together; `delivered_as` stands inside `source`."""

_PATHS = {
    "id": "$.id", "conversation": "$.conversation_id", "created": "$.created_at", "updated": "$.updated_at",
    "state": "$.state", "is_open": "$.open", "source": "$.source.type", "delivered": "$.source.delivered_as",
    "opener": "$.source.author.type", "team": "$.team_assignee_id", "admin": "$.admin_assignee_id",
    "contact": "$.contacts.contacts[0].id", "priority": "$.priority", "tags": "$.tags.tags",
    "statistics": "$.statistics.count_conversation_parts", "first_asked": "$.statistics.first_contact_reply_at",
    "first_replied": "$.statistics.first_admin_reply_at", "last_replied": "$.statistics.last_admin_reply_at",
    "last_asked": "$.statistics.last_contact_reply_at", "closed": "$.statistics.last_close_at",
    "parts": "$.conversation_parts.conversation_parts", "part_type": "$.part_type", "author": "$.author.type",
    "writer": "$.author.id",
}  # fmt: skip
"""What is looked for in a record; everything else of it, above all what people wrote, is never read."""

_INSTANTS = {"first_asked": "first_contact_reply_at", "first_replied": "first_admin_reply_at",
             "last_replied": "last_admin_reply_at", "last_asked": "last_contact_reply_at",
             "closed": "last_close_at"}  # fmt: skip
_CUSTOMERS = ("user", "lead", "contact")
_AGENTS = ("admin",)
_SENT_BY_US = ("admin_initiated", "automated", "operator_initiated")
_PART = '[{"id": "VARCHAR", "part_type": "VARCHAR", "created_at": "VARCHAR", '
_PART += '"author": {"type": "VARCHAR", "id": "VARCHAR"}}]'


def recognise(sample: str) -> str | None:
    """Why a file that begins with `sample` is Intercom's: conversations, or parts of them; None where it is not."""
    for record in sample_records(sample, _PAGES):
        source = record.get("source")
        fields = {*record, *(source if isinstance(source, dict) else ())}
        for mark in _MARKS:
            if set(mark) <= fields:
                return f"its records have {', '.join(mark)}"
    return None


def _query(name: str, settings: IntercomSettings, tiers: Mapping[str, int]) -> str:
    columns = _columns(settings, instance=settings.instance or name, tiers=tiers)
    listed = ",\n".join(f"{expression} AS {column}" for column, expression in columns.items())
    kept = ", ".join(("row_no", "kind", "source_system", "channel", *columns, "reason"))
    return f"""
        WITH cell AS ({cells_query(_PATHS)}),
        worded AS ({_worded(settings)}),
        typed AS (SELECT *, 'intercom' AS source_system, {listed} FROM worded),
        judged AS (SELECT *, {_reason(name)} AS reason FROM typed)
        SELECT {kept}, {content_by_kind(CONTENT)} AS content FROM judged
    """


def _groups_query() -> str:
    return f"""
        WITH cell AS ({cells_query(_PATHS)}),
        worded AS ({_worded(IntercomSettings(queue="any"))})
        SELECT group_number, channel, count(*) AS tickets FROM worded WHERE kind = 'ticket' GROUP BY ALL ORDER BY ALL
    """


def _worded(settings: IntercomSettings) -> str:
    """With what sort of record it is, its channel, its tags and its parts."""
    tags = """from_json(told_tags, '[{"name": "VARCHAR"}]')"""
    return f"""
        SELECT *,
            CASE
                WHEN broken IS NOT NULL THEN NULL
                WHEN told_conversation IS NOT NULL AND told_part_type IS NOT NULL THEN 'message'
                WHEN told_id IS NOT NULL AND coalesce(told_delivered, told_source) IS NOT NULL THEN 'ticket'
            END AS kind,
            {sql.translated("told_source", USUAL_CHANNELS | settings.channels)} AS channel,
            {whole("told_team")} AS group_number,
            CASE WHEN starts_with(told_tags, '[') AND json_valid(told_tags)
                THEN list_transform({tags}, lambda tag: tag.name) END AS tags,
            CAST(NULL AS TEXT) AS topic_choice,
            CASE WHEN starts_with(told_parts, '[') AND json_valid(told_parts)
                THEN from_json(told_parts, {sql.text(_PART)}) END AS spoken,
            coalesce(told_delivered IN {sql.texts(_SENT_BY_US)}, false) AS is_sent_by_us
        FROM cell
    """


def _columns(settings: IntercomSettings, *, instance: str, tiers: Mapping[str, int]) -> dict[str, str]:
    """Every figure in its type; NULL where it cannot be read. Of a letter of ours the answers are the customer's."""
    agent, writer, spoken = (
        agent_of(settings, whole(cell), system="intercom", instance=instance)
        for cell in ("told_admin", "told_writer", "told.author.id")
    )
    own, part, is_agents = whole("told_id"), whole("told.id"), f"told_author IN {sql.texts(_AGENTS)}"
    last_asked = "coalesce(told_last_asked, CASE WHEN is_sent_by_us THEN told_first_asked END)"
    by = _author("told.part_type", "told.author.type")
    return {
        "source_instance": sql.text(instance),
        "ticket_id": f"CAST(CASE kind WHEN 'ticket' THEN {own} ELSE {whole('told_conversation')} END AS TEXT)",
        "message_id": f"CASE kind WHEN 'message' THEN CAST({own} AS TEXT) END",
        "state": f"""CASE
            WHEN {has_tag(settings.spam_tags)} THEN 'spam'
            WHEN {has_tag(settings.merged_tags)} THEN 'merged'
            WHEN told_state = 'closed' OR (told_state IS NULL AND told_is_open = 'false') THEN 'done'
            WHEN told_state IN ('open', 'snoozed') OR told_is_open = 'true' THEN 'open'
        END""",
        "created_at": f"CASE kind WHEN 'ticket' THEN {instant_of_seconds('told_created')} END",
        "updated_at": f"CASE kind WHEN 'ticket' THEN {instant_of_seconds('coalesce(told_updated, told_created)')} END",
        "first_replied_at": instant_of_seconds("told_first_replied"),
        "last_replied_at": instant_of_seconds("told_last_replied"),
        "last_asked_at": instant_of_seconds(last_asked),
        "solved_at": instant_of_seconds("told_closed"),
        "promised_at": "CAST(NULL AS TIMESTAMPTZ)",
        "next_status_at": "CAST(NULL AS TIMESTAMPTZ)",
        "direction": "CASE WHEN is_sent_by_us THEN 'out' ELSE 'in' END",
        "is_voice": "coalesce(channel = 'phone', false)",
        "queue_key": queue_of(settings),
        "tier": tier_of(settings, tiers),
        "agent_key": f"CASE WHEN kind = 'ticket' THEN {agent} WHEN {is_agents} THEN {writer} END",
        "topic": topic_of(settings),
        "priority": "CASE told_priority WHEN 'priority' THEN 'high' WHEN 'not_priority' THEN 'normal' END",
        "worked_s": "CAST(NULL AS DOUBLE)",
        "customer_key": "CASE kind WHEN 'ticket' THEN customer_key_of(told_contact || '@intercom') END",
        "author": f"CASE kind WHEN 'message' THEN {_author('told_part_type', 'told_author')} END",
        "said_at": f"CASE kind WHEN 'message' THEN {instant_of_seconds('told_created')} END",
        "messages": f"""list_transform(spoken, lambda told: {{
            'message_id': CAST({part} AS TEXT), 'author': {by},
            'agent_key': CASE WHEN told.author.type IN {sql.texts(_AGENTS)} THEN {spoken} END,
            'said_at': {instant_of_seconds("told.created_at")}
        }})""",
        "fullness": "CASE WHEN coalesce(told_statistics, told_first_replied) IS NULL THEN 0 ELSE 1 END "
        "+ coalesce(len(spoken), 0)",
    }


def _author(part: str, author: str) -> str:
    """Who wrote a part: only comments are words to the other side, and those of bots answer nobody."""
    return f"""CASE
        WHEN {part} IS NULL OR {author} IS NULL THEN NULL
        WHEN {part} <> 'comment' THEN 'nobody'
        WHEN {author} IN {sql.texts(_CUSTOMERS)} THEN 'customer'
        WHEN {author} IN {sql.texts(_AGENTS)} THEN 'agent'
        ELSE 'nobody'
    END"""


def _reason(name: str) -> str:
    """Why a record cannot be used; NULL where it can."""
    table = f"[import.intercom.{name}]"
    return f"""CASE
        WHEN broken IS NOT NULL THEN broken
        WHEN kind IS NULL THEN 'neither a conversation of Intercom nor a part of one'
        WHEN ticket_id IS NULL OR (kind = 'message' AND message_id IS NULL) THEN 'its number is no number'
        WHEN kind = 'message' AND said_at IS NULL THEN 'created_at is no time of 1970 to 2099'
        WHEN kind = 'message' AND author IS NULL THEN 'it tells no author'
        WHEN kind = 'message' THEN NULL
        WHEN updated_at IS NULL THEN 'updated_at is no time of 1970 to 2099'
        WHEN created_at IS NULL THEN 'created_at is no time of 1970 to 2099'
        WHEN state IS NULL THEN 'it is neither open nor closed nor snoozed'
        {wrong_times(_INSTANTS, instant_of_seconds)}
        WHEN {LACKING_MESSAGES}
            THEN 'one of its parts has no number, no time or no author'
        {without_place(table, "source.type", no_source="it has no source.type")}
    END"""


INTERCOM = TicketSystem("intercom", "Intercom", _VERSION, _PAGES, _query, _groups_query)
INTERCOM.keep_book()
