"""YAML files -> Codebook: read, checked; every error names its file and line.

A codebook is one file or a folder of files with the keys `types`, `contexts`, `classes`, `light_verbs`, `refine`,
`compose`, `cameo`, `cameo_types`, `acled_names`, `acled`, `rules`; a file that is a list holds rules. It adds to the
built-in codebook unless it says `extends: false`.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from dateline.errors import UsageError
from dateline.ontology.codebook import (
    PREPOSITIONS,
    RUNTIME_CLASSES,
    SLOTS,
    Code,
    Codebook,
    Context,
    EventType,
    LightVerb,
    Pattern,
    Rule,
    code_name,
)
from dateline.ontology.sources import Source, Trail, entries, listing, read_source, words_of
from dateline.records import Acled, FigureKind, Status

HERE = Path(__file__).parent
BUILT_IN = ("plover.yaml", "cameo.yaml", "acled.yaml", "classes.yaml", "wordnet.yaml", "grammar.yaml")
RULE_KEYS = frozenset(
    "id code verbs nouns object not_object actor not_actor has not_has recipient needs lacks modal from compose figure"
    " status also mutual priority why example expect not".split()
)
EXPECTED = frozenset("type mode actor recipient object instrument status killed injured arrested sentenced".split())
NEEDS = frozenset("actor recipient object complement event".split())
VERB_SOURCES = {"actor": ("subject",), "recipient": ("object",)}
NOUN_SOURCES = {
    "actor": ("by", "possessive", "compound", "light-subject"),
    "recipient": ("of", "against", "on"),
}
DETERMINERS = frozenset({"a", "an", "the"})


def load_codebook(path: Path | None = None) -> Codebook:
    """Load the built-in codebook, or the one at `path`: a YAML file or a folder of them."""
    return _built_in() if path is None else _assemble(_user_sources(path))


@functools.cache
def _built_in() -> Codebook:
    return _assemble(_built_in_sources())


def _built_in_sources() -> list[Source]:
    files = [HERE / name for name in BUILT_IN] + sorted((HERE / "rules").glob("*.yaml"))
    return [read_source(file, HERE) for file in files]


def _user_sources(path: Path) -> list[Source]:
    if not path.exists():
        raise UsageError(f"{path}: no such codebook; give a YAML file or a folder of them")
    files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    if not files:
        raise UsageError(f"{path}: no .yaml file in this folder")
    own = [read_source(file, path if path.is_dir() else path.parent) for file in files]
    alone = any(source.data.get("extends") is False for source in own)
    return own if alone else _built_in_sources() + own


def _assemble(sources: list[Source]) -> Codebook:
    types = _types(sources)
    read_classes = _classes(sources)
    classes = {name: found.words for name, found in read_classes.items()}
    names = frozenset(classes) | RUNTIME_CLASSES
    compose = _compose(sources, types)
    runtime = {name: found.runtime for name, found in read_classes.items()}
    checker = _Checker(types, names, runtime, frozenset(compose))
    rules = tuple(_rules(sources, checker))
    light_verbs = _light_verbs(sources)
    return Codebook(
        types=types,
        contexts=_contexts(sources),
        rules=rules,
        classes=classes,
        word_classes=_by_word(classes),
        light_verbs=light_verbs,
        refine=tuple(_refine(sources, names, types)),
        compose=compose,
        cameo=_cameo(sources, types),
        cameo_types={
            digits: _code(source, trail, value, types)
            for source, trail, digits, value in entries(sources, "cameo_types")
        },
        acled=_acled(sources, types),
        verb_rules=_index(rules, lambda rule: rule.verbs),
        noun_rules=_index(rules, lambda rule: rule.nouns),
        version=hashlib.sha256("\0".join(source.text for source in sources).encode()).hexdigest()[:12],
    )


def _types(sources: Iterable[Source]) -> dict[str, EventType]:
    types: dict[str, EventType] = {}
    for source, trail, name, value in entries(sources, "types"):
        if not isinstance(value, dict) or not isinstance(value.get("definition"), str):
            source.fail(trail, f"type `{name}` needs a `definition`")
        modes = value.get("modes") or {}
        if not isinstance(modes, dict) or not all(isinstance(text, str) for text in modes.values()):
            source.fail((*trail, "modes"), f"the modes of `{name}` must be a mapping from mode to definition")
        known = types[name].modes if name in types else {}
        types[name] = EventType(name=name, definition=value["definition"], modes={**known, **modes})
    return types


def _contexts(sources: Iterable[Source]) -> dict[str, Context]:
    contexts = {}
    for source, trail, name, value in entries(sources, "contexts"):
        if not isinstance(value, dict) or not isinstance(value.get("definition"), str):
            source.fail(trail, f"context `{name}` needs a `definition`")
        words = frozenset(words_of(source, (*trail, "words"), value.get("words")))
        contexts[name] = Context(name=name, definition=value["definition"], words=words)
    return contexts


@dataclass(frozen=True, slots=True)
class _Class:
    """A word class: its words, and the run-time classes that it includes."""

    words: frozenset[str]
    runtime: frozenset[str]


def _classes(sources: Iterable[Source]) -> dict[str, _Class]:
    """Read the word classes; a word that begins with + stands for another class."""
    raw: dict[str, list[str]] = {}
    places: dict[str, tuple[Source, Trail]] = {}
    for source, trail, name, value in entries(sources, "classes"):
        raw.setdefault(name, []).extend(words_of(source, trail, value))
        places[name] = (source, trail)
    members = {name: frozenset(_expand(name, raw, places, ())) for name in raw}
    return {
        name: _Class(
            words=frozenset(word for word in words if word[0] != "+"),
            runtime=frozenset(word[1:] for word in words if word[0] == "+") & RUNTIME_CLASSES,
        )
        for name, words in members.items()
    }


def _expand(
    name: str, raw: Mapping[str, list[str]], places: Mapping[str, tuple[Source, Trail]], above: tuple[str, ...]
) -> Iterator[str]:
    source, trail = places[name]
    if name in above:
        source.fail(trail, f"class `{name}` includes itself: {' > '.join((*above, name))}")
    for word in raw[name]:
        if not word.startswith("+") or word[1:] in RUNTIME_CLASSES:
            yield word
        if word.startswith("+") and word[1:] in raw:
            yield from _expand(word[1:], raw, places, (*above, name))
        elif word.startswith("+") and word[1:] not in RUNTIME_CLASSES:
            source.fail(trail, f"class `{name}` includes the unknown class `{word[1:]}`")


def _by_word(classes: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, words in classes.items():
        for word in words:
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def _code(source: Source, trail: Trail, value: object, types: Mapping[str, EventType]) -> Code:
    """Read "TYPE" or "TYPE/mode"."""
    if not isinstance(value, str):
        source.fail(trail, f"expected TYPE or TYPE/mode, found {value!r}")
    name, _, mode = value.partition("/")
    if name not in types:
        source.fail(trail, f"unknown type `{name}`; known: {listing(types)}")
    if mode and mode not in types[name].modes:
        source.fail(trail, f"unknown mode `{mode}` of {name}; known: {listing(types[name].modes)}")
    return name, mode or None


def _light_verbs(sources: Iterable[Source]) -> dict[str, LightVerb]:
    verbs: dict[str, LightVerb] = {}
    for source, trail, role, value in entries(sources, "light_verbs"):
        if role not in get_args(LightVerb):
            source.fail(trail, f"unknown role `{role}` of light verbs; known: {listing(get_args(LightVerb))}")
        verbs.update(dict.fromkeys(words_of(source, trail, value), cast(LightVerb, role)))
    return verbs


def _refine(
    sources: Iterable[Source], classes: frozenset[str], types: Mapping[str, EventType]
) -> Iterator[tuple[str, str]]:
    modes = types["ASSAULT"].modes if "ASSAULT" in types else {}
    for source, trail, name, mode in entries(sources, "refine"):
        if name not in classes:
            source.fail(trail, f"unknown class `{name}`")
        if mode not in modes:
            source.fail(trail, f"unknown mode `{mode}` of ASSAULT; known: {listing(modes)}")
        yield name, mode


def _compose(sources: Iterable[Source], types: Mapping[str, EventType]) -> dict[str, dict[str, Code]]:
    tables: dict[str, dict[str, Code]] = {}
    for source, trail, name, value in entries(sources, "compose"):
        if not isinstance(value, dict):
            source.fail(trail, f"table `{name}` must be a mapping from code to code")
        for inner, outer in value.items():
            below = (*trail, inner)
            tables.setdefault(name, {})[code_name(*_code(source, below, inner, types))] = _code(
                source, below, outer, types
            )
    return tables


def _cameo(sources: Iterable[Source], types: Mapping[str, EventType]) -> dict[str, str]:
    codes = {}
    for source, trail, name, value in entries(sources, "cameo"):
        _code(source, trail, name, types)
        if not (isinstance(value, str) and value.isdigit() and 2 <= len(value) <= 4):
            source.fail(trail, f"expected a CAMEO code in quotation marks, found {value!r}")
        codes[name] = value
    return codes


def _acled(sources: list[Source], types: Mapping[str, EventType]) -> dict[str, Acled]:
    names = {}
    for source, trail, name, value in entries(sources, "acled_names"):
        if not (isinstance(value, list) and len(value) == 2):
            source.fail(trail, f"`{name}` needs [disorder type, event type]")
        names[name] = Acled(disorder_type=value[0], event_type=value[1], sub_event_type=name)
    found = {}
    for source, trail, name, value in entries(sources, "acled"):
        _code(source, trail, name.removesuffix(" violent").removesuffix(" armed"), types)
        if value is not None and value not in names:
            source.fail(trail, f"unknown sub-event type `{value}`; known: {listing(names)}")
        found[name] = names[value] if value else Acled()
    return found


@dataclass(frozen=True, slots=True)
class _Checker:
    """The names that rules may use."""

    types: Mapping[str, EventType]
    classes: frozenset[str]
    runtime: Mapping[str, frozenset[str]]  # class -> the run-time classes that it includes
    tables: frozenset[str]


def _rules(sources: Iterable[Source], checker: _Checker) -> Iterator[Rule]:
    seen: dict[str, str] = {}
    triggers: dict[tuple[object, ...], Rule] = {}
    for source in sources:
        content = source.data.get("rules") or []
        if not isinstance(content, list):
            source.fail(("rules",), "`rules` must be a list")
        for number, raw in enumerate(content):
            trail = ("rules", number)
            rule = _rule(source, trail, raw, checker)
            if rule.id in seen:
                source.fail((*trail, "id"), f"rule id `{rule.id}` is used twice, first in {seen[rule.id]}")
            seen[rule.id] = source.name
            _check_triggers(source, trail, rule, triggers)
            yield rule


def _check_triggers(source: Source, trail: Trail, rule: Rule, triggers: dict[tuple[object, ...], Rule]) -> None:
    conditions = (
        *(rule.object, rule.not_object, rule.actor, rule.not_actor, rule.has, rule.not_has),
        *(rule.recipient, rule.needs, rule.lacks, rule.modal),
    )
    for kind, patterns in (("verbs", rule.verbs), ("nouns", rule.nouns)):
        for pattern in patterns:
            key = (kind, pattern.text, rule.priority, bool(rule.compose), *conditions)
            other = triggers.setdefault(key, rule)
            if other is not rule:
                source.fail((*trail, kind), f"`{pattern.text}` is also in rule `{other.id}`, under the same conditions")


def _rule(source: Source, trail: Trail, raw: object, checker: _Checker) -> Rule:
    if not isinstance(raw, dict):
        source.fail(trail, f"a rule must be a mapping, found {raw!r}")
    for key in raw.keys() - RULE_KEYS:
        source.fail((*trail, key), f"unknown key `{key}` of a rule; known: {listing(RULE_KEYS)}")
    for key in ("id", "code"):
        if not isinstance(raw.get(key), str):
            source.fail(trail, f"a rule needs `{key}`")
    event_type, mode = _code(source, (*trail, "code"), raw["code"], checker.types)
    verbs, nouns = _patterns(source, trail, raw, "verbs"), _patterns(source, trail, raw, "nouns")
    if not verbs and not nouns:
        source.fail(trail, f"rule `{raw['id']}` needs `verbs` or `nouns`")
    classes = {
        key: _class_names(source, (*trail, key), raw.get(key), checker)
        for key in ("object", "not_object", "actor", "not_actor", "recipient", "has", "not_has")
    }
    also = [_code(source, (*trail, "also"), code, checker.types) for code in raw.get("also") or ()]
    return Rule(
        id=raw["id"],
        type=event_type,
        mode=mode,
        verbs=verbs,
        nouns=nouns,
        **classes,
        needs=_names(source, (*trail, "needs"), raw.get("needs"), NEEDS),
        lacks=_names(source, (*trail, "lacks"), raw.get("lacks"), NEEDS),
        modal=frozenset(words_of(source, (*trail, "modal"), raw.get("modal"))),
        verb_sources=_slots(source, trail, raw, VERB_SOURCES),
        noun_sources=_slots(source, trail, raw, NOUN_SOURCES),
        compose=_choice(source, (*trail, "compose"), raw.get("compose"), checker.tables),
        figure=cast(FigureKind, _choice(source, (*trail, "figure"), raw.get("figure"), get_args(FigureKind))),
        status=cast(Status, _choice(source, (*trail, "status"), raw.get("status"), get_args(Status))),
        also=tuple(also),
        mutual=_flag(source, (*trail, "mutual"), raw.get("mutual", False)),
        priority=_number(source, (*trail, "priority"), raw.get("priority", 0)),
        why=raw.get("why", ""),
        examples=_sentences(source, (*trail, "example"), raw.get("example")),
        expect=_expectation(source, (*trail, "expect"), raw.get("expect") or {}),
        not_examples=_sentences(source, (*trail, "not"), raw.get("not")),
        file=source.name,
    )


def _names(source: Source, trail: Trail, value: object, known: Iterable[str]) -> frozenset[str]:
    names = frozenset(words_of(source, trail, value))
    for name in sorted(names.difference(known)):
        source.fail(trail, f"unknown name `{name}`; known: {listing(known)}")
    return names


def _class_names(source: Source, trail: Trail, value: object, checker: _Checker) -> frozenset[str]:
    """Read class names; a class that includes run-time classes asks for any of them."""
    names = _names(source, trail, value, checker.classes)
    return names.union(*(checker.runtime.get(name, ()) for name in names))


def _choice(source: Source, trail: Trail, value: Any, known: Iterable[str]) -> str | None:
    if value is not None and value not in known:
        source.fail(trail, f"unknown name `{value}`; known: {listing(known)}")
    return cast("str | None", value)


def _number(source: Source, trail: Trail, value: object) -> int:
    if not isinstance(value, int):
        source.fail(trail, f"expected a number, found {value!r}")
    return value


def _flag(source: Source, trail: Trail, value: object) -> bool:
    if not isinstance(value, bool):
        source.fail(trail, f"expected true or false, found {value!r}")
    return value


def _sentences(source: Source, trail: Trail, value: object) -> tuple[str, ...]:
    sentences = [value] if isinstance(value, str) else value or []
    if not isinstance(sentences, list) or not all(isinstance(text, str) for text in sentences):
        source.fail(trail, f"expected a sentence or a list of sentences, found {value!r}")
    return tuple(sentences)


def _expectation(source: Source, trail: Trail, value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        source.fail(trail, f"expected a mapping, found {value!r}")
    for key in value.keys() - EXPECTED:
        source.fail((*trail, key), f"unknown field `{key}`; known: {listing(EXPECTED)}")
    return {key: str(text) for key, text in value.items()}


def _slots(
    source: Source, trail: Trail, raw: Mapping[str, Any], default: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    given = raw.get("from") or {}
    if not isinstance(given, dict) or given.keys() - {"actor", "recipient"}:
        source.fail((*trail, "from"), "`from` must be a mapping with the keys actor, recipient")
    slots = dict(default)
    for role, value in given.items():
        words = words_of(source, (*trail, "from", role), value)
        for word in words:
            if word not in SLOTS:
                source.fail((*trail, "from", role), f"unknown slot `{word}`; known: {listing(SLOTS)}")
        slots[role] = tuple(words)
    return slots


def _patterns(source: Source, trail: Trail, raw: Mapping[str, Any], kind: str) -> tuple[Pattern, ...]:
    below = (*trail, kind)
    read = _verb_pattern if kind == "verbs" else _noun_pattern
    patterns = []
    for text in words_of(source, below, raw.get(kind)):
        pattern = read(text)
        if pattern is None:
            source.fail(below, f"bad pattern `{text}`: expected lower-case words, the first a verb, at most one {{}}")
        patterns.append(pattern)
    return tuple(patterns)


def _verb_pattern(text: str) -> Pattern | None:
    """Read a verb pattern.

    >>> _verb_pattern("take {} hostage")
    Pattern(text='take {} hostage', head='take', words=('hostage',), hole=True, preposition=None)
    """
    words = text.split()
    hole = words.count("{}")
    if hole > 1 or not words[0].replace("-", "").isalpha() or not _plain(words):
        return None
    rest = tuple(word for word in words[1:] if word != "{}" and word not in DETERMINERS)
    preposition = rest[-1] if rest and not hole and rest[-1] in PREPOSITIONS else None
    return Pattern(text, words[0], rest, bool(hole), preposition)


def _noun_pattern(text: str) -> Pattern | None:
    """Read a noun pattern: modifiers, the head, and sometimes a preposition.

    >>> _noun_pattern("air strike on")
    Pattern(text='air strike on', head='strike', words=('air', 'on'), hole=False, preposition='on')
    """
    words = [word for word in text.split() if word not in DETERMINERS]
    if not words or "{}" in words or not _plain(words):
        return None
    split = next((i for i, word in enumerate(words) if i and word in PREPOSITIONS), len(words))
    preposition = words[-1] if split < len(words) and words[-1] in PREPOSITIONS else None
    return Pattern(text, words[split - 1], (*words[: split - 1], *words[split:]), False, preposition)


def _plain(words: Iterable[str]) -> bool:
    return all(
        word == "{}" or (word == word.lower() and word.replace("-", "").replace("'", "").isalnum()) for word in words
    )


def _index(
    rules: Iterable[Rule], patterns: Callable[[Rule], tuple[Pattern, ...]]
) -> dict[str, tuple[tuple[Pattern, Rule], ...]]:
    """List the rules by the lemma that triggers them, the most specific first."""
    found: dict[str, list[tuple[Pattern, Rule]]] = {}
    for rule in rules:
        for pattern in patterns(rule):
            found.setdefault(pattern.head, []).append((pattern, rule))
    return {head: tuple(sorted(pairs, key=_specificity)) for head, pairs in found.items()}


def _specificity(pair: tuple[Pattern, Rule]) -> tuple[int, int, int]:
    pattern, rule = pair
    return -rule.priority, -len(pattern.words), -rule.constraints
