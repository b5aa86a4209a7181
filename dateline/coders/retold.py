"""Clauses that only add where or when an act was, told a sentence or two after it: "The attack took place in X".

And what shows that an act was told of before.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.coders.nearness import DOING, OCCURRING, only_tells_that
from dateline.coders.scene import Reading, Scene

#: Words for any happening.
HAPPENINGS = frozenset(
    "incident event attack action crime operation act assault violence tragedy episode shooting blast explosion".split()
)
#: Words for those who attack, and of their coming: "The gunmen arrived on motorcycles in Ica".
ATTACKERS = frozenset(
    "attacker assailant gunman kidnapper abductor raider bomber shooter militant bandit rebel robber insurgent".split()
)
COMING = frozenset("arrive come descend enter burst storm break swoop".split())
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
#: How many sentences after the act such a clause may stand.
RETELLING_REACH = 3


#: Roles of bodies that are spoken of as known from the start: "the army", "the court".
STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})


def speaks_of_known(scene: Scene, reading: Reading) -> bool:
    """Tell whether an act, or a side of it, was told of before: "The device went off", "They burned two cars"."""
    parse = scene.parse
    sides = (*reading.actors, *reading.recipients, *reading.objects, *reading.direct)
    subjects = scene.grammar.subjects(reading.verb)
    if reading.is_noun and {parse.lemmas[child] for child in parse.children[reading.trigger]} & DEFINITE:
        return True
    return any(_is_known(scene, token) for token in (*subjects, *sides))


def _is_known(scene: Scene, token: int) -> bool:
    parse, mention = scene.parse, scene.actors.get(token)
    if parse.tags[token] == "PRP":
        return parse.lemmas[token] in ("he", "she", "they")
    if mention is not None and mention.pronoun:
        return True
    definite = parse.pos[token] == "NOUN" and any(parse.lemmas[child] in DEFINITE for child in parse.children[token])
    body = mention is not None and mention.actor.role in STATE and parse.tags[token] != "NNS"
    return definite and not body


class Retellings:
    """The clauses of a report that only place or date a happening, by the number of their sentence."""

    def __init__(self, scene: Scene, triggers: frozenset[int]) -> None:
        self.scene = scene
        self.triggers = triggers
        self._found: dict[int, list[tuple[int, int]]] = {}
        for verb, noun in self._find():
            self._found.setdefault(scene.parse.sentence_of[verb], []).append((verb, noun))

    def of(self, reading: Reading) -> Iterator[int]:
        """Give the verbs of the clauses that speak of an act told before, in the order of the text."""
        number = self.scene.parse.sentence_of[reading.trigger]
        last = min(number + RETELLING_REACH, len(self.scene.parse.sentences) - 1)
        for later in range(number + 1, last + 1):
            yield from (verb for verb, noun in self._found.get(later, ()) if self._speaks_of(noun, reading))

    def _find(self) -> Iterator[tuple[int, int]]:
        parse = self.scene.parse
        for verb, lemma in enumerate(parse.lemmas):
            occurs = self._only_occurs(verb, lemma)
            comes = not occurs and lemma in COMING and parse.tags[verb] == "VBD"
            if parse.pos[verb] != "VERB" or not (comes or occurs):
                continue
            for noun in self.scene.grammar.subjects(verb):
                if comes and parse.lemmas[noun] not in ATTACKERS:
                    continue
                pronoun = lemma in OCCURRING and parse.lemmas[noun] in ("it", "this")
                if pronoun or {parse.lemmas[child] for child in parse.children[noun]} & DEFINITE:
                    yield verb, noun

    def _only_occurs(self, verb: int, lemma: str) -> bool:
        return only_tells_that(self.scene.parse, verb) and (lemma not in DOING or self.scene.grammar.is_passive(verb))

    def _speaks_of(self, noun: int, reading: Reading) -> bool:
        """Tell whether "the attack", "the murder" or "it" may mean an act: no other like it came in between."""
        parse, codebook = self.scene.parse, self.scene.codebook
        lemma = parse.lemmas[noun]
        types = {rule.type for pattern, rule in codebook.noun_rules.get(lemma, ()) if not pattern.words}
        by_them = lemma in ATTACKERS and reading.rule.type == "ASSAULT"
        same = by_them or lemma in ("it", "this") or lemma in HAPPENINGS or reading.rule.type in types
        own = parse.sentence_of[reading.trigger]
        between = (t for t in self.triggers if own < parse.sentence_of[t] < parse.sentence_of[noun])
        return same and not any(parse.lemmas[t] not in HAPPENINGS for t in between)
