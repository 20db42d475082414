"""What overtime could add to a week at most, for the bound that plans are measured by."""

import numpy as np

from data.shift_rules import OvertimeRules
from staffing.planning.contract_class import ContractClass
from staffing.planning.integer_program import Cell
from staffing.planning.week_program import WeekProgram, span_presence


def allow_overtime(week: WeekProgram, number: int, group: ContractClass, overtime: OvertimeRules) -> None:
    """Lets the people of a class serve their queues outside their shifts, so many hours a day and a week.

    Parameters
    ----------
    week
        Before its needs are covered; changed.
    number
        Of the class in the week.
    group
        The class.
    """
    program, all_week = week.program, list[Cell]()
    for day in dict.fromkeys(column.day for column in week.columns if column.group == number):
        at_work = [column for column in week.columns if column.group == number and column.day == day]
        of_day: list[Cell] = []
        for need in (need for (queue, at), need in week.needs.items() if at == day and queue in group.queues):
            added = {int(k): program.add_variable() for k in np.flatnonzero(need.required > 0)}
            week.moved[need.queue, day].append((group.best_speeds[need.queue], added))
            of_day += [(variable, float(need.opened.hours[k])) for k, variable in added.items()]
            outside = [(one.number, 1.0 - span_presence(need, (one.body.start, one.body.end))) for one in at_work]
            for k, variable in added.items():
                program.add_row([(variable, 1.0), *((one, -share[k]) for one, share in outside)], upper=0.0)
        program.add_row([*of_day, *((one.number, -overtime.plan_hours_day) for one in at_work)], upper=0.0)
        all_week += of_day
    program.add_row(all_week, upper=overtime.plan_hours_week * len(group.people))
