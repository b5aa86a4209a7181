"""Claims with their figures → claims that count who later died: "He was pronounced dead at a hospital"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.coders.claims import Claim
from dateline.coders.scene import Scene
from dateline.records import Figure

DYING = frozenset({"die", "succumb", "perish"})
DECLARING = frozenset({"pronounce", "declare"})
#: A count of others leaves the dead out already.
FURTHER = re.compile(r"\b(?:another|others?|more|further|additional)\b", re.IGNORECASE)
HITTING = frozenset({"shoot", "hit", "strike"})
#: Nouns by which a report speaks again of whoever was hurt.
VICTIMS = frozenset(
    "victim man woman boy girl teen teenager youth juvenile person driver passenger officer student child other one"
    " protester demonstrator resident suspect patient".split()
)
#: How many sentences after an attack a death may be told that it caused.
OUTCOME_REACH = 8


def count_outcomes(scene: Scene, claims: Sequence[Claim]) -> list[Claim]:
    """Count as killed whoever an attack hurt and a later sentence tells dead; nobody is counted twice."""
    done = list(claims)
    triggers = {claim.reading.trigger for claim in claims}
    for verb, dead in _deaths(scene):
        if verb in triggers:
            continue
        host = _attack_on(scene, done, verb, dead)
        if host is not None:
            done[host] = _with_death(scene, done[host], verb, dead)
    return [_net(scene, claim) for claim in done]


def _net(scene: Scene, claim: Claim) -> Claim:
    """Leave the dead out of a count of all who were shot: "two men were shot, one of them fatally"."""
    dead = max((figure.max or 0 for figure in claim.figures if figure.kind == "killed"), default=0)
    if not dead or scene.parse.lemmas[claim.reading.trigger] not in HITTING:
        return claim
    sentence = scene.parse.sentences[scene.parse.sentence_of[claim.reading.trigger]]
    first, last = scene.parse.starts[sentence.first], scene.parse.ends[sentence.last - 1]
    figures = (_without(figure, dead) if first <= figure.span.start < last else figure for figure in claim.figures)
    return replace(claim, figures=tuple(figure for figure in figures if figure is not None))


def _deaths(scene: Scene) -> Iterator[tuple[int, int]]:
    """Give each verb that tells a death, and the noun that names who died."""
    parse, grammar = scene.parse, scene.grammar
    accident = scene.codebook.classes.get("accident", frozenset())
    for verb, lemma in enumerate(parse.lemmas):
        if parse.pos[verb] != "VERB" or not (lemma in DYING or lemma in DECLARING):
            continue
        words = {parse.lemmas[word] for word in grammar.words_of_clause(verb)}
        if lemma in DECLARING and "dead" not in words:
            continue
        if words & accident or grammar.dependents(verb, "neg") or "could" in words or "would" in words:
            continue
        for subject in grammar.subjects(verb)[:1]:
            yield verb, subject


def _attack_on(scene: Scene, claims: Sequence[Claim], verb: int, dead: int) -> int | None:
    """Find the attack told before whose victim a sentence speaks of again, if no death of it is counted yet."""
    parse = scene.parse
    for number in reversed(range(len(claims))):
        claim = claims[number]
        distance = parse.sentence_of[verb] - parse.sentence_of[claim.reading.trigger]
        told = claim.status in ("reported", "historical") and claim.reading.trigger <= verb
        if not (told and scene.codebook.has("violence", claim)):
            continue
        if distance > OUTCOME_REACH:
            return None
        if claim.recipients and _is_again(scene, claim, dead):
            counted = any(figure.kind == "killed" for figure in claim.figures)
            return None if counted else number
    return None


def _is_again(scene: Scene, claim: Claim, dead: int) -> bool:
    names = {actor.name for actor in claim.recipients}
    mention = scene.actor_at(dead)
    if mention is not None and mention.actor.name in names:
        return True
    if mention is not None and not mention.generic:
        return any(name in mention.actor.name or mention.actor.name in name for name in names)
    pronoun = scene.parse.tags[dead] == "PRP"
    return pronoun or scene.parse.lemmas[dead] in VICTIMS


def _with_death(scene: Scene, claim: Claim, verb: int, dead: int) -> Claim:
    one = scene.parse.tags[dead] not in ("NNS", "NNPS") and scene.parse.lemmas[dead] != "they"
    hurt = next((figure for figure in claim.figures if figure.kind == "injured"), None)
    count = 1 if one or hurt is None or hurt.min is None else hurt.min
    killed = Figure(span=scene.parse.span(verb, verb + 1), kind="killed", min=count, max=count)
    figures = [_without(figure, count) for figure in claim.figures]
    again = tuple(dict.fromkeys((*claim.told_again, scene.parse.sentence_of[verb])))
    return replace(claim, figures=(*(figure for figure in figures if figure is not None), killed), told_again=again)


def _without(figure: Figure, dead: int) -> Figure | None:
    """Leave the dead out of a count of the injured."""
    if figure.kind != "injured" or figure.min is None or FURTHER.search(figure.span.text):
        return figure
    if figure.min <= dead:
        return None
    return replace(figure, min=figure.min - dead, max=None if figure.max is None else figure.max - dead)
