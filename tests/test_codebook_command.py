"""`dateline codebook`: show, new, check, try, schema, as a user calls them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml
from test_ontology import ERRORS, VALID

from dateline.ontology import code_name, load_codebook
from dateline.ontology.loading import BUILT_IN, HERE, RULE_KEYS
from dateline.ontology.schema import codebook_schema
from dateline.ontology.sources import SECTIONS
from dateline.ontology.yaml_files import read_yaml

Call = Callable[..., object]
REPORTS = [
    {"id": "a", "text": "Soldiers set up three checkpoints near Lviv on Monday.", "published": "2024-03-12"},
    {"id": "b", "text": "The minister visited Porto on Monday.", "published": "2024-03-12"},
]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(report) + "\n" for report in REPORTS), encoding="utf-8")
    return path


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_new_codebook_passes_its_check_and_catches_what_the_built_in_one_does_not(call: Call, reports: Path) -> None:
    assert call("codebook", "new", "mine.yaml").code == 0
    checked = call("codebook", "check", "mine.yaml", "--own")
    assert (checked.code, checked.out) == (0, "")
    assert "2 rules, 4 sentences, 0 not as they should be" in checked.err
    tried = call("codebook", "try", "mine.yaml", reports)
    (change,) = lines(tried.out)
    assert (change["report_id"], change["after"]["event_type"], change["after"]["mode"]) == (
        "a",
        "CHECKPOINT",
        "raised",
    )
    assert "0 lost, 1 changed" in tried.err or "1 gained" in tried.err
    coded = call("code", reports, "--codebook", "mine.yaml", "--no-store", "-q").events()
    assert [event["event_type"] for event in coded] == ["CHECKPOINT", "CONSULT"]
    assert (coded[0]["cameo"], coded[0]["acled"]["sub_event_type"], coded[0]["place"]["name"]) == (
        "191",
        "Other",
        "Lviv",
    )


def test_changes_are_shown_in_their_sentences(call: Call, reports: Path) -> None:
    call("codebook", "new", "mine.yaml")
    shown = call("codebook", "try", "mine.yaml", reports, "--format", "table").out
    assert "CHECKPOINT raised" in shown
    assert "Soldiers [set up] three checkpoints near Lviv on Monday." in shown
    assert "Porto" not in shown


def test_new_overwrites_nothing(call: Call, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("name: kept")
    assert call("codebook", "new", "mine.yaml").code == 2
    assert (tmp_path / "mine.yaml").read_text() == "name: kept"


RULE = """\
rules:
- id: squat-building
  code: PROTEST/obstruct
  verbs: squat
  object: building
  why: ours
  example:
  - Activists squatted a factory in Lyon.
  - Activists sang in Lyon.
  expect: {actor: Nobody}
  not: Activists squatted a barn.
