"""How likely an incident counts for MUC-4, and in which city it was: two logistic models and their fit."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize

from dateline.records import CodedEvent, Parse, Toponym

Features = dict[str, float]
Weights = Mapping[str, float]
#: Least number of cases that a feature must occur in to be fitted, and the strength of the ridge penalty.
MIN_CASES = 6
RIDGE = 2.0
POPULATED = frozenset(
    "CITY TOWN MUNICIPALITY VILLAGE CAPITAL HAMLET PORT TOWNSHIP COMMUNITY CANTON CORREGIMIENTO".split()
)
LOCATIVE = frozenset("in at on near across inside throughout within around outside along through".split())
#: Words of a sentence that tell a happening from talk about happenings.
TELLING = frozenset(
    "today yesterday tonight morning night unidentified gunman individual guerrilla terrorist alleged peasant civilian "
    "priest mayor judge journalist candidate soldier troop army enemy war struggle people violence campaign policy "
    "investigation condemn responsible responsibility claim report police bomb house office bank bus vehicle embassy "
    "identify meanwhile another other year month recent last since during if would could against".split()
)
BEFORE = {
    "class of": r"\b(city|town|village|municipality|community|port|hamlet) of$",
    "officer of": r"(mayor|bishop|archbishop|governor|police|command\w*|residents?|people|university) of$",
    "distance": r"(north|south|east|west)\S* of$|\b(km|kilometers|miles) \S* ?(from|of)$",
}
AFTER = {
    "class": r"(municipality|town|village|city|canton)",
    "part": r"(neighborhood|district|zone|suburb|colony|farm|street|avenue|university|hospital|highway|hotel|airport)",
    "region": r"(department|province|region)",
    "not it": r"(cartel|,? (km|kilometers))",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene4:
    """What was read in one report; `home` is the country that frames it."""

    parse: Parse
    places: tuple[Toponym, ...]
    home: str | None
    events: tuple[CodedEvent, ...]

    def cities(self) -> dict[str, list[Toponym]]:
        """Give the places that may be a city, by name."""
        found: dict[str, list[Toponym]] = {}
        for place in self.places:
            if not place.demonym and place.feature not in ("country", "continent"):
                written = place.span.text if place.span.text[0].isupper() else place.name or ""
                found.setdefault(plain(written), []).append(place)
        return found

    def sentence_at(self, offset: int) -> int | None:
        token = self.parse.token_at(offset)
        token = self.parse.token_at(offset + 1) if token is None else token
        return None if token is None else self.parse.sentence_of[token]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """The records of one report that tell of one happening."""

    type: str
    events: tuple[CodedEvent, ...]

    def names(self) -> set[str]:
        words = (word for event in self.events for actor in event.recipients for word in actor.name.split())
        return {word.casefold() for word in words if len(word) > 2}

    def cities(self) -> set[str]:
        places = (event.place for event in self.events)
        return {place.name for place in places if place and place.precision in ("city", "district", "site")}

    def days(self) -> set[dt.date]:
        dates = (event.date for event in self.events)
        return {date.first for date in dates if date and date.basis == "stated" and date.first}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One report with its incidents and its gold templates."""

    scene: Scene4
    incidents: list[Incident]
    templates: list[dict[str, Any]]


def plain(name: str) -> str:
    """Write a place's name as MUC-4 does: capitals without accents, articles and kinds of place."""
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    text = " ".join(re.sub(r"[^A-Z0-9 ]", " ", text).split())
    kinds = "CITY|DEPARTMENT|PROVINCE|MUNICIPALITY|NEIGHBORHOOD|DISTRICT|TOWN"
    return re.sub(rf"^(THE|EL|LA|LAS|LOS) (?=.)|(?<=.) ({kinds})$", "", text)


