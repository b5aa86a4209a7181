"""The store, one contract over SQLite and PostgreSQL: each text once, each report in full, nothing lost or doubled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stored import TEXT, VERSION, make_event, make_events, make_report, save, start_writer

from dateline.errors import StoreError
from dateline.identity import identify
from dateline.privacy import WITHHELD, apply_profile
from dateline.records import EventDate, Report, Span
from dateline.store import Coding, Forgotten, Query, Store, open_store
from dateline.store.database import writing


@pytest.fixture
def store(store_target: str) -> Iterator[Store]:
    with open_store(store_target) as opened:
        yield opened


@contextmanager
def another_writer(target: str) -> Iterator[None]:
    """Be another process in the middle of a transaction that writes."""
    with open_store(target) as other, writing(other._engine):
        yield


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


def test_many_reports_are_saved_at_once_or_none(store: Store) -> None:
    coding = Coding(events=make_events(), coder_version=VERSION)
    reports = [make_report(f"r{number}", f"{TEXT} {number}") for number in range(3)]

    def cut_off() -> Iterator[tuple[Report, Coding]]:
        yield reports[0], coding
        raise ValueError

    with pytest.raises(ValueError):
        store.save_many(cut_off())
    assert list(store.reports()) == []
    assert store.save_many((report, coding) for report in (*reports, reports[0])) == ["new", "new", "new", "known"]
    assert [kept.report for kept in store.reports()] == reports
    assert len(store.search("teachers")) == 6


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
        (Query(places=("Arden",)), ["COERCE"]),
        (Query(places=("Vell Region",)), ["COERCE"]),
        (Query(places=("Tarn", "Arden")), ["COERCE"]),
        (Query(places=("arden",)), []),
        (Query(places=("Arden",), countries=("PRT",)), []),
        (Query(coders=("rules",)), ["COERCE", "PROTEST"]),
        (Query(coders=("llm",)), []),
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


def test_a_time_that_is_open_at_one_end_counts_by_the_other(store: Store) -> None:
    known = EventDate(first=dt.date(2021, 3, 8), last=dt.date(2021, 3, 8), precision="day", basis="stated")
    dates = [replace(known, last=None), replace(known, first=None), known, None]
    save(store, make_report(), [make_event(TEXT, "held", date=date) for date in dates])
    assert len(list(store.events(Query(since=dt.date(2021, 3, 8), until=dt.date(2021, 3, 8))))) == 3
    assert list(store.events(Query(since=dt.date(2021, 3, 9)))) == []
    assert list(store.events(Query(until=dt.date(2021, 3, 7)))) == []
    assert [event.date for event in store.events()] == dates


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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(words=st.text(max_size=30))
def test_no_words_break_the_search(store: Store, words: str) -> None:
    assert store.search(words) == []


def test_all_databases_find_the_same(tmp_path: Path, postgres_url: str) -> None:
    with open_store(tmp_path / "dateline.db") as one, open_store(postgres_url) as other:
        for number, text in enumerate(TEXTS_TO_SEARCH):
            report = make_report(f"r{number}", text, title=f"Title {number}")
            for kept in (one, other):
                save(kept, report, [make_event(text, text, evidence=(Span(0, len(text), text),))])
        found, found_too = (
            {words: sorted(map(repr, kept.search(words, limit=500))) for words in SEARCHES} for kept in (one, other)
        )
    assert found == found_too
    assert sum(map(bool, found.values())) > len(SEARCHES) / 2


TEXTS_TO_SEARCH = [
    "The mayor of Évora said the café's owners were relieved, relieving and re-lieved.",
    "A state-run agency reported 1,500 arrests; arrested on the 3rd of May, said U.S. officials.",
    "The of and to in a is that it.",
    "Мэр Твери й и́ сказал; شرطة المدينة اعتقلت; 警察逮捕了他",
    "e-mail ana_b@town.example or https://town.example/a/b?c=d, 10.5 km, 50%, 1e5, v2.0.1, 0x1F",
    "İstanbul ISTANBUL straße STRASSE ﬁre fire naïve na\u0131ve Ærø Ø o\u0308ster öster",
    "running runner runs ran generalizations oscillators conflated agreed feed happy sky hopping falling",
    "marched marches marching " * 300 + "the very last words of all",
    "word" + "x" * 3000 + " stands here",
    "nothing\0 odd \ud800 here \ufdd0 at all",
]
SEARCHES = [
    *("evora", "Évora", "cafe", "café", "relief", "relieve", "reliev*", '"re lieved"', "re-lieved", "owner's", "s"),
    *("state-run", '"state run"', '"run state"', "stat* agenc*", "1500", "1,500", '"1 500"', "3rd", "u.s.", "arrest"),
    *("the of", '"the of"', '"of the"', "it", "a", "тверь", "твери", "й", "и", "شرطة", "警察逮捕了他", "警察", "警察*"),
    *(
        "ana_b@town.example",
        "town.example",
        "10.5",
        "1e5",
        "v2",
        "0x1f",
        "istanbul",
        "strasse",
        "straße",
        "fire",
        "ﬁre",
    ),
    *("naive", "oster", "öster", "aero", "ærø", "o", "run", "runner", "generalize", "oscillate", "conflate", "agree"),
    *("happi", "skies", "hop", "fall", '"marching the very"', '"very last words"', '"last very"', '"marched marches"'),
    *("word" + "x" * 3000, "wordx*", "nothing odd", '"nothing odd"', '"odd here"', "all* NOT", "PROTEST", "zebra"),
]


# --- erasure


def test_a_forgotten_report_is_gone(store: Store) -> None:
    save(store, make_report("r0", "The fair in Lower Tarn went on."), [])
    save(store, make_report("r1", url="https://a.example/secret"))
    assert store.forget("r1") == Forgotten(publications=1, texts=1, events=2)
    assert store.report("r1") is None
    assert store.search("teachers") == []
    assert len(store.search("tarn")) == 1
    assert save(store, make_report("r1")) == "new"


def test_all_versions_are_forgotten(store: Store) -> None:
    save(store, make_report("r1", url="https://a.example/1"))
    save(store, make_report("r2", "The teachers were wrong.", url="https://a.example/1"), [])
    assert store.forget("r2").publications == 2
    assert list(store.reports()) == []


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


# --- odd text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(text=st.text(st.characters(), min_size=1), title=st.text(st.characters()) | st.none())
def test_any_text_comes_back_as_it_was(store: Store, text: str, title: str | None) -> None:
    report = make_report(text, text, title=title, source=text, author=title)
    event = make_event(text, text)
    save(store, report, [event])
    assert store.report(text) == report
    assert list(store.events(Query(reports=(text,), sources=(text,)))) == identify([event], report)
    assert store.forget(text).publications == 1


def test_long_values_are_kept(store: Store) -> None:
    url = "https://a.example/" + "x" * 5000
    save(store, make_report("r1", url=url, source="y" * 5000))
    assert save(store, make_report("r2", "Corrected.", url=url), []) == "version"


# --- many processes, cut off at any point


def test_a_store_opens_again(store_target: str) -> None:
    with open_store(store_target) as store:
        save(store, make_report())
    with open_store(store_target, create=False) as store:
        assert len(list(store.events())) == 2


def test_a_locked_store_says_so(store_target: str) -> None:
    with open_store(store_target, patience=0.1) as store:
        with another_writer(store_target), pytest.raises(StoreError, match="locked by another process"):
            save(store, make_report())
        assert save(store, make_report()) == "new"


def test_others_read_while_one_writes(store: Store, store_target: str) -> None:
    save(store, make_report())
    with another_writer(store_target):
        assert len(list(store.events())) == 2
        assert len(store.search("teachers")) == 2


def test_what_fails_halfway_leaves_nothing(store: Store) -> None:
    def names() -> Iterator[str]:
        yield "Ana Vellmar"
        raise ValueError

    with pytest.raises(ValueError):
        store.save(make_report(), make_events(), coder_version=VERSION, private_names=names())
    assert list(store.reports()) == []
    assert save(store, make_report()) == "new"


def test_processes_write_at_once(store_target: str) -> None:
    writers = [start_writer(store_target, first, first + 40) for first in (0, 20, 40, 0)]
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0, 0, 0, 0]
    with open_store(store_target) as store:
        assert sorted(kept.report.id for kept in store.reports()) == sorted(f"r{number}" for number in range(80))
        assert len(list(store.events())) == 160
        assert len(store.search("teachers", limit=500)) == 160


@pytest.mark.parametrize("saved", [0, 3, 11])
def test_a_run_that_is_killed_goes_on_without_loss_or_doubling(store_target: str, saved: int) -> None:
    writer = start_writer(store_target, 0, 10_000)
    assert writer.stdout is not None
    for _ in range(saved + 1):
        writer.stdout.readline()
    writer.kill()
    writer.communicate()
    with open_store(store_target) as store:
        kept = [row.report.id for row in store.reports()]
        assert kept == [f"r{number}" for number in range(len(kept))]
        assert len(kept) > saved
        assert len(list(store.events())) == 2 * len(kept)
    start_writer(store_target, 0, len(kept) + 5).communicate()
    with open_store(store_target) as store:
        assert [row.report.id for row in store.reports()] == [f"r{number}" for number in range(len(kept) + 5)]
