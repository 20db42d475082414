"""A small desk with a past and a forecast, for the tests of the widget."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from dashboards.best_times import BestTimes, find_best_times
from dashboards.usual_roster import PastWaits
from dashboards.wait_levels import PossibleLoads, waits_by_group
from data.calendar import Calendar
from data.desk import DeskSettings, QueueSettings
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast

HANDLE_SECONDS = 300.0
NOW = pd.Timestamp("2026-11-24 09:00", tz="Asia/Tokyo")  # the Tuesday after a public holiday
FIRST_PAST_DAY = date(2026, 8, 24)

Contacts = Callable[[pd.Timestamp], float]


def monday_peak(start: pd.Timestamp) -> float:
    """Contacts of a half-hour: a Monday peak at ten, a calm Thursday evening."""
    by_hour = {10: 40, 11: 38, 12: 30, 13: 31, 14: 34, 15: 32, 16: 28, 17: 20}[start.hour]
    return by_hour * {0: 1.25, 1: 1.0, 2: 0.95, 3: 0.9, 4: 1.0}[start.day_of_week]


def forecast_of(
    settings: DeskSettings, contacts: Contacts = monday_peak, *, queue: str = "support", first: date | None = None
) -> Forecast:
    """A sure forecast: each interval's contacts with next to no doubt."""
    first = first or NOW.date()
    opened = Calendar(settings).open_intervals(settings.queue[0].channel, first, first + timedelta(days=20))
    mean = np.array([contacts(start) for start in opened.starts])
    return Forecast(
        queue=queue,
        channel=settings.queue[0].channel,
        interval_minutes=settings.interval_minutes,
        issued_at=opened.starts[0].normalize(),
        starts=opened.starts,
        open_minutes=opened.open_minutes,
        root_mean=np.sqrt(mean),
        day_spread=np.full(len(mean), 1e-6),
        root_spread=np.full(len(mean), 1e-6),
        handle_seconds=np.full(len(mean), HANDLE_SECONDS),
        handle_variation=1.0,
        model="two_stage",
    )


def past_of(
    settings: DeskSettings,
    contacts: Contacts = monday_peak,
    *,
    agents: float = 8,
    agents_seen: float = 8,
    queue: str = "support",
    weeks: int = 13,
) -> PastWaits:
    """A past whose waits are those of Erlang C with `agents` people."""
    last = FIRST_PAST_DAY + timedelta(days=7 * weeks - 1)
    opened = Calendar(settings).open_intervals(settings.queue[0].channel, FIRST_PAST_DAY, last)
    offered = np.array([contacts(start) for start in opened.starts])
    counts = pd.DataFrame(
        {
            "queue": queue,
            "channel": settings.queue[0].channel,
            "interval_start": opened.starts,
            "interval_minutes": settings.interval_minutes,
            "open_minutes": opened.open_minutes,
            "offered": offered,
            "abandoned": 0.0,
            "short_abandoned": 0.0,
            "wait_answered_s": offered * 20,
            "agents_seen": agents_seen,
        }
    )
    return PastWaits(interval_count=counts, interval_wait=_waits(counts, agents))


def _waits(counts: pd.DataFrame, agents: float) -> pd.DataFrame:
    starts = pd.DatetimeIndex(counts["interval_start"])
    keys = [starts.day_of_week.rename("weekday"), (starts.hour * 60 + starts.minute).rename("minute_of_day")]
    group = np.asarray(counts.groupby(keys).ngroup(), dtype=np.int64)
    size = len(counts)
    loads = PossibleLoads(
        contacts=counts[["offered"]].to_numpy(dtype=np.float64),
        agents=np.full(size, float(agents)),
        open_seconds=counts["open_minutes"].to_numpy(dtype=np.float64) * 60,
        handle_seconds=np.full(size, HANDLE_SECONDS),
        patience_seconds=np.full(size, np.inf),
    )
    table = counts.groupby(keys, as_index=False)["offered"].sum().rename(columns={"offered": "contacts"})
    return table.assign(queue=counts["queue"].iloc[0], wait_p80_s=waits_by_group(loads, group))


