"""Real places of the gazetteer and invented actors who live there: what `generate_events.py` draws its happenings from.

A country's towns, organizations and officials hang on the seed and the country alone, so that they are the same
however many events are made.
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import yaml

from dateline.gazetteer import Gazetteer, GazetteerPlace, load_gazetteer
from dateline.records import ActorKind

T = TypeVar("T")

WORDS = Path(__file__).parent / "data" / "generated_words.yaml"
#: A country takes part if the gazetteer has so many towns of it; happenings fall on its largest ones.
FEWEST_TOWNS, MOST_TOWNS, SMALLEST_TOWN = 8, 600, 5_000
#: Happenings by country fall with its rank (Zipf), those by town rise with its people.
COUNTRY_SLOPE, TOWN_SLOPE = 0.8, 0.7
NEIGHBOURS = 4  # nearest towns of the same country that a report may name instead
OFFICIALS = 25
SOURCES, SOURCE_SLOPE, LOCAL_SOURCES = 500, 0.7, 0.3
#: Spellings of one name in different romanizations.
ROMANIZATIONS = (("ou", "u"), ("kh", "h"), ("q", "k"), ("y", "i"), ("ee", "i"), ("v", "w"), ("z", "s"), ("sh", "ch"))


def pick(rng: Random, items: Sequence[T]) -> T:
    return items[int(rng.random() * len(items))]


def skewed(rng: Random, items: Sequence[T]) -> T:
    """Pick one, the first ones more often than the last."""
    return items[int(rng.random() ** 2 * len(items))]


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who acts or is acted on: `told` are the words by which reports name him, the usual ones first."""

    name: str
    told: tuple[str, ...]
    role: str | None
    pool: str  # the pool it is drawn from, which says by what words it is told without its name
    country: str | None
    kind: ActorKind
    before: str = ""  # office or occupation
    private: bool = False
    named: bool = True  # an unnamed group is told by any of its words


