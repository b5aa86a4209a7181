"""The store: each text once, each report in full, nothing lost or doubled, erasure down to the bytes of the file."""

import datetime as dt
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine

from dateline.errors import StoreError
from dateline.identity import identify
from dateline.privacy import WITHHELD, apply_profile
from dateline.records import Actor, CodedEvent, EventDate, EventPlace, Report, Span
from dateline.store import Forgotten, Query, Store, open_store
from dateline.store.database import MIGRATIONS
from dateline.store.fulltext import match_query
from dateline.store.tables import SCHEMA, metadata

VERSION = "rules 1"
TEXT = "Police in Arden held Ana Vellmar on Monday. Teachers marched against it on Mill Square."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dateline.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


def make_report(report_id: str = "r1", text: str = TEXT, **fields: object) -> Report:
    return Report(**({"id": report_id, "text": text, "source": "a.example", "published": dt.date(2021, 3, 9)} | fields))


def make_event(text: str, words: str, event_type: str = "PROTEST", **fields: object) -> CodedEvent:
    start = text.index(words)
    values = {
        "event_id": "",
        "report_id": "",
        "event_type": event_type,
        "mode": "demo",
        "trigger": Span(start, start + len(words), words),
        "published": dt.date(2021, 3, 9),
        "confidence": 0.8,
    }
    return CodedEvent(**(values | fields))


def make_place(name: str = "Arden", country: str = "XKX") -> EventPlace:
    return EventPlace(
        span=None,
        name=name,
        geonames_id=1,
        admin1=None,
        country=country,
        lat=1.0,
        lon=2.0,
        precision="city",
        basis="inferred",
    )


def make_events(text: str = TEXT) -> list[CodedEvent]:
    person = Actor(span=Span(21, 32, "Ana Vellmar"), name="Ana Vellmar", kind="person", private=True)
    monday = EventDate(first=dt.date(2021, 3, 8), last=dt.date(2021, 3, 8), precision="day", basis="stated")
    sentence = Span(0, 44, "Police in Arden held Ana Vellmar on Monday.")
    return [
        make_event(
            text,
            "held",
            "COERCE",
            mode="arrest",
            recipients=(person,),
            place=make_place(),
            date=monday,
            evidence=(sentence,),
        ),
        make_event(text, "marched", evidence=(Span(45, 88, "Teachers marched against it on Mill Square."),)),
    ]


def save(store: Store, report: Report, events: list[CodedEvent] | None = None, version: str = VERSION) -> str:
    return store.save(report, make_events() if events is None else events, coder_version=version)


# --- what is kept


def test_events_come_back_as_they_were_saved(store: Store) -> None:
    report = make_report()
    save(store, report)
    assert list(store.events()) == identify(make_events(), report)
    assert store.find_coded(report, VERSION) == identify(make_events(), report)
    assert store.report("r1") == report


def test_a_report_without_events_is_coded_too(store: Store) -> None:
    assert store.find_coded(make_report(), VERSION) is None
    save(store, make_report(), [])
    assert store.find_coded(make_report(), VERSION) == []


def test_saving_again_adds_nothing(store: Store) -> None:
    assert save(store, make_report()) == "new"
    before = list(store.events()), list(store.reports())
    assert save(store, make_report()) == "known"
    assert (list(store.events()), list(store.reports())) == before


def test_a_text_is_coded_once_and_told_for_each_id(store: Store) -> None:
    first, copy = make_report("r1"), make_report("r2", source="b.example", url="https://b.example/1")
    save(store, first)
    found = store.find_coded(copy, VERSION)
    assert found == identify(make_events(), copy)
    assert save(store, copy, found) == "publication"
    assert [(event.report_id, event.source) for event in store.events()] == [
        ("r1", "a.example"),
        ("r1", "a.example"),
        ("r2", "b.example"),
        ("r2", "b.example"),
    ]
    assert len({event.event_id for event in store.events()}) == 4


