"""The SQL that reads fields out of JSON records, the same for each system that gives them."""

from collections.abc import Mapping

from data.channel import QueueByChannel
from data.importers import sql_text as sql

_CENTURY_END = "TIMESTAMPTZ '2100-01-01 00:00:00+00'"


def cells_query(paths: Mapping[str, str]) -> str:
    """A query of `raw_json` with `row_no`, `broken` (why a record is none), and `told_<name>` as text for each path."""
    listed = ", ".join(map(sql.text, paths.values()))
    named = ", ".join(f"nullif(cells[{place}], '') AS told_{name}" for place, name in enumerate(paths, start=1))
    return f"""
        SELECT row_no, broken, {named}
        FROM (
            SELECT row_no, coalesce(reason, CASE WHEN NOT json_valid(record) THEN 'it is no JSON' END) AS broken,
                CASE WHEN reason IS NULL AND json_valid(record) THEN json_extract_string(record, [{listed}]) END
                    AS cells
            FROM raw_json
        )
    """


def whole(cell: str) -> str:
    """A whole number of at most 18 digits."""
    return f"CASE WHEN regexp_full_match({cell}, '[0-9]{{1,18}}') THEN CAST({cell} AS BIGINT) END"


def amount(cell: str, *, largest: float) -> str:
    """A number above 0 (or 0)."""
    return f"CASE WHEN try_cast({cell} AS DOUBLE) BETWEEN 0 AND {largest} THEN CAST({cell} AS DOUBLE) END"


def instant(cell: str) -> str:
    """An instant of 1970 to 2099; one without an offset is UTC."""
    read = f"try_cast({cell} AS TIMESTAMPTZ)"
    return f"CASE WHEN {read} >= TIMESTAMPTZ '1970-01-01 00:00:00+00' AND {read} < {_CENTURY_END} THEN {read} END"


def instant_of_seconds(cell: str) -> str:
    """The same of seconds since 1970."""
    return f"to_timestamp({amount(cell, largest=4_102_444_799)})"


def queue_by_channel(queue: QueueByChannel, *, rest: QueueByChannel, channel: str = "channel") -> str:
    """The queue, or that of the record's channel; of a channel that is left out `rest`."""
    if isinstance(queue, str):
        return sql.text(queue) if queue else "CAST(NULL AS TEXT)"
    others = queue_by_channel(rest, rest="", channel=channel) if rest else "CAST(NULL AS TEXT)"
    return sql.translated(channel, {str(told): name for told, name in queue.items()}, rest=others)


def shown(cell: str) -> str:
    """A system's word as a reason names it; what does not look like one could be anybody's name."""
    looks_known = f"regexp_full_match({cell}, '[a-z0-9_.-]{{1,40}}')"
    return f"""CASE WHEN {looks_known} THEN '"' || {cell} || '"' ELSE 'of no known form' END"""


def without_nulls(told: str) -> str:
    """A JSON text without the fields of which nothing is told; a quote inside of a text has a backslash before it."""
    followed = f"""regexp_replace({told}, '"[a-z_]+":null,', '', 'g')"""
    return f"""regexp_replace({followed}, ',"[a-z_]+":null}}', '}}', 'g')"""


def content_of(columns: tuple[str, ...]) -> str:
    """A number that stands for what several columns hold."""
    filled = ", ".join(f"coalesce(CAST({column} AS TEXT), '')" for column in columns)
    return f"md5_number_lower(concat_ws('|', {filled}))"


def content_by_kind(columns: Mapping[str, tuple[str, ...]]) -> str:
    """The same by the `kind` of a record; 0 of a kind that is not among them."""
    cases = " ".join(f"WHEN {sql.text(kind)} THEN {content_of(named)}" for kind, named in columns.items())
    return f"CASE kind {cases} ELSE 0 END"
