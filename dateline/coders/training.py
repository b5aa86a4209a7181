"""Reviewed sentences → weights of the classifier: a ridge logistic model for each event type.

The same sentences give the same file: no chance is used, and numbers are rounded. The threshold of a type is read off
a cross-validation, whose folds a hash of the sentence decides.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.coders.classifier import FORMAT
from dateline.coders.embedding import MODEL, Embed
from dateline.errors import UsageError

#: Strength of the prior that a direction of the vector says nothing: 0.05, 0.1 and 0.2 keep as many protests and drop
#: 196, 196 and 188 of 258 sentences that tell of nothing; 0.05 is surer than is right of nine, 0.1 of six.
RIDGE = 0.1
FOLDS = 10
#: The part of the sentences that tell of a type which its threshold may lose in the cross-validation.
LOST = 0.02
FEWEST = 10  # sentences of a type, and beside it
STEPS = 50
DIGITS = 4

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One sentence and the event types that it tells of; `weight` is how much it counts."""

    text: str
    types: frozenset[str]
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A type's model, and how it did in the cross-validation at its threshold."""

    type: str
    bias: float
    weights: tuple[float, ...]
    threshold: float
    told: int
    kept: int  # of the sentences that tell of the type, how many are above the threshold
    dropped: int  # of the others, how many are below it
    others: int


def read_labelled(paths: Iterable[Path], known: Iterable[str]) -> list[Labelled]:
    """Read sentences from JSON lines: `text`, `codes` (types, or type/mode; none told: []), and `weight` if you like.

    Raises UsageError that names file and line for what cannot be read, and for a type that is not among `known`.
    """
    types, found = frozenset(known), []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{path}: cannot be read: {error}") from error
        found += [_read_line(line, f"{path}:{number}", types) for number, line in enumerate(lines, 1) if line.strip()]
    return found


def _read_line(line: str, place: str, known: frozenset[str]) -> Labelled:
    try:
        row: Any = json.loads(line)
        text, codes, weight = row["text"], row["codes"], float(row.get("weight", 1))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f'{place}: is no {{"text": "...", "codes": ["TYPE/mode"]}} ({error!r})') from error
    if not isinstance(text, str) or not text.strip() or not isinstance(codes, list) or not weight > 0:
        raise UsageError(f"{place}: 'text' is a sentence, 'codes' a list, 'weight' a number above 0")
    types = frozenset(str(code).partition("/")[0] for code in codes)
    if types - known:
        unknown = ", ".join(sorted(types - known))
        raise UsageError(f"{place}: there is no type {unknown}; the types are {', '.join(sorted(known))}")
    return Labelled(text=text, types=types, weight=weight)


def train(
    rows: Sequence[Labelled], types: Sequence[str], embed: Embed, tell: Callable[[int], None] = lambda done: None
) -> list[Trained]:
    """Fit a model for each of `types`; `tell` hears how many sentences have been turned into vectors.

    Raises UsageError where a type has too few sentences that tell of it, or too few that do not.
    """
    for name in types:
        told = sum(name in row.types for row in rows)
        if min(told, len(rows) - told) < FEWEST:
            raise UsageError(
                f"{name}: {FEWEST} sentences that tell of it and {FEWEST} that do not are needed;"
                f" there are {told} and {len(rows) - told}"
            )
    vectors = []
    for done, row in enumerate(rows):
        tell(done)
        vectors.append(embed(row.text))
    matrix = np.column_stack([np.array(vectors, dtype=np.float64), np.ones(len(rows))])
    return [_train_one(name, rows, matrix) for name in types]


def to_json(trained: Iterable[Trained]) -> str:
    """Write the weights as the file that `load_classifier` reads."""
    types = {
        each.type: {"threshold": each.threshold, "bias": each.bias, "weights": list(each.weights)} for each in trained
    }
    return json.dumps({"format": FORMAT, "model": MODEL, "types": types}, sort_keys=True) + "\n"


def fit_logistic(matrix: Array, truth: Array, importance: Array, ridge: float = RIDGE) -> Array:
    """Fit a logistic model by Newton's method; the last column is the bias, which the ridge leaves alone.

    `ridge` is the precision of a normal prior on each weight (Hoerl and Kennard 1970; le Cessie and van Houwelingen
    1992).
    """
    penalty = np.full(matrix.shape[1], ridge)
    penalty[-1] = 1e-6
    weights = np.zeros(matrix.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(matrix @ weights)))
        slope = matrix.T @ (importance * (chance - truth)) + penalty * weights
        bend = (matrix * (importance * chance * (1 - chance) + 1e-9)[:, None]).T @ matrix + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def _train_one(name: str, rows: Sequence[Labelled], matrix: Array) -> Trained:
    truth = np.array([float(name in row.types) for row in rows])
    importance = np.array([row.weight for row in rows])
    chances = _cross_validate(rows, matrix, truth, importance)
    threshold = _threshold(chances[truth > 0], importance[truth > 0])
    weights = np.round(fit_logistic(matrix, truth, importance), DIGITS)
    above = chances >= threshold
    return Trained(
        type=name,
        bias=float(weights[-1]),
        weights=tuple(map(float, weights[:-1])),
        threshold=threshold,
        told=int(truth.sum()),
        kept=int((above & (truth > 0)).sum()),
        dropped=int((~above & (truth == 0)).sum()),
        others=int((truth == 0).sum()),
    )


def _cross_validate(rows: Sequence[Labelled], matrix: Array, truth: Array, importance: Array) -> Array:
    """Give each sentence's chance under a model that has not seen it."""
    folds = np.array([int(hashlib.sha256(row.text.encode()).hexdigest(), 16) % FOLDS for row in rows])
    chances = np.full(len(rows), float(truth.mean()))
    for fold in range(FOLDS):
        seen, held = folds != fold, folds == fold
        if held.any() and 0 < truth[seen].sum() < seen.sum():
            weights = fit_logistic(matrix[seen], truth[seen], importance[seen])
            chances[held] = 1 / (1 + np.exp(-(matrix[held] @ weights)))
    return chances


def _threshold(chances: Array, importance: Array) -> float:
    """Give the chance below which the part LOST of the sentences lies, each counted by its weight."""
    order = np.argsort(chances, kind="stable")
    passed = np.cumsum(importance[order]) / importance.sum()
    return float(np.floor(chances[order][passed > LOST][0] * 1000) / 1000)
