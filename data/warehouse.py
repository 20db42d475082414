"""The desk's store: the one door to DuckDB.

`work.duckdb` holds legs, rejects, the import ledger and everything issued. One process writes at a time; pages read
the snapshots that `data.snapshot` publishes from it.
"""

import shutil
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import duckdb
import pandas as pd

from data.copy_form import copy_options
from data.desk import Desk
from data.errors import TsunagariError
from data.lock import hold_lock
from data.result_frames import frame_of
from data.sql_texts import SCHEMAS, schema_digest, sql_of, statements_of, understood
from data.store_form import Columns, columns_of, is_made_from, is_numbered_as_today, of_another_version

Answer = TypeVar("Answer")
MEMORY = "1200MB"
"""What one command may hold; the rest of a large import waits on disk, encrypted, inside the desk's folder."""

_WORDS_IN_PLACE = "SET disabled_optimizers = 'in_clause'"
"""A cell is compared with a list of words where it stands. DuckDB would join the lists as tables: half of an import."""

UNREADABLE = (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException)
"""What DuckDB raises where it cannot read a file that is odd."""


StoreError = duckdb.Error
"""Whatever the library raises."""

StoreWriteError = duckdb.IOException
"""What it raises where a file cannot be read or written."""


class Warehouse:
    """A connection to one DuckDB file, speaking in files of `data/sql` and in data frames."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._remembered: dict[Hashable, Any] = {}
        self._staged: dict[str, Hashable] = {}
        self._is_changing = False

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
            # What a killed command left there is nobody's any more.
            shutil.rmtree(desk.state_folder / "spill", ignore_errors=True)
            connection = _connect(desk.state_folder / "work.duckdb")
            try:
                warehouse = cls(connection)
                warehouse._prepare(desk)
                yield warehouse
            except _DAMAGED as error:
                raise _damaged(desk.state_folder / "work.duckdb", error) from None
            finally:
                connection.close()

    def _prepare(self, desk: Desk) -> None:
        """Set limits, and make the tables and columns that are not there yet."""
        self._connection.execute(f"SET memory_limit = '{MEMORY}'; SET temp_file_encryption = true")
        # Without it DuckDB refuses to spill at all; spilled rows go with the command, and their key never leaves it.
        self._connection.execute("SET force_mbedtls_unsafe = 'true'")
        self._connection.execute(f"SET temp_directory = {quoted(desk.state_folder / 'spill')}")
        self._connection.execute(_WORDS_IN_PLACE)
        if not is_numbered_as_today(self):
            raise of_another_version(desk.state_folder / "work.duckdb")
        if not is_made_from(self, schema_digest()):
            with self.transaction():  # all or none, and one write to the disk instead of fifty
                self._make_tables()
            if not columns_of(self) >= _columns_today():
                raise of_another_version(desk.state_folder / "work.duckdb")
            self.run("note_schema", digest=schema_digest())

    def _make_tables(self) -> None:
        for schema in SCHEMAS:
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

    @classmethod
    @contextmanager
    def in_memory(cls, *, with_tables: bool = False) -> Iterator["Warehouse"]:
        """A store that is gone with the block: for looking at a file, and for writing tables.

        Parameters
        ----------
        with_tables
            With the tables of a desk's store, empty.
        """
        connection = duckdb.connect()
        try:
            connection.execute(f"SET TimeZone = 'UTC'; {_WORDS_IN_PLACE}")
            warehouse = cls(connection)
            if with_tables:
                warehouse._make_tables()
            yield warehouse
        finally:
            connection.close()

    def remembered(self, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        """What `answer` gives, sought once until something changes; `question` names all else that it depends on."""
        if self._is_changing:
            return answer()
        if question not in self._remembered:
            self._remembered[question] = answer()
        return cast("Answer", self._remembered[question])

    def _forget_answers(self) -> None:
        self._remembered.clear()
        self._staged.clear()

    def pieces_text(self, sql: str, *, piece_rows: int) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of such SQL, so many at a time; no other may be run meanwhile."""
        result = self._connection.execute(sql)
        while rows := result.fetchmany(piece_rows):
            yield rows

    def run_text(self, sql: str) -> None:
        """Execute SQL that was built from names and mappings of desk.toml, not of users' values."""
        self._forget_answers()
        self._execute_text(sql)

    def query_text(self, sql: str) -> pd.DataFrame:
        """The result of such SQL; instants are zone-aware in UTC."""
        return frame_of(self._execute_text(sql))

    def set_variables(self, **values: object) -> None:
        """Give the session values that SQL reads with `getvariable`; they are never part of a text."""
        for name, value in values.items():
            self._connection.execute(f"SET VARIABLE {name} = $value", {"value": value})

    def attempt(self, work: Callable[[], None]) -> bool:
        """Do what reads a file that may be odd; False, and nothing done, where DuckDB cannot read it.

        Outside a transaction: a failure would end it.
        """
        try:
            with self.transaction():
                work()
        except UNREADABLE:
            return False
        return True

    def run(self, sql_name: str, **parameters: Any) -> None:
        """Execute `data/sql/<sql_name>.sql` with bound `$parameters`."""
        self._execute(sql_name, parameters)

    def query(self, sql_name: str, **parameters: Any) -> pd.DataFrame:
        """The result of `data/sql/<sql_name>.sql`; instants are zone-aware in UTC."""
        return frame_of(self._execute(sql_name, parameters))

    def count(self, sql_name: str, **parameters: Any) -> int:
        """The single whole number that `data/sql/<sql_name>.sql` gives."""
        [(value,)] = self._execute(sql_name, parameters).fetchall()
        return int(value)

    def table(self, name: str) -> pd.DataFrame:
        """A whole table, as it stands; instants are zone-aware in UTC."""
        return frame_of(self._connection.execute(f'SELECT * FROM "{name}"'))

    def has_table(self, name: str) -> bool:
        """Whether there is a table of that name."""
        try:  # asking duckdb_tables() would load the whole catalog first: a quarter of what opening a store takes
            self._connection.execute(f'FROM "{name}" LIMIT 0')
        except duckdb.CatalogException:
            return False
        return True

    def stage(self, name: str, frame: pd.DataFrame, *, question: Hashable = None) -> bool:
        """Put a data frame into the temporary table `name`, replacing what was there. Instants become TIMESTAMPTZ.

        Parameters
        ----------
        question
            Names all that the frame depends on: what was staged for the same question stays. None: never.

        Returns
        -------
        bool
            Whether it was put there.
        """
        if question is not None and self._staged.get(name) == question:
            return False
        plain = frame.copy()
        for column in frame.columns:
            if isinstance(frame[column].dtype, pd.DatetimeTZDtype):
                plain[column] = frame[column].dt.tz_convert("UTC").dt.as_unit("us")
            elif pd.api.types.is_string_dtype(frame[column].dtype):
                plain[column] = frame[column].astype(object).where(frame[column].notna(), None)
        self._connection.register("_staged_frame", plain)
        try:
            self._connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS SELECT * FROM _staged_frame')
        finally:
            self._connection.unregister("_staged_frame")
        self._staged[name] = question
        return True

    @contextmanager
    def transaction(self, *, rows_in_any_order: bool = False) -> Iterator[None]:
        """All of the block, or nothing of it.

        Parameters
        ----------
        rows_in_any_order
            Inserted rows need not keep their order. To be given where a table is inserted into more than once: where
            order is kept, DuckDB 2.0.0 loses all rows of an INSERT of more than a row group (122,880) that follows an
            INSERT of no rows into the same table in the same transaction.
        """
        self._connection.execute(f"SET preserve_insertion_order = {not rows_in_any_order}")
        self._connection.execute("BEGIN")
        self._is_changing = True
        self._forget_answers()
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        else:
            self._connection.execute("COMMIT")
        finally:
            self._is_changing = False
            self._forget_answers()
            self._connection.execute("SET preserve_insertion_order = true")

    @contextmanager
    def without_statistics(self) -> Iterator[None]:
        """Plan the block's queries without what is known of their tables' content.

        Where a table is empty or a column of it holds nothing, DuckDB 2.0.0 folds some expressions into ones that it
        then fails to bind.
        """
        self._connection.execute("SET disabled_optimizers = 'in_clause, statistics_propagation'")
        try:
            yield
        finally:
            self._connection.execute(_WORDS_IN_PLACE)

    def copy_tables_to(self, path: Path, queries: dict[str, str]) -> None:
        """Write a new DuckDB file at `path` with one table for each `table name -> sql name`."""
        self._connection.execute(f"ATTACH {quoted(path)} AS target")
        try:
            for table, sql_name in queries.items():
                self._connection.execute(f'CREATE TABLE target."{table}" AS {sql_of(sql_name)}')
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
        options = copy_options(path)
        part = path.with_name(f".{path.name}.part")
        try:
            done = self._connection.execute(f"COPY ({sql_of(sql_name)}) TO {quoted(part)} {options}")
            [(rows,)] = done.fetchall()
            part.replace(path)
        except (OSError, duckdb.IOException) as error:
            raise TsunagariError("{path} cannot be written: {error}", path=path, error=error) from None
        finally:
            remove_part(part)
        return int(rows)

    def _execute(self, sql_name: str, parameters: dict[str, Any]) -> duckdb.DuckDBPyConnection:
        """Each statement of the file with the parameters that it names; gives the last one's result."""
        bound = {key: _plain(value) for key, value in parameters.items()}
        for statement in statements_of(sql_name, by=self._connection):
            named = {name: bound[name] for name in statement.named_parameters}
            self._connection.execute(statement, named or None)
        return self._connection

    def _execute_text(self, sql: str) -> duckdb.DuckDBPyConnection:
        for statement in understood(sql, by=self._connection):
            self._connection.execute(statement)
        return self._connection


def remove_part(part: Path) -> None:
    """Remove what a failed or stopped command has written; a folder in which we may not write holds nothing."""
    with suppress(OSError):
        part.unlink(missing_ok=True)


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
    with Warehouse.in_memory(with_tables=True) as empty:
        return columns_of(empty)


def _first_cause(error: BaseException) -> str:
    """What DuckDB said first: a rollback that fails after a full disk knows only that something was fatal."""
    while isinstance(error.__context__, duckdb.Error):
        error = error.__context__
    return str(error).splitlines()[0]


def _damaged(path: Path, error: Exception) -> TsunagariError:
    told = _first_cause(error)
    if any(words in told for words in ("No space left", "File too large", "disk quota", "Disk quota")):
        return TsunagariError(
            "there is no room left to write {path} ({told}); nothing was changed. Make room, try again",
            path=path,
            told=told,
        )
    return TsunagariError(
        "{path} cannot be opened or read: {told}. Where it is damaged, move it away and import the "
        "logs again; a damaged snapshot is made anew by `tsunagari forecast`.",
        path=path,
        told=told,
    )


def quoted(path: Path) -> str:
    """A path as SQL writes it."""
    return "'" + str(path).replace("'", "''") + "'"


def _plain(value: Any) -> Any:
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
