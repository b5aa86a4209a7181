"""Measure which place of its sentence is given to a verb.

    python benchmarks/event_places.py sentences.jsonl [--verbose]

A line: {"id", "text", "spans": [{"label": "VERB" or "LOCATION", "start", "end"}]}, the locations being those of the
verb. A verb is right where the first place it is given, or the named site in it, overlaps one of its locations, or
where neither is there. Verbs that the codebook does not code are placed all the same, as assaults would be.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from dateline.clean import clean_report
from dateline.coders.absorb import join_readings
from dateline.coders.grammar import Grammar
from dateline.coders.match import find_readings
from dateline.coders.rules import place_tokens, time_tokens
from dateline.coders.scene import Reading, Scene
from dateline.coders.where import Atlas
from dateline.ontology.codebook import Rule
from dateline.pipeline import find_mentions
from dateline.records import Parse, Report, Span
from dateline.tools import Tools, load_tools

ANY_ACT = Rule(id="any", type="ASSAULT", mode=None, verb_sources={}, noun_sources={})


def places_of(parse: Parse, verb: int, tools: Tools) -> list[Span]:
    """Give the words that say where the act of `verb` happened: the place, and the site within it."""
    mentions = find_mentions(parse, tools)
    grammar = Grammar(parse, tools.codebook.noun_rules)
    scene = Scene(
        parse=parse,
        grammar=grammar,
        actors={mention.head: mention for mention in mentions.actors},
        places=frozenset(place_tokens(parse, mentions.places)),
        times=frozenset(time_tokens(parse, mentions.dates)),
        codebook=tools.codebook,
    )
    readings = list(find_readings(scene))
    bare = Reading(
        rule=ANY_ACT, trigger=verb, words=(verb,), verb=verb, is_noun=False, objects=tuple(grammar.objects(verb))
    )
    reading = next((each for each in readings if verb in (each.trigger, each.verb)), bare)
    triggers = frozenset({verb, *(each.trigger for each in readings)})
    lent = {each.trigger for act in join_readings(scene, readings) if act.reading is reading for each in act.lends}
    own = frozenset({verb, reading.trigger, reading.verb, *reading.objects, *reading.recipients, *lent})
    atlas = Atlas(scene, mentions.places, tools.gazetteer, triggers)
    found = atlas.places_of(reading, reading.rule, own)[0]
    if found is None:
        return []
    named = found.site in {place.span for place in mentions.places}
    return [span for span in (found.span, found.site if named else None) if span]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sentences", type=Path)
    options.add_argument("--verbose", action="store_true", help="print the sentences with a wrong place")
    chosen = options.parse_args()
    tools = load_tools()
    right = total = 0
    for line in map(json.loads, chosen.sentences.read_text(encoding="utf-8").splitlines()):
        parse = tools.parser(clean_report(Report(id=line["id"], text=line["text"])))
        spans = {label: [s for s in line["spans"] if s["label"] == label] for label in ("VERB", "LOCATION")}
        verb = parse.token_at(spans["VERB"][0]["start"])
        found = places_of(parse, verb, tools) if verb is not None else []
        gold = [(span["start"], span["end"]) for span in spans["LOCATION"]]
        hit = any(span.start < end and start < span.end for start, end in gold for span in found) or not (gold or found)
        right, total = right + hit, total + 1
        if chosen.verbose and not hit:
            print(line["id"], [span.text for span in found], [s["text"] for s in spans["LOCATION"]], line["text"])
    print(f"{right} of {total} verbs: {right / total:.3f}")


if __name__ == "__main__":
    main()
