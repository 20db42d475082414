"""How long contacts took, part by part, as the log tells it: counted by time of week and by length."""

import pandas as pd

from data.warehouse import Warehouse

STEPS_PER_LOG = 20
"""Lengths are counted in steps of a twentieth of their logarithm, about 5 %."""

HALF_LIFE_WEEKS = 8.0
"""After this long a contact counts half as much."""

_WEEKS = 52


def read_handle_times(warehouse: Warehouse, *, queue: str, until: pd.Timestamp, zone: str) -> pd.DataFrame:
    """Contacts of the year before `until` whose handle time was known then.

    Returns
    -------
    pandas.DataFrame
        A row for each part (`talk`, `hold`, `after_call`, `handle`), `weekday` (Monday 0), `hour` of arrival and `step`
        of length (whole part of 20 ln seconds; NA: it took no time): `contacts`, and their `weight` (newer ones count
        more).
    """
    return warehouse.query(
        "handle_time",
        queue=queue,
        zone=zone,
        since=until - pd.Timedelta(weeks=_WEEKS),
        until=until,
        half_life_weeks=HALF_LIFE_WEEKS,
    )
