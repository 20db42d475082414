"""Keeps forecasts and requirements as they were issued. Takes plain tables; each room turns its own noun into rows."""

import pandas as pd

from data.warehouse import Warehouse


def store_issued(warehouse: Warehouse, **tables: pd.DataFrame) -> None:
    """Store what was issued, in place of what the same queue issued at the same instant before.

    Parameters
    ----------
    tables
        `forecast`, `effect`, `remark`, `override` or `requirement`: rows with the columns of `sql/schema_issued.sql`.
        All rows of one call are stored, or none; a queue that one of the tables names is stored anew in all of them,
        also where it has no remark or override any more.
    """
    told = [rows[["queue", "issued_at"]] for rows in tables.values() if len(rows)]
    if not told:
        return
    keys = pd.concat(told).drop_duplicates()
    with warehouse.transaction():
        for name, rows in tables.items():
            warehouse.stage("staged_issued_key", keys)
            warehouse.run(f"forget_issued_{name}")
            if len(rows):
                warehouse.stage(f"staged_issued_{name}", rows)
                warehouse.run(f"store_issued_{name}")
