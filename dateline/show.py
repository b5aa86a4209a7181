"""CodedEvent → terminal: a table of events, and one event in full beside the words it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.describe import (
    ID_LENGTH,
    describe_actors,
    describe_date,
    describe_figure,
    describe_place,
    describe_telling,
    describe_type,
    read_fields,
)
from dateline.records import CodedEvent, Mentions, Reason, Report, Span, Timex, Toponym

_YEAR_AGAIN = re.compile(r"((\d{4})-\d\d-\d\d) to \2-")  # an interval within one year, for a narrow column
_EVIDENCE, _TRIGGER = "black on khaki1", "bold underline"  # legible on dark and on light terminals
# Marks in output without colours, and their order where several stand at one offset.
_CLOSING = {_TRIGGER: (0, "]"), _EVIDENCE: (1, "«")}
_OPENING = {_EVIDENCE: (2, "»"), _TRIGGER: (3, "[")}


def events_table(events: Iterable[CodedEvent], *, title: str = "") -> Table:
    """Lay out events one a row."""
    table = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
        expand=True,
    )
    table.add_column("event", style="dim", no_wrap=True, width=ID_LENGTH)
    table.add_column("when", width=11)
    table.add_column("what", width=13, overflow="fold")  # "crowd-control"
    for name in ("who", "to whom or what", "where", "as told"):
        table.add_column(name, ratio=1, overflow="fold")
    for event in events:
        table.add_row(
            event.event_id[:ID_LENGTH],
            _YEAR_AGAIN.sub(r"\1\nto ", describe_date(event.date)),
            describe_type(event),
            describe_actors(event.actors),
            describe_actors(event.recipients) or "; ".join(span.text for span in event.objects),
            describe_place(event.place),
            describe_telling(event),
        )
    return table


def print_mentions(console: Console, mentions: Mentions, *, title: str) -> None:
    """Print the places, dates, actors, figures, quotes and citations of a report, a table each; none that is empty."""
    console.print(Text(title, style="bold"))
    tables = [
        _mention_table(
            "places",
            ("name", "where", "kind", "sure"),
            [(place.span, *_place_cells(place)) for place in mentions.places],
        ),
        _mention_table(
            "dates", ("value", "days", "counted from"), [(date.span, *_date_cells(date)) for date in mentions.dates]
        ),
        _mention_table(
            "actors",
            ("name", "role", "country"),
            [
                (mention.actor.span, mention.actor.name, mention.actor.role or "", mention.actor.country or "")
                for mention in mentions.actors
                if mention.actor.span
            ],
        ),
        _mention_table("figures", ("figure",), [(item.span, describe_figure(item)) for item in mentions.figures]),
        _mention_table(
            "quotes", ("speaker",), [(item.span, item.speaker.text if item.speaker else "") for item in mentions.quotes]
        ),
        _mention_table(
            "citations",
            ("speaker", "cue", "kind"),
            [(item.scope, item.speaker.text, item.cue.text, item.kind) for item in mentions.citations],
        ),
    ]
    if any(place.explanation for place in mentions.places):
        tables.insert(1, _explanation_table(mentions.places))
    for table in tables:
        if table.row_count:
            console.print(table)
    if not any(table.row_count for table in tables):
        console.print("  nothing was found")


def _mention_table(kind: str, columns: Sequence[str], rows: Iterable[tuple[Span | str, ...]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column(kind, ratio=2, overflow="fold")
    for name in columns:
        table.add_column(name, ratio=1 if name in ("sure", "kind") else 2, overflow="fold")
    for span, *cells in rows:
        table.add_row(f"“{span.text}” {_offsets(span)}" if isinstance(span, Span) else span, *map(str, cells))
    return table


def _place_cells(place: Toponym) -> tuple[str, str, str, str]:
    where = ", ".join(part for part in (place.admin1 if place.admin1 != place.name else None, place.country) if part)
    point = f" ({place.lat:.2f}, {place.lon:.2f})" if place.lat is not None and place.lon is not None else ""
    marks = [mark for mark, is_so in (("demonym", place.demonym), ("near", place.near)) if is_so]
    name = place.name or ("(a site)" if place.site else "(not known)")
    return name, where + point, ", ".join([place.feature or "", *marks]).strip(", "), f"{place.confidence:.2f}"


def _explanation_table(places: Iterable[Toponym]) -> Table:
    """Lay out why each place was marked, and a row for each place of the gazetteer that it may mean."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    for name, ratio in (("why these places", 2), ("score", 1), ("because", 5)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for place in places:
        explanation = place.explanation
        if explanation is None:
            continue
        marked = sum(reason.weight for reason in explanation.evidence)
        table.add_row(
            f"“{place.span.text}” {_offsets(place.span)}",
            f"{marked:.2f}" if explanation.evidence else "",
            f"marked: {_reasons(explanation.evidence)}" if explanation.evidence else "",
        )
        for candidate in explanation.candidates:
            where = dict.fromkeys(filter(None, (candidate.name, candidate.admin1, candidate.country)))
            table.add_row(f"  {', '.join(where)}", f"{candidate.score:.2f}", _reasons(candidate.reasons))
    return table


def _reasons(reasons: Iterable[Reason]) -> str:
    return ", ".join(f"{reason.why} {reason.weight:+.2f}" for reason in reasons if abs(reason.weight) >= 0.01)


def _date_cells(date: Timex) -> tuple[str, str, str]:
    days = " to ".join(dict.fromkeys(day.isoformat() for day in (date.first, date.last) if day))
    anchor = date.anchor
    counted = "" if anchor is None else f"{anchor.kind} {anchor.day.isoformat() if anchor.day else ''}".strip()
    return f"{date.type} {date.value}", days, counted


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


def print_events(console: Console, events: Sequence[CodedEvent], *, title: str) -> None:
    """Print one report's events as a table, or say that there are none."""
    if events:
        console.print(events_table(events, title=title))
    else:
        console.print(Text(title, style="bold"), Text("no events"), sep="\n")


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
