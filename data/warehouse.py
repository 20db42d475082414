"""The desk's store: the one door to DuckDB.

`work.duckdb` holds legs, rejects, the import ledger and everything issued. One process writes at a time; pages read
the snapshots that `data.snapshot` publishes from it.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from data.desk import Desk
from data.errors import TsunagariError
from data.lock import hold_lock
from data.store_form import Columns, columns_of, is_numbered_as_today, of_another_version

_SQL_FOLDER = Path(__file__).parent / "sql"
_SCHEMAS = ("schema_legs", "schema_issued")


class Warehouse:
    """A connection to one DuckDB file, speaking in files of `data/sql` and in data frames."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def open(cls, desk: Desk, *, wait_seconds: float = 60.0, purpose: str = "a command") -> Iterator["Warehouse"]:
        """Open the desk's `work.duckdb` for this process alone.

        Parameters
        ----------
        desk
            Whose store.
        wait_seconds
            How long to wait for another command that holds it, seconds.
        purpose
            Told to whoever waits, for example `import`.

        Raises
        ------
        StoreBusy
            If another command holds the store for longer.
        TsunagariError
            If the store cannot be opened.
        """
        with hold_lock(desk.state_folder / "lock", wait_seconds=wait_seconds, purpose=purpose):
            connection = _connect(desk.state_folder / "work.duckdb")
            try:
                warehouse = cls(connection)
                if not is_numbered_as_today(warehouse):
                    raise of_another_version(desk.state_folder / "work.duckdb")
                warehouse._make_tables()
                if not columns_of(warehouse) >= _columns_today():
                    raise of_another_version(desk.state_folder / "work.duckdb")
                yield warehouse
            except _DAMAGED as error:
                raise _damaged(desk.state_folder / "work.duckdb", error) from None
            finally:
                connection.close()

    def _make_tables(self) -> None:
        """Make the tables and columns that are not there yet."""
        for schema in _SCHEMAS:
            self.run(schema)

    @classmethod
    @contextmanager
    def open_snapshot(cls, path: Path) -> Iterator["Warehouse"]:
        """Open a published snapshot: read-only, and shut off from every other file.

        Raises
        ------
        TsunagariError
            If the file is damaged.
        """
        try:
            connection = duckdb.connect(str(path.resolve()), read_only=True)
        except _DAMAGED as error:
            raise _damaged(path, error) from None
        try:
            connection.execute(
                "SET enable_external_access = false; SET TimeZone = 'UTC'; SET lock_configuration = true"
            )
            yield cls(connection)
        except _DAMAGED as error:
            raise _damaged(path, error) from None
        finally:
            connection.close()

    def run(self, sql_name: str, **parameters: Any) -> None:
        """Execute `data/sql/<sql_name>.sql` with bound `$parameters`."""
        self._execute(sql_name, parameters)

    def query(self, sql_name: str, **parameters: Any) -> pd.DataFrame:
        """The result of `data/sql/<sql_name>.sql`; instants are zone-aware in UTC."""
        return _frame(self._execute(sql_name, parameters))

    def count(self, sql_name: str, **parameters: Any) -> int:
        """The single whole number that `data/sql/<sql_name>.sql` gives."""
        [(value,)] = self._execute(sql_name, parameters).fetchall()
        return int(value)

    def table(self, name: str) -> pd.DataFrame:
        """A whole table, as it stands; instants are zone-aware in UTC."""
        return _frame(self._connection.execute(f'SELECT * FROM "{name}"'))

    def has_table(self, name: str) -> bool:
        """Whether there is a table of that name."""
        found = self._connection.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE table_name = $name", {"name": name}
        )
        return found.fetchall() != [(0,)]

    def stage(self, name: str, frame: pd.DataFrame) -> None:
        """Put a data frame into the temporary table `name`, replacing what was there. Instants become TIMESTAMPTZ."""
        plain = frame.copy()
        chosen = []
        for column in frame.columns:
            quoted = f'"{column}"'
            if isinstance(frame[column].dtype, pd.DatetimeTZDtype):
                plain[column] = frame[column].dt.tz_convert("UTC").dt.tz_localize(None).astype("datetime64[us]")
                quoted = f"{quoted} AT TIME ZONE 'UTC' AS {quoted}"
            elif pd.api.types.is_string_dtype(frame[column].dtype):
                plain[column] = frame[column].astype(object).where(frame[column].notna(), None)
            chosen.append(quoted)
        self._connection.register("_staged_frame", plain)
        try:
            self._connection.execute(
                f'CREATE OR REPLACE TEMP TABLE "{name}" AS SELECT {", ".join(chosen)} FROM _staged_frame'
            )
        finally:
            self._connection.unregister("_staged_frame")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block, or nothing of it."""
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def copy_tables_to(self, path: Path, queries: dict[str, str]) -> None:
        """Write a new DuckDB file at `path` with one table for each `table name -> sql name`."""
        self._connection.execute(f"ATTACH {_quoted(path)} AS target")
        try:
            for table, sql_name in queries.items():
                self._connection.execute(f'CREATE TABLE target."{table}" AS {_sql(sql_name)}')
            self._connection.execute("CHECKPOINT target")
        finally:
            self._connection.execute("DETACH target")

    def write_query(self, sql_name: str, path: Path) -> int:
        """Write the result of a query to CSV or Parquet, by the ending of `path`, whole or not at all.

        Gives the number of rows. Nothing passes through memory; instants in CSV are ISO 8601 in UTC.

        Raises
        ------
        TsunagariError
            If the ending is neither, or the file cannot be written.
        """
        options = _copy_options(path)
        part = path.with_name(f".{path.name}.part")
        try:
            done = self._connection.execute(f"COPY ({_sql(sql_name)}) TO {_quoted(part)} {options}")
            [(rows,)] = done.fetchall()
            part.replace(path)
        except (OSError, duckdb.IOException) as error:
            raise TsunagariError("{path} cannot be written: {error}", path=path, error=error) from None
        finally:
            _remove(part)
        return int(rows)

    def _execute(self, sql_name: str, parameters: dict[str, Any]) -> duckdb.DuckDBPyConnection:
        bound = {key: _plain(value) for key, value in parameters.items()}
        return self._connection.execute(_sql(sql_name), bound) if bound else self._connection.execute(_sql(sql_name))


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write a data frame to CSV or Parquet, by the ending of `path`, in one stroke: the file is whole or absent.

    Raises
    ------
    TsunagariError
        If the ending is neither, or the file cannot be written.
    """
    options = _copy_options(path)
    part = path.with_name(f".{path.name}.part")
    try:
        if "parquet" in options:
            connection = duckdb.connect()
            try:
                warehouse = Warehouse(connection)
                connection.execute("SET TimeZone = 'UTC'")
                warehouse.stage("frame", frame)
                connection.execute(f"COPY frame TO {_quoted(part)} {options}")
            finally:
                connection.close()
        else:
            part.write_text(csv_text(frame), encoding="utf-8")
        part.replace(path)
    except (OSError, duckdb.IOException) as error:
        raise TsunagariError("{path} cannot be written: {error}", path=path, error=error) from None
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    """What a failed or stopped command has written of a file; a folder in which we may not write holds nothing."""
    with suppress(OSError):
        part.unlink(missing_ok=True)


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
        connection = duckdb.connect()
        try:
            connection.execute("SET TimeZone = 'UTC'")
            return _frame(connection.execute("SELECT * FROM read_parquet($path)", {"path": str(path)}))
        except duckdb.Error as error:
            raise TsunagariError("{path} cannot be read as Parquet: {error}", path=path, error=error) from None
        finally:
            connection.close()
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
    with _reading_parquet(path) as connection:
        told = connection.execute("DESCRIBE SELECT * FROM read_parquet($path)", {"path": str(path)})
        return {name: kind for name, kind, *_ in told.fetchall()}


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
    told = ", ".join(_as_text(*column, zone=zone, form=time_format) for column in parquet_columns(path).items())
    with _reading_parquet(path) as connection:
        result = connection.execute(f"SELECT {told} FROM read_parquet($path)", {"path": str(path)})
        while rows := result.fetchmany(chunk_rows):
            yield rows


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
def _reading_parquet(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    try:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection
    except duckdb.Error as error:
        reason = str(error).partition("\n")[0]  # what follows quotes our query
        raise TsunagariError("{path} cannot be read as Parquet: {error}", path=path, error=reason) from None
    finally:
        connection.close()


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path))
    except duckdb.Error as error:  # a wrong checksum has no class of its own
        raise _damaged(path, error) from None
    connection.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = true")
    return connection


