"""Parse, codebook → readings: the words that trigger a rule, and the nouns that fill its roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dateline.coders.grammar import Grammar
from dateline.ontology.codebook import Codebook, Pattern, Rule, code_name
from dateline.records import ActorMention, Parse

#: Nouns that only count or group what follows them with "of".
PARTITIVES = frozenset(
    "number dozen score hundred thousand million series wave string spate majority most many some all several each"
    " pair couple handful part group member one two three lot midst middle".split()
)
VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
#: How far a noun's light verb may stand above it: "is in the midst of a crackdown" is four steps.
LIGHT_VERB_REACH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One trigger read by one rule; all numbers are tokens."""

    rule: Rule
    trigger: int
    words: tuple[int, ...]  # the trigger and the pattern's other words, in the order of the text
    verb: int  # the verb of the clause: the trigger itself, or the light verb of an eventive noun
    is_noun: bool
    actors: tuple[int, ...] = ()
    recipients: tuple[int, ...] = ()
    objects: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the matcher looks at: one parse, its grammar, its actors by head token, and the codebook."""

    parse: Parse
    grammar: Grammar
    actors: Mapping[int, ActorMention]
    places: frozenset[int]  # tokens of toponyms that are not demonyms
    times: frozenset[int]  # tokens of time expressions
    codebook: Codebook

    def actor_at(self, token: int) -> ActorMention | None:
        """Give the actor that a noun names: itself the head of its name, or set off by the name it stands beside."""
        mention = self.actors.get(token)
        if mention is not None or self.parse.pos[token] not in ("NOUN", "PROPN"):
            return mention
        beside = self.grammar.dependents(token, "appos")
        if self.parse.deps[token] == "appos":
            beside.append(self.parse.heads[token])
        return next((self.actors[other] for other in beside if other in self.actors), None)

    def classes(self, token: int) -> frozenset[str]:
        """Give the argument classes of a noun: its lemma's, and those its reading as an actor or a place adds."""
        parse = self.parse
        found = set(self.codebook.word_classes.get(parse.lemmas[token], ()))
        mention = self.actor_at(token)
        if mention is not None:
            found |= {"actor", mention.actor.kind}
            if mention.actor.role == "GOV" or parse.entities[token] == "GPE":
                found.add("state")
        if token in self.places:
            found.add("place")
        if parse.pos[token] == "NUM":
            found.add("number")
        if parse.deps[token] == "quote":
            found.add("message")
        if parse.lemmas[token] in PARTITIVES or parse.pos[token] == "NUM":
            for part in self.grammar.prepositional(token, "of"):
                found |= self.classes(part)
        return frozenset(found)


def find_readings(scene: Scene) -> Iterator[Reading]:
    """Give the best reading of each trigger, in the order of the text."""
    parse, codebook = scene.parse, scene.codebook
    for token, lemma in enumerate(parse.lemmas):
        if parse.tags[token] in VERB_TAGS and lemma in codebook.verb_rules:
            yield from _first(scene, token, codebook.verb_rules[lemma], read_verb)
        elif parse.pos[token] in ("NOUN", "PROPN") and lemma in codebook.noun_rules:
            yield from _first(scene, token, codebook.noun_rules[lemma], read_noun)


def _first(
    scene: Scene,
    token: int,
    rules: tuple[tuple[Pattern, Rule], ...],
    read: Callable[[Scene, int, Pattern, Rule], Reading | None],
) -> Iterator[Reading]:
    for pattern, rule in rules:
        reading = read(scene, token, pattern, rule)
        if reading is not None:
            yield reading
            return


