"""The SQL that reads contact records and agent events of Amazon Connect out of JSON, as settings tell."""

from data.amazon_connect_settings import USUAL_CHANNELS, AmazonConnectSettings
from data.importers import sql_text as sql
from data.importers.record_cells import cells_query, content_by_kind, instant, queue_by_channel

VERSION = 2
"""Raised when the same file and settings give other records than before, so that importing it again mends them."""

_PATHS = {
    "contact_id": "$.ContactId", "initial_id": "$.InitialContactId", "previous_id": "$.PreviousContactId",
    "next_id": "$.NextContactId", "channel": "$.Channel", "subtype": "$.ContactDetails.Subtype",
    "method": "$.InitiationMethod", "updated": "$.LastUpdateTimestamp", "initiated": "$.InitiationTimestamp",
    "disconnected": "$.DisconnectTimestamp", "transferred": "$.TransferCompletedTimestamp",
    "end_reason": "$.DisconnectReason", "attempts": "$.AgentConnectionAttempts",
    "outside": "$.TransferredToEndpoint", "customer": "$.CustomerEndpoint.Address",
    "queue_name": "$.Queue.Name", "queue_arn": "$.Queue.ARN", "enqueued": "$.Queue.EnqueueTimestamp",
    "dequeued": "$.Queue.DequeueTimestamp", "wait": "$.Queue.Duration",
    "agent_arn": "$.Agent.ARN", "agent_name": "$.Agent.Username", "connected": "$.Agent.ConnectedToAgentTimestamp",
    "talk": "$.Agent.AgentInteractionDuration", "hold": "$.Agent.CustomerHoldDuration",
    "acw": "$.Agent.AfterContactWorkDuration", "acw_from": "$.Agent.AfterContactWorkStartTimestamp",
    "acw_until": "$.Agent.AfterContactWorkEndTimestamp",
    "event_id": "$.EventId", "event_agent": "$.AgentARN", "event_time": "$.EventTimestamp",
    "event_type": "$.EventType", "event_agent_name": "$.CurrentAgentSnapshot.Configuration.Username",
    "status": "$.CurrentAgentSnapshot.AgentStatus.Name", "status_type": "$.CurrentAgentSnapshot.AgentStatus.Type",
    "status_from": "$.CurrentAgentSnapshot.AgentStatus.StartTimestamp", "contacts": "$.CurrentAgentSnapshot.Contacts",
}  # fmt: skip
"""What is looked for in a record; everything else of it is never read."""

_METHODS = ("INBOUND", "OUTBOUND", "TRANSFER", "QUEUE_TRANSFER", "CALLBACK", "API", "WEBRTC_API", "DISCONNECT",
            "MONITOR", "EXTERNAL_OUTBOUND", "AGENT_REPLY", "FLOW")  # fmt: skip
_NO_LEGS = ("MONITOR", "DISCONNECT")
"""Methods of records that need no queue: those of supervisors, and of flows after the end of a contact."""

_INSTANTS = {"updated": "LastUpdateTimestamp", "initiated": "InitiationTimestamp",
             "disconnected": "DisconnectTimestamp", "transferred": "TransferCompletedTimestamp",
             "enqueued": "Queue.EnqueueTimestamp", "dequeued": "Queue.DequeueTimestamp",
             "connected": "Agent.ConnectedToAgentTimestamp", "acw_from": "Agent.AfterContactWorkStartTimestamp",
             "acw_until": "Agent.AfterContactWorkEndTimestamp"}  # fmt: skip
_DURATIONS = {"wait": "Queue.Duration", "talk": "Agent.AgentInteractionDuration", "hold": "Agent.CustomerHoldDuration",
              "acw": "Agent.AfterContactWorkDuration"}  # fmt: skip
_DAY_SECONDS, _YEAR_SECONDS = 86_400, 31_536_000

_CONTACT_STATES = (("CONNECTED", "on_contact"), ("CONNECTED_ONHOLD", "hold"), ("ENDED", "after_call_work"))
"""States of an agent's contacts that say what the agent is doing, the strongest first."""

