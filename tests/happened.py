"""Invented reports of one week in Arden with the events that they tell of, and stores to keep them in."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from claims import actor, figure, on, place
from sqlalchemy import delete, select, text

from dateline.exporters import EXPORTERS
from dateline.happenings import incidents_of, update_incidents
from dateline.incidents import Incident
from dateline.records import CodedEvent, Report, Span
from dateline.store import Store
from dateline.store.fulltext import INDEX_TABLES
from dateline.store.tables import incidents, likenesses, members, metadata, settings, texts

VERSION = "rules 1"

POLICE = actor("Arden police")
BRIGADE = actor("Red Hand Brigade")
MINISTRY = actor("interior ministry")
UNION = actor("Dockers Union of Arden")

BOMB = "A bomb tore through the fish market in Arden on Tuesday, killing at least 14 and wounding 30, police said."
BOMB_REWRITTEN = BOMB.replace("tore", "ripped").replace("wounding", "injuring")
CLAIMED = "The Red Hand Brigade claimed responsibility for the attack in a statement sent to the harbour radio."
ROADS = "Soldiers closed the roads around the market for several hours while rescue workers searched the ruins."
ROADS_REWRITTEN = "Soldiers closed the roads around the market for hours while rescuers searched the ruins."
HELD = "Later in the evening police arrested six men in the old quarter who were carrying detonators and maps."
OWN_WORDS = "Fourteen people died when an explosion destroyed stalls of the fish market in Arden on Tuesday."
MINISTRY_SAYS = "Nine people were killed by gas at the fish market in Arden on Tuesday, the interior ministry said."
RISEN = "The explosion at the fish market in Arden on Tuesday killed 17 people, hospital doctors counted by Thursday."
STATION = "Hours earlier another bomb exploded at the bus station in Arden, wounding two drivers and no passengers."
MARCH = "Dockers marched through Velm on Wednesday against the new harbour tax, their union said."
MARCH_TOO = (
    "Some 400 members of the Dockers Union of Arden marched in Velm on Wednesday to protest a tax on the harbour."
)
MEMORIAL = "A memorial to the dead of the fish market was opened in Arden on Wednesday by the mayor and two bishops."

MARKET = replace(place(), site=Span(0, 11, "fish market"), precision="site")
BUS_STATION = replace(place(), site=Span(0, 11, "bus station"), precision="site")

_KILLED_14 = {"figures": (figure("killed", 14, None), figure("injured", 30))}
_BOMB = {"attributed_to": (POLICE,), "date": on("2024-03-05"), "place": MARKET}
_MARCH = {"event_type": "PROTEST", "mode": "demo", "actors": (UNION,), "place": place("Velm"), "date": on("2024-03-06")}

#: What each sentence tells of.
TOLD: dict[str, dict[str, Any]] = {
    BOMB: _BOMB | _KILLED_14,
    BOMB_REWRITTEN: _BOMB | _KILLED_14,
    CLAIMED: {"event_type": "ACCUSE", "mode": "allege", "actors": (BRIGADE,), "date": on("2024-03-05")},
    HELD: {
        "event_type": "COERCE",
        "mode": "arrest",
        "actors": (POLICE,),
        "place": place(),
        "date": on("2024-03-05"),
        "figures": (figure("arrested", 6),),
    },
    OWN_WORDS: {"place": MARKET, "date": on("2024-03-05"), "figures": (figure("killed", 14),)},
    MINISTRY_SAYS: {
        "place": MARKET,
        "date": on("2024-03-05"),
        "figures": (figure("killed", 9),),
        "attributed_to": (MINISTRY,),
    },
    RISEN: {"place": MARKET, "date": on("2024-03-05"), "figures": (figure("killed", 17),)},
    STATION: {"place": BUS_STATION, "date": on("2024-03-05"), "figures": (figure("injured", 2),)},
    MARCH: _MARCH,
    MARCH_TOO: _MARCH | {"figures": (figure("participants", 400),)},
}  # fmt: skip

WIRE = " ".join(("ARDEN, March 5 (Harbour Wire) -", BOMB, CLAIMED, ROADS, HELD))
REWRITTEN = WIRE.replace(BOMB, BOMB_REWRITTEN).replace(ROADS, ROADS_REWRITTEN)
YEAR_LATER = " ".join((MEMORIAL, BOMB, CLAIMED, ROADS))
FURNISHED = (
    f"Share this article\n\nAdvertisement\n\n{WIRE}\n\nRead more: weather for the weekend\n\nAll rights reserved"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A report with what a coder found in it."""

    report: Report
    events: tuple[CodedEvent, ...]
    version: str = VERSION
    private_names: tuple[str, ...] = ()

    def save(self, store: Store) -> str:
        return store.save(self.report, self.events, coder_version=self.version, private_names=self.private_names)


