"""What the rows of a mapped log are read by."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pandas as pd

from data.channel import Channel
from data.column_mapping import ColumnMapping
from data.importers.instants import LAST_MOMENT


@dataclass(frozen=True)
class LegRules:
    """What cells are read by.

    Parameters
    ----------
    name
        Of the mapping, as in [import.mapping.<name>].
    mapping
        Where each figure stands.
    zone
        Of times without an offset.
    tiers
        Queue of desk.toml -> its tier; other queues are refused.
    channels
        Queue of desk.toml -> its channel; a row of another channel is refused. Empty: all take the mapping's.
    latest
        No contact is believed to have come later.
    """

    name: str
    mapping: ColumnMapping
    zone: ZoneInfo
    tiers: dict[str, int]
    channels: dict[str, Channel] = field(default_factory=dict)
    latest: pd.Timestamp = LAST_MOMENT
