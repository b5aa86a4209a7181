"""NameRun -> where a person's name begins and ends: titles that are given names, origins, ages."""

from __future__ import annotations

from dataclasses import replace

from dateline.find.names import NameRun
from dateline.find.personal import suffers_as_person
from dateline.find.phrases import Scene, left_edge, lexicon_noun

#: The greatest age of a person.
OLDEST = 120
PRIVATE_ROLES = frozenset("CVL EDU LAB BUS".split())


def has_article(scene: Scene, run: NameRun) -> bool:
    """Whether an article stands before a name."""
    before, parse = run.first - 1, scene.parse
    article = before >= 0 and parse.words[before].lower() in ("the", "a", "an", "this", "these", "its")
    return article and run.first <= parse.heads[before] < run.last


def has_age(scene: Scene, run: NameRun) -> bool:
    """Whether an age stands after a name, which only a person's has: "Ana Vell, 34, was held", "Ana Vell (34)"."""
    words = scene.parse.words[run.last : run.last + 4]
    words = (*words[:1], *words[2:]) if words[1:2] == ("aged",) else words[:3]
    if len(words) < 3 or words[0] not in (",", "(") or words[2] not in (",", ";", ")", ".", "-"):
        return False
    return words[1].isdigit() and 0 < int(words[1]) < OLDEST


def with_given_title(scene: Scene, run: NameRun) -> NameRun:
    """Read a title as the given name of a private person: "Prince Okafor, a mechanic", "Major Dlamini, 34"."""
    parse, first = scene.parse, run.title_first
    if len(run.title) != 1 or parse.words[first].lower() not in scene.lexicon.given_titles:
        return run
    if not parse.words[first][:1].isupper() or _country_before(scene, run):
        return run
    lone = run.last - run.first == 1
    if not ((lone and has_age(scene, run)) or _has_private_calling(scene, run)):
        return run
    return replace(run, first=first, title_last=first)


def is_bare_given_title(scene: Scene, run: NameRun) -> bool:
    """Whether a title by itself is somebody's name: "militants killed Prince", not "the Prince"."""
    lone = run.last - run.first == 1 and scene.parse.words[run.first].lower() in scene.lexicon.given_titles
    return lone and not has_article(scene, run) and suffers_as_person(scene, run)


def _country_before(scene: Scene, run: NameRun) -> bool:
    before = scene.parse.words[run.title_first - 1 : run.title_first]
    return run.title_first - 1 in scene.toponyms or before in (("'s",), ("’s",))


def _has_private_calling(scene: Scene, run: NameRun) -> bool:
    """Whether a name is said to be that of "a mechanic", "a student", "a father of two"."""
    parse = scene.parse
    for token in (child for child in parse.children[run.head] if parse.deps[child] == "appos"):
        edge = left_edge(scene, token)
        noun = lexicon_noun(scene, token, edge)
        article = any(parse.words[child] in ("a", "an") for child in parse.children[token])
        if noun is not None and article and noun.kind == "person" and not noun.office and noun.role in PRIVATE_ROLES:
            return True
    return False


def before_origin(scene: Scene, run: NameRun) -> NameRun:
    """Leave where a person is from out of the name: "Ana Vell of Lima"."""
    ends = [token for token in range(run.first + 1, run.last) if scene.parse.words[token] == "of"]
    return replace(run, last=ends[0]) if ends and run.head < ends[0] else run
