"""Report, CodedEvent -> stable ids: hashes of what a record says, the same on every run."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dateline.records import CodedEvent, Report

ID_LENGTH = 16  # hexadecimal digits: 64 bits, one clash expected among some 5 thousand million events


def content_hash(report: Report) -> str:
    """Hash what is coded of a report: its title and its text, whatever its id, source, url and date.

    >>> content_hash(Report(id="a", text="One.")) == content_hash(Report(id="b", text="One.", source="x"))
    True
    """
    return _digest([report.title or "", report.text])


def identify(events: Sequence[CodedEvent], report: Report) -> list[CodedEvent]:
    """Tell events as this report's: with its id, its source and their ids.

    An event id hashes the report's id and content, type, mode, offsets of the trigger, place and date, and a
    running number where all of these agree. It holds no name, so that a published id lets no name be guessed.
    The same text under two report ids has two sets of event ids.
    """
    content = content_hash(report)
    seen: Counter[str] = Counter()
    identified = []
    for event in events:
        key = _digest([report.id, content, *_unit(event)])
        seen[key] += 1
        event_id = _digest([key, seen[key]])[:ID_LENGTH]
        identified.append(replace(event, event_id=event_id, report_id=report.id, source=report.source))
    return identified


def _unit(event: CodedEvent) -> list[str | int | None]:
    trigger, place, date = event.trigger, event.place, event.date
    days = [str(date.first), str(date.last)] if date else []
    where = [place.name, place.geonames_id] if place else []
    return [event.event_type, event.mode, trigger.part, trigger.start, trigger.end, "|", *where, "|", *days]


def _digest(values: Sequence[str | int | None]) -> str:
    # surrogatepass: a text may hold a lone surrogate, and must be hashed all the same
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
