"""Surface, candidate -> bool: what the language decides of a name, whatever the weights of the evidence say."""

from __future__ import annotations

from dateline.find.place_evidence import LARGE, Candidate, Surface, area_follows, name_class, settlement_follows
from dateline.find.place_words import (
    ACCORDS,
    AREAS,
    BODIES,
    DESIGNATORS,
    DIRECTIONS,
    DISTANCES,
    GOVERNMENT_VERBS,
    GROUPS,
    LIKENESSES,
    MANY_SETTLEMENTS,
    PLACE_PREPOSITIONS,
    SETTLEMENTS,
)

#: Names that are more often a person's than a place's where a likeness is of them.
_SMALL_CLASSES = frozenset(("none", "small", "small alternate", "town", "town alternate", "large alternate"))
_PEOPLES = frozenset(("NORP", "ORG"))
_IN_CITIES = frozenset(("neighborhood", "neighbourhood", "suburb"))
_ABOUT = frozenset(("about", "just", "some", "only", "roughly", "around"))
_DESCRIBING = SETTLEMENTS | frozenset(("city", "stronghold", "enclave", "resort", "port"))
_TOWN_OF = frozenset((("town", "of"), ("village", "of"), ("city", "of")))
_LONGEST_LIST = 40  # tokens
_COMMON = 2  # how often a name is a word or a given name, of 0 to 3
_POSSESSIVES = frozenset(("'", "’", "'s", "’s"))


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
    rules = (_is_followed_by_kind, _is_led_by_kind, _is_listed_by_kind, _is_described)
    return any(rule(surface, candidate) for rule in rules)


def _is_followed_by_kind(surface: Surface, candidate: Candidate) -> bool:
    parse, last = surface.parse, candidate.last
    if (
        not (settlement_follows(surface, last) or area_follows(surface, candidate.first, last))
        or parse.tags[last - 1] != "NNP"
    ):
        return False
    goes_on = parse.words[last] != "refugee" and parse.tags[last + 1 : last + 2] in (("NN",), ("NNS",))
    body = "NORP" if _is_lower_town(surface, candidate) else "ORG"
    people = {"NORP", body} if parse.words[last] in _IN_CITIES else {"NORP", body, "PERSON"}
    one_of_many = candidate.first > 0 and surface.lower[candidate.first - 1] in ("a", "an")  # "a Yazidi village"
    return not goes_on and not one_of_many and parse.entities[candidate.first] not in people


def _is_lower_town(surface: Surface, candidate: Candidate) -> bool:
    """Whether a name is no body's: one word or two, none an acronym, in lower case nowhere: "the Duluiyah town"."""
    words = surface.parse.words[candidate.first : candidate.last]
    return len(words) <= 2 and not any(word.isupper() for word in words)


def _is_led_by_kind(surface: Surface, candidate: Candidate) -> bool:
    before = surface.lower[max(0, candidate.first - 4) : candidate.first]
    if before[-1:] != ("of",) or len(before) < 2:
        return False
    in_it = len(before) == 4 and before[0] in ("in", "near", "from") and before[1] == "the" and before[2] in AREAS
    single = candidate.last - candidate.first == 1 and not candidate.use.word
    people = surface.parse.entities[candidate.first] in _PEOPLES
    return before[-2] in SETTLEMENTS | MANY_SETTLEMENTS or (in_it and single and not people)


def _is_listed_by_kind(surface: Surface, candidate: Candidate) -> bool:
    """Whether a name goes on a list of settlements: "the towns of X and Y", "the villages of X (twice), Y and Z"."""
    lower, token, brackets = surface.lower, candidate.first - 1, 0
    stop = max(candidate.first - _LONGEST_LIST, surface.parse.sentences[surface.parse.sentence_of[token]].first)
    listed = token >= stop and lower[token] in (",", "and", "or")
    while listed and token > stop:
        brackets += (lower[token] == ")") - (lower[token] == "(")
        if lower[token] == "of" and lower[token - 1] in MANY_SETTLEMENTS:
            return True
        listed = brackets > 0 or surface.proper[token] or lower[token] in (",", "and", "or", "(", ")")
        token -= 1
    return False


