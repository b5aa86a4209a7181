"""Parse, codebook → readings: the words that trigger a rule, and the nouns that fill its roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dateline.coders.conditions import fits, objects_fit
from dateline.coders.scene import PARTITIVES, PERSONAL_FIGURES, VERB_TAGS, Reading, Scene
from dateline.ontology.codebook import Pattern, Rule
from dateline.records import Parse

#: How far a noun's light verb may stand above it: "is in the midst of a crackdown" is four steps.
LIGHT_VERB_REACH = 5
#: How somebody is left who came to harm.
STATES = frozenset("dead wounded injured hurt homeless missing unconscious stranded".split())
INJURIES = frozenset("injury wound burn scar bruise".split())
#: Nouns that say that the subject suffered the act behind them: "was the victim of an attack".
VICTIMS = frozenset({"victim", "target", "object", "prey"})


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
        elif gerund in noun_rules and parse.deps[token] in ("nsubj", "nsubjpass", "dobj", "pobj", "attr"):
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
    if any(particle not in words for particle in scene.grammar.dependents(verb, "prt")):
        return None  # "broke up" is another verb than "broke"
    state = _state_left(scene, verb)
    if state is not None and state not in words:
        return None
    slots = _VerbSlots(scene, verb, words, pattern)
    actors = slots.fill(rule.verb_sources["actor"])
    recipients = slots.fill(rule.verb_sources["recipient"])
    clause = scene.parse.heads[verb] if scene.parse.deps[verb] == "auxpass" else verb
    if not recipients and clause != verb and "subject" in rule.verb_sources["recipient"]:
        recipients = scene.grammar.subjects(clause)  # "they were charged with"
    direct = [token for token in slots.slot("object") if token not in scene.times]
    if not direct and not pattern.preposition:
        direct = _ordered_to(scene, verb, words)
        recipients = recipients or (direct if rule.verb_sources["recipient"][0] == "object" else [])
    taken = {*words, *recipients, *scene.times}
    reading = Reading(
        rule=rule,
        trigger=verb,
        words=tuple(sorted(words)),
        verb=clause,
        is_noun=False,
        actors=tuple(token for token in actors if token not in scene.times),
        recipients=tuple(token for token in recipients if token not in scene.times),
        objects=tuple(token for token in scene.grammar.objects(verb) if token not in taken),
        direct=tuple(direct),
    )
    return reading if fits(scene, reading) and objects_fit(scene, reading, pattern) else None


def _state_left(scene: Scene, verb: int) -> int | None:
    """Give the word that says how somebody was left, so that nobody went away: "leaving two guards wounded"."""
    parse = scene.parse
    if parse.lemmas[verb] != "leave":
        return None
    for noun in scene.grammar.dependents(verb, "dobj"):
        last = scene.grammar.noun_phrase(noun)[1]
        if last >= len(parse.words) or noun in scene.places:
            continue
        hurt = any(parse.lemmas[each] in INJURIES for each in scene.grammar.complements_of(last))
        if parse.tags[last] == "VBN" or parse.lemmas[last] in STATES or (parse.lemmas[last] == "with" and hurt):
            return last
    return None


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
            if word == pattern.preposition and scene.parse.deps[token] == "aux":
                continue  # "forced to flee" is no "flee to"
            about_time = word in (pattern.preposition, "on", "in", "at") and _governs_time(scene, token)
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
        for child in parse.children[token]:
            doer = parse.deps[child] == "nsubj" and token == matched[0]  # "forces used gas" is no "use force"
            if child not in matched and not doer:
                yield child
    for token in matched:
        if parse.lemmas[token] in PARTITIVES or parse.pos[token] in ("DET", "NUM", "PRON"):
            yield from scene.grammar.prepositional(token, "of")
        for child in parse.children[token]:
            if parse.lemmas[child] in PARTITIVES or parse.tags[child] == "DT":
                yield from scene.grammar.prepositional(child, "of")
    if pattern.hole:
        for noun in scene.grammar.objects(matched[0]):
            yield from parse.subtree(noun)
    elif parse.pos[matched[0]] == "VERB" and not scene.grammar.dependents(matched[0], "dobj"):
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
        objects = grammar.objects(verb)
        if self.pattern.hole and objects and all(token in self.words for token in objects):
            given = self.slot("indirect")  # "gave the mayor a prison sentence"
            if given:
                return given
            before = grammar.dependents(objects[0], "compound", "nmod")  # "took 40 soldiers prisoner"
            return [token for token in before if self.scene.parse.tags[token] == "NNS"]
        return objects or grammar.dependents(verb, "quote")

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
    recipients = [token for token in recipients if token not in words and not _is_wording(scene, token, rule)]
    for word in words[1:] if not recipients else ():
        recipients = recipients or [each for each in scene.grammar.dependents(word, "poss") if each in scene.actors]
    if not recipients and _suffers(scene, noun, rule, actors):
        actors, recipients = [], actors
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


def _is_wording(scene: Scene, token: int, rule: Rule) -> bool:
    """Tell whether an attack is only told in something: "claimed the attack in a telephone call"."""
    return scene.codebook.has("violence", rule) and "verbal" in scene.word_classes(token)


def _suffers(scene: Scene, noun: int, rule: Rule, actors: list[int]) -> bool:
    """Tell whether whoever has an act suffered it: "the mayor's assassination"; not "the guard's killings"."""
    if rule.figure not in PERSONAL_FIGURES or scene.parse.tags[noun] == "NNS" or not actors:
        return False
    owners = scene.grammar.dependents(noun, "poss")
    return all(token in owners and "person" in scene.classes(token) for token in actors)


def find_light_verb(scene: Scene, noun: int) -> tuple[int | None, str | None]:
    """Give the verb that predicates an eventive noun, and the role it gives its subject, which may be "none"."""
    parse, light_verbs = scene.parse, scene.codebook.light_verbs
    token = noun
    for _ in range(LIGHT_VERB_REACH):
        head = parse.heads[token]
        if head == token:
            return None, None
        if parse.lemmas[token] in VICTIMS and parse.lemmas[head] in ("be", "become", "fall", "make"):
            return head, "recipient"
        if parse.pos[head] in ("VERB", "AUX"):
            particles = [
                parse.lemmas[child] for child in parse.children[head] if parse.deps[child] in ("prt", "prep", "dobj")
            ]
            names = [f"{parse.lemmas[head]} {particle}" for particle in particles] + [parse.lemmas[head]]
            role = next((light_verbs[name] for name in names if name in light_verbs), None)
            if parse.lemmas[head] == "be" and parse.lemmas[token] == "in":
                role = "actor"
            named = f"{parse.lemmas[head]} {parse.lemmas[token]}" in light_verbs or parse.lemmas[token] in ("in", "out")
            if role == "recipient" and parse.deps[token] == "nsubj":
                role = "none"  # "the killing drew crowds": the verb only tells that it was
            if role == "actor" and parse.deps[token] in ("nsubj", "prep") and not named:
                role = None
            return (head, role) if role else (None, None)
        partitive = (
            parse.lemmas[head] in PARTITIVES | VICTIMS or parse.pos[head] == "ADP" or parse.deps[token] == "conj"
        )
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
            series = scene.series_of(noun)
            if not found and series is not None and slot != "of":
                found = grammar.prepositional(series, slot)  # "a wave of arrests by the police"
            if not found and light is not None:
                found = grammar.prepositional(light, slot)
        found = [token for token in found if token != noun and token not in scene.times]
        if found:
            return found
    return []
