"""Clause → is it only what another one was done for, or how: "drove into Warsaw to protest", "left in protest"."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from dateline.coders.grammar import Grammar
from dateline.coders.scene import Reading, Scene
from dateline.coders.status import is_negated
from dateline.records import Parse

#: Deeds by which people protest in words alone.
WRITTEN = frozenset("write sign file lodge submit petition post tweet call phone email want refuse".split())
#: Verbs that say of a deed that it was a protest.
AIMS = frozenset({"protest", "demonstrate", "rally", "picket"})
PLURAL = frozenset({"NNS", "NNPS", "CD"})
#: The classes of people who protest together.
CROWDS = frozenset({"rioters", "workers", "supporters", "role-pro"})


def purpose_of(grammar: Grammar, verb: int) -> int | None:
    """Give the verb that an infinitive is the purpose of: "drove into Warsaw to protest"."""
    parse, head = grammar.parse, grammar.parse.heads[verb]
    to = any(parse.lemmas[child] == "to" for child in grammar.dependents(verb, "aux"))
    aim = to and parse.deps[verb] in ("advcl", "xcomp") and parse.tags[verb] == "VB" and parse.pos[head] == "VERB"
    return head if aim and verb > head else None


def is_crowd_purpose(scene: Scene, reading: Reading) -> bool:
    """Tell whether a protest is what several people did something for: "drove into Warsaw to protest"."""
    parse = scene.parse
    deed = None if reading.is_noun else purpose_of(scene.grammar, reading.verb)
    if deed is None or parse.lemmas[deed] in WRITTEN or parse.lemmas[reading.trigger] not in AIMS:
        return False
    if not scene.codebook.has("march", reading.rule):
        return False
    doers = {*reading.actors} & {*scene.grammar.subjects(deed)}
    return any(parse.tags[doer] in PLURAL for doer in doers) and not is_negated(scene.grammar, reading.verb)


def with_manners(scene: Scene, readings: Sequence[Reading]) -> list[Reading]:
    """Read "lay down on the road in protest" as a protest, but "in protest" beside an act only as how it was done."""
    verbs = {reading.verb for reading in readings if not _is_manner(scene.parse, reading)}
    found = (_of_crowd(scene, each, verbs) if _is_manner(scene.parse, each) else each for each in readings)
    return [reading for reading in found if reading is not None]


def _is_manner(parse: Parse, reading: Reading) -> bool:
    trigger = reading.trigger
    bare = not any(parse.deps[child] in ("det", "amod", "poss", "nummod") for child in parse.children[trigger])
    return (
        reading.is_noun and bare and parse.lemmas[trigger] == "protest" and parse.lemmas[parse.heads[trigger]] == "in"
    )


def _of_crowd(scene: Scene, reading: Reading, verbs: Container[int]) -> Reading | None:
    """Give a protest to the several people who did in protest what tells of no other act."""
    parse = scene.parse
    deed = next((token for token in parse.ancestors(reading.trigger) if parse.pos[token] == "VERB"), None)
    if deed is None or deed in verbs or parse.lemmas[deed] in WRITTEN:
        return None
    doers = [token for token in scene.grammar.subjects(deed) if parse.tags[token] in PLURAL]
    people = [token for token in doers if CROWDS & scene.classes(token)]
    return replace(reading, verb=deed, actors=tuple(people)) if people else None
