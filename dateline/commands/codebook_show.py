"""Codebook → what it holds: types, rules, words and crosswalks, as tables for people and records for programs."""

from __future__ import annotations

import csv
import difflib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml
from rich import box
from rich.table import Table

from dateline.ontology import Codebook, Pattern, Rule, code_name

Record = dict[str, Any]

CROSSWALKS = ("cameo", "from-cameo", "acled", "from-acled")
FORMATS = ("table", "jsonl", "yaml", "csv")
#: How many triggers a table gives of a rule; a rule shown by itself has all.
TRIGGERS_SHOWN = 8
_CONDITIONS = "object not_object actor not_actor recipient has not_has needs lacks modal".split()
_CHOICES = "matches not_matches compose figure status".split()


def type_records(codebook: Codebook, code: str = "") -> list[Record]:
    """Give the types and modes, one record each: all, those of a type, or the one of a code."""
    return [
        {
            "code": name,
            "definition": definition,
            "cameo": codebook.cameo_code(event_type, mode),
            "acled": codebook.acled_names(event_type, mode).sub_event_type,
            "traits": [trait for trait in codebook.traits if codebook.has_trait(trait, event_type, mode)],
            "counts": [figure for figure in codebook.counts if codebook.may_count(figure, event_type, mode)],
            "rules": [rule.id for rule in codebook.rules if (rule.type, rule.mode) == (event_type, mode)],
        }
        for event_type, mode, definition in _codes(codebook)
        if (name := code_name(event_type, mode)) and code in ("", event_type, name)
    ]


def _codes(codebook: Codebook) -> Iterator[tuple[str, str | None, str]]:
    for name, event_type in codebook.types.items():
        yield name, None, event_type.definition
        yield from ((name, mode, definition) for mode, definition in event_type.modes.items())


def rule_records(codebook: Codebook, name: str) -> list[Record]:
    """Give the rules of a type, of a code, of an id, and those that a word or words belong to."""
    lemmas = name.lower().split()
    records = []
    for rule in codebook.rules:
        named = name in (rule.id, rule.type, code_name(rule.type, rule.mode))
        matched = [pattern.text for pattern in (*rule.verbs, *rule.nouns) if _holds(pattern, lemmas)]
        if named or matched:
            records.append(rule_record(codebook, rule) | ({} if named else {"matched": matched}))
    return records


def _holds(pattern: Pattern, lemmas: list[str]) -> bool:
    return bool(lemmas) and {pattern.head, *pattern.words}.issuperset(lemmas)


def rule_record(codebook: Codebook, rule: Rule) -> Record:
    """Give a rule in the form in which a codebook's file writes it; what it says nothing of is left out."""
    found: Record = {"id": rule.id, "code": code_name(rule.type, rule.mode)}
    found |= {kind: [pattern.text for pattern in getattr(rule, kind)] for kind in ("verbs", "nouns")}
    found |= {key: _without_included(codebook, getattr(rule, key)) for key in _CONDITIONS}
    found |= {key: getattr(rule, key) for key in _CHOICES}
    sources = rule.verb_sources if rule.verbs else rule.noun_sources
    found["from"] = {role: list(slots) for role, slots in sources.items()}
    found["also"] = [code_name(*code) for code in rule.also]
    found["mutual"] = rule.mutual or None
    found |= {"priority": rule.priority, "why": rule.why, "example": list(rule.examples)}
    found |= {"expect": dict(rule.expect), "not": list(rule.not_examples)}
    kept = {key: value for key, value in found.items() if value not in (None, [], {}, "")}
    return {**kept, "file": rule.file, "line": rule.line}


def _without_included(codebook: Codebook, names: frozenset[str]) -> list[str]:
    """Leave out the run-time classes that another of the classes includes: the loader has added them."""
    included = frozenset[str]().union(*(codebook.includes.get(name, frozenset()) - {name} for name in names))
    return sorted(names - included)


def class_records(codebook: Codebook, word: str) -> list[Record]:
    """Give the word classes that a word belongs to, or the class of that name."""
    names = sorted({*codebook.word_classes.get(word.lower(), ()), *({word} & codebook.classes.keys())})
    return [{"class": name, "words": sorted(codebook.classes[name])} for name in names]