@pytest.mark.parametrize(
    ("change", "version"),
    [
        ({"published": dt.date(2021, 3, 16)}, VERSION),
        ({"published": None}, VERSION),
        ({"published_from": "metadata"}, VERSION),
        ({"title": "Arrest in Arden"}, VERSION),
        ({"text": TEXT + " More."}, VERSION),
        ({}, "rules 2"),
    ],
)
def test_what_changes_the_coding_asks_for_a_new_one(store: Store, change: dict[str, object], version: str) -> None:
    save(store, make_report())
    assert store.find_coded(replace(make_report(), **change), version) is None


def test_a_new_coding_takes_the_place_of_the_old(store: Store) -> None:
    save(store, make_report())
    assert save(store, make_report(), make_events()[:1], "rules 2") == "recoded"
    assert len(list(store.events())) == 1
    assert store.find_coded(make_report(), VERSION) is None
    assert [hit.kind for hit in store.search("teachers")] == ["report"]


def test_a_new_coding_leaves_that_of_a_copy(store: Store) -> None:
    save(store, make_report("r1"))
    save(store, make_report("r2"))
    save(store, make_report("r1"), [], "rules 2")
    assert [event.report_id for event in store.events()] == ["r2", "r2"]


@pytest.mark.parametrize(
    ("report_id", "url"), [("r1", None), ("r1", "https://a.example/2"), ("r2", "https://a.example/1")]
)
def test_a_changed_text_is_a_new_version(store: Store, report_id: str, url: str | None) -> None:
    save(store, make_report("r1", url="https://a.example/1"))
    changed = make_report(report_id, TEXT + " Corrected.", url=url)
    assert save(store, changed, make_events()[:1]) == "version"
    assert [event.report_id for event in store.events()] == [report_id]
    assert [(kept.version, kept.current) for kept in store.reports()] == [(1, False), (2, True)]
    assert store.report(report_id) == changed


def test_an_old_version_met_again_changes_nothing(store: Store) -> None:
    old, new = make_report("r1"), make_report("r1", TEXT + " Corrected.")
    save(store, old)
    save(store, new, [])
    assert save(store, old) == "known"
    assert store.report("r1") == new
    assert list(store.events()) == []


def test_another_url_is_another_report(store: Store) -> None:
    save(store, make_report("r1", url="https://a.example/1"))
    assert save(store, make_report("r2", "Other words.", url="https://a.example/2"), []) == "new"


def test_reports_tell_what_was_made_of_them(store: Store) -> None:
    save(store, make_report("r1"))
    save(store, make_report("r2", "Nothing happened."), [])
    assert [(kept.report.id, kept.events, kept.coder_version) for kept in store.reports()] == [
        ("r1", 2, VERSION),
        ("r2", 0, VERSION),
    ]


# --- what is asked for


@pytest.mark.parametrize(
    ("query", "types"),
    [
        (Query(), ["COERCE", "PROTEST"]),
        (Query(reports=("r1",)), ["COERCE", "PROTEST"]),
        (Query(reports=("r2",)), []),
        (Query(event_types=("PROTEST",)), ["PROTEST"]),
        (Query(countries=("XKX",)), ["COERCE"]),
        (Query(sources=("b.example",)), []),
        (Query(statuses=("planned",)), []),
        (Query(since=dt.date(2021, 3, 8)), ["COERCE"]),
        (Query(since=dt.date(2021, 3, 9)), []),
        (Query(until=dt.date(2021, 3, 8)), ["COERCE"]),
        (Query(until=dt.date(2021, 3, 7)), []),
        (Query(min_confidence=0.9), []),
    ],
)
def test_queries(store: Store, query: Query, types: list[str]) -> None:
    save(store, make_report())
    assert [event.event_type for event in store.events(query)] == types


def test_an_event_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    save(store, make_report())
    first, second = store.events()
    assert store.event(first.event_id[:8]) == [first]
    assert store.event("") == sorted([first, second], key=lambda event: event.event_id)
    assert store.event("zz") == []
    assert store.event("%") == []


