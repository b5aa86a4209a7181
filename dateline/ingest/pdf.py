"""PDF file → Report: the text of its pages."""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import pypdf
from pypdf.errors import DependencyError, PyPdfError

from dateline.errors import ReportError
from dateline.ingest.origin import MAX_BYTES, MAX_TEXT, Origin, make_report, read_bounded
from dateline.records import Issue, Report

# What pypdf repairs it tells without the name of the file; what it cannot repair it raises.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

# What pypdf lets through when a file is broken inside.
_BROKEN = (
    PyPdfError, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError,
    NotImplementedError, RecursionError, ZeroDivisionError, zlib.error,
)  # fmt: skip


def read(stream: BinaryIO, origin: Origin) -> Iterator[Report | Issue]:
    """Read a PDF file as one report."""
    data = read_bounded(stream, MAX_BYTES, "a PDF file", origin)
    try:
        text = _read_text(data, origin)
    except DependencyError as error:
        raise ReportError("this PDF is encrypted: save it without a password", place=origin.name) from error
    except _BROKEN as error:
        raise ReportError(f"this PDF cannot be read ({error}): save it anew", place=origin.name) from error
    if not text.strip():
        raise ReportError("no text found in this PDF: scanned pages need a text layer (OCR) first", place=origin.name)
    yield make_report(origin, text)


def _read_text(data: bytes, origin: Origin) -> str:
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReportError("this PDF is encrypted: save it without a password", place=origin.name)
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        pages.append(page.extract_text())
        size += len(pages[-1])
        if size > MAX_TEXT:  # make_report refuses it
            break
    return "\n\n".join(pages)