_DAMAGED = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException, duckdb.InternalException)


@cache
def _columns_today() -> Columns:
    """What is made of an empty store."""
    connection = duckdb.connect()
    try:
        warehouse = Warehouse(connection)
        warehouse._make_tables()  # noqa: SLF001 - our own class
        return columns_of(warehouse)
    finally:
        connection.close()


def _damaged(path: Path, error: Exception) -> TsunagariError:
    told = str(error).splitlines()[0]
    return TsunagariError(
        "{path} cannot be opened or read: {told}. Where it is damaged, move it away and import the "
        "logs again; a damaged snapshot is made anew by `tsunagari forecast`.",
        path=path,
        told=told,
    )


@cache
def _sql(name: str) -> str:
    return (_SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _copy_options(path: Path) -> str:
    options = {
        ".csv": "(FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%f+00:00')",
        ".parquet": "(FORMAT parquet)",
    }
    if path.suffix not in options:
        raise TsunagariError("{path} ends in neither .csv nor .parquet; the ending says which to write", path=path)
    return options[path.suffix]


def _plain(value: Any) -> Any:
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def _frame(result: Any) -> pd.DataFrame:
    """A data frame of a result. The library's own conversion warns under pandas 3, and wants pytz for instants."""
    kinds = {name: str(kind) for name, kind, *_ in result.description}
    columns: dict[str, Any] = {}
    for name, values in result.fetchnumpy().items():
        columns[name] = pd.Series(_filled(values) if isinstance(values, np.ma.MaskedArray) else values)
        if kinds[name] == "TIMESTAMP WITH TIME ZONE":
            columns[name] = columns[name].dt.tz_localize("UTC")
    return pd.DataFrame(columns, columns=list(kinds))


def _filled(values: Any) -> Any:
    """Missing numbers become NaN, missing instants NaT, the rest None."""
    if values.dtype.kind in "OUSb":
        texts = np.array(values.data, dtype=object)
        texts[np.ma.getmaskarray(values)] = None
        return texts
    if values.dtype.kind == "M":
        return values.filled(np.datetime64("NaT"))
    return values.astype(np.float64).filled(np.nan)