class Model:
    """The models of incidents that count and of their cities."""

    def __init__(self, weights: Mapping[str, Weights]) -> None:
        self.counted, self.city = weights["counted"], weights["city"]

    def score_incident(self, incident: Incident, scene: Scene4, number: int, report: Mapping[str, float]) -> float:
        """Give how likely an incident, the report's `number`th, counts; `report` says how likely each type is there."""
        return likelihood(self.counted, counted_features(incident, scene, number, report))

    def best_city(self, incident: Incident, scene: Scene4, likely: float) -> tuple[float, str | None]:
        """Give the likeliest city of an incident and how likely it is right; `likely` is the incident's own score."""
        scored = [
            (likelihood(self.city, _with_incident(features, likely)), name)
            for name, features in city_features(incident, scene)
        ]
        return max(scored, default=(0.0, None))


def counted_features(incident: Incident, scene: Scene4, number: int, report: Mapping[str, float]) -> Features:
    """Say what an incident is, and how likely the report holds one and one of its type."""
    features = incident_features(incident, scene, number)
    for name, likely in (("any", report["any"]), ("its type", report.get(incident.type, 0.0))):
        share = min(max(likely, 0.01), 0.99)
        features[f"report {name}"] = math.log(share / (1 - share))
    return features


def likelihood(weights: Weights, features: Features) -> float:
    """Give how likely something with these features is, by a logistic model."""
    return 1 / (1 + math.exp(-math.fsum(value * weights.get(name, 0.0) for name, value in features.items())))


def _with_incident(features: Features, likely: float) -> Features:
    crossed = {f"x {name}": value * likely for name, value in features.items()}
    return {**features, **crossed, "incident": math.log(likely / (1 - likely))}


def incident_features(incident: Incident, scene: Scene4, number: int) -> Features:
    """Say what an incident is: its type, parties, place in the report, age, and how it is told."""
    found = {"bias", f"type {incident.type}"}
    first = min((s for e in incident.events if (s := scene.sentence_at(e.trigger.start)) is not None), default=99)
    found.update(f"after sentence {bound}" for bound in (0, 2, 8, 20) if first > bound)
    found.update(f"over {bound} records" for bound in (1, 3) if len(incident.events) > bound)
    found.add("first" if number == 0 else "later")
    for event in incident.events:
        found.update(_event_features(event, scene.parse))
    for kind in ("recipients", "actors", "objects", "instruments", "figures"):
        found.add(f"{kind} {any(getattr(event, kind) for event in incident.events)}")
    uncoded = [event.coder == "uncoded" for event in incident.events]
    found.update(name for name, true in (("all uncoded", all(uncoded)), ("any uncoded", any(uncoded))) if true)
    found.add(_age(incident, scene.parse.document.published))
    found.update(_report_features(scene))
    found.update(_aside_features(incident, scene))
    return dict.fromkeys(found, 1.0)


def _event_features(event: CodedEvent, parse: Parse) -> Iterator[str]:
    token = parse.token_at(event.trigger.start)
    if token is not None:
        yield f"trigger {parse.lemmas[token]}"
    yield from (f"status {event.status}", f"certainty {event.certainty}", f"mode {event.mode}")
    for actor in event.recipients:
        yield from (f"to {actor.role}", f"to {actor.kind}")
    yield from (f"by {actor.role}" for actor in event.actors)
    if event.date:
        yield f"date {event.date.basis}"
    if event.place:
        yield f"place {event.place.precision} {event.place.basis}"
    if event.attributed_to:
        yield "cited"


def _report_features(scene: Scene4) -> Iterator[str]:
    """Say what kind of report it is: how long, how much of it speaks for itself, how much tells of force."""
    parse = scene.parse
    yield from (f"over {bound} sentences" for bound in (5, 10, 20, 40) if len(parse.sentences) > bound)
    own = sum(lemma in ("i", "we", "our", "my", "us") for lemma in parse.lemmas) / (len(parse.lemmas) or 1)
    yield from (f"first person over {bound}" for bound in (0.002, 0.01, 0.03) if own > bound)
    force = sum(event.event_type == "ASSAULT" for event in scene.events) / (len(scene.events) or 1)
    yield from (f"force over {bound}" for bound in (0.2, 0.4, 0.6, 0.8) if force > bound)


