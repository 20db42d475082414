"""The rows that no import could use, as a table for people."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from data.message import Message, recognise
from data.warehouse import Warehouse
from data.wording.reasons import REASONS


def write_refused_rows(warehouse: Warehouse, path: Path, *, say: Callable[[Message], str] = str) -> int:
    """Write file, row, reason and the masked cells of every refused row to CSV or Parquet; gives their number.

    Parameters
    ----------
    say
        Tells a reason in the language of the reader; by default in English, as the store keeps it.

    Raises
    ------
    TsunagariError
        If the file cannot be written.
    """
    reasons = warehouse.query("reject_reasons")
    told = [say(recognise(reason, REASONS)) for reason in reasons["reason"]]
    warehouse.stage("said_reason", reasons.assign(said=pd.Series(told, dtype="str")))
    return warehouse.write_query("export_rejects", path)
