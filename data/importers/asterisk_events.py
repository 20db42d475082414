"""What the fields of a queue_log line mean: SQL from `log_line` to `staged_asterisk_event`."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from data.asterisk_settings import AsteriskSettings
from data.importers.line_file import FIELDS
from data.importers.sql_text import instant_with_offset, masked, shown_word, text, texts, translated, wall_clock
from data.importers.zone_sql import SURE, clock_code, doubt_of, utc_of

ENDS = ("COMPLETECALLER", "COMPLETEAGENT", "BLINDTRANSFER", "TRANSFER", "ATTENDEDTRANSFER", "ABANDON",
        "EXITWITHTIMEOUT", "EXITWITHKEY", "EXITEMPTY")  # fmt: skip
"""Events with which a stay in a queue is over."""

CALL_EVENTS = ("ENTERQUEUE", "CONNECT", *ENDS, "JOINEMPTY", "FULL", "RINGNOANSWER", "RINGCANCELED", "SYSCOMPAT",
               "AGENTDUMP", "DID", "INFO")  # fmt: skip
AGENT_EVENTS = ("PAUSE", "UNPAUSE", "PAUSEALL", "UNPAUSEALL", "ADDMEMBER", "REMOVEMEMBER", "AGENTLOGIN", "AGENTLOGOFF",
                "AGENTCALLBACKLOGIN", "AGENTCALLBACKLOGOFF", "PENALTY")  # fmt: skip
SYSTEM_EVENTS = ("QUEUESTART", "CONFIGRELOAD")
ALL_EVENTS = CALL_EVENTS + AGENT_EVENTS + SYSTEM_EVENTS

_IN_A_QUEUE = tuple(event for event in CALL_EVENTS if event not in ("DID", "INFO", "SYSCOMPAT", "AGENTDUMP"))
"""Events that mean nothing without their queue."""

_FIRST_S, _LAST_S = 946_684_800, 4_102_444_799
"""Asterisk began in 1999; no line is believed before 2000 or from 2100 on."""

_LONGEST_S = 86_400

# The place of a figure among an event's parameters (d1 is c5), by event.
_WAITED = {"CONNECT": "c5", "COMPLETECALLER": "c5", "COMPLETEAGENT": "c5", "BLINDTRANSFER": "c7", "TRANSFER": "c7",
           "ATTENDEDTRANSFER": "CASE WHEN c5 = 'LINK' THEN c8 ELSE c7 END", "ABANDON": "c7", "EXITWITHTIMEOUT": "c7",
           "EXITWITHKEY": "c8", "EXITEMPTY": "c7"}  # fmt: skip
_TALKED = {"COMPLETECALLER": "c6", "COMPLETEAGENT": "c6", "BLINDTRANSFER": "c8", "TRANSFER": "c8",
           "ATTENDEDTRANSFER": "CASE WHEN c5 = 'LINK' THEN c9 ELSE c8 END"}  # fmt: skip
_RANG = {"CONNECT": "c7", "RINGNOANSWER": "c5", "RINGCANCELED": "c5"}
_DETAIL = {"BLINDTRANSFER": "c5", "TRANSFER": "c5", "EXITWITHKEY": "c5", "PAUSE": "c5", "PAUSEALL": "c5"}

_COLUMNS = ("row_no", "is_line", "call_id", "at_s", "event", "queue", "queue_key", "agent", "wait_s", "talk_s",
            "ring_s", "detail", "caller", "is_doubtful", "tz_assumed", "reason", "shown")  # fmt: skip


@dataclass(frozen=True)
class EventRules:
    """How one file's lines are read.

    Parameters
    ----------
    name
        Of the table [import.asterisk.<name>].
    settings
        What it says.
    zone
        Of times that are no seconds since 1970.
    is_padded
        Whether blanks stand around the fields.
    """

    name: str
    settings: AsteriskSettings
    zone: ZoneInfo
    is_padded: bool = False

    @property
    def instance(self) -> str:
        """Which Asterisk."""
        return self.settings.instance or self.name


def events_query(rules: EventRules) -> str:
    """One row a line of `log_line`: its event, or the reason why it is none; `is_line` false: a heading, no event."""
    steps = (_fields(rules), _times(rules), _event(), _figures(rules), _checked(rules))
    query = "log_line"
    for step in steps:
        query = f"(SELECT {step} FROM {query})"
    of_calls = f"CASE WHEN event IN {texts(CALL_EVENTS)} THEN call_id ELSE '' END"
    return f"SELECT {', '.join(_COLUMNS)} FROM (SELECT * REPLACE ({of_calls} AS call_id) FROM {query})"


def _fields(rules: EventRules) -> str:
    cells = (f"nullif(trim(c{n}), '') AS c{n}" if rules.is_padded else f"c{n}" for n in range(FIELDS))
    return f"row_no, {', '.join(cells)}"


def _times(rules: EventRules) -> str:
    """Seconds since 1970 in files; in realtime tables a time of the wall clock, or one with an offset."""
    return f"""
        *,
        try_cast(floor(try_cast(c0 AS DOUBLE)) AS BIGINT) AS epoch_s,
        CASE WHEN epoch_s IS NULL THEN {wall_clock("c0")} END AS local_us,
        CASE WHEN epoch_s IS NULL AND local_us IS NULL THEN {instant_with_offset("c0")} END AS offset_us,
        CASE WHEN local_us IS NOT NULL THEN {clock_code("local_us", rules.zone)} END AS code
    """


def _event() -> str:
    names = ", ".join(map(text, ALL_EVENTS))
    heading = "(c0 = 'time' AND c1 = 'callid') OR (c1 IS NULL AND regexp_full_match(c0, '[-+]+|\\([0-9]+ rows?\\)'))"
    return f"""
        * EXCLUDE (c1, c2, c3),
        c1 AS call_id, coalesce(c2, 'NONE') AS queue, nullif(c3, 'NONE') AS agent,
        try_cast(c4 AS ENUM({names})) AS event,
        NOT coalesce({heading}, false) AS is_line
    """


def _figures(rules: EventRules) -> str:
    assumed = "false" if rules.settings.time_zone else "true"
    return f"""
        *,
        coalesce(epoch_s, {utc_of("local_us", "code")} // 1000000, offset_us // 1000000) AS at_s,
        {_by_event(_WAITED)} AS waited,
        {_by_event(_TALKED)} AS talked,
        {_by_event(_RANG)} AS rang,
        try_cast(waited AS INTEGER) AS wait_s,
        try_cast(talked AS INTEGER) AS talk_s,
        try_cast(rang AS DOUBLE) / CASE WHEN event = 'CONNECT' THEN 1 ELSE 1000 END AS ring_s,
        {masked(_by_event(_DETAIL))} AS detail,
        CASE WHEN event = 'ENTERQUEUE' THEN c6 END AS caller,
        {translated("queue", rules.settings.queues)} AS queue_key,
        code IS NOT NULL AND {doubt_of("code")} <> {SURE} AS is_doubtful,
        CASE WHEN local_us IS NULL THEN false ELSE {assumed} END AS tz_assumed
    """


def _by_event(places: dict[str, str]) -> str:
    cases = " ".join(f"WHEN {text(event)} THEN {place}" for event, place in places.items())
    return f"CASE event {cases} END"


def _checked(rules: EventRules) -> str:
    """The first thing for which a line is refused; NULL where it stands."""
    table = f"[import.asterisk.{rules.name}]"
    is_call, is_agent = f"event IN {texts(CALL_EVENTS)}", f"event IN {texts(AGENT_EVENTS)}"
    stray = f"queue_key IS NULL AND NOT (queue = 'NONE' AND event NOT IN {texts(_IN_A_QUEUE)})"
    unknown = f" is not in {table}.queues of desk.toml; name it there, or in ignore_queues"
    no_event = """CASE WHEN regexp_full_match(c4, '[A-Z_]{2,30}')
        THEN 'its event ' || c4 || ' is none that a queue_log holds'
        ELSE 'its event is none that a queue_log holds' END"""
    return f"""
        *,
        CASE
            WHEN c4 IS NULL THEN 'the line names no event; a line is time|call|queue|agent|event|...'
            WHEN event IS NULL THEN {no_event}
            WHEN at_s IS NULL OR at_s NOT BETWEEN {_FIRST_S} AND {_LAST_S}
                THEN 'its time is none of the years 2000 to 2099'
            WHEN event IN {texts(SYSTEM_EVENTS)} THEN NULL
            WHEN {stray} AND queue IN {texts(rules.settings.ignore_queues)}
                THEN {text(f"its queue stands in {table}.ignore_queues of desk.toml")}
            WHEN {stray} AND queue = 'NONE' THEN 'it names no queue'
            WHEN {stray} THEN 'queue ' || {shown_word("queue")} || {text(unknown)}
            WHEN {is_call} AND (call_id IS NULL OR call_id = 'NONE') THEN 'it names no call'
            WHEN {is_call} AND (length(call_id) > 150 OR contains(call_id, ' ')) THEN 'its call has no usable name'
            WHEN {is_agent} AND agent IS NULL THEN 'it names no agent'
            WHEN waited IS NOT NULL AND NOT coalesce(wait_s BETWEEN 0 AND {_LONGEST_S}, false)
                OR talked IS NOT NULL AND NOT coalesce(talk_s BETWEEN 0 AND {_LONGEST_S}, false)
                OR rang IS NOT NULL AND NOT coalesce(ring_s BETWEEN 0 AND {_LONGEST_S}, false)
                THEN 'a duration is no number of seconds from 0 to a day'
        END AS reason,
        CASE WHEN reason IS NOT NULL
            THEN {masked("concat_ws(' | ', event::TEXT, left(queue, 40))")} ELSE '' END AS shown
    """