def test_reports_stream_while_others_are_saved(store: Store) -> None:
    save(store, make_report("r1"))
    save(store, make_report("r2", TEXT + " "))
    batches = store.batches()
    assert next(batches).report_id == "r1"
    save(store, make_report("r3", TEXT + "  "))
    assert [batch.report_id for batch in batches] == ["r2"]


def test_private_names_travel_with_the_events_that_name_nobody(store: Store) -> None:
    store.save(make_report(), make_events(), coder_version=VERSION, private_names=["Mill Tarrow"])
    (batch,) = store.batches(Query(event_types=("PROTEST",)))
    assert batch.private_names == ("Mill Tarrow", "Ana Vellmar")
    (event,) = apply_profile("public", [batch])
    assert event.evidence[0].text == f"Teachers marched against it on {WITHHELD} Square."


# --- search


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("teachers", ["report", "event"]),
        ("TEACHER marching", ["report", "event"]),
        ('"mill square"', ["report", "event"]),
        ('"square mill"', []),
        ("teach*", ["report", "event"]),
        ("Arden PROTEST", []),
        ("Arden arrest", ["event"]),
        ("Vellmar", []),
        ("ana", []),
        ("", []),
        ("(", []),
        ('"', []),
        ("***", []),
        ("teachers AND", []),
        ("words:teachers", []),
        ("teachers'; DROP TABLE texts", []),
    ],
)
def test_search(store: Store, words: str, kinds: list[str]) -> None:
    save(store, make_report())
    assert [hit.kind for hit in store.search(words)] == kinds


def test_hits_show_the_words_and_whose_they_are(store: Store) -> None:
    save(store, make_report("r1", title="An arrest"))
    save(store, make_report("r2", title="An arrest"))
    hits = store.search("marched", limit=3)
    assert [(hit.kind, hit.report_id) for hit in hits] == [
        ("report", "r1"),
        ("report", "r2"),
        ("event", "r1"),
        ("event", "r2"),
    ]
    assert all("[marched]" in hit.snippet for hit in hits)
    assert store.event(hits[2].event_id or "")[0].event_type == "PROTEST"


def test_snippets_and_titles_withhold_private_names(store: Store) -> None:
    save(store, make_report(title="Vellmar held"))
    hits = store.search("held")
    assert "ellmar" not in repr(hits)
    assert hits[0].title == "█████ held"


@given(st.text(max_size=30))
def test_no_words_break_the_search(words: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(words)")
    query = match_query(words)
    if query:
        connection.execute("SELECT * FROM t WHERE t MATCH ?", [query]).fetchall()
    connection.close()


# --- erasure


def bytes_of(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))


def test_a_forgotten_report_is_gone_from_the_file(store: Store, path: Path) -> None:
    for number in range(30):
        save(store, make_report(f"other{number}", f"Report {number}: the fair in Lower Tarn went on. " * 20), [])
    save(store, make_report("r1", url="https://a.example/secret"))
    assert b"Vellmar" in bytes_of(path)
    assert store.forget("r1") == Forgotten(publications=1, texts=1, events=2)
    for words in (b"Vellmar", b"Teachers", b"teacher", b"Mill Square", b"secret"):
        assert words not in bytes_of(path)
    assert store.report("r1") is None
    assert store.search("teachers") == []
    assert len(store.search("tarn")) == 30


def test_a_text_that_another_report_tells_is_kept(store: Store) -> None:
    save(store, make_report("r1"))
    save(store, make_report("r2"))
    assert store.forget("r1") == Forgotten(publications=1, texts=0, events=2)
    assert [event.report_id for event in store.events()] == ["r2", "r2"]
    assert [hit.report_id for hit in store.search("teachers")] == ["r2", "r2"]


