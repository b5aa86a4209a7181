"""What a store says of a file or a server that is not as it should be, and what each kind of database does alone."""

from __future__ import annotations

import datetime as dt
import os
import random
import re
import resource
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Timer

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text
from stored import TEXT, VERSION, make_events, make_report, save

from dateline.commands.options import message_console
from dateline.commands.updating import bring_up_for_reading
from dateline.errors import MissingExtraError, StoreError, UsageError
from dateline.identity import identify
from dateline.jsonlines import event_line
from dateline.store import Forgotten, Query, Store, open_store, tables
from dateline.store.database import MIGRATIONS
from dateline.store.read import batches_statement
from dateline.store.tables import SCHEMA, metadata

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dateline.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


@contextmanager
def engine_of(target: str) -> Iterator[Engine]:
    """Reach a store beside dateline, as its administrator does."""
    url = make_url(target).set(drivername="postgresql+psycopg") if "://" in target else f"sqlite:///{target}"
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def execute(target: str, *statements: str) -> None:
    with engine_of(target) as engine, engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


# --- versions


def test_tables_and_migrations_agree(store_target: str) -> None:
    open_store(store_target).close()
    with engine_of(store_target) as engine, engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_ours})
        assert compare_metadata(context, metadata) == []
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == SCHEMA


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or "_words" not in str(name)


def test_text_is_ordered_by_code_points_on_postgresql(postgres_url: str) -> None:
    open_store(postgres_url).close()
    with engine_of(postgres_url) as engine:
        columns = [
            (table, column["name"], column["type"].collation)
            for table in metadata.tables
            for column in inspect(engine).get_columns(table)
            if hasattr(column["type"], "collation")
        ]
    assert len(columns) > 30
    assert [column for column in columns if column[2] != "C"] == []


def make_first_version(target: str) -> None:
    """Make a store as version 0001 left it, with one report and its events."""
    report, found = make_report(), make_events()
    with engine_of(target) as engine, engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO texts (id, hash, text) VALUES (1, 'h', :text)"), {"text": TEXT})
        connection.execute(text("INSERT INTO codings VALUES (1, 1, '2021-03-09', 'rules 1', '[]')"))
        connection.execute(
            text(
                "INSERT INTO publications (id, report_id, text_id, coding_id, version, current, source, origin)"
                " VALUES (1, 'r1', 1, 1, 1, true, 'a.example', '')"
            )
        )
        for row, (event, told) in enumerate(zip(found, identify(found, report), strict=True), 1):
            values = {"id": row, "type": event.event_type, "record": event_line(event), "event_id": told.event_id}
            values["day"] = str(event.date.first) if event.date else None
            connection.execute(
                text(
                    "INSERT INTO events (id, coding_id, position, event_type, status, first_day, confidence, record)"
                    " VALUES (:id, 1, :id, :type, 'reported', :day, 0.8, :record)"
                ),
                values,
            )
            connection.execute(text("INSERT INTO event_ids VALUES (:event_id, 1, :id)"), values)


def test_a_store_of_the_first_version_is_brought_up_to_date(store_target: str) -> None:
    make_first_version(store_target)
    with open_store(store_target, create=False) as store:
        assert list(store.events()) == identify(make_events(), make_report())
        assert [event.mode for event in store.events(Query(places=("Arden",), coders=("rules",)))] == ["arrest"]
        assert len(list(store.events(Query(places=("Vell Region",))))) == 1
        ids = sorted(event.event_id for event in store.events())
    with engine_of(store_target) as engine, engine.connect() as connection:
        rows = connection.execute(text("SELECT mode, place, admin1, coder, last_day FROM events ORDER BY id")).all()
        pending = connection.execute(text("SELECT event_id, why FROM pending ORDER BY id")).all()
    assert rows == [("arrest", "Arden", "Vell Region", "rules", "2021-03-08"), ("demo", None, None, "rules", None)]
    assert pending == [(event_id, "new report") for event_id in ids]


