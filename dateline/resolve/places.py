"""Toponyms → places: choose, for each name, the place of the gazetteer that the report means.

Every place that bears the name is scored by terms that a reader would name too: how many people live there,
what the words around the name say it is, which place the text says holds it, and which countries and regions the
report is about. One name has one sense in a report, unless the text itself says otherwise ("Springfield,
Illinois"; "Springfield, Mass."). What no gazetteer name fits stays unresolved.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dateline.gazetteer import Gazetteer, GazetteerPlace
from dateline.records import Document, Feature, Span, Toponym
from dateline.resolve.place_context import Reading, holds, read_toponyms

#: For each tenfold of people: the commonest reason why a reader needs no more than the bare name.
PEOPLE = 0.8
#: The prior of each kind of place, in the same measure: a country is meant before a town of its name, a region of
#: which a city bears the name is not (bare "Puebla" is the city), and districts are hardly ever meant without "County".
PRIOR: dict[Feature, float] = {
    "country": 4.0, "continent": 4.0, "area": 4.5, "water": 3.0, "region": 0.8, "city": 1.0, "district": -1.5,
    "other": 2.0,
    "facility": 1.0,
}  # fmt: skip
#: A place known by this name before one that has it among its other names.
ALTERNATE = -1.3
#: The capital of a country, which also stands for its government.
CAPITAL = 1.2
#: A region of which a city bears the name: the bare name is the city's.
NAMESAKE = -2.0
#: The words around the name say what it is.
KIND_FITS, KIND_MISFITS = 4.0, -2.5
#: "Cholula, Puebla State": as good as an identifier.
HELD, NOT_HELD = 8.0, -2.0
#: The share of the report's other places in the same country and region, and the nearness of the nearest of them.
COUNTRY, REGION, NEARNESS = 4.0, 3.75, 1.5
NEAR_KM = 150.0
#: Countries, regions and demonyms say what a report is about; of a city's, only the part that is sure.
_VOTES: dict[Feature, float] = {"country": 1.0, "region": 1.0, "area": 0.7, "city": 0.7, "district": 0.7}
_DEMONYM_VOTE = 0.5
#: The place of the dateline says where the report is from.
DATELINE = 2.0
ROUNDS = 3
#: Above this share of the report, other romanizations of a name are looked for in the country.
DOMINANT = 0.5
#: Candidates kept of a name that hundreds of places share: the most populous, and those the report's regions hold.
MOST_CANDIDATES = 40
#: A place elsewhere with more people than this is meant even where another romanization fits the report's country.
WELL_KNOWN = 100_000
_FAR_DEGREES = 5.0
_EARTH_KM = 6371.0


Choice = tuple[GazetteerPlace, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one name adds to the picture of where the report happens."""

    key: str
    weight: float
    country: str | None
    region: int
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The votes of a report's names, and their sums."""

    votes: tuple[Vote, ...] = ()
    countries: dict[str, float] = field(default_factory=dict)
    regions: dict[int, float] = field(default_factory=dict)
    total: float = 0.0
    by_key: dict[str, tuple[Vote, ...]] = field(default_factory=dict)


