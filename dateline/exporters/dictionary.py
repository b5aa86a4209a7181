"""Field meanings -> the data dictionary of an export: every field, what was withheld and asked for, whose data."""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, get_args

import yaml

from dateline.exporters.acled_csv import COLUMNS as ACLED_COLUMNS
from dateline.exporters.cells import text_writer
from dateline.exporters.claim_rows import COLUMNS as CLAIM_COLUMNS
from dateline.exporters.codebook_csv import COLUMNS as CODEBOOK_COLUMNS
from dateline.exporters.flat import COLUMNS as EVENT_COLUMNS
from dateline.exporters.incident_rows import COLUMNS as INCIDENT_COLUMNS
from dateline.gazetteer import NOTICE
from dateline.incidents import CopyKind, LinkKind
from dateline.privacy import Withheld, what_is_withheld
from dateline.records import (
    ActorKind,
    AnchorKind,
    Basis,
    Certainty,
    DatePrecision,
    FigureKind,
    PlacePrecision,
    Status,
)

_VOCABULARIES = {
    "status": Status,
    "certainty": Certainty,
    "basis": Basis,
    "date_precision": DatePrecision,
    "place_precision": PlacePrecision,
    "actor_kind": ActorKind,
    "figure_kind": FigureKind,
    "anchor_kind": AnchorKind,
    "copy_kind": CopyKind,
    "link_kind": LinkKind,
}
NATURAL_EARTH = "Points and extents of regions and countries: Natural Earth (www.naturalearthdata.com), public domain"
_COLUMNS = {"events": EVENT_COLUMNS, "claims": CLAIM_COLUMNS, "incidents": INCIDENT_COLUMNS}
_RECORDS = {"events": "event", "claims": "claim", "incidents": "incident"}
_SCHEMES = {"acled": ("acled", ACLED_COLUMNS), "events csv": ("codebook", CODEBOOK_COLUMNS)}
_GEOMETRY = {
    "geojson": "Each feature is a point in WGS 84, or has a null geometry where the record has no coordinates.",
    "gpkg": "One layer of points in WGS 84 (EPSG:4326); the geometry is null where the record has no coordinates.",
}
#: Fields of PLOVER that only claims, or only incidents, have.
_PLOVER_ONLY = {"claims": {"link", "copy_of", "told_by"}, "incidents": {"comment", "independent_sources"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What one field of an export means."""

    name: str
    type: str
    meaning: str
    values: str = ""  # allowed values, or the unit
    standard: str = ""

    @property
    def holds(self) -> str | None:
        """Name the object that the field holds, one or a list of them."""
        name = self.type.removeprefix("list of ")
        return name if name in _table()["objects"] or name in _RECORDS.values() else None


def fields_of(what: str, output_format: str) -> tuple[Field, ...]:
    """List the fields of an export in their order."""
    section, names = _section(what, output_format)
    return _fields(section, names)


def objects_of(fields: Iterable[Field]) -> dict[str, tuple[Field, ...]]:
    """Give the objects that fields hold, and those that these hold, each with its own fields."""
    found: dict[str, tuple[Field, ...]] = {}
    todo = [field.holds for field in fields]
    while todo:
        name = todo.pop(0)
        if name is None or name in found:
            continue
        found[name] = _fields(name, _table()[name]) if name in _table() else _object(name)
        todo += [field.holds for field in found[name]]
    return found


def write_dictionary(
    what: str,
    output_format: str,
    profile: str,
    *,
    withheld: Withheld | None = None,
    filters: Mapping[str, Sequence[str]] | None = None,
    out: BinaryIO,
) -> None:
    """Write the data dictionary of an export as Markdown.

    `withheld` is the count of what was withheld, None where nothing was written yet; `filters` are the options that
    chose the records, with their values.
    """
    with text_writer(out) as text:
        for line in _lines(what, output_format, profile, withheld, filters or {}):
            text.write(line + "\n")


def _lines(
    what: str, output_format: str, profile: str, withheld: Withheld | None, filters: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    fields = fields_of(what, output_format)
    yield f"# Data dictionary: {what} as {output_format}\n"
    yield f"{_ONE[what]} What is unknown is empty or null, never a guess.\n"
    if output_format in _GEOMETRY:
        yield f"{_GEOMETRY[output_format]} `point_of` says what a point is that of.\n"
    yield f"## Profile: {profile}\n"
    yield from (f"- {sentence}" for sentence in what_is_withheld(profile))
    if withheld is not None:
        yield f"- Withheld in this export: {withheld.in_words()}."
    yield "\n## Filters\n"
    yield from (f"- {name}: {', '.join(values)}" for name, values in filters.items() if values)
    if not any(filters.values()):
        yield "None: everything in the store."
    yield "\n## Fields\n"
    yield from _as_table(fields)
    for name, parts in objects_of(fields).items():
        yield f"\n### {name}\n"
        yield from _as_table(parts)
    yield f"\n## Notices\n\n- {NOTICE}\n- {NATURAL_EARTH}"


_ONE = {
    "events": "One record is one report's claim that something happened.",
    "claims": "One record is one report's claim within an incident.",
    "incidents": "One record is an incident: the claims, of one or many reports, that tell of one happening.",
}


def _as_table(fields: Iterable[Field]) -> Iterator[str]:
    yield "| field | type | meaning | values or unit | standard |\n|---|---|---|---|---|"
    for field in fields:
        cells = (f"`{field.name}`", field.type, field.meaning, field.values, field.standard)
        yield f"| {' | '.join(re.sub(r'[|]', chr(92) + '|', cell) for cell in cells)} |"


def _section(what: str, output_format: str) -> tuple[str, Iterable[str]]:
    """Name the section of the table that describes an export, and the fields of it that the export has."""
    if output_format == "plover":
        other = set().union(*(names for kind, names in _PLOVER_ONLY.items() if kind != what))
        return "plover", [name for name in _table()["plover"] if name not in other]
    scheme = _SCHEMES.get(output_format) or _SCHEMES.get(f"{what} {output_format}")
    if scheme:
        return scheme
    return (_RECORDS[what], _table()[_RECORDS[what]]) if output_format == "jsonl" else ("columns", _COLUMNS[what])


def _fields(section: str, names: Iterable[str]) -> tuple[Field, ...]:
    return tuple(_field(name, _table()[section][name]) for name in names)


def _object(name: str) -> tuple[Field, ...]:
    return tuple(_field(part, told) for part, told in _table()["objects"][name].items())


def _field(name: str, told: Sequence[str | None]) -> Field:
    kind, meaning, values, standard = [*(cell or "" for cell in told), "", ""][:4]
    if values.startswith("@"):
        values = ", ".join(get_args(_VOCABULARIES[values[1:]]))
    return Field(name=name, type=kind, meaning=meaning, values=values, standard=standard)


@functools.cache
def _table() -> dict[str, Any]:
    written = importlib.resources.files("dateline.exporters").joinpath("fields.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.safe_load(written)
    return table