@dataclass(slots=True)
class Country:
    place: GazetteerPlace
    towns: list[GazetteerPlace]
    weights: list[float]  # cumulated
    pools: dict[str, list[Party]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    neighbours: dict[int, list[GazetteerPlace]] = field(default_factory=dict)


class World:
    """All countries with their towns and actors, made when first asked for."""

    def __init__(self, seed: int, gazetteer: Gazetteer | None = None) -> None:
        self.seed = seed
        self.gazetteer = gazetteer or load_gazetteer()
        self.vocabulary: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
        self._regions: dict[int, GazetteerPlace] = {}
        towns = self._towns()
        order = sorted(towns)
        Random(f"{seed} countries").shuffle(order)
        self._order = order
        self._weights = list(itertools.accumulate((i + 1) ** -COUNTRY_SLOPE for i in range(len(order))))
        self._towns_of = towns
        self._countries: dict[str, Country] = {}
        rng = Random(f"{seed} sources")
        self.sources = [f"{self.word(rng)}-{pick(rng, ('news', 'post', 'times', 'wire'))}.example".lower()
                        for _ in range(int(SOURCES * (1 - LOCAL_SOURCES)))]  # fmt: skip
        self._source_weights = list(itertools.accumulate((i + 1) ** -SOURCE_SLOPE for i in range(len(self.sources))))
        self.bodies = {
            pool: [Party(full, (full, *rest, f"{full} ({rest[0]})"), pool, pool, None, "organization")
                   for full, *rest in listed]
            for pool, listed in self.vocabulary["world"].items()
        }  # fmt: skip

    def country(self, rng: Random) -> Country:
        """Draw a country."""
        return self._country(self._order[bisect.bisect(self._weights, rng.random() * self._weights[-1])])

    def town(self, rng: Random, country: Country) -> GazetteerPlace:
        """Draw a town of a country."""
        return country.towns[bisect.bisect(country.weights, rng.random() * country.weights[-1])]

    def source(self, rng: Random, country: Country) -> str:
        """Draw an outlet, one of the country's own as often as not."""
        if rng.random() < 0.5:
            return skewed(rng, country.sources)
        return self.sources[bisect.bisect(self._source_weights, rng.random() * self._source_weights[-1])]

    def region(self, number: int) -> GazetteerPlace | None:
        """Give a region or district by its row."""
        if not number:
            return None
        if number not in self._regions:
            self._regions[number] = self.gazetteer.place(number)
        return self._regions[number]

    def neighbours(self, country: Country, town: GazetteerPlace) -> list[GazetteerPlace]:
        """Give the towns of the country that lie nearest to one."""
        if town.number not in country.neighbours:
            near = sorted(country.towns, key=lambda other: _apart(town, other))
            country.neighbours[town.number] = near[1 : NEIGHBOURS + 1]
        return country.neighbours[town.number]

    def word(self, rng: Random) -> str:
        """Invent a name."""
        syllables, endings = self.vocabulary["syllables"], self.vocabulary["endings"]
        name: str = pick(rng, syllables) + pick(rng, syllables) + pick(rng, endings)
        return name.capitalize()

    def party(self, rng: Random, country: Country, pool: str) -> Party:
        """Draw somebody of a pool ("REB", "PUB", "PRI"): organizations and officials recur, private persons do not."""
        if pool == "PRI":
            return self._private(rng, country)
        if pool in self.bodies and (pool not in country.pools or rng.random() < 0.3):
            return skewed(rng, self.bodies[pool])
        return skewed(rng, country.pools[pool])

    def generic(self, rng: Random, pool: str) -> str:
        """Give words that reports say instead of a name."""
        words: list[str] = self.vocabulary["generic"][pool]
        return skewed(rng, words)

    def _country(self, code: str) -> Country:
        if code not in self._countries:
            towns = self._towns_of[code]
            weights = list(itertools.accumulate(town.population**TOWN_SLOPE for town in towns))
            place = self.gazetteer.country(code) or towns[0]
            self._countries[code] = country = Country(place, towns, weights)
            self._people(country, code)
        return self._countries[code]

    def _people(self, country: Country, code: str) -> None:
        rng = Random(f"{self.seed} {code}")
        country.words = [self.word(rng) for _ in range(60)]
        local = max(2, round(SOURCES * LOCAL_SOURCES / len(self._order)))
        country.sources = [f"{self.word(rng)}-{code}.example".lower() for _ in range(local)]
        for role, patterns in self.vocabulary["names"].items():
            country.pools[role] = [self._organization(rng, country, code, role, pattern) for pattern in patterns]
        for role, groups in self.vocabulary["groups"].items():
            country.pools[role] = [
                Party(words[0], tuple(words), role, role, code, "group", named=False) for words in groups
            ]
        country.pools["PUB"] = [self._official(rng, country, code) for _ in range(OFFICIALS)]

    def _organization(self, rng: Random, country: Country, code: str, role: str, pattern: str) -> Party:
        town = skewed(rng, country.towns)
        place = pick(rng, (town.name, town.admin1 or town.name))
        name = pattern.format(place=place, word=pick(rng, country.words), country=country.place.name)
        initials = "".join(word[0] for word in name.split() if word[0].isupper())
        told = [
            name,
            f"the {name}",
            romanized(rng, name),
            " ".join(name.split()[:-1]) if len(name.split()) > 2 else name,
        ]
        if len(initials) >= 3:
            told += [initials, f"{name} ({initials})"]
        return Party(name, tuple(dict.fromkeys(told)), role, role, code, "organization")

    def _official(self, rng: Random, country: Country, code: str) -> Party:
        first, last = pick(rng, country.words), self.word(rng)
        office = pick(rng, self.vocabulary["offices"])
        role = "PTY" if "party" in office else "MIL" if office in ("general", "commander") else "GOV"
        told = (f"{first} {last}", last, romanized(rng, f"{first} {last}"), f"{first[0]}. {last}")
        return Party(f"{first} {last}", tuple(dict.fromkeys(told)), role, "PUB", code, "person", before=f"{office} ")

    def _private(self, rng: Random, country: Country) -> Party:
        name = f"{pick(rng, country.words)} {self.word(rng)}"
        job = pick(rng, self.vocabulary["occupations"])
        told = (name, romanized(rng, name), name.split()[1])
        return Party(name, told, None, "PRI", country.place.country, "person", before=f"{job} ", private=True)

    def _towns(self) -> dict[str, list[GazetteerPlace]]:
        found: dict[str, list[GazetteerPlace]] = {}
        for number in range(len(self.gazetteer)):
            place = self.gazetteer.place(number)
            if place.feature == "city" and place.population >= SMALLEST_TOWN and place.country:
                found.setdefault(place.country, []).append(place)
        by_size = {
            code: sorted(towns, key=lambda town: (-town.population, town.number)) for code, towns in found.items()
        }
        return {code: towns[:MOST_TOWNS] for code, towns in by_size.items() if len(towns) >= FEWEST_TOWNS}


def romanized(rng: Random, name: str) -> str:
    """Spell a name as another romanization would."""
    for old, new in rng.sample(ROMANIZATIONS, len(ROMANIZATIONS)):
        if old in name:
            return name.replace(old, new)
        if new in name:
            return name.replace(new, old)
    return name + name[-1] if name[-1].isalpha() else name


def _apart(one: GazetteerPlace, other: GazetteerPlace) -> float:
    """Compare distances: degrees, with longitudes narrowed by the latitude."""
    return (one.lat - other.lat) ** 2 + ((one.lon - other.lon) * math.cos(math.radians(one.lat))) ** 2
