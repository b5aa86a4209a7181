"""Incident -> flat rows, one a claim: who tells it, whose telling it repeats, and the columns of its event."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.exporters.flat import COLUMNS as EVENT_COLUMNS
from dateline.exporters.flat import flat_row
from dateline.exporters.sheets import Row, Sheet
from dateline.incidents import Claim, Incident

OWN_COLUMNS: dict[str, type] = {
    "incident_id": str,
    "told_by": str,
    "copy_of": str,
    "copy_kind": str,
    "reliability": str,
    "reliability_note": str,
}
COLUMNS: dict[str, type] = OWN_COLUMNS | EVENT_COLUMNS


def claim_rows(incident: Incident) -> Iterator[Row]:
    """Give an incident's claims by column."""
    for claim in incident.claims:
        yield {
            "incident_id": incident.incident_id,
            "told_by": "; ".join(claim.told_by),
            "copy_of": claim.member.copy_of,
            "copy_kind": claim.member.copy_kind,
            "reliability": grade(claim),
            "reliability_note": claim.reliability.note if claim.reliability else None,
            **flat_row(claim.member.event),
        }


def grade(claim: Claim) -> str | None:
    """Give the Admiralty code of a claim's source as it is written: "B2", or "B" where only the source is graded."""
    return f"{claim.reliability.grade}{claim.reliability.credibility or ''}" if claim.reliability else None


CLAIMS: Sheet[Incident] = Sheet(name="claims", key="event_id", columns=COLUMNS, rows=claim_rows)
