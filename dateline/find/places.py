"""Parse → toponyms: mark the words that name places, and those that name streets and buildings.

A name of the gazetteer is only a candidate: most of its names are also words, surnames, newspapers. What
stands around it decides: a logistic model over named pieces of evidence, fitted by `benchmarks/fit_places.py`.
A second look weighs what the rest of the report says: lists of places, the same name elsewhere, persons.
The dependency parse is not read.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dateline.find.date_words import MONTHS
from dateline.find.place_evidence import (
    PART_OF_BODY,
    Candidate,
    Surface,
    find_candidates,
    is_demonym,
    read_company,
    read_evidence,
    read_lists,
    read_surface,
)
from dateline.find.place_rules import (
    is_bare_country,
    is_depicted,
    is_government,
    is_in_body,
    is_listed_group,
    is_local_area,
    is_peoples,
    is_settled,
    is_towns,
    names_accord,
)
from dateline.find.place_sites import find_sites, names_of_sites
from dateline.find.place_words import FAITHS, NAME_DESIGNATORS, NATURE_AFTER, NATURE_BEFORE, NEAR, SETTLEMENTS
from dateline.gazetteer import LONGEST_NAME, Gazetteer
from dateline.records import Block, Document, Parse, PlaceExplanation, Reason, Span, Toponym

_WEIGHTS = Path(__file__).with_name("place_weights.json")
#: Log odds from which a candidate counts; a little below even, since a place missed costs more than one too many.
THRESHOLD = -0.3
#: Lists do not mix kinds: with three sure places, and three names in four sure, the others are places too. (Local
#: news, on which the weights are fitted, has too few long lists of foreign names to learn it from.)
SURE_IN_LIST, MOST_OF_LIST = 3, 0.7
#: Sampled from local news: nine sites in ten are sites, most of the others offices.
SITE_CONFIDENCE = 0.9
#: Log odds that a known name in a dateline is a place: nine in ten.
DATELINE_ODDS = 2.2
_REACH = re.compile(
    r"\b(?:miles?|kilomet(?:er|re)s?|kms?)(?: [a-z-]+)? (?:of|from)$"
    r"|\bnot far from$|(?<!sources )(?<!officials )(?<!people )(?<!aides )\bclose to$"
    r"|\bjust [a-z-]+ of$|\b(?:outskirts|suburbs?|vicinity) of$"
)
_DAY_BESIDE = re.compile(r"\d\s+[^\W\d_]|[^\W\d_],?\s+\d")  # beside a month of a dateline: "17 August 2022"
_SINGLE_LEVEL = frozenset("state city town township borough republic territory".split())
_DATELINE_WORD = re.compile(r"[^\W\d_][\w.'’\-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each piece of evidence weighs, by itself and in company."""

    local: dict[str, float]
    company: dict[str, float]


