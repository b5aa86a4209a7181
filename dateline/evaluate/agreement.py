"""Rows of two codings -> their agreement: precision, recall and F1 by level, accuracy by field on the pairs of `when`.

The levels are those of `matching`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.errors import UsageError
from dateline.evaluate.matching import LEVELS, LevelName, by_report, match
from dateline.evaluate.names import same_name
from dateline.evaluate.rows import Row, align_reports


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How many records agree at a level."""

    matched: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far predicted records agree with gold ones; the fields are shares of the pairs that agree on when."""

    gold: int
    predicted: int
    levels: Mapping[LevelName, Level]
    pairs: int
    mode: float
    recipient: float
    status: float
    attribution: float
    killed: tuple[int, int]  # right, of the pairs in which either gives a figure


def score(gold: Sequence[Row], predicted: Sequence[Row]) -> Agreement:
    """Score predicted records against gold ones; a report `000_name` counts as gold's `000`.

    Raises UsageError where the two have no report in common.
    """
    predicted = align_reports(predicted, {row.report for row in gold})
    if not {row.report for row in gold} & {row.report for row in predicted}:
        raise UsageError(
            f"no report of the gold rows ({_some_reports(gold)}) is among the coded ones ({_some_reports(predicted)}): "
            "compare the ids of the reports"
        )
    return _score(gold, predicted)


def score_reports(gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, Agreement]:
    """Score each report of the gold rows by itself, in their order."""
    coded = by_report(align_reports(predicted, {row.report for row in gold}))
    return {report: _score(rows, coded.get(report, [])) for report, rows in by_report(gold).items()}


def agreement_to_json(agreement: Agreement) -> dict[str, Any]:
    """Give an agreement as JSON values, rounded to three digits."""
    levels = {
        name: {"p": round(level.precision, 3), "r": round(level.recall, 3), "f1": round(level.f1, 3)}
        for name, level in agreement.levels.items()
    }
    fields = ("mode", "recipient", "status", "attribution")
    return (
        {"gold": agreement.gold, "predicted": agreement.predicted}
        | levels
        | {"pairs": agreement.pairs}
        | {field: round(getattr(agreement, field), 3) for field in fields}
        | {"killed": list(agreement.killed)}
    )


def _score(gold: Sequence[Row], predicted: Sequence[Row]) -> Agreement:
    levels = {level: _level(len(match(level, gold, predicted)), gold, predicted) for level in LEVELS}
    pairs = match("when", gold, predicted)
    counted = [(g, p) for g, p in pairs if g.killed or p.killed]

    def share(agree: Callable[[Row, Row], bool]) -> float:
        return sum(agree(g, p) for g, p in pairs) / (len(pairs) or 1)

    return Agreement(
        gold=len(gold),
        predicted=len(predicted),
        levels=levels,
        pairs=len(pairs),
        mode=share(lambda g, p: g.mode == p.mode),
        recipient=share(lambda g, p: same_name(g.recipients, p.recipients)),
        status=share(lambda g, p: g.status == p.status),
        attribution=share(lambda g, p: same_name(_forms(g.attributed_to), _forms(p.attributed_to))),
        killed=(sum(g.killed == p.killed for g, p in counted), len(counted)),
    )


def _forms(name: str) -> list[str]:
    return [name] if name else []


def _level(matched: int, gold: Sequence[Row], predicted: Sequence[Row]) -> Level:
    precision = matched / len(predicted) if predicted else 0.0
    recall = matched / len(gold) if gold else 0.0
    both = precision + recall
    return Level(matched=matched, precision=precision, recall=recall, f1=2 * precision * recall / both if both else 0.0)


def _some_reports(rows: Iterable[Row]) -> str:
    return ", ".join(list(dict.fromkeys(row.report for row in rows))[:5]) or "none"
