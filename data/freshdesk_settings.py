"""How the tickets of a Freshdesk account become ours; a table [import.freshdesk.<name>] of desk.toml."""

from typing import Annotated, Literal

from pydantic import Field

from data.channel import Channel
from data.ticket_settings import TicketSettings

USUAL_CHANNELS: dict[str, Channel] = {
    "1": "mail", "2": "form", "3": "phone", "7": "chat", "9": "form", "10": "mail",
}  # fmt: skip
"""What `source` says -> channel."""

FieldName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{0,60}$")]


class FreshdeskSettings(TicketSettings):
    """What must be known to read the tickets of one account."""

    channels: dict[str, Channel] = Field(
        default_factory=dict, description="number of a source -> channel, besides the usual and above them"
    )
    topic_field: FieldName = Field("", description="custom field that names the topic, or type; empty: tags alone")
    time_tracking_field: FieldName = Field(
        "", description="custom field with all seconds of work; empty: handle time is unknown"
    )
    promised_field: FieldName = Field(
        "cf_promised_by", description="custom field with when the customer was told to have the answer"
    )
    next_status_field: FieldName = Field(
        "cf_next_status_by", description="custom field with when the customer was told to hear of the state"
    )
    statuses: dict[str, Literal["open", "done"]] = Field(
        default_factory=dict, description="number of the account's own status -> open or done; 2 to 7 are known"
    )
