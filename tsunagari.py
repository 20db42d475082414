"""The front door: every verb of the command line, each line of it one room's work.

    contact logs -> ContactLog -> IntervalSeries -> Forecast -> Requirement -> ShiftPlan -> pages and widget
        data/          data/          data/       forecasting/   staffing/      staffing/     dashboards/

Tables go to stdout, messages to stderr. Exit code 0: done; 1: our failure; 2: the user's input, desk or lock.
"""

import os

# The matrices here are small: a second thread of the linear algebra spins longer than it helps. Read at its import.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import click
import pandas as pd

from chain import bring_in_asking, read_given, run_chain, say_promises, take_back
from data.desk_file import read_desk
from data.import_logs import preview as preview_rows
from data.message import Message
from data.refused_rows import write_refused_rows
from data.sample_desks.sample_desk import SAMPLE_KINDS, write_sample_desk
from data.undo_import import list_batches
from data.warehouse import Warehouse
from lock_verb import lock
from override_verb import override
from people_questions import duties, patience, pools, short, shrinkage, speeds
from plan_verb import plan
from questions import backlog, calendar, handle_times, kept, measures, topics
from spoken import WrongOption, language_spoken, said
from staff_answers import answer_one_more, answer_why
from terminal import (
    A_PATH,
    FiniteRange,
    FrontDoor,
    as_of_option,
    desk_option,
    give_export,
    give_previews,
    give_table,
    horizon_option,
    json_option,
    out_option,
    plain_rows,
    progress_bar,
    read_day,
    read_instant,
    read_secret,
    seed_option,
    tell,
    wait_option,
    warn,
)
from what_if_verb import what_if


@click.group(cls=FrontDoor, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="tsunagari")
def main() -> None:
    """Read a support desk's past contacts, forecast them, staff them, plan the shifts, and show it all.

    A desk is a folder with a desk.toml; `tsunagari new` writes one, `tsunagari demo hosting` writes a sample desk
    with two years of logs and runs the whole chain on it.
    """


# ---------------------------------------------------------------------------------------------- the verbs
@main.command()
@desk_option
@click.option(
    "--name", default="わたしたちのデスク", show_default=True, help="The desk's name, shown on pages and widget."
)
@click.option("--time-zone", default="Asia/Tokyo", show_default=True, help="IANA name of the desk's time zone.")
@click.option("--language", type=click.Choice(["ja", "en"]), default="ja", show_default=True)
@click.option("--country", default="JP", show_default=True, help='Country of the public holidays; "" for none.')
@json_option
def new(folder: Path, name: str, time_zone: str, language: str, country: str, as_json: bool) -> None:
    """Write a new desk: desk.toml with every field explained, and empty tables beside it."""
    from data.new_desk import write_new_desk

    write_new_desk(folder, name=name, time_zone=time_zone, language=language, country=country)
    tell(
        {"desk": str(folder)},
        as_json,
        Message.of(
            "{folder}/desk.toml is written. Open it, fit it to your desk, then: "
            "tsunagari import FILE... --desk {folder}",
            folder=folder,
        ),
    )


@main.command()
@click.argument("kind", type=click.Choice(SAMPLE_KINDS))
@desk_option
@click.option("--until", metavar="DATE", help="Last day of the two years of logs. [default: yesterday]")
@seed_option
@json_option
def demo(kind: str, folder: Path, until: str | None, seed: int, as_json: bool) -> None:
    """Write a sample desk with two years of seeded logs, and run the whole chain on it.

    KIND is `hosting` (phone, mail, two tiers), `mail-only` (consumer gadgets), `business-it` (phone and mail for
    companies), `language-school` (chat, video, evenings) or `tech-support` (tickets with promised dates).
    """
    last_day = read_day(until, "--until") if until else date.today() - timedelta(days=1)
    told = Message.of("Two years of {kind} logs until {last_day}", kind=kind, last_day=last_day)
    with progress_bar(told) as progress:
        write_sample_desk(kind, folder, until=last_day, seed=seed, progress=lambda share: progress(share, 1.0))
    tell(run_chain(read_desk(folder), wait=60.0, seed=seed), as_json)
    warn([Message.of("Look at it with `tsunagari serve --desk {desk}`.", desk=folder)])


