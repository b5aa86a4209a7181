"""The store: each text once, each report in full, nothing lost or doubled, erasure down to the bytes of the file."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.identity import identify
from dateline.privacy import WITHHELD, apply_profile
from dateline.store import Forgotten, Query, Store, open_store
from dateline.store.fulltext import match_query

VERSION = "rules 1"
TEXT = "Police in Arden held Ana Vellmar on Monday. Teachers marched against it on Mill Square."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dateline.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


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


def test_a_text_that_another_report_tells_is_kept(store: Store) -> None:
    save(store, make_report("r1"))
    save(store, make_report("r2"))
    assert store.forget("r1") == Forgotten(publications=1, texts=0, events=2)
    assert [event.report_id for event in store.events()] == ["r2", "r2"]
    assert [hit.report_id for hit in store.search("teachers")] == ["r2", "r2"]


def test_to_forget_the_unknown_changes_nothing(store: Store) -> None:
    save(store, make_report())
    assert store.forget("r9") == Forgotten()
    assert len(list(store.events())) == 2


# --- many processes, cut off at any point


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
