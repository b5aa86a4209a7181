"""YAML files → Codebook: read, checked; every error names its file and line.

A codebook is one file or a folder of files; `docs/codebook.md` says what its keys are. A file that is a list holds
rules. It adds to the built-in codebook unless it says `extends: false`.
"""

from __future__ import annotations

import difflib
import functools
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, cast, get_args

from dateline.errors import UsageError
from dateline.ontology.codebook import (
    PREPOSITIONS,
    RUNTIME_CLASSES,
    SLOTS,
    Code,
    Codebook,
    EventType,
    Pattern,
    Rule,
)
from dateline.ontology.crosswalks import (
    read_acled,
    read_acled_names,
    read_acled_types,
    read_cameo,
    read_cameo_names,
    read_cameo_types,
)
from dateline.ontology.sections import (
    classes_by_word,
    read_classes,
    read_code,
    read_compositions,
    read_contexts,
    read_counts,
    read_expression,
    read_light_verbs,
    read_refinements,
    read_roles,
    read_standing,
    read_traits,
    read_types,
)
from dateline.ontology.sources import Source, find_files, listing, quoted, read_source, shown, words_of
from dateline.ontology.yaml_files import Trail
from dateline.records import Certainty, FigureKind, Status

HERE = Path(__file__).parent
BUILT_IN = tuple(f"{name}.yaml" for name in "plover traits cameo cameo_names acled classes wordnet grammar".split())
RULE_KEYS = frozenset(
    "id code verbs nouns object not_object actor not_actor has not_has not_near matches not_matches recipient needs"
    " lacks modal from compose figure status certainty also mutual priority why example expect not".split()
)
EXPECTED = frozenset("type mode actor recipient object instrument status killed injured arrested sentenced".split())
NEEDS = frozenset("actor recipient object complement event".split())
VERB_SOURCES = {"actor": ("subject",), "recipient": ("object",)}
NOUN_SOURCES = {
    "actor": ("by", "possessive", "compound", "light-subject"),
    "recipient": ("of", "against", "on"),
}
DETERMINERS = frozenset({"a", "an", "the"})
_RULE_ID = re.compile(r"\w[\w.-]*")


def load_codebook(path: Path | None = None) -> Codebook:
    """Load the built-in codebook, or the one at `path`: a YAML file or a folder of them.

    Raises UsageError naming file and line for whatever cannot be read or does not hold together.
    """
    return _built_in() if path is None else _assemble(_user_sources(path))


@functools.cache
def _built_in() -> Codebook:
    return _assemble(_built_in_sources())


@functools.cache
def _built_in_sources() -> tuple[Source, ...]:
    files = [HERE / name for name in BUILT_IN] + sorted((HERE / "rules").glob("*.yaml"))
    return tuple(read_source(file, HERE) for file in files)


def _user_sources(path: Path) -> tuple[Source, ...]:
    root = path if path.is_dir() else path.parent
    own = tuple(read_source(file, root, own=True) for file in find_files(path))
    alone = any(source.data.get("extends") is False for source in own)
    return own if alone else _built_in_sources() + own


def _assemble(sources: Sequence[Source]) -> Codebook:
    types = read_types(sources)
    word_classes = read_classes(sources)
    classes = {name: found.words for name, found in word_classes.items()}
    names = frozenset(classes) | RUNTIME_CLASSES
    compose = read_compositions(sources, types)
    runtime = {name: found.runtime for name, found in word_classes.items()}
    rules = tuple(_rules(sources, _Checker(types, names, classes, runtime, frozenset(compose))))
    acled_names = read_acled_names(sources)
    return Codebook(
        types=types,
        contexts=read_contexts(sources),
        rules=rules,
        classes=classes,
        includes=runtime,
        word_classes=classes_by_word(classes),
        light_verbs=read_light_verbs(sources),
        refine=tuple(read_refinements(sources, names, types)),
        compose=compose,
        counts=_counts(read_counts(sources, types), rules),
        traits=read_traits(sources, types),
        standing=read_standing(sources, types),
        armed_roles=frozenset(_armed_roles(sources)),
        cameo=read_cameo(sources, types),
        cameo_types=read_cameo_types(sources, types),
        cameo_names=read_cameo_names(sources),
        acled=read_acled(sources, types, acled_names),
        acled_types=read_acled_types(sources, types, acled_names),
        verb_rules=_index(rules, lambda rule: rule.verbs),
        noun_rules=_index(rules, lambda rule: rule.nouns),
        version=hashlib.sha256("\0".join(source.text for source in sources).encode()).hexdigest()[:12],
    )


def _counts(counts: Mapping[str, frozenset[Code]], rules: Iterable[Rule]) -> dict[str, frozenset[Code]]:
    """Let the figures of a type that `counts` says nothing of count what its own rules count."""
    told = {name for codes in counts.values() for name, _ in codes}
    found = dict(counts)
    for rule in rules:
        if rule.own and rule.figure and rule.type not in told:
            found[rule.figure] |= {(rule.type, None)}
    return found


