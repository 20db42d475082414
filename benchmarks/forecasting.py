"""The three models side by side on a real bank and on the sample hosting desk; run by `make bench`.

The Anonymous Bank is read where TSUNAGARI_REAL_DATA (default `../shared/data`) holds it, and skipped where not.
The hosting desk's calls are drawn around its known truth, which is scored beside the models: no forecast of these
counts can be expected to do better.
"""

import os
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.desk import DeskSettings
from data.interval_series import IntervalSeries
from data.sample_desks.hosting_calendar import hosting_calendar
from data.sample_desks.hosting_effects import hosting_truth_of
from forecasting.backtest import backtest
from forecasting.forecast_contacts import MODELS, forecast_contacts

REAL_DATA = Path(os.environ.get("TSUNAGARI_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
MEASURES = ["wape", "ncrps", "cover80", "cover95"]


def series_of(calendar: Calendar, counts: "pd.Series[float]", *, first: date, last: date) -> IntervalSeries:
    """A queue with these counts by interval start; what is not named is missing."""
    intervals = calendar.open_intervals("phone", first, last)
    offered = np.asarray(counts.reindex(intervals.starts), dtype=np.float64)
    nothing = np.zeros(len(offered))
    return IntervalSeries(
        queue=calendar.settings.queue[0].name,
        channel="phone",
        interval_minutes=calendar.settings.interval_minutes,
        starts=intervals.starts,
        open_minutes=intervals.open_minutes,
        offered=offered,
        answered=offered,
        talk_seconds=nothing,
        hold_seconds=nothing,
        after_call_seconds=nothing,
        handled=nothing,
        as_of=calendar.instant(last + timedelta(days=1), 0),
    )


def anonymous_bank_calendar() -> Calendar:
    hours: dict[str, object] = {day: ["07:00-24:00"] for day in ("sun", "mon", "tue", "wed", "thu")}
    hours |= {"fri": ["07:00-14:00"], "sat": ["20:00-24:00"]}
    hours["exceptions"] = {
        "1999-03-31": ["07:00-13:00"], "1999-04-01": ["20:00-24:00"], "1999-04-06": [], "1999-04-07": ["21:00-24:00"],
        "1999-04-20": ["07:00-14:00"], "1999-04-21": ["19:00-24:00"], "1999-05-20": ["07:00-14:00"],
        "1999-05-21": [],
    }  # fmt: skip
    settings = {"format": 1, "name": "Anonymous Bank", "time_zone": "Asia/Jerusalem", "language": "en", "country": "IL",
                "hours": {"phone": hours}, "queue": [{"name": "bank"}]}  # fmt: skip
    return Calendar(settings=DeskSettings.model_validate(settings))


def anonymous_bank(calendar: Calendar) -> IntervalSeries:
    """Calls that asked for an agent; 11 and 12 January and the afternoon of 8 March are holes."""
    months = sorted((REAL_DATA / "anonymous_bank_1999").glob("calls_*.csv.gz"))
    calls = pd.concat([pd.read_csv(month, usecols=["outcome", "q_start", "ser_start"]) for month in months])
    entered = calls["q_start"].fillna(calls["ser_start"])[calls["outcome"] != "PHANTOM"].dropna()
    local = pd.DatetimeIndex(pd.to_datetime(entered))
    instants = local.tz_localize(calendar.zone, ambiguous=np.zeros(len(local), dtype=bool), nonexistent="shift_forward")
    counts = pd.Series(1.0, index=instants.floor("30min").as_unit("us")).groupby(level=0).sum()
    first, last = date(1999, 1, 1), date(1999, 7, 31)
    starts = calendar.open_intervals("phone", first, last).starts
    hole = (starts >= calendar.instant(date(1999, 3, 8), 690)) & (starts < calendar.instant(date(1999, 3, 9), 0))
    heard = starts[~(starts.day_of_year.isin([11, 12]) | hole)]
    return series_of(calendar, counts.reindex(heard, fill_value=0.0), first=first, last=last)


def hosting_desk(*, seed: int) -> tuple[IntervalSeries, Calendar, float]:
    """Two years of counts around the sample desk's truth, its calendar, and the truth's own WAPE."""
    until = date(2026, 11, 20)
    since = until - timedelta(days=730)
    calendar = hosting_calendar(since=since, until=until, seed=seed)
    truth = hosting_truth_of(calendar, since=since, until=until, seed=seed)
    rng = np.random.default_rng([seed, 9])
    expected = np.asarray(truth.expected, dtype=np.float64)
    day, days = pd.factorize(truth.starts.tz_localize(None).normalize())
    drawn = rng.poisson(expected * rng.gamma(400, 1 / 400, len(days))[day]).astype(float)
    lost = [str(surprise.first_day) for surprise in truth.surprises if surprise.kind == "missing_day"]
    counts = pd.Series(drawn, index=truth.starts)[~truth.starts.strftime("%Y-%m-%d").isin(lost)]
    floor = float(np.abs(drawn - expected).sum() / drawn.sum())
    return series_of(calendar, counts, first=since, last=until), calendar, floor


def print_scores(title: str, series: IntervalSeries, calendar: Calendar, *, origins: int, step_days: int) -> None:
    scores = backtest(series, calendar, origins=origins, step_days=step_days, horizon_days=28)
    everything = scores.assign(horizon_band="all")
    both = pd.concat([scores, everything])
    weighted = both[MEASURES].mul(both["contacts"], axis=0).groupby([both["model"], both["horizon_band"]]).sum()
    table = weighted.div(both.groupby(["model", "horizon_band"])["contacts"].sum(), axis=0) * 100
    print(f"\n{title}: {origins} origins, {step_days} days apart, measures in %, weighted by contacts")
    print(table.unstack("horizon_band")["wape"].round(2).add_prefix("wape ").to_string())
    print(table.xs("all", level="horizon_band").round(2).to_string())
    print_seconds(series, calendar)


def print_seconds(series: IntervalSeries, calendar: Calendar) -> None:
    first = series.as_of.date()
    for model in MODELS:
        began = time.process_time()
        forecast_contacts(series, calendar, first_day=first, last_day=first + timedelta(days=34), model=model)
        print(f"{model}: {time.process_time() - began:.2f} CPU seconds for a forecast of 35 days")


def main() -> None:
    if (REAL_DATA / "anonymous_bank_1999").is_dir():
        bank_calendar = anonymous_bank_calendar()
        print_scores("Anonymous Bank", anonymous_bank(bank_calendar), bank_calendar, origins=10, step_days=7)
    else:
        print(f"Anonymous Bank: skipped, there is no {REAL_DATA / 'anonymous_bank_1999'}")
    hosting, calendar, floor = hosting_desk(seed=1)
    print_scores("Hosting desk", hosting, calendar, origins=8, step_days=14)
    print(f"the truth itself: wape {100 * floor:.2f} over the whole span")


if __name__ == "__main__":
    main()
