"""A requirement as a table, and back, also from a table that someone else has made."""

from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import TsunagariError
from data.message import Message
from data.service_goal import ServiceGoal
from staffing.chat_slots import ChatSlots
from staffing.deadline_work import DeadlineWork
from staffing.requirement import Requirement
from staffing.shrinkage import remaining_agents, scheduled_agents

CONTRACT_COLUMNS: tuple[str, ...] = (
    "queue", "channel", "interval_start", "interval_minutes", "agents", "scheduled_agents", "service_level",
    "abandonment", "asa_seconds", "occupancy", "issued_at", "open_minutes", "arriving_hours", "due_hours",
)  # fmt: skip
"""What `staff --out` writes: from `arriving_hours` on for written work alone, as in `DeadlineWork`."""

STORED_COLUMNS: tuple[str, ...] = (
    "queue", "channel", "issued_at", "engine", "interval_start", "interval_minutes", "contacts", "agents",
    "scheduled_agents", "service_level", "abandonment", "asa_seconds", "occupancy", "bound_by", "open_minutes",
    "arriving_hours", "due_hours",
)  # fmt: skip
"""What the store keeps; `arriving_hours` and `due_hours` of written work alone."""

GIVEN = "given"
"""Stands for engine and rule of a requirement that came from a table without them."""

MOST_AGENTS = 100_000
"""More people in one interval is a slip of the pen, and no plan for them would end."""

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def requirement_rows(requirement: Requirement) -> pd.DataFrame:
    """One row an interval with `STORED_COLUMNS`; instants in the requirement's zone."""
    work, unknown = requirement.work, np.full(len(requirement), np.nan)
    rows = pd.DataFrame(
        {
            "interval_start": requirement.starts,
            "contacts": requirement.contacts,
            "agents": requirement.agents,
            "scheduled_agents": requirement.scheduled_agents,
            "service_level": requirement.service_level,
            "abandonment": requirement.abandonment,
            "asa_seconds": requirement.asa_seconds,
            "occupancy": requirement.occupancy,
            "bound_by": list(requirement.bound_by),
            "open_minutes": requirement.open_hours * 60,
            "arriving_hours": unknown if work is None else work.arriving_hours,
            "due_hours": unknown if work is None else work.due_hours,
        }
    )
    rows = rows.assign(
        queue=requirement.queue,
        channel=requirement.channel,
        issued_at=requirement.issued_at,
        engine=requirement.engine,
        interval_minutes=requirement.interval_minutes,
    )
    return rows[list(STORED_COLUMNS)]


def contract_rows(requirement: Requirement) -> pd.DataFrame:
    """One row an interval with `CONTRACT_COLUMNS`."""
    return requirement_rows(requirement)[list(CONTRACT_COLUMNS)]


