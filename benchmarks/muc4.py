"""Code the MUC-4 reports, write their incidents and score them.

    python benchmarks/muc4.py muc4_dev.jsonl --out incidents.jsonl [--scorer score_muc4.py]
    python benchmarks/muc4.py muc4_train.jsonl --fit

MUC-4 asks for another thing than the codebook: the incidents of terror of the last two months, one template each, with
no fights between armies and guerrilla armies; acts that a report only condemns or threatens count as well. So the coded
events are joined by acts that the rules read but do not code, records of one happening become one incident, and
`muc4_model.py` says with weights fitted by `--fit` how likely an incident counts and in which city it was.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from muc4_model import Case, Incident, Model, Scene4, fit

from dateline.clean import clean_report
from dateline.coders import code_by_rules
from dateline.coders.arguments import read_doers, read_instruments, read_recipients
from dateline.coders.grammar import Grammar
from dateline.coders.match import find_readings
from dateline.coders.rules import place_tokens, time_tokens
from dateline.coders.scene import Reading, Scene
from dateline.coders.unnamed import find_unnamed_places
from dateline.coders.when import Calendar
from dateline.coders.where import Atlas
from dateline.pipeline import find_mentions
from dateline.records import Actor, CodedEvent, Mentions, Parse, Report
from dateline.tools import Tools, load_tools

WEIGHTS = Path(__file__).with_name("muc4_weights.json")
UNPLACED = frozenset({"NO CITY", "CLANDESTINE", "NO DATE"})
BURNING = ("burn", "torch", "arson", "ablaze", "flame", "fire to", "on fire")
ROBBING = ("rob", "steal", "stole", "loot")
BASES = ("stated", "inferred", "report")  # the firmest first
EXPLOSIVE = ("bomb", "dynamite", "explosive", "charge", "mine", "grenade", "device", "explosion", "blast")
#: An incident less likely than this to count is left out; a city less likely than this to be right is not given.
#: Both were chosen on one half of the training reports with weights fitted on the other half.
INCIDENT_FLOOR = 0.1
CITY_FLOOR = 0.2


def as_report(line: dict[str, Any]) -> Report:
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


def read_scene(line: dict[str, Any], tools: Tools) -> Scene4:
    """Code one report, and read the acts in it that the rules leave uncoded."""
    parse = tools.parser(clean_report(as_report(line)))
    mentions = find_mentions(parse, tools)
    coded = code_by_rules(parse, mentions, tools.codebook, tools.gazetteer)
    scene = Scene(
        parse=parse,
        grammar=Grammar(parse, tools.codebook.noun_rules),
        actors={mention.head: mention for mention in mentions.actors},
        places=frozenset(place_tokens(parse, mentions.places)),
        times=frozenset(time_tokens(parse, mentions.dates)),
        codebook=tools.codebook,
    )
    readings = list(find_readings(scene))
    atlas = Atlas(scene, mentions.places, tools.gazetteer, frozenset(reading.trigger for reading in readings))
    home = atlas.frame.country if atlas.frame else None
    extra = _uncoded(scene, readings, mentions, coded, atlas) if readings else ()
    events = sorted([*coded, *extra], key=lambda event: event.trigger.start)
    unnamed = find_unnamed_places(scene, mentions.places, home, tools.gazetteer)
    return Scene4(parse=parse, places=(*mentions.places, *unnamed), home=home, events=tuple(events))


def _uncoded(
    scene: Scene, readings: Sequence[Reading], mentions: Mentions, coded: Sequence[CodedEvent], atlas: Atlas
) -> Iterator[CodedEvent]:
    """Give the acts of force that are read but are no records: what somebody condemned, threatened or denied."""
    parse = scene.parse
    triggers = frozenset(reading.trigger for reading in readings)
    calendar = Calendar(scene, (*mentions.dates, *mentions.intervals), triggers)
    for reading in readings:
        start = parse.starts[reading.trigger]
        force = reading.rule.type == "ASSAULT" or (reading.rule.type, reading.rule.mode) in (
            ("COERCE", "seize"),
            ("COERCE", "execute"),
        )
        if not force or any(event.trigger.start <= start < event.trigger.end for event in coded):
            continue
        own = frozenset({reading.trigger, reading.verb, *reading.objects, *reading.recipients})
        recipients, objects = read_recipients(scene, reading)
        yield CodedEvent(
            event_id="",
            report_id=parse.document.report.id,
            event_type=reading.rule.type,
            mode=reading.rule.mode,
            trigger=_words_of(parse, reading),
            actors=read_doers(scene, reading),
            recipients=recipients,
            objects=objects,
            instruments=read_instruments(scene, reading),
            place=atlas.places_of(reading, reading.rule, own)[0],
            date=calendar.dates_of(reading, ahead=False, own=own)[0],
            evidence=(_sentence_of(parse, reading),),
            coder="uncoded",
        )


def _words_of(parse: Parse, reading: Reading) -> Any:
    first, last = min(reading.words), max(reading.words)
    together = last - first == len(reading.words) - 1
    return parse.span(first, last + 1) if together else parse.span(reading.trigger, reading.trigger + 1)


def _sentence_of(parse: Parse, reading: Reading) -> Any:
    sentence = parse.sentences[parse.sentence_of[reading.trigger]]
    return parse.span(sentence.first, sentence.last)


def type_of(event: CodedEvent) -> str | None:
    """Give the MUC type of a record, None where MUC has none for it."""
    trigger = event.trigger.text.casefold()
    said = " ".join([trigger, *(span.text.casefold() for span in event.instruments)])
    if event.event_type == "COERCE":
        if event.mode != "seize":
            return "ATTACK" if event.mode == "execute" else None
        if any(word in trigger for word in ROBBING):
            return "ROBBERY"
        return "HIJACKING" if "hijack" in trigger else None
    if event.event_type != "ASSAULT":
        return None
    if event.mode == "abduct":
        return "KIDNAPPING"
    if event.mode == "destroy" and any(word in said for word in BURNING):
        return "ARSON"
    explosive = event.mode in ("explosives", "suicide-attack") or any(word in said for word in EXPLOSIVE)
    return "BOMBING" if explosive else "ATTACK"


def merge(events: Sequence[CodedEvent]) -> list[Incident]:
    """Join the records of one report that share a victim, or that nothing tells apart."""
    incidents: list[Incident] = []
    for event in events:
        kind = type_of(event)
        if kind is None:
            continue
        new = Incident(type=kind, events=(event,))
        host = next((i for i, each in enumerate(incidents) if _is_same(each, new)), None)
        if host is None:
            incidents.append(new)
        else:
            old = incidents[host]
            finer = kind if old.type == "ATTACK" and kind in ("BOMBING", "ARSON") else old.type
            incidents[host] = replace(old, type=finer, events=(*old.events, event))
    return incidents


def _is_same(one: Incident, other: Incident) -> bool:
    names = bool(one.names() & other.names())
    if one.type != other.type:
        return names and {one.type, other.type} in ({"ATTACK", "BOMBING"}, {"ATTACK", "ARSON"})
    if one.days() and other.days() and not one.days() & other.days():
        return False
    return names or not (one.cities() and other.cities()) or bool(one.cities() & other.cities())


def as_incident(incident: Incident, city: str | None) -> dict[str, Any]:
    """Write an incident as the scorer reads it."""
    dated = [event.date for event in incident.events if event.date and event.date.first]
    dated.sort(key=lambda date: (date.first != date.last, BASES.index(date.basis)))
    country = next((event.place.country for event in incident.events if event.place and event.place.country), None)
    place = {"name": city, "type": "CITY"} if city else {"country": country} if country else None
    return {
        "type": incident.type,
        "roles": _roles(incident.events),
        "date_start": str(dated[0].first) if dated else None,
        "date_end": str(dated[0].last) if dated else None,
        "places": [place] if place else [],
    }


def _roles(events: Sequence[CodedEvent]) -> dict[str, list[list[str]]]:
    out: dict[str, list[str]] = {
        name: [] for name in ("perp_ind", "perp_org", "target", "victim", "victim_desc", "weapon")
    }
    kinds = {"person": "victim", "group": "victim_desc"}
    for event in events:
        for actor in event.actors:
            out["perp_org" if actor.kind == "organization" else "perp_ind"].append(_text(actor))
        for actor in event.recipients:
            out[kinds.get(actor.kind, "target")].append(_text(actor))
        out["target"].extend(span.text for span in event.objects)
        out["weapon"].extend(span.text for span in event.instruments)
    return {name: [[text] for text in dict.fromkeys(texts)] for name, texts in out.items()}


def _text(actor: Actor) -> str:
    return actor.span.text if actor.span else actor.name


def incidents_of(scene: Scene4, model: Model) -> list[dict[str, Any]]:
    """Give the incidents of one report that are likely to count, each with the city that is likely to be right."""
    out = []
    for number, incident in enumerate(merge(scene.events)):
        likely = model.score_incident(incident, scene, number)
        if likely >= INCIDENT_FLOOR:
            score, city = model.best_city(incident, scene, likely)
            out.append(as_incident(incident, city if score >= CITY_FLOOR else None))
    return out


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("reports", type=Path)
    options.add_argument("--out", type=Path, default=Path("incidents.jsonl"))
    options.add_argument("--scorer", type=Path)
    options.add_argument("--fit", action="store_true", help="fit the weights on these reports and their templates")
    chosen = options.parse_args()
    lines = [json.loads(line) for line in chosen.reports.read_text(encoding="utf-8").splitlines()]
    tools = load_tools()
    scenes = [read_scene(line, tools) for line in lines]
    if chosen.fit:
        cases = [
            Case(scene=scene, incidents=merge(scene.events), templates=line["templates"])
            for scene, line in zip(scenes, lines, strict=True)
        ]
        WEIGHTS.write_text(json.dumps(fit(cases), indent=0, sort_keys=True) + "\n", encoding="utf-8")
        return
    model = Model(json.loads(WEIGHTS.read_text(encoding="utf-8")))
    with chosen.out.open("w", encoding="utf-8") as out:
        for line, scene in zip(lines, scenes, strict=True):
            out.write(json.dumps({"docid": line["docid"], "incidents": incidents_of(scene, model)}) + "\n")
    if chosen.scorer:
        command = [sys.executable, str(chosen.scorer), "--gold", str(chosen.reports), "--pred", str(chosen.out)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
