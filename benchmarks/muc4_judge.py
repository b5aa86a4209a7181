"""The fitted models together: one report → its incidents as MUC-4's scorer reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from muc4_fillers import Candidate
from muc4_learn import Linear, Trees
from muc4_model import Incident, Model
from muc4_phrases import ROLES
from muc4_report import OUTCOMES, TYPES, Told, candidates_of, report_row, score

#: Types that the records of one happening may be told apart by too finely: one stands in for the other.
ALIKE = {
    "ATTACK": ("BOMBING", "ARSON"),
    "BOMBING": ("ATTACK", "ARSON"),
    "ARSON": ("BOMBING", "ATTACK"),
    "ROBBERY": ("ATTACK",),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One incident: its type, the records that tell of it (None: the rules read none), and its fillers by role."""

    type: str
    incident: Incident | None
    likely: float
    fillers: dict[str, list[str]] = field(default_factory=dict)


class Judge:
    """The models with the bounds above which what they say is taken for true."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        self.parts = {name: Linear.from_json(weights[name]) for name in ("phrase", "wording", "report")}
        self.outcomes = {name: Trees.from_json(table) for name, table in weights["outcomes"].items()}
        self.roles = [Trees.from_json(weights["roles"][role]) for role in ROLES]
        self.happenings: Mapping[str, float] = weights["incident"]
        self.bounds: Mapping[str, float] = weights["bounds"]
        self.incidents = Model(weights)

    def judge(self, told: Told) -> list[Found]:
        """Give the incidents of a report that count."""
        scores = score(told, self.parts, self.happenings)
        row = [report_row(told, scores)]
        likely = [float(self.outcomes[name].score(row)[0]) if name in self.outcomes else 0.0 for name in OUTCOMES]
        types = choose_types(likely, self.bounds)
        if not types:
            return []
        candidates = candidates_of(told, scores, self.parts["wording"], likely)
        fillers = []
        for role, trees in enumerate(self.roles):
            own = [each for each in candidates if each.role == role]
            chances = trees.score([each.row for each in own]) if own else ()
            fillers.extend(
                each for each, chance in zip(own, chances, strict=True) if chance >= self.bounds[ROLES[role]]
            )
        found = self._incidents(told, types, dict(zip(OUTCOMES, likely, strict=True)))
        return _share(told, found, fillers)

    def city(self, found: Found, told: Told) -> tuple[float, str | None]:
        """Give the likeliest city of an incident and how likely it is right."""
        if found.incident is None:
            return 0.0, None
        return self.incidents.best_city(found.incident, told.scene, found.likely)

    def _incidents(self, told: Told, types: Sequence[str], report: Mapping[str, float]) -> list[Found]:
        """Give the incidents of each type, the likely ones, or else the likeliest, or one that no record tells of."""
        scored = [
            Found(each.type, each, self.incidents.score_incident(each, told.scene, i, report))
            for i, each in enumerate(told.incidents)
        ]
        found: list[Found] = []
        for kind in types:
            own = [each for each in scored if each.type == kind]
            alike = [each for each in scored if each.type not in types and each.type in ALIKE.get(kind, ())]
            likely = [each for each in own if each.likely >= self.bounds["incident"]]
            best = max(own or alike, key=lambda each: each.likely, default=Found(kind, None, 0.0))
            found.extend(likely or [Found(kind, best.incident, best.likely)])
        return found


def choose_types(likely: Sequence[float], bounds: Mapping[str, float]) -> list[str]:
    """Give the types of a report's incidents, at least one where the report holds any."""
    if likely[-1] < bounds["any"]:
        return []
    found = [kind for kind, each in zip(TYPES, likely, strict=False) if each >= bounds["type"]]
    return found or [TYPES[int(np.argmax(likely[:-1]))]]


def _share(told: Told, found: list[Found], fillers: Sequence[Candidate]) -> list[Found]:
    """Give each filler to the incident that is told nearest to it."""
    parse = told.reader.scene.parse
    for each in fillers:
        host = min(found, key=lambda one: _distance(told, one, [parse.starts[head] for head in each.heads]))
        host.fillers.setdefault(ROLES[each.role], []).append(each.text)
    return found


def _distance(told: Told, found: Found, places: Sequence[int]) -> float:
    if found.incident is None:
        return float("inf")
    return min(abs(event.trigger.start - place) for event in found.incident.events for place in places)
