"""Source… → the sections of a codebook beside its rules: types, contexts, word classes, tables of codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast, get_args

from dateline.ontology.codebook import (
    ROLE_CLASSES,
    RUNTIME_CLASSES,
    TRAITS,
    Code,
    Context,
    EventType,
    LightVerb,
    Standing,
    code_name,
)
from dateline.ontology.expressions import fault_of
from dateline.ontology.sources import Source, entries, listing, quoted, shown, words_of
from dateline.ontology.yaml_files import Trail
from dateline.records import FigureKind

TYPE_KEYS = frozenset({"definition", "modes"})
CONTEXT_KEYS = frozenset({"definition", "words"})
STANDING_KEYS = frozenset({"matches", "roles"})
TYPE_NAME, MODE_NAME = re.compile(r"[A-Z][A-Z0-9_-]*"), re.compile(r"[a-z][a-z0-9_-]*")


def read_types(sources: Iterable[Source]) -> dict[str, EventType]:
    """Read the types and modes; a type that stands in several files has the modes of all."""
    types: dict[str, EventType] = {}
    for source, trail, name, value in entries(sources, "types"):
        if not TYPE_NAME.fullmatch(name):
            source.fail(trail, f"bad type `{name}`: expected capitals without spaces, such as LAND_SEIZURE")
        known = types.get(name)
        value = value or {}
        if not isinstance(value, dict) or not isinstance(value.get("definition", known and known.definition), str):
            source.fail(trail, f"type `{name}` needs a `definition`")
        _check_keys(source, trail, value, TYPE_KEYS)
        modes = value.get("modes") or {}
        if not isinstance(modes, dict) or not all(isinstance(text, str) for text in modes.values()):
            source.fail((*trail, "modes"), f"the modes of `{name}` must be a mapping from mode to definition")
        for mode in modes:
            if not MODE_NAME.fullmatch(mode):
                source.fail((*trail, "modes", mode), f"bad mode `{mode}`: expected small letters without spaces")
        definition = value.get("definition") or (known.definition if known else "")
        types[name] = EventType(name=name, definition=definition, modes={**(known.modes if known else {}), **modes})
    return types


def read_contexts(sources: Iterable[Source]) -> dict[str, Context]:
    """Read the contexts; one that stands in several files has the words of all."""
    contexts: dict[str, Context] = {}
    for source, trail, name, value in entries(sources, "contexts"):
        known = contexts.get(name)
        if not isinstance(value, dict) or not isinstance(value.get("definition", known and known.definition), str):
            source.fail(trail, f"context `{name}` needs a `definition`")
        _check_keys(source, trail, value, CONTEXT_KEYS)
        words = frozenset(words_of(source, (*trail, "words"), value.get("words")))
        contexts[name] = Context(
            name=name,
            definition=value.get("definition") or (known.definition if known else ""),
            words=words | (known.words if known else frozenset()),
        )
    return contexts


def _check_keys(source: Source, trail: Trail, found: Mapping[str, object], known: frozenset[str]) -> None:
    for key in sorted(found.keys() - known):
        source.fail((*trail, key), f"unknown key `{key}`; known: {listing(known)}")


@dataclass(frozen=True, slots=True)
class WordClass:
    """A word class: its words, and the run-time classes that it includes."""

    words: frozenset[str]
    runtime: frozenset[str]


def read_classes(sources: Iterable[Source]) -> dict[str, WordClass]:
    """Read the word classes; a word that begins with + stands for another class."""
    raw: dict[str, list[str]] = {}
    places: dict[str, tuple[Source, Trail]] = {}
    for source, trail, name, value in entries(sources, "classes"):
        words = words_of(source, trail, value)
        for word in words:
            if source.own and word != word.lower():
                source.fail(trail, f"`{word}` is never found: classes hold dictionary forms in small letters")
        raw.setdefault(name, []).extend(words)
        places[name] = (source, trail)
    members = _expand_all(raw, places)
    return {
        name: WordClass(
            words=frozenset(word for word in words if word[0] != "+"),
            runtime=frozenset(word[1:] for word in words if word[0] == "+") & RUNTIME_CLASSES,
        )
        for name, words in members.items()
    }


def _expand_all(raw: Mapping[str, list[str]], places: Mapping[str, tuple[Source, Trail]]) -> dict[str, frozenset[str]]:
    """Give each class the words of those it includes, at any depth; each class is read once."""
    done: dict[str, frozenset[str]] = {}
    above: dict[str, Iterator[str]] = {}  # the classes that are being read, the outermost first
    for first in raw:
        above[first] = iter(raw[first])
        while above:
            name = next(reversed(above))
            inner = next((word[1:] for word in above[name] if word[0] == "+" and word[1:] not in done), None)
            if inner is None:
                del above[name]
                done[name] = _words_in(raw[name], done, name)
            elif inner in above:
                chain = [*list(above)[list(above).index(inner) :], inner]
                places[inner][0].fail(places[inner][1], f"class `{inner}` includes itself: {' > '.join(chain)}")
            elif inner in raw:
                above[inner] = iter(raw[inner])
            elif inner not in RUNTIME_CLASSES:
                places[name][0].fail(places[name][1], f"class `{name}` includes the unknown class `{inner}`")
    return done


def _words_in(words: Iterable[str], done: Mapping[str, frozenset[str]], name: str) -> frozenset[str]:
    found: set[str] = set()
    for word in words:
        if word[0] != "+" or word[1:] in RUNTIME_CLASSES:
            found.add(word)
        if word[0] == "+" and word[1:] != name:
            found |= done.get(word[1:], frozenset())
    return frozenset(found)


def classes_by_word(classes: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Give the classes of each word."""
    found: dict[str, set[str]] = {}
    for name, words in classes.items():
        for word in words:
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def read_code(source: Source, trail: Trail, value: object, types: Mapping[str, EventType]) -> Code:
    """Read "TYPE" or "TYPE/mode"; raises UsageError for any other."""
    if not isinstance(value, str):
        source.fail(trail, f"expected TYPE or TYPE/mode, found {shown(value)}")
    name, _, mode = value.partition("/")
    if name not in types:
        source.fail(trail, f"unknown type `{name}`; known: {listing(types)}")
    if mode and mode not in types[name].modes:
        source.fail(trail, f"unknown mode `{mode}` of {name}; known: {listing(types[name].modes)}")
    return name, mode or None


