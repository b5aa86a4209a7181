"""DOCX file → Report: its paragraphs and table cells, in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

import docx
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph

from dateline.errors import ReportError
from dateline.ingest.origin import MAX_BYTES, Origin, make_report, read_bounded
from dateline.records import Issue, Report

_MAX_UNPACKED = 2 * MAX_BYTES
# lxml's parse errors are SyntaxErrors.
_BROKEN = (
    OpcError,
    zipfile.BadZipFile,
    SyntaxError,
    KeyError,
    ValueError,
    OSError,
    RecursionError,
    NotImplementedError,
)


def read(stream: BinaryIO, origin: Origin) -> Iterator[Report | Issue]:
    """Read a DOCX file as one report."""
    data = read_bounded(stream, MAX_BYTES, "a DOCX file", origin)
    try:
        text = _read_text(data, origin)
    except _BROKEN as error:
        raise ReportError(f"this is no readable DOCX file ({error}): save it anew", place=origin.name) from error
    yield make_report(origin, text)


def _read_text(data: bytes, origin: Origin) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        size = sum(entry.file_size for entry in packed.infolist())
    if size > _MAX_UNPACKED:
        raise ReportError(
            f"a DOCX file may unpack to at most {_MAX_UNPACKED:,} bytes and this one unpacks to {size:,}",
            place=origin.name,
        )
    document = docx.Document(io.BytesIO(data))
    return "\n".join(line for item in document.iter_inner_content() for line in _lines(item))


def _lines(item: Paragraph | Table) -> Iterator[str]:
    if isinstance(item, Paragraph):
        yield item.text
        return
    for row in item.rows:
        yield "\t".join(cell.text for cell in row.cells)
