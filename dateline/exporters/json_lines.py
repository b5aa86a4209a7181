"""CodedEvent -> JSON lines, one event each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from dateline.exporters.cells import text_writer
from dateline.jsonlines import event_line
from dateline.records import CodedEvent


def export_jsonl(events: Iterable[CodedEvent], out: BinaryIO) -> int:
    """Write events as JSON lines; give how many."""
    count = 0
    with text_writer(out) as lines:
        for event in events:
            lines.write(event_line(event) + "\n")
            count += 1
    return count
