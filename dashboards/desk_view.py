"""All that pages may read of a desk: its settings, its newest snapshot, its newest shift plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock

import pandas as pd

from dashboards.look import Look, current_look
from dashboards.palette import Palette
from dashboards.texts import Words
from data.calendar import Calendar
from data.channel import LIVE_CHANNELS
from data.desk import Desk
from data.desk_file import read_desk
from data.errors import NothingToDo
from data.records import Records, StoredPlan
from data.snapshot import Snapshot, newest_path
from forecasting.forecast import Forecast, NamedEffect
from forecasting.forecast_queues import remarks_from_rows
from forecasting.forecast_table import forecast_from_rows
from staffing.planning.fairness.duty_history import PAST_WEEKS

_TABLES = ("interval_count", "interval_wait", "issued_forecast", "issued_effect", "issued_remark",
           "issued_requirement", "desk_fact")  # fmt: skip
_ONE_AT_A_TIME = Lock()
"""A snapshot's file is opened by one thread: a second connection could not lock its settings again."""

_LATER_TABLES = ("kept_promise", "open_contact", "contact_topic", "written_answered", "issued_override",
                 "kept_override", "wait_count")  # fmt: skip
"""Tables that a snapshot of an older make does not hold; pages say so instead of failing."""


@dataclass(frozen=True)
class DeskView:
    """A desk as a reader of its pages sees it.

    Parameters
    ----------
    desk
        Its settings.
    tables
        Those of its newest snapshot; none before the first import.
    look
        The reader's language and theme.
    """

    desk: Desk
    tables: Mapping[str, pd.DataFrame]
    look: Look = field(default_factory=Look)

    @property
    def words(self) -> Words:
        """The reader's language."""
        return self.look.words

    @property
    def palette(self) -> Palette:
        """The reader's theme."""
        return self.look.palette

    @property
    def calendar(self) -> Calendar:
        """The desk's calendar."""
        return Calendar.of(self.desk)

    def fact(self, key: str) -> pd.Timestamp | None:
        """An instant from `desk_fact` in the desk's zone, or None where there is none."""
        if "desk_fact" not in self.tables:
            return None
        facts = self.tables["desk_fact"].set_index("key")["value"]
        return pd.Timestamp(facts[key]).tz_convert(self.desk.zone) if key in facts.index else None

    def queue_choices(self, queues: list[str]) -> list[tuple[str, str]]:
        """(name, title with channel and tier) of queues, as a drop-down takes them."""
        return [(queue, self._title_with_channel(queue)) for queue in queues]

    def queue_title(self, queue: str) -> str:
        """What people call the queue."""
        return self.desk.settings.title_of(queue)(self.words.language)

    def _title_with_channel(self, queue: str) -> str:
        settings, say = self.desk.queue(queue), self.words.say
        told = {"queue": self.queue_title(queue), "channel": say(f"channel.{settings.channel}")}
        if settings.tier == 2:
            return say("queue.of_tier_2", **told)
        is_told = queue == settings.channel or told["channel"].casefold() in told["queue"].casefold()
        return told["queue"] if is_told else say("queue.with_channel", **told)

    def is_live(self, queue: str) -> bool:
        """Whether customers of the queue wait for a person; else for a reply by a deadline."""
        return self.desk.queue(queue).channel in LIVE_CHANNELS

    def counts(self, queue: str) -> pd.DataFrame:
        """The queue's rows of `interval_count`, at least one."""
        return self._some(
            "interval_count", queue, missing=self.words.say("missing.counts", queue=self.queue_title(queue))
        )

    def waits(self, queue: str) -> pd.DataFrame:
        """The queue's rows of `interval_wait`."""
        return self._rows("interval_wait", queue)

    def requirement(self, queue: str) -> pd.DataFrame:
        """The queue's rows of `issued_requirement`."""
        return self._rows("issued_requirement", queue)

    def forecast(self, queue: str) -> Forecast:
        """The queue's newest forecast with its effects and remarks."""
        rows = self._some(
            "issued_forecast", queue, missing=self.words.say("missing.forecast_queue", queue=self.queue_title(queue))
        )
        effects = tuple(
            NamedEffect(pd.Timestamp(row.date), str(row.effect), float(row.factor))  # type: ignore[arg-type]
            for row in self._rows("issued_effect", queue).itertuples()
        )
        remarks = remarks_from_rows(self._rows("issued_remark", queue))
        return replace(forecast_from_rows(rows), effects=effects, remarks=remarks)

    def queues_in(self, table: str) -> list[str]:
        """The desk's queues, in the order of desk.toml, that have rows in the table."""
        self._require_snapshot()
        there = set(self.tables[table]["queue"]) if table in self.tables else set()
        return [queue.name for queue in self.desk.settings.queue if queue.name in there]

    def rows(self, table: str, queue: str) -> pd.DataFrame | None:
        """The queue's rows of a table that an older snapshot may not hold; then None."""
        return self._rows(table, queue) if table in self.tables else None

    def _rows(self, table: str, queue: str) -> pd.DataFrame:
        self._require_snapshot()
        frame = self.tables[table]
        return frame[frame["queue"] == queue].reset_index(drop=True)

    def _some(self, table: str, queue: str, *, missing: str) -> pd.DataFrame:
        rows = self._rows(table, queue)
        if rows.empty:
            raise NothingToDo(missing)
        return rows

    def _require_snapshot(self) -> None:
        if not self.tables:
            raise NothingToDo(self.words.say("missing.snapshot"))


