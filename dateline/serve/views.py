"""Store, what is asked for → what a page shows: plain values, for the page and its JSON twin alike."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import itertools
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from starlette.exceptions import HTTPException

from dateline.briefs.basemap import CREDIT, load_areas
from dateline.clean import clean_report
from dateline.describe import describe_days, describe_type, read_fields
from dateline.happenings import incidents_of
from dateline.incidents import FigureRow, incident_to_json
from dateline.jsonlines import event_to_json
from dateline.privacy.withholding import NOT_DONE
from dateline.serve.filters import View
from dateline.serve.marking import mark_stretches
from dateline.store import Query, Store
from dateline.store.incidents import KeptIncident

PAGE = 50  # incidents
ON_MAP = 5_000  # incidents
COUNTED = ("event_type", "country", "status")
FACETS = {"event_type": "type", "country": "country", "status": "status"}
MOST_VALUES = 30  # of a facet
OFF_MAP = NOT_DONE | {"hypothetical", "THREATEN"}  # statuses, and the type of threats
Shown = dict[str, Any]


def show_incidents(store: Store, view: View) -> Shown:
    """Give a page of the newest incidents that are asked for, and what they can be narrowed by."""
    found = store.newest_incidents(view.query, limit=PAGE + 1, after=view.after, box=view.box, disputed=view.disputed)
    more = found[PAGE - 1].incident_id if len(found) > PAGE else None
    facets = {FACETS[by]: _most(store.incident_counts(by, view.query)) for by in COUNTED}  # type: ignore[arg-type]
    months = store.incident_counts("month", view.query)
    return {
        "view": view,
        "incidents": found[:PAGE],
        "next": view.address(after=more) if more else None,
        "facets": facets,
        "months": {month: count for month, count in sorted(months.items()) if month},
        "total": sum(months.values()),
    }


def _most(counts: Mapping[str, int]) -> dict[str, int]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return {name: count for name, count in ordered[:MOST_VALUES] if name}


def show_map(store: Store, view: View) -> Shown:
    """Give the newest incidents that are asked for with the points where they are; a region or country is no point.

    What is not done is left out unless its status, or of threats their type, is asked for.
    """
    found = store.newest_incidents(view.query, limit=ON_MAP, box=view.box, disputed=view.disputed)
    left_out = OFF_MAP.difference(view.query.statuses, view.query.event_types)
    shown = [each for each in found if left_out.isdisjoint((each.status, each.event_type))]
    points = [each for each in shown if each.lat is not None and each.precision not in ("region", "country")]
    return {
        "view": view,
        "incidents": shown,
        "points": {"type": "FeatureCollection", "features": [_feature(each) for each in points]},
        "wide": len(shown) - len(points),
        "cut": len(found) == ON_MAP,
        "credit": CREDIT,
    }


def _feature(each: KeptIncident) -> Shown:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [each.lon, each.lat]},
        "properties": {
            "id": each.incident_id,
            "what": " ".join(part for part in (each.event_type, each.mode) if part),
            "type": each.event_type,
            "when": when(each),
            "where": each.place,
            "claims": each.claims,
            "sources": each.sources,
        },
    }


@functools.cache
def world_shapes() -> bytes:
    """Give the outlines of the countries as GeoJSON, to a hundredth of a degree."""
    features = [
        {
            "type": "Feature",
            "properties": {"country": area.code},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[_rounded(ring) for ring in polygon] for polygon in area.polygons],
            },
        }
        for area in load_areas()
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def _rounded(ring: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    points = ((round(longitude, 2), round(latitude, 2)) for longitude, latitude in ring)
    return [point for point, _ in itertools.groupby(points)]


def show_incident(store: Store, name: str) -> Shown:
    """Give an incident with its claims side by side; raises HTTPException where there is none of that name."""
    kept = store.incident(name)
    if not kept:
        raise HTTPException(404, f"no incident '{name}' is in this store: it may have been merged into another one")
    if len(kept) > 1:
        raise HTTPException(400, f"{len(kept)} incidents begin with '{name}': give more letters")
    incident = next(incidents_of(store, profile="full", chosen=kept))
    return {"incident": incident, "title": " ".join(part for part in (incident.event_type, incident.mode) if part)}


def show_report(store: Store, name: str) -> Shown:
    """Give a report's text in stretches, each with what was read from it, and its events with their fields."""
    report = store.report(name)
    if report is None:
        raise HTTPException(404, f"no report '{name}' is in this store")
    events = sorted(store.events(Query(reports=(name,))), key=lambda event: event.trigger.start)
    document = clean_report(report)
    shift = document.text_start
    blocks = [dataclasses.replace(block, start=block.start - shift, end=block.end - shift) for block in document.blocks]
    return {
        "report": report,
        "headline": list(mark_stretches(report.title or "", events, part="title")),
        "stretches": list(mark_stretches(report.text, events, blocks=blocks)),
        "events": [
            {"event": event, "what": describe_type(event), "fields": list(read_fields(event))[1:]} for event in events
        ],
    }


def when(each: KeptIncident) -> str:
    """Give the days of an incident's row."""
    first, last = (dt.date.fromisoformat(day) if day else None for day in (each.first_day, each.last_day))
    return describe_days(first, last)


def amount(row: FigureRow) -> str:
    """Give a count as "4", "20 to 30" or "1500 or more"."""
    if row.max is None:
        return f"{row.min} or more"
    if row.min is None:
        return f"up to {row.max}"
    return str(row.min) if row.min == row.max else f"{row.min} to {row.max}"


def as_json(shown: Shown) -> object:
    """Give what a page shows as JSON values."""
    return {name: _plain(value) for name, value in shown.items() if name != "view"}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    kind = type(value).__name__
    if kind == "CodedEvent":
        return event_to_json(value)
    if kind == "Incident":
        return incident_to_json(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _plain(dataclasses.asdict(value))
    return value