def read_verb(scene: Scene, verb: int, pattern: Pattern, rule: Rule) -> Reading | None:
    """Read a verb by one rule, or give None where its words or arguments do not fit."""
    words = match_words(scene, verb, pattern)
    if words is None:
        return None
    grammar = scene.grammar
    slots = _VerbSlots(scene, verb, words, pattern)
    actors = slots.fill(rule.verb_sources["actor"])
    recipients = slots.fill(rule.verb_sources["recipient"])
    taken = {*words, *recipients, *scene.times}
    recipients = [token for token in recipients if token not in scene.times]
    objects = [token for token in grammar.objects(verb) if token not in taken]
    reading = Reading(
        rule=rule,
        trigger=verb,
        words=tuple(sorted(words)),
        verb=verb,
        is_noun=False,
        actors=tuple(actors),
        recipients=tuple(recipients),
        objects=tuple(objects),
    )
    return reading if fits(scene, reading) else None


def match_words(scene: Scene, head: int, pattern: Pattern) -> list[int] | None:
    """Give the tokens of a pattern's words around its head, or None where one is missing."""
    matched = [head]
    for word in pattern.words:
        found = next(
            (token for token in _reachable(scene, matched, pattern) if _is_word(scene.parse, token, word)), None
        )
        if found is None:
            return None
        matched.append(found)
    return matched


def _is_word(parse: Parse, token: int, word: str) -> bool:
    return parse.lemmas[token] == word or parse.words[token].lower() == word


def _reachable(scene: Scene, matched: list[int], pattern: Pattern) -> Iterator[int]:
    """The words that hang on the matched ones; the small parser also hangs particles on the object, or next to it."""
    parse = scene.parse
    for token in matched:
        yield from (child for child in parse.children[token] if child not in matched)
    for token in matched:
        if parse.lemmas[token] in PARTITIVES or parse.pos[token] in ("DET", "NUM", "PRON"):
            yield from scene.grammar.prepositional(token, "of")
        for child in parse.children[token]:
            if parse.lemmas[child] in PARTITIVES or parse.tags[child] == "DT":
                yield from scene.grammar.prepositional(child, "of")
    if pattern.hole:
        for noun in scene.grammar.objects(matched[0]):
            yield from parse.subtree(noun)
    following = max(matched) + 1
    if following < len(parse.words) and parse.sentence_of[following] == parse.sentence_of[matched[0]]:
        yield following


class _VerbSlots:
    """The nouns in the slots around a verb."""

    def __init__(self, scene: Scene, verb: int, words: list[int], pattern: Pattern) -> None:
        self.scene = scene
        self.verb = verb
        self.words = words
        self.pattern = pattern

    def fill(self, slots: tuple[str, ...]) -> list[int]:
        """Give the nouns of the first slot that has any."""
        for slot in slots:
            found = [token for token in self.slot(slot) if token not in self.words]
            if found:
                return found
        return []

    def slot(self, slot: str) -> list[int]:
        """Give the nouns of one slot, conjuncts apart."""
        grammar, verb = self.scene.grammar, self.verb
        if slot in ("subject", "light-subject"):
            return grammar.agents(verb) if grammar.is_passive(verb) else grammar.subjects(verb)
        if slot == "object":
            return self._objects()
        if slot == "indirect":
            return [each for token in grammar.dependents(verb, "dative") for each in grammar.conjuncts(token)]
        if slot in ("complement", "complement-object"):
            return self._complement(slot)
        if slot == "possessive":
            return [each for token in grammar.objects(verb) for each in grammar.dependents(token, "poss")]
        if slot == "compound":
            return []
        if slot == "object-owner":
            return [owner for token in self._objects() for owner in self._owners(token)]
        if slot == "speaker":
            governor = grammar.governor(verb)
            return grammar.subjects(governor) if governor is not None else []
        return self._prepositional(slot)

    def _objects(self) -> list[int]:
        grammar, verb = self.scene.grammar, self.verb
        if self.pattern.preposition:
            found = self._prepositional(self.pattern.preposition)
            if found:
                return found
        if grammar.is_passive(verb):
            return grammar.subjects(verb)
        return grammar.objects(verb)

    def _owners(self, token: int) -> list[int]:
        grammar = self.scene.grammar
        linked = [*grammar.prepositional(token, "of"), *grammar.dependents(token, "poss", "compound", "nmod")]
        return [owner for owner in linked if owner in self.scene.actors]

    def _prepositional(self, preposition: str) -> list[int]:
        grammar = self.scene.grammar
        for token in (*self.words, *grammar.objects(self.verb)):
            if token != self.verb and self.scene.parse.lemmas[token] == preposition:
                found = grammar.complements_of(token)
            else:
                found = grammar.prepositional(token, preposition)
            if found:
                return found
        return []

    def _complement(self, slot: str) -> list[int]:
        """The one addressed ("urged X to leave", "demanded that X leave"), or the one the demanded act is done to."""
        grammar = self.scene.grammar
        for inner in (
            each for word in self.words for each in grammar.dependents(word, "ccomp", "xcomp", "advcl", "acl")
        ):
            found = grammar.subjects(inner) if slot == "complement" else self._done_to(inner)
            if found and found != grammar.subjects(self.verb):
                return found
        return []

    def _done_to(self, inner: int) -> list[int]:
        grammar = self.scene.grammar
        nouns = [token for token in grammar.words_of_clause(inner) if token in self.scene.actors]
        return grammar.prepositional(inner, "to", "on", "against", "with", "from") or nouns[:1]


