"""Measure how often the main incident of a report gets its exact day.

    python benchmarks/incident_date.py reports.jsonl [--verbose]

A line: {"id", "text", "published", "shooting_date"}. The main incident is the first assault with firearms that the
report tells as its news, else the first assault, else the first event; without any event the day of the report counts.
The day of the report alone is the floor that is printed beside.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

from dateline.pipeline import code_report
from dateline.records import CodedEvent, Report
from dateline.tools import load_tools


def main_event(events: Sequence[CodedEvent]) -> CodedEvent | None:
    """Give the event that a report on a shooting is about."""

    def rank(event: CodedEvent) -> tuple[bool, bool, bool]:
        return event.status != "reported", event.event_type != "ASSAULT", event.mode != "firearms"

    return min(events, key=rank, default=None)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("reports", type=Path)
    options.add_argument("--verbose", action="store_true", help="print the ids and days of those with a wrong day")
    chosen = options.parse_args()
    tools = load_tools()
    right = floor = total = 0
    for line in map(json.loads, chosen.reports.read_text(encoding="utf-8").splitlines()):
        published = dt.date.fromisoformat(line["published"])
        gold = dt.date.fromisoformat(line["shooting_date"])
        coded = code_report(Report(id=line["id"], text=line["text"], published=published), tools)
        event = main_event(coded.events)
        day = event.date.first if event and event.date and event.date.first == event.date.last else None
        day = published if event is None else day
        right, floor, total = right + (day == gold), floor + (published == gold), total + 1
        if chosen.verbose and day != gold:
            told = f"{event.trigger.text!r} {event.date.basis if event.date else ''}" if event else "no event"
            print(line["id"], f"published {published}, gold {gold}, found {day}: {told}")
    print(f"exact day {right} of {total}: {right / total:.3f}; the day of the report {floor / total:.3f}")


if __name__ == "__main__":
    main()
