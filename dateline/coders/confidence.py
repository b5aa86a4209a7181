"""CodedEvent → confidence: how likely an event's type is right, by what its record says and leaves open.

A logistic model over simple signs, fitted by `benchmarks/fit_confidence.py --write` on sentences written for this
project, so that of the events with a confidence of 0.8 about four in five have the right type. It says nothing of the
other fields.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from pathlib import Path

from dateline.records import CodedEvent

WEIGHTS = Path(__file__).with_name("confidence_weights.json")


def confidence_of(event: CodedEvent, pos: str) -> float:
    """Give the probability, from 0 to 1, that an event's type is right; `pos` is its trigger's part of speech."""
    weights = _weights()
    score = weights["bias"] + sum(weights.get(sign, 0.0) for sign in read_signs(event, pos))
    return round(1 / (1 + math.exp(-score)), 2)


def read_signs(event: CodedEvent, pos: str) -> tuple[str, ...]:
    """Give what speaks for or against an event: its type, the form of its trigger, and which of its parts are said.

    >>> from dateline.records import Span
    >>> event = CodedEvent(event_id="", report_id="", event_type="PROTEST", mode="demo", trigger=Span(0, 7, "marched"))
    >>> read_signs(event, "VERB")[:4]
    ('type PROTEST', 'code PROTEST/demo', 'trigger VERB', 'words 1')
    """
    roles = {actor.role for actor in event.actors} - {None}
    place, date = event.place, event.date
    return (
        f"type {event.event_type}",
        f"code {event.event_type}/{event.mode}",
        f"trigger {pos}",
        f"words {min(len(event.trigger.text.split()), 3)}",
        f"actor {'with role' if roles else 'named' if event.actors else 'none'}",
        f"recipient {'party' if event.recipients else 'thing' if event.objects else 'none'}",
        f"place {place.basis if place else 'none'}",
        f"date {date.basis if date else 'none'}",
        f"status {event.status}",
        f"certainty {event.certainty}",
        f"figures {'some' if event.figures else 'none'}",
        *(f"acts {role}" for role in sorted(role for role in roles if role)),
    )


@functools.cache
def _weights() -> Mapping[str, float]:
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights
