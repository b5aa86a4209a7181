"""Measure the places: lines as `dateline annotate --only places` gives them, and the time next to the parser's.

    python benchmarks/places.py GOLD.jsonl OUT.jsonl [--given]

GOLD holds lines {"docid", "text", "toponyms": [...]}; OUT is scored by any geoparsing scorer that reads
{"id", "places": [...]}. `--given` resolves the gold mentions instead of finding them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from dateline.clean import clean_report, read_furniture
from dateline.find.places import find_places
from dateline.gazetteer import Gazetteer, load_gazetteer
from dateline.parse import load_tagger
from dateline.records import Document, Report, Span, Toponym
from dateline.resolve.places import resolve_places


def read_gold(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def to_document(line: dict) -> Document:
    return read_furniture(clean_report(Report(id=line["docid"], text=line["text"])))


def given_toponyms(line: dict, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    found = []
    for gold in sorted(line["toponyms"], key=lambda gold: gold["start"]):
        text = line["text"][gold["start"] : gold["end"]]
        places = gazetteer.candidates(text)
        demonym = bool(places) and all(place.kind == "demonym" for place in places)
        found.append(Toponym(span=Span(gold["start"], gold["end"], text), demonym=demonym, confidence=1.0))
    return tuple(found)


def to_line(document: Document, places: tuple[Toponym, ...]) -> dict:
    fields = ("name", "geonames_id", "lat", "lon", "country", "admin1", "feature", "demonym", "confidence")
    rows = [
        {"start": place.span.start, "end": place.span.end, "text": place.span.text}
        | {field: getattr(place, field) for field in fields}
        | ({"feature": "facility"} if place.site else {})
        for place in places
    ]
    return {"id": document.report.id, "places": rows}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--given", action="store_true")
    chosen = options.parse_args()
    parser, gazetteer = load_tagger(), load_gazetteer()
    parsing = placing = 0.0
    with chosen.out.open("w", encoding="utf-8") as out:
        for line in read_gold(chosen.gold):
            started = time.process_time()
            document = to_document(line)
            parse = parser(document)
            parsed = time.process_time()
            found = given_toponyms(line, gazetteer) if chosen.given else find_places(parse, gazetteer)
            places = resolve_places(found, document, gazetteer)
            parsing, placing = parsing + parsed - started, placing + time.process_time() - parsed
            out.write(json.dumps(to_line(document, places), ensure_ascii=False) + "\n")
    sys.stderr.write(f"parsing {parsing:.1f} s, places {placing:.1f} s ({placing / parsing:.1%})\n")


if __name__ == "__main__":
    main()
