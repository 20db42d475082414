"""Damaged logs of every format: `python -m benchmarks.fuzz --cases 100000 --seed 1`.

Each case is a small sound log with one to four damages drawn by its seed. An import must answer it with a sentence, or
account for every row as new, changed, same or rejected, keep the contacts of which no row was touched, and change
nothing when it is done again. Of each format in turn a few cases are files of their own and many are blocks in one
file (`tests.data.hostile_answers`). Prints now and then how many cases of each format were read and refused, and each
failure with the seed that makes it again; fails if there is one.

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

_FILES = 10
"""Of a format in a round; they share a store."""

_BLOCKS = 250
"""Of a format in a round; they share a file."""


def main() -> None:
    """Try the cases, the formats in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1, help="of the first case; the others follow it")
    parser.add_argument("--format", choices=sorted(FORMATS), help="only this one")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="at most, wall time")
    told = parser.parse_args()
    names = [told.format] if told.format else list(FORMATS)
    warnings.simplefilter("error")
    began, done = time.perf_counter(), dict.fromkeys(names, Answer(0, 0, 0, ()))
    cases, rounds = 0, 0
    for name, kind, seeds in _batches(names, first=told.seed, cases=told.cases):
        if name == names[0] and kind is answers_to:
            if time.perf_counter() - began > told.seconds:
                break
            rounds += 1
            if rounds % 10 == 1 and cases:
                print(_account(done), flush=True)
        with tempfile.TemporaryDirectory() as folder:
            answer = kind(name, Path(folder), seeds)
        done[name], cases = done[name] + answer, cases + len(seeds)
        for failure in answer.failures:
            print(failure, flush=True)
    failed = sum(len(answer.failures) for answer in done.values())
    print(_account(done))
    print(f"{cases:,} cases from seed {told.seed}, {failed} failures, {time.process_time():,.0f} s of processor time")
    sys.exit(1 if failed else 0)


def _batches(names: list[str], *, first: int, cases: int) -> Iterator[tuple[str, Tried, range]]:
    """A format, how its cases are tried, and their seeds."""
    seed = first
    while True:
        for name in names:
            for kind, size in ((answers_to, _FILES), (answers_to_blocks, _BLOCKS)):
                if kind is answers_to_blocks and not has_blocks(name):
                    continue
                if seed >= first + cases:
                    return
                seeds = range(seed, min(seed + size, first + cases))
                yield name, kind, seeds
                seed = seeds.stop


def _account(done: dict[str, Answer]) -> str:
    return "; ".join(
        f"{name} {answer.read:,} read ({answer.rows:,} rows), {answer.refused:,} refused"
        for name, answer in done.items()
    )


if __name__ == "__main__":
    main()
