"""Parse, gazetteer → candidates: the stretches that may name a place, and what speaks for and against each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.find.place_words import (
    BRANDS,
    CLASS_NOUNS,
    DESIGNATORS,
    DIRECTIONS,
    FACILITIES,
    INSTITUTIONS,
    LINKS,
    NAME_OPENERS,
    NATURE_AFTER,
    NATURE_BEFORE,
    OF_BODIES,
    OF_PLACES,
    PLACE_PREPOSITIONS,
    ROADS,
    SAY,
    SETTLEMENTS_AFTER,
    TITLES,
)
from dateline.gazetteer import LONGEST_NAME, Gazetteer, GazetteerPlace, NameUse
from dateline.records import Parse

_PLACE_LABELS = ("GPE", "LOC", "FAC", "NORP")
#: Tags under which a capitalised word is no name even where it opens a sentence or stands in a headline.
_FUNCTION_TAGS = frozenset("DT IN CC PRP PRP$ WDT WP WP$ WRB MD TO EX UH PDT VBZ VBD VBP RB RBR RBS CD".split())
#: Tokens joined without spaces ("Port-au-Prince") make names longer in tokens than in words.
_LONGEST_TOKENS = LONGEST_NAME + 3
#: "Bank of X", "National Council of X": the place is part of the body's name.
PART_OF_BODY = "left=body of"
_LIST_MARKS = frozenset((",", "and", "or", "&", "the", ";", "(", ")"))
#: The kinds of capitalised words before and after a name, the first that fits.
_CAPITAL_CLASSES = (
    ("title", TITLES),
    ("direction", DIRECTIONS),
    ("class", CLASS_NOUNS),
    ("nature", NATURE_BEFORE),
    ("body", INSTITUTIONS),
)
_FOLLOWING_CLASSES = (
    ("road", ROADS),
    ("designator", frozenset(DESIGNATORS)),
    ("body", INSTITUTIONS),
    ("facility", FACILITIES),
    ("nature", NATURE_AFTER),
)
LARGE, TOWN = 100_000, 15_000
_PART = re.compile(r"[^\W\d_]+")
_WITH_ARTICLE = re.compile(r"(?:a[lnrstdz]|ash|e[lnrstz])-[^\W\d_]", re.IGNORECASE)
_SAINTS = frozenset("st st. saint ste san santa".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Tokens `first` to `last` that may name a place; of a hyphened token ("Cairo-based") maybe a part only."""

    first: int
    last: int
    start: int  # offsets in the document's text
    end: int
    name: str
    places: tuple[GazetteerPlace, ...]
    use: NameUse


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """What the words of a parse look like: computed once, read by every candidate."""

    parse: Parse
    lower: tuple[str, ...]
    proper: tuple[bool, ...]  # capitalised and no function word
    run_first: tuple[int, ...]  # where the capitalised stretch around a token begins and ends
    run_last: tuple[int, ...]
    loud: frozenset[int]  # sentences in which nearly every word is capitalised
    common: frozenset[str]  # words that the text also writes in lower case


def read_surface(parse: Parse) -> Surface:
    """Note which words are capitalised, and how far each capitalised stretch goes."""
    lower = tuple(word.lower() for word in parse.words)
    proper = [
        is_capitalised(word) and not (tag in _FUNCTION_TAGS and (tag == "DT" or label not in _PLACE_LABELS))
        for word, tag, label in zip(parse.words, parse.tags, parse.entities, strict=True)
    ]
    run_first, run_last = list(range(len(proper))), list(range(1, len(proper) + 1))
    for i in range(1, len(proper)):
        if proper[i] and proper[i - 1] and parse.sentence_of[i] == parse.sentence_of[i - 1]:
            run_first[i] = run_first[i - 1]
    for i in range(len(proper) - 2, -1, -1):
        if proper[i] and proper[i + 1] and run_first[i + 1] <= i:
            run_last[i] = run_last[i + 1]
    return Surface(
        parse=parse,
        lower=lower,
        proper=tuple(proper),
        run_first=tuple(run_first),
        run_last=tuple(run_last),
        loud=frozenset(_loud_sentences(parse)),
        common=frozenset(word for word in parse.words if word.islower()),
    )


