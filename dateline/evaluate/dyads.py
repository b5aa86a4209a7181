"""Sentences with one gold type and one gold pair, coded events -> how often type and pair were found.

This is how coders of single sentences are compared: a sentence is covered when anything was coded in it, its type is
found when some event has it, and its dyad when some event of that type has the gold actor among its actors and the gold
recipient among its recipients. A sentence may tell of more than its gold event, so that precision is a lower bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dateline.evaluate.names import SAME_WORDS, fold
from dateline.records import Actor, CodedEvent

#: Types whose two sides act alike, so that both may stand among the actors
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
#: Words that tell nothing of a name; part of the definition by which coders are compared, and not to be tuned
EMPTY_WORDS = frozenset("the a an of and in on at by for to its their his her s new".split())
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Who stands on one side of the gold event: names as written, and codes of countries or sectors."""

    names: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with the event that people coded in it; `types` are those that count as right."""

    id: str
    text: str
    types: frozenset[str]
    actor: Side
    recipient: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadScores:
    """Shares between 0 and 1 of all sentences; `type_precision` of all distinct types found in a sentence."""

    sentences: int
    coverage: float
    type_recall: float
    type_precision: float
    type_f1: float
    dyad: float
    types_per_sentence: float


def score_dyads(sentences: Sequence[Sentence], events: Mapping[str, Sequence[CodedEvent]]) -> DyadScores:
    """Score the events found in each sentence, by its id, against its gold event."""
    covered = hits = dyads = types = 0
    for sentence in sentences:
        found = events.get(sentence.id, ())
        same = [event for event in found if event.event_type in sentence.types]
        types += len({event.event_type for event in found})
        covered += bool(found)
        hits += bool(same)
        dyads += has_dyad(sentence, same)
    count = len(sentences) or 1
    precision, recall = hits / (types or 1), hits / count
    return DyadScores(
        sentences=len(sentences),
        coverage=covered / count,
        type_recall=recall,
        type_precision=precision,
        type_f1=2 * precision * recall / (precision + recall) if hits else 0.0,
        dyad=dyads / count,
        types_per_sentence=types / count,
    )


def has_dyad(sentence: Sentence, events: Iterable[CodedEvent]) -> bool:
    """Tell whether events of the right type hold the gold pair, the right way round."""
    actor, recipient = sentence.actor, sentence.recipient
    forward = both = swapped = False
    for event in events:
        acts = _holds(event.actors, actor)
        forward |= acts and _holds(event.recipients, recipient)
        both |= event.event_type in MUTUAL and acts and _holds(event.actors, recipient)
        swapped |= bool(recipient.names) and _holds(event.actors, recipient) and _holds(event.recipients, actor)
    return both or (forward and not swapped)


def _holds(actors: Iterable[Actor], side: Side) -> bool:
    return not side.names or any(_is(actor, side) for actor in actors)


def _is(actor: Actor, side: Side) -> bool:
    if actor.country and actor.country in side.codes:
        return True
    found = _words(actor.name) | (_words(actor.span.text) if actor.span else frozenset())
    return any(_overlap(_words(name), found) for name in side.names)


def _overlap(gold: frozenset[str], found: frozenset[str]) -> bool:
    if not gold or not found or len(found) > 2 * len(gold) + 3:
        return False
    return len(gold & found) / min(len(gold), len(found)) >= SAME_WORDS


def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(name))) - EMPTY_WORDS
