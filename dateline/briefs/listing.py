"""Incidents -> a table of them in the order of their days: what, where, in whose words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from dateline.briefs.blocks import Column, Table, Told, Words
from dateline.briefs.wording import STATUSES, clean, count_words, days_words, type_words
from dateline.incidents import Incident

MOST_LISTED = 60
LONGEST_WORDS = 160  # signs of a report's words


def most_told(happened: Iterable[Incident]) -> tuple[Incident, ...]:
    """Give the incidents that most sources tell of, as many as a list may hold, by their first day."""
    ranked = sorted(happened, key=lambda each: (-each.independent_sources, -len(each.claims), each.incident_id))
    return tuple(sorted(ranked[:MOST_LISTED], key=lambda each: (_first(each), each.incident_id)))


def listing(incidents: Iterable[Incident]) -> Table:
    """Lay out incidents one a row."""
    return Table(
        caption="Incidents in the order of their days",
        columns=(
            Column(head="When", share=1.5),
            Column(head="What", share=1.7),
            Column(head="Where", share=1.5),
            Column(head="Told by", share=1.5),
            Column(head="In the words of a report", share=4.2),
        ),
        rows=tuple(_row(each) for each in incidents),
    )


def _first(incident: Incident) -> dt.date:
    return incident.date.first if incident.date and incident.date.first else dt.date.max


def _row(incident: Incident) -> tuple[Words, ...]:
    date, place = incident.date, incident.place
    when = days_words(date.first, date.last or date.first) if date and date.first else "not dated"
    what = type_words(incident.event_type, incident.mode)
    what += f" ({STATUSES[incident.status].lower()})" if incident.status in STATUSES else ""
    evidence = next(
        (claim.member.event.evidence[0].text for claim in incident.claims if claim.member.event.evidence), ""
    )
    words: Words = (Told(f"“{clean(evidence, LONGEST_WORDS)}”"),) if evidence else ("",)
    told = count_words(incident.independent_sources, "source")
    return (when,), (what,), (Told(clean(place.name)) if place else "not said",), (told,), words
