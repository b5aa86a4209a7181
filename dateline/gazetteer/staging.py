"""A GeoNames dump → a staging file beside the target → a gazetteer. What was read stays read after an interruption."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO

import numpy as np

from dateline.errors import UsageError
from dateline.gazetteer.alternates import useful_alternates
from dateline.gazetteer.dump import (
    LONGEST_ROW,
    BadRowError,
    DumpName,
    DumpPlace,
    kind_of_file,
    open_dump,
    read_name,
    read_place,
    read_region_name,
)
from dateline.gazetteer.folding import fold_name, to_ascii
from dateline.gazetteer.index import TABLES, Gazetteer
from dateline.gazetteer.layout import FEATURES, KINDS, NO_COUNTRY, PLACE
from dateline.gazetteer.writing import ROMANIZED, write_countries, write_names, write_places

#: Rows between two commits: what an interruption costs at most.
BATCH = 50_000
SHOWN_ROWS = 20
#: Marks a staging file as one (SQLite's application id).
OWN_FILE = 0x646C6E67
SCHEMA = """
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, stamp TEXT, line INTEGER, offset INTEGER, done INTEGER);
CREATE TABLE IF NOT EXISTS bad (path TEXT, line INTEGER, message TEXT, PRIMARY KEY (path, line));
CREATE TABLE IF NOT EXISTS places (id INTEGER PRIMARY KEY, title TEXT, lat REAL, lon REAL, feature INTEGER,
    level INTEGER, country TEXT, admin1 TEXT, admin2 TEXT, population INTEGER, builtin INTEGER);
CREATE TABLE IF NOT EXISTS names (id INTEGER, folded BLOB, kind INTEGER);
"""
#: Built-in places have no id of the dump's own: theirs are negative.
PUT_PLACE = "INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
PUT_NAME = "INSERT INTO names VALUES (?, ?, ?)"
#: Countries in the order of countries.json, then regions, districts, all else but cities, and cities last.
NUMBER_PLACES = """
INSERT INTO numbers SELECT id, row_number() OVER (ORDER BY
    CASE WHEN builtin AND feature = 3 THEN 0 WHEN level THEN level WHEN feature != 0 THEN 3 ELSE 4 END,
    CASE WHEN builtin THEN -id END, population DESC, id) - 1 FROM places
"""
NUMBERED = "SELECT n.number, p.* FROM numbers n JOIN places p ON p.id = n.id ORDER BY n.number"
#: Rows that regions may have: their numbers are kept in two bytes.
MOST_REGIONS = 65_000

Tell = Callable[[str, int, int], None]  # what is done, how far, of how much (0: unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build made, and the rows that it left out."""

    places: int
    names: int
    bad: int
    shown: tuple[str, ...]  # "file:line: what is wrong", the first few


def build_gazetteer(files: list[Path], target: Path, builtin: Gazetteer, tell: Tell) -> Built:
    """Build a gazetteer from the files of a dump; what the dump lacks comes from the built-in one.

    Raises UsageError for a file that is no dump and a target that holds something else; the target is replaced only
    when all is done. An interruption leaves the staging file, and the same call goes on from there.
    """
    target = target.resolve()
    files = [path.resolve() for path in files]
    check_target(target)
    kinds = {path: kind_of_file(path) for path in files}
    if "places" not in kinds.values():
        raise UsageError(f"{files[0]}: is no allCountries.txt; name the file with the places of the dump too")
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = target.with_name(target.name + ".staging")
    database = _open_staging(staging, files)
    try:
        for path, kind in kinds.items():
            _load(database, path, kind, tell)
        built = _finish(database, target, builtin, tell)
    finally:
        database.close()
    staging.unlink()
    return built


def check_target(target: Path) -> None:
    """Raise UsageError where the target holds anything but the files of a gazetteer: nothing else is ever replaced."""
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError(f"{target}: is no folder; name a new one with -o")
    own = {f"{name}.npy" for name in TABLES} | {"countries.json"}
    held = {path.name for path in target.iterdir()}
    if held - own or (held and not held & own - {"countries.json"}):
        example = min(held - own or held)
        raise UsageError(
            f"{target}: is no gazetteer and is left as it is (it holds {example}); name a new folder with -o"
        )


