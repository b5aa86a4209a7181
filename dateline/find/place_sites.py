"""Parse → sites: streets, squares, bridges, prisons, bases, hospitals that bear a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dateline.find.place_evidence import TOWN, Candidate, Surface, name_class
from dateline.find.place_words import (
    DIRECTIONS,
    FACILITIES,
    LOWER_SITE_KINDS,
    LOWER_SITES,
    LOWER_SITES_OF_KIND,
    NUMBERED_ROADS,
    ROADS,
    ROADS_BEFORE,
    SETTLEMENTS,
    TITLES,
)

#: Words that are roads only at an address or after "on": "123 Elm Court", but "County Court", "Third Way".
_WEAK_ROADS = frozenset("st dr court circle way trail pike crossing junction alley terrace loop tunnel".split())
#: Buildings that are named for the body in them as often: sites only where something is said to be there.
_HOUSED = frozenset(
    "university college school hospital clinic church cathedral museum library center centre market mall hotel inn "
    "theater theatre zoo temple court building".split()
)
_LEADING = frozenset(
    "in at near outside inside to from around opposite behind beside toward towards into of on by past leave left "
    "leaving enter entered entering reached stormed captured seized retook "
    "liberated occupied attacked bombed shelled raided".split()
)
#: Words between a site and the name of the place that it is said to lie in: "in the northern town of".
_LINKING = frozenset(("the", "of", "city", "capital", *SETTLEMENTS, *DIRECTIONS))
_LONGEST_LINK = 5
#: Words of a site's name before its noun.
_LONGEST_SITE = 5
_ARTICLES = frozenset("de del della di da do dos des du la las los le les el".split())
#: Words of roads that are also surnames or English words: only before an article or preposition of their language.
_WEAK_BEFORE = frozenset("via viale plaza camino puente carrera corso parque".split())
#: What stands before a border crossing's name, and hardly ever before somebody who is crossing a road.
_BEFORE_CROSSING = frozenset("the at through via near".split())
_STATES = frozenset(("country", "demonym"))
_BEFORE_OF = frozenset("university port church cathedral monastery shrine palace tower bridge".split())


def find_sites(surface: Surface) -> Iterator[tuple[int, int, bool]]:
    """Give each site's tokens (half-open) and whether it is a road."""
    lower, words = surface.lower, surface.parse.words
    end = 0
    for i, word in enumerate(lower):
        noun = word.rstrip(".")
        if i < end:
            continue
        if noun in NUMBERED_ROADS and surface.proper[i] and i + 1 < len(words) and words[i + 1][:1].isdigit():
            end = i + 2
            yield i, end, True
        elif noun in ROADS_BEFORE and _opens_road(surface, i) and (last := _name_after(surface, i + 1)) is not None:
            end = last
            yield i, last, True
        elif (noun in ROADS or noun in FACILITIES or noun in LOWER_SITES_OF_KIND) and (
            first := _name_start(surface, i)
        ) is not None:
            end = i + 1
            yield first, end, noun in ROADS and (noun != "crossing" or surface.proper[i])
        elif noun in _BEFORE_OF and surface.proper[i] and lower[i + 1 : i + 2] == ("of",):
            last = _name_end(surface, i + 2)
            if last is not None:
                end = last
                yield i, last, False


def names_of_sites(
    surface: Surface,
    sites: Sequence[tuple[int, int, bool]],
    candidates: Sequence[Candidate],
    accepted: Sequence[Candidate],
) -> frozenset[Candidate]:
    """Give the names that are only a site's: unknown ones, and those of "Evin prison in Tehran" wherever they stand.

    A name that lies in the country or region said stays a place's: "the Quito prison in Ecuador".
    """
    starts = {candidate.first: candidate for candidate in candidates}
    houses = [(starts[first], last) for first, last, road in sites if not road and first in starts]
    houses = [(one, last) for one, last in houses if one.last < last and name_class(one) not in _STATES]
    placed = {candidate.first: candidate for candidate in accepted}
    elsewhere = {
        candidate.name
        for candidate, last in houses
        if (holder := _holder(surface, last, placed))
        and candidate.name != holder.name
        and not _may_lie_in(candidate, holder)
    }
    return frozenset(candidate for candidate, _ in houses if not candidate.places or candidate.name in elsewhere)


