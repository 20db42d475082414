"""The importer of Cisco UCCX: its tables of calls, queues, routing and agents, each as CSV with the schema's names."""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from data.csv_form import CsvForm
from data.desk import Desk
from data.errors import ImportRefused
from data.importers import sql_text as sql
from data.importers.json_rows import read_sample
from data.importers.raw_rows import CsvSource, RawPiece, stage_rows
from data.importers.record_books import RECORD_BOOKS, RecordBook
from data.importers.record_cells import content_of
from data.importers.record_file import check_named_queues, chosen_table
from data.importers.zone_sql import clock_code, utc_of
from data.message import Message
from data.uccx_settings import UccxSettings
from data.warehouse import Warehouse

SOURCE_SYSTEM = "cisco_uccx"
_VERSION = 2

_KINDS: dict[str, tuple[str, ...]] = {
    "queued": ("sessionid", "sessionseqnum", "targetid", "targettype", "qindex", "disposition", "queuetime"),
    "routed": ("sessionid", "sessionseqnum", "qindex", "origpriority", "startdatetime"),
    "agent": ("sessionid", "sessionseqnum", "resourceid", "qindex", "talktime", "startdatetime"),
    "call": ("sessionid", "sessionseqnum", "contactdisposition", "startdatetime"),
    "csq": ("contactservicequeueid", "csqname", "recordid"),
}
"""Columns that only one table has together: ContactQueueDetail, ContactRoutingDetail, AgentConnectionDetail,
ContactCallDetail, ContactServiceQueue."""

_OTHERS = ("nodeid", "profileid", "enddatetime", "ringtime", "holdtime", "worktime", "callwrapupdata", "originatordn")
_COLUMNS = tuple(dict.fromkeys(name for names in _KINDS.values() for name in names)) + _OTHERS
_IDENTITIES = {
    "call": ("session_key", "seq", "profile"),
    "queued": ("session_key", "seq", "profile", "q_index", "target_type", "target_id"),
    "routed": ("session_key", "seq", "profile", "q_index"),
    "agent": ("session_key", "seq", "profile", "q_index", "told_resourceid", "starts_at"),
    "csq": ("csq_record",),
}
_NUMBERS = {"seq": "sessionseqnum", "q_index": "qindex", "target_type": "targettype", "disposition": "disposition",
            "contact_disposition": "contactdisposition"}  # fmt: skip
_DURATIONS = {"queue_s": "queuetime", "ring_s": "ringtime", "talk_s": "talktime", "hold_s": "holdtime",
              "work_s": "worktime"}  # fmt: skip
_CONTENT = (*_NUMBERS, *_DURATIONS, "starts_at", "ends_at", "agent_key", "customer_key", "topic", "queue_key", "tier",
            "is_ignored")  # fmt: skip
_LAST_US = 4_102_444_800_000_000

Header = tuple[str, str, tuple[str, ...]]
"""Which table it is, what parts its columns, and their names in small letters."""


def recognise(sample: str) -> str | None:
    """Why a file that begins with `sample` is a table of UCCX; None where it is none."""
    return "its columns are those of a table of UCCX" if _header_of(sample) else None


def _header_of(sample: str) -> Header | None:
    first = sample.lstrip("\ufeff").partition("\n")[0].replace("\r", " ")
    for delimiter in ",;\t|":
        names = tuple(name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), []))
        if len(set(names)) == len(names):
            for kind, needed in _KINDS.items():
                if set(needed) <= set(names):
                    return kind, delimiter, names
    return None


@dataclass(frozen=True)
class CiscoUccx:
    """One table of a UCCX.

    Parameters
    ----------
    path
        The file; packed with gzip or not.
    kind, delimiter, header
        Which table it is, what parts its columns, and their names in small letters.
    name, settings
        The table [import.cisco_uccx.<name>].
    tiers
        The tier of each queue of the desk.
    """

    path: Path
    kind: str
    delimiter: str
    header: tuple[str, ...]
    name: str
    settings: UccxSettings
    tiers: tuple[tuple[str, int], ...]

    @property
    def source_system(self) -> str:
        """Which importer read the file."""
        return SOURCE_SYSTEM

    @property
    def zone(self) -> ZoneInfo:
        """Of its times."""
        return ZoneInfo(self.settings.time_zone or "UTC")

    @property
    def encoding(self) -> str:
        """Of the file."""
        return "utf-8"

    @property
    def fingerprint(self) -> str:
        """Changes when other settings, another desk or importer could give other records of the same file."""
        told = f"{_VERSION}\n{self.settings.model_dump_json()}\n{self.tiers!r}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def stage(self, warehouse: Warehouse, *, file_no: int) -> None:
        """Add the file's rows to `staged_uccx`, and refused ones to `staged_reject`.

        Raises
        ------
        ImportRefused
            If the file is damaged or no text.
        """
        warehouse.run("uccx_stage")
        warehouse.run("uccx_clear", file_no=file_no)
        wanted = tuple(name for name in _COLUMNS if name in self.header)
        query = _records_query(self, wanted)

        def add(piece: RawPiece) -> None:
            warehouse.run_text(f"""
                INSERT INTO staged_uccx BY NAME
                SELECT found.*, staged_file.file_no, staged_file.file_id
                FROM ({query}) AS found CROSS JOIN staged_file WHERE staged_file.file_no = {int(file_no)}
            """)
            warehouse.stage("staged_refusal", piece.broken)
            warehouse.run("load_add_rejects", file_no=file_no)

        form = CsvForm(delimiter=self.delimiter)
        stage_rows(warehouse, CsvSource(self.path, self.header, form, wanted, self.zone), add)
        warehouse.run("uccx_part_rejects")


