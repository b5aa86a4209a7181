"""Parse -> noun phrases: where they begin and end, and which words of them tell who is meant."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.find.names import CALENDAR, NameRun, find_name_runs
from dateline.gazetteer import load_gazetteer
from dateline.ontology.registry import (
    ActorNoun,
    Organization,
    RoleLexicon,
    fold_actor,
    is_acronym,
    name_key,
    singular,
)
from dateline.ontology.shared_words import BESIDE
from dateline.records import Parse, Toponym

#: Labels of words before a noun that may belong to its name.
LEFT_DEPS = frozenset("compound amod nmod nn poss case punct conj cc advmod npadvmod hmod".split())
#: Second halves of compounds that make a country's name no origin: "Valdian-backed rebels".
NOT_ORIGIN = frozenset(
    "backed supported funded trained occupied sponsored allied held armed style made aligned controlled linked bound"
    " based speaking leaning occupied-held".split()
)
#: Prepositions by which a noun's place or nation is told.
ORIGIN_PREPOSITIONS = frozenset("of in from throughout inside at across within".split())
LOCATIVES = frozenset(
    "in at near across throughout inside around over through within via into outside along towards toward off onto"
    " northern southern between".split()
)
CONDITIONS = frozenset("emergency siege war exception alert calamity disaster".split())
_BREAKS = frozenset(', “ ” " ‘ : ( ) — –'.split())
_NEAR_DAYS = frozenset("today yesterday tomorrow tonight".split())
_AFTER_CALENDAR = frozenset("'s ’s ' ’ - – , morning noon afternoon evening night".split())
RULER = ActorNoun(role="GOV", kind="organization", state=True)
NOUN_TAGS = frozenset("NN NNS NNP NNPS".split())


@dataclass(frozen=True, slots=True)
class Scene:
    """What the finder looks at: one parse, its names, its places by token, and the words that name actors."""

    parse: Parse
    lexicon: RoleLexicon
    runs: tuple[NameRun, ...]
    run_at: Mapping[int, NameRun]  # by each token of the name
    titles: Mapping[int, NameRun]  # by each token of the title
    toponyms: Mapping[int, Toponym]  # by each token


def read_scene(parse: Parse, places: Sequence[Toponym], lexicon: RoleLexicon) -> Scene:
    """Gather the names and places of a parse."""
    runs = [run for sentence in parse.sentences for run in find_name_runs(parse, sentence, lexicon)]
    lexicon = _without_redefined(parse, runs, lexicon)
    return Scene(
        parse=parse,
        lexicon=lexicon,
        runs=tuple(runs),
        run_at={token: run for run in runs for token in range(run.first, run.last)},
        titles={token: run for run in runs for token in run.title},
        toponyms=_toponyms(parse, places, lexicon),
    )


def _without_redefined(parse: Parse, runs: Sequence[NameRun], lexicon: RoleLexicon) -> RoleLexicon:
    """Leave out acronyms of bodies that the report gives to other ones: "the National Salvation Army (NSA)"."""
    redefined = set()
    for run in runs:
        words = parse.words[run.first : run.last]
        if len(words) > 4 and words[-1] == ")" and words[-3] == "(" and is_acronym(words[-2]):
            name, known = " ".join(words[:-3]), lexicon.organization(words[-2])
            spelled = "".join(word[0] for word in words[:-3] if word[0].isupper()) == words[-2]
            if known is not None and not known.own and spelled and not _is_form_of(name, known):
                redefined.add(name_key(words[-2]))
    kept = {key: body for key, body in lexicon.organizations.items() if key not in redefined}
    return replace(lexicon, organizations=kept) if redefined else lexicon


def _is_form_of(name: str, known: Organization) -> bool:
    """Whether most words of a name are those of one name of a body."""
    words = set(fold_actor(name).split())
    return any(2 * len(words & set(fold_actor(form).split())) > len(words) for form in (known.name, *known.aliases))


def _toponyms(parse: Parse, places: Sequence[Toponym], lexicon: RoleLexicon) -> dict[int, Toponym]:
    """Give the place at each token; a demonym or a body of general knowledge ("U.N.") goes before a namesake."""
    found: dict[int, Toponym] = {}
    for place in places:
        if place.feature == "country" or lexicon.organization(place.span.text) is None:
            found.update(dict.fromkeys(_tokens_of(parse, place), place))
    for token, word in enumerate(parse.words):
        known = found.get(token)
        single = known is None or known.span.text == word
        if single and word[:1].isupper() and parse.pos[token] in ("ADJ", "PROPN", "NOUN"):
            country = _country_word(word, is_place=parse.entities[token] == "GPE")
            if country is not None and (known is None or country[2]):
                name, code, demonym = country
                span = parse.span(token, token + 1)
                found[token] = Toponym(span=span, demonym=demonym, name=name, country=code, feature="country")
    return found


@functools.lru_cache(maxsize=16384)
def _country_word(word: str, *, is_place: bool) -> tuple[str, str | None, bool] | None:
    """Give name and code of the country that a word means, and whether it is its demonym."""
    place = next((each for each in load_gazetteer().candidates(word) if each.feature == "country"), None)
    if place is None or (place.kind != "demonym" and not is_place and not is_acronym(word)):
        return None
    return place.name, place.country, place.kind == "demonym"


def _tokens_of(parse: Parse, place: Toponym) -> range:
    if place.site:
        return range(0)
    first = bisect.bisect_right(parse.ends, place.span.start)
    return range(first, bisect.bisect_left(parse.starts, place.span.end))


def is_condition(parse: Parse, token: int) -> bool:
    """Whether a "state" is one of things and no country's: "a 30-day state of emergency", "a State of Siege"."""
    if parse.lemmas[token].lower() != "state" or parse.words[token + 1 : token + 2] != ("of",):
        return False
    words, tags = parse.words[token + 2 : token + 3], parse.tags[token + 2 : token + 3]
    common = tags in (("NN",), ("NNS",), ("JJ",)) and words[0].islower()
    return common or (bool(words) and words[0].lower() in CONDITIONS)


