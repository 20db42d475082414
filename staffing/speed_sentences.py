"""What is said of proposed speeds: a proposal, what it rests on, and where staff.csv says something else."""

from data.message import Message
from staffing.speed_proposal import SpeedProposal

NOBODY = Message(
    "no colleagues of staff.csv can be told apart in the log: it calls agents by pseudonyms, whom nobody is singled "
    "out by; `agents` in the desk's import settings would name them, if your desk wants that"
)
PROPOSAL = Message(
    "speeds of {people} people beside all who took contacts of the same queues and topics; a proposal: nothing is "
    "written into staff.csv. Harder cases look like slower people, so ask before you use it"
)
DIFFERS = Message(
    "{person}: speed {speed} (95 %: {low} to {high}) from {contacts} contacts of {handle_seconds} s where colleagues "
    "take {expected_seconds} s; staff.csv says {now}"
)
NONE_DIFFERS = Message("staff.csv lies within the doubt for everybody")


def speed_sentences(proposals: tuple[SpeedProposal, ...]) -> list[Message]:
    """The proposal in sentences: those of whom staff.csv says something else are named."""
    if not proposals:
        return [NOBODY]
    told = [Message(PROPOSAL.template, {"people": len(proposals)})]
    told += [Message(DIFFERS.template, _figures(one)) for one in proposals if one.differs]
    return told if len(told) > 1 else [*told, NONE_DIFFERS]


def _figures(one: SpeedProposal) -> dict[str, str]:
    return {
        "person": one.person,
        "contacts": f"{one.contacts:,}",
        **{name: f"{getattr(one, name):.2f}" for name in ("speed", "low", "high")},
        "handle_seconds": f"{one.handle_seconds:,.0f}",
        "expected_seconds": f"{one.expected_seconds:,.0f}",
        "now": f"{one.now:g}",
    }
