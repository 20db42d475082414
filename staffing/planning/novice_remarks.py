"""What a lead must know of a plan's novices: how fast they are reckoned with, and whose time they take."""

from collections.abc import Sequence
from datetime import date

from data.channel import WRITTEN_CHANNELS
from data.staff import Person
from staffing.beside_novices import BesideNovices
from staffing.plan_sentences import SENTENCES, named_people
from staffing.shift_plan import ShiftPlan
from staffing.speeds import Speeds


def about_novices(plan: ShiftPlan, beside: BesideNovices, *, speeds: Speeds, language: str) -> list[str]:
    """The sentences about the novices of a plan; none where it has none.

    Parameters
    ----------
    beside
        Who looks after them in this plan.
    """
    said = SENTENCES[language]
    there = set(plan.people)
    novices = [p for p in speeds.desk.staff if p.name in there and speeds.is_novice(p.name, day=plan.first_day)]
    sentences = []
    if novices:
        paces = [_pace(person, speeds, days=(plan.first_day, plan.last_day), language=language) for person in novices]
        sentences.append(said["novices"].format(people=named_people(paces, language)))
    if beside.pairs:
        seniors = _by_speeds_order({pair.senior for pair in beside.pairs}, speeds)
        sentences.append(said["senior_time"].format(hours=beside.senior_hours, people=named_people(seniors, language)))
    if beside.alone:
        alone = _by_speeds_order({novice for _, novice in beside.alone}, speeds)
        first = min(day for day, _ in beside.alone)
        sentences.append(
            said["novice_alone"].format(
                hours=beside.hours_alone, people=named_people(alone, language), first=first.isoformat()
            )
        )
    return sentences


def _by_speeds_order(names: set[str], speeds: Speeds) -> list[str]:
    return [person.name for person in speeds.desk.staff if person.name in names]


def _pace(person: Person, speeds: Speeds, *, days: Sequence[date], language: str) -> str:
    """The novice with the pace of these days: in mails a day where there is written work, else as a share."""
    said = SENTENCES[language]
    served = [q for q in speeds.desk.settings.queue if speeds.serves(person.name, queue=q.name, day=days[-1])]
    written = [queue for queue in served if queue.channel in WRITTEN_CHANNELS]
    if not served:
        return person.name
    queue = (written or served)[0]
    first, last = (speeds.speed(person.name, queue=queue.name, day=day) for day in days)
    if not written:
        return said["pace_live"].format(person=person.name, first=first, last=last)
    a_day = person.hours_day * 3600 / queue.handle_seconds
    return said["pace_written"].format(person=person.name, first=first * a_day, last=last * a_day)