def test_a_newer_store_is_refused(store_target: str) -> None:
    open_store(store_target).close()
    execute(store_target, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"newer version of dateline \(schema 9999.*upgrade"):
        open_store(store_target)


def test_the_database_of_another_program_is_refused_and_left_alone(store_target: str) -> None:
    execute(store_target, "CREATE TABLE songs (title text)")
    with pytest.raises(StoreError, match="another program"):
        open_store(store_target)
    with engine_of(store_target) as engine:
        assert inspect(engine).get_table_names() == ["songs"]


def test_a_store_that_should_exist(store_target: str) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        open_store(store_target, create=False)
    assert not Path(store_target).exists()


# --- indexes

REPORTS = 2000
INDEXED = {
    "events_by_type": Query(event_types=("TYPE3",), countries=("C33",)),
    "events_by_country": Query(countries=("C33",)),
    "events_by_place": Query(places=("P3", "A3")),
    "events_by_region": Query(places=("P3", "A3")),
    "events_by_status": Query(statuses=("planned",)),
    "events_by_confidence": Query(min_confidence=0.99),
    "events_by_day": Query(until=dt.date(2015, 1, 9)),
    "events_by_last_day": Query(since=dt.date(2020, 6, 15)),
    "publications_by_source": Query(sources=("s7",)),
    "one_publication|sqlite_autoindex_publications": Query(reports=("r7",)),
}


def fill(connection: Connection) -> None:
    """Write many reports of one event each, without the index of their words."""
    (event, *_), numbers = make_events(), range(1, REPORTS + 1)
    common = {"event_type": "TYPE3", "coder": "rules", "record": event_line(event)}
    connection.execute(tables.texts.insert(), [{"id": n, "hash": str(n), "text": TEXT} for n in numbers])
    codings = [{"id": n, "text_id": n, "anchor": "", "coder_version": "", "private_names": "[]"} for n in numbers]
    connection.execute(tables.codings.insert(), codings)
    told = {"version": 1, "current": True, "origin": ""}
    rows = [{"id": n, "report_id": f"r{n}", "text_id": n, "coding_id": n, "source": f"s{n % 200}"} for n in numbers]
    connection.execute(tables.publications.insert(), [row | told for row in rows])
    connection.execute(tables.events.insert(), [common | _columns(n) for n in numbers])
    ids = [{"event_id": f"{n:016x}", "publication_id": n, "row_id": n} for n in numbers]
    connection.execute(tables.event_ids.insert(), ids)


def _columns(number: int) -> dict[str, object]:
    day = str(dt.date(2015, 1, 1) + dt.timedelta(number))
    return {
        "id": number,
        "coding_id": number,
        "position": 0,
        "event_type": f"TYPE{number % 10}",
        "status": "planned" if number % 100 == 0 else "reported",
        "country": f"C{number % 100}",
        "admin1": f"A{number % 300}",
        "place": f"P{number % 900}",
        "first_day": day,
        "last_day": day,
        "confidence": number % 1000 / 1000,
    }


def test_queries_use_indexes(store_target: str) -> None:
    open_store(store_target).close()
    with engine_of(store_target) as engine, engine.begin() as connection:
        fill(connection)
        explain = "EXPLAIN QUERY PLAN"
        if engine.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))  # as its autovacuum does by itself
            explain = "EXPLAIN"
        for index, query in INDEXED.items():
            asked = batches_statement(query).compile(engine, compile_kwargs={"literal_binds": True})
            plan = "\n".join(str(row) for row in connection.execute(text(f"{explain} {asked}")))
            assert re.search(index, plan), plan
            assert not re.search(r"(SCAN|Seq Scan on) events\b", plan), plan


# --- what a store is named by


@pytest.mark.parametrize(
    "target", ["sqlite://", "nonsense://", "mysql://a:hush@b/c", "postgresql://a:hush@b", "postgresql://a:hush@b:x/c"]
)
def test_wrong_urls_are_a_mistake_of_the_user(target: str) -> None:
    with pytest.raises(UsageError, match=r"a path, or a URL such as") as raised:
        open_store(target)
    assert "hush" not in str(raised.value)


