"""Importers read what phone systems, mail and chat have written, and put rows before the loading core.

An importer of one file has `path`, `name` (of its mapping or form), `source_system`, `fingerprint` (changes when the
same bytes could give other rows), `encoding` and `source_tz`, and one method:

    stage(warehouse, *, file_no)

It adds rows to temporary tables (`data/sql/load_begin.sql` makes them) and touches nothing that stays. The core
(`data.import_logs`) calls it before its transaction, and not at all for a file that is known as it is read today.

    staged_leg     the columns of `contact_leg`, with `file_no` and `row_no` (the header is row 1), `flags` as words
                   joined by '|' (empty where there are none). Left out or NULL is filled by the core: `contact_id` (a
                   contact of its own), `leg_seq` and `is_entry` of contacts of several rows, `is_escalation` (false),
                   `row_hash` (of the told content; only a tie between versions of one update time asks for it)
    staged_total   the columns of `interval_stat`, with `file_no` and `row_no`
    staged_reject  `file_no, row_no, reason, masked_text`: rows that cannot become any of these

Nothing private is staged: `customer_key` comes from `data.customer_key`, and whatever names an agent in `agent_key`
becomes a pseudonym in the core, unless staff.csv knows it.

A system whose files are known by their content has one line in `data.importers.systems`; one that tells JSON records of
queues and agents has its line in `data.import_settings` alone.

There are two kinds.

*A row is a leg* (`generic_csv`, `totals_csv`): that is all. The core finds out what is new, changed or
same by the key (`source_system, source_instance, leg_id`) and the version (`source_updated_at`, then content).

*Events make legs* (queue logs, tickets with their history, linked contact records): the system keeps its records in
tables of its own (data/sql/schema_<source_system>.sql, run whenever a store is opened), and is named in
`data.importers.record_books`.
`stage` puts a file's records into temporary tables; then, inside the transaction, the core calls the book's `keep`
(records go into the book's tables, with `file_id` and `row_no`; each row of the file is counted in `staged_tally`) and
`derive`, which stages what the records now tell. Where a file's records would be too many beside everything else, the
importer keeps them itself, slice by slice, in `take_in(warehouse, *, file_no)`, which the core calls first thing inside
the transaction; it may leave some staged for `keep`.

    changed_file   `file_id` of files whose records came or went in this command (made by the core)
    active_file    `file_id` of files whose records count (made by the core); others are superseded, or undone
    staged_group   `source_system, source_instance, group_id`: contacts to be replaced. Stage all legs that they have
                   now, with the group in `contact_id`; a leg of such a contact that is not staged again is removed
    staged_agent   `source_system, source_instance, agent_key`: people whose states are replaced by `staged_state`
    staged_state   the columns of `agent_state`

Derived rows carry the `file_id` of the record they rest on; `file_no` may be NULL. An undo makes files inactive, calls
`derive`, and then the book's `forget`, which deletes the records whose file is not in `import_file` any more.
"""

from data.importers.generic_csv import GenericCsv, ReadRows
from data.importers.systems import SYSTEMS, System

__all__ = ["SYSTEMS", "GenericCsv", "ReadRows", "System"]
