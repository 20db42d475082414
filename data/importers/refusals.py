"""Gathers which rows of a log cannot become legs, why, and which cells show it."""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Flags = NDArray[np.bool_]

_LONG_NUMBER = re.compile(r"\d{6,}")
_LONGEST_WORD = 40


def masked(text: str) -> str:
    """The text with every number of six digits or more replaced by `#`, at most 200 characters."""
    return _LONG_NUMBER.sub("#", text)[:200]


def shown_word(word: str) -> str:
    """A source's word as it is named in a reason: short, and without numbers that could be a customer's."""
    return f'"{masked(word)[:_LONGEST_WORD]}"'


class Refusals:
    """The first reason found for each row of a chunk, with the columns that caused it."""

    def __init__(self, cells: pd.DataFrame) -> None:
        self._cells = cells
        self._reason = np.full(len(cells), None, dtype=object)
        self._columns: NDArray[np.object_] = np.full(len(cells), None, dtype=object)

    @property
    def rows(self) -> Flags:
        """Which rows are refused, shape (n,)."""
        return np.asarray(self._reason != None, dtype=np.bool_)  # noqa: E711 - elementwise

    def add(self, rows: "Flags | pd.Series[bool]", reason: str, *, columns: tuple[str, ...]) -> None:
        """Refuse `rows`, shape (n,), that have no reason yet; `columns` are shown, all others are withheld."""
        asked = np.asarray(rows, dtype=np.bool_)
        if asked.any():
            fresh = asked & ~self.rows
            self._reason[fresh] = reason
            for place in np.flatnonzero(fresh):
                self._columns[place] = columns

    def table(self, row_numbers: NDArray[np.int64]) -> pd.DataFrame:
        """One row a refused row: `row_no`, `reason`, `text` (the cells that caused it, numbers masked)."""
        places = np.flatnonzero(self.rows)
        texts = self._texts(places)
        return reject_table(
            [(int(row_numbers[place]), str(self._reason[place]), texts[int(place)]) for place in places]
        )

    def _texts(self, places: NDArray[np.int64]) -> dict[int, str]:
        """The causing cells of each place as `column=cell | ...`."""
        texts: dict[int, str] = {}
        for columns in set(self._columns[places]):
            here = [int(place) for place in places if self._columns[place] == columns]
            shown = self._cells.loc[here, list(columns)].fillna("").itertuples(index=False, name=None)
            for place, cells in zip(here, shown, strict=True):
                texts[place] = masked(" | ".join(f"{name}={cell}" for name, cell in zip(columns, cells, strict=True)))
        return texts


def reject_table(rejects: list[tuple[int, str, str]]) -> pd.DataFrame:
    """Rejects as a table: `row_no`, `reason`, `text`."""
    frame = pd.DataFrame(rejects, columns=["row_no", "reason", "text"])
    return frame.astype({"row_no": np.int64, "reason": "str", "text": "str"})
