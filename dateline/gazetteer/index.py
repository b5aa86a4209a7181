"""Name → places: look names up in the embedded gazetteer, which is mapped into memory and never copied."""

from __future__ import annotations

import functools
import json
import math
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from dateline.errors import UsageError
from dateline.gazetteer.folding import fold_name
from dateline.gazetteer.layout import FEATURES, KINDS, NO_COUNTRY, name_hash
from dateline.gazetteer.sounds import sound_code, sound_key
from dateline.records import Feature

NameKind = Literal["name", "alternate", "demonym", "abbreviation"]

DATA = Path(__file__).parent / "data"
TABLES = (
    "places", "names", "name_offsets", "name_entries", "entry_places", "entry_kinds", "titles",
    "title_offsets", "sound_codes", "sound_names", "name_hashes", "extents",
    "word_flags",
)  # fmt: skip
#: What GeoNames' licence asks to be said wherever its places are shown.
NOTICE = "Places: GeoNames (www.geonames.org), CC BY 4.0 (creativecommons.org/licenses/by/4.0)"
#: No place in the data has a longer name that texts use ("Saint Vincent and the Grenadines").
LONGEST_NAME = 6
#: Shorter names have too many neighbours one letter away ("Oman", "Amman").
SHORTEST_MISSPELT = 5
#: People below which a place is not what a misspelt name means, unless its country is known.
KNOWN_PLACE = 15_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz "


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerPlace:
    """One place that a name may mean; `number` is its row and `kind` how the name belongs to it."""

    number: int
    kind: NameKind
    name: str
    geonames_id: int | None
    lat: float
    lon: float
    feature: Feature
    population: int
    country: str | None  # ISO 3166-1 alpha-3
    admin1: str | None
    region: int  # row of the first-level region that holds it, 0 where unknown
    district: int  # row of the second-level region that holds it, 0 where unknown
    is_capital: bool = False  # of a country
    extent: tuple[float, float, float, float] | None = None  # south, west, north, east in degrees; west > east
    # where it crosses the antimeridian; None for cities and where unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class NameUse:
    """What else a name is in English, each from 0 (never) to 3 (very often)."""

    word: int
    surname: int
    given: int


_UNKNOWN_USE = NameUse(word=0, surname=0, given=0)


