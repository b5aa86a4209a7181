"""Report, CodedEvent -> one HTML page: each text with its evidence marked, and its events beside it.

The page holds all that it needs, runs no script and fetches nothing. A public page shows of each text no more than the
evidence, and no offsets.
"""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
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
from dateline.errors import UsageError
from dateline.exporters.cells import text_writer
from dateline.exporters.excerpt import hidden_stretches
from dateline.gazetteer import NOTICE
from dateline.page_text import Marks, mark_text, page_head
from dateline.privacy import (
    Profile,
    ToldReport,
    Withheld,
    find_withheld,
    profile_named,
    withhold,
    without_misread_places,
)
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
    "public": "Private persons have pseudonyms, in the texts too; of each text only the evidence is shown.",
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
    points: dict[tuple[Part, int], int] = field(default_factory=dict)  # numbered as they are first linked to

    def anchor(self, span: Span) -> str:
        """Name the point of the page where a span begins; the name does not tell its offset."""
        return f"r{self.number}-{span.part}-{self.points.setdefault((span.part, span.start), len(self.points) + 1)}"

    def record(self, event: int) -> str:
        """Name the point of the page where the fields of an event stand."""
        return f"r{self.number}-event-{event}"


def export_page(
    reports: Iterable[ToldReport],
    out: BinaryIO,
    *,
    profile: str,
    secret: bytes | None = None,
    tally: Withheld | None = None,
) -> int:
    """Write reports with their events as a page, as a profile shows them; give how many events.

    Raises UsageError for a profile that shows no evidence.
    """
    rules = profile_named(profile)
    if rules.evidence_words == 0:
        raise UsageError(f"a page shows the evidence, which the {profile} profile withholds: choose another format")
    count = 0
    style = importlib.resources.files("dateline.exporters").joinpath("page.css").read_text(encoding="utf-8")
    with text_writer(out) as page:
        page.write(page_head("events", style))
        page.write(_HEADER.format(legend=escape(re.sub(r"  +", ", ", LEGEND)), profile=_PROFILES[profile]))
        for number, told in enumerate(reports, 1):
            page.writelines(_section(_prepared(number, told, rules, secret, tally)))
            count += len(told.batch.events)
        page.write(_FOOT)
    return count


def _prepared(number: int, told: ToldReport, rules: Profile, secret: bytes | None, tally: Withheld | None) -> _Shown:
    report, events, names = told.report, told.batch.events, told.batch.private_names
    if rules.names == "given":
        return _Shown(number=number, report=report, events=events, shown=events, hidden={"title": [], "text": []})
    asked = {event.event_id for event in events}
    beside = [event for event in told.whole if event.event_id not in asked]
    shown = withhold(events, names, beside=beside, profile=rules, secret=secret, tally=tally)
    texts: dict[Part, str] = {"title": report.title or "", "text": report.text}
    hidden = {
        part: hidden_stretches(
            text, part, events, withheld=find_withheld(text, told.whole, names, secret=secret), rules=rules
        )
        for part, text in texts.items()
    }
    coded = without_misread_places(events, told.whole)  # so that each shown field has the one it was made of
    return _Shown(number=number, report=report, events=coded, shown=shown, hidden=hidden)


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
