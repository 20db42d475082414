"""The goal of several queues that are served as one: what keeps every one of theirs."""

from collections.abc import Sequence

from data.service_goal import Scope, ServiceGoal

_FINEST_FIRST: tuple[Scope, ...] = ("interval", "day", "week")


def pooled_goal(goals: Sequence[ServiceGoal]) -> ServiceGoal:
    """Of each figure the strictest; as many people at least as any of the queues asks for."""
    return goals[0].model_copy(
        update={
            "service_level": max(goal.service_level for goal in goals),
            "threshold_seconds": min(goal.threshold_seconds for goal in goals),
            "scope": min((goal.scope for goal in goals), key=_FINEST_FIRST.index),
            "floor": max(goal.floor for goal in goals),
            "max_abandonment": min(goal.max_abandonment for goal in goals),
            "max_occupancy": min(goal.max_occupancy for goal in goals),
            "min_agents": max(goal.min_agents for goal in goals),
            "confidence": max(goal.confidence for goal in goals),
        }
    )
