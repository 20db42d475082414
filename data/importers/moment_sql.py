"""SQL about moments (microseconds since 1970, UTC) and the seconds between them."""

from collections.abc import Sequence


def later(moment: str, seconds: str) -> str:
    """Microseconds so many seconds later; NULL where either is, and where nobody could believe it."""
    if "NULL" in (moment, seconds):
        return "CAST(NULL AS BIGINT)"
    return f"CASE WHEN abs({seconds}) < 1e9 THEN {moment} + CAST(round({seconds} * 1e6) AS BIGINT) END"


def seconds_between(earlier: str, later: str, *, doubts: tuple[str, str] | None) -> str:
    """Seconds between two moments; NULL where a clock change leaves it open."""
    seconds = f"({later} - {earlier}) / 1e6"
    if doubts is None:
        return seconds
    first, second = doubts
    sure = f"({first} = 1) = ({second} = 1) AND {first} <> 2 AND {second} <> 2"
    return f"CASE WHEN {sure} THEN {seconds} END"


def told_or_derived(told: str, derived: str) -> str:
    """Seconds as the source tells them; else from instants, unknown where these run backwards."""
    return not_negative(derived) if told == "NULL" else f"coalesce({told}, {not_negative(derived)})"


def not_negative(seconds: str) -> str:
    """Seconds, unknown where they are below 0."""
    return f"CASE WHEN ({seconds}) >= 0 THEN {seconds} END"


def instant(micros: str) -> str:
    """Microseconds since 1970 as an instant."""
    return "CAST(NULL AS TIMESTAMPTZ)" if micros == "NULL" else f"make_timestamptz({micros})"


def doubt_of_first(chain: Sequence[tuple[str, str]]) -> str:
    """The doubt of the first moment that is filled."""
    cases = " ".join(f"WHEN {moment} IS NOT NULL THEN {doubt}" for moment, doubt in chain)
    return f"CASE {cases} ELSE 0 END"
