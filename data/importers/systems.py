"""The systems whose files are known by their content: one line each, and none where its records are told.

A system that is a `RecordSystem` is known by its line in `data.import_settings`: the module of this folder that has the
name of the line holds it as `SYSTEM`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from data.desk import Desk
from data.errors import ImportRefused
from data.import_settings import ImportSettings
from data.importers import amazon_connect, asterisk, avaya_cms, cisco_uccx, freshdesk, intercom, zendesk
from data.importers.json_rows import read_sample
from data.importers.log_file import is_parquet
from data.importers.record_system import RecordSystem
from data.queue_system_settings import QueueSystemSettings


@dataclass(frozen=True)
class System:
    """What the choice of an importer asks of a system.

    Parameters
    ----------
    table
        Where in desk.toml its settings stand: [import.<table>.<name>].
    recognise
        Why a file that begins with this text is of the system; None where it is not.
    importer_of
        The importer of a file, by the settings `name` or (None) those that fit. Refuses with a proposal where there
        are none.
    """

    table: str
    recognise: Callable[[str], str | None]
    importer_of: Callable[..., Any]

    def settings(self, desk: Desk) -> Mapping[str, Any]:
        """The desk's tables of this system, by name."""
        found: Mapping[str, Any] = getattr(desk.settings.imports, self.table)
        return found


def record_systems(settings: type[BaseModel] = ImportSettings) -> Iterator[System]:
    """The systems whose tables stand among the settings as those of a system of queues and agents."""
    for table, field in settings.model_fields.items():
        if any(isinstance(one, type) and issubclass(one, QueueSystemSettings) for one in get_args(field.annotation)):
            told: RecordSystem = import_module(f"data.importers.{table}").SYSTEM
            yield System(table, told.recognise, told.importer_of)


SYSTEMS = (
    System("amazon_connect", amazon_connect.recognise, amazon_connect.importer_of),
    System("asterisk", asterisk.recognise, asterisk.importer_of),
    System("avaya_cms", avaya_cms.recognise, avaya_cms.importer_of),
    System("cisco_uccx", cisco_uccx.recognise, cisco_uccx.importer_of),
    System("freshdesk", freshdesk.recognise, freshdesk.FRESHDESK.importer_of),
    System("intercom", intercom.recognise, intercom.INTERCOM.importer_of),
    System("zendesk", zendesk.recognise, zendesk.importer_of),
    *record_systems(),
)


def known_system(path: Path) -> System | None:
    """The system that wrote a file, by its content; None where none is known."""
    if is_parquet(path):
        return None
    try:
        sample = read_sample(path)
    except ImportRefused:
        return None  # what is wrong with it is told by whoever reads it
    return next((system for system in SYSTEMS if system.recognise(sample)), None)


def system_of_table(desk: Desk, name: str) -> System | None:
    """The system whose settings carry this name."""
    return next((system for system in SYSTEMS if name in system.settings(desk)), None)
