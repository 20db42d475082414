"""Chooses the column mapping that a file is read by, or says what to write in desk.toml."""

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

from data.channel import Channel
from data.column_mapping import ColumnMapping
from data.csv_form import CsvForm
from data.desk import Desk
from data.errors import DeskError, ImportRefused
from data.importers.csv_file import check_is_text, guess_delimiter, guess_encoding
from data.importers.generic_csv import GenericCsv
from data.importers.guess_mapping import LogSample, Proposal, known_headers
from data.importers.guess_totals import known_totals_headers, propose_any
from data.importers.instants import latest_believed
from data.importers.leg_rules import LegRules
from data.importers.log_file import Header, find_columns, find_known_columns, is_parquet, read_rows
from data.importers.packing import is_written_out
from data.importers.systems import known_system, system_of_table
from data.importers.totals_csv import TotalsCsv
from data.message import Message
from data.totals_mapping import TotalsMapping

_SAMPLE_ROWS = 500


Importer = GenericCsv | TotalsCsv
"""A file with the mapping it is read by."""

Mapping = ColumnMapping | TotalsMapping


def choose_importer(desk: Desk, path: Path, *, format: str = "auto") -> Importer:
    """The importer of a file.

    Parameters
    ----------
    format
        Name of one of desk.toml's [import.mapping.<name>], [import.totals.<name>] or of a system's table; `auto` takes
        the system that wrote the file, by its content, else the mapping whose columns the file has.

    Raises
    ------
    ImportRefused
        If the file is neither CSV nor Parquet, no mapping or several fit, or a mapped column is missing.
    DeskError
        If the mapping names a queue that desk.toml does not have.
    """
    mappings = _mappings(desk, path)
    named = None if format == "auto" else format
    system = system_of_table(desk, format) if named else known_system(path)
    if system:
        importer: Importer = system.importer_of(desk, path, name=named)
        return importer
    if named:
        return _named_importer(desk, path, name=named)
    if not mappings:
        raise _mapping_missing(desk, path)
    fitting, misfits = {}, []
    for name, mapping in mappings.items():
        try:
            fitting[name] = _matching_header(path, name=name, mapping=mapping)
        except ImportRefused as misfit:
            misfits.append(misfit.message)
    if not fitting:
        if not is_parquet(path):
            check_is_text(path, encoding=next(iter(mappings.values())).encoding)
        raise _none_fits(desk, path, misfits=Message.joined(misfits))
    if len(fitting) > 1:
        raise ImportRefused(
            "{path} fits several mappings of desk.toml: {names}; say which, for example with --format {first}",
            path=path,
            names=", ".join(fitting),
            first=next(iter(fitting)),
        )
    [(name, header)] = fitting.items()
    return _importer(desk, path, name=name, header=header)


def told_forms(desk: Desk, *, format: str = "auto") -> dict[str, set[str]]:
    """What `opened_logs` asks of the mappings that may be meant: their `encodings`, and the `names` of columns."""
    mappings: dict[str, Mapping] = {**desk.settings.imports.mapping, **desk.settings.imports.totals}
    meant = [mapping for name, mapping in mappings.items() if format in ("auto", name)]
    named = {column for mapping in meant for column in mapping.columns}
    return {
        "encodings": {mapping.encoding for mapping in meant},
        "names": named or known_headers() | known_totals_headers(),
    }


def _mappings(desk: Desk, path: Path) -> dict[str, Mapping]:
    """The desk's mappings, as they read a file that may have been written out from another form."""
    mappings: dict[str, Mapping] = {**desk.settings.imports.mapping, **desk.settings.imports.totals}
    if not is_written_out(path):
        return mappings
    return {name: _for_written_out(mapping, path) for name, mapping in mappings.items()}


def _for_written_out(mapping: Mapping, path: Path) -> Mapping:
    """A file that was written out is in UTF-8; of a workbook, with commas, and its instants are in ISO 8601."""
    form: dict[str, str] = {"encoding": "utf-8"}
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        form["delimiter"] = ","
        if mapping.time_format.startswith("%Y"):
            form["time_format"] = ""
    return mapping.model_copy(update=form)


def _table(mapping: Mapping) -> str:
    """Where in desk.toml it stands."""
    return "import.totals" if isinstance(mapping, TotalsMapping) else "import.mapping"


def _named_importer(desk: Desk, path: Path, *, name: str) -> Importer:
    mappings = _mappings(desk, path)
    if name not in mappings:
        known = Message.of("it has {names}", names=", ".join(mappings)) if mappings else Message("it has none yet")
        raise ImportRefused(
            "desk.toml has no [import.mapping.{name}]; {known}. Write one, or leave --format out to "
            "let the columns decide",
            name=name,
            known=known,
        )
    return _importer(desk, path, name=name, header=_matching_header(path, name=name, mapping=mappings[name]))


