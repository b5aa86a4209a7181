"""Toponym..., text → the same, where a name said to lie beside or in a place is not its namesake far away.

It is then of no known place: only the country is left, and the region where that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.records import Toponym
from dateline.resolve.places import distance_km

#: "X, some 30 km north of the city of Y"
BESIDE = re.compile(
    r",?\s+(?:(?:about|some|around|roughly|just|nearly)\s+)?(?:\d+[\d,.]*[\s-]?(?:km|kilomet\w+|miles?)\s+)?(?:to\s+the\s+)?"
    r"(?:(?:north|south|east|west)-?(?:east|west)?|outside|away)\s+(?:of|from)?\s*(?:the\s+)?(?:\w+\s+of\s+)?",
    re.IGNORECASE,
)
#: "X market in Y"
INSIDE = re.compile(r"(?:\s+[a-z]+){0,2},?\s+in\s+(?:the\s+)?(?:[\w-]+ern\s+)?(?:\w+\s+of\s+)?")
#: "the X neighbourhood": part of the city named before
PART = re.compile(r"\s+(?:neighbou?rhood|quarter|suburb|slum|area)\b")
FAR_KM, CITY_KM = 300.0, 50.0
REACH = 600  # characters between a part of a city and the city
FINE = frozenset({"city", "district", "other"})
WIDE = frozenset({"country", "region"})


def set_right(toponyms: Sequence[Toponym], text: str) -> list[Toponym]:
    """Leave unknown what cannot be the place that was chosen for its name."""
    return [
        toponym if holder is None else _unknown_in(holder, toponym)
        for toponym, holder in zip(toponyms, _holders(toponyms, text), strict=True)
    ]


def _holders(toponyms: Sequence[Toponym], text: str) -> Iterator[Toponym | None]:
    """Give for each name the place that it is said to lie in or by, where the place chosen for it does not."""
    city: Toponym | None = None
    for i, one in enumerate(toponyms):
        after = toponyms[i + 1] if i + 1 < len(toponyms) else None
        yield next(
            (
                holder
                for holder, told, apart in ((after, BESIDE, FAR_KM), (after, INSIDE, None), (city, PART, CITY_KM))
                if holder is not None and _is_told(one, holder, told, text) and _is_far(one, holder, apart)
            ),
            None,
        )
        if one.feature == "city" and not one.demonym and not PART.match(text, one.span.end):
            city = one


def _is_told(one: Toponym, holder: Toponym, told: re.Pattern[str], text: str) -> bool:
    if told is PART:
        return PART.match(text, one.span.end) is not None and one.span.start - holder.span.end < REACH
    return told.fullmatch(text, one.span.end, holder.span.start) is not None


def _is_far(one: Toponym, holder: Toponym, apart: float | None) -> bool:
    """Tell whether two places lie farther apart than so many kilometres, or in two countries if no number is given."""
    if one.demonym or holder.demonym or one.feature not in FINE or one.country is None or holder.country is None:
        return False
    if apart is None:
        return holder.feature in WIDE and one.country != holder.country
    if one.lat is None or one.lon is None or holder.lat is None or holder.lon is None or holder.feature not in FINE:
        return False
    return distance_km(one.lat, one.lon, holder.lat, holder.lon) > apart


def _unknown_in(holder: Toponym, toponym: Toponym) -> Toponym:
    bare = Toponym(span=toponym.span, confidence=toponym.confidence, near=toponym.near, country=holder.country)
    if holder.feature == "city":
        return replace(bare, feature="district", admin1=holder.admin1)
    return replace(bare, feature="other", admin1=holder.name if holder.feature == "region" else holder.admin1)
