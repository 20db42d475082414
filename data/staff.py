"""staff.csv and leave.csv: who works at the desk, and when they are away."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, get_args

from data.errors import WrongValue
from data.novice_ramp import NoviceRamp
from data.wishes import Wishes

AbsenceKind = Literal["paid_leave", "leave", "training", "meeting", "requested_off"]


@dataclass(frozen=True)
class Person:
    """One row of staff.csv.

    Parameters
    ----------
    name
        The column `person`.
    start_date, end_date
        First and last day employed, inclusive; None: open.
    contract
        Free word, for example `full_time`.
    hours_day, hours_week
        Paid hours a day and a week by contract, above 0.
    skills
        Skills of queues this person can take.
    tier
        1 or 2.
    proficiency
        Speed beside an experienced colleague; 1 is full speed, above 0.
    wage_hour
        Cost of a paid hour, in the desk's money; 0: unknown.
    helper
        Planned only where nobody else can.
    novice_from
        First day as a novice, who reaches `proficiency` as the desk's `[novices]` says; None: at that speed at once.
    hours_month
        Paid hours a month by contract; 0: not agreed by the month.
    wishes
        Shifts and days off that the person would like.
    """

    name: str
    start_date: date | None
    end_date: date | None
    contract: str
    hours_day: float
    hours_week: float
    skills: tuple[str, ...]
    tier: int
    proficiency: float
    wage_hour: float
    helper: bool
    novice_from: date | None = None
    hours_month: float = 0.0
    wishes: Wishes = field(default_factory=Wishes)

    def __post_init__(self) -> None:
        if not self.name:
            raise WrongValue("person is empty; every row of staff.csv names one")
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise WrongValue(
                "{name}: end_date {end_date} lies before start_date {start_date}",
                name=self.name,
                end_date=self.end_date,
                start_date=self.start_date,
            )
        if not 0 < self.hours_day <= 24 or not 0 < self.hours_week <= 168:
            raise WrongValue(
                "{name}: hours_day {hours_day} and hours_week {hours_week} must be possible hours: "
                "above 0, at most 24 and 168",
                name=self.name,
                hours_day=self.hours_day,
                hours_week=self.hours_week,
            )
        if not 0 <= self.hours_month <= 744:
            raise WrongValue(
                "{name}: hours_month {hours_month} must be possible hours: at most 744; 0 where none are agreed",
                name=self.name,
                hours_month=self.hours_month,
            )
        if not 0 < self.proficiency <= 3:
            raise WrongValue(
                "{name}: proficiency {proficiency} must lie above 0 and at most 3; 1 is full speed",
                name=self.name,
                proficiency=self.proficiency,
            )
        if self.tier not in (1, 2):
            raise WrongValue("{name}: tier {tier} must be 1 or 2", name=self.name, tier=self.tier)
        if self.wage_hour < 0:
            raise WrongValue(
                "{name}: wage_hour {wage_hour} must be at least 0; 0 where it is not known",
                name=self.name,
                wage_hour=self.wage_hour,
            )

    def employed_on(self, day: date) -> bool:
        """Whether the person works here on that day."""
        return (self.start_date is None or self.start_date <= day) and (self.end_date is None or day <= self.end_date)

    def is_novice_on(self, day: date, *, ramp: NoviceRamp) -> bool:
        """Whether the person is still getting up to speed on that day."""
        return self.novice_from is not None and ramp.lasts((day - self.novice_from).days)

    def proficiency_on(
        self, day: date, *, ramp: NoviceRamp, handle_seconds: float | None = None, live_at_once: bool = False
    ) -> float:
        """Speed on a day beside an experienced colleague, 0 to `proficiency`.

        A novice answers so many mails on the first day: as much as a colleague does in that many times the handle time.

        Parameters
        ----------
        ramp
            How the desk's novices get up to speed.
        handle_seconds
            A colleague's time for one written contact of the queue; None: a queue where customers wait.
        live_at_once
            Whether a novice serves waiting customers from the first day on, having no written work.
        """
        if self.novice_from is None:
            return self.proficiency
        days_here = (day - self.novice_from).days
        if handle_seconds is None:
            first_day = 0 if live_at_once else ramp.written_only_weeks * 7
            return self.proficiency * ramp.live_share(days_here, first_day=first_day)
        speed_at_first = ramp.mails_a_day * handle_seconds / (self.hours_day * 3600)
        return self.proficiency * ramp.written_share(days_here, start=min(speed_at_first / self.proficiency, 1.0))

    def can_take(self, skills: tuple[str, ...]) -> bool:
        """Whether the person has every one of these skills; someone without skills named can do all."""
        return not self.skills or set(skills) <= set(self.skills)


@dataclass(frozen=True)
class Absence:
    """One row of leave.csv: a person is away from contacts.

    Parameters
    ----------
    person
        As in staff.csv.
    start, end
        Local wall-clock times, half-open. A row of dates alone covers the whole of its last day.
    kind
        `paid_leave`, `leave`, `training`, `meeting`, `requested_off`.
    paid
        Whether the time is paid.
    """

    person: str
    start: datetime
    end: datetime
    kind: AbsenceKind
    paid: bool

    def __post_init__(self) -> None:
        if self.kind not in get_args(AbsenceKind):
            raise WrongValue(
                "{person}: kind {kind!r} is none of {known}",
                person=self.person,
                kind=self.kind,
                known=", ".join(get_args(AbsenceKind)),
            )
        if not self.start < self.end:
            raise WrongValue(
                "{person}: leave ends at {end}, not after its start {start}",
                person=self.person,
                end=self.end,
                start=self.start,
            )

    @property
    def takes_whole_days(self) -> bool:
        """Whether the absence keeps the person away all day: leave and requested days off do, a training may not."""
        return self.start.time() == self.end.time() == datetime.min.time()

    def covers(self, day: date) -> bool:
        """Whether the person is away for the whole of the day."""
        midnight = datetime.combine(day, datetime.min.time())
        return self.start <= midnight and self.end >= datetime.combine(
            date.fromordinal(day.toordinal() + 1), datetime.min.time()
        )

    def touches(self, day: date) -> bool:
        """Whether the person is away for any part of the day."""
        midnight = datetime.combine(day, datetime.min.time())
        following = datetime.combine(date.fromordinal(day.toordinal() + 1), datetime.min.time())
        return self.start < following and self.end > midnight
