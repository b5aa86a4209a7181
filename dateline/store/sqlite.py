"""The store in a file: what SQLite needs, and what its errors mean."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

from dateline.errors import StoreError

#: The cache is of 64 MB: with SQLite's own 2 MB, rows put into indexes of a large store are read from the file first.
PRAGMAS = ("foreign_keys = ON", "secure_delete = ON", "synchronous = NORMAL", "cache_size = -65536")

#: A transaction that writes waits for other writers at its start, so that it cannot fail halfway.
WRITING = {"begin": "BEGIN IMMEDIATE"}
OUTSIDE_TRANSACTIONS = {"begin": None}

MOMENT = 0.02  # seconds

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
    (
        "disk i/o",
        "cannot be read or written by the disk that holds it: see that the disk is sound and has room, "
        "then run the same command again",
    ),
)


def check_path(path: Path, *, create: bool) -> None:
    """Refuse a path where no store can be."""
    if path.is_dir():
        raise StoreError(f"the store must be a file, but {path} is a folder: name a file in it, such as dateline.db")
    if not path.parent.is_dir():
        raise StoreError(f"the store {path} cannot be made, there is no folder {path.parent}: make it first")
    if not create and not path.exists():
        raise StoreError(f"there is no store {path}: code some reports into it first, or name another with --store")


def make_engine(path: Path, patience: float) -> Engine:
    """Prepare to open a file; one on a medium that nobody may write is read as it lies there."""
    url = URL.create("sqlite", database=str(path))
    if path.exists() and is_sealed(path):
        url = URL.create("sqlite", database=f"file:{quote(str(path))}", query={"immutable": "1", "uri": "true"})
    engine = create_engine(url, connect_args={"timeout": patience})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def is_sealed(path: Path) -> bool:
    """Tell whether a file's medium is mounted to be read only: SQLite could not put its log beside the file."""
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY) if hasattr(os, "statvfs") else False


def keep_readers_going(engine: Engine, patience: float) -> None:
    """Let others read while one writes: SQLite's write-ahead log, which is a property of the file.

    SQLite does not wait for other processes here, as it does elsewhere, so this asks again for as long.
    """
    last = monotonic() + patience
    with engine.execution_options(**OUTSIDE_TRANSACTIONS).connect() as connection:
        while connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
            try:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            except OperationalError as error:
                if "locked" not in str(error.orig) or monotonic() > last:
                    raise
                sleep(MOMENT)


def scrub(engine: Engine, name: str) -> None:
    """Rewrite the file and empty its log, so that nothing of what was deleted stays on the disk."""
    with engine.execution_options(**OUTSIDE_TRANSACTIONS).connect() as connection:
        connection.exec_driver_sql("VACUUM")
        busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    if busy:
        raise StoreError(
            f"the report is deleted, but the file {name} still holds its words while another process reads it: "
            "end that process and run the same command again"
        )


def meaning(error: DBAPIError) -> str:
    """Say what an error means and what to do."""
    message = str(error.orig)
    for words, meant in MEANINGS:
        if words in message.lower():
            return meant
    return f"failed: {message}"


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get("begin", "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)
