"""Text, events → the stretches of a text, each with the events and the fields that were read from it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline.describe import read_fields
from dateline.records import Block, CodedEvent, Part

#: Kinds of blocks that are no part of the report's own telling.
FURNITURE = frozenset({"furniture"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of a text that is marked alike from end to end."""

    text: str
    evidence: str = ""  # ids of the events whose evidence it is in, with spaces between
    fields: str = ""  # "id:place", of the fields that were read from it
    triggers: tuple[int, ...] = ()  # the numbers of the events whose trigger ends here
    furniture: bool = False
    breaks: bool = False  # a paragraph ends here


def mark_stretches(
    text: str, events: Sequence[CodedEvent], *, part: Part = "text", blocks: Iterable[Block] = ()
) -> Iterator[Stretch]:
    """Cut a text where anything marked begins or ends, and at the ends of its lines."""
    evidence = [
        (span.start, span.end, event.event_id) for event in events for span in event.evidence if span.part == part
    ]
    fields = [
        (span.start, span.end, f"{event.event_id}:{_field_name(reading.field)}")
        for event in events
        for reading in read_fields(event)
        for span in reading.spans
        if span.part == part
    ]
    grey = [(block.start, block.end, "") for block in blocks if block.kind in FURNITURE]
    ends = {event.trigger.end: number for number, event in enumerate(events, 1) if event.trigger.part == part}
    edges = {0, len(text), *ends}
    for start, end, _ in (*evidence, *fields, *grey):
        edges.update((start, end))
    edges.update(at for i, sign in enumerate(text) if sign == "\n" for at in (i, i + 1))
    ordered = sorted(edge for edge in edges if 0 <= edge <= len(text))
    for start, end in itertools.pairwise(ordered):
        yield Stretch(
            text=text[start:end],
            evidence=" ".join(_inside(evidence, start, end)),
            fields=" ".join(_inside(fields, start, end)),
            triggers=tuple(number for at, number in ends.items() if at == end),
            furniture=bool(_inside(grey, start, end)),
            breaks=text[start:end] == "\n",
        )


def _inside(spans: Sequence[tuple[int, int, str]], start: int, end: int) -> list[str]:
    return list(dict.fromkeys(name for first, last, name in spans if first <= start and end <= last))


def _field_name(field: str) -> str:
    return field.replace(" ", "-")
