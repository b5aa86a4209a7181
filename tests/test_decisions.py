"""A person's decisions: they bind, outlive every new coding and merging, can be withdrawn, and are never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from happened import (
    BOMB,
    HELD,
    MARCH,
    MINISTRY_SAYS,
    OWN_WORDS,
    RISEN,
    ROADS,
    WIRE,
    event_of,
    exported,
    groups,
    merged,
    save_all,
    shown,
    tell,
)

from dateline.errors import UsageError
from dateline.happenings import update, update_incidents
from dateline.store import Store, open_store

Call = Callable[..., Any]

REPORTS = [
    tell("wire", BOMB),
    tell("times", OWN_WORDS, published="2024-03-07"),
    tell("march", MARCH, published="2024-03-08"),
]
TOGETHER, APART = [["march"], ["times", "wire"]], [["march"], ["times"], ["wire"]]


@pytest.fixture
def store(store_target: str) -> Iterator[Store]:
    with open_store(store_target) as opened:
        merged(opened, REPORTS)
        assert now(opened) == TOGETHER
        yield opened


def now(store: Store) -> list[list[str]]:
    update_incidents(store)
    return groups(shown(store))


def ids(store: Store) -> dict[str, str]:
    """Give the events of the first reports by report."""
    return {event.report_id: event.event_id for event in store.events()}


def decide(store: Store, verdict: str, *pairs: tuple[str, str]) -> int:
    event = ids(store)
    return store.decide(verdict, [(event[one], event[other]) for one, other in pairs], who="ana")


def test_what_is_forbidden_stays_apart_and_comes_together_when_that_is_withdrawn(store: Store) -> None:
    before = exported(store)
    number = decide(store, "different", ("wire", "times"))
    assert now(store) == APART
    store.withdraw(number, who="ben")
    assert now(store) == TOGETHER
    assert exported(store) == before
    ((kept, gone),) = store.decisions()
    assert (kept.number, kept.verdict, kept.made_by, kept.withdrawn_by, gone) == (1, "different", "ana", "ben", set())
    assert kept.made_at <= str(kept.withdrawn_at)


def test_what_is_merged_by_hand_says_so(store: Store) -> None:
    decide(store, "same", ("wire", "march"))
    assert now(store) == [["march", "times", "wire"]]
    (found,) = shown(store)
    (link,) = (each for each in found.links if each.kind == "decision")
    assert {link.event_id, link.other_id} == {ids(store)["wire"], ids(store)["march"]}


def test_decisions_outlive_new_reports_codings_and_weights(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(store, "different", ("wire", "times"))
    decide(store, "same", ("wire", "march"))
    decided = [["march", "wire"], ["times"]]
    assert now(store) == decided
    save_all(store, (replace(each, version="rules 2") for each in REPORTS))
    assert now(store) == decided
    monkeypatch.setattr(update, "MERGE_VERSION", "new weights")
    assert now(store) == decided
    merged(store, [tell("late", RISEN, published="2024-03-09")])
    found = now(store)
    assert not any({"wire", "times"} <= set(group) for group in found)
    assert any({"wire", "march"} <= set(group) for group in found)


def test_a_copy_goes_with_what_it_repeats_also_where_that_was_decided(store: Store) -> None:
    merged(store, [tell("long", WIRE), tell("copy", f"{WIRE} All rights reserved.", published="2024-03-07")])
    event = event_of(store, "long", HELD), event_of(store, "march", MARCH)
    store.decide("same", [event], who="ana")
    assert ["copy", "long", "march"] in now(store)


def test_a_copy_can_be_taken_out(store: Store) -> None:
    merged(store, [tell("long", WIRE), tell("copy", f"{WIRE} All rights reserved.", published="2024-03-07")])
    store.decide("different", [(event_of(store, "long", HELD), event_of(store, "copy", HELD))], who="ana")
    assert [group for group in now(store) if "march" not in group and len(group) == 1] == [["copy"], ["long"]]


def test_the_last_word_on_a_pair_counts_and_the_one_before_when_it_is_withdrawn(store: Store) -> None:
    decide(store, "different", ("wire", "times"))
    later = decide(store, "same", ("times", "wire"))
    assert now(store) == TOGETHER
    store.withdraw(later, who="ana")
    assert now(store) == APART


def test_of_decisions_that_contradict_each_other_what_is_forbidden_wins(store: Store) -> None:
    decide(store, "same", ("wire", "march"), ("march", "times"))
    decide(store, "different", ("wire", "times"))
    assert not any({"wire", "times"} <= set(group) for group in now(store))


def test_the_order_in_which_reports_come_changes_nothing(store: Store, tmp_path: Any) -> None:
    decide(store, "different", ("wire", "times"))
    decide(store, "same", ("wire", "march"))
    with open_store(tmp_path / "other.db") as other:
        save_all(other, reversed(REPORTS))
        decide(other, "different", ("wire", "times"))
        decide(other, "same", ("wire", "march"))
        assert now(other) == now(store)
        assert exported(other) == exported(store)


def test_a_decision_about_an_event_that_is_not_there_is_refused_and_not_kept(store: Store) -> None:
    with pytest.raises(UsageError, match=r"no event ffffffffffffffff \(any more\)"):
        store.decide("same", [(ids(store)["wire"], "f" * 16)], who="ana")
    assert store.decisions() == []


def test_a_decision_outlives_its_events_as_an_orphan_and_holds_again_when_they_return(store: Store) -> None:
    gone = ids(store)["times"]
    decide(store, "different", ("wire", "times"))
    store.forget("times")
    assert now(store) == [["march"], ["wire"]]
    assert [orphans for _, orphans in store.decisions()] == [{gone}]
    assert now(store) == [["march"], ["wire"]]
    merged(store, REPORTS)
    assert now(store) == APART
    assert [orphans for _, orphans in store.decisions()] == [set()]
    store.forget("times")
    store.withdraw(1, who="ana")
    assert now(store) == [["march"], ["wire"]]


def test_a_decision_follows_its_sentence_into_a_new_version_of_the_report(store: Store) -> None:
    decide(store, "different", ("wire", "times"))
    merged(store, [tell("times", f"{ROADS} {OWN_WORDS}", published="2024-03-07")])
    assert now(store) == APART
    assert [orphans for _, orphans in store.decisions()] == [set()]
    merged(store, [tell("times", f"{ROADS} {OWN_WORDS}", published="2024-03-07", version="rules 2")])
    assert now(store) == APART
    merged(store, [tell("times", MINISTRY_SAYS, published="2024-03-07")])  # another sentence is another claim
    assert [len(orphans) for _, orphans in store.decisions()] == [1]


def test_a_decision_cannot_be_withdrawn_twice(store: Store) -> None:
    number = decide(store, "different", ("wire", "times"))
    store.withdraw(number, who="ana")
    with pytest.raises(UsageError, match="withdrawn already"):
        store.withdraw(number, who="ana")
    with pytest.raises(UsageError, match="no decision 7"):
        store.withdraw(7, who="ana")


def test_one_text_told_by_two_reports_cannot_tell_of_two_happenings(store: Store) -> None:
    merged(store, [tell("daily", BOMB)])
    with pytest.raises(UsageError, match="one text"):
        decide(store, "different", ("wire", "daily"))
    assert store.decisions() == []


# --- the command


@pytest.fixture
def made(call: Call) -> Call:
    with open_store("dateline.db") as store:
        merged(store, REPORTS)
    return call


def event(report_id: str) -> str:
    with open_store("dateline.db") as store:
        return ids(store)[report_id]


def incident_of(report_id: str) -> str:
    with open_store("dateline.db") as store:
        return next(each.incident_id for each in store.incident(event(report_id)))


def listed() -> list[list[str]]:
    with open_store("dateline.db") as store:
        return groups(shown(store))


def test_an_event_is_split_off_merged_again_and_that_undone(made: Call) -> None:
    result = made("decide", "split", incident_of("wire"), event("times"), "--note", "another market")
    assert (result.code, result.out) == (0, "")
    assert "decision 1 kept; incidents: 1 added, 1 changed, 0 withdrawn" in result.err
    assert listed() == APART
    assert made("decide", "merge", incident_of("wire"), incident_of("times")).code == 0
    assert listed() == TOGETHER
    assert "decision 2 withdrawn" in made("decide", "undo", 2).err
    assert listed() == APART
    (first, second) = made("decide", "list", "--format", "jsonl").events()
    assert (first["note"], first["withdrawn_at"], first["events_gone"]) == ("another market", None, [])
    assert second["withdrawn_at"]
    table = made("decide", "list", "--format", "table").out
    assert "another market" in table
    assert "withdrawn" in table


def test_to_merge_whole_incidents_takes_back_all_that_held_them_apart(made: Call) -> None:
    with open_store("dateline.db") as store:
        merged(store, [tell("late", RISEN, published="2024-03-09")])
    assert listed() == [["late", "times", "wire"], ["march"]]
    assert made("decide", "split", incident_of("wire"), event("times"), event("late")).code == 0
    apart = listed()
    assert not any("wire" in group and len(group) > 1 for group in apart)
    assert made("decide", "merge", incident_of("wire"), incident_of("times"), incident_of("late")).code == 0
    assert listed() == [["late", "times", "wire"], ["march"]]


def test_copies_are_split_off_with_what_they_copy(made: Call) -> None:
    with open_store("dateline.db") as store:
        merged(store, [tell("daily", OWN_WORDS, published="2024-03-08")])
    assert made("decide", "split", incident_of("wire"), event("times")).code == 0
    assert listed() == [["daily", "times"], ["march"], ["wire"]]


def test_to_forbid(made: Call) -> None:
    assert made("decide", "forbid", event("wire")[:8], event("times")[:8]).code == 0
    assert listed() == APART


def test_a_person_is_named_by_the_settings(made: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_USER", "desk two")
    made("decide", "forbid", event("wire"), event("times"))
    (line,) = made("decide", "list", "--format", "jsonl").events()
    assert line["made_by"] == "desk two"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("merge", "ffff", "{wire}"), "'ffff' names no event or incident"),
        (("merge", "{wire}"), "at least two"),
        (("merge", "{wire}", "{wire}"), "at least two"),
        (("merge", "", "{wire}"), "give more letters"),
        (("forbid", "{wire}", "{wire}"), "named twice"),
        (("forbid", "{wire}", "abc def"), "names no event"),
        (("split", "{incident}", "{march}"), "is not in the incident"),
        (("split", "{incident}", "{wire}", "{times}"), "leave at least one"),
        (("split", "{wire}", "{times}"), "names no incident"),
        (("undo", "9"), "no decision 9"),
        (("undo", "one"), "one"),
    ],
)
def test_what_cannot_be_decided_is_refused(made: Call, words: tuple[str, ...], message: str) -> None:
    known = {name: event(name) for name in ("wire", "times", "march")} | {"incident": incident_of("wire")}
    result = made("decide", *(word.format(**known) for word in words))
    assert result.code == 2
    assert message in result.err
    assert made("decide", "list", "--format", "jsonl").out == ""


def test_an_event_that_was_replaced_is_none_to_decide_about(made: Call) -> None:
    old = event("times")
    with open_store("dateline.db") as store:
        merged(store, [tell("times", MINISTRY_SAYS, published="2024-03-07")])
    result = made("decide", "forbid", event("wire"), old)
    assert result.code == 2
    assert old in result.err


def test_orphans_are_told(made: Call) -> None:
    made("decide", "forbid", event("wire"), event("times"))
    gone = event("times")
    made("forget", "times", "--yes")
    assert "1 decision is about events that are gone" in made("merge").err
    (line,) = made("decide", "list", "--format", "jsonl").events()
    assert line["events_gone"] == [gone]
    assert "events gone" in made("decide", "list", "--format", "table").out
