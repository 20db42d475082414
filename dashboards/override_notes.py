"""Who overrode which days of a forecast, and why; only pages behind the desk's door show it, never the widget."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.desk_view import DeskView
from data.override import KeptOverride
from data.records import Records


@dataclass(frozen=True)
class OverrideNotes:
    """The overrides of one queue, as its newest forecast knows them.

    Parameters
    ----------
    applied
        Within the forecast, in the order in which they were made; one may have been removed since.
    pending
        Numbers of those that the next forecast will take up: made since, or removed since.
    """

    applied: tuple[KeptOverride, ...] = ()
    pending: tuple[int, ...] = ()

    @classmethod
    def of(cls, view: DeskView, queue: str) -> "OverrideNotes":
        """The notes of a queue; none where the snapshot was published before there were overrides."""
        issued = view.rows("issued_override", queue)
        if issued is None:
            return cls()
        with Records.open(view.desk) as records:
            made = [one for one in records.overrides() if one.told.queue == queue]
        forecast = view.forecast(queue)
        first_day, last_day = forecast.dates[0].date(), forecast.dates[-1].date()
        numbers = set(issued["number"])
        ahead = [one for one in made if one.told.first_day <= last_day and one.told.last_day >= first_day]
        return cls(
            applied=tuple(one for one in made if one.number in numbers),
            pending=tuple(one.number for one in ahead if one.stands != (one.number in numbers)),
        )

    def of_day(self, day: date) -> Sequence[KeptOverride]:
        """Those that speak of a day."""
        return [one for one in self.applied if one.told.first_day <= day <= one.told.last_day]
