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
from data.importers.csv_legs import LegRules
from data.importers.generic_csv import GenericCsv
from data.importers.guess_mapping import LogSample, propose_mapping
from data.importers.instants import latest_believed
from data.importers.log_file import is_parquet, read_columns, read_rows
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
        Name of one of desk.toml's [import.mapping.<name>] or [import.totals.<name>]; `auto` takes the one whose columns
        the file has.

    Raises
    ------
    ImportRefused
        If the file is neither CSV nor Parquet, no mapping or several fit, or a mapped column is missing.
    DeskError
        If the mapping names a queue that desk.toml does not have.
    """
    mappings = _mappings(desk)
    if format != "auto":
        return _named_importer(desk, path, name=format)
    if not mappings:
        raise ImportRefused(_sentence_without_mapping(desk, path))
    fitting, misfits = {}, []
    for name, mapping in mappings.items():
        try:
            fitting[name] = _matching_header(path, name=name, mapping=mapping)
        except ImportRefused as misfit:
            misfits.append(misfit.message)
    if not fitting:
        if not is_parquet(path):
            check_is_text(path, encoding=next(iter(mappings.values())).encoding)
        raise ImportRefused(Message.joined(misfits))
    if len(fitting) > 1:
        raise ImportRefused(
            "{path} fits several mappings of desk.toml: {names}; say which, for example with --format {first}",
            path=path,
            names=", ".join(fitting),
            first=next(iter(fitting)),
        )
    [(name, header)] = fitting.items()
    return _importer(desk, path, name=name, header=header)


def _mappings(desk: Desk) -> dict[str, Mapping]:
    return {**desk.settings.imports.mapping, **desk.settings.imports.totals}


def _table(mapping: Mapping) -> str:
    """Where in desk.toml it stands."""
    return "import.totals" if isinstance(mapping, TotalsMapping) else "import.mapping"


def _named_importer(desk: Desk, path: Path, *, name: str) -> Importer:
    mappings = _mappings(desk)
    if name not in mappings:
        known = Message.of("it has {names}", names=", ".join(mappings)) if mappings else Message("it has none yet")
        raise ImportRefused(
            "desk.toml has no [import.mapping.{name}]; {known}. Write one, or leave --format out to "
            "let the columns decide",
            name=name,
            known=known,
        )
    return _importer(desk, path, name=name, header=_matching_header(path, name=name, mapping=mappings[name]))


def _importer(desk: Desk, path: Path, *, name: str, header: tuple[str, ...]) -> Importer:
    mapping = _mappings(desk)[name]
    zone = ZoneInfo(mapping.time_zone) if mapping.time_zone else desk.zone
    if isinstance(mapping, TotalsMapping):
        _check_queue(desk, mapping.queue, channel=mapping.channel, where=f"import.totals.{name}.queue")
        return TotalsCsv(path, header, name, mapping, zone, latest=latest_believed())
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
    return GenericCsv(path, header, rules)


def _matching_header(path: Path, *, name: str, mapping: Mapping) -> tuple[str, ...]:
    """The file's header, which has every mapped column once."""
    header = read_columns(path, mapping)
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
    return header


def _check_queues(desk: Desk, *, name: str, mapping: ColumnMapping) -> None:
    named = {f"queues.{word}": queue for word, queue in mapping.queues.items()}
    if mapping.queue:
        named["queue"] = mapping.queue
    channel = None if mapping.channel_column else mapping.channel
    for field, queue_name in named.items():
        _check_queue(desk, queue_name, channel=channel, where=f"import.mapping.{name}.{field}")


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


def _sentence_without_mapping(desk: Desk, path: Path) -> Message:
    form = _guessed_form(path)
    header = read_columns(path, form)
    first = next(read_rows(path, form, columns=len(header), zone=desk.zone, chunk_rows=_SAMPLE_ROWS))
    sample = LogSample(header, tuple(map(tuple, first.rows)), encoding=form.encoding, delimiter=form.delimiter)
    proposed = propose_mapping(sample, queue=desk.settings.queue[0].name)
    return Message.of(
        "desk.toml does not say yet what the columns of {path} mean. They are: {columns}. "
        "Write a mapping into desk.toml, for example this one, and check each line:\n\n{proposed}",
        path=path,
        columns=_listed(header),
        proposed=proposed,
    )


def _guessed_form(path: Path) -> CsvForm:
    if is_parquet(path):
        return CsvForm()
    check_is_text(path, encoding="utf-8")
    encoding = guess_encoding(path)
    return CsvForm(encoding=encoding, delimiter=guess_delimiter(path, encoding=encoding))


def _listed(header: tuple[str, ...]) -> str | Message:
    return ", ".join(f'"{name}"' for name in header) or Message("none")