def _armed_roles(sources: Iterable[Source]) -> Iterator[str]:
    for source in sources:
        yield from read_roles(source, ("armed_roles",), source.data.get("armed_roles"))


@dataclass(frozen=True, slots=True)
class _Checker:
    """The names that rules may use."""

    types: Mapping[str, EventType]
    classes: frozenset[str]
    words: Mapping[str, frozenset[str]]  # class -> its words
    runtime: Mapping[str, frozenset[str]]  # class -> the run-time classes that it includes
    tables: frozenset[str]


def _rules(sources: Sequence[Source], checker: _Checker) -> Iterator[Rule]:
    dropped = _dropped(sources)
    switched_off: set[str] = set()
    seen: dict[str, Rule] = {}
    triggers: dict[tuple[object, ...], Rule] = {}
    problems: list[str] = []  # each rule is checked by itself, so that all that is wrong is told at once
    for source in sources:
        content = source.data.get("rules") or []
        if not isinstance(content, list):
            source.fail(("rules",), "`rules` must be a list")
        for number, raw in enumerate(content):
            trail = ("rules", number)
            try:
                rule = _rule(source, trail, raw, checker)
            except UsageError as error:
                problems.append(str(error))
                continue
            if not source.own and rule.id in dropped:
                switched_off.add(rule.id)
                continue
            if rule.id in seen:
                _say_twice(source, (*trail, "id"), seen[rule.id])
            seen[rule.id] = rule
            _check_triggers(source, trail, rule, triggers)
            yield rule
    if problems:
        raise UsageError("\n".join(problems))
    for name in sorted(dropped.keys() - switched_off):
        dropped[name].fail(
            ("drop",), f"there is no built-in rule `{name}` to drop; `dateline codebook show WORD` names rules"
        )


def _dropped(sources: Iterable[Source]) -> dict[str, Source]:
    """Give the ids of the built-in rules that the user's files switch off, each with its file."""
    return {name: source for source in sources for name in words_of(source, ("drop",), source.data.get("drop"))}


def _say_twice(source: Source, trail: Trail, first: Rule) -> NoReturn:
    instead = f"; to put yours in its place, add `drop: [{first.id}]`" if source.own and not first.own else ""
    source.fail(trail, f"rule id `{first.id}` is used twice, first in {first.file}, line {first.line}{instead}")


def _check_triggers(source: Source, trail: Trail, rule: Rule, triggers: dict[tuple[object, ...], Rule]) -> None:
    conditions = (
        *(rule.object, rule.not_object, rule.actor, rule.not_actor, rule.has, rule.not_has, rule.not_near),
        *(rule.recipient, rule.needs, rule.lacks, rule.modal, rule.matches, rule.not_matches),
    )
    for kind, patterns in (("verbs", rule.verbs), ("nouns", rule.nouns)):
        for pattern in patterns:
            key = (kind, pattern.text, rule.priority, bool(rule.compose), *conditions)
            other = triggers.setdefault(key, rule)
            if other is not rule:
                where = f"rule `{other.id}` ({other.file}, line {other.line})"
                advice = "give one of them another `priority`" + (f", or `drop: [{other.id}]`" if not other.own else "")
                source.fail((*trail, kind), f"`{pattern.text}` is also in {where}, under the same conditions; {advice}")


