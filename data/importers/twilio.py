"""The importer of Twilio TaskRouter: its events, as a callback writes them down or Event Streams deliver them.

An event is one moment of a task: it entered a queue, was offered to a worker, was taken, was over. Events come out of
order and more than once; `data/sql/twilio_legs.sql` puts those of a task in order and makes a leg of each stay in a
queue.
"""

from collections.abc import Iterator
from typing import Any

from data.channel import Channel
from data.importers import sql_text as sql
from data.importers.json_rows import JsonPages
from data.importers.record_cells import amount, instant, shown
from data.importers.record_system import YEAR_SECONDS, RecordSystem, agent_of, is_ignored, queue_of
from data.queue_system_settings import QueueSystemSettings

USUAL_CHANNELS: dict[str, Channel] = {
    "voice": "phone", "chat": "chat", "web": "chat", "sms": "sms", "video": "video", "email": "mail",
    "default": "phone", "callback": "phone", "whatsapp": "social", "messenger": "social",
}  # fmt: skip
"""What `task_channel_unique_name` says -> channel."""

_IN_A_TIE = ("task.created", "task-queue.entered", "reservation.created", "reservation.accepted",
             "reservation.wrapup", "reservation.completed", "task.canceled")  # fmt: skip
"""The order of what happened in one second."""

_TYPES = (*_IN_A_TIE, "reservation.rejected", "reservation.timeout", "reservation.canceled",
          "reservation.rescinded", "task.completed", "task.deleted", "task.transfer-initiated",
          "task.transfer-completed", "task.wrapup")  # fmt: skip
"""What is kept of the stream; others (of workers, workflows and updates) tell nothing of a contact."""

_FIELDS = {
    "task": "task_sid", "queue": "task_queue_name", "queue_id": "task_queue_sid", "in_queue": "task_age_in_queue",
    "age": "task_age", "reservation": "reservation_sid", "worker": "worker_sid", "worker_name": "worker_name",
    "channel": "task_channel_unique_name", "attributes": "task_attributes", "cancelled_for": "task_canceled_reason",
    "code": "reservation_completed_reason",
}  # fmt: skip
_PATHS = {
    "type": "$.type", "data_type": "$.EventType", "id": "$.data.sid", "plain_id": "$.Sid", "at": "$.data.timestamp",
    "plain_at": "$.Timestamp", "sent_at": "$.TimestampMs",
    **{name: f"$.data.payload.{field}" for name, field in _FIELDS.items()},
    **{f"plain_{name}": f"$.{_pascal}" for name, field in _FIELDS.items()
       for _pascal in ["".join(word.capitalize() for word in field.split("_"))]},
}  # fmt: skip
"""Event Streams, whose names are in small letters, and what a callback posts, whose names are not."""


def _read(settings: QueueSystemSettings, name: str) -> str:
    """What each event tells."""
    channels = {word: str(channel) for word, channel in (USUAL_CHANNELS | settings.channels).items()}
    either = ", ".join(f"coalesce(told_{cell}, told_plain_{cell}) AS of_{cell}" for cell in _FIELDS)
    agent = agent_of(settings, instance=settings.instance or name, number="of_worker", called="of_worker_name")
    return f"""
        WITH worded AS (
            SELECT *, {either},
                regexp_replace(coalesce(told_type, told_data_type), '^com[.]twilio[.]taskrouter[.]', '') AS event,
                coalesce(told_id, told_plain_id) AS event_id,
                coalesce({instant("told_at")}, {instant("told_plain_at")},
                    to_timestamp({amount("told_plain_at", largest=4_102_444_799)})) AS happened_at
            FROM cell
        ),
        typed AS (
            SELECT *,
                event IN {sql.texts(_TYPES)} AS is_telling,
                {sql.translated("of_channel", channels)} AS channel,
                list_filter([of_queue_id, of_queue], lambda word: word IS NOT NULL) AS queue_words,
                CASE WHEN json_valid(of_attributes) THEN json_extract_string(of_attributes, ['$.from', '$.caller']) END
                    AS callers,
                {amount("of_in_queue", largest=YEAR_SECONDS)} AS in_queue_s
            FROM worded
        ),
        placed AS (
            SELECT *, {queue_of(settings, words="queue_words", channel="channel")} AS queue,
                {is_ignored(settings, words="queue_words")} AS is_ignored
            FROM typed
        )
        SELECT
            row_no, broken, 'event' AS kind, event_id AS record_id, coalesce(of_task, event_id) AS group_id,
            false AS is_final, happened_at AS updated_at, happened_at AS first_at, happened_at AS last_at,
            customer_key_of(coalesce(callers[1], callers[2])) AS customer_key,
            CAST(to_json({{
                'event': CASE WHEN is_telling THEN event END, 'at_us': epoch_us(happened_at),
                'place': coalesce(list_position({list(_IN_A_TIE)!r}, event), {len(_IN_A_TIE)}),
                'queue': queue, 'has_queue': len(queue_words) > 0, 'channel': channel, 'agent': {agent},
                'reservation': md5(of_reservation),
                'in_queue_s': in_queue_s, 'topic': {sql.translated("of_code", settings.topics)},
                'is_hangup': coalesce(regexp_matches(lower(of_cancelled_for), 'hang|abandon'), false),
                'is_reason_told': of_cancelled_for IS NOT NULL
            }}) AS TEXT) AS facts,
            {_refusal(name)} AS refusal
        FROM placed
    """


def _refusal(name: str) -> str:
    """Why an event cannot be used; NULL where it can."""
    table = f"[import.twilio.{name}]"
    word = sql.shown_word("coalesce(of_queue, of_queue_id)")
    return f"""CASE
        WHEN event IS NULL OR event_id IS NULL THEN 'it is no event of Twilio TaskRouter'
        WHEN happened_at IS NULL THEN 'timestamp is no time of 1970 to 2099'
        WHEN NOT is_telling THEN NULL
        WHEN of_task IS NULL THEN 'it names no task'
        WHEN of_in_queue IS NOT NULL AND in_queue_s IS NULL THEN 'task_age_in_queue is no possible time'
        WHEN of_channel IS NOT NULL AND channel IS NULL
            THEN 'task_channel_unique_name ' || {shown("of_channel")}
                || {sql.text(f" is not in {table} channels of desk.toml")}
        WHEN is_ignored THEN 'queue ' || {word} || {sql.text(f" stands in {table} ignore_queues of desk.toml")}
        WHEN queue IS NULL AND len(queue_words) > 0 THEN 'queue ' || {word}
            || {sql.text(f" is not in {table} queues of desk.toml; name it there, or in ignore_queues")}
        WHEN queue IS NULL AND event = 'task-queue.entered' THEN {
        sql.text(f"it reached no queue of the desk; say in {table} queue of desk.toml where such contacts count")
    }
    END"""


def _queues_of(record: dict[str, Any]) -> Iterator[str]:
    """The queue that a task entered."""
    data = record.get("data")
    payload = data.get("payload") if isinstance(data, dict) else record
    told = payload.get("task_queue_name") or payload.get("TaskQueueName") if isinstance(payload, dict) else None
    if isinstance(told, str):
        yield told


SYSTEM = RecordSystem(
    "twilio",
    "Twilio TaskRouter",
    pages=JsonPages.of("events"),
    marks=(("specversion", "type", "data"), ("EventType", "Sid", "AccountSid", "WorkspaceSid")),
    paths=_PATHS,
    read=_read,
    queues_of=_queues_of,
    version=2,
)
