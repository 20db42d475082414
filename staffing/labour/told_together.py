"""Rules broken in sentences, each once: what differs in its day alone is told with all its days."""

from collections.abc import Sequence

from data.remark import Remark
from staffing.labour.violation import Violation

DAYS_NAMED = 10
"""So many further days are named; of more, how many there are."""

_DAY = "\0"


def told_together(violations: Sequence[Violation]) -> list[Remark]:
    """The sentences of what was broken, in both languages; in the order of the first of each."""
    groups: dict[tuple[str, str], list[Violation]] = {}
    for one in violations:
        alike = one.sentence("ja").replace(one.date.isoformat(), _DAY)
        groups.setdefault((one.rule, alike), []).append(one)
    return [_told(group) for group in groups.values()]


def _told(group: Sequence[Violation]) -> Remark:
    first = group[0]
    ja, en = first.sentence("ja"), first.sentence("en")
    days = [one.date.isoformat() for one in group[1:]]
    if not days or first.date.isoformat() not in ja:
        return Remark(ja=ja, en=en)
    named, others = days[:DAYS_NAMED], len(days) - DAYS_NAMED
    more = (f"、ほか {others} 日", f" and {others} more") if others > 0 else ("", "")
    return Remark(
        ja=f"{ja}同じことが次の {len(days)} 日にもあります：{'、'.join(named)}{more[0]}。",
        en=f"{en} The same on {len(days)} more {'day' if len(days) == 1 else 'days'}: {', '.join(named)}{more[1]}.",
    )
