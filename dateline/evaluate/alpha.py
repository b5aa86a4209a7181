"""Values that coders gave to units -> Krippendorff's alpha, the agreement between them beyond chance.

The method is that of Klaus Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011, University of
Pennsylvania, ScholarlyCommons, https://repository.upenn.edu/asc_papers/43), with any number of coders and any values
missing: alpha = 1 - observed / expected disagreement, where both are mean differences between pairs of values, the
first within units, the second among all values that have a pair. 1 is perfect agreement, 0 what chance gives; below
0 coders differ more than by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from dateline.evaluate.bootstrap import Floats, interval_of

V = TypeVar("V", bound=Hashable)
#: Values that are counted at a time, so that many of them take no more memory than few.
BLOCK = 512
#: A difference between two values: 0 where they agree, more the further apart they are.
Difference = Callable[[V, V], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alpha:
    """The agreement on one variable; `value` is None where the values have no pair, or are all the same."""

    value: float | None
    units: int  # that two coders or more gave a value
    values: int  # those of these units
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What alpha is computed from, unit by unit, so that units can be drawn anew."""

    units: NDArray[np.intp]  # for each value that was given, of which unit and which of the values it is
    values: NDArray[np.intp]
    known: int  # how many different values there are
    observed: Floats  # units: the sum of differences between the ordered pairs of values / (values - 1)
    differences: Floats | None  # values x values; None: all that differ do so by 1

    def alphas(self, weights: Floats) -> Floats:
        """Give alpha for each row of `weights`, which says how often each unit counts; nan where it is not defined."""
        numbers = weights @ np.bincount(self.units, minlength=len(self.observed)).astype(float)
        if self.differences is None:
            expected = numbers**2
            for first in range(0, self.known, BLOCK):
                expected = expected - ((weights @ self._counts(first, BLOCK)) ** 2).sum(axis=1)
        else:
            totals = weights @ self._counts(0, self.known)
            expected = np.einsum("di,ij,dj->d", totals, self.differences, totals, optimize=True)
        defined = (numbers >= 2) & (expected > 0)
        observed = (numbers - 1) * (weights @ self.observed)
        return np.where(defined, 1 - observed / np.where(defined, expected, 1), np.nan)

    def _counts(self, first: int, width: int) -> Floats:
        """Count how many coders gave which of some values: units x values."""
        counts = np.zeros((len(self.observed), min(width, self.known - first)))
        inside = (self.values >= first) & (self.values < first + width)
        np.add.at(counts, (self.units[inside], self.values[inside] - first), 1)
        return counts


def nominal(left: Hashable, right: Hashable) -> float:
    """Give the difference of two names: 0 or 1."""
    return float(left != right)


def interval(left: float, right: float) -> float:
    """Give the difference of two points on a scale without a true zero: the square of their distance."""
    return float((left - right) ** 2)


def ratio(left: float, right: float) -> float:
    """Give the difference of two amounts: the square of their distance as a share of their sum."""
    return float(((left - right) / (left + right)) ** 2) if left + right else 0.0


def ordinal(units: Sequence[Sequence[float | None]]) -> Difference[float]:
    """Give the difference of two ranks: the square of how many of the units' values lie between them."""
    counts: dict[float, int] = {}
    for values in _pairable(units):
        for value in values:
            counts[value] = counts.get(value, 0) + 1

    def difference(left: float, right: float) -> float:
        low, high = min(left, right), max(left, right)
        between = sum(count for value, count in counts.items() if low <= value <= high)
        return float((between - (counts[low] + counts[high]) / 2) ** 2) if low != high else 0.0

    return difference


def tally(units: Sequence[Sequence[V | None]], difference: Difference[V] = nominal) -> Tally:
    """Count what alpha is computed from; a unit is the values that the coders gave it, None where one gave none."""
    paired = _pairable(units)
    known = list(dict.fromkeys(value for values in paired for value in values))
    number = {value: i for i, value in enumerate(known)}
    table = None if difference is nominal else _table(known, difference)
    observed = [_disagreement([number[value] for value in values], table) for values in paired]
    return Tally(
        units=np.array([row for row, values in enumerate(paired) for _ in values], dtype=np.intp),
        values=np.array([number[value] for values in paired for value in values], dtype=np.intp),
        known=len(known),
        observed=np.array(observed, dtype=float),
        differences=table,
    )


def _table(known: Sequence[V], difference: Difference[V]) -> Floats:
    differences = np.zeros((len(known), len(known)))
    for i, left in enumerate(known):
        for j in range(i):
            differences[i, j] = differences[j, i] = difference(left, known[j])
    return differences


def _disagreement(values: Sequence[int], table: Floats | None) -> float:
    """Sum the differences between the ordered pairs of a unit's values, each pair's share of one value."""
    pairs = (table[a, b] if table is not None else float(a != b) for a in values for b in values)
    return float(sum(pairs)) / max(len(values) - 1, 1)


def krippendorff_alpha(units: Sequence[Sequence[V | None]], difference: Difference[V] = nominal) -> float | None:
    """Give Krippendorff's alpha of the values that coders gave to units; None where it is not defined.

    A unit lists one value for each coder, None where a coder gave none; units with fewer than two values do not count.
    `difference` is `nominal`, `interval`, `ratio`, `ordinal(units)` or any other that is 0 for values that agree.

    >>> units = list(zip("aabbdcccedda", "babbbccceddd", strict=True))
    >>> round(krippendorff_alpha(units) or 0, 2)
    0.69
    """
    return _value(tally(units, difference))


def _value(counted: Tally) -> float | None:
    value = float(counted.alphas(np.ones((1, len(counted.observed))))[0])
    return None if np.isnan(value) else value


def alpha_with_interval(
    units: Sequence[Sequence[Any]], reports: Sequence[int], draws: Floats, difference: Any = nominal
) -> Alpha:
    """Give alpha with its 95 % interval over reports drawn again.

    `reports` numbers each unit's report; `draws` (draws x reports) says how often each draw holds each report.
    """
    kept = [i for i, unit in enumerate(units) if sum(value is not None for value in unit) > 1]
    counted = tally([units[i] for i in kept], difference)
    found = counted.alphas(draws[:, [reports[i] for i in kept]])
    return Alpha(
        value=_value(counted),
        units=len(kept),
        values=len(counted.values),
        interval=interval_of(found),
    )


def _pairable(units: Sequence[Sequence[V | None]]) -> list[list[V]]:
    filled = ([value for value in unit if value is not None] for unit in units)
    return [values for values in filled if len(values) > 1]