def _rule(source: Source, trail: Trail, raw: object, checker: _Checker) -> Rule:
    if not isinstance(raw, dict):
        source.fail(trail, f"a rule must be a mapping, found {shown(raw)}")
    for key in raw.keys() - RULE_KEYS:
        source.fail((*trail, key), f"unknown key `{key}` of a rule; known: {listing(RULE_KEYS)}")
    for key in ("id", "code"):
        if not isinstance(raw.get(key), str):
            source.fail(trail, f"a rule needs `{key}`")
    if not _RULE_ID.fullmatch(raw["id"]):
        source.fail((*trail, "id"), f"bad id `{raw['id']}`: expected letters, digits and hyphens")
    event_type, mode = read_code(source, (*trail, "code"), raw["code"], checker.types)
    verbs, nouns = _patterns(source, trail, raw, "verbs"), _patterns(source, trail, raw, "nouns")
    if not verbs and not nouns:
        source.fail(trail, f"rule `{raw['id']}` needs `verbs` or `nouns`")
    classes = {
        key: _class_names(source, (*trail, key), raw.get(key), checker)
        for key in ("object", "not_object", "actor", "not_actor", "recipient", "has", "not_has", "not_near")
    }
    also = words_of(source, (*trail, "also"), raw.get("also"))
    examples = _sentences(source, (*trail, "example"), raw.get("example"))
    not_examples = _sentences(source, (*trail, "not"), raw.get("not"))
    return Rule(
        id=raw["id"],
        type=event_type,
        mode=mode,
        verbs=verbs,
        nouns=nouns,
        **classes,
        needs=_names(source, (*trail, "needs"), raw.get("needs"), NEEDS),
        lacks=_names(source, (*trail, "lacks"), raw.get("lacks"), NEEDS),
        matches=read_expression(source, (*trail, "matches"), raw.get("matches")),
        not_matches=read_expression(source, (*trail, "not_matches"), raw.get("not_matches")),
        modal=frozenset(words_of(source, (*trail, "modal"), raw.get("modal"))),
        verb_sources=_slots(source, trail, raw, VERB_SOURCES),
        noun_sources=_slots(source, trail, raw, NOUN_SOURCES),
        compose=_choice(source, (*trail, "compose"), raw.get("compose"), checker.tables),
        figure=cast(FigureKind, _choice(source, (*trail, "figure"), raw.get("figure"), get_args(FigureKind))),
        status=cast(Status, _choice(source, (*trail, "status"), raw.get("status"), get_args(Status))),
        certainty=cast(Certainty, _choice(source, (*trail, "certainty"), raw.get("certainty"), get_args(Certainty))),
        also=tuple(read_code(source, (*trail, "also"), code, checker.types) for code in also),
        mutual=_flag(source, (*trail, "mutual"), raw.get("mutual", False)),
        priority=_number(source, (*trail, "priority"), raw.get("priority", 0)),
        why=_text(source, (*trail, "why"), raw.get("why")) or "",
        examples=tuple(examples),
        expect=_expectation(source, (*trail, "expect"), raw.get("expect") or {}),
        not_examples=tuple(not_examples),
        file=source.name,
        line=source.line(trail),
        sentence_lines=examples | not_examples,
        own=source.own,
    )


def _names(source: Source, trail: Trail, value: object, known: Iterable[str]) -> frozenset[str]:
    names = frozenset(words_of(source, trail, value))
    for name in sorted(names.difference(known)):
        source.fail(trail, f"unknown name `{name}`; known: {listing(known)}")
    return names


def _class_names(source: Source, trail: Trail, value: object, checker: _Checker) -> frozenset[str]:
    """Read class names; a class that includes run-time classes asks for any of them."""
    names = frozenset(words_of(source, trail, value))
    for name in sorted(names - checker.classes):
        source.fail(trail, _no_such_class(name, checker))
    return names.union(*(checker.runtime.get(name, ()) for name in names))


def _no_such_class(name: str, checker: _Checker) -> str:
    """Say which classes are near an unknown one, or hold a word that was given for one, and how to define one."""
    near = difflib.get_close_matches(name, checker.classes, n=4)
    holders = sorted(known for known, words in checker.words.items() if name in words)
    return (
        f"unknown name `{name}`: expected a class of nouns"
        + (f"; near it: {', '.join(near)}" if near else "")
        + (f"; classes that hold the word: {', '.join(holders)}" if holders else "")
        + f"; to define one, write `classes: {{{name}-words: [{name}]}}` and ask for `{name}-words`"
    )


def _choice(source: Source, trail: Trail, value: Any, known: Iterable[str]) -> str | None:
    if value is not None and (not isinstance(value, str) or value not in known):
        source.fail(trail, f"unknown name {quoted(value)}; known: {listing(known)}")
    return value


def _text(source: Source, trail: Trail, value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        source.fail(trail, f"expected a text, found {shown(value)}")
    return value


def _number(source: Source, trail: Trail, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        source.fail(trail, f"expected a number, found {shown(value)}")
    return value


def _sentences(source: Source, trail: Trail, value: object) -> dict[str, int]:
    """Read sentences, each with its line."""
    if isinstance(value, str):
        return {value: source.line(trail)}
    sentences = value or []
    if not isinstance(sentences, list) or not all(isinstance(text, str) for text in sentences):
        source.fail(trail, f"expected a sentence or a list of sentences, found {shown(value)}")
    return {text: source.line((*trail, number)) for number, text in enumerate(sentences)}


def _flag(source: Source, trail: Trail, value: object) -> bool:
    if not isinstance(value, bool):
        source.fail(trail, f"expected true or false, found {shown(value)}")
    return value


def _expectation(source: Source, trail: Trail, value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        source.fail(trail, f"expected a mapping, found {shown(value)}")
    for key in value.keys() - EXPECTED:
        source.fail((*trail, key), f"unknown field `{key}`; known: {listing(EXPECTED)}")
    return {key: _text(source, (*trail, key), text) or "" for key, text in value.items()}


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
        if pattern in patterns:
            source.fail(below, f"`{text}` stands twice in this rule")
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
