"""Incident -> one event that stands for it, for schemes that know no claims (ACLED, PLOVER).

Of a field on which the claims differ it has the value with most support; what the others say goes into notes.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.incidents import Incident, leading_claim
from dateline.records import CodedEvent


def as_event(incident: Incident) -> CodedEvent:
    """Give the event that stands for an incident, under its id; its figures are left out, being told by claimant."""
    leading = leading_claim(incident).member.event
    return replace(
        leading,
        event_id=incident.incident_id,
        event_type=incident.event_type,
        mode=incident.mode,
        status=incident.status,
        place=incident.place,
        date=incident.date,
        actors=_best_supported(incident, "actors", leading).actors,
        recipients=_best_supported(incident, "recipients", leading).recipients,
        source="; ".join(note.source for note in incident.sources) or leading.source,
        figures=(),
        confidence=incident.confidence,
    )


def _best_supported(incident: Incident, name: str, otherwise: CodedEvent) -> CodedEvent:
    """Give an event that holds the value with most support of a field."""
    field = next((field for field in incident.fields if field.name == name), None)
    if field is None or not field.values:
        return otherwise
    ids = set(field.values[0].event_ids)
    events = (claim.member.event for claim in incident.claims if claim.member.event.event_id in ids)
    return next(events, otherwise)
