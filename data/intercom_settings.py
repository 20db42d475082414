"""How the conversations of an Intercom workspace become ours; a table [import.intercom.<name>] of desk.toml."""

from pydantic import Field

from data.channel import Channel
from data.ticket_settings import TicketSettings

USUAL_CHANNELS: dict[str, Channel] = {
    "conversation": "chat", "email": "mail", "facebook": "social", "instagram": "social", "twitter": "social",
    "whatsapp": "social", "sms": "sms", "phone_call": "phone",
}  # fmt: skip
"""What `source.type` says -> channel; only `conversation` was seen in a real record."""


class IntercomSettings(TicketSettings):
    """What must be known to read the conversations of one workspace."""

    channels: dict[str, Channel] = Field(
        default_factory=dict, description="source.type -> channel, besides the usual and above them"
    )
