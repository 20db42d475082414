"""The words of the widget: one table of fixed texts, and the pages that say them where scripts do not run."""

import json
from collections.abc import Sequence
from datetime import date
from html import escape
from importlib import resources
from typing import Any

from dashboards.best_times import BestTimes, DayTimes
from dashboards.wait_levels import WAITING_LEVELS, Level
from dashboards.widget_queues import ReplyTimes
from data.reply_deadline import BusinessDays, ReplyDeadline

_FILES = resources.files("dashboards").joinpath("widget")


def widget_file(name: str) -> str:
    """Text of a file of the widget, as it is packaged."""
    return _FILES.joinpath(name).read_text(encoding="utf-8")


def widget_texts() -> dict[str, dict[str, Any]]:
    """Every fixed text of the widget, by language and key."""
    texts: dict[str, dict[str, Any]] = json.loads(widget_file("texts.json"))
    return texts


def clock(minute: int) -> str:
    """`09:30` of minutes since midnight; 1440 is `24:00`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def day_in_words(day: date, texts: dict[str, Any]) -> str:
    """`11月24日(火)` or `Tue 24 Nov`."""
    month, weekday = texts["months"][day.month - 1], texts["weekdays"][day.weekday()]
    return str(texts["date"].format(month=month, day=day.day, weekday=weekday))


def wait_in_words(level: Level, ends_seconds: Sequence[float], texts: dict[str, Any]) -> str:
    """What a level says about waiting: `1〜3分`; empty for a level that says nothing."""
    first, second, third = ends_seconds
    if level == "easy":
        return str(texts["under"].format(end=_duration(first, texts)))
    if level == "fairly_easy":
        return str(texts["within"].format(end=_duration(second, texts)))
    if level == "very_busy":
        return str(texts["over"].format(first=_duration(third, texts)))
    if level != "busy":
        return ""
    if second % 60 and third % 60:
        return str(texts["between_seconds"].format(first=f"{second:g}", end=f"{third:g}"))
    if second % 60 or third % 60:
        return str(texts["between"].format(first=_duration(second, texts), end=_duration(third, texts)))
    return str(texts["between_minutes"].format(first=f"{second / 60:g}", end=f"{third / 60:g}"))


def _duration(seconds: float, texts: dict[str, Any]) -> str:
    if seconds % 60:
        return str(texts["seconds"].format(n=f"{seconds:g}"))
    return str(texts["minutes"].format(n=f"{seconds / 60:g}"))


def title_of(best_times: BestTimes, texts: dict[str, Any]) -> str:
    """What the widget is about: when to call or to reach the desk; where customers can only write, when it answers."""
    if best_times.reply:
        return str(texts["title_written"])
    return str(texts["title" if best_times.channels == ("phone",) and not best_times.more else "title_live"])


def reply_in_words(reply: ReplyTimes, texts: dict[str, Any]) -> str:
    """`返信は通常1営業日以内(最長2営業日)`."""
    within = _deadline_in_words(reply.within, texts, days="reply_within", hours="reply_within_hours")
    if reply.within == BusinessDays(reply.latest_days):
        return str(texts["reply"].format(within=within))
    same_unit = isinstance(reply.within, BusinessDays) and reply.within.number > 0
    latest = _in_number("latest_days" if same_unit else "latest_in_full", reply.latest_days, texts)
    return str(texts["reply_latest"].format(within=within, latest=latest))


def _deadline_in_words(deadline: ReplyDeadline, texts: dict[str, Any], *, days: str, hours: str) -> str:
    """A deadline by the key of its unit: texts for 0, 1 and more business days, or for 1 and other business hours."""
    if isinstance(deadline, BusinessDays):
        return _in_number(days, deadline.number, texts)
    return str(texts[hours][deadline.number != 1].format(n=f"{deadline.number:g}"))


def _in_number(key: str, days: int, texts: dict[str, Any]) -> str:
    return str(texts[key][min(days, 2)].format(n=days))


def table_page(best_times: BestTimes) -> str:
    """The widget without script: recommended times or the time to a reply, hours and the whole grid, as HTML."""
    texts = widget_texts()[best_times.language]
    updated = texts["clock_date"].format(
        date=day_in_words(best_times.updated_at.date(), texts), time=f"{best_times.updated_at:%H:%M}"
    )
    zone = texts["zones"].get(best_times.zone, best_times.zone)
    parts = [
        f"<h1>{escape(title_of(best_times, texts))}</h1>",
        f"<p>{escape(best_times.desk)}</p>",
        f"<p>{escape(texts['updated'])} {escape(updated)} ({escape(zone)})</p>",
    ]
    if best_times.reply:
        parts += [f"<p>{escape(reply_in_words(best_times.reply, texts))}</p>", _facts(best_times, texts)]
        return "\n".join(parts)
    parts.append(f"<p>{escape(texts['disclaimer'])}</p>")
    for one in (best_times, *best_times.more):
        table = f"<p>{escape(texts['thin'])}</p>" if one.is_thin else _days_table(one, texts)
        parts += [_facts(one, texts), table]
    return "\n".join(parts)


def _facts(best_times: BestTimes, texts: dict[str, Any]) -> str:
    lines = []
    for weekday, spans in enumerate(best_times.hours):
        said = texts["list"].join(_span(first, end, texts) for first, end in spans) or texts["closed_weekday"]
        lines.append(f"{texts['weekdays'][weekday]} {said}")
    written = best_times.reply is not None
    hours = texts["hours_written" if written else "hours"]
    facts = f"<h2>{escape(hours)}</h2>\n<p>{escape(texts['list'].join(lines))}</p>"
    if best_times.closed_days:
        closed = texts["list"].join(day_in_words(day, texts) for day in best_times.closed_days)
        facts += f"\n<p>{escape(texts['closed_days'])}: {escape(closed)}</p>"
    named = texts["list"].join(texts["channels"][channel] for channel in best_times.channels)
    facts += f"\n<p>{escape(texts['ways' if written else 'about'])}: {escape(named)}</p>"
    if best_times.other_channels:
        named = texts["list"].join(_other_channel(channel, best_times, texts) for channel in best_times.other_channels)
        facts += f"\n<p>{escape(texts['others_written' if written else 'others'])}: {escape(named)}</p>"
    if best_times.reply_deadlines:
        facts += f"\n<p>{escape(texts['reply_rests'])}</p>"
    return facts


def _other_channel(channel: str, best_times: BestTimes, texts: dict[str, Any]) -> str:
    """A channel, and of a written one when it replies where that is known."""
    name, deadlines = str(texts["channels"][channel]), {str(key): by for key, by in best_times.reply_deadlines}
    if channel not in deadlines:
        return name
    told = _deadline_in_words(deadlines[channel], texts, days="reply_days", hours="reply_hours")
    return name + str(texts["in_brackets"].format(text=told))


def _span(first: int, end: int, texts: dict[str, Any]) -> str:
    return str(texts["span"].format(first=clock(first), end=clock(end)))


def _days_table(best_times: BestTimes, texts: dict[str, Any]) -> str:
    titles = [texts["day"], texts["best"], *(clock(minute) for minute in best_times.minutes)]
    heads = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    rows = "\n".join(_day_row(day, texts) for day in best_times.days)
    legend = texts["list"].join(
        f"{texts['signs'][level]} {texts['levels'][level]} {wait_in_words(level, best_times.level_ends_seconds, texts)}"
        for level in WAITING_LEVELS
    )
    return (
        f'<h2>{escape(texts["week"])}</h2>\n<p>{escape(texts["legend"])}: {escape(legend)}</p>\n<div class="scroll">\n'
        f"<table>\n<caption>{escape(texts['table'])}</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _day_row(day: DayTimes, texts: dict[str, Any]) -> str:
    reasons = "".join(f"<br>{escape(texts['reasons'][reason])}" for reason in day.reasons)
    best = "<br>".join(escape(_span(window.first_minute, window.end_minute, texts)) for window in day.best)
    cells = "".join(
        f'<td class="{level}">{escape(texts["signs"][level])} {escape(texts["levels"][level])}</td>'
        for level in day.levels
    )
    return f'<tr><th scope="row">{escape(day_in_words(day.date, texts))}{reasons}</th><td>{best}</td>{cells}</tr>'