def test_passwords_are_never_shown(postgres_url: str, call: Callable[..., object]) -> None:
    url = postgres_url.replace("postgres@", "postgres:hush@") + "&password=hush"
    with open_store(url) as store:
        assert "hush" not in store.name
        assert "***" in store.name
    (shown, missing, searched) = (
        call("config", "--store", url),
        call("forget", "r1", "--store", url),
        call("search", "x", "--store", url.replace("/test", "/no")),
    )
    assert (shown.code, missing.code, searched.code) == (0, 2, 1)
    assert "hush" not in "".join(result.out + result.err for result in (shown, missing, searched))


def test_the_driver_of_postgresql_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtraError, match=r"dateline\[postgres\]"):
        open_store("postgresql://localhost/dateline")


# --- SQLite's files


def test_what_is_no_database_is_refused(path: Path) -> None:
    path.write_text("report,n,event_type\n" * 100)
    with pytest.raises(StoreError, match="not a dateline store"):
        open_store(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no folder"):
        open_store(tmp_path / "none" / "dateline.db")


def test_a_file_is_no_folder(path: Path) -> None:
    path.write_text("")
    with pytest.raises(StoreError, match="there is no folder"):
        open_store(path / "dateline.db")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="/proc, where nobody may write")
def test_a_place_where_nobody_may_write() -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store("/proc/dateline.db")


def test_odd_file_names(tmp_path: Path) -> None:
    path = tmp_path / "my store 100% #1?.db"
    with open_store(path) as store:
        save(store, make_report())
    assert path.exists()


def test_a_new_store_is_made_while_another_process_locks_it(path: Path) -> None:
    writer = sqlite3.connect(path)
    writer.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="locked by another process"):
        open_store(path, patience=0.1)
    writer.close()


def test_a_store_opens_once_the_process_that_writes_is_done(path: Path) -> None:
    open_store(path).close()
    with closing(sqlite3.connect(path, check_same_thread=False)) as writer:
        writer.execute("PRAGMA journal_mode = DELETE")  # as it is while a store is being made
        writer.execute("BEGIN IMMEDIATE")
        ending = Timer(0.3, writer.rollback)
        ending.start()
        open_store(path).close()
        ending.join()


