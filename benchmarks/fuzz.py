"""Damaged logs of every format: `python -m benchmarks.fuzz --cases 100000 --seed 1`.

Each case is a small sound log with one to four damages drawn by its seed. An import must answer it with a sentence, or
account for every row as new, changed, same or rejected; a second import must change nothing. Prints how many cases of
each format were read and refused, and each failure with the seed that makes it again; fails if there is one.
"""

import argparse
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

from tests.data.hostile_logs import FORMATS, answers_to

_AT_A_TIME = 20
"""Cases that share a store."""


def main() -> None:
    """Try the cases, the formats in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1, help="of the first case; the others follow it")
    parser.add_argument("--format", choices=sorted(FORMATS), help="only this one")
    told = parser.parse_args()
    names = [told.format] if told.format else list(FORMATS)
    warnings.simplefilter("error")
    counted, failed = Counter[tuple[str, str]](), 0
    for number, first in enumerate(range(0, told.cases, _AT_A_TIME)):
        name = names[number % len(names)]
        seeds = range(told.seed + first, told.seed + min(first + _AT_A_TIME, told.cases))
        with tempfile.TemporaryDirectory() as folder:
            answer = answers_to(name, Path(folder), seeds)
        counted.update({(name, "read"): answer.read, (name, "refused"): answer.refused, (name, "rows"): answer.rows})
        failed += len(answer.failures)
        for failure in answer.failures:
            print(failure, flush=True)
        if number % (50 * len(names)) == 0 or first + _AT_A_TIME >= told.cases:
            print(_account(names, counted), flush=True)
    print(f"{told.cases:,} cases, {failed} failures")
    sys.exit(1 if failed else 0)


def _account(names: list[str], counted: Counter[tuple[str, str]]) -> str:
    return "; ".join(
        f"{name} {counted[name, 'read']:,} read ({counted[name, 'rows']:,} rows), {counted[name, 'refused']:,} refused"
        for name in names
    )


if __name__ == "__main__":
    main()
