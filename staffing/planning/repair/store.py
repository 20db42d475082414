"""A plan's table mended: only the rows that matter are read, and what changed becomes a new revision of its days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from data.calendar import days_between
from data.desk import Desk
from data.errors import NothingToDo, TsunagariError
from data.records import Records
from staffing.chat_slots import ChatSlots
from staffing.planning.plan_table import PLAN_COLUMNS, plan_from_rows, plan_rows
from staffing.planning.repair.asked import APPOINTMENTS, RepairAsked
from staffing.planning.repair.options import RepairCase
from staffing.planning.repair.repair import MendedPlan, days_to_mend, runs_of
from staffing.planning.repair.sentences import repair_remarks
from staffing.requirement import Requirement
from staffing.requirement_table import requirement_from_rows
from staffing.shift_plan import ShiftPlan


@dataclass(frozen=True)
class PlanTable:
    """A whole plan as rows, of which only some are looked at.

    Parameters
    ----------
    rows
        With `PLAN_COLUMNS`.
    first_day, last_day
        Local days that the plan holds, inclusive.
    made_for
        The requirements that it was made for; empty where that is not known.
    """

    rows: pd.DataFrame
    first_day: date
    last_day: date
    made_for: tuple[Requirement, ...] = ()

    @classmethod
    def of_file(cls, rows: pd.DataFrame) -> "PlanTable":
        """A plan made here or elsewhere, as `plan --out` writes it.

        Raises
        ------
        TsunagariError
            If a column is absent, there is no row, or a date is none.
        """
        absent = [column for column in PLAN_COLUMNS if column not in rows.columns]
        if absent:
            raise TsunagariError(
                "the plan has no column {column!r}; it needs {needed}, as `plan --out` writes them",
                column=absent[0],
                needed=", ".join(PLAN_COLUMNS),
            )
        if rows.empty:
            raise TsunagariError("the plan has no rows, so its days are unknown; give its first and last day")
        told = rows.assign(date=rows["date"].astype(str).str[:10])
        try:
            days = [date.fromisoformat(day) for day in told["date"].unique()]
        except ValueError as error:
            raise TsunagariError("the plan's column date holds no dates: {error}", error=error) from None
        return cls(told, min(days), max(days))

    @classmethod
    def newest(cls, desk: Desk) -> "PlanTable":
        """The plan that stands.

        Raises
        ------
        NothingToDo
            If no plan was kept yet.
        """
        with Records.open(desk) as records:
            stored = records.newest_plan()
        if stored is None:
            raise NothingToDo("no shift plan was kept yet; make one with `tsunagari plan --start DATE`")
        return cls(stored.activities, stored.first_day, stored.last_day, _made_for(stored.coverage, desk))

    def whole(self, desk: Desk) -> ShiftPlan:
        """The plan of all its days."""
        return plan_from_rows(self.rows, zone=desk.zone, first_day=self.first_day, last_day=self.last_day)

    def part(self, desk: Desk, days: Iterable[date]) -> ShiftPlan:
        """The plan of some days."""
        wanted = sorted(days)
        chosen = self.rows[self.rows["date"].isin([day.isoformat() for day in wanted])]
        return plan_from_rows(chosen, zone=desk.zone, first_day=wanted[0], last_day=wanted[-1])

    def with_plan(self, plan: ShiftPlan, days: Sequence[date]) -> pd.DataFrame:
        """The whole table with the plan's rows in place of these days'."""
        others = self.rows[~self.rows["date"].isin([day.isoformat() for day in days])]
        together = pd.concat([others[list(PLAN_COLUMNS)], plan_rows(plan)], ignore_index=True)
        return together.sort_values(["person", "date", "start"], kind="stable").reset_index(drop=True)

    def appointments(self, desk: Desk, today: date) -> ShiftPlan:
        """Those days of people, from today on, of which leave.csv has something to say."""
        days = self.rows["date"]
        told = {
            (absence.person, day.isoformat())
            for absence in desk.leave
            for day in days_between(
                max(absence.start.date(), today, self.first_day), min(absence.end.date(), self.last_day)
            )
        }
        placed = self.rows["activity"].isin(APPOINTMENTS) & (days >= today.isoformat())
        told |= set(zip(self.rows["person"][placed], days[placed], strict=True))
        keys = pd.MultiIndex.from_arrays([self.rows["person"], days])
        chosen = self.rows[keys.isin(list(told))] if told else self.rows.iloc[:0]
        return plan_from_rows(chosen, zone=desk.zone, first_day=self.first_day, last_day=self.last_day)


def _made_for(coverage: pd.DataFrame, desk: Desk) -> tuple[Requirement, ...]:
    """The requirement beside a stored plan; its written work is known by its profile alone."""
    known = {queue.name: queue for queue in desk.settings.queue}
    found = []
    for name, part in coverage.groupby("queue", sort=False):
        if str(name) in known:
            queue = known[str(name)]
            columns = ["queue", "interval_start", "interval_minutes", "open_minutes"]
            rows = part[[column for column in columns if column in part]].assign(
                channel=queue.channel, scheduled_agents=part["required"].round().astype(int)
            )
            found.append(
                requirement_from_rows(
                    rows.reset_index(drop=True),
                    goal=queue.goal,
                    zone=desk.zone,
                    unplanned_shrinkage=desk.settings.shrinkage.unplanned,
                    slots=ChatSlots.of(queue),
                )
            )
    return tuple(found)


def mend_table(
    table: PlanTable,
    desk: Desk,
    asked: RepairAsked,
    *,
    requirements: Sequence[Requirement] = (),
    is_changed: bool = False,
) -> MendedPlan:
    """Mend a plan as `case_of_table` takes it in."""
    return case_of_table(table, desk, asked, requirements=requirements, is_changed=is_changed).mend()


def case_of_table(
    table: PlanTable,
    desk: Desk,
    asked: RepairAsked,
    *,
    requirements: Sequence[Requirement] = (),
    is_changed: bool = False,
) -> RepairCase:
    """A plan to mend, of which only the affected days and their weeks are read.

    Parameters
    ----------
    requirements
        As they are now; queues and days that they do not reach are held against what the plan was made for.
    is_changed
        Whether days on which they ask for more than before are to be mended as well.

    Raises
    ------
    NothingToDo
        If the plan holds nothing to mend from now on.
    """
    today = asked.now.tz_convert(desk.zone).date()
    days = days_to_mend(
        table.appointments(desk, today), requirements, desk, asked, before=table.made_for if is_changed else ()
    )
    now = _that_reach(days, [*requirements, *table.made_for], desk)
    needed = {day for mended in days for day in _days_around(mended, desk)}
    return RepairCase(table.part(desk, needed), tuple(now), desk, asked, tuple(days), table.made_for)


def _that_reach(days: Sequence[date], requirements: Sequence[Requirement], desk: Desk) -> list[Requirement]:
    """Of each queue the first requirement that knows one of the days.

    Raises
    ------
    NothingToDo
        If none does.
    """
    found: dict[str, Requirement] = {}
    for one in requirements:
        if one.queue not in found and set(one.starts.tz_convert(desk.zone).date) & set(days):
            found[one.queue] = one
    if not found:
        raise NothingToDo(
            "no required agents are known for {first} to {last}, so nobody can say what is missing; run "
            "`tsunagari staff`, or name them with --requirement FILE",
            first=days[0],
            last=days[-1],
        )
    return list(found.values())


def _days_around(day: date, desk: Desk) -> list[date]:
    """The day's week, with a day before and after: contract, law and rest look at them."""
    first = day
    while f"{first:%A}".lower() != desk.settings.week_starts:
        first -= timedelta(days=1)
    return days_between(first - timedelta(days=1), first + timedelta(days=7))


def keep_repair(mended: MendedPlan, *, author: str) -> list[int]:
    """Save each run of mended days as a plan of its own, which stands over the earlier one; gives their numbers."""
    rows, coverage = plan_rows(mended.mended), mended.coverage[2].rows()
    stamps = coverage["interval_start"].map(lambda start: start.date())
    numbers = []
    with Records.open(mended.desk) as records:
        for first, last in runs_of(mended.days):
            span = {day.isoformat() for day in days_between(first, last)}
            numbers.append(
                records.save_plan(
                    first_day=first,
                    last_day=last,
                    activities=rows[rows["date"].isin(span)],
                    coverage=coverage[(stamps >= first) & (stamps <= last)],
                    remarks=repair_remarks(mended),
                    author=author,
                )
            )
    return numbers