def _open_staging(staging: Path, files: list[Path]) -> sqlite3.Connection:
    stamps = {str(path): f"{path.stat().st_size} {path.stat().st_mtime_ns}" for path in files}
    is_new = not staging.exists() or not staging.stat().st_size
    database = sqlite3.connect(staging)
    try:
        if not is_new and database.execute("PRAGMA application_id").fetchone()[0] != OWN_FILE:
            raise UsageError(f"{staging}: is no staging file of a build; move it away, or name another folder with -o")
        database.executescript(
            f"PRAGMA application_id={OWN_FILE}; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            f"PRAGMA cache_size=-65536; {SCHEMA}"
        )
        known = dict(database.execute("SELECT path, stamp FROM files"))
    except UsageError:
        database.close()
        raise
    except sqlite3.OperationalError as error:
        database.close()
        hint = "another build of it may be running" if "locked" in str(error) else "is the folder writable?"
        raise UsageError(f"{staging}: cannot be used ({error}); {hint}") from error
    except sqlite3.DatabaseError as error:
        database.close()
        raise UsageError(
            f"{staging}: is no staging file of a build ({error}); move it away, or name another folder with -o"
        ) from error
    if known and known != stamps:
        for table in ("files", "bad", "places", "names"):
            database.execute(f"DELETE FROM {table}")
    database.executemany("INSERT OR IGNORE INTO files VALUES (?, ?, 0, 0, 0)", stamps.items())
    database.commit()
    return database


def _load(database: sqlite3.Connection, path: Path, kind: str, tell: Tell) -> None:
    line, offset, done = database.execute("SELECT line, offset, done FROM files WHERE path = ?", [str(path)]).fetchone()
    if done:
        return
    size = path.stat().st_size if path.suffix.lower() != ".zip" else 0
    with open_dump(path) as stream:
        stream.seek(offset)
        while batch := _next_batch(stream):
            for row in batch:
                line += 1
                try:
                    _stage(database, row, kind)
                except BadRowError as error:
                    database.execute("INSERT OR REPLACE INTO bad VALUES (?, ?, ?)", [str(path), line, str(error)])
            offset = stream.tell()
            database.execute("UPDATE files SET line = ?, offset = ? WHERE path = ?", [line, offset, str(path)])
            database.commit()
            tell(f"{path.name}: {line:,} rows", offset, size)
    database.execute("UPDATE files SET done = 1 WHERE path = ?", [str(path)])
    database.commit()


def _next_batch(stream: IO[bytes]) -> list[bytes]:
    """Give the next rows; of one beyond all measure only the first piece, which is a bad row."""
    rows: list[bytes] = []
    while len(rows) < BATCH and (row := stream.readline(LONGEST_ROW)):
        rows.append(row)
        while len(row) == LONGEST_ROW and not row.endswith(b"\n"):
            row = stream.readline(LONGEST_ROW)
    return rows


def _stage(database: sqlite3.Connection, row: bytes, kind: str) -> None:
    if kind == "places":
        if place := read_place(row):
            _stage_place(database, place)
        return
    name = read_region_name(row) if kind == "regions" else read_name(row, row.count(b"\t") + 1)
    if name:
        _stage_names(database, [name])


def _stage_place(database: sqlite3.Connection, place: DumpPlace) -> None:
    feature = FEATURES.index(place.feature)
    database.execute(
        PUT_PLACE,
        [
            place.geonames_id, to_ascii(place.name), place.lat, place.lon, feature, place.level, place.country,
            place.admin1, place.admin2, place.population, 0,
        ],
    )  # fmt: skip
    names = [DumpName(place.geonames_id, name, "name") for name in {place.name, place.others[0]}]
    others = useful_alternates(place.name, place.population, place.others[1:])
    _stage_names(database, names + [DumpName(place.geonames_id, name, "alternate") for name in others])


def _stage_names(database: sqlite3.Connection, names: list[DumpName]) -> None:
    rows = [(name.geonames_id, fold_name(name.name).encode(), KINDS.index(name.kind)) for name in names]
    database.executemany(PUT_NAME, [row for row in rows if row[1]])


def _finish(database: sqlite3.Connection, target: Path, builtin: Gazetteer, tell: Tell) -> Built:
    tell("joining the built-in names", 0, 0)
    _merge_builtin(database, builtin)
    tell("writing the tables", 0, 0)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as work:
        fresh = Path(work, "new")
        fresh.mkdir()
        numbers, countries = _write_places(database, fresh, builtin)
        names = _write_names(database, fresh, builtin, countries)
        _replace(fresh, target)
    database.rollback()
    bad = database.execute("SELECT count(*) FROM bad").fetchone()[0]
    rows = database.execute("SELECT path, line, message FROM bad ORDER BY path, line LIMIT ?", [SHOWN_ROWS])
    shown = tuple(f"{path}:{line}: {message}" for path, line, message in rows)
    return Built(places=numbers, names=names, bad=bad, shown=shown)


