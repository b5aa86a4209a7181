"""Pairs -> the errors: events missed, events that gold has not, and events with fields that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dateline.evaluate.fields import Field, differing
from dateline.evaluate.matching import Pair

Kind = Literal["missed", "spurious", "differs"]

#: The fields for which a pair is shown as an error; the others follow from these or are only measured.
TELLING = frozenset(
    "event_type mode actor recipient object place site country date status attributed_to killed injured arrested"
    " sentenced".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One error: a pair, and where the two records of it differ, gold's value and the one found by field."""

    kind: Kind
    pair: Pair
    differs: Mapping[str, tuple[str, str]]


def list_mistakes(pairs: Sequence[Pair], fields: Sequence[Field]) -> Iterator[Mistake]:
    """List the errors in the order of the pairs."""
    told = [field for field in fields if field.name in TELLING]
    for pair in pairs:
        differs = differing(pair, told)
        if pair.both is None:
            yield Mistake(kind="missed" if pair.gold else "spurious", pair=pair, differs=differs)
        elif differs:
            yield Mistake(kind="differs", pair=pair, differs=differs)