def written_settings(**changes: object) -> DeskSettings:
    """A desk with mail and a form, and a phone of tier 2 that no customer can reach."""
    weekdays = ("mon", "tue", "wed", "thu", "fri")
    return DeskSettings.model_validate(
        {
            "format": 1,
            "name": "書面デスク",
            "time_zone": "Asia/Tokyo",
            "hours": {
                "mail": {day: ["09:00-17:00"] for day in weekdays},
                "form": {day: ["10:00-18:00"] for day in weekdays},
                "phone": {day: ["07:00-22:00"] for day in (*weekdays, "sat")},
            },
            "queue": [
                {"name": "mail", "channel": "mail", "goal": {"deadline_business_days": 1, "deadline_latest_days": 3}},
                {"name": "form", "channel": "form", "goal": {"deadline_business_days": 2, "deadline_latest_days": 2}},
                {"name": "experts", "channel": "phone", "tier": 2},
            ],
            "widget": {"other_channels": ["mail", "faq"]},
            **changes,
        }
    )


def chat_settings(**queue: object) -> DeskSettings:
    """A desk without a phone that customers can reach: its chat, and a phone of tier 2."""
    weekdays = {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    return DeskSettings.model_validate(
        {
            "format": 1,
            "name": "チャットデスク",
            "time_zone": "Asia/Tokyo",
            "hours": {"chat": weekdays, "phone": weekdays},
            "queue": [
                {"name": "support", "channel": "chat", **queue},
                {"name": "experts", "channel": "phone", "tier": 2},
            ],
            "widget": {"other_channels": ["chat", "mail"]},
        }
    )


def two_live_settings(goal: ServiceGoal | None = None) -> DeskSettings:
    """A desk with a chat that most customers take, a phone beside it, and mail."""
    settings = chat_settings()
    chat, phone = settings.queue
    mail = QueueSettings(name="letters", channel="mail", goal=goal or ServiceGoal())
    queues = (phone.model_copy(update={"tier": 1}), chat, mail)
    return settings.model_copy(update={"queue": queues, "hours": settings.hours | {"mail": settings.hours["chat"]}})


def two_live_times(goal: ServiceGoal | None = None, **changes: object) -> BestTimes:
    """Its widget: the phone is calm, the chat is not, and mail is answered in time."""
    settings = two_live_settings(goal)
    contacts = {"experts": 6.0, "support": 40.0}
    agents = {"experts": 4.0, "support": 6.6}
    forecasts = [forecast_of(settings, lambda _, n=n: n, queue=queue) for queue, n in contacts.items()]
    pasts = [past_of(settings, lambda _, n=n: n, queue=queue, agents=agents[queue]) for queue, n in contacts.items()]
    past = PastWaits(
        interval_count=pd.concat([one.interval_count for one in pasts]),
        interval_wait=pd.concat([one.interval_wait for one in pasts]),
    )
    plan = pd.concat([coverage_of(forecast, agents[forecast.queue]) for forecast in forecasts])
    told = {"agents": plan, "answered": answered_of("letters"), **changes}
    return best_times_of(settings, forecasts=forecasts, history=past, **told)


def answered_of(queue: str, *, in_deadline: int = 90, in_latest: int = 97, due: int = 100) -> pd.DataFrame:
    """Written contacts of one day, and how many of them were answered in time."""
    return pd.DataFrame(
        {
            "queue": [queue],
            "date": [pd.Timestamp("2026-11-20")],
            "due": [due],
            "in_deadline": [in_deadline],
            "due_latest": [due],
            "in_latest": [in_latest],
        }
    )


def coverage_of(forecast: Forecast, agents: float) -> pd.DataFrame:
    """A plan that has as many people scheduled in every interval."""
    return pd.DataFrame(
        {"queue": forecast.queue, "interval_start": forecast.starts, "scheduled": np.full(len(forecast), agents)}
    )


def best_times_of(settings: DeskSettings, **changes: object) -> BestTimes:
    """The widget of the desk on an ordinary morning, but for what is changed."""
    arguments: dict[str, object] = {"agents": None, "now": NOW, **changes}
    if "forecasts" not in changes:
        arguments["forecasts"] = [forecast_of(settings)]
    forecasts: Any = arguments.pop("forecasts")
    arguments["history"] = changes.get("history") or (past_of(settings) if forecasts else None)
    return find_best_times(forecasts, Calendar(settings), **arguments)  # type: ignore[arg-type]
