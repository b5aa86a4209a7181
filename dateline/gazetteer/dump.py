"""Rows of a GeoNames dump → places and names (layout: https://download.geonames.org/export/dump/readme.txt)."""

from __future__ import annotations

import io
import math
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dateline.errors import UsageError
from dateline.gazetteer.alternates import LATIN

#: The files of a dump, by their number of columns.
KINDS_OF_FILE = {19: "places", 10: "names", 8: "names", 4: "regions"}
#: Feature codes that texts name, beside all populated places (class P) and regions (class A).
CODES = {
    **dict.fromkeys("OCN SEA GULF STRT CHN BAY SD LK LKS LGN RSV CNL STM".split(), "water"),
    **dict.fromkeys("RGN RGNH RGNE PRK RESN RESW MTS DSRT PEN ISL ISLS VAL PLN PLAT CAPE DELT ATOL".split(), "area"),
    **dict.fromkeys("MT VLC PASS PK".split(), "other"),
    **dict.fromkeys("AIRP AIRB AIRQ MILB INSM NVB PRN DAM PS PSN CMPRF SQR CSTL PAL MNMT BDG PRT".split(), "facility"),
}  # fmt: skip
#: Rivers and streams count with a length that texts name; the dump says it by the number of their other names.
NAMED_STREAM = 3
LANGUAGES = frozenset(["", "en", "abbr"])
TRUE = "1"


class BadRowError(ValueError):
    """A row that cannot be read."""


#: Bytes; no row of a dump is near it.
LONGEST_ROW = 1_000_000


@dataclass(frozen=True, slots=True)
class DumpPlace:
    """One row of allCountries.txt that is kept."""

    geonames_id: int
    name: str
    others: tuple[str, ...]
    lat: float
    lon: float
    feature: str
    level: int  # 1 and 2 for regions of these levels, else 0
    country: str  # ISO 3166-1 alpha-2
    admin1: str  # "US.TX"
    admin2: str  # "US.TX.201"
    population: int


@dataclass(frozen=True, slots=True)
class DumpName:
    """Another name of a place."""

    geonames_id: int
    name: str
    kind: str


@contextmanager
def open_dump(path: Path) -> Iterator[IO[bytes]]:
    """Open a file of a dump, a text or the zip file that holds it; raises UsageError where it is neither."""
    if path.suffix.lower() != ".zip":
        try:
            with path.open("rb") as stream:
                yield stream
        except OSError as error:
            raise UsageError(f"{path}: cannot be read: {error.strerror}; name a file of a GeoNames dump") from error
        return
    try:
        archive = zipfile.ZipFile(path)
        inside = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
        if not inside:
            raise UsageError(f"{path}: holds no .txt file; download it anew from download.geonames.org")
        packed = archive.open(max(inside, key=lambda name: archive.getinfo(name).file_size))
    except (OSError, zipfile.BadZipFile, RuntimeError) as error:
        raise UsageError(f"{path}: is no whole zip file ({error}); download it anew") from error
    with archive, packed:
        try:
            yield io.BufferedReader(packed)  # type: ignore[type-var]
        except (zipfile.BadZipFile, EOFError, zlib.error) as error:
            raise UsageError(f"{path}: is no whole zip file ({error}); download it anew") from error


def kind_of_file(path: Path) -> str:
    """Tell by its first row what a file holds: places, names or regions; raises UsageError for another layout."""
    with open_dump(path) as stream:
        first = stream.readline(LONGEST_ROW)
    columns = first.count(b"\t") + 1
    if columns not in KINDS_OF_FILE:
        raise UsageError(
            f"{path}:1: expected a file of a GeoNames dump (19 columns divided by tabs, as allCountries.txt has), "
            f"found {columns}; see https://download.geonames.org/export/dump/"
        )
    return KINDS_OF_FILE[columns]


def read_place(line: bytes) -> DumpPlace | None:
    """Read a row of allCountries.txt; None for a place that texts do not name; raises BadRowError."""
    cells = _cells(line, 19)
    feature = _feature(cells)
    if feature is None:
        return None
    lat, lon = _degrees(cells[4], 90, "latitude"), _degrees(cells[5], 180, "longitude")
    level = {"ADM1": 1, "ADM2": 2}.get(cells[7], 0)
    admin1 = f"{cells[8]}.{cells[10]}" if cells[10] else ""
    return DumpPlace(
        geonames_id=_number(cells[0], "geonameid"),
        name=cells[1],
        others=(cells[2], *cells[3].split(",")) if cells[3] else (cells[2],),
        lat=lat,
        lon=lon,
        feature=feature,
        level=level,
        country=cells[8],
        admin1=admin1,
        admin2=f"{admin1}.{cells[11]}" if admin1 and cells[11] else "",
        population=_number(cells[14] or "0", "population"),
    )


def read_name(line: bytes, columns: int) -> DumpName | None:
    """Read a row of alternateNamesV2.txt; None for codes, links and names in other languages or scripts."""
    cells = _cells(line, columns)
    if cells[2] not in LANGUAGES or not LATIN.fullmatch(cells[3]):
        return None
    kind = "abbreviation" if cells[2] == "abbr" else "name" if cells[2] == "en" and cells[4] == TRUE else "alternate"
    return DumpName(_number(cells[1], "geonameid"), cells[3], kind)


def read_region_name(line: bytes) -> DumpName:
    """Read a row of admin1CodesASCII.txt or admin2Codes.txt."""
    cells = _cells(line, 4)
    return DumpName(_number(cells[3], "geonameid"), cells[1], "name")


def _feature(cells: list[str]) -> str | None:
    if cells[6] == "P":
        return "city"
    if cells[6] == "A":
        kinds = {"ADM1": "region", "ADM2": "district", "ADM3": "district"}
        return kinds.get(cells[7])
    if cells[7] == "STM" and cells[3].count(",") < NAMED_STREAM:
        return None
    return CODES.get(cells[7])


def _cells(line: bytes, columns: int) -> list[str]:
    try:
        cells = line.decode("utf-8").rstrip("\r\n").split("\t")
    except UnicodeDecodeError as error:
        raise BadRowError(f"byte {error.start + 1} of the row is not UTF-8") from error
    if len(cells) != columns:
        cut = "" if line.endswith(b"\n") else "; the file ends in the middle of this row"
        raise BadRowError(f"expected {columns} columns, found {len(cells)}{cut}")
    return cells


def _number(cell: str, column: str) -> int:
    if not (cell.isascii() and cell.isdecimal()):
        raise BadRowError(f"{column} is no number: {cell[:40]!r}")
    value = int(cell)
    if value >= 1 << 32:
        raise BadRowError(f"{column} is too great: {cell[:40]!r}")
    return value


def _degrees(cell: str, limit: int, column: str) -> float:
    try:
        value = float(cell)
    except ValueError as error:
        raise BadRowError(f"{column} is no number: {cell[:40]!r}") from error
    if not math.isfinite(value) or abs(value) > limit:
        raise BadRowError(f"{column} is not between -{limit} and {limit}: {cell[:40]!r}")
    return value
