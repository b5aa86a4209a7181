"""A store -> another, of the same or another kind of database: every row under its number, and the full-text index."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select, text

from dateline.errors import StoreError
from dateline.store.database import explained, insert_many
from dateline.store.fulltext import INDEX_TABLES, IndexTable, read_entries, write_entries
from dateline.store.tables import metadata, settings

ROWS_AT_ONCE = 1000

Progress = Callable[[int, int], None]  # is told how many rows are copied, and of how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where to copy to: a transaction that writes, and the name of its store for messages."""

    connection: Connection
    name: str


def copy_rows(source: Connection, target: Target, progress: Progress) -> int:
    """Copy all tables and the index into an empty store, and give the number of rows."""
    with explained(target.name):
        _empty(target)
    done, total = 0, count_rows(source)
    for count in _copies(source, target):
        done += count
        progress(done, total)
    if target.connection.dialect.name == "postgresql":
        with explained(target.name):
            _set_counters(target.connection)
            _analyze(target.connection)
    return done


def count_rows(connection: Connection) -> int:
    """Count the rows of all tables and of the index."""
    names = [*(table.name for table in metadata.sorted_tables), *INDEX_TABLES]
    return sum(connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() or 0 for name in names)


def _empty(target: Target) -> None:
    """Refuse a target that holds anything but settings; these give way to the source's, with its secret."""
    for table in metadata.sorted_tables:
        if table is not settings and target.connection.execute(select(table).limit(1)).first() is not None:
            raise StoreError(f"the store {target.name} is not empty: nothing was copied; name a new one to copy into")
    target.connection.execute(settings.delete())


def _copies(source: Connection, target: Target) -> Iterator[int]:
    for table in metadata.sorted_tables:
        yield from _copy_table(source, target, table)
    for name in INDEX_TABLES:
        yield from _copy_index(source, target, name)


def _copy_table(source: Connection, target: Target, table: Table) -> Iterator[int]:
    ordered = select(table).order_by(*table.primary_key.columns)
    with source.execute(ordered, execution_options={"yield_per": ROWS_AT_ONCE}) as rows:
        for chunk in rows.partitions(ROWS_AT_ONCE):
            with explained(target.name):
                insert_many(target.connection, table, table.columns.keys(), chunk)
            yield len(chunk)


def _copy_index(source: Connection, target: Target, name: IndexTable) -> Iterator[int]:
    entries = read_entries(source, name)
    while chunk := list(itertools.islice(entries, ROWS_AT_ONCE)):
        with explained(target.name):
            write_entries(target.connection, name, chunk)
        yield len(chunk)


def _set_counters(connection: Connection) -> None:
    """Let the numbers that PostgreSQL gives to new rows go on after those that were copied."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            counter = func.pg_get_serial_sequence(table.name, column.name)
            highest = select(func.max(column)).scalar_subquery()
            connection.execute(select(func.setval(counter, func.coalesce(highest, 1), highest.is_not(None))))


def _analyze(connection: Connection) -> None:
    """Let PostgreSQL count what came, so that it plans well from the first query on."""
    for name in (*metadata.tables, *INDEX_TABLES):
        connection.execute(text(f"ANALYZE {name}"))
