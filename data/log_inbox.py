"""What becomes of files in a desk's logs/ once they are read: that folder is an inbox, no archive."""

from collections.abc import Sequence
from pathlib import Path

from data.desk import Desk
from data.message import Message


def clear_inbox(desk: Desk, files: Sequence[Path]) -> Message | None:
    """Delete imported files that lie in `logs/`, unless desk.toml says `[import] keep_logs = true`.

    Called when the import is in the store for good. Files that lie elsewhere are never touched.

    Returns
    -------
    Message or None
        What was done, for people; None where none of the files lies in `logs/`.
    """
    folder = (desk.folder / "logs").resolve()
    inside = sorted({path.resolve() for path in files if path.resolve().parent == folder and path.is_file()})
    if not inside:
        return None
    first, more = ", ".join(path.name for path in inside[:3]), len(inside) - 3
    names = Message.of("{first} and {more} more", first=first, more=more) if more > 0 else first
    if desk.settings.imports.keep_logs:
        return Message.of(
            "{names} stays in logs/ with what it says of customers: [import] keep_logs = true in desk.toml", names=names
        )
    for path in inside:
        path.unlink()
    return Message.of(
        "{names} was read and is deleted from logs/ ([import] keep_logs = false in desk.toml)", names=names
    )
