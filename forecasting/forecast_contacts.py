"""The front door of this room: from a queue's past to its forecast."""

from dataclasses import replace
from datetime import date

import numpy as np

from data.calendar import Calendar
from data.errors import DeskError, NothingToDo
from data.interval_series import IntervalSeries
from data.remark import Remark
from forecasting.borrowed_shape import BorrowedShape, with_borrowed_shape
from forecasting.forecast import Forecast
from forecasting.grain import Grain, as_whole_days, at_one_grain, is_coarse, is_new
from forecasting.handle_time import expect_handle_time
from forecasting.mean_of_weekdays import fit_mean_of_weekdays
from forecasting.outlook import FitModel, Horizon, Outlook
from forecasting.remarks import borrowed_shape, coarse_grain, mixed_grain, stale_history
from forecasting.rest_of_day import without_elapsed
from forecasting.seasonal_naive import fit_seasonal_naive
from forecasting.two_stage import fit_two_stage

MODELS: dict[str, FitModel] = {
    "two_stage": fit_two_stage,
    "mean_of_weekdays": fit_mean_of_weekdays,
    "seasonal_naive": fit_seasonal_naive,
}
"""The models by the name that a forecast carries; the first is the usual one."""

_STALE_DAYS = 14


def forecast_contacts(
    series: IntervalSeries,
    calendar: Calendar,
    *,
    first_day: date,
    last_day: date,
    model: str = "two_stage",
    lender: IntervalSeries | None = None,
) -> Forecast:
    """Forecast the open intervals of [first_day, last_day] that start at `series.as_of` or later.

    Parameters
    ----------
    series
        One queue's past; nothing else is looked at.
    calendar
        The desk's; it reaches past the data.
    first_day, last_day
        Local days, inclusive.
    model
        A name of `MODELS`.
    lender
        Another queue's past, told at the desk's grid: where this one's tells only days or bands, or is no two weeks
        long, its days are split over their hours as the lender's are.

    Raises
    ------
    NothingToDo
        If nothing was ever counted, or the channel is not open on these days.
    DeskError
        If the lender's past is coarse itself.
    ValueError
        If there is no such model.
    """
    if model not in MODELS:
        raise ValueError(f"there is no model {model!r}; choose one of {', '.join(MODELS)}")
    _refuse_empty(series)
    if lender is not None and (is_coarse(series) or is_new(series)):
        return _with_lent_hours(series, lender, calendar, first_day=first_day, last_day=last_day, model=model)
    return _forecast_as_told(series, calendar, first_day=first_day, last_day=last_day, model=model)


def _with_lent_hours(
    series: IntervalSeries, lender: IntervalSeries, calendar: Calendar, *, first_day: date, last_day: date, model: str
) -> Forecast:
    """The forecast of days or bands from the last midnight, split over the hours as the lender's are."""
    _refuse_empty(lender)
    if is_coarse(lender):
        raise DeskError(
            "desk.toml: queue.{queue}.shape_from = {lender!r}: queue {lender} is itself known only "
            "by totals of up to {longest:.0f} minutes and has no hours to lend; name a queue whose "
            "contacts come one by one or in totals of the desk's intervals, or leave shape_from out",
            queue=series.queue,
            lender=lender.queue,
            longest=lender.lengths.max(),
        )
    midnight = calendar.instant(series.as_of.tz_convert(calendar.zone).date(), 0)
    past = series.before(midnight)
    _refuse_empty(past)
    told = past if is_coarse(past) else as_whole_days(past)
    coarse = _forecast_as_told(told, calendar, first_day=first_day, last_day=last_day, model=model)
    fine = with_borrowed_shape(coarse, BorrowedShape.of(lender), calendar).since(series.as_of)
    _refuse_closed(len(fine), series, first_day=first_day, last_day=last_day)
    said = set(_grain_remarks(told, calendar))
    queue, lent_by = (calendar.settings.title_of(one.queue) for one in (series, lender))
    remark = borrowed_shape(queue=queue, lender=lent_by, is_new=not is_coarse(past))
    return replace(fine, remarks=(remark, *(each for each in coarse.remarks if each not in said)))