def left_edge(scene: Scene, head: int) -> int:
    """Give the first token of a noun's phrase, without article, possessive pronoun, numeral and day or month."""
    parse = scene.parse
    sentence = parse.sentences[parse.sentence_of[head]]
    first = head
    while first > sentence.first:
        run = scene.run_at.get(first - 1)
        if run is not None and run.last == first and (head < run.last or _belongs(parse, run.head, head)):
            first = run.first
        elif _belongs(parse, first - 1, head):
            first -= 1
        else:
            break
    return _after_calendar(parse, _with_number(parse, first), head)


def _with_number(parse: Parse, first: int) -> int:
    """Take in the number that a hyphen ties to a phrase: "25-year-old man"."""
    hyphen = first if parse.words[first] == "-" else first - 1
    tied = hyphen >= 1 and parse.words[hyphen] == "-" and parse.pos[hyphen - 1] == "NUM"
    return hyphen - 1 if tied and _tight(parse, hyphen) else first


def _tight(parse: Parse, hyphen: int) -> bool:
    before = parse.ends[hyphen - 1] == parse.starts[hyphen]
    return before and hyphen + 1 < len(parse.words) and parse.ends[hyphen] == parse.starts[hyphen + 1]


def _after_calendar(parse: Parse, first: int, head: int) -> int:
    """Give the token behind the last day or month before a noun: "On Monday night police" hold "police"."""
    for token in range(head - 1, first - 1, -1):
        if _is_calendar(parse, token):
            after = token + 1
            while after < head and parse.words[after].lower() in _AFTER_CALENDAR:
                after += 1
            return after
    return first


def _is_calendar(parse: Parse, token: int) -> bool:
    """Whether a word is a day's or month's name and no person's, or says "today"."""
    word = parse.words[token]
    named = word[:1].isupper() and parse.entities[token] != "PERSON"
    return word.lower() in CALENDAR and (named or word in _NEAR_DAYS)


def _belongs(parse: Parse, token: int, head: int) -> bool:
    if parse.pos[token] in ("DET", "PRON", "NUM", "VERB", "ADP") and parse.deps[token] not in ("amod", "compound"):
        return False
    for _ in range(6):
        if parse.deps[token] not in LEFT_DEPS or parse.words[token] in _BREAKS or parse.words[token] in BESIDE:
            return False
        token = parse.heads[token]
        if token == head:
            return True
    return False


def telling_edge(scene: Scene, first: int, head: int) -> int:
    """Move the first token past words that count, compare or evaluate."""
    parse, lexicon = scene.parse, scene.lexicon
    while first < head:
        word = parse.words[first].lower()
        if first + 3 <= head and "".join(parse.words[first : first + 3]).lower() in lexicon.loaded:
            first += 3
            continue
        named = first in scene.run_at and word not in lexicon.quantities
        skipped = (
            word in lexicon.loaded
            or word in lexicon.quantities
            or parse.pos[first] in ("ADV", "NUM", "CCONJ", "DET", "PUNCT", "PART")
        )
        if named or not skipped or (first + 1 < head and parse.words[first + 1] == "-"):
            break
        first += 1
    return first


