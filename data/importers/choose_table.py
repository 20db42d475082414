"""Chooses the table of desk.toml that a system's file is read by, by the queues that it names, or proposes one."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from data.desk import Desk
from data.errors import ImportRefused
from data.message import Message

_MOST_QUEUES_SHOWN = 20


class NamesQueues(Protocol):
    """Settings that tell which of the desk's queues a system's queues are."""

    @property
    def queues(self) -> Mapping[str, object]:
        """The system's queues that are this desk's."""

    @property
    def ignore_queues(self) -> Sequence[str]:
        """Those that are not."""


def chosen_table(
    desk: Desk, path: Path, *, system: str, table: str, tables: Mapping[str, NamesQueues], queues: Iterable[str]
) -> str:
    """The name of the table that knows most of a file's queues.

    Parameters
    ----------
    system
        What the system is called.
    table
        Where its tables stand: [import.<table>.<name>].
    queues
        The queues that the file's contacts entered, once for each contact.

    Raises
    ------
    ImportRefused
        If desk.toml has no such table, or several fit alike.
    """
    found = [queue for queue, _ in Counter(queues).most_common(_MOST_QUEUES_SHOWN)]
    if not tables:
        raise ImportRefused(_proposal(desk, path, system=system, table=table, queues=found))
    known = {name: len(set(found) & {*told.queues, *told.ignore_queues}) for name, told in tables.items()}
    best = [name for name, count in known.items() if count == max(known.values())]
    if len(best) > 1:
        raise ImportRefused(
            "{path} may be of several tables of desk.toml for {system}: {names}; say which, for example with --format "
            "{first}",
            path=path,
            system=system,
            names=", ".join(best),
            first=best[0],
        )
    return best[0]


def _proposal(desk: Desk, path: Path, *, system: str, table: str, queues: Sequence[str]) -> Message:
    ours = [queue.name for queue in desk.settings.queue]
    found = ", ".join(f"{json.dumps(queue, ensure_ascii=False)} = {json.dumps(ours[0])}" for queue in queues)
    return Message.of(
        "{path} was written by {system}, and desk.toml does not say yet which of the desk's queues ({ours}) its "
        "queues are. Write a table into desk.toml, for example this one, and check each queue (those that are not "
        "this desk's go into ignore_queues; queue is for contacts that reached none):\n\n{proposed}",
        path=path,
        system=system,
        ours=", ".join(ours),
        proposed=f"[import.{table}.my-{table.rpartition('_')[2]}]\n"
        f"queues = {{ {found} }}\nqueue = {json.dumps(ours[0])}",
    )
