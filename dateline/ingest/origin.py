"""File → Origin: where a report is read from, and what is known of it before it is read."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import BinaryIO, Literal

from dateline.errors import ReportError
from dateline.records import Issue, Report

MAX_TEXT = 1_000_000  # characters a report; the longest news reports known hold some 100,000
MAX_BYTES = 50_000_000  # bytes a page, PDF or DOCX file: these hold pictures and layout beside the text

STEP = "ingest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One file (or standard input) and what the command line or the manifest says of it."""

    name: str  # as the user named it, for messages
    id: str | None = None  # None: a report is named by the hash of its content
    published: dt.date | None = None
    source: str | None = None
    url: str | None = None

    def place(self, line: int | None = None) -> str:
        """Name the file, and the line where one is known."""
        return self.name if line is None else f"{self.name}:{line}"

    def issue(self, message: str, *, line: int | None = None, level: Literal["error", "warning"] = "error") -> Issue:
        """Say what is wrong with this file or one of its lines."""
        return Issue(place=self.place(line), step=STEP, message=message, level=level)


def parse_day(text: str) -> dt.date | None:
    """Read `YYYY-MM-DD`, or the day of an ISO 8601 time.

    >>> parse_day("2020-01-27T10:00:00Z")
    datetime.date(2020, 1, 27)
    >>> parse_day("27 January") is None
    True
    """
    if not re.fullmatch(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:?\d\d.*)?", text):
        return None
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def content_id(text: str) -> str:
    """Name a text by the hash of its content."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read_bounded(stream: BinaryIO, limit: int, what: str, origin: Origin) -> bytes:
    """Read a whole stream, or refuse it once it holds more than `limit` bytes."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ReportError(
            f"{what} may hold at most {limit:,} bytes and this one holds more: split it into one file a report",
            place=origin.name,
        )
    if not data:
        raise ReportError("the file is empty: a report with text was expected", place=origin.name)
    return data


def make_report(
    origin: Origin,
    text: str,
    *,
    title: str | None = None,
    published: dt.date | None = None,
    source: str | None = None,
    url: str | None = None,
    author: str | None = None,
) -> Report:
    """Build a file's report; what was given beside the file goes before what the file says of itself."""
    check_text(text, origin.name)
    day = origin.published or published
    origin_of_day: Literal["given", "metadata"] = "given" if origin.published else "metadata"
    return Report(
        id=origin.id or content_id(text),
        text=text,
        title=title,
        published=day,
        published_from=origin_of_day if day else None,
        source=origin.source or source,
        url=origin.url or url,
        author=author,
        origin=origin.name,
    )


def check_text(text: str, place: str) -> None:
    """Refuse a text that is blank or too long to be one report."""
    if not text.strip():
        raise ReportError("no text found: a report with words was expected", place=place)
    if len(text) > MAX_TEXT:
        raise ReportError(
            f"a report may hold at most {MAX_TEXT:,} characters and this one holds {len(text):,}: split it",
            place=place,
        )
