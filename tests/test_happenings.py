"""Incidents of a store, one contract over SQLite and PostgreSQL: what is joined, what is kept apart, what is kept."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from claims import actor, figure, on
from happened import (
    BOMB,
    FURNISHED,
    MARCH,
    MARCH_TOO,
    MARKET,
    MINISTRY,
    MINISTRY_SAYS,
    OWN_WORDS,
    REWRITTEN,
    RISEN,
    ROADS_REWRITTEN,
    STATION,
    WIRE,
    YEAR_LATER,
    Coded,
    exported,
    groups,
    incident_with,
    merged,
    save_all,
    shown,
    state,
    tell,
    week,
)

from dateline.errors import StoreError
from dateline.happenings import Merged, incidents_of, needs_update, update, update_incidents
from dateline.incidents import Reliability, incident_to_json
from dateline.records import Actor, Span
from dateline.store import Store, open_store
from dateline.store.secret import get_secret
from dateline.store.tables import settings


@pytest.fixture
def store(store_target: str) -> Iterator[Store]:
    with open_store(store_target) as opened:
        yield opened


def kinds(store: Store) -> dict[str, str | None]:
    """Give for each report how it repeats the telling of another in the incident of the first bomb."""
    found = incident_with(shown(store), BOMB)
    return {claim.member.event.report_id: claim.member.copy_kind for claim in found.claims}


def test_a_store_without_events_has_no_incidents(store: Store) -> None:
    assert update_incidents(store) == Merged()
    assert shown(store) == []
    assert not needs_update(store)


# --- copies


@pytest.mark.parametrize(
    ("copy", "kind"),
    [
        (tell("other", WIRE, published="2024-03-07"), "same"),
        (tell("other", REWRITTEN, published="2024-03-07"), "copy"),
        (tell("other", FURNISHED, published="2024-03-07"), "copy"),
        (tell("other", YEAR_LATER, published="2025-03-12"), "passage"),
    ],
    ids=["same", "rewritten", "furnished", "quoted a year later"],
)
def test_a_copy_is_one_more_claim_and_no_more_source(store: Store, copy: Coded, kind: str) -> None:
    before = merged(store, [tell("wire", WIRE), tell("times", OWN_WORDS, published="2024-03-07")])
    after = merged(store, [copy])
    first, later = incident_with(before, BOMB), incident_with(after, BOMB)
    assert later.incident_id == first.incident_id
    assert (later.independent_sources, later.disputed) == (first.independent_sources, first.disputed) == (2, ())
    assert len(later.claims) == len(first.claims) + 1
    assert [(each.incident_id, each.independent_sources) for each in after] == [
        (each.incident_id, each.independent_sources) for each in before
    ]
    assert kinds(store) == {"wire": None, "times": None, "other": kind}
    (note,) = (each for each in later.sources if each.source == "other.example")
    assert (note.independent, note.copies) == (False, ("wire.example",))


def test_an_original_that_comes_later_takes_its_place(store: Store) -> None:
    merged(store, [tell("post", REWRITTEN, published="2024-03-07"), tell("annual", YEAR_LATER, published="2025-03-12")])
    assert kinds_by_report(store) == {"post": {None}, "annual": {"passage"}}
    merged(store, [tell("wire", WIRE)])
    assert kinds_by_report(store) == {"wire": {None}, "post": {"copy"}, "annual": {"passage"}}


def test_of_copies_of_one_day_the_longest_is_the_original(store: Store) -> None:
    cut = REWRITTEN.replace(f" {ROADS_REWRITTEN}", "")
    merged(store, [tell("post", cut), tell("wire", WIRE), tell("echo", f"{cut} More follows.")])
    assert kinds_by_report(store) == {"wire": {None}, "post": {"copy"}, "echo": {"copy"}}


def test_the_copies_of_a_report_that_is_forgotten_stand_for_themselves(store: Store) -> None:
    merged(store, [tell("wire", WIRE), tell("post", REWRITTEN, published="2024-03-07")])
    store.forget("wire")
    update_incidents(store)
    assert kinds_by_report(store) == {"post": {None}}
    assert [each.independent_sources for each in shown(store)] == [1, 1, 1]


def kinds_by_report(store: Store) -> dict[str, set[str | None]]:
    found: dict[str, set[str | None]] = {}
    for each in shown(store):
        for claim in each.claims:
            found.setdefault(claim.member.event.report_id, set()).add(claim.member.copy_kind)
    return found


# --- what is one happening


def test_two_bombings_in_one_city_on_one_day_stay_two(store: Store) -> None:
    found = merged(
        store,
        [
            tell("wire", BOMB),
            tell("herald", STATION, published="2024-03-06"),
            tell("times", OWN_WORDS, published="2024-03-07"),
            tell("leaflet", f"{OWN_WORDS} {STATION}", published="2024-03-08"),
        ],
    )
    assert groups(found) == [["herald", "leaflet"], ["leaflet", "times", "wire"]]


def test_what_two_papers_tell_in_their_own_words_is_one_happening(store: Store) -> None:
    found = merged(store, [tell("times", MARCH), tell("herald", MARCH_TOO)])
    assert groups(found) == [["herald", "times"]]
    assert (found[0].independent_sources, found[0].told_alone_by) == (2, None)
    (link,) = found[0].links
    assert (link.kind, link.score > 0.5) == ("score", True)
    assert {reason.why.split(":")[0] for reason in link.reasons} >= {"place", "date", "actor"}


def test_what_one_source_tells_is_told_by_it_alone(store: Store) -> None:
    (found,) = merged(store, [tell("wire", BOMB), tell("post", BOMB, published="2024-03-07")])
    assert (len(found.claims), found.independent_sources, found.told_alone_by) == (2, 1, "wire.example")


PARTY_SAYS = "More than 1,500 people were shot dead at the fish market in Arden on Tuesday, the Harbour Party said."
OFFICIALS_SAY = "Some 200 people were shot dead at the fish market in Arden on Tuesday, the interior ministry said."
SHOT = {"mode": "firearms", "place": MARKET, "date": on("2024-03-05")}
SHOTS = {
    PARTY_SAYS: SHOT | {"figures": (figure("killed", 1500, None),), "attributed_to": (actor("Harbour Party"),)},
    OFFICIALS_SAY: SHOT | {"figures": (figure("killed", 200),), "attributed_to": (MINISTRY,)},
}


def test_two_parties_that_count_differently_dispute_one_incident(store: Store) -> None:
    reports = [tell("party", PARTY_SAYS, told=SHOTS), tell("state", OFFICIALS_SAY, told=SHOTS, published="2024-03-07")]
    (found,) = merged(store, reports)
    assert found.disputed == ("figures.killed",)
    assert [(row.claimant, row.min, row.max, row.source) for row in found.figures] == [
        ("Harbour Party", 1500, None, "party.example"),
        ("interior ministry", 200, 200, "state.example"),
    ]
    (kept,) = store.incidents()
    assert (kept.disputed, kept.sources) == ("figures.killed", 2)


def test_a_toll_that_one_claimant_raises_is_an_update(store: Store) -> None:
    reports = [
        tell("times", OWN_WORDS),
        tell("times2", RISEN, published="2024-03-08", source="times.example"),
    ]
    (found,) = merged(store, reports)
    first, later = found.figures
    assert (first.min, first.updated_by, later.min, later.updated_by) == (14, later.event_id, 17, None)
    assert found.disputed == ()


# --- again and again


def test_to_update_again_changes_nothing(store: Store) -> None:
    merged(store, week())
    before = state(store), exported(store), exported(store, "public"), list(store.changes())
    assert not needs_update(store)
    assert update_incidents(store) == Merged()
    assert (state(store), exported(store), exported(store, "public"), list(store.changes())) == before
    save_all(store, week())
    assert update_incidents(store) == Merged()
    assert (state(store), exported(store), exported(store, "public"), list(store.changes())) == before


def test_a_new_version_merges_all_anew_and_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    merged(store, week())
    before = state(store), exported(store)
    monkeypatch.setattr(update, "MERGE_VERSION", "another")
    assert needs_update(store)
    update_incidents(store)
    assert (state(store), exported(store)) == before


def test_both_kinds_of_store_and_a_copy_export_the_same(tmp_path: Path, postgres_url: str) -> None:
    with open_store(tmp_path / "a.db") as file, open_store(postgres_url) as server:
        merged(file, week())
        expected = exported(file), exported(file, "public"), state(file)
        file.copy_to(server)
        assert not needs_update(server)
        assert (exported(server), exported(server, "public"), state(server)) == expected
        merged(server, [tell("late", RISEN, published="2024-03-09")])
        merged(file, [tell("late", RISEN, published="2024-03-09")])
        assert (exported(server), exported(server, "public"), state(server)) == (
            exported(file),
            exported(file, "public"),
            state(file),
        )


def test_what_merged_on_a_server_is_what_merged_in_a_file(tmp_path: Path, postgres_url: str) -> None:
    with open_store(tmp_path / "a.db") as file, open_store(postgres_url) as server:
        with file.reading() as connection:
            secret = get_secret(connection).hex()
        with server.transaction() as connection:
            connection.execute(settings.update().where(settings.c.name == "secret").values(value=secret))
        for half in (week()[:5], week()[5:]):
            merged(file, half)
        merged(server, reversed(week()))
        assert (exported(file), exported(file, "public")) == (exported(server), exported(server, "public"))


# --- trouble


class StoppedError(Exception):
    """Stands for whatever may stop a merge."""


@pytest.mark.parametrize("where", ["add_links", "add_incidents", "keep_setting"])
def test_what_stops_in_the_middle_leaves_all_as_it_was(
    store: Store, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged(store, week()[:6])
    before, feed = state(store), list(store.changes())
    save_all(store, week()[6:])
    saved = list(store.changes())

    def stop(*_args: object) -> None:
        raise StoppedError

    with monkeypatch.context() as patch:
        patch.setattr(f"dateline.store.merging.{where}", stop)
        with pytest.raises(StoppedError):
            update_incidents(store)
    assert state(store) == before
    assert list(store.changes()) == saved
    assert saved[: len(feed)] == feed
    assert needs_update(store)
    update_incidents(store)
    with open_store(tmp_path / "undisturbed.db") as other:
        merged(other, week())
        assert exported(other) == exported(store)


MERGER = textwrap.dedent("""
    import sys
    sys.path.insert(0, sys.argv[1])
    from happened import OWN_WORDS, STATION, tell, week
    from dateline.happenings import update_incidents
    from dateline.store import open_store

    with open_store(sys.argv[2], patience=120) as store:
        for turn, each in enumerate(week()[:4] if sys.argv[3] == "on" else week()[3::-1]):
            each.save(store)
            tell(f"{sys.argv[3]}{turn}", f"{OWN_WORDS} {STATION} {sys.argv[3]}{turn}").save(store)
            update_incidents(store)
