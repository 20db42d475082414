"""All queues of a desk at once: from the store to forecasts, and back into the store as they were issued."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, partial

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.desk import Desk, QueueSettings
from data.errors import NothingToDo, TsunagariError
from data.interval_counts import count_outside_hours, last_complete_instant, read_interval_series
from data.interval_series import IntervalSeries
from data.issued import store_issued
from data.log_span import LogSpan, read_log_span
from data.override import KeptOverride
from data.records import Records
from data.remark import Remark
from data.warehouse import Warehouse
from forecasting.each_queue import for_each
from forecasting.forecast import Forecast
from forecasting.forecast_contacts import forecast_contacts
from forecasting.forecast_table import effect_rows, forecast_from_rows, forecast_rows
from forecasting.overridden import with_overrides
from forecasting.remarks import contacts_far_away, outside_hours

USUAL_DAYS = 35
"""How far forecasts reach where nobody asks for more."""

LONGEST_SILENCE = timedelta(days=400)
"""A log that says nothing for longer, a year and a holiday season, tells nothing of today."""


def forecast_queues(
    warehouse: Warehouse,
    desk: Desk,
    *,
    as_of: pd.Timestamp | None,
    last_day: date | None = None,
    horizon_days: int = USUAL_DAYS,
    processes: int | None = None,
) -> list[Forecast]:
    """Forecast every queue of the desk, with the overrides that people have made.

    A queue to which another hands on, and of which nothing was ever counted, is left out: what it takes is known once
    the other is staffed.

    Parameters
    ----------
    as_of
        Zone-aware; only what was known then is used, overrides too. None: the end of the last complete day in the
        log, and every override that stands now, for a decision of this morning counts at once.
    last_day
        Last local day to forecast; None: `horizon_days` days, the day of `as_of` the first.
    horizon_days
        At least 1.
    processes
        As in `forecasting.each_queue.for_each`.

    Raises
    ------
    NothingToDo
        If the log is empty or begins after `as_of`.
    """
    calendar = Calendar.of(desk)
    until = as_of or last_complete_instant(warehouse, calendar)
    span = read_log_span(warehouse, calendar)
    _refuse_long_after(span.last_day, until=until)
    first_day = until.tz_convert(calendar.zone).date()
    last = last_day or first_day + timedelta(days=horizon_days - 1)

    overrides = known_overrides(desk, as_of=as_of)

    @cache
    def past(name: str) -> IntervalSeries:
        return read_interval_series(warehouse, calendar, queue=name, until=until)

    asked = {queue.escalation.to for queue in desk.settings.queue}
    queues = [queue for queue in desk.settings.queue if queue.name not in asked or not np.all(past(queue.name).missing)]
    # read while the other processes forecast those read before
    pasts = (_Past(past(queue.name), past(queue.shape_from) if queue.shape_from else None) for queue in queues)
    work = partial(_forecast_of, calendar=calendar, first_day=first_day, last_day=max(first_day, last))

    def finished(forecast: Forecast, queue: QueueSettings) -> Forecast:
        outside = count_outside_hours(warehouse, calendar, queue=queue.name, until=until)
        changed = with_overrides(forecast, overrides, past=past(queue.name), title=queue.title)
        return _with_outside_hours(changed, queue, contacts=outside)

    made = for_each(work, pasts, count=len(queues), processes=processes)
    forecasts = [finished(*each) for each in zip(made, queues, strict=True)]
    return _with_strays(forecasts, span)


@dataclass(frozen=True)
class _Past:
    """A queue's past, and that of the queue that lends it its hours, where one does."""

    own: IntervalSeries
    lender: IntervalSeries | None


def _forecast_of(past: _Past, *, calendar: Calendar, first_day: date, last_day: date) -> Forecast:
    return forecast_contacts(past.own, calendar, first_day=first_day, last_day=last_day, lender=past.lender)


def known_overrides(desk: Desk, *, as_of: pd.Timestamp | None) -> list[KeptOverride]:
    """The overrides as they were known at an instant, in the order in which they were made; None: as they are."""
    with Records.open(desk) as records:
        made = records.overrides()
    return [known for one in made if (known := one.as_known_at(as_of)) is not None]


def _with_strays(forecasts: list[Forecast], span: LogSpan) -> list[Forecast]:
    """The forecasts, the first with a remark on the contacts that stand far from the log, where there are any."""
    if span.stray_at is None:
        return forecasts
    first, *others = forecasts
    remark = contacts_far_away(contacts=span.strays, at=span.stray_at)
    return [replace(first, remarks=(*first.remarks, remark)), *others]


