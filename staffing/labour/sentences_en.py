"""What the checker of labour rules says in English."""

MESSAGES: dict[str, str] = {
    "overlap": "{person}: two activities ({first}, {second}) overlap on {date} {start}-{end}.",
    "on_leave": "{person}: leave.csv has {kind} on {date} {start}-{end}, yet the plan has work.",
    "in_training": "{person}: leave.csv has {kind} on {date} {start}-{end}, yet the plan has contacts to serve.",
    "not_employed": "{person}: not employed on {date}.",
    "unknown_queue": "{person}: queue {queue} on {date} is not in desk.toml.",
    "skills": "{person}: planned for queue {queue} on {date} without the skills it needs ({missing}).",
    "tier": "{person}: planned for queue {queue} of tier {needed} on {date}, but is of tier {tier}.",
    "locked": "{person}: what was locked on {date} {start}-{end} ({activity}) is not in the plan.",
    "hours_day": "{person}: {hours} of work on {date}, more than {limit} a day.",
    "hours_week": "{person}: {hours} of work in the week from {date}, more than {limit} a week.",
    "hours_month": "{person}: work in {month} is {hours} beyond {limit}, which hours averaged by the month allow.",
    "hours_settlement": "{person}: work in the settlement period from {month} is {hours} beyond {limit}, which "
    "flextime allows.",
    "hours_flextime_month": "{person}: work in {month} is {hours} beyond {limit}, which is 50 hours a week.",
    "contract_day": "{person}: {hours} of work on {date}, more than the contract's {limit} a day.",
    "contract_week": "{person}: {hours} of work in the week from {date}, more than the contract's {limit} a week.",
    "contract_month": "{person}: {hours} of work in {month}, more than the contract's {limit} a month.",
    "break": "{person}: {hours} of work on {date} with {break_minutes} minutes of break inside it.",
    "staggered_break": "On {date} people have lunch at different times, which needs a labour agreement unless the "
    "trade is exempt.",
    "days_off": "{person}: {days} days off in the week from {date}, fewer than {needed}.",
    "days_off_four_weeks": "{person}: {days} days off in the four weeks from {date}, fewer than {needed}.",
    "days_off_together": "{person}: in the week from {date} no two days off lie side by side.",
    "days_running": "{person}: {date} is day {days} of work on end, more than {limit}.",
    "overtime_month": "{person}: {hours} of overtime in {month}, more than {limit} a month.",
    "overtime_year": "{person}: {hours} of overtime in the year from {month}, more than {limit} a year.",
    "overtime_special_year": "{person}: {hours} of overtime in the year from {month}, more than the {limit} of the "
    "special clause.",
    "overtime_special_months": "{person}: {month} is month {count} of the year with more than {limit} of overtime; the "
    "special clause allows {most}.",
    "overtime_under": "{person}: {hours} of overtime and holiday work in {month}, which must stay under {limit}.",
    "overtime_average": "{person}: {hours} of overtime and holiday work on average over the {count} months up to "
    "{month}, more than {limit}.",
    "overtime_unknown": "For {count} of the months from {first} to {last} no plan is kept, so their overtime and "
    "holiday work were taken to be none.",
    "rest": "{person}: {hours} of rest before the shift on {date}, less than the target of {limit}.",
    "alone": "On {date} {start}-{end} fewer than {needed} people are at work while the desk is open ({people} at the "
    "least; {hours} in all).",
    "screen": "{person}: {hours} of screen work on end on {date}; {count} shifts of the plan go beyond the guideline's "
    "{limit}.",
}

MENDS: dict[str, str] = {
    "overlap": "Move one of them.",
    "on_leave": "Take the work out or mend leave.csv.",
    "in_training": "Give the contacts to somebody else, or mend the times in leave.csv.",
    "not_employed": "Take the work out or mend the dates in staff.csv.",
    "unknown_queue": "Mend the queue's name in the plan, or add the queue to desk.toml.",
    "skills": "Plan somebody who has them, or mend skills in staff.csv.",
    "tier": "Plan somebody of tier {needed}, or mend tier in staff.csv.",
    "locked": "Put it back, or take the lock off.",
    "hours_day": "Shorten the shift; an agreement under Article 36 belongs into shifts.overtime of desk.toml.",
    "hours_week": "Take out a day or shorten shifts; an agreement under Article 36 belongs into shifts.overtime of "
    "desk.toml.",
    "hours_month": "Take {hours} out of that month, or move them to another.",
    "hours_settlement": "Take {hours} out of that period.",
    "hours_flextime_month": "Move {hours} to another month.",
    "contract_day": "Shorten the shift or agree on it.",
    "contract_week": "Take out a day or agree on it.",
    "contract_month": "Take work out of that month or agree on it.",
    "break": "Place {needed} minutes of lunch or rest within the working time.",
    "staggered_break": "Let lunches begin and end together; or, in desk.toml, set staggered_break_agreement = true if "
    "there is an agreement, break_exempt_trade = true if the trade is exempt.",
    "days_off": "Free {missing} of its days.",
    "days_off_four_weeks": "Free {missing} of their days.",
    "days_off_together": "Move one day off beside another.",
    "days_running": "Free a day from {first_day} to {date}.",
    "overtime_month": "Take {over} of overtime out of that month, or state the special clause in desk.toml if "
    "it covers this.",
    "overtime_year": "Take {over} of overtime out of that year.",
    "overtime_special_year": "Take {over} of overtime out of that year.",
    "overtime_special_months": "Keep overtime of that month within {limit}.",
    "overtime_under": "Take overtime or holiday work out of that month until both are under {limit}.",
    "overtime_average": "Take {over} of overtime or holiday work out of that month.",
    "overtime_unknown": "Compare with the time records of those months.",
    "rest": "End the shift before earlier, or start later.",
    "alone": "Move a shift or a break so that {needed} are there.",
    "alone_few": "With the people at work that day ({there}) and their breaks no move brings {needed} at all times: it "
    "takes {more} more, or a desk that is closed meanwhile.",
    "screen": "After each {limit} place {pause} minutes or more away from the screen: break, rest or other work.",
}
