"""The shape of a codebook file as a JSON schema, by which editors complete and check what is written.

What depends on other parts of the codebook (whether a type, a class or a rule is there) only the loader knows.
"""

from __future__ import annotations

from typing import Any, get_args

from dateline.ontology.codebook import SLOTS, TRAITS, LightVerb
from dateline.ontology.expressions import LONGEST
from dateline.ontology.loading import EXPECTED, NEEDS
from dateline.records import Certainty, FigureKind, Status

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_WORDS: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}, {"type": "null"}]}
_CODE: Schema = {"type": "string", "pattern": "^[A-Z][A-Z0-9_-]*(/[a-z][a-z0-9_-]*)?$"}
_CODES: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _CODE}, {"type": "null"}]}
_CAMEO: Schema = {"type": ["string", "null"], "pattern": "^[0-9]{2,4}$"}
_OR_NULL: Schema = {"anyOf": [_CODE, {"type": "null"}]}
_EXPRESSION: Schema = {"type": ["string", "null"], "maxLength": LONGEST}


def codebook_schema() -> Schema:
    """Give the schema of one file of a codebook (JSON Schema, draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dateline codebook",
        "anyOf": [
            {"type": "object", "properties": _sections(), "additionalProperties": False},
            {"type": "array", "items": {"$ref": "#/$defs/rule"}, "description": "a file of rules only"},
        ],
        "$defs": {"rule": _rule()},
    }


def _sections() -> Schema:
    return {
        "name": _said("the codebook's name", _TEXT),
        "extends": _said("false: without the built-in codebook", {"type": "boolean"}),
        "drop": _said("ids of built-in rules to switch off", _WORDS),
        "types": _said("event types; the modes of a known type are added to it", _table("^[A-Z][A-Z0-9_-]*$", _type())),
        "contexts": _said("fields of life, and words that point to them", _table(".", _context())),
        "classes": _said("word classes; +NAME stands for the words of another class", _table(".", _WORDS)),
        "light_verbs": _said("verbs that only say who takes part", _keyed(get_args(LightVerb), _WORDS)),
        "refine": _said("class of a word in the clause -> TYPE/mode of an act without a mode", _table(".", _CODES)),
        "compose": _said("what a verb makes of the event in its complement", _table(".", _table(".", _CODE))),
        "counts": _said("kind of figure -> types and modes it may count", _keyed(get_args(FigureKind), _CODES)),
        "traits": _said(
            "what holds of types and modes",
            {**_keyed(TRAITS, _CODES), "properties": {name: _said(text, _CODES) for name, text in TRAITS.items()}},
        ),
        "stands": _said(
            "type -> what the second opinion never drops of it",
            _table("^[A-Z][A-Z0-9_-]*$", _keyed_object({"matches": _EXPRESSION, "roles": _WORDS})),
        ),
        "armed_roles": _said("two sides of these roles make a battle in ACLED's scheme", _WORDS),
        "cameo": _said("type or type/mode -> CAMEO code", _table(".", _CAMEO)),
        "cameo_types": _said("CAMEO code -> type or type/mode", _table("^[0-9]{2,4}$", _CODE)),
        "cameo_names": _said("CAMEO code -> its name", _table("^[0-9]{2,4}$", _TEXT)),
        "acled_names": _said("ACLED's sub-event types", _table(".", {"type": "array", "items": _TEXT})),
        "acled": _said("type or type/mode -> ACLED's sub-event type", _table(".", {"type": ["string", "null"]})),
        "acled_types": _said("ACLED's sub-event type -> type or type/mode", _table(".", _OR_NULL)),
        "rules": {"type": ["array", "null"], "items": {"$ref": "#/$defs/rule"}},
    }  # fmt: skip


def _said(description: str, schema: Schema) -> Schema:
    return {"description": description, **schema}


def _table(pattern: str, value: Schema) -> Schema:
    return {"type": ["object", "null"], "patternProperties": {pattern: value}, "additionalProperties": False}


def _keyed(names: Any, value: Schema) -> Schema:
    properties = dict.fromkeys(sorted(names), value)
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _type() -> Schema:
    modes = _table("^[a-z][a-z0-9_-]*$", _TEXT)
    return _keyed_object({"definition": _TEXT, "modes": _said("mode -> definition", modes)})


def _context() -> Schema:
    return _keyed_object({"definition": _TEXT, "words": _WORDS})


def _keyed_object(properties: Schema) -> Schema:
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _rule() -> Schema:
    names = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}, {"type": "null"}]}
    properties = {
        "id": _said("a name of its own", {"type": "string", "pattern": r"^\w[\w.-]*$"}),
        "code": _said("the type, or TYPE/mode, that it gives", _CODE),
        "verbs": _said("dictionary forms, with the words that hang on them; {} is where the object stands", _WORDS),
        "nouns": _said("nouns that name the act", _WORDS),
        **{key: _said(f"classes of which the {key} must be", names) for key in ("object", "actor", "recipient")},
        **{f"not_{key}": _said(f"classes of which the {key} must not be", names) for key in ("object", "actor")},
        "has": _said("classes of which the clause must hold a word", names),
        "not_has": _said("classes of which the clause must hold no word", names),
        "not_near": _said("classes of which the sentence must hold no word", names),
        "matches": _said("a regular expression (RE2) that the sentence must hold", _EXPRESSION),
        "not_matches": _said("a regular expression (RE2) that the sentence must not hold", _EXPRESSION),
        "needs": _said(f"parts that must be told: {', '.join(sorted(NEEDS))}", names),
        "lacks": _said("parts that must not be told", names),
        "modal": _said("auxiliaries of which the clause it speaks of must have one", names),
        "from": _said(
            f"where actor and recipient stand: {', '.join(sorted(SLOTS))}", _keyed(("actor", "recipient"), _WORDS)
        ),
        "compose": _said("the table by which it takes in the event it speaks of", {"type": ["string", "null"]}),
        "figure": _said("what a number with it counts", {"enum": [*get_args(FigureKind), None]}),
        "status": _said("a status of its own", {"enum": [*get_args(Status), None]}),
        "certainty": _said("how firmly it is told, where no source says it", {"enum": [*get_args(Certainty), None]}),
        "also": _said("codes of further events", _CODES),
        "mutual": _said("true where each of two who do it together is the other's recipient", {"type": "boolean"}),
        "priority": _said("the higher goes first", {"type": "integer"}),
        "why": _said("the reason", {"type": ["string", "null"]}),
        "example": _said("sentences that it must code", _WORDS),
        "expect": _said("fields of the first example's event", _keyed(EXPECTED, _TEXT)),
        "not": _said("sentences that it must not code", _WORDS),
    }
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "required": ["id", "code"],
        "anyOf": [{"required": ["verbs"]}, {"required": ["nouns"]}],
    }
