"""CodedEvent -> one flat row of typed values, for tables that hold types: Parquet, pandas, GeoJSON properties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import get_args

from dateline.records import Actor, CodedEvent, Figure, FigureKind, Span

Value = str | int | float | bool | dt.date | None

COUNTED = tuple(kind for kind in get_args(FigureKind) if kind != "other")
_COUNTS = [(f"{kind}_{bound}", int) for kind in COUNTED for bound in ("min", "max")]

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
        ("place", str),
        ("geonames_id", int),
        ("admin1", str),
        ("country", str),
        ("latitude", float),
        ("longitude", float),
        ("place_precision", str),
        ("place_basis", str),
        ("near", bool),
        ("site", str),
        ("date_from", dt.date),
        ("date_to", dt.date),
        ("date_precision", str),
        ("date_basis", str),
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
    parts = _actor_values(event) | _place_values(event) | _date_values(event) | _count_values(event)
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


def _place_values(event: CodedEvent) -> dict[str, Value]:
    place = event.place
    return {
        "place": place.name if place else None,
        "geonames_id": place.geonames_id if place else None,
        "admin1": place.admin1 if place else None,
        "country": place.country if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "place_precision": place.precision if place else None,
        "place_basis": place.basis if place else None,
        "near": place.near if place else None,
        "site": place.site.text if place and place.site else None,
    }


def _date_values(event: CodedEvent) -> dict[str, Value]:
    date = event.date
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