def _is_described(surface: Surface, candidate: Candidate) -> bool:
    """Whether the words after a name say that it is a settlement's: "in X, a small town", "X, 20 km from Y"."""
    lower, last, tags = surface.lower, candidate.last, surface.parse.tags
    placed = candidate.first > 0 and lower[candidate.first - 1] in PLACE_PREPOSITIONS
    after = lower[last : last + 6]
    if after[:1] == (",",):
        about = 1 if after[1:2] and after[1] in _ABOUT else 0
        measured = tags[last + 1 + about : last + 2 + about] == ("CD",)
        if measured and after[2 + about : 3 + about] and after[2 + about] in DISTANCES:
            return True
        return placed and after[1:2] in (("a",), ("an",)) and any(word in _DESCRIBING for word in after[2:])
    if after[:3] == ("not", "far", "from"):
        return placed
    beside = after[:1] == ("in",) and after[1:2] and after[1] in DIRECTIONS
    followed = after[:1] in (("and",), ("or",)) and any(after[i : i + 2] in _TOWN_OF for i in range(1, 5))
    return placed and bool(beside or followed) and surface.parse.entities[candidate.first] not in _PEOPLES


def is_towns(surface: Surface, candidate: Candidate) -> bool:
    """Whether the text says of a known name that it is a town's or village's: "the town of Reading"."""
    before = surface.lower[max(0, candidate.first - 2) : candidate.first]
    first, last = candidate.first, candidate.last
    alone = surface.run_first[first] == first and surface.run_last[first] == last
    return bool(candidate.places) and alone and before in (("town", "of"), ("village", "of"), ("hamlet", "of"))


def is_local_area(surface: Surface, candidate: Candidate) -> bool:
    """Whether a name is that of a local government area, as districts of some countries are called."""
    after = surface.lower[candidate.last : candidate.last + 3]
    return bool(candidate.places) and (after == ("local", "government", "area") or after[:1] in (("lga",), ("lgas",)))


def names_accord(surface: Surface, candidate: Candidate) -> bool:
    """Whether a place is only part of an accord's name: "the Oslo Accords", "the Minsk agreements"."""
    words, last = surface.parse.words, candidate.last
    if last >= len(words) or surface.lower[last] not in ACCORDS or (last + 1 < len(words) and surface.proper[last + 1]):
        return False
    the = candidate.first > 0 and surface.lower[candidate.first - 1] == "the"
    return surface.proper[last] or (the and surface.lower[last] in ("accords", "agreements"))


def is_peoples(surface: Surface, candidate: Candidate) -> bool:
    """Whether a people's name, a region's too, qualifies a noun: "the Somali capital", not "the Somali region"."""
    last, tags = candidate.last, surface.parse.tags
    if last >= len(tags) or not any(
        place.kind == "demonym" and place.feature == "country" for place in candidate.places
    ):
        return False
    noun = tags[last] in ("NN", "NNS") and not surface.proper[last]
    return noun and surface.lower[last].removesuffix("s") not in {*DESIGNATORS, *AREAS}


def is_in_body(surface: Surface, candidate: Candidate) -> bool:
    """Whether a word or a person's name only opens a body's name: "the Delta Garment Workers' League"."""
    common = max(candidate.use.word, candidate.use.given) >= _COMMON
    if not common or name_class(candidate) in ("country", "demonym", "large"):
        return False
    words, last = surface.parse.words, surface.run_last[candidate.last - 1]
    if last + 1 < len(words) and words[last] in _POSSESSIVES and surface.proper[last + 1]:
        last = surface.run_last[last + 1]
    return last > candidate.last and surface.lower[last - 1] in BODIES


def is_listed_group(surface: Surface, candidate: Candidate) -> bool:
    """Whether a name stands in a list of those of bodies of people: "two gangs, Los Lobos and Los Tigres"."""
    lower, before = surface.lower, surface.run_first[candidate.first] - 1
    while before > 0 and lower[before] in (",", "and"):
        if lower[before - 1] in GROUPS:
            return lower[before] == ","
        if not surface.proper[before - 1]:
            return False
        before = surface.run_first[before - 1] - 1
    return False


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
