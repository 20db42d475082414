"""Makes the log what its files tell: of every leg the version that stands, whatever came or went, in whatever order."""

import pandas as pd

from data.desk import Desk
from data.importers.record_books import RECORD_BOOKS
from data.importers.store_derived import store_derived
from data.warehouse import Warehouse


def settle(
    warehouse: Warehouse, desk: Desk, *, batch_id: int, imported_at: pd.Timestamp, has_large: bool = False
) -> int:
    """Bring in what is staged, and weigh again what rests on files that came to count or ceased to.

    Called inside a transaction, when the ledger knows which files are delivered; `reading_before` holds which counted
    before.

    Parameters
    ----------
    has_large
        Whether rows that tell of contacts were stored already, by `data.store_large`.

    Returns
    -------
    int
        Legs that stood before and stand no longer.
    """
    lineage = {"batch_id": batch_id, "imported_at": imported_at}
    warehouse.run("load_mark_readings")
    warehouse.run("load_name_agents")
    if warehouse.count("has_forgotten"):
        warehouse.run("load_obey_forgotten")
    warehouse.run("load_note_spans")
    warehouse.run("load_find_contested")
    warehouse.run("load_touched")
    contested = bool(warehouse.count("load_count_contested"))
    if contested:
        _weigh_versions(warehouse)
    if has_large:
        warehouse.run("load_touched_by_slices", batch_id=batch_id)
    warehouse.run("load_count_rows")
    removed = _count_versions(warehouse) if contested else 0
    warehouse.run("load_note_stale_staged")
    warehouse.run("load_store_clear", **lineage)
    if contested:
        warehouse.run("load_settle_versions", **lineage)
    warehouse.run("load_forget_deliveries")
    warehouse.run("load_number_contacts")
    if warehouse.count("load_count_totals"):
        warehouse.run("load_decide_totals", **lineage)
    _derive_from_records(warehouse, desk)
    return removed


def _weigh_versions(warehouse: Warehouse) -> None:
    """Find of each contested key the version that stands, and the contacts and days that this may change."""
    warehouse.run("load_arriving")
    warehouse.run("load_weigh_versions")
    warehouse.run("load_touched_by_versions")
    warehouse.run("load_note_stale_versions")


def _count_versions(warehouse: Warehouse) -> int:
    """Count what became of the staged rows that were contested; gives the legs that stand no longer."""
    warehouse.run("load_count_versions")
    return warehouse.count("load_count_removed")


def _derive_from_records(warehouse: Warehouse, desk: Desk) -> None:
    """What follows from the records of systems that tell of events."""
    changed = set(warehouse.query("load_changed_importers")["importer"])
    for book in (book for name, book in RECORD_BOOKS.items() if name in changed):
        warehouse.run("load_empty_legs")
        book.keep(warehouse, desk)
        warehouse.run("load_derive_begin")
        book.derive(warehouse, desk)
        store_derived(warehouse)
        warehouse.run("load_number_contacts")
        warehouse.run(book.forget)
