"""Measure whether reports that tell of protests are told from others, on a stream as it came.

    python benchmarks/relevance.py reports.jsonl [--type PROTEST]

A line: {"id", "text", "relevant": true or false}. A report counts as relevant where some event of the type was coded
that is neither denied nor hypothetical. Beside it: only events told as news (reported), and as a floor any report that
holds one of KEYWORDS.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from measures import coded, counted, read_lines

from dateline.records import Report
from dateline.tools import load_tools

KEYWORDS = re.compile(r"protest|demonstrat", re.IGNORECASE)
UNREAL = frozenset({"denied", "hypothetical"})


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("reports", type=Path)
    options.add_argument("--type", default="PROTEST", help="the event type that makes a report relevant")
    options.add_argument("--verbose", action="store_true", help="print the ids of the errors")
    chosen = options.parse_args()
    lines = read_lines(chosen.reports)
    gold = {line["id"] for line in lines if line["relevant"]}
    found: dict[str, set[str]] = {"coded": set(), "news": set(), "keywords": set()}
    for report, events in coded([Report(id=line["id"], text=line["text"]) for line in lines], load_tools()):
        statuses = {event.status for event in events if event.event_type == chosen.type} - UNREAL
        for name, hit in (
            ("coded", bool(statuses)),
            ("news", "reported" in statuses),
            ("keywords", bool(KEYWORDS.search(report.text))),
        ):
            found[name] |= {report.id} if hit else set()
    for name, ids in found.items():
        print(f"{name:9}{counted(len(ids & gold), len(ids), len(gold))}")
    if chosen.verbose:
        print("missed", *sorted(gold - found["coded"]))
        print("spurious", *sorted(found["coded"] - gold))


if __name__ == "__main__":
    main()