def _forecast_as_told(
    series: IntervalSeries, calendar: Calendar, *, first_day: date, last_day: date, model: str
) -> Forecast:
    """The forecast at the grain at which the past is told."""
    told, series = series, at_one_grain(series)
    horizon = _horizon(series, calendar, first_day=first_day, last_day=last_day)
    lengths = np.full(len(horizon), float(series.interval_minutes)) if horizon.lengths is None else horizon.lengths
    outlook = _outlook(series, calendar, horizon, fit=MODELS[model])
    handle_time = expect_handle_time(series, calendar, horizon)
    remarks = (*_grain_remarks(told, calendar), *outlook.remarks, *_staleness(series, calendar), *handle_time.remarks)
    return Forecast(
        queue=series.queue,
        channel=series.channel,
        interval_minutes=series.interval_minutes,
        issued_at=series.as_of,
        starts=horizon.starts,
        open_minutes=horizon.opened * lengths,
        root_mean=outlook.root_mean,
        day_spread=outlook.day_spread,
        root_spread=outlook.root_spread,
        handle_seconds=handle_time.seconds,
        handle_variation=handle_time.variation,
        model=model,
        effects=outlook.effects,
        remarks=remarks,
        minutes=horizon.lengths,
        tail=outlook.tail,
        handle_doubt=handle_time.doubt,
    )


def _refuse_empty(series: IntervalSeries) -> None:
    if np.all(series.missing):
        raise NothingToDo(
            "queue {queue} has no counted contacts before {as_of:%Y-%m-%d %H:%M}; import its logs, or "
            "choose a later --as-of",
            queue=series.queue,
            as_of=series.as_of,
        )


def _horizon(series: IntervalSeries, calendar: Calendar, *, first_day: date, last_day: date) -> Horizon:
    if last_day < first_day:
        raise ValueError(f"the forecast would end on {last_day}, before it starts on {first_day}")
    if series.minutes is None:
        intervals = calendar.open_intervals(series.channel, first_day, last_day)  # type: ignore[arg-type]
        horizon = Horizon.of(intervals, interval_minutes=series.interval_minutes)
    else:
        horizon = Grain.of(series).horizon(calendar, series.channel, first_day=first_day, last_day=last_day)
    horizon = horizon.since(series.as_of)
    _refuse_closed(len(horizon), series, first_day=first_day, last_day=last_day)
    return horizon


def _refuse_closed(intervals: int, series: IntervalSeries, *, first_day: date, last_day: date) -> None:
    if not intervals:
        raise NothingToDo(
            "queue {queue}: {channel} is not open from {first_day} to {last_day} after "
            "{as_of:%Y-%m-%d %H:%M}; choose a longer horizon or mend [hours.{channel}]",
            queue=series.queue,
            channel=series.channel,
            first_day=first_day,
            last_day=last_day,
            as_of=series.as_of,
        )


def _outlook(series: IntervalSeries, calendar: Calendar, horizon: Horizon, *, fit: FitModel) -> Outlook:
    """The model's outlook; the rest of a day that has begun is conditioned on what has arrived."""
    today = series.as_of.tz_convert(calendar.zone).date()
    midnight = calendar.instant(today, 0)
    past = series.before(midnight)
    began = np.asarray(series.starts >= midnight) & ~series.missing
    if horizon.dates[0].date() != today or not began.any() or np.all(past.missing):
        return fit(series, calendar, horizon)
    elapsed = series.where(began, as_of=series.as_of)
    whole = horizon.after(Horizon(starts=elapsed.starts, opened=Grain.of(series).opened(elapsed)))
    return without_elapsed(fit(past, calendar, whole), arrived=elapsed.offered, dates=whole.dates)


def _grain_remarks(series: IntervalSeries, calendar: Calendar) -> tuple[Remark, ...]:
    """What a reader must know where the past is not told at the desk's grid."""
    if not is_coarse(series):
        return ()
    grain, queue = Grain.of(series), calendar.settings.title_of(series.queue)
    if grain.overlaps:
        return (mixed_grain(queue=queue),)
    return (coarse_grain(queue=queue, bands=[] if grain.is_whole_days else grain.bands),)


def _staleness(series: IntervalSeries, calendar: Calendar) -> tuple[Remark, ...]:
    last = series.date[~series.missing][-1].date()
    days = (series.as_of.tz_convert(calendar.zone).date() - last).days
    if days <= _STALE_DAYS:
        return ()
    return (stale_history(queue=calendar.settings.title_of(series.queue), last=last, days=days),)