""")


def test_two_processes_code_and_merge_at_once(store: Store, store_target: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", MERGER, str(Path(__file__).parent), store_target]
    both = [subprocess.Popen([*command, way], stderr=subprocess.PIPE, text=True) for way in ("on", "back")]
    assert [(process.communicate()[1], process.returncode) for process in both] == [("", 0), ("", 0)]
    assert not needs_update(store)
    with open_store(tmp_path / "alone.db") as alone:
        for way in ("on", "back"):
            save_all(alone, (tell(f"{way}{turn}", f"{OWN_WORDS} {STATION} {way}{turn}") for turn in range(4)))
        merged(alone, week()[:4])
        assert exported(alone) == exported(store)


def test_a_server_that_takes_no_writes_shows_its_incidents_and_says_why_it_cannot_merge(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        merged(store, [tell("wire", WIRE)])
        expected = exported(store)
    with open_store(f"{postgres_url}&options=-cdefault_transaction_read_only%3Don") as reader:
        assert update_incidents(reader) == Merged()
        assert exported(reader) == expected
        with open_store(postgres_url) as store:
            tell("times", OWN_WORDS).save(store)
        with pytest.raises(StoreError, match="the database is read-only"):
            update_incidents(reader)
        assert exported(reader) == expected


# --- private persons

HELD_BY_NAME = "Police arrested {name}, a baker, at the ferry in Velm on Wednesday after she handed out leaflets."
SEEN_BY_NAME = "A woman named {name} was taken away by officers in Velm on Wednesday, her neighbours said."


def person(name: str, start: int) -> Actor:
    return Actor(span=Span(start, start + len(name), name), name=name, kind="person", private=True)


def of_person(report_id: str, sentence: str, name: str) -> Coded:
    words = sentence.format(name=name)
    who = person(name, words.index(name))
    fields = {
        "event_type": "COERCE",
        "mode": "arrest",
        "recipients": (who,),
        "date": on("2024-03-06"),
        "attributed_to": (who,),
        "figures": (figure("arrested", 1, by=(who,)),),
    }
    return tell(report_id, words, told={words: fields}, private_names=(name,))


def without_names(found: bytes, *names: str) -> bytes:
    for name in names:
        found = found.replace(name.encode(), b"NAME".ljust(len(name)))
    return found


def test_a_private_person_links_no_reports(store: Store) -> None:
    """Whether two reports name one private person or two changes nothing but the name that is shown."""
    merged(store, [of_person("a", HELD_BY_NAME, "Orla Vellmar"), of_person("b", SEEN_BY_NAME, "Orla Vellmar")])
    one = groups(shown(store)), [(each.score, each.reasons) for incident in shown(store) for each in incident.links]
    disputes = [each.disputed for each in shown(store)]
    for report in ("a", "b"):
        store.forget(report)
    merged(store, [of_person("a", HELD_BY_NAME, "Orla Vellmar"), of_person("b", SEEN_BY_NAME, "Tess Quibell")])
    two = groups(shown(store)), [(each.score, each.reasons) for incident in shown(store) for each in incident.links]
    assert one == two
    assert [each.disputed for each in shown(store)] == disputes


@pytest.mark.parametrize("profile", ["public", "strict"])
def test_no_private_name_reaches_what_is_shown(store: Store, profile: str) -> None:
    reports = [of_person("a", HELD_BY_NAME, "Orla Vellmar"), of_person("b", SEEN_BY_NAME, "Orla Vellmar")]
    merged(store, reports)
    store.decide("same", [tuple(event.event_id for event in store.events())], who="ana")
    update_incidents(store)
    (found,) = incidents_of(store, profile=profile)
    as_json = json.dumps(incident_to_json(found))
    feed = json.dumps([[each.subject_id, each.detail] for each in store.changes()])
    listed = json.dumps([str(each) for each in store.incidents()])
    assert [name for name in ("Orla", "Vellmar") for told in (as_json, feed, listed) if name in told] == []
    assert [name for name in ("Orla", "Vellmar") if name in exported(store, profile, form="csv").decode()] == []


def test_full_reasons_name_no_private_person(store: Store) -> None:
    """Reasons are kept apart from claims: they say that a private person is meant, and not who."""
    reports = [of_person("a", HELD_BY_NAME, "Orla Vellmar"), of_person("b", SEEN_BY_NAME, "Tess Quibell")]
    for incident in merged(store, reports):
        for link in incident.links:
            assert not any("Vellmar" in reason.why or "Quibell" in reason.why for reason in link.reasons)
        for claim in incident.claims:
            assert claim.told_by == ("a private person",)
        for compared in incident.fields:
            assert not any("Vellmar" in str(value.value) for value in compared.values)


# --- grades


def test_grades_are_carried_and_change_no_incident(store: Store) -> None:
    merged(store, [tell("wire", WIRE), tell("state", MINISTRY_SAYS, published="2024-03-07")])
    grades = {"state.example": Reliability(grade="D", credibility="4", note="a party to it")}
    graded = list(incidents_of(store, profile="full", grades=grades))
    found = incident_with(graded, BOMB)
    assert {note.source: note.reliability for note in found.sources} == {"wire.example": None} | grades
    assert [claim.reliability for claim in found.claims if claim.member.event.report_id == "state"] == [
        *grades.values()
    ]
    assert [each.incident_id for each in graded] == [each.incident_id for each in shown(store)]
