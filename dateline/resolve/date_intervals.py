"""Timex... -> Timex...: read what two dates that stand together tell jointly ("from August 1 to August 4")."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.records import Document, Span, TimeReading, Timex

_BETWEEN = re.compile(r"\s*,?\s*(?P<word>to|until|till|through|and|[-–—])\s*(?:the\s+|on\s+)?", re.IGNORECASE)
_BEFORE_AND = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)


def join_intervals(timexes: Sequence[Timex], document: Document) -> tuple[Timex, ...]:
    """Give the intervals that two dates tell together ("from August 1 to August 4"), each as one expression."""
    found = []
    for before, after in itertools.pairwise(timexes):
        if not _spans(document.text, before.span, after.span) or before.type == "DURATION" or after.type == "DURATION":
            continue
        interval = _interval(before, after, document)
        if interval is not None:
            found.append(interval)
    return tuple(found)


def _joint(text: str, before: Span, after: Span) -> str | None:
    """Give the word that joins two dates, if nothing but it stands between them."""
    match = _BETWEEN.fullmatch(text, before.end, after.start) if 0 < after.start - before.end <= 15 else None
    return match["word"].lower() if match else None


def _spans(text: str, before: Span, after: Span) -> bool:
    """Say whether two dates tell an interval; those joined by "and" only after "between"."""
    joint = _joint(text, before, after)
    return joint is not None and (
        joint != "and" or bool(_BEFORE_AND.search(text, max(0, before.start - 14), before.start))
    )


def _interval(before: Timex, after: Timex, document: Document) -> Timex | None:
    first, last = before.first, after.last
    if first is None or last is None or before.reading is None or after.reading is None:
        return None
    if first > last and before.reading.weekday and not before.reading.day:
        first -= dt.timedelta(days=7 * -(-(first - last).days // 7))
    if first > last:
        return None
    start, end = before.span.start, after.span.end
    return Timex(
        span=Span(start, end, document.text[start:end]),
        type="DURATION",
        value=f"P{(last - first).days + 1}D",
        first=first,
        last=last,
        precision="range",
        basis=after.basis,
        anchor=after.anchor or before.anchor,
        calendar=after.calendar,
        reading=TimeReading(kind="length", unit="day", count=(last - first).days + 1),
    )


def with_shared_years(timexes: Sequence[Timex], document: Document) -> list[Timex]:
    """Give the first date of "from May 3 to June 5, 2019" the year of the second."""
    shared = list(timexes)
    for i in range(len(shared) - 2, -1, -1):
        one, two = shared[i].reading, shared[i + 1].reading
        if one is None or two is None or one.kind != "date" or two.year is None or one.year is not None:
            continue
        joint = _joint(document.text, shared[i].span, shared[i + 1].span)
        if one.month is None or two.unit or joint is None or (joint == "and" and two.month is None):
            continue
        year = two.year - 1 if two.month and one.month > two.month else two.year
        shared[i] = replace(shared[i], reading=replace(one, year=year))
    return shared
