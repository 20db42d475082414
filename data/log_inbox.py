"""What becomes of files in a desk's logs/ once they are read: that folder is an inbox, no archive."""

from collections.abc import Sequence
from pathlib import Path

from data.desk import Desk


def clear_inbox(desk: Desk, files: Sequence[Path]) -> str:
    """Delete imported files that lie in `logs/`, unless desk.toml says `[import] keep_logs = true`.

    Called when the import is in the store for good. Files that lie elsewhere are never touched.

    Returns
    -------
    str
        What was done, for people; empty where none of the files lies in `logs/`.
    """
    folder = (desk.folder / "logs").resolve()
    inside = sorted({path.resolve() for path in files if path.resolve().parent == folder and path.is_file()})
    if not inside:
        return ""
    names = ", ".join(path.name for path in inside[:3]) + (f" and {len(inside) - 3} more" if len(inside) > 3 else "")
    if desk.settings.imports.keep_logs:
        return f"{names} stays in logs/ with what it says of customers: [import] keep_logs = true in desk.toml"
    for path in inside:
        path.unlink()
    return f"{names} was read and is deleted from logs/ ([import] keep_logs = false in desk.toml)"
