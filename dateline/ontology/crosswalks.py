"""Source… → the crosswalks of a codebook: CAMEO codes and ACLED names of its types and modes, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dateline.ontology.codebook import Code, EventType
from dateline.ontology.sections import read_code
from dateline.ontology.sources import Source, entries, listing, quoted, shown
from dateline.ontology.yaml_files import Trail
from dateline.records import Acled

ACLED_CONDITIONS = (" violent", " armed")


def read_cameo(sources: Sequence[Source], types: Mapping[str, EventType]) -> dict[str, str | None]:
    """Read the CAMEO code of each type and mode; null where CAMEO has none."""
    codes: dict[str, str | None] = {}
    names = read_cameo_names(sources)
    for source, trail, name, value in entries(sources, "cameo"):
        read_code(source, trail, name, types)
        if value is not None:
            _check_cameo(source, trail, value)
            if names and value not in names:
                source.fail(trail, f"CAMEO has no code {value}; one of your own needs a name under `cameo_names`")
        codes[name] = value
    return codes


def read_cameo_types(sources: Iterable[Source], types: Mapping[str, EventType]) -> dict[str, Code]:
    """Read the type and mode of each CAMEO code."""
    found = {}
    for source, trail, digits, value in entries(sources, "cameo_types"):
        _check_cameo(source, trail, digits)
        found[digits] = read_code(source, trail, value, types)
    return found


def read_cameo_names(sources: Iterable[Source]) -> dict[str, str]:
    """Read what CAMEO calls its codes."""
    found = {}
    for source, trail, digits, value in entries(sources, "cameo_names"):
        _check_cameo(source, trail, digits)
        if not isinstance(value, str):
            source.fail(trail, f"expected a name, found {shown(value)}")
        found[digits] = value
    return found


def _check_cameo(source: Source, trail: Trail, value: object) -> None:
    if not (isinstance(value, str) and value.isascii() and value.isdigit() and 2 <= len(value) <= 4):
        source.fail(trail, f'expected a CAMEO code in quotation marks, such as "0841", found {shown(value)}')


def read_acled_names(sources: Iterable[Source]) -> dict[str, Acled]:
    """Read ACLED's sub-event types, each with its event type and disorder type."""
    names = {}
    for source, trail, name, value in entries(sources, "acled_names"):
        if not (isinstance(value, list) and len(value) == 2 and all(isinstance(each, str) for each in value)):
            source.fail(trail, f"`{name}` needs [disorder type, event type]")
        names[name] = Acled(disorder_type=value[0], event_type=value[1], sub_event_type=name)
    return names


def read_acled(
    sources: Iterable[Source], types: Mapping[str, EventType], names: Mapping[str, Acled]
) -> dict[str, Acled]:
    """Read ACLED's name of each type and mode, under conditions where it depends on them; empty where it has none."""
    found = {}
    for source, trail, name, value in entries(sources, "acled"):
        condition = next((ending for ending in ACLED_CONDITIONS if name.endswith(ending)), "")
        read_code(source, trail, name.removesuffix(condition), types)
        if value is not None and (not isinstance(value, str) or value not in names):
            source.fail(trail, f"unknown sub-event type {quoted(value)}; known: {listing(names)}")
        found[name] = names[value] if value else Acled()
    return found


def read_acled_types(
    sources: Iterable[Source], types: Mapping[str, EventType], names: Mapping[str, Acled]
) -> dict[str, Code | None]:
    """Read the type and mode of each of ACLED's sub-event types; null where none comes near."""
    found: dict[str, Code | None] = {}
    for source, trail, name, value in entries(sources, "acled_types"):
        if name not in names:
            source.fail(trail, f"unknown sub-event type `{name}`; known: {listing(names)}")
        found[name] = None if value is None else read_code(source, trail, value, types)
    return found