def _holder(surface: Surface, last: int, placed: Mapping[int, Candidate]) -> Candidate | None:
    """Give the place that a site is said to be in: "X prison in the city of Y"."""
    lower = surface.lower
    if lower[last : last + 1] not in (("in",), ("near",), ("outside",)):
        return None
    reach = range(last + 1, min(last + 1 + _LONGEST_LINK, len(lower)))
    first = next((i for i in reach if surface.proper[i] or lower[i] not in _LINKING), None)
    return placed.get(first) if first is not None else None


def _may_lie_in(candidate: Candidate, holder: Candidate) -> bool:
    """Tell whether a name is that of a place in a country, or in a region that no city shares its name with."""
    if name_class(holder) == "country":
        countries = {place.country for place in holder.places if place.feature == "country"}
        return any(place.country in countries for place in candidate.places)
    regions = {place.number for place in holder.places if place.feature == "region"}
    regions -= {place.region for place in holder.places if place.feature == "city" and place.population >= TOWN}
    return any(place.region in regions for place in candidate.places)


def _name_start(surface: Surface, noun: int) -> int | None:
    """Where the site's name begins, if a name stands before its noun."""
    capital = surface.proper[noun]
    word = surface.lower[noun].rstrip(".")
    known = (capital and word in ROADS | FACILITIES) or word in LOWER_SITES
    if noun and surface.parse.words[noun - 1] in LOWER_SITE_KINDS and word in LOWER_SITES_OF_KIND:
        noun, known = noun - 1, True
    if noun == 0 or not surface.proper[noun - 1] or not known:
        return None
    first = max(surface.run_first[noun - 1], noun - _LONGEST_SITE)
    if capital and surface.run_last[noun] > noun + 1 and word not in FACILITIES | {"highway", "route", "interstate"}:
        following = surface.lower[noun + 1].rstrip(".")
        if word in _WEAK_ROADS or following in FACILITIES or following in ROADS:
            return None
    while first < noun and surface.lower[first].rstrip(".") in TITLES and word not in ROADS:
        first += 1
    if first == noun or not _is_site_name(surface, first, noun):
        return None
    return None if word in _HOUSED and not _is_led_to(surface, first) else first


def _is_led_to(surface: Surface, first: int) -> bool:
    """Whether words of place stand before a name: "outside the X Hospital", "at the former X School"."""
    before = surface.lower[max(0, first - 3) : first]
    return any(word in _LEADING for word in before)


def _is_site_name(surface: Surface, first: int, noun: int) -> bool:
    parse = surface.parse
    word = surface.lower[noun].rstrip(".")
    if parse.sentence_of[first] in surface.loud:
        return False
    led = first > 0 and parse.tags[first - 1] == "IN"  # "in Evin prison", but "the Taliban prison"
    peoples = "NORP" in parse.entities[first:noun] and not led
    if not surface.proper[noun] and (peoples or not parse.tags[noun - 1].startswith("NNP")):
        return False
    if word == "crossing" and not surface.proper[noun]:
        return first > 0 and surface.lower[first - 1] in _BEFORE_CROSSING
    addressed = first > 0 and (parse.tags[first - 1] == "CD" or surface.lower[first - 1] in ("on", "at", "off", "of"))
    return addressed if word in _WEAK_ROADS else True


def _opens_road(surface: Surface, noun: int) -> bool:
    """Whether a road's noun opens its name, and is no surname and no "via" of a message."""
    if not surface.proper[noun] or surface.run_first[noun] != noun:
        return False
    following = surface.lower[noun + 1] if noun + 1 < len(surface.lower) else ""
    return surface.lower[noun] not in _WEAK_BEFORE or following in _ARTICLES


def _name_after(surface: Surface, first: int) -> int | None:
    """Where the name after a road's noun ends, articles and prepositions before it left in: "de la República"."""
    while first < len(surface.lower) and surface.lower[first] in _ARTICLES:
        first += 1
    return _name_end(surface, first)


def _name_end(surface: Surface, first: int) -> int | None:
    if first < len(surface.proper) and surface.proper[first]:
        return min(surface.run_last[first], first + _LONGEST_SITE)
    return None
