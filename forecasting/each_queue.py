"""The same work for each of many queues, by several processes: the one seam to whatever runs them.

This process works along with those that it starts: it has loaded everything already, while each of them first loads
pandas and scipy, a second or two of a processor, as long as ten queues take. What all queues share is pickled once,
and unpickled once in each process.

Behind it stands joblib: within `joblib.parallel_config(backend=...)` a cluster that has registered itself there takes
the place of this machine's processes. It is loaded when processes are wanted: few desks have so many queues, and each
command would wait for it.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

Given = TypeVar("Given")
Made = TypeVar("Made")

_WORTH_A_PROCESS = 8
"""With fewer queues a process costs more to start than it saves."""

_UNDER_WAY = 2
"""Queues handed to each process at a time: one that it works on, and one so that it need not wait for the next."""

_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""A process a processor: more threads in each would only wait for one another."""


def for_each(
    work: Callable[[Given], Made], given: Iterable[Given], *, count: int | None = None, processes: int | None = None
) -> list[Made]:
    """What `work` makes of each, in the order given. The results do not depend on how many processes there are.

    Parameters
    ----------
    work
        Looks at nothing but what it is given; it and all it holds can be pickled, as a function
        of a module is by its name.
    given
        Taken one after the other by this thread, while the other processes work: it may be read as it is asked for.
    count
        How many are given; None: `given` is read to its end first.
    processes
        At least 1, which is this process alone; None: one for each eight, at most as many as the machine has
        processors for us.

    Raises
    ------
    Exception
        The first that `work` raises, as it is.
    """
    if count is None:
        given = list(given)
        count = len(given)
    wanted = _worth_starting(count) if processes is None else processes
    if wanted <= 1:
        return [work(each) for each in given]
    handed = _Handed[Given, Made](pickle.dumps(work))
    if _runs_elsewhere():
        from joblib import Parallel, delayed

        return list(Parallel(n_jobs=wanted)(delayed(handed)(each) for each in given))
    return _share(work, handed, iter(given), others=wanted - 1)


def _worth_starting(count: int) -> int:
    wanted = count // _WORTH_A_PROCESS
    if wanted <= 1:
        return 1
    from joblib import cpu_count

    return min(int(cpu_count()), wanted)


def _runs_elsewhere() -> bool:
    from joblib.parallel import BACKENDS, get_active_backend

    backend, _ = get_active_backend()
    return not isinstance(backend, BACKENDS["loky"])


@dataclass(frozen=True)
class _Handed(Generic[Given, Made]):
    """Work that a process unpickles once, however often it is asked for it: its calendar remembers what it found."""

    pickled: bytes

    def __call__(self, given: Given) -> Made:
        return cast("Made", _unpickled(self.pickled)(given))


@lru_cache(maxsize=1)
def _unpickled(pickled: bytes) -> Callable[[Any], Any]:
    return cast("Callable[[Any], Any]", pickle.loads(pickled))


def _share(
    work: Callable[[Given], Made], handed: _Handed[Given, Made], given: Iterator[Given], *, others: int
) -> list[Made]:
    """Keep the others busy, and work on one queue after the other in between."""
    from joblib.externals.loky import get_reusable_executor

    executor = get_reusable_executor(max_workers=others, env=_ONE_THREAD)
    made: dict[int, Made] = {}
    under_way: dict[int, Future[Made]] = {}
    try:
        for number, each in enumerate(given):
            _collect_done(under_way, made)
            if len(under_way) < others * _UNDER_WAY:
                under_way[number] = executor.submit(handed, each)
            else:
                made[number] = work(each)
        made |= {number: future.result() for number, future in under_way.items()}
    finally:
        for future in under_way.values():
            future.cancel()
    return [made[number] for number in sorted(made)]


def _collect_done(under_way: dict[int, "Future[Made]"], made: dict[int, Made]) -> None:
    for number in [number for number, future in under_way.items() if future.done()]:
        made[number] = under_way.pop(number).result()
