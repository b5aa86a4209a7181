"""How well are sources found? Scores `find_citations` on attributions annotated with source and cue.

    python benchmarks/attribution.py FILE.jsonl [-v]

Each line of the file is {"id", "text", "attributions": [{"source": [[start, end]...], "cue": ..., "content": ...}]}.
A found source or cue is right if it overlaps a gold one that no other has been matched to.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from dateline.clean import clean_report
from dateline.find.citations import find_citations
from dateline.find.quotes import find_quotes
from dateline.parse import load_parser
from dateline.records import Citation, Report

Spans = list[list[int]]


def match(found: list[tuple[int, int]], gold: list[Spans]) -> tuple[int, set[int], set[int]]:
    """Pair found spans with gold ones one to one by overlap; give the count and the numbers of both."""
    taken: set[int] = set()
    right: set[int] = set()
    for number, (start, end) in enumerate(found):
        for g, spans in enumerate(gold):
            if g not in taken and any(start < b and a < end for a, b in spans):
                taken.add(g)
                right.add(number)
                break
    return len(right), right, taken


def figures(right: int, found: int, gold: int) -> str:
    precision, recall = right / max(1, found), right / max(1, gold)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  ({right} of {found} found, {gold} gold)"


def unique(citations: tuple[Citation, ...]) -> list[Citation]:
    """Keep one citation for each speaker and cue: a quotation in two halves is one attribution."""
    return list({(c.speaker.start, c.cue.start): c for c in citations}.values())


def show_errors(text: str, record: dict[str, Any], citations: list[Citation], right: set[int], taken: set[int]) -> None:
    for number, citation in enumerate(citations):
        if number not in right:
            scope = citation.scope.text
            print(f"  EXTRA {citation.speaker.text!r} {citation.cue.text!r} {scope[:90]!r}")
    gold = [a for a in record["attributions"] if a.get("source")]
    for number, attribution in enumerate(gold):
        if number not in taken:
            parts = [" … ".join(text[a:b] for a, b in attribution.get(k, [])) for k in ("source", "cue", "content")]
            print(f"  MISSED {parts[0]!r} {parts[1]!r} {parts[2][:90]!r}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("-v", "--verbose", action="store_true", help="print every error")
    options = arguments.parse_args()
    parser = load_parser()
    totals = {"source": [0, 0, 0], "cue": [0, 0, 0]}
    for line in options.file.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        parse = parser(clean_report(Report(id=record["id"], text=record["text"])))
        citations = unique(find_citations(parse, find_quotes(parse)))
        offset = parse.document.text_start
        for part, total in totals.items():
            gold = [a[part] for a in record["attributions"] if a.get(part)]
            spans = [c.speaker if part == "source" else c.cue for c in citations]
            count, right, taken = match([(s.start - offset, s.end - offset) for s in spans], gold)
            for place, value in enumerate((count, len(spans), len(gold))):
                total[place] += value
            if part == "source" and options.verbose:
                show_errors(parse.document.text, record, citations, right, taken)
    for part, (right_count, found, gold_count) in totals.items():
        print(f"{part:7}{figures(right_count, found, gold_count)}")


if __name__ == "__main__":
    main()
