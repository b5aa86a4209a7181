"""Whatever the order in which reports come, and whatever came and went before: the same incidents, byte for byte."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from happened import (
    BOMB,
    CLAIMED,
    OWN_WORDS,
    REWRITTEN,
    ROADS,
    STATION,
    WIRE,
    Coded,
    alike,
    empty,
    exported,
    merged,
    shown,
    state,
    tell,
    week,
)
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dateline.happenings import update_incidents
from dateline.incidents import Incident
from dateline.store import Store, open_store


@dataclass(frozen=True, repr=False)
class Act:
    """Something done to a store, with a name to show in a failure."""

    name: str
    do: Callable[[Store], object]

    def __repr__(self) -> str:
        return self.name


MERGE = Act("merge", update_incidents)


@pytest.fixture(scope="module")
def sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("order") / "dateline.db") as opened:
        yield opened


@pytest.fixture
def server_store(postgres_url: str) -> Iterator[Store]:
    with open_store(postgres_url) as opened:
        yield opened


class Known(dict[str, Any]):
    """What stores show where nothing else had been, by their names; too long to be shown in a failure."""

    def __repr__(self) -> str:
        return "..."


@pytest.fixture
def expected() -> Known:
    return Known()


@pytest.fixture
def store(store_target: str) -> Iterator[Store]:
    with open_store(store_target) as opened:
        yield opened


def seen(store: Store) -> tuple[object, ...]:
    return (
        state(store),
        alike(store),
        exported(store),
        exported(store, "public"),
        exported(store, what="claims", form="csv"),
    )


# --- what came before and went


def coded_otherwise(coded: Coded) -> list[Coded]:
    """Give a coding by another version: one event is missing, one is of another mode, one is told twice."""
    first, *others = coded.events
    return [replace(coded, version="rules 0", events=(replace(first, mode="firearms", place=None), first, *others[1:]))]


def known_to_hold_names(coded: Coded) -> list[Coded]:
    return [replace(coded, version="rules 0", private_names=("Orla Harbour", "Brigade Vellmar"))]


def older_text(coded: Coded) -> list[Coded]:
    return [tell(coded.report.id, f"{OWN_WORDS} {STATION} {coded.report.id}", published="2024-03-05")]


def same_url(coded: Coded) -> list[Coded]:
    older = tell(f"old-{coded.report.id}", f"{BOMB} {CLAIMED} {ROADS}", url=f"https://{coded.report.id}")
    return [older]


def other_day(coded: Coded) -> list[Coded]:
    day = dt.date(2024, 3, 4)
    report = replace(coded.report, published=day, published_from="given")
    return [replace(coded, report=report, events=tuple(replace(event, published=day) for event in coded.events))]


def other_source(coded: Coded) -> list[Coded]:
    return [replace(coded, report=replace(coded.report, source="elsewhere.example"))]


#: Older texts come first: a text that another one has replaced is not told again.
BEFORE = (older_text, same_url, coded_otherwise, known_to_hold_names, other_day, other_source)
NAMED = tell("guest-named", WIRE, version="rules 0", private_names=("Market Ruins",))
GUESTS = [
    tell("guest-copy", WIRE, published="2024-03-04"),
    tell("guest-rewritten", REWRITTEN, published="2024-03-03"),
    tell("guest-old", WIRE, published="2022-01-03"),
    tell("guest-first", f"{WIRE} The mayor wept.", published="2024-03-03"),
    tell("guest-other", f"{OWN_WORDS} {STATION}", published="2024-03-05"),
    NAMED,
]


def save(coded: Coded, way: str = "") -> Act:
    return Act(f"{coded.report.id} {way}".strip(), coded.save)


def forget(report_id: str) -> Act:
    return Act(f"forget {report_id}", lambda store: store.forget(report_id))


@st.composite
def histories(draw: st.DrawFn) -> list[Act]:
    """Give acts that end with the reports of the week in the store, in any order, whatever there was before."""
    lines: list[list[Act]] = []
    for coded in week():
        told = replace(coded, report=replace(coded.report, url=f"https://{coded.report.id}"))
        before = sorted(draw(st.lists(st.sampled_from(BEFORE), max_size=2)), key=BEFORE.index)
        lines.append([*(save(each, way.__name__) for way in before for each in way(told)), save(told)])
    for guest in draw(st.lists(st.sampled_from(GUESTS), max_size=2, unique_by=lambda each: each.report.id)):
        lines.append([save(guest), forget(guest.report.id)])
    acts: list[Act] = []
    while lines:
        line = draw(st.integers(0, len(lines) - 1))
        acts.append(lines[line].pop(0))
        if draw(st.integers(0, 3)) == 0:
            acts.append(MERGE)
        lines = [left for left in lines if left]
    return [*acts, MERGE]


def plainly(store: Store) -> tuple[object, ...]:
    """Give what the store shows where the reports of the week came at once and nothing else did."""
    empty(store)
    merged(store, (replace(each, report=replace(each.report, url=f"https://{each.report.id}")) for each in week()))
    return seen(store)


GENERATED = {"derandomize": True, "phases": (Phase.generate,), "suppress_health_check": list(HealthCheck)}


@settings(max_examples=12, **GENERATED)
@given(acts=histories())
def test_any_history_gives_the_same_incidents(sqlite_store: Store, expected: Known, acts: list[Act]) -> None:
    check(sqlite_store, expected, acts)


@settings(max_examples=3, **GENERATED)
@given(acts=histories())
def test_any_history_gives_the_same_incidents_on_a_server(
    server_store: Store, expected: Known, acts: list[Act]
) -> None:
    check(server_store, expected, acts)


def check(store: Store, expected: Known, acts: list[Act]) -> None:
    """Do acts on an emptied store, and compare it with one where nothing else had been; that is made once."""
    if store.name not in expected:
        expected[store.name] = plainly(store)
    empty(store)
    for act in acts:
        act.do(store)
    assert seen(store) == expected[store.name]


def test_to_forget_the_first_telling_leaves_the_copies_as_if_it_had_never_been(store: Store) -> None:
    first = tell("first", REWRITTEN, published="2024-03-03")
    reports = [tell("wire", WIRE), tell("post", REWRITTEN, published="2024-03-07")]
    merged(store, reports)
    expected = seen(store)
    empty(store)
    assert "post" not in copied(merged(store, [first, *reports]))
    store.forget("first")
    update_incidents(store)
    assert seen(store) == expected
    assert copied(shown(store)) == {"post"}


def copied(found: list[Incident]) -> set[str]:
    """Give the reports that copy another text."""
    members = [claim.member for each in found for claim in each.claims]
    return {each.event.report_id for each in members if each.copy_kind == "copy"}


def test_another_day_of_a_text_that_is_coded_with_it_already(store: Store) -> None:
    reports = [tell("wire", WIRE), tell("post", REWRITTEN, published="2024-03-07")]
    twin = tell("twin", REWRITTEN, published="2024-03-07")
    merged(store, [*reports, twin])
    expected = seen(store)
    empty(store)
    early = tell("post", REWRITTEN, published="2024-03-03")
    assert copied(merged(store, [reports[0], early, twin])) == {"wire"}
    reports[1].save(store)
    update_incidents(store)
    assert seen(store) == expected