_CONTENT = {
    "contact": ("contact_id", "previous_id", "next_id", "updated_at", "method", "channel", "is_queued",
                "is_own_queue", "queue_key", "agent_key", "initiated_at", "enqueued_at", "dequeued_at",
                "connected_at", "acw_from", "acw_until", "transferred_at", "disconnected_at", "wait_s", "talk_s",
                "hold_s", "acw_s", "attempts", "goes_outside", "end_reason", "topic"),
    "event": ("agent_key", "updated_at", "state", "state_reason", "status_at", "contact_at"),
}  # fmt: skip


def records_query(name: str, settings: AmazonConnectSettings) -> str:
    """A query of `raw_json` with the columns of `staged_amazon_connect` but for the file's.

    Parameters
    ----------
    name
        Of the table [import.amazon_connect.<name>].
    """
    instance = settings.instance or name
    listed = ",\n".join(f"{expression} AS {column}" for column, expression in _columns(settings, instance).items())
    return f"""
        WITH cell AS ({_cells(settings)}),
        worded AS ({_worded(settings)}),
        staffed AS (SELECT *, {_strongest_contact()} AS strongest FROM worded),
        typed AS (SELECT *, {listed} FROM staffed),
        judged AS (SELECT *, {_refusal(name)} AS refusal FROM typed)
        SELECT
            * EXCLUDE ({", ".join(f"told_{cell}" for cell in (*_PATHS, "topic"))}, broken, contacts, queue_words,
                is_ignored, strongest),
            {content_by_kind(_CONTENT)} AS content
        FROM judged
    """


def _cells(settings: AmazonConnectSettings) -> str:
    """Each record as the texts of what is looked for."""
    topic = f'$.Attributes."{settings.topic_attribute}"' if settings.topic_attribute else "$.Attributes.NoTopic"
    return cells_query(_PATHS | {"topic": topic})


def _worded(settings: AmazonConnectSettings) -> str:
    """With what sort of record it is, its channel, and the words by which its queue may be known."""
    channels = {channel: str(meaning) for channel, meaning in (USUAL_CHANNELS | settings.channels).items()}
    contacts = """from_json(told_contacts, '[{"State": "VARCHAR", "StateStartTimestamp": "VARCHAR"}]')"""
    return f"""
        SELECT
            *,
            CASE
                WHEN broken IS NOT NULL THEN NULL
                WHEN told_event_id IS NOT NULL AND told_event_agent IS NOT NULL
                    THEN CASE WHEN told_event_type = 'HEART_BEAT' THEN 'heartbeat' ELSE 'event' END
                WHEN told_contact_id IS NOT NULL AND coalesce(told_method, told_channel) IS NOT NULL THEN 'contact'
            END AS kind,
            CASE WHEN told_channel = 'CHAT' AND told_subtype = 'connect:SMS' THEN 'sms'
                ELSE {sql.translated("told_channel", channels)} END AS channel,
            list_filter(
                [told_queue_name, told_queue_arn, split_part(told_queue_arn, '/', -1)], lambda word: word IS NOT NULL
            ) AS queue_words,
            coalesce(contains(told_queue_arn, '/queue/agent/'), false) AS is_own_queue,
            CASE WHEN starts_with(told_contacts, '[') AND json_valid(told_contacts) THEN {contacts} END AS contacts
        FROM cell
    """


