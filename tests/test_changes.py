"""The change feed: what became different and why, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from happened import (
    BOMB,
    HELD,
    MARCH,
    OWN_WORDS,
    STATION,
    WIRE,
    Coded,
    event_of,
    incident_with,
    merged,
    shown,
    tell,
    week,
)
from sqlalchemy import select

from dateline.happenings import update, update_incidents
from dateline.store import Store, open_store
from dateline.store.tables import event_ids, incidents, publications

Call = Callable[..., Any]


@pytest.fixture
def store(store_target: str) -> Iterator[Store]:
    with open_store(store_target) as opened:
        yield opened


def news(store: Store, *acts: Callable[[], object]) -> set[tuple[str, str, str]]:
    """Do something, merge, and give what the feed then says: subject, what and why."""
    last = max((each.number for each in store.changes()), default=0)
    for act in acts:
        act()
    update_incidents(store)
    return {(each.subject, each.what, each.why) for each in store.changes(after=last)}


def save(store: Store, coded: Coded) -> Callable[[], object]:
    return lambda: coded.save(store)


def test_every_reason_is_told(store: Store) -> None:
    wire, times = tell("wire", WIRE), tell("times", OWN_WORDS, published="2024-03-07")
    assert news(store, save(store, wire)) == {
        ("report", "added", "new report"),
        ("event", "added", "new report"),
        ("incident", "added", "new report"),
    }
    assert news(store, save(store, times)) == {
        ("report", "added", "new report"),
        ("event", "added", "new report"),
        ("incident", "changed", "new report"),
    }
    assert news(store, save(store, tell("daily", WIRE, published="2024-03-07"))) == {
        ("report", "added", "new publication"),
        ("event", "added", "new publication"),
        ("incident", "changed", "new publication"),
    }
    assert news(store, save(store, tell("times", f"{OWN_WORDS} {MARCH}", published="2024-03-07"))) == {
        ("report", "changed", "new version"),
        ("event", "withdrawn", "new version"),
        ("event", "added", "new version"),
        ("incident", "added", "new version"),
        ("incident", "changed", "new version"),
    }
    recoded = tell("times", f"{OWN_WORDS} {MARCH}", published="2024-03-07", version="rules 2")
    assert news(store, save(store, replace(recoded, events=recoded.events[:1]))) == {
        ("event", "withdrawn", "re-coding"),
        ("event", "changed", "re-coding"),
        ("incident", "withdrawn", "re-coding"),
    }
    again = tell("times", f"{OWN_WORDS} {MARCH}", published="2024-03-07", source="herald.example")
    again = replace(again, version="rules 2", events=again.events[:1])
    assert news(store, save(store, again)) == {
        ("event", "changed", "details of the report"),
        ("incident", "changed", "details of the report"),
    }
    pair = event_of(store, "wire", BOMB), event_of(store, "times", OWN_WORDS)
    number = store.decide("different", [pair], who="ana")
    assert {why for _, _, why in news(store)} == {"human decision"}
    store.withdraw(number, who="ana")
    assert {why for _, _, why in news(store)} == {"human decision"}
    assert ("event", "withdrawn", "forgotten") in news(store, lambda: store.forget("daily"))


def test_a_new_version_of_dateline_tells_what_it_joins_otherwise(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    merged(store, week())
    monkeypatch.setattr(update, "MERGE_VERSION", "the same weights")
    assert news(store) == set()
    monkeypatch.setattr(update, "MERGE_VERSION", "none are alike")
    monkeypatch.setattr("dateline.merge.partition.JOIN", 100.0)
    found = news(store)
    assert {why for _, _, why in found} == {"new version of dateline"}
    assert ("incident", "added", "new version of dateline") in found


def test_nothing_is_told_where_nothing_changed(store: Store) -> None:
    merged(store, week())
    assert news(store, *(save(store, each) for each in week())) == set()
    assert news(store, lambda: store.forget("nobody")) == set()


def test_an_old_version_that_is_coded_anew_is_no_news(store: Store) -> None:
    old = tell("times", f"{OWN_WORDS} {STATION}")
    merged(store, [old, tell("times", f"{OWN_WORDS} {MARCH}")])
    assert news(store, save(store, replace(old, version="rules 2"))) == set()
    assert news(store, save(store, tell("times", old.report.text, version="rules 2", source="other.example"))) == set()


def test_numbers_rise_and_a_reader_goes_on_after_the_last(store: Store) -> None:
    merged(store, [tell("wire", WIRE)])
    first = list(store.changes())
    merged(store, [tell("times", OWN_WORDS)])
    numbers = [each.number for each in store.changes()]
    assert numbers == sorted(set(numbers))
    later = list(store.changes(after=first[-1].number))
    assert [*first, *later] == list(store.changes())
    assert list(store.changes(since=first[-1].at))[-len(later) :] == later
    assert list(store.changes(since="2999-01-01")) == []


def test_a_withdrawn_incident_says_where_its_claims_are_now(store: Store) -> None:
    merged(store, [tell("wire", WIRE), tell("herald", STATION)])
    number = store.decide("different", [(event_of(store, "wire", BOMB), event_of(store, "herald", STATION))], who="ana")
    update_incidents(store)
    apart = incident_with(shown(store), STATION)
    assert len(apart.claims) == 1
    store.withdraw(number, who="ana")
    store.decide("same", [(event_of(store, "wire", BOMB), event_of(store, "herald", STATION))], who="ana")
    update_incidents(store)
    joined = incident_with(shown(store), STATION)
    (gone,) = (each for each in store.changes() if each.subject == "incident" and each.what == "withdrawn")
    assert gone.detail == {
        "claims_withdrawn": sorted(claim.member.event.event_id for claim in apart.claims),
        "now_in": [joined.incident_id],
    } or gone.subject_id not in (apart.incident_id, joined.incident_id)


def test_the_feed_tells_what_is_there(store: Store) -> None:
    """Whoever replays the feed has the events and incidents that the store has."""
    merged(store, week())
    merged(store, [tell("times", f"{OWN_WORDS} {STATION}"), tell("wire", WIRE, version="rules 2")])
    store.forget("herald")
    store.decide("different", [(event_of(store, "wire", BOMB), event_of(store, "state", _evidence(store)))], who="a")
    update_incidents(store)
    last: dict[str, dict[str, str]] = {"report": {}, "event": {}, "incident": {}}
    for each in store.changes():
        last[each.subject][each.subject_id] = each.what
    there = {kind: {key for key, what in told.items() if what != "withdrawn"} for kind, told in last.items()}
    with store.reading() as connection:
        current = select(event_ids.c.event_id).join(publications).where(publications.c.current)
        assert there["event"] == set(connection.execute(current).scalars())
        assert there["incident"] == set(connection.execute(select(incidents.c.incident_id)).scalars())
    assert there["report"] == {each.report.id for each in store.reports()}


def _evidence(store: Store) -> str:
    return next(event.evidence[0].text for event in store.events() if event.report_id == "state")


def test_no_words_and_no_names_are_in_the_feed(store: Store) -> None:
    told = {HELD: {"event_type": "COERCE", "mode": "arrest"}, OWN_WORDS: {}}
    person = {"private_names": ("Orla Vellmar",)}
    merged(store, [tell("a", f"{HELD} Orla Vellmar was among them.", told=told, **person), tell("b", OWN_WORDS)])
    store.decide("same", [(event_of(store, "a", HELD), event_of(store, "b", OWN_WORDS))], who="ana", note="Vellmar")
    update_incidents(store)
    feed = json.dumps([[each.subject_id, each.why, each.detail] for each in store.changes()]).lower()
    assert [word for word in ("vellmar", "market", "police", "arden", "six") if word in feed] == []


# --- the command


@pytest.fixture
def told(call: Call) -> Call:
    with open_store("dateline.db") as store:
        merged(store, [tell("wire", WIRE)])
    return call


def test_the_command_gives_tables_and_lines(told: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = told("changes", "--format", "jsonl").events()
    assert {line["what"] for line in lines} == {"added"}
    assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))
    table = told("changes", "--format", "table")
    assert "new report" in table.out
    assert lines[-1]["subject_id"] in table.out


@pytest.mark.parametrize(
    ("words", "some"),
    [
        (("--after", 2), True),
        (("--after", 100), False),
        (("--since", "2020-01-01"), True),
        (("--since", "2020-01-01T08:30"), True),
        (("--since", "2999-01-01T08:30+02:00"), False),
    ],
)
def test_the_command_gives_what_came_since(told: Call, words: tuple[object, ...], some: bool) -> None:
    assert bool(told("changes", *words).out) is some


@pytest.mark.parametrize("words", [("--since", "12/03/2024"), ("--since", "yesterday"), ("--after", "x")])
def test_a_time_that_is_none_is_a_mistake_of_the_user(told: Call, words: tuple[str, ...]) -> None:
    result = told("changes", *words)
    assert result.code == 2
    assert words[1] in result.err
