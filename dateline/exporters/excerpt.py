"""A report's text and its events -> what of the text is not shown on a public page: all but the evidence, cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dateline.privacy import Profile, cut_at
from dateline.records import CodedEvent, Part, Span

GAP = " … "


def hidden_stretches(
    text: str, part: Part, events: Sequence[CodedEvent], *, withheld: Sequence[Span], rules: Profile
) -> list[Span]:
    """Give the stretches of a text that are not shown, in its order, each with the words to put there.

    Of a report's text the evidence of its events is shown, each sentence and quotation as far as the profile goes; its
    title is shown whole. `withheld` are the names and sites within.
    """
    shown = [(0, len(text))] if part == "title" else list(_joined(_shown(text, events, rules)))
    gaps = list(_gaps(shown, len(text)))
    names = (clipped for span in withheld for clipped in _clipped(span, shown))
    return sorted([*gaps, *names], key=lambda span: (span.start, span.end))


def _shown(text: str, events: Iterable[CodedEvent], rules: Profile) -> Iterator[tuple[int, int]]:
    tails = [tail for event in events for tail in _tails(text, (quote.span for quote in event.quotes), rules)]
    for event in events:
        for span in event.evidence:
            if span.part == "text" and span.start >= 0:
                end = span.start + (cut_at(text[span.start : span.end], rules.evidence_words or 0) or len(span.text))
                yield from _without((span.start, end), tails)


def _tails(text: str, quotes: Iterable[Span], rules: Profile) -> Iterator[tuple[int, int]]:
    """Give what of each quotation is over the length that may be shown."""
    for span in quotes:
        cut = cut_at(text[span.start : span.end], rules.quotation_words or 0) if span.part == "text" else None
        if cut is not None:
            yield span.start + cut, span.end


def _without(stretch: tuple[int, int], holes: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start, end = stretch
    for first, last in sorted(holes):
        if first < end and last > start:
            if first > start:
                yield start, first
            start = max(start, last)
    if start < end:
        yield start, end


def _joined(stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start = end = -1
    for first, last in sorted(stretches):
        if first > end:
            if start >= 0:
                yield start, end
            start = first
        end = max(end, last)
    if start >= 0:
        yield start, end


def _gaps(shown: Sequence[tuple[int, int]], length: int) -> Iterator[Span]:
    edges = [0, *(edge for stretch in shown for edge in stretch), length]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if start < end:
            yield Span(start, end, GAP)


def _clipped(span: Span, shown: Iterable[tuple[int, int]]) -> Iterator[Span]:
    for start, end in shown:
        if span.start < end and span.end > start:
            yield replace(span, start=max(span.start, start), end=min(span.end, end))
