"""What contacts were about, by queue and day."""

import pandas as pd

from data.calendar import Calendar
from data.warehouse import Warehouse


def count_topics(warehouse: Warehouse, calendar: Calendar, *, until: pd.Timestamp) -> pd.DataFrame:
    """Contacts offered before `until` by queue, local day and topic: `queue, date, topic, offered`.

    A topic is empty where the source tells none. No source says when a topic was noted: it counts as known when the
    contact came. Totals tell no topics.
    """
    return warehouse.query("contact_topic", zone=calendar.settings.time_zone, until=until)
