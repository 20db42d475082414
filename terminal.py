"""What a person at a terminal meets on every verb: options, progress, tables on stdout, messages on stderr."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from data.calendar import Calendar
from data.desk import Desk
from data.errors import TsunagariError
from data.importers.guess_mapping import Proposal
from data.opening_hours import clock_minutes, span_minutes
from data.warehouse import csv_text, write_frame


class FrontDoor(click.Group):
    """Turns what a user caused into a sentence and exit code 2, and what we caused into exit code 1."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the verb that the words name."""
        try:
            return super().main(*args, **kwargs)
        except TsunagariError as error:
            click.echo(f"tsunagari: {error}", err=True)
            sys.exit(2)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except OSError as error:
            click.echo(f"tsunagari: {error.filename or 'a file'} cannot be used: {error.strerror or error}", err=True)
            sys.exit(2)
        except Exception as error:
            if os.environ.get("TSUNAGARI_TRACEBACK"):
                raise
            click.echo(
                f"tsunagari: our failure, please report it: {type(error).__name__}: {error} "
                "(set TSUNAGARI_TRACEBACK=1 to see where)",
                err=True,
            )
            sys.exit(1)


A_PATH = click.Path(path_type=Path)

desk_option = click.option(
    "--desk", "folder", type=A_PATH, default=".", show_default="here", metavar="DIR", help="The desk's folder."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON on stdout.")


def table_option(name: str, *, endings: Sequence[str] = (".csv", ".parquet"), help: str) -> Callable[[Any], Any]:
    """An option that names a file to write; a file that could not be written is refused before any work is done."""

    def check(_context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
        if path is not None and path.suffix not in endings:
            raise click.BadParameter(f"{path} must end in {' or '.join(endings)}; the ending says what to write")
        if path is not None and not path.absolute().parent.is_dir():
            raise click.BadParameter(f"there is no folder {path.absolute().parent}; make it, or name another")
        return path

    return click.option(name, type=A_PATH, callback=check, metavar="FILE", help=help)


out_option = table_option("--out", help="Write the table to FILE: .csv or .parquet.")
wait_option = click.option(
    "--wait",
    default=60.0,
    show_default=True,
    type=click.FloatRange(0),
    metavar="SECONDS",
    help="How long to wait for another command on this desk.",
)
as_of_option = click.option(
    "--as-of",
    metavar="TIME",
    help="Use only what was known then: an ISO date (its 00:00) or time, the desk's zone. Writes --out alone. "
    "[default: end of the last complete day in the log]",
)
horizon_option = click.option(
    "--horizon",
    "horizon_days",
    default=35,
    show_default=True,
    type=click.IntRange(1, 400),
    metavar="DAYS",
    help="Days ahead, the day of --as-of the first.",
)
seed_option = click.option(
    "--seed", default=0, show_default=True, type=click.IntRange(0), help="Seed of everything drawn by chance."
)


def read_day(text: str, option: str) -> date:
    """An ISO date of an option."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{option} {text!r} is no date; write 2026-04-01") from None
    return _refuse_far_away(day, f"{option} {text}")


def read_span(text: str, option: str) -> tuple[int, int]:
    """`10:00-12:00` of an option, as minutes since midnight."""
    try:
        return span_minutes(text)
    except ValueError as error:
        raise click.BadParameter(f"{option} {error}") from None


def read_clock(text: str | None, option: str) -> int | None:
    """`10:00` of an option, as minutes since midnight; None where it was not given."""
    try:
        return None if text is None else clock_minutes(text)
    except ValueError as error:
        raise click.BadParameter(f"{option} {error}") from None


def _refuse_far_away(day: date, told: str) -> date:
    """No log reaches further, and calendars end somewhere."""
    if not 1970 <= day.year < 2100:
        raise click.BadParameter(f"{told} lies outside 1970 to 2099; choose a day near the desk's log")
    return day


def read_instant(desk: Desk, text: str | None) -> pd.Timestamp | None:
    """An ISO date (its midnight) or time; without an offset the desk's wall clock."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"--as-of {text!r} is no date or time; write 2026-04-01 or 2026-04-01T13:00") from None
    _refuse_far_away(at.date(), f"--as-of {text}")
    if at.tzinfo is None:
        return Calendar.of(desk).instant(at.date(), at.hour * 60 + at.minute) + pd.Timedelta(seconds=at.second)
    return pd.Timestamp(at).tz_convert(desk.zone)


def read_secret(question: str) -> str:
    """One line that nobody shall find in a shell's history: asked for at a terminal, else from stdin."""
    if sys.stdin.isatty():
        return str(click.prompt(question, hide_input=True, err=True))
    return sys.stdin.readline().strip()


def give_table(
    frame: pd.DataFrame, out: Path | None, as_json: bool, *, written: Path | None = None, **summary: Any
) -> None:
    """The table to its file, or to stdout where none is named; with `--json` the summary alone goes to stdout."""
    if out is not None:
        write_frame(frame, out)
    there = out or written
    if there is None and not as_json:
        click.echo(csv_text(frame), nl=False)
    tell({"rows": len(frame)} | ({"out": str(there)} if there else {}) | summary, as_json)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows for a summary: unknown is None, dates are ISO dates."""
    told = frame.copy()
    for name in told.select_dtypes("datetime"):
        told[name] = told[name].dt.strftime("%Y-%m-%d")
    return [
        {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in told.astype(object).to_dict("records")
    ]


def tell(summary: dict[str, Any], as_json: bool, sentence: str = "") -> None:
    """The summary: as JSON on stdout where asked for, else as words on stderr."""
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, indent=2, default=str))
        return
    words = sentence or ", ".join(f"{key} {value}" for key, value in summary.items() if not isinstance(value, list))
    click.echo(words, err=True)


def warn(sentences: Iterable[str]) -> None:
    """What must not be overlooked, a line each on stderr."""
    for sentence in sentences:
        click.echo(sentence, err=True)


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[float, float], None]]:
    """A bar on stderr; gives what is to be called with how much is done of how much."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=1.0)
        yield lambda done, whole: bar.update(task, completed=done / whole if whole else 1.0)
        bar.update(task, completed=1.0)


def is_at_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def settle_mapping(proposal: Proposal, language: str) -> dict[str, Any]:
    """Ask what the names of columns cannot tell, and whether the mapping is right; gives its settings."""
    answers = []
    for question in proposal.questions:
        choices = [choice.sentence(language) for choice in question.choices]
        click.echo(f"\n{question.sentence(language)}", err=True)
        for number, choice in enumerate(choices, start=1):
            click.echo(f"  {number}  {choice}", err=True)
        chosen = click.prompt("", type=click.IntRange(1, len(choices)), prompt_suffix="> ", err=True)
        answers.append(question.choices[chosen - 1])
    settled = proposal.settled(answers)
    told = replace(proposal, settings=settled, questions=()).toml
    click.echo(f"\n{told}\n", err=True)
    asked = "この設定を desk.toml に書きますか" if language == "ja" else "Write this into desk.toml"
    click.confirm(asked, abort=True, err=True)
    return settled
