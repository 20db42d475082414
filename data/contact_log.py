"""What a source told of contacts, in the canonical columns: one row a stay of one contact in one queue."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.column_mapping import OUR_OUTCOMES

TEXTS = ("source_system", "source_instance", "leg_id", "contact_id", "callback_of", "kind", "direction", "channel",
         "queue_key", "agent_key", "handle_quality", "outcome", "end_party", "topic", "priority", "customer_segment",
         "source_tz", "flags")  # fmt: skip
INSTANTS = ("entered_at", "answered_at", "ended_at", "acw_end_at", "deadline_at", "promised_at", "next_status_at",
            "source_updated_at")  # fmt: skip
DURATIONS = ("ivr_s", "wait_s", "ring_s", "talk_s", "hold_s", "acw_s", "handle_s")
TRUTHS = ("talk_includes_hold", "offered", "is_entry", "is_escalation", "tz_assumed")
NUMBERS = ("leg_seq", "tier", "row_hash", "row_no")
LEG_COLUMNS = TEXTS + INSTANTS + DURATIONS + TRUTHS + NUMBERS
"""Columns of a log's legs; the lineage of a file is added when it is stored, and contact_id where none was told."""

REQUIRED = ("source_system", "source_instance", "leg_id", "kind", "direction", "channel", "queue_key", "entered_at",
            "handle_quality", "outcome", "end_party", "source_tz", "flags")  # fmt: skip

LONGEST_CALL_SECONDS = 86_400.0
"""No duration of a phone call is believed above this."""

OFFERED_OUTCOMES = ("answered", "abandoned", "overflowed_out", "timeout", "voicemail", "callback_requested", "failed",
                    "open")  # fmt: skip
"""Outcomes of contacts that waited for a person; the others never entered the queue or are no demand."""

BESIDE_THE_QUEUE = ("callback", "outbound", "reply_cycle")
"""Kinds of legs that are work, but neither offered nor demand: the contact was counted when it came."""

ENTRY_OUTCOMES = (*OFFERED_OUTCOMES, "blocked")
"""Outcomes of customer demand: `blocked` wanted a person and was not admitted."""


@dataclass(frozen=True)
class ContactLog:
    """Legs of contacts, checked.

    Parameters
    ----------
    legs
        One row a leg, with `LEG_COLUMNS`. Instants are UTC, durations seconds; unknown is missing, never 0. `flags`
        are words joined by `|`, empty where there is nothing to say.

    Raises
    ------
    ValueError
        If columns differ, a required value is missing, instants run backwards, a duration is negative or (phone)
        above a day, or an answered phone call has no time of answer.
    """

    legs: pd.DataFrame

    @classmethod
    def of_rows(cls, rows: pd.DataFrame) -> "ContactLog":
        """A log of rows as the store gives them, with `LEG_COLUMNS` in any order."""
        forms: dict[str, str] = {name: "str" for name in TEXTS} | {name: "datetime64[us, UTC]" for name in INSTANTS}
        forms |= {name: "float64" for name in DURATIONS} | {name: "bool" for name in TRUTHS}
        return cls(rows[list(LEG_COLUMNS)].astype(forms).reset_index(drop=True))

    def __post_init__(self) -> None:
        if tuple(self.legs.columns) != LEG_COLUMNS:
            raise ValueError(f"legs carry the columns {LEG_COLUMNS}; these are {tuple(self.legs.columns)}")
        for column in INSTANTS:
            if str(self.legs[column].dtype) != "datetime64[us, UTC]":
                raise ValueError(f"{column} holds instants in UTC to the microsecond, not {self.legs[column].dtype}")
        self._refuse({f"{column} is missing": self.legs[column].isna() for column in REQUIRED})
        self._refuse(self._impossible())

    def _impossible(self) -> dict[str, "pd.Series[bool]"]:
        legs, phone = self.legs, self.legs["channel"] == "phone"
        found = {
            "an answer before entering the queue": legs["answered_at"] < legs["entered_at"],
            "an end before the answer": legs["ended_at"] < legs["answered_at"],
            "an end before entering the queue": legs["ended_at"] < legs["entered_at"],
            "an answered call without its time": phone & (legs["outcome"] == "answered") & legs["answered_at"].isna(),
            "an outcome that is not ours": ~legs["outcome"].isin(OUR_OUTCOMES),
        }
        for column in DURATIONS:
            found[f"{column} below 0"] = legs[column] < 0
            found[f"{column} above a day"] = phone & (legs[column] > LONGEST_CALL_SECONDS)
        return found

    def _refuse(self, found: dict[str, "pd.Series[bool]"]) -> None:
        for what, rows in found.items():
            if np.any(rows):
                raise ValueError(
                    f"{what}: {int(rows.sum())} legs, the first in row {self.legs['row_no'][rows].iloc[0]}"
                )

    def __len__(self) -> int:
        return len(self.legs)
