"""Forgets a customer: contacts stay as anonymous counts, and no later import or undo knows the customer again."""

from data.customer_key import use_desk_key
from data.desk import Desk
from data.errors import TsunagariError
from data.warehouse import Warehouse


def forget_customer(warehouse: Warehouse, desk: Desk, *, number: str) -> int:
    """Remove the key of a number, or of a mail address, from every row of the store.

    Parameters
    ----------
    number
        As the customer tells it; hyphens, full-width digits and the country's code make no difference.

    Returns
    -------
    int
        Rows that carried the key.

    Raises
    ------
    TsunagariError
        If it is no number of six digits or more, and no mail address.
    """
    use_desk_key(warehouse, desk)
    warehouse.set_variables(told_number=number)
    try:
        if not warehouse.count("forget_has_key"):
            raise TsunagariError(
                "what was given is neither a number of six digits or more nor a mail address; "
                "give the customer's number as it was dialled, for example 03-0000-0000"
            )
        with warehouse.transaction():
            tables = warehouse.query("customer_key_tables")["table_name"].tolist()
            forgotten = sum(_forget_in(warehouse, table) for table in tables)
            warehouse.run("forget_remember")
        warehouse.run("forget_write_out")
    finally:
        warehouse.set_variables(told_number=None)
    return forgotten


def _forget_in(warehouse: Warehouse, table: str) -> int:
    key = "customer_key = customer_key_of(getvariable('told_number'))"
    rows = int(warehouse.query_text(f'SELECT count(*) AS rows FROM "{table}" WHERE {key}')["rows"].iloc[0])
    if rows:
        warehouse.run_text(f'UPDATE "{table}" SET customer_key = NULL WHERE {key}')
    return rows
