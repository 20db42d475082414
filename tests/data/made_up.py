"""A system that nobody sells, as CONTRIBUTING.md explains one: whoever adds a real one may begin with a copy."""

from collections.abc import Iterator
from typing import Any

from data.importers import sql_text as sql
from data.importers.json_rows import JsonPages
from data.importers.record_cells import amount, instant
from data.importers.record_system import DAY_SECONDS, LEG_A_RECORD, RecordSystem, agent_of, queue_of
from data.queue_system_settings import QueueSystemSettings

_PATHS = {
    "id": "$.call_no", "line": "$.line", "came": "$.came", "taken": "$.taken", "over": "$.over", "work": "$.work",
    "by": "$.by", "caller": "$.caller",
}  # fmt: skip
"""What is looked for in a record; nothing else of it is ever read."""


def _read(settings: QueueSystemSettings, name: str) -> str:
    """What each call tells."""
    line = "list_filter([told_line], lambda word: word IS NOT NULL)"
    nowhere = sql.text(f" is not in [import.made_up.{name}] queues of desk.toml; name it there, or in ignore_queues")
    return f"""
        WITH typed AS (
            SELECT *, {instant("told_came")} AS came_at, {instant("told_taken")} AS taken_at,
                {instant("told_over")} AS over_at, {amount("told_work", largest=DAY_SECONDS)} AS work_s,
                {queue_of(settings, words=line, channel="'phone'")} AS queue
            FROM cell
        )
        SELECT
            row_no, broken, 'call' AS kind, told_id AS record_id, told_id AS group_id,
            over_at IS NOT NULL AS is_final, coalesce(over_at, came_at) AS updated_at, came_at AS first_at,
            coalesce(over_at, came_at) AS last_at, customer_key_of(told_caller) AS customer_key,
            CAST(to_json({{
                'kind': 'queue', 'channel': 'phone', 'queue': queue,
                'agent': {agent_of(settings, instance=settings.instance or name, number="told_by", called="NULL")},
                'entered_us': epoch_us(came_at), 'answered_us': epoch_us(taken_at), 'ended_us': epoch_us(over_at),
                'wait_s': epoch(coalesce(taken_at, over_at) - came_at), 'talk_s': epoch(over_at - taken_at),
                'acw_s': work_s, 'talk_includes_hold': true,
                'outcome': CASE WHEN taken_at IS NOT NULL THEN 'answered' WHEN over_at IS NULL THEN 'open'
                    ELSE 'abandoned' END
            }}) AS TEXT) AS facts,
            CASE
                WHEN told_id IS NULL THEN 'call_no is empty'
                WHEN came_at IS NULL THEN 'came is no time of 1970 to 2099'
                WHEN queue IS NULL THEN 'queue ' || {sql.shown_word("told_line")} || {nowhere}
            END AS refusal
        FROM typed
    """


def _queues_of(record: dict[str, Any]) -> Iterator[str]:
    """The line that was called."""
    yield str(record.get("line"))


SYSTEM = RecordSystem(
    "made_up",
    "Made Up",
    pages=JsonPages.of("calls"),
    marks=(("call_no", "line", "came"),),
    paths=_PATHS,
    read=_read,
    queues_of=_queues_of,
    legs=LEG_A_RECORD,
)
