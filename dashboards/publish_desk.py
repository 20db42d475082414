"""From a desk's snapshot and newest plan to its published widget."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from dashboards.best_times import BestTimes, find_best_times
from dashboards.day_levels import Roster
from dashboards.publish import publish_widget
from dashboards.publish_sentence import publish_sentence
from dashboards.usual_roster import PastWaits
from dashboards.widget_queues import is_written_only, live_channels, of_channel, widget_queues
from data.calendar import Calendar
from data.desk import Desk
from data.errors import NothingToDo
from data.records import Records
from data.snapshot import Snapshot
from forecasting.forecast import Forecast
from forecasting.forecast_table import forecast_from_rows


@dataclass(frozen=True)
class PublishedWidget:
    """What was published, where, and from which day on it speaks.

    Parameters
    ----------
    folder
        The static folder.
    best_times
        What its files say.
    is_past
        The log ends so long ago that no forecast reaches today; the widget speaks of the days after the log, and its
        readers are told that it is old.
    """

    folder: Path
    best_times: BestTimes
    is_past: bool

    @property
    def summary(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "widget": str(self.folder),
            "widget_days": len(self.best_times.days),
            "widget_from": self.best_times.updated_at.isoformat(timespec="seconds"),
        }

    def sentence(self, language: Literal["ja", "en"]) -> str:
        """For people: where the files are and on which roster their levels rest."""
        return publish_sentence(self.best_times, language, folder=self.folder, is_past=self.is_past)


def publish_desk(desk: Desk, out: Path, *, now: pd.Timestamp, roster: Roster | None = None) -> PublishedWidget:
    """Find the best times to call and write the widget into `out`; for a desk that is only written to, its replies.

    Parameters
    ----------
    now
        Zone-aware; its day is the widget's today, unless no forecast reaches it: then the day of the newest forecast.
    roster
        `plan`, `usual`, or None: the plan where it covers the day.

    Raises
    ------
    NothingToDo
        If nothing was forecast yet, or there is no plan although `roster` asks for it.
    """
    if is_written_only(desk.settings):
        best_times, today = find_best_times((), Calendar.of(desk), agents=None, history=None, now=now), now
    else:
        best_times, today = _live_times(desk, now=now, roster=roster)
    publish_widget(best_times, out)
    return PublishedWidget(folder=out, best_times=best_times, is_past=today != now)


def _live_times(desk: Desk, *, now: pd.Timestamp, roster: Roster | None) -> tuple[BestTimes, pd.Timestamp]:
    """From snapshot and plan; and the instant from which they speak."""
    with Snapshot.newest(desk) as snapshot:
        forecasts = read_issued_forecasts(snapshot)
        past = PastWaits(
            interval_count=snapshot.table("interval_count"),
            interval_wait=snapshot.table("interval_wait"),
            wait_count=snapshot.table("wait_count") if snapshot.holds("wait_count") else None,
        )
        answered = snapshot.table("written_answered") if snapshot.holds("written_answered") else None
    with Records.open(desk) as records:
        plan = records.newest_plan()
    contacts = {forecast.queue: float(forecast.mean.sum()) for forecast in forecasts}
    channel = live_channels(desk.settings, contacts)[0]
    ours = {queue.name for queue in widget_queues(of_channel(desk.settings, channel))}
    today = _today([forecast for forecast in forecasts if forecast.queue in ours] or forecasts, now)
    best_times = find_best_times(
        forecasts,
        Calendar.of(desk),
        agents=None if plan is None else _with_instants(plan.coverage, desk),
        history=past,
        now=today,
        roster=roster,
        answered=answered,
    )
    return best_times, today


def read_issued_forecasts(snapshot: Snapshot) -> list[Forecast]:
    """The newest forecast of each queue.

    Raises
    ------
    NothingToDo
        If nothing was forecast yet.
    """
    rows = snapshot.table("issued_forecast")
    if rows.empty:
        raise NothingToDo("nothing was forecast yet; run `tsunagari forecast` first")
    return [forecast_from_rows(part, zone=snapshot.zone) for _, part in rows.groupby("queue", sort=False)]


def _today(forecasts: Sequence[Forecast], now: pd.Timestamp) -> pd.Timestamp:
    reaches = any(len(one) and one.starts[-1] >= now.normalize() for one in forecasts)
    return now if reaches else max(one.issued_at for one in forecasts)


def _with_instants(coverage: pd.DataFrame, desk: Desk) -> pd.DataFrame:
    starts = pd.to_datetime(coverage["interval_start"], utc=True).dt.tz_convert(desk.zone)
    return coverage.assign(interval_start=starts)