def resolve_places(toponyms: Sequence[Toponym], document: Document, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Fill in the place that each toponym means; one that no known place fits keeps the name None."""
    readings = read_toponyms(toponyms, document, gazetteer)
    chosen = _choose_all(readings, Context())
    for _ in range(ROUNDS):
        context = _read_context(readings, chosen, document)
        readings = _add_similar(readings, context, gazetteer)
        chosen = _choose_all(readings, context)
    choices = iter(chosen)
    return tuple(toponym if toponym.site else _fill(toponym, next(choices)) for toponym in toponyms)


def resolve_place(name: str, gazetteer: Gazetteer, *, country: str | None = None) -> Toponym | None:
    """Give the place that a bare name most likely means, in one country if one is named (ISO 3166-1 alpha-3).

    >>> from dateline.gazetteer import load_gazetteer
    >>> place = resolve_place("Puebla", load_gazetteer())
    >>> place.feature, place.country, resolve_place("London", load_gazetteer(), country="CAN").admin1
    ('city', 'MEX', 'Ontario')
    """
    toponym = Toponym(span=Span(0, len(name), name), confidence=1.0)
    places = gazetteer.candidates(name)
    if country is not None:
        places = tuple(place for place in places if place.country == country) or gazetteer.similar(
            name, country=country
        )
    reading = Reading(toponym=toponym, key=name, kinds=(), places=places)
    choice = _choose_all([reading], Context())[0]
    return None if choice is None else _fill(toponym, choice)


def _choose_all(readings: Sequence[Reading], context: Context) -> list[Choice]:
    """Choose a place for each name; mentions that the text says the same of are chosen for once."""
    parts: dict[int, list[int]] = defaultdict(list)
    for i, reading in enumerate(readings):
        if reading.holder is not None:
            parts[reading.holder].append(i)
    holders = _spread_holders(readings)
    known: dict[tuple[object, ...], Choice] = {}
    chosen = []
    for i, reading in enumerate(readings):
        held = readings[holders[i]].places if i in holders else ()
        inside = tuple(place for part in parts[i] for place in readings[part].places)
        about = (
            reading.key,
            reading.toponym.demonym,
            reading.kinds,
            readings[holders[i]].key if i in holders else "",
            inside,
        )
        if about not in known:
            known[about] = _choose(reading, held, inside, context)
        chosen.append(known[about])
    return chosen


def _spread_holders(readings: Sequence[Reading]) -> dict[int, int]:
    """Give each mention the holder that the text states for it, else the last or first of its name."""
    first: dict[str, int] = {}
    for reading in readings:
        if reading.holder is not None:
            first.setdefault(reading.key, reading.holder)
    current, spread = dict(first), {}
    for i, reading in enumerate(readings):
        if reading.holder is not None:
            current[reading.key] = reading.holder
        if reading.key in current and not reading.toponym.demonym:
            spread[i] = current[reading.key]
    return spread


def _choose(
    reading: Reading, held: tuple[GazetteerPlace, ...], inside: tuple[GazetteerPlace, ...], context: Context
) -> Choice:
    places = _shortlist(reading.places, context)
    if not places:
        return None
    scores = [
        sum(value for _, value in score_terms(reading, place, held=held, inside=inside, context=context))
        for place in places
    ]
    best = max(range(len(places)), key=scores.__getitem__)
    return places[best], 1 / sum(math.exp(max(score - scores[best], -50.0)) for score in scores)


def _shortlist(places: tuple[GazetteerPlace, ...], context: Context) -> tuple[GazetteerPlace, ...]:
    if len(places) <= MOST_CANDIDATES:
        return places
    return tuple(place for i, place in enumerate(places) if i < MOST_CANDIDATES or place.region in context.regions)


def score_terms(
    reading: Reading,
    place: GazetteerPlace,
    *,
    held: tuple[GazetteerPlace, ...],
    inside: tuple[GazetteerPlace, ...],
    context: Context,
) -> Iterator[tuple[str, float]]:
    """Name each reason for and against a place, with its weight."""
    yield "people", PEOPLE * math.log10(place.population + 10)
    yield "kind of place", PRIOR[place.feature]
    if place.kind == "alternate":
        yield "other name", ALTERNATE
    if place.is_capital:
        yield "capital", CAPITAL
    if place.feature == "region" and not reading.kinds and _has_namesake(place, reading.places):
        yield "namesake of a city", NAMESAKE
    if reading.kinds:
        yield "stated kind", KIND_FITS if place.feature in reading.kinds else KIND_MISFITS
    if held:
        yield "stated holder", HELD if any(holds(holder, place) for holder in held) else NOT_HELD
    if inside:
        yield "holds another", HELD if any(holds(place, part) for part in inside) else 0.0
    if context.total:
        yield from _context_terms(reading.key, place, context)


def _has_namesake(region: GazetteerPlace, places: tuple[GazetteerPlace, ...]) -> bool:
    return any(
        place.feature == "city"
        and place.region == region.number
        and (place.kind == "name" or place.population > WELL_KNOWN)
        for place in places
    )


def _context_terms(key: str, place: GazetteerPlace, context: Context) -> Iterator[tuple[str, float]]:
    own = context.by_key.get(key, ())
    total = context.total - sum(vote.weight for vote in own) + 0.5
    if place.country and (votes := context.countries.get(place.country, 0.0)):
        votes -= sum(vote.weight for vote in own if vote.country == place.country)
        yield "country of the report", COUNTRY * votes / total
    region = place.region or (place.number if place.feature == "region" else 0)
    if region and (votes := context.regions.get(region, 0.0)):
        votes -= sum(vote.weight for vote in own if vote.region == region)
        yield "region of the report", REGION * votes / total
    if place.feature in ("city", "district"):
        yield "near another", NEARNESS * _nearness(key, place, context)


def _nearness(key: str, place: GazetteerPlace, context: Context) -> float:
    """How near the nearest other place of the report is: 1 at the spot, 0.37 at NEAR_KM."""
    best = 4.0
    for vote in context.votes:
        if vote.point is None or vote.key == key or abs(vote.point[0] - place.lat) > _FAR_DEGREES:
            continue
        best = min(best, distance_km(place.lat, place.lon, *vote.point) / NEAR_KM)
    return math.exp(-best) if best < 4.0 else 0.0


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Give the great-circle distance between two points."""
    half_lat, half_lon = math.radians(other_lat - lat) / 2, math.radians(other_lon - lon) / 2
    square = (
        math.sin(half_lat) ** 2
        + math.cos(math.radians(lat)) * math.cos(math.radians(other_lat)) * math.sin(half_lon) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(square)))


