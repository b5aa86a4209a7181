"""CodedEvent, Incident -> PLOVER JSON, one record a line.

Fields by the names of the chapter "JSON Data Fields" of the PLOVER manual (Open Event Data Alliance, draft of 2021,
github.com/openeventdata/PLOVER). Optional fields that hold nothing are left out; `text` always is, for the texts are
their publishers'. What PLOVER has no name for keeps ours, as the manual asks: `status`, `certainty`, `evidence`, ...
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from dateline.exporters.as_event import as_event
from dateline.exporters.flat import first_figure
from dateline.exporters.incident_rows import disputed_text, figures_text, standing_figures
from dateline.exporters.json_lines import json_line, write_lines
from dateline.incidents import Incident
from dateline.jsonlines import Json
from dateline.records import Actor, CodedEvent, EventPlace, FigureKind, Status

#: Verbal cooperation 1, material cooperation 2, verbal conflict 3, material conflict 4. The manual's table counts
#: SANCTION as verbal, its chapter as material conflict; here it is material, as in the published data (POLECAT).
QUAD_CODES = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
#: The contexts by which PLOVER tells what did not, or not now, happen.
CONTEXT_OF_STATUS: dict[Status, str] = {
    "historical": "historical",
    "planned": "future",
    "called-for": "future",
    "threatened": "future",
    "hypothetical": "hypothetical",
    "denied": "negation",
}
SIZES: dict[str, FigureKind] = {"dead": "killed", "injured": "injured", "arrested": "arrested"}
REQUIRED = ("id", "date", "source", "event")


def export_plover(events: Iterable[CodedEvent], out: BinaryIO) -> int:
    """Write events as PLOVER records; give how many."""
    return write_lines((json_line(_record(event)) for event in events), out)


def export_claims_plover(incidents: Iterable[Incident], out: BinaryIO) -> int:
    """Write the claims of incidents as PLOVER records, linked by the id of their incident; give how many."""
    return write_lines(map(json_line, _claims(incidents)), out)


def export_incidents_plover(incidents: Iterable[Incident], out: BinaryIO) -> int:
    """Write incidents as PLOVER records: of a disputed field the value with most support; give how many."""
    return write_lines((json_line(_incident(incident)) for incident in incidents), out)


def _claims(incidents: Iterable[Incident]) -> Iterator[Json]:
    for incident in incidents:
        for claim in incident.claims:
            event = claim.member.event
            yield _record(event, link=incident.incident_id, copy_of=claim.member.copy_of, told_by=list(claim.told_by))


def _incident(incident: Incident) -> Json:
    disputed = disputed_text(incident)
    figures = figures_text(incident)
    said = [f"Disputed: {disputed}." if disputed else "", f"Figures: {figures}." if figures else ""]
    return _record(
        as_event(incident),
        size_info={name: size for name, kind in SIZES.items() if (size := _claimed(incident, kind)) is not None},
        cite_info={"publication": "; ".join(note.source for note in incident.sources)},
        independent_sources=incident.independent_sources,
        comment=" ".join(part for part in said if part),
    )


def _record(event: CodedEvent, **more: object) -> Json:
    date, coder = event.date, f"{event.coder} {event.coder_version}".strip()
    context = CONTEXT_OF_STATUS.get(event.status)
    record: Json = {
        "id": event.event_id,
        "date": date.first.isoformat() if date and date.first else None,
        "enddate": date.last.isoformat() if date and date.last else None,
        "source": [_actor(actor) for actor in event.actors],
        "recipient": [_actor(actor) for actor in event.recipients],
        "event": [event.event_type],
        "mode": [event.mode] if event.mode else [],
        "context": [*event.contexts, *([context] if context else [])],
        "event_loc": _location(event.place) if event.place else None,
        "event_text": [event.trigger.text],
        "quad_code": QUAD_CODES.get(event.event_type),
        "size_info": {name: size for name, kind in SIZES.items() if (size := _size(event, kind)) is not None},
        "cite_info": {"publication": event.source} if event.source else {},
        "coder": coder,
        "has_event": True,
        "report_id": event.report_id,
        "published": event.published.isoformat() if event.published else None,
        "status": event.status,
        "certainty": event.certainty,
        "attributed_to": [_actor(actor) for actor in event.attributed_to],
        "evidence": [span.text for span in event.evidence],
        "confidence": event.confidence,
    } | more
    return {name: value for name, value in record.items() if name in REQUIRED or value not in (None, "", [], {})}


def _actor(actor: Actor) -> Json:
    values = {
        "code": actor.country,
        "sector": actor.role,
        "actor_text": actor.span.text if actor.span else None,
        "identifier_text": actor.name,
        "kind": actor.kind,
        "private": actor.private or None,
    }
    return {name: value for name, value in values.items() if value is not None}


def _location(place: EventPlace) -> Json:
    values = {
        "geonameid": place.geonames_id,
        "name": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "cc3": place.country,
        "admin1_name": place.admin1,
        "precision": place.precision,
        "basis": place.basis,
        "near": place.near or None,
        "site": place.site.text if place.site else None,
    }
    return {name: value for name, value in values.items() if value is not None}


def _size(event: CodedEvent, kind: FigureKind) -> int | str | None:
    figure = first_figure(event, kind)
    return _number(figure.min, figure.max) if figure and figure.scope == "event" else None


def _claimed(incident: Incident, kind: FigureKind) -> int | str | None:
    """Give the range from the lowest to the highest number claimed, open where one claim is."""
    rows = [row for row in standing_figures(incident, kind) if row.scope == "event"]
    if not rows:
        return None
    lows, highs = [row.min for row in rows], [row.max for row in rows]
    low = None if None in lows else min(number for number in lows if number is not None)
    high = None if None in highs else max(number for number in highs if number is not None)
    return _number(low, high)


def _number(low: int | None, high: int | None) -> int | str:
    """Give a number, or a range as "1500-", "-5", "20-30": the manual lets a size be a code."""
    return low if low is not None and low == high else f"{'' if low is None else low}-{'' if high is None else high}"
