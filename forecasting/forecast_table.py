"""A forecast as a table, and back again."""

from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from data.errors import TsunagariError
from data.message import Message
from forecasting.forecast import QUANTILE_LEVELS, Forecast
from forecasting.tail import KNOTS, TAIL_SHARES, USUAL_TAIL, Tail

Floats = NDArray[np.float64]

MINUTES_A_DAY = 1440

_LEAST_SPREAD = 1e-3
"""Roots closer than this tell nothing of the tail."""

_ROUNDED = 1e-3
"""Widths of a tail as near as this to a normal's are one: tables are rounded when written."""

MOST_CONTACTS = 1_000_000
"""More in one interval is a slip of the pen: no desk answers them, and no search for people would end."""

MOST_BUSY = 100_000
"""People whom the work of one interval keeps busy at once; more is a slip of the pen as well."""

_ABOVE_0 = ("interval_minutes", "handle_seconds", "open_minutes")

_MOST: dict[str, float] = {
    "interval_minutes": 10_080, "open_minutes": 10_080, "handle_seconds": 1_000_000, "handle_variation": 1000,
    "root_mean": MOST_CONTACTS**0.5, "day_spread": 1000, "root_spread": MOST_CONTACTS**0.5,
}  # fmt: skip
"""Largest number of a column; of contacts it is `MOST_CONTACTS`."""


def quantile_column(level: float) -> str:
    """Name of a quantile's column: `q025` for 0.025, `q05` for 0.05, `q50` for 0.5."""
    return f"q{level:.3f}".replace("0.", "", 1)[: 4 if level in (0.025, 0.975) else 3]


QUANTILE_COLUMNS: tuple[str, ...] = tuple(quantile_column(level) for level in QUANTILE_LEVELS)

CONTRACT_COLUMNS: tuple[str, ...] = (
    "queue", "channel", "interval_start", "interval_minutes", "mean", *QUANTILE_COLUMNS, "handle_seconds",
)  # fmt: skip
"""What the `forecast` verb promises; a table with these can be read back."""

WITHOUT_OVERRIDE = "mean_without_override"
"""What the model alone expects, the last column that the verb writes: the mean itself where no override stands."""


def forecast_rows(forecast: Forecast) -> pd.DataFrame:
    """One row an open interval: the contract's columns, and those that restore the joint distribution."""
    frame = pd.DataFrame(
        {
            "queue": forecast.queue,
            "channel": forecast.channel,
            "issued_at": forecast.issued_at,
            "model": forecast.model,
            "interval_start": forecast.starts,
            "interval_minutes": forecast.lengths.astype(np.int64),
            "open_minutes": forecast.open_minutes,
            "mean": forecast.mean,
        }
    )
    quantiles = pd.DataFrame(forecast.quantiles(), columns=list(QUANTILE_COLUMNS))
    rest = pd.DataFrame(
        {
            "handle_seconds": forecast.handle_seconds,
            "handle_variation": forecast.handle_variation,
            "handle_doubt": forecast.handle_doubt,
            "root_mean": forecast.root_mean,
            "day_spread": forecast.day_spread,
            "root_spread": forecast.root_spread,
            WITHOUT_OVERRIDE: forecast.mean_without_override,
        }
    )
    return pd.concat([frame, quantiles, rest], axis=1)


def contract_rows(forecast: Forecast) -> pd.DataFrame:
    """One row an open interval: the contract's columns alone, and the model's own mean."""
    return forecast_rows(forecast)[[*CONTRACT_COLUMNS, WITHOUT_OVERRIDE]]


