"""HTML page → Report: the main text, one line a paragraph, with what the page says of itself."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import trafilatura
from trafilatura.settings import DEFAULT_CONFIG

from dateline.errors import ReportError
from dateline.ingest.encoding import decode
from dateline.ingest.origin import MAX_BYTES, Origin, make_report, parse_day, read_bounded
from dateline.records import Issue, Report

_CHARSET = re.compile(rb"<(?:meta\b[^>]{0,200}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*[\"']?([\w.:-]+)", re.I)
_HEAD = 4096  # bytes within which a page declares its charset
_SHORT = 250  # characters; below this the main text may have been missed (trafilatura's own threshold)

# Only dates that a page states as its own: a search through its text would find the dates of events.
_DATES = {"extensive_search": False, "original_date": True}

_SHORT_PAGES = copy.deepcopy(DEFAULT_CONFIG)
_SHORT_PAGES.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")  # else the lines of short pages run together


def read(stream: BinaryIO, origin: Origin) -> Iterator[Report | Issue]:
    """Read an HTML page as one report."""
    data = read_bounded(stream, MAX_BYTES, "an HTML page", origin)
    declared = _CHARSET.search(data[:_HEAD])
    charset = declared.group(1).decode("ascii", "replace") if declared else None
    markup, warning = decode(data, place=origin.name, declared=charset)
    if warning:
        yield origin.issue(warning, level="warning")
    yield _to_report(markup, origin)


def _to_report(markup: str, origin: Origin) -> Report:
    page = _extract(markup)
    if page is None or not page.text:
        raise ReportError("no main text found in this HTML page: save the article's page itself", place=origin.name)
    return make_report(
        origin,
        page.text,
        title=page.title,
        published=parse_day(page.date or ""),
        source=page.sitename or page.hostname,
        url=page.url,
        author=page.author,
    )


def _extract(markup: str) -> Any:
    page = _run(markup, _SHORT_PAGES)
    if page is not None and len(page.text or "") >= _SHORT:
        return page
    other = _run(markup, DEFAULT_CONFIG)
    if page is None or (other is not None and len(other.text or "") > 2 * len(page.text or "")):
        return other
    return page


def _run(markup: str, config: Any) -> Any:
    tree = trafilatura.load_html(markup)
    if tree is None:
        return None
    _keep_captions(tree)
    return trafilatura.bare_extraction(
        tree,
        favor_recall=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params=_DATES,
        config=config,
    )


def _keep_captions(tree: Any) -> None:
    """Turn captions into paragraphs, since trafilatura drops figures with all they hold."""
    for tag, plain in (("figcaption", "p"), ("figure", "div")):
        for element in tree.iter(tag):
            element.tag = plain