def _columns(settings: AmazonConnectSettings, instance: str) -> dict[str, str]:
    """Every figure in its type; NULL where it cannot be read."""
    rest = queue_by_channel(settings.queue, rest="")
    named = " ".join(
        f"WHEN list_contains(queue_words, {sql.text(word)}) THEN {queue_by_channel(queue, rest=settings.queue)}"
        for word, queue in settings.queues.items()
    )
    queue = f"CASE {named} WHEN len(queue_words) = 0 OR is_own_queue THEN {rest} END"
    contact_agent = _agent(settings, instance=instance, arn="told_agent_arn", username="told_agent_name")
    event_agent = _agent(settings, instance=instance, arn="told_event_agent", username="told_event_agent_name")
    ignored = ", ".join(map(sql.text, settings.ignore_queues))
    return {
        "source_instance": sql.text(instance),
        "record_id": "coalesce(told_event_id, told_contact_id)",
        "contact_id": "coalesce(told_initial_id, told_previous_id, told_contact_id)",
        "previous_id": "told_previous_id",
        "next_id": "told_next_id",
        "method": "told_method",
        "updated_at": "coalesce({}, {}, {}, {})".format(
            *map(instant, ("told_event_time", "told_updated", "told_disconnected", "told_initiated"))
        ),
        "is_queued": "told_enqueued IS NOT NULL",
        "is_ignored": f"list_has_any(queue_words, CAST([{ignored}] AS TEXT[]))",
        "queue_key": queue,
        "agent_key": f"CASE kind WHEN 'contact' THEN {contact_agent} ELSE {event_agent} END",
        "initiated_at": f"coalesce({instant('told_initiated')}, {instant('told_enqueued')})",
        "enqueued_at": instant("told_enqueued"),
        "dequeued_at": instant("told_dequeued"),
        "connected_at": instant("told_connected"),
        "acw_from": instant("told_acw_from"),
        "acw_until": instant("told_acw_until"),
        "transferred_at": instant("told_transferred"),
        "disconnected_at": instant("told_disconnected"),
        "wait_s": _amount("told_wait"),
        "talk_s": _amount("told_talk"),
        "hold_s": _amount("told_hold"),
        "acw_s": _amount("told_acw"),
        "attempts": "CASE WHEN try_cast(told_attempts AS DOUBLE) BETWEEN 0 AND 9999 "
        "THEN CAST(CAST(told_attempts AS DOUBLE) AS INTEGER) END",
        "goes_outside": "told_outside IS NOT NULL",
        "end_reason": "CASE WHEN regexp_full_match(told_end_reason, '[A-Z_]{1,60}') THEN told_end_reason END",
        "topic": sql.translated("told_topic", settings.topics),
        "customer_key": "customer_key_of(told_customer)",
        "state": f"""CASE
            WHEN told_event_type = 'LOGOUT' THEN 'offline'
            WHEN strongest IS NOT NULL THEN strongest.state
            ELSE {_status(settings)}
        END""",
        "state_reason": "CASE WHEN state IN ('pause', 'training', 'meeting') THEN left(told_status, 60) END",
        "status_at": f"CASE WHEN told_event_type <> 'LOGOUT' THEN {instant('told_status_from')} END",
        "contact_at": f"CASE WHEN told_event_type <> 'LOGOUT' THEN {instant('strongest.since')} END",
    }


def _agent(settings: AmazonConnectSettings, *, instance: str, arn: str, username: str) -> str:
    """The person of staff.csv, or a pseudonym of the user's id, which contact records and events tell alike."""
    known = " ".join(
        f"WHEN {sql.text(word)} IN ({username}, {arn}, split_part({arn}, '/', -1)) THEN {sql.text(person)}"
        for word, person in settings.agents.items()
    )
    user = f"coalesce(split_part({arn}, '/', -1), {username})"
    told = f"""CASE {known}
        WHEN list_contains(getvariable('staff_names'), {username}) THEN {username}
        WHEN {user} IS NOT NULL THEN {sql.text(f"{instance} ")} || {user}
    END"""
    return f"agent_key_of({told})"


def _strongest_contact() -> str:
    """Of the contacts that an agent has, the one that says what the agent is doing, and since when."""
    found = ", ".join(
        f"CASE WHEN {held} THEN {{'state': {sql.text(meaning)}, 'since': {since}}} END"
        for state, meaning in _CONTACT_STATES
        for matching in [f"list_filter(contacts, lambda contact: contact.State = {sql.text(state)})"]
        for held in [f"len({matching}) > 0"]
        for since in [f"list_min(list_transform({matching}, lambda contact: contact.StateStartTimestamp))"]
    )
    return f"coalesce({found})"


