"""A file of an analyst's own grades of sources -> Reliability by source; what the file does not grade has no grade.

The grades are those of the Admiralty code (NATO AJP-2.1): A-F how reliable a source is, 1-6 how credible what it tells.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from dateline.errors import UsageError
from dateline.incidents import CREDIBILITY, GRADES, Credibility, Grade, Reliability

COLUMNS = ("source", "grade", "credibility", "note")


def load_reliability(path: Path) -> dict[str, Reliability]:
    """Read a CSV file with the columns source, grade and, if wanted, credibility and note.

    Raises UsageError naming the file and the line for what is malformed.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    rows = csv.DictReader(io.StringIO(_decoded(content, path), newline=""), strict=True)
    try:
        return _read(rows, path)
    except csv.Error as error:
        place = f"{path}:{rows.reader.line_num}"
        raise UsageError(f"{place}: expected a line of a CSV file, found something else ({error})") from error


def _decoded(content: bytes, path: Path) -> str:
    """Give the file's text; raises UsageError naming the line that is no text in UTF-8."""
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path}:{line}: expected text in UTF-8, found something else: save the file so") from error
    if (nul := content.find(b"\0")) >= 0:
        line = content.count(b"\n", 0, nul) + 1
        raise UsageError(f"{path}:{line}: expected text in UTF-8, found a NUL character: take it out")
    return words


def _read(rows: csv.DictReader[str], path: Path) -> dict[str, Reliability]:
    names = rows.fieldnames or ()
    missing = [name for name in COLUMNS[:2] if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if missing or unknown or len(names) > len(set(names)):
        raise UsageError(f"{path}:1: expected the columns {', '.join(COLUMNS)}, found {', '.join(names) or 'none'}")
    found: dict[str, Reliability] = {}
    for row in rows:
        place = f"{path}:{rows.line_num}"
        source = (row["source"] or "").strip()
        if None in row or not source:
            raise UsageError(f"{place}: expected a source and its grade, found {_shown(row)}")
        if source in found:
            raise UsageError(f"{place}: the source '{source}' is graded twice: keep one line")
        found[source] = _graded(row, place)
    return found


def _graded(row: Mapping[str, str | None], place: str) -> Reliability:
    grade = _one_of(row["grade"], tuple(GRADES), "grade", place)
    credibility = (
        _one_of(row.get("credibility"), tuple(CREDIBILITY), "credibility", place) if row.get("credibility") else None
    )
    return Reliability(
        grade=cast(Grade, grade),
        credibility=cast(Credibility | None, credibility),
        note=(row.get("note") or "").strip() or None,
    )


def _one_of(value: str | None, choices: tuple[str, ...], name: str, place: str) -> str:
    told = (value or "").strip().upper()
    if told not in choices:
        raise UsageError(f"{place}: expected a {name} of {choices[0]} to {choices[-1]}, found '{value or ''}'")
    return told


def _shown(row: Mapping[str, object]) -> str:
    return ", ".join(str(value) for value in row.values() if value) or "an empty line"
