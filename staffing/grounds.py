"""What a requirement of people who answer at once rests on, beside its rows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Grounds:
    """What `staffing.require_agents` knew when it made a requirement; a table does not tell it.

    Parameters
    ----------
    patience_seconds
        Mean patience of the customers, above 0; infinite where nobody is taken to hang up.
    share_of_days
        On how many of such days, or weeks where the goal is one for weeks, its service level is reached, 0 to 1.
    plain_agent_hours
        What plain Erlang C asks for: each interval by itself, as forecast, nobody hangs up.
    after_closing_hours
        Expected hours of finishing, after closing, what is in hand then; not among the agent hours.
    """

    patience_seconds: float
    share_of_days: float
    plain_agent_hours: float
    after_closing_hours: float