def requirement_from_rows(
    rows: pd.DataFrame,
    *,
    goal: ServiceGoal,
    zone: ZoneInfo,
    unplanned_shrinkage: float = 0.0,
    slots: ChatSlots | None = None,
) -> Requirement:
    """The requirement of one queue from a table.

    Parameters
    ----------
    rows
        At least `queue, interval_start` (with offset), `interval_minutes` and one of `agents` and
        `scheduled_agents`, whole people; in any order, of one queue. What else is missing becomes NaN or "given".
        An index of integers from 0 counts the rows of the file, so errors name the row there.
    goal
        The queue's goal, which such a table does not tell.
    zone
        The desk's time zone, into which instants are moved.
    unplanned_shrinkage
        Turns agents into scheduled agents, or back, where one of the two is missing; 0 to 1, without 1.
    slots
        How many contacts a person serves at once, which such a table does not tell either; one by default.

    Raises
    ------
    TsunagariError
        A sentence naming the column and the row, if the table cannot be used.
    """
    _refuse_missing_columns(rows)
    starts = _instants(rows, "interval_start", zone=zone)
    agents, scheduled = _people(rows, unplanned_shrinkage=unplanned_shrinkage)
    order = np.argsort(starts.asi8, kind="stable")
    _refuse_repeats(rows, starts=starts, order=order)
    sorted_rows, sorted_starts = rows.iloc[order], starts[order]
    return Requirement(
        queue=str(_only_value(rows, "queue")),
        channel=str(_only_value(rows, "channel")) if "channel" in rows else "phone",
        interval_minutes=_interval_minutes(rows),
        issued_at=_instants(sorted_rows, "issued_at", zone=zone)[0] if "issued_at" in rows else sorted_starts[0],
        goal=goal,
        engine=str(_only_value(rows, "engine")) if "engine" in rows else GIVEN,
        starts=sorted_starts,
        contacts=_numbers_or_nan(sorted_rows, "contacts"),
        agents=agents[order],
        scheduled_agents=scheduled[order],
        service_level=_numbers_or_nan(sorted_rows, "service_level"),
        abandonment=_numbers_or_nan(sorted_rows, "abandonment"),
        asa_seconds=_numbers_or_nan(sorted_rows, "asa_seconds"),
        occupancy=_numbers_or_nan(sorted_rows, "occupancy"),
        bound_by=tuple(map(str, sorted_rows["bound_by"])) if "bound_by" in rows else (GIVEN,) * len(rows),
        slots=slots or ChatSlots(),
        open_minutes=_open_minutes(sorted_rows),
        work=_deadline_work(sorted_rows),
    )


def _open_minutes(rows: pd.DataFrame) -> Floats:
    """Open minutes of each interval, the whole of it where the table does not say."""
    told, length = _numbers_or_nan(rows, "open_minutes"), _interval_minutes(rows)
    opened = np.where(np.isnan(told), float(length), told)
    bad = np.flatnonzero((opened <= 0) | (opened > length))
    if bad.size:
        wanted = Message.of("minutes above 0 and up to the {length} of the interval", length=length)
        raise _refuse(rows, "open_minutes", bad[0], wanted)
    return opened


def _deadline_work(rows: pd.DataFrame) -> DeadlineWork | None:
    """When written work comes and is due; None where the table does not say it for every interval."""
    if "arriving_hours" not in rows or "due_hours" not in rows:
        return None
    arriving, due = _numbers_or_nan(rows, "arriving_hours"), _numbers_or_nan(rows, "due_hours")
    if np.isnan(arriving).any() or np.isnan(due).any():
        return None
    # Of a table cut out of a longer one, what was done before it is not told: what is due in it has arrived.
    arrived = np.maximum(np.cumsum(arriving), np.cumsum(due))
    return DeadlineWork(np.diff(arrived, prepend=0.0), due)


def _refuse_missing_columns(rows: pd.DataFrame) -> None:
    missing = [name for name in ("queue", "interval_start", "interval_minutes") if name not in rows]
    if "agents" not in rows and "scheduled_agents" not in rows:
        missing.append("agents / scheduled_agents")
    if missing:
        raise TsunagariError(
            "the requirement table has no column {missing}; it has {columns}",
            missing=", ".join(missing),
            columns=", ".join(map(str, rows.columns)),
        )
    if rows.empty:
        raise TsunagariError("the requirement table has no rows; write one for each open interval")


def _row_name(rows: pd.DataFrame, position: int) -> Message:
    label = rows.index[position]
    number = int(label) if isinstance(label, int | np.integer) else position
    return Message.of("row {number}", number=number + 1)


def _refuse(rows: pd.DataFrame, column: str, position: int, wanted: Message) -> TsunagariError:
    value = rows[column].iloc[position]
    return TsunagariError(
        "requirement table, {row}: {column} is {value}; write {wanted}",
        row=_row_name(rows, position),
        column=column,
        value=value,
        wanted=wanted,
    )


def _instants(rows: pd.DataFrame, column: str, *, zone: ZoneInfo) -> pd.DatetimeIndex:
    """Instants of a column in the desk's zone, from ISO texts with offsets or from zone-aware times."""
    values = rows[column]
    if not isinstance(values.dtype, pd.DatetimeTZDtype):
        values = pd.Series([_instant(rows, column, i) for i in range(len(rows))], dtype="object")
    return pd.DatetimeIndex(pd.to_datetime(values, utc=True)).tz_convert(zone).as_unit("us")