@main.command("import")
@click.argument("files", nargs=-1, type=A_PATH)
@desk_option
@click.option(
    "--format",
    "format_name",
    default="auto",
    show_default=True,
    metavar="NAME",
    help="A mapping of desk.toml ([import.mapping.NAME]); auto finds it by the columns.",
)
@click.option("--preview", is_flag=True, help="Show the first rows as they would land, and store nothing.")
@click.option("--list", "list_", is_flag=True, help="List the imports so far: number, when, files, rows.")
@click.option("--undo", type=int, metavar="NUMBER", help="Take the import of that number back; the files may be gone.")
@wait_option
@json_option
def import_(
    files: tuple[Path, ...],
    folder: Path,
    format_name: str,
    preview: bool,
    list_: bool,
    undo: int | None,
    wait: float,
    as_json: bool,
) -> None:
    """Bring contact logs in: plain, packed (.gz, .zip), or workbooks (.xlsx). The same file twice changes nothing."""
    desk = read_desk(folder)
    if preview:
        give_previews({file: preview_rows(desk, file, format=format_name) for file in files}, as_json)
        return
    if files and (list_ or undo is not None):
        raise WrongOption("--list and --undo take no files")
    with Warehouse.open(desk, wait_seconds=wait, purpose="import") as warehouse:
        if list_:
            batches = list_batches(warehouse)
            for told_at in ("imported_at", "undone_at"):
                batches[told_at] = pd.to_datetime(batches[told_at], utc=True).dt.tz_convert(desk.zone)
            told: dict[str, Any] = {"imports": batches.to_dict("records")} if as_json else {}
            give_table(batches, None, as_json, **told)
        elif undo is not None:
            undone = take_back(desk, warehouse, batch=undo)
            tell(undone.summary, as_json, undone.sentence)
        else:
            if not files:
                raise WrongOption("name at least one file to import, for example logs/*.csv")
            report = bring_in_asking(desk, warehouse, files, format_name=format_name)
            tell(report.summary, as_json, report.sentence)


@main.command()
@desk_option
@click.option("--customer", metavar="NUMBER", help="Number or mail address. [default: asked for, or read from stdin]")
@wait_option
@json_option
def forget(folder: Path, customer: str | None, wait: float, as_json: bool) -> None:
    """Forget a customer: contacts stay as anonymous counts. Left out, the number stays out of the shell's history."""
    from data.forget import forget_customer

    desk = read_desk(folder)
    told = customer or read_secret(Message("Number or mail address of the customer"))
    with Warehouse.open(desk, wait_seconds=wait, purpose="forget") as warehouse:
        rows = forget_customer(warehouse, desk, number=told)
    sentence = Message.of("{rows} rows no longer tell that they were of one customer", rows=rows)
    tell({"forgotten": rows}, as_json, sentence)


@main.command()
@desk_option
@out_option
@wait_option
@json_option
def legs(folder: Path, out: Path | None, wait: float, as_json: bool) -> None:
    """Export every contact as it stands in the store: one row a stay in a queue."""
    give_export(
        "legs",
        lambda warehouse, path: warehouse.write_query("export_legs", path),
        folder=folder,
        out=out,
        wait=wait,
        as_json=as_json,
    )


@main.command()
@desk_option
@out_option
@wait_option
@json_option
def rejects(folder: Path, out: Path | None, wait: float, as_json: bool) -> None:
    """Export the refused rows, with file, row and reason (in the language spoken); personal data masked."""
    give_export("rejects", partial(write_refused_rows, say=said), folder=folder, out=out, wait=wait, as_json=as_json)


