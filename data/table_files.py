"""Tables as files: CSV and Parquet, written whole or not at all, and read as frames or as the texts in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from data.copy_form import copy_options
from data.errors import TsunagariError
from data.warehouse import StoreError, StoreWriteError, Warehouse, quoted, remove_part


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write a data frame to CSV or Parquet, by the ending of `path`, in one stroke: the file is whole or absent.

    Raises
    ------
    TsunagariError
        If the ending is neither, or the file cannot be written.
    """
    options = copy_options(path)
    part = path.with_name(f".{path.name}.part")
    try:
        if "parquet" in options:
            with Warehouse.in_memory() as warehouse:
                warehouse.stage("frame", frame)
                warehouse.run_text(f"COPY frame TO {quoted(part)} {options}")
        else:
            part.write_text(csv_text(frame), encoding="utf-8")
        part.replace(path)
    except (OSError, StoreWriteError) as error:
        raise TsunagariError("{path} cannot be written: {error}", path=path, error=error) from None
    finally:
        remove_part(part)


def csv_text(frame: pd.DataFrame) -> str:
    """A data frame as CSV; instants as ISO 8601 with their offset."""
    aware = [name for name in frame.columns if isinstance(frame[name].dtype, pd.DatetimeTZDtype)]
    told = frame.copy()
    for name in aware:
        told[name] = [None if pd.isna(at) else at.isoformat() for at in frame[name]]
    return told.to_csv(index=False, float_format="%.5f")


def read_frame(path: Path) -> pd.DataFrame:
    """Read a CSV (UTF-8, every cell as text) or a Parquet file, by the ending of `path`.

    Raises
    ------
    TsunagariError
        If the file is absent, is no such file, or is empty.
    """
    if not path.is_file():
        raise TsunagariError("{path} is no file; name a CSV or Parquet file that is there", path=path)
    if path.suffix == ".parquet":
        with _reading_parquet(path) as warehouse:
            return warehouse.query_text(f"SELECT * FROM read_parquet({quoted(path)})")
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, pd.errors.ParserError) as error:
        raise TsunagariError("{path} cannot be read as CSV in UTF-8: {error}", path=path, error=error) from None


def parquet_columns(path: Path) -> dict[str, str]:
    """The columns of a Parquet file and what the store calls their types.

    Raises
    ------
    TsunagariError
        If the file is no Parquet, or damaged.
    """
    with _reading_parquet(path) as warehouse:
        told = warehouse.query_text(f"DESCRIBE SELECT * FROM read_parquet({quoted(path)})")
        return dict(zip(told["column_name"], told["column_type"], strict=True))


def parquet_cells(path: Path, *, zone: str, time_format: str = "") -> list[str]:
    """The expressions that tell each column of a Parquet file as `parquet_texts` does."""
    return [_as_text(*column, zone=zone, form=time_format) for column in parquet_columns(path).items()]


def parquet_texts(
    path: Path, *, zone: str, time_format: str = "", chunk_rows: int = 50_000
) -> Iterator[list[tuple[str | None, ...]]]:
    """The rows of a Parquet file as a CSV of it would tell them, so many at a time.

    Parameters
    ----------
    zone
        IANA name: whose wall clock an instant is told by where `time_format` is given.
    time_format
        strptime form of times and dates; empty: ISO 8601, of an instant with its offset.

    Raises
    ------
    TsunagariError
        If the file is damaged.
    """
    told = ", ".join(parquet_cells(path, zone=zone, time_format=time_format))
    with _reading_parquet(path) as warehouse:
        yield from warehouse.pieces_text(f"SELECT {told} FROM read_parquet({quoted(path)})", piece_rows=chunk_rows)


def _as_text(name: str, kind: str, *, zone: str, form: str) -> str:
    """The expression that tells a column as text."""
    column = '"' + name.replace('"', '""') + '"'
    if kind == "TIMESTAMP WITH TIME ZONE":
        zone, form = (zone, form) if form and "%z" not in form else ("UTC", form or "%Y-%m-%dT%H:%M:%S.%f%z")
        # The clock told is the zone's own by now; only UTC is ever asked for its offset.
        return f"strftime({column} AT TIME ZONE '{zone}', '{_sql_text(form.replace('%z', '+0000'))}')"
    if form and kind.startswith(("TIMESTAMP", "DATE")):
        return f"strftime(CAST({column} AS TIMESTAMP), '{_sql_text(form)}')"
    return f"CAST({column} AS VARCHAR)"


def _sql_text(text: str) -> str:
    return text.replace("'", "''")


@contextmanager
def _reading_parquet(path: Path) -> Iterator[Warehouse]:
    try:
        with Warehouse.in_memory() as warehouse:
            yield warehouse
    except StoreError as error:
        reason = str(error).partition("\n")[0]  # what follows quotes our query
        raise TsunagariError("{path} cannot be read as Parquet: {error}", path=path, error=reason) from None
