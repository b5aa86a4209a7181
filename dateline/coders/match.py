"""Parse, codebook → readings: the words that trigger a rule, and the nouns that fill its roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dateline.coders.grammar import Grammar
from dateline.ontology.codebook import RUNTIME_CLASSES, Codebook, Pattern, Rule
from dateline.records import ActorMention, Parse, Toponym

#: Nouns that only count or group what follows them with "of".
PARTITIVES = frozenset(
    "number dozen score hundred thousand million series wave string spate majority most many some all several each"
    " pair couple handful part group member one two three lot midst middle batch contingent patch deployment worth"
    " shipment percent % ton consignment package portion rest remainder column amount".split()
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
    direct: tuple[int, ...] = ()  # what the act is done to in the grammar: what the rule's `object` speaks of


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the matcher looks at: one parse, its grammar, its actors by head token, and the codebook."""

    parse: Parse
    grammar: Grammar
    actors: Mapping[int, ActorMention]
    places: frozenset[int]  # tokens of toponyms that are not demonyms
    times: frozenset[int]  # tokens of time expressions
    codebook: Codebook
    toponyms: Mapping[int, Toponym] = field(default_factory=dict)  # those places, by token

    def actor_at(self, token: int) -> ActorMention | None:
        """Give the actor that a noun names: itself the head of its name, or set off by the name it stands beside."""
        mention = self.actors.get(token)
        if mention is not None or self.parse.pos[token] not in ("NOUN", "PROPN"):
            return mention
        beside = self.grammar.dependents(token, "appos")
        if self.parse.deps[token] == "appos":
            beside.append(self.parse.heads[token])
        return next((self.actors[other] for other in beside if other in self.actors), None)

    def word_classes(self, token: int) -> frozenset[str]:
        """Give the classes of a word, or of the two-word name that it ends ("water cannon")."""
        parse, known = self.parse, self.codebook.word_classes
        lemma = parse.lemmas[token]
        if token and token - 1 in parse.children[token]:
            pair = known.get(f"{parse.lemmas[token - 1]} {lemma}")
            if pair is not None:
                return pair
        return known.get(lemma, frozenset())

    def classes(self, token: int) -> frozenset[str]:
        """Give the argument classes of a noun: its lemma's, and those its reading as an actor or a place adds."""
        parse = self.parse
        found = set(self.word_classes(token))
        mention = self.actor_at(token)
        if mention is not None:
            found |= {"actor", mention.actor.kind, f"role-{(mention.actor.role or 'none').lower()}"}
            if mention.actor.role == "GOV" or parse.entities[token] == "GPE":
                found.add("state")
        if parse.tags[token] == "PRP":
            found |= {"person", "group"} if parse.lemmas[token] != "it" else self._classes_of_it(token)
        if parse.pos[token] == "PROPN":
            found.add("name")
        if token in self.places:
            found.add("place")
        if parse.pos[token] == "NUM":
            found.add("number")
        if parse.deps[token] == "quote":
            found |= {"message", "chanted"}
        if parse.lemmas[token] in PARTITIVES or parse.pos[token] == "NUM":
            for part in self.grammar.prepositional(token, "of"):
                found |= self.classes(part)
        if parse.lemmas[token] not in self.codebook.word_classes:
            for modifier in self.grammar.dependents(token, "compound"):
                found |= self.word_classes(modifier)
        return frozenset(found)

    def _classes_of_it(self, token: int) -> set[str]:
        """Read the "it" of "the body says it is providing aid" as whoever speaks."""
        parse = self.parse
        verb = parse.heads[token]
        said = parse.deps[token] == "nsubj" and parse.deps[verb] == "ccomp" and parse.pos[verb] == "VERB"
        return {"organization"} if said and parse.tags[token - 1] in VERB_TAGS | {"IN"} else set()

    def classes_of(self, tokens: Iterable[int]) -> frozenset[str]:
        """Give the classes of several nouns together; `none` where there is no noun."""
        return frozenset().union(*map(self.classes, tokens)) or frozenset({"none"})


def find_readings(scene: Scene) -> Iterator[Reading]:
    """Give the best reading of each trigger, in the order of the text."""
    parse, verb_rules, noun_rules = scene.parse, scene.codebook.verb_rules, scene.codebook.noun_rules
    near = _Neighbours(parse)
    for token, lemma in enumerate(parse.lemmas):
        if token in scene.times:
            continue
        is_verb = parse.tags[token] in VERB_TAGS
        gerund = parse.words[token].lower() if parse.tags[token] == "VBG" else ""
        if is_verb and lemma in verb_rules:
            yield from _first(scene, token, near.of(token, verb_rules[lemma]), read_verb)
        elif gerund in noun_rules and parse.deps[token] in ("nsubj", "nsubjpass", "dobj", "pobj"):
            yield from _first(scene, token, near.of(token, noun_rules[gerund]), read_noun)
        elif parse.pos[token] in ("NOUN", "PROPN") and lemma in noun_rules:
            yield from _first(scene, token, near.of(token, noun_rules[lemma]), read_noun)


