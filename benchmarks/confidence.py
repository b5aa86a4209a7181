"""Measure what a confidence is worth: expected calibration error, Brier score and the bins of a reliability diagram.

    python benchmarks/confidence.py [--sentences plover.jsonl ...] [--reports REPORTS gold.csv manifest.csv [IDS]]

`--sentences` takes files of `sentences.py`: an event is right where it has the gold type. Since a sentence may tell of
more than its gold event, confidence looks worse there than it is. `--reports` takes reports coded by hand as `seeds.py`
does: an event is right where it agrees at the level what, and at the level when.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from measures import coded
from sentences import PUBLISHED, read_sentences

from dateline.evaluate import (
    brier_score,
    expected_calibration_error,
    keep_reports,
    match,
    read_coding,
    reliability,
    rows_from_events,
)
from dateline.evaluate.rows import align_reports
from dateline.ingest import read_reports
from dateline.records import Report
from dateline.tools import Tools, load_tools


def show(name: str, confidences: Sequence[float], right: Sequence[bool]) -> None:
    error, brier = expected_calibration_error(confidences, right), brier_score(confidences, right)
    if error is None or brier is None:
        print(f"{name}: no events")
        return
    print(f"{name}: {len(right)} events, {sum(right) / len(right):.3f} right; ECE {error:.3f}  Brier {brier:.3f}")
    for bin in reliability(confidences, right):
        if bin.count:
            print(
                f"    {bin.low:.1f} to {bin.high:.1f}  {bin.count:5} events  confidence {bin.confidence:.3f}  "
                f"right {bin.right:.3f}"
            )


def show_sentences(path: Path, tools: Tools) -> None:
    sentences = {each.id: each for each in read_sentences(path)}
    reports = [Report(id=each.id, text=each.text, published=PUBLISHED) for each in sentences.values()]
    events = [event for _, found in coded(reports, tools) for event in found]
    right = [event.event_type in sentences[event.report_id].types for event in events]
    show(f"{path.name}, type", [event.confidence for event in events], right)


def show_reports(words: Sequence[str], tools: Tools) -> None:
    folder, gold_file, manifest, *ids = words
    gold = read_coding(Path(gold_file)).rows
    wanted = ids[0].split(",") if ids else sorted({row.report for row in gold})
    found = (item for item in read_reports([folder], manifest=Path(manifest)) if isinstance(item, Report))
    events = [event for _, each in coded(list(found), tools) for event in each]
    rows = align_reports(keep_reports(rows_from_events(events), wanted), wanted)
    for level in ("what", "when"):
        matched = {id(row) for _, row in match(level, keep_reports(gold, wanted), rows)}
        confidences = [row.event.confidence for row in rows if row.event]
        show(f"{Path(gold_file).name}, {level}", confidences, [id(row) in matched for row in rows])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sentences", type=Path, nargs="*", default=[])
    options.add_argument("--reports", nargs="+", default=[])
    chosen = options.parse_args()
    tools = load_tools()
    for path in chosen.sentences:
        show_sentences(path, tools)
    if chosen.reports:
        show_reports(chosen.reports, tools)


if __name__ == "__main__":
    main()
