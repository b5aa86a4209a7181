"""CodedEvent, Annotations -> JSON lines, and back: the fields and their order are the public contract.

An offset that is withheld is -1 in a record and null in JSON.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from dateline.errors import ReportError, UsageError
from dateline.records import (
    Acled,
    Actor,
    Anchor,
    Annotations,
    Citation,
    CodedEvent,
    EventDate,
    EventPlace,
    Figure,
    Part,
    Quote,
    Span,
    Timex,
    Toponym,
)

Json = dict[str, Any]
T = TypeVar("T")

NO_OFFSET = -1  # in a span whose offsets are withheld
ANNOTATION_KINDS = ("places", "dates", "actors", "figures", "quotes", "citations", "furniture")


def event_line(event: CodedEvent) -> str:
    """Write an event as one JSON line, without a line break at its end."""
    return json.dumps(event_to_json(event), ensure_ascii=False)


def annotations_line(annotations: Annotations, only: Collection[str] | None = None) -> str:
    """Write a report's annotations as one JSON line, without a line break at its end."""
    return json.dumps(annotations_to_json(annotations, only), ensure_ascii=False)


def event_to_json(event: CodedEvent) -> Json:
    """Give an event's fields as JSON values, in the order of the contract."""
    return {
        "event_id": event.event_id,
        "report_id": event.report_id,
        "source": event.source,
        "published": _day_to_json(event.published),
        "event_type": event.event_type,
        "mode": event.mode,
        "cameo": event.cameo,
        "acled": asdict(event.acled),
        "trigger": _span_to_json(event.trigger),
        "actors": _actors_to_json(event.actors),
        "recipients": _actors_to_json(event.recipients),
        "objects": [_span_to_json(span) for span in event.objects],
        "instruments": [_span_to_json(span) for span in event.instruments],
        "place": _place_to_json(event.place) if event.place else None,
        "date": _date_to_json(event.date) if event.date else None,
        "status": event.status,
        "certainty": event.certainty,
        "contexts": list(event.contexts),
        "attributed_to": _actors_to_json(event.attributed_to),
        "figures": [_figure_to_json(figure) for figure in event.figures],
        "quotes": [_quote_to_json(quote) for quote in event.quotes],
        "evidence": [_span_to_json(span) for span in event.evidence],
        "confidence": event.confidence,
        "coder": event.coder,
        "coder_version": event.coder_version,
    }


def annotations_to_json(annotations: Annotations, only: Collection[str] | None = None) -> Json:
    """Give a report's annotations as JSON values; `only` names the kinds that are wanted."""
    mentions = annotations.mentions
    makers: dict[str, Callable[[], list[Json]]] = {
        "places": lambda: [_toponym_to_json(place) for place in mentions.places],
        "dates": lambda: [_timex_to_json(date) for date in mentions.dates],
        "actors": lambda: _actors_to_json(mention.actor for mention in mentions.actors),
        "figures": lambda: [_figure_to_json(figure) for figure in mentions.figures],
        "quotes": lambda: [_quote_annotation(quote) for quote in mentions.quotes],
        "citations": lambda: [_citation_to_json(citation) for citation in mentions.citations],
        "furniture": lambda: [
            {"start": block.start, "end": block.end, "kind": block.furniture} for block in annotations.furniture
        ],
    }
    wanted = ANNOTATION_KINDS if only is None else [kind for kind in ANNOTATION_KINDS if kind in only]
    return {"id": annotations.report_id} | {kind: makers[kind]() for kind in wanted}


def event_from_json(data: Mapping[str, Any]) -> CodedEvent:
    """Read an event back from its JSON values; only its report and type must be given."""
    try:
        return _read_event(data)
    except KeyError as error:
        raise ReportError(f"an event needs the field {error}, which is missing") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise ReportError(f"a field of this event holds a value of the wrong kind ({error})") from error


