"""The same work for each of many queues, by several processes: the one seam to whatever runs them.

Behind it stands joblib: within `joblib.parallel_config(backend=...)` a cluster that has registered itself there takes
the place of this machine's processes.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from joblib import Parallel, cpu_count, delayed

Given = TypeVar("Given")
Made = TypeVar("Made")

_WORTH_A_PROCESS = 8
"""With fewer queues a process costs more to start than it saves: it first loads statsmodels and scipy, two seconds."""


def for_each(work: Callable[[Given], Made], given: Sequence[Given], *, processes: int | None = None) -> list[Made]:
    """What `work` makes of each, in the order given. The results do not depend on how many processes there are.

    Parameters
    ----------
    work
        Looks at nothing but what it is given; it and all it holds can be pickled.
    processes
        At least 1, which is this process alone; None: one for each eight, at most as many as the machine has
        processors for us.

    Raises
    ------
    Exception
        The first that `work` raises, as it is.
    """
    wanted = min(cpu_count(), len(given) // _WORTH_A_PROCESS) if processes is None else processes
    if wanted <= 1:
        return [work(each) for each in given]
    return list(Parallel(n_jobs=wanted)(delayed(work)(each) for each in given))