@contextmanager
def powerless() -> Iterator[None]:
    """Be a user who may not write everywhere, as root may."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_file_that_may_not_be_written_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    path = folder / "dateline.db"
    with open_store(path) as store:
        save(store, make_report())
    with open_store(tmp_path / "other.db") as store:  # what merging imports may lie where nobody else may read
        save(store, make_report())
        bring_up_for_reading(store)
        message_console().print("merged", style="yellow")
    path.chmod(0o444)
    for parent in (*tmp_path.parents[:2], tmp_path, folder):
        parent.chmod(0o777)
    with powerless(), open_store(path) as store:
        assert len(list(store.events())) == 2
        with pytest.raises(StoreError, match=r"dateline\.db may not be written: change its permissions"):
            save(store, make_report("r2"))
        bring_up_for_reading(store)
    assert "events that came since the last merge stand in no incident yet" in " ".join(capsys.readouterr().err.split())


@contextmanager
def full_disk(process: int, size: int) -> Iterator[None]:
    """Let no file of a process grow beyond a size, which is what a full disk comes to."""
    with servant():
        soft, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        with servant():
            resource.prlimit(process, resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def servant() -> Iterator[None]:
    """Be, as far as limits go, the user who runs the server."""
    root = os.geteuid() == 0
    if root:
        os.setresuid(NOBODY, 0, 0)
    try:
        yield
    finally:
        if root:
            os.setresuid(0, 0, 0)


def long_text() -> str:
    """Give a text that no compression makes shorter than 2 MB."""
    return random.Random(1).randbytes(2_000_000).hex()


def test_a_full_disk_leaves_nothing_half_written(path: Path) -> None:
    with open_store(path) as store:
        save(store, make_report())
        with full_disk(os.getpid(), 1_500_000), pytest.raises(StoreError, match=r"has room|make room"):
            save(store, make_report("r2", long_text()), [])
        assert [kept.report.id for kept in store.reports()] == ["r1"]
        assert save(store, make_report("r2", long_text()), []) == "new"


def bytes_of(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))


def test_a_forgotten_report_is_gone_from_the_file(store: Store, path: Path) -> None:
    for number in range(30):
        save(store, make_report(f"other{number}", f"Report {number}: the fair in Lower Tarn went on. " * 20), [])
    save(store, make_report("r1", url="https://a.example/hidden-page"))
    assert b"Vellmar" in bytes_of(path)
    assert store.forget("r1") == Forgotten(publications=1, texts=1, events=2)
    for words in (b"Vellmar", b"Teachers", b"teacher", b"Mill Square", b"hidden-page"):
        assert words not in bytes_of(path)
    assert store.report("r1") is None
    assert store.search("teachers") == []
    assert len(store.search("tarn")) == 30


def test_erasure_says_when_a_reader_still_holds_the_words(store: Store, path: Path) -> None:
    save(store, make_report())
    reader = sqlite3.connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM texts").fetchall()
    with open_store(path, patience=0.1) as hasty, pytest.raises(StoreError, match="same command again"):
        hasty.forget("r1")
    reader.close()
    assert store.forget("r1") == Forgotten()
    assert b"Vellmar" not in bytes_of(path)


# --- PostgreSQL's server


def bytes_of_database(url: str) -> bytes:
    """Give all that a database's files hold, once the server has let go of what it deleted."""
    with engine_of(url) as engine, engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        folder = connection.execute(
            text("SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database"
                 " WHERE datname = current_database()")
        ).scalar_one()  # fmt: skip
    return b"".join(file.read_bytes() for file in Path(folder).iterdir())


def test_a_forgotten_report_is_gone_from_the_files_of_the_database(postgres_url: str) -> None:
    secret = "https://a.example/hidden-page"
    with open_store(postgres_url) as store:
        for number in range(30):
            save(store, make_report(f"other{number}", f"Report {number}: the fair in Lower Tarn went on."), [])
        save(store, make_report("r1", url=secret))
        assert b"Vellmar" in bytes_of_database(postgres_url)
        assert store.forget("r1") == Forgotten(publications=1, texts=1, events=2)
        kept = bytes_of_database(postgres_url)
        assert [words for words in (b"Vellmar", b"eacher", b"Mill Square", secret.encode()) if words in kept] == []
        assert len(store.search("tarn")) == 30


def test_erasure_says_when_a_reader_still_holds_the_table(postgres_url: str) -> None:
    with open_store(postgres_url, patience=0.1) as store, engine_of(postgres_url) as engine:
        save(store, make_report())
        with engine.connect() as reader:
            reader.execute(text("SELECT * FROM texts"))
            with pytest.raises(StoreError, match="same command again"):
                store.forget("r1")
        assert store.forget("r1") == Forgotten()


@pytest.fixture
def reader_url(postgres_url: str) -> Iterator[str]:
    """Give the URL of a store for a user who may read it and no more."""
    open_store(postgres_url).close()
    database = make_url(postgres_url).database
    name = f"reader_of_{database}"
    execute(
        postgres_url,
        f"CREATE USER {name} PASSWORD 'right'",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}",
    )
    yield postgres_url.replace("postgres@", f"{name}:right@")
    execute(postgres_url, f"DROP OWNED BY {name}", f"DROP USER {name}")


def test_a_user_who_may_only_read(postgres_url: str, reader_url: str) -> None:
    with open_store(postgres_url) as store:
        save(store, make_report())
    with open_store(reader_url) as store:
        assert len(list(store.events())) == 2
        assert len(store.search("teachers")) == 2
        with pytest.raises(StoreError, match="may not be written by this user"):
            save(store, make_report("r2"))
        with pytest.raises(StoreError, match="may not be written by this user"):
            store.forget("r1")


