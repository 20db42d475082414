"""How pages speak: every text by key in the reader's language, and how days, times and numbers are written in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args
from unicodedata import east_asian_width

from dashboards.wording import busy, forecast, promise, replies, shell, shifts, what_if
from data.reply_deadline import BusinessDays
from data.service_goal import ServiceGoal

Language = Literal["ja", "en"]

_PAIRS: dict[str, tuple[str, str]] = {
    **shell.TEXTS,
    **forecast.TEXTS,
    **shifts.TEXTS,
    **busy.TEXTS,
    **promise.TEXTS,
    **replies.TEXTS,
    **what_if.TEXTS,
}

TEXTS: dict[Language, dict[str, str]] = {
    "ja": {key: japanese for key, (japanese, _) in _PAIRS.items()},
    "en": {key: english for key, (_, english) in _PAIRS.items()},
}

LANGUAGES: tuple[Language, ...] = get_args(Language)

LANGUAGE_NAMES: dict[Language, str] = {"ja": "日本語", "en": "English"}
"""Each in its own words, so that a reader finds the way back."""

_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "ja": ("月", "火", "水", "木", "金", "土", "日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Words:
    """The words of one language.

    Parameters
    ----------
    language
        `ja` or `en`.
    """

    language: Language = "ja"

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"no words in {self.language!r}; there are {', '.join(LANGUAGES)}")

    def say(self, key: str, **values: Any) -> str:
        """The text of a key, with its places filled in.

        Raises
        ------
        KeyError
            If no such text exists: a mistake of ours, found by the tests.
        """
        return TEXTS[self.language][key].format(**values)

    def of_channel(self, channel: str) -> dict[str, str]:
        """What texts say differently by channel: `offered` for a heading (入電数, Calls), `many` within a sentence."""
        return {"offered": self.say(f"offered.{channel}"), "many": self.say(f"many.{channel}")}

    def of_goal(self, goal: ServiceGoal) -> dict[str, str]:
        """When a reply is planned (`deadline`), and its outer limit (`latest`): 営業時間で4時間, business hours: 4."""
        latest = BusinessDays(goal.deadline_latest_days)
        return {"deadline": goal.deadline.named(self.language), "latest": latest.named(self.language)}

    def effect(self, effect: str) -> str:
        """The word for a named effect; a kind of event that has no word stands as the desk wrote it."""
        known = TEXTS[self.language].get(f"effect.{effect}")
        if known is None and effect.startswith("after_"):
            return self.say("effect.after", kind=self.effect(effect.removeprefix("after_")))
        return known or effect

    def weekday(self, weekday: int) -> str:
        """Monday 0 to Sunday 6 as 月 or Mon."""
        return _WEEKDAYS[self.language][weekday]

    def day(self, day: date) -> str:
        """A day as 11/24(火) or Tue 24 Nov."""
        if self.language == "en":
            return f"{self.weekday(day.weekday())} {day.day} {_MONTHS[day.month - 1]}"
        return f"{day.month}/{day.day}({self.weekday(day.weekday())})"

    def short_day(self, day: date) -> str:
        """A day without its weekday: 11/24 or 24 Nov."""
        return f"{day.day} {_MONTHS[day.month - 1]}" if self.language == "en" else f"{day.month}/{day.day}"

    def month(self, month: str, *, between: str = "") -> str:
        """A month `2026-11` as 2026年11月 or Nov 2026, with something between year and month where it shall break."""
        year, number = month[:4], int(month[5:7])
        return (
            f"{_MONTHS[number - 1]}{between or ' '}{year}" if self.language == "en" else f"{year}年{between}{number}月"
        )

    def seconds(self, seconds: float) -> str:
        """A wait as 1秒未満, 45秒 or 3分05秒; whole minutes as 3分. In English: under 1 s, 45 s, 3 min 05 s."""
        below, of_minute, of_second = ("under 1 s", " min", " s") if self.language == "en" else ("1秒未満", "分", "秒")
        whole = round(seconds)
        if whole < 1:
            return below
        if whole < 60:
            return f"{whole}{of_second}"
        minutes = f"{whole // 60}{of_minute}"
        gap = " " if self.language == "en" else ""
        return f"{minutes}{gap}{whole % 60:02d}{of_second}" if whole % 60 else minutes

    def span(self, first: object, last: object) -> str:
        """Two ends: 9:30〜10:00 or 9:30–10:00."""
        return self.say("join.span", first=first, last=last)

    def listed(self, texts: Iterable[str]) -> str:
        """Some texts one after the other."""
        return self.say("join.list").join(texts)

    def sentences(self, *texts: str) -> str:
        """Sentences one after the other, empty ones left out."""
        return self.say("join.sentence").join(text for text in texts if text)


def display_width(text: str) -> int:
    """Columns that a text takes: two for each full-width letter."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def minute_text(minute: float) -> str:
    """Minutes since midnight as 9:30; 1440 as 24:00."""
    return f"{int(minute) // 60}:{int(minute) % 60:02d}"


def factor_text(factor: float) -> str:
    """A factor with two decimals and a sign that does not need colour: ▲×1.20, ▽×0.85, ×1.00."""
    sign = "▲" if factor >= 1.03 else "▽" if factor <= 0.97 else ""
    return f"{sign}×{factor:.2f}"


def percent_text(factor: float) -> str:
    """A factor as a signed percentage: +25%, −8%."""
    return f"{(factor - 1) * 100:+.0f}%".replace("-", "−")


def share_text(share: float) -> str:
    """A share of 0 to 1 as 91.4%, or - where it is not known."""
    return "-" if share != share else f"{share * 100:.1f}%"


def number_text(value: float) -> str:
    """A count with thousands separators, and one decimal below ten where it is no whole number."""
    return f"{value:,.0f}" if value >= 10 or float(value).is_integer() else f"{value:.1f}"
