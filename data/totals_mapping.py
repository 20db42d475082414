"""How a file that holds only totals becomes ours; a table [import.totals.<name>] of desk.toml."""

from functools import cached_property

from pydantic import Field, model_validator

from data.channel import Channel
from data.csv_form import CsvForm
from data.errors import WrongValue
from data.opening_hours import span_minutes

FIGURES = {
    "offered": "offered",
    "answered": "answered",
    "abandoned": "abandoned",
    "wait_answered_seconds": "wait_answered_s",
    "talk_seconds": "talk_s",
    "hold_seconds": "hold_s",
    "acw_seconds": "acw_s",
    "handle_seconds": "handle_s",
}
"""Field of the mapping that names a column -> column of the table `interval_stat`."""


class TotalsMapping(CsvForm):
    """Where the totals of a stretch of time stand in a CSV file. Column names are the source's own."""

    queue: str = Field(min_length=1, description="queue of every row")
    channel: Channel = Field("phone", description="of that queue")
    interval_start: str = Field("", description="column that says when a row's stretch begins; or name date")
    date: str = Field("", description="column with the day of a row")
    interval_minutes: int = Field(0, ge=0, le=1440, description="length of a row's stretch, 5 to 1440; a date: the day")
    bands: dict[str, str] = Field(default_factory=dict, description='column of counts -> "09:00-13:00" of the date')
    offered: str = Field("", description="column with contacts that came; empty where bands name the columns")
    answered: str = Field("", description="column with how many of them a person answered")
    abandoned: str = Field("", description="column with how many of them hung up")
    wait_answered_seconds: str = Field("", description="column with the seconds that the answered waited, all together")
    talk_seconds: str = Field("", description="column with all seconds of talk")
    hold_seconds: str = Field("", description="column with all seconds on hold")
    acw_seconds: str = Field("", description="column with all seconds of after-call work")
    handle_seconds: str = Field("", description="column with all seconds of work, where parts are not told")

    @model_validator(mode="after")
    def _says_when_and_what(self) -> "TotalsMapping":
        if bool(self.interval_start) == bool(self.date):
            raise WrongValue("name either interval_start or date, not both and not neither")
        if bool(self.bands) == bool(self.offered):
            raise WrongValue("name either the column offered or a table of bands, not both and not neither")
        if self.bands and not self.date:
            raise WrongValue("bands are parts of a day; name the column date instead of interval_start")
        if self.bands and self.figures:
            raise WrongValue("bands are columns of counts; a file with bands tells no other figures")
        for span in self.bands.values():
            span_minutes(span)
        if self.interval_start and self.interval_minutes < 5:
            raise WrongValue("interval_minutes says how long a row's stretch is: 5 to 1440")
        if self.date and self.interval_minutes not in (0, 1440):
            raise WrongValue("a row of a date is a whole day; leave interval_minutes out")
        return self

    @cached_property
    def stretches(self) -> tuple[tuple[str, int, int], ...]:
        """For each column of counts: its name, minutes from the row's time to its stretch, and length in minutes."""
        if not self.bands:
            return ((self.offered, 0, self.interval_minutes or 1440),)
        spans = {column: span_minutes(span) for column, span in self.bands.items()}
        return tuple((column, first, last - first) for column, (first, last) in spans.items())

    @property
    def figures(self) -> dict[str, str]:
        """Column of the source -> column of the table `interval_stat`, besides what bands name."""
        return {getattr(self, field): name for field, name in FIGURES.items() if getattr(self, field)}

    @property
    def columns(self) -> dict[str, str]:
        """Each column of the source that is read -> the field that names it."""
        when = {self.interval_start: "interval_start"} if self.interval_start else {self.date: "date"}
        told = {getattr(self, field): field for field in FIGURES if getattr(self, field)}
        return when | told | {column: f"bands.{column}" for column in self.bands}
