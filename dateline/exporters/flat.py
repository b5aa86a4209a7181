"""CodedEvent -> one flat row of typed values, for tables that hold types: Parquet, pandas, GeoPackage, GeoJSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import get_args

from dateline.exporters.sheets import Sheet, Value
from dateline.records import Actor, CodedEvent, EventDate, EventPlace, Figure, FigureKind, PlacePrecision, Span

COUNTED = tuple(kind for kind in get_args(FigureKind) if kind != "other")
#: What the coordinates are those of, by the precision of the place.
POINT_OF: dict[PlacePrecision, str] = {
    "city": "city",
    "district": "centre of the district",
    "region": "centre of the region",
    "country": "centre of the country",
}
_COUNTS = [(f"{kind}_{bound}", int) for kind in COUNTED for bound in ("min", "max")]

PLACE_COLUMNS: dict[str, type] = {
    "place": str,
    "geonames_id": int,
    "admin1": str,
    "country": str,
    "latitude": float,
    "longitude": float,
    "place_precision": str,
    "point_of": str,
    "place_basis": str,
    "near": bool,
    "site": str,
}
DATE_COLUMNS: dict[str, type] = {"date_from": dt.date, "date_to": dt.date, "date_precision": str, "date_basis": str}

# The columns and their types, in order
COLUMNS: dict[str, type] = dict(
    [
        ("event_id", str),
        ("report_id", str),
        ("source", str),
        ("published", dt.date),
        ("event_type", str),
        ("mode", str),
        ("cameo", str),
        ("acled_disorder_type", str),
        ("acled_event_type", str),
        ("acled_sub_event_type", str),
        ("trigger", str),
        ("actors", str),
        ("actor_roles", str),
        ("actor_countries", str),
        ("recipients", str),
        ("recipient_roles", str),
        ("recipient_countries", str),
        ("objects", str),
        ("instruments", str),
        *PLACE_COLUMNS.items(),
        *DATE_COLUMNS.items(),
        ("status", str),
        ("certainty", str),
        ("contexts", str),
        ("attributed_to", str),
        *_COUNTS,
        ("quotes", str),
        ("evidence", str),
        ("private", bool),
        ("confidence", float),
        ("coder", str),
        ("coder_version", str),
    ]
)


def flat_row(event: CodedEvent) -> dict[str, Value]:
    """Give an event's values by column; lists are joined by `; `, quotes and evidence by ` | `."""
    values: dict[str, Value] = {
        "event_id": event.event_id,
        "report_id": event.report_id,
        "source": event.source,
        "published": event.published,
        "event_type": event.event_type,
        "mode": event.mode,
        "cameo": event.cameo,
        "acled_disorder_type": event.acled.disorder_type,
        "acled_event_type": event.acled.event_type,
        "acled_sub_event_type": event.acled.sub_event_type,
        "trigger": event.trigger.text,
        "objects": joined_texts(event.objects),
        "instruments": joined_texts(event.instruments),
        "status": event.status,
        "certainty": event.certainty,
        "contexts": "; ".join(event.contexts),
        "attributed_to": joined_names(event.attributed_to),
        "quotes": joined_texts((quote.span for quote in event.quotes), " | "),
        "evidence": joined_texts(event.evidence, " | "),
        "private": has_private_person(event),
        "confidence": event.confidence,
        "coder": event.coder,
        "coder_version": event.coder_version,
    }
    parts = _actor_values(event) | place_values(event.place) | date_values(event.date) | _count_values(event)
    return {column: (values | parts)[column] for column in COLUMNS}


def joined_names(actors: Iterable[Actor]) -> str:
    """Give actors' names, each once, joined by `; `."""
    return "; ".join(dict.fromkeys(actor.name for actor in actors))


def joined_texts(spans: Iterable[Span], sign: str = "; ") -> str:
    """Give the words of spans as written, joined by a sign."""
    return sign.join(span.text for span in spans)


def has_private_person(event: CodedEvent) -> bool:
    """Tell whether an event's actors, recipients or speakers are flagged as private."""
    return any(actor.private for actor in (*event.actors, *event.recipients, *event.attributed_to))


def first_figure(event: CodedEvent, kind: str) -> Figure | None:
    """Give the first figure of a kind."""
    return next((figure for figure in event.figures if figure.kind == kind), None)


def _actor_values(event: CodedEvent) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for side, actors in (("actor", event.actors), ("recipient", event.recipients)):
        values[f"{side}s"] = joined_names(actors)
        values[f"{side}_roles"] = "; ".join(actor.role or "" for actor in actors)
        values[f"{side}_countries"] = "; ".join(actor.country or "" for actor in actors)
    return values


def place_values(place: EventPlace | None) -> dict[str, Value]:
    """Give a place's values by the columns of PLACE_COLUMNS."""
    return {
        "place": place.name if place else None,
        "geonames_id": place.geonames_id if place else None,
        "admin1": place.admin1 if place else None,
        "country": place.country if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "place_precision": place.precision if place else None,
        "point_of": point_of(place),
        "place_basis": place.basis if place else None,
        "near": place.near if place else None,
        "site": place.site.text if place and place.site else None,
    }


def point_of(place: EventPlace | None) -> str | None:
    """Say what a place's coordinates are those of; a site of its own name has its own, else they are its city's."""
    if place is None or place.lat is None or place.lon is None:
        return None
    return POINT_OF.get(place.precision) or ("city" if place.site else "site")


def date_values(date: EventDate | None) -> dict[str, Value]:
    """Give a date's values by the columns of DATE_COLUMNS."""
    return {
        "date_from": date.first if date else None,
        "date_to": date.last if date else None,
        "date_precision": date.precision if date else None,
        "date_basis": date.basis if date else None,
    }


def _count_values(event: CodedEvent) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for kind in COUNTED:
        figure = first_figure(event, kind)
        values[f"{kind}_min"] = figure.min if figure else None
        values[f"{kind}_max"] = figure.max if figure else None
    return values


EVENTS: Sheet[CodedEvent] = Sheet(name="events", key="event_id", columns=COLUMNS, rows=lambda event: [flat_row(event)])
