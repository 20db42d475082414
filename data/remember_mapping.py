"""Writes a mapping that was settled into desk.toml; comments and all else stay as they are."""

from collections.abc import Mapping
from typing import Any

import tomlkit

from data.desk import Desk
from data.errors import DeskError


def remember_mapping(desk: Desk, name: str, settings: Mapping[str, Any], *, kind: str = "mapping") -> str:
    """Add [import.mapping.<name>] (or of another `kind`: `totals`) to desk.toml, under a name that is still free.

    Returns
    -------
    str
        The name under which it stands.

    Raises
    ------
    DeskError
        If desk.toml cannot be read or written.
    """
    path = desk.folder / "desk.toml"
    taken = {*desk.settings.imports.mapping, *desk.settings.imports.totals}
    free = next(
        one for number in range(1, len(taken) + 2) if (one := name + ("" if number == 1 else f"-{number}")) not in taken
    )
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8"))
        imports = document.setdefault("import", tomlkit.table())
        mappings = imports.setdefault(kind, tomlkit.table(is_super_table=True))
        mappings[free] = _table(settings)
        part = path.with_name(".desk.toml.part")
        part.write_text(tomlkit.dumps(document), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise DeskError("{path} cannot be written: {error}", path=path, error=error.strerror or error) from None
    return free


def _table(settings: Mapping[str, Any]) -> Any:
    table = tomlkit.table()
    for field, value in settings.items():
        if isinstance(value, Mapping):
            inner = tomlkit.inline_table()
            inner.update(value)
            table[field] = inner
        else:
            table[field] = value
    return table