def _importer(desk: Desk, path: Path, *, name: str, header: Header) -> Importer:
    (names, above), mapping = header, _mappings(desk, path)[name]
    zone = ZoneInfo(mapping.time_zone) if mapping.time_zone else desk.zone
    if isinstance(mapping, TotalsMapping):
        _check_queues(desk, name=name, mapping=mapping)
        taken = tuple(queue.name for queue in desk.settings.queue if queue.channel == mapping.channel)
        return TotalsCsv(path, names, name, mapping, zone, above, latest=latest_believed(), queues=taken)
    _check_queues(desk, name=name, mapping=mapping)
    fitting = [queue for queue in desk.settings.queue if mapping.channel_column or queue.channel == mapping.channel]
    rules = LegRules(
        name=name,
        mapping=mapping,
        zone=zone,
        tiers={queue.name: queue.tier for queue in fitting},
        channels={queue.name: queue.channel for queue in fitting},
        latest=latest_believed(),
    )
    return GenericCsv(path, names, rules, above)


def _matching_header(path: Path, *, name: str, mapping: Mapping) -> Header:
    """The file's header, which has every mapped column once."""
    header, above = find_columns(path, mapping, wanted=tuple(mapping.columns))
    times = Counter(header)
    for column, field in mapping.columns.items():
        if times[column] > 1:
            raise ImportRefused(
                '{path} has {count} columns "{column}", which {table}.{name}.{field} names; give each '
                "its own name in the export",
                path=path,
                count=times[column],
                column=column,
                table=_table(mapping),
                name=name,
                field=field,
            )
    missing = [f'"{column}" ({field})' for column, field in mapping.columns.items() if column not in times]
    if missing:
        raise ImportRefused(
            "{path} has no column {missing} that [{table}.{name}] of desk.toml names. It has: "
            "{columns}. Mend the mapping, or add another one for this form of file",
            path=path,
            missing=", ".join(missing),
            table=_table(mapping),
            name=name,
            columns=_listed(header),
        )
    return header, above


def _check_queues(desk: Desk, *, name: str, mapping: Mapping) -> None:
    named = {f"queues.{word}": queue for word, queue in mapping.queues.items()}
    if mapping.queue:
        named["queue"] = mapping.queue
    channel = None if isinstance(mapping, ColumnMapping) and mapping.channel_column else mapping.channel
    for field, queue_name in named.items():
        _check_queue(desk, queue_name, channel=channel, where=f"{_table(mapping)}.{name}.{field}")


def _check_queue(desk: Desk, queue_name: str, *, channel: Channel | None, where: str) -> None:
    """The queue is there and takes the channel; None: each row tells its own."""
    try:
        queue = desk.queue(queue_name)
    except DeskError as error:
        raise DeskError("{where}: {error}", where=where, error=error) from None
    if channel is not None and queue.channel != channel:
        raise DeskError(
            "{where}: queue {name} takes {taken}, the mapping {channel}; write the channel of "
            "the rows into the mapping, or name a queue of that channel",
            where=where,
            name=queue_name,
            taken=queue.channel,
            channel=channel,
        )


class MappingMissing(ImportRefused):
    """desk.toml does not say what the columns of a file mean; `proposal` is what could be guessed."""

    def __init__(self, told: Message, proposal: Proposal) -> None:
        super().__init__(told)
        self.proposal = proposal


def _mapping_missing(desk: Desk, path: Path) -> MappingMissing:
    if not is_parquet(path):
        check_is_text(path, encoding="utf-8")
    header, proposal = _proposed(desk, path)
    told = Message.of(
        "desk.toml does not say yet what the columns of {path} mean. They are: {columns}. "
        "Write a mapping into desk.toml, for example this one, and check each line:\n\n{proposed}",
        path=path,
        columns=_listed(header),
        proposed=proposal.told,
    )
    return MappingMissing(told, proposal)


def _none_fits(desk: Desk, path: Path, *, misfits: Message) -> ImportRefused:
    """None of the desk's mappings has the file's columns; another one is proposed where its columns are understood."""
    try:
        _, proposal = _proposed(desk, path)
    except ImportRefused:
        return ImportRefused(misfits)
    if not proposal.is_usable:
        return ImportRefused(misfits)
    told = Message.of(
        "{misfits}\nAnother one for this form of file could be, each line to be checked:\n\n{proposed}",
        misfits=misfits,
        proposed=proposal.told,
    )
    return MappingMissing(told, proposal)


def _proposed(desk: Desk, path: Path) -> tuple[tuple[str, ...], Proposal]:
    """The file's columns, and how they may be meant."""
    form = _guessed_form(path)
    header, above = find_known_columns(path, form, known=known_headers() | known_totals_headers())
    rows = read_rows(path, form, columns=len(header), zone=desk.zone, chunk_rows=_SAMPLE_ROWS, lines_above=above)
    sample = LogSample(header, tuple(map(tuple, next(rows).rows)), encoding=form.encoding, delimiter=form.delimiter)
    return header, propose_any(sample, queues={queue.name: queue.channel for queue in desk.settings.queue})


def _guessed_form(path: Path) -> CsvForm:
    if is_parquet(path):
        return CsvForm()
    encoding = guess_encoding(path)
    return CsvForm(encoding=encoding, delimiter=guess_delimiter(path, encoding=encoding))


def _listed(header: tuple[str, ...]) -> str | Message:
    return ", ".join(f'"{name}"' for name in header) or Message("none")
