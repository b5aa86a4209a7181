"""An incident of two sources and a copy, with a disputed field and disputed figures, for the tests of exports."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dateline.incidents import (
    Claim,
    ComparedField,
    FieldValue,
    FigureRow,
    Incident,
    Link,
    Member,
    Reliability,
    SourceNote,
)
from dateline.records import CodedEvent, Reason


def value(text: str | None, *events: CodedEvent, claimants: tuple[str, ...]) -> FieldValue:
    return FieldValue(
        value=text,
        claimants=claimants,
        sources=tuple(event.source or event.report_id for event in events),
        event_ids=tuple(event.event_id for event in events),
        evidence=events[0].evidence[0].text if events[0].evidence else "",
    )


def row(event: CodedEvent, claimant: str, low: int | None, high: int | None, **fields: object) -> FigureRow:
    values = {
        "kind": "killed", "claimant": claimant, "min": low, "max": high, "scope": "event", "source": event.source,
        "published": event.published, "event_id": event.event_id, "report_id": event.report_id, "text": "some",
    }  # fmt: skip
    return FigureRow(**(values | fields))  # type: ignore[arg-type]


def incident_of(event: CodedEvent) -> Incident:
    """Make an incident that the event tells of, another of a ministry differs with, and a third source copies."""
    ministry = replace(
        event, event_id="f00d", report_id="r5", source="b.example", published=dt.date(2021, 3, 10), recipients=(),
        actors=(replace(event.actors[0], name="pupils", role="CVL", span=None),),
    )  # fmt: skip
    copy = replace(event, event_id="f11d", report_id="r6", source="c.example")
    graded = Reliability(grade="B", credibility="2", note="a partisan paper")
    claims = (
        Claim(member=Member(event=event), told_by=("the party",), reliability=graded),
        Claim(member=Member(event=copy, copy_of=event.event_id, copy_kind="copy"), told_by=("c.example",)),
        Claim(member=Member(event=ministry), told_by=("ministry",)),
    )
    fields = (
        ComparedField(name="mode", agreed=True, values=(value("riot", event, ministry, claimants=("the party",)),)),
        ComparedField(
            name="actors",
            agreed=False,
            values=(
                value("pupils", ministry, claimants=("ministry", "d.example")),
                value("Union of Teachers", event, claimants=("the party",)),
            ),
        ),
        ComparedField(name="recipients", agreed=True, values=(value("Ana Vell", event, claimants=("the party",)),)),
    )
    figures = (
        row(event, "the party", 1200, None, updated_by="f22d"),
        row(event, "the party", 1500, None),
        row(copy, "the party", 1500, None, copy_of=event.event_id),
        row(ministry, "ministry", 200, 200),
        row(ministry, "ministry", 9000, 9000, scope="running-total"),
        row(ministry, "a nurse", None, 5, kind="injured"),
    )
    return Incident(
        incident_id="1nc1",
        event_type=event.event_type,
        mode=event.mode,
        status=event.status,
        place=event.place,
        date=event.date,
        fields=fields,
        figures=figures,
        disputed=("actors", "figures.killed"),
        claims=claims,
        sources=(
            SourceNote(source="a.example", reports=("r1",), independent=True, reliability=graded),
            SourceNote(source="b.example", reports=("r5",), independent=True),
            SourceNote(source="c.example", reports=("r6",), independent=False, copies=("a.example",)),
        ),
        independent_sources=2,
        told_alone_by=None,
        links=(
            Link(
                event_id=event.event_id, other_id="f00d", kind="score", score=0.9,
                reasons=(Reason(why="same city", weight=2.0),),
            ),
        ),
    )  # fmt: skip
