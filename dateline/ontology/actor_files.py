"""The user's file of actors → lexicon: names, aliases, roles and countries beside the built-in ones.

YAML or CSV. `actors` are bodies, groups and public persons by name; `nouns` (YAML only) are words such as "checkpoint
guard" that give whoever they name a role. A private person is never registered: whoever has no public role is refused.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dateline.errors import UsageError
from dateline.ontology.registry import (
    LONGEST_NOUN,
    ROLES,
    ActorNoun,
    Organization,
    RegistryFile,
    RoleLexicon,
    first_words,
    load_lexicon,
    name_key,
)
from dateline.ontology.sources import listing, shown, words_of
from dateline.ontology.yaml_files import Trail, read_text
from dateline.records import ActorKind

ACTOR_KEYS = frozenset("kind role country aliases from to".split())
COLUMNS = ("name", "kind", "role", "country", "aliases", "from", "to")
OWN_NOUN_KEYS = frozenset("role kind office state".split())
KINDS = ("organization", "group", "person")
#: Roles that a person has by what he or she does in public; the others are those of private persons.
PUBLIC_ROLES = ROLES - {"CVL", "PRO", "CRM", "JNT"}
LONGEST_NAME = 120  # characters


@dataclass(frozen=True, slots=True)
class _Faults:
    """What is wrong with the entries of a file, so that all of it is told at once."""

    found: list[str] = field(default_factory=list)

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Keep what is wrong with one entry."""
        try:
            yield
        except UsageError as error:
            self.found.append(str(error))

    def tell(self) -> None:
        """Raise UsageError with a line for each fault, if there are any."""
        if self.found:
            raise UsageError("\n".join(self.found))


def load_actors(path: Path) -> RoleLexicon:
    """Load the built-in registry with the actors of a file over it, whose names go before the built-in ones.

    Raises UsageError naming file and line for what cannot be read, an unknown role, kind or country, a name of two
    actors, and a person without a public role.
    """
    file = _read_file(path)
    file.check_keys((), file.data, frozenset({"actors", "nouns"}))
    built_in, faults = load_lexicon(), _Faults()
    actors, nouns = _actors(file, faults), _nouns(file, faults)
    faults.tell()
    own_starts = frozenset(first_words(actors.values()))
    digest = hashlib.sha256(f"{built_in.version}\0{file.text}".encode()).hexdigest()[:12]
    return replace(
        built_in,
        organizations={**built_in.organizations, **actors},
        nouns={**built_in.nouns, **nouns},
        version=digest,
        name_starts=built_in.name_starts | own_starts,
        own_starts=own_starts,
    )


def _read_file(path: Path) -> RegistryFile:
    if not path.is_file():
        raise UsageError(f"{path}: no such file of actors; give a YAML or CSV file")
    return _read_csv(path) if path.suffix.lower() == ".csv" else RegistryFile.read(path)


