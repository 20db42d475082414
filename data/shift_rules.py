"""The laws, agreements and wishes a shift plan is judged by, as desk.toml states them below `[shifts]`."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from data.errors import WrongValue
from data.opening_hours import clock_minutes
from data.shift_template import ShiftTemplate
from data.wrong_together import wrong_at

HoursMode = Literal["fixed", "monthly_average", "flextime"]
DaysOffMode = Literal["week", "four_weeks"]


def _text_of_day(value: object) -> object:
    """TOML has dates of its own: 2026-12-06 without quotes is meant as well."""
    return value.isoformat() if isinstance(value, date) else value


class OvertimeRules(BaseModel):
    """What an agreement under Article 36 of the Labour Standards Act allows, and how much of it a plan may use.

    Without an agreement, and where `plan_hours_day` is 0, no overtime is planned.

    Overtime is work beyond `max_hours_day` or `max_hours_week`, or beyond the total of a month or settlement period
    where hours are averaged. Holiday work is work on the day off that the law asks for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    agreement: bool = Field(False, description="an agreement under Article 36 stands")
    hours_month: float = Field(45.0, gt=0, le=744, description="overtime a month, without holiday work")
    hours_year: float = Field(360.0, gt=0, le=8784, description="overtime a year, without holiday work")
    holiday_days_month: int = Field(0, ge=0, le=5, description="days off that may be worked, a month")
    special_clause: bool = Field(False, description="the agreement has a clause for special circumstances")
    special_months_year: int = Field(6, ge=0, le=12, description="months a year beyond hours_month, by that clause")
    special_hours_year: float = Field(720.0, gt=0, le=8784, description="overtime a year, by that clause")
    under_hours_month: float = Field(100.0, gt=0, le=744, description="overtime and holiday work of a month stay under")
    average_hours_months: float = Field(80.0, gt=0, le=744, description="both, on average over 2 to 6 months, at most")
    year_starts_month: int = Field(4, ge=1, le=12, description="month in which the agreement's year begins")
    plan_hours_day: float = Field(0.0, ge=0, le=12, description="hours a day by which a plan may lengthen a shift")
    plan_hours_week: float = Field(0.0, ge=0, le=60, description="hours a week by which it may lengthen one's shifts")

    @model_validator(mode="after")
    def _parts_fit_together(self) -> "OvertimeRules":
        if self.special_clause and not self.agreement:
            wrong = WrongValue("is a part of an agreement; set agreement = true as well, or this to false")
            raise wrong_at(("special_clause",), self.special_clause, wrong)
        for key, hours in (("hours_month", self.hours_month), ("average_hours_months", self.average_hours_months)):
            if hours > self.under_hours_month:
                wrong = WrongValue("is more than under_hours_month {limit:g}; lower it", limit=self.under_hours_month)
                raise wrong_at((key,), hours, wrong)
        if self.hours_year < self.hours_month:
            wrong = WrongValue("is less than hours_month {limit:g}; a year holds its months", limit=self.hours_month)
            raise wrong_at(("hours_year",), self.hours_year, wrong)
        if self.special_hours_year < self.hours_year:
            wrong = WrongValue("is less than hours_year {limit:g}, which it goes beyond", limit=self.hours_year)
            raise wrong_at(("special_hours_year",), self.special_hours_year, wrong)
        return self

    @model_validator(mode="after")
    def _planned_hours_are_agreed(self) -> "OvertimeRules":
        day, week = self.plan_hours_day, self.plan_hours_week
        for key, hours in (("plan_hours_day", day), ("plan_hours_week", week)):
            if hours and not self.agreement:
                wrong = WrongValue(
                    "asks for overtime without an agreement under Article 36; set agreement = true once one stands, "
                    "or this to 0"
                )
                raise wrong_at((key,), hours, wrong)
        if week and not day:
            wrong = WrongValue("is 0, so plan_hours_week {week:g} is never used; write the hours a day", week=week)
            raise wrong_at(("plan_hours_day",), day, wrong)
        if week < day:
            wrong = WrongValue("is less than plan_hours_day {day:g}; a week holds its days", day=day)
            raise wrong_at(("plan_hours_week",), week, wrong)
        return self

    @property
    def is_planned(self) -> bool:
        """Whether a plan may lengthen shifts where hours stay uncovered."""
        return self.plan_hours_day > 0


