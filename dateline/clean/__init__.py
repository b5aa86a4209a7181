"""Report → Document: mark the furniture, read the dateline. Nothing is deleted."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Literal

from dateline.clean.kinds import lay_out
from dateline.clean.paragraphs import Paragraph, split_paragraphs, trim
from dateline.records import Document, FurnitureKind, Report, Span

__all__ = ["clean_report", "read_furniture"]

#: Furniture whose words name places and days, though they tell of no event.
_TELLING: frozenset[FurnitureKind] = frozenset(("byline", "caption-repeat", "boilerplate"))
_GAP = "\n\n"
_HEAD = 1500  # characters within which a text repeats its title
_WORDS = re.compile(r"\w+")


def clean_report(report: Report) -> Document:
    """Name every stretch of a report: headline, dateline, lead, body, captions, quotations, furniture.

    >>> document = clean_report(Report(id="r", text="ASTRA, 4 May 2021 (ACME) -- Three were held."))
    >>> [(block.kind, document.text[block.start:block.end]) for block in document.blocks]
    [('dateline', 'ASTRA, 4 May 2021 (ACME) --'), ('lead', 'Three were held.')]
    >>> document.published
    datetime.date(2021, 5, 4)
    """
    title = _missing_title(report)
    text = title + _GAP + report.text if title else report.text
    text_start = len(text) - len(report.text)
    paragraphs = split_paragraphs(text, text_start)
    if title:
        start, end = trim(text, 0, len(title))
        paragraphs.insert(0, Paragraph(start, end, text[start:end]))
    layout = lay_out(text, paragraphs, titled=bool(title))
    published, published_from = _choose_day(report, layout.day)
    return Document(
        report=report,
        text=text,
        text_start=text_start,
        blocks=layout.blocks,
        published=published,
        published_from=published_from,
        dateline_day=layout.day,
        dateline_place=Span(*layout.place, text[slice(*layout.place)]) if layout.place else None,
    )


def read_furniture(document: Document) -> Document:
    """Give a document whose bylines, repeated captions and closing lines are read like its body.

    Coding leaves them out, since they tell of no event; whoever marks all places and days of a text wants them.
    """
    blocks = tuple(
        replace(block, kind="body", furniture=None) if block.furniture in _TELLING else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


def _missing_title(report: Report) -> str:
    """Give the title where the head of the text does not hold it, be it in other case or spacing."""
    title = (report.title or "").strip()
    words = _WORDS.findall(title.casefold())
    if not words:
        return ""
    head = " ".join(_WORDS.findall(report.text[: _HEAD + 2 * len(title)].casefold()))
    return "" if f" {' '.join(words)} " in f" {head} " else title


def _choose_day(
    report: Report, stated: dt.date | None
) -> tuple[dt.date | None, Literal["given", "dateline", "metadata"] | None]:
    """Choose the day of publication: as given, else by the dateline, else by the page's metadata."""
    if report.published is not None and report.published_from != "metadata":
        return report.published, "given"
    if stated is not None:
        return stated, "dateline"
    return report.published, "metadata" if report.published else None
