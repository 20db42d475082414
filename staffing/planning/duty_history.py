"""Who had the unpopular duties in the plans kept so far, and how evenly: Monday mornings, late shifts, weekends."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from data.calendar import Calendar, days_between
from data.desk import Desk
from data.records import Records, StoredPlan
from staffing.planning.day_shift import DayShift
from staffing.planning.plan_history import MONDAY, MorningDuty, PlanHistory
from staffing.planning.plan_table import plan_from_rows
from staffing.planning.shift_design import Slot
from staffing.shift_plan import WORK

DUTIES = ("mornings", "late", "weekends")
"""Columns of `duty_counts` that should go round."""

PAST_WEEKS = 12
"""So far back a new plan looks for who had which duty."""

WORKED_COLUMNS = ("date", "person", "shift", "queue", "start_minute", "end_minute")


def worked_rows(stored_plans: Sequence[StoredPlan], desk: Desk) -> pd.DataFrame:
    """Every stretch of contact work in the plans, for each day from the newest plan that holds it.

    Returns
    -------
    pandas.DataFrame
        `date` (of the shift's start), `person`, `shift`, `queue`, `start_minute`, `end_minute` (wall clock, since
        midnight of `date`), rising.
    """
    in_order = sorted(stored_plans, key=lambda plan: plan.plan_id)
    newest = {
        day: number for number, stored in enumerate(in_order) for day in days_between(stored.first_day, stored.last_day)
    }
    rows = []
    for number, stored in enumerate(in_order):
        plan = plan_from_rows(stored.activities, zone=desk.zone, first_day=stored.first_day, last_day=stored.last_day)
        for activity in plan.activities:
            if activity.activity in WORK and newest.get(activity.date) == number:
                minutes = [_wall_minute(instant, activity.date) for instant in (activity.start, activity.end)]
                rows.append((activity.date, activity.person, activity.shift, activity.queue, *minutes))
    return pd.DataFrame(sorted(rows), columns=list(WORKED_COLUMNS))


def _wall_minute(instant: pd.Timestamp, day: date) -> int:
    return (instant.date() - day).days * 1440 + instant.hour * 60 + instant.minute


def monday_mornings(
    stored_plans: Sequence[StoredPlan],
    desk: Desk,
    *,
    weekday: int = MONDAY,
    minute: int | None = None,
    weeks: int = PAST_WEEKS,
) -> pd.DataFrame:
    """Who served contacts at a time of a weekday, over the last weeks that the plans hold.

    Parameters
    ----------
    stored_plans
        As `Records.plans` gives them; of two that hold the same day the newer counts.
    weekday
        Monday 0 to Sunday 6.
    minute
        Wall-clock minutes since midnight; None: when the desk's live channels open on Mondays.
    weeks
        Counted back from the last day of the plans, 1 or more.

    Returns
    -------
    pandas.DataFrame
        `date`, `person`, `shift`: one row a person and day, by day and name.
    """
    duty = MorningDuty.of(desk)
    at = duty.minute if minute is None else minute
    rows = _last_weeks(worked_rows(stored_plans, desk), stored_plans, weeks)
    found = rows[_is_on_duty(rows, duty, weekday=weekday, minute=at)]
    return found[["date", "person", "shift"]].drop_duplicates(["date", "person"]).reset_index(drop=True)


def _is_on_duty(rows: pd.DataFrame, duty: MorningDuty, *, weekday: int, minute: int) -> pd.Series:
    on_day = rows["date"].map(lambda day: day.weekday() == weekday).astype(bool)
    return on_day & rows["queue"].isin(duty.queues) & (rows["start_minute"] <= minute) & (minute < rows["end_minute"])


def _last_weeks(rows: pd.DataFrame, stored_plans: Sequence[StoredPlan], weeks: int) -> pd.DataFrame:
    if rows.empty:
        return rows
    first_day = max(stored.last_day for stored in stored_plans) - timedelta(days=7 * weeks - 1)
    return rows[rows["date"] >= first_day]


def duty_counts(
    stored_plans: Sequence[StoredPlan],
    desk: Desk,
    *,
    weekday: int = MONDAY,
    minute: int | None = None,
    weeks: int = PAST_WEEKS,
) -> pd.DataFrame:
    """How often each person had each duty over the last weeks that the plans hold.

    Parameters
    ----------
    stored_plans, weekday, minute, weeks
        As in `monday_mornings`.

    Returns
    -------
    pandas.DataFrame
        `person`, `days` (worked), `mornings` (as `monday_mornings`), `late` (days on the template that ends last),
        `weekends` (Saturdays, Sundays and public holidays worked); everyone in the plans, by name.
    """
    rows = _last_weeks(worked_rows(stored_plans, desk), stored_plans, weeks).drop_duplicates(["date", "person"])
    calendar = Calendar.of(desk)
    free = {day for day in set(rows["date"]) if day.weekday() >= 5 or calendar.is_holiday(day)}
    ends = {template.name: template.end_minute for template in desk.settings.shifts.template}
    late = {name for name, end in ends.items() if end == max(ends.values()) and len(set(ends.values())) > 1}
    mornings = monday_mornings(stored_plans, desk, weekday=weekday, minute=minute, weeks=weeks)
    counted = {
        "days": Counter(rows["person"]),
        "mornings": Counter(mornings["person"]),
        "late": Counter(rows["person"][rows["shift"].isin(late)]),
        "weekends": Counter(rows["person"][rows["date"].isin(free)]),
    }
    people = sorted(counted["days"])
    table = {"person": people} | {duty: [count[name] for name in people] for duty, count in counted.items()}
    return pd.DataFrame(table)


def fairness_spread(counts: pd.DataFrame) -> dict[str, int]:
    """For each duty the most that anybody had less the least, among the people of `duty_counts`."""
    return {duty: int(counts[duty].max() - counts[duty].min()) if len(counts) else 0 for duty in DUTIES}


def plan_history(
    stored_plans: Sequence[StoredPlan], desk: Desk, *, before: date, weeks: int = PAST_WEEKS
) -> PlanHistory:
    """What the plans' people had before a day, for `plan_shifts` to go on from.

    Newcomers start with what the others had on average, so that they do not get every unpopular duty at once.

    Parameters
    ----------
    before
        First day of the new plan; this day and later ones do not count.
    weeks
        Counted back from `before`.
    """
    rows = worked_rows(stored_plans, desk)
    first_day = before - timedelta(days=7 * weeks)
    rows = rows[rows["date"].map(lambda day: first_day <= day < before).astype(bool)]
    history, duty = PlanHistory(), MorningDuty.of(desk)
    for (_, person), part in rows.groupby(["date", "person"]):
        start, end = int(part["start_minute"].min()), int(part["end_minute"].max())
        hours = (part["end_minute"] - part["start_minute"]).groupby(part["queue"]).sum()
        slot = Slot(
            part["date"].iloc[0], DayShift(str(part["shift"].iloc[0]), start, end, None, 0), str(hours.idxmax())
        )
        on_duty = _is_on_duty(part, duty, weekday=MONDAY, minute=duty.minute)
        history.add(str(person), slot, morning=bool(on_duty.any()))
    history.even_out([person.name for person in desk.staff])
    return history


def history_of_desk(desk: Desk, *, before: date, weeks: int = PAST_WEEKS) -> PlanHistory:
    """The same from the plans in the desk's records."""
    with Records.open(desk) as records:
        stored = records.plans(before - timedelta(days=7 * weeks), before - timedelta(days=1))
    return plan_history(stored, desk, before=before, weeks=weeks)
