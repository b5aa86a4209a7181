"""Fit the weights by which `find_places` tells place names from other names.

    python benchmarks/fit_places.py GOLD.jsonl...          prints the result of a fourfold cross-validation
    python benchmarks/fit_places.py GOLD.jsonl... --write  fits on all of it: dateline/find/place_weights.json

GOLD holds lines {"docid", "text", "toponyms": [{"start", "end", "text"}]}. Two logistic models, one after the
other: the evidence in the sentence, then what the rest of the report says. Needs scipy, which no
extra installs.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from places import read_gold, to_document
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from dateline.find.place_evidence import Candidate, Surface, find_candidates, read_company, read_evidence, read_surface
from dateline.find.places import THRESHOLD
from dateline.gazetteer import load_gazetteer
from dateline.parse import load_tagger
from dateline.records import Parse

WEIGHTS = Path(__file__).parents[1] / "dateline" / "find" / "place_weights.json"
#: Strength of the prior that a piece of evidence says nothing; 3, 8 and 20 differ by 0.003 F1.
RIDGE = 8.0
RARE = 8
FOLDS = 4
ROADS = ("Street", "Road", "Avenue", "Drive", "Lane", "Parkway", "Highway", "St.", "Rd.", "Ave.", "Dr.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    surface: Surface
    candidates: list[Candidate]
    evidence: list[tuple[str, ...]]
    is_place: list[bool]
    gold: int


def read_sample(parse: Parse, toponyms: list[dict]) -> Sample:
    gazetteer = load_gazetteer()
    surface = read_surface(parse)
    candidates = list(find_candidates(surface, gazetteer))
    evidence = [read_evidence(surface, gazetteer, candidate) for candidate in candidates]
    spans = [(candidate.start, candidate.end) for candidate in candidates]
    is_place = [any(covers(start, end, toponym) for toponym in toponyms) for start, end in spans]
    return Sample(surface=surface, candidates=candidates, evidence=evidence, is_place=is_place, gold=len(toponyms))


def covers(start: int, end: int, toponym: dict) -> bool:
    shared = min(end, toponym["end"]) - max(start, toponym["start"])
    length = toponym["end"] - toponym["start"]
    part_of_road = shared < length and toponym["text"].split()[-1] in ROADS
    return shared > 0.45 * length and not part_of_road


def fit(items: list[tuple[str, ...]], offsets: list[float] | None, truth: list[bool], ridge: float) -> dict[str, float]:
    counts = Counter(item for row in items for item in row)
    columns = {item: i for i, item in enumerate(sorted(item for item, count in counts.items() if count >= RARE))}
    picked = [[columns[item] for item in row if item in columns] for row in items]
    ends = np.cumsum([0] + [len(row) for row in picked])
    matrix = csr_matrix((np.ones(ends[-1]), [i for row in picked for i in row], ends), shape=(len(items), len(columns)))
    extra = np.array([[1.0, value] for value in offsets]) if offsets else np.zeros((len(items), 0))
    target = np.array(truth, dtype=float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        own, rest = weights[: len(columns)], weights[len(columns) :]
        score = matrix @ own + extra @ rest
        error = 1 / (1 + np.exp(-score)) - target
        gradient = np.concatenate([matrix.T @ error, extra.T @ error]) + ridge * weights
        return float(np.sum(np.logaddexp(0, score) - target * score) + ridge / 2 * weights @ weights), gradient

    weights = minimize(loss, np.zeros(len(columns) + extra.shape[1]), jac=True, method="L-BFGS-B").x
    names = [*columns, *(("bias", "local") if offsets else ())]
    return dict(zip(names, weights.tolist(), strict=True))


def add_up(weights: dict[str, float], items: tuple[str, ...] | list[str]) -> float:
    return sum(weights.get(item, 0.0) for item in items)


def company_of(sample: Sample, own: list[float]) -> list[list[str]]:
    return read_company(sample.surface, load_gazetteer(), sample.candidates, own)


def fit_both(samples: list[Sample]) -> tuple[dict[str, float], dict[str, float]]:
    truth = [value for sample in samples for value in sample.is_place]
    local = fit([row for sample in samples for row in sample.evidence], None, truth, RIDGE)
    scores = [[add_up(local, row) for row in sample.evidence] for sample in samples]
    company = [tuple(row) for sample, own in zip(samples, scores, strict=True) for row in company_of(sample, own)]
    return local, fit(company, [score for own in scores for score in own], truth, 1.0)


def cross_validate(samples: list[Sample]) -> tuple[float, float, float]:
    order = list(range(len(samples)))
    random.Random(0).shuffle(order)
    right = given = 0
    for fold in range(FOLDS):
        held_out = set(order[fold::FOLDS])
        local, company = fit_both([samples[i] for i in order if i not in held_out])
        for i in held_out:
            sample = samples[i]
            own = [add_up(local, row) for row in sample.evidence]
            rows = company_of(sample, own)
            for score, row, truth in zip(own, rows, sample.is_place, strict=True):
                if company["local"] * score + company["bias"] + add_up(company, row) > THRESHOLD:
                    given += 1
                    right += truth
    recall, precision = right / sum(sample.gold for sample in samples), right / given
    return recall, precision, 2 * recall * precision / (recall + precision)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", type=Path, nargs="+")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    tagger = load_tagger()
    lines = [line for path in chosen.gold for line in read_gold(path)]
    samples = [read_sample(tagger(to_document(line)), line["toponyms"]) for line in lines]
    if not chosen.write:
        print("recall {:.3f} precision {:.3f} F1 {:.3f}".format(*cross_validate(samples)))
        return
    local, company = fit_both(samples)
    tables = {"local": round_off(local), "company": round_off(company)}
    WEIGHTS.write_text(json.dumps(tables, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def round_off(weights: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in weights.items() if abs(value) >= 0.05 or name in ("bias", "local")}


if __name__ == "__main__":
    main()
