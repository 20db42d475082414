"""The systems whose files are known by their content: one line each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.desk import Desk
from data.errors import ImportRefused
from data.importers import amazon_connect, asterisk, avaya_cms, cisco_uccx, freshdesk, intercom, zendesk
from data.importers.genesys import GENESYS
from data.importers.json_rows import read_sample
from data.importers.log_file import is_parquet
from data.importers.twilio import TWILIO
from data.importers.zendesk_talk import ZENDESK_TALK


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


SYSTEMS = (
    System("amazon_connect", amazon_connect.recognise, amazon_connect.importer_of),
    System("asterisk", asterisk.recognise, asterisk.importer_of),
    System("avaya_cms", avaya_cms.recognise, avaya_cms.importer_of),
    System("cisco_uccx", cisco_uccx.recognise, cisco_uccx.importer_of),
    System("freshdesk", freshdesk.recognise, freshdesk.FRESHDESK.importer_of),
    System("intercom", intercom.recognise, intercom.INTERCOM.importer_of),
    System("zendesk", zendesk.recognise, zendesk.importer_of),
    *(System(told.source_system, told.recognise, told.importer_of) for told in (GENESYS, TWILIO, ZENDESK_TALK)),
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
