"""Two codings of one report → where they agree: which events both have, and in which fields these differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dateline.records import Actor, CodedEvent

FIELDS: dict[str, Callable[[CodedEvent], str]] = {
    "mode": lambda event: event.mode or "",
    "actor": lambda event: _names(event.actors),
    "recipient": lambda event: _names(event.recipients),
    "place": lambda event: event.place.name if event.place else "",
    "date": lambda event: f"{event.date.first} to {event.date.last}" if event.date and event.date.first else "",
    "status": lambda event: event.status,
    "attributed to": lambda event: _names(event.attributed_to),
    "figures": lambda event: "; ".join(sorted(f"{each.kind} {each.min}-{each.max}" for each in event.figures)),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """An event as two coders have it; None where one of them has not."""

    first: CodedEvent | None
    second: CodedEvent | None

    def differences(self) -> list[tuple[str, str, str]]:
        """Give the fields that both do not read alike, with the reading of each."""
        if self.first is None or self.second is None:
            return []
        readings = [(name, read(self.first), read(self.second)) for name, read in FIELDS.items()]
        return [(name, one, other) for name, one, other in readings if one.casefold() != other.casefold()]


def pair_events(first: Sequence[CodedEvent], second: Sequence[CodedEvent]) -> list[Pair]:
    """Pair the events of two codings of one report: of one type, read in one sentence, those most alike first."""
    alike = [
        (len(Pair(one, other).differences()), i, j)
        for i, one in enumerate(first)
        for j, other in enumerate(second)
        if one.event_type == other.event_type and _share_evidence(one, other)
    ]
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(alike):
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    pairs = [Pair(one, second[partner[i]] if i in partner else None) for i, one in enumerate(first)]
    return pairs + [Pair(None, other) for j, other in enumerate(second) if j not in taken]


def _share_evidence(one: CodedEvent, other: CodedEvent) -> bool:
    return any(a.part == b.part and a.start < b.end and b.start < a.end for a in one.evidence for b in other.evidence)


def _names(actors: Sequence[Actor]) -> str:
    return "; ".join(sorted(actor.name for actor in actors))
