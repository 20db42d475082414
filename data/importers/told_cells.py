"""A mapping's columns as layers of SQL: cells without blanks, and the moments and seconds that they tell."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from data.column_mapping import ColumnMapping
from data.importers import japanese_cells as japanese
from data.importers import sql_text as sql
from data.importers.csv_file import TOTALS_WORDS
from data.importers.zone_sql import clock_code, doubt_of, is_steady, steady_utc_of, utc_of

SECONDS_FIELDS = ("ivr_seconds", "wait_seconds", "talk_seconds", "hold_seconds", "acw_seconds", "handle_seconds")

_DAY_MICROS = 86_400_000_000
_NEVER = "CAST(NULL AS BIGINT)"
_FIRST_MICROS, _END_MICROS = 0, 4_102_444_800_000_000
"""1970 to 2099: no contact is believed outside; systems write 0001 or 9999 where they mean nothing."""


class ToldCells:
    """Names of what the layers give: cells `c0`, moments `t0`, their doubt `d0`, told zones `z0`, seconds `s_...`.

    Parameters
    ----------
    mapping
        Where each figure stands.
    zone
        Of times without an offset.
    has_blanks
        Whether blanks may stand around cells.
    """

    def __init__(self, mapping: ColumnMapping, zone: ZoneInfo, *, has_blanks: bool = True) -> None:
        self._mapping, self._zone, self._has_blanks = mapping, zone, has_blanks
        self._place = {column: place for place, column in enumerate(mapping.columns)}
        self.is_sure = is_steady(zone) or "%z" in mapping.time_format

    @property
    def reasons(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """When a row is refused, the reason as SQL, and the columns that show it."""
        form = self._mapping.time_format or "ISO 8601"
        found = self._no_contacts()
        for column in self._mapping.time_columns:
            unread = f"{self.cell(column)} IS NOT NULL AND {self._t(column)} IS NULL"
            shown = (*filter(None, [self._mapping.days.get(column)]), column)
            found.append((unread, sql.text(f"{column} is no time of 1970 to 2099 in the form {form}"), shown))
        for field in SECONDS_FIELDS:
            column = getattr(self._mapping, field)
            if column:
                unread = f"{self.cell(column)} IS NOT NULL AND s_{field} IS NULL"
                found.append((unread, sql.text(f"{column} is no duration in seconds or h:mm:ss"), (column,)))
                if field != "ivr_seconds":
                    found.append((f"s_{field} < 0", sql.text(f"{column} is below 0 s"), (column,)))
        return found

    def _no_contacts(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Rows of a report that are none of its records: the header once more, and totals."""
        first, mapping = self._mapping.entered_at[0], self._mapping
        words = sql.texts(TOTALS_WORDS)
        unread = [f"({self._t(time)} IS NULL AND {self.cell(time)} IN {words})" for time in mapping.time_columns]
        named = [f"{self.cell(column)} IN {words}" for column in filter(None, (mapping.queue_column,))]
        return [
            (f"{self.cell(first)} = {sql.text(first)}", sql.text("the header once more, no contact"), (first,)),
            (f"label IN {words}", "label || ' is a row of totals, no contact'", ()),
            (" OR ".join(unread + named), sql.text("a row of totals, no contact"), ()),
        ]

    def layers(self) -> Iterator[dict[str, str]]:
        """Each adds columns to the one before, the first to `raw_row`."""
        places, words = self._place.values(), self._mapping.empty_words
        blanks = self._has_blanks
        yield {f"c{place}": sql.cleaned(f"r{place}", empty_words=words, has_blanks=blanks) for place in places}
        yield {"row_hash": sql.hash_of([f"c{place}" for place in places])}
        yield from self._times()
        hours, unit = self._mapping.two_part_durations == "h:mm", self._mapping.number_unit_seconds
        yield {
            f"s_{field}": sql.seconds(self.cell(getattr(self._mapping, field)), clock_is_hours=hours, unit_seconds=unit)
            for field in SECONDS_FIELDS
            if getattr(self._mapping, field)
        } | {"seconds_read": "true"}

    def _times(self) -> Iterator[dict[str, str]]:
        """Local times or instants as written; how the wall clock stood; instants in UTC."""
        places = [self._place[column] for column in self._mapping.time_columns]
        yield {f"w{self._place[column]}": self._written(column) for column in self._mapping.time_columns}
        yield from self._in_form(places) if self._mapping.time_format else _in_any_form(places)
        if self._mapping.days:
            yield self._on_their_days()
        if not is_steady(self._zone):
            # The search is long, and written once for all of a row's times.
            times = ", ".join(map(self._local, places))
            yield {"codes": f"list_transform([{times}], lambda written: {clock_code('written', self._zone)})"}
            yield {f"k{place}": f"codes[{number}]" for number, place in enumerate(places, start=1)}
        layer = {}
        for place in places:
            utc = f"coalesce(a{place}, {self._utc(place)})"
            layer[f"t{place}"] = f"CASE WHEN {utc} >= {_FIRST_MICROS} AND {utc} < {_END_MICROS} THEN {utc} END"
            layer[f"d{place}"] = (
                "0" if self.is_sure else f"CASE WHEN l{place} IS NULL THEN 0 ELSE {doubt_of(f'k{place}')} END"
            )
            layer[f"z{place}"] = f"a{place} IS NOT NULL"
        yield layer

    def _written(self, column: str) -> str:
        """A time as it is written; a clock time behind its day."""
        day = self._mapping.days.get(column)
        return f"{self.cell(day)} || ' ' || {self.cell(column)}" if day else self.cell(column)

    def _in_form(self, places: list[int]) -> Iterator[dict[str, str]]:
        """Local times `l0` and instants `a0` of the mapping's own form."""
        form = self._mapping.time_format
        local, aware = ("a", "l") if "%z" in form else ("l", "a")
        yield {f"{local}{place}": sql.in_form(f"w{place}", form) for place in places} | {
            f"{aware}{place}": _NEVER for place in places
        }

    def _on_their_days(self) -> dict[str, str]:
        """A clock time that would lie half a day before the entry is of the next day: it went over midnight."""
        entered = f"l{self._place[self._mapping.entered_at[0]]}"
        layer = {}
        for column in self._mapping.time_columns:
            place = self._place[column]
            local = f"l{place}"
            later = f"CASE WHEN {local} < {entered} - {_DAY_MICROS // 2} THEN {local} + {_DAY_MICROS} ELSE {local} END"
            layer[f"m{place}"] = later if column in self._mapping.days else local
        return layer

    def _local(self, place: int) -> str:
        return f"{'m' if self._mapping.days else 'l'}{place}"

    def _utc(self, place: int) -> str:
        local = self._local(place)
        return steady_utc_of(local, self._zone) if is_steady(self._zone) else utc_of(local, f"k{place}")

    def cell(self, column: str) -> str:
        """A column as it is written, without blanks around; NULL where the mapping names none."""
        return f"c{self._place[column]}" if column else "NULL"

    def joined(self, columns: tuple[str, ...]) -> str:
        """Several columns with a stroke between; NULL where none of them holds anything."""
        if len(columns) < 2:
            return self.cell(columns[0]) if columns else "NULL"
        cells = [self.cell(column) for column in columns]
        text = " || '/' || ".join(f"coalesce({cell}, '')" for cell in cells)
        return f"CASE WHEN coalesce({', '.join(cells)}) IS NOT NULL THEN {text} END"

    def _t(self, column: str) -> str:
        return f"t{self._place[column]}"

    def first_moment(self, field: str) -> str:
        """Microseconds of the first column alone that a field names."""
        columns = getattr(self._mapping, field)
        return self._t(columns[0]) if columns else "NULL"

    def moment(self, field: str, *, doubt: bool = False) -> str:
        """Microseconds of the first filled of a field's columns; or how sure that moment is."""
        return self._of_first_filled(field, "d" if doubt else "t", other="0" if doubt else "NULL")

    def told_zone(self, field: str) -> str:
        """Whether the text of a field's moment told its offset."""
        return self._of_first_filled(field, "z", other="false")

    def _of_first_filled(self, field: str, letter: str, *, other: str) -> str:
        columns = getattr(self._mapping, field)
        if not columns:
            return other
        if len(columns) == 1:
            return f"{letter}{self._place[columns[0]]}"
        cases = " ".join(f"WHEN {self._t(column)} IS NOT NULL THEN {letter}{self._place[column]}" for column in columns)
        return f"CASE {cases} ELSE {other} END"

    def any_doubt(self) -> tuple[str, str]:
        """Whether any moment of a row came twice, and whether any never came."""
        if self.is_sure:
            return "false", "false"
        doubts = [f"d{self._place[column]}" for column in self._mapping.time_columns]
        return tuple(" OR ".join(f"{doubt} = {kind}" for doubt in doubts) for kind in (1, 2))  # type: ignore[return-value]

    def seconds(self, field: str) -> str:
        """Durations that the source tells; NULL where the mapping names no column."""
        return f"s_{field}" if getattr(self._mapping, field) else "NULL"