def _with_outside_hours(forecast: Forecast, queue: QueueSettings, *, contacts: int) -> Forecast:
    """The forecast with a remark on the contacts that came while the desk was closed, where there are any."""
    if not contacts:
        return forecast
    remark = outside_hours(queue=queue.title, channel=forecast.channel, contacts=contacts)
    return replace(forecast, remarks=(*forecast.remarks, remark))


def _refuse_long_after(last_day: date, *, until: pd.Timestamp) -> None:
    """Refuse to forecast from more than `LONGEST_SILENCE` after the log's last day: nothing of it is known any more."""
    if until.date() - last_day > LONGEST_SILENCE:
        raise NothingToDo(
            "the log ends on {last_day}, {days} days before {until}; import newer logs, or choose an --as-of near "
            "its end",
            last_day=last_day,
            days=(until.date() - last_day).days,
            until=until.date(),
        )


def forecast_and_issue(
    warehouse: Warehouse, desk: Desk, *, last_day: date | None = None, horizon_days: int = USUAL_DAYS
) -> tuple[list[Forecast], list[Forecast]]:
    """Forecast every queue as of the end of the log, and keep it as issued; gives what was asked for, and what is kept.

    What is kept reaches at least `USUAL_DAYS` days and never less far than what was issued at the same instant before:
    a short look ahead does not shorten what pages and widget show.
    """
    first_day = last_complete_instant(warehouse, Calendar.of(desk)).date()
    wanted = last_day or first_day + timedelta(days=horizon_days - 1)
    reach = max(wanted, first_day + timedelta(days=USUAL_DAYS - 1), _issued_until(warehouse, desk, first_day))
    issued = forecast_queues(warehouse, desk, as_of=None, last_day=reach)
    issue_forecasts(warehouse, issued)
    return issued if wanted == reach else [one.until(wanted) for one in issued], issued


def _issued_until(warehouse: Warehouse, desk: Desk, first_day: date) -> date:
    """The last local day of what was issued at the start of `first_day`; that day itself where nothing was."""
    found = warehouse.query("issued_until", issued_at=Calendar.of(desk).instant(first_day, 0))["last_start"]
    return first_day if found.isna().all() else pd.Timestamp(found.iloc[0]).tz_convert(desk.zone).date()


def issue_forecasts(warehouse: Warehouse, forecasts: Sequence[Forecast]) -> None:
    """Keep forecasts as issued, with their effects and remarks; a snapshot shows them to others."""
    remarks = [(one.queue, one.issued_at, said.ja, said.en) for one in forecasts for said in one.remarks]
    overrides = [(one.queue, one.issued_at, number) for one in forecasts for number in one.overrides]
    store_issued(
        warehouse,
        forecast=pd.concat([forecast_rows(one) for one in forecasts]),
        effect=pd.concat([effect_rows(one) for one in forecasts]),
        remark=pd.DataFrame(remarks, columns=["queue", "issued_at", "remark", "remark_en"]),
        override=pd.DataFrame(overrides, columns=["queue", "issued_at", "number"]),
    )


def remarks_from_rows(rows: pd.DataFrame) -> tuple[Remark, ...]:
    """The remarks of `issued_remark`; those of an older make stand in one language only."""
    english = rows["remark_en"] if "remark_en" in rows else pd.Series(None, index=rows.index, dtype="object")
    return tuple(
        Remark.untranslated(str(text)) if pd.isna(other) else Remark(ja=str(text), en=str(other))
        for text, other in zip(rows["remark"], english, strict=True)
    )


def forecasts_from_table(rows: pd.DataFrame, desk: Desk) -> list[Forecast]:
    """The forecasts that a table tells, one a queue; it may come from elsewhere.

    Raises
    ------
    TsunagariError
        If a column is missing, a value cannot be, or desk.toml has no such queue.
    """
    if "queue" not in rows:
        raise TsunagariError("forecast table: the column queue is missing; it names the queue of each row")
    if rows.empty:
        raise TsunagariError("forecast table: there is no row; write at least one open interval")
    parts = rows.groupby("queue", sort=False)
    return [forecast_from_rows(part, zone=desk.settings.time_zone) for name, part in parts if desk.queue(str(name))]