def importer_of(desk: Desk, path: Path, *, name: str | None = None) -> CiscoUccx:
    """The importer of a table of UCCX.

    Parameters
    ----------
    name
        Of the table [import.cisco_uccx.<name>]; None: the only one.

    Raises
    ------
    ImportRefused
        If desk.toml has no such table, or several.
    DeskError
        If the table names a queue that the desk does not have.
    """
    header = _header_of(read_sample(path))
    if header is None:
        raise ImportRefused(
            "{path} is no table of UCCX that is read: ContactCallDetail, ContactQueueDetail, ContactRoutingDetail, "
            "AgentConnectionDetail or ContactServiceQueue; export one of these with its column names",
            path=path,
        )
    tables = desk.settings.imports.cisco_uccx
    if not tables:
        raise ImportRefused(_proposal(desk, path))
    name = chosen_table(tables, path, name=name, title="Cisco UCCX")
    check_named_queues(desk, tables[name].named_queues, table=f"import.cisco_uccx.{name}")
    tiers = tuple((queue.name, queue.tier) for queue in desk.settings.queue)
    return CiscoUccx(path, *header, name, tables[name], tiers)


def _proposal(desk: Desk, path: Path) -> Message:
    ours = desk.settings.queue[0].name
    return Message.of(
        "{path} is a table of Cisco UCCX, and desk.toml does not say yet which of the desk's queues ({ours}) its "
        "contact service queues are. Write a table like this one into desk.toml, with a line for each csqName of "
        "ContactServiceQueue (those that are not this desk's go into ignore_queues):\n\n{proposed}",
        path=path,
        ours=", ".join(queue.name for queue in desk.settings.queue),
        proposed=f'[import.cisco_uccx.my-uccx]\nqueues = {{ "CSQ_Support" = "{ours}" }}',
    )


def _records_query(file: CiscoUccx, columns: tuple[str, ...]) -> str:
    """A query of `raw_row` with the columns of `staged_uccx` but for the file's."""
    told = [sql.cleaned(f"r{place}", empty_words=("NULL",)) for place in range(len(columns))]
    cells = ", ".join(f"{cell} AS told_{name}" for cell, name in zip(told, columns, strict=True))
    absent = "".join(f", CAST(NULL AS TEXT) AS told_{name}" for name in _COLUMNS if name not in columns)
    instance = file.settings.instance or file.name
    typed = _typed(file.settings, instance, file.zone, dict(file.tiers), kind=file.kind)
    listed = ",\n".join(f"{expression} AS {column}" for column, expression in typed.items())
    identity = ", '/', ".join(f"coalesce(CAST({column} AS TEXT), '')" for column in _IDENTITIES[file.kind])
    kept = ", ".join(("row_no", "kind", "source_instance", "identity", *typed))
    return f"""
        SELECT {kept}, {content_of(_CONTENT)} AS content, {_reason(file)} AS reason
        FROM (
            SELECT *, {sql.text(file.kind)} AS kind, {sql.text(instance)} AS source_instance,
                concat({identity}) AS identity
            FROM (SELECT *, {listed} FROM (SELECT row_no, {cells}{absent} FROM raw_row))
        )
    """


