"""What an Asterisk writes: which of its importers reads a file."""

from pathlib import Path

from data.desk import Desk
from data.importers import asterisk_cdr, asterisk_queue_log
from data.importers.asterisk_cdr import AsteriskCdr
from data.importers.asterisk_queue_log import AsteriskQueueLog
from data.importers.line_file import first_lines

_SAMPLE_LINES = 60


def recognise(sample: str) -> str | None:
    """Why a file that begins with `sample` was written by an Asterisk; None where it was not."""
    lines = sample.splitlines()[:_SAMPLE_LINES]
    return asterisk_cdr.recognise(lines) or asterisk_queue_log.recognise(lines)


def importer_of(desk: Desk, path: Path, *, name: str | None = None) -> AsteriskCdr | AsteriskQueueLog:
    """The importer of a file of an Asterisk.

    Parameters
    ----------
    name
        Of the table [import.asterisk.<name>]; None: the one that fits the file.

    Raises
    ------
    ImportRefused
        If desk.toml has no such table, or several fit alike.
    DeskError
        If the table names a queue that the desk does not have.
    """
    lines = first_lines(path, lines=_SAMPLE_LINES)
    if asterisk_cdr.recognise(lines):
        return asterisk_cdr.importer_of(desk, path, lines=lines, name=name)
    return asterisk_queue_log.importer_of(desk, path, lines=lines, name=name)