def _read_context(readings: Sequence[Reading], chosen: Sequence[Choice], document: Document) -> Context:
    """Let each name vote for the country and region of the place chosen for it, by how sure the choice is."""
    mentions = Counter(reading.key for reading in readings)
    home = document.dateline_place
    opening = {reading.key for reading in readings if home and home.start <= reading.toponym.span.start < home.end}
    votes: dict[tuple[str, int], Vote] = {}
    for reading, choice in zip(readings, chosen, strict=True):
        if choice is None or (reading.key, choice[0].number) in votes:
            continue
        place, sureness = choice
        weight = _DEMONYM_VOTE if reading.toponym.demonym else _VOTES.get(place.feature, 0.0)
        weight *= sureness * (1 + math.log(mentions[reading.key])) * (DATELINE if reading.key in opening else 1.0)
        region = place.region or (place.number if place.feature == "region" else 0)
        point = (place.lat, place.lon) if place.feature in ("city", "district") else None
        vote = Vote(key=reading.key, weight=weight, country=place.country, region=region, point=point)
        votes[reading.key, place.number] = vote
    return _sum_votes(tuple(votes.values()))


def _sum_votes(votes: tuple[Vote, ...]) -> Context:
    countries: dict[str, float] = defaultdict(float)
    regions: dict[int, float] = defaultdict(float)
    by_key: dict[str, tuple[Vote, ...]] = {}
    for vote in votes:
        if vote.country:
            countries[vote.country] += vote.weight
        if vote.region:
            regions[vote.region] += vote.weight
        by_key[vote.key] = (*by_key.get(vote.key, ()), vote)
    total = sum(vote.weight for vote in votes)
    return Context(votes=votes, countries=dict(countries), regions=dict(regions), total=total, by_key=by_key)


def _add_similar(readings: Sequence[Reading], context: Context, gazetteer: Gazetteer) -> list[Reading]:
    """Add, where one country dominates the report, its places whose names are other romanizations."""
    country = max(context.countries, key=context.countries.__getitem__, default=None)
    if country is None or context.countries[country] < DOMINANT * context.total:
        return list(readings)
    return [
        replace(reading, places=(*reading.places, *_similar(reading, country, gazetteer)))
        if _is_open(reading, country)
        else reading
        for reading in readings
    ]


def _is_open(reading: Reading, country: str) -> bool:
    """Whether no known place is what the name plainly means."""
    return not reading.toponym.demonym and not any(
        place.country == country or place.feature not in ("city", "district") or place.population > WELL_KNOWN
        for place in reading.places
    )


def _similar(reading: Reading, country: str, gazetteer: Gazetteer) -> tuple[GazetteerPlace, ...]:
    places = gazetteer.similar(reading.toponym.span.text, country=country)
    return tuple(replace(place, kind="alternate") for place in places)


def _fill(toponym: Toponym, choice: Choice) -> Toponym:
    if choice is None:
        return toponym
    place, sureness = choice
    return replace(
        toponym,
        name=place.name,
        geonames_id=place.geonames_id,
        lat=place.lat,
        lon=place.lon,
        country=place.country,
        admin1=place.admin1,
        feature=place.feature,
        confidence=round(toponym.confidence * sureness, 3),
    )
