"""Toponyms → places of events, and the country that frames a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dateline.coders.scene import Scene
from dateline.gazetteer import Gazetteer
from dateline.records import Basis, EventPlace, Feature, PlacePrecision, Toponym

PRECISION: dict[Feature, PlacePrecision] = {
    "city": "city", "district": "district", "region": "region", "country": "country", "continent": "region",
    "area": "region", "facility": "site", "water": "region", "other": "city",
}  # fmt: skip


SETTING = frozenset({"in", "at", "near", "outside", "across", "inside"})
LARGE_CITY = 100_000  # people


def precision_of(toponym: Toponym) -> PlacePrecision:
    """Give how fine a place is; one that nobody knows more of is taken for a settlement."""
    return PRECISION[toponym.feature] if toponym.feature else "city"


def event_place(toponym: Toponym, basis: Basis, *, span: bool = True) -> EventPlace:
    """Make an event's place of a toponym; an inferred one keeps no span."""
    return EventPlace(
        span=toponym.span if span else None,
        name=toponym.name or toponym.span.text,
        geonames_id=toponym.geonames_id,
        admin1=toponym.admin1,
        country=toponym.country,
        lat=toponym.lat,
        lon=toponym.lon,
        precision=precision_of(toponym),
        basis=basis,
        near=toponym.near,
    )


def place_unknown(toponym: Toponym, holder: Toponym | None, frame: str | None) -> Toponym:
    """Give a place of no known country the country and region that it is said to lie in, else the frame's country."""
    if toponym.country or toponym.geonames_id or toponym.feature not in (None, "district", "water"):
        return toponym
    return replace(toponym, country=holder.country, admin1=holder.admin1) if holder else replace(toponym, country=frame)


def place_in_name(site: Toponym, gazetteer: Gazetteer) -> EventPlace | None:
    """Give the large city that a site's name begins with: "Quito bridge"."""
    words = site.span.text.replace("-", " ").split()
    last = gazetteer.longest_match(words) or 0
    cities = (place for place in gazetteer.candidates(" ".join(words[:last])) if place.feature == "city")
    city = max(cities, key=lambda place: place.population, default=None) if last < len(words) else None
    if city is None or city.population < LARGE_CITY:
        return None
    return EventPlace(
        span=None,
        name=city.name,
        geonames_id=city.geonames_id,
        admin1=city.admin1,
        country=city.country,
        lat=city.lat,
        lon=city.lon,
        precision="city",
        basis="inferred",
    )


def frame_country(scene: Scene, places: Sequence[Toponym], gazetteer: Gazetteer) -> EventPlace | None:
    """Give the country that a report's dateline, headline and lead speak of, else that of most of its places.

    A dateline in another country than the one where headline and lead say that it happened is where it was written.
    """
    document = scene.parse.document
    known = [toponym for toponym in places if toponym.country and not toponym.site and not toponym.demonym]
    dateline = document.dateline_place
    head_end = max((block.end for block in document.blocks if block.kind in ("headline", "lead")), default=0)
    head = [toponym for toponym in known if toponym.span.start < head_end]
    if dateline is not None:
        inside = [toponym for toponym in known if dateline.start <= toponym.span.start < dateline.end]
        told = {toponym.country for toponym in head if toponym not in inside and _is_setting(scene, toponym)}
        if inside:
            home = inside[0].country
            return country_place(home if home in told or len(told) != 1 else told.pop(), gazetteer)
    for pool in (head, known):
        counted = Counter(toponym.country for toponym in pool)
        if counted:
            return country_place(counted.most_common(1)[0][0], gazetteer)
    return None


def _is_setting(scene: Scene, toponym: Toponym) -> bool:
    """Tell whether something happens in a place, or a country acts on its people: "in Ica", "Peru bans rallies"."""
    parse, token = scene.parse, scene.parse.token_at(toponym.span.end - 1)
    while (
        token is not None and parse.deps[token] in ("poss", "compound", "nmod") and parse.heads[token] in scene.places
    ):
        token = parse.heads[token]
    if token is None:
        return False
    head = parse.heads[token]
    if parse.deps[token] == "pobj":
        return parse.lemmas[head] in SETTING
    rules = scene.codebook.verb_rules.get(parse.lemmas[head], ())
    acts = parse.deps[token] == "nsubj" and parse.heads[head] == head and toponym.feature == "country"
    return acts and any(rule.type == "COERCE" for _, rule in rules)


def country_place(code: str | None, gazetteer: Gazetteer) -> EventPlace | None:
    """Give a country, by its ISO 3166-1 alpha-3 code, as the place of an event that nothing else places."""
    country = gazetteer.country(code) if code else None
    if country is None:
        return None
    return EventPlace(
        span=None,
        name=country.name,
        geonames_id=country.geonames_id,
        admin1=None,
        country=country.country,
        lat=country.lat,
        lon=country.lon,
        precision="country",
        basis="inferred",
    )
