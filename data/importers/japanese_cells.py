"""Times and durations as Japanese systems write them, as SQL expressions: full-width digits, eras, units, late hours.

They are reached only by cells that the plain forms of `data.importers.sql_text` do not read, so plain files pay
nothing for them.
"""

_WIDE = "０１２３４５６７８９：／．－＋，（）　"
_NARROW = "0123456789:/.-+,() "
_WEEKDAY = r"\s*(?:\([月火水木金土日祝・]+(?:曜日?)?\)|[月火水木金土日]曜日?)\s*"
_COMPACT = r"^(\d{4})(\d{2})(\d{2})(\D|$)"
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
"""The year before the first of each era; an era's last year may be written on, as forms printed in advance do."""

_TIME = (
    r"^(令和|平成|昭和|[RHSrhs]\.?)?\s*(\d{1,4}|元)\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*日?[\sT]*"
    r"(午前|午後|[AaPp][Mm])?\s*(?:(\d{1,2})\s*[:時]\s*(\d{1,2})?\s*[:分]?\s*(\d{1,2}(?:\.\d{1,9})?)?\s*秒?)?$"
)
_PARTS = "era", "year", "month", "day", "half", "hour", "minute", "second"
_READ = "０"
"""Begins what `parts_of_time` gives where it could read a cell; no narrow cell holds it."""

_UNITS = r"^(?:(\d+)\s*時間)?\s*(?:(\d+)\s*分)?\s*(?:(\d+(?:\.\d+)?)\s*秒)?$"
_CLOCK = r"^(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)$"
_LAST_HOUR = 47
"""A day of work may be told up to the evening after it: 25:30 is half past one."""


def narrow(cell: str) -> str:
    """A cell with its full-width digits and marks made narrow."""
    return f"translate({cell}, '{_WIDE}', '{_NARROW}')"


def date_alone(cell: str) -> str:
    """A narrow cell without the day of the week that stands beside a date; `20250407 9:05` as `2025/04/07 9:05`."""
    parted = f"regexp_replace({cell}, '{_COMPACT}', '\\1/\\2/\\3\\4')"
    return f"trim(regexp_replace({parted}, '{_WEEKDAY}', ' '))"


def parts_of_time(cell: str) -> str:
    """Era, year, month, day, half of the day, hour, minute, second of a narrow cell, as one text for `wall_clock`."""
    places = "|".join(f"\\{number}" for number in range(1, len(_PARTS) + 1))
    return f"regexp_replace({cell}, '{_TIME}', '{_READ}|{places}')"


def wall_clock(parts: str) -> str:
    """Microseconds since 1970-01-01 on the wall clock, of what `parts_of_time` gave; NULL where it read nothing."""
    told = {part: f"split_part({parts}, '|', {place})" for place, part in enumerate(_PARTS, start=2)}
    hour, minute = (f"coalesce(try_cast({told[part]} AS BIGINT), 0)" for part in ("hour", "minute"))
    second = f"coalesce(try_cast({told['second']} AS DOUBLE), 0)"
    date = f"try_cast({_year(told)} || '-' || {told['month']} || '-' || {told['day']} AS DATE)"
    whole_seconds = f"(({_hour_of_day(hour, told['half'])}) * 3600 + {minute} * 60)"
    believed = f"{hour} <= {_LAST_HOUR} AND {minute} < 60 AND {second} < 60 AND ({_is_half(hour, told['half'])})"
    return (
        f"CASE WHEN starts_with({parts}, '{_READ}') AND {believed} THEN epoch_us({date}) "
        f"+ {whole_seconds} * 1000000 + CAST(round({second} * 1e6) AS BIGINT) END"
    )


def _year(told: dict[str, str]) -> str:
    """The year of our calendar; NULL where two digits leave the century open."""
    era = f"upper(rtrim({told['era']}, '.'))"
    of_era = f"CASE WHEN {told['year']} = '元' THEN 1 ELSE try_cast({told['year']} AS INTEGER) END"
    begins = " ".join(f"WHEN '{name}' THEN {before}" for name, before in _ERAS.items())
    return (
        f"CASE WHEN {told['era']} = '' THEN CASE WHEN length({told['year']}) = 4 THEN {told['year']} END "
        f"WHEN ({of_era}) BETWEEN 1 AND 99 THEN CAST(({of_era}) + (CASE {era} {begins} END) AS VARCHAR) END"
    )


def _is_half(hour: str, half: str) -> str:
    """Whether the hour fits what is said of the half of the day."""
    return f"{half} = '' OR {hour} <= 12"


def _hour_of_day(hour: str, half: str) -> str:
    return (
        f"CASE WHEN upper({half}) IN ('午後', 'PM') THEN {hour} % 12 + 12 "
        f"WHEN upper({half}) IN ('午前', 'AM') THEN {hour} % 12 ELSE {hour} END"
    )


def seconds(cell: str, *, clock_is_hours: bool = False, unit_seconds: float = 1) -> str:
    """Seconds of `5分12秒`, `1時間2分`, `312秒`, and of what is written with full-width digits; else NULL.

    Parameters
    ----------
    clock_is_hours
        `5:12` is hours and minutes, not minutes and seconds.
    unit_seconds
        Of a plain number.
    """
    plain = f"replace({narrow(cell)}, ',', '')"
    units = f"regexp_extract({plain}, '{_UNITS}', ['h', 'm', 's'])"
    told = " + ".join(f"coalesce(try_cast(({units}).{part} AS DOUBLE), 0) * {size}" for part, size in _SIZES.items())
    any_told = " OR ".join(f"({units}).{part} <> ''" for part in _SIZES)
    number = f"try_cast({plain} AS DOUBLE)"
    return (
        f"CASE WHEN contains({plain}, ':') THEN {clock_seconds(plain, clock_is_hours=clock_is_hours)} "
        f"WHEN isfinite({number}) THEN {number} * {unit_seconds:g} WHEN {any_told} THEN {told} END"
    )


_SIZES = {"h": 3600, "m": 60, "s": 1}


def clock_seconds(cell: str, *, clock_is_hours: bool = False) -> str:
    """Seconds of `0:05:12` and of `5:12`."""
    parts = f"regexp_extract({cell}, '{_CLOCK}', ['h', 'm', 's'])"
    hours, minutes, rest = (f"try_cast(({parts}).{part} AS DOUBLE)" for part in _SIZES)
    three = f"coalesce({hours}, 0) * 3600 + {minutes} * 60 + {rest}"
    if not clock_is_hours:
        return three
    return f"CASE WHEN ({parts}).h = '' THEN {minutes} * 3600 + {rest} * 60 ELSE {three} END"
