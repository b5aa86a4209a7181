"""Files, folders, standard input → Report…: what cannot be read becomes an Issue and the rest goes on."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import importlib
import io
import itertools
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from dateline.errors import ReportError
from dateline.ingest.inputs import STDIN, File, find_files
from dateline.ingest.language import CODED, check_language
from dateline.ingest.manifest import Row, match_files, read_manifest
from dateline.ingest.origin import STEP, Origin, content_id
from dateline.records import Issue, Report

__all__ = ["FORMATS", "check_language", "read_reports"]

# A file's ending and the module that reads it. Modules are loaded when first needed, since trafilatura
# and the PDF and DOCX libraries would double the time to the first event of a text file.
FORMATS = {
    ".txt": "dateline.ingest.text",
    ".html": "dateline.ingest.web",
    ".htm": "dateline.ingest.web",
    ".jsonl": "dateline.ingest.jsonl",
    ".pdf": "dateline.ingest.pdf",
    ".docx": "dateline.ingest.word",
}
_SNIFFED = 65536
_JSON_LINE = re.compile(rb"\s*\{\s*\"")
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|\?xml|html|head|body|article|div|p|h1)\b", re.I | re.S)
_BOM = b"\xef\xbb\xbf"


def read_reports(
    inputs: Sequence[str],
    *,
    published: dt.date | None = None,
    manifest: Path | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Report | Issue]:
    """Read every report of the files, folders, patterns and `-` (standard input) named, one at a time.

    A bad manifest raises UsageError at once; a row for a file that is not read gives a warning. `published` dates the
    reports that neither their own line nor the manifest dates.
    """
    known, unused = _read_known(inputs, manifest) if manifest else ({}, [])
    defaults = Origin(name=STDIN, published=published)
    found = (item for item in find_files(inputs, FORMATS) if not (manifest and _is_skipped(item, manifest)))
    return _check_all(itertools.chain(unused, _read_all(found, defaults, known, stdin or sys.stdin.buffer)))


def _is_skipped(item: File | Issue, manifest: Path) -> bool:
    """Tell whether this is the manifest itself, which lies among the reports."""
    return isinstance(item, Issue) and Path(item.place).resolve() == manifest.resolve()


def _read_known(inputs: Sequence[str], manifest: Path) -> tuple[dict[Path, Row], list[Issue]]:
    rows = read_manifest(manifest)
    files = (found for found in find_files(inputs, FORMATS) if isinstance(found, File))
    return match_files(rows, ((file.path, file.relative) for file in files if file.path), manifest)


def _read_all(
    files: Iterable[File | Issue], defaults: Origin, known: dict[Path, Row], stdin: BinaryIO
) -> Iterator[Report | Issue]:
    for found in files:
        if isinstance(found, Issue):
            yield found
        elif found.path is None:
            yield from _read_stdin(stdin, dataclasses.replace(defaults, name="standard input"))
        else:
            yield from _read_file(found.path, _describe(found.path, defaults, known.get(found.path)))


def _describe(path: Path, defaults: Origin, row: Row | None) -> Origin:
    origin = dataclasses.replace(defaults, name=str(path), id=path.stem)
    if row is None:
        return origin
    return dataclasses.replace(origin, published=row.published or origin.published, source=row.source, url=row.url)


def _read_file(path: Path, origin: Origin) -> Iterator[Report | Issue]:
    try:
        with path.open("rb") as stream:
            yield from _read_stream(stream, origin, path.suffix.lower())
    except OSError as error:
        yield origin.issue(f"cannot read this file: {error.strerror or error}")


def _read_stdin(stdin: BinaryIO, origin: Origin) -> Iterator[Report | Issue]:
    stream = io.BufferedReader(cast(io.RawIOBase, stdin), _SNIFFED)
    try:
        yield from _read_stream(stream, origin, _sniff(stream.peek(_SNIFFED)))
    except OSError as error:
        yield origin.issue(f"cannot read: {error.strerror or error}")
    finally:
        stream.detach()  # leaves the caller's stream open


def _sniff(start: bytes) -> str:
    start = start.removeprefix(_BOM)
    if _JSON_LINE.match(start):
        return ".jsonl"
    return ".html" if _HTML.match(start) else ".txt"


def _read_stream(stream: BinaryIO, origin: Origin, ending: str) -> Iterator[Report | Issue]:
    reader = importlib.import_module(FORMATS[ending])
    try:
        yield from reader.read(stream, origin)
    except ReportError as error:
        yield Issue(place=error.place or origin.name, step=STEP, message=error.message)


def _check_all(items: Iterable[Report | Issue]) -> Iterator[Report | Issue]:
    """Hold back reports in a language that is not coded, and keep the ids of a batch apart."""
    seen: dict[str, tuple[bytes, bytes]] = {}
    for item in items:
        if isinstance(item, Issue):
            yield item
            continue
        language = (item.language or check_language(item.text)).lower()
        if re.split("[-_]", language)[0] not in (CODED, "eng", "english"):
            message = f"cannot code '{language}': dateline codes English"
            yield Issue(place=item.origin or item.id, step=STEP, message=message)
            continue
        report = dataclasses.replace(item, language=item.language or language)
        clash = _find_clash(report, seen)
        if clash:
            report = dataclasses.replace(report, id=f"{report.id}-{content_id(report.text)[:8]}")
            yield Issue(
                place=report.origin,
                step=STEP,
                message=f"the id {item.id} names another text of this batch: this one is kept as {report.id}",
                level="warning",
            )
        yield report


def _find_clash(report: Report, seen: dict[str, tuple[bytes, bytes]]) -> bool:
    """Say whether an earlier report of other text has this id; a new text under the same url is its new version."""
    text, url = _digest(report.text), _digest(report.url or "")
    earlier_text, earlier_url = seen.setdefault(report.id, (text, url))
    return text != earlier_text and not (report.url and url == earlier_url)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
