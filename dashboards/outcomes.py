"""outcomes.csv: what a desk notes of its months that no contact log tells."""

import re
from pathlib import Path

import pandas as pd

from dashboards.texts import Words
from data.errors import DeskError

_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")


def read_outcomes(folder: Path, words: Words) -> pd.DataFrame | None:
    """`month`, `retained`, `csat` of outcomes.csv, or None where the desk has none.

    Raises
    ------
    DeskError
        If the file is not such a table.
    """
    path = folder / "outcomes.csv"
    if not path.is_file():
        return None
    try:
        table = pd.read_csv(path, dtype={"month": str}, encoding="utf-8-sig")
        months = table["month"].astype(str)
        values = {name: pd.to_numeric(table[name]) for name in ("retained", "csat") if name in table}
    except (ValueError, KeyError) as error:
        raise DeskError(words.say("promise.outcomes_wrong")) from error
    if not months.map(lambda text: bool(_MONTH.match(text))).all():
        raise DeskError(words.say("promise.outcomes_wrong"))
    return pd.DataFrame({"month": months, **values})