def _is_in_preposition(parse: Parse, noun: int) -> bool:
    """Whether a noun is only part of a preposition: "in front of", "in lieu of"."""
    around = parse.words[noun - 1 : noun] + parse.words[noun + 1 : noun + 2]
    return len(around) == 2 and around[0].lower() in ("in", "on", "by") and around[1].lower() == "of"


def lexicon_noun(scene: Scene, head: int, first: int) -> ActorNoun | None:
    """Give what the lexicon says of a noun with the words before it."""
    if _is_in_preposition(scene.parse, head):
        return None
    words = hyphenated(scene.parse, max(first, head - 5), head)
    if is_ruler(scene, head, first):
        return RULER
    lemma, base = scene.parse.lemmas[head].lower(), singular(words[-1])
    present = base.removeprefix("ex-")  # "ex-ministers"
    for last in dict.fromkeys((base, lemma, words[-1], present)):
        noun = scene.lexicon.noun([*words[:-1], last])
        if noun is not None:
            return noun
    return None


def hyphenated(parse: Parse, first: int, head: int) -> list[str]:
    """Give the words of a phrase in lower case, those that a hyphen joins as one."""
    words: list[str] = []
    for token in range(first, head + 1):
        word = parse.words[token].lower()
        tight = words and parse.starts[token] == parse.ends[token - 1] and "-" in (word, words[-1][-1])
        words[-1:] = [words[-1] + word] if tight else [*words[-1:], word]
    return words


def is_ruler(scene: Scene, head: int, first: int) -> bool:
    """Whether a noun means whoever rules: "the regime"; "mullahs" only where no word before tells them apart."""
    word, lexicon = scene.parse.words[head].lower(), scene.lexicon
    if word not in lexicon.rulers:
        return False
    return singular(word) not in lexicon.nouns or telling_edge(scene, first, head) == head


def is_plural(parse: Parse, token: int) -> bool:
    """Whether a noun is in the plural."""
    return parse.tags[token] in ("NNS", "NNPS") or parse.lemmas[token] in ("people", "police", "youth")


def prepositional(parse: Parse, head: int, prepositions: frozenset[str]) -> Iterator[int]:
    """Give the nouns that hang on a noun by one of the prepositions."""
    for child in parse.children[head]:
        if parse.deps[child] == "acl" and parse.tags[child] in ("VBG", "VBN"):
            yield from prepositional(parse, child, prepositions)
        elif parse.deps[child] == "prep" and parse.lemmas[child] in prepositions and child > head:
            yield from (noun for noun in parse.children[child] if parse.deps[noun] == "pobj")


def origin(scene: Scene, first: int, head: int, *, prepositions: frozenset[str] = ORIGIN_PREPOSITIONS) -> str | None:
    """Give the country that a phrase names: by adjective, possessor or a place behind it."""
    for token in range(first, head + 1):
        country = _country_at(scene, token)
        if country:
            return country
    for child in scene.parse.children[head]:
        if scene.parse.deps[child] == "poss":
            country = next(filter(None, (_country_at(scene, t) for t in scene.parse.subtree(child))), None)
            if country:
                return country
    for noun in prepositional(scene.parse, head, prepositions):
        for token in range(left_edge(scene, noun), noun + 1):
            country = _country_at(scene, token)
            if country:
                return country
    return None


def _country_at(scene: Scene, token: int) -> str | None:
    place = scene.toponyms.get(token)
    if place is None or place.country is None:
        return None
    words, whole = scene.parse.words, scene.parse.words[token]
    lead, _, rest = whole.partition(place.span.text)  # "pro-Kenyan", "Kenyan-backed" as one word
    if lead.lower() in ("pro-", "anti-", "non-") or rest[1:].lower() in NOT_ORIGIN:
        return None
    before = words[token - 2 : token] if token > 1 else ()
    if tuple(word.lower() for word in before) in (("pro", "-"), ("anti", "-"), ("non", "-")):
        return None
    after = words[token + 1 : token + 3]
    if len(after) == 2 and after[0] == "-" and after[1].lower() in NOT_ORIGIN:
        return None
    return place.country


def is_locative(parse: Parse, head: int) -> bool:
    """Whether a name stands where something happens: "in Valdia", "across Valdia"."""
    while parse.deps[head] in ("conj", "appos") and parse.heads[head] != head:
        head = parse.heads[head]
    governor = parse.heads[head]
    return parse.deps[head] in ("pobj", "npadvmod") and parse.lemmas[governor].lower() in LOCATIVES
