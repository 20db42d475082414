"""Who had the unpopular duties in the plans kept so far, and how evenly: Monday mornings, late shifts, weekends."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pandas as pd

from data.calendar import Calendar, days_between
from data.desk import Desk
from data.records import Records, StoredPlan
from staffing.planning.day_shift import DayShift
from staffing.planning.fairness.kept_wishes import kept_wishes
from staffing.planning.overtime.overtime_left import year_of_agreement
from staffing.planning.plan_history import (
    MONDAY,
    MorningDuty,
    PlanHistory,
    is_odd_lunch,
    late_templates,
    month_ends,
)
from staffing.planning.plan_table import plan_from_rows
from staffing.planning.shift_design import Slot
from staffing.shift_plan import WORK, Activity

DUTIES = ("mornings", "late", "weekends", "month_ends", "odd_lunches")
"""Columns of `duty_counts` that should go round."""

PAST_WEEKS = 12
"""So far back a new plan looks for who had which duty."""

LONGEST_PERIOD = timedelta(days=92)
"""Three months, over which hours may even out."""

WORKED_COLUMNS = ("date", "person", "shift", "queue", "start_minute", "end_minute")


def worked_rows(stored_plans: Sequence[StoredPlan], desk: Desk) -> pd.DataFrame:
    """Every stretch of contact work in the plans, for each day from the newest plan that holds it.

    Returns
    -------
    pandas.DataFrame
        `date` (of the shift's start), `person`, `shift`, `queue`, `start_minute`, `end_minute` (wall clock, since
        midnight of `date`), rising.
    """
    return work_of(_newest_activities(stored_plans, desk))


def work_of(activities: Iterable[Activity]) -> pd.DataFrame:
    """The stretches of contact work among the activities, as in `worked_rows`."""
    rows = [
        (one.date, one.person, one.shift, one.queue, *(_wall_minute(at, one.date) for at in (one.start, one.end)))
        for one in activities
        if one.activity in WORK
    ]
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
    return _mornings(_last_weeks(worked_rows(stored_plans, desk), stored_plans, weeks), desk, weekday, minute)


def _mornings(rows: pd.DataFrame, desk: Desk, weekday: int, minute: int | None) -> pd.DataFrame:
    duty = MorningDuty.of(desk)
    found = rows[_is_on_duty(rows, duty, weekday=weekday, minute=duty.minute if minute is None else minute)]
    return found[["date", "person", "shift"]].drop_duplicates(["date", "person"]).reset_index(drop=True)


def _is_on_duty(rows: pd.DataFrame, duty: MorningDuty, *, weekday: int, minute: int) -> pd.Series:
    on_day = rows["date"].map(lambda day: day.weekday() == weekday).astype(bool)
    return on_day & rows["queue"].isin(duty.queues) & (rows["start_minute"] <= minute) & (minute < rows["end_minute"])


def _last_weeks(rows: pd.DataFrame, stored_plans: Sequence[StoredPlan], weeks: int) -> pd.DataFrame:
    return rows if rows.empty else rows[rows["date"] >= _first_of_last_weeks(stored_plans, weeks)]


def _first_of_last_weeks(stored_plans: Sequence[StoredPlan], weeks: int) -> date:
    return max(stored.last_day for stored in stored_plans) - timedelta(days=7 * weeks - 1)


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
        `weekends` (Saturdays, Sundays and public holidays worked), `month_ends` (the last three open days of a month
        worked), `odd_lunches` (lunches that begin before 11:30 or after 13:00); everyone in the plans, by name. Where
        anybody wished for shifts or days off, `wishes` and `wishes_kept` as well.
    """
    if not stored_plans:
        return duties_of([], desk, weekday=weekday, minute=minute)
    first_day = _first_of_last_weeks(stored_plans, weeks)
    lately = [one for one in _newest_activities(stored_plans, desk) if one.date >= first_day]
    return duties_of(lately, desk, weekday=weekday, minute=minute)


