"""Opens what `tsunagari import FILE...` names: every log becomes a plain file, in UTF-8 wherever it is text.

A plain file in UTF-8 is read where it lies. Whatever is packed, a workbook, or written in another encoding is written
out into a folder of the desk's own, which is gone when the import is done; what a kill left behind goes with the next
one. Nothing is believed of an archive: sizes, names and links are checked before anything of it is written.
"""

import gzip
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from data.errors import ImportRefused, StoreBusy, TsunagariError
from data.importers.encodings import encoding_of_file, is_utf8, write_as_utf8
from data.importers.log_file import is_parquet
from data.importers.workbook import is_workbook, write_sheet_as_csv
from data.lock import hold_lock
from data.message import Message, Told

LARGEST_BYTES = 20_000_000_000
"""Of what one file holds when it is unpacked."""

LARGEST_RATIO = 200
"""Unpacked to packed, above `_HARMLESS_BYTES`; logs of calls are packed to a tenth, dull ones to a fiftieth."""

MOST_MEMBERS = 1000

_HARMLESS_BYTES = 64_000_000
_FOLDER = "unpacked-logs"
_HELD = "held"
_PIECE_BYTES = 1_048_576
_LONGEST_NAME_BYTES = 200
_GZIP, _ZIP, _OLD_OFFICE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY_ZIP = b"PK\x05\x06"
_OTHER_ARCHIVES = {b"7z\xbc\xaf\x27\x1c": ".7z", b"Rar!": ".rar", b"\xfd7zXZ": ".xz", b"BZh": ".bz2",
                   b"\x28\xb5\x2f\xfd": ".zst"}  # fmt: skip
_UTF8_FLAG, _LOCKED_FLAG = 0x800, 0x1


@contextmanager
def opened_logs(
    state_folder: Path, files: Sequence[Path], *, encodings: Iterable[str] = (), names: Iterable[str] = ()
) -> Iterator[list[Path]]:
    """The plain files that `files` hold, in their order, for the time of the block.

    What is refused inside the block is told by the names that people know (`archive.zip/member.csv`).

    Parameters
    ----------
    state_folder
        Of the desk; what has to be written out lies there.
    encodings
        Of the desk's mappings: tried where a file is no UTF-8, before the usual ones.
    names
        Columns that may be meant: the sheet of a workbook that has most of them is read.

    Raises
    ------
    ImportRefused
        If an archive is damaged, locked, nested, too large, or holds paths that lead out of it.
    """
    folder = state_folder / _FOLDER
    _clear_what_was_left(folder)
    others = tuple(dict.fromkeys(name for name in encodings if not is_utf8(name)))
    opening = _Opening(folder, others, frozenset(names))
    try:
        yield [plain for path in files for plain in opening.plain_files(path)]
    except TsunagariError as error:
        error.retell(opening.in_known_names(error.message))
        raise
    finally:
        opening.close()


def shown_name(path: Path) -> str:
    """How a file is told to people: its name, within an archive `archive.zip/member.csv`."""
    if not is_written_out(path):
        return path.name
    return "/".join(path.parts[path.parts.index(_FOLDER) + 3 :])


def encoding_before(path: Path) -> str:
    """The encoding that a file had before `opened_logs` wrote it out in UTF-8; empty where that is not known."""
    return path.parts[path.parts.index(_FOLDER) + 2].partition(".")[2] if is_written_out(path) else ""


def is_written_out(path: Path) -> bool:
    """Whether it is one that `opened_logs` wrote out, in UTF-8."""
    return _FOLDER in path.parts


