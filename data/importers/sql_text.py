"""Pieces of SQL that importers are built of: names, words, times and durations of text cells.

Every function gives an SQL expression; `cell` arguments are expressions of type TEXT, NULL where nothing is written.
"""

from collections.abc import Iterable, Mapping, Sequence

from data.importers import japanese_cells

_BLANKS = ("\t", "\n", "\r", " ", "\u00a0", "\u3000", "\ufeff")
"""What may stand around a cell without meaning anything: blanks narrow and wide, tabs, line ends, byte-order marks."""

_PLAIN_TIMES = ("____-__-__ __:__:__", "____-__-__T__:__:__")
_NOT_ISO = "[A-SU-Za-su-z]"
"""Letters that no ISO 8601 time without offset holds: all but T."""

_COMPACT_FORMS = ("%Y%m%dT%H%M%S", "%Y%m%dT%H%M", "%Y%m%d %H%M%S", "%Y%m%d%H%M%S", "%Y%m%d")


def name(column: str) -> str:
    """A column's name, quoted."""
    return '"' + column.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text, quoted."""
    return "'" + value.replace("'", "''") + "'"


def texts(values: Iterable[str]) -> str:
    """Texts as a list for IN; one that holds nothing where there are none."""
    return "(" + (", ".join(map(text, values)) or "NULL") + ")"


def cleaned(raw: str, *, empty_words: Sequence[str], has_blanks: bool = True) -> str:
    """A cell without the blanks around it; NULL where it is empty or says that nothing was written.

    Parameters
    ----------
    has_blanks
        Whether there may be any.
    """
    words = texts(("", *empty_words))
    if not has_blanks:
        return f"CASE WHEN {raw} NOT IN {words} THEN {raw} END"
    trimmed = f"trim({raw}, {text(''.join(_BLANKS))})"
    # trim() costs more than all else together, and hardly any cell needs it
    may_need_it = f"ascii({raw}) <= 32 OR ascii({raw}[-1]) <= 32 OR strlen({raw}) <> length({raw})"
    return (
        f"CASE WHEN {may_need_it} THEN CASE WHEN {trimmed} NOT IN {words} THEN {trimmed} END "
        f"WHEN {raw} NOT IN {words} THEN {raw} END"
    )


def first_filled(cells: Sequence[str]) -> str:
    """The first of several that is not NULL."""
    return f"coalesce({', '.join(cells)})" if cells else "NULL"


def translated(cell: str, meanings: Mapping[str, str], *, rest: str = "NULL") -> str:
    """Each word's meaning; `rest` where it has none."""
    if not meanings:
        return rest
    cases = " ".join(f"WHEN {text(word)} THEN {text(meaning)}" for word, meaning in meanings.items())
    return f"CASE {cell} {cases} ELSE {rest} END"


def masked(cell: str) -> str:
    """The text with every number of six digits or more replaced by #, at most 200 characters."""
    return f"left(regexp_replace({cell}, '[0-9]{{6,}}', '#', 'g'), 200)"


def shown_word(cell: str) -> str:
    """A source's word as a reason names it: in quotation marks, short, without numbers that could be a customer's."""
    return f"""('"' || left({masked(cell)}, 40) || '"')"""


def hash_of(cells: Sequence[str]) -> str:
    """A number of 64 bits that stands for the content of several cells."""
    return f"hash({', '.join(cells)})"


def has_offset(cell: str) -> str:
    """Whether a time tells its offset from UTC: `Z`, `+09:00`, `-0500`."""
    return (
        f"(length({cell}) > 14 AND (right({cell}, 1) IN ('Z', 'z') OR substr({cell}, -6, 1) IN ('+', '-') "
        f"OR substr({cell}, -5, 1) IN ('+', '-')))"
    )


def odd_time(cell: str) -> str:
    """A narrow cell of any but the commonest form by far, which is quicker to tell than to take apart; else NULL."""
    is_plain = " OR ".join(f"{cell} LIKE {text(form)}" for form in _PLAIN_TIMES)
    is_late = f"substr({cell}, 12, 2) > '23'"  # 25:30 is the next day's, which no cast reads
    return f"CASE WHEN ({is_plain}) AND NOT {is_late} THEN NULL ELSE {japanese_cells.narrow(cell)} END"


def instant_with_offset(cell: str) -> str:
    """Microseconds since 1970 of an ISO 8601 time that tells its offset; NULL where it tells none."""
    return f"CASE WHEN {has_offset(cell)} THEN epoch_us(try_cast({cell} AS TIMESTAMPTZ)) END"


def wall_clock(cell: str) -> str:
    """Microseconds since 1970-01-01 on the wall clock, of an ISO 8601 time without offset; NULL where it has one."""
    compact = ", ".join(map(text, _COMPACT_FORMS))
    read = f"coalesce(try_cast({cell} AS TIMESTAMP), try_strptime({cell}, [{compact}]))"
    return f"CASE WHEN NOT {has_offset(cell)} AND NOT regexp_matches({cell}, '{_NOT_ISO}') THEN epoch_us({read}) END"


def in_form(cell: str, form: str) -> str:
    """Microseconds since 1970 of a time in a strptime form; on the wall clock where the form holds no %z."""
    return f"epoch_us(try_strptime({cell}, {text(form)}))"


def seconds(cell: str, *, clock_is_hours: bool = False, unit_seconds: float = 1) -> str:
    """Seconds of a duration: `312`, `5:12` (minutes, seconds), `0:05:12`, `5分12秒`; NULL where it cannot be read.

    Parameters
    ----------
    clock_is_hours
        `5:12` is hours and minutes.
    unit_seconds
        Of a plain number.
    """
    number = f"try_cast({cell} AS DOUBLE)"
    scaled = number if unit_seconds == 1 else f"{number} * {unit_seconds:g}"
    odd = japanese_cells.seconds(cell, clock_is_hours=clock_is_hours, unit_seconds=unit_seconds)
    return (
        f"CASE WHEN contains({cell}, ':') THEN {japanese_cells.clock_seconds(cell, clock_is_hours=clock_is_hours)} "
        f"WHEN isfinite({number}) THEN {scaled} WHEN {cell} IS NOT NULL THEN {odd} END"
    )
