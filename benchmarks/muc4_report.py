"""All that the models look at in one report, and what they make of the report as a whole."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from muc4_evidence import Reader, phrase_features, report_features
from muc4_fillers import Candidate, find_candidates
from muc4_learn import Linear
from muc4_model import Incident, Scene4, incident_features, likelihood

TYPES = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY", "HIJACKING", "FORCED WORK STOPPAGE")
#: What the model of reports tells: whether it holds an incident of each type, and any at all.
OUTCOMES = (*TYPES, "any")
#: How many of the likeliest phrases of a role say something of the report.
TOP = 3
NONE = -9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One report with its features by name."""

    scene: Scene4
    reader: Reader
    incidents: tuple[Incident, ...]
    phrases: tuple[tuple[str, ...], ...]
    report: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Log odds by the linear models: one row a phrase, one number an outcome, one number an incident."""

    phrases: Any
    report: Any
    incidents: Any


def tell(scene: Scene4, reader: Reader, incidents: Sequence[Incident]) -> Told:
    """Gather the features of one report."""
    phrases = [_kept(phrase_features(reader, phrase)) for phrase in reader.phrases]
    return Told(
        scene=scene,
        reader=reader,
        incidents=tuple(incidents),
        phrases=tuple(phrases),
        report=_kept(report_features(reader, phrases)),
    )


def _kept(names: set[str]) -> tuple[str, ...]:
    return tuple(map(sys.intern, sorted(names)))


def score(told: Told, models: Mapping[str, Linear], incidents: Mapping[str, float]) -> Scores:
    """Score the parts of a report, each by its own features; `incidents` are the weights of the model of incidents."""
    likely = [likelihood(incidents, incident_features(each, told.scene, i)) for i, each in enumerate(told.incidents)]
    return Scores(
        phrases=models["phrase"].score(told.phrases),
        report=models["report"].score([told.report])[0],
        incidents=np.array([math.log(each / (1 - each)) for each in likely]),
    )


def report_row(told: Told, scores: Scores) -> list[float]:
    """Gather what the parts of a report say of it as a whole."""
    return [
        *map(float, scores.report),
        *_phrase_row(scores.phrases),
        *_incident_row(told, scores.incidents),
        float(len(told.scene.parse.sentences)),
        float(len(told.phrases)),
        float(len(told.scene.events)),
    ]


def _phrase_row(phrases: Any) -> Iterator[float]:
    for column in phrases.T:
        best = sorted(map(float, column), reverse=True)[:TOP]
        yield from (*best, *[NONE] * (TOP - len(best)))
        yield float((1 / (1 + np.exp(-column))).sum())


def _incident_row(told: Told, incidents: Any) -> Iterator[float]:
    for kind in TYPES[:5]:
        yield max(
            (float(s) for s, each in zip(incidents, told.incidents, strict=True) if each.type == kind), default=NONE
        )
    yield max(map(float, incidents), default=NONE)
    yield float((1 / (1 + np.exp(-incidents))).sum())
    yield float(len(incidents))


def candidates_of(told: Told, scores: Scores, wording: Linear, outcomes: Sequence[float]) -> list[Candidate]:
    """Give the candidates for all roles of a report; `outcomes` is how likely each outcome is."""
    return find_candidates(told.reader, scores.phrases, wording.score, (*map(float, scores.report), *outcomes))
