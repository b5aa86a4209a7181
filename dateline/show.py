"""CodedEvent → terminal: a table of events, and one event in full beside the words it was read from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.records import Actor, CodedEvent, EventDate, EventPlace, Figure, Report, Span

ID_LENGTH = 8  # of an event's id in tables; the store takes any unambiguous beginning
LEGEND = "~ inferred from another sentence or a heading   ? only the report's own date"
_DATE_MARKS = {"stated": "", "inferred": "~", "report": "?"}
_PLACE_MARKS = {"stated": "", "inferred": "~", "report": "~"}
_YEAR_AGAIN = re.compile(r"((\d{4})-\d\d-\d\d) to \2-")  # an interval within one year, for a narrow column
_EVIDENCE, _TRIGGER = "on grey23", "bold underline"
# Marks in output without colours, and their order where several stand at one offset.
_CLOSING = {_TRIGGER: (0, "]"), _EVIDENCE: (1, "«")}
_OPENING = {_EVIDENCE: (2, "»"), _TRIGGER: (3, "[")}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldReading:
    """One field of an event: its value, the words it was read from and, where there are none, why."""

    field: str
    value: str
    spans: tuple[Span, ...] = ()
    basis: str = ""


def events_table(events: Iterable[CodedEvent], *, title: str = "") -> Table:
    """Lay out events one a row."""
    table = Table(
        title=title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, expand=True
    )
    table.add_column("event", style="dim", no_wrap=True, width=ID_LENGTH)
    table.add_column("when", width=11)
    table.add_column("what", ratio=3, min_width=10)
    for name, ratio in (("who", 4), ("to whom or what", 4), ("where", 3), ("as told", 4)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for event in events:
        table.add_row(
            event.event_id[:ID_LENGTH],
            _YEAR_AGAIN.sub(r"\1\nto ", describe_date(event.date)),
            describe_type(event),
            _names(event.actors),
            _names(event.recipients) or "; ".join(span.text for span in event.objects),
            describe_place(event.place),
            _as_told(event),
        )
    return table


def event_in_full(event: CodedEvent, report: Report | None, *, marks: bool = False) -> RenderableType:
    """Lay out one event: its report, each field with the words it was read from, and the evidence in its paragraph.

    With `marks`, evidence stands between » and « and the trigger between [ and ], for output without colours.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column("field", style="bold", no_wrap=True)
    table.add_column("value", ratio=3, overflow="fold")
    table.add_column("read from", ratio=4, overflow="fold")
    for reading in read_fields(event):
        words = [f"“{span.text}” {_offsets(span)}" for span in reading.spans] or [reading.basis]
        table.add_row(reading.field, reading.value, Text("\n".join(words)))
    parts: list[RenderableType] = [Text(f"{event.event_id}  {describe_type(event)}", style="bold"), table]
    if report is not None:
        parts += [Text("evidence", style="bold"), *_evidence(event, report, marks=marks)]
    return Group(*parts)


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
    return _days(date.first, date.last or date.first) + _DATE_MARKS[date.basis]


def _days(first: dt.date, last: dt.date) -> str:
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
    return f"{figure.kind} {amount}{total}"


def print_events(console: Console, events: Sequence[CodedEvent], *, title: str) -> None:
    """Print one report's events as a table, or say that there are none."""
    if events:
        console.print(events_table(events, title=title))
    else:
        console.print(Text(title, style="bold"), Text("no events"), sep="\n")


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


def _names(actors: Sequence[Actor]) -> str:
    return "; ".join(actor.name for actor in actors)


def _as_told(event: CodedEvent) -> str:
    parts: list[str] = [] if event.status == "reported" else [event.status]
    parts += [describe_figure(figure) for figure in event.figures]
    if event.attributed_to:
        parts.append(f"says {_names(event.attributed_to)}")
    return "; ".join(parts)


def _spans(span: Span | None) -> tuple[Span, ...]:
    return () if span is None else (span,)


def _offsets(span: Span) -> str:
    return f"[{'title ' if span.part == 'title' else ''}{span.start}–{span.end}]"


def _evidence(event: CodedEvent, report: Report, *, marks: bool) -> Iterator[RenderableType]:
    """Give each paragraph that holds evidence, once, with the evidence and the trigger marked in it."""
    shown: set[tuple[str, int]] = set()
    for span in event.evidence:
        text = report.text if span.part == "text" else report.title or ""
        start, end = _paragraph(text, span)
        if (span.part, start) not in shown:
            shown.add((span.part, start))
            inside = [s for s in event.evidence if s.part == span.part and start <= s.start and s.end <= end]
            trigger = [event.trigger] if event.trigger.part == span.part else []
            yield Padding(_mark(text, (start, end), inside, trigger, marks=marks), (0, 0, 1, 2))


def _paragraph(text: str, span: Span) -> tuple[int, int]:
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    return start, len(text) if end < 0 else end


def _mark(
    text: str, bounds: tuple[int, int], evidence: Sequence[Span], trigger: Sequence[Span], *, marks: bool
) -> Text:
    start, end = bounds
    out = Text(text[start:end])
    styled = [(span, _EVIDENCE) for span in evidence] + [(span, _TRIGGER) for span in trigger]
    inserts = []
    for span, style in styled:
        if start <= span.start and span.end <= end:
            out.stylize(style, span.start - start, span.end - start)
            inserts += [(span.start - start, *_OPENING[style]), (span.end - start, *_CLOSING[style])]
    if not marks:
        return out
    plain = out.plain
    for offset, _, mark in sorted(inserts, reverse=True):
        plain = plain[:offset] + mark + plain[offset:]
    return Text(plain)
