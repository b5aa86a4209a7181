"""Pairs of records -> precision, recall and F1 by field and by type, and which types and modes are taken for which.

A field is right where both records of a pair of one type give it and agree. Its precision is the share of those among
all records found that give the field, its recall the share among all gold records that do: an event that was missed
misses all of its fields, one that is spurious gives each of its fields wrongly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.evaluate.bootstrap import Floats, Interval, divide, interval_of
from dateline.evaluate.matching import Pair
from dateline.evaluate.names import same_days, same_name, same_place, same_stretch
from dateline.evaluate.rows import Row

Test = Callable[[Row, Row], bool]
NONE = "none"  # stands for the record that a coder lacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the codebook: which columns it needs, how it reads, and when two records agree on it."""

    name: str
    agreement: str  # in words
    same: Test
    value: Callable[[Row], str]  # as written; empty where the record does not give it
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How many records are right, of those found and of those of gold; shares between 0 and 1."""

    right: int
    found: int
    gold: int
    precision: float
    recall: float
    f1: float
    precision_interval: Interval | None = None  # 95 %; None where there are fewer than two reports
    recall_interval: Interval | None = None
    f1_interval: Interval | None = None


def _cell(column: str) -> Callable[[Row], str]:
    return lambda row: row.cell(column)


def _exact(name: str, column: str | None = None) -> Field:
    value = _cell(column or name)
    return Field(
        name=name,
        agreement="the same value",
        same=lambda gold, found: value(gold) == value(found),
        value=value,
        columns=(column or name,),
    )


def _named(name: str, forms: Callable[[Row], Sequence[str]], value: Callable[[Row], str] | None = None) -> Field:
    return Field(
        name=name,
        agreement="half of the shorter name's words are in common",
        same=lambda gold, found: same_name(forms(gold), forms(found)),
        value=value or _cell(name),
        columns=(name,),
    )


def _stretches(name: str) -> Field:
    return Field(
        name=name,
        agreement="some stretch of one holds most words of some stretch of the other",
        same=lambda gold, found: same_stretch(gold.parts(name), found.parts(name)),
        value=_cell(name),
        columns=(name,),
    )


def _attribution(row: Row) -> Sequence[str]:
    return (row.attributed_to,) if row.attributed_to else ()


def days(row: Row) -> str:
    """Write the days of a record: one, or the first and the last."""
    first, last = row.first, row.last or row.first
    return "" if first is None else str(first) if first == last else f"{first} to {last}"


FIELDS: tuple[Field, ...] = (
    Field(
        name="event_type",
        agreement="the same type; the level `what`",
        same=lambda gold, found: gold.event_type == found.event_type,
        value=lambda row: row.event_type,
        columns=("event_type",),
    ),
    Field(
        name="mode",
        agreement="the same mode",
        same=lambda gold, found: gold.mode == found.mode,
        value=lambda row: row.mode,
        columns=("mode",),
    ),
    _named("actor", lambda row: row.actors),
    _named("recipient", lambda row: row.recipients),
    _named("object", lambda row: row.parts("object")),
    Field(
        name="place",
        agreement="a name in common, in small plain letters",
        same=lambda gold, found: same_place(gold.places, found.places),
        value=_cell("place"),
        columns=("place",),
    ),
    _named("site", lambda row: row.parts("site")),
    _exact("country"),
    Field(
        name="date",
        agreement="the days in common are half of all the days",
        same=lambda gold, found: same_days((gold.first, gold.last), (found.first, found.last)),
        value=days,
        columns=("date_start", "date_end"),
    ),
    Field(
        name="date_start",
        agreement="the same day",
        same=lambda gold, found: gold.first == found.first,
        value=lambda row: str(row.first or ""),
        columns=("date_start",),
    ),
    Field(
        name="date_end",
        agreement="the same day",
        same=lambda gold, found: (gold.last or gold.first) == (found.last or found.first),
        value=lambda row: str(row.last or row.first or ""),
        columns=("date_end",),
    ),
    _exact("date_basis"),
    _exact("place_basis"),
    _exact("status"),
    _named("attributed_to", _attribution),
    *(_exact(kind) for kind in ("killed", "injured", "arrested", "sentenced")),
    _stretches("quotes"),
    _stretches("evidence"),
    _exact("private"),
)


def known_fields(*columns: Collection[str]) -> tuple[Field, ...]:
    """Give the fields whose columns all of the codings have."""
    return tuple(field for field in FIELDS if all(set(field.columns) <= set(each) for each in columns))


def measure(right: Floats, found: Floats, gold: Floats, draws: Floats) -> Measure:
    """Give precision, recall and F1 of counts by report, with their intervals over `draws` (draws x reports)."""
    points = np.nan_to_num(_shares(*(counts.sum(keepdims=True) for counts in (right, found, gold))))
    drawn = _shares(*(draws @ counts for counts in (right, found, gold)))
    return Measure(
        right=int(right.sum()),
        found=int(found.sum()),
        gold=int(gold.sum()),
        precision=float(points[0, 0]),
        recall=float(points[1, 0]),
        f1=float(points[2, 0]),
        precision_interval=interval_of(drawn[0]),
        recall_interval=interval_of(drawn[1]),
        f1_interval=interval_of(drawn[2]),
    )


def measure_fields(
    pairs: Sequence[Pair], fields: Sequence[Field], reports: Sequence[str], draws: Floats
) -> dict[str, Measure]:
    """Measure each field over all pairs of an alignment."""
    number = {report: i for i, report in enumerate(reports)}
    measures = {}
    for field in fields:
        right, found, gold = (np.zeros(len(reports)) for _ in range(3))
        for pair in pairs:
            at = number[pair.report]
            in_gold, in_found = (bool(row and field.value(row)) for row in (pair.gold, pair.predicted))
            gold[at] += in_gold
            found[at] += in_found
            right[at] += in_gold and in_found and _is_right(field, pair)
        measures[field.name] = measure(right, found, gold, draws)
    return measures


def measure_types(pairs: Sequence[Pair], reports: Sequence[str], draws: Floats) -> dict[str, Measure]:
    """Measure each event type by itself, those of most gold records first."""
    number = {report: i for i, report in enumerate(reports)}
    counted = Counter(row.event_type for pair in pairs for row in (pair.gold, pair.predicted) if row)
    measures = {}
    for name, _ in counted.most_common():
        right, found, gold = (np.zeros(len(reports)) for _ in range(3))
        for pair in pairs:
            in_gold, in_found = (bool(row and row.event_type == name) for row in (pair.gold, pair.predicted))
            at = number[pair.report]
            gold[at], found[at], right[at] = (
                gold[at] + in_gold,
                found[at] + in_found,
                right[at] + (in_gold and in_found),
            )
        measures[name] = measure(right, found, gold, draws)
    return measures


def confused_types(pairs: Sequence[Pair]) -> Counter[tuple[str, str]]:
    """Count the pairs by gold's type and the type found, `none` where one of them has no such record."""
    return Counter(
        (pair.gold.event_type if pair.gold else NONE, pair.predicted.event_type if pair.predicted else NONE)
        for pair in pairs
    )