def test_a_wrong_password(reader_url: str) -> None:
    with pytest.raises(StoreError, match=r"refuses this user or password.*PGPASSWORD") as raised:
        open_store(reader_url.replace(":right@", ":wrong@"))
    assert "wrong" not in str(raised.value)


def test_a_database_that_is_not_there(postgres_url: str) -> None:
    with pytest.raises(StoreError, match=r"make the database first \(createdb NAME\)"):
        open_store(postgres_url.replace("/test", "/none"))


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(StoreError, match=r"postgresql://127.0.0.1:1/news cannot be reached: see that the server runs"):
        open_store("postgresql://127.0.0.1:1/news", patience=0.1)


def test_a_database_that_takes_no_writes(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        save(store, make_report())
    database = make_url(postgres_url).database
    execute(postgres_url, f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    try:
        with open_store(postgres_url) as store:
            assert len(list(store.events())) == 2
            with pytest.raises(StoreError, match="the database is read-only"):
                save(store, make_report("r2"))
    finally:
        execute(postgres_url, "SET TRANSACTION READ WRITE", f"ALTER DATABASE {database} RESET ALL")


def backends(url: str) -> list[int]:
    """Give the processes that serve the other connections to a database."""
    with engine_of(url) as engine, engine.connect() as connection:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        return list(connection.execute(text(f"SELECT pid FROM pg_stat_activity WHERE {others}")).scalars())


def end_connections(url: str) -> None:
    execute(url, *(f"SELECT pg_terminate_backend({process}, 5000)" for process in backends(url)))


def test_a_connection_lost_while_a_report_is_saved(postgres_url: str) -> None:
    def names() -> Iterator[str]:
        end_connections(postgres_url)  # the text is written by now, its events are not
        yield "Ana Vellmar"

    with open_store(postgres_url) as store:
        save(store, make_report("r1"))
        with pytest.raises(StoreError, match=r"lost its connection to the server.*not kept.*same command again"):
            store.save(make_report("r2", "Other."), [], coder_version=VERSION, private_names=names())
        assert [kept.report.id for kept in store.reports()] == ["r1"]
        assert save(store, make_report("r2", "Other."), []) == "new"


def test_a_connection_lost_between_reports(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        save(store, make_report("r1"))
        end_connections(postgres_url)
        assert save(store, make_report("r2")) == "publication"


def test_a_connection_lost_while_events_are_read(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        for number in range(2):
            save(store, make_report(f"r{number}", f"{TEXT} {number}"), make_events() * 200)
        events = store.events()
        next(events)
        end_connections(postgres_url)
        with pytest.raises(StoreError, match="lost its connection"):
            list(events)
        assert len(list(store.events())) == 800


def test_a_full_disk_of_the_server_leaves_nothing_half_written(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        save(store, make_report())
        (process,) = backends(postgres_url)
        with full_disk(process, 1_500_000), pytest.raises(StoreError, match="disk is full: make room on the server"):
            save(store, make_report("r2", long_text()), [])
        assert [kept.report.id for kept in store.reports()] == ["r1"]
        assert save(store, make_report("r2", long_text()), []) == "new"


def test_an_id_too_long_for_an_index(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        with pytest.raises(StoreError, match="cannot hold a value that long: shorten the report's id"):
            save(store, make_report(long_text()[:20_000]))
        assert list(store.reports()) == []


def test_a_database_in_another_encoding(postgres_server: str) -> None:
    administered = f"postgresql+psycopg://postgres@/postgres?host={postgres_server}"
    engine = create_engine(administered, isolation_level="AUTOCOMMIT")
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    engine.dispose()
    with pytest.raises(StoreError, match="must be in UTF8, but this database is in LATIN1"):
        open_store(f"postgresql://postgres@/latin?host={postgres_server}")
