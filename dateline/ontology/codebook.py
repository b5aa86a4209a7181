"""Codebook: the types, modes, coding rules and crosswalks by which a clause becomes an event record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from dateline.records import Acled, Certainty, FigureKind, Status

#: What may hold of a type or mode beside its definition, and what follows for an act of it.
TRAITS: Mapping[str, str] = {
    "speech": "is done by speaking: it has a place only where the report gives it one",
    "talk": "is done by talking: a day named before its trigger belongs to what is talked about",
    "about": "is about other acts: those named in its object did not happen by it",
    "about-clause": "is about other acts: those named in its whole clause did not happen by it",
    "charge": "is about acts of the past: what a relative clause adds is a part of the charge",
    "called-for": "is an act of its own when it is called for, planned or threatened",
    "penalty": "is done for an offence: what follows on “for” or “over” is the reason given",
    "ahead": "is about what is yet to come",
    "diplomatic": "is done between governments: a capital stands for its government",
    "violence": "is bodily violence: a thing's owner did what the thing did, and its victims are counted with it",
    "force": "is done by force: who is told to use it in the same sentence did it",
    "personal": "befalls persons only: a plain unknown name is a person's",
    "property": "befalls things: a count of people is of another act",
    "at-home": "is what a state does in its own country, where nothing else says where",
    "at-place": "may have a place for its object",
    "protest": "is a protest: slogans listed after it are its own",
    "march": "moves or gathers people: what they carry and shout belongs to it",
    "carried": "is often done in passing by those who do another act",
    "showing": "shows things: the thing says nothing of whom the act is against",
    "unsigned": "is often told without its doer, who is then the one told of before",
    "carrier": "carries slogans and statements",
    "chanting": "is done by people who chant: their slogans name whom it is against",
    "addressed": "is addressed to somebody, whom a protest in the same breath is against",
    "befalls": "befalls whoever is where it happens",
    "conditional": "lasts until somebody else acts, whom it touches",
    "by-means": "is done with forces or envoys of one's own, who are not its recipients",
    "mass-killing": "is what the killing of many unarmed people is, where no weapon is told",
    "arming": "is done with soldiers or police, who are not its recipients",
}

Code = tuple[str, str | None]  # type and mode
LightVerb = Literal["actor", "recipient", "none"]

PREPOSITIONS = frozenset(
    "about across after against along alongside amid among around at before behind between beyond by during for from in"
    " inside into near of off on onto outside over through to throughout toward towards under upon with within without"
    "".split()
)
SLOTS = PREPOSITIONS | {
    "subject",
    "object",
    "indirect",
    "possessive",
    "compound",
    "complement",
    "complement-object",
    "light-subject",
    "object-owner",  # whose the object is: "seized the weapons of the militia"
    "speaker",  # the subject of the verb of speech above the clause
}
ROLE_CLASSES = "gov mil par cop spy jud leg pty opp reb crm cvl pro med bus edu rel lab ngo igo".split()
RUNTIME_CLASSES = frozenset(
    "any none actor person group state organization place number name".split()
    + [f"role-{role}" for role in ROLE_CLASSES]
)


class Coded(Protocol):
    """What has a type and mode: a rule, an act, a claim."""

    @property
    def type(self) -> str:
        """The type."""

    @property
    def mode(self) -> str | None:
        """The mode, if it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """A type of event, and its modes with their definitions."""

    name: str
    definition: str
    modes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A field of life that an event belongs to, and words that point to it."""

    name: str
    definition: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A trigger: its head lemma, and the words that must hang on it.

    `hole` says that the recipient stands inside the pattern ("take {} hostage"); `preposition` is the pattern's
    last word where that governs the recipient ("open fire on").
    """

    text: str
    head: str
    words: tuple[str, ...] = ()
    hole: bool = False
    preposition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One coding rule: the words that trigger it, what must hold of the arguments, and the code it gives."""

    id: str
    type: str
    mode: str | None
    verbs: tuple[Pattern, ...] = ()
    nouns: tuple[Pattern, ...] = ()
    object: frozenset[str] = frozenset()
    not_object: frozenset[str] = frozenset()
    actor: frozenset[str] = frozenset()
    not_actor: frozenset[str] = frozenset()
    recipient: frozenset[str] = frozenset()
    has: frozenset[str] = frozenset()
    not_has: frozenset[str] = frozenset()
    not_near: frozenset[str] = frozenset()  # classes of which the sentence must hold no word
    matches: str | None = None  # a regular expression that the sentence must hold
    not_matches: str | None = None
    needs: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    modal: frozenset[str] = frozenset()  # auxiliaries of which the complement clause must have one
    verb_sources: Mapping[str, tuple[str, ...]]
    noun_sources: Mapping[str, tuple[str, ...]]
    compose: str | None = None
    figure: FigureKind | None = None
    status: Status | None = None
    certainty: Certainty | None = None
    also: tuple[Code, ...] = ()
    mutual: bool = False  # of two who do it together, each is the other's recipient: "X and Y signed a treaty"
    priority: int = 0
    why: str = ""
    examples: tuple[str, ...] = ()
    expect: Mapping[str, str] = field(default_factory=dict)
    not_examples: tuple[str, ...] = ()
    file: str = ""
    line: int = 0
    sentence_lines: Mapping[str, int] = field(default_factory=dict)  # of the examples and of those not to be coded
    own: bool = False  # of the user's codebook

    @property
    def constraints(self) -> int:
        """Count what the rule asks for; of two rules on the same words the one that asks for more goes first."""
        asked = (
            self.object,
            self.not_object,
            self.actor,
            self.not_actor,
            self.has,
            self.not_has,
            self.not_near,
            self.matches,
            self.not_matches,
            self.needs,
            self.lacks,
        )
        return sum(map(bool, asked)) + bool(self.compose) + bool(self.modal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What keeps an event of a type, whatever the second opinion thinks of its sentence."""

    matches: str | None = None  # a regular expression: a sentence that holds it surely tells of such an act
    roles: frozenset[str] = frozenset()  # an event by somebody of these roles stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """All that the coder knows about events."""

    types: Mapping[str, EventType]
    contexts: Mapping[str, Context]
    rules: tuple[Rule, ...]
    classes: Mapping[str, frozenset[str]]
    includes: Mapping[str, frozenset[str]]  # class -> the run-time classes that it includes
    word_classes: Mapping[str, frozenset[str]]  # lemma -> its classes
    light_verbs: Mapping[str, LightVerb]
    refine: tuple[tuple[str, Code], ...]  # class of an instrument -> code of an act without a mode; the first wins
    compose: Mapping[str, Mapping[str, Code]]
    counts: Mapping[str, frozenset[Code]]  # kind of figure -> the types and modes whose people it may count
    traits: Mapping[str, frozenset[Code]]  # name of TRAITS -> the types and modes that have it
    standing: Mapping[str, Standing]  # type -> what the second opinion never drops of it
    armed_roles: frozenset[str]  # two sides of these roles make an assault a battle in ACLED's scheme
    cameo: Mapping[str, str | None]  # "TYPE" or "TYPE/mode" -> CAMEO code
    cameo_types: Mapping[str, Code]  # first digits of a CAMEO code -> type and mode
    cameo_names: Mapping[str, str]  # CAMEO code -> its name
    acled_types: Mapping[str, Code | None]  # ACLED's sub-event type -> type and mode
    acled: Mapping[str, Acled]  # "TYPE/mode", with " violent" or " armed" after it where that changes the names
    verb_rules: Mapping[str, tuple[tuple[Pattern, Rule], ...]]  # head lemma -> the most specific first
    noun_rules: Mapping[str, tuple[tuple[Pattern, Rule], ...]]
    version: str

    def has(self, trait: str, coded: Coded) -> bool:
        """Tell whether the type and mode of a rule or an act have a trait."""
        return self.has_trait(trait, coded.type, coded.mode)

    def has_trait(self, trait: str, event_type: str, mode: str | None = None) -> bool:
        """Tell whether a type, or a mode of it, has a trait."""
        codes = self.traits[trait]
        return (event_type, None) in codes or (event_type, mode) in codes

    def may_count(self, figure: str, event_type: str, mode: str | None) -> bool:
        """Tell whether a figure of a kind may count people of a type and mode."""
        codes = self.counts.get(figure, frozenset())
        return (event_type, None) in codes or (event_type, mode) in codes

    def cameo_code(self, event_type: str, mode: str | None) -> str | None:
        """Give the CAMEO code that comes nearest to a type and mode; None where none does."""
        return self.cameo.get(code_name(event_type, mode), self.cameo.get(event_type))

    def plover_of_cameo(self, cameo: str) -> Code | None:
        """Give the type and mode of a CAMEO code, by the longest first digits that are known."""
        known = (self.cameo_types.get(cameo[:length]) for length in range(len(cameo), 1, -1))
        return next((code for code in known if code), None)

    def plover_of_acled(self, sub_event_type: str) -> Code | None:
        """Give the type and mode that come nearest to a sub-event type of ACLED; None where none does."""
        return self.acled_types.get(sub_event_type)

    def acled_names(self, event_type: str, mode: str | None, *, violent: bool = False, armed: bool = False) -> Acled:
        """Name an event in ACLED's scheme; empty where ACLED does not code such events.

        `violent`: a demonstration with violence; `armed`: an assault between two armed sides. A mode without an entry
        of its own has its type's names.
        """
        suffixes = [" violent"] * violent + [" armed"] * armed + [""]
        names = [name + suffix for name in (code_name(event_type, mode), event_type) for suffix in suffixes]
        return next((self.acled[name] for name in names if name in self.acled), Acled())

    def is_refined(self, event_type: str) -> bool:
        """Tell whether words of the clause may give an act of a type its mode."""
        return any(refined == event_type for _, (refined, _) in self.refine)

    def refined_mode(self, classes: frozenset[str], event_type: str = "ASSAULT") -> str | None:
        """Give the mode of an act without one whose clause holds words of these classes."""
        return next((mode for name, (refined, mode) in self.refine if refined == event_type and name in classes), None)


def code_name(event_type: str, mode: str | None) -> str:
    """Write a type and mode as the codebook's files do.

    >>> code_name("PROTEST", "demo")
    'PROTEST/demo'
    """
    return f"{event_type}/{mode}" if mode else event_type