class Gazetteer:
    """Places by name. Opened by `load_gazetteer`; safe to share between threads, since nothing in it changes."""

    def __init__(self, folder: Path = DATA) -> None:
        tables = {name: _open_table(folder / f"{name}.npy") for name in TABLES}
        self._places = tables["places"]
        self._names: memoryview = memoryview(tables["names"])  # type: ignore[arg-type]
        self._offsets: memoryview = memoryview(tables["name_offsets"])  # type: ignore[arg-type]
        self._titles: memoryview = memoryview(tables["titles"])  # type: ignore[arg-type]
        self._title_offsets: memoryview = memoryview(tables["title_offsets"])  # type: ignore[arg-type]
        self._words = tables["word_flags"]
        self._word_hashes = np.ascontiguousarray(self._words["hash"])
        self._entries = tables["name_entries"]
        self._entry_places = tables["entry_places"]
        self._entry_kinds = tables["entry_kinds"]
        self._sound_codes = tables["sound_codes"]
        self._sound_names = tables["sound_names"]
        self._hashes = tables["name_hashes"]
        self._extents = tables["extents"]
        codes = self._codes = _read_countries(folder / "countries.json")
        self._iso3: list[str] = [code["iso3"] for code in codes]
        self._capitals: dict[str, int] = {
            code["iso3"]: code["capital"] for code in codes if code["capital"] is not None
        }
        self._capital_rows = frozenset(self._capitals.values())
        self._by_code = {key: i for i, code in enumerate(codes) for key in (code["iso2"], code["iso3"])}
        self._find = functools.lru_cache(maxsize=65536)(self._search)
        self._look_up = functools.lru_cache(maxsize=8192)(self._read_candidates)
        self._look_up_similar = functools.lru_cache(maxsize=8192)(self._read_similar)
        self._look_up_misspelt = functools.lru_cache(maxsize=8192)(self._read_misspelt)

    def __len__(self) -> int:
        return len(self._places)

    def digest(self) -> str:
        """Give eight hexadecimal digits that stand for the places and names that it holds."""
        checks = (zlib.crc32(self._names), zlib.crc32(self._places.tobytes()))
        return f"{zlib.crc32(repr(checks).encode()):08x}"

    def __contains__(self, name: str) -> bool:
        return self._find(fold_name(name)) is not None

    def candidates(self, name: str) -> tuple[GazetteerPlace, ...]:
        """Give every place that bears the name, countries and regions first, then by population.

        >>> [place.country for place in load_gazetteer().candidates("Ouagadougou")]
        ['BFA']
        """
        return self._look_up(fold_name(name))

    def similar(self, name: str, *, country: str) -> tuple[GazetteerPlace, ...]:
        """Give the places of one country whose names are other romanizations of the name.

        >>> [place.name for place in load_gazetteer().similar("Fallouja", country="IRQ") if place.feature == "city"]
        ['Al Fallujah']
        """
        return self._look_up_similar(fold_name(name), country)

    def misspelt(self, name: str, *, country: str | None = None) -> tuple[GazetteerPlace, ...]:
        """Give the well-known places whose names are one letter away (dropped, added, swapped or replaced).

        With a country, all its places count; without, those of 15,000 people, regions and countries.
        Names of fewer than five letters have none.

        >>> [place.name for place in load_gazetteer().misspelt("Ouagadugou") if place.is_capital]
        ['Ouagadougou']
        """
        return self._look_up_misspelt(fold_name(name), country)

    def use(self, name: str) -> NameUse:
        """Say how often the name is an ordinary word, a surname or a given name instead."""
        code = name_hash(fold_name(name))
        at = int(np.searchsorted(self._word_hashes, np.uint32(code)))
        if at == len(self._words) or self._word_hashes[at] != code:
            return _UNKNOWN_USE
        flags = int(self._words["flags"][at])
        return NameUse(word=flags & 3, surname=flags >> 2 & 3, given=flags >> 4 & 3)

    def longest_match(self, words: Sequence[str], first: int = 0, *, last: int | None = None) -> int | None:
        """Give the end of the longest name that begins at word `first`, if one does.

        >>> load_gazetteer().longest_match(["in", "New", "York", "today"], 1)
        3
        """
        stop = len(words) if last is None else last
        for end in range(min(stop, first + LONGEST_NAME), first, -1):
            if self._find(fold_name(" ".join(words[first:end]))) is not None:
                return end
        return None

    def country(self, name: str) -> GazetteerPlace | None:
        """Give the country of an ISO 3166-1 code, a name or a demonym."""
        code = self._by_code.get(name)
        if code is not None:
            return self.place(code)
        return next((place for place in self.candidates(name) if place.feature == "country"), None)

    def capital(self, country: str) -> GazetteerPlace | None:
        """Give the capital of a country named by its ISO 3166-1 alpha-3 code."""
        number = self._capitals.get(country)
        return None if number is None else self.place(number)

    def place(self, number: int, kind: NameKind = "name") -> GazetteerPlace:
        """Read one row."""
        geonames_id, lat, lon, population, region, district, country, feature = self._places[number].item()
        return GazetteerPlace(
            number=number,
            kind=kind,
            name=self._title(number),
            geonames_id=geonames_id or None,
            lat=round(lat, 5),
            lon=round(lon, 5),
            feature=FEATURES[feature],
            population=population,
            country=self._iso3[country] if country != NO_COUNTRY else None,
            admin1=self._title(region) if region else None,
            region=region,
            district=district,
            is_capital=number in self._capital_rows,
            extent=self._extent(number),
        )

    def countries(self) -> list[dict[str, Any]]:
        """Give the codes of the countries, in the order of their rows: iso2, iso3 and the capital's row."""
        return [dict(code) for code in self._codes]

    def iso2(self, country: str) -> str:
        """Give the ISO 3166-1 alpha-2 code of a country named by its alpha-3 code."""
        return str(self._codes[self._by_code[country]]["iso2"])

    def rows(self) -> npt.NDArray[Any]:
        """Give the table of places (see layout.PLACE)."""
        return self._places

    def entries(self, wanted: npt.NDArray[np.bool_]) -> Iterator[tuple[bytes, int, int]]:
        """Give the names of the rows that are wanted: folded name, row, how it belongs to it (a number of KINDS)."""
        found = np.flatnonzero(wanted[self._entry_places])
        positions = np.searchsorted(self._entries, found, side="right") - 1
        places, kinds = self._entry_places[found], self._entry_kinds[found]
        for position, place, kind in zip(positions.tolist(), places.tolist(), kinds.tolist(), strict=True):
            yield bytes(self._names[self._offsets[position] : self._offsets[position + 1]]), place, kind

    def extents(self) -> dict[int, tuple[float, float, float, float]]:
        """Give the known extents, each under its place's GeoNames id and under its row `n` as -1 - n."""
        known = {}
        for number in range(len(self._extents)):
            if extent := self._extent(number):
                known[-1 - number] = extent
                known[int(self._places[number]["geonames_id"]) or -1 - number] = extent
        return known

    def words(self) -> npt.NDArray[Any]:
        """Give the table of words and names of persons (see layout.WORD)."""
        return self._words

    def _extent(self, number: int) -> tuple[float, float, float, float] | None:
        if number >= len(self._extents):
            return None
        south, west, north, east = self._extents[number].tolist()
        return None if math.isnan(south) else (round(south, 5), round(west, 5), round(north, 5), round(east, 5))

    def _title(self, number: int) -> str:
        start, end = self._title_offsets[number], self._title_offsets[number + 1]
        return str(self._titles[start:end], "utf-8")

    def _search(self, folded: str) -> int | None:
        key, names, offsets = folded.encode(), self._names, self._offsets
        low, high = 0, len(offsets) - 1
        while low < high:
            middle = (low + high) // 2
            if bytes(names[offsets[middle] : offsets[middle + 1]]) < key:
                low = middle + 1
            else:
                high = middle
        found = low < len(offsets) - 1 and bytes(names[offsets[low] : offsets[low + 1]]) == key
        return low if found else None

    def _read_candidates(self, folded: str) -> tuple[GazetteerPlace, ...]:
        position = self._find(folded)
        return () if position is None else tuple(self._read_entries(position))

    def _read_similar(self, folded: str, country: str) -> tuple[GazetteerPlace, ...]:
        code, key = np.uint32(sound_code(folded)), sound_key(folded)
        low, high = np.searchsorted(self._sound_codes, code), np.searchsorted(self._sound_codes, code, side="right")
        found: dict[int, GazetteerPlace] = {}
        for position in self._sound_names[low:high].tolist():
            name = str(self._names[self._offsets[position] : self._offsets[position + 1]], "utf-8")
            if sound_key(name) == key:
                for place in self._read_entries(position):
                    if place.country == country and place.kind != "demonym":
                        found.setdefault(place.number, place)
        return tuple(found[number] for number in sorted(found))

    def _read_misspelt(self, folded: str, country: str | None) -> tuple[GazetteerPlace, ...]:
        if len(folded) < SHORTEST_MISSPELT:
            return ()
        near = sorted(_one_letter_away(folded))
        codes = np.array([name_hash(name) for name in near], dtype=np.uint32)
        at = np.minimum(np.searchsorted(self._hashes, codes), len(self._hashes) - 1)
        found: dict[int, GazetteerPlace] = {}
        for hit in np.flatnonzero(self._hashes[at] == codes).tolist():
            for place in self.candidates(near[hit]):
                known = place.country == country if country else _is_known(place)
                if known and place.kind in ("name", "alternate"):
                    found.setdefault(place.number, place)
        return tuple(found[number] for number in sorted(found))

    def _read_entries(self, position: int) -> Iterator[GazetteerPlace]:
        for entry in range(int(self._entries[position]), int(self._entries[position + 1])):
            yield self.place(int(self._entry_places[entry]), KINDS[self._entry_kinds[entry]])


