"""How long the store keeps what: each kind of row for the months that desk.toml says, all else for good.

A contact goes as a whole, with all that the books of its system hold of it, once everything that was told of it is
older: one that reaches over the limit stays whole, and one that is open stays. The ledger of files stays, so a file
that is known brings nothing back; another file that tells of the same contacts does, until this is applied again.

Deleted rows are out of reach of every query, but not yet of who reads the bytes of `work.duckdb`: DuckDB frees blocks
without wiping them, and a CHECKPOINT leaves deleted rows in blocks that hold others too. What is stored later is
written over them. Copied with DuckDB's COPY FROM DATABASE, the new file holds only what is left.
"""

import pandas as pd

from data.desk import Desk
from data.message import Message
from data.refresh_counts import refresh_counts
from data.warehouse import Warehouse


def apply_retention(warehouse: Warehouse, desk: Desk, *, now: pd.Timestamp) -> list[Message]:
    """Delete rows older than `[import.keep_months]` of desk.toml allows, whole days of the desk.

    Parameters
    ----------
    now
        Zone-aware; months are counted back from it, to the beginning of a day.

    Returns
    -------
    list of Message
        A sentence for each kind of row of which some were deleted.
    """
    said = []
    with warehouse.transaction(rows_in_any_order=True):
        warehouse.run("retain_begin")
        for kind, months in desk.settings.imports.keep_months.by_kind.items():
            before = (now.tz_convert(desk.zone) - pd.DateOffset(months=months)).normalize().tz_convert("UTC")
            warehouse.run("retain_note", kind=kind, before=before)
            for told_in, rows in _delete(warehouse, desk, kind=kind, before=before).items():
                said.append(
                    Message.of(
                        "{rows} {what} from before {day} are deleted: [import.keep_months] {kind} = {months} in "
                        "desk.toml",
                        rows=rows,
                        what=_WORDS[told_in],
                        day=before.tz_convert(desk.zone).date(),
                        kind=kind,
                        months=months,
                    )
                )
        refresh_counts(warehouse, desk)
    if said:
        warehouse.run("forget_write_out")
    return said


def _delete(warehouse: Warehouse, desk: Desk, *, kind: str, before: pd.Timestamp) -> dict[str, int]:
    """Delete rows of one kind; how many of which table, where there were any."""
    keeps_after_call = any(told.acw_reason for told in desk.settings.imports.asterisk.values())
    warehouse.run(f"retain_find_{kind}", before=before, keeps_after_call=keeps_after_call)
    counted = warehouse.query(f"retain_count_{kind}", before=before)
    rows = dict(zip(counted["told_in"], counted["rows"], strict=True))
    gone = {told_in: int(rows[told_in]) for told_in in _WORDS if rows.get(told_in)}
    if gone:
        warehouse.run(f"retain_{kind}", before=before)
    return gone


_WORDS = {
    "contact_leg": Message("legs"),
    "asterisk_call_event": Message("events of calls (Asterisk)"),
    "asterisk_call_record": Message("call records (Asterisk)"),
    "connect_contact": Message("contact records (Amazon Connect)"),
    "zendesk_ticket": Message("versions of tickets (Zendesk)"),
    "zendesk_metric": Message("metrics of tickets (Zendesk)"),
    "zendesk_event": Message("events of tickets (Zendesk)"),
    "told_record": Message("records of contacts"),
    "ticket_told": Message("versions of tickets (other systems)"),
    "ticket_message": Message("messages of tickets (other systems)"),
    "uccx_record": Message("rows of tables (Cisco UCCX)"),
    "import_reject": Message("refused rows"),
    "agent_state": Message("stretches of agents' states"),
    "asterisk_agent_event": Message("events of agents (Asterisk)"),
    "connect_agent_event": Message("events of agents (Amazon Connect)"),
}
"""What a row of each table is called, in the order of the sentences."""
