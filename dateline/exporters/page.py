"""Report, CodedEvent -> one HTML page: each text with its evidence marked, and its events beside it.

The page holds all that it needs, runs no script and fetches nothing.
"""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import BinaryIO

from dateline.describe import (
    ID_LENGTH,
    LEGEND,
    FieldReading,
    describe_actors,
    describe_date,
    describe_place,
    describe_telling,
    describe_type,
    read_fields,
    report_title,
)
from dateline.exporters.cells import text_writer
from dateline.gazetteer import NOTICE
from dateline.page_text import Marks, mark_text, page_head
from dateline.privacy import ToldReport, find_withheld, withhold
from dateline.records import CodedEvent, Part, Report, Span

_HEADER = """<header>
<h1>Events and the words they were read from</h1>
<p><mark>Evidence</mark> is highlighted and the word that names an act is in <b>bold</b>; the number after it leads to
the record, and each field of the record leads back to its words.</p>
<p>{legend}. {profile}</p>
</header>
<main>
"""
_FOOT = f"<footer>{NOTICE}</footer>\n</main>\n</body>\n</html>\n"
_PROFILES = {
    "public": "Names of private persons are withheld, in the texts too.",
    "full": "Names of private persons are given: keep this page as you would keep the reports.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """One report on the page: its events as coded and, one for one, as they are shown."""

    number: int
    report: Report
    events: Sequence[CodedEvent]
    shown: Sequence[CodedEvent]
    hidden: dict[Part, list[Span]]  # what is withheld of its title and text

    def anchor(self, span: Span) -> str:
        """Name the point of the page where a span begins."""
        return f"r{self.number}-{span.part}-{span.start}"

    def record(self, event: int) -> str:
        """Name the point of the page where the fields of an event stand."""
        return f"r{self.number}-event-{event}"


def export_page(reports: Iterable[ToldReport], out: BinaryIO, *, profile: str) -> int:
    """Write reports with their events as a page, as a profile shows them; give how many events."""
    count = 0
    style = importlib.resources.files("dateline.exporters").joinpath("page.css").read_text(encoding="utf-8")
    with text_writer(out) as page:
        page.write(page_head("events", style))
        page.write(_HEADER.format(legend=escape(re.sub(r"  +", ", ", LEGEND)), profile=_PROFILES[profile]))
        for number, told in enumerate(reports, 1):
            page.writelines(_section(_prepared(number, told, public=profile == "public")))
            count += len(told.batch.events)
        page.write(_FOOT)
    return count


def _prepared(number: int, told: ToldReport, *, public: bool) -> _Shown:
    report, events, names = told.report, told.batch.events, told.batch.private_names
    texts: dict[Part, str] = {"title": report.title or "", "text": report.text}
    return _Shown(
        number=number,
        report=report,
        events=events,
        shown=withhold(events, names) if public else events,
        hidden={part: find_withheld(text, told.whole, names) if public else [] for part, text in texts.items()},
    )


def _section(page: _Shown) -> Iterator[str]:
    first, report = page.shown[0], page.report
    name = report_title(replace(report, id=first.report_id, source=first.source), page.shown)
    yield f'<section>\n<h2>{escape(name)}</h2>\n<div class="pair">\n<article>\n'
    if report.title and report.title not in report.text:
        yield f'<div class="title">{_marked(page, "title", report.title)}</div>\n'
    yield f"{_marked(page, 'text', report.text)}\n</article>\n<ol>\n"
    for number, (event, shown) in enumerate(zip(page.events, page.shown, strict=True), 1):
        yield _record(page, number, event, shown)
    yield "</ol>\n</div>\n</section>\n"


def _marked(page: _Shown, part: Part, text: str) -> str:
    """Mark the evidence of all events, their triggers with the numbers of the events, and the words of all fields."""
    numbered = list(enumerate(page.events, 1))
    fields = [span for event in page.events for reading in read_fields(event) for span in reading.spans]
    marks = Marks(
        evidence=[span for event in page.events for span in event.evidence if span.part == part],
        triggers=[
            (event.trigger, f'<sup><a href="#{page.record(number)}">{number}</a></sup>')
            for number, event in numbered
            if event.trigger.part == part
        ],
        anchors=[(span, page.anchor(span)) for span in fields if span.part == part],
        hidden=page.hidden[part],
    )
    return "".join(mark_text(text, marks))


def _record(page: _Shown, number: int, event: CodedEvent, shown: CodedEvent) -> str:
    """Lay out one event: a line to read, and all of its fields to open."""
    whom = describe_actors(shown.recipients) or "; ".join(span.text for span in shown.objects)
    sides = f"{describe_actors(shown.actors)} → {whom}".strip() if whom else describe_actors(shown.actors)
    line = " · ".join(part for part in (sides, describe_place(shown.place), describe_telling(shown)) if part)
    rows = "".join(
        _field(page, coded, reading)
        for coded, reading in zip(read_fields(event), read_fields(shown), strict=True)
        if reading.field != "report"
    )
    return (
        f"<li><details><summary><b>{escape(describe_type(shown))}</b> <time>{escape(describe_date(shown.date))}</time>"
        f"<br>{escape(line)}</summary>\n"
        f'<dl id="{page.record(number)}">\n<dt>event</dt><dd>{escape(shown.event_id[:ID_LENGTH])}</dd>\n{rows}</dl>'
        "</details></li>\n"
    )


def _field(page: _Shown, coded: FieldReading, shown: FieldReading) -> str:
    """Lay out one field with links to its words, by the offsets it was coded with: what is withheld has none."""
    links = [
        f'<a href="#{page.anchor(place)}">“{escape(span.text)}”</a>'
        for place, span in zip(coded.spans, shown.spans, strict=False)
    ]
    words = " ".join(links) or f"<i>{escape(shown.basis)}</i>"
    return f"<dt>{escape(shown.field)}</dt><dd>{escape(shown.value)} {words}</dd>\n"