def day_rows(forecast: Forecast) -> pd.DataFrame:
    """One row an open day: totals of the joint distribution, `interval_start` at the day's midnight."""
    totals = forecast.day_totals()
    day, _ = pd.factorize(forecast.dates)
    contacts = np.bincount(day, forecast.mean)
    handle = np.bincount(day, forecast.mean * forecast.handle_seconds)
    usual = np.bincount(day, forecast.handle_seconds) / np.bincount(day)
    seconds = np.where(contacts > 0, handle / np.where(contacts > 0, contacts, 1.0), usual)
    midnight = totals.dates.tz_localize(forecast.starts.tz, ambiguous=True, nonexistent="shift_forward")
    frame = pd.DataFrame(
        {
            "queue": forecast.queue,
            "channel": forecast.channel,
            "interval_start": midnight,
            "interval_minutes": MINUTES_A_DAY,
            "mean": totals.mean,
        }
    )
    quantiles = pd.DataFrame(totals.quantiles(), columns=list(QUANTILE_COLUMNS))
    rest = pd.DataFrame({"handle_seconds": seconds, WITHOUT_OVERRIDE: np.bincount(day, forecast.mean_without_override)})
    return pd.concat([frame, quantiles, rest], axis=1)


def effect_rows(forecast: Forecast) -> pd.DataFrame:
    """One row a day and effect: `queue, issued_at, date, effect, factor`; the level's factor is contacts a day."""
    found = [(forecast.queue, forecast.issued_at, one.date, one.name, one.factor) for one in forecast.effects]
    return pd.DataFrame(found, columns=["queue", "issued_at", "date", "effect", "factor"])


def forecast_from_rows(rows: pd.DataFrame, *, zone: str | None = None) -> Forecast:
    """The forecast that a table tells, one queue's: its own table restores it, the contract's columns suffice.

    Where the table holds quantiles only, a root is drawn through them, and half of its variance is taken
    to be shared by the whole day, half to be each interval's own: the quantiles cannot tell the two apart.

    Parameters
    ----------
    rows
        Columns `CONTRACT_COLUMNS`, or all of `forecast_rows`. Instants are zone-aware, or texts with an offset.
    zone
        IANA name of the desk's zone; None: the zone that the instants carry.

    Raises
    ------
    TsunagariError
        If a column is missing, or a value cannot be: the column, the row and the value are named. An index of
        integers from 0 counts the rows of the file.
    """
    _refuse_wrong(rows)
    table = rows.assign(interval_start=_instants(rows, "interval_start", zone=zone))
    table = table.sort_values("interval_start", kind="stable").reset_index(drop=True)
    starts = pd.DatetimeIndex(table["interval_start"]).as_unit("us")
    if not starts.is_unique:
        twice = starts[starts.duplicated()][0]
        raise TsunagariError(
            "forecast table: interval_start {start} comes twice; keep one row of it", start=twice.isoformat()
        )
    root_mean, day_spread, root_spread = _distribution(table)
    deviation = np.hypot(root_mean * day_spread, root_spread)
    lengths = _column(table, "interval_minutes", default=np.nan)
    issued = _instants(table, "issued_at", zone=zone)[0] if "issued_at" in table else starts[0]
    return Forecast(
        queue=str(table["queue"].iloc[0]),
        channel=str(table["channel"].iloc[0]),
        interval_minutes=int(lengths.min()),
        issued_at=issued,
        starts=starts,
        open_minutes=_column(table, "open_minutes", default=np.nan) if "open_minutes" in table else lengths,
        root_mean=root_mean,
        day_spread=day_spread,
        root_spread=root_spread,
        handle_seconds=_column(table, "handle_seconds", default=np.nan),
        handle_variation=float(_column(table, "handle_variation", default=1.0)[0]),
        model=str(table["model"].iloc[0]) if "model" in table else "given",
        minutes=lengths if lengths.min() < lengths.max() else None,
        override_factor=_override_factor(table),
        tail=_tail(table, root_mean=root_mean, spread=deviation),
        handle_doubt=_handle_doubt(table),
    )


def _handle_doubt(table: pd.DataFrame) -> float:
    """0 where the table leaves it out, or empty, as what was issued before it was known."""
    if "handle_doubt" not in table:
        return 0.0
    told = float(pd.to_numeric(table["handle_doubt"], errors="coerce").iloc[0])
    return told if np.isfinite(told) and 0 <= told <= 1 else 0.0