def read_noun(scene: Scene, noun: int, pattern: Pattern, rule: Rule) -> Reading | None:
    """Read an eventive noun by one rule, or give None where its words or arguments do not fit."""
    words = match_words(scene, noun, pattern)
    if words is None:
        return None
    light, role = find_light_verb(scene, noun)
    actors = _fill_noun(scene, noun, light if role == "actor" else None, rule.noun_sources["actor"])
    recipients = []
    if role == "recipient" and light is not None:
        recipients = scene.grammar.subjects(light)
    if pattern.preposition:
        recipients = recipients or scene.grammar.prepositional(noun, pattern.preposition)
    recipients = recipients or _fill_noun(
        scene, noun, light if role == "actor" else None, rule.noun_sources["recipient"]
    )
    taken = {*words, *scene.times}
    reading = Reading(
        rule=rule,
        trigger=noun,
        words=tuple(sorted(words)),
        verb=light if light is not None else noun,
        is_noun=True,
        actors=tuple(token for token in actors if token not in taken),
        recipients=tuple(token for token in recipients if token not in taken and token not in actors),
    )
    return reading if fits(scene, reading) else None


def find_light_verb(scene: Scene, noun: int) -> tuple[int | None, str | None]:
    """Give the verb that predicates an eventive noun, and the role it gives its subject."""
    parse, light_verbs = scene.parse, scene.codebook.light_verbs
    token = noun
    for _ in range(LIGHT_VERB_REACH):
        head = parse.heads[token]
        if head == token:
            return None, None
        if parse.pos[head] in ("VERB", "AUX"):
            particles = [parse.lemmas[child] for child in parse.children[head] if parse.deps[child] in ("prt", "prep")]
            names = [f"{parse.lemmas[head]} {particle}" for particle in particles] + [parse.lemmas[head]]
            role = next((light_verbs[name] for name in names if name in light_verbs), None)
            if parse.lemmas[head] == "be" and parse.lemmas[token] == "in":
                role = "actor"
            if role == "actor" and parse.deps[token] in ("nsubj", "prep") and parse.lemmas[token] not in ("in", "out"):
                role = None
            return (head, role) if role else (None, None)
        partitive = parse.lemmas[head] in PARTITIVES or parse.pos[head] == "ADP" or parse.deps[token] == "conj"
        if not partitive:
            return None, None
        token = head
    return None, None