def _status(settings: AmazonConnectSettings) -> str:
    """What the status that the agent chose is."""
    usual = """CASE
        WHEN told_status_type = 'OFFLINE' OR told_status = 'Offline' THEN 'offline'
        WHEN told_status_type = 'ROUTABLE' OR told_status = 'Available' THEN 'available'
        WHEN told_status IS NOT NULL THEN 'pause'
    END"""
    return sql.translated("told_status", {word: str(state) for word, state in settings.statuses.items()}, rest=usual)


def _amount(cell: str) -> str:
    """Seconds: a day at most of a call, a year of anything written."""
    longest = f"CASE WHEN channel = 'phone' THEN {_DAY_SECONDS} ELSE {_YEAR_SECONDS} END"
    return f"CASE WHEN try_cast({cell} AS DOUBLE) BETWEEN 0 AND {longest} THEN CAST({cell} AS DOUBLE) END"


def _refusal(name: str) -> str:
    """Why a record cannot be used; NULL where it can."""
    table = f"[import.amazon_connect.{name}]"
    queue = f"'queue ' || {sql.shown_word('coalesce(told_queue_name, queue_words[-1])')}"
    unknown = sql.text(f" is not in {table} queues of desk.toml; name it there, or in ignore_queues")
    nowhere = sql.text(f"it reached no queue of the desk; say in {table} queue of desk.toml where such contacts count")
    times = " ".join(
        f"WHEN kind = 'contact' AND told_{cell} IS NOT NULL AND {instant(f'told_{cell}')} IS NULL "
        f"THEN {sql.text(f'{told} is no time of 1970 to 2099')}"
        for cell, told in _INSTANTS.items()
    )
    durations = " ".join(
        f"WHEN kind = 'contact' AND told_{cell} IS NOT NULL AND {cell}_s IS NULL "
        f"THEN {sql.text(f'{told} is no possible time')}"
        for cell, told in _DURATIONS.items()
    )
    no_channel = (
        f"'Channel ' || {sql.shown_word('told_channel')} || {sql.text(f' is not in {table} channels of desk.toml')}"
    )
    no_method = f"'InitiationMethod ' || {sql.shown_word('told_method')} || ' is none that is known'"
    return f"""CASE
        WHEN broken IS NOT NULL THEN broken
        WHEN kind IS NULL THEN 'neither a contact record nor an agent event of Amazon Connect'
        WHEN kind = 'heartbeat' THEN NULL
        WHEN kind = 'event' AND coalesce(told_event_type NOT IN ('LOGIN', 'LOGOUT', 'STATE_CHANGE'), true)
            THEN 'its EventType is none that is known'
        WHEN kind = 'event' AND {instant("told_event_time")} IS NULL THEN 'EventTimestamp is no time of 1970 to 2099'
        WHEN kind = 'event' AND agent_key IS NULL THEN 'its AgentARN names nobody'
        WHEN kind = 'event' AND state IS NULL THEN 'it tells no status of the agent'
        WHEN kind = 'event' THEN NULL
        WHEN told_method IS NULL THEN 'it has no InitiationMethod'
        WHEN told_method NOT IN {sql.texts(_METHODS)} THEN {no_method}
        WHEN channel IS NULL THEN coalesce({no_channel}, 'it has no Channel')
        {times}
        {durations}
        WHEN initiated_at IS NULL THEN 'it has no InitiationTimestamp'
        WHEN told_method IN {sql.texts(_NO_LEGS)} AND NOT is_queued THEN NULL
        WHEN is_ignored THEN {queue} || {sql.text(f" stands in {table} ignore_queues of desk.toml")}
        WHEN queue_key IS NOT NULL THEN NULL
        WHEN len(queue_words) > 0 AND NOT is_own_queue THEN {queue} || {unknown}
        WHEN is_queued OR told_next_id IS NULL THEN {nowhere}
    END"""
