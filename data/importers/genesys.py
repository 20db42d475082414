"""The importer of Genesys Cloud: conversation details, as queries and jobs of its analytics interface give them.

A conversation holds participants (customer, menu, queue, agents), these hold sessions, and these metrics (milliseconds)
and segments. A stay in a queue is a session of a participant whose purpose is `acd`; who answered is another's session.
What could not be confirmed of the form is read where it is there and marked in the legs' flags where it is not.
"""

from collections.abc import Iterator
from typing import Any

from data.channel import Channel
from data.importers import sql_text as sql
from data.importers.json_rows import JsonPages
from data.importers.record_cells import instant
from data.importers.record_system import (
    DAY_SECONDS,
    YEAR_SECONDS,
    RecordSystem,
    agent_of,
    is_ignored,
    queue_of,
)
from data.queue_system_settings import QueueSystemSettings

USUAL_CHANNELS: dict[str, Channel] = {
    "voice": "phone", "callback": "phone", "chat": "chat", "message": "chat", "webmessaging": "chat", "email": "mail",
    "video": "video", "sms": "sms", "social": "social",
}  # fmt: skip
"""What `mediaType` says -> channel; sessions of other media (screens that are shared) are no contacts."""

_PATHS = {
    "id": "$.conversationId", "start": "$.conversationStart", "end": "$.conversationEnd",
    "direction": "$.originatingDirection", "participants": "$.participants",
}  # fmt: skip

_FORM = """[{
    "purpose": "VARCHAR", "participantId": "VARCHAR", "participantName": "VARCHAR", "userId": "VARCHAR", "sessions": [{
        "sessionId": "VARCHAR", "mediaType": "VARCHAR", "direction": "VARCHAR", "ani": "VARCHAR", "dnis": "VARCHAR",
        "addressFrom": "VARCHAR", "addressTo": "VARCHAR",
        "metrics": [{"name": "VARCHAR", "value": "VARCHAR"}],
        "segments": [{
            "segmentType": "VARCHAR", "segmentStart": "VARCHAR", "segmentEnd": "VARCHAR", "queueId": "VARCHAR",
            "disconnectType": "VARCHAR", "wrapUpCode": "VARCHAR"
        }]
    }]
}]"""
"""What is looked for in the participants; names of customers and what anybody wrote are never kept."""

_MEASURES = {
    "acd": ("tAcd",), "abandon": ("tAbandon",), "flow_out": ("tFlowOut",), "ivr": ("tIvr",), "alert": ("tAlert",),
    "answered": ("tAnswered",), "talk": ("tTalkComplete", "tTalk"), "held": ("tHeldComplete", "tHeld"),
    "acw": ("tAcw",),
}  # fmt: skip
"""Figure -> the metrics that may tell it, in milliseconds; the first that is there counts."""

_NO_TIMEOUT = "ININ-WRAP-UP-TIMEOUT"
"""The code that stands where the agent gave none."""


def _read(settings: QueueSystemSettings, name: str) -> str:
    """What each conversation tells: its sessions in our words."""
    return f"""
        WITH formed AS (
            SELECT *, {instant("told_start")} AS start_at, {instant("told_end")} AS end_at,
                CASE WHEN starts_with(told_participants, '[') AND json_valid(told_participants)
                    THEN from_json(told_participants, {sql.text(_FORM)}) END AS participants
            FROM cell
        ),
        opened AS (SELECT *, {_sessions()} AS sessions FROM formed),
        worded AS (SELECT *, list_transform(sessions, lambda one: {_words(settings, name)}) AS worded FROM opened),
        final AS (SELECT *, {_facts(settings)} AS fact FROM worded),
        judged AS (
            SELECT *, list_max(list_transform(fact.sessions, lambda one: one.seen_us)) AS last_us FROM final
        )
        SELECT
            row_no, broken, 'conversation' AS kind, told_id AS record_id, told_id AS group_id,
            end_at IS NOT NULL AS is_final,
            greatest(start_at, end_at, make_timestamptz(last_us)) AS updated_at,
            start_at AS first_at,
            greatest(start_at, end_at, make_timestamptz(last_us)) AS last_at,
            {_customer()} AS customer_key,
            CAST(to_json(fact) AS TEXT) AS facts,
            {_refusal(name)} AS refusal
        FROM judged
    """


