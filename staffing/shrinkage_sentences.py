"""What is said of a proposed shrinkage: what it rests on, its doubt, and the line for desk.toml."""

from data.desk import Desk
from data.message import Message
from staffing.shrinkage_proposal import LEAST_DAYS, LEAST_PEOPLE, ShrinkageProposal

ASSUMED = Message(
    "nothing in the log tells when people were available, so unplanned = {assumed} in desk.toml is assumed, not "
    "measured"
)
NO_PAUSES = Message(
    "of {people} people on {days} days no pause is told at all, so pauses do not show in this system; unplanned = "
    "{assumed} in desk.toml is assumed, not measured"
)
FEW = Message(
    "{people} people on {days} days are too few for a figure: at least {least_people} people and {least_days} days; "
    "unplanned = {assumed} in desk.toml is assumed, not measured"
)
MEASURED = Message(
    "unplanned shrinkage {rate} (95 %: {low} to {high}, between people and between days): {unplanned_hours} hours of "
    "pauses that nobody placed, of {scheduled_hours} hours on duty; {people} people, {days} days from {first} to {last}"
)
NOT_COUNTED = Message(
    "not in it, because the plan places it: {planned_hours} hours of lunch, training and meetings; {taken_for_lunch} "
    "pauses without such a reason were taken for lunch, one a day at most"
)
SICKNESS = Message("sickness is not in it: who is ill does not sign in; add what your records say of it")
LINE = Message(
    "to take it over, write into desk.toml below [shrinkage], a line each: {line} and {measured} (now {assumed})"
)
IS_ASSUMED = Message(
    "scheduled people allow for unplanned shrinkage of {share}, which is assumed; `tsunagari shrinkage` estimates it "
    "where the log tells what people were doing"
)
IS_MEASURED = Message("scheduled people allow for unplanned shrinkage of {share}, as the log told until {day}")
STANDS = Message("desk.toml says {assumed}, which lies within the doubt: nothing needs to change")


def line_for_desk_file(proposal: ShrinkageProposal) -> str | None:
    """The line for desk.toml, `unplanned = 0.09`; None where too little was told."""
    return None if proposal.unplanned is None else f"unplanned = {proposal.unplanned:.2f}"


def day_for_desk_file(proposal: ShrinkageProposal) -> str:
    """The line that tells until when it was measured."""
    return f'measured_until = "{proposal.last_day.isoformat()}"'


def basis_of_shrinkage(desk: Desk) -> Message:
    """Whether the shrinkage that a desk schedules by is assumed or measured."""
    told = desk.settings.shrinkage
    share = f"{told.unplanned:.1%}"
    if told.measured_until is None:
        return Message(IS_ASSUMED.template, {"share": share})
    return Message(IS_MEASURED.template, {"share": share, "day": told.measured_until.isoformat()})


def shrinkage_sentences(proposal: ShrinkageProposal, desk: Desk) -> list[Message]:
    """The proposal in sentences, or why there is none."""
    assumed = f"{desk.settings.shrinkage.unplanned:g}"
    basis = {"people": proposal.people, "days": proposal.days, "assumed": assumed}
    if not proposal.people:
        return [Message(ASSUMED.template, {"assumed": assumed})]
    if not proposal.tells_of_pauses:
        return [Message(NO_PAUSES.template, basis)]
    if not proposal.is_enough:
        return [Message(FEW.template, basis | {"least_people": LEAST_PEOPLE, "least_days": LEAST_DAYS})]
    figures = {name: f"{getattr(proposal, name):.1%}" for name in ("rate", "low", "high")}
    hours = {
        "unplanned_hours": f"{proposal.unplanned_hours:,.0f}",
        "scheduled_hours": f"{proposal.unplanned_hours + proposal.working_hours:,.0f}",
        "planned_hours": f"{proposal.planned_hours:,.0f}",
    }
    days = {"first": proposal.first_day.isoformat(), "last": proposal.last_day.isoformat()}
    now = desk.settings.shrinkage.unplanned
    stands = now == proposal.unplanned or proposal.low <= now <= proposal.high
    return [
        Message(MEASURED.template, basis | figures | hours | days),
        Message(NOT_COUNTED.template, hours | {"taken_for_lunch": f"{proposal.taken_for_lunch:,}"}),
        SICKNESS,
        Message(
            LINE.template,
            {"line": line_for_desk_file(proposal) or "", "measured": day_for_desk_file(proposal), "assumed": assumed},
        ),
        *([Message(STANDS.template, {"assumed": assumed})] if stands else []),
    ]
