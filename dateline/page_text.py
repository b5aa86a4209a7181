"""Text, marks -> HTML: paragraphs with evidence highlighted, the words of fields linked to, and names withheld."""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from dateline.records import Span

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="dateline">
<title>dateline: {title}</title>
<style>
{style}</style>
</head>
<body>
"""
_LINE_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is marked in a text; `hidden` are the stretches that are replaced, each with the words to put there."""

    evidence: Sequence[Span] = ()
    triggers: Sequence[tuple[Span, str]] = ()  # with the link that follows the words
    anchors: Sequence[tuple[Span, str]] = ()  # with the name by which the words are linked to
    hidden: Sequence[Span] = ()


def page_head(title: str, style: str) -> str:
    """Give the head of a page that holds its style, runs no script and fetches nothing."""
    return _HEAD.format(title=escape(title), style=style)


def mark_text(text: str, marks: Marks) -> Iterator[str]:
    """Give a text as HTML in pieces, each line a paragraph.

    >>> words = "Police held Ana Vell."
    >>> "".join(mark_text(words, Marks(evidence=[Span(0, 16, "")], hidden=[Span(12, 20, "[name withheld]")])))
    '<p><mark>Police held </mark><mark>[name withheld]</mark>.</p>'
    """
    outside = _outside(marks.hidden)
    evidence, triggers = _depths(marks.evidence, outside), _depths([span for span, _ in marks.triggers], outside)
    anchors, links = defaultdict[int, list[str]](list), defaultdict[int, list[str]](list)
    for span, name in marks.anchors:
        anchors[outside(span.start, span.end)[0]].append(name)
    for span, link in marks.triggers:
        links[outside(span.start, span.end)[1]].append(link)
    replaced = {span.start: span.text for span in marks.hidden}
    found = [match.span() for match in _LINE_BREAK.finditer(text)]
    breaks = {
        start: end
        for start, end in found
        if outside(start, end) == (start, end) and not any(at in replaced for at in range(start, end))
    }
    edges = {0, len(text), *evidence, *triggers, *anchors, *breaks, *breaks.values()}
    edges.update(edge for span in marks.hidden for edge in (span.start, span.end))
    inside_evidence = inside_trigger = 0
    ordered = sorted(edges)
    yield "<p>"
    for start, end in zip(ordered, [*ordered[1:], len(text)], strict=True):
        yield "".join(links[start])
        yield "".join(f'<a id="{name}"></a>' for name in dict.fromkeys(anchors[start]))
        inside_evidence += evidence[start]
        inside_trigger += triggers[start]
        if start in breaks:
            yield "</p>\n<p>"
        elif start < end:
            words = escape(replaced.get(start, text[start:end]))
            words = f"<b>{words}</b>" if inside_trigger else words
            if inside_evidence:
                yield f"<mark>{words}</mark>"
            else:
                yield f"<span>{words}</span>" if anchors[start] else words  # what an anchor is for must be an element
    yield "</p>"


def _depths(spans: Sequence[Span], outside: Callable[[int, int], tuple[int, int]]) -> Counter[int]:
    """Count at each offset how many more of the spans begin than end there."""
    changes: Counter[int] = Counter()
    for span in spans:
        start, end = outside(span.start, span.end)
        changes[start] += 1
        changes[end] -= 1
    return changes


def _outside(hidden: Sequence[Span]) -> Callable[[int, int], tuple[int, int]]:
    """Give the function that widens a stretch until neither of its ends is within a hidden one."""
    starts = [span.start for span in hidden]

    def outside(start: int, end: int) -> tuple[int, int]:
        before, after = (bisect.bisect_right(starts, at) - 1 for at in (start, end - 1))
        if before >= 0 and start < hidden[before].end:
            start = hidden[before].start
        if after >= 0 and end < hidden[after].end:
            end = hidden[after].end
        return start, end

    return outside
