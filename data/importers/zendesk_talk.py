"""The importer of Zendesk Talk: calls and their legs, as its incremental interface gives them.

A call is a leg of ours; the agents to whom it was handed on are told by Zendesk's legs, and have one each. Waits are
calendar seconds.
"""

from collections.abc import Iterator
from typing import Any

from data.importers import sql_text as sql
from data.importers.json_rows import JsonPages
from data.importers.record_cells import amount, instant, shown, whole
from data.importers.record_system import DAY_SECONDS, RecordSystem, agent_of, is_ignored, queue_of
from data.zendesk_talk_settings import ASKED_STATUSES, ZendeskTalkSettings

_PATHS = {
    "id": "$.id", "call_id": "$.call_id", "type": "$.type", "status": "$.completion_status",
    "direction": "$.direction", "created": "$.created_at", "updated": "$.updated_at", "agent": "$.agent_id",
    "leg_agent": "$.user_id", "customer": "$.customer_id", "group_id": "$.call_group_id",
    "group": "$.ivr_destination_group_name", "line": "$.line", "line_id": "$.line_id",
    "number_id": "$.phone_number_id", "ivr": "$.ivr_time_spent", "wait": "$.wait_time", "talk": "$.talk_time",
    "hold": "$.hold_time", "acw": "$.wrap_up_time", "consult": "$.consultation_time", "duration": "$.duration",
    "callback": "$.callback", "voicemail": "$.voicemail", "outside": "$.outside_business_hours",
    "overflowed": "$.overflowed", "handed_from": "$.transferred_from", "handed_to": "$.transferred_to",
}  # fmt: skip
"""What is looked for in a record; texts of voicemails and numbers of customers are never read."""

_SECONDS = {"ivr": "ivr_time_spent", "wait": "wait_time", "talk": "talk_time", "hold": "hold_time",
            "acw": "wrap_up_time", "consult": "consultation_time", "duration": "duration"}  # fmt: skip
_PLAIN_STATUSES = ("completed", "abandoned_in_queue", "abandoned_in_ivr", "abandoned_on_hold", "pending_voicemail")
_IS_TRUE = "coalesce({} = 'true', false)"


def _read(settings: ZendeskTalkSettings, name: str) -> str:
    """What each call, and each leg of one, tells."""
    agent = agent_of(
        settings, instance=settings.instance or name, number="coalesce(told_agent, told_leg_agent)", called="NULL"
    )
    return f"""
        WITH worded AS (
            SELECT *,
                CASE WHEN told_call_id IS NULL THEN 'call' ELSE 'leg' END AS kind,
                'phone' AS channel,
                list_filter([told_group_id, told_group], lambda word: word IS NOT NULL) AS group_words,
                list_filter([told_number_id, told_line_id, told_line], lambda word: word IS NOT NULL) AS line_words,
                {instant("told_created")} AS created_at,
                {instant("told_updated")} AS changed_at
            FROM cell
        ),
        typed AS (
            SELECT *,
                CASE
                    WHEN len(group_words) > 0 THEN coalesce({_queue(settings, "group_words")}, {_by_line(settings)})
                    ELSE coalesce({_by_line(settings)}, {_queue(settings, "group_words")})
                END AS queue,
                {is_ignored(settings, words="list_concat(group_words, line_words)")} AS is_ignored,
                {{ {_facts(settings, agent)} }} AS fact
            FROM worded
        )
        SELECT
            row_no, broken, kind, CAST({whole("told_id")} AS TEXT) AS record_id,
            CAST(CASE kind WHEN 'call' THEN {whole("told_id")} ELSE {whole("told_call_id")} END AS TEXT) AS group_id,
            false AS is_final, coalesce(changed_at, created_at) AS updated_at,
            coalesce(created_at, changed_at) AS first_at,
            coalesce(greatest(created_at, changed_at), created_at, changed_at) AS last_at,
            customer_key_of(told_customer) AS customer_key,
            CAST(to_json(struct_insert(fact, queue := queue)) AS TEXT) AS facts,
            {_refusal(settings, name)} AS refusal
        FROM typed
    """


def _queue(settings: ZendeskTalkSettings, words: str) -> str:
    return queue_of(settings, words=words, channel="channel")