@dataclass
class _Opening:
    """One command's files being opened: each that has to be written out gets a folder of its own."""

    folder: Path
    encodings: tuple[str, ...]
    names: frozenset[str]
    _run: Path | None = None
    _count: int = 0

    def __post_init__(self) -> None:
        self._known_by: dict[str, str] = {}
        self._held = ExitStack()

    def plain_files(self, path: Path) -> Iterator[Path]:
        if not path.is_file():
            yield path  # whoever reads it says what is wrong
            return
        head = _head(path)
        _refuse_other_packing(path, head)
        if head.startswith(_ZIP):
            if is_workbook(path):
                yield self._sheet(path)
            else:
                yield from self._members(path)
        elif head.startswith(_GZIP):
            yield self._unpacked(path)
        else:
            yield self._in_utf8(path, PurePosixPath(path.name), known_by=str(path))

    def _sheet(self, path: Path) -> Path:
        self._check_archive(path)
        plain = self._place(PurePosixPath(path.name), known_by=str(path))
        write_sheet_as_csv(path, plain, names=self.names)
        return plain

    def _unpacked(self, path: Path) -> Path:
        plain = self._place(PurePosixPath(path.name), known_by=str(path))
        try:
            with path.open("rb") as raw:
                stream = cast("BinaryIO", gzip.GzipFile(fileobj=raw))
                _write_bounded(stream, plain, path, packed_bytes=path.stat().st_size)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise ImportRefused("{path} is damaged: {error}; fetch it again", path=path, error=error) from None
        _refuse_nested(plain, path)
        return self._in_utf8(plain, PurePosixPath(path.name), known_by=str(path))

    def _members(self, path: Path) -> Iterator[Path]:
        with self._check_archive(path) as archive:
            for member in archive.infolist():
                name = _member_name(member, path)
                if name is None:
                    continue
                plain = self._place(PurePosixPath(path.name) / name, known_by=f"{path}/{name}")
                try:
                    with archive.open(member) as stream:
                        _write_bounded(cast("BinaryIO", stream), plain, path, packed_bytes=member.compress_size)
                except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
                    raise ImportRefused(
                        "{path} is damaged at {name}: {error}; fetch it again", path=path, name=name, error=error
                    ) from None
                _refuse_nested(plain, path)
                yield self._in_utf8(plain, PurePosixPath(path.name) / name, known_by=f"{path}/{name}")

    def _check_archive(self, path: Path) -> zipfile.ZipFile:
        """An archive whose own account of itself is within bounds."""
        try:
            archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise ImportRefused("{path} is damaged: {error}; fetch it again", path=path, error=error) from None
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise ImportRefused(
                "{path} holds {files:,} files, more than {most:,}; import them in parts",
                path=path,
                files=len(members),
                most=MOST_MEMBERS,
            )
        for member in members:
            _member_name(member, path)
        unpacked = sum(member.file_size for member in members)
        _check_size(path, unpacked, packed_bytes=path.stat().st_size)
        return archive

    def _in_utf8(self, path: Path, name: PurePosixPath, *, known_by: str) -> Path:
        """The file itself where it can be read as it lies; else one in UTF-8."""
        if is_parquet(path):
            return path
        encoding = encoding_of_file(path, told=self.encodings)
        is_fit = encoding in ("ascii", "utf-8") and (is_written_out(path) or not self.encodings)
        if encoding is None or is_fit:
            return path  # where it is no text, whoever reads it says what is wrong
        told = "utf-8" if encoding == "ascii" else encoding
        plain = self._place(name, known_by=known_by, encoding=told)
        if encoding not in ("ascii", "utf-8") or not _linked(path, plain):
            write_as_utf8(path, plain, encoding=told)
        if is_written_out(path):
            path.unlink()
        return plain

    def _place(self, name: PurePosixPath, *, known_by: str, encoding: str = "") -> Path:
        """Where to write a file out; its folder remembers in which encoding it was."""
        if self._run is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._run = Path(tempfile.mkdtemp(prefix="import-", dir=self.folder))  # others may not look into it
            self._held.enter_context(hold_lock(self._run / _HELD, wait_seconds=0, purpose="import"))
        self._count += 1
        place = self._run / f"{self._count}.{encoding}" / name
        place.parent.mkdir(parents=True)
        self._known_by[str(place)] = known_by
        return place

    def in_known_names(self, told: Message) -> Message:
        return Message(told.template, {place: self._in_known_names(value) for place, value in told.values.items()})

    def _in_known_names(self, value: Any) -> Any:
        if isinstance(value, Told):
            value = value.message
        if isinstance(value, Message):
            return self.in_known_names(value)
        if not isinstance(value, str | Path | Exception):
            return value
        told = str(value)
        for written, known in sorted(self._known_by.items(), reverse=True):
            told = told.replace(written, known)
        return value if told == str(value) else told

    def close(self) -> None:
        if self._run is not None:
            shutil.rmtree(self._run, ignore_errors=True)
        self._held.close()