def _aside_features(incident: Incident, scene: Scene4) -> Iterator[str]:
    """Say how the sentences of an incident are told: named victims, numbers, times of day, talk of cause or right."""
    parse = scene.parse
    for event in incident.events:
        number = scene.sentence_at(event.trigger.start)
        if number is None:
            continue
        sentence = parse.sentences[number]
        tokens = range(sentence.first, sentence.last)
        yield from (f"entity {parse.entities[token]}" for token in tokens if parse.entity_starts[token])
        yield from (f"verb {parse.tags[token]}" for token in tokens if parse.tags[token] in ("VBD", "VBZ", "MD", "VBP"))
        yield from (f"word {parse.lemmas[t]}" for t in tokens if parse.lemmas[t] in TELLING)
        for actor in event.recipients:
            token = parse.token_at(actor.span.end - 1) if actor.span else None
            if token is not None:
                yield f"recipient {parse.tags[token]}"
        token = parse.token_at(event.trigger.start)
        if token is not None:
            yield from (f"trigger is {parse.tags[token]}", f"trigger hangs by {parse.deps[token]}")
            plural = parse.tags[token] == "NNS"
            if plural:
                yield "trigger plural"


def _age(incident: Incident, published: dt.date | None) -> str:
    ends = [event.date.last for event in incident.events if event.date and event.date.last]
    if published is None or not ends:
        return "age unknown"
    days = (published - max(ends)).days
    return "age " + next((str(bound) for bound in (0, 1, 7, 31, 62) if days <= bound), "more")


def city_features(incident: Incident, scene: Scene4) -> Iterator[tuple[str, Features]]:
    """Give each place of the report that may be the incident's city, and how it stands to the incident."""
    cities = scene.cities()
    spans = (span for event in incident.events for span in (event.trigger, *event.evidence))
    told = {number for span in spans if (number := scene.sentence_at(span.start)) is not None}
    most = max(map(len, cities.values()), default=0)
    for name, places in cities.items():
        found = {"bias"} | {f"feature {place.feature}" for place in places}
        found.update(_mention_features(places, scene, told))
        found.update(_distance_features(places, scene, told))
        found.update(_record_features(name, incident))
        countries = {place.country for place in places} - {None}
        found.add("no country" if not countries else "home" if scene.home in countries else "abroad")
        flags = {"site": any(p.site for p in places), "near": any(p.near for p in places),
                 "only": len(cities) == 1, "most named": len(places) == most,
                 "unnamed": any(not p.span.text[0].isupper() for p in places),
                 "beside victim": _is_beside_victim(places, scene, incident)}  # fmt: skip
        found.update(flag for flag, true in flags.items() if true)
        features = dict.fromkeys(found, 1.0)
        features["times named"] = math.log(1 + len(places))
        features["places"] = min(len(cities), 10) / 5
        yield name, features


def _tokens(places: Iterable[Toponym], parse: Parse) -> list[int]:
    tokens = (parse.token_at(place.span.end - 1) for place in places)
    return [token for token in tokens if token is not None]


def _mention_features(places: Sequence[Toponym], scene: Scene4, told: set[int]) -> Iterator[str]:
    parse = scene.parse
    dateline = parse.document.dateline_place
    if dateline and any(dateline.start <= place.span.start < dateline.end for place in places):
        yield "dateline"
    for token in _tokens(places, parse):
        head, number = parse.heads[token], parse.sentence_of[token]
        if parse.pos[head] == "ADP" and parse.lemmas[head] in LOCATIVE:
            yield from ("located", "located in same" if number in told else "located elsewhere")
        if parse.deps[token] in ("compound", "amod"):
            yield "modifies"
        if parse.document.blocks[parse.sentences[number].block].kind == "lead":
            yield "lead"
        before = " ".join(parse.words[max(0, token - 4) : token]).casefold()
        after = " ".join(parse.words[token + 1 : token + 3]).casefold()
        yield from (f"before {name}" for name, pattern in BEFORE.items() if re.search(pattern, before))
        yield from (f"after {name}" for name, pattern in AFTER.items() if re.match(pattern, after))


def _distance_features(places: Sequence[Toponym], scene: Scene4, told: set[int]) -> Iterator[str]:
    numbers = {scene.parse.sentence_of[token] for token in _tokens(places, scene.parse)}
    if not numbers or not told:
        return
    distance, before = min((abs(one - other), one < other) for one in numbers for other in told)
    yield f"distance {min(distance, 6)}" + ("" if distance == 0 else " before" if before else " after")
    if any(0 < number - min(told) <= 3 for number in numbers):
        yield "soon after the first telling"
    if min(numbers) == 0:
        yield "first sentence"


