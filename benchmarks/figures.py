"""Measure how often the toll of the main shooting of a report is exact: killed, injured, and its day.

    python benchmarks/figures.py reports.jsonl [--verbose]

A line: {"id", "text", "published", "n_killed", "n_injured", "shooting_date"}. What a report is about is one incident,
what was coded are its acts, so they are joined:

- The main event is the first assault with firearms told as news, else the first assault, else the first event.
- The incident are all assaults of the main event's days, told as news or as what was claimed; acts on other days are
  other incidents (a report on a shooting often recalls an earlier one).
- Its killed are the largest count of killed that one of its acts gives, since a headline, a lead and a body tell the
  same dead again; running totals do not count. Where no act gives a count, the persons killed in acts whose words say
  that somebody died are counted. The same for the injured. No incident, no toll: 0.
- Who was hit and died is often told apart from the act ("He was pronounced dead at a hospital"), which is no act of its
  own and so no record. Both readings are measured: `killed` and `injured` from the records alone, `with outcome` where
  one of the injured counts as killed if no record tells of a death and the report's text does.
- Its day is the main event's, if it is one day; without any event the day of the report.

The floors: always the commonest toll of the data, and always the day of the report.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from incident_date import main_event
from measures import coded, read_lines

from dateline.records import CodedEvent, Report
from dateline.tools import load_tools

DEADLY = re.compile(r"\b(kill|dead|death|die[ds]?|murder|fatal|homicide|slain|slay)", re.IGNORECASE)
HURTING = re.compile(r"\b(injur|wound|hurt|shot|shoot|struck|hit|graze)", re.IGNORECASE)
OUTCOME = re.compile(
    r"\b(died|pronounced dead|declared dead|succumbed|fatally (?:shot|wounded)|dead at)\b", re.IGNORECASE
)
NOT_DONE = frozenset({"planned", "called-for", "threatened", "hypothetical", "denied"})


def incident_of(events: Sequence[CodedEvent]) -> list[CodedEvent]:
    """Give the acts of the main incident."""
    main = main_event(events)
    if main is None or main.event_type != "ASSAULT":
        return []
    return [
        event
        for event in events
        if event.event_type == "ASSAULT" and event.status not in NOT_DONE and _same_days(event, main)
    ]


def _same_days(event: CodedEvent, main: CodedEvent) -> bool:
    if event.date is None or main.date is None or event.date.first is None or main.date.first is None:
        return True
    return event.date.first <= (main.date.last or main.date.first) and main.date.first <= (
        event.date.last or event.date.first
    )


def toll(events: Sequence[CodedEvent], kind: str) -> int:
    """Give how many were killed or injured in an incident."""
    counts = [
        figure.min if figure.min is not None else figure.max or 0
        for event in events
        for figure in event.figures
        if figure.kind == kind and figure.scope == "event"
    ]
    if counts:
        return max(counts)
    deadly = [event for event in events if DEADLY.search(event.trigger.text)]
    dead = [event for event in events if any(figure.kind == "killed" for figure in event.figures)]
    hurting = [event for event in events if event not in (*deadly, *dead) and HURTING.search(event.trigger.text)]
    return max((len(event.recipients) for event in (deadly if kind == "killed" else hurting)), default=0)


def with_outcome(text: str, killed: int, injured: int) -> tuple[int, int]:
    """Count one of the injured as killed where the text tells of a death that no record tells of."""
    if killed or not injured or not OUTCOME.search(text):
        return killed, injured
    return 1, injured - 1


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("reports", type=Path)
    options.add_argument("--verbose", action="store_true", help="print the ids of the errors with both values")
    chosen = options.parse_args()
    lines = {line["id"]: line for line in read_lines(chosen.reports)}
    reports = [
        Report(id=line["id"], text=line["text"], published=dt.date.fromisoformat(line["published"]))
        for line in lines.values()
    ]
    right: Counter[str] = Counter()
    for report, events in coded(reports, load_tools()):
        line, incident, event = lines[report.id], incident_of(events), main_event(events)
        day = event.date.first if event and event.date and event.date.first == event.date.last else None
        killed, injured = toll(incident, "killed"), toll(incident, "injured")
        outcome = with_outcome(report.text, killed, injured)
        values = {
            "killed": (line["n_killed"], killed),
            "injured": (line["n_injured"], injured),
            "killed with outcome": (line["n_killed"], outcome[0]),
            "injured with outcome": (line["n_injured"], outcome[1]),
            "date": (line["shooting_date"], str(report.published if event is None else day)),
        }
        for name, (gold, found) in values.items():
            right[name] += gold == found
            if chosen.verbose and gold != found:
                print(report.id, name, "gold", gold, "found", found, [each.trigger.text for each in incident])
    common = {
        name: max(Counter(line[f"n_{name}"] for line in lines.values()).values()) for name in ("killed", "injured")
    }
    dated = sum(line["published"] == line["shooting_date"] for line in lines.values())
    for name, count in right.items():
        floor = common.get(name.split()[0], dated) / len(lines)
        print(f"exact {name:21} {count / len(lines):.3f}  ({count} of {len(lines)}; floor {floor:.3f})")


if __name__ == "__main__":
    main()