def _clear_what_was_left(folder: Path) -> None:
    """Remove what commands left behind that were killed; the system released their locks."""
    for run in folder.glob("import-*") if folder.is_dir() else ():
        with suppress(StoreBusy), hold_lock(run / _HELD, wait_seconds=0, purpose="import"):
            shutil.rmtree(run, ignore_errors=True)


def _linked(path: Path, plain: Path) -> bool:
    """Whether the file could be given a second name, which costs nothing."""
    try:
        plain.hardlink_to(path.resolve())
    except OSError:
        return False
    return True


def _head(path: Path) -> bytes:
    with path.open("rb") as raw:
        return raw.read(16)


def _refuse_other_packing(path: Path, head: bytes) -> None:
    if head.startswith(_OLD_OFFICE):
        raise ImportRefused(
            "{path} is a workbook of the old form (.xls) or one that is locked with a password; save it "
            "as .xlsx without a password, or as CSV, and import that",
            path=path,
        )
    if head.startswith(_EMPTY_ZIP):
        raise ImportRefused("{path} is an empty .zip; pack the files again", path=path)
    for begins, kind in _OTHER_ARCHIVES.items():
        if head.startswith(begins):
            raise ImportRefused(
                "{path} is {kind}; unpack it and import the files in it, or pack them as .zip or .gz",
                path=path,
                kind=kind,
            )


def _refuse_nested(plain: Path, archive: Path) -> None:
    head = _head(plain)
    if head.startswith((_ZIP, _GZIP, _OLD_OFFICE, _EMPTY_ZIP, *_OTHER_ARCHIVES)):
        raise ImportRefused(
            "{archive} holds another archive or a workbook; unpack it and import what is in it", archive=archive
        )


def _member_name(member: zipfile.ZipInfo, archive: Path) -> PurePosixPath | None:
    """A member's path within the archive; None where it holds no log.

    Raises
    ------
    ImportRefused
        If it leads out of the archive, is a link, or is locked.
    """
    told = member.orig_filename if member.flag_bits & _UTF8_FLAG else _japanese_name(member.orig_filename)
    name = PurePosixPath(told)
    odd = name.is_absolute() or ".." in name.parts or "\\" in told or ":" in told or not told.isprintable()
    if odd or any(len(part.encode()) > _LONGEST_NAME_BYTES for part in name.parts):
        raise ImportRefused(
            "{archive} holds a path that leads out of it or is none: {name!r}; nothing was read",
            archive=archive,
            name=told[:80],
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        raise ImportRefused("{archive} holds a link, {name}; pack the file itself", archive=archive, name=name)
    if member.flag_bits & _LOCKED_FLAG:
        raise ImportRefused(
            "{archive} is locked with a password; unpack it and import the files in it", archive=archive
        )
    hidden = any(part.startswith((".", "__MACOSX")) for part in name.parts)
    return None if member.is_dir() or hidden or not member.file_size else name


def _japanese_name(told: str) -> str:
    """Windows in Japan writes names in its own encoding, and does not say so."""
    try:
        return told.encode("cp437").decode("cp932")
    except UnicodeError:
        return told


def _check_size(path: Path, unpacked_bytes: int, *, packed_bytes: int) -> None:
    too_dense = unpacked_bytes > _HARMLESS_BYTES and unpacked_bytes > LARGEST_RATIO * max(packed_bytes, 1)
    if unpacked_bytes > LARGEST_BYTES or too_dense:
        raise ImportRefused(
            "{path} would be more than {megabytes:,} MB when it is unpacked, which no log of its size is "
            "(at most {ratio} times as large, and {gigabytes:,} GB); unpack it yourself where it is sound",
            path=path,
            megabytes=unpacked_bytes // 1000000,
            ratio=LARGEST_RATIO,
            gigabytes=LARGEST_BYTES // 1000000000,
        )


def _write_bounded(stream: BinaryIO, plain: Path, archive: Path, *, packed_bytes: int) -> None:
    done = 0
    with plain.open("wb") as out:
        while piece := stream.read(_PIECE_BYTES):
            done += len(piece)
            _check_size(archive, done, packed_bytes=packed_bytes)
            out.write(piece)
