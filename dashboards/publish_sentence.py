"""What `publish` tells the person who ran it, in their language."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from dashboards.best_times import BestTimes

_WORDS = {
    "ja": {
        "folder": "ウィジェットを {folder} に書き出しました。フォルダーごとWebサーバーに置いてください",
        "written": "電話・チャット・ビデオの窓口がないため、営業時間と返信の目安だけを表示します",
        "thin": "データが少ないため、つながりやすさは表示せず、受付時間だけを表示します",
        "plan": "予測はすべての営業日でシフト計画の人数にもとづきます",
        "plan_until": "予測は{day}まではシフト計画、その後はふだんの人数にもとづきます",
        "plan_days": "予測は{days}はシフト計画、ほかの日はふだんの人数にもとづきます",
        "usual": "予測は過去の待ち時間からみた、ふだんの人数にもとづきます",
        "past": "予測が今日に届いていないため、{day}からの分を表示し、古いことを伝えます",
        "list": "、",
        "between": "。",
        "end": "。",
    },
    "en": {
        "folder": "the widget is in {folder}: put the folder on any web server",
        "written": "no phone, chat or video queue meets customers, so it shows hours and the time to a reply alone",
        "thin": "there is too little data for levels, so it shows opening hours alone",
        "plan": "its levels rest on the shift plan",
        "plan_until": "its levels rest on the shift plan until {day}, then on the usual roster",
        "plan_days": "its levels rest on the shift plan on {days}, on other days on the usual roster",
        "usual": "its levels rest on the usual roster that past waits imply",
        "past": "no forecast reaches today, so it speaks of the days from {day} on and says that it is old",
        "list": ", ",
        "between": "; ",
        "end": "",
    },
}


def publish_sentence(best_times: BestTimes, language: Literal["ja", "en"], *, folder: Path, is_past: bool) -> str:
    """Where the widget is, what its levels rest on, and whether it is old.

    Parameters
    ----------
    language
        Of who reads it; the widget has its own.
    folder
        Where the files were written.
    is_past
        Whether no forecast reaches today.
    """
    words = _WORDS[language]
    parts = [words["folder"].format(folder=folder), _basis(best_times, words)]
    if is_past:
        parts.append(words["past"].format(day=best_times.updated_at.date()))
    return words["between"].join(parts) + words["end"]


def _basis(best_times: BestTimes, words: dict[str, str]) -> str:
    if best_times.reply:
        return words["written"]
    if best_times.is_thin:
        return words["thin"]
    opened = [day.date for day in best_times.days if set(day.levels) != {"closed"}]
    return _roster(opened, best_times.planned_days, words)


def _roster(opened: Sequence[date], planned_days: Sequence[date], words: dict[str, str]) -> str:
    planned = [day for day in opened if day in planned_days]
    if not planned:
        return words["usual"]
    if len(planned) == len(opened):
        return words["plan"]
    if planned == list(opened[: len(planned)]):
        return words["plan_until"].format(day=planned[-1])
    return words["plan_days"].format(days=words["list"].join(str(day) for day in planned))