def confused_modes(pairs: Sequence[Pair]) -> dict[str, Counter[tuple[str, str]]]:
    """Count for each type the pairs of that type by gold's mode and the mode found; a mode may be empty."""
    found: dict[str, Counter[tuple[str, str]]] = {}
    for pair in pairs:
        if pair.both and pair.both[0].event_type == pair.both[1].event_type:
            gold, predicted = pair.both
            if gold.mode or predicted.mode:
                found.setdefault(gold.event_type, Counter())[gold.mode, predicted.mode] += 1
    return found


def differing(pair: Pair, fields: Sequence[Field]) -> Mapping[str, tuple[str, str]]:
    """Give the fields on which the two records of a pair differ, with both values."""
    if not pair.both:
        return {}
    gold, found = pair.both
    return {field.name: (field.value(gold), field.value(found)) for field in fields if not field.same(gold, found)}


def _is_right(field: Field, pair: Pair) -> bool:
    if not pair.both:
        return False
    gold, found = pair.both
    return gold.event_type == found.event_type and field.same(gold, found)


def _shares(right: Floats, found: Floats, gold: Floats) -> Floats:
    """Give precision, recall and F1, each nan where it is not defined."""
    return np.stack([divide(right, found), divide(right, gold), divide(2 * right, found + gold)])
