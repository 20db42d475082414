"""Keeps forecasts and requirements as they were issued. Takes plain tables; each room turns its own noun into rows."""

import pandas as pd

from data.warehouse import Warehouse


def store_issued(warehouse: Warehouse, **tables: pd.DataFrame) -> None:
    """Store what was issued, in place of what the same queue issued at the same instant before.

    Parameters
    ----------
    tables
        `forecast`, `effect`, `remark` or `requirement`: rows with the columns of `sql/schema_issued.sql`. All rows of
        one call are stored, or none.
    """
    with warehouse.transaction():
        for name, rows in tables.items():
            warehouse.stage("staged_issued_key", rows[["queue", "issued_at"]].drop_duplicates())
            warehouse.run(f"forget_issued_{name}")
            if len(rows):
                warehouse.stage(f"staged_issued_{name}", rows)
                warehouse.run(f"store_issued_{name}")