def _fill_noun(scene: Scene, noun: int, light: int | None, slots: tuple[str, ...]) -> list[int]:
    grammar = scene.grammar
    for slot in slots:
        if slot in ("light-subject", "subject"):
            passive = light is not None and grammar.is_passive(light)
            found = [] if light is None else grammar.agents(light) if passive else grammar.subjects(light)
        elif slot == "possessive":
            found = [token for token in grammar.dependents(noun, "poss") if token in scene.actors]
        elif slot == "compound":
            modifiers = grammar.dependents(noun, "compound", "nmod", "amod")
            found = [token for token in modifiers if token in scene.actors]
        elif slot in ("object", "indirect", "complement", "complement-object"):
            found = []
        else:
            found = grammar.prepositional(noun, slot)
            if not found and light is not None:
                found = grammar.prepositional(light, slot)
        found = [token for token in found if token != noun]
        if found:
            return found
    return []


def fits(scene: Scene, reading: Reading) -> bool:
    """Tell whether a reading's arguments are of the classes that its rule asks for."""
    rule = reading.rule
    targets = _things_done_to(scene, reading)
    object_classes = frozenset().union(*(scene.classes(token) for token in targets)) if targets else frozenset({"none"})
    actor_classes = (
        frozenset().union(*(scene.classes(token) for token in reading.actors))
        if reading.actors
        else frozenset({"none"})
    )
    if rule.object and "any" not in rule.object and not rule.object & object_classes:
        return False
    if rule.not_object & object_classes:
        return False
    if rule.actor and "any" not in rule.actor and not rule.actor & actor_classes:
        return False
    if rule.not_actor & actor_classes:
        return False
    if rule.has or rule.not_has:
        words = words_around(scene, reading)
        if (rule.has and not rule.has & words) or rule.not_has & words:
            return False
    filled = {
        "actor": bool(reading.actors),
        "recipient": bool(reading.recipients or targets),
        "object": bool(targets),
        "complement": any(_has_complement(scene, word) for word in reading.words),
        "event": _has_event(scene, reading),
    }
    if any(filled[name] for name in rule.lacks) or not all(filled[name] for name in rule.needs):
        return False
    return not rule.modal or _has_modal(scene, reading.trigger, rule.modal)


def _things_done_to(scene: Scene, reading: Reading) -> tuple[int, ...]:
    """Give what the rule's `object` speaks of: the direct object, or without one the recipient."""
    if reading.is_noun or reading.objects:
        return reading.recipients if reading.is_noun else reading.objects
    return reading.recipients


def _has_event(scene: Scene, reading: Reading) -> bool:
    """Tell whether the words below a trigger may tell of an act that the rule's table knows."""
    codebook, lemmas = scene.codebook, scene.parse.lemmas
    table = codebook.compose.get(reading.rule.compose or "", {})
    below = {token for word in reading.words for token in scene.parse.subtree(word)} - set(reading.words)
    return any(
        rule.type in table or code_name(rule.type, rule.mode) in table
        for token in below
        for _, rule in (*codebook.verb_rules.get(lemmas[token], ()), *codebook.noun_rules.get(lemmas[token], ()))
    )


def _has_modal(scene: Scene, verb: int, modals: frozenset[str]) -> bool:
    """Tell whether what is said holds one of the auxiliaries: "said that they must leave"."""
    grammar, lemmas = scene.grammar, scene.parse.lemmas
    clauses = grammar.dependents(verb, "ccomp", "xcomp")
    auxiliaries = [word for clause in clauses for word in grammar.dependents(clause, "aux")]
    return any(lemmas[word] in modals and scene.parse.tags[word] == "MD" for word in auxiliaries)


def words_around(scene: Scene, reading: Reading) -> frozenset[str]:
    """Give the classes of all words of a reading's clause."""
    found: set[str] = set()
    for token in scene.grammar.words_of_clause(reading.verb):
        found |= scene.codebook.word_classes.get(scene.parse.lemmas[token], frozenset())
    return frozenset(found)


def _has_complement(scene: Scene, token: int) -> bool:
    return bool(scene.grammar.dependents(token, "ccomp", "xcomp", "acl", "pcomp", "advcl"))
