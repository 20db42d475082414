"""`python -m benchmarks.forecasting`: our models beside their peers.

Real logs are read where TSUNAGARI_REAL_DATA (default `../shared/data`) holds them, and skipped where not.
The hosting desk's calls are drawn around its known truth: no forecast of these counts can be expected to do better.
Every peer is given the same calendar; missing days are filled from the past and never scored.
"""

import argparse
from pathlib import Path

from benchmarks.forecasting.desks import DESKS, read_measured_desk
from benchmarks.forecasting.peers import PEERS
from benchmarks.forecasting.side_by_side import measure_desk, print_measured
from forecasting.forecast_contacts import MODELS

_FEW_ORIGINS = 4


def measure(desks: list[str], models: list[str], *, origins: int, step_days: int | None, keep: Path | None) -> None:
    """Print each desk's table; `keep` is a folder of scores that are not measured again."""
    for name in desks:
        desk = read_measured_desk(name)
        if desk is None:
            continue
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
        print_measured(
            desk,
            measure_desk(
                desk,
                models,
                origins=origins,
                step_days=step_days or desk.step_days,
                keep=None if keep is None else keep / f"{name}.csv",
            ),
        )


def main() -> None:
    """What `make bench` measures: our own models, from few origins."""
    measure(list(DESKS), list(MODELS), origins=_FEW_ORIGINS, step_days=None, keep=None)


def _names(text: str) -> list[str]:
    return text.split(",")


def read_words() -> argparse.Namespace:
    """The options; a name that is none is refused."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--desk", type=_names, default=list(DESKS), help=f"some of {','.join(DESKS)}")
    parser.add_argument("--models", type=_names, default=list(MODELS), help=f"some of {','.join([*MODELS, *PEERS])}")
    parser.add_argument("--origins", type=int, default=_FEW_ORIGINS, help="days to forecast from, the newest")
    parser.add_argument("--step", type=int, help="days between two of them; by default the desk's")
    parser.add_argument("--keep", type=Path, help="folder of scores: what stands there is not measured again")
    asked = parser.parse_args()
    for name, known in ((asked.desk, DESKS), (asked.models, {**MODELS, **PEERS})):
        unknown = set(name) - set(known)
        if unknown:
            parser.error(f"there is no {', '.join(sorted(unknown))}; choose of {', '.join(known)}")
    return asked


if __name__ == "__main__":
    words = read_words()
    measure(words.desk, words.models, origins=words.origins, step_days=words.step, keep=words.keep)
