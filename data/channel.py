"""The words for how a contact reaches the desk, the same everywhere."""

from collections.abc import Mapping
from typing import Literal

Channel = Literal["phone", "mail", "chat", "form", "video", "sms", "social"]

QueueByChannel = str | dict[Channel, str]
"""The queue of all channels, or of each."""

LIVE_CHANNELS: tuple[Channel, ...] = ("phone", "chat", "video")
"""Where the customer waits for a person; the others are written work with a reply deadline."""

WRITTEN_CHANNELS: tuple[Channel, ...] = ("mail", "form", "sms", "social")
"""Where the customer waits for a reply by a deadline; what comes outside opening hours is worked on when they begin."""

CHANNEL_WORDS: dict[str, dict[Channel, str]] = {
    "ja": {
        "phone": "電話", "mail": "メール", "chat": "チャット", "form": "フォーム", "video": "ビデオ", "sms": "SMS",
        "social": "SNS",
    },
    "en": {
        "phone": "phone", "mail": "mail", "chat": "chat", "form": "form", "video": "video", "sms": "text message",
        "social": "social",
    },
}  # fmt: skip
"""What people call a channel, by language."""


def queues_by_field(told: Mapping[str, QueueByChannel]) -> dict[str, str]:
    """Each field of some settings that names a queue -> the queue, those of each channel apart."""
    found: dict[str, str] = {}
    for field, queue in told.items():
        if isinstance(queue, dict):
            found |= {f"{field}.{channel}": name for channel, name in queue.items()}
        elif queue:
            found[field] = queue
    return found