def _merge_builtin(database: sqlite3.Connection, builtin: Gazetteer) -> None:
    """Add the built-in names to the places that they belong to, and the built-in places that the dump lacks."""
    database.execute("DELETE FROM names WHERE id IN (SELECT id FROM places WHERE builtin = 1)")
    database.execute("DELETE FROM places WHERE builtin = 1")
    known = np.array([row[0] for row in database.execute("SELECT id FROM places")], dtype=np.uint32)
    rows = builtin.rows()
    country = rows["feature"] == FEATURES.index("country")
    kept = ~np.isin(rows["feature"], [FEATURES.index(feature) for feature in ("city", "district", "region")])
    shared = np.isin(rows["geonames_id"], known[known > 0]) & ~country
    ids = np.where(shared, rows["geonames_id"].astype(np.int64), np.where(kept, -1 - np.arange(len(rows)), 0))
    for number in np.flatnonzero(kept & ~shared).tolist():
        place = builtin.place(number)
        iso2 = builtin.iso2(place.country) if place.country else ""
        head = [-1 - number, place.name, place.lat, place.lon, FEATURES.index(place.feature)]
        database.execute(PUT_PLACE, [*head, 0, iso2, "", "", place.population, 1])
    names = builtin.entries(ids != 0)
    database.executemany(PUT_NAME, ((int(ids[place]), folded, kind) for folded, place, kind in names))


def _write_places(database: sqlite3.Connection, folder: Path, builtin: Gazetteer) -> tuple[int, list[str]]:
    """Number the places (countries as built in, then regions, then the rest by people) and write them."""
    codes = builtin.countries()
    country_rows = {code["iso2"]: i for i, code in enumerate(codes)}
    database.execute("DROP TABLE IF EXISTS temp.numbers")
    database.execute("CREATE TEMP TABLE numbers (id INTEGER PRIMARY KEY, number INTEGER)")
    database.execute(NUMBER_PLACES)
    regions = dict(_codes(database, "admin1", 1)) | dict(_codes(database, "admin2", 2))
    if any(number > MOST_REGIONS for number in regions.values()):
        raise UsageError(f"the dump has more than {MOST_REGIONS} regions of two levels; leave its lower levels out")
    total = database.execute("SELECT count(*) FROM places").fetchone()[0]
    wide_count = database.execute("SELECT count(*) FROM places WHERE feature != 0").fetchone()[0]
    rows, extents = np.zeros(total, dtype=PLACE), np.full((wide_count, 4), np.nan, dtype=np.float32)
    known = builtin.extents()
    countries: list[str] = []

    def titles() -> Iterator[str]:
        for number, gid, title, lat, lon, feature, _, iso2, admin1, admin2, population, own in database.execute(
            NUMBERED
        ):
            row = country_rows.get(iso2, NO_COUNTRY)
            geonames_id = builtin.place(-1 - gid).geonames_id or 0 if own else gid
            holders = (regions.get(admin1, 0), regions.get(admin2, 0))
            rows[number] = (geonames_id, lat, lon, population, *holders, row, feature)
            countries.append(iso2)
            if number < wide_count and (extent := known.get(gid)):
                extents[number] = extent
            yield title

    write_places(folder, rows, titles(), extents)
    for code in codes:
        capital = builtin.capital(code["iso3"])
        found = (
            capital and database.execute("SELECT number FROM numbers WHERE id = ?", [capital.geonames_id]).fetchone()
        )
        code["capital"] = found[0] if found else None
    write_countries(folder, codes)
    return total, countries


def _codes(database: sqlite3.Connection, column: str, level: int) -> Iterator[tuple[str, int]]:
    query = f"SELECT p.{column}, n.number FROM places p JOIN numbers n ON n.id = p.id WHERE p.level = ?"
    return ((code, number) for code, number in database.execute(query, [level]) if code)


def _write_names(database: sqlite3.Connection, folder: Path, builtin: Gazetteer, countries: list[str]) -> int:
    romanized = np.array([country in ROMANIZED for country in countries])
    query = (
        "SELECT m.folded, n.number, min(m.kind) FROM names m JOIN numbers n ON n.id = m.id "
        "GROUP BY m.folded, n.number ORDER BY m.folded, n.number"
    )
    grouped = groupby(database.execute(query), itemgetter(0))
    names = ((folded.decode(), [(number, kind) for _, number, kind in rows]) for folded, rows in grouped)
    return write_names(folder, names, romanized, builtin.words())


def _replace(fresh: Path, target: Path) -> None:
    """Put the new folder in the place of the target, which comes back where that fails or is broken off."""
    check_target(target)
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    former = aside / "former"
    try:
        if target.exists():
            target.rename(former)
        fresh.rename(target)
    finally:
        if former.exists() and not target.exists():
            former.rename(target)
        if target.exists() or not former.exists():
            shutil.rmtree(aside, ignore_errors=True)