def _instant(rows: pd.DataFrame, column: str, position: int) -> pd.Timestamp:
    wanted = Message("a time with its offset, like 2026-11-02T10:00:00+09:00")
    try:
        moment = pd.Timestamp(rows[column].iloc[position])
    except (ValueError, TypeError):
        raise _refuse(rows, column, position, wanted) from None
    if moment.tz is None:
        raise _refuse(rows, column, position, wanted)
    return moment.tz_convert("UTC")


def _people(rows: pd.DataFrame, *, unplanned_shrinkage: float) -> tuple[Integers, Integers]:
    """Agents and scheduled agents; whichever is missing follows from the other."""
    if "agents" not in rows:
        scheduled = _whole_numbers(rows, "scheduled_agents")
        return remaining_agents(scheduled, unplanned_shrinkage=unplanned_shrinkage), scheduled
    agents = _whole_numbers(rows, "agents")
    if "scheduled_agents" not in rows:
        return agents, scheduled_agents(agents, unplanned_shrinkage=unplanned_shrinkage)
    scheduled = _whole_numbers(rows, "scheduled_agents")
    fewer = np.flatnonzero(scheduled < agents)
    if fewer.size:
        raise _refuse(
            rows,
            "scheduled_agents",
            fewer[0],
            Message.of("at least the {agents} agents of that row", agents=agents[fewer[0]]),
        )
    return agents, scheduled


def _whole_numbers(rows: pd.DataFrame, column: str) -> Integers:
    numbers = pd.to_numeric(rows[column], errors="coerce").to_numpy(dtype=np.float64)
    is_possible = np.isfinite(numbers) & (numbers >= 0) & (numbers == np.floor(numbers)) & (numbers <= MOST_AGENTS)
    bad = np.flatnonzero(~is_possible)
    if bad.size:
        wanted = Message.of("whole people, 0 or more, at most {most:,}", most=MOST_AGENTS)
        raise _refuse(rows, column, bad[0], wanted)
    return numbers.astype(np.int64)


def _numbers_or_nan(rows: pd.DataFrame, column: str) -> Floats:
    if column not in rows:
        return np.full(len(rows), np.nan)
    told = rows[column].notna().to_numpy() & (rows[column].astype("str").str.strip() != "").to_numpy()
    numbers = pd.to_numeric(rows[column], errors="coerce").to_numpy(dtype=np.float64)
    bad = np.flatnonzero(np.isnan(numbers) & told | (numbers < 0))
    if bad.size:
        raise _refuse(rows, column, bad[0], Message("a number, 0 or more, or nothing"))
    return numbers


def _only_value(rows: pd.DataFrame, column: str) -> object:
    values = rows[column].unique()
    if len(values) > 1 or pd.isna(values[0]):
        other = int(np.argmax((rows[column] != values[0]).to_numpy() | rows[column].isna().to_numpy()))
        wanted = Message.of("the same {column} in every row, or split the table by queue", column=column)
        raise _refuse(rows, column, other, wanted)
    return values[0]


def _interval_minutes(rows: pd.DataFrame) -> int:
    minutes = _whole_numbers(rows, "interval_minutes")
    if minutes[0] == 0 or np.any(minutes != minutes[0]):
        wanted = Message("the same length above 0 in every row, in minutes")
        raise _refuse(rows, "interval_minutes", int(np.argmax((minutes != minutes[0]) | (minutes == 0))), wanted)
    return int(minutes[0])


def _refuse_repeats(rows: pd.DataFrame, *, starts: pd.DatetimeIndex, order: NDArray[np.int64]) -> None:
    repeated = np.flatnonzero(np.diff(starts.asi8[order]) == 0)
    if repeated.size:
        first, second = sorted((order[repeated[0]], order[repeated[0] + 1]))
        wanted = Message.of("each interval once; {row} is the same one", row=_row_name(rows, first))
        raise _refuse(rows, "interval_start", second, wanted)
