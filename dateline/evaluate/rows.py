"""Hand-coded tables, coded events -> rows that can be compared.

A table is a CSV file in the columns of the codebook. What its structure breaks stops the reading with a UsageError that
names file and line; a value that the codebook does not know is kept, and becomes a warning.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import get_args

from dateline.errors import UsageError
from dateline.evaluate.names import folded_places
from dateline.jsonlines import read_events
from dateline.ontology.codebook import EventType
from dateline.records import Actor, CodedEvent, EventDate, EventPlace, Span, Status

COLUMNS = (
    "report",
    "event_type",
    "mode",
    "actor",
    "recipient",
    "place",
    "date_start",
    "date_end",
    "status",
    "attributed_to",
    "killed",
)
FIGURES = ("killed", "injured", "arrested", "sentenced")
#: Columns that a table may have besides; those that it lacks are not compared.
MORE_COLUMNS = (
    *("n", "object", "site", "country", "date_basis", "injured", "arrested", "sentenced", "quotes", "evidence"),
    *("place_basis", "private"),
)
#: Columns of an export that tell of the coding and not of the event.
UNCOMPARED_COLUMNS = ("abducted", "participants", "figures_by", "certainty", "confidence", "coder")
NEUTRALISED = re.compile(r"^'(?=[=+\-@\t\r\n])")
RANGE = re.compile(r"\d*-\d*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is compared of one record; a name may come in several forms."""

    report: str
    event_type: str
    mode: str = ""
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()  # folded
    first: dt.date | None = None
    last: dt.date | None = None
    status: str = ""
    attributed_to: str = ""
    killed: str = ""  # min-max
    cells: Mapping[str, str] = field(default_factory=dict, compare=False)  # as written, by column of the codebook
    origin: str = field(default="", compare=False)  # the file and line it was read from
    event: CodedEvent | None = field(default=None, compare=False)  # that it was made of

    def cell(self, column: str) -> str:
        """Give what is written in a column; empty where nothing is, or the coding has no such column."""
        return self.cells.get(column, "")

    def parts(self, column: str) -> tuple[str, ...]:
        """Give the texts that a cell lists: quotes and evidence are joined by ` | `, all else by `;`."""
        separator = " | " if column in ("quotes", "evidence") else ";"
        return _filled(part.strip() for part in self.cell(column).split(separator))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """All that one coder, a person or a program, found."""

    name: str
    rows: Sequence[Row]
    columns: frozenset[str] = frozenset((*COLUMNS, *MORE_COLUMNS))  # those that it tells of
    warnings: tuple[str, ...] = ()


def read_coding(path: Path) -> Coding:
    """Read a coder's rows from CSV, or coded events from JSON lines (any other ending).

    Raises UsageError for a table that lacks columns, a cell that is no date, a row without report or type or with more
    cells than columns; ReportError for a line that is no event. Each names file and line.
    """
    if path.suffix.lower() != ".csv":
        return Coding(name=path.name, rows=rows_from_events(read_events(path)))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            columns = tuple(table.fieldnames or ())
            _check_columns(path, columns)
            rows = [_row_from_cells(cells, f"{path}:{table.line_num}") for cells in table]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: expected a CSV file in UTF-8, found something else ({error})") from error
    doubts = (warning for row in rows for warning in _doubts(row))
    warnings = [*_unknown_columns(path, columns), *doubts, *_told_twice(rows)]
    return Coding(name=path.name, rows=rows, columns=frozenset(columns), warnings=tuple(warnings))


def with_known_codes(coding: Coding, types: Mapping[str, EventType]) -> Coding:
    """Write a coding's types and modes as the codebook does, whatever their case; name those that it does not have."""
    rows, warnings = [], list(coding.warnings)
    for row in coding.rows:
        if row.event is not None:
            rows.append(row)
            continue
        event_type = _as_known(row.event_type, types)
        modes = types[event_type].modes if event_type in types else ()
        mode = _as_known(row.mode, modes)
        if event_type not in types:
            warnings.append(f"{row.origin}: the codebook has no type '{row.event_type}'; known: {', '.join(types)}")
        elif mode and mode not in modes:
            known = ", ".join(modes) or "none"
            warnings.append(f"{row.origin}: the codebook has no mode '{row.mode}' of {event_type}; known: {known}")
        cells = {**row.cells, "event_type": event_type, "mode": mode}
        rows.append(replace(row, event_type=event_type, mode=mode, cells=cells))
    return replace(coding, rows=rows, warnings=tuple(warnings))


def _as_known(name: str, known: Iterable[str]) -> str:
    return next((each for each in known if each.casefold() == name.casefold()), name)


def rows_from_events(events: Iterable[CodedEvent]) -> list[Row]:
    """Give what is compared of coded events."""
    return [_row_from_event(event) for event in events]


def keep_reports(rows: Iterable[Row], reports: Collection[str]) -> list[Row]:
    """Keep the rows of some reports; `000` keeps those of `000_name` too."""
    return [row for row in rows if known_id(row.report, reports) in reports]


def align_reports(rows: Iterable[Row], known: Collection[str]) -> list[Row]:
    """Give rows the known ids where a file's name goes on after it: `000_name` becomes `000`."""
    return [replace(row, report=known_id(row.report, known)) for row in rows]


def known_id(report: str, known: Collection[str]) -> str:
    """Give the known id that a report's id begins with, else its own."""
    beginning = report.split("_", 1)[0]
    return beginning if report not in known and beginning in known else report


# --- tables


