"""Toponyms → places: choose, for each name, the place of the gazetteer that the report means.

Every place that bears the name is scored by terms that a reader would name too: how many people live there,
what the words around the name say it is, which place the text says holds it, and which countries and regions the
report is about. One name has one sense in a report, unless the text itself says otherwise ("Springfield,
Illinois"; "Springfield, Mass."). What no gazetteer name fits stays unresolved.
"""

from __future__ import annotations

import functools
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dateline.gazetteer import Gazetteer, GazetteerPlace, fold_name
from dateline.records import Document, Feature, PlaceCandidate, PlaceExplanation, Reason, Span, Toponym
from dateline.resolve.place_context import Reading, holds, read_toponyms
from dateline.resolve.source_home import home_endings

_WEIGHTS = Path(__file__).with_name("place_weights.json")
NEAR_KM = 150.0
#: An area of a city lies no farther from its middle.
CITY_KM = 60.0
#: Places farther apart than this are no neighbours.
FAR_KM = 550.0
#: Countries, regions and demonyms say what a report is about; of a city's, only the part that is sure.
_VOTES: dict[Feature, float] = {"country": 1.0, "region": 1.0, "area": 0.7, "city": 0.7, "district": 0.7}
_DEMONYM_VOTE = 0.5
#: The country that the source's address ends with.
HOME = 0.7
_HOME_KEY = "the source's home"
_HOST_CODES = {"uk": "GB"}
#: The place of the dateline says where the report is from.
DATELINE = 2.0
ROUNDS = 3
SHOWN_CANDIDATES = 5  # in an explanation
#: Above this share of the report, other romanizations of a name are looked for in the country.
DOMINANT = 0.5
#: Candidates kept of a name that hundreds of places share: the most populous, and those the report's regions hold.
MOST_CANDIDATES = 40
#: A place elsewhere with more people than this is meant even where another romanization fits the report's country.
WELL_KNOWN = 100_000
#: A city of so many goes by its name without "City" as well.
MILLION = 1_000_000
#: Shorter names than this have too many others one letter away; of a report's unknown names so many are tried.
LONG_NAME = 6
MOST_MISSPELT = 200
_EARTH_KM = 6371.0
_KM_A_DEGREE = math.radians(_EARTH_KM)
_CELL = 6  # degrees of latitude and longitude; more than FAR_KM in latitude


