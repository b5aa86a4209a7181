"""Evaluation -> JSON values: the agreement as ever at the top, then intervals, fields, types, confusions and errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from dateline.evaluate.agreement import agreement_to_json
from dateline.evaluate.alpha import Alpha
from dateline.evaluate.bootstrap import Interval
from dateline.evaluate.comparison import Calibration, Comparison, Evaluation
from dateline.evaluate.fields import Measure
from dateline.evaluate.masking import Find, masked
from dateline.evaluate.mistakes import Mistake, list_mistakes
from dateline.evaluate.rows import Row

Json = dict[str, Any]
FinderOf = Callable[[str], Find]  # by report


def evaluation_to_json(evaluation: Evaluation, finder_of: FinderOf) -> Json:
    """Give all that was measured as JSON values, rounded to three digits.

    The second coding stands at the top, further ones in `others`. `finder_of` says what is withheld of a report.
    """
    first, *others = evaluation.comparisons
    return comparison_to_json(first, finder_of) | {
        "others": [comparison_to_json(each, finder_of) for each in others],
        "bootstrap": {"draws": evaluation.draws, "seed": evaluation.seed, "reports": len(evaluation.reports)},
        "alpha": {
            "coders": list(evaluation.reliability.coders),
            "events": evaluation.reliability.units,
            "shared": evaluation.reliability.shared,
            "presence": _alpha(evaluation.reliability.presence),
            "fields": {name: _alpha(alpha) for name, alpha in evaluation.reliability.fields.items()},
        },
    }


def comparison_to_json(comparison: Comparison, finder_of: FinderOf) -> Json:
    """Give what was measured of one coding."""
    return agreement_to_json(comparison.agreement) | {
        "gold_coder": comparison.gold.name,
        "coder": comparison.predicted.name,
        "ci95": {name: _intervals(measure) for name, measure in comparison.levels.items()},
        "fields": {name: _measure(measure) for name, measure in comparison.fields.items()},
        "types": {name: _measure(measure) for name, measure in comparison.types.items()},
        "confusion": _confusion(comparison.confused_types),
        "mode_confusion": {name: _confusion(counts) for name, counts in comparison.confused_modes.items()},
        "calibration": {level: _calibration(found) for level, found in comparison.calibration.items()},
        "errors": [
            _mistake(mistake, finder_of(mistake.pair.report))
            for mistake in list_mistakes(comparison.pairs, comparison.compared)
        ],
        "warnings": [*comparison.gold.warnings, *comparison.predicted.warnings],
    }


def _measure(measure: Measure) -> Json:
    return {
        "right": measure.right,
        "found": measure.found,
        "gold": measure.gold,
        "p": round(measure.precision, 3),
        "r": round(measure.recall, 3),
        "f1": round(measure.f1, 3),
        "ci95": _intervals(measure),
    }


def _intervals(measure: Measure) -> Json:
    return {
        "p": _interval(measure.precision_interval),
        "r": _interval(measure.recall_interval),
        "f1": _interval(measure.f1_interval),
    }


def _interval(interval: Interval | None) -> list[float] | None:
    return [round(end, 3) for end in interval] if interval else None


def _alpha(alpha: Alpha) -> Json:
    value = None if alpha.value is None else round(alpha.value, 3)
    return {"alpha": value, "ci95": _interval(alpha.interval), "units": alpha.units, "values": alpha.values}


def _confusion(counts: Counter[tuple[str, str]]) -> list[Json]:
    return [{"gold": gold, "found": found, "count": count} for (gold, found), count in counts.most_common()]


def _calibration(calibration: Calibration) -> Json:
    return {
        "expected_calibration_error": round(calibration.error, 3),
        "brier": round(calibration.brier, 3),
        "bins": [
            {
                "low": bin.low,
                "high": bin.high,
                "count": bin.count,
                "confidence": round(bin.confidence, 3),
                "right": round(bin.right, 3),
            }
            for bin in calibration.bins
        ],
    }


def _mistake(mistake: Mistake, find: Find) -> Json:
    pair = mistake.pair
    return {
        "kind": mistake.kind,
        "report": masked(pair.report, find),
        "differs": {name: [masked(value, find) for value in values] for name, values in mistake.differs.items()},
        "gold": _row(pair.gold, find),
        "found": _row(pair.predicted, find),
    }


def _row(row: Row | None, find: Find) -> Json | None:
    return {column: masked(cell, find) for column, cell in row.cells.items() if cell} if row else None