class ShiftRules(BaseModel):
    """Shift templates, and the laws and agreements a plan is judged by."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    template: tuple[ShiftTemplate, ...] = Field(())
    hours_mode: HoursMode = Field("fixed", description="how Article 32 counts: by day and week, or averaged")
    max_hours_day: float = Field(8.0, gt=0, le=24, description="paid hours a day without overtime (Article 32)")
    max_hours_week: float = Field(40.0, gt=0, le=168, description="paid hours a week without overtime (Article 32)")
    settlement_months: int = Field(1, ge=1, le=3, description="flextime: months in which hours even out")
    break_over_6_hours_minutes: int = Field(45, ge=0, le=240, description="break when work exceeds 6 h (Article 34)")
    break_over_8_hours_minutes: int = Field(60, ge=0, le=240, description="break when work exceeds 8 h (Article 34)")
    staggered_break_agreement: bool = Field(False, description="a labour agreement allows lunch at different times")
    break_exempt_trade: bool = Field(False, description="a trade that need not give breaks to all at once")
    days_off_mode: DaysOffMode = Field("week", description="how Article 35 counts: each week, or each four weeks")
    min_days_off_week: int = Field(1, ge=0, le=7, description="days off a week (Article 35)")
    min_days_off_four_weeks: int = Field(4, ge=0, le=28, description="days off in four weeks, in that mode")
    four_weeks_from: Annotated[str, BeforeValidator(_text_of_day)] = Field(
        "", description="first day of any such four weeks"
    )
    two_days_off_together: bool = Field(False, description="wish: two days off of a week side by side")
    max_days_running: int = Field(6, ge=1, le=28, description="days of work on end, also over a plan's border")
    min_rest_hours: float = Field(11.0, ge=0, le=24, description="rest between two shifts; a target, warned about")
    min_on_duty: int = Field(
        2, ge=1, le=1000, description="people at work at any time while open; a target, warned about"
    )
    screen_minutes_on_end: int = Field(60, ge=0, le=480, description="screen work without a pause; 0: not judged")
    screen_break_minutes: int = Field(10, ge=1, le=60, description="pause after it, from its screen")
    night_from: str = Field("22:00", description="night work begins (Article 37)")
    night_until: str = Field("05:00", description="and ends")
    night_premium: float = Field(0.25, ge=0, le=5, description="share of the wage that is paid more for it")
    overtime: OvertimeRules = Field(default_factory=OvertimeRules)

    @field_validator("template")
    @classmethod
    def _names_differ(cls, templates: tuple[ShiftTemplate, ...]) -> tuple[ShiftTemplate, ...]:
        names = [template.name for template in templates]
        if len(set(names)) < len(names):
            raise WrongValue("two shift templates carry the same name; give each its own")
        return templates

    @field_validator("night_from", "night_until")
    @classmethod
    def _times_of_day(cls, text: str) -> str:
        clock_minutes(text)
        return text

    @field_validator("four_weeks_from")
    @classmethod
    def _is_a_day(cls, text: str) -> str:
        try:
            written_alike = not text or date.fromisoformat(text).isoformat() == text
        except ValueError:
            written_alike = False
        if not written_alike:
            raise WrongValue('is no date; write one like "2026-04-05"')
        return text

    @model_validator(mode="after")
    def _parts_fit_together(self) -> "ShiftRules":
        if self.break_over_8_hours_minutes < self.break_over_6_hours_minutes:
            least = self.break_over_6_hours_minutes
            wrong = WrongValue(
                "is less than break_over_6_hours_minutes {least}; longer work needs at least that", least=least
            )
            raise wrong_at(("break_over_8_hours_minutes",), self.break_over_8_hours_minutes, wrong)
        if self.days_off_mode == "four_weeks" and not self.four_weeks_from:
            wrong = WrongValue('is empty, so nobody knows where four weeks begin; write a day like "2026-04-05"')
            raise wrong_at(("four_weeks_from",), "", wrong)
        if self.settlement_months > 1 and self.hours_mode != "flextime":
            wrong = WrongValue('belongs to hours_mode = "flextime"; set that, or this to 1')
            raise wrong_at(("settlement_months",), self.settlement_months, wrong)
        if self.night_from == self.night_until:
            wrong = WrongValue("is night_from too, so the night has no length; move one of them")
            raise wrong_at(("night_until",), self.night_until, wrong)
        return self

    @property
    def lunches_may_differ(self) -> bool:
        """Whether people may take their breaks at different times: by a labour agreement, or in an exempt trade."""
        return self.staggered_break_agreement or self.break_exempt_trade

    @property
    def first_of_four_weeks(self) -> date | None:
        """A day on which four weeks begin in which days off are counted; None where they are counted by the week."""
        return date.fromisoformat(self.four_weeks_from) if self.days_off_mode == "four_weeks" else None
