"""How a file that holds only totals becomes ours; a table [import.totals.<name>] of desk.toml."""

from functools import cached_property
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from data.channel import Channel
from data.csv_form import CsvForm
from data.errors import WrongValue
from data.opening_hours import span_minutes

FIGURES = {
    "offered": "offered",
    "answered": "answered",
    "abandoned": "abandoned",
    "short_abandoned": "short_abandoned",
    "blocked": "blocked",
    "wait_answered_seconds": "wait_answered_s",
    "talk_seconds": "talk_s",
    "hold_seconds": "hold_s",
    "acw_seconds": "acw_s",
    "handle_seconds": "handle_s",
}
"""Field of the mapping that names a column -> column of the table `interval_stat`."""

COUNTS = ("offered", "answered", "abandoned", "short_abandoned", "blocked")
"""Fields of contacts; the others are of seconds."""

MEANS = {
    "mean_wait_seconds": "wait_answered_s",
    "mean_talk_seconds": "talk_s",
    "mean_hold_seconds": "hold_s",
    "mean_acw_seconds": "acw_s",
    "mean_handle_seconds": "handle_s",
}
"""Field of a column with seconds for each answered contact -> the sum that follows from it."""


def _as_list(value: Any) -> Any:
    return [name for name in [value] if name] if isinstance(value, str) else value


Columns = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
"""One column name, or several whose counts are added."""


class TotalsMapping(CsvForm):
    """Where the totals of a stretch of time stand in a CSV file. Column names are the source's own."""

    queue: str = Field("", description="queue of every row; or leave it empty and name queue_column")
    queue_column: str = Field("", description="column that names the queue")
    queues: dict[str, str] = Field(default_factory=dict, description="the source's word -> queue of desk.toml")
    channel: Channel = Field("phone", description="of that queue")
    interval_start: str = Field("", description="column that says when a row's stretch begins; or name date")
    date: str = Field("", description="column with the day of a row")
    time: str = Field("", description="column with the time of the date, or the band 09:00-09:30, of a row")
    interval_minutes: int = Field(0, ge=0, le=1440, description="length of a row's stretch, 5 to 1440; a date: the day")
    bands: dict[str, str] = Field(default_factory=dict, description='column of counts -> "09:00-13:00" of the date')
    offered: Columns = Field((), description="column with contacts that came, or several to be added; bands: empty")
    answered: str = Field("", description="column with how many of them a person answered")
    abandoned: str = Field("", description="column with how many of them hung up")
    short_abandoned: str = Field("", description="column with how many of the abandoned hung up at once")
    blocked: str = Field("", description="column with contacts that were never admitted (話中)")
    wait_answered_seconds: str = Field("", description="column with the seconds that the answered waited, all together")
    talk_seconds: str = Field("", description="column with all seconds of talk")
    hold_seconds: str = Field("", description="column with all seconds on hold")
    acw_seconds: str = Field("", description="column with all seconds of after-call work")
    handle_seconds: str = Field("", description="column with all seconds of work, where parts are not told")

    mean_wait_seconds: str = Field("", description="column with the mean seconds that the answered waited")
    mean_talk_seconds: str = Field("", description="column with the mean seconds of talk of the answered")
    mean_hold_seconds: str = Field("", description="column with their mean seconds on hold")
    mean_acw_seconds: str = Field("", description="column with their mean seconds of after-call work")
    mean_handle_seconds: str = Field("", description="column with their mean seconds of work")

    @model_validator(mode="after")
    def _says_whose_and_of_what(self) -> "TotalsMapping":
        if bool(self.queue) == bool(self.queue_column):
            raise WrongValue("name either queue or queue_column, not both and not neither")
        means = [field for field in MEANS if getattr(self, field)]
        if means and not self.answered:
            raise WrongValue("{mean} is of the answered contacts; name the column answered as well", mean=means[0])
        for field in means:
            total = next(name for name, column in FIGURES.items() if column == MEANS[field])
            if getattr(self, total):
                raise WrongValue("{mean} and {total} tell the same; name one of them", mean=field, total=total)
        return self

    @model_validator(mode="after")
    def _says_when_and_what(self) -> "TotalsMapping":
        if bool(self.interval_start) == bool(self.date):
            raise WrongValue("name either interval_start or date, not both and not neither")
        if bool(self.bands) == bool(self.offered):
            raise WrongValue("name either the column offered or a table of bands, not both and not neither")
        if self.bands and not self.date:
            raise WrongValue("bands are parts of a day; name the column date instead of interval_start")
        if self.bands and (self.figures or self.means):
            raise WrongValue("bands are columns of counts; a file with bands tells no other figures")
        for span in self.bands.values():
            span_minutes(span)
        if self.interval_start and self.interval_minutes < 5:
            raise WrongValue("interval_minutes says how long a row's stretch is: 5 to 1440")
        if self.time and (self.bands or not self.date):
            raise WrongValue("time is a time of a day; name the column date as well, and no bands")
        if self.date and not self.time and self.interval_minutes not in (0, 1440):
            raise WrongValue("a row of a date is a whole day; leave interval_minutes out, or name the column time")
        if self.time and 0 < self.interval_minutes < 5:
            raise WrongValue("interval_minutes says how long a row's stretch is: 5 to 1440; 0 where time tells bands")
        return self

    @cached_property
    def stretches(self) -> tuple[tuple[Columns, int, int], ...]:
        """For each count: its columns, minutes from the row's time to its stretch, and length in minutes."""
        if not self.bands:
            return ((self.offered, 0, self.interval_minutes or 1440),)
        spans = {column: span_minutes(span) for column, span in self.bands.items()}
        return tuple(((column,), first, last - first) for column, (first, last) in spans.items())

    @property
    def figures(self) -> dict[str, str]:
        """Column of the source -> column of the table `interval_stat`, besides what bands name."""
        told = {field: name for field, name in FIGURES.items() if field != "offered"}
        return {getattr(self, field): name for field, name in told.items() if getattr(self, field)}

    @property
    def means(self) -> dict[str, str]:
        """Column of the source with means of the answered -> the column of sums that follows."""
        return {getattr(self, field): name for field, name in MEANS.items() if getattr(self, field)}

    @property
    def columns(self) -> dict[str, str]:
        """Each column of the source that is read -> the field that names it."""
        one = ("interval_start", "date", "time", "queue_column", *FIGURES, *MEANS)
        told = {getattr(self, field): field for field in one if field != "offered" and getattr(self, field)}
        counted = {column: "offered" for column in self.offered if column not in told}
        return told | counted | {column: f"bands.{column}" for column in self.bands}