def _by_line(settings: ZendeskTalkSettings) -> str:
    """The queue of the line that was dialled, where the settings know it."""
    return f"CASE WHEN len(line_words) > 0 THEN {_queue(settings, 'line_words')} END"


def _facts(settings: ZendeskTalkSettings, agent: str) -> str:
    """What is kept of a call or a leg."""
    figures = ", ".join(f"'{cell}_s': {amount(f'told_{cell}', largest=DAY_SECONDS)}" for cell in _SECONDS)
    flags = ", ".join(
        f"'is_{cell}': {_IS_TRUE.format(f'told_{cell}')}" for cell in ("callback", "voicemail", "outside", "overflowed")
    )
    offered = sql.translated("told_status", {status: str(told).lower() for status, told in settings.offered.items()})
    known = sql.texts((*_PLAIN_STATUSES, *ASKED_STATUSES))
    return f"""
        'created_us': epoch_us(created_at), 'direction': CASE told_direction WHEN 'outbound' THEN 'out' ELSE 'in' END,
        'status': CASE WHEN told_status IN {known} THEN told_status END, 'agent': {agent},
        'offered': CAST({offered} AS BOOLEAN), 'is_agent': told_type = 'agent',
        'is_missed': coalesce(regexp_matches(told_status, 'miss|declin'), false),
        'is_handed_on': told_handed_from IS NOT NULL, 'hands_on': told_handed_to IS NOT NULL, {figures}, {flags}
    """


def _refusal(settings: ZendeskTalkSettings, name: str) -> str:
    """Why a record cannot be used; NULL where it can."""
    table = f"[import.zendesk_talk.{name}]"
    word = sql.shown_word("coalesce(told_group, told_group_id, list_concat(group_words, line_words)[1])")
    seconds = " ".join(
        f"WHEN told_{cell} IS NOT NULL AND fact.{cell}_s IS NULL THEN '{field} is no possible time'"
        for cell, field in _SECONDS.items()
    )
    unsaid = sql.texts(status for status in ASKED_STATUSES if status not in settings.offered)
    nowhere = f"it reached no queue of the desk; say in {table} queue of desk.toml where such contacts count"
    asks = f" may have been offered or not; say which in {table} offered of desk.toml, as true or false"
    return f"""CASE
        WHEN {whole("told_id")} IS NULL OR (kind = 'leg' AND {whole("told_call_id")} IS NULL)
            THEN 'its number is no number'
        WHEN told_status IS NULL THEN 'neither a call nor a leg of Zendesk Talk'
        WHEN told_created IS NOT NULL AND created_at IS NULL THEN 'created_at is no time of 1970 to 2099'
        WHEN changed_at IS NULL AND (told_updated IS NOT NULL OR created_at IS NULL)
            THEN 'updated_at is no time of 1970 to 2099'
        {seconds}
        WHEN kind = 'leg' THEN NULL
        WHEN created_at IS NULL THEN 'created_at is no time of 1970 to 2099'
        WHEN coalesce(told_direction NOT IN ('inbound', 'outbound'), true)
            THEN 'direction ' || coalesce({shown("told_direction")}, 'of no known form') || ' is none of a call'
        WHEN fact.status IS NULL THEN 'completion_status ' || {shown("told_status")} || ' is none of a call'
        WHEN told_direction = 'inbound' AND told_status IN {unsaid}
            THEN 'completion_status "' || told_status || '"' || {sql.text(asks)}
        WHEN is_ignored THEN 'queue ' || {word} || {sql.text(f" stands in {table} ignore_queues of desk.toml")}
        WHEN queue IS NOT NULL THEN NULL
        WHEN len(group_words) > 0 THEN 'queue ' || {word}
            || {sql.text(f" is not in {table} queues of desk.toml; name it there, or in ignore_queues")}
        ELSE {sql.text(nowhere)}
    END"""


def _queues_of(record: dict[str, Any]) -> Iterator[str]:
    """The group of a call."""
    told = record.get("ivr_destination_group_name") or record.get("call_group_id")
    if told and "call_id" not in record:
        yield str(told)


SYSTEM = RecordSystem(
    "zendesk_talk",
    "Zendesk Talk",
    pages=JsonPages.of("calls", "legs"),
    marks=(("id", "completion_status", "direction"), ("id", "completion_status", "call_id")),
    paths=_PATHS,
    read=_read,
    queues_of=_queues_of,
    version=2,
)
