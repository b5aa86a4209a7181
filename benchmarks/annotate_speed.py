"""Time the places and dates beside the parser, and `annotate --only` beside bare spaCy, all over the same texts.

    python benchmarks/annotate_speed.py CORPUS.jsonl [--rounds 5]

A line of CORPUS: {"docid", "text", "dct"?}. All sides run in turns in one process on one core, after a warm-up; a row
gives texts a second and the median ratio of processor times, with its range.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
import statistics
from collections.abc import Callable
from pathlib import Path

import spacy
from speed import print_machine, timed

from dateline.clean import clean_report
from dateline.find.dates import find_dates
from dateline.find.places import find_places
from dateline.parse import DEFAULT_PIPELINES
from dateline.pipeline import annotate_report
from dateline.records import Report
from dateline.resolve.dates import resolve_dates
from dateline.resolve.places import resolve_places
from dateline.tools import load_tools


def read_corpus(path: Path) -> list[Report]:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Report(
            id=line["docid"],
            text=line["text"],
            published=dt.date.fromisoformat(line["dct"][:10]) if line.get("dct") else None,
            published_from="given",
        )
        for line in lines
    ]


def make_sides(reports: list[Report], model: str) -> dict[str, Callable[[], object]]:
    bare, tools = spacy.load(model), load_tools(spacy_model=model)
    documents = [clean_report(report) for report in reports]
    parses = [tools.parser(document) for document in documents]
    return {
        "bare spaCy": lambda: [None for _ in bare.pipe(report.text for report in reports)],
        "dateline's parser": lambda: [tools.parser(document) for document in documents],
        "places, once parsed": lambda: [
            resolve_places(find_places(parse, tools.gazetteer), parse.document, tools.gazetteer) for parse in parses
        ],
        "dates": lambda: [resolve_dates(find_dates(document), document) for document in documents],
        "annotate --only dates": lambda: [annotate_report(report, tools, ("dates",)) for report in reports],
        "annotate --only places": lambda: [annotate_report(report, tools, ("places",)) for report in reports],
        "annotate": lambda: [annotate_report(report, tools) for report in reports],
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpus", type=Path)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    model = next(filter(importlib.util.find_spec, DEFAULT_PIPELINES), DEFAULT_PIPELINES[-1])
    reports = read_corpus(chosen.corpus)
    print_machine(model)
    print(f"texts     {len(reports)}, {sum(len(report.text.split()) for report in reports)} words")
    sides = make_sides(reports, model)
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(chosen.rounds + 1):
        for name in list(sides) if turn % 2 else reversed(sides):
            seconds = timed(sides[name])[1]
            if turn:  # the first is the warm-up
                taken[name].append(seconds)
    for name, seconds in taken.items():
        ratios = [mine / bare for mine, bare in zip(seconds, taken["bare spaCy"], strict=True)]
        rate = len(reports) / statistics.median(seconds)
        spread = f"{min(ratios):.3f}-{max(ratios):.3f}"
        print(f"{name:<24}{rate:9.1f} texts/s   {statistics.median(ratios):.3f} of bare spaCy's time ({spread})")
    both = zip(taken["places, once parsed"], taken["dates"], taken["dateline's parser"], strict=True)
    shares = [(places + dates) / parsing for places, dates, parsing in both]
    print(f"places and dates add {statistics.median(shares):.1%} to parsing ({min(shares):.1%}-{max(shares):.1%})")


if __name__ == "__main__":
    main()
