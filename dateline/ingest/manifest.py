"""CSV → what is known of each file beside its text: its day, source and address."""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import UsageError
from dateline.ingest.origin import STEP, parse_day
from dateline.records import Issue

_FILE = "file"
_FIELDS = ("published", "source", "url")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a manifest."""

    line: int
    published: dt.date | None
    source: str | None
    url: str | None


def read_manifest(path: Path) -> dict[str, Row]:
    """Read a manifest with the columns file, published, source, url; all but `file` may be left out."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return _read_rows(csv.DictReader(lines), path)
    except OSError as error:
        raise UsageError(f"{path}: cannot read the manifest ({error.strerror}): check the path") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: the manifest is not UTF-8: save it as UTF-8 CSV") from error
    except csv.Error as error:
        raise UsageError(f"{path}: the manifest is not valid CSV ({error})") from error


def match_files(
    rows: dict[str, Row], files: Iterable[tuple[Path, str]], manifest: Path
) -> tuple[dict[Path, Row], list[Issue]]:
    """Find each row's file among `files` (path, path relative to its folder): by path, else by name.

    Gives a warning for each row whose file is not among them.
    """
    names: dict[str, set[Path]] = {}
    for path, relative in files:
        for name in {path.as_posix(), os.path.realpath(path), relative, path.name}:
            names.setdefault(name, set()).add(path)
    matched: dict[Path, Row] = {}
    unused: list[Issue] = []
    for name, row in rows.items():
        file = _match(name, row, names, manifest)
        if file is None:
            message = f"{name} is not among the input files: this row is not used"
            unused.append(Issue(place=f"{manifest}:{row.line}", step=STEP, message=message, level="warning"))
            continue
        if file in matched:
            raise UsageError(f"{manifest}:{row.line}: {name} was already named on line {matched[file].line}")
        matched[file] = row
    return matched, unused


def _match(name: str, row: Row, names: dict[str, set[Path]], manifest: Path) -> Path | None:
    plain = Path(name).as_posix()
    beside = os.path.realpath(manifest.parent / name)
    found = names.get(plain) or names.get(beside)
    if not found:
        return None
    if len(found) > 1:
        several = ", ".join(sorted(map(str, found)))
        raise UsageError(f"{manifest}:{row.line}: {name} names several files ({several}): give the path")
    return next(iter(found))


def _read_rows(reader: csv.DictReader[str], path: Path) -> dict[str, Row]:
    columns = [column.strip().lower() for column in reader.fieldnames or ()]
    if _FILE not in columns or not set(columns) & set(_FIELDS):
        raise UsageError(
            f"{path}:1: the columns file, published, source, url were expected, found: {', '.join(columns) or 'none'}"
        )
    reader.fieldnames = columns
    rows: dict[str, Row] = {}
    for fields in reader:
        values = {key: (value or "").strip() for key, value in fields.items() if isinstance(value, str)}
        name = values.get(_FILE)
        if not name:
            raise UsageError(f"{path}:{reader.line_num}: the column file is empty")
        if name in rows:
            raise UsageError(f"{path}:{reader.line_num}: {name} was already named on line {rows[name].line}")
        rows[name] = _to_row(values, reader.line_num, path)
    return rows


def _to_row(values: dict[str, str], line: int, path: Path) -> Row:
    written = values.get("published")
    day = parse_day(written) if written else None
    if written and day is None:
        raise UsageError(f'{path}:{line}: published must be a date like 2020-01-27, not "{written}"')
    return Row(line, day, values.get("source") or None, values.get("url") or None)
