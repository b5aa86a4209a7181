"""Reports and coded events made by hand, as small as a test needs them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dateline.records import Actor, CodedEvent, EventDate, EventPlace, Figure, Report, Span

CITIES = {
    "Arden": (11, 40.0, 20.0, "North"),
    "Velm": (12, 41.5, 22.0, "South"),
    "Arden Port": (13, 40.05, 20.05, "North"),
}


def place(name: str = "Arden", precision: str = "city", country: str = "XKX") -> EventPlace:
    number, lat, lon, region = CITIES.get(name, (None, None, None, name))
    return EventPlace(
        span=None, name=name, geonames_id=number, admin1=region if precision != "country" else None, country=country,
        lat=lat, lon=lon, precision=precision, basis="stated",
    )  # fmt: skip


def on(first: str, last: str | None = None, basis: str = "stated") -> EventDate:
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
    return EventDate(first=start, last=end, precision="day" if start == end else "range", basis=basis)


def actor(name: str, *, private: bool = False, role: str | None = None) -> Actor:
    return Actor(span=None, name=name, kind="person" if private else "organization", private=private, role=role)


def figure(kind: str, low: int, high: int | None = -1, by: tuple[Actor, ...] = ()) -> Figure:
    return Figure(span=Span(0, 4, str(low)), kind=kind, min=low, max=low if high == -1 else high, attributed_to=by)


def told(
    report_id: str,
    sentence: str,
    *,
    event_type: str = "ASSAULT",
    mode: str | None = "explosives",
    source: str | None = None,
    published: str = "2024-03-06",
    **fields: Any,
) -> tuple[Report, CodedEvent]:
    """Give a report of one sentence and the event that it tells of; by default a bombing in Arden on 5 March 2024."""
    day = dt.date.fromisoformat(published)
    report = Report(id=report_id, text=sentence, source=source, published=day, published_from="given")
    values = {"place": place(), "date": on("2024-03-05"), "confidence": 0.8} | fields
    event = CodedEvent(
        event_id="",
        report_id=report_id,
        source=source,
        published=day,
        event_type=event_type,
        mode=mode,
        trigger=Span(0, 4, sentence[:4]),
        evidence=(Span(0, len(sentence), sentence),),
        coder="rules",
        coder_version="1",
        **values,
    )
    return report, event
