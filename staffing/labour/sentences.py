"""What the checker of labour rules says, in the desk's languages: what is wrong, and what would mend it."""

from datetime import date

from staffing.labour import sentences_en, sentences_ja

MESSAGES: dict[str, dict[str, str]] = {"ja": sentences_ja.MESSAGES, "en": sentences_en.MESSAGES}
MENDS: dict[str, dict[str, str]] = {"ja": sentences_ja.MENDS, "en": sentences_en.MENDS}

KINDS: dict[str, dict[str, str]] = {
    "ja": {"paid_leave": "有休", "leave": "休暇", "requested_off": "希望休", "training": "研修", "meeting": "会議"},
    "en": {
        "paid_leave": "paid leave",
        "leave": "leave",
        "requested_off": "a requested day off",
        "training": "a training",
        "meeting": "a meeting",
    },
}


def hours_and_minutes(minutes: float, language: str) -> str:
    """`8時間1分`, or `8 h 01 min`; seconds are rounded up, so that a little too much is seen."""
    whole = int(-(-round(minutes, 4) // 1))
    if language == "ja":
        return f"{whole // 60}時間" + (f"{whole % 60}分" if whole % 60 else "")
    return f"{whole // 60} h" + (f" {whole % 60:02d} min" if whole % 60 else "")


def month_in_words(first_day: date, language: str) -> str:
    """`2026年4月`, or `2026-04`."""
    return f"{first_day.year}年{first_day.month}月" if language == "ja" else f"{first_day:%Y-%m}"