def duties_of(
    activities: Sequence[Activity], desk: Desk, *, weekday: int = MONDAY, minute: int | None = None
) -> pd.DataFrame:
    """The same of what people do, whichever plans it comes from."""
    work = work_of(activities)
    rows = work.drop_duplicates(["date", "person"])
    calendar = Calendar.of(desk)
    free = {day for day in set(rows["date"]) if day.weekday() >= 5 or calendar.is_holiday(day)}
    counted = {
        "days": Counter(rows["person"]),
        "mornings": Counter(_mornings(work, desk, weekday, minute)["person"]),
        "late": Counter(rows["person"][rows["shift"].isin(late_templates(desk))]),
        "weekends": Counter(rows["person"][rows["date"].isin(free)]),
        "month_ends": Counter(rows["person"][rows["date"].isin(_month_ends(rows, calendar))]),
        "odd_lunches": Counter(
            name for (name, day), odd in _odd_lunches(activities).items() if odd and day in set(rows["date"])
        ),
    }
    people = sorted(counted["days"])
    kept = {one.person: one for one in kept_wishes(activities, desk)}
    if kept:
        counted["wishes"] = Counter({name: one.asked for name, one in kept.items()})
        counted["wishes_kept"] = Counter({name: one.kept for name, one in kept.items()})
    table = {"person": people} | {duty: [count[name] for name in people] for duty, count in counted.items()}
    return pd.DataFrame(table)


def _month_ends(rows: pd.DataFrame, calendar: Calendar) -> frozenset[date]:
    return frozenset() if rows.empty else month_ends(calendar, rows["date"].min(), rows["date"].max())


def _odd_lunches(activities: Iterable[Activity]) -> dict[tuple[str, date], bool]:
    """Whether each person's lunch of a day began at an odd hour."""
    return {
        (one.person, one.date): is_odd_lunch(_wall_minute(one.start, one.date))
        for one in activities
        if one.activity == "lunch"
    }


def _newest_activities(stored_plans: Sequence[StoredPlan], desk: Desk) -> list[Activity]:
    """What people do in the plans, each day from the newest that holds it."""
    newest: dict[date, list[Activity]] = {}
    for stored in sorted(stored_plans, key=lambda plan: plan.plan_id):
        plan = plan_from_rows(stored.activities, zone=desk.zone, first_day=stored.first_day, last_day=stored.last_day)
        newest |= {day: [] for day in days_between(stored.first_day, stored.last_day)}
        for one in (one for one in plan.activities if one.date in newest):
            newest[one.date].append(one)
    return [one for day in sorted(newest) for one in newest[day]]


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
    activities = _newest_activities(stored_plans, desk)
    rows = work_of(activities)
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
    history.days.clear()
    for (worker, day), minutes in _minutes_at_work(activities).items():
        if day < before:
            history.add_day(worker, day, minutes=minutes)
    odd = _odd_lunches(activities).items()
    history.odd_lunches.update(name for (name, day), is_odd in odd if is_odd and first_day <= day < before)
    history.even_out([person.name for person in desk.staff])
    return history


def _minutes_at_work(activities: Iterable[Activity]) -> Counter[tuple[str, date]]:
    """Minutes of each person's days at work, contacts or not."""
    minutes: Counter[tuple[str, date]] = Counter()
    for one in activities:
        if one.activity in WORK or (one.paid and one.activity in ("break", "training", "meeting")):
            minutes[one.person, one.date] += round(one.hours * 60)
    return minutes


def history_of_desk(
    desk: Desk, *, before: date, weeks: int = PAST_WEEKS, as_of: pd.Timestamp | None = None
) -> PlanHistory:
    """The same from the plans in the desk's records, hours as far back as the longest settlement period reaches.

    Where overtime may be planned, hours go back to where the agreement's year begins. With `as_of`, those that had been
    kept by that moment.
    """
    first_day = before - max(timedelta(days=7 * weeks), LONGEST_PERIOD)
    overtime = desk.settings.shifts.overtime
    if overtime.is_planned:
        first_day = min(first_day, year_of_agreement(before, overtime))
    with Records.open(desk) as records:
        stored = records.plans(first_day, before - timedelta(days=1), kept_by=as_of)
    return plan_history(stored, desk, before=before, weeks=weeks)
