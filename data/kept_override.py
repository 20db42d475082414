"""How near overrides came to what arrived, beside the model alone: by day, and in a sentence."""

import pandas as pd

from data.calendar import Calendar
from data.remark import Remark
from data.warehouse import Warehouse

COLUMNS = ("queue", "channel", "day", "offered", "forecast", "forecast_without_override", "error",
           "error_without_override", "nearer")  # fmt: skip


def kept_overrides(warehouse: Warehouse, calendar: Calendar) -> pd.DataFrame:
    """Overridden days that have passed, a row for each queue and day: how near the override was, and the model alone.

    Only the overridden intervals of a day enter. It reads what `data.snapshot_tables` has staged.

    Returns
    -------
    pandas.DataFrame
        `queue, channel, day, offered`; `forecast`, expected contacts as issued, with the override, and
        `forecast_without_override`, of the model alone, both of the newest forecast issued before the day; `error` and
        `error_without_override`: |forecast - offered| / offered of each, NaN where nothing came; `nearer`: whether the
        override missed by less.
    """
    return warehouse.query("kept_override", zone=calendar.settings.time_zone)


def override_score(days: pd.DataFrame) -> Remark | None:
    """How many overridden days were nearer than the model, and both errors over all of them; None without any.

    Parameters
    ----------
    days
        Of `kept_overrides`.
    """
    if days.empty:
        return None
    offered = float(days["offered"].sum())
    errors = [float((days[name] - days["offered"]).abs().sum()) for name in ("forecast", "forecast_without_override")]
    shares = [f"{error / offered:.1%}" if offered else "-" for error in errors]
    count, nearer = len(days), int(days["nearer"].sum())
    return Remark(
        ja=f"手修正した{count}日のうち{nearer}日は、モデルのみの予測より実績に近くなりました"
        f"(誤差:手修正 {shares[0]}、モデルのみ {shares[1]})。",
        en=f"Of {count} overridden {'day' if count == 1 else 'days'} {nearer} {'was' if nearer == 1 else 'were'} "
        f"nearer than the model (error with the override {shares[0]}, of the model alone {shares[1]}).",
    )
