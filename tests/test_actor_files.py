"""Actors of one's own: a YAML or CSV file beside the built-in registry, and `dateline actors`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import UsageError
from dateline.ontology.actor_files import load_actors
from dateline.ontology.registry import load_lexicon
from dateline.pipeline import code_report
from dateline.records import Actor, Report
from dateline.tools import Tools, load_tools

ACTORS = """\
actors:
  River Guard: {role: PAR, country: PRT, aliases: "RG, Guarda do Rio"}
  Ana Berg: {kind: person, role: GOV, country: PRT, from: 2022-01-01, to: 2024-12-31}
  Reef Watchers: {kind: group, role: NGO}
nouns:
  checkpoint guard: MIL
  reef keeper: {role: NGO, kind: person}
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    path = tmp_path_factory.mktemp("actors") / "actors.yaml"
    path.write_text(ACTORS, encoding="utf-8")
    return load_tools(actors=path)


def doers(text: str, tools: Tools, day: str = "2024-03-12") -> tuple[Actor, ...]:
    (event,) = code_report(Report(id="r", text=text, published=dt.date.fromisoformat(day)), tools).events
    return event.actors


@pytest.mark.parametrize(
    ("subject", "name", "role", "country", "kind"),
    [
        ("The River Guard", "River Guard", "PAR", "PRT", "organization"),
        ("The RG", "River Guard", "PAR", "PRT", "organization"),
        ("Guarda do Rio", "River Guard", "PAR", "PRT", "organization"),
        ("Checkpoint guards", "checkpoint guards", "MIL", None, "group"),
        ("Reef keepers", "reef keepers", "NGO", None, "group"),
        ("The Red Cross", "Red Cross", "NGO", None, "organization"),
    ],
)
def test_names_and_words_of_the_file_are_read(
    own: Tools, subject: str, name: str, role: str, country: str | None, kind: str
) -> None:
    (actor,) = doers(f"{subject} detained two men on Monday.", own)
    assert (actor.name, actor.role, actor.country, actor.kind) == (name, role, country, kind)


def test_a_public_person_of_the_file_is_not_private_while_in_office(own: Tools) -> None:
    (actor,) = doers("Ana Berg condemned the strike on Monday.", own)
    assert (actor.kind, actor.role, actor.country, actor.private) == ("person", "GOV", "PRT", False)
    (later,) = doers("Ana Berg condemned the strike on Monday.", own, "2025-03-12")
    assert (later.role, later.private) == (None, True)


def test_a_name_that_holds_a_persons_is_not_the_person(own: Tools) -> None:
    (actor,) = doers("The Ana Berg Foundation condemned the strike on Monday.", own)
    assert actor.kind != "person" and actor.role != "GOV"


