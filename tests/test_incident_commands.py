"""The commands that make, list and show incidents, as a person or a script meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from happened import (
    BOMB,
    HELD,
    MARCH,
    MARCH_TOO,
    OWN_WORDS,
    REWRITTEN,
    RISEN,
    WIRE,
    event_of,
    incident_with,
    merged,
    save_all,
    shown,
    tell,
    week,
)
from sqlalchemy import select
from test_store_databases import make_first_version

from dateline.records import Actor, Span
from dateline.store import open_store
from dateline.store.tables import metadata

Call = Callable[..., Any]


@pytest.fixture
def made(call: Call) -> Call:
    with open_store("dateline.db") as store:
        merged(store, week())
    return call


def wire_event() -> tuple[str, str]:
    """Give the ids of the wire's report of the bomb, and of its incident."""
    with open_store("dateline.db") as store:
        return event_of(store, "wire", BOMB), incident_with(shown(store), BOMB).incident_id


# --- merge


def test_merge_says_what_it_did_and_nothing_the_second_time(call: Call) -> None:
    with open_store("dateline.db") as store:
        save_all(store, [tell("wire", BOMB), tell("times", OWN_WORDS), tell("herald", MARCH)])
    first = call("merge")
    assert (first.code, first.out) == (0, "")
    assert "3 events looked at; incidents: 2 added, 0 changed, 0 withdrawn" in first.err
    assert "0 events looked at; incidents: 0 added, 0 changed, 0 withdrawn" in call("merge").err
    assert call("merge", "--quiet").err == ""


@pytest.mark.parametrize(
    "words", [("merge",), ("incidents",), ("incident", "i1"), ("changes",), ("decide", "list"), ("decide", "undo", "1")]
)
def test_there_must_be_a_store(call: Call, words: tuple[str, ...]) -> None:
    result = call(*words)
    assert (result.code, result.out) == (1, "")
    assert "there is no store" in result.err


def test_a_store_without_events(call: Call) -> None:
    open_store("dateline.db").close()
    assert "0 events looked at" in call("merge").err
    assert (call("incidents").code, call("incidents").out) == (0, "")
    assert "no incidents: `dateline code REPORTS`" in call("incidents", "--format", "table").err
    assert (call("export", "--what", "incidents").code, call("export", "--what", "incidents").out) == (0, "")
    assert call("changes").out == ""
    assert call("decide", "list").out == ""
    assert call("incident", "i1").code == 2


def test_a_store_of_the_first_version_is_merged(store_target: str, call: Call) -> None:
    make_first_version(store_target)
    result = call("incidents", "--store", store_target, "--format", "jsonl")
    assert result.code == 0
    assert [each["event_type"] for each in result.events()] == ["COERCE", "PROTEST"]
    feed = call("changes", "--store", store_target, "--format", "jsonl").events()
    assert {(each["subject"], each["why"]) for each in feed} == {("incident", "new report")}


# --- incidents


def test_a_list_brings_itself_up_to_date(call: Call) -> None:
    with open_store("dateline.db") as store:
        save_all(store, [tell("wire", BOMB), tell("times", OWN_WORDS)])
    (found,) = call("incidents", "--format", "jsonl").events()
    assert (found["claims"], found["reports"], found["sources"], found["disputed"]) == (2, 2, 2, [])


def test_a_list_as_table_and_as_lines(made: Call) -> None:
    lines = made("incidents", "--format", "jsonl").events()
    table = made("incidents", "--format", "table").out
    assert [each["first_day"] for each in lines] == sorted(each["first_day"] for each in lines)
    for each in lines:
        assert each["incident_id"][:9] in table
    assert "killed" in table
    assert "copies of one text count once" in table


@pytest.mark.parametrize(
    ("words", "types"),
    [
        (("--type", "PROTEST"), {"PROTEST"}),
        (("--type", "protest", "--type", "COERCE"), {"PROTEST", "COERCE"}),
        (("--disputed",), {"ASSAULT"}),
        (("--source", "herald.example", "--type", "PROTEST"), {"PROTEST"}),
        (("--report", "annual", "--type", "COERCE"), set()),
        (("--place", "Velm"), {"PROTEST"}),
        (("--since", "2024-03-06"), {"PROTEST"}),
        (("--until", "2024-03-04"), set()),
        (("--country", "PRT"), set()),
        (("--min-confidence", "0.9"), set()),
        (("--status", "planned"), set()),
        (("--limit", "1", "--type", "PROTEST"), {"PROTEST"}),
    ],
)
def test_what_is_listed_can_be_chosen(made: Call, words: tuple[str, ...], types: set[str]) -> None:
    result = made("incidents", "--format", "jsonl", *words)
    assert result.code == 0
    assert {each["event_type"] for each in result.events()} == types


