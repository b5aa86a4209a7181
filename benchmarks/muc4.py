"""Code the MUC-4 reports, and write their incidents for scoring.

    python benchmarks/muc4.py muc4_dev.jsonl --out incidents.jsonl [--scorer score_muc4.py]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.pipeline import code_report, load_tools
from dateline.records import Actor, CodedEvent, Report

UNPLACED = frozenset({"NO CITY", "CLANDESTINE", "NO DATE"})
#: MUC-4 leaves out what is older than two months.
OLD_DAYS = 62
ARMED = frozenset({"MIL", "PAR", "COP", "REB", "SPY"})
BURNING = ("burn", "torch", "arson", "ablaze", "flame", "fire to", "on fire")
ROBBING = ("rob", "steal", "stole", "loot")
EXPLOSIVE = ("bomb", "dynamite", "explosive", "charge", "mine", "grenade", "device", "explosion", "blast")


def as_report(line: dict) -> Report:
    """Give a report as the wire sent it, its dateline put back before the text."""
    dateline = line["dateline"]
    day = dt.date.fromisoformat(dateline["date"]) if dateline["date"] else None
    place = dateline["place"] if dateline["place"] and dateline["place"] not in UNPLACED else None
    words = [word.title() for word in (place, dateline["country"]) if word]
    if words and day:
        opening = f"{', '.join(words)}, {day.day} {day:%B %Y} -- "
    else:
        opening = f"{', '.join(words)} -- " if words else ""
    return Report(id=line["docid"], text=opening + line["text_cased"], published=day)


def type_of(event: CodedEvent) -> str | None:
    """Give the MUC type of a record, None where MUC has none for it."""
    said = " ".join([event.trigger.text, *(span.text for span in event.instruments)]).casefold()
    trigger = event.trigger.text.casefold()
    if event.event_type == "COERCE":
        if event.mode == "seize":
            if any(word in trigger for word in ROBBING):
                return "ROBBERY"
            return "HIJACKING" if "hijack" in trigger else None
        return "ATTACK" if event.mode == "execute" else None
    if event.event_type != "ASSAULT":
        return None
    if event.mode == "abduct":
        return "KIDNAPPING"
    if event.mode == "destroy" and any(word in said for word in BURNING):
        return "ARSON"
    if event.mode in ("explosives", "suicide-attack") or any(word in said for word in EXPLOSIVE):
        return "BOMBING"
    return "ATTACK"


def is_relevant(event: CodedEvent) -> bool:
    """Tell whether MUC-4 counts an act: none of soldiers against rebels, none that is old or did not happen."""
    if event.status not in ("reported", "historical"):
        return False
    if event.published and event.date and event.date.last and (event.published - event.date.last).days > OLD_DAYS:
        return False
    harmed = {actor.role for actor in event.recipients}
    by = {actor.role for actor in event.actors}
    if harmed and harmed <= ARMED and (by <= ARMED or not by) and not event.objects and type_of(event) != "KIDNAPPING":
        return False
    return not (harmed and harmed <= {"REB", "CRM"})


@dataclass(slots=True)
class Incident:
    """The records of one report that tell of one happening."""

    type: str
    events: list[CodedEvent]

    def names(self) -> set[str]:
        return {word for event in self.events for actor in event.recipients for word in _words(actor)}

    def cities(self) -> set[str]:
        return {e.place.name for e in self.events if e.place and e.place.precision in ("city", "district", "site")}

    def days(self) -> set[dt.date]:
        return {e.date.first for e in self.events if e.date and e.date.basis == "stated" and e.date.first}


def _words(actor: Actor) -> Iterable[str]:
    return (word.casefold() for word in actor.name.split() if len(word) > 2)


def merge(events: Sequence[CodedEvent]) -> list[Incident]:
    """Join the records of one report that tell of the same happening."""
    incidents: list[Incident] = []
    for event in events:
        if not is_relevant(event) or (kind := type_of(event)) is None:
            continue
        new = Incident(kind, [event])
        host = next((each for each in incidents if _is_same(each, new)), None)
        if host is None:
            incidents.append(new)
        else:
            host.events.append(event)
            if host.type == "ATTACK" and kind in ("BOMBING", "ARSON"):
                host.type = kind
    return incidents


def _is_same(one: Incident, other: Incident) -> bool:
    if one.type != other.type and {one.type, other.type} not in ({"ATTACK", "BOMBING"}, {"ATTACK", "ARSON"}):
        return False
    if one.names() & other.names():
        return True
    if one.cities() and other.cities() and not one.cities() & other.cities():
        return False
    return not (one.days() and other.days() and not one.days() & other.days())


def as_incident(incident: Incident) -> dict:
    """Write an incident as the scorer reads it."""
    events = incident.events
    dated = sorted((e for e in events if e.date and e.date.first), key=lambda e: e.date.basis != "stated")
    date = dated[0].date if dated else None
    return {
        "type": incident.type,
        "roles": roles(events),
        "date_start": str(date.first) if date else None,
        "date_end": str(date.last) if date else None,
        "places": places(events),
    }


def places(events: Sequence[CodedEvent]) -> list[dict]:
    found = [e.place for e in events if e.place]
    found.sort(key=lambda p: (p.precision == "country", p.precision == "region", p.basis != "stated"))
    seen = {}
    for place in found:
        fine = place.precision != "country"
        name = place.span.text if place.span and place.span.text[0].isupper() else place.name
        seen.setdefault(name, {"country": place.country, "name": name if fine else None, "type": "CITY" if fine else ""})
    out = list(seen.values())[:1]
    return [{k: v for k, v in p.items() if v} for p in out]


def roles(events: Sequence[CodedEvent]) -> dict:
    out = {name: [] for name in ("perp_ind", "perp_org", "target", "victim", "victim_desc", "weapon")}
    for event in events:
        for actor in event.actors:
            out["perp_org" if actor.kind == "organization" else "perp_ind"].append(_text(actor))
        for actor in event.recipients:
            if actor.kind == "person":
                out["victim"].append(_text(actor))
            elif actor.kind == "group":
                out["victim_desc"].append(_text(actor))
            else:
                out["target"].append(_text(actor))
        out["target"].extend(span.text for span in event.objects)
        out["weapon"].extend(span.text for span in event.instruments)
    return {name: [[text] for text in dict.fromkeys(texts)] for name, texts in out.items()}


def _text(actor: Actor) -> str:
    return actor.span.text if actor.span else actor.name