def is_capitalised(word: str) -> bool:
    """Whether a word is written as a name, which an Arabic article may open in lower case: "al-Hasakah"."""
    return word[:1].isupper() or _has_article(word)


def _has_article(word: str) -> bool:
    match = _WITH_ARTICLE.match(word)
    return match is not None and word[match.end() - 1].isupper()


def _loud_sentences(parse: Parse) -> Iterator[int]:
    for number, sentence in enumerate(parse.sentences):
        long = [word for word in parse.words[sentence.first : sentence.last] if len(word) > 3 and word.isalpha()]
        if len(long) > 2 and sum(word[0].isupper() for word in long) >= 0.9 * len(long):
            yield number


def find_candidates(surface: Surface, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Give the longest names of the gazetteer, and the capitalised stretches that it does not know."""
    parse, token = surface.parse, 0
    while token < len(parse.words):
        if not surface.proper[token]:
            token += 1
            continue
        found = _known(surface, gazetteer, token)
        parts = [] if found else list(_known_parts(surface, gazetteer, token))
        yield from parts
        found = found or (None if parts else _unknown(surface, gazetteer, token))
        if found is not None:
            yield found
        token = found.last if found else token + 1


def _known_parts(surface: Surface, gazetteer: Gazetteer, token: int) -> Iterator[Candidate]:
    """Give the parts of a hyphened word: "Cairo-based", "Franco-Malian" when each capitalised part is known."""
    word, start = surface.parse.words[token], surface.parse.starts[token]
    parts = [(match.start(), match.end()) for match in _PART.finditer(word)]
    named = [(first, last) for first, last in parts if word[first].isupper() and last - first > 2]
    if len(parts) < 2 or _has_article(word) or not all(word[first:last] in gazetteer for first, last in named):
        return
    for first, last in named:
        yield _candidate(gazetteer, token, token + 1, (start + first, start + last), word[first:last])


def _candidate(gazetteer: Gazetteer, first: int, last: int, offsets: tuple[int, int], name: str) -> Candidate:
    start, end = offsets
    places, use = gazetteer.candidates(name), gazetteer.use(name)
    return Candidate(first=first, last=last, start=start, end=end, name=name, places=places, use=use)


def _known(surface: Surface, gazetteer: Gazetteer, first: int) -> Candidate | None:
    parse = surface.parse
    stop = min(parse.sentences[parse.sentence_of[first]].last, first + _LONGEST_TOKENS)
    text, start = parse.document.text, parse.starts[first]
    ends = [
        i for i in range(first + 1, stop + 1) if is_capitalised(parse.words[i - 1]) or parse.words[i - 1][0].isdigit()
    ]
    joined = _joined_end(surface, first, stop)
    for last in reversed(ends):
        if last < joined or "\n\n" in text[start : parse.ends[last - 1]]:
            continue
        name = text[start : parse.ends[last - 1]]
        if last == first + 1 < surface.run_last[first] and surface.lower[first] in NAME_OPENERS:
            return None  # "Abu Shouk" is no place called Abu
        if name in gazetteer:
            return _candidate(gazetteer, first, last, (start, parse.ends[last - 1]), name)
    return None


def _joined_end(surface: Surface, first: int, stop: int) -> int:
    """Where the word that begins at `first` ends: "-au-Prince" goes on with it, "-based" does not."""
    parse, last = surface.parse, first + 1
    while last + 1 < stop and parse.words[last] == "-" and parse.starts[last] == parse.ends[last - 1]:
        if surface.lower[last + 1] not in LINKS:
            break
        last += 2
        last += last < stop and parse.words[last] != "-"
    return min(last, stop)


def _unknown(surface: Surface, gazetteer: Gazetteer, first: int) -> Candidate | None:
    parse = surface.parse
    if surface.run_first[first] != first and surface.run_first[first - 1] == surface.run_first[first]:
        return None
    last = surface.run_last[first]
    label = parse.entities[first]
    if label in ("GPE", "LOC", "FAC"):
        last = first + 1
        while last < len(parse.words) and parse.entities[last] == label and not parse.entity_starts[last]:
            last += 1
        while last > first + 1 and not surface.proper[last - 1]:
            last -= 1
    elif last - first > 3 or not _is_placed(surface, gazetteer, first, last):
        return None
    start, end = parse.starts[first], parse.ends[last - 1]
    text = parse.document.text[start:end]
    return Candidate(first=first, last=last, start=start, end=end, name=text, places=(), use=gazetteer.use(text))


def _is_placed(surface: Surface, gazetteer: Gazetteer, first: int, last: int) -> bool:
    before = surface.lower[first - 1] if first else ""
    placed = before in PLACE_PREPOSITIONS or before in (",", "and", "of")
    named = settlement_follows(surface, last) or area_follows(surface, first, last)
    return placed or named or _region_follows(surface, gazetteer, last)


def settlement_follows(surface: Surface, last: int) -> bool:
    """Whether a word in lower case says what the name is of: "X town", "X refugee camp"."""
    following = surface.parse.words[last : last + 2]
    return bool(following) and (following[0] in SETTLEMENTS_AFTER or following == ("refugee", "camp"))


def area_follows(surface: Surface, first: int, last: int) -> bool:
    """Whether a name is that of where something was: "in the X area"."""
    before, after = surface.lower[max(0, first - 2) : first], surface.parse.words[last : last + 1]
    return before[-1:] == ("the",) and before[0] in PLACE_PREPOSITIONS and after == ("area",)


def _region_follows(surface: Surface, gazetteer: Gazetteer, last: int) -> bool:
    """Whether a comma and a region or country come next: "Springfield, Illinois"."""
    words = surface.parse.words
    if last + 1 >= len(words) or words[last] not in (",", "(") or not surface.proper[last + 1]:
        return False
    return any(
        place.feature in ("region", "country") and place.kind != "demonym"
        for end in (last + 3, last + 2)
        for place in gazetteer.candidates(
            surface.parse.document.text[surface.parse.starts[last + 1] : surface.parse.ends[min(end, len(words)) - 1]]
        )
    )


def read_evidence(surface: Surface, gazetteer: Gazetteer, candidate: Candidate) -> tuple[str, ...]:
    """Name what speaks for and against a candidate; `place_weights` says how much each weighs."""
    parse = surface.parse
    kind = name_class(candidate)
    label = _label(parse, candidate)
    found = ["bias", f"kind={kind}", f"kind={kind} label={label.partition('/')[0]}", f"label={label}"]
    found.append(f"words={min(candidate.last - candidate.first, 3)}")
    found.append(_left(surface, candidate))
    right = _right(surface, candidate)
    found.append(right)
    found.append(f"{right} label={label.partition('/')[0]}")
    if surface.lower[candidate.first] in _SAINTS:
        found.append(f"saint {right}")
    if candidate.last < len(parse.words) and _region_follows(surface, gazetteer, candidate.last):
        found.append("region follows")
    found.extend(_uses(surface, candidate, kind))
    if parse.sentence_of[candidate.first] in surface.loud:
        found.append("headline")
    return tuple(found)


def name_class(candidate: Candidate) -> str:
    """Sort a name by the best known place that bears it."""
    if not candidate.places:
        return "none"
    if is_demonym(candidate.places):
        return "demonym"
    kinds = {place.kind for place in candidate.places}
    features = {place.feature for place in candidate.places if place.kind == "name"}
    if "country" in features:
        return "country"
    if kinds == {"abbreviation"} or ("abbreviation" in kinds and _looks_short(candidate.name)):
        return "abbreviation"
    for feature in ("continent", "area", "water", "region", "district"):
        if feature in features and not (feature == "district" and "city" in features):
            return feature
    people = max(place.population for place in candidate.places)
    size = "large" if people >= LARGE else "town" if people >= TOWN else "small"
    return size if features else f"{size} alternate"


def is_demonym(places: Sequence[GazetteerPlace]) -> bool:
    """Whether a name is a people's before any place's: "Spanish" is also a small town, "Georgia" no demonym."""
    return any(place.kind == "demonym" for place in places) and all(
        place.kind == "demonym"
        or (place.feature in ("city", "district") and (place.kind == "alternate" or place.population < TOWN))
        for place in places
    )


def _looks_short(name: str) -> bool:
    return name.endswith(".") or (len(name) == 2 and name.isupper())


def _label(parse: Parse, candidate: Candidate) -> str:
    """The entity label, and whether the candidate is all of the entity, its start, its end or its middle."""
    first, last = candidate.first, candidate.last
    label = parse.entities[first]
    if not label:
        later = next((parse.entities[i] for i in range(first, last) if parse.entities[i]), "")
        return f"{later}/ends" if later else "none"
    opens = parse.entity_starts[first]
    closes = last == len(parse.words) or parse.entities[last] != label or parse.entity_starts[last]
    where = "whole" if opens and closes else "start" if opens else "end" if closes else "middle"
    known = label if label in ("GPE", "LOC", "FAC", "NORP", "ORG", "PERSON") else "other"
    return f"{known}/{where}"


def _left(surface: Surface, candidate: Candidate) -> str:
    parse, first = surface.parse, candidate.first
    if candidate.start > parse.starts[first]:
        return "left=-"
    if first == parse.sentences[parse.sentence_of[first]].first:
        return "left=start"
    word = surface.lower[first - 1].rstrip(".")
    if word == "of":
        head = surface.lower[first - 2] if first > 1 else ""
        proper = first > 1 and surface.proper[first - 2]
        if proper and head in OF_BODIES:
            return PART_OF_BODY
        group = "class" if head in CLASS_NOUNS else "place" if head in OF_PLACES else "other"
        return f"left={'capital' if proper and group == 'other' else group} of"
    if surface.proper[first - 1]:
        return f"left={_capital_class(word)} capital"
    if word in PLACE_PREPOSITIONS:
        return f"left={word}" if word in ("in", "at", "near", "from", "to") else "left=preposition"
    if word in ("the", ",", "and", "or", "-", "(", "by", "with", "for", "'s", "a", "an"):
        return f"left={word}"
    if word in DIRECTIONS or word in CLASS_NOUNS:
        return "left=direction" if word in DIRECTIONS else "left=class"
    return "left=title" if word in TITLES else "left=other"


def _capital_class(word: str) -> str:
    for name, words in _CAPITAL_CLASSES:
        if word in words:
            return name
    return "other"


def _right(surface: Surface, candidate: Candidate) -> str:
    parse, last = surface.parse, candidate.last
    if candidate.end < parse.ends[last - 1]:
        return "right=-"
    if last >= parse.sentences[parse.sentence_of[candidate.first]].last:
        return "right=end"
    word = surface.lower[last].rstrip(".")
    glued = parse.starts[last] == parse.ends[last - 1]
    if surface.proper[last] and not glued:
        if any(surface.lower[i].rstrip(".") in BRANDS for i in range(last, min(surface.run_last[last], last + 4))):
            return "right=brand capital"
        for name, words in _FOLLOWING_CLASSES:
            if word in words:
                return f"right={name} capital"
        return "right=other capital"
    if word in ("'s", "’s", ",", "and", ")", "(", "-", "'"):
        return f"right={'s' if word.endswith('s') else word}"
    if word in SAY:
        return "right=say"
    if word in DESIGNATORS or word in ROADS or word in FACILITIES:
        return "right=designator" if word in DESIGNATORS else "right=site"
    return "right=name" if word[:1].isdigit() else "right=other" if word[:1].isalpha() else "right=mark"


def _uses(surface: Surface, candidate: Candidate, kind: str) -> Iterator[str]:
    parse, use = surface.parse, candidate.use
    tags = parse.tags[candidate.first : candidate.last]
    proper = any(tag.startswith("NNP") for tag in tags)
    if not proper:
        yield "not tagged as a name"
    if use.word:
        yield f"word={use.word} {'name' if proper else 'no name'}"
    if use.surname and kind != "country":
        yield f"surname={use.surname}"
    if use.given and kind != "country":
        yield f"given={use.given}"
    if use.given and surface.run_last[candidate.first] > candidate.last:
        yield "given name before another"
    if surface.lower[candidate.first] in surface.common:
        yield "also in lower case"
    if candidate.name.isupper() and len(candidate.name) < 6 and "." not in candidate.name:
        yield "short capitals"


def read_company(
    surface: Surface, gazetteer: Gazetteer, candidates: Sequence[Candidate], scores: Sequence[float]
) -> list[list[str]]:
    """Name what the rest of the report says of each candidate, once each has been scored by itself."""
    found: list[list[str]] = [[] for _ in candidates]
    mentions: dict[str, list[int]] = {}
    for i, candidate in enumerate(candidates):
        mentions.setdefault(candidate.name, []).append(i)
    accepted = {name: sum(scores[i] > 0 for i in same) for name, same in mentions.items()}
    persons = _persons(surface.parse)
    surnames = _surnames(surface, gazetteer)
    for i, candidate in enumerate(candidates):
        if len(mentions[candidate.name]) > 1:
            others = accepted[candidate.name] - (scores[i] > 0)
            found[i].append("same name accepted" if others else "same name rejected")
        if candidate.name in persons and surface.parse.entities[candidate.first] != "PERSON":
            found[i].append("names a person elsewhere")
        if candidate.name in surnames and candidate.first not in surnames[candidate.name]:
            found[i].append("follows a given name elsewhere")
    for members in read_lists(surface, candidates):
        places = sum(scores[i] > 0 for i in members)
        for i in members:
            mostly = "places" if (places - (scores[i] > 0)) * 2 > len(members) - 1 else "others"
            found[i].append(f"list of {'two' if len(members) == 2 else 'more'}, mostly {mostly}")
    return found


def read_lists(surface: Surface, candidates: Sequence[Candidate]) -> Iterator[list[int]]:
    """Give the lists of two and more candidates that only commas, brackets, "and" and "or" keep apart."""
    members: list[int] = []
    for i, candidate in enumerate(candidates):
        between = surface.lower[candidates[i - 1].last : candidate.first] if i else ()
        if not (0 < len(between) <= 3 and all(word in _LIST_MARKS for word in between)):
            if len(members) > 1:
                yield members
            members = []
        members.append(i)
    if len(members) > 1:
        yield members


def _persons(parse: Parse) -> frozenset[str]:
    """The last words of persons' names of two words and more."""
    lasts = set()
    for i in range(1, len(parse.words)):
        inside = parse.entities[i] == "PERSON" and not parse.entity_starts[i]
        if inside and (i + 1 == len(parse.words) or parse.entities[i + 1] != "PERSON" or parse.entity_starts[i + 1]):
            lasts.add(parse.words[i])
    return frozenset(lasts)


def _surnames(surface: Surface, gazetteer: Gazetteer) -> dict[str, set[int]]:
    """The words, and where they stand, that end a capitalised stretch of two or three which a given name opens."""
    found: dict[str, set[int]] = {}
    for i, first in enumerate(surface.run_first):
        opens = first < i and i - first < 3 and surface.run_last[i] == i + 1
        if opens and gazetteer.use(surface.parse.words[first]).given:
            found.setdefault(surface.parse.words[i], set()).add(i)
    return found
