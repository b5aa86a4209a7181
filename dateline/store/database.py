"""A path or URL -> an open database whose tables are of this version; its errors told in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy.typing as npt
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Connection, Engine, Table, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

import dateline.store.postgresql as postgresql
import dateline.store.sqlite as sqlite
from dateline.describe import without_password
from dateline.errors import ReadOnlyStoreError, StoreError, UsageError
from dateline.store.tables import SCHEMA
from dateline.store.words import escape

NUMBERS_AT_ONCE = 100_000  # rows
MIGRATIONS = Path(__file__).parent / "migrations"
READ_ONLY = "may not be written"  # how both kinds of database begin to say so
FORMS = "a path, or a URL such as sqlite:///dateline.db or postgresql://user@server/database"


def open_database(target: str | Path, *, create: bool, patience: float) -> tuple[Engine, str]:
    """Open or create a database and bring its tables up to this version; give it with the name to show of it."""
    found = database_of(target)
    name = str(found) if isinstance(found, Path) else postgresql.shown(found)
    if isinstance(found, Path):
        sqlite.check_path(found, create=create)
        engine = sqlite.make_engine(found, patience)
    else:
        engine = postgresql.make_engine(found, patience)
    try:
        with explained(name):
            _update(engine, name, create=create)
            if isinstance(found, Path) and not sqlite.is_sealed(found):
                sqlite.keep_readers_going(engine, patience)
    except StoreError:
        engine.dispose()
        raise
    return engine, name


def database_of(target: str | Path) -> Path | URL:
    """Give the file that a path or a URL of SQLite names, or the URL of a PostgreSQL database."""
    if isinstance(target, Path) or "://" not in target:
        return Path(target).absolute()
    try:
        url = make_url(target)
    except (ArgumentError, ValueError) as error:
        raise UsageError(f"the store must be {FORMS}, not '{without_password(target)}'") from error
    if url.drivername in postgresql.SCHEMES and url.database:
        return url
    if url.drivername != "sqlite" or not url.database:
        raise UsageError(f"the store must be {FORMS}, not '{without_password(target)}'")
    return Path(url.database).absolute()


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Tell the database's errors as errors of the store, with what to do."""
    try:
        yield
    except DBAPIError as error:
        of_server = type(error.orig).__module__.startswith("psycopg")
        meant = postgresql.meaning(error) if of_server else sqlite.meaning(error)
        kind = ReadOnlyStoreError if meant.startswith(READ_ONLY) else StoreError
        raise kind(f"the store {name} {meant}") from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes: it waits for other writers at its start."""
    options = sqlite.WRITING if engine.dialect.name == "sqlite" else postgresql.WRITING
    with engine.execution_options(**options).begin() as connection:
        yield connection


def insert_many(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert many rows by the quickest way that the database has."""
    _put_in(
        connection,
        table,
        columns,
        [tuple([escape(value) if isinstance(value, str) else value for value in row]) for row in rows],
    )


def insert_numbers(connection: Connection, table: Table, columns: Mapping[str, npt.NDArray[Any]]) -> None:
    """Insert many rows of numbers, given as columns, some at a time."""
    count = len(next(iter(columns.values())))
    for start in range(0, count, NUMBERS_AT_ONCE):
        part = [column[start : start + NUMBERS_AT_ONCE].tolist() for column in columns.values()]
        _put_in(connection, table, tuple(columns), list(zip(*part, strict=True)))


def _put_in(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    if rows and connection.dialect.name == "sqlite":
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)
    elif rows:
        postgresql.copy_in(connection, table.name, columns, rows)


def take_numbers(connection: Connection, table: Table, count: int) -> Sequence[int]:
    """Give numbers for new rows of a table, those that the database itself would give; for use by this writer."""
    if connection.dialect.name == "postgresql":
        return postgresql.take_numbers(connection, table.name, count)
    highest = connection.exec_driver_sql(f"SELECT max(id) FROM {table.name}").scalar() or 0
    return range(highest + 1, highest + 1 + count)


def scrub(engine: Engine, name: str) -> None:
    """Let nothing of what was deleted stay in the files of the database."""
    if engine.dialect.name == "sqlite":
        sqlite.scrub(engine, name)
    else:
        postgresql.scrub(engine, name)


def _update(engine: Engine, name: str, *, create: bool) -> None:
    with engine.connect() as connection:
        revision = _revision(connection, name)
    if revision is None and not create:
        raise StoreError(f"there is no store in {name}: code some reports into it first, or name another with --store")
    if revision != SCHEMA:
        with writing(engine) as connection:
            if _revision(connection, name) != SCHEMA:  # another process may have been faster
                _migrate(connection, name)


def _migrate(connection: Connection, name: str) -> None:
    if connection.dialect.name == "postgresql":
        postgresql.check_encoding(connection, name)
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, SCHEMA)


def _revision(connection: Connection, name: str) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None and inspect(connection).get_table_names():
        raise StoreError(f"{name} is a database of another program: name another store")
    if revision is not None and revision > SCHEMA:
        raise StoreError(
            f"the store {name} was made by a newer version of dateline (schema {revision}, this version knows "
            f"{SCHEMA}): upgrade dateline, or name another store"
        )
    return revision