Choice = tuple[GazetteerPlace, float] | None
Point = tuple[float, float]  # latitude and longitude, in degrees


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A name, the places that may hold it by what the text says, and those that it holds."""

    reading: Reading
    held: tuple[GazetteerPlace, ...] = ()
    inside: tuple[GazetteerPlace, ...] = ()
    holder_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one name adds to the picture of where the report happens."""

    key: str
    weight: float
    country: str | None
    region: int
    point: Point | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The sums of the votes of a report's names, and where on Earth they stand."""

    countries: dict[str, float] = field(default_factory=dict)
    regions: dict[int, float] = field(default_factory=dict)
    total: float = 0.0
    by_key: dict[str, tuple[Vote, ...]] = field(default_factory=dict)
    cells: dict[tuple[int, int], list[tuple[Vote, Point]]] = field(default_factory=dict)  # by whole cells of degrees

    def points_around(self, lat: float, lon: float) -> Iterator[tuple[Vote, Point]]:
        """Give the votes for places that may be within FAR_KM of a point, and some farther ones."""
        if not self.cells:
            return
        narrowest = math.cos(math.radians(min(abs(lat) + _CELL, 89.0)))
        row, column, columns = int(lat // _CELL), int(lon // _CELL), 360 // _CELL
        reach = min(math.ceil(1 / narrowest), columns // 2 - 1)
        for y in (row, row - 1, row + 1):  # the nearest first
            for x in sorted(range(column - reach, column + reach + 1), key=lambda x: abs(x - column)):
                yield from self.cells.get((y, _column(x)), ())


def _column(x: int) -> int:
    """Bring the number of a column of cells within those of the Earth, -30 to 29."""
    columns = 360 // _CELL
    return (x + columns // 2) % columns - columns // 2


@functools.cache
def load_weights(path: Path = _WEIGHTS) -> dict[str, float]:
    """Read what each reason for or against a place weighs; `benchmarks/fit_resolver.py` fits them."""
    weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return weights


def resolve_places(
    toponyms: Sequence[Toponym], document: Document, gazetteer: Gazetteer, *, explain: bool = False
) -> tuple[Toponym, ...]:
    """Fill in the place that each toponym means; one that no known place fits keeps the name None.

    `explain` notes the best candidates of each with their reasons.
    """
    cases, context = weigh_places(toponyms, document, gazetteer)
    resolved = []
    choices = _choose_all(cases, context)
    for case, choice in zip(cases, choices, strict=True):
        choice = None if choice is not None and _is_abroad(case, choice[0]) else choice
        city = choices[case.reading.city] if case.reading.city is not None else None
        toponym = _fill(case.reading.toponym, choice) if city is None else _fill_part(case, choice, city[0])
        resolved.append(_explained(toponym, case, context) if explain else toponym)
    places = iter(resolved)
    return tuple(toponym if toponym.site else next(places) for toponym in toponyms)


def _is_abroad(case: Case, place: GazetteerPlace) -> bool:
    """Tell whether a town lies in another country than the text says, as no place of its name lies there."""
    countries = {holder.country for holder in case.held}
    fine = place.feature in ("city", "district") and not case.reading.toponym.demonym
    return fine and bool(case.held) and place.country not in countries


def _explained(toponym: Toponym, case: Case, context: Context) -> Toponym:
    rated = []
    for place in shortlist(case, context):
        reasons = list(score_terms(case, place, context))
        rated.append((sum(weight for _, weight in reasons), place, reasons))
    rated.sort(key=lambda row: -row[0])
    candidates = tuple(
        PlaceCandidate(
            name=place.name,
            geonames_id=place.geonames_id,
            lat=place.lat,
            lon=place.lon,
            country=place.country,
            admin1=place.admin1,
            feature=place.feature,
            score=round(score, 3),
            reasons=tuple(Reason(why=why, weight=round(weight, 3)) for why, weight in reasons),
        )
        for score, place, reasons in rated[:SHOWN_CANDIDATES]
    )
    return replace(toponym, explanation=replace(toponym.explanation or PlaceExplanation(), candidates=candidates))


def weigh_places(toponyms: Sequence[Toponym], document: Document, gazetteer: Gazetteer) -> tuple[list[Case], Context]:
    """Give what the text says of each toponym that is no site, and what the report's places say together."""
    readings = read_toponyms(toponyms, document, gazetteer)
    context = Context()
    for _ in range(ROUNDS):
        context = _read_context(readings, _choose_all(read_cases(readings), context), document, gazetteer)
        readings = _add_misspelt(_add_similar(readings, context, gazetteer), context, gazetteer)
    return read_cases(readings), context


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
    case = Case(reading=Reading(toponym=toponym, key=name, kinds=(), places=places))
    choice = choose(case, Context())
    return None if choice is None else _fill(toponym, choice)


def read_cases(readings: Sequence[Reading]) -> list[Case]:
    """Put beside each name the places that the text says hold it, and those that it holds."""
    parts: dict[int, list[int]] = defaultdict(list)
    for i, reading in enumerate(readings):
        if reading.holder is not None:
            parts[reading.holder].append(i)
    holders = _spread_holders(readings)
    return [
        Case(
            reading=reading,
            held=readings[holders[i]].places if i in holders else (),
            inside=tuple(place for part in parts[i] for place in readings[part].places),
            holder_key=readings[holders[i]].key if i in holders else "",
        )
        for i, reading in enumerate(readings)
    ]


def _choose_all(cases: Sequence[Case], context: Context) -> list[Choice]:
    """Choose a place for each name; mentions that the text says the same of are chosen for once."""
    known: dict[tuple[object, ...], Choice] = {}
    chosen = []
    for case in cases:
        reading = case.reading
        toponym = reading.toponym
        about = (reading.key, toponym.demonym, toponym.near, reading.kinds, case.holder_key, case.inside)
        if about not in known:
            known[about] = choose(case, context)
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


def choose(case: Case, context: Context) -> Choice:
    """Give the place with the highest score, and how sure it is among the others."""
    places = shortlist(case, context)
    if not places:
        return None
    scores = [sum(value for _, value in score_terms(case, place, context)) for place in places]
    best = max(range(len(places)), key=scores.__getitem__)
    return places[best], 1 / sum(math.exp(max(score - scores[best], -50.0)) for score in scores)


def shortlist(case: Case, context: Context) -> tuple[GazetteerPlace, ...]:
    """Give the places that are weighed for a name; of hundreds, the most populous and those in the report's regions."""
    places = case.reading.places
    if len(places) <= MOST_CANDIDATES:
        return places
    return tuple(place for i, place in enumerate(places) if i < MOST_CANDIDATES or place.region in context.regions)


def score_terms(case: Case, place: GazetteerPlace, context: Context) -> Iterator[tuple[str, float]]:
    """Name each reason for and against a place, with what it adds to the place's score."""
    weights = load_weights()
    for reason, amount in read_reasons(case, place, context):
        yield reason, weights[reason] * amount


def read_reasons(case: Case, place: GazetteerPlace, context: Context) -> Iterator[tuple[str, float]]:
    """Name each reason for and against a place, and how far it holds."""
    reading, held, inside = case.reading, case.held, case.inside
    yield "people, tenfold", math.log10(place.population + 10)
    yield f"kind: {place.feature}", 1.0
    short = fold_name(place.name) == f"{reading.key} city" and place.population > MILLION
    if place.kind == "alternate" and not short:
        yield "other name", 1.0
    if place.is_capital:
        yield "capital", 1.0
    if place.feature == "region" and reading.toponym.near and not reading.kinds:
        yield "region that something is near", 1.0
    if place.feature == "region" and not reading.kinds and _has_namesake(place, reading.places):
        yield "namesake of a city", 1.0
    if reading.kinds:
        yield "of the stated kind" if place.feature in reading.kinds else "of another kind than stated", 1.0
    if held:
        in_it = any(holds(holder, place) for holder in held)
        yield "in the stated holder" if in_it else "not in the stated holder", 1.0
    if inside and any(holds(place, part) for part in inside):
        yield "holds another place as stated", 1.0
    if context.total:
        yield from _context_reasons(reading.key, place, context)


def _has_namesake(region: GazetteerPlace, places: tuple[GazetteerPlace, ...]) -> bool:
    return any(
        place.feature == "city"
        and place.region == region.number
        and (place.kind == "name" or fold_name(place.name) == f"{fold_name(region.name)} city")
        for place in places
    )


def _context_reasons(key: str, place: GazetteerPlace, context: Context) -> Iterator[tuple[str, float]]:
    own = context.by_key.get(key, ())
    total = context.total - sum(vote.weight for vote in own) + 0.5
    if place.country and (votes := context.countries.get(place.country, 0.0)):
        votes -= sum(vote.weight for vote in own if vote.country == place.country)
        yield "share of the report's places in its country", votes / total
    region = place.region or (place.number if place.feature == "region" else 0)
    if region and (votes := context.regions.get(region, 0.0)):
        votes -= sum(vote.weight for vote in own if vote.region == region)
        yield "share of the report's places in its region", votes / total
    if place.feature in ("city", "district"):
        yield "near another place of the report", _nearness(key, place, context)


def _nearness(key: str, place: GazetteerPlace, context: Context) -> float:
    """How near the nearest other place of the report is: 1 at the spot, 0.37 at NEAR_KM."""
    best = FAR_KM
    for vote, point in context.points_around(place.lat, place.lon):
        if abs(point[0] - place.lat) * _KM_A_DEGREE < best and vote.key != key:
            best = min(best, distance_km(place.lat, place.lon, *point))
    return math.exp(-best / NEAR_KM) if best < FAR_KM else 0.0


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Give the great-circle distance between two points."""
    half_lat, half_lon = math.radians(other_lat - lat) / 2, math.radians(other_lon - lon) / 2
    square = (
        math.sin(half_lat) ** 2
        + math.cos(math.radians(lat)) * math.cos(math.radians(other_lat)) * math.sin(half_lon) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(square)))


def _read_context(
    readings: Sequence[Reading], chosen: Sequence[Choice], document: Document, gazetteer: Gazetteer
) -> Context:
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
    return _sum_votes((*votes.values(), *_home_votes(document, gazetteer)))


def _home_votes(document: Document, gazetteer: Gazetteer) -> Iterator[Vote]:
    """Let the source speak for its home: the country that its address ends with."""
    for ending in home_endings(document.report):
        country = gazetteer.country(_HOST_CODES.get(ending, ending.upper())) if len(ending) == 2 else None
        if country is not None:
            yield Vote(key=_HOME_KEY, weight=HOME, country=country.country, region=0, point=None)
            return


def _sum_votes(votes: tuple[Vote, ...]) -> Context:
    countries: dict[str, float] = defaultdict(float)
    regions: dict[int, float] = defaultdict(float)
    by_key: dict[str, tuple[Vote, ...]] = {}
    cells: dict[tuple[int, int], list[tuple[Vote, Point]]] = defaultdict(list)
    for vote in votes:
        if vote.country:
            countries[vote.country] += vote.weight
        if vote.region:
            regions[vote.region] += vote.weight
        by_key[vote.key] = (*by_key.get(vote.key, ()), vote)
        if vote.point:
            lat, lon = vote.point
            cells[int(lat // _CELL), _column(int(lon // _CELL))].append((vote, vote.point))
    total = sum(vote.weight for vote in votes)
    return Context(countries=dict(countries), regions=dict(regions), total=total, by_key=by_key, cells=dict(cells))


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


def _add_misspelt(readings: Sequence[Reading], context: Context, gazetteer: Gazetteer) -> list[Reading]:
    """Add to names of no known place the well-known ones that are one letter away, in the report's countries first."""
    unknown = list(dict.fromkeys(reading.key for reading in readings if _is_unknown(reading)))[:MOST_MISSPELT]
    near: dict[str, tuple[GazetteerPlace, ...]] = {}
    for key in unknown:
        found = gazetteer.misspelt(key)
        found = tuple(place for place in found if place.kind == "name") or found
        places = tuple(replace(place, kind="alternate") for place in found)
        here = tuple(place for place in places if place.country in context.countries)
        near[key] = here or tuple(filter(_is_famous, places))
    return [replace(r, places=near[r.key]) if _is_unknown(r) and near.get(r.key) else r for r in readings]


def _is_famous(place: GazetteerPlace) -> bool:
    return place.feature == "country" or place.is_capital or place.population > MILLION


def _is_unknown(reading: Reading) -> bool:
    return not (reading.places or reading.kinds or reading.toponym.demonym) and len(reading.key) >= LONG_NAME


def _is_open(reading: Reading, country: str) -> bool:
    """Whether no known place is what the name plainly means."""
    return not reading.toponym.demonym and not any(
        place.country == country or place.feature not in ("city", "district") or place.population > WELL_KNOWN
        for place in reading.places
    )


def _similar(reading: Reading, country: str, gazetteer: Gazetteer) -> tuple[GazetteerPlace, ...]:
    places = gazetteer.similar(reading.toponym.span.text, country=country)
    return tuple(replace(place, kind="alternate") for place in places)


def _fill_part(case: Case, choice: Choice, city: GazetteerPlace) -> Toponym:
    """Fill in an area of a city: the place of its name that lies there, or only the country it must be in."""
    if choice is not None and (city.feature != "city" or _lies_at(choice[0], city)):
        return _fill(case.reading.toponym, choice)
    there = next((place for place in case.reading.places if city.feature == "city" and _lies_at(place, city)), None)
    if there is not None:
        return _fill(case.reading.toponym, (there, 1.0))
    return replace(case.reading.toponym, country=city.country, admin1=city.admin1, feature="district")


def _lies_at(place: GazetteerPlace, city: GazetteerPlace) -> bool:
    return place.country == city.country and distance_km(place.lat, place.lon, city.lat, city.lon) <= CITY_KM


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
        extent=place.extent,
        confidence=round(toponym.confidence * sureness, 3),
    )
