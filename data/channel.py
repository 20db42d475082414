"""The words for how a contact reaches the desk, the same everywhere."""

from typing import Literal

Channel = Literal["phone", "mail", "chat", "form", "video", "sms", "social"]

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
