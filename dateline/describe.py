"""CodedEvent → words for people: each field as it is said on a terminal and on a page, and what it was read from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.records import Actor, CodedEvent, EventDate, EventPlace, Figure, Report, Span

ID_LENGTH = 8  # of an event's id in tables; the store takes any unambiguous beginning
LEGEND = "~ inferred from another sentence or a heading   ? only the report's own date"
_PASSWORD = re.compile(r"(://[^/@:]*:)[^@]*@|((?:ssl)?password=)[^&]*")
_DATE_MARKS = {"stated": "", "inferred": "~", "report": "?"}
_PLACE_MARKS = {"stated": "", "inferred": "~", "report": "~"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldReading:
    """One field of an event: its value, the words it was read from and, where there are none, why."""

    field: str
    value: str
    spans: tuple[Span, ...] = ()
    basis: str = ""


def read_fields(event: CodedEvent) -> Iterator[FieldReading]:
    """Give every field of an event that has a value, with the words it was read from."""
    yield FieldReading(field="report", value=_report_line(event))
    yield FieldReading(field="what", value=_codes(event), spans=(event.trigger,))
    yield from _actor_fields("actor", event.actors)
    yield from _actor_fields("recipient", event.recipients)
    for name, spans in (("object", event.objects), ("instrument", event.instruments)):
        for span in spans:
            yield FieldReading(field=name, value=span.text, spans=(span,))
    if event.place:
        yield _place_field(event.place)
    if event.date:
        yield FieldReading(
            field="date", value=describe_date(event.date), spans=_spans(event.date.span), basis=_BASIS[event.date.basis]
        )
    yield FieldReading(field="status", value=event.status)
    yield FieldReading(field="certainty", value=event.certainty)
    if event.contexts:
        yield FieldReading(field="contexts", value=", ".join(event.contexts))
    yield from _actor_fields("attributed to", event.attributed_to)
    for figure in event.figures:
        yield FieldReading(field="figure", value=describe_figure(figure), spans=(figure.span,))
    for quote in event.quotes:
        yield FieldReading(field="quote", value=quote.speaker.text if quote.speaker else "", spans=(quote.span,))
    yield FieldReading(
        field="confidence", value=f"{event.confidence:.2f}", basis=f"{event.coder} {event.coder_version}"
    )


_BASIS = {
    "stated": "stated",
    "inferred": "inferred from another sentence, a caption or a heading",
    "report": "no date in the text: the report's own date",
}


def describe_type(event: CodedEvent) -> str:
    """Give type and mode as "PROTEST vandalize"."""
    return f"{event.event_type} {event.mode}" if event.mode else event.event_type


def describe_date(date: EventDate | None) -> str:
    """Give the days of an event, marked where they were inferred.

    >>> import datetime as dt
    >>> day = dt.date(2024, 3, 9)
    >>> describe_date(EventDate(first=day, last=day, precision="day", basis="inferred"))
    '2024-03-09~'
    >>> month = EventDate(first=dt.date(2024, 2, 1), last=dt.date(2024, 2, 29), precision="month", basis="report")
    >>> describe_date(month)
    '2024-02?'
    """
    if date is None or date.first is None:
        return ""
    return describe_days(date.first, date.last) + _DATE_MARKS[date.basis]


def describe_days(first: dt.date | None, last: dt.date | None) -> str:
    """Give days as "2024-03-09", "2024-03" or "2024-03-09 to 2024-03-11"; nothing where there are none."""
    if first is None:
        return ""
    last = last or first
    if first == last:
        return str(first)
    if first.day == 1 and (last + dt.timedelta(days=1)).day == 1 and first.year == last.year:
        if first.month == last.month:
            return f"{first:%Y-%m}"
        if (first.month, last.month) == (1, 12):
            return f"{first:%Y}"
    return f"{first} to {last}"


def describe_place(place: EventPlace | None) -> str:
    """Give the place of an event, its site first, marked where it was inferred."""
    if place is None:
        return ""
    names = [place.site.text] if place.site else []
    names.append(("near " if place.near else "") + place.name + _PLACE_MARKS[place.basis])
    if place.country and place.precision != "country":
        names.append(place.country)
    return ", ".join(names)


def describe_figure(figure: Figure) -> str:
    """Give a figure as "killed 4", "killed 1500 or more", "arrested 20 to 30".

    >>> describe_figure(Figure(span=Span(0, 10, "over 1,500"), kind="killed", min=1500, max=None))
    'killed 1500 or more'
    """
    if figure.max is None:
        amount = f"{figure.min} or more"
    elif figure.min is None:
        amount = f"up to {figure.max}"
    else:
        amount = str(figure.min) if figure.min == figure.max else f"{figure.min} to {figure.max}"
    total = " in all so far" if figure.scope == "running-total" else ""
    kind = "people" if figure.kind == "other" else figure.kind  # those freed, deported or fleeing
    return f"{kind} {amount}{total}"


def describe_actors(actors: Sequence[Actor]) -> str:
    """Give the names of actors."""
    return "; ".join(actor.name for actor in actors)


def describe_telling(event: CodedEvent) -> str:
    """Give how an event is told: its status where not simply reported, figures, sources, and a model as coder."""
    parts: list[str] = [] if event.status == "reported" else [event.status]
    parts += [describe_figure(figure) for figure in event.figures]
    if event.attributed_to:
        parts.append(f"says {describe_actors(event.attributed_to)}")
    if event.coder == "llm":
        parts.append("coder llm")
    return "; ".join(parts)


def report_title(report: Report, events: Sequence[CodedEvent] = ()) -> str:
    """Give a report's line in the terminal: id, date (as its events have it, where it was in the text) and source."""
    published = report.published or next((event.published for event in events), None)
    return " · ".join(str(part) for part in (report.id, published, report.source) if part)


def _actor_fields(field: str, actors: Sequence[Actor]) -> Iterator[FieldReading]:
    for actor in actors:
        details = [part for part in (actor.role, actor.country, "private person" if actor.private else "") if part]
        value = f"{actor.name} ({', '.join(details)})" if details else actor.name
        yield FieldReading(field=field, value=value, spans=_spans(actor.span), basis="inferred, not written")


def _place_field(place: EventPlace) -> FieldReading:
    point = f"{place.lat:.3f}, {place.lon:.3f}" if place.lat is not None and place.lon is not None else None
    details = "; ".join(part for part in (place.admin1, point, f"known to the {place.precision}") if part)
    spans = _spans(place.span) + _spans(place.site)
    return FieldReading(
        field="place", value=f"{describe_place(place)} ({details})", spans=spans, basis=_BASIS[place.basis]
    )


def _codes(event: CodedEvent) -> str:
    parts = [describe_type(event), f"CAMEO {event.cameo}" if event.cameo else ""]
    parts.append(f"ACLED {event.acled.sub_event_type}" if event.acled.sub_event_type else "")
    return " · ".join(part for part in parts if part)


def _report_line(event: CodedEvent) -> str:
    return " · ".join(str(part) for part in (event.report_id, event.published, event.source) if part)


def _spans(span: Span | None) -> tuple[Span, ...]:
    return () if span is None else (span,)


def without_password(target: str) -> str:
    """Give the path or URL of a store, right or wrong, with any password left out.

    >>> without_password("postgresql://ada:secret@server/news?sslpassword=hush")
    'postgresql://ada:***@server/news?sslpassword=***'
    """
    return _PASSWORD.sub(lambda found: f"{found[1]}***@" if found[1] else f"{found[2]}***", target)
