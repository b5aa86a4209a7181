"""Text file → Report: the decoded text as it stands, line ends included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dateline.ingest.encoding import decode
from dateline.ingest.origin import MAX_TEXT, Origin, make_report, read_bounded
from dateline.records import Issue, Report

_MAX_BYTES = 4 * MAX_TEXT  # UTF-8 takes up to four bytes a character


def read(stream: BinaryIO, origin: Origin) -> Iterator[Report | Issue]:
    """Read a text file as one report."""
    data = read_bounded(stream, _MAX_BYTES, "a text file", origin)
    text, warning = decode(data, place=origin.name)
    if warning:
        yield origin.issue(warning, level="warning")
    yield make_report(origin, text)