def _record_features(name: str, incident: Incident) -> Iterator[str]:
    for number, event in enumerate(incident.events):
        place = event.place
        if place is None or place.precision == "country":
            continue
        if name in (plain(place.span.text) if place.span else None, plain(place.name)):
            yield f"record's place {place.basis}"
            if number == 0:
                yield f"first record's place {place.basis}"
        elif place.basis == "stated":
            yield "another place stated"


def _is_beside_victim(places: Sequence[Toponym], scene: Scene4, incident: Incident) -> bool:
    parse, names = scene.parse, incident.names()
    for number in {parse.sentence_of[token] for token in _tokens(places, parse)}:
        sentence = parse.sentences[number]
        if names & {word.casefold() for word in parse.words[sentence.first : sentence.last]}:
            return True
    return False


def fit_counted(cases: Sequence[Case], reports: Sequence[Mapping[str, float]]) -> dict[str, Weights]:
    """Fit the models of incidents that count and of their cities; needs scipy."""
    paired: list[tuple[Case, Incident, Features, dict[str, Any] | None]] = []
    for case, report in zip(cases, reports, strict=True):
        pairs = pair_templates(case)
        for number, incident in enumerate(case.incidents):
            features = counted_features(incident, case.scene, number, report)
            paired.append((case, incident, features, pairs.get(number)))
    counted = fit_logistic([(features, template is not None) for _, _, features, template in paired])
    rows: list[tuple[Features, bool]] = []
    for case, incident, features, template in paired:
        likely = likelihood(counted, features)
        gold = _gold_cities(template) if template else set()
        for name, each in city_features(incident, case.scene):
            rows.append((_with_incident(each, likely), name in gold))
    return {"counted": counted, "city": fit_logistic(rows)}


def _gold_cities(template: dict[str, Any]) -> set[str]:
    parts = (part for place in template["locations"] for part in place["parts"])
    return {plain(part["name"]) for part in parts if POPULATED & set(part["types"])}


def pair_templates(case: Case) -> dict[int, dict[str, Any]]:
    """Pair incidents one to one with the templates they agree with best: the type, whom it hit, where it was."""
    scored = []
    for i, incident in enumerate(case.incidents):
        hit = {word for event in incident.events for word in _hit_words(event)}
        for j, template in enumerate(case.templates):
            fillers = [*template["victim_name"], *template["victim_desc"], *template["target"]]
            alike = sum(any(set(alt.casefold().split()) & hit for alt in filler["alts"]) for filler in fillers)
            score = (incident.type in template["type"]) + alike
            same_city = bool({plain(city) for city in incident.cities()} & _gold_cities(template))
            if score:
                scored.append((-score, not same_city, i, j))
    pairs: dict[int, dict[str, Any]] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in pairs and j not in taken:
            pairs[i] = case.templates[j]
            taken.add(j)
    return pairs


def _hit_words(event: CodedEvent) -> Iterator[str]:
    for text in (*(actor.name for actor in event.recipients), *(span.text for span in event.objects)):
        yield from (word.casefold() for word in text.split() if len(word) > 3)


def fit_logistic(rows: Sequence[tuple[Features, bool]]) -> dict[str, float]:
    """Fit a logistic model with a ridge penalty; needs scipy."""
    counts = Counter(name for features, _ in rows for name in features)
    names = sorted(name for name, count in counts.items() if count >= MIN_CASES)
    column = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)))
    for i, (features, _) in enumerate(rows):
        for name, value in features.items():
            if name in column:
                table[i, column[name]] = value
    truth = np.array([label for _, label in rows], dtype=float)

    def loss(weights: Any) -> tuple[float, Any]:
        scores = table @ weights
        value = np.sum(np.logaddexp(0, scores) - truth * scores) + RIDGE / 2 * weights @ weights
        return float(value), table.T @ (1 / (1 + np.exp(-scores)) - truth) + RIDGE * weights

    weights = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
