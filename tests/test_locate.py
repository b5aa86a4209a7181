"""Document offsets become report offsets; what stands in a title put before the text says so."""

from __future__ import annotations

from dataclasses import dataclass

from coding import code

from dateline.clean import clean_report
from dateline.locate import locate
from dateline.records import Block, Report, Span

REPORT = Report(id="r1", title="Farmers block a road", text="Ferries crossed the bay.")
DOCUMENT = clean_report(REPORT)


@dataclass(frozen=True)
class Told:
    span: Span | None
    spans: tuple[Span, ...] = ()
    inner: Told | None = None
    count: int = 0


def span_of(words: str) -> Span:
    start = DOCUMENT.text.index(words)
    return Span(start, start + len(words), words)


def test_the_title_stands_before_the_text() -> None:
    assert DOCUMENT.text_start > 0
    assert DOCUMENT.text[DOCUMENT.text_start :] == REPORT.text


def test_a_span_in_the_text_indexes_the_text() -> None:
    span = locate(span_of("Ferries"), DOCUMENT)
    assert (span.start, span.end, span.part) == (0, 7, "text")


def test_a_span_in_the_title_says_so() -> None:
    span = locate(span_of("block"), DOCUMENT)
    assert span.part == "title"
    assert REPORT.title is not None and REPORT.title[span.start : span.end] == span.text


def test_spans_are_moved_wherever_they_stand() -> None:
    bay, road = span_of("bay"), span_of("road")
    moved = locate(Told(span=None, spans=(bay, road), inner=Told(span=bay, count=3)), DOCUMENT)
    assert [span.part for span in moved.spans] == ["text", "title"]
    assert moved.span is None
    assert moved.inner is not None and moved.inner.span is not None
    assert REPORT.text[moved.inner.span.start : moved.inner.span.end] == "bay"
    assert moved.inner.count == 3


def test_blocks_move_with_the_text() -> None:
    block = DOCUMENT.blocks[-1]
    moved: Block = locate(block, DOCUMENT)
    assert REPORT.text[moved.start : moved.end] == DOCUMENT.text[block.start : block.end]
    assert moved.kind == block.kind


def test_without_a_title_nothing_moves() -> None:
    document = clean_report(Report(id="r1", text=REPORT.text))
    span = Span(0, 7, "Ferries")
    assert locate(span, document) is span


def test_an_event_told_by_the_title_alone_points_there() -> None:
    title = "Farmers block highway near Rosario"
    (event,) = code("The price of wheat was unchanged in April.", title=title)
    assert event.place is not None and event.place.span is not None
    spans = [event.trigger, event.place.span, *event.evidence, *event.objects]
    spans += [actor.span for actor in event.actors if actor.span]
    assert {span.part for span in spans} == {"title"}
    assert all(title[span.start : span.end] == span.text for span in spans)


def test_a_title_that_the_text_repeats_needs_no_part_of_its_own() -> None:
    title = "Farmers block highway near Rosario"
    (event,) = code(f"{title}\n\nThe price of wheat was unchanged in April.", title=title)
    assert event.trigger.part == "text"


def test_evidence_may_stand_in_both() -> None:
    text = "The price of wheat was unchanged. On May 14, dockers marched in Porto."
    (event,) = code(text, title="Dockers march in Porto")
    assert [span.part for span in event.evidence] == ["title", "text"]
    assert event.trigger.text == "marched"
    assert text[event.trigger.start : event.trigger.end] == "marched"
