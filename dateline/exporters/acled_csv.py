"""CodedEvent, Incident -> CSV in ACLED's columns, with what ACLED would code: acts done, of the types that it knows.

Columns as in ACLED's codebook of 2024 (acleddata.com). What we do not know stays empty: `iso`, `region`,
`source_scale`, `timestamp`. Acts that are planned, called for,
threatened, denied or hypothetical are left out, and so are types that ACLED does not code. Of several figures for one
incident the lowest is given, as ACLED takes the most conservative estimate; all of them stand in the notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from dateline.exporters.as_event import as_event
from dateline.exporters.cells import Cell, TableWriter, text_writer
from dateline.exporters.flat import first_figure, joined_names, joined_texts
from dateline.exporters.incident_rows import disputed_text, figures_text, lowest_claimed
from dateline.gazetteer import load_gazetteer
from dateline.incidents import Incident
from dateline.records import Actor, CodedEvent, EventDate, EventPlace

COLUMNS = (
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
)
DONE = frozenset({"reported", "historical"})

# Our role codes by ACLED's kinds of actors
INTER = {
    "GOV": "State forces",
    "MIL": "State forces",
    "COP": "State forces",
    "SPY": "State forces",
    "REB": "Rebel group",
    "PAR": "Political militia",
    "PRO": "Protesters",
    "CVL": "Civilians",
}
ARMED = frozenset({"State forces", "Rebel group", "Political militia"})
# In these events the first actor is always of one kind; who acts against them comes second
INTER_BY_TYPE = {"Protests": "Protesters", "Riots": "Rioters"}
GEO_PRECISION = {"site": 1, "city": 1, "district": 2, "region": 3}
DAYS_IN_WEEK, DAYS_IN_MONTH = 7, 31


def export_acled(events: Iterable[CodedEvent], out: BinaryIO) -> int:
    """Write the events that ACLED would code in its columns; give how many."""
    return _write((acled_row(event) for event in events if _is_coded(event)), out)


def export_claims_acled(incidents: Iterable[Incident], out: BinaryIO) -> int:
    """Write the claims that ACLED would code, one a row, with the id of their incident among the tags."""
    return _write(_claim_rows(incidents), out)


def export_incidents_acled(incidents: Iterable[Incident], out: BinaryIO) -> int:
    """Write the incidents that ACLED would code, one a row, with all their sources; give how many."""
    pairs = ((incident, as_event(incident)) for incident in incidents)
    return _write((_incident_row(incident, event) for incident, event in pairs if _is_coded(event)), out)


def _write(rows: Iterable[dict[str, Cell]], out: BinaryIO) -> int:
    with text_writer(out) as text:
        table = TableWriter(text, COLUMNS)
        for row in rows:
            table.write(row)
    return table.rows


def _is_coded(event: CodedEvent) -> bool:
    return bool(event.acled.event_type) and event.status in DONE


def _claim_rows(incidents: Iterable[Incident]) -> Iterator[dict[str, Cell]]:
    for incident in incidents:
        for claim in incident.claims:
            if _is_coded(claim.member.event):
                row, copy = acled_row(claim.member.event), claim.member.copy_of
                tags = [row["tags"], f"incident={incident.incident_id}", f"copy of={copy}" if copy else None]
                yield row | {"tags": "; ".join(str(tag) for tag in tags if tag)}


def _incident_row(incident: Incident, event: CodedEvent) -> dict[str, Cell]:
    figures, disputed = figures_text(incident), disputed_text(incident)
    killed = lowest_claimed(incident, "killed")
    lowest = "" if killed is None else " (fatalities: the lowest claimed)"
    notes = [
        joined_texts(event.evidence, " "),
        f"Figures: {figures}{lowest}." if figures else "",
        f"Disputed: {disputed}." if disputed else "",
    ]
    crowd = lowest_claimed(incident, "participants")
    return acled_row(event) | {
        "fatalities": killed,
        "notes": " ".join(note for note in notes if note),
        "tags": f"crowd size={crowd}" if crowd is not None else None,
    }


def acled_row(event: CodedEvent) -> dict[str, Cell]:
    """Give an event's cells by ACLED's columns."""
    acled, crowd, killed = event.acled, first_figure(event, "participants"), first_figure(event, "killed")
    row: dict[str, Cell] = dict.fromkeys(COLUMNS)
    row |= {
        "event_id_cnty": f"{(event.place.country if event.place else None) or ''}{event.event_id}",
        "disorder_type": acled.disorder_type,
        "event_type": acled.event_type,
        "sub_event_type": acled.sub_event_type,
        "civilian_targeting": "Civilian targeting" if acled.event_type == "Violence against civilians" else None,
        "source": event.source,
        "notes": joined_texts(event.evidence, " "),
        "fatalities": killed.min if killed and killed.scope == "event" else None,
        "tags": f"crowd size={crowd.span.text}" if crowd else None,
    }
    return row | _actor_cells(event) | _date_cells(event.date) | _place_cells(event.place)


def _actor_cells(event: CodedEvent) -> dict[str, Cell]:
    crowd = INTER_BY_TYPE.get(event.acled.event_type or "")
    actors, recipients = event.actors, event.recipients
    if crowd and _inter(actors) in ARMED:  # police who disperse a march
        actors, recipients = recipients, actors
    first, second = crowd or _inter(actors), _inter(recipients)
    interaction = f"{first}-{second}" if first and second else f"{first} only" if first else None
    return {
        "actor1": joined_names(actors[:1]),
        "assoc_actor_1": joined_names(actors[1:]),
        "inter1": first,
        "actor2": joined_names(recipients[:1]),
        "assoc_actor_2": joined_names(recipients[1:]),
        "inter2": second,
        "interaction": interaction,
    }


def _inter(actors: tuple[Actor, ...]) -> str | None:
    return INTER.get(actors[0].role or "") if actors else None


def _date_cells(date: EventDate | None) -> dict[str, Cell]:
    if date is None or date.first is None:
        return {}
    days = ((date.last or date.first) - date.first).days + 1
    precision = 1 if days == 1 else 2 if days <= DAYS_IN_WEEK else 3 if days <= DAYS_IN_MONTH else None
    return {"event_date": date.first.isoformat(), "year": date.first.year, "time_precision": precision}


def _place_cells(place: EventPlace | None) -> dict[str, Cell]:
    if place is None:
        return {}
    precision = GEO_PRECISION.get(place.precision)
    return {
        "country": _country_name(place.country),
        "admin1": place.admin1,
        "location": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": max(precision, 2) if precision and place.near else precision,
    }


def _country_name(code: str | None) -> str | None:
    country = load_gazetteer().country(code) if code else None
    return country.name if country else code
