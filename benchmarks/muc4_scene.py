"""Report → what the rules read in it, the acts among it that MUC-4 asks for, and those joined to incidents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from muc4_evidence import Reader
from muc4_model import Incident, Scene4
from muc4_phrases import find_phrases
from muc4_report import Told, tell

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
from dateline.records import CodedEvent, Mentions, Parse, Report
from dateline.tools import Tools

UNPLACED = frozenset({"NO CITY", "CLANDESTINE", "NO DATE"})
BURNING = ("burn", "torch", "arson", "ablaze", "flame", "fire to", "on fire")
ROBBING = ("rob", "steal", "stole", "loot")
EXPLOSIVE = ("bomb", "dynamite", "explosive", "charge", "mine", "grenade", "device", "explosion", "blast")


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


def read_report(line: dict[str, Any], tools: Tools) -> Told:
    """Code one report, and read the acts in it that the rules leave uncoded and the phrases that may fill a role."""
    parse = tools.parser(clean_report(as_report(line)))
    mentions = find_mentions(parse, tools)
    return read_scene(parse, mentions, code_by_rules(parse, mentions, tools.codebook, tools.gazetteer), tools)


def read_scene(parse: Parse, mentions: Mentions, coded: Sequence[CodedEvent], tools: Tools) -> Told:
    """Read what a coded report holds beside its records."""
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
    told = Scene4(parse=parse, places=(*mentions.places, *unnamed), home=home, events=tuple(events))
    return tell(told, Reader.of(scene, readings, tuple(find_phrases(parse)), told.events), merge(events))


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
