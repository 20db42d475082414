"""The three models side by side on real queues and on the sample hosting desk; run by `make bench`.

Real logs are read where TSUNAGARI_REAL_DATA (default `../shared/data`) holds them, and skipped where not.
The hosting desk's calls are drawn around its known truth, which is scored beside the models: no forecast of these
counts can be expected to do better.
"""

import time
from datetime import date, timedelta

import numpy as np
import pandas as pd

from benchmarks.real_desks import (
    REAL_DATA,
    anonymous_bank,
    anonymous_bank_calendar,
    series_of,
    tokyo_calendar,
    tokyo_hotline,
    us_bank,
    us_bank_calendar,
)
from data.calendar import Calendar
from data.interval_series import IntervalSeries
from data.sample_desks.hosting_calendar import hosting_calendar
from data.sample_desks.hosting_effects import hosting_truth_of
from forecasting.backtest import backtest
from forecasting.forecast_contacts import MODELS, forecast_contacts

MEASURES = ["wape", "ncrps", "cover80", "cover95"]


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


def print_real_desks() -> None:
    calendar = anonymous_bank_calendar()
    print_scores("Anonymous Bank, half-hours", anonymous_bank(calendar), calendar, origins=10, step_days=7)
    calendar = us_bank_calendar()
    print_scores("US bank, half-hours", us_bank(calendar), calendar, origins=8, step_days=10)
    calendar = tokyo_calendar()
    print_scores("Tokyo hotline, bands", tokyo_hotline(calendar), calendar, origins=10, step_days=50)
    days = tokyo_hotline(calendar, whole_days=True)
    print_scores("Tokyo hotline, whole days", days, calendar, origins=10, step_days=50)


def main() -> None:
    if REAL_DATA.is_dir():
        print_real_desks()
    else:
        print(f"real queues: skipped, there is no {REAL_DATA}")
    hosting, calendar, floor = hosting_desk(seed=1)
    print_scores("Hosting desk", hosting, calendar, origins=8, step_days=14)
    print(f"the truth itself: wape {100 * floor:.2f} over the whole span")


if __name__ == "__main__":
    main()
