"""What the settings of a ticket system say of its tickets, as SQL: queue, tier, agent, topic, state.

The expressions read these columns of a query of records: `group_number`, `channel`, `tags` and `topic_choice`.
"""

from collections.abc import Callable, Mapping

from data.importers import sql_text as sql
from data.importers.record_cells import queue_by_channel, shown
from data.ticket_settings import TicketSettings


def tags_of(cell: str) -> str:
    """A list of words that a record holds as JSON; NULL where it is none."""
    return f"""CASE WHEN starts_with({cell}, '[') AND json_valid({cell}) THEN from_json({cell}, '["VARCHAR"]') END"""


def queue_of(settings: TicketSettings) -> str:
    """The desk's queue of a ticket's group and channel; NULL where the settings name none."""
    cases = " ".join(
        f"WHEN group_number = {_number(group)} THEN {queue_by_channel(queue, rest=settings.queue)}"
        for group, queue in settings.groups.items()
    )
    rest = queue_by_channel(settings.queue, rest="")
    return f"CASE {cases} ELSE {rest} END" if cases else rest


def tier_of(settings: TicketSettings, tiers: Mapping[str, int]) -> str:
    """2 in the groups that tier 1 asks, else the queue's."""
    asked = ", ".join(_number(group) for group in settings.tier2_groups) or "NULL"
    told = {queue: str(tier) for queue, tier in tiers.items()}
    queue_tier = sql.translated(queue_of(settings), told)
    return f"CAST(CASE WHEN group_number IN ({asked}) THEN '2' ELSE {queue_tier} END AS TINYINT)"


def agent_of(settings: TicketSettings, number: str, *, system: str, instance: str) -> str:
    """The person of staff.csv whose number (an expression) it is, or a pseudonym."""
    unknown = f"{sql.text(f'{system} {instance} ')} || {number}"
    return f"agent_key_of({sql.translated(f'CAST({number} AS TEXT)', settings.agents, rest=unknown)})"


def topic_of(settings: TicketSettings) -> str:
    """What the topic field's choice means, else the first tag that means one."""
    cases = " ".join(
        f"WHEN list_contains(tags, {sql.text(tag)}) THEN {sql.text(topic)}" for tag, topic in settings.topics.items()
    )
    by_tag = f"CASE {cases} END" if cases else "CAST(NULL AS TEXT)"
    return f"coalesce({sql.translated('topic_choice', settings.topics)}, {by_tag})"


def has_tag(words: tuple[str, ...]) -> str:
    """Whether a ticket has one of some tags; NULL where it has none at all."""
    return f"list_has_any(tags, CAST([{', '.join(map(sql.text, words))}] AS TEXT[]))"


def wrong_times(told: Mapping[str, str], instant: Callable[[str], str]) -> str:
    """Cases of a CASE that refuse a record for a time that is told and is none.

    Parameters
    ----------
    told
        Column -> what the system calls it; what a record holds stands in `told_<column>`.
    instant
        The moment that a cell tells.
    """
    return " ".join(
        f"WHEN told_{cell} IS NOT NULL AND {instant(f'told_{cell}')} IS NULL "
        f"THEN {sql.text(f'{name} is no time of 1970 to 2099')}"
        for cell, name in told.items()
    )


LACKING_MESSAGES = """len(list_filter(
            messages, lambda told: told.author IS NULL OR told.said_at IS NULL OR told.message_id IS NULL
        )) > 0"""
"""Whether one of a ticket's messages cannot be used."""


def without_place(table: str, source: str, *, no_source: str) -> str:
    """The last cases of that CASE: a record whose source has no channel, or whose group has no queue.

    Parameters
    ----------
    table
        Of desk.toml, in brackets.
    source
        What the system calls the source that tells the channel.
    no_source
        What is said of a record that tells none.
    """
    unknown, lacks = sql.text(f" has no channel in {table}.channels"), sql.text(f") has no queue in {table}")
    no_channel = f"{sql.text(f'{source} ')} || {shown('told_source')} || {unknown}"
    return f"""WHEN channel IS NULL THEN CASE WHEN told_source IS NULL THEN {sql.text(no_source)} ELSE {no_channel} END
        WHEN queue_key IS NULL THEN coalesce('group ' || group_number, 'no group') || ' (' || channel || {lacks}"""


def _number(group: str) -> str:
    return str(int(group))