def _override_factor(table: pd.DataFrame) -> Floats | None:
    """How far each row's mean lies from the model's own; None where the table tells of no override.

    What was issued before there were overrides, and a table from elsewhere, may leave the column empty.
    """
    if WITHOUT_OVERRIDE not in table:
        return None
    alone = pd.to_numeric(table[WITHOUT_OVERRIDE], errors="coerce").to_numpy(dtype=np.float64)
    mean = table["mean"].to_numpy(dtype=np.float64)
    changed = np.isfinite(alone) & (alone > 0) & (mean > 0) & (alone != mean)
    return np.where(changed, mean / np.where(changed, alone, 1.0), 1.0) if changed.any() else None


def _refuse_wrong(rows: pd.DataFrame) -> None:
    missing = [name for name in CONTRACT_COLUMNS if name not in rows]
    if missing:
        raise TsunagariError(
            "forecast table: column {column} is missing; it needs {needed}",
            column=missing[0],
            needed=", ".join(CONTRACT_COLUMNS),
        )
    if rows.empty:
        raise TsunagariError("forecast table: there is no row; write at least one open interval")
    for name in ("queue", "channel", "issued_at", "model"):
        if name in rows and rows[name].nunique(dropna=False) > 1:
            first, second = rows[name].unique()[:2]
            raise TsunagariError(
                "forecast table: {name} holds {first!r} and {second!r}; give one forecast at a time",
                name=name,
                first=first,
                second=second,
            )
    _refuse_wrong_numbers(rows)


def _refuse_wrong_numbers(rows: pd.DataFrame) -> None:
    optional = ("open_minutes", "handle_variation", "root_mean", "day_spread", "root_spread")
    for name in ("interval_minutes", "mean", *QUANTILE_COLUMNS, "handle_seconds", *optional):
        if name in rows:
            numbers = pd.to_numeric(rows[name], errors="coerce").to_numpy(dtype=np.float64)
            positive, most = name in _ABOVE_0, _MOST.get(name, MOST_CONTACTS)
            wrong = ~np.isfinite(numbers) | (numbers < 0) | ((numbers == 0) & positive) | (numbers > most)
            if wrong.any():
                wanted = Message.of(
                    "write a number above 0, at most {most:,.0f}"
                    if positive
                    else "write a number of at least 0, at most {most:,.0f}",
                    most=most,
                )
                _refuse_value(rows, name, int(np.argmax(wrong)), wanted)
    _refuse_endless_work(rows)
    quantiles = rows[list(QUANTILE_COLUMNS)].to_numpy(dtype=np.float64)
    # Tables are rounded when written: a crossing by less than that is none.
    crossing = np.diff(quantiles, axis=1) < -1e-6 * (1 + quantiles[:, 1:])
    if crossing.any():
        row, column = (int(found[0]) for found in np.nonzero(crossing))
        wanted = Message.of("it must not fall below {column}", column=QUANTILE_COLUMNS[column])
        _refuse_value(rows, QUANTILE_COLUMNS[column + 1], row, wanted)


def _refuse_endless_work(rows: pd.DataFrame) -> None:
    """Refuse an interval whose contacts keep more than `MOST_BUSY` people busy."""
    contacts, handle, minutes = (
        rows[name].to_numpy(dtype=np.float64) for name in ("mean", "handle_seconds", "interval_minutes")
    )
    wrong = contacts * handle > MOST_BUSY * 60 * minutes
    if wrong.any():
        row = int(np.argmax(wrong))
        wanted = Message.of(
            "with {handle:g} seconds each these contacts keep more than {most:,} people busy; "
            "check mean, handle_seconds and interval_minutes",
            handle=handle[row],
            most=MOST_BUSY,
        )
        _refuse_value(rows, "mean", row, wanted)


