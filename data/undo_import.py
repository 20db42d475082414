"""Takes an import back: the log becomes what it would be had that batch never come, without asking for any file."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from data.customer_key import use_desk_key
from data.desk import Desk
from data.errors import TsunagariError
from data.message import Message
from data.refresh_counts import refresh_counts
from data.settle_legs import settle
from data.warehouse import Warehouse


@dataclass(frozen=True)
class Undone:
    """What an undo did.

    Parameters
    ----------
    batch
        Number of the import.
    files
        The files it had brought.
    legs_before, legs_after
        Legs in the log.
    """

    batch: int
    files: tuple[str, ...]
    legs_before: int
    legs_after: int

    @property
    def summary(self) -> dict[str, object]:
        """For `--json`."""
        return {"undone": self.batch, "files": list(self.files), "legs": self.legs_after}

    @property
    def sentence(self) -> Message:
        """For people, with what to know of files that still lie in logs/."""
        return Message.of(
            "import {batch} is undone ({files}): {before} legs before, {after} now. A file that still lies in logs/ "
            "comes in again with the next `tsunagari run`; take it away where it is wrong.",
            batch=self.batch,
            files=", ".join(self.files),
            before=self.legs_before,
            after=self.legs_after,
        )


def list_batches(warehouse: Warehouse) -> pd.DataFrame:
    """Every import command: `batch, imported_at, files, read, new, changed, same, rejected, undone_at`."""
    return warehouse.query("import_batches")


def undo_import(warehouse: Warehouse, desk: Desk, *, batch: int) -> Undone:
    """Take back what one import command brought; what other commands brought too stays.

    Parameters
    ----------
    batch
        Its number, as `list_batches` gives it.

    Raises
    ------
    TsunagariError
        If there is no such import, or it is undone already.
    """
    if not warehouse.count("batch_count", batch_id=batch):
        raise TsunagariError(_no_such_batch(warehouse, batch))
    batches = list_batches(warehouse).set_index("batch")
    use_desk_key(warehouse, desk)
    warehouse.run("load_begin")
    with warehouse.transaction(rows_in_any_order=True):
        before = warehouse.count("leg_count")
        warehouse.run("load_readings_before")
        warehouse.run("undo_batch", batch_id=batch)
        settle(warehouse, desk, batch_id=batch, imported_at=pd.Timestamp(datetime.now(UTC)))
        warehouse.run("undo_rejects")
        warehouse.run("undo_lineage", batch_id=batch)
        refresh_counts(warehouse, desk)
        after = warehouse.count("leg_count")
    warehouse.run("load_end")
    return Undone(batch, tuple(str(batches.loc[batch, "files"]).split(", ")), before, after)


def _no_such_batch(warehouse: Warehouse, batch: int) -> Message:
    batches = list_batches(warehouse)
    if batch in set(batches["batch"]):
        return Message.of(
            "import {batch} is undone already; `tsunagari import --list` shows which are not", batch=batch
        )
    standing = [str(number) for number in batches.loc[batches["undone_at"].isna(), "batch"]]
    known = Message.of("there are {batches}", batches=", ".join(standing)) if standing else Message("there is none yet")
    return Message.of(
        "there is no import {batch}; {known}. `tsunagari import --list` tells what each brought",
        batch=batch,
        known=known,
    )
