"""Measure type and actor pair on single sentences with one gold event each.

    python benchmarks/sentences.py plover.jsonl            # records of PLOVER, or tests/gold/plover/records.jsonl
    python benchmarks/sentences.py plv.tsv [--verbose]     # a table with sentence, source, target, gold_root

coverage is the share of sentences in which anything was coded; recall, precision and F1 are those of the gold type;
dyad is the share of sentences with an event of the gold type between the gold actor and recipient. A sentence may tell
of more than its gold event, so that precision is a lower bound. YIELD counts as CONCEDE or RETREAT.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
from collections import Counter
from pathlib import Path

from measures import coded, read_lines

from dateline.evaluate.dyads import Sentence, Side, score_dyads
from dateline.records import Report
from dateline.tools import load_tools

PUBLISHED = dt.date(2000, 1, 5)
MOST = 25


def read_sentences(path: Path) -> list[Sentence]:
    return _from_table(path) if path.suffix == ".tsv" else _from_lines(path)


def _from_lines(path: Path) -> list[Sentence]:
    return [
        Sentence(
            id=line["id"],
            text=line["text"],
            types=frozenset(line.get("types") or [line["event_type_2021"]]),
            actor=_side(line["actors"]),
            recipient=_side(line["recipients"]),
        )
        for line in read_lines(path)
    ]


def _side(actors: list[dict[str, str]]) -> Side:
    return Side(names=tuple(a["text"] for a in actors), codes=frozenset(a["code"] for a in actors if a["code"]))


def _from_table(path: Path) -> list[Sentence]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Sentence(
                id=f"s{number}",
                text=row["sentence"],
                types=frozenset({"CONCEDE", "RETREAT"} if row["gold_root"] == "YIELD" else {row["gold_root"]}),
                actor=Side(names=(row["source"],)),
                recipient=Side(names=(row["target"],)),
            )
            for number, row in enumerate(csv.DictReader(file, delimiter="\t"))
        ]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sentences", type=Path)
    options.add_argument("--verbose", action="store_true", help="print the most frequent wrong types")
    chosen = options.parse_args()
    sentences = read_sentences(chosen.sentences)
    reports = [Report(id=each.id, text=each.text, published=PUBLISHED) for each in sentences]
    events = {report.id: found for report, found in coded(reports, load_tools())}
    scores = score_dyads(sentences, events)
    print(
        f"{scores.sentences} sentences: coverage {scores.coverage:.3f}; type precision {scores.type_precision:.3f}  "
        f"recall {scores.type_recall:.3f}  F1 {scores.type_f1:.3f}; dyad {scores.dyad:.3f}; "
        f"{scores.types_per_sentence:.2f} types a sentence"
    )
    if chosen.verbose:
        found = {id: {event.event_type for event in each} for id, each in events.items()}
        wrong = Counter(
            (min(each.types), ", ".join(sorted(found[each.id])) or "-")
            for each in sentences
            if not each.types & found[each.id]
        )
        for (gold, types), count in wrong.most_common(MOST):
            print(count, "gold", gold, "found", types)


if __name__ == "__main__":
    main()