def _read_csv(path: Path) -> RegistryFile:
    """Read a table in the form of the YAML file."""
    text = read_text(path, path.name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    actors: dict[str, dict[str, Any]] = {}
    lines: dict[Trail, int] = {}
    header: list[str] | None = None
    faults = _Faults()
    try:
        for row in reader:
            line = reader.line_num
            if header is None:
                header = _header(row, f"{path.name}:{line}")
            elif any(cell.strip() for cell in row):
                with faults.kept():
                    name, entry = _row(header, row, f"{path.name}:{line}")
                    if name in actors:
                        raise UsageError(
                            f"{path.name}:{line}: `{name}` stands twice, first on line {lines['actors', name]}"
                        )
                    actors[name], lines["actors", name] = entry, line
    except csv.Error as error:
        raise UsageError(f"{path.name}:{reader.line_num}: not valid CSV: {error}") from error
    faults.tell()
    return RegistryFile(path.name, text, {"actors": actors}, lines)


def _header(row: list[str], place: str) -> list[str]:
    header = [cell.strip() for cell in row]
    for name in header:
        if name not in COLUMNS or header.count(name) > 1:
            raise UsageError(f"{place}: unknown or repeated column `{name}`; the columns are {', '.join(COLUMNS)}")
    if "name" not in header:
        raise UsageError(f"{place}: there is no column `name`; the columns are {', '.join(COLUMNS)}")
    return header


def _row(header: list[str], row: list[str], place: str) -> tuple[str, dict[str, Any]]:
    if len(row) > len(header):
        raise UsageError(f"{place}: {len(row)} cells under {len(header)} columns; put aliases apart by semicolons")
    cells = {key: cell.strip() for key, cell in zip(header, row, strict=False) if cell.strip()}
    if "name" not in cells:
        raise UsageError(f"{place}: a row needs a `name`")
    aliases = [alias.strip() for alias in cells.pop("aliases", "").split(";")]
    name = cells.pop("name")
    return name, {**cells, "aliases": [alias for alias in aliases if alias]}


def _actors(file: RegistryFile, faults: _Faults) -> dict[str, Organization]:
    table: dict[str, Organization] = {}
    for name, entry in file.table("actors").items():
        trail: Trail = ("actors", name)
        with faults.kept():
            actor = _actor(file, trail, name, {} if entry is None else entry)
            for each in (name, *actor.aliases):
                if not name_key(each) or len(each) > LONGEST_NAME:
                    file.fail(
                        trail, f"{shown(each)} is no name: expected letters or digits, {LONGEST_NAME} at the most"
                    )
                other = table.setdefault(name_key(each), actor)
                if other is not actor:
                    file.fail(trail, f"`{each}` is also a name of {other.name}")
    return table


def _actor(file: RegistryFile, trail: Trail, name: str, entry: Any) -> Organization:
    file.check_keys(trail, entry, ACTOR_KEYS)
    kind = _kind(file, (*trail, "kind"), entry.get("kind", "organization"))
    role = entry.get("role")
    file.check_role((*trail, "role"), role)
    file.check_country((*trail, "country"), entry.get("country"))
    if kind == "person" and role not in PUBLIC_ROLES:
        has = f"the role {role}" if role else "no role"
        file.fail(
            (*trail, "role") if role else trail,
            f"{name} has {has}: a person is registered for a public role only ({listing(PUBLIC_ROLES)});"
            " private persons are not registered, so that they are not followed from report to report",
        )
    first, last = (_day(file, (*trail, key), entry.get(key)) for key in ("from", "to"))
    if first and last and last < first:
        file.fail((*trail, "to"), f"the last day, {last}, lies before the first, {first}")
    return Organization(
        name=name,
        aliases=tuple(words_of(file, (*trail, "aliases"), entry.get("aliases"))),
        role=role,
        country=entry.get("country"),
        kind=kind,
        first=first,
        last=last,
        own=True,
    )


def _kind(file: RegistryFile, trail: Trail, value: object) -> ActorKind:
    if value not in KINDS:
        file.fail(trail, f"unknown kind {shown(value)}; known: {', '.join(KINDS)}")
    return file.kind(trail, value)


def _day(file: RegistryFile, trail: Trail, value: object) -> dt.date | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        file.fail(trail, f"expected a date such as 2024-03-12, found {shown(value)}")


def _nouns(file: RegistryFile, faults: _Faults) -> dict[str, ActorNoun]:
    table: dict[str, ActorNoun] = {}
    for noun, value in file.table("nouns").items():
        with faults.kept():
            table[" ".join(noun.split())] = _noun(file, noun, value)
    return table


def _noun(file: RegistryFile, noun: str, value: Any) -> ActorNoun:
    trail: Trail = ("nouns", noun)
    entry: Mapping[str, Any] = {"role": value} if isinstance(value, str) else value
    file.check_keys(trail, entry, OWN_NOUN_KEYS)
    if noun != noun.lower() or not noun.strip() or len(noun.split()) > LONGEST_NOUN:
        file.fail(trail, f"`{noun}`: expected one to {LONGEST_NOUN} words in small letters, the last in the singular")
    if entry.get("role") is None:
        file.fail(trail, f"`{noun}` needs a role: {listing(ROLES)}")
    file.check_role((*trail, "role"), entry["role"])
    for key in ("office", "state"):
        if not isinstance(entry.get(key, False), bool):
            file.fail((*trail, key), f"expected true or false, found {shown(entry[key])}")
    return ActorNoun(
        role=entry["role"],
        kind=_kind(file, (*trail, "kind"), entry.get("kind", "person")),
        office=entry.get("office", False),
        state=entry.get("state", False),
    )
