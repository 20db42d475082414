"""What the desk promised and what it kept, by queue and month; and how far its forecasts and overrides were off."""

import pandas as pd

from data.calendar import Calendar
from data.kept_override import kept_overrides
from data.warehouse import Warehouse


def stage_kept_promise(warehouse: Warehouse, calendar: Calendar) -> None:
    """Compute `staged_kept_promise` and `staged_kept_override`.

    `staged_interval_count` and `staged_written_answered` stand before.
    """
    warehouse.stage("staged_kept_promise", kept_promises(warehouse, calendar))
    warehouse.stage("staged_kept_override", kept_overrides(warehouse, calendar))


def kept_promises(warehouse: Warehouse, calendar: Calendar) -> pd.DataFrame:
    """Promised against kept, a row for each queue and local month of the log.

    Only intervals of which the log tells enter. It reads what `data.snapshot_tables` has staged.

    Returns
    -------
    pandas.DataFrame
        `queue, channel, month` (its first day), `offered, abandoned`, and

        - live channels: `short_abandoned, answered_in_threshold`, `service_level` = answered_in_threshold / (offered -
          short_abandoned), `abandonment` = abandoned / offered;
        - written channels: `due, in_deadline, due_latest, in_latest` by day of receipt; `deadline_share` = in_deadline
          / due, `latest_share` = in_latest / due_latest;
        - `promised_service_level`: of the requirement issued last before each interval, weighted by its contacts;
          `promised_share`: share of the offered contacts that came in intervals with such a promise;
          `kept_where_promised`: the service level (written: NaN) of these intervals alone;
        - `forecast_wape`: |median - offered| over offered, summed over the intervals that a forecast issued before
          their day foretold (the newest such), with the overrides in it; `forecast_share`: share of the offered
          contacts in them; `forecast_wape_without_override`: the same error of the model alone.

        Shares are NaN where nothing is known.
    """
    return warehouse.query("kept_promise", zone=calendar.settings.time_zone)
