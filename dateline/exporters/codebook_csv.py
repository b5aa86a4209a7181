"""CodedEvent -> CSV in the columns in which the codebook's coders write, so that it can be compared with theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from dateline.exporters.cells import TableWriter, text_writer
from dateline.exporters.flat import first_figure, has_private_person, joined_names, joined_texts
from dateline.records import CodedEvent, EventPlace

COLUMNS = (
    "report",
    "n",
    "event_type",
    "mode",
    "actor",
    "recipient",
    "object",
    "site",
    "place",
    "country",
    "date_start",
    "date_end",
    "date_basis",
    "status",
    "attributed_to",
    "killed",
    "injured",
    "arrested",
    "sentenced",
    "quotes",
    "evidence",
    "place_basis",
    "private",
    "abducted",
    "participants",
    "figures_by",
    "certainty",
    "confidence",
    "coder",
)
FIGURES = ("killed", "injured", "arrested", "sentenced", "abducted", "participants")


def export_csv(events: Iterable[CodedEvent], out: BinaryIO) -> int:
    """Write events as rows of the codebook; give how many. `n` counts them within each report."""
    with text_writer(out) as text:
        table = TableWriter(text, COLUMNS)
        report, number = None, 0
        for event in events:
            number = number + 1 if event.report_id == report else 1
            report = event.report_id
            table.write(codebook_row(event, number))
    return table.rows


def codebook_row(event: CodedEvent, number: int) -> dict[str, str | int | float]:
    """Give an event's cells by the columns of the codebook."""
    row: dict[str, str | int | float] = {
        "report": event.report_id,
        "n": number,
        "event_type": event.event_type,
        "mode": event.mode or "",
        "actor": joined_names(event.actors),
        "recipient": joined_names(event.recipients),
        "object": joined_texts(event.objects),
        "status": event.status,
        "attributed_to": joined_names(event.attributed_to),
        "quotes": joined_texts((quote.span for quote in event.quotes), " | "),
        "evidence": joined_texts(event.evidence, " | "),
        "private": "yes" if has_private_person(event) else "no",
        "figures_by": _claimants(event),
        "certainty": event.certainty,
        "confidence": event.confidence,
        "coder": event.coder,
    }
    row |= {kind: _figure_cell(event, kind) for kind in FIGURES}
    return row | _place_cells(event.place) | _date_cells(event)


def _place_cells(place: EventPlace | None) -> dict[str, str]:
    if place is None:
        return {"site": "", "place": "", "country": "", "place_basis": ""}
    return {
        "site": place.site.text if place.site else "",
        "place": _as_written(place),
        "country": place.country or "",
        "place_basis": place.basis,
    }


def _as_written(place: EventPlace) -> str:
    """Give the words that name a place; its own name where the words only point at it ("the capital", "French")."""
    written = place.span.text.removeprefix("the ").removeprefix("The ") if place.span else ""
    named = written and all(word[0].isupper() or len(word) < 4 for word in written.split())
    return written if named and place.precision != "country" else place.name


def _date_cells(event: CodedEvent) -> dict[str, str]:
    date = event.date
    first, last = (date.first, date.last or date.first) if date else (None, None)
    return {
        "date_start": first.isoformat() if first else "",
        "date_end": last.isoformat() if last else "",
        "date_basis": date.basis if date and first else "",
    }


def _figure_cell(event: CodedEvent, kind: str) -> str:
    figure = first_figure(event, kind)
    if figure is None:
        return ""
    return f"{'' if figure.min is None else figure.min}-{'' if figure.max is None else figure.max}"


def _claimants(event: CodedEvent) -> str:
    """Say of each count who gives it, where the report cites anybody: "killed: officials; injured: a nurse"."""
    figures = {kind: first_figure(event, kind) for kind in FIGURES}
    told = {kind: ", ".join(actor.name for actor in figure.attributed_to) for kind, figure in figures.items() if figure}
    return "; ".join(f"{kind}: {names}" for kind, names in told.items() if names)
