"""Hand-coded rows, coded events -> how far they agree, where they differ, and how sure that is.

`rows` reads both sides, `matching` pairs their records, `agreement` and `fields` count, `bootstrap` gives the
intervals, `coders` and `alpha` the agreement beyond chance, `calibration` what a confidence is worth;
`comparison` joins all of it, `page` shows it with the errors in their sentences.
"""

from __future__ import annotations

from dateline.evaluate.agreement import Agreement, Level, agreement_to_json, score, score_reports
from dateline.evaluate.alpha import krippendorff_alpha
from dateline.evaluate.calibration import brier_score, expected_calibration_error, reliability
from dateline.evaluate.comparison import Comparison, Evaluation, evaluate
from dateline.evaluate.evidence import by_known_id, check_evidence, texts_of
from dateline.evaluate.matching import LEVELS, LevelName, align, match
from dateline.evaluate.names import same_name
from dateline.evaluate.rows import (
    COLUMNS,
    Coding,
    Row,
    keep_reports,
    read_coding,
    rows_from_events,
    with_known_codes,
)

__all__ = [
    "COLUMNS",
    "LEVELS",
    "Agreement",
    "Coding",
    "Comparison",
    "Evaluation",
    "Level",
    "LevelName",
    "Row",
    "agreement_to_json",
    "align",
    "brier_score",
    "by_known_id",
    "check_evidence",
    "evaluate",
    "expected_calibration_error",
    "keep_reports",
    "krippendorff_alpha",
    "match",
    "read_coding",
    "reliability",
    "rows_from_events",
    "same_name",
    "score",
    "score_reports",
    "texts_of",
    "with_known_codes",
]