def tell(
    report_id: str,
    words: str,
    *,
    published: str | None = "2024-03-06",
    told: dict[str, dict[str, Any]] = TOLD,
    version: str = VERSION,
    private_names: tuple[str, ...] = (),
    **fields: Any,
) -> Coded:
    """Give a report with an event for each of its sentences that tells of one."""
    day = dt.date.fromisoformat(published) if published else None
    values = {"source": f"{report_id}.example", "published": day, "published_from": "given" if day else None}
    report = Report(**({"id": report_id, "text": words} | values | fields))
    found = sorted((words.index(sentence), sentence) for sentence in told if sentence in words)
    events = tuple(_event(report, start, sentence, told[sentence]) for start, sentence in found)
    return Coded(report=report, events=events, version=version, private_names=private_names)


def _event(report: Report, start: int, sentence: str, fields: dict[str, Any]) -> CodedEvent:
    values = {"event_type": "ASSAULT", "mode": "explosives", "confidence": 0.8, "coder": "rules"} | fields
    return CodedEvent(
        event_id="",
        report_id=report.id,
        source=report.source,
        published=report.published,
        trigger=Span(start, start + 6, sentence[:6]),
        evidence=(Span(start, start + len(sentence), sentence),),
        coder_version="1",
        **values,
    )


def week() -> list[Coded]:
    """Give ten reports: a wire's, copied, rewritten, furnished and quoted; and others in their own words."""
    return [
        tell("wire", WIRE),
        tell("daily", WIRE, published="2024-03-07"),
        tell("post", REWRITTEN, published="2024-03-07"),
        tell("portal", FURNISHED, published="2024-03-08"),
        tell("annual", YEAR_LATER, published="2025-03-12"),
        tell("times", f"{OWN_WORDS} {MARCH}", published="2024-03-07"),
        tell("state", MINISTRY_SAYS, published="2024-03-07"),
        tell("times2", RISEN, published="2024-03-08", source="times.example"),
        tell("herald", f"{STATION} {MARCH_TOO}", published="2024-03-07"),
        tell("leaflet", f"{OWN_WORDS} {STATION}", published=None, source=None),
    ]


def save_all(store: Store, coded: Iterable[Coded]) -> None:
    for each in coded:
        each.save(store)


def merged(store: Store, coded: Iterable[Coded]) -> list[Incident]:
    """Save reports, bring the incidents up to date, and give them in full."""
    save_all(store, coded)
    update_incidents(store)
    return shown(store)


def shown(store: Store, profile: str = "full") -> list[Incident]:
    return list(incidents_of(store, profile=profile))


def exported(store: Store, profile: str = "full", what: str = "incidents", form: str = "jsonl") -> bytes:
    """Give the bytes of an export."""
    out = io.BytesIO()
    EXPORTERS[what][form](incidents_of(store, profile=profile), out)
    return out.getvalue()


def state(store: Store) -> list[tuple[Any, ...]]:
    """Give the rows of incidents and of their members."""
    with store.reading() as connection:
        return [
            tuple(row)
            for table in (incidents, members)
            for row in connection.execute(select(table).order_by(*table.primary_key))
        ]


def alike(store: Store) -> set[tuple[str, str, str, float]]:
    """Give the pairs of texts that were found alike, by their hashes."""
    with store.reading() as connection:
        hashes = {row.id: row.hash for row in connection.execute(select(texts))}
        found = connection.execute(select(likenesses)).all()
    return {(*sorted((hashes[row.text_id], hashes[row.other_id])), row.kind, round(row.score, 3)) for row in found}


def groups(found: Iterable[Incident]) -> list[list[str]]:
    """Give the reports of each incident that joins several events."""
    return sorted(sorted(claim.member.event.report_id for claim in each.claims) for each in found)


def incident_with(found: Sequence[Incident], sentence: str) -> Incident:
    """Give the one incident that a sentence is evidence of."""
    (only,) = {
        each.incident_id: each
        for each in found
        if any(span.text == sentence for claim in each.claims for span in claim.member.event.evidence)
    }.values()
    return only


def event_of(store: Store, report_id: str, sentence: str) -> str:
    """Give the id of the event that a report's sentence is evidence of."""
    (found,) = (
        event.event_id
        for event in store.events()
        if event.report_id == report_id and sentence in {span.text for span in event.evidence}
    )
    return found


def empty(store: Store) -> None:
    """Take all out of a store but its secret."""
    with store.transaction() as connection:
        for table in reversed(metadata.sorted_tables):
            rows = delete(table)
            connection.execute(rows.where(settings.c.name != "secret") if table is settings else rows)
        for name in INDEX_TABLES:
            connection.execute(text(f"DELETE FROM {name}"))
