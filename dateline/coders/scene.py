"""What the coder looks at, and what it reads there: one parse with its grammar, actors, places and codebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dateline.coders.grammar import Grammar
from dateline.ontology.codebook import Codebook, Rule
from dateline.records import ActorMention, FigureKind, Parse, Toponym

#: Nouns that say of happenings that there were many: "a wave of arrests".
SERIES = frozenset("wave series string spate round campaign rash spree flurry succession".split())
#: Nouns that only count or group what follows them with "of".
PARTITIVES = SERIES | frozenset(
    "number dozen score hundred thousand million majority most many some all several each"
    " pair couple handful part group member one two three lot midst middle batch contingent patch deployment worth"
    " shipment percent % ton consignment package portion rest remainder column amount".split()
)
LOADING = frozenset("load pack fill rig stuff fit laden lade pack".split())
#: Counts of people: what an act with such a count befalls is a person.
PERSONAL_FIGURES = frozenset({"killed", "injured", "arrested", "sentenced", "abducted"})
#: Verbs of a rule that counts the killed by which nobody is said to be killed.
WOUNDING = frozenset("wound injure hurt maim".split())
DAMAGING = frozenset(
    "explode go detonate rip blow tear blast rock shake hit strike damage destroy demolish target hurl wreck shatter"
    " pound rain land fall crash attack bomb shell".split()
)
VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})


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
    known_classes: dict[int, frozenset[str]] = field(default_factory=dict)  # what was asked before
    known_clauses: dict[int, frozenset[str]] = field(default_factory=dict)
    known_sentences: dict[int, frozenset[str]] = field(default_factory=dict)

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
        if lemma in SERIES and any(
            self.series_of(each) is not None for each in self.grammar.prepositional(token, "of")
        ):
            return frozenset()  # no wave of the sea
        if token and token - 1 in parse.children[token]:
            pair = known.get(f"{parse.lemmas[token - 1]} {lemma}")
            if pair is not None:
                return pair
        return known.get(lemma, frozenset())

    def classes_in_clause(self, verb: int) -> frozenset[str]:
        """Give the classes of all words of a clause."""
        if verb not in self.known_clauses:
            words = self.grammar.words_of_clause(verb)
            self.known_clauses[verb] = frozenset().union(*map(self.word_classes, words))
        return self.known_clauses[verb]

    def classes_in_sentence(self, number: int) -> frozenset[str]:
        """Give the classes of all words of a sentence."""
        if number not in self.known_sentences:
            sentence = self.parse.sentences[number]
            words = range(sentence.first, sentence.last)
            self.known_sentences[number] = frozenset().union(*map(self.word_classes, words))
        return self.known_sentences[number]

    def classes(self, token: int) -> frozenset[str]:
        """Give the argument classes of a noun: its lemma's, and those its reading as an actor or a place adds."""
        if token not in self.known_classes:
            self.known_classes[token] = self._read_classes(token)
        return self.known_classes[token]

    def _read_classes(self, token: int) -> frozenset[str]:
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
        if "vehicle" in found and self._is_loaded(token):
            found.add("bomb-subject")
        if parse.lemmas[token] not in self.codebook.word_classes:
            for modifier in self.grammar.dependents(token, "compound"):
                found |= self.word_classes(modifier)
        return frozenset(found)

    def _is_loaded(self, vehicle: int) -> bool:
        """Tell whether a vehicle is a bomb: "a car loaded with dynamite"."""
        filled = [
            each for each in self.grammar.dependents(vehicle, "acl", "amod") if self.parse.lemmas[each] in LOADING
        ]
        within = (word for each in filled for word in self.parse.subtree(each))
        return any("weapon-explosive" in self.word_classes(word) for word in within)

    def is_booty(self, token: int) -> bool:
        """Tell whether a thing is what somebody found or seized: no act was done with it."""
        parse, below = self.parse, token
        for above in parse.ancestors(token):
            if parse.pos[above] == "VERB":
                return parse.deps[below] in ("dobj", "nsubjpass") and "taking" in self.word_classes(above)
            below = above
        return False

    def _classes_of_it(self, token: int) -> set[str]:
        """Read the "it" of "the body says it is providing aid" as whoever speaks."""
        parse = self.parse
        verb = parse.heads[token]
        said = parse.deps[token] == "nsubj" and parse.deps[verb] == "ccomp" and parse.pos[verb] == "VERB"
        return {"organization"} if said and parse.tags[token - 1] in VERB_TAGS | {"IN"} else set()

    def series_of(self, noun: int) -> int | None:
        """Give the noun that says of a happening that there were many: the "wave" of "a wave of arrests"."""
        parse = self.parse
        above = parse.heads[noun]
        if parse.lemmas[noun] not in self.codebook.noun_rules or parse.lemmas[above] != "of":
            return None
        series = parse.heads[above]
        return series if parse.lemmas[series] in SERIES else None

    def figure_of(self, reading: Reading) -> FigureKind | None:
        """Give what a number of people with a reading counts: by one rule bombs kill, wound or only hit."""
        kind, lemma = reading.rule.figure, self.parse.lemmas[reading.trigger]
        harm = kind in (None, "injured") and self.codebook.has("violence", reading.rule)
        if harm and not reading.is_noun and self._is_fatal(reading.trigger):
            return "killed"
        if kind != "killed" or reading.is_noun:
            return kind
        return "injured" if lemma in WOUNDING else None if lemma in DAMAGING else kind

    def _is_fatal(self, verb: int) -> bool:
        """Tell whether a verb's clause says that somebody died of it: "stabbed to death", "shot dead"."""
        lemmas = self.parse.lemmas
        dead = any(lemmas[child] == "dead" for child in self.parse.children[verb])
        return dead or any(lemmas[noun] == "death" for noun in self.grammar.prepositional(verb, "to"))

    def classes_of(self, tokens: Iterable[int]) -> frozenset[str]:
        """Give the classes of several nouns together; `none` where there is no noun."""
        return frozenset().union(*map(self.classes, tokens)) or frozenset({"none"})
