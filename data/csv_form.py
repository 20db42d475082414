"""How a CSV file is written down: its encoding, its separators and its clock."""

from datetime import UTC, datetime
from io import BytesIO, TextIOWrapper
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from data.errors import WrongValue

_SOME_TIME = datetime(2026, 4, 6, 9, 5, 7, tzinfo=UTC)


def _known_encoding(name: str) -> str:
    try:
        TextIOWrapper(BytesIO(), encoding=name)
    except LookupError:
        raise WrongValue("is no encoding; write utf-8, cp932 (Windows, Japanese) or utf-16") from None
    return name


def known_zone_or_none(name: str) -> str:
    """A zone of the IANA list; empty stays empty."""
    if name and (name not in available_timezones() or name == "localtime"):
        raise WrongValue('is no time zone of the IANA list; write one like Asia/Tokyo, or "" for the desk\'s')
    return name


def _plain_delimiter(mark: str) -> str:
    if mark in '"\r\n\x00 ':
        raise WrongValue('cannot part columns; write ",", ";" or "\\t"')
    return mark


def _readable_time_format(form: str) -> str:
    try:
        datetime.strptime(_SOME_TIME.strftime(form), form)  # its zone is the desk's; here only the form counts
    except ValueError:
        raise WrongValue('is no strptime form; write one like "%Y/%m/%d %H:%M:%S", or "" for ISO 8601') from None
    return form


class CsvForm(BaseModel):
    """What must be known to read any CSV file of a source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    instance: str = Field("", description="which system, where two mappings read one; empty: mapping's name")
    encoding: Annotated[str, AfterValidator(_known_encoding)] = Field(
        "utf-8", description="of the file; a byte-order mark is understood"
    )
    delimiter: Annotated[str, AfterValidator(_plain_delimiter)] = Field(
        ",", min_length=1, max_length=1, description="between columns"
    )
    empty_words: tuple[str, ...] = Field(
        ("-", "－", "N/A", "n/a", "NULL"), description="cells that mean nothing was written"
    )
    time_zone: Annotated[str, AfterValidator(known_zone_or_none)] = Field(
        "", description="of the file's times without offset; empty: the desk's"
    )
    time_format: Annotated[str, AfterValidator(_readable_time_format)] = Field(
        "", description='strptime form, for example "%Y-%m-%d %H:%M:%S"; empty: ISO 8601'
    )
    two_part_durations: Literal["m:ss", "h:mm"] = Field("m:ss", description="what durations like 5:12 mean")
    number_unit: Literal["seconds", "minutes", "milliseconds"] = Field(
        "seconds", description="of durations that are written as a plain number"
    )

    @property
    def number_unit_seconds(self) -> float:
        """Seconds of a duration that is written as 1."""
        return {"seconds": 1.0, "minutes": 60.0, "milliseconds": 0.001}[self.number_unit]
