"""People. Takes a `Forecast` and a `ServiceGoal`; gives a `Requirement` and, from it and the staff, a `ShiftPlan`."""

from staffing.requirement import Requirement
from staffing.shift_plan import ShiftPlan

__all__ = ["Requirement", "ShiftPlan"]
