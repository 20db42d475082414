"""A desk: what desk.toml and the tables beside it say, checked once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from data.channel import CHANNEL_WORDS, WRITTEN_CHANNELS, Channel
from data.errors import DeskError, WrongValue
from data.escalation import Escalation
from data.events import Event
from data.import_settings import ImportSettings
from data.money_days import DayOfMonth, MoneyRule
from data.novice_ramp import NoviceRamp
from data.opening_hours import OpeningHours
from data.public_holidays import Holiday
from data.queue_links import refuse_wrong_links
from data.service_goal import ServiceGoal, late_plan
from data.shift_rules import ShiftRules
from data.shrinkage import Shrinkage
from data.staff import Absence, Person
from data.wrong_together import wrong_at

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@cache
def _zones() -> frozenset[str]:
    """Names of the IANA list; it lies in many files."""
    return frozenset(available_timezones())


def _known_zone(name: str) -> str:
    if name not in _zones() or name == "localtime":  # each machine's own, and unknown to the store
        raise WrongValue("is no time zone of the IANA list; write one like Asia/Tokyo")
    return name


def _known_country(code: str) -> str:
    from data.holidays import country_is_known

    if code and not country_is_known(code):
        raise WrongValue('has no holiday table; write a two-letter code like "JP", or "" for none')
    return code


def _text_of_date(value: object) -> object:
    """TOML has dates of its own: 2026-12-29 without quotes is meant as well."""
    return value.isoformat() if isinstance(value, date) else value


def _date_or_month_day(text: str) -> str:
    """Accept `2026-12-29`, or `12-29` for every year (a leap year judges 02-29)."""
    whole = text if len(text) == 10 else f"2024-{text}"
    try:
        written_alike = date.fromisoformat(whole).isoformat() == whole
    except ValueError:
        written_alike = False
    if not written_alike:
        raise WrongValue('is no date; write "2026-12-29", or "12-29" for every year')
    return text


DeskDate = Annotated[str, BeforeValidator(_text_of_date), AfterValidator(_date_or_month_day)]


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class QueueSettings(_Settings):
    """One queue: where contacts wait for the same people."""

    name: str = Field(pattern=r"^\w[\w .-]{0,39}$", description="letters, digits, space, dot, dash; 40 at most")
    label: dict[str, str] = Field(default_factory=dict, description="what people call it, by language")
    channel: Channel = Field("phone", description="phone mail chat form video sms social")
    tier: int = Field(1, ge=1, le=2, description="1 meets the customer first, 2 is asked by tier 1")
    skills: tuple[str, ...] = Field((), description="skills a person needs; empty: anyone")
    patience_seconds: float = Field(
        0, ge=0, le=86_400, description="mean patience, seconds; 0: estimate it from the log"
    )
    concurrency: int = Field(1, ge=1, le=20, description="contacts a person handles at once (chat)")
    concurrency_slowdown: float = Field(
        0.2, ge=0, le=5, description="each further chat at once makes a chat longer by this share"
    )
    short_abandon_seconds: float = Field(5, ge=0, le=600, description="who hangs up sooner was not waiting, seconds")
    handle_seconds: float = Field(300, gt=0, le=86_400, description="assumed only while the log tells no handle time")
    shape_from: str = Field(
        "", description="queue that lends its hours of the day where totals tell only days or bands"
    )
    goal: ServiceGoal = Field(default_factory=ServiceGoal)
    escalation: Escalation = Field(default_factory=Escalation)

    def title(self, language: str) -> str:
        """What people call it: the label in their language; without one the channel it is named after, or the name."""
        named = CHANNEL_WORDS[language][self.channel] if self.name == self.channel else self.name
        return self.label.get(language) or named


class WidgetSettings(_Settings):
    """What the published widget says beside the best times."""

    busy_after_seconds: tuple[float, float, float] = Field(
        (30, 60, 180), description="upper ends of the first three levels, seconds of waiting"
    )
    other_channels: tuple[Literal["mail", "chat", "form", "faq"], ...] = Field(())

    @field_validator("busy_after_seconds")
    @classmethod
    def _rising(cls, ends: tuple[float, float, float]) -> tuple[float, float, float]:
        if not 0 < ends[0] < ends[1] < ends[2]:
            raise WrongValue("must rise, for example [30, 60, 180]")
        return ends


class DeskSettings(_Settings):
    """desk.toml, field by field."""

    format: Literal[1] = Field(description="version of this file's form")
    name: str = Field(min_length=1, max_length=100, description="shown on pages and widget")
    kind: str = Field("", max_length=40, description="free; the sample desks use theirs")
    time_zone: Annotated[str, AfterValidator(_known_zone)] = Field(description="IANA name, for example Asia/Tokyo")
    language: Literal["ja", "en"] = Field("ja")
    country: Annotated[str, AfterValidator(_known_country)] = Field("JP", description='public holidays; "" for none')
    closed_on: tuple[DeskDate, ...] = Field(())
    open_on: tuple[DeskDate, ...] = Field(())
    week_starts: Weekday = Field("sunday", description="for the 40-hour week")
    interval_minutes: Literal[15, 30, 60] = Field(30)
    billing_days: tuple[DayOfMonth, ...] = Field((), description="bills reach customers; 31: the month's last day")
    billing_rule: MoneyRule = Field("next_business_day")
    closing_days: tuple[DayOfMonth, ...] = Field((), description="accounts of customers are closed")
    closing_rule: MoneyRule = Field("same_day")
    debit_days: tuple[DayOfMonth, ...] = Field((), description="customers' accounts are debited")
    debit_rule: MoneyRule = Field("next_business_day")
    gotobi_days: tuple[DayOfMonth, ...] = Field((5, 10, 15, 20, 25, 31), description="firms settle among themselves")
    gotobi_rule: MoneyRule = Field("previous_business_day")
    agent_word: dict[str, str] = Field(default_factory=lambda: {"ja": "オペレーター", "en": "agent"})
    hours: dict[Channel, OpeningHours]
    queue: tuple[QueueSettings, ...] = Field(min_length=1)
    shrinkage: Shrinkage = Field(default_factory=Shrinkage)
    novices: NoviceRamp = Field(default_factory=NoviceRamp)
    shifts: ShiftRules = Field(default_factory=ShiftRules)
    imports: ImportSettings = Field(default_factory=ImportSettings, alias="import")
    widget: WidgetSettings = Field(default_factory=WidgetSettings)

    @model_validator(mode="after")
    def _parts_fit_together(self) -> "DeskSettings":
        names = [queue.name for queue in self.queue]
        for place, name in enumerate(names):
            if name in names[:place]:
                twice = WrongValue("another queue carries that name; give each its own")
                raise wrong_at(("queue", place, "name"), name, twice)
        for queue in self.queue:
            if queue.channel not in self.hours:
                raise WrongValue(
                    "queue {name} takes {taken}, but there is no [hours.{taken}]", name=queue.name, taken=queue.channel
                )
        for place, queue in enumerate(self.queue):
            refuse_wrong_links(self.queue, place)
            wrong = late_plan(queue.goal, self.hours[queue.channel]) if queue.channel in WRITTEN_CHANNELS else None
            if wrong is not None:
                raise wrong_at(("queue", place, "goal", "deadline_latest_days"), queue.goal.deadline_latest_days, wrong)
        return self

    def title_of(self, queue: str) -> Callable[[str], str]:
        """What people call a queue, by language; one that desk.toml does not hold stands by its name."""
        known = {each.name: each for each in self.queue}
        return known[queue].title if queue in known else lambda _language: queue

    def queue_called(self, name: str) -> QueueSettings:
        """The queue of that name.

        Raises
        ------
        DeskError
            If there is no such queue.
        """
        for queue in self.queue:
            if queue.name == name:
                return queue
        known = ", ".join(queue.name for queue in self.queue)
        raise DeskError("desk.toml has no queue {name!r}; it has {known}", name=name, known=known)


@dataclass(frozen=True)
class Desk:
    """A support desk: its folder, its settings, its people and what is known of its days.

    Parameters
    ----------
    folder
        Where desk.toml lies.
    settings
        desk.toml.
    staff, leave, events, holidays
        The tables beside it; empty where there is no such file. `holidays` is an official table, each day once.
    """

    folder: Path
    settings: DeskSettings
    staff: tuple[Person, ...] = ()
    leave: tuple[Absence, ...] = ()
    events: tuple[Event, ...] = ()
    holidays: tuple[Holiday, ...] = ()

    def __post_init__(self) -> None:
        known = {person.name for person in self.staff}
        for absence in self.leave:
            if absence.person not in known:
                raise DeskError(
                    "leave.csv names {person!r}, who is not in staff.csv; add the person or mend the name",
                    person=absence.person,
                )

        queues = {queue.name for queue in self.settings.queue}
        for event in self.events:
            if event.queue and event.queue not in queues:
                raise DeskError(
                    "events.csv: {name!r} touches queue {queue!r}, but desk.toml has {known}; mend "
                    "the name, or leave it empty for all",
                    name=event.name,
                    queue=event.queue,
                    known=", ".join(sorted(queues)),
                )

    @property
    def zone(self) -> ZoneInfo:
        """The desk's time zone."""
        return ZoneInfo(self.settings.time_zone)

    @property
    def state_folder(self) -> Path:
        """Where the store lives; never edited by hand."""
        return self.folder / ".tsunagari"

    def queue(self, name: str) -> QueueSettings:
        """The queue of that name.

        Raises
        ------
        DeskError
            If desk.toml has no such queue.
        """
        return self.settings.queue_called(name)
