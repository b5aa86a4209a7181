"""Codebook: the types, modes, coding rules and crosswalks by which a clause becomes an event record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dateline.records import Acled, FigureKind, Status

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
    needs: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    modal: frozenset[str] = frozenset()  # auxiliaries of which the complement clause must have one
    verb_sources: Mapping[str, tuple[str, ...]]
    noun_sources: Mapping[str, tuple[str, ...]]
    compose: str | None = None
    figure: FigureKind | None = None
    status: Status | None = None
    also: tuple[Code, ...] = ()
    mutual: bool = False  # of two who do it together, each is the other's recipient: "X and Y signed a treaty"
    priority: int = 0
    why: str = ""
    examples: tuple[str, ...] = ()
    expect: Mapping[str, str] = field(default_factory=dict)
    not_examples: tuple[str, ...] = ()
    file: str = ""

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
            self.needs,
            self.lacks,
        )
        return sum(map(bool, asked)) + bool(self.compose) + bool(self.modal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """All that the coder knows about events."""

    types: Mapping[str, EventType]
    contexts: Mapping[str, Context]
    rules: tuple[Rule, ...]
    classes: Mapping[str, frozenset[str]]
    word_classes: Mapping[str, frozenset[str]]  # lemma -> its classes
    light_verbs: Mapping[str, LightVerb]
    refine: tuple[tuple[str, str], ...]  # class of an instrument -> mode of ASSAULT; the first that fits wins
    compose: Mapping[str, Mapping[str, Code]]
    cameo: Mapping[str, str]  # "TYPE" or "TYPE/mode" -> CAMEO code
    cameo_types: Mapping[str, Code]  # first digits of a CAMEO code -> type and mode
    acled: Mapping[str, Acled]  # "TYPE/mode", with " violent" or " armed" after it where that changes the names
    verb_rules: Mapping[str, tuple[tuple[Pattern, Rule], ...]]  # head lemma -> the most specific first
    noun_rules: Mapping[str, tuple[tuple[Pattern, Rule], ...]]
    version: str

    def cameo_code(self, event_type: str, mode: str | None) -> str | None:
        """Give the CAMEO code that comes nearest to a type and mode."""
        return self.cameo.get(code_name(event_type, mode)) or self.cameo.get(event_type)

    def plover_of_cameo(self, cameo: str) -> Code | None:
        """Give the type and mode of a CAMEO code, by the longest first digits that are known."""
        known = (self.cameo_types.get(cameo[:length]) for length in range(len(cameo), 1, -1))
        return next((code for code in known if code), None)

    def acled_names(self, event_type: str, mode: str | None, *, violent: bool = False, armed: bool = False) -> Acled:
        """Name an event in ACLED's scheme; empty where ACLED does not code such events.

        `violent`: a demonstration with violence; `armed`: an assault between two armed sides.
        """
        name = code_name(event_type, mode)
        suffixes = [" violent"] * violent + [" armed"] * armed + [""]
        return next((self.acled[name + suffix] for suffix in suffixes if name + suffix in self.acled), Acled())

    def refined_mode(self, classes: frozenset[str]) -> str | None:
        """Give the mode of an assault whose clause holds words of these classes."""
        return next((mode for name, mode in self.refine if name in classes), None)


def code_name(event_type: str, mode: str | None) -> str:
    """Write a type and mode as the codebook's files do.

    >>> code_name("PROTEST", "demo")
    'PROTEST/demo'
    """
    return f"{event_type}/{mode}" if mode else event_type