def _sessions() -> str:
    """All sessions in their order, each with its participant."""
    return """flatten(list_transform(
        list_filter(participants, lambda each: each IS NOT NULL AND each.sessions IS NOT NULL),
        lambda each, place: list_transform(
            list_filter(each.sessions, lambda one: one IS NOT NULL),
            lambda one: {'party': place, 'purpose': each.purpose, 'user_id': each.userId,
                'called': each.participantName, 'told': one,
                'segments': list_filter(one.segments, lambda part: part IS NOT NULL)}
        )
    ))"""


def _words(settings: QueueSystemSettings, name: str) -> str:
    """A session with the words by which its channel, queue, agent and topic are known."""
    channels = {word: str(channel) for word, channel in (USUAL_CHANNELS | settings.channels).items()}
    queue_ids = "list_transform(one.segments, lambda part: part.queueId)"
    agent = agent_of(settings, instance=settings.instance or name, number="one.user_id", called="one.called")
    code = f"list_filter(one.segments, lambda part: part.wrapUpCode IS NOT NULL AND part.wrapUpCode <> '{_NO_TIMEOUT}')"
    return f"""{{
        'one': one,
        'channel': {sql.translated("one.told.mediaType", channels)},
        'queue_words': list_filter(
            list_append({queue_ids}, CASE WHEN one.purpose = 'acd' THEN one.called END), lambda word: word <> ''
        ),
        'agent': CASE WHEN one.purpose = 'agent' OR one.purpose = 'user' THEN {agent} END,
        'topic': {sql.translated(f"{code}[-1].wrapUpCode", settings.topics)}
    }}"""


def _facts(settings: QueueSystemSettings) -> str:
    """What is kept of a conversation."""
    starts, ends, talks, stops = (
        f"list_transform({segments}, lambda part: epoch_us({instant(f'part.{cell}')}))"
        for segments, cell in (
            ("each.one.segments", "segmentStart"),
            ("each.one.segments", "segmentEnd"),
            (_CONNECTED, "segmentStart"),
            (_CONNECTED, "segmentEnd"),
        )
    )
    ended, parted = (
        f"len(list_filter({segments}, lambda part: part.segmentEnd IS NULL)) = 0"
        for segments in ("each.one.segments", _CONNECTED)
    )
    measures = ", ".join(f"'{figure}_s': {_seconds(names)}" for figure, names in _MEASURES.items())
    session = f"""{{
        'party': each.one.party, 'purpose': each.one.purpose, 'place': place,
        'id': coalesce(each.one.told.sessionId, told_id || '/' || place),
        'is_callback': coalesce(each.one.told.mediaType = 'callback', false),
        'channel': each.channel, 'direction': each.one.told.direction,
        'has_queue': len(each.queue_words) > 0,
        'queue': {queue_of(settings, words="each.queue_words", channel="each.channel")},
        'is_ignored': {is_ignored(settings, words="each.queue_words")},
        'agent': each.agent, 'topic': each.topic,
        'from_us': list_min({starts}), 'until_us': CASE WHEN {ended} THEN list_max({ends}) END,
        'talk_from_us': list_min({talks}), 'talk_until_us': CASE WHEN {parted} THEN list_max({stops}) END,
        'seen_us': list_max(list_concat({starts}, {ends})),
        'ended_by': CASE WHEN regexp_full_match({_LAST}.disconnectType, '[a-zA-Z.]{{1,40}}')
            THEN lower({_LAST}.disconnectType) END,
        'offered': {_count("nOffered")}, 'not_responding': {_seconds(("tNotResponding",))} IS NOT NULL,
        {measures}
    }}"""
    return f"""{{
        'direction': CASE WHEN told_direction = 'outbound' THEN 'out' ELSE 'in' END,
        'from_us': epoch_us(start_at), 'until_us': epoch_us(end_at),
        'sessions': list_transform(worded, lambda each, place: {session})
    }}"""


_CONNECTED = "list_filter(each.one.segments, lambda part: part.segmentType IN ('interact', 'hold'))"
_LAST = "list_filter(each.one.segments, lambda part: part.disconnectType IS NOT NULL)[-1]"


def _told(metric: str, session: str = "each.one") -> str:
    """The values of a session's metric of that name, as numbers."""
    found = f"list_filter({session}.told.metrics, lambda told: told.name = '{metric}')"
    return f"list_transform({found}, lambda told: try_cast(told.value AS DOUBLE))"


def _count(metric: str) -> str:
    return f"CAST(list_sum({_told(metric)}) AS BIGINT)"


