"""Proposes how a report of totals is read, by the names of its columns, as Japanese and English systems write them."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from data.importers.guess_mapping import LogSample, Proposal, guess_time_format, plain_name, propose_mapping
from data.importers.mapping_questions import Choice, Question
from data.importers.totals_cells import read_band, read_counts
from data.message import Message

SYNONYMS: dict[str, tuple[str, ...]] = {
    "date": ("日付", "年月日", "集計日", "対象日", "受付日", "営業日", "date", "day", "row date"),
    "interval_start": ("日時", "集計日時", "開始日時", "集計開始日時", "interval start", "timestamp", "date time"),
    "time": ("時間帯", "時刻", "時間", "時", "集計時間", "開始時刻", "interval", "time", "starttime", "hour"),
    "queue_column": ("窓口", "業務", "業務名", "キュー", "キュー名", "スキル", "スキルグループ", "ACDグループ", 
                     "着信グループ", "代表番号", "queue", "queue name", "queuename", "skill", "split"),
    "offered": ("入電数", "入電件数", "総入電数", "入電", "受信件数", "offered", "calls offered", "contacts offered",
                "callsoffered", "incoming contact volume", "incomingcontactvolume"),
    "answered": ("応答数", "応答件数", "応答呼数", "受電数", "受電件数", "answered", "calls answered", "acdcalls",
                 "contactshandled", "interactions handled", "handled"),
    "abandoned": ("放棄数", "放棄件数", "放棄呼数", "放棄呼", "途中放棄数", "abandoned", "calls abandoned", "abncalls"),
    "short_abandoned": ("短時間放棄数", "即切り数", "即切れ数", "short abandoned", "short abandons"),
    "blocked": ("話中数", "話中呼数", "輻輳数", "busycalls", "blocked", "busy"),
    "wait_answered_seconds": ("待ち時間合計", "総待ち時間", "anstime"),
    "talk_seconds": ("通話時間合計", "総通話時間", "acdtime", "total talk time"),
    "hold_seconds": ("保留時間合計", "総保留時間", "holdtime"),
    "acw_seconds": ("後処理時間合計", "総後処理時間", "acwtime"),
    "handle_seconds": ("処理時間合計", "総処理時間", "total handle time (seconds)", "total handle time"),
    "mean_wait_seconds": ("平均応答速度", "平均応答時間", "ASA", "average speed of answer"),
    "mean_talk_seconds": ("平均通話", "平均通話時間", "平均通話(ATT)", "平均通話時間(ATT)", "ATT", "average talk time"),
    "mean_hold_seconds": ("平均保留", "平均保留時間", "average hold time"),
    "mean_acw_seconds": ("平均後処理", "平均後処理時間", "平均後処理(ACW)", "平均後処理時間(ACW)", "平均ACW", "ACW"),
    "mean_handle_seconds": ("AHT", "平均処理時間", "平均処理時間(AHT)", "平均対応時間", "average handle time",
                            "averagehandletime"),
}  # fmt: skip
"""Field of [import.totals.<name>] -> names of columns that mean it, and nothing else."""

ARRIVED = ("着信数", "着信件数", "着信呼数", "総着信数", "着信")
LOST = ("呼損", "呼損数", "呼損呼数", "呼損件数")
WAITED = (
    "平均待ち",
    "平均待ち時間",
    "平均待ち時間(秒)",
    "平均待時間",
    "平均待機時間",
    "average wait time",
    "average wait",
)
"""Names that mean two things: they are asked about."""

_MOST_WORDS = 20


def known_totals_headers() -> set[str]:
    """Names of columns that are understood or asked about."""
    return {word for words in SYNONYMS.values() for word in words} | {*ARRIVED, *LOST, *WAITED}


def propose_any(sample: LogSample, *, queues: Mapping[str, str]) -> Proposal:
    """A mapping of single contacts, or of totals where the columns tell how many came and none when one did.

    Parameters
    ----------
    queues
        Name -> channel of the queues of the desk, the first for rows that name none.
    """
    proposal = propose_mapping(sample, queue=next(iter(queues)))
    totals = TotalsGuess({name: sample.column(name) for name in sample.header if name})
    if proposal.is_usable or not totals.is_totals:
        return proposal
    settings = {field: proposal.settings[field] for field in ("encoding", "delimiter") if field in proposal.settings}
    settings |= totals.settings(queues=queues)
    times = sample.column(settings.get("interval_start") or settings["date"])
    form = guess_time_format(times[0]) if times else None
    settings |= {"time_format": form} if form else {}
    return Proposal(settings, tuple(totals.questions()), name="my-counts", kind="totals")


class TotalsGuess:
    """What the names of a report's columns tell.

    Parameters
    ----------
    columns
        Name of each column -> what is written in it, empty cells left out.
    """

    def __init__(self, columns: Mapping[str, list[str]]) -> None:
        self._columns = columns
        self._by_name = {plain_name(name): name for name in reversed(list(columns))}
        self.fields = {field: name for field, words in SYNONYMS.items() if (name := self._named(words))}
        if "date" in self.fields:
            self.fields.pop("interval_start", None)
        else:
            self.fields.pop("time", None)

    def _named(self, words: Iterable[str]) -> str | None:
        return next((self._by_name[word] for word in map(plain_name, words) if word in self._by_name), None)

    @property
    def is_totals(self) -> bool:
        """Whether rows tell when and how many, in numbers."""
        counted = self.fields.get("offered") or self._named(ARRIVED)
        if not counted or not ({"date", "interval_start"} & set(self.fields)):
            return False
        cells = self._columns[counted]
        return bool(cells) and bool(read_counts(pd.Series(cells, dtype="str")).notna().mean() > 0.9)

    def settings(self, *, queues: Mapping[str, str]) -> dict[str, Any]:
        """Of the table; what is to be asked is left out.

        Parameters
        ----------
        queues
            Name -> channel of the queues of the desk; the first stands where no column names one.
        """
        first = next(iter(queues))
        settings: dict[str, Any] = dict(self.fields)
        if "queue_column" in settings:
            words = list(dict.fromkeys(self._columns[settings["queue_column"]]))[:_MOST_WORDS]
            settings["queues"] = {word: word if word in queues else first for word in words}
        else:
            settings["queue"] = first
        if queues[first] != "phone":
            settings["channel"] = queues[first]
        if "answered" not in settings:
            settings = {field: value for field, value in settings.items() if not field.startswith("mean_")}
        return settings | self._length(settings)

    def _length(self, settings: Mapping[str, Any]) -> dict[str, int]:
        """The commonest step from row to row where the cells tell no ends."""
        if "time" in settings:
            bands = [band for cell in self._columns[settings["time"]] if (band := read_band(cell))]
            if bands and all(length for _, length in bands):
                return {}
            begins = sorted({begin for begin, _ in bands})
        elif "interval_start" in settings:
            told = pd.Series(self._columns[settings["interval_start"]])
            times = pd.to_datetime(told, errors="coerce", format="mixed", utc=True).dropna()
            begins = sorted(set((times.dt.as_unit("s").astype("int64") // 60).tolist()))
        else:
            return {}
        steps = [after - before for before, after in pairwise(begins) if after > before]
        return {"interval_minutes": min(steps)} if steps and 5 <= min(steps) <= 1440 else {"interval_minutes": 30}

    def questions(self) -> list[Question]:
        """About columns that mean one thing in one system and another in the next."""
        asked = []
        if "offered" not in self.fields and (column := self._named(ARRIVED)):
            asked.append(_about_arrived(column, self.fields))
        if column := self._named(LOST):
            asked.append(_about_lost(column, self.fields))
        if {"mean_wait_seconds", "wait_answered_seconds"}.isdisjoint(self.fields) and (column := self._named(WAITED)):
            of_answered = {"mean_wait_seconds": column} if "answered" in self.fields else {}
            asked.append(_about_waited(column, of_answered))
        return asked


def _about_arrived(column: str, fields: Mapping[str, str]) -> Question:
    only = Choice(Message("only those that entered the queue in opening hours"), {"offered": column})
    both = [fields[field] for field in ("answered", "abandoned") if field in fields]
    if len(both) == 2:
        told = Message.of(
            "others as well: after hours, hang-ups in the menu, rung telephones ({answered} + {abandoned} are offered)",
            answered=both[0],
            abandoned=both[1],
        )
        more = Choice(told, {"offered": both})
    else:
        told = Message("others as well, such as after hours (only stretches outside opening hours are left out)")
        more = Choice(told, {"offered": column})
    return Question(column, Message.of('what does "{column}" count?', column=column), (only, more))


def _about_lost(column: str, fields: Mapping[str, str]) -> Question:
    blocked = Choice(Message("contacts that were never admitted (busy)"), {"blocked": column})
    if "abandoned" in fields:
        told = Message.of('the same as "{abandoned}", or all that were lost (not read)', abandoned=fields["abandoned"])
        other = Choice(told, {})
    else:
        other = Choice(Message("those who hung up while waiting (abandoned)"), {"abandoned": column})
    return Question(
        column, Message.of('which contacts does "{column}" count as lost?', column=column), (other, blocked)
    )


def _about_waited(column: str, of_answered: Mapping[str, str]) -> Question:
    answered = Choice(Message("the mean of the answered"), of_answered)
    everybody = Choice(Message("the mean of all, the abandoned too (not read)"), {})
    return Question(column, Message.of('what is "{column}" the mean of?', column=column), (answered, everybody))
