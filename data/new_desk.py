"""Writes the folder of a new desk: a desk.toml in which every field is explained, and the tables beside it."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tomlkit

from data.desk_file import settings_of_text
from data.errors import DeskError

STAFF_COLUMNS = (
    "person", "start_date", "end_date", "contract", "hours_day", "hours_week",
    "skills", "tier", "proficiency", "wage_hour", "helper", "novice_from", "prefers",
    "avoids", "prefers_off",
)  # fmt: skip
LEAVE_COLUMNS = ("person", "start", "end", "kind", "paid")
EVENT_COLUMNS = ("kind", "name", "start", "end", "queue", "effect", "known_from", "public_from")

_TEMPLATE = Path(__file__).parent / "templates" / "desk.toml"


def write_new_desk(
    folder: Path, *, name: str, language: str = "ja", time_zone: str = "Asia/Tokyo", country: str = "JP"
) -> Path:
    """Write a desk with one phone queue on weekdays from 10 to 18, nobody in it yet, and an empty `logs/`.

    Parameters
    ----------
    folder
        Made where it is not there; other files in it stay as they are.
    name
        Shown on pages and widget, 1 to 100 characters.
    language
        `ja` or `en`.
    time_zone
        IANA name.
    country
        Whose public holidays close the desk, two letters; "" for none.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    DeskError
        If the folder already holds one of a desk's files, or a value cannot be used; nothing is written then.
    """
    values = {"name": name, "language": language, "time_zone": time_zone, "country": country}
    text = filled_template(values)
    settings_of_text(text, path=folder / "desk.toml")
    _refuse_a_desk(folder)
    write_desk_files(folder, desk_toml=text, staff=(), leave=(), events=())
    return folder


def filled_template(values: Mapping[str, Any]) -> str:
    """The commented desk.toml with some values replaced.

    Parameters
    ----------
    values
        By key path, for example `{"name": "Hosting", "shifts.min_rest_hours": 9.0}`; a number in the path picks a
        table of a list, from 0, and the number after the last adds one.
    """
    document = tomlkit.parse(_TEMPLATE.read_text(encoding="utf-8"))
    for key_path, value in values.items():
        *way, last = key_path.split(".")
        table: Any = document
        for word in way:
            table = table[int(word) if word.isdigit() else word]
        if isinstance(table, list) and int(last) == len(table):
            table.append(tomlkit.item(value))
        else:
            table[last] = _tables_in_place(value)
    return tomlkit.dumps(document)


def _tables_in_place(value: Any) -> Any:
    """A list of tables, what lies within them written where it stands and not below a heading of its own."""
    if not (isinstance(value, list) and all(isinstance(table, dict) for table in value)):
        return value
    return [{key: _in_place(entry) for key, entry in table.items()} for table in value]


def _in_place(entry: Any) -> Any:
    """Tables as `{ ... }`, lists of them with one on each line."""
    if isinstance(entry, dict):
        table = tomlkit.inline_table()
        for key, each in entry.items():
            table[key] = each
        return table
    if not (isinstance(entry, list) and entry and isinstance(entry[0], dict)):
        return entry
    found = tomlkit.array().multiline(True)
    for each in entry:
        found.append(_in_place(each))
    return found


def write_desk_files(
    folder: Path,
    *,
    desk_toml: str,
    staff: Iterable[tuple[object, ...]],
    leave: Iterable[tuple[object, ...]],
    events: Iterable[tuple[object, ...]],
) -> None:
    """Write desk.toml and the tables beside it, their rows in the order of the columns above, and make `logs/`."""
    tables = {
        "staff.csv": (STAFF_COLUMNS, staff),
        "leave.csv": (LEAVE_COLUMNS, leave),
        "events.csv": (EVENT_COLUMNS, events),
    }
    with written_into(folder):
        for name, (columns, rows) in tables.items():
            _write_table(folder / name, columns, rows)
        # Last, so that a folder written only in part is no desk.
        (folder / "desk.toml").write_text(desk_toml, encoding="utf-8", newline="\n")


@contextmanager
def written_into(folder: Path) -> Iterator[None]:
    """Make the folder and its `logs/`, and say in a sentence where the system does not let us write.

    Raises
    ------
    DeskError
        If anything within cannot be written.
    """
    try:
        (folder / "logs").mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise DeskError(
            "{folder} cannot be written: {reason}; name a folder you may write to", folder=folder, reason=error.strerror
        ) from None


def _write_table(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _refuse_a_desk(folder: Path) -> None:
    for name in ("desk.toml", "staff.csv", "leave.csv", "events.csv", "holidays.csv"):
        if (folder / name).exists():
            raise DeskError(
                "{folder} already holds a {name}; name another folder, or move that file away first",
                folder=folder,
                name=name,
            )
