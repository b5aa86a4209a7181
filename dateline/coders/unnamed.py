"""Words that mean a place without its name, given the report's frame: "the capital", "this city"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dateline.coders.scene import Scene
from dateline.gazetteer import Gazetteer, GazetteerPlace
from dateline.records import Span, Toponym

PLACE_NOUNS = frozenset({"capital", "city", "town"})
#: Parts of a country that a people's name stands before: "off the Kenyan coast", "in a Kenyan village".
TERRITORIES = frozenset(
    "coast water territory soil shore airspace mainland countryside port town village city province region district "
    "desert".split()
)
#: How many sentences back the city stands that "the city" means.
ANTECEDENT_REACH = 3
OF_REGION = frozenset({"provincial", "state", "regional", "district", "county"})  # "the provincial capital"
DEFINITE = frozenset({"the", "this", "our"})
#: Words for the city or region that was just named: "sent soldiers to the region".
AREAS = frozenset({"region", "province", "area"})
#: Kinds of places too wide for such a word to be left to a city beside them.
WIDE = frozenset({"area", "continent", "water"})


def find_unnamed_places(
    scene: Scene, places: Sequence[Toponym], frame: str | None, gazetteer: Gazetteer
) -> Iterator[Toponym]:
    """Give the country's capital for "the capital", the dateline's city for "this city", the last named for "the city".

    "The Kenyan coast" and "Kenyan soil" are the country.

    `frame` is the country that frames the report, by its ISO 3166-1 alpha-3 code. A capital or city that is named
    beside the word is left to its name.
    """
    parse = scene.parse
    named = {token: place for place in places if (token := parse.token_at(place.span.end - 1)) is not None}
    home = _dateline_city(scene, places)
    for token, lemma in enumerate(parse.lemmas):
        if lemma in TERRITORIES and _hangs_on_preposition(scene, token):
            below = [named[child] for child in parse.subtree(token) if child in named]
            people = below[0].country if len(below) == 1 and below[0].demonym else None
            if people and (state := gazetteer.country(people)):
                yield _toponym(scene, token, state)
        if lemma in AREAS and (area := _area_before(scene, token, named)) is not None:
            yield replace(area, span=_span(scene, token), near=False)
        if lemma not in PLACE_NOUNS or parse.tags[token] != "NN" or not _hangs_on_preposition(scene, token):
            continue
        below = [named[child] for child in parse.subtree(token) if child in named]
        if any(place.feature not in ("country", None) for place in below):
            continue
        words = {parse.lemmas[child] for child in parse.children[token]}
        if lemma == "capital" and words & OF_REGION:
            continue
        if lemma == "capital":
            country = next((place.country for place in below if place.country), frame if words & DEFINITE else None)
            place = gazetteer.capital(country) if country else None
            if place is not None:
                yield _toponym(scene, token, place)
        elif words & DEFINITE and not below:
            city = home if "this" in words else _city_before(scene, token, named) or home
            if city is not None:
                yield replace(city, span=_span(scene, token), near=False)


def _hangs_on_preposition(scene: Scene, token: int) -> bool:
    """Tell whether a noun says where: "in the capital", "northern areas of this city"; not "the capital said"."""
    parse = scene.parse
    if parse.deps[token] == "compound" and parse.lemmas[parse.heads[token]] == "city":
        token = parse.heads[token]
    return parse.deps[token] in ("pobj", "poss")


def _dateline_city(scene: Scene, places: Sequence[Toponym]) -> Toponym | None:
    dateline = scene.parse.document.dateline_place
    if dateline is None:
        return None
    inside = (place for place in places if dateline.start <= place.span.start < dateline.end)
    return next((place for place in inside if place.feature == "city"), None)


def _city_before(scene: Scene, token: int, named: Mapping[int, Toponym]) -> Toponym | None:
    """Give the city named last, at most a few sentences before a token; none where several were named at once."""
    parse = scene.parse
    number = parse.sentence_of[token]
    for each in range(number, max(number - ANTECEDENT_REACH, 0) - 1, -1):
        sentence = parse.sentences[each]
        tokens = range(sentence.first, min(sentence.last, token))
        cities = [named[i] for i in tokens if i in named and named[i].feature == "city" and not named[i].demonym]
        if cities:
            return cities[-1] if len({city.name for city in cities}) == 1 else None
    return None


def _area_before(scene: Scene, token: int, named: Mapping[int, Toponym]) -> Toponym | None:
    """Give the only city or region that this sentence or the one before names last, for a bare "the region".

    Where several countries are named, the region may be the wider one that they lie in.
    """
    parse = scene.parse
    bare = [parse.lemmas[child] for child in parse.children[token]] == ["the"]
    if not bare or parse.deps[token] != "pobj" or parse.tags[token] != "NN":
        return None
    number = parse.sentence_of[token]
    for each in range(number, max(number - 1, 0) - 1, -1):
        sentence = parse.sentences[each]
        if sentence.block != parse.sentences[number].block:
            return None
        tokens = range(sentence.first, parse.sentences[number].last)
        here = {i: named[i] for i in tokens if i in named and not named[i].demonym and not named[i].site}
        finer = [place for i, place in here.items() if i < token and place.feature != "country"]
        if finer:
            alone = len({place.name or place.span.text for place in finer}) == 1
            within = len({place.country for place in here.values()}) == 1
            return finer[0] if alone and within and finer[0].feature not in WIDE else None
    return None


def _span(scene: Scene, token: int) -> Span:
    parse = scene.parse
    first = min([token, *(child for child in parse.children[token] if parse.deps[child] in ("det", "poss", "amod"))])
    return parse.span(first, token + 1)


def _toponym(scene: Scene, token: int, place: GazetteerPlace) -> Toponym:
    return Toponym(
        span=_span(scene, token),
        name=place.name,
        geonames_id=place.geonames_id,
        lat=place.lat,
        lon=place.lon,
        country=place.country,
        admin1=place.admin1,
        feature=place.feature,
    )
