"""A record, its report's text -> HTML: its evidence marked in the sentences around it, what is withheld replaced."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from dateline.evaluate.evidence import find_stretch
from dateline.evaluate.masking import Find
from dateline.evaluate.rows import Row
from dateline.page_text import Marks, mark_text
from dateline.records import Span

#: Where a sentence begins: roughly, since this only says how much is shown around the evidence.
_BOUNDARY = re.compile(r"(?<=[.!?])[”\"’)»]*\s+(?=[“\"‘(«]?[A-Z])|\s*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A report's text as it may be shown: where its sentences begin, and what is withheld of it."""

    text: str
    starts: Sequence[int]
    hidden: Sequence[Span]


def prepare(text: str, find: Find) -> Shown:
    """Find the sentences of a text and what is withheld of it."""
    starts = [0, *(match.end() for match in _BOUNDARY.finditer(text)), len(text)]
    return Shown(text=text, starts=starts, hidden=find(text))


def show_evidence(rows: Iterable[Row], shown: Shown | None, find: Find) -> str:
    """Show the evidence of records of one report, each stretch once, triggers in bold.

    Without the report's text, or where it does not hold the evidence, the evidence stands by itself.
    """
    evidence: dict[Span, None] = {}
    triggers: dict[Span, None] = {}
    apart: dict[str, None] = {}
    for row in rows:
        for stretch in row.parts("evidence"):
            found = _locate(row, stretch, shown.text) if shown else None
            if found is None:
                apart[_marked(stretch, Marks(evidence=[_whole(stretch)], triggers=_triggers(row, stretch)), find)] = (
                    None
                )
                continue
            evidence[found] = None
            triggers.update(
                (Span(span.start + found.start, span.end + found.start, span.text), None)
                for span, _ in _triggers(row, stretch)
            )
    around = "".join(_around(shown, list(evidence), list(triggers))) if shown else ""
    note = "<p><i>The report's text does not hold these words:</i></p>" if shown and apart else ""
    return f"<blockquote>{around}{note}{''.join(apart)}</blockquote>\n" if around or apart else ""


def _locate(row: Row, stretch: str, text: str) -> Span | None:
    """Find a stretch of evidence in a text: where the coded event has it, else where it first stands."""
    coded = row.event.evidence if row.event else ()
    exact = (span for span in coded if span.text == stretch and text[span.start : span.end] == stretch)
    return next(exact, None) or find_stretch(text, stretch)


def _around(shown: Shown, evidence: list[Span], triggers: list[Span]) -> Iterator[str]:
    for start, end in _stretches(shown, evidence):
        marks = Marks(
            evidence=_within(evidence, start, end),
            triggers=[(span, "") for span in _within(triggers, start, end)],
            hidden=_within(shown.hidden, start, end),
        )
        before, after = ("… " if start else ""), (" …" if end < len(shown.text) else "")
        yield (
            f"{''.join(mark_text(shown.text[start:end].rstrip(), marks))}".replace(
                "<p>", f"<p>{before}", 1
            ).removesuffix("</p>")
            + f"{after}</p>"
        )


def _stretches(shown: Shown, evidence: Iterable[Span]) -> list[tuple[int, int]]:
    """Give the evidence with a sentence before and after it; what overlaps is joined, and no withheld name is cut."""
    stretches: list[tuple[int, int]] = []
    for span in sorted(evidence, key=lambda span: span.start):
        first = bisect.bisect_right(shown.starts, span.start) - 1
        last = bisect.bisect_left(shown.starts, span.end)
        start, end = shown.starts[max(first - 1, 0)], shown.starts[min(last + 1, len(shown.starts) - 1)]
        for hidden in shown.hidden:
            if hidden.start < end and start < hidden.end:
                start, end = min(start, hidden.start), max(end, hidden.end)
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return stretches


def _within(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    return [
        replace(span, start=span.start - start, end=span.end - start)
        for span in spans
        if start <= span.start and span.end <= end
    ]


def _triggers(row: Row, stretch: str) -> list[tuple[Span, str]]:
    """Give the trigger of a coded event by its place in a stretch of its evidence."""
    if row.event is None:
        return []
    trigger = row.event.trigger
    return [
        (Span(trigger.start - span.start, trigger.end - span.start, trigger.text), "")
        for span in row.event.evidence
        if span.text == stretch
        and span.part == trigger.part
        and 0 <= span.start <= trigger.start
        and trigger.end <= span.end
    ][:1]


def _whole(stretch: str) -> Span:
    return Span(0, len(stretch), stretch)


def _marked(text: str, marks: Marks, find: Find) -> str:
    return "".join(mark_text(text, replace(marks, hidden=find(text))))


def plain(text: str) -> str:
    """Write a cell as HTML; an empty one says so."""
    return escape(text) if text else "<i>empty</i>"
