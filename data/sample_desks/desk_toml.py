"""The text of a sample desk's desk.toml: the commented template, filled in, and the columns of its logs."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from data.amazon_connect_settings import AmazonConnectSettings
from data.asterisk_settings import AsteriskSettings
from data.calendar import Calendar
from data.channel import Channel
from data.column_mapping import ColumnMapping
from data.desk_file import settings_of_text
from data.freshdesk_settings import FreshdeskSettings
from data.new_desk import filled_template
from data.opening_hours import clock_minutes, span_text
from data.queue_system_settings import QueueSystemSettings
from data.zendesk_mapping import ZendeskMapping

Fields = Mapping[str, Any]

_TABLES: dict[str, tuple[type[BaseModel], str]] = {
    "mapping": (ColumnMapping, "The columns of this desk's own system."),
    "zendesk": (ZendeskMapping, "What the numbers and words of this desk's Zendesk mean."),
    "freshdesk": (FreshdeskSettings, "What the fields of this desk's Freshdesk mean."),
    "asterisk": (AsteriskSettings, "What the queues and pauses of this desk's Asterisk mean."),
    "amazon_connect": (AmazonConnectSettings, "What the queues and users of this desk's Amazon Connect mean."),
    "genesys": (QueueSystemSettings, "What the queues and users of this desk's Genesys Cloud mean."),
}
"""Table below [import] -> its fields, and the line above it."""

ENOUGH_THERE = 0.6
"""Share of occasions on which enough people are there: no small queue keeps a whole person back for a few per cent."""

ABSENT_SHARE = 0.05
"""Sickness and unscheduled pauses; the short breaks, which people took when they liked before, are in the plan."""

SCREEN_MINUTES = 60
"""On end, by the guideline on work with information devices."""

_BREAK_MINUTES = 10

CLOSED_AT_NEW_YEAR = ["12-29", "12-30", "12-31", "01-01", "01-02", "01-03"]


def open_hours(weekdays: str, *, weekend: str = "", holiday: str = "") -> dict[str, list[str]]:
    """Spans of one channel, one a day; empty: closed."""
    days = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), weekdays) | dict.fromkeys(("sat", "sun"), weekend)
    return {day: [span] if span else [] for day, span in {**days, "holiday": holiday}.items()}


def shift(
    name: str, label: str, span: str, *, lunch: str = "", lunch_minutes: int = 60, latest_start: str = "",
    breaks: Sequence[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """A shift template.

    Parameters
    ----------
    span
        `09:00-18:00`.
    lunch
        The window of its lunch, written alike; empty: none.
    lunch_minutes
        Its length, where there is one.
    latest_start
        Until when people may start; empty: at the span's start only.
    breaks
        The windows of its short breaks, written alike; without any there is one in each hour at the screen.
    """
    start, end = span.split("-")
    return {
        "name": name,
        "label": {"ja": label, "en": name.replace("_", " ")},
        "start": start,
        "end": end,
        **({"latest_start": latest_start} if latest_start else {}),
        "lunch_minutes": lunch_minutes if lunch else 0,
        **({"lunch_window": lunch.split("-")} if lunch else {}),
        "breaks": [
            {"minutes": _BREAK_MINUTES, "window": window.split("-")} for window in breaks or _hourly(start, end)
        ],
    }


def _hourly(start: str, end: str) -> list[str]:
    """Windows of a break in each hour of a shift.

    Each may end at the full hour since the shift's start or begin then: half of the people can go before the other
    half, and whoever does which when, nobody works for more than an hour on end.
    """
    first, last = clock_minutes(start), clock_minutes(end)
    return [
        span_text(full - _BREAK_MINUTES, full + _BREAK_MINUTES)
        for full in range(first + SCREEN_MINUTES, last - _BREAK_MINUTES, SCREEN_MINUTES)
    ]


def desk_toml(
    values: Fields,
    *,
    hours: Mapping[Channel, Mapping[str, list[str]]],
    queues: Sequence[Fields],
    shifts: Sequence[Fields] = (),
    mappings: Mapping[str, Fields] | None = None,
    systems: Mapping[str, Mapping[str, Fields]] | None = None,
) -> str:
    """The whole text.

    Parameters
    ----------
    values
        By key path, as in `filled_template`.
    hours
        Channel -> its opening hours; where none is the phone, the first takes its place in the template.
    queues
        Fields of each [[queue]]; `goal` holds those of its promise.
    shifts
        Fields of each [[shifts.template]]; none: the template's own.
    mappings
        Name -> fields of [import.mapping.<name>].
    systems
        System (`asterisk`, `amazon_connect`, `genesys` ...) -> name -> fields of [import.<system>.<name>].
    """
    first_channel: Channel = "phone" if "phone" in hours else next(iter(hours))
    filled = dict(values)
    filled |= {f"hours.phone.{day}": spans for day, spans in hours[first_channel].items()}
    filled |= {f"hours.{channel}": hours[channel] for channel in hours if channel != first_channel}
    filled |= {f"queue.0.{key}": value for key, value in queues[0].items() if key != "goal"}
    filled |= {f"queue.0.goal.{key}": value for key, value in queues[0].get("goal", {}).items()}
    filled |= {f"queue.{number}": dict(queue) for number, queue in enumerate(queues[1:], start=1)}
    if shifts:
        filled["shifts.template"] = [dict(template) for template in shifts]
    text = re.sub(r"^\[hours\.phone\]", f"[hours.{first_channel}]", filled_template(filled), flags=re.MULTILINE)
    tables = {"mapping": mappings or {}, **(systems or {})}
    return text + "".join(
        _table_toml(table, name, fields) for table, named in tables.items() for name, fields in named.items()
    )


def calendar_of(text: str) -> Calendar:
    """The calendar of a desk.toml, without events."""
    return Calendar(settings=settings_of_text(text, path=Path("desk.toml")))


def _table_toml(table: str, name: str, fields: Fields) -> str:
    described, what = _TABLES[table]
    told = {field: f"{field} = {_toml(value)}" for field, value in fields.items()}
    width = min(max(map(len, told.values())), 40)
    lines = [f"{line:<{width}}  # {described.model_fields[field].description}" for field, line in told.items()]
    return "\n".join(["", f"# {what}", f"[import.{table}.{name}]", *lines, ""])


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return (
            "{ "
            + ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {_toml(entry)}" for key, entry in value.items())
            + " }"
        )
    return json.dumps(value, ensure_ascii=False)
