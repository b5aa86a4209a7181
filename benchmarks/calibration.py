"""Is `confidence` calibrated? Reliability by bins, expected calibration error, and how well it ranks.

    python benchmarks/calibration.py GOLD...             measures the confidence in force
    python benchmarks/calibration.py SENTENCES --write   fits dateline/coders/confidence_weights.json

GOLD is a file of sentences with their event types: JSON lines with `text` and `codes` (as data/written_sentences.jsonl)
or `event_type_2021` (PLOVER's gold records), or a TSV with `sentence` and `gold_root`. An event counts as right if its
type is among them; where gold names one type of several that are told, right events count as wrong, and the
confidence looks too high. The expected calibration error (Naeini, Cooper and Hauskrecht 2015) is the mean distance of
confidence and accuracy over ten bins, weighted by their events. Before --write the fit is cross-validated.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dateline.clean import clean_report
from dateline.coders.confidence import WEIGHTS, read_signs
from dateline.coders.training import fit_logistic
from dateline.pipeline import code_report
from dateline.records import Report
from dateline.tools import Tools, load_tools

PUBLISHED = dt.date(2024, 5, 16)
#: Strength of the prior that a sign says nothing; 1, 3 and 10 give the same error within 0.01.
RIDGE = 3.0
RARE = 8
FOLDS = 10
BINS = 10
YIELD = {"CONCEDE", "RETREAT"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One coded event, the signs of it, and whether its type is right."""

    signs: tuple[str, ...]
    confidence: float
    is_right: bool
    weight: float
    fold: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--classifier", default="off", help="off (default), built-in or a file of weights")
    options = parser.parse_args()
    tools = load_tools(classifier=options.classifier)
    if options.write:
        judged = [each for path in options.gold for each in judge(path, tools)]
        print("cross-validated on " + ", ".join(map(str, options.gold)))
        report(judged, cross_validate(judged))
        WEIGHTS.write_text(json.dumps(fit(judged), indent=0, sort_keys=True) + "\n", encoding="utf-8")
        return
    for path in options.gold:
        judged = judge(path, tools)
        print(path)
        report(judged, np.array([each.confidence for each in judged]))


def read_gold(path: Path) -> list[tuple[str, set[str], float]]:
    """Give each sentence, its types and its weight."""
    if path.suffix == ".tsv":
        rows = csv.DictReader(path.open(encoding="utf-8"), delimiter="\t")
        return [(row["sentence"], YIELD if row["gold_root"] == "YIELD" else {row["gold_root"]}, 1.0) for row in rows]
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], {code.partition("/")[0] for code in codes_of(row)}, row.get("weight", 1.0)) for row in rows]


def codes_of(row: dict) -> list[str]:
    return row["codes"] if "codes" in row else [row["event_type_2021"]]


def judge(path: Path, tools: Tools) -> list[Judged]:
    found = []
    for text, types, weight in read_gold(path):
        fold = int(hashlib.sha256(text.encode()).hexdigest(), 16) % FOLDS
        sentence = Report(id="gold", text=text, published=PUBLISHED)
        parse = tools.parser(clean_report(sentence))
        for event in code_report(sentence, tools).events:
            first = parse.token_at(event.trigger.start)
            signs = read_signs(event, parse.pos[first] if first is not None else "")
            found.append(Judged(signs=signs, confidence=event.confidence, is_right=event.event_type in types,
                                weight=weight, fold=fold))  # fmt: skip
    return found


def fit(judged: list[Judged]) -> dict[str, float]:
    counts = Counter(sign for each in judged for sign in each.signs)
    columns = {sign: i for i, sign in enumerate(sorted(sign for sign, count in counts.items() if count >= RARE))}
    matrix = np.zeros((len(judged), len(columns) + 1))
    matrix[:, -1] = 1
    for row, each in enumerate(judged):
        for sign in each.signs:
            if sign in columns:
                matrix[row, columns[sign]] = 1
    truth, importance = (np.array([getattr(each, name) for each in judged], float) for name in ("is_right", "weight"))
    weights = fit_logistic(matrix, truth, importance, RIDGE)
    return {name: round(float(weights[i]), 2) for name, i in {**columns, "bias": len(columns)}.items()}


def cross_validate(judged: list[Judged]) -> np.ndarray:
    found = np.zeros(len(judged))
    for fold in range(FOLDS):
        weights = fit([each for each in judged if each.fold != fold])
        for i, each in enumerate(judged):
            if each.fold == fold:
                score = weights["bias"] + sum(weights.get(sign, 0.0) for sign in each.signs)
                found[i] = 1 / (1 + np.exp(-score))
    return found


def report(judged: list[Judged], confidence: np.ndarray) -> None:
    right, weight = (np.array([getattr(each, name) for each in judged], float) for name in ("is_right", "weight"))
    print(f"{len(judged)} events, {np.average(right, weights=weight):.3f} right")
    print("confidence   events  mean  right")
    for low, inside in bins(confidence):
        if inside.any():
            mean, share = (np.average(values[inside], weights=weight[inside]) for values in (confidence, right))
            print(f"{low:.1f} to {low + 1 / BINS:.1f}  {int(inside.sum()):7}  {mean:.2f}  {share:.2f}")
    error, rank = expected_calibration_error(confidence, right, weight), ranking(confidence, right)
    brier = np.average((confidence - right) ** 2, weights=weight)
    print(f"expected calibration error {error:.3f}, Brier score {brier:.3f}, area under ROC {rank:.3f}\n")


def bins(confidence: np.ndarray) -> list[tuple[float, np.ndarray]]:
    number = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [(i / BINS, number == i) for i in range(BINS)]


def expected_calibration_error(confidence: np.ndarray, right: np.ndarray, weight: np.ndarray) -> float:
    gaps = [abs(np.sum(weight[inside] * (confidence[inside] - right[inside]))) for _, inside in bins(confidence)]
    return float(sum(gaps) / weight.sum())


def ranking(confidence: np.ndarray, right: np.ndarray) -> float:
    """Give the chance that a right event has a higher confidence than a wrong one, ties counted half."""
    good, bad = confidence[right > 0], confidence[right == 0]
    return float(np.mean((good[:, None] > bad).astype(float) + 0.5 * (good[:, None] == bad)))


if __name__ == "__main__":
    main()
