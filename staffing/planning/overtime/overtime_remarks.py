"""Says how much overtime a plan holds, whose most of it is, and what it covers."""

from collections import Counter

from data.desk import Desk
from data.remark import Remark
from staffing.plan_sentences import SENTENCES
from staffing.planning.overtime.planned_overtime import PlannedOvertime


def about_overtime(longer: PlannedOvertime, desk: Desk) -> tuple[Remark, ...]:
    """One sentence, or none where no shift is longer than it was laid."""
    if not longer.minutes:
        return ()
    return (Remark(ja=_said(longer, desk, "ja"), en=_said(longer, desk, "en")),)


def _said(longer: PlannedOvertime, desk: Desk, language: str) -> str:
    said, asked = SENTENCES[language], desk.settings.shifts.overtime
    minutes: Counter[str] = Counter()
    for (name, _), more in sorted(longer.minutes.items()):
        minutes[name] += round(more)
    most, high = minutes.most_common(1)[0]
    covered = [
        said["overtime_queue"].format(queue=desk.queue(queue).title(language), hours=hours)
        for queue, hours in longer.covered_hours.items()
    ]
    return said["overtime"].format(
        people=len(minutes),
        shifts=len(longer.minutes),
        hours=sum(minutes.values()) / 60,
        most=most,
        high=high / 60,
        covered=said["comma"].join(covered),
        day=asked.plan_hours_day,
        week=asked.plan_hours_week,
    )
