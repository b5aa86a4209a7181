"""Codings by two coders or more -> what they agree on beyond chance (Krippendorff's alpha).

A unit is one event that some coder has: the first coder's records are aligned with the second's (see `matching`), the
third's with what came of that, and so on; a record without a counterpart is a unit of its own.

- `presence` asks of each unit which coders have it. So that chance can be told, each event type of the codebook is a
  unit too in each report where none of them has it: there all agree that there is no such event.
- A field is asked of the units that two coders or more have; an empty field is a value like any other. Types differ
  within a unit where two coders read different types from the same words. Two names, places or dates differ by 1 where
  they do not agree by the rules of `fields`, else by 0.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dateline.evaluate.alpha import Alpha, alpha_with_interval
from dateline.evaluate.bootstrap import Floats
from dateline.evaluate.fields import Field, known_fields
from dateline.evaluate.matching import align
from dateline.evaluate.rows import Coding, Row

#: Fields that two others already tell, or that are compared as words in a sentence
LEFT_OUT = frozenset({"date_start", "date_end", "quotes", "evidence"})

Unit = tuple[Row | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """The agreement of coders: on which events there are, and on each field of those that they share."""

    coders: tuple[str, ...]
    units: int  # events that some coder has
    shared: int  # of them, those that all coders have
    presence: Alpha
    fields: dict[str, Alpha]


def join_units(codings: Sequence[Sequence[Row]]) -> list[Unit]:
    """Join the records of several codings that tell of the same event; one record or None for each coder."""
    units: list[Unit] = [(row,) for row in codings[0]]
    for number, rows in enumerate(codings[1:], start=1):
        standing = [next(row for row in unit if row) for unit in units]
        place = {id(row): i for i, row in enumerate(standing)}
        joined: list[Unit] = []
        for pair in align(standing, rows):
            before = units[place[id(pair.gold)]] if pair.gold else (None,) * number
            joined.append((*before, pair.predicted))
        units = joined
    return units


def measure_reliability(
    codings: Sequence[Coding], types: Collection[str], reports: Sequence[str], draws: Floats
) -> Reliability:
    """Measure the agreement of two coders or more over `reports`, with intervals over `draws` (draws x reports).

    `types` are the event types that the coders could have used.
    """
    units = join_units([coding.rows for coding in codings])
    number = {report: i for i, report in enumerate(reports)}
    where = [number[_first(unit).report] for unit in units]
    shared = [i for i, unit in enumerate(units) if sum(row is not None for row in unit) > 1]
    fields = [field for field in known_fields(*(coding.columns for coding in codings)) if field.name not in LEFT_OUT]
    return Reliability(
        coders=tuple(coding.name for coding in codings),
        units=len(units),
        shared=sum(all(unit) for unit in units),
        presence=_presence(units, types, reports, draws),
        fields={
            field.name: _field_alpha([units[i] for i in shared], [where[i] for i in shared], draws, field)
            for field in fields
        },
    )


def _first(unit: Unit) -> Row:
    return next(row for row in unit if row)


def _presence(units: Sequence[Unit], types: Collection[str], reports: Sequence[str], draws: Floats) -> Alpha:
    number = {report: i for i, report in enumerate(reports)}
    told = {(row.report, row.event_type) for unit in units for row in unit if row}
    absent = [
        report for report in reports for name in {*types, *(name for _, name in told)} if (report, name) not in told
    ]
    values = [tuple(row is not None for row in unit) for unit in units]
    coders = len(units[0]) if units else 0
    return alpha_with_interval(
        [*values, *((False,) * coders for _ in absent)],
        [number[report] for report in (*(_first(unit).report for unit in units), *absent)],
        draws,
    )


def _field_alpha(units: Sequence[Unit], where: Sequence[int], draws: Floats, field: Field) -> Alpha:
    """Give a field's alpha; records that read alike stand for each other, which keeps the differences few."""
    rows: dict[tuple[object, ...], Row] = {}

    def key(row: Row | None) -> tuple[object, ...] | None:
        if row is None:
            return None
        reading = (field.value(row), *_forms(field, row))
        rows.setdefault(reading, row)
        return reading

    values = [tuple(key(row) for row in unit) for unit in units]
    return alpha_with_interval(values, where, draws, lambda left, right: float(not field.same(rows[left], rows[right])))


def _forms(field: Field, row: Row) -> tuple[object, ...]:
    """Give what a field's agreement looks at besides the value as written."""
    forms: dict[str, tuple[object, ...]] = {
        "actor": row.actors,
        "recipient": row.recipients,
        "place": (row.places,),
        "attributed_to": (row.attributed_to,),
    }
    return forms.get(field.name, ())