@main.command()
@desk_option
@as_of_option
@horizon_option
@click.option(
    "--by", type=click.Choice(["interval", "day"]), default="interval", show_default=True, help="Grain of the table."
)
@out_option
@wait_option
@json_option
def forecast(
    folder: Path, as_of: str | None, horizon_days: int, by: str, out: Path | None, wait: float, as_json: bool
) -> None:
    """Forecast the contacts of each queue, with their doubt."""
    from forecasting.forecast_queues import forecast_and_issue, forecast_queues
    from forecasting.forecast_table import contract_rows, day_rows
    from staffing.issued_outlook import publish_with_outlook

    desk = read_desk(folder)
    with Warehouse.open(desk, wait_seconds=wait, purpose="forecast") as warehouse:
        if as_of is not None:
            forecasts = forecast_queues(warehouse, desk, as_of=read_instant(desk, as_of), horizon_days=horizon_days)
        else:
            forecasts, _ = forecast_and_issue(warehouse, desk, horizon_days=horizon_days)
            publish_with_outlook(warehouse, desk)
    warn(remark.said(language_spoken()) for one in forecasts for remark in one.remarks)
    rows = day_rows if by == "day" else contract_rows
    give_table(pd.concat([rows(one) for one in forecasts]), out, as_json, as_of=forecasts[0].issued_at.isoformat())


@main.command()
@desk_option
@as_of_option
@horizon_option
@click.option(
    "--forecast", "forecast_file", type=A_PATH, metavar="FILE", help="Staff this forecast (.csv or .parquet), not ours."
)
@click.option(
    "--service-level",
    type=FiniteRange(0, 1, min_open=True, max_open=True),
    help="Share answered in time, 0 to 1. [default: desk.toml]",
)
@click.option(
    "--scope",
    type=click.Choice(["interval", "day", "week"]),
    help="Span over which the promise is kept. [default: desk.toml]",
)
@click.option(
    "--floor",
    type=FiniteRange(0, 1, max_open=True),
    help="Least service level of an interval, 0 to 1. [default: desk.toml]",
)
@click.option(
    "--engine",
    type=click.Choice(["erlang_a", "erlang_c", "pyworkforce"]),
    default="erlang_a",
    show_default=True,
    help="erlang_a: over the forecast's doubt, with customers who hang up; the others: each interval as forecast.",
)
@click.option("--one-more", metavar="FROM-TO", help='Ask what one more person would change, for example "10:00-12:00".')
@click.option("--day", metavar="DATE", help="With --one-more: this day alone. [default: every day of the horizon]")
@click.option("--why", metavar="TIME", help='Ask why an interval needs its people, for example "2026-12-07T10:00".')
@out_option
@wait_option
@json_option
def staff(
    folder: Path,
    as_of: str | None,
    horizon_days: int,
    forecast_file: Path | None,
    engine: str,
    one_more: str | None,
    day: str | None,
    why: str | None,
    out: Path | None,
    wait: float,
    as_json: bool,
    **goal: Any,
) -> None:
    """Compute how many people each queue needs in each interval, and what they are expected to achieve."""
    from forecasting.forecast_queues import forecasts_from_table
    from staffing.requirement_table import contract_rows
    from staffing.staff_queues import known_of_queues, staff_desk, staff_queues

    desk = read_desk(folder)
    changes = {key: value for key, value in goal.items() if value is not None}
    if forecast_file is not None and as_of is not None:
        raise WrongOption("--forecast FILE tells its own instants; leave --as-of away")
    if forecast_file is not None and one_more is not None:
        raise WrongOption("--one-more asks about our own forecast; leave --forecast FILE away")
    if why is not None and (forecast_file is not None or one_more is not None or changes or engine != "erlang_a"):
        raise WrongOption("--why asks about what `staff` itself says; leave the other questions away")
    if day is not None and one_more is None:
        raise WrongOption('--day belongs to --one-more; add --one-more "10:00-12:00", or leave --day away')
    if why is not None:
        answer_why(desk, why, as_of=as_of, horizon_days=horizon_days, wait=wait, out=out, as_json=as_json)
        return
    if one_more is not None:
        answer_one_more(
            desk, one_more, day=day, as_of=as_of, horizon_days=horizon_days, wait=wait, out=out, as_json=as_json
        )
        return
    if forecast_file is not None:
        given = read_given(forecast_file, desk, forecasts_from_table)
        known, handed = known_of_queues(desk, wait=wait)
        requirements = staff_queues(
            given, desk, engine=engine, goal_changes=changes, patience_seconds=known, escalations=handed
        )
    else:
        at = read_instant(desk, as_of)
        with Warehouse.open(desk, wait_seconds=wait, purpose="staff") as warehouse:
            requirements = staff_desk(
                warehouse, desk, as_of=at, horizon_days=horizon_days, engine=engine, goal_changes=changes
            )
    rows = pd.concat([contract_rows(one) for one in requirements])
    give_table(rows, out, as_json, **say_promises(desk, requirements))


