"""What a person at a terminal meets on every verb: options, progress, tables on stdout, messages on stderr."""

import codecs
import io
import json
import math
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import click
import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from data.calendar import Calendar
from data.desk import Desk
from data.desk_file import read_desk
from data.errors import TsunagariError
from data.import_report import told_remark
from data.importers.guess_mapping import Proposal
from data.message import Message, recognise
from data.opening_hours import clock_minutes, span_minutes
from data.table_files import csv_text, write_frame
from data.warehouse import Warehouse
from spoken import WrongOption, language_spoken, named_folder, said, speak_as_at, summary_words, usage_message

INTERRUPTED = 130
"""Exit code of a command that Ctrl-C has stopped, as a shell gives it."""


class FrontDoor(click.Group):
    """Turns what a user caused into a sentence and exit code 2, and what we caused into exit code 1."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **kwargs: Any) -> Any:
        """Run the verb that the words name."""
        words = sys.argv[1:] if args is None else list(args)
        _carry_every_script()
        with speak_as_at(named_folder(words)):
            return self._answer(words, *rest, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; what click says of its options is said in the desk's language too.

        Whoever stops it is told so; whoever reads only the first lines (`| head -1`) has them, and is told nothing.
        """
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            told = Message("stopped; what was finished until then stands, and nothing is left half done")
            _end(told, exit_code=INTERRUPTED)
        except BrokenPipeError:
            _write_no_more()
            ctx.exit(0)
        except click.UsageError as error:
            if language_spoken() == "en":
                raise
            click.echo(said(usage_message(error)), err=True)
            ctx.exit(error.exit_code)

    def _answer(self, words: list[str], *rest: Any, **kwargs: Any) -> Any:
        try:
            return super().main(words, *rest, **kwargs)
        except TsunagariError as error:
            _end(error.message, exit_code=2)
        except BrokenPipeError:
            raise
        except OSError as error:
            file = error.filename or Message("a file")
            why = recognise(error.strerror or str(error))
            _end(Message.of("{path} cannot be used: {error}", path=file, error=why), exit_code=2)
        except Exception as error:
            if os.environ.get("TSUNAGARI_TRACEBACK"):
                raise
            told = Message.of(
                "our failure, please report it: {kind}: {error} (set TSUNAGARI_TRACEBACK=1 to see where)",
                kind=type(error).__name__,
                error=str(error),
            )
            _end(told, exit_code=1)


def _carry_every_script() -> None:
    """Names of queues and people are written in any script: no letter may end a command where streams carry few.

    Where only ASCII is promised we write UTF-8, as Python does for the C locale; what else has no place is escaped.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            only_ascii = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if only_ascii else None, errors="backslashreplace")


def _write_no_more() -> None:
    """Nobody reads stdout any more; what is left in its buffer must not fail when Python ends."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end(told: Message, *, exit_code: int) -> NoReturn:
    click.echo(f"tsunagari: {said(told)}", err=True)
    sys.exit(exit_code)


class FiniteNumber(click.types.FloatParamType):
    """Any number; `nan` and `inf` are none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse what is no number, or no finite one."""
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            raise WrongOption("{value} is no finite number; write one like 0.9", value=value)
        return number


class FiniteRange(FiniteNumber, click.FloatRange):
    """A number within its limits; `nan`, which no limit stops, and `inf` are none."""


A_PATH = click.Path(path_type=Path)