def _check_columns(path: Path, found: Sequence[str]) -> None:
    missing = [column for column in COLUMNS if column not in found]
    if missing:
        raise UsageError(
            f"{path}:1: expected the columns of the codebook, but {', '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} missing (found: {', '.join(found) or 'none'})"
        )
    twice = sorted({column for column in found if found.count(column) > 1})
    if twice:
        raise UsageError(f"{path}:1: expected each column once, but found {', '.join(twice)} more than once")


def _unknown_columns(path: Path, found: Sequence[str]) -> list[str]:
    unknown = [column for column in found if column not in (*COLUMNS, *MORE_COLUMNS, *UNCOMPARED_COLUMNS)]
    if not unknown:
        return []
    return [f"{path}:1: the codebook has no column {', '.join(unknown)}; nothing there is compared"]


def _row_from_cells(cells: Mapping[str | None, object], place: str) -> Row:
    if None in cells:
        raise UsageError(f"{place}: expected as many cells as there are columns, found more: put quotes around commas")
    text = {str(column): NEUTRALISED.sub("", str(cell or "").strip()) for column, cell in cells.items()}
    for column in ("report", "event_type"):
        if not text[column]:
            raise UsageError(f"{place}: expected a value in the column {column}, found none")
    try:
        first, last = (
            dt.date.fromisoformat(day[:10]) if day else None for day in (text["date_start"], text["date_end"])
        )
    except ValueError as error:
        raise UsageError(f"{place}: expected dates such as 2020-01-25, found something else ({error})") from error
    return Row(
        report=text["report"],
        event_type=text["event_type"],
        mode=text["mode"],
        actors=_filled([text["actor"]]),
        recipients=_filled([text["recipient"]]),
        places=folded_places([text["place"]]),
        first=first,
        last=last,
        status=text["status"],
        attributed_to=text["attributed_to"],
        killed=text["killed"],
        cells=text,
        origin=place,
    )


def _doubts(row: Row) -> list[str]:
    """Name what the codebook does not allow in a row's cells."""
    found = []
    if row.first and row.last and row.last < row.first:
        found.append(f"{row.origin}: date_end {row.last} lies before date_start {row.first}")
    if row.status not in get_args(Status):
        found.append(f"{row.origin}: expected a status of {', '.join(get_args(Status))}, found '{row.status}'")
    for column in FIGURES:
        figure = row.cells.get(column, "")
        if figure and not RANGE.fullmatch(figure):
            found.append(f"{row.origin}: expected {column} as min-max such as 3-3 or 1500-, found '{figure}'")
    return found


def _told_twice(rows: Iterable[Row]) -> Iterator[str]:
    """Name rows that say all that a row before them says."""
    first: dict[frozenset[tuple[str, str]], str] = {}
    for row in rows:
        said = frozenset((column, cell) for column, cell in row.cells.items() if column != "n" and cell)
        if said in first:
            yield f"{row.origin}: the same record as in {first[said]}"
        first.setdefault(said, row.origin)


# --- events


def _row_from_event(event: CodedEvent) -> Row:
    date, place = event.date, event.place
    region = place.admin1 if place and place.precision == "region" else None
    cells = _cells_of(event)
    return Row(
        report=event.report_id,
        event_type=event.event_type,
        mode=event.mode or "",
        actors=_forms(event.actors),
        recipients=_forms(event.recipients),
        places=folded_places([place.span.text if place.span else "", place.name, region or ""] if place else []),
        first=date.first if date else None,
        last=(date.last or date.first) if date else None,
        status=event.status,
        attributed_to="; ".join(_written(actor) for actor in event.attributed_to),
        killed=cells["killed"],
        cells=cells,
        event=event,
    )


def _cells_of(event: CodedEvent) -> dict[str, str]:
    """Write an event as a coder would in the columns of the codebook."""
    people = (*event.actors, *event.recipients, *event.attributed_to)
    return (
        {
            "report": event.report_id,
            "event_type": event.event_type,
            "mode": event.mode or "",
            "actor": "; ".join(actor.name for actor in event.actors),
            "recipient": "; ".join(actor.name for actor in event.recipients),
            "object": _joined(event.objects, "; "),
            "status": event.status,
            "attributed_to": "; ".join(actor.name for actor in event.attributed_to),
            "quotes": _joined((quote.span for quote in event.quotes), " | "),
            "evidence": _joined(event.evidence, " | "),
            "private": "yes" if any(actor.private for actor in people) else "no",
        }
        | {kind: _figure(event, kind) for kind in FIGURES}
        | _place_cells(event.place)
        | _date_cells(event.date)
    )


def _place_cells(place: EventPlace | None) -> dict[str, str]:
    return {
        "place": place.name if place else "",
        "site": place.site.text if place and place.site else "",
        "country": (place.country or "") if place else "",
        "place_basis": place.basis if place else "",
    }


def _date_cells(date: EventDate | None) -> dict[str, str]:
    first, last = (date.first, date.last or date.first) if date else (None, None)
    return {
        "date_start": first.isoformat() if first else "",
        "date_end": last.isoformat() if last else "",
        "date_basis": date.basis if date and first else "",
    }


def _figure(event: CodedEvent, kind: str) -> str:
    figure = next((figure for figure in event.figures if figure.kind == kind), None)
    return f"{_number(figure.min)}-{_number(figure.max)}" if figure else ""


def _forms(actors: Iterable[Actor]) -> tuple[str, ...]:
    return _filled(form for actor in actors for form in (actor.span.text if actor.span else "", actor.name))


def _written(actor: Actor) -> str:
    return actor.span.text if actor.span else actor.name


def _joined(spans: Iterable[Span], separator: str) -> str:
    return separator.join(dict.fromkeys(span.text for span in spans))


def _filled(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