class _Neighbours:
    """The words of each sentence: a pattern with a word that its sentence lacks need not be tried."""

    def __init__(self, parse: Parse) -> None:
        self.sentence_of = parse.sentence_of
        self.words = [
            frozenset(parse.lemmas[sentence.first : sentence.last])
            | {word.lower() for word in parse.words[sentence.first : sentence.last]}
            for sentence in parse.sentences
        ]

    def of(self, token: int, rules: tuple[tuple[Pattern, Rule], ...]) -> Iterator[tuple[Pattern, Rule]]:
        """Give the rules whose patterns have all their words in the sentence of a token."""
        words = self.words[self.sentence_of[token]]
        return (pair for pair in rules if words.issuperset(pair[0].words))


def _first(
    scene: Scene,
    token: int,
    rules: Iterable[tuple[Pattern, Rule]],
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
    slots = _VerbSlots(scene, verb, words, pattern)
    actors = slots.fill(rule.verb_sources["actor"])
    recipients = slots.fill(rule.verb_sources["recipient"])
    direct = [token for token in slots.slot("object") if token not in scene.times]
    if not direct and not pattern.preposition:
        direct = _ordered_to(scene, verb, words)
        recipients = recipients or (direct if rule.verb_sources["recipient"][0] == "object" else [])
    taken = {*words, *recipients, *scene.times}
    reading = Reading(
        rule=rule,
        trigger=verb,
        words=tuple(sorted(words)),
        verb=verb,
        is_noun=False,
        actors=tuple(token for token in actors if token not in scene.times),
        recipients=tuple(token for token in recipients if token not in scene.times),
        objects=tuple(token for token in scene.grammar.objects(verb) if token not in taken),
        direct=tuple(direct),
    )
    return reading if fits(scene, reading) and _objects_fit(scene, reading, pattern) else None


def _ordered_to(scene: Scene, verb: int, words: list[int]) -> list[int]:
    """The parser reads whoever is told to do something as the subject of doing it: "ordered the agency to leave"."""
    grammar, lemmas = scene.grammar, scene.parse.lemmas
    found: list[int] = []
    for inner in grammar.dependents(verb, "ccomp"):
        if inner in words or any(lemmas[child] == "to" for child in grammar.dependents(inner, "aux")):
            found.extend(each for token in grammar.dependents(inner, "nsubj") for each in grammar.conjuncts(token))
    return found


def match_words(scene: Scene, head: int, pattern: Pattern) -> list[int] | None:
    """Give the tokens of a pattern's words around its head, or None where one is missing.

    A word may hang on one that comes after it in the pattern ("order {} to leave").
    """
    matched = [head]
    missing = list(pattern.words)
    while missing:
        found = _next_word(scene, matched, missing, pattern)
        if found is None:
            return None
        matched.append(found[0])
        missing.remove(found[1])
    return matched


def _next_word(scene: Scene, matched: list[int], missing: list[str], pattern: Pattern) -> tuple[int, str] | None:
    around = sorted(_reachable(scene, matched, pattern), key=lambda token: (token < matched[0], token))
    for word in missing:
        for token in around:
            about_time = scene.parse.pos[token] == "ADP" and _governs_time(scene, token)
            if token not in matched and _is_word(scene.parse, token, word) and not about_time:
                return token, word
    return None


def _governs_time(scene: Scene, preposition: int) -> bool:
    """Tell whether a preposition leads to a date: "called the king on Monday" is no call on the king."""
    governed = scene.grammar.complements_of(preposition)
    return bool(governed) and all(token in scene.times for token in governed)


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
    elif parse.pos[matched[0]] == "VERB":
        yield from scene.grammar.objects(matched[0])
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
        return grammar.objects(verb) or grammar.dependents(verb, "quote")

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
            found = [each for each in found if each not in self.scene.times]
            if found:
                return found
        return self._farther(preposition) if preposition == "to" else []

    def _farther(self, preposition: str) -> list[int]:
        """The parser hangs "to the museum" on a noun or a relative clause within what is given or returned."""
        scene, grammar = self.scene, self.scene.grammar
        for noun in grammar.objects(self.verb):
            for token in scene.parse.subtree(noun):
                for party in grammar.prepositional(token, preposition) if token > noun else ():
                    if party in scene.actors or party in scene.toponyms:
                        return grammar.conjuncts(party)
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
            named = f"{parse.lemmas[head]} {parse.lemmas[token]}" in light_verbs or parse.lemmas[token] in ("in", "out")
            if role == "actor" and parse.deps[token] in ("nsubj", "prep") and not named:
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
        found = [token for token in found if token != noun and token not in scene.times]
        if found:
            return found
    return []


def fits(scene: Scene, reading: Reading) -> bool:
    """Tell whether a reading's actor, recipient and clause are as its rule asks."""
    rule = reading.rule
    actors = scene.classes_of(reading.actors)
    unsaid = not reading.actors and not reading.is_noun and scene.grammar.is_passive(reading.trigger)
    waived = unsaid and bool(rule.actor & RUNTIME_CLASSES)
    if rule.actor and "any" not in rule.actor and not rule.actor & actors and not waived:
        return False
    if rule.not_actor & actors or (rule.recipient and not rule.recipient & scene.classes_of(reading.recipients)):
        return False
    if reading.is_noun and not _is_of_class(rule, scene.classes_of(reading.recipients)):
        return False
    if rule.has or rule.not_has:
        words = words_around(scene, reading)
        if (rule.has and not rule.has & words) or rule.not_has & words:
            return False
    return _is_complete(scene, reading) and (not rule.modal or _has_modal(scene, reading))


def _objects_fit(scene: Scene, reading: Reading, pattern: Pattern) -> bool:
    """Tell whether what a verb is done to is of the rule's classes; a pattern with its own object asks nothing."""
    grammar, verb = scene.grammar, reading.trigger
    things = grammar.subjects(verb) if grammar.is_passive(verb) else grammar.objects(verb)
    if not pattern.hole and not pattern.preposition and any(thing in reading.words for thing in things):
        return True
    sources = reading.rule.verb_sources["recipient"]
    instead = reading.recipients if sources[:1] in (("subject",), ("object",)) else ()
    done_to = reading.recipients if sources[:1] == ("subject",) else reading.direct
    if pattern.hole:
        done_to = tuple(token for token in done_to if token not in reading.words) or reading.recipients
    return _is_of_class(reading.rule, scene.classes_of(done_to or instead))


def _is_of_class(rule: Rule, classes: frozenset[str]) -> bool:
    wanted = not rule.object or "any" in rule.object or bool(rule.object & classes)
    return wanted and not rule.not_object & classes


def _is_complete(scene: Scene, reading: Reading) -> bool:
    """Tell whether a reading has the arguments that its rule needs, and none that it must lack."""
    grammar, rule = scene.grammar, reading.rule
    if not rule.needs and not rule.lacks:
        return True
    things = reading.direct or reading.recipients
    complement = bool(_complements(scene, reading))
    filled = {
        "actor": bool(reading.actors),
        "recipient": bool(reading.recipients),
        "object": bool(things),
        "complement": complement,
        "event": complement,
        "predicate": bool(grammar.dependents(reading.trigger, "oprd")),
    }
    present = {
        **filled,
        "object": bool(grammar.dependents(reading.trigger, "dobj")),
        "complement": bool(grammar.dependents(reading.trigger, "ccomp", "xcomp", "oprd")),
    }
    return all(filled[name] for name in rule.needs) and not any(present[name] for name in rule.lacks)


def _complements(scene: Scene, reading: Reading) -> list[int]:
    """Give the clauses that hang on a reading's words: "is willing to leave", "its demand that they leave"."""
    labels = ("ccomp", "xcomp", "acl", "pcomp", "advcl", "oprd")
    found = [each for word in reading.words for each in scene.grammar.dependents(word, *labels)]
    for word in reading.words:
        for preposition in scene.grammar.dependents(word, "prep"):
            found.extend(scene.grammar.dependents(preposition, "pcomp"))
    return found


def _has_modal(scene: Scene, reading: Reading) -> bool:
    """Tell whether what is said holds one of the auxiliaries: "said that they must leave", "have to leave"."""
    grammar, lemmas, tags = scene.grammar, scene.parse.lemmas, scene.parse.tags
    modal = reading.rule.modal
    for clause in _complements(scene, reading):
        for word in grammar.dependents(clause, "aux"):
            if lemmas[word] in modal and (tags[word] == "MD" or lemmas[word] == "to"):
                return True
        if lemmas[clause] in modal and grammar.dependents(clause, "xcomp"):
            return True
    return False


def words_around(scene: Scene, reading: Reading) -> frozenset[str]:
    """Give the classes of all words of a reading's clause."""
    found: set[str] = set()
    for token in scene.grammar.words_of_clause(reading.verb):
        found |= scene.word_classes(token)
    return frozenset(found)