def test_a_table_says_the_same(tmp_path: Path) -> None:
    table = "name,kind,role,country,aliases,from,to\nRiver Guard,,PAR,PRT,RG; Guarda do Rio,,\n"
    table += "Ana Berg,person,GOV,PRT,,2022-01-01,2024-12-31\nReef Watchers,group,NGO,,,,\n"
    (tmp_path / "actors.csv").write_text("\ufeff" + table, encoding="utf-8")
    (tmp_path / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    first, second = (load_actors(tmp_path / name) for name in ("actors.csv", "actors.yaml"))
    assert first.organizations == second.organizations


def test_the_version_of_the_actors_is_the_coders(own: Tools) -> None:
    assert own.lexicon.version != load_lexicon().version
    assert own.lexicon.version in own.coder_version
    assert load_lexicon().version in Tools().coder_version


def test_own_names_go_before_built_in_ones(tmp_path: Path) -> None:
    path = tmp_path / "actors.yaml"
    path.write_text("actors: {Reef Fund: {role: NGO, aliases: UN}}\n")
    assert load_actors(path).organization("U.N.").name == "Reef Fund"


ERRORS = {
    "private person": ("actors:\n  Ana Berg: {kind: person}\n", 2, "has no role: a person is registered for a public"),
    "civilian": ("actors:\n  Ana Berg:\n    kind: person\n    role: CVL\n", 4, "has the role CVL"),
    "unknown role": ("actors:\n  A Front: {role: ARMY}\n", 2, "unknown role `ARMY`"),
    "unknown kind": ("actors:\n  A Front: {kind: thing}\n", 2, "unknown kind 'thing'"),
    "unknown country": ("actors:\n  A Front: {country: POR}\n", 2, "expected an ISO 3166-1 alpha-3 code"),
    "unknown key": ("actors:\n  A Front: {rank: 1}\n", 2, "unknown key `rank`"),
    "unknown section": ("actor: {}\n", 1, "unknown key `actor`"),
    "two of a name": ("actors:\n  A Front: {}\n  B Front: {aliases: a front}\n", 3, "is also a name of A Front"),
    "no name": ("actors:\n  '!': {role: NGO}\n", 2, "is no name"),
    "bad day": ("actors:\n  A Front: {from: May}\n", 2, "expected a date such as 2024-03-12"),
    "days turned": ("actors:\n  A Front: {from: 2024-05-01, to: 2024-01-01}\n", 2, "lies before the first"),
    "long noun": ("nouns:\n  a b c d e: MIL\n", 2, "expected one to 4 words"),
    "capital noun": ("nouns:\n  Guard: MIL\n", 2, "small letters"),
    "noun without role": ("nouns:\n  reef guard: {kind: person}\n", 2, "needs a role"),
    "list": ("- a\n", 1, "expected a mapping"),
    "empty": ("\n", 1, "is empty"),
    "key twice": ("actors:\n  A: {}\n  A: {}\n", 3, "stands twice"),
}
TABLES = {
    "unknown column": ("name,rank\nA Front,1\n", 1, "unknown or repeated column `rank`"),
    "no name column": ("role\nNGO\n", 1, "no column `name`"),
    "no name": ("name,role\n,NGO\n", 2, "a row needs a `name`"),
    "too many cells": ("name,aliases\nA Front,AF,FA\n", 2, "3 cells under 2 columns"),
    "twice": ("name\nA Front\nA Front\n", 3, "stands twice, first on line 2"),
    "private person": ("name,kind\nB Front,group\nAna Berg,person\n", 3, "has no role"),
    "open quotation": ('name\n"A Front\n', 2, "not valid CSV"),
}
FAULTS = [("actors.yaml", *row) for row in ERRORS.values()] + [("actors.csv", *row) for row in TABLES.values()]


@pytest.mark.parametrize(("name", "text", "line", "message"), FAULTS)
def test_faults_are_named_by_file_and_line(tmp_path: Path, name: str, text: str, line: int, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        load_actors(tmp_path / name)
    assert str(error.value).startswith(f"{name}:{line}: ")
    assert message in str(error.value)


ALL_FAULTS = {
    "actors.yaml": (
        "actors:\n  A: {kind: thing}\n  B: {role: GOV}\n  C: {role: ARMY}\nnouns:\n  Guard: MIL\n",
        (2, 4, 6),
    ),
    "actors.csv": ("name,role\n,NGO\nB,GOV\nC,GOV,x\n", (2, 4)),
}


@pytest.mark.parametrize("name", ALL_FAULTS)
def test_all_faulty_entries_are_named_at_once(tmp_path: Path, name: str) -> None:
    text, lines = ALL_FAULTS[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        load_actors(tmp_path / name)
    told = str(error.value).splitlines()
    assert [line.split(": ")[0] for line in told] == [f"{name}:{line}" for line in lines]


SCRAPS = st.one_of(
    st.sampled_from(["", "[]", "{}", "null", "true", "-3", "[[a]]", "*a", "GOV", "PRT"]), st.text(max_size=6)
)


@settings(deadline=None)
@given(st.integers(0, 6), SCRAPS, st.booleans(), st.sampled_from(["actors.yaml", "actors.csv"]))
def test_any_change_of_a_file_is_read_or_named(
    tmp_path_factory: pytest.TempPathFactory, number: int, scrap: str, whole: bool, name: str
) -> None:
    lines = ACTORS.splitlines()
    lines[number] = scrap if whole else lines[number].partition(":")[0] + f": {scrap}"
    path = tmp_path_factory.mktemp("actors") / name
    path.write_bytes("\n".join(lines).encode("utf-8", "replace"))
    try:
        load_actors(path)
    except UsageError as error:
        assert name in str(error)


def test_show_says_how_a_name_is_read_and_from_what(call: Callable, tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    shown = json.loads(call("actors", "show", "RG", "--actors", "actors.yaml").out)
    (read,), (entry,) = shown["read_as"], shown["from"]
    assert (read["name"], read["role"], read["country"]) == ("River Guard", "PAR", "PRT")
    assert (entry["entry"], entry["name"]) == ("your actor", "River Guard")
    police = json.loads(call("actors", "show", "Turkish police").out)
    assert [(each["role"], each["country"]) for each in police["read_as"]] == [("COP", "TUR")]
    assert {each["entry"] for each in police["from"]} == {"noun", "demonym"}
    assert "UN High Commissioner for Refugees" in call("actors", "show", "UNHCR", "--format", "table").out
    assert call("actors", "show", "blue table").code == 1


def test_check_tells_what_goes_before_the_built_in_names(call: Callable, tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_text(ACTORS + "  guard: COP\n", encoding="utf-8")
    checked = call("actors", "check", "actors.yaml")
    assert (checked.code, checked.out) == (0, "")
    assert "3 actors by 5 names, 3 nouns" in checked.err
    (tmp_path / "actors.yaml").write_text("actors: {Reef Fund: {aliases: UN}}\n")
    assert "is built in as United Nations; yours counts" in call("actors", "check", "actors.yaml").out
    assert call("actors", "check", "nowhere.yaml").code == 2


def test_the_setting_names_the_file(call: Callable, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(ACTORS, encoding="utf-8")
    (tmp_path / "dateline.toml").write_text('actors = "mine.yaml"\n')
    (tmp_path / "r.txt").write_text("The RG detained two men on Monday.")
    (event,) = call("code", "r.txt", "--published", "2024-03-12", "--no-store", "-q").events()
    assert [actor["name"] for actor in event["actors"]] == ["River Guard"]
