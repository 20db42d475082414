"""The desk and its past. Takes a desk's folder and its logs; gives `Desk`, `Calendar` and `IntervalSeries`."""

from data.calendar import Calendar
from data.desk import Desk
from data.desk_file import read_desk
from data.interval_series import IntervalSeries
from data.service_goal import ServiceGoal

__all__ = ["Calendar", "Desk", "IntervalSeries", "ServiceGoal", "read_desk"]
