"""How the calls of Zendesk Talk become ours; a table [import.zendesk_talk.<name>] of desk.toml."""

from typing import Literal

from pydantic import Field

from data.queue_system_settings import QueueSystemSettings

ASKED_STATUSES = ("not answered", "failed", "abandoned_in_voicemail")
"""What `completion_status` may say without telling whether the call was offered to the desk's people."""


class ZendeskTalkSettings(QueueSystemSettings):
    """What the groups and lines of one account mean at this desk."""

    offered: dict[Literal["not answered", "failed", "abandoned_in_voicemail"], bool] = Field(
        default_factory=dict, description="completion_status -> whether such calls count as offered; else refused"
    )
