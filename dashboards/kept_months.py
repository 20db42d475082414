"""What was promised to customers against what was kept, month by month of one queue."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class KeptMonth:
    """One month of one queue; shares 0 to 1, NaN where not known.

    Parameters
    ----------
    month
        `2026-10`.
    offered
        Contacts offered.
    kept, promised
        Share answered in time as it was (within the threshold; of written work by the deadline), and as it was
        expected of the people required when that was issued.
    kept_where_promised
        Live contacts: what was kept in the intervals of which something was promised.
    latest_kept
        Written work: share answered by the latest deadline.
    abandonment
        Live contacts: share that hung up.
    forecast_error
        Sum of absolute differences of forecast and seen, over the sum seen.
    handling_hours
        Hours of work on contacts.
    outcomes
        What the desk itself notes of the month: `retained`, `csat`.
    """

    month: str
    offered: float
    kept: float
    promised: float
    kept_where_promised: float
    latest_kept: float
    abandonment: float
    forecast_error: float
    handling_hours: float
    outcomes: dict[str, float] = field(default_factory=dict)

    @property
    def difference_points(self) -> float:
        """Kept less promised, percentage points; of a month promised in part, over that part where it is known."""
        kept = self.kept if np.isnan(self.kept_where_promised) else self.kept_where_promised
        return (kept - self.promised) * 100


def kept_months(
    kept: pd.DataFrame, counts: pd.DataFrame, *, is_live: bool, outcomes: pd.DataFrame | None = None
) -> tuple[KeptMonth, ...]:
    """The months of one queue, oldest first.

    Parameters
    ----------
    kept
        The queue's rows of the snapshot's `kept_promise`.
    counts
        Its rows of `interval_count`, for the hours of work.
    outcomes
        outcomes.csv: `month`, and any of `retained`, `csat`.
    """
    hours = _handling_hours(counts)
    noted = {} if outcomes is None else {str(row["month"]): row for row in outcomes.to_dict("records")}
    found = []
    for row in sorted(kept.to_dict("records"), key=lambda row: _month(row["month"])):
        month = _month(row["month"])
        found.append(
            KeptMonth(
                month=month,
                offered=_number(row.get("offered")),
                kept=_number(row.get("service_level" if is_live else "deadline_share")),
                promised=_number(row.get("promised_service_level")),
                kept_where_promised=_number(row.get("kept_where_promised")),
                latest_kept=_number(row.get("latest_share")),
                abandonment=_number(row.get("abandonment")) if is_live else np.nan,
                forecast_error=_number(row.get("forecast_wape")),
                handling_hours=hours.get(month, np.nan),
                outcomes=_outcomes(noted.get(month, {})),
            )
        )
    return tuple(found)


def _handling_hours(counts: pd.DataFrame) -> dict[str, float]:
    months = pd.DatetimeIndex(counts["interval_start"]).strftime("%Y-%m")
    return {str(month): float(total) / 3600 for month, total in counts["handle_s"].groupby(months).sum().items()}


def _outcomes(row: Mapping[Hashable, Any]) -> dict[str, float]:
    return {name: value for name in ("retained", "csat") if not np.isnan(value := _number(row.get(name)))}


def _month(value: object) -> str:
    """Whether the snapshot holds the month's first day or its text."""
    return str(value)[:7]


def _number(value: object) -> float:
    return float("nan") if value is None or pd.isna(value) else float(value)  # type: ignore[call-overload, arg-type]