def _typed(
    settings: UccxSettings, instance: str, zone: ZoneInfo, tiers: Mapping[str, int], *, kind: str
) -> dict[str, str]:
    """Every figure in its type; NULL where it cannot be read."""
    words = ", ".join(sql.translated(cell, settings.queues) for cell in ("told_csqname", "told_contactservicequeueid"))
    csq = f"coalesce({words})"
    own = sql.text(settings.queue) if settings.queue else "CAST(NULL AS TEXT)"
    queue = csq if kind == "csq" else own
    ignored = sql.texts(settings.ignore_queues)
    unknown = f"{sql.text(f'uccx {instance} ')} || told_resourceid"
    numbers = {name: f"try_cast(told_{cell} AS INTEGER)" for name, cell in _NUMBERS.items()}
    durations = {name: _seconds(f"told_{cell}") for name, cell in _DURATIONS.items()}
    return {
        "session_key": "CASE WHEN told_sessionid IS NOT NULL "
        "THEN concat_ws('-', told_nodeid, try_cast(told_sessionid AS DECIMAL(18, 0))) END",
        "profile": "coalesce(told_profileid, '')",
        **numbers,
        **durations,
        "target_id": "told_targetid",
        "starts_at": _moment("told_startdatetime", zone),
        "ends_at": _moment("told_enddatetime", zone),
        "agent_key": f"agent_key_of({sql.translated('told_resourceid', settings.agents, rest=unknown)})",
        "customer_key": "customer_key_of(told_originatordn)",
        "topic": sql.translated("told_callwrapupdata", settings.topics),
        "csq_record": "told_recordid",
        "queue_key": queue,
        "tier": f"CAST({sql.translated(queue, {name: str(tier) for name, tier in tiers.items()})} AS TINYINT)",
        "is_ignored": f"coalesce(told_csqname IN {ignored} OR told_contactservicequeueid IN {ignored}, false)",
    }


def _seconds(cell: str) -> str:
    """Seconds of a part of a call: a day at most."""
    return f"CASE WHEN try_cast({cell} AS DOUBLE) BETWEEN 0 AND 86400 THEN CAST({cell} AS DOUBLE) END"


def _moment(cell: str, zone: ZoneInfo) -> str:
    """An instant of 1970 to 2099."""
    local = sql.wall_clock(cell)
    micros = f"coalesce({sql.instant_with_offset(cell)}, {utc_of(local, clock_code(local, zone))})"
    return f"CASE WHEN {micros} BETWEEN 0 AND {_LAST_US - 1} THEN make_timestamptz({micros}) END"


def _reason(file: CiscoUccx) -> str:
    """Why a row cannot be used; NULL where it can."""
    table = f"[import.cisco_uccx.{file.name}]"
    unread = [("told_startdatetime", "starts_at", "startDateTime"), ("told_enddatetime", "ends_at", "endDateTime")]
    times = [f"WHEN {cell} IS NOT NULL AND {column} IS NULL THEN {sql.text(f'{told} is no time of 1970 to 2099')}"
             for cell, column, told in unread]  # fmt: skip
    parts = [f"WHEN told_{cell} IS NOT NULL AND {column} IS NULL THEN {sql.text(f'{cell} is no number of seconds')}"
             for column, cell in _DURATIONS.items()]  # fmt: skip
    whole = [f"WHEN told_{cell} IS NOT NULL AND {column} IS NULL THEN {sql.text(f'{cell} is no whole number')}"
             for column, cell in _NUMBERS.items()]  # fmt: skip
    if file.kind == "csq":
        nowhere = sql.text(f" is not in {table} queues of desk.toml; name it there, or in ignore_queues")
        return f"""CASE
            WHEN csq_record IS NULL THEN 'recordID is empty'
            WHEN queue_key IS NULL AND NOT is_ignored
                THEN 'csqName ' || coalesce({sql.shown_word("told_csqname")}, '""') || {nowhere}
        END"""
    lonely = sql.text(f"it waited for one agent; say in {table} queue of desk.toml where such calls count")
    of_queued = f"""
        WHEN disposition IS NULL OR disposition NOT BETWEEN 1 AND 5 THEN 'disposition is none from 1 to 5'
        WHEN target_type IS NULL OR target_type NOT BETWEEN 0 AND 1 THEN 'targetType is neither 0 nor 1'
        WHEN target_id IS NULL THEN 'targetID is empty'
        WHEN target_type = 1 AND queue_key IS NULL THEN {lonely}
    """
    return f"""CASE
        WHEN try_cast(told_sessionid AS DECIMAL(18, 0)) IS NULL OR seq IS NULL
            THEN 'sessionID or sessionSeqNum is no number'
        {" ".join(whole)} {" ".join(times)} {" ".join(parts)}
        {of_queued if file.kind == "queued" else "WHEN starts_at IS NULL THEN 'startDateTime is empty'"}
    END"""


def _keep(warehouse: Warehouse, desk: Desk) -> None:
    del desk
    warehouse.run("uccx_stage")  # an undo stages nothing
    warehouse.run("uccx_tally")
    warehouse.run("record_tally")
    warehouse.run("uccx_keep")


def _derive(warehouse: Warehouse, desk: Desk) -> None:
    del desk
    warehouse.run("uccx_touched")
    warehouse.run("uccx_stays")
    warehouse.run("uccx_legs")


RECORD_BOOKS[SOURCE_SYSTEM] = RecordBook(SOURCE_SYSTEM, keep=_keep, derive=_derive, forget="uccx_forget")
