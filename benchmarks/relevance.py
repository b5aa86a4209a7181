"""Which reports of a natural stream tell of a protest: precision, recall and F1, rules alone and with the classifier.

    python benchmarks/relevance.py REPORTS.jsonl... [--classifier WEIGHTS] [--verbose]

REPORTS.jsonl holds lines {"id", "text", "relevant": true or false}; others are left out. A report counts as relevant if
a PROTEST event is coded in it; beside it where also an attack of armed militants is told or condemned, which corpora of
contentious politics count among protests. The reports are parsed once for all.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from dateline.clean import clean_report
from dateline.coders import code_by_rules
from dateline.coders.classifier import second_opinion
from dateline.pipeline import find_mentions
from dateline.records import CodedEvent, Report
from dateline.tools import Tools, load_tools

KEYWORDS = re.compile(r"protest|demonstrat", re.IGNORECASE)  # the floor
MILITANCY = re.compile(r"\b(terror\w*|militants?|jihad\w*)\b", re.IGNORECASE)
STATES = {"GOV", "MIL", "COP", "SPY", "JUD", "LEG"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path, nargs="+")
    parser.add_argument("--classifier", default="built-in")
    parser.add_argument("--verbose", action="store_true", help="print the reports that are judged wrongly")
    options = parser.parse_args()
    tools = load_tools(classifier=options.classifier)
    for path in options.reports:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        lines = [line for line in lines if line["relevant"] is not None]
        found = [both(line["text"], tools) for line in lines]
        held = [bool(KEYWORDS.search(line["text"])) for line in lines]
        print(f"{path.name}: keywords: {score([line['relevant'] for line in lines], held)}")
        for side, name in enumerate(("rules alone", "rules and classifier")):
            for attacks in (False, True):
                judged = [any(is_wanted(event, attacks=attacks) for event in pair[side]) for pair in found]
                scored = score([line["relevant"] for line in lines], judged)
                print(f"{path.name}: {name}{', attacks too' if attacks else ''}: {scored}")
                if options.verbose:
                    print_errors(lines, judged)


def print_errors(lines: list[dict[str, Any]], judged: list[bool]) -> None:
    for line, is_relevant in zip(lines, judged, strict=True):
        if is_relevant != line["relevant"]:
            print("  ", "too much" if is_relevant else "missed", line["id"], line["text"][:90].replace("\n", " "))


def both(text: str, tools: Tools) -> tuple[list[CodedEvent], list[CodedEvent]]:
    """Code a text by the rules, and with the second opinion."""
    parse = tools.parser(clean_report(Report(id="gold", text=text)))
    events = code_by_rules(parse, find_mentions(parse, tools), tools.codebook, tools.gazetteer)
    return events, second_opinion(events, tools.classifier, tools.codebook) if tools.classifier else events


def is_wanted(event: CodedEvent, *, attacks: bool) -> bool:
    if event.event_type == "PROTEST":
        return True
    told = " ".join(span.text for span in event.evidence)
    by_state = {actor.role for actor in event.actors} & STATES
    if not attacks or not MILITANCY.search(told):
        return False
    return event.event_type == "ACCUSE" or (event.event_type == "ASSAULT" and not by_state)


def score(gold: list[bool], judged: list[bool]) -> str:
    right = sum(a and b for a, b in zip(gold, judged, strict=True))
    precision, recall = right / max(sum(judged), 1), right / max(sum(gold), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return (
        f"precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} ({right} of {sum(judged)} named, {sum(gold)} gold)"
    )


if __name__ == "__main__":
    main()
