"""Damaged logs of every format: `python -m benchmarks.fuzz --cases 100000 --seed 1`.

Each case is a small sound log with one to four damages drawn by its seed. An import must answer it with a sentence, or
account for every row as new, changed, same or rejected, keep the contacts of which no row was touched, and change
nothing when it is done again. Of each format in turn a few cases are files of their own and many are blocks in one
file (`tests.data.hostile_answers`). Prints now and then how many cases of each format were read and refused, and each
failure with the seed that makes it again (`--seed N --cases 1 --format NAME --as files` or blocks); fails if there is
one.

A case takes some 0.02 s of processor time: 100,000 take about half an hour on a processor of its own.
`--seconds` ends the run after the round in which that much time has passed.
"""

import argparse
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.data.hostile_answers import Answer, answers_to, answers_to_blocks, has_blocks
from tests.data.hostile_logs import FORMATS

Tried = Callable[[str, Path, Sequence[int]], Answer]

_KINDS: dict[str, tuple[Tried, int]] = {"files": (answers_to, 10), "blocks": (answers_to_blocks, 250)}
"""How cases are tried, and how many of a format in a round: files that share a store, blocks that share a file."""


def main() -> None:
    """Try the cases, the formats in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1, help="of the first case; the others follow it")
    parser.add_argument("--format", choices=sorted(FORMATS), help="only this one")
    parser.add_argument("--as", dest="kind", choices=sorted(_KINDS), help="only so")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="at most, wall time")
    told = parser.parse_args()
    names = [told.format] if told.format else list(FORMATS)
    warnings.simplefilter("error")
    unheard: list[str] = []
    sys.unraisablehook = lambda raised: unheard.append(repr(raised.exc_value))
    began, done = time.perf_counter(), dict.fromkeys(names, Answer(0, 0, 0, ()))
    cases, rounds = 0, 0
    for name, kind, seeds in _batches(names, first=told.seed, cases=told.cases, only=told.kind):
        if (name, kind) == (names[0], told.kind or "files"):
            if time.perf_counter() - began > told.seconds:
                break
            rounds += 1
            if rounds % 10 == 1 and cases:
                print(_account(done), flush=True)
        with tempfile.TemporaryDirectory() as folder:
            answer = _KINDS[kind][0](name, Path(folder), seeds)
        done[name], cases = done[name] + answer, cases + len(seeds)
        if unheard:  # raised where nothing can catch it, as by a file that nobody closed
            told_of = f"{name} one of {seeds.start} to {seeds.stop - 1}: {unheard.pop()}"
            done[name] += Answer(0, 0, 0, (told_of,))
            answer += Answer(0, 0, 0, (told_of,))
        for failure in answer.failures:
            print(f"as {kind}: {failure}", flush=True)
    failed = sum(len(answer.failures) for answer in done.values())
    print(_account(done))
    print(f"{cases:,} cases from seed {told.seed}, {failed} failures, {time.process_time():,.0f} s of processor time")
    sys.exit(1 if failed else 0)


def _batches(names: list[str], *, first: int, cases: int, only: str | None) -> Iterator[tuple[str, str, range]]:
    """A format, how its cases are tried, and their seeds."""
    turns = [
        (name, kind, size)
        for name in names
        for kind, (_, size) in _KINDS.items()
        if only in (None, kind) and (kind == "files" or has_blocks(name))
    ]
    seed = first
    while turns and seed < first + cases:
        for name, kind, size in turns:
            if seeds := range(seed, min(seed + size, first + cases)):
                yield name, kind, seeds
            seed = max(seed, seeds.stop)


def _account(done: dict[str, Answer]) -> str:
    return "; ".join(
        f"{name} {answer.read:,} read ({answer.rows:,} rows), {answer.refused:,} refused"
        for name, answer in done.items()
    )


if __name__ == "__main__":
    main()
