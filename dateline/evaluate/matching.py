"""Rows of two codings -> pairs: which record of one is which of the other.

A pair of records is eligible at a level when both are of one report and agree on

    what     the event type
    where    and the place (its name, or both have none)
    when     and the dates (the days in common are half of all the days, or both have none)
    who      and the actor (half of the shorter name's words are in common, or both have none)

Each level counts the pairs of a best one-to-one matching.

The fields, the confusions and the errors are read from one alignment instead: of all best matchings at the level `what`
the one that agrees on most fields, and then, of what is left, records of different types that were read from the same
words. So the alignment has as many pairs of one type as the level `what` counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import lap
import numpy as np

from dateline.evaluate.names import same_days, same_name, same_place, same_stretch
from dateline.evaluate.rows import Row

LevelName = Literal["what", "where", "when", "who"]
LEVELS: tuple[LevelName, ...] = get_args(LevelName)

# What is added to a pair's weight of 1, so that of many best matchings the likeliest is taken
MODE_WEIGHT, RECIPIENT_WEIGHT, WHO_WEIGHT = 0.1, 0.1, 0.05
SAME_WORDS_WEIGHT = 2  # in an alignment, of records read from the same words; each field that agrees adds 1

Weigh = Callable[[Row, Row], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A record of the first coding beside that of the second; one of them is None where it has no counterpart."""

    gold: Row | None
    predicted: Row | None

    @property
    def report(self) -> str:
        """The report that tells of it."""
        row = self.gold or self.predicted
        return row.report if row else ""

    @property
    def both(self) -> tuple[Row, Row] | None:
        """Give the two records where there are two."""
        return (self.gold, self.predicted) if self.gold and self.predicted else None


def match(level: LevelName, gold: Sequence[Row], predicted: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Pair the records of two codings that agree at a level, as many as can be, report by report."""
    coded = by_report(predicted)
    pairs: list[tuple[Row, Row]] = []
    for report, rows in by_report(gold).items():
        if report in coded:
            found = coded[report]
            chosen = _assign(rows, found, lambda g, p: _level_weight(level, g, p))
            pairs += [(rows[i], found[j]) for i, j in chosen]
    return pairs


def align(gold: Sequence[Row], predicted: Sequence[Row]) -> list[Pair]:
    """Pair the records of two codings and keep those without a counterpart; report by report, in the first's order."""
    coded, expected = by_report(predicted), by_report(gold)
    pairs: list[Pair] = []
    for report in dict.fromkeys([*expected, *coded]):
        pairs += _align_report(expected.get(report, []), coded.get(report, []))
    return pairs


def agrees(level: LevelName, gold: Row, predicted: Row) -> bool:
    """Tell whether two records of one report agree at a level."""
    steps: tuple[Callable[[Row, Row], bool], ...] = (_same_type, _same_place, _same_date, _same_actor)
    return all(step(gold, predicted) for step in steps[: LEVELS.index(level) + 1])


def by_report(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Group rows by their report, in the order in which these come."""
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.report].append(row)
    return dict(grouped)


def _same_type(gold: Row, predicted: Row) -> bool:
    return gold.event_type == predicted.event_type


def _same_place(gold: Row, predicted: Row) -> bool:
    return same_place(gold.places, predicted.places)


def _same_date(gold: Row, predicted: Row) -> bool:
    return same_days((gold.first, gold.last), (predicted.first, predicted.last))


def _same_actor(gold: Row, predicted: Row) -> bool:
    return same_name(gold.actors, predicted.actors)


def _level_weight(level: LevelName, gold: Row, predicted: Row) -> float:
    if not agrees(level, gold, predicted):
        return 0.0
    return (
        1
        + MODE_WEIGHT * (gold.mode == predicted.mode)
        + RECIPIENT_WEIGHT * same_name(gold.recipients, predicted.recipients)
        + WHO_WEIGHT * agrees("who", gold, predicted)
    )


def _align_report(gold: Sequence[Row], predicted: Sequence[Row]) -> list[Pair]:
    partner = dict(_assign(gold, predicted, lambda g, p: _likeness(g, p) if _same_type(g, p) else 0.0))
    left = [i for i in range(len(gold)) if i not in partner]
    over = [j for j in range(len(predicted)) if j not in set(partner.values())]
    crossed = _assign(
        [gold[i] for i in left],
        [predicted[j] for j in over],
        lambda g, p: _likeness(g, p) if _same_words(g, p) else 0.0,
    )
    partner |= {left[i]: over[j] for i, j in crossed}
    taken = set(partner.values())
    pairs = [Pair(gold=row, predicted=predicted[partner[i]] if i in partner else None) for i, row in enumerate(gold)]
    return pairs + [Pair(gold=None, predicted=row) for j, row in enumerate(predicted) if j not in taken]


def _likeness(gold: Row, predicted: Row) -> float:
    agreeing = (
        gold.mode == predicted.mode,
        _same_place(gold, predicted),
        _same_date(gold, predicted),
        _same_actor(gold, predicted),
        same_name(gold.recipients, predicted.recipients),
        same_name(gold.parts("object"), predicted.parts("object")),
        gold.status == predicted.status,
    )
    return 1 + sum(agreeing) + SAME_WORDS_WEIGHT * _same_words(gold, predicted)


def _same_words(gold: Row, predicted: Row) -> bool:
    ours, theirs = gold.parts("evidence"), predicted.parts("evidence")
    return bool(ours and theirs) and same_stretch(ours, theirs)


def _assign(gold: Sequence[Row], predicted: Sequence[Row], weigh: Weigh) -> list[tuple[int, int]]:
    """Pair records one to one, with the greatest sum of weights (Jonker and Volgenant 1987); 0 is no pair."""
    if not gold or not predicted:
        return []
    weights = np.array([[weigh(g, p) for p in predicted] for g in gold])
    _, columns, _ = lap.lapjv(-weights, extend_cost=True)
    return [(i, int(j)) for i, j in enumerate(columns) if j >= 0 and weights[i, j] > 0]