@pytest.mark.parametrize("words", [("--limit", "0"), ("--type", "FOO"), ("--since", "1.3.2024"), ("--format", "csv")])
def test_wrong_choices_are_refused(made: Call, words: tuple[str, ...]) -> None:
    assert made("incidents", *words).code == 2


def test_so_many_and_no_more(made: Call) -> None:
    assert len(made("incidents", "--limit", "2").events()) == 2
    assert len(made("incidents", "--limit", "999").events()) == len(made("incidents").events()) > 2


@pytest.mark.parametrize("name", ["incidents", "changes"])
def test_whoever_reads_may_stop(made: Call, name: str) -> None:
    table = metadata.tables[name]
    key = next(iter(table.primary_key))
    with open_store("dateline.db") as store, store.transaction() as connection:
        for turn in range(9):  # more than fits into a pipe
            others = [column for column in table.columns if column is not key]
            new = key + 10_000 * 2**turn if name == "changes" else key + str(turn)
            connection.execute(table.insert().from_select([key, *others], select(new, *others)))
    command = [sys.executable, "-m", "dateline", name, "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


# --- incident


def test_one_incident_is_shown_with_all_it_keeps(call: Call) -> None:
    with open_store("dateline.db") as store:
        reports = [tell("wire", WIRE), tell("post", REWRITTEN, published="2024-03-07")]
        reports += [tell("times", OWN_WORDS, published="2024-03-07")]
        merged(store, [*reports, tell("times2", RISEN, published="2024-03-08", source="times.example")])
    event_id, incident_id = wire_event()
    shown_table = " ".join(call("incident", event_id, "--format", "table").out.split())
    assert f"{incident_id}: 4 claims, 2 independent sources" in shown_table
    for words in ("copy of", "updated by", "times.example", "why these were merged", "14-", "2024-03-05"):
        assert words in shown_table
    as_json = json.loads(call("incident", incident_id[:8], "--format", "jsonl").out)
    assert as_json["incident_id"] == incident_id
    assert [claim["report_id"] for claim in as_json["claims"]] == ["wire", "post", "times", "times2"]


def test_the_beginning_of_an_id_is_enough(made: Call) -> None:
    event_id, incident_id = wire_event()
    for name in (incident_id, incident_id[:10], event_id, event_id[:10]):
        assert json.loads(made("incident", name).out)["incident_id"] == incident_id


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("i", "incidents begin with 'i'"),
        ("", "give more letters"),
        ("iffffffffffffffff", "holds no incident or event"),
        ("zebra", "holds no incident or event"),
        ("%", "holds no incident or event"),
        ("i'--", "holds no incident or event"),
        ("é", "holds no incident or event"),
    ],
)
def test_an_id_that_means_none_or_several(made: Call, name: str, message: str) -> None:
    result = made("incident", name)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_odd_ids_on_a_server(postgres_url: str, call: Call) -> None:
    with open_store(postgres_url) as store:
        merged(store, [tell("wire", BOMB)])
        assert store.incident("\udcff") == store.event("\udcff") == []
    for name in ("%", "i'--", "é"):
        result = call("incident", name, "--store", postgres_url)
        assert result.code == 2
        assert "holds no incident or event" in result.err


def test_lines_follow_the_profile_and_the_table_is_for_who_holds_the_store(call: Call, tmp_path: Any) -> None:
    sentence = "Police arrested Orla Vellmar, a baker, at the ferry in Velm on Wednesday."
    who = Actor(span=Span(16, 28, "Orla Vellmar"), name="Orla Vellmar", kind="person", private=True)
    fields = {"event_type": "COERCE", "mode": "arrest", "recipients": (who,)}
    with open_store("dateline.db") as store:
        merged(store, [tell("a", sentence, told={sentence: fields}, private_names=("Orla Vellmar",))])
    assert "Vellmar" not in call("incident", "i", "--format", "jsonl").out
    assert "Vellmar" in call("incident", "i", "--format", "table").out
    (tmp_path / "dateline.toml").write_text('profile = "full"\n', encoding="utf-8")
    assert "Vellmar" in call("incident", "i", "--format", "jsonl").out


def test_exports_of_incidents_are_the_same_again(made: Call, tmp_path: Any) -> None:
    for what in ("incidents", "claims"):
        for form in ("jsonl", "csv", "geojson", "plover", "acled"):
            words = ("export", "--what", what, "--format", form)
            first, second = made(*words), made(*words)
            assert first.code == 0
            assert first.out == second.out != ""


def test_what_is_alike_but_told_of_other_days_is_listed_apart(call: Call) -> None:
    with open_store("dateline.db") as store:
        merged(store, [tell("times", MARCH), tell("herald", MARCH_TOO), tell("wire", HELD)])
    assert [(each["event_type"], each["claims"]) for each in call("incidents").events()] == [
        ("COERCE", 1),
        ("PROTEST", 2),
    ]