def _seconds(metrics: tuple[str, ...]) -> str:
    """The sum of the first of some metrics that is there; NULL where none is."""
    sums = (f"list_sum({_told(metric)}) / 1000" for metric in metrics)
    return f"CAST(coalesce({', '.join(sums)}) AS DOUBLE)"


def _customer() -> str:
    """The key of the number or address that the customer had, which is known by the side that the contact came from."""
    customers = "list_filter(sessions, lambda one: one.purpose IN ('customer', 'external'))"
    told = "CASE WHEN told_direction = 'outbound' THEN {out} ELSE {come} END"
    cell = told.format(
        out="coalesce(one.told.dnis, one.told.addressTo)", come="coalesce(one.told.ani, one.told.addressFrom)"
    )
    return f"customer_key_of(list_filter(list_transform({customers}, lambda one: {cell}), lambda each: each <> '')[1])"


def _refusal(name: str) -> str:
    """Why a conversation cannot be used; NULL where it can."""
    table = f"[import.genesys.{name}]"
    lacking = "list_filter(fact.sessions, lambda one: {})"
    nameless = lacking.format(
        "one.purpose = 'acd' AND one.channel IS NOT NULL AND one.has_queue AND one.queue IS NULL AND NOT one.is_ignored"
    )
    ours = lacking.format("one.channel IS NOT NULL AND NOT one.is_ignored AND one.queue IS NOT NULL")
    ignored = lacking.format("one.is_ignored")
    word, ignored_word = (sql.shown_word(f"worded[{found}[1].place].queue_words[-1]") for found in (nameless, ignored))
    times = " ".join(
        f"WHEN len(list_filter(sessions, lambda one: len(list_filter(one.segments, lambda part: part.{cell} IS NOT "
        f"NULL AND {instant(f'part.{cell}')} IS NULL)) > 0)) > 0 THEN '{cell} is no time of 1970 to 2099'"
        for cell in ("segmentStart", "segmentEnd")
    )
    durations = " ".join(
        f"WHEN {_impossible(metric)} THEN '{metric} is no possible time'"
        for metrics in _MEASURES.values()
        for metric in metrics
    )
    return f"""CASE
        WHEN told_id IS NULL OR told_start IS NULL THEN 'it is no conversation of Genesys Cloud'
        WHEN start_at IS NULL THEN 'conversationStart is no time of 1970 to 2099'
        WHEN told_end IS NOT NULL AND end_at IS NULL THEN 'conversationEnd is no time of 1970 to 2099'
        WHEN participants IS NULL THEN 'it has no participants'
        {times}
        {durations}
        WHEN len({nameless}) > 0 THEN 'queue ' || {word}
            || {sql.text(f" is not in {table} queues of desk.toml; name it there, or in ignore_queues")}
        WHEN len({ours}) > 0 THEN NULL
        WHEN len({ignored}) > 0 THEN 'queue ' || {ignored_word}
            || {sql.text(f" stands in {table} ignore_queues of desk.toml")}
        ELSE {sql.text(f"it reached no queue of the desk; say in {table} queue of desk.toml where such contacts count")}
    END"""


def _impossible(metric: str) -> str:
    """Whether a session tells a time below 0, longer than can be, or none that is a number."""
    longest = f"CASE WHEN one.told.mediaType = 'voice' THEN {DAY_SECONDS * 1000} ELSE {YEAR_SECONDS * 1000} END"
    wrong = f"list_filter({_told(metric, 'one')}, lambda told: coalesce(NOT told BETWEEN 0 AND {longest}, true))"
    return f"len(list_filter(sessions, lambda one: len({wrong}) > 0)) > 0"


def _queues_of(record: dict[str, Any]) -> Iterator[str]:
    """The names of the queues that a conversation entered; without one, their ids."""
    for party in _dicts(record.get("participants")):
        if party.get("purpose") == "acd":
            segments = (part for one in _dicts(party.get("sessions")) for part in _dicts(one.get("segments")))
            told = party.get("participantName") or next((part["queueId"] for part in segments if "queueId" in part), "")
            if isinstance(told, str) and told:
                yield told


def _dicts(told: Any) -> list[dict[str, Any]]:
    return [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []


SYSTEM = RecordSystem(
    "genesys",
    "Genesys Cloud",
    pages=JsonPages.of("conversations"),
    marks=(("conversationId", "conversationStart", "participants"),),
    paths=_PATHS,
    read=_read,
    queues_of=_queues_of,
    version=2,
)
