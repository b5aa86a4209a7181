"""The actor registry: its files load, every error names file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import UsageError
from dateline.ontology import registry
from dateline.ontology.registry import fold_actor, load_lexicon, load_organizations, load_roles, singular

LEXICON = """\
nouns:
  - {role: COP, kind: person, words: [constable, [nested]]}
"""


def test_shipped_files_are_broad_and_valid():
    lexicon = load_roles()
    assert len(lexicon.nouns) > 1000
    assert {noun.role for noun in lexicon.nouns.values()} >= registry.ROLES - {"JNT"}
    assert len({organization.name for organization in load_organizations().values()}) >= 200


@pytest.mark.parametrize(
    ("words", "role", "kind"),
    [
        ("riot police", "COP", "organization"),
        ("prime minister", "GOV", "person"),
        ("rebel group", "REB", "organization"),
        ("supreme court", "JUD", "organization"),
        ("senator", "LEG", "person"),
        ("drug cartel", "CRM", "organization"),
        ("villager", "CVL", "person"),
        ("trade union", "LAB", "organization"),
        ("aid worker", "NGO", "person"),
        ("intelligence agency", "SPY", "organization"),
    ],
)
def test_nouns_give_roles(words, role, kind):
    noun = load_roles().noun(["some", *words.split()])
    assert noun is not None
    assert (noun.role, noun.kind) == (role, kind)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("soldiers", "soldier"), ("parties", "party"), ("police", "police"), ("gunmen", "gunman"), ("gas", "gas")],
)
def test_singular(word, expected):
    assert singular(word) == expected


@pytest.mark.parametrize(
    ("name", "role", "country"),
    [
        ("the United Nations", "IGO", None),
        ("F.B.I.", "COP", "USA"),
        ("al Qaeda", "REB", None),
        ("Red Cross", "NGO", None),
    ],
)
def test_well_known_organizations(name, role, country):
    found = load_lexicon().organization(name)
    assert found is not None
    assert (found.role, found.country) == (role, country)


def test_acronyms_keep_their_case():
    assert load_lexicon().organization("WHO") is not None
    assert load_lexicon().organization("who") is None


def test_fold_actor_joins_spellings():
    assert fold_actor("The People’s Front") == fold_actor("people's  front")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nouns:\n  - {role: XXX, kind: person, words: [constable]}\n", "roles.yaml:2: unknown role `XXX`"),
        ("nouns:\n  - {role: COP, kind: thing, words: [constable]}\n", "roles.yaml:2: unknown kind `thing`"),
        ("nouns:\n  - {role: COP, kind: person, word: [a]}\n", "roles.yaml:2: unknown key `word`"),
        ("nouns: []\nmodifiers:\n  ABC: [blue]\n", "roles.yaml:3: unknown role `ABC`"),
        ("nouns: []\nloaded: brave\n", "roles.yaml:2: expected a list of words"),
        ("nouns: []\nhonorifics: {mr: x}\n", "roles.yaml:2: expected f, m or null"),
        ("nouns:\n  - {role: COP, kind: person, words: [a, a]}\n", "`a` stands in two groups"),
        ("- a\n", "roles.yaml:1: expected a mapping"),
        ("nouns: [\n", "roles.yaml:2: not valid YAML"),
        (LEXICON, "roles.yaml:2: expected a list of words"),
    ],
)
def test_a_bad_lexicon_is_named_by_file_and_line(tmp_path: Path, text, message):
    path = tmp_path / "roles.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as failure:
        load_roles(path)
    assert message in str(failure.value)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{aliases: [], role: NGO}", "needs a `name`"),
        ("{name: A, aliases: [], country: France}", "expected an ISO 3166-1 alpha-3 code"),
        ("{name: A, aliases: [Twin], role: NGO}\n  - {name: B, aliases: [Twin]}", "`Twin` is also a name of A"),
        ("{name: A, aliases: [], rank: 1}", "unknown key `rank`"),
    ],
)
def test_a_bad_registry_is_named_by_file_and_line(tmp_path: Path, entry, message):
    path = tmp_path / "organizations.yaml"
    path.write_text(f"organizations:\n  - {entry}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"organizations\.yaml:[23]: ") as failure:
        load_organizations(path)
    assert message in str(failure.value)


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(UsageError, match=r"none\.yaml: cannot be read"):
        load_roles(tmp_path / "none.yaml")
