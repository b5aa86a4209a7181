"""Toponyms → what the text says of each: the kind of place it names, and the place that holds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.gazetteer import Gazetteer, GazetteerPlace, fold_name
from dateline.records import Document, Feature, Toponym

#: What a noun before or after a name says of its kind.
KIND_NOUNS: dict[str, tuple[Feature, ...]] = {
    "province": ("region",), "oblast": ("region",), "governorate": ("region", "district"), "state": ("region",),
    "region": ("region", "area", "district"), "prefecture": ("region",), "krai": ("region",),
    "canton": ("region", "district"), "county": ("district", "region"), "parish": ("district",),
    "district": ("district", "region"), "republic": ("country", "region"), "department": ("region", "district"),
    "municipality": ("district", "city"), "borough": ("district", "city"), "township": ("city", "district"),
    "city": ("city",), "town": ("city",), "village": ("city",), "port": ("city",), "suburb": ("city",),
    "capital": ("city",), "country": ("country",),
}  # fmt: skip
_PLURALS = {"counties": "county", "parishes": "parish", "municipalities": "municipality", "countries": "country"} | {
    noun + "s": noun for noun in KIND_NOUNS if noun not in ("county", "parish", "municipality", "country")
}
_NOUNS = "|".join([*KIND_NOUNS, *_PLURALS])
_AFTER = re.compile(rf"\s+({_NOUNS})\b", re.IGNORECASE)
#: "Fairfax, Loudoun and Prince William counties": the noun stands after the last name only.
_AFTER_LIST = re.compile(
    rf"(?:\s*(?:,|and|or|&)\s+[A-Z][\w'’.-]*(?:\s+[A-Z][\w'’.-]*)?){{1,12}}\s+({'|'.join(_PLURALS)})\b"
)
_BEFORE = re.compile(
    rf"\b({_NOUNS})(?:\s+of)?\s+(?:[A-Z][\w'’.-]*(?:\s[A-Z][\w'’.-]*)?\s*(?:,\s*and|,|and)\s+){{0,30}}(?:the\s+)?$"
)
_TAIL = re.compile(rf"^(.+?)[\s-]+({'|'.join(KIND_NOUNS)})$", re.IGNORECASE)
#: What may stand between a place and the place that holds it.
_HOLDS = re.compile(r",?\s*\(?|,?\s+in\s+(?:the\s+)?|,\s+(?:the\s+)?")
#: What stands between a part of a city and the city: "the X area of Y".
_PART_OF = re.compile(
    r"\s+(?:area|district|suburb|neighbou?rhood|quarter|ward|slum|section|borough)s?\s+of\s+(?:the\s+city\s+of\s+)?"
)
_LISTED = re.compile(r"\s*(?:,|and|or|,\s*and)\s+")
_WIDE = ("region", "country", "district", "area")
#: A city of this size is as likely to be meant by its name as the region that bears it.
_NAMESAKE = 50_000
_LOOK = 120
#: "L.A." is a name of its own, "La." the state.
_INITIALS = re.compile(r"(?:[A-Z]\. ?){2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A toponym and the places it may mean."""

    toponym: Toponym
    key: str  # one sense per report: mentions with one key mean one place
    kinds: tuple[Feature, ...]  # what the words around it say it is; empty: nothing
    places: tuple[GazetteerPlace, ...]
    holder: int | None = None  # the reading of the place that the text says holds it
    city: int | None = None  # the reading of the city, or wider place, that the text says it is an area of


def read_toponyms(toponyms: Sequence[Toponym], document: Document, gazetteer: Gazetteer) -> list[Reading]:
    """Read what the text says of each toponym that is no site."""
    readings = [_read(toponym, document, gazetteer) for toponym in toponyms if not toponym.site]
    return [_with_holder(i, readings, document.text) for i in range(len(readings))]


def _read(toponym: Toponym, document: Document, gazetteer: Gazetteer) -> Reading:
    name = toponym.span.text
    kinds = _stated_kinds(toponym, document.text)
    places = _places_named(name, toponym.demonym, gazetteer)
    tail = _TAIL.match(name)
    if tail and not toponym.demonym:
        kinds = KIND_NOUNS[tail[2].lower()]
        known = places or _places_named(tail[1], False, gazetteer)
        places = tuple(place for place in known if place.feature in kinds) or places
    elif "district" in kinds and not toponym.demonym:
        places = (*gazetteer.candidates(f"{name} County"), *places)
    return Reading(toponym=toponym, key=fold_name(name), kinds=kinds, places=places)


def _places_named(name: str, demonym: bool, gazetteer: Gazetteer) -> tuple[GazetteerPlace, ...]:
    places = gazetteer.candidates(name)
    if name.endswith(".") or (len(name) == 2 and name.isupper()):
        wanted = "name" if _INITIALS.fullmatch(name) else "abbreviation"
        places = tuple(place for place in places if place.kind == wanted) or places
    chosen = tuple(place for place in places if (place.kind == "demonym") == demonym)
    return chosen or (places if demonym or all(place.kind == "demonym" for place in places) else ())


def _stated_kinds(toponym: Toponym, text: str) -> tuple[Feature, ...]:
    if toponym.demonym:
        return ()
    start, end = toponym.span.start, toponym.span.end
    after = text[end : end + _LOOK]
    found = _AFTER.match(after) or _AFTER_LIST.match(after) or _BEFORE.search(text[max(0, start - _LOOK) : start])
    if not found:
        return ()
    noun = found[1].lower()
    return KIND_NOUNS[_PLURALS.get(noun, noun)]


def _with_holder(i: int, readings: list[Reading], text: str) -> Reading:
    """Note the place that holds this one: "Cholula, Puebla State", "Springfield (Illinois)", "the X area of Y"."""
    reading = readings[i]
    if i + 1 == len(readings) or reading.toponym.demonym or readings[i + 1].toponym.demonym:
        return reading
    between, following = _between(readings, i, text), readings[i + 1]
    part = bool(_PART_OF.fullmatch(between))
    if not part and (not _HOLDS.fullmatch(between) or not between.strip()):
        return reading
    wide = any(place.feature in _WIDE for place in following.places)
    namesake = any(
        place.feature == "city" and place.kind == "name" and place.population >= _NAMESAKE for place in following.places
    )
    if part:
        return replace(reading, city=i + 1, holder=i + 1 if wide and not namesake else None)
    if not wide:
        return reading
    if namesake and not following.kinds and between.strip() == "," and _in_list(readings, i, text):
        return reading
    return replace(reading, holder=i + 1)


def _between(readings: list[Reading], i: int, text: str) -> str:
    return text[readings[i].toponym.span.end : readings[i + 1].toponym.span.start]


def _in_list(readings: list[Reading], i: int, text: str) -> bool:
    """Whether the pair stands in a list of three or more names: "Oaxaca, Puebla and Colima"."""
    before = i > 0 and _LISTED.fullmatch(_between(readings, i - 1, text))
    after = i + 2 < len(readings) and _LISTED.fullmatch(_between(readings, i + 1, text))
    return bool(before or after)


def holds(holder: GazetteerPlace, place: GazetteerPlace) -> bool:
    """Whether one place lies in the other, by the gazetteer's divisions."""
    if holder.number == place.number:
        return False
    if holder.feature == "country":
        return place.country == holder.country and place.feature != "country"
    return holder.number in (place.region, place.district)