"""


def test_what_fails_is_told_by_file_and_line(call: Call, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(RULE)
    checked = call("codebook", "check", "mine.yaml", "--own")
    assert checked.code == 1
    first, second, third = checked.out.splitlines()
    assert first.startswith("mine.yaml:8: rule squat-building: ") and "has the actor" in first
    assert second.startswith("mine.yaml:9: ") and "not as PROTEST/obstruct" in second
    assert third.startswith("mine.yaml:11: ") and "is coded as PROTEST/obstruct (“squatted”)" in third


def test_what_a_codebook_breaks_among_the_built_in_rules_is_a_note(call: Call, tmp_path: Path) -> None:
    built_in = load_codebook()
    rule = next(rule for rule in built_in.rules if rule.id == "curfew")
    text = (
        "rules:\n- {id: mine, code: AID, verbs: impose curfew on, priority: 30, example: They impose a curfew on us.}\n"
    )
    text += "drop: " + json.dumps([each.id for each in built_in.rules if each is not rule]) + "\n"
    (tmp_path / "mine.yaml").write_text(text.replace("impose curfew on", "impose curfew in"))
    (tmp_path / "mine.yaml").write_text(
        (tmp_path / "mine.yaml").read_text().replace("a curfew on us", "a curfew in Porto")
    )
    checked = call("codebook", "check", "mine.yaml")
    assert checked.code == 0, checked.out
    assert "note: rules/coerce.yaml:" in checked.out and "rule curfew: “The governor imposed" in checked.out


@pytest.mark.parametrize(
    "name", ["unknown type", "cycle", "duplicate trigger", "broken expression", "not yaml", "empty"]
)
@pytest.mark.parametrize("command", ["check", "try"])
def test_a_codebook_that_cannot_be_used_is_a_misuse(
    call: Call, tmp_path: Path, reports: Path, name: str, command: str
) -> None:
    text, line, message = ERRORS[name]
    (tmp_path / "mine.yaml").write_text(text)
    result = call("codebook", command, "mine.yaml", *([reports] if command == "try" else []))
    assert (result.code, result.out) == (2, "")
    assert f"mine.yaml:{line}: " in result.err and message in result.err


def test_show_lists_types_and_modes(call: Call) -> None:
    rows = lines(call("codebook", "show").out)
    built_in = load_codebook()
    assert len(rows) == sum(1 + len(event_type.modes) for event_type in built_in.types.values())
    (row,) = (row for row in rows if row["code"] == "ASSAULT/abduct")
    assert (row["cameo"], row["acled"]) == ("181", "Abduction/forced disappearance")
    assert {"personal", "violence"} <= set(row["traits"])
    assert "abducted" in row["counts"]


@pytest.mark.parametrize("name", ["PROTEST", "protest", "PROTEST/hunger", "curfew-noun", "abduct", "open fire"])
def test_show_finds_types_rules_and_words(call: Call, name: str) -> None:
    for output_format in ("table", "jsonl", "yaml", "csv"):
        shown = call("codebook", "show", name, "--format", output_format)
        assert shown.code == 0
        assert shown.out.strip()


def test_a_rule_shown_as_yaml_is_one_to_override_it_with(call: Call, tmp_path: Path) -> None:
    for rule in load_codebook().rules[::7]:
        written = call("codebook", "show", rule.id, "--format", "yaml").out
        (data,) = (each for each in yaml.safe_load(written) if each["id"] == rule.id)
        (tmp_path / "mine.yaml").write_text(yaml.safe_dump({"drop": [rule.id], "rules": [data]}))
        (again,) = (each for each in load_codebook(tmp_path / "mine.yaml").rules if each.own)
        assert (again.verbs, again.nouns, again.object, again.actor) == (
            rule.verbs,
            rule.nouns,
            rule.object,
            rule.actor,
        )


def test_show_says_what_is_near_to_an_unknown_word(call: Call) -> None:
    shown = call("codebook", "show", "abdct")
    assert (shown.code, shown.out) == (1, "")
    assert "did you mean abduct" in shown.err


def test_crosswalks_lead_both_ways(call: Call) -> None:
    tables = {
        which: list(csv.DictReader(io.StringIO(call("codebook", "show", "--crosswalk", which, "--format", "csv").out)))
        for which in ("cameo", "from-cameo", "acled", "from-acled")
    }
    built_in = load_codebook()
    codes = {code_name(name, mode) for name, each in built_in.types.items() for mode in (None, *each.modes)}
    assert {row["code"] for row in tables["cameo"]} == {row["code"] for row in tables["acled"]} == codes
    assert all(row["cameo"] and row["name"] for row in tables["cameo"])
    assert {row["cameo"]: row["code"] for row in tables["from-cameo"]}["0841"] == "RETREAT/release"
    assert {row["sub_event_type"]: row["code"] for row in tables["from-acled"]}["Grenade"] == "ASSAULT/explosives"


# -- the JSON schema -------------------------------------------------------------------------------------------------

#: Faults of form, which the schema knows too; the others need the rest of the codebook.
OF_FORM = (
    "unknown key, bad id, bad type name, bad mode name, unknown key of a type, no trigger, no code, bad priority,"
    " bad section, bad extends, bad cameo, rule is text, unknown trait, counts of unknown figure, unknown figure"
).split(", ")


def validator() -> jsonschema.Draft202012Validator:
    schema = codebook_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_schema_knows_the_keys_that_the_loader_reads() -> None:
    schema = codebook_schema()
    assert schema["anyOf"][0]["properties"].keys() == SECTIONS
    assert schema["$defs"]["rule"]["properties"].keys() == RULE_KEYS


def test_the_built_in_codebook_has_the_form_of_the_schema() -> None:
    check = validator()
    for path in [*(HERE / name for name in BUILT_IN), *(HERE / "rules").glob("*.yaml"), HERE / "starter.yaml"]:
        check.validate(read_yaml(path, path.name).data)
    check.validate(yaml.safe_load(VALID))


@pytest.mark.parametrize("name", [name.strip() for name in OF_FORM])
def test_the_schema_refuses_what_the_loader_refuses_for_its_form(name: str) -> None:
    assert not validator().is_valid(yaml.safe_load(ERRORS[name][0]))


def test_the_schema_is_printed_for_editors(call: Call) -> None:
    assert json.loads(call("codebook", "schema").out) == codebook_schema()


def test_a_rule_that_takes_a_field_from_a_built_in_one_is_told_of(call: Call, tmp_path: Path) -> None:
    rule = {"id": "mine", "code": "ASSAULT/abduct", "verbs": "kidnap", "from": {"actor": "by"}, "priority": 30}
    rule["example"] = "Two engineers were kidnapped by gunmen near Zaria."
    (tmp_path / "mine.yaml").write_text(yaml.safe_dump({"name": "mine", "rules": [rule]}), encoding="utf-8")
    checked = call("codebook", "check", "mine.yaml")
    assert checked.code == 0
    assert "note: " in checked.out
    assert "has another actor: nothing, was “gunmen”" in checked.out