def _one_letter_away(folded: str) -> set[str]:
    """Give every string that one dropped, swapped, replaced or added letter makes of a name, its first letter kept."""
    cuts = [(folded[:i], folded[i:]) for i in range(1, len(folded) + 1)]
    near = {head + tail[1:] for head, tail in cuts}
    near.update(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    for letter in _LETTERS:
        near.update(head + letter + tail[1:] for head, tail in cuts if tail)
        near.update(head + letter + tail for head, tail in cuts)
    near.discard(folded)
    return near


def _is_known(place: GazetteerPlace) -> bool:
    return place.population >= KNOWN_PLACE or place.feature in ("region", "country", "area", "water", "continent")


def _read_countries(path: Path) -> list[dict[str, Any]]:
    try:
        codes: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(_unreadable(path, error)) from error
    return codes


def _unreadable(path: Path, error: Exception) -> str:
    mend = "reinstall dateline" if path.parent == DATA else "build it anew with `dateline gazetteer build`"
    return f"{path}: expected a table of the gazetteer, but it cannot be read ({error}); {mend}"


def _open_table(path: Path) -> npt.NDArray[Any]:
    try:
        table: npt.NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as error:
        raise UsageError(_unreadable(path, error)) from error
    return table


@functools.lru_cache(maxsize=4)
def load_gazetteer(folder: Path = DATA) -> Gazetteer:
    """Open the gazetteer that comes with dateline, or one of your own; each is opened once and shared.

    Raises UsageError for a folder that holds none, and for a table that is missing or cut.
    """
    if not (folder / "places.npy").is_file():
        raise UsageError(f"{folder}: holds no gazetteer; build one with `dateline gazetteer build allCountries.txt`")
    return Gazetteer(folder)
