"""Write the sentences of invented reports; each part that a record holds gives its span."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from invented_happenings import Kind
from invented_world import pick

from dateline.records import Span

ALL_PARTS = 0.8  # chance that a sentence says all that its report knows, if any words of the kind can
PASSIVE = 0.2  # chance of the passive voice where the actor is known
SLOTS = re.compile(r"(\[[^\]]+\]|\{\w+\})")


@dataclass(frozen=True, slots=True)
class Template:
    parts: tuple[tuple[str, str], ...]  # (slot, "") or ("", literal) or ("trigger", words)
    needs: frozenset[str]


@dataclass(slots=True)
class Facts:
    """What a report says of an act, as words; what it leaves out is empty."""

    actor: tuple[str, str] = ("", "")  # office or occupation, name
    recipient: tuple[str, str] = ("", "")
    object: str = ""
    place: str = ""
    near: bool = False
    date: str = ""
    figures: Sequence[tuple[str, str]] = ()  # kind, words
    speaker: str = ""
    denied: bool = False
    hedge: str = ""
    lead_in: str = ""  # of background: "Earlier, "
    more: Sequence[str] = ()  # whole sentences that show the act too


@dataclass(slots=True)
class Spans:
    """Where the parts of an act stand in the text."""

    named: dict[str, Span] = field(default_factory=dict)
    figures: list[Span] = field(default_factory=list)
    evidence: list[Span] = field(default_factory=list)


class Text:
    """A report's text as it grows."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self._fresh = True

    def put(self, words: str) -> Span:
        """Add words, with a capital where a sentence begins, and give their span."""
        start = self.length
        self.add(words)
        return Span(start, self.length, self.parts[-1])

    def add(self, words: str) -> None:
        """Add words that no record holds."""
        if self._fresh and words:
            words, self._fresh = words[0].upper() + words[1:], False
        self.parts.append(words)
        self.length += len(words)

    def begin(self) -> int:
        if self.length:
            self.add(" ")
        self._fresh = True
        return self.length

    def since(self, start: int, parts: int) -> Span:
        return Span(start, self.length, "".join(self.parts[parts:]))

    def sentence(self, words: str) -> Span:
        self.begin()
        return self.put(words)

    def whole(self) -> str:
        return "".join(self.parts)


@functools.lru_cache(maxsize=4096)
def template(words: str, active: bool) -> Template:
    """Take a template of the words file apart."""
    parts: list[tuple[str, str]] = [("actor", ""), ("", " ")] if active else []
    for part in SLOTS.split(words):
        if part.startswith("["):
            parts.append(("trigger", part[1:-1]))
        elif part.startswith("{"):
            parts.append((part[1:-1], ""))
        elif part:
            parts.append(("", part))
    return Template(tuple(parts), frozenset(slot for slot, _ in parts if slot and slot != "trigger"))


@functools.lru_cache(maxsize=4096)
def fitting(kind: Kind, known: frozenset[str]) -> tuple[tuple[Template, ...], tuple[Template, ...]]:
    """Give the templates that say no more than is known, and those of them that say most."""
    active = [template(words, True) for words in kind.active] if "actor" in known else []
    passive = [template(words, False) for words in kind.passive]
    fit = [each for each in (active or passive) if each.needs <= known] or [
        each for each in passive if each.needs <= known
    ]
    if not fit:
        fit = [replace(min(passive, key=lambda each: len(each.needs)), needs=frozenset())]
    most = max(len(each.needs) for each in fit)
    return tuple(fit), tuple(each for each in fit if len(each.needs) == most)


def tell(rng: Random, text: Text, kind: Kind, facts: Facts) -> Spans:
    """Write the sentences that tell an act, the main one first."""
    spans = Spans()
    start, parts = text.begin(), len(text.parts)
    layout = rng.random()
    if facts.speaker and facts.denied:
        spans.named["speaker"] = text.put(facts.speaker)
        text.add(" denied that ")
    elif facts.speaker and layout < 0.4:
        spans.named["speaker"] = text.put(facts.speaker)
        text.add(pick(rng, (" said that ", " reported that ", " said ")))
    if facts.lead_in:
        text.add(facts.lead_in)
    dated = bool(facts.date) and layout > 0.5
    if dated:
        spans.named["date"] = text.put(facts.date)
        text.add(", ")
    _clause(rng, text, kind, facts, spans)
    if facts.place:
        text.add(" near " if facts.near else " in ")
        spans.named["place"] = text.put(facts.place)
    if facts.date and not dated:
        text.add(" ")
        spans.named["date"] = text.put(facts.date)
    _figures(rng, text, facts, spans)
    if facts.speaker and "speaker" not in spans.named:
        text.add(pick(rng, (", according to ", ", said ")))
        spans.named["speaker"] = text.put(facts.speaker)
    text.add(".")
    spans.evidence.append(text.since(start, parts))
    spans.evidence += [text.sentence(words) for words in facts.more]
    return spans


def _clause(rng: Random, text: Text, kind: Kind, facts: Facts, spans: Spans) -> None:
    known = [name for name in ("actor", "recipient") if getattr(facts, name)[1]]
    known += ["object"] if facts.object else []
    passive = "actor" in known and rng.random() < PASSIVE
    names = frozenset(known) - ({"actor"} if passive else set())
    some, most = fitting(kind, names)
    chosen = pick(rng, most if rng.random() < ALL_PARTS else some)
    for slot, words in chosen.parts:
        if slot == "trigger":
            if "trigger" not in spans.named:
                if facts.hedge:
                    text.add(facts.hedge + " ")
                spans.named["trigger"] = text.put(words)
            else:
                text.add(words)
        elif slot:
            _slot(text, slot, facts, spans)
        else:
            text.add(words)
    if facts.actor[1] and "actor" not in spans.named:
        text.add(" by ")
        _slot(text, "actor", facts, spans)
    _left_over(text, facts, spans)


def _left_over(text: Text, facts: Facts, spans: Spans) -> None:
    """Add what the template had no room for."""
    if facts.recipient[1] and "recipient" not in spans.named:
        text.add(" against ")
        _slot(text, "recipient", facts, spans)
    if facts.object and "object" not in spans.named:
        text.add(" over " if facts.object.startswith("the ") else " at ")
        _slot(text, "object", facts, spans)


def _slot(text: Text, slot: str, facts: Facts, spans: Spans) -> None:
    before, words = getattr(facts, slot) if slot != "object" else ("", facts.object)
    if not words:
        text.add("something" if slot == "object" else "people")
        return
    text.add(before)
    spans.named[slot] = text.put(words)


FIGURE_WORDS = {
    "killed": ("killing {}", "leaving {} dead"),
    "injured": ("wounding {}", "injuring {}"),
    "arrested": ("with {} detained", "and {} were arrested"),
    "sentenced": ("with {} given prison terms",),
    "abducted": ("with {} taken away",),
    "participants": ("with {} taking part", "drawing {}"),
    "other": ("reaching {}",),
}


def _figures(rng: Random, text: Text, facts: Facts, spans: Spans) -> None:
    for number, (name, words) in enumerate(facts.figures):
        text.add(" and " if number else ", ")
        before, after = pick(rng, FIGURE_WORDS[name]).split("{}")
        text.add(before)
        spans.figures.append(text.put(words))
        text.add(after)