def test_all_versions_are_forgotten(store: Store, path: Path) -> None:
    save(store, make_report("r1", url="https://a.example/1"))
    save(store, make_report("r2", "The teachers were wrong.", url="https://a.example/1"), [])
    assert store.forget("r2").publications == 2
    assert b"eacher" not in bytes_of(path)


def test_to_forget_the_unknown_changes_nothing(store: Store) -> None:
    save(store, make_report())
    assert store.forget("r9") == Forgotten()
    assert len(list(store.events())) == 2


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


# --- opening


def test_a_store_opens_again(path: Path) -> None:
    with open_store(path) as store:
        save(store, make_report())
    with open_store(f"sqlite:///{path}") as store:
        assert len(list(store.events())) == 2


def test_tables_and_migrations_agree(store: Store, path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_ours})
        assert compare_metadata(context, metadata) == []
    engine.dispose()
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == SCHEMA


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or "_words" not in str(name)


def test_a_newer_store_is_refused(path: Path) -> None:
    open_store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match=r"newer version of dateline \(schema 9999.*upgrade"):
        open_store(path)


def test_the_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (title)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        open_store(path)
    assert path.read_bytes() == before


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


def test_a_store_that_should_exist(path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        open_store(path, create=False)
    assert not path.exists()


@pytest.mark.parametrize("target", ["postgresql://localhost/dateline", "sqlite://", "nonsense://"])
def test_other_databases_are_refused(target: str) -> None:
    with pytest.raises(StoreError, match=r"(?i)sqlite"):
        open_store(target)


def test_odd_file_names(tmp_path: Path) -> None:
    path = tmp_path / "my store 100% #1?.db"
    with open_store(path) as store:
        save(store, make_report())
    assert path.exists()


def test_a_locked_store_says_so(path: Path) -> None:
    with open_store(path, patience=0.1) as store:
        writer = sqlite3.connect(path)
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another process"):
            save(store, make_report())
        writer.close()
        assert save(store, make_report()) == "new"


def test_a_new_store_is_made_while_another_process_locks_it(path: Path) -> None:
    writer = sqlite3.connect(path)
    writer.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="locked by another process"):
        open_store(path, patience=0.1)
    writer.close()


# --- many processes, cut off at any point

WRITER = textwrap.dedent("""
    import sys
    sys.path.insert(0, sys.argv[1])
    from test_store import VERSION, make_events, make_report, TEXT
    from dateline.store import open_store

    first, last = int(sys.argv[3]), int(sys.argv[4])
    with open_store(sys.argv[2], patience=60) as store:
        for number in range(first, last):
            report = make_report(f"r{number}", f"{TEXT} {number}")
            if store.find_coded(report, VERSION) is None:
                store.save(report, make_events(), coder_version=VERSION)
            print(number, flush=True)
""")


def start_writer(path: Path, first: int, last: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, str(Path(__file__).parent), str(path), str(first), str(last)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def test_processes_write_at_once(path: Path) -> None:
    writers = [start_writer(path, first, first + 40) for first in (0, 20, 40)]
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    with open_store(path) as store:
        assert sorted(kept.report.id for kept in store.reports()) == sorted(f"r{number}" for number in range(80))
        assert len(list(store.events())) == 160


@pytest.mark.parametrize("saved", [0, 3, 11])
def test_a_run_that_is_killed_goes_on_without_loss_or_doubling(path: Path, saved: int) -> None:
    writer = start_writer(path, 0, 10_000)
    assert writer.stdout is not None
    for _ in range(saved + 1):
        writer.stdout.readline()
    writer.kill()
    writer.communicate()
    with open_store(path) as store:
        kept = [row.report.id for row in store.reports()]
        assert kept == [f"r{number}" for number in range(len(kept))]
        assert len(kept) > saved
        assert len(list(store.events())) == 2 * len(kept)
    start_writer(path, 0, len(kept) + 5).communicate()
    with open_store(path) as store:
        assert [row.report.id for row in store.reports()] == [f"r{number}" for number in range(len(kept) + 5)]
