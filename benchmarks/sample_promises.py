"""Whether sample desks keep what is promised of them: `python -m benchmarks.sample_promises`.

The busiest queue of each sample desk on which customers wait is forecast four weeks ahead and staffed; the days are
then simulated contact by contact, with those people, over courses drawn from the forecast. Beside each interval's
promised service level stands what the simulation keeps: `error` is the mean absolute difference, weighted by nothing,
`error_by_contacts` weighted by contacts. Chats are simulated as slots, each as slow as among the most at once.
"""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd

from benchmarks.forecasting.desks import MeasuredDesk, read_measured_desk
from forecasting.forecast import Forecast
from forecasting.forecast_contacts import forecast_contacts
from staffing.chat_slots import ChatSlots
from staffing.require_agents import require_agents
from staffing.requirement import Requirement
from staffing.simulation.paired_courses import play_both
from staffing.simulation.queue_days import Courses, QueueDays

PATIENCE_SECONDS = {"hosting_desk": 360.0, "sample_business_it": 480.0, "sample_language_school": 240.0}
"""By desk, as its contacts are drawn."""

HORIZON_DAYS, COURSES, SEED = 28, 1200, 20_261_123


def forecast_of(desk: MeasuredDesk) -> Forecast:
    """Its last four weeks, forecast from what came before."""
    last = desk.series.date[-1].date()
    first = last - timedelta(days=HORIZON_DAYS - 1)
    past = desk.series.before(desk.calendar.instant(first, 0))
    return forecast_contacts(past, desk.calendar, first_day=first, last_day=last)


def required(forecast: Forecast, desk: MeasuredDesk, *, patience_seconds: float) -> Requirement:
    """People by the desk's own goal."""
    queue = desk.calendar.settings.queue_called(forecast.queue)
    return require_agents(
        forecast,
        queue.goal,
        unplanned_shrinkage=0.0,
        patience_seconds=patience_seconds,
        short_abandon_seconds=queue.short_abandon_seconds,
        slots=ChatSlots.of(queue),
    )


def simulated(requirement: Requirement, forecast: Forecast, *, patience_seconds: float, courses: int) -> Courses:
    """What the people achieve over courses of the days."""
    rows = np.flatnonzero(forecast.open_minutes > 0)
    days = QueueDays(
        starts=requirement.starts,
        interval_seconds=forecast.interval_minutes * 60.0,
        opens_seconds=np.zeros(len(rows)),
        open_seconds=forecast.open_minutes[rows] * 60,
        paths=forecast.sample_paths(courses, seed=SEED)[:, rows],
        people=requirement.agents.astype(np.float64),
        handle_seconds=forecast.handle_seconds[rows],
        handle_variation=forecast.handle_variation,
        patience_seconds=patience_seconds,
        threshold_seconds=requirement.goal.threshold_seconds,
        short_abandon_seconds=5.0,
        slots=requirement.slots,
        handle_levels=forecast.sample_handle_levels(courses, seed=SEED),
    )
    return play_both(days, replace(days), seed=SEED)[0]


def row_of(name: str, *, courses: int = COURSES) -> dict[str, object]:
    """One line of the table."""
    desk = read_measured_desk(name)
    assert desk is not None, f"{name} is drawn, not read"
    forecast, patience = forecast_of(desk), PATIENCE_SECONDS[name]
    requirement = required(forecast, desk, patience_seconds=patience)
    met = simulated(requirement, forecast, patience_seconds=patience, courses=courses)
    judged = (met.offered - met.short_abandoned).sum(axis=0)
    counted = judged > 0
    level = met.answered_in_threshold.sum(axis=0) / np.maximum(judged, 1)
    off = np.abs(level - requirement.service_level)[counted]
    return {
        "desk": desk.title,
        "channel": forecast.channel,
        "agent_hours": requirement.agent_hours,
        "promised": round(float(np.average(requirement.service_level, weights=requirement.contacts)), 4),
        "kept": round(float(np.average(level[counted], weights=requirement.contacts[counted])), 4),
        "error": round(float(off.mean()), 4),
        "error_by_contacts": round(float(np.average(off, weights=requirement.contacts[counted])), 4),
    }


def main() -> None:
    print(pd.DataFrame([row_of(name) for name in PATIENCE_SECONDS]).to_string(index=False))


if __name__ == "__main__":
    main()
