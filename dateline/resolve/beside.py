"""Toponym..., text → the same, where a name said to lie beside a place is not taken for its namesake far away."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.records import Toponym
from dateline.resolve.places import distance_km

#: "X, some 30 km north of the city of Y"
BESIDE = re.compile(
    r",?\s+(?:(?:about|some|around|roughly|just|nearly)\s+)?(?:\d+[\d,.]*[\s-]?(?:km|kilomet\w+|miles?)\s+)?(?:to\s+the\s+)?"
    r"(?:(?:north|south|east|west)-?(?:east|west)?|outside|away)\s+(?:of|from)?\s*(?:the\s+)?(?:\w+\s+of\s+)?",
    re.IGNORECASE,
)
FAR_KM = 300.0
FINE = frozenset({"city", "district", "other"})


def set_right(toponyms: Sequence[Toponym], text: str) -> list[Toponym]:
    """Leave unknown, in the country of the other, what lies far from the place that it is said to be beside."""
    found = list(toponyms)
    for i, (one, other) in enumerate(itertools.pairwise(toponyms)):
        if _is_far(one, other) and BESIDE.fullmatch(text, one.span.end, other.span.start):
            found[i] = replace(
                Toponym(span=one.span, confidence=one.confidence, near=one.near), country=other.country, feature="other"
            )
    return found


def _is_far(one: Toponym, other: Toponym) -> bool:
    if one.demonym or other.demonym or one.feature not in FINE or other.feature not in FINE:
        return False
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    return distance_km(one.lat, one.lon, other.lat, other.lon) > FAR_KM
