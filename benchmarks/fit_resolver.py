"""Fit the weights by which `resolve_places` chooses among the places that bear a name.

    python benchmarks/fit_resolver.py GOLD.jsonl...          prints the accuracy of a fourfold cross-validation
    python benchmarks/fit_resolver.py GOLD.jsonl... --write  fits on all of it: dateline/resolve/place_weights.json

GOLD holds lines {"docid", "text", "toponyms": [{"start", "end", "lat", "lon", "country_level"?}]}. A conditional
logit (McFadden 1974): the places of a name compete, and those near the gold point win; a name counts once a text.
What the report's places say together depends on the weights, so that both are settled in turn. A ridge holds the
weights near the present ones, which began as set by hand, and none changes its sign. Needs scipy, which no extra
installs.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from places import given_toponyms, read_gold, to_document
from scipy.optimize import minimize

from dateline.gazetteer import Gazetteer, GazetteerPlace, load_gazetteer
from dateline.resolve import places as resolver

WEIGHTS = Path(resolver.__file__).with_name("place_weights.json")
NEAR_KM = 161.0
#: Strength of the prior that the present weights are right. Weaker ones (5 to 300) gain at most 0.003 in
#: cross-validation on local news, and lose as much on world news.
RIDGE = 5000.0
#: Not fitted: the corpora take many a city that bears its region's name for the region.
FIXED = ("namesake of a city",)
TURNS = 3
FOLDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The reasons of each place of one name (places × reasons), and which of the places are right."""

    reasons: np.ndarray
    right: np.ndarray


def is_right(place: GazetteerPlace, toponym: dict, iso2: dict[str, str | None]) -> bool:
    if toponym.get("country_level") and place.feature == "country":
        return iso2.get(toponym["country_level"]) == place.country
    return resolver.distance_km(place.lat, place.lon, toponym["lat"], toponym["lon"]) <= NEAR_KM


def read_choices(line: dict, gazetteer: Gazetteer, names: list[str]) -> list[Choice]:
    gold = {(toponym["start"], toponym["end"]): toponym for toponym in line["toponyms"]}
    cases, context = resolver.weigh_places(given_toponyms(line, gazetteer), to_document(line), gazetteer)
    codes = {toponym.get("country_level") for toponym in gold.values()} - {None}
    iso2 = {code: place.country if (place := gazetteer.country(code)) else None for code in codes}
    found: dict[tuple[object, ...], Choice] = {}
    for case in cases:
        toponym = gold[case.reading.toponym.span.start, case.reading.toponym.span.end]
        if toponym["lat"] is None:
            continue
        candidates = resolver.shortlist(case, context)
        right = np.array([is_right(place, toponym, iso2) for place in candidates], dtype=bool)
        if right.any():
            amounts = [dict(resolver.read_reasons(case, place, context)) for place in candidates]
            rows = np.array([[amount.get(name, 0.0) for name in names] for amount in amounts])
            found.setdefault((case.reading.key, right.tobytes(), rows.tobytes()), Choice(reasons=rows, right=right))
    return list(found.values())


def fit(choices: list[Choice], names: list[str], start: np.ndarray) -> np.ndarray:
    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, gradient = RIDGE / 2 * float((weights - start) @ (weights - start)), RIDGE * (weights - start)
        for choice in choices:
            score = choice.reasons @ weights
            odds = np.exp(score - score.max())
            share, won = odds / odds.sum(), odds * choice.right / odds[choice.right].sum()
            total -= float(np.log(share[choice.right].sum()))
            gradient = gradient + choice.reasons.T @ (share - won)
        return total, gradient

    bounds = [
        (value, value) if name in FIXED else (0, None) if value > 0 else (None, 0)
        for name, value in zip(names, start, strict=True)
    ]
    fitted: np.ndarray = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return fitted


def accuracy(choices: list[Choice], weights: np.ndarray) -> float:
    return sum(choice.right[np.argmax(choice.reasons @ weights)] for choice in choices) / len(choices)


def fit_in_turns(lines: list[dict], gazetteer: Gazetteer, start: dict[str, float]) -> dict[str, float]:
    names, weights, began = list(start), dict(start), resolver.load_weights()
    for _ in range(TURNS):
        began.update(weights)
        choices = [choice for line in lines for choice in read_choices(line, gazetteer, names)]
        fitted = fit(choices, names, np.array(list(start.values())))
        weights = dict(zip(names, fitted.tolist(), strict=True))
    return weights


def cross_validate(lines: list[dict], gazetteer: Gazetteer, start: dict[str, float]) -> tuple[float, float]:
    order = list(range(len(lines)))
    random.Random(0).shuffle(order)
    before, after = [], []
    for fold in range(FOLDS):
        held_out = set(order[fold::FOLDS])
        fitted = fit_in_turns([lines[i] for i in order if i not in held_out], gazetteer, start)
        for weights, scores in ((start, before), (fitted, after)):
            resolver.load_weights().update(weights)
            choices = [c for i in held_out for c in read_choices(lines[i], gazetteer, list(start))]
            scores.append(accuracy(choices, np.array(list(weights.values()))))
    return float(np.mean(before)), float(np.mean(after))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", type=Path, nargs="+")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    gazetteer, start = load_gazetteer(), dict(resolver.load_weights())
    lines = [line for path in chosen.gold for line in read_gold(path)]
    if not chosen.write:
        print(
            "right among the names that have a right candidate: {:.4f} before, {:.4f} fitted".format(
                *cross_validate(lines, gazetteer, start)
            )
        )
        return
    weights = {name: round(value, 2) for name, value in sorted(fit_in_turns(lines, gazetteer, start).items())}
    WEIGHTS.write_text(json.dumps(weights, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
