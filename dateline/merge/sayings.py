"""JSON of a coded event -> Saying: what one claim says of each field that is compared, and who says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.merge.traits import Json
from dateline.privacy.names import is_name
from dateline.records import FigureKind, Status

PRIVATE = "a private person"
FINE = {"site": 0, "city": 0, "district": 1, "region": 2, "country": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a claim says it happened."""

    name: str
    place_id: int | None
    admin1: str | None
    country: str | None
    point: tuple[float, float] | None
    precision: str
    site: str | None

    @property
    def coarseness(self) -> int:
        """Give 0 for a city or finer, up to 3 for a country."""
        return FINE.get(self.precision, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """When a claim says it happened, both days inclusive; `assumed` where it is only the report's own day."""

    first: dt.date
    last: dt.date
    assumed: bool
    inferred: bool = False  # from another sentence

    @property
    def length(self) -> int:
        """Give the number of days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A count of people as one claim gives it."""

    kind: FigureKind
    min: int | None
    max: int | None
    scope: str
    text: str
    told_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One claim, field by field; an empty value says nothing."""

    event_id: str
    report_id: str
    source: str  # the report's id where no source is known
    source_known: bool
    published: str  # ISO day, empty where not known
    told_by: tuple[str, ...]
    event_type: str
    mode: str | None
    status: Status
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    objects: str
    place: Spot | None
    date: Days | None
    counts: tuple[Count, ...]
    evidence: str
    confidence: float
    copy_of: str | None = None
    copy_kind: str | None = None

    @property
    def is_own(self) -> bool:
        """Tell a telling of its own from a copy of another."""
        return self.copy_of is None

    @property
    def order(self) -> tuple[str, str]:
        """Give the key by which claims stand in line: the earliest published first, those without a day last."""
        return self.published or "9999", self.event_id


def saying_of(event: Json, *, copy_of: str | None = None, copy_kind: str | None = None) -> Saying:
    """Take out of an event's JSON what it says."""
    source = event.get("source") or event["report_id"]
    told_by = tuple(_names(event.get("attributed_to") or ())) or (source,)
    evidence = event.get("evidence") or [event["trigger"]]
    return Saying(
        event_id=event["event_id"],
        report_id=event["report_id"],
        source=source,
        source_known=bool(event.get("source")),
        published=event.get("published") or "",
        told_by=told_by,
        event_type=event["event_type"],
        mode=event.get("mode"),
        status=event.get("status") or "reported",
        actors=tuple(_names(event.get("actors") or ())),
        recipients=tuple(_names(event.get("recipients") or ())),
        objects="; ".join(span["text"] for span in event.get("objects") or ()),
        place=_spot(event["place"]) if event.get("place") else None,
        date=_days(event["date"]) if event.get("date") else None,
        counts=tuple(_counts(event, told_by)),
        evidence=evidence[0]["text"],
        confidence=event.get("confidence") or 0.0,
        copy_of=copy_of,
        copy_kind=copy_kind,
    )


def _names(actors: Sequence[Json]) -> Iterable[str]:
    """List names and descriptions; who bears a private name is told as such, so that no claim is compared by it."""
    hidden = (bool(actor.get("private")) and is_name(actor["name"]) for actor in actors)
    return dict.fromkeys(PRIVATE if each else actor["name"] for actor, each in zip(actors, hidden, strict=True))


def _spot(place: Json) -> Spot:
    lat, lon, site = place.get("lat"), place.get("lon"), place.get("site")
    return Spot(
        name=place["name"],
        place_id=place.get("geonames_id"),
        admin1=place.get("admin1"),
        country=place.get("country"),
        point=(lat, lon) if lat is not None and lon is not None else None,
        precision=place["precision"],
        site=site["text"] if site else None,
    )


def _days(date: Json) -> Days | None:
    if not date.get("from"):
        return None
    first = dt.date.fromisoformat(date["from"])
    last = dt.date.fromisoformat(date["to"]) if date.get("to") else first
    basis = date.get("basis")
    return Days(first=first, last=last, assumed=basis == "report", inferred=basis == "inferred")


def _counts(event: Json, told_by: tuple[str, ...]) -> Iterable[Count]:
    for figure in event.get("figures") or ():
        cited = tuple(_names(figure.get("attributed_to") or ())) or told_by
        yield Count(
            kind=figure["kind"],
            min=figure.get("min"),
            max=figure.get("max"),
            scope=figure.get("scope") or "event",
            text=figure["text"],
            told_by=cited[0],
        )
