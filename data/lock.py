"""One writer at a time: a lock that the system releases even where a process is killed."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import StoreBusy, TsunagariError
from data.message import Message

_LOOK_AGAIN_SECONDS = 0.2


def make_writable_folder(folder: Path) -> None:
    """Make the folder in which a desk's store and records lie.

    Raises
    ------
    TsunagariError
        If we may not write into it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        may_write = os.access(folder, os.W_OK)
    except OSError:
        may_write = False
    if not may_write:
        raise TsunagariError(
            "{folder} cannot be written, and every command keeps its store and its lock there; give yourself the right "
            "to write into it, or work on a copy of the desk",
            folder=folder,
        )


@contextmanager
def hold_lock(path: Path, *, wait_seconds: float, purpose: str) -> Iterator[None]:
    """Hold the lock file at `path` for the time of the block.

    Parameters
    ----------
    path
        The lock file; made where absent and left where it is.
    wait_seconds
        How long to wait for another holder, at least 0.
    purpose
        What this command does, told to whoever waits for it.

    Raises
    ------
    TsunagariError
        If we may not write where it lies.
    StoreBusy
        If another process still holds it after `wait_seconds`.
    """
    make_writable_folder(path.parent)
    with path.open("a+", encoding="utf-8") as file:
        _wait_for(file.fileno(), path, wait_seconds)
        file.seek(0)
        file.truncate()
        file.write(f"{purpose} (process {os.getpid()})")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _wait_for(descriptor: int, path: Path, wait_seconds: float) -> None:
    until = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise StoreBusy(_told(path, wait_seconds)) from None
            time.sleep(min(_LOOK_AGAIN_SECONDS, max(until - time.monotonic(), 0.01)))
        else:
            return


def _told(path: Path, wait_seconds: float) -> Message:
    return Message.of(
        "{holder} is working on this desk and was not done within {seconds:g} seconds; nothing was changed. "
        "Try again when it has ended, or wait longer with --wait SECONDS.",
        holder=path.read_text(encoding="utf-8").strip() or Message("another command"),
        seconds=wait_seconds,
    )
