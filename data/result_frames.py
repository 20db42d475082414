"""Data frames of what DuckDB answers."""

from typing import Any

import numpy as np
import pandas as pd


def frame_of(result: Any) -> pd.DataFrame:
    """A data frame of a result. The library's own conversion warns under pandas 3, and wants pytz for instants."""
    kinds = {name: str(kind) for name, kind, *_ in result.description}
    columns: dict[str, Any] = {}
    for name, values in result.fetchnumpy().items():
        columns[name] = pd.Series(_filled(values) if isinstance(values, np.ma.MaskedArray) else values)
        if kinds[name] == "TIMESTAMP WITH TIME ZONE":
            columns[name] = columns[name].dt.tz_localize("UTC")
    return pd.DataFrame(columns, columns=list(kinds))


def _filled(values: Any) -> Any:
    """Missing numbers become NaN, missing instants NaT, the rest None."""
    if values.dtype.kind in "OUSb":
        texts = np.array(values.data, dtype=object)
        texts[np.ma.getmaskarray(values)] = None
        return texts
    if values.dtype.kind == "M":
        return values.filled(np.datetime64("NaT"))
    numbers = values.data.astype(np.float64)
    numbers[np.ma.getmaskarray(values)] = np.nan
    return numbers
