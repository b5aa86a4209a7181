"""The nouns of merging: what an incident is, what it keeps of its claims, and how it is written as JSON.

An incident never overwrites a claim: it points to the coded events that tell of one happening, says on which fields
they agree, and keeps every value of a field on which they differ with who claims it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from dateline.jsonlines import Json, event_to_json
from dateline.records import CodedEvent, EventDate, EventPlace, FigureKind, Reason, Status

#: How a claim repeats another's telling: the same text, a text nearly the same, or a passage of another text.
CopyKind = Literal["same", "copy", "passage"]
#: Why two claims stand in one incident: their score, one repeats the other's telling, or a person's decision.
LinkKind = Literal["score", "copy", "decision"]
Verdict = Literal["same", "different"]
Grade = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal["1", "2", "3", "4", "5", "6"]

#: What the letters and figures of the Admiralty code mean.
GRADES: dict[Grade, str] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CREDIBILITY: dict[Credibility, str] = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}

#: The fields in which claims of one incident are compared; figures are compared apart.
COMPARED_FIELDS = ("mode", "status", "actors", "recipients", "place", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """An analyst's own grade of a source (Admiralty code): A-F how reliable it is, 1-6 how credible what it tells."""

    grade: Grade
    credibility: Credibility | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An event's place among the claims of its incident."""

    event: CodedEvent
    copy_of: str | None = None  # the id of the event whose telling it repeats
    copy_kind: CopyKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One report's claim within an incident; `told_by` is who is cited for it, or else the source itself."""

    member: Member
    told_by: tuple[str, ...]
    reliability: Reliability | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue:
    """One value of a field, and who claims it; copies of one telling are listed but `claimants` has each name once."""

    value: str | None
    claimants: tuple[str, ...]
    sources: tuple[str, ...]
    event_ids: tuple[str, ...]
    evidence: str  # a sentence that shows it


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedField:
    """A field of an incident's claims: agreed where one value fits all that say anything of it."""

    name: str
    agreed: bool
    values: tuple[FieldValue, ...]  # the best supported first; none where no claim says anything


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One count of people, by one claimant at one time; an update replaces an earlier count by the same claimant."""

    kind: FigureKind
    claimant: str
    min: int | None
    max: int | None
    scope: Literal["event", "running-total"]
    source: str | None
    published: dt.date | None
    event_id: str
    report_id: str
    text: str
    updated_by: str | None = None  # the event with a later count by the same claimant
    copy_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNote:
    """A source of an incident: the reports in which it tells of it, and whom it copies where it does."""

    source: str  # the report's id where no source is known
    reports: tuple[str, ...]
    independent: bool  # whether a telling of its own counts
    copies: tuple[str, ...] = ()  # the sources whose tellings it repeats
    reliability: Reliability | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Why two claims stand in one incident: the probability that they tell of one happening, and the evidence."""

    event_id: str
    other_id: str
    kind: LinkKind
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """The coded events, of one or many reports, that tell of the same happening."""

    incident_id: str
    event_type: str
    mode: str | None
    status: Status
    place: EventPlace | None  # the finest that no claim contradicts; of the best supported where they differ
    date: EventDate | None
    fields: tuple[ComparedField, ...]  # in the order of COMPARED_FIELDS
    figures: tuple[FigureRow, ...]
    disputed: tuple[str, ...]  # names of fields, and of figures as "figures.killed"
    claims: tuple[Claim, ...]  # by time of publication, then by id
    sources: tuple[SourceNote, ...]
    independent_sources: int
    told_alone_by: str | None  # the one source that tells of it
    links: tuple[Link, ...] = ()

    @property
    def confidence(self) -> float:
        """Give the highest confidence of its claims."""
        return max((claim.member.event.confidence for claim in self.claims), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryReport:
    """A report of a story; a copy repeats another's text, or most of it."""

    report_id: str
    source: str | None
    published: str | None  # ISO day
    copy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Reports about one happening, whether or not an event of it can be coded, and the incidents they tell of."""

    story_id: str
    reports: tuple[StoryReport, ...]  # by day of publication, then by id
    independent_sources: int
    incidents: tuple[str, ...]  # those told by at least two of its reports, or by the only one


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's word that two events tell of one happening, or do not; it outlives every new coding and merging."""

    number: int  # the act of deciding; one act may decide several pairs
    verdict: Verdict
    pairs: tuple[tuple[str, str], ...]
    made_at: str
    made_by: str
    note: str = ""
    withdrawn_at: str | None = None
    withdrawn_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the change feed."""

    number: int
    at: str  # UTC, ISO 8601
    subject: Literal["report", "event", "incident"]
    subject_id: str
    what: Literal["added", "changed", "withdrawn"]
    why: str
    detail: dict[str, Any]


def leading_claim(incident: Incident) -> Claim:
    """Give the claim that stands for an incident where one must: the first of the incident's mode that is no copy."""
    own = [claim for claim in incident.claims if claim.member.copy_of is None] or list(incident.claims)
    return next((claim for claim in own if claim.member.event.mode == incident.mode), own[0])


def incident_to_json(incident: Incident) -> Json:
    """Give an incident's fields as JSON values: agreed and disputed fields, figures, sources, and all claims."""
    leading = leading_claim(incident).member.event
    shown = event_to_json(replace(leading, place=incident.place, date=incident.date, mode=incident.mode))
    return {
        "incident_id": incident.incident_id,
        "event_type": incident.event_type,
        "mode": incident.mode,
        "cameo": shown["cameo"],
        "acled": shown["acled"],
        "status": incident.status,
        "place": shown["place"],
        "date": shown["date"],
        "agreed": {field.name: field.values[0].value for field in incident.fields if field.agreed and field.values},
        "disputed": {
            field.name: [asdict(value) for value in field.values] for field in incident.fields if not field.agreed
        },
        "disputed_fields": list(incident.disputed),
        "figures": [
            asdict(row) | {"published": row.published.isoformat() if row.published else None}
            for row in incident.figures
        ],
        "independent_sources": incident.independent_sources,
        "told_alone_by": incident.told_alone_by,
        "sources": [asdict(note) for note in incident.sources],
        "claims": [claim_to_json(claim) for claim in incident.claims],
        "links": [asdict(link) for link in incident.links],
        "confidence": incident.confidence,
    }


def claim_to_json(claim: Claim) -> Json:
    """Give a claim as JSON values: who tells it, whose telling it repeats, and the whole coded event."""
    member = claim.member
    return {
        "event_id": member.event.event_id,
        "report_id": member.event.report_id,
        "source": member.event.source,
        "published": member.event.published.isoformat() if member.event.published else None,
        "told_by": list(claim.told_by),
        "copy_of": member.copy_of,
        "copy_kind": member.copy_kind,
        "reliability": asdict(claim.reliability) if claim.reliability else None,
        "event": event_to_json(member.event),
    }