desk_option = click.option(
    "--desk", "folder", type=A_PATH, default=".", show_default="here", metavar="DIR", help="The desk's folder."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON on stdout.")


def table_option(name: str, *, endings: Sequence[str] = (".csv", ".parquet"), help: str) -> Callable[[Any], Any]:
    """An option that names a file to write; a file that could not be written is refused before any work is done."""

    def check(_context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
        if path is not None and path.suffix not in endings:
            raise WrongOption(
                "{path} must end in one of {endings}; the ending says what to write",
                path=path,
                endings=", ".join(endings),
            )
        if path is not None and not path.absolute().parent.is_dir():
            raise WrongOption("there is no folder {folder}; make it, or name another", folder=path.absolute().parent)
        return path

    return click.option(name, type=A_PATH, callback=check, metavar="FILE", help=help)


out_option = table_option("--out", help="Write the table to FILE: .csv or .parquet.")
wait_option = click.option(
    "--wait",
    default=60.0,
    show_default=True,
    type=FiniteRange(0),
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
        raise WrongOption("{option} {text!r} is no date; write 2026-04-01", option=option, text=text) from None
    return _refuse_far_away(day, f"{option} {text}")


def read_month(text: str | None, option: str, *, today: date) -> tuple[date, date]:
    """First and last day of `2026-12`; of the month of `today` where it was not given."""
    try:
        first_day = today.replace(day=1) if text is None else datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise WrongOption("{option} {text!r} is no month; write 2026-04", option=option, text=text) from None
    _refuse_far_away(first_day, f"{option} {text}")
    return first_day, (first_day + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def read_span(text: str, option: str) -> tuple[int, int]:
    """`10:00-12:00` of an option, as minutes since midnight."""
    try:
        return span_minutes(text)
    except ValueError as error:
        raise WrongOption("{option} {error}", option=option, error=error) from None


def read_clock(text: str | None, option: str) -> int | None:
    """`10:00` of an option, as minutes since midnight; None where it was not given."""
    try:
        return None if text is None else clock_minutes(text)
    except ValueError as error:
        raise WrongOption("{option} {error}", option=option, error=error) from None


def _refuse_far_away(day: date, told: str) -> date:
    """No log reaches further, and calendars end somewhere."""
    if not 1970 <= day.year < 2100:
        raise WrongOption("{told} lies outside 1970 to 2099; choose a day near the desk's log", told=told)
    return day


def read_instant(desk: Desk, text: str | None) -> pd.Timestamp | None:
    """What `--as-of` tells, if it is told: see `read_moment`."""
    return None if text is None else read_moment(desk, text, "--as-of")


def read_moment(desk: Desk, text: str, option: str) -> pd.Timestamp:
    """An ISO date (its midnight) or time; without an offset the desk's wall clock."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise WrongOption(
            "{option} {text!r} is no date or time; write 2026-04-01 or 2026-04-01T13:00", option=option, text=text
        ) from None
    _refuse_far_away(at.date(), f"{option} {text}")
    if at.tzinfo is None:
        return Calendar.of(desk).instant(at.date(), at.hour * 60 + at.minute) + pd.Timedelta(seconds=at.second)
    return pd.Timestamp(at).tz_convert(desk.zone)


def read_secret(question: Message) -> str:
    """One line that nobody shall find in a shell's history: asked for at a terminal, else from stdin."""
    if sys.stdin.isatty():
        return str(click.prompt(said(question), hide_input=True, err=True))
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


def give_export(
    purpose: str,
    write: Callable[[Warehouse, Path], int],
    *,
    folder: Path,
    out: Path | None,
    wait: float,
    as_json: bool,
) -> None:
    """A table of the log, into its file or to stdout, without passing through memory as a whole.

    Parameters
    ----------
    purpose
        Told to whoever waits for the store.
    write
        Writes the table to a path, and gives its rows.
    """
    desk = read_desk(folder)
    with Warehouse.open(desk, wait_seconds=wait, purpose=purpose) as warehouse:
        if out is not None:
            tell({"rows": write(warehouse, out), "out": str(out)}, as_json)
            return
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "table.csv"
            rows = write(warehouse, path)
            if not as_json:
                with path.open(encoding="utf-8") as lines:
                    for line in lines:
                        click.echo(line, nl=False)
            tell({"rows": rows}, as_json)


def give_previews(tables: Mapping[Path, pd.DataFrame], as_json: bool) -> None:
    """Files as they would land, on stdout; with `--json` as one object of JSON."""
    if not as_json:
        for table in tables.values():
            told = table.assign(remark=[said(told_remark(remark)) for remark in table["remark"]])
            click.echo(told.to_string(index=False))
        return
    files = [{"file": str(file), "rows": plain_rows(table)} for file, table in tables.items()]
    tell({"preview": files}, as_json)


def plain_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A table's rows for JSON: instants as ISO 8601 with their offset, what is not known as null."""
    return [{str(name): _plain_value(value) for name, value in row.items()} for row in table.to_dict("records")]


def _plain_value(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.isoformat() if isinstance(value, date) else value


def tell(summary: dict[str, Any], as_json: bool, sentence: Message | str = "") -> None:
    """The summary: as JSON on stdout where asked for, else as words on stderr."""
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, indent=2, default=str))
        return
    click.echo(said(sentence) if sentence else summary_words(summary), err=True)


def warn(sentences: Iterable[Message | str]) -> None:
    """What must not be overlooked, a line each on stderr."""
    for sentence in sentences:
        click.echo(said(sentence), err=True)


@contextmanager
def progress_bar(label: Message) -> Iterator[Callable[[float, float], None]]:
    """A bar on stderr; gives what is to be called with how much is done of how much."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(said(label), total=1.0)
        yield lambda done, whole: bar.update(task, completed=done / whole if whole else 1.0)
        bar.update(task, completed=1.0)


def is_at_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def settle_mapping(proposal: Proposal) -> dict[str, Any]:
    """Ask what the names of columns cannot tell, and whether the mapping is right; gives its settings."""
    answers = []
    for question in proposal.questions:
        click.echo(f"\n{said(question.told)}", err=True)
        for number, choice in enumerate(question.choices, start=1):
            click.echo(f"  {number}  {said(choice.told)}", err=True)
        chosen = click.prompt("", type=click.IntRange(1, len(question.choices)), prompt_suffix="> ", err=True)
        answers.append(question.choices[chosen - 1])
    settled = proposal.settled(answers)
    told = replace(proposal, settings=settled, questions=()).toml
    click.echo(f"\n{told}\n", err=True)
    click.confirm(said(Message("Write this into desk.toml")), abort=True, err=True)
    return settled
