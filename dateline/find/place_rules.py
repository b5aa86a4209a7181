"""Surface, candidate -> bool: what the language decides of a name, whatever the weights of the evidence say."""

from __future__ import annotations

from dateline.find.place_evidence import LARGE, Candidate, Surface, name_class, settlement_follows
from dateline.find.place_words import ACCORDS, AREAS, GOVERNMENT_VERBS, LIKENESSES, SETTLEMENTS

#: Names that are more often a person's than a place's where a likeness is of them.
_SMALL_CLASSES = frozenset(("none", "small", "small alternate", "town", "town alternate", "large alternate"))
_PEOPLES = frozenset(("NORP", "ORG"))


def is_depicted(surface: Surface, candidate: Candidate) -> bool:
    """Whether a name that is no well-known place's own stands for whom a poster or portrait shows: "posters of X"."""
    before = surface.run_first[candidate.first]
    if before < 2 or surface.lower[before - 1] != "of" or surface.lower[before - 2] not in LIKENESSES:
        return False
    return name_class(candidate) in _SMALL_CLASSES


def is_settled(surface: Surface, candidate: Candidate) -> bool:
    """Whether the text says of an unknown name that it is a settlement's or region's: "the village of X", "X town"."""
    if candidate.places or surface.run_first[candidate.first] != candidate.first:
        return False
    return _is_followed_by_kind(surface, candidate) or _is_led_by_kind(surface, candidate)


def _is_followed_by_kind(surface: Surface, candidate: Candidate) -> bool:
    parse, last = surface.parse, candidate.last
    if not settlement_follows(surface, last) or parse.tags[last - 1] != "NNP":
        return False
    goes_on = parse.words[last] != "refugee" and parse.tags[last + 1 : last + 2] in (("NN",), ("NNS",))
    people = _PEOPLES if parse.words[last] in ("neighborhood", "neighbourhood", "suburb") else _PEOPLES | {"PERSON"}
    one_of_many = candidate.first > 0 and surface.lower[candidate.first - 1] in ("a", "an")  # "a Yazidi village"
    return not goes_on and not one_of_many and parse.entities[candidate.first] not in people


def _is_led_by_kind(surface: Surface, candidate: Candidate) -> bool:
    before = surface.lower[max(0, candidate.first - 4) : candidate.first]
    if before[-1:] != ("of",) or len(before) < 2:
        return False
    in_it = len(before) == 4 and before[0] in ("in", "near", "from") and before[1] == "the" and before[2] in AREAS
    single = candidate.last - candidate.first == 1 and not candidate.use.word
    people = surface.parse.entities[candidate.first] in _PEOPLES
    return before[-2] in SETTLEMENTS or (in_it and single and not people)


def is_towns(surface: Surface, candidate: Candidate) -> bool:
    """Whether the text says of a known name that it is a town's or village's: "the town of Reading"."""
    before = surface.lower[max(0, candidate.first - 2) : candidate.first]
    first, last = candidate.first, candidate.last
    alone = surface.run_first[first] == first and surface.run_last[first] == last
    return bool(candidate.places) and alone and before in (("town", "of"), ("village", "of"), ("hamlet", "of"))


def names_accord(surface: Surface, candidate: Candidate) -> bool:
    """Whether a place is only part of an accord's name: "the Oslo Accords", "the Minsk agreements"."""
    words, last = surface.parse.words, candidate.last
    if last >= len(words) or surface.lower[last] not in ACCORDS or (last + 1 < len(words) and surface.proper[last + 1]):
        return False
    the = candidate.first > 0 and surface.lower[candidate.first - 1] == "the"
    return surface.proper[last] or (the and surface.lower[last] in ("accords", "agreements"))


def is_government(surface: Surface, candidate: Candidate) -> bool:
    """Whether a capital speaks or acts for its country: "Bratislava said it would ..."."""
    parse, first, last = surface.parse, candidate.first, candidate.last
    alone = surface.run_first[first] == first and surface.run_last[first] == last
    speaks = last < len(parse.words) and surface.lower[last] in GOVERNMENT_VERBS
    capital = any(place.is_capital and place.population > LARGE for place in candidate.places)
    return alone and speaks and capital and not candidate.use.given and not _is_of_person(surface, candidate)


def _is_of_person(surface: Surface, candidate: Candidate) -> bool:
    """Whether the text tells the name together with another before it: "Mary Bern"."""
    return any(
        word == candidate.name and surface.run_last[token] - surface.run_first[token] > 1
        for token, word in enumerate(surface.parse.words)
    )


def is_bare_country(surface: Surface, candidate: Candidate) -> bool:
    """Whether a name by itself is a country's, and no person of the report bears it: "Chad said it would ..."."""
    parse, first = surface.parse, candidate.first
    alone = surface.run_first[first] == first and surface.run_last[first] == candidate.last
    if not alone or candidate.use.word or name_class(candidate) != "country":
        return False
    return parse.entities[first] == "PERSON" and not _is_of_person(surface, candidate)