@functools.cache
def load_weights(path: Path = _WEIGHTS) -> Weights:
    """Read the fitted weights."""
    tables = json.loads(path.read_text(encoding="utf-8"))
    return Weights(local=tables["local"], company=tables["company"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The log odds that a candidate names a place, and the reasons that sum to it."""

    score: float
    reasons: tuple[tuple[str, float], ...]


def find_places(parse: Parse, gazetteer: Gazetteer, *, explain: bool = False) -> tuple[Toponym, ...]:
    """Mark the places that a report names, in the order of its text; `explain` notes why each was marked."""
    surface = read_surface(parse)
    candidates = list(find_candidates(surface, gazetteer))
    judgements = judge_candidates(surface, gazetteer, candidates)
    sites = [site for site in find_sites(surface) if parse.sentence_of[site[0]] == parse.sentence_of[site[1] - 1]]
    roads = {token for first, last, road in sites if road for token in range(first, last)}
    judged = [
        (candidate, judgement)
        for candidate, judgement in zip(candidates, judgements, strict=True)
        if judgement.score > THRESHOLD and candidate.last - 1 not in roads and not _is_faith(surface, candidate)
    ]
    whole = {(first, last) for first, last, road in sites if not road}  # "Velasco Prison", which no gazetteer knows
    judged = [each for each in judged if each[0].places or (each[0].first, each[0].last) not in whole]
    housed = names_of_sites(surface, sites, candidates, [candidate for candidate, _ in judged])
    found = [
        _toponym(surface, candidate, judgement, explain=explain)
        for candidate, judgement in judged
        if candidate not in housed
    ]
    taken = {(toponym.span.start, toponym.span.end) for toponym in found}
    spans = [parse.span(first, last) for first, last, _ in sites]
    found.extend(
        Toponym(span=span, site=True, feature="facility", confidence=SITE_CONFIDENCE)
        for span in spans
        if (span.start, span.end) not in taken
    )
    stands = PlaceExplanation(evidence=(Reason(why="stands in the dateline", weight=DATELINE_ODDS),))
    found.extend(
        replace(place, explanation=stands) if explain else place
        for place in _dateline_places(parse.document, gazetteer)
    )
    return tuple(sorted(found, key=lambda toponym: (toponym.span.start, -toponym.span.end)))


def _is_faith(surface: Surface, candidate: Candidate) -> bool:
    """Tell a faith from the region that is named for it: "the Jewish cemetery"."""
    return candidate.last - candidate.first == 1 and surface.lower[candidate.first] in FAITHS


def judge_candidates(surface: Surface, gazetteer: Gazetteer, candidates: Sequence[Candidate]) -> list[Judgement]:
    """Judge which candidates name places: by themselves, in company, then by rule."""
    weights = load_weights()
    share, bias = weights.company["local"], weights.company["bias"]
    evidence = [read_evidence(surface, gazetteer, candidate) for candidate in candidates]
    local = [sum(weights.local.get(item, 0.0) for item in items) for items in evidence]
    company = read_company(surface, gazetteer, candidates, local)
    scores = [
        share * score + bias + sum(weights.company.get(item, 0.0) for item in items)
        for score, items in zip(local, company, strict=True)
    ]
    listed = list(scores)
    for members in read_lists(surface, candidates):
        sure = sum(listed[i] > 0 for i in members)
        if sure >= SURE_IN_LIST and sure >= MOST_OF_LIST * len(members):
            for i in members:
                listed[i] = max(listed[i], 0.0)
    found = []
    for i, candidate in enumerate(candidates):
        score = _overruled(surface, candidate, evidence[i], listed[i])
        reasons = [(item, share * weights.local[item]) for item in evidence[i] if item in weights.local]
        reasons += [(item, weights.company[item]) for item in ("bias", *company[i]) if item in weights.company]
        reasons += [("in a list of places", listed[i] - scores[i]), ("by rule", score - listed[i])]
        found.append(Judgement(score=score, reasons=tuple(reason for reason in reasons if reason[1])))
    return found


def _overruled(surface: Surface, candidate: Candidate, items: Sequence[str], score: float) -> float:
    """Let what the language decides go before the weights: bodies, persons depicted, countries by themselves."""
    barred = (is_depicted, names_accord, is_in_body, is_listed_group)
    if PART_OF_BODY in items or any(rule(surface, candidate) for rule in barred):
        return -math.inf
    sure = any(
        rule(surface, candidate) for rule in (is_bare_country, is_settled, is_towns, is_local_area, is_government)
    )
    return max(score, 0.0) if sure else score


def _toponym(surface: Surface, candidate: Candidate, judgement: Judgement, *, explain: bool) -> Toponym:
    parse = surface.parse
    first, last = _whole_name(surface, candidate)
    whole = (first, last) == (candidate.first, candidate.last)
    demonym = last == candidate.last and (is_demonym(candidate.places) or is_peoples(surface, candidate))
    confidence = 1 / (1 + math.exp(-judgement.score))
    reasons = judgement.reasons if explain else ()
    return Toponym(
        span=Span(candidate.start, candidate.end, candidate.name) if whole else parse.span(first, last),
        demonym=demonym,
        near=_is_near(surface, first),
        confidence=round(confidence, 3),
        explanation=PlaceExplanation(evidence=_to_reasons(reasons)) if explain else None,
    )


def _to_reasons(reasons: Iterable[tuple[str, float]]) -> tuple[Reason, ...]:
    """Give reasons as records, the weightiest first."""
    return tuple(Reason(why=why, weight=round(weight, 3)) for why, weight in sorted(reasons, key=lambda r: -abs(r[1])))


def _whole_name(surface: Surface, candidate: Candidate) -> tuple[int, int]:
    """Widen a name by the noun that belongs to it: "X Province", "X River", "Lake X"."""
    first, last = candidate.first, candidate.last
    sentence_end = surface.parse.sentences[surface.parse.sentence_of[first]].last
    if last < sentence_end and surface.proper[last]:
        word = surface.lower[last]
        goes_on = last + 1 < sentence_end and surface.proper[last + 1]
        if (word in NATURE_AFTER and not goes_on) or (
            word in NAME_DESIGNATORS and not (goes_on and word in _SINGLE_LEVEL)
        ):
            return first, last + 1
    if first and surface.proper[first - 1] and surface.lower[first - 1].rstrip(".") in NATURE_BEFORE:
        return first - 1, last
    return first, last


def _is_near(surface: Surface, first: int) -> bool:
    """Whether the text says that it happened near the place, not in it."""
    before = surface.lower[max(0, first - 6) : first]
    if not before:
        return False
    if before[-1] == "of" and before[-2:-1] and before[-2] in SETTLEMENTS - {"outskirts"}:
        before = before[:-2]
    if before[-1:] == ("the",):
        before = before[:-1]
    return before[-1:] != () and (before[-1] in NEAR or bool(_REACH.search(" ".join(before))))


def _dateline_places(document: Document, gazetteer: Gazetteer) -> Iterator[Toponym]:
    """The places of a dateline, which is not parsed: it is all names and a date."""
    for block in document.blocks:
        if block.kind == "dateline":
            yield from _names_in(document, block, gazetteer)


def _names_in(document: Document, block: Block, gazetteer: Gazetteer) -> Iterator[Toponym]:
    words = [(m.start(), m.end()) for m in _DATELINE_WORD.finditer(document.text, block.start, block.end)]
    i = 0
    while i < len(words):
        for last in range(min(len(words), i + LONGEST_NAME), i, -1):
            start, end = words[i][0], words[last - 1][1]
            text = document.text[start:end].rstrip(".'’-") if last - i == 1 else document.text[start:end]
            named = text[0].isupper() and text in gazetteer and gazetteer.use(text).word < 3
            if named and not (text.lower() in MONTHS and _DAY_BESIDE.search(document.text, max(0, start - 4), end + 4)):
                yield Toponym(
                    span=Span(start, start + len(text), text), confidence=round(1 / (1 + math.exp(-DATELINE_ODDS)), 3)
                )
                i = last - 1
                break
        i += 1
