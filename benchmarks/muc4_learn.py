"""Two kinds of learned scores: weighted sums over named features, and boosted trees over rows of numbers."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Names = Collection[str]


@dataclass(frozen=True, slots=True)
class Linear:
    """The weights of named features, one column for each outcome.

    `even`: the sum is divided by the root of a row's number of features, so that long reports weigh no more.
    """

    columns: Mapping[str, int]
    weights: Any
    even: bool = False

    def score(self, rows: Sequence[Names]) -> Any:
        """Give the log odds: one row for each set of features, one column for each outcome."""
        out = np.zeros((len(rows), self.weights.shape[1]))
        for i, names in enumerate(rows):
            known = sorted(self.columns[name] for name in names if name in self.columns)
            share = 1 / math.sqrt(len(names)) if self.even and names else 1.0
            out[i] = self.weights[known].sum(axis=0) * share + self.weights[0]
        return out

    def as_json(self) -> dict[str, Any]:
        weights = {name: [round(float(x), 2) for x in self.weights[i]] for name, i in sorted(self.columns.items())}
        return {"even": self.even, "weights": weights}

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Linear:
        weights = table["weights"]
        return cls({name: i for i, name in enumerate(weights)}, np.array(list(weights.values())), table["even"])


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted regression trees: their sum gives log odds.

    Each tree lists for every node the number it looks at (-2 in a leaf), the bound up to which one goes left, where
    left and right lead, and the value.
    """

    trees: Sequence[Sequence[Any]]

    def score(self, rows: Any) -> Any:
        """Give how likely each row is true."""
        table = np.asarray(rows, dtype=float)
        total = np.zeros(len(table))
        every = np.arange(len(table))
        for column, bound, left, right, value in self.trees:
            at = np.zeros(len(table), dtype=int)
            while np.any(inner := column[at] >= 0):
                goes_left = table[every, np.maximum(column[at], 0)] <= bound[at]
                at = np.where(inner, np.where(goes_left, left[at], right[at]), at)
            total += value[at]
        return 1 / (1 + np.exp(-total))

    def as_json(self) -> list[Any]:
        return [[column.tolist() for column in tree] for tree in self.trees]

    @classmethod
    def from_json(cls, trees: Sequence[Any]) -> Trees:
        return cls([[np.array(column) for column in tree] for tree in trees])
