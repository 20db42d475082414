"""The wall clock of a zone as an SQL expression: from local times to UTC, with what a clock change leaves open."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SURE, TWICE, NEVER = 0, 1, 2
"""A local time that came once; that came twice (the first is meant); that the clock jumped over."""

_SECOND = 1_000_000
_BIAS = 172_800
"""Added to offsets, so that they are never below 0, seconds."""

_FIRST, _LAST = datetime(1969, 12, 30, tzinfo=UTC), datetime(2100, 1, 3, tzinfo=UTC)


@dataclass(frozen=True)
class _Stretch:
    """Local times from one moment on: `code` // 4 is what turns them to UTC, `code` % 4 how sure they are."""

    local_from: int
    code: int


def clock_code(local: str, zone: ZoneInfo) -> str:
    """How a wall-clock time turns to UTC, as a number for `utc_of` and `doubt_of`.

    Parameters
    ----------
    local
        Expression of microseconds since 1970-01-01 on the wall clock of the zone.
    """
    return _search(local, _stretches(zone.key))


def steady_utc_of(local: str, zone: ZoneInfo) -> str:
    """The same for a zone whose clock never changed."""
    return f"({local} - {(_stretches(zone.key)[0].code // 4 - _BIAS) * _SECOND})"


def is_steady(zone: ZoneInfo) -> bool:
    """Whether the zone's clock never changed from 1970 on."""
    return len(_stretches(zone.key)) == 1


def utc_of(local: str, code: str) -> str:
    """Microseconds since 1970 in UTC: the first of two, or the moment after the jump."""
    return (
        f"CASE WHEN {code} & 3 = {NEVER} THEN ({code} >> 2) * {_SECOND} "
        f"ELSE {local} - (({code} >> 2) - {_BIAS}) * {_SECOND} END"
    )


def doubt_of(code: str) -> str:
    """`SURE`, `TWICE` or `NEVER`."""
    return f"({code} & 3)"


def _search(local: str, stretches: list[_Stretch]) -> str:
    """A binary search as nested CASEs."""
    if len(stretches) == 1:
        return f"{stretches[0].code}::BIGINT"
    middle = len(stretches) // 2
    before, after = _search(local, stretches[:middle]), _search(local, stretches[middle:])
    return f"CASE WHEN {local} < {stretches[middle].local_from * _SECOND} THEN {before} ELSE {after} END"


@cache
def _stretches(zone_key: str) -> list[_Stretch]:
    """A zone's local times from 1970 to 2099, in order."""
    zone = ZoneInfo(zone_key)
    offset = _offset_at(_FIRST, zone)
    found = [_Stretch(-(2**40), _code(offset, SURE))]
    for moment in _changes(zone):
        before, after = offset, _offset_at(moment, zone)
        utc = int(moment.timestamp())
        if after > before:  # the clock jumps: these local times never come
            found.append(_Stretch(utc + before, utc * 4 + NEVER))
            found.append(_Stretch(utc + after, _code(after, SURE)))
        else:  # the clock goes back: these come twice
            found.append(_Stretch(utc + after, _code(before, TWICE)))
            found.append(_Stretch(utc + before, _code(after, SURE)))
        offset = after
    return found


def _code(offset: int, doubt: int) -> int:
    return (offset + _BIAS) * 4 + doubt


def _offset_at(moment: datetime, zone: ZoneInfo) -> int:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


def _changes(zone: ZoneInfo) -> list[datetime]:
    """Moments at which the offset changes, to the second."""
    found, week = [], timedelta(days=7)
    moment, offset = _FIRST, _offset_at(_FIRST, zone)
    while moment < _LAST:
        later = _offset_at(moment + week, zone)
        if later != offset:
            found.append(_change_within(moment, moment + week, zone))
        moment, offset = moment + week, later
    return found


def _change_within(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first second of the new offset."""
    old = _offset_at(before, zone)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if _offset_at(middle, zone) == old:
            before = middle
        else:
            after = middle
    return after