def read_codes(source: Source, trail: Trail, value: object, types: Mapping[str, EventType]) -> frozenset[Code]:
    """Read a list of codes, or one text with commas between them."""
    return frozenset(read_code(source, trail, word, types) for word in words_of(source, trail, value))


def read_light_verbs(sources: Iterable[Source]) -> dict[str, LightVerb]:
    """Read the verbs that only say who takes which part in the event of a noun."""
    verbs: dict[str, LightVerb] = {}
    for source, trail, role, value in entries(sources, "light_verbs"):
        if role not in get_args(LightVerb):
            source.fail(trail, f"unknown role `{role}` of light verbs; known: {listing(get_args(LightVerb))}")
        verbs.update(dict.fromkeys(words_of(source, trail, value), cast(LightVerb, role)))
    return verbs


def read_refinements(
    sources: Iterable[Source], classes: frozenset[str], types: Mapping[str, EventType]
) -> Iterator[tuple[str, Code]]:
    """Read which class of words in a clause gives an act without a mode which one."""
    for source, trail, name, value in entries(sources, "refine"):
        if name not in classes:
            source.fail(trail, f"unknown class `{name}`")
        for code in sorted(read_codes(source, trail, value, types)):
            if code[1] is None:
                source.fail(trail, f"expected TYPE/mode, found `{code[0]}`")
            yield name, code


def read_compositions(sources: Iterable[Source], types: Mapping[str, EventType]) -> dict[str, dict[str, Code]]:
    """Read the tables that say what a verb and the event in its complement make together."""
    tables: dict[str, dict[str, Code]] = {}
    for source, trail, name, value in entries(sources, "compose"):
        if not isinstance(value, dict):
            source.fail(trail, f"table `{name}` must be a mapping from code to code")
        for inner, outer in value.items():
            below = (*trail, inner)
            key = code_name(*read_code(source, below, inner, types))
            tables.setdefault(name, {})[key] = read_code(source, below, outer, types)
    return tables


def read_counts(sources: Iterable[Source], types: Mapping[str, EventType]) -> dict[str, frozenset[Code]]:
    """Read of which types and modes a kind of figure may count the people."""
    return _code_sets(sources, "counts", dict.fromkeys(get_args(FigureKind), ""), types)


def read_traits(sources: Iterable[Source], types: Mapping[str, EventType]) -> dict[str, frozenset[Code]]:
    """Read which types and modes have which trait; every trait is there, with no code where none has it."""
    return _code_sets(sources, "traits", TRAITS, types)


def read_standing(sources: Iterable[Source], types: Mapping[str, EventType]) -> dict[str, Standing]:
    """Read what the second opinion never drops of a type; where several files speak of a type, the last holds."""
    found: dict[str, Standing] = {}
    for source, trail, name, value in entries(sources, "stands"):
        read_code(source, trail, name, types)
        if not isinstance(value, dict):
            source.fail(trail, f"`{name}` must be a mapping with the keys {listing(STANDING_KEYS)}")
        _check_keys(source, trail, value, STANDING_KEYS)
        found[name] = Standing(
            matches=read_expression(source, (*trail, "matches"), value.get("matches")),
            roles=frozenset(read_roles(source, (*trail, "roles"), value.get("roles"))),
        )
    return found


def read_roles(source: Source, trail: Trail, value: object) -> Iterator[str]:
    """Read roles of actors (PLOVER sector codes)."""
    for role in words_of(source, trail, value):
        if role.lower() not in ROLE_CLASSES:
            source.fail(trail, f"unknown role `{role}`; known: {listing(ROLE_CLASSES).upper()}")
        yield role


def read_expression(source: Source, trail: Trail, value: object) -> str | None:
    """Check a regular expression, and say at which character it breaks."""
    if value is None:
        return None
    if not isinstance(value, str):
        source.fail(trail, f"expected a text, found {shown(value)}")
    fault = fault_of(value)
    if fault is not None:
        source.fail(trail, f"broken regular expression {quoted(value)}: {fault}")
    return value


def _code_sets(
    sources: Iterable[Source], section: str, known: Iterable[str], types: Mapping[str, EventType]
) -> dict[str, frozenset[Code]]:
    found: dict[str, frozenset[Code]] = dict.fromkeys(known, frozenset())
    for source, trail, name, value in entries(sources, section):
        if name not in found:
            source.fail(trail, f"unknown name `{name}` in `{section}`; known: {listing(found)}")
        found[name] |= read_codes(source, trail, value, types)
    return found
