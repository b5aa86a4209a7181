"""CodedEvent… → CodedEvent…: a learned second opinion on what the rules have read.

A logistic model over a sentence's vector says how likely the sentence tells of an act of a type. Where it is sure that
none of an event's sentences does ("a late rally came up short"), the event is dropped. Only the types that the weights
name are looked at: those for which this was shown to help (benchmarks/README.md).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dateline.coders.embedding import DIMENSIONS, MODEL, Embed, Vector, load_embedding
from dateline.errors import UsageError
from dateline.ontology.codebook import Codebook, Standing
from dateline.ontology.expressions import holds
from dateline.records import CodedEvent

BUILT_IN_WEIGHTS = Path(__file__).with_name("classifier_weights.json")
FORMAT = "dateline classifier 1"
#: From this probability on a sentence surely tells of an act: of 258 written sentences that tell of nothing, 6 reach it
#: in the cross-validation.
SURE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The model of one event type; below `threshold` (a probability) a sentence tells of no such act."""

    threshold: float
    bias: float
    weights: Vector

    def probability(self, vector: Vector) -> float:
        """Say how likely a sentence tells of an act of this type, from 0 to 1."""
        return 1 / (1 + math.exp(-(float(vector @ self.weights) + self.bias)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """The models by event type, and what turns a sentence into a vector."""

    heads: Mapping[str, Head]
    embed: Embed
    version: str


def load_classifier(path: Path | None = None) -> Classifier:
    """Load the built-in weights, or those that `dateline classifier train` has written.

    Raises MissingExtraError without the extra 'learned', UsageError for a file that holds no such weights.
    """
    path = path or BUILT_IN_WEIGHTS
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: the classifier's weights cannot be read: {error.strerror or error}") from error
    heads = _read_heads(content, path)
    return Classifier(heads=heads, embed=load_embedding(), version=hashlib.sha256(content).hexdigest()[:8])


def second_opinion(events: Sequence[CodedEvent], classifier: Classifier, codebook: Codebook) -> list[CodedEvent]:
    """Drop one report's events of which the classifier is sure that no sentence tells of them.

    Where one sentence of the report surely tells of an act of a type, or names it, all events of this type stand, and
    no other sentence is asked about: rules err less in a report on a protest, and a vector costs a quarter of a parse.
    An event by somebody who does such acts ("The Harbour Union held a rally") stands by itself.
    """
    dropped: set[int] = set()
    for name, head in classifier.heads.items():
        of_type = [event for event in events if event.event_type == name]
        texts = [span.text for event in of_type for span in event.evidence]
        standing = codebook.standing.get(name, Standing())
        if not any(standing.matches and holds(standing.matches, text) for text in texts):
            asked = [event for event in of_type if not any(actor.role in standing.roles for actor in event.actors)]
            dropped |= _untold(asked, head, classifier.embed)
    return [event for event in events if id(event) not in dropped]


def _untold(events: Sequence[CodedEvent], head: Head, embed: Embed) -> set[int]:
    """Give the identities of the events of one type that no sentence tells of."""
    chances: dict[str, float] = {}
    for text in dict.fromkeys(span.text for event in events for span in event.evidence):
        chances[text] = head.probability(embed(text))
        if chances[text] >= SURE:
            return set()
    return {id(event) for event in events if max(chances[span.text] for span in event.evidence) < head.threshold}


def _read_heads(content: bytes, path: Path) -> dict[str, Head]:
    hint = "write one with `dateline classifier train`"
    try:
        data = json.loads(content)
    except ValueError as error:
        raise UsageError(f"{path}: is no file of classifier weights ({error}); {hint}") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise UsageError(f"{path}: is no file of classifier weights: its 'format' is not '{FORMAT}'; {hint}")
    if data.get("model") != MODEL:
        raise UsageError(f"{path}: its weights are for the model {data.get('model')!r}, not {MODEL!r}; {hint}")
    try:
        return {str(name): _read_head(head) for name, head in data["types"].items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{path}: its 'types' are damaged ({type(error).__name__}: {error}); {hint}") from error


def _read_head(head: Mapping[str, Any]) -> Head:
    weights = np.array(head["weights"], dtype=np.float32)
    if weights.shape != (DIMENSIONS,) or not np.isfinite(weights).all():
        raise ValueError(f"{DIMENSIONS} weights are due, {weights.size} were found")
    threshold, bias = float(head["threshold"]), float(head["bias"])
    if not (0 <= threshold < 1 and math.isfinite(bias)):
        raise ValueError("a threshold lies between 0 and 1")
    return Head(threshold=threshold, bias=bias, weights=weights)
