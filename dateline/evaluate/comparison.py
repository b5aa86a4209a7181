"""Codings -> all that is measured of them, in one record.

The first coding is the one by which the others are measured (gold); agreement statistics treat all alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dateline.evaluate.agreement import Agreement, score
from dateline.evaluate.bootstrap import DRAWS, SEED, Floats, draw_reports
from dateline.evaluate.calibration import Bin, brier_score, expected_calibration_error, reliability
from dateline.evaluate.coders import Reliability, measure_reliability
from dateline.evaluate.fields import (
    Field,
    Measure,
    confused_modes,
    confused_types,
    known_fields,
    measure,
    measure_fields,
    measure_types,
)
from dateline.evaluate.matching import LEVELS, LevelName, Pair, align, match
from dateline.evaluate.rows import Coding, Row, align_reports

CALIBRATED: tuple[LevelName, ...] = ("what", "when")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How the confidence of found records goes with their being right at a level."""

    bins: tuple[Bin, ...]
    error: float  # expected calibration error
    brier: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One coding measured by another."""

    gold: Coding
    predicted: Coding
    agreement: Agreement
    levels: Mapping[LevelName, Measure]
    fields: Mapping[str, Measure]
    types: Mapping[str, Measure]
    confused_types: Counter[tuple[str, str]]
    confused_modes: Mapping[str, Counter[tuple[str, str]]]
    calibration: Mapping[LevelName, Calibration]  # empty where the records have no confidence
    pairs: tuple[Pair, ...]
    compared: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Several codings measured by the first, and the agreement of all."""

    reports: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    reliability: Reliability
    seed: int
    draws: int


def evaluate(
    codings: Sequence[Coding], *, types: Collection[str] = (), seed: int = SEED, draws: int = DRAWS
) -> Evaluation:
    """Measure every coding after the first by the first, and the agreement of all.

    The intervals come from `draws` bootstrap draws of the reports with `seed`. A report `000_name` counts as the first
    coding's `000`. `types` are the event types that the coders could have used; without them, those that some coder
    used. Raises UsageError where a coding has no report in common with the first.
    """
    known = {row.report for row in codings[0].rows}
    aligned = [codings[0], *(replace(each, rows=align_reports(each.rows, known)) for each in codings[1:])]
    reports = tuple(dict.fromkeys(row.report for coding in aligned for row in coding.rows))
    drawn = draw_reports(len(reports), seed=seed, draws=draws)
    return Evaluation(
        reports=reports,
        comparisons=tuple(_compare(aligned[0], each, reports, drawn) for each in aligned[1:]),
        reliability=measure_reliability(aligned, types, reports, drawn),
        seed=seed,
        draws=len(drawn),
    )


def _compare(gold: Coding, predicted: Coding, reports: Sequence[str], drawn: Floats) -> Comparison:
    agreement = score(gold.rows, predicted.rows)
    pairs = align(gold.rows, predicted.rows)
    fields = known_fields(gold.columns, predicted.columns)
    return Comparison(
        gold=gold,
        predicted=predicted,
        agreement=agreement,
        levels={level: _measure_level(level, gold, predicted, (reports, drawn)) for level in LEVELS},
        fields=measure_fields(pairs, fields, reports, drawn),
        types=measure_types(pairs, reports, drawn),
        confused_types=confused_types(pairs),
        confused_modes=confused_modes(pairs),
        calibration=_calibrate(gold.rows, predicted.rows),
        pairs=tuple(pairs),
        compared=fields,
    )


def _measure_level(level: LevelName, gold: Coding, predicted: Coding, drawing: tuple[Sequence[str], Floats]) -> Measure:
    reports, drawn = drawing
    matched = [row for row, _ in match(level, gold.rows, predicted.rows)]
    right, found, expected = (_by_report(rows, reports) for rows in (matched, predicted.rows, gold.rows))
    return measure(right, found, expected, drawn)


def _by_report(rows: Sequence[Row], reports: Sequence[str]) -> Floats:
    counted = Counter(row.report for row in rows)
    return np.array([counted[report] for report in reports], dtype=np.float64)


def _calibrate(gold: Sequence[Row], predicted: Sequence[Row]) -> dict[LevelName, Calibration]:
    events = [row.event for row in predicted if row.event]
    if not events or len(events) < len(predicted) or not any(event.confidence for event in events):
        return {}
    confidences = [event.confidence for event in events]
    found: dict[LevelName, Calibration] = {}
    for level in CALIBRATED:
        matched = {id(row) for _, row in match(level, gold, predicted)}
        right = [id(row) in matched for row in predicted]
        found[level] = Calibration(
            bins=tuple(reliability(confidences, right)),
            error=expected_calibration_error(confidences, right) or 0.0,
            brier=brier_score(confidences, right) or 0.0,
        )
    return found