@main.command()
@desk_option
@click.option(
    "--origins", default=12, show_default=True, type=click.IntRange(1), help="How many past days to forecast from."
)
@click.option(
    "--step",
    "step_days",
    default=7,
    show_default=True,
    type=click.IntRange(1),
    metavar="DAYS",
    help="Days between two of them.",
)
@click.option(
    "--horizon",
    "horizon_days",
    default=28,
    show_default=True,
    type=click.IntRange(1, 400),
    metavar="DAYS",
    help="Days ahead of each.",
)
@seed_option
@out_option
@wait_option
@json_option
def backtest(
    folder: Path,
    origins: int,
    step_days: int,
    horizon_days: int,
    seed: int,
    out: Path | None,
    wait: float,
    as_json: bool,
) -> None:
    """Forecast the past without looking ahead, show every model's error, and whether the usual one is truly better."""
    from forecasting.backtest_queues import backtest_queues
    from forecasting.better_than import compare_models, comparison_table, sentences, table_text

    desk = read_desk(folder)
    asked = {"origins": origins, "step_days": step_days, "horizon_days": horizon_days}
    with (
        Warehouse.open(desk, wait_seconds=wait, purpose="backtest") as warehouse,
        progress_bar(Message("Forecasting the past")) as progress,
    ):
        scores = backtest_queues(warehouse, desk, progress=progress, **asked)
    compared = compare_models(scores, step_days=step_days, horizon_days=horizon_days, seed=seed)
    give_table(scores, out, as_json, comparison=plain_rows(comparison_table(compared)))
    if compared and not as_json:
        warn([table_text(compared), *sentences(compared)])


@main.command()
@desk_option
@click.option(
    "--roster",
    type=click.Choice(["plan", "usual"]),
    help="Who answers: the shift plan, or as many as past waits imply. [default: the plan where it covers the day]",
)
@click.option("--out", type=A_PATH, metavar="DIR", help="Folder of the widget. [default: site/ in the desk]")
@json_option
def publish(folder: Path, roster: Any, out: Path | None, as_json: bool) -> None:
    """Write the customers' widget: the best times to call, as static files for any web server."""
    from dashboards.publish_desk import publish_desk

    desk = read_desk(folder)
    published = publish_desk(desk, out or folder / "site", roster=roster, now=pd.Timestamp.now(tz=desk.zone))
    tell(published.summary, as_json, published.sentence(language_spoken()))


@main.command()
@desk_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; only this machine's own.")
@click.option("--port", default=8050, show_default=True, type=click.IntRange(1, 65535))
def serve(folder: Path, host: str, port: int) -> None:
    """Show the pages: forecast, shifts, what if and why, busy hours, reply deadlines, promise."""
    from dashboards.server import serve as serve_pages

    serve_pages(folder, host=host, port=port)


@main.command()
@desk_option
@seed_option
@wait_option
@json_option
def run(folder: Path, seed: int, wait: float, as_json: bool) -> None:
    """Run the nightly chain: import what is new in logs/, forecast, staff, plan, publish. Safe to run twice."""
    tell(run_chain(read_desk(folder), wait=wait, seed=seed), as_json)


for verb in (
    backlog,
    calendar,
    duties,
    handle_times,
    kept,
    lock,
    measures,
    override,
    patience,
    plan,
    pools,
    short,
    shrinkage,
    speeds,
    topics,
    what_if,
):
    main.add_command(verb)

if __name__ == "__main__":
    main()
