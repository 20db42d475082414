"""How long the store keeps what: each kind of row for the months that desk.toml says, all else for good."""

import pandas as pd

from data.desk import Desk
from data.message import Message
from data.warehouse import Warehouse


def apply_retention(warehouse: Warehouse, desk: Desk, *, now: pd.Timestamp) -> list[Message]:
    """Delete rows older than `[import.keep_months]` of desk.toml allows.

    Parameters
    ----------
    now
        Zone-aware; months are counted back from it.

    Returns
    -------
    list of Message
        A sentence for each kind of row of which some were deleted.
    """
    said = []
    with warehouse.transaction():
        for kind, months in desk.settings.imports.keep_months.by_kind.items():
            before = (now - pd.DateOffset(months=months)).tz_convert("UTC")
            rows = warehouse.count(f"retain_count_{kind}", before=before)
            if rows:
                warehouse.run(f"retain_{kind}", before=before)
                said.append(
                    Message.of(
                        "{rows} {what} from before {day} are deleted: [import.keep_months] {kind} = {months} in "
                        "desk.toml",
                        rows=rows,
                        what=_WORDS[kind],
                        day=before.tz_convert(desk.zone).date(),
                        kind=kind,
                        months=months,
                    )
                )
    return said


_WORDS = {
    "legs": Message("legs"),
    "rejects": Message("refused rows"),
    "states": Message("stretches of agents' states"),
}
