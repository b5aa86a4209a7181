"""A path or URL -> an open database whose tables are of this version; its errors told in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from dateline.errors import StoreError
from dateline.store.tables import SCHEMA

MIGRATIONS = Path(__file__).parent / "migrations"
PRAGMAS = ("foreign_keys = ON", "secure_delete = ON", "synchronous = NORMAL")

# What SQLite says, what it means, what to do
MEANINGS = (
    ("locked", "is locked by another process: wait until that has ended, or name another store"),
    ("busy", "is in use by another process: wait until that has ended, or name another store"),
    ("readonly", "may not be written: change its permissions, or name another store"),
    ("read-only", "may not be written: change its permissions, or name another store"),
    ("unable to open", "cannot be opened: see that its folder exists and may be written, or name another store"),
    ("not a database", "is not a dateline store but some other file: name another store"),
    ("full", "cannot grow, the disk is full: make room, then run the same command again"),
    ("malformed", "is damaged: restore it from a copy, or name another store and code the reports again"),
    ("disk i/o", "cannot be read or written by the disk that holds it: see to the disk, or name another store"),
)


def open_database(target: str | Path, *, create: bool, patience: float) -> Engine:
    """Open or create a database and bring its tables up to this version."""
    path = database_path(target)
    _check_path(path, create=create)
    engine = _make_engine(path, patience)
    try:
        with explained(str(path)):
            _update(engine, path)
    except StoreError:
        engine.dispose()
        raise
    return engine


def database_path(target: str | Path) -> Path:
    """Give the file that a path or a URL of SQLite names."""
    if isinstance(target, Path) or "://" not in target:
        return Path(target).absolute()
    try:
        url = make_url(target)
    except ArgumentError as error:
        raise StoreError(f"expected a path or a URL such as sqlite:///dateline.db, found {target!r}") from error
    if url.get_backend_name() != "sqlite" or not url.database:
        raise StoreError(f"this version keeps its store in a SQLite file, not in {url.get_backend_name()}: give a path")
    return Path(url.database).absolute()


@contextmanager
def explained(target: str) -> Iterator[None]:
    """Tell the database's errors as errors of the store, with what to do."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"the store {target} {_meaning(str(error.orig))}") from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes: it waits for other writers at its start, so that it cannot fail halfway."""
    with engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
        yield connection


def insert_many(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert many rows by the quickest way that the database has."""
    if rows:
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", list(rows))


def scrub(engine: Engine, target: str) -> None:
    """Rewrite the file and empty its log, so that nothing of what was deleted stays on the disk."""
    with _outside_transactions(engine) as connection:
        connection.exec_driver_sql("VACUUM")
        busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    if busy:
        raise StoreError(
            f"the report is deleted, but the file {target} still holds its words while another process reads it: "
            "end that process and run the same command again"
        )


def _check_path(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise StoreError(f"the store must be a file, but {path} is a folder: name a file in it, such as dateline.db")
    if not path.parent.is_dir():
        raise StoreError(f"the store {path} cannot be made, there is no folder {path.parent}: make it first")
    if not create and not path.exists():
        raise StoreError(f"there is no store {path}: code some reports into it first, or name another with --store")


def _make_engine(path: Path, patience: float) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": patience})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _outside_transactions(engine: Engine) -> Connection:
    return engine.execution_options(begin=None).connect()


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get("begin", "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)


def _update(engine: Engine, path: Path) -> None:
    with engine.connect() as connection:
        revision = _revision(connection, path)
    if revision != SCHEMA:
        with writing(engine) as connection:
            if _revision(connection, path) != SCHEMA:  # another process may have been faster
                _migrate(connection)
    with _outside_transactions(engine) as connection:
        if connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")


def _migrate(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, SCHEMA)


def _revision(connection: Connection, path: Path) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None and inspect(connection).get_table_names():
        raise StoreError(f"{path} is a database of another program: name another store")
    if revision is not None and revision > SCHEMA:
        raise StoreError(
            f"the store {path} was made by a newer version of dateline (schema {revision}, this version knows "
            f"{SCHEMA}): upgrade dateline, or name another store"
        )
    return revision


def _meaning(message: str) -> str:
    for words, meaning in MEANINGS:
        if words in message.lower():
            return meaning
    return f"failed: {message}"
