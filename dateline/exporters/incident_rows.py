"""Incident -> one flat row: agreed values, what is disputed, the lowest and highest figures claimed, who tells it."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.exporters.flat import COUNTED, DATE_COLUMNS, PLACE_COLUMNS, date_values, place_values
from dateline.exporters.sheets import Row, Sheet, Value
from dateline.incidents import ComparedField, FigureRow, Incident, leading_claim

COLUMNS: dict[str, type] = dict(
    [
        ("incident_id", str),
        ("event_type", str),
        ("mode", str),
        ("cameo", str),
        ("acled_disorder_type", str),
        ("acled_event_type", str),
        ("acled_sub_event_type", str),
        ("status", str),
        ("agreed_actors", str),
        ("agreed_recipients", str),
        *PLACE_COLUMNS.items(),
        *DATE_COLUMNS.items(),
        *((f"{kind}_{bound}", int) for kind in COUNTED for bound in ("lowest", "highest")),
        ("figures", str),
        ("disputed", str),
        ("disputed_values", str),
        ("claims", int),
        ("reports", int),
        ("independent_sources", int),
        ("told_alone_by", str),
        ("sources", str),
        ("confidence", float),
    ]
)
KINDS = (*COUNTED, "other")


def incident_row(incident: Incident) -> Row:
    """Give an incident's values by column; a field on which the claims differ has no agreed value."""
    event = leading_claim(incident).member.event
    values: Row = {
        "incident_id": incident.incident_id,
        "event_type": incident.event_type,
        "mode": incident.mode,
        "cameo": event.cameo,
        "acled_disorder_type": event.acled.disorder_type,
        "acled_event_type": event.acled.event_type,
        "acled_sub_event_type": event.acled.sub_event_type,
        "status": incident.status,
        "agreed_actors": _agreed(incident, "actors"),
        "agreed_recipients": _agreed(incident, "recipients"),
        "figures": figures_text(incident),
        "disputed": "; ".join(incident.disputed),
        "disputed_values": disputed_text(incident),
        "claims": len(incident.claims),
        "reports": len({claim.member.event.report_id for claim in incident.claims}),
        "independent_sources": incident.independent_sources,
        "told_alone_by": incident.told_alone_by,
        "sources": "; ".join(note.source for note in incident.sources),
        "confidence": incident.confidence,
    }
    parts = place_values(incident.place) | date_values(incident.date) | _bounds(incident)
    return {column: (values | parts)[column] for column in COLUMNS}


def standing_figures(incident: Incident, kind: str) -> list[FigureRow]:
    """List the counts of a kind that stand: not updated by the same claimant since, and not a copy of another's."""
    return [row for row in incident.figures if row.kind == kind and row.updated_by is None and row.copy_of is None]


def lowest_claimed(incident: Incident, kind: str) -> int | None:
    """Give the lowest number that a claimant vouches for; counts of a longer time (running totals) are left out."""
    said = [row.min for row in standing_figures(incident, kind) if row.scope == "event" and row.min is not None]
    return min(said, default=None)


def highest_claimed(incident: Incident, kind: str) -> int | None:
    """Give the highest number that a claimant names: of "over 1,500" that is 1500, though the claim is open above."""
    rows = (row for row in standing_figures(incident, kind) if row.scope == "event")
    said = (row.min if row.max is None else row.max for row in rows)
    return max((number for number in said if number is not None), default=None)


def figures_text(incident: Incident) -> str:
    """Give the counts with their claimants: "killed: 1500- (the party); 200 (ministry) | injured: 3 (ministry)"."""
    kinds = ((kind, standing_figures(incident, kind)) for kind in KINDS)
    return " | ".join(f"{kind}: {'; '.join(dict.fromkeys(map(_count, rows)))}" for kind, rows in kinds if rows)


def disputed_text(incident: Incident) -> str:
    """Give every value of the disputed fields with who claims it: "mode: riot (A, B); demo (C) | place: ..."."""
    fields = (field for field in incident.fields if not field.agreed)
    return " | ".join(f"{field.name}: {'; '.join(_values(field))}" for field in fields)


def _values(field: ComparedField) -> Iterator[str]:
    for value in field.values:
        yield f"{value.value or 'not said'} ({', '.join(value.claimants)})"


def _count(row: FigureRow) -> str:
    low, high = ("" if number is None else str(number) for number in (row.min, row.max))
    amount = low if low == high else f"{low}-{high}"
    total = " in all" if row.scope == "running-total" else ""
    return f"{amount}{total} ({row.claimant})"


def _agreed(incident: Incident, name: str) -> str | None:
    field = next((field for field in incident.fields if field.name == name), None)
    return field.values[0].value if field and field.agreed and field.values else None


def _bounds(incident: Incident) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for kind in COUNTED:
        values[f"{kind}_lowest"] = lowest_claimed(incident, kind)
        values[f"{kind}_highest"] = highest_claimed(incident, kind)
    return values


INCIDENTS: Sheet[Incident] = Sheet(
    name="incidents", key="incident_id", columns=COLUMNS, rows=lambda incident: [incident_row(incident)]
)
