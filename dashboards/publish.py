"""Writes the widget: a static folder that any web server or content network can host."""

import json
import os
import tempfile
from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from dashboards.best_times import BestTimes, DayTimes, OtherChannel
from dashboards.widget_queues import ReplyTimes
from dashboards.widget_words import clock, table_page, title_of, widget_file, widget_texts
from data.reply_deadline import BusinessDays, ReplyDeadline

FORMAT = 1
"""Version of best-times.json's form; the script reads no other."""

_READABLE_BY_ALL = 0o644


def publish_widget(best_times: BestTimes, out: Path) -> None:
    """Write index.html, page.css, icon.svg, tsunagari-widget.js and best-times.json into `out`, and touch nothing else.

    Each file is replaced whole, so that a reader sees the old one or the new one. The script goes before the data it
    reads.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    _replace(out / "page.css", widget_file("page.css"))
    _replace(out / "icon.svg", widget_file("icon.svg"))
    _replace(out / "tsunagari-widget.js", _script())
    _replace(out / "best-times.json", json.dumps(public_values(best_times), ensure_ascii=False, indent=1) + "\n")
    _replace(out / "index.html", _page(best_times))


def public_values(best_times: BestTimes) -> dict[str, Any]:
    """What best-times.json says: levels, hours, dates and keys of fixed texts. Nothing else may ever be added.

    Where customers can only write, two numbers of business days join: those of the promise, never what was measured. A
    promise in business hours stands beside them; the days are then those within which these hours are over. Beside live
    channels stands the same promise of written ones, for each of them one number of business days or hours, and only
    while the log bears it out.
    """
    reply = best_times.reply
    return {
        "format": FORMAT,
        "desk": best_times.desk,
        "language": best_times.language,
        "zone": best_times.zone,
        "updated": best_times.updated_at.isoformat(timespec="seconds"),
        "intervalMinutes": best_times.interval_minutes,
        "levelEnds": list(best_times.level_ends_seconds),
        **_public_channel(best_times),
        **_public_deadlines(best_times.reply_deadlines),
        **(_public_reply(reply) if reply else {}),
        **({"more": [_public_channel(other) for other in best_times.more]} if best_times.more else {}),
    }


def _public_deadlines(told: Sequence[tuple[OtherChannel, ReplyDeadline]]) -> dict[str, Any]:
    """Numbers of business days and hours by channel, each unit only where there is one."""
    by_unit: dict[str, dict[str, float]] = {}
    for channel, deadline in told:
        unit = "replyDays" if isinstance(deadline, BusinessDays) else "replyHours"
        by_unit.setdefault(unit, {})[channel] = deadline.number
    return by_unit


def _public_reply(reply: ReplyTimes) -> dict[str, Any]:
    days = {"replyWithinDays": reply.latest_days, "replyLatestDays": reply.latest_days}
    if isinstance(reply.within, BusinessDays):
        return days | {"replyWithinDays": reply.within.number}
    return days | {"replyWithinHours": reply.within.number}


def _public_channel(best_times: BestTimes) -> dict[str, Any]:
    """What differs between the desk's live channels."""
    return {
        "status": "written" if best_times.reply else "thin" if best_times.is_thin else "ok",
        "channels": list(best_times.channels),
        "otherChannels": list(best_times.other_channels),
        "hours": [[[clock(first), clock(end)] for first, end in spans] for spans in best_times.hours],
        "closedDays": [day.isoformat() for day in best_times.closed_days],
        "times": [clock(minute) for minute in best_times.minutes],
        "days": [_public_day(day) for day in best_times.days],
    }


def _public_day(day: DayTimes) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "levels": list(day.levels),
        "best": [[clock(window.first_minute), clock(window.end_minute)] for window in day.best],
        "reasons": list(day.reasons),
    }


def _script() -> str:
    """The element with its texts and styles inside: one file to host, and one that cannot differ from its texts."""
    script = widget_file("words.js") + widget_file("tsunagari-widget.js")
    for line, value in (("const TEXTS = {};", widget_texts()), ('const STYLES = "";', widget_file("widget.css"))):
        name = line.split()[1]
        script = script.replace(line, f"const {name} = {json.dumps(value, ensure_ascii=False)};", 1)
    return script


def _page(best_times: BestTimes) -> str:
    texts = widget_texts()[best_times.language]
    return Template(widget_file("index.html")).substitute(
        language=best_times.language,
        title=escape(title_of(best_times, texts)),
        desk=escape(best_times.desk),
        table=table_page(best_times),
    )


def _replace(path: Path, text: str) -> None:
    """Write a file aside and rename it over the old one, so that nobody reads half of it."""
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(aside).chmod(_READABLE_BY_ALL)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
