"""Solves beside this process, and ends the solver where it does not stop by itself.

A solver looks at the clock only between its steps: of 60 s it made 116. So a program of any size goes to a child, kept
for the next one, which is ended at the limit. A child is a plain program, no `multiprocessing`: that would run the
caller's script again, and a notebook has none.
"""

import atexit
import os
import pickle
import select
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock
from time import monotonic

from staffing.planning import solver_child
from staffing.planning.solver_child import HEAD_BYTES, NOTHING_IN_TIME, READY, Job, Reply, packed

GRACE_SECONDS, GRACE_SHARE = 1.0, 0.1
"""A solver gets so much longer than its limit to stop by itself: what it has found is lost when it is ended."""

SMALL_CELLS = 20_000
"""Programs of fewer cells are solved here: to start a child takes half a second, most of them less, and asked to stop
at half a second they stopped within a tenth of it (measured up to 85,000 cells; at 390,000 a second late)."""

START_SECONDS = 30.0
"""A child that has not started by then is not waited for."""

END_SECONDS = 1.0
"""So long a child that has closed its answers gets to end and tell how."""

PIECE_BYTES = 1 << 20


def solve(job: Job) -> Reply:
    """The cheapest values found by the limit; of large programs never much later, then nothing.

    A child that cannot be started, or fails at the job, leaves it to this process.
    """
    if len(job["matrix"][0]) < SMALL_CELLS:
        return solver_child.solve(job)
    try:
        child = _borrow()
    except OSError:
        return solver_child.solve(job)
    try:
        reply = child.answer(job)
    except BaseException:
        child.end()
        raise
    if reply is not None:
        _give_back(child)
        return reply
    code = child.end()
    # Below 0: ended by us or by the system, for time or memory; that must not happen to us too.
    return NOTHING_IN_TIME if code < 0 else solver_child.solve(job)


class SolverProcess:
    """A child that solves one program at a time.

    Raises
    ------
    OSError
        If it cannot be started.
    """

    def __init__(self) -> None:
        self.owner = os.getpid()
        # Its own group, so that Ctrl-C reaches us alone; -P: the folder of the file is no place to import from.
        self._child = subprocess.Popen(
            [sys.executable, "-P", str(Path(solver_child.__file__)), str(self.owner)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            process_group=0,
        )

        if self._read(HEAD_BYTES, monotonic() + START_SECONDS) != READY:
            self.end()
            raise OSError("the solver's process did not start")

    @property
    def number(self) -> int:
        """By which the system knows it."""
        return self._child.pid

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._child.poll() is None

    def answer(self, job: Job) -> Reply | None:
        """Its answer; None where it has none by the limit, or has ended."""
        seconds = job["seconds"] * (1 + GRACE_SHARE) + GRACE_SECONDS
        until = monotonic() + seconds
        assert self._child.stdin is not None
        try:
            left = memoryview(packed({**job, "last_seconds": 2 * seconds}))
            while left:
                left = left[self._child.stdin.write(left) :]
        except BrokenPipeError:
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(END_SECONDS)
            return None
        head = self._read(HEAD_BYTES, until)
        body = None if head is None else self._read(int.from_bytes(head), until)
        if body is None:
            return None
        reply: Reply = pickle.loads(body)
        return reply

    def _read(self, size: int, until: float) -> bytes | None:
        assert self._child.stdout is not None
        waiting, found = select.poll(), bytearray()
        waiting.register(self._child.stdout, select.POLLIN)
        while len(found) < size:
            if not waiting.poll(max(until - monotonic(), 0) * 1000):
                return None
            piece = self._child.stdout.read(min(size - len(found), PIECE_BYTES))
            if not piece:
                with suppress(subprocess.TimeoutExpired):
                    self._child.wait(END_SECONDS)
                return None
            found += piece
        return bytes(found)

    def end(self) -> int:
        """Ends it now; how it ended: 0 or more by itself, below 0 by a signal."""
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()
        if self._child.poll() is None:
            self._child.kill()
        return self._child.wait()


_idle: list[SolverProcess] = []
_lock = Lock()


def _borrow() -> SolverProcess:
    """A child that nobody else asks meanwhile."""
    with _lock:
        # After a fork those of the parent stand here too, and are not ours to ask or to end.
        own = [child for child in _idle if child.owner == os.getpid()]
        for child in own:
            _idle.remove(child)
            if child.is_alive:
                return child
            child.end()
    atexit.register(end_idle)
    return SolverProcess()


def _give_back(child: SolverProcess) -> None:
    """Keeps one for the next program."""
    with _lock:
        if not any(other.owner == os.getpid() for other in _idle):
            _idle.append(child)
            return
    child.end()


def end_idle() -> None:
    """Ends the child that waits for work, if any; the next program starts another."""
    with _lock:
        for child in [child for child in _idle if child.owner == os.getpid()]:
            _idle.remove(child)
            child.end()