def read_events(path: Path) -> Iterator[CodedEvent]:
    """Read the events of a file of JSON lines; raises UsageError for a file that holds no text."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            yield from _read_lines(lines, path)
    except UnicodeDecodeError as error:
        found = f"something else ({error})"
        raise UsageError(f"{path}: expected coded events as JSON lines in UTF-8, found {found}") from error


def _read_lines(lines: Iterable[str], path: Path) -> Iterator[CodedEvent]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            data = json.loads(line)
        except ValueError as error:
            raise ReportError(f"expected one JSON object, found something else ({error})", place=place) from error
        if not isinstance(data, dict):
            raise ReportError("expected one JSON object, found another JSON value", place=place)
        try:
            event = event_from_json(data)
        except ReportError as error:
            raise ReportError(error.message, place=place) from error
        yield event


# --- to JSON


def _day_to_json(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _offset(offset: int) -> int | None:
    return None if offset == NO_OFFSET else offset


def _span_to_json(span: Span) -> Json:
    data: Json = {"text": span.text, "start": _offset(span.start), "end": _offset(span.end)}
    return data | {"in": "title"} if span.part == "title" else data


def _optional_span_to_json(span: Span | None) -> Json:
    return _span_to_json(span) if span else {"text": None, "start": None, "end": None}


def _offsets_first(span: Span) -> Json:
    data = _span_to_json(span)
    return {"start": data.pop("start"), "end": data.pop("end")} | data


def _actors_to_json(actors: Iterable[Actor]) -> list[Json]:
    return [
        _optional_span_to_json(actor.span)
        | {
            "name": actor.name,
            "role": actor.role,
            "country": actor.country,
            "kind": actor.kind,
            "private": actor.private,
        }
        for actor in actors
    ]


def _place_to_json(place: EventPlace) -> Json:
    return _optional_span_to_json(place.span) | {
        "name": place.name,
        "geonames_id": place.geonames_id,
        "admin1": place.admin1,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "basis": place.basis,
        "near": place.near,
        "site": _span_to_json(place.site) if place.site else None,
    }


def _date_to_json(date: EventDate) -> Json:
    return {
        "from": _day_to_json(date.first),
        "to": _day_to_json(date.last),
        "precision": date.precision,
        "basis": date.basis,
    } | (_optional_span_to_json(date.span) | {"anchor": _anchor_to_json(date.anchor)})


def _anchor_to_json(anchor: Anchor | None) -> Json | None:
    if anchor is None:
        return None
    return {"kind": anchor.kind, "day": _day_to_json(anchor.day)} | _optional_span_to_json(anchor.span)


def _figure_to_json(figure: Figure) -> Json:
    numbers: Json = {"kind": figure.kind, "min": figure.min, "max": figure.max}
    return (
        numbers
        | _span_to_json(figure.span)
        | {"scope": figure.scope, "attributed_to": _actors_to_json(figure.attributed_to)}
    )


def _quote_to_json(quote: Quote) -> Json:
    speaker = {"speaker": _span_to_json(quote.speaker) if quote.speaker else None}
    cue = {"cue": _span_to_json(quote.cue)} if quote.cue else {}
    return _span_to_json(quote.span) | speaker | cue


def _quote_annotation(quote: Quote) -> Json:
    data = _offsets_first(quote.span)
    speaker = _span_to_json(quote.speaker) if quote.speaker else None
    return data | {"speaker": speaker, "cue": quote.cue.text if quote.cue else None}


def _citation_to_json(citation: Citation) -> Json:
    return _offsets_first(citation.scope) | {
        "speaker": _span_to_json(citation.speaker),
        "cue": citation.cue.text,
        "kind": citation.kind,
        "certainty": citation.firmness,
    }


def _toponym_to_json(place: Toponym) -> Json:
    data = _offsets_first(place.span) | {
        "name": place.name,
        "geonames_id": place.geonames_id,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "admin1": place.admin1,
        "feature": place.feature,
        "demonym": place.demonym,
        "site": place.site,
        "near": place.near,
        "extent": list(place.extent) if place.extent else None,
        "confidence": place.confidence,
    }
    return data | {"explain": asdict(place.explanation)} if place.explanation else data


def _timex_to_json(date: Timex) -> Json:
    return _offsets_first(date.span) | {
        "type": date.type,
        "value": date.value,
        "mod": date.mod,
        "quant": date.quant,
        "freq": date.freq,
        "from": _day_to_json(date.first),
        "to": _day_to_json(date.last),
        "basis": date.basis,
        "anchor": _anchor_to_json(date.anchor),
        "calendar": date.calendar,
    }


# --- from JSON


def _read_event(data: Mapping[str, Any]) -> CodedEvent:
    return CodedEvent(
        event_id=data.get("event_id") or "",
        report_id=str(data["report_id"]),
        source=data.get("source"),
        published=_read_day(data.get("published")),
        event_type=data["event_type"],
        mode=data.get("mode"),
        cameo=data.get("cameo"),
        acled=Acled(**(data.get("acled") or {})),
        trigger=_read_optional_span(data.get("trigger")) or Span(NO_OFFSET, NO_OFFSET, ""),
        actors=_read_all(_read_actor, data.get("actors")),
        recipients=_read_all(_read_actor, data.get("recipients")),
        objects=_read_all(_read_span, data.get("objects")),
        instruments=_read_all(_read_span, data.get("instruments")),
        place=_read_place(data["place"]) if data.get("place") else None,
        date=_read_date(data["date"]) if data.get("date") else None,
        status=data.get("status") or "reported",
        certainty=data.get("certainty") or "stated",
        contexts=tuple(data.get("contexts") or ()),
        attributed_to=_read_all(_read_actor, data.get("attributed_to")),
        figures=_read_all(_read_figure, data.get("figures")),
        quotes=_read_all(_read_quote, data.get("quotes")),
        evidence=_read_all(_read_span, data.get("evidence")),
        confidence=float(data.get("confidence") or 0.0),
        coder=data.get("coder") or "",
        coder_version=data.get("coder_version") or "",
    )


def _read_all(read: Callable[[Json], T], items: Iterable[Json] | None) -> tuple[T, ...]:
    return tuple(read(item) for item in items or ())


def _read_day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _read_offset(offset: int | None) -> int:
    return NO_OFFSET if offset is None else int(offset)


def _read_span(data: Json) -> Span:
    part: Part = "title" if data.get("in") == "title" else "text"
    return Span(_read_offset(data.get("start")), _read_offset(data.get("end")), data["text"], part)


def _read_optional_span(data: Json | None) -> Span | None:
    return _read_span(data) if data and data.get("text") is not None else None


def _read_actor(data: Json) -> Actor:
    return Actor(
        span=_read_optional_span(data),
        name=data.get("name") or data.get("text") or "",
        role=data.get("role"),
        country=data.get("country"),
        kind=data.get("kind") or "organization",
        private=bool(data.get("private")),
    )


def _read_place(data: Json) -> EventPlace:
    return EventPlace(
        span=_read_optional_span(data),
        name=data.get("name") or data.get("text") or "",
        geonames_id=data.get("geonames_id"),
        admin1=data.get("admin1"),
        country=data.get("country"),
        lat=data.get("lat"),
        lon=data.get("lon"),
        precision=data.get("precision") or "city",
        basis=data.get("basis") or "stated",
        near=bool(data.get("near")),
        site=_read_optional_span(data.get("site")),
    )


def _read_date(data: Json) -> EventDate:
    return EventDate(
        first=_read_day(data.get("from")),
        last=_read_day(data.get("to")),
        precision=data.get("precision"),
        basis=data.get("basis") or "stated",
        span=_read_optional_span(data),
        anchor=_read_anchor(data["anchor"]) if data.get("anchor") else None,
    )


def _read_anchor(data: Json) -> Anchor:
    return Anchor(kind=data["kind"], day=dt.date.fromisoformat(data["day"]), span=_read_optional_span(data))


def _read_figure(data: Json) -> Figure:
    return Figure(
        span=_read_optional_span(data) or Span(NO_OFFSET, NO_OFFSET, ""),
        kind=data["kind"],
        min=data.get("min"),
        max=data.get("max"),
        scope=data.get("scope") or "event",
        attributed_to=_read_all(_read_actor, data.get("attributed_to")),
    )


def _read_quote(data: Json) -> Quote:
    return Quote(
        span=_read_span(data),
        speaker=_read_optional_span(data.get("speaker")),
        cue=_read_optional_span(data.get("cue")),
    )
