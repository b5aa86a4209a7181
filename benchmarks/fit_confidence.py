"""Fit the weights of `confidence` to sentences whose event types are known; `confidence.py` measures what comes of it.

    python benchmarks/fit_confidence.py benchmarks/data/written_sentences.jsonl --write

A line: {"text", "codes": ["TYPE/mode", ...], "weight": 1}. An event counts as right if its type is among the codes.
The fit is cross-validated, and written only with --write.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from confidence import show
from measures import read_lines
from sentences import PUBLISHED

from dateline.clean import clean_report
from dateline.coders.confidence import WEIGHTS, read_signs
from dateline.coders.training import fit_logistic
from dateline.pipeline import code_report
from dateline.records import Report
from dateline.tools import Tools, load_tools

#: Strength of the prior that a sign says nothing; 1, 3 and 10 give the same error within 0.01.
RIDGE = 3.0
RARE = 8
FOLDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One coded event by its signs, and whether its type is right."""

    signs: tuple[str, ...]
    is_right: bool
    weight: float
    fold: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    judged = judge(options.sentences, load_tools())
    show("cross-validated", cross_validate(judged), [each.is_right for each in judged])
    if options.write:
        WEIGHTS.write_text(json.dumps(fit(judged), indent=0, sort_keys=True) + "\n", encoding="utf-8")


def judge(path: Path, tools: Tools) -> list[Judged]:
    found = []
    for line in read_lines(path):
        types = {code.partition("/")[0] for code in line["codes"]}
        fold = int(hashlib.sha256(line["text"].encode()).hexdigest(), 16) % FOLDS
        sentence = Report(id="gold", text=line["text"], published=PUBLISHED)
        parse = tools.parser(clean_report(sentence))
        for event in code_report(sentence, tools, parse).events:
            first = parse.token_at(event.trigger.start)
            signs = read_signs(event, parse.pos[first] if first is not None else "")
            right = event.event_type in types
            found.append(Judged(signs=signs, is_right=right, weight=line.get("weight", 1.0), fold=fold))
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


def cross_validate(judged: list[Judged]) -> list[float]:
    found = [0.0] * len(judged)
    for fold in range(FOLDS):
        weights = fit([each for each in judged if each.fold != fold])
        for i, each in enumerate(judged):
            if each.fold == fold:
                score = weights["bias"] + sum(weights.get(sign, 0.0) for sign in each.signs)
                found[i] = float(1 / (1 + np.exp(-score)))
    return found


if __name__ == "__main__":
    main()
