"""JSON lines → Report…: one report a line; a line that cannot be read is named and the rest goes on."""

from __future__ import annotations

import codecs
import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from dateline.errors import ReportError
from dateline.ingest.encoding import decode
from dateline.ingest.origin import MAX_TEXT, Origin, check_text, content_id, parse_day
from dateline.records import Issue, Report

_MAX_LINE = 7 * MAX_TEXT  # bytes: an escaped character takes six, and the other fields need room
_CHUNK = 1 << 20
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")  # null and lone surrogates: no file or database can hold them
_OPTIONAL = ("title", "source", "url", "language", "author")


def read(stream: BinaryIO, origin: Origin) -> Iterator[Report | Issue]:
    """Read each line of a JSONL file as one report."""
    seen = named_by_file = False
    for number, line in _lines(stream):
        if line is not None and not line.strip():
            continue
        seen = True
        try:
            report, warning = _read_line(line, origin, number)
        except ReportError as error:
            yield origin.issue(error.message, line=number)
            continue
        if not report.id:
            report = dataclasses.replace(report, id=_stand_in(origin, report.text, first=not named_by_file))
            named_by_file = True
        if warning:
            yield origin.issue(warning, line=number, level="warning")
        yield report
    if not seen:
        yield origin.issue('the file is empty: lines like {"id": "r1", "text": "..."} were expected')


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Give each line with its number; None stands for a line over the limit, which is skipped."""
    number = 0
    while line := stream.readline(_MAX_LINE + 1):
        number += 1
        if number == 1:
            if line.startswith(_WIDE_MARKS):
                raise ReportError("JSONL must be UTF-8 and this file is UTF-16: save it as UTF-8")
            line = line.removeprefix(codecs.BOM_UTF8)
        if len(line) <= _MAX_LINE:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_CHUNK)
        yield number, None


def _read_line(line: bytes | None, origin: Origin, number: int) -> tuple[Report, str | None]:
    """Build one line's report (with an empty id where it gives none), and a warning where there is one."""
    if line is None:
        raise ReportError(f"a line may hold at most {_MAX_LINE:,} bytes: split this report")
    decoded, warning = decode(line, place=origin.place(number))
    fields = _parse_object(decoded)
    raw = _string(fields, "text")
    if raw is None:
        raise ReportError('"text" is missing: every report needs one')
    check_text(raw, origin.place(number))
    text = _NO_CHARACTER.sub("\ufffd", raw)
    if text != raw:
        warning = "null or broken characters in the text are shown as \ufffd"
    return _to_report(fields, text, origin, number), warning


def _to_report(fields: dict[str, Any], text: str, origin: Origin, number: int) -> Report:
    day = _day(fields) or origin.published
    optional = {key: _string(fields, key) for key in _OPTIONAL}
    return Report(
        id=_identity(fields) or "",
        text=text,
        title=optional["title"],
        published=day,
        published_from="given" if day else None,
        source=optional["source"] or origin.source,
        url=optional["url"] or origin.url,
        language=optional["language"],
        author=optional["author"],
        origin=origin.place(number),
    )


def _parse_object(line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise ReportError(
            f"not valid JSON at column {error.colno} ({error.msg}): one object a line was expected"
        ) from error
    except (RecursionError, ValueError) as error:  # ValueError: a number of thousands of digits
        raise ReportError("not readable as JSON: one flat object a line was expected") from error
    if not isinstance(fields, dict):
        raise ReportError(f'a JSON object like {{"text": "..."}} was expected, not {type(fields).__name__}')
    return fields


def _string(fields: dict[str, Any], key: str) -> str | None:
    value = fields.get(key)
    if value is not None and not isinstance(value, str):
        raise ReportError(f'"{key}" must be a string or null, not {type(value).__name__}')
    if key != "text" and value is not None:
        return _NO_CHARACTER.sub("\ufffd", value).strip() or None
    return value


def _identity(fields: dict[str, Any]) -> str | None:
    value = fields.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(fields, "id")


def _stand_in(origin: Origin, text: str, *, first: bool) -> str:
    """Name a line without an id by its file; further ones by file and content."""
    if origin.id is None:
        return content_id(text)
    return origin.id if first else f"{origin.id}-{content_id(text)[:8]}"


def _day(fields: dict[str, Any]) -> dt.date | None:
    value = _string(fields, "published")
    if value is None:
        return None
    day = parse_day(value)
    if day is None:
        raise ReportError(f'"published" must be a date like 2020-01-27, not "{value[:40]}"')
    return day
