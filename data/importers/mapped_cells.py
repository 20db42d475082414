"""A chunk's cells under the names of the mapping: texts, words, moments and seconds, each read once."""

from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from data.column_mapping import ColumnMapping
from data.importers.instants import Instants, first_filled, read_instants, read_seconds
from data.importers.refusals import Flags, Refusals, shown_word

_SECONDS = ("ivr_seconds", "wait_seconds", "talk_seconds", "hold_seconds", "acw_seconds", "handle_seconds")


class MappedCells:
    """What is written in a chunk; what cannot be read refuses its row.

    Parameters
    ----------
    cells
        The mapped columns under the source's names, missing where nothing is written, shape (n, columns), index 0..n-1.
    mapping
        Where each figure stands.
    zone
        Of times without an offset.
    """

    def __init__(self, cells: pd.DataFrame, mapping: ColumnMapping, zone: ZoneInfo) -> None:
        self._cells, self._mapping, self._zone = cells, mapping, zone
        self.refused = Refusals(cells)

    def __len__(self) -> int:
        return len(self._cells)

    @property
    def index(self) -> pd.Index:
        """0..n-1."""
        return self._cells.index

    @cached_property
    def nothing(self) -> "pd.Series[float]":
        """Seconds that nobody told, shape (n,)."""
        return pd.Series(np.nan, index=self.index)

    def text(self, column: str) -> "pd.Series[str]":
        """A column as it is written; missing everywhere where the mapping names none."""
        return self._cells[column] if column else pd.Series(None, index=self.index, dtype="str")

    def joined(self, columns: tuple[str, ...]) -> "pd.Series[str]":
        """Several columns with a stroke between; missing where none of them holds anything."""
        if not columns:
            return self.text("")
        texts = [self.text(column).fillna("") for column in columns]
        joined = texts[0]
        for text in texts[1:]:
            joined = joined + "/" + text
        return joined.mask(np.logical_and.reduce([text == "" for text in texts]))

    def words(self, column: str, meanings: dict[str, str], *, known_in: str) -> "pd.Series[str]":
        """What a column's words mean; a word that has no meaning, or means `reject`, refuses its row.

        Parameters
        ----------
        known_in
            Where the meanings stand, for the reason.
        """
        words = self.text(column).fillna("")
        for word in words.unique():
            if word not in meanings:
                self.refused.add(words == word, f"{column} {shown_word(word)} is {known_in}", columns=(column,))
            elif meanings[word] == "reject":
                self.refused.add(words == word, f"{column} {shown_word(word)} is mapped to reject", columns=(column,))
        return translated(words, meanings, rest=False)

    @cached_property
    def instants(self) -> dict[str, Instants]:
        """Every column of times, read once."""
        found = {}
        form = self._mapping.time_format
        for column in self._mapping.time_columns:
            read = read_instants(self._cells[column], time_format=form, zone=self._zone)
            reason = f"{column} is no time of 1970 to 2099 in the form {form or 'ISO 8601'}"
            self.refused.add(read.unreadable, reason, columns=(column,))
            found[column] = read
        return found

    def moments(self, field: str) -> tuple[Instants, Flags]:
        """The first filled of the columns that a field of the mapping names; where it is not the first of them."""
        columns = [self.instants[column] for column in getattr(self._mapping, field)]
        return first_filled(columns, len(self))

    def seconds(self, field: str) -> "pd.Series[float]":
        """Durations that the source tells; missing everywhere where the mapping names no column."""
        return self._told_seconds.get(field, self.nothing)

    @cached_property
    def _told_seconds(self) -> dict[str, "pd.Series[float]"]:
        """Every duration that the source tells, read once; below 0 they are refused, but for the menu's."""
        found = {}
        for field in _SECONDS:
            column = getattr(self._mapping, field)
            if column:
                found[field], unreadable = read_seconds(self._cells[column])
                self.refused.add(unreadable, f"{column} is no duration in seconds or h:mm:ss", columns=(column,))
                if field != "ivr_seconds":
                    self.refused.add(found[field] < 0, f"{column} is below 0 s", columns=(column,))
        return found


def translated(words: "pd.Series[str]", meanings: "dict[str, str]", *, rest: bool) -> "pd.Series[str]":
    """Each word's meaning; a word that has none stays (`rest`) or goes missing."""
    codes, known = pd.factorize(words)
    meant = [meanings.get(word, word if rest else None) for word in known] + [None]
    return pd.Series(pd.array(np.array(meant, dtype=object)[codes], dtype="str"), index=words.index)
