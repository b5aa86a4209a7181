"""Confidences, right or wrong -> how far a confidence of 0.8 is right in 80 of 100 cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The records whose confidence lies in `low` to `high` (the last bin holds 1 too)."""

    low: float
    high: float
    count: int
    confidence: float  # mean; 0 in an empty bin
    right: float  # share; 0 in an empty bin


def reliability(confidences: Sequence[float], right: Sequence[bool], *, bins: int = BINS) -> list[Bin]:
    """Group records into bins of equal width by their confidence (0 to 1), as a reliability diagram shows them.

    `right` says of each record whether it was. After DeGroot and Fienberg, "The Comparison and Evaluation of
    Forecasters" (1983). Raises ValueError where the two differ in length or a confidence is not between 0 and 1.

    >>> [(bin.count, bin.confidence, bin.right) for bin in reliability([0.5, 0.75, 1.0], [True, False, True], bins=2)]
    [(0, 0.0, 0.0), (3, 0.75, 0.6666666666666666)]
    """
    _check(confidences, right)
    members: list[list[int]] = [[] for _ in range(bins)]
    for i, confidence in enumerate(confidences):
        members[min(int(confidence * bins), bins - 1)].append(i)
    return [
        Bin(
            low=number / bins,
            high=(number + 1) / bins,
            count=len(held),
            confidence=sum(confidences[i] for i in held) / len(held) if held else 0.0,
            right=sum(right[i] for i in held) / len(held) if held else 0.0,
        )
        for number, held in enumerate(members)
    ]


def expected_calibration_error(
    confidences: Sequence[float], right: Sequence[bool], *, bins: int = BINS
) -> float | None:
    """Give the mean distance of confidence and share of right records over the bins, each weighed by its records.

    0 is perfect, 1 the worst; None without records. After Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated
    Probabilities Using Bayesian Binning" (AAAI 2015). Raises ValueError as `reliability` does.

    >>> expected_calibration_error([0.5, 0.75, 1.0], [True, False, True], bins=2)
    0.08333333333333337
    """
    if not confidences:
        _check(confidences, right)
        return None
    found = reliability(confidences, right, bins=bins)
    return sum(bin.count * abs(bin.confidence - bin.right) for bin in found) / len(confidences)


def brier_score(confidences: Sequence[float], right: Sequence[bool]) -> float | None:
    """Give the mean square of confidence minus outcome (Brier 1950): 0 is perfect; None without records.

    >>> brier_score([1.0, 0.5], [True, False])
    0.125
    """
    _check(confidences, right)
    pairs = zip(confidences, right, strict=True)
    return sum((confidence - hit) ** 2 for confidence, hit in pairs) / len(right) if right else None


def _check(confidences: Sequence[float], right: Sequence[bool]) -> None:
    if len(confidences) != len(right):
        raise ValueError(f"expected as many outcomes as confidences, found {len(right)} for {len(confidences)}")
    if any(not 0 <= confidence <= 1 for confidence in confidences):
        raise ValueError("expected confidences between 0 and 1")