def view_desk(folder: Path) -> DeskView:
    """A desk with its newest snapshot; the tables of a snapshot are read once, since its file never changes."""
    desk = read_desk(folder)
    path = newest_path(desk)
    with _ONE_AT_A_TIME:
        tables = {} if path is None else _tables_of(path, _made(path), desk.settings.time_zone)
    return DeskView(desk=desk, tables=tables, look=current_look(desk.settings.language))


@lru_cache(maxsize=2)
def _tables_of(path: Path, _made: tuple[int, int, int], zone: str) -> dict[str, pd.DataFrame]:
    with Snapshot.at(path, zone=zone) as snapshot:
        later = [name for name in _LATER_TABLES if snapshot.holds(name)]
        return {name: snapshot.table(name) for name in (*_TABLES, *later)}


def _made(path: Path) -> tuple[int, int, int]:
    """What tells a file from another that stood at the same path before: a desk may be deleted and made anew."""
    told = path.stat()
    return told.st_ino, told.st_mtime_ns, told.st_size


def newest_plan(view: DeskView) -> StoredPlan:
    """The shift plan saved last, its instants in the desk's zone.

    Raises
    ------
    NothingToDo
        If none was saved; says how to make one.
    """
    desk = view.desk
    with Records.open(desk) as records:
        plan = records.newest_plan()
    if plan is None:
        raise NothingToDo(view.words.say("missing.plan", start=_next_monday(pd.Timestamp.now(tz=desk.zone).date())))
    return replace(
        plan,
        activities=_with_instants(plan.activities, desk, "start", "end"),
        coverage=_with_instants(plan.coverage, desk, "interval_start"),
    )


def lately_planned(view: DeskView, plan: StoredPlan) -> list[StoredPlan]:
    """The plans of the weeks over which duties are counted, up to the end of this one; the newest of a day wins."""
    with Records.open(view.desk) as records:
        return records.plans(plan.last_day - timedelta(days=7 * PAST_WEEKS - 1), plan.last_day)


def _with_instants(frame: pd.DataFrame, desk: Desk, *columns: str) -> pd.DataFrame:
    """ISO texts with offsets as instants of the desk's zone."""
    parsed = {column: pd.to_datetime(frame[column], utc=True).dt.tz_convert(desk.zone) for column in columns}
    return frame.assign(**parsed)


def _next_monday(day: date) -> date:
    return (pd.Timestamp(day) + pd.offsets.Week(weekday=0)).date()
