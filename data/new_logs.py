"""Which files in a desk's logs/ the store has not read yet."""

from pathlib import Path

from data.desk import Desk
from data.import_logs import file_identity
from data.importers.choose_mapping import choose_importer, told_forms
from data.importers.csv_file import digest_of
from data.importers.packing import opened_logs
from data.warehouse import Warehouse


def find_new_logs(warehouse: Warehouse, desk: Desk) -> list[Path]:
    """Files of `logs/` that are not in the import ledger under the mapping of today, in the order of their names.

    A file that grew, or whose mapping was changed in desk.toml, counts as new. Hidden files are left alone.

    Raises
    ------
    ImportRefused
        If no mapping fits one of them.
    """
    folder = desk.folder / "logs"
    files = sorted(path for path in folder.glob("*") if path.is_file() and not path.name.startswith("."))
    known = set(warehouse.query("known_files")["file_id"])
    return [path for path in files if not _identities(desk, path) <= known]


def _identities(desk: Desk, path: Path) -> set[str]:
    """Of the file, or of all that it holds."""
    with opened_logs(desk.state_folder, [path], **told_forms(desk)) as plain:
        return {file_identity(choose_importer(desk, part), digest=digest_of(part)) for part in plain}
