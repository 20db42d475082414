"""The requirement and the forecast that were issued last, from the store: what a plan of today is held against."""

from data.desk import Desk
from data.warehouse import Warehouse
from forecasting.forecast import Forecast
from forecasting.forecast_table import forecast_from_rows
from staffing.chat_slots import ChatSlots
from staffing.requirement import Requirement
from staffing.requirement_table import requirement_from_rows


def newest_requirements(warehouse: Warehouse, desk: Desk) -> list[Requirement]:
    """What was issued last for each queue that the desk still has; empty before the first `staff`."""
    rows = warehouse.query("newest_requirement")
    known = {queue.name: queue for queue in desk.settings.queue}
    return [
        requirement_from_rows(
            part.reset_index(drop=True),
            goal=known[str(name)].goal,
            zone=desk.zone,
            slots=ChatSlots.of(known[str(name)]),
        )
        for name, part in rows.groupby("queue", sort=False)
        if str(name) in known
    ]


def newest_forecasts(warehouse: Warehouse, desk: Desk) -> dict[str, Forecast]:
    """What was forecast last for each queue that the desk still has, by name; empty before the first `forecast`."""
    rows = warehouse.query("newest_forecast")
    known = {queue.name for queue in desk.settings.queue}
    return {
        str(name): forecast_from_rows(part.reset_index(drop=True), zone=desk.settings.time_zone)
        for name, part in rows.groupby("queue", sort=False)
        if str(name) in known
    }