def _in_any_form(places: list[int]) -> Iterator[dict[str, str]]:
    """Local times `l0` and instants `a0`: the commonest form, else ISO 8601, else as Japanese systems write them.

    Each layer looks closer only at what the one before kept as odd, so a plain file pays next to nothing for them. The
    last has a layer of its own because it names its parts many times over: written out where they are used, they made
    two thirds of the query, and were taken apart anew for each of them.
    """
    yield {f"n{place}": sql.odd_time(f"w{place}") for place in places}
    yield {
        f"i{place}": (
            f"CASE WHEN n{place} IS NULL THEN epoch_us(try_cast(w{place} AS TIMESTAMP)) "
            f"ELSE {sql.wall_clock(f'n{place}')} END"
        )
        for place in places
    } | {
        f"a{place}": f"CASE WHEN n{place} IS NOT NULL THEN {sql.instant_with_offset(f'n{place}')} END"
        for place in places
    }
    yield {f"p{place}": _japanese_parts(f"n{place}", unless=f"i{place} IS NOT NULL") for place in places}
    yield {f"l{place}": f"coalesce(i{place}, {japanese.wall_clock(f'p{place}')})" for place in places}


def _japanese_parts(cell: str, *, unless: str) -> str:
    parts = japanese.parts_of_time(japanese.date_alone(cell))
    return f"CASE WHEN {cell} IS NULL OR {unless} OR {sql.has_offset(cell)} THEN NULL ELSE {parts} END"
