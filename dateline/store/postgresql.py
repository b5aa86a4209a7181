"""The store on a server: what PostgreSQL needs, and what its errors mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import DBAPIError

from dateline.errors import MissingExtraError, StoreError

if TYPE_CHECKING:
    import psycopg

SCHEMES = ("postgresql", "postgresql+psycopg", "postgres")
SECRET_PARAMETERS = ("password", "sslpassword")
LEAST_SECONDS_TO_CONNECT = 2  # libpq takes fewer for two
MILLISECONDS_UNTIL_LOST = 30_000  # that sent data may stay unacknowledged before a connection counts as lost
WRITERS_LOCK = 4_117_206_911  # any number, the same in all versions of dateline

#: One writer at a time, as on SQLite: whoever writes holds this lock to the end of the transaction, and sees what the
#: writers before it left.
WRITING = {"isolation_level": "READ COMMITTED", "begin": f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})"}
OUTSIDE_TRANSACTIONS = {"isolation_level": "AUTOCOMMIT"}

# Codes of PostgreSQL (its documentation, appendix A) by their beginnings; what they mean, what to do
MEANINGS = (
    ("55P03", "is locked by another process: wait until that has ended, or name another store"),
    ("40", "was written by another process at the same moment: run the same command again"),
    ("28", "refuses this user or password: correct the URL, the variable PGPASSWORD or the file ~/.pgpass"),
    ("3D000", "is not there: make the database first (createdb NAME), or name another store"),
    ("3F000", "may not be written by this user: have its owner grant the rights, or name another user in the URL"),
    ("42501", "may not be written by this user: have its owner grant the rights, or name another user in the URL"),
    ("25006", "may not be written, the database is read-only: name a server that takes writes"),
    ("53100", "cannot grow, the disk is full: make room on the server, then run the same command again"),
    ("53300", "has no connection free: end other programs that use it, then run the same command again"),
    ("54000", "cannot hold a value that long: shorten the report's id"),
    ("57P03", "is starting or stopping: run the same command again in a moment"),
)
# A refused connection comes without a code: what servers that speak English say, and the code it stands for
REFUSALS = (
    ("password authentication failed", "28"),
    ("no password supplied", "28"),
    ("no pg_hba.conf entry", "28"),
    ("role ", "28"),
    ("database ", "3D000"),
    ("too many ", "53300"),
    ("remaining connection slots", "53300"),
    ("the database system is ", "57P03"),
)
GROWTH = "could not extend file"  # said with no code of its own where a file meets a limit of the server's user
_FATAL = re.compile(r"FATAL:\s+(.*)")
LOST = (
    "lost its connection to the server: what was being saved is not kept; see that the server runs, "
    "then run the same command again"
)
UNREACHED = "cannot be reached: see that the server runs and that the URL is right ({message})"


def make_engine(url: URL, patience: float) -> Engine:
    """Prepare to connect to a server; raise MissingExtraError where its driver is not installed."""
    limits = {
        "connect_timeout": max(LEAST_SECONDS_TO_CONNECT, round(patience)),
        "tcp_user_timeout": MILLISECONDS_UNTIL_LOST,
    }
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={name: limit for name, limit in limits.items() if name not in url.query},
            isolation_level="REPEATABLE READ",  # who reads sees one state throughout, as on SQLite
            pool_pre_ping=True,
        )
    except ModuleNotFoundError as error:
        raise MissingExtraError("a store on PostgreSQL", "postgres") from error

    @event.listens_for(engine, "connect")
    def prepare(connection: psycopg.Connection[Any], _record: object) -> None:
        connection.execute("SELECT set_config('lock_timeout', %s, false)", [f"{max(1, round(patience * 1000))}ms"])
        connection.execute("SET client_encoding = 'UTF8'")
        connection.commit()

    event.listen(engine, "begin", _begin)
    return engine


def shown(url: URL) -> str:
    """Write a URL without its passwords."""
    hidden = {name: "***" for name in SECRET_PARAMETERS if name in url.query}
    return url.set(drivername="postgresql").update_query_dict(hidden).render_as_string(hide_password=True)


def check_encoding(connection: Connection, name: str) -> None:
    """Refuse a database that cannot hold every text."""
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise StoreError(f"the store {name} must be in UTF8, but this database is in {encoding}: make another database")


def copy_in(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows by COPY, some ten times as fast as by INSERT."""
    statement = "COPY {} ({}) FROM STDIN".format(table, ", ".join(f'"{name}"' for name in columns))
    driver, errors = connection.connection.driver_connection, connection.dialect.loaded_dbapi.Error
    cursor: psycopg.Cursor[Any] = driver.cursor()  # type: ignore[union-attr]
    try:
        with cursor.copy(statement.encode()) as copy:
            for row in rows:
                copy.write_row(row)
    except errors as error:
        lost = connection.dialect.is_disconnect(error, None, None)
        raise DBAPIError(statement, None, error, connection_invalidated=lost) from error


def take_numbers(connection: Connection, table: str, count: int) -> list[int]:
    """Take numbers of a table's counter."""
    statement = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    return sorted(connection.exec_driver_sql(statement, (table, count)).scalars())


STATISTICS = "pg_statistic"  # the server keeps frequent values of columns in it, and old ones until it is rewritten


def scrub(engine: Engine, name: str) -> None:
    """Rewrite all tables, so that nothing of what was deleted stays in their files.

    The server may still hold it in its write-ahead log, until that is recycled, and in backups and replicas.
    """
    warnings: list[str] = []
    with engine.execution_options(**OUTSIDE_TRANSACTIONS).connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.add_notice_handler(lambda notice: warnings.append(notice.message_primary))
        try:
            for table in (*inspect(connection).get_table_names(), STATISTICS):
                connection.exec_driver_sql(f'VACUUM (FULL, ANALYZE) "{table}"')
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != "55P03":
                raise
            raise StoreError(
                f"the report is deleted, but the files of {name} still hold its words while another process reads: "
                "end that process and run the same command again"
            ) from error
        finally:
            connection.detach()  # its handler goes with it
    if warnings:
        raise StoreError(
            f"the report is deleted, but the files of {name} still hold its words: {warnings[0]}; "
            "run the same command as the owner of the tables"
        )


def meaning(error: DBAPIError) -> str:
    """Say what an error means and what to do."""
    code, message = getattr(error.orig, "sqlstate", None) or "", str(error.orig).strip()
    if GROWTH in message:
        code = "53100"
    if not code and not error.connection_invalidated and (refused := _FATAL.search(message)):
        code = next((meant for words, meant in REFUSALS if refused[1].startswith(words)), "")
    for beginning, meant in MEANINGS:
        if code.startswith(beginning):
            return meant
    if error.connection_invalidated:
        return LOST
    if not code:
        return UNREACHED.format(message=" ".join(message.split()))
    return f"failed: {message}"


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get("begin")
    if statement:
        connection.exec_driver_sql(statement)