def crosswalk_records(codebook: Codebook, which: str) -> list[Record]:
    """Give one of CROSSWALKS, a record for each code that it leads from."""
    if which == "from-cameo":
        return [
            {"cameo": cameo, "name": codebook.cameo_names.get(cameo), "code": code_name(*code)}
            for cameo, code in codebook.cameo_types.items()
        ]
    if which == "from-acled":
        return [
            {"sub_event_type": name, "code": code_name(*code) if code else None}
            for name, code in codebook.acled_types.items()
        ]
    if which == "acled":
        return [record for event_type, mode, _ in _codes(codebook) for record in _acled(codebook, event_type, mode)]
    return [
        {
            "code": code_name(event_type, mode),
            "cameo": (cameo := codebook.cameo_code(event_type, mode)),
            "name": codebook.cameo_names.get(cameo or ""),
        }
        for event_type, mode, _ in _codes(codebook)
    ]


def _acled(codebook: Codebook, event_type: str, mode: str | None) -> Iterator[Record]:
    name = code_name(event_type, mode)
    for condition in ("", "violent", "armed"):
        if not condition or f"{name} {condition}" in codebook.acled:
            names = codebook.acled_names(event_type, mode, violent=condition == "violent", armed=condition == "armed")
            yield {
                "code": name,
                "where": condition or None,
                "disorder_type": names.disorder_type,
                "event_type": names.event_type,
                "sub_event_type": names.sub_event_type,
            }


def similar_names(codebook: Codebook, name: str) -> list[str]:
    """Give names of types, rules, triggers and classes that are spelt much like a name."""
    heads = {*codebook.verb_rules, *codebook.noun_rules, *codebook.classes, *(rule.id for rule in codebook.rules)}
    known = heads | {each.lower() for each in codebook.types}
    return difflib.get_close_matches(name.lower(), sorted(known), n=6, cutoff=0.75)


def write_records(records: Sequence[Record], output_format: str) -> str:
    """Write records as JSON lines, YAML (rules as a codebook's file has them) or CSV."""
    if output_format == "jsonl":
        return "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    if output_format == "yaml":
        plain = [
            {key: value for key, value in record.items() if key not in ("file", "line", "matched")}
            for record in records
        ]
        return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120).rstrip("\n")
    out = io.StringIO()
    columns = list(dict.fromkeys(key for record in records for key in record))
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in record.items()} for record in records)
    return out.getvalue().rstrip("\n")


def _cell(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_cell(inner)}" for key, inner in value.items())
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else "" if value is None else str(value)


def records_table(records: Sequence[Record], *, title: str = "") -> Table:
    """Lay out records one a row."""
    table = Table(title=title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    columns = list(dict.fromkeys(key for record in records for key in record))
    for column in columns:
        table.add_column(column, overflow="fold")
    for record in records:
        table.add_row(*(_cell(record.get(column)) for column in columns))
    return table


def codes_table(records: Sequence[Record]) -> Table:
    """Lay out types and modes with their definitions and their codes in other schemes."""
    rows = [{**record, "rules": len(record["rules"])} for record in records]
    shown = ("code", "definition", "cameo", "acled", "rules")
    return records_table([{key: row[key] for key in shown} for row in rows])


def rules_table(records: Sequence[Record]) -> Table:
    """Lay out rules one a row: their words, cut where there are many, and what they ask for."""
    rows = []
    for record in records:
        triggers = record.get("matched") or [*record.get("verbs", ()), *record.get("nouns", ())]
        more = f" … {len(triggers) - TRIGGERS_SHOWN} more" if len(triggers) > TRIGGERS_SHOWN else ""
        asked = {key: record[key] for key in (*_CONDITIONS, "matches", "not_matches") if key in record}
        rows.append(
            {
                "rule": record["id"],
                "code": record["code"],
                "words": ", ".join(triggers[:TRIGGERS_SHOWN]) + more,
                "only where": "; ".join(f"{key}: {', '.join(_listed(value))}" for key, value in asked.items()),
                "priority": record["priority"],
                "in": f"{record['file']}:{record['line']}",
            }
        )
    return records_table(rows)


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def rule_table(record: Record) -> Table:
    """Lay out one rule in full, a key a row."""
    table = Table(box=None, show_header=False, pad_edge=False, title=record["id"], title_justify="left")
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for key, value in record.items():
        table.add_row(key, "\n".join(value) if key in ("example", "not") else ", ".join(value) if
                      isinstance(value, list) else _cell(value))  # fmt: skip
    return table
