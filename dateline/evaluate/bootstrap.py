"""Counts by report -> 95 % intervals: reports are drawn anew with replacement, and the figures computed each time.

Percentile intervals after Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13. What is drawn is
the report, since the records of one report are not independent of each other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Interval = tuple[float, float]

DRAWS = 2000
SEED = 20240312
PERCENTILES = (2.5, 97.5)


def draw_reports(reports: int, *, draws: int = DRAWS, seed: int = SEED) -> Floats:
    """Say for each draw how often it holds each report (draws x reports).

    There are no draws where there are fewer than two reports, since one report says nothing of the next. The same
    `seed` gives the same draws.
    """
    if reports < 2:
        return np.zeros((0, reports))
    chances = np.full(reports, 1 / reports)
    return np.random.default_rng(seed).multinomial(reports, chances, size=draws).astype(np.float64)


def interval_of(values: Floats) -> Interval | None:
    """Give the 95 % interval of a figure's values over the draws; None where no draw defines it."""
    known = values[~np.isnan(values)]
    if not known.size:
        return None
    low, high = np.percentile(known, PERCENTILES)
    return float(low), float(high)


def divide(above: Floats, below: Floats) -> Floats:
    """Divide, giving nan where there is nothing to divide by."""
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
