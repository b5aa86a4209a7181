"""What the benchmarks share: reading lines, coding them, and writing figures the same way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline.pipeline import code_report
from dateline.records import CodedEvent, Report
from dateline.tools import Tools


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def coded(reports: Sequence[Report], tools: Tools) -> Iterator[tuple[Report, tuple[CodedEvent, ...]]]:
    for report in reports:
        yield report, code_report(report, tools).events


def counted(right: int, found: int, gold: int) -> str:
    """Write precision, recall and F1 of counts."""
    precision, recall = right / (found or 1), right / (gold or 1)
    f1 = 2 * right / ((found + gold) or 1)
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  ({right} of {found} found, {gold} gold)"
