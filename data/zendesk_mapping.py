"""How the tickets of a Zendesk account become ours; a table [import.zendesk.<name>] of desk.toml."""

from pydantic import Field

from data.channel import Channel
from data.ticket_settings import Number, TicketSettings

USUAL_CHANNELS: dict[str, Channel] = {
    "email": "mail", "web": "form", "web_form": "form", "api": "form", "mobile": "form", "closed_ticket": "mail",
    "help_center": "form", "web_widget": "form", "mobile_sdk": "form", "chat": "chat", "native_messaging": "chat",
    "messaging": "chat", "voice": "phone", "sms": "sms", "text": "sms", "any_channel": "social",
    "any_channel_v2": "social", "twitter": "social", "facebook": "social", "instagram_dm": "social",
    "twitter_dm": "social", "line": "social", "whatsapp": "social",
}  # fmt: skip
"""What `via.channel` says -> channel."""


class ZendeskMapping(TicketSettings):
    """What must be known to read the tickets of one account."""

    channels: dict[str, Channel] = Field(
        default_factory=dict, description="via.channel -> channel, besides the usual and above them"
    )
    topic_field: Number = Field("", description="number of the ticket field that names the topic; empty: tags alone")
    time_tracking_field: Number = Field(
        "", description="number of the field with all seconds of work; empty: handle time is unknown"
    )
    merged_tags: tuple[str, ...] = Field(("closed_by_merge",), description="tags of tickets that another one took up")
