"""Rows, texts of reports -> where the evidence of a record stands in its report, and which evidence does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from dateline.evaluate.rows import Coding, known_id
from dateline.records import Report, Span

T = TypeVar("T")

_BLANK = re.compile(r"\s+")
SHOWN = 70  # characters of a stretch of evidence that a message gives


def texts_of(reports: Iterable[Report]) -> dict[str, str]:
    """Give the text of each report by its id, its title before it where the text lacks that."""
    return {report.id: whole_text(report) for report in reports}


def whole_text(report: Report) -> str:
    """Give a report's text with its title before it, where the title is not part of it."""
    if report.title and report.title not in report.text:
        return f"{report.title}\n\n{report.text}"
    return report.text


def by_known_id(values: Mapping[str, T], reports: Iterable[str]) -> dict[str, T]:
    """Give what is known of reports by the ids of the codings: what is of `000_name` is of `000`."""
    wanted = set(reports)
    return {known_id(name, wanted): value for name, value in values.items()}


def check_evidence(coding: Coding, texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name each stretch of a table's evidence that is not in its report: the report, and a message with file and line.

    Blanks and line breaks count as the same. Reports without a text are left out.
    """
    return [
        (
            row.report,
            f"{row.origin}: expected evidence in the words of report {row.report}, found “{_short(stretch)}”, which is "
            "not in its text",
        )
        for row in coding.rows
        if row.origin and row.report in texts
        for stretch in row.parts("evidence")
        if find_stretch(texts[row.report], stretch) is None
    ]


def find_stretch(text: str, stretch: str) -> Span | None:
    """Find a stretch in a text; a blank of it stands for any blanks and line breaks.

    >>> find_stretch("He was seen\\nin Porto.", "seen in Porto")
    Span(start=7, end=20, text='seen\\nin Porto', part='text')
    """
    start = text.find(stretch)
    if stretch and start >= 0:
        return Span(start, start + len(stretch), stretch)
    words = _BLANK.split(stretch.strip())
    match = re.search(r"\s+".join(map(re.escape, words)), text) if words != [""] else None
    return Span(match.start(), match.end(), match.group()) if match else None


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()} …"