def _refuse_value(rows: pd.DataFrame, name: str, row: int, wanted: Message) -> None:
    label = rows.index[row]
    number = int(label) if isinstance(label, int | np.integer) else row
    raise TsunagariError(
        "forecast table: column {name}, row {row}: {value!r}; {wanted}",
        name=name,
        row=number + 1,
        value=rows[name].iloc[row],
        wanted=wanted,
    )


def _instants(rows: pd.DataFrame, name: str, *, zone: str | None) -> pd.DatetimeIndex:
    """The column's instants in one zone; a time without offset is refused."""
    found = []
    for row, value in enumerate(rows[name]):
        instant = _instant(value)
        if instant is None:
            wanted = Message("write a time with its offset, for example 2026-12-01T10:00:00+09:00")
            _refuse_value(rows, name, row, wanted)
        else:
            found.append(instant)
    chosen = ZoneInfo(zone) if zone is not None else found[0].tz
    return pd.DatetimeIndex(pd.to_datetime([one.tz_convert("UTC") for one in found])).tz_convert(chosen).as_unit("us")


def _instant(value: object) -> pd.Timestamp | None:
    try:
        instant = pd.Timestamp(value)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return None
    return instant if isinstance(instant, pd.Timestamp) and instant.tz is not None else None


def _column(table: pd.DataFrame, name: str, *, default: float) -> Floats:
    if name not in table:
        return np.full(len(table), default)
    return table[name].to_numpy(dtype=np.float64)


def _distribution(table: pd.DataFrame) -> tuple[Floats, Floats, Floats]:
    """`root_mean`, `day_spread` and `root_spread` of each row."""
    own = ("root_mean", "day_spread", "root_spread")
    if all(name in table for name in own):
        root_mean, day_spread, root_spread = (_column(table, name, default=0.0) for name in own)
        return root_mean, day_spread, root_spread
    quantiles = table[list(QUANTILE_COLUMNS)].to_numpy(dtype=np.float64)
    root_mean, spread = _normal_through(np.sqrt(quantiles))
    half = spread * np.sqrt(0.5)
    day_spread = np.where(root_mean > 0, half / np.where(root_mean > 0, root_mean, 1.0), 0.0)
    # A day's spread works on the root mean; where that is 0 the interval's own spread must carry all.
    return root_mean, day_spread, np.where(root_mean > 0, half, spread)


def _tail(table: pd.DataFrame, *, root_mean: Floats, spread: Floats) -> Tail:
    """The tail that the quantiles tell, by the rows that none of them cuts off at 0."""
    told = np.flatnonzero((spread > _LEAST_SPREAD) & (table[QUANTILE_COLUMNS[0]].to_numpy(dtype=np.float64) > 0))
    if not len(told):
        return USUAL_TAIL
    columns = [quantile_column(round((1 + share) / 2, 3)) for share in TAIL_SHARES]
    roots = np.sqrt(table[columns].to_numpy(dtype=np.float64)[told])
    widths = np.median((roots - root_mean[told, None]) / (spread[told, None] * KNOTS), axis=0)
    return USUAL_TAIL if np.allclose(widths, 1.0, atol=_ROUNDED) else Tail.near(widths)


def _normal_through(roots: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of the normal whose quantiles are nearest to each row; zeros are cut off."""
    normal = np.asarray(ndtri(np.array(QUANTILE_LEVELS)))
    use = roots > 0
    count = np.maximum(use.sum(axis=1), 1)
    centre = np.where(use, normal, 0.0).sum(axis=1) / count
    height = np.where(use, roots, 0.0).sum(axis=1) / count
    away = np.where(use, normal - centre[:, None], 0.0)
    width = (away**2).sum(axis=1)
    slope = np.where(width > 0, (away * roots).sum(axis=1) / np.where(width > 0, width, 1.0), 0.0)
    slope = np.maximum(slope, 0.0)
    return np.maximum(height - slope * centre, 0.0), slope
