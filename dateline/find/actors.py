"""Parse -> ActorMention...: every noun phrase and pronoun that names a person, group, organisation or acting state.

Each mention gets what its own words say: name, role (PLOVER sector), country, kind. Who is meant across the report,
`resolve_actors` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.find.actor_names import KnownNames, Reading, known_names, read_name
from dateline.find.names import NameRun
from dateline.find.phrases import (
    NOUN_TAGS,
    ORIGIN_PREPOSITIONS,
    Scene,
    is_condition,
    is_plural,
    left_edge,
    lexicon_noun,
    origin,
    prepositional,
    read_scene,
    telling_edge,
)
from dateline.find.roles import is_public, modifier_role, noun_role, role_beside
from dateline.find.thing_words import THING_WORDS
from dateline.gazetteer import load_gazetteer
from dateline.ontology.registry import ActorNoun, RoleLexicon, load_lexicon, singular
from dateline.records import Actor, ActorKind, ActorMention, Parse, Toponym

ARGUMENT_DEPS = frozenset(
    "nsubj nsubjpass dobj pobj iobj dative attr appos conj poss ROOT agent oprd npadvmod dep quote nmod ccomp relcl acl"
    " xcomp advcl parataxis intj meta csubj".split()
)
NOWHERE: frozenset[str] = frozenset()
MODIFIER_DEPS = frozenset("compound nmod amod".split())
REMAINS = frozenset({"body", "corpse", "remains", "remain"})
RELATIVES = frozenset("who whom whose which that".split())
PRONOUNS: dict[str, tuple[ActorKind, bool]] = {  # the kind they suggest, and whether they are plural
    **dict.fromkeys("he him his himself she her hers herself".split(), ("person", False)),
    **dict.fromkeys("they them their theirs themselves we us our ours ourselves".split(), ("group", True)),
    **dict.fromkeys("it its itself".split(), ("organization", False)),
    **dict.fromkeys("i me my mine myself".split(), ("person", False)),
    **dict.fromkeys("who whom whose which".split(), ("group", True)),
    **dict.fromkeys("those these others some both many several all".split(), ("group", True)),
}
#: Words that point back to persons by number or age.
POINTERS: dict[str, tuple[ActorKind, bool]] = {
    **dict.fromkeys("both two three four five six pair duo trio".split(), ("group", True)),
    "year-old": ("person", False),
}
POINTING_DEPS = frozenset("nsubj nsubjpass dobj pobj poss".split())
#: Pronouns that stand for an actor only by themselves ("others said"), not before a noun.
BARE_TAGS = frozenset("PRP PRP$ WP WP$ WDT DT NNS JJ PDT NN".split())


def find_actors(
    parse: Parse, places: Sequence[Toponym], lexicon: RoleLexicon | None = None
) -> tuple[ActorMention, ...]:
    """Find every mention of an actor, in the order of the text; `lexicon` is the built-in one unless given."""
    scene = read_scene(parse, places, lexicon or load_lexicon())
    known = known_names(scene)
    found: dict[int, ActorMention] = {}
    for run in scene.runs:
        reading = None if is_condition(parse, run.first) else read_name(scene, run, known)
        if reading is not None:
            for mention in _name_mentions(scene, reading):
                found.setdefault(mention.head, mention)
    for token in range(len(parse.words)):
        if token not in found:
            other = _read_token(scene, token, known, found)
            if other is not None:
                found[token] = other
    return tuple(sorted(found.values(), key=lambda mention: (mention.first, mention.head)))


def _name_mentions(scene: Scene, reading: Reading) -> Iterator[ActorMention]:
    """Give a name's mention, and the same under its title where the sentence hangs on that."""
    parse, run = scene.parse, reading.run
    outer = parse.heads[run.head]
    shares = run.last < len(parse.words) and parse.words[run.last] == "and"  # "Ana and Paul Berg"
    is_modifier = not shares and parse.deps[run.head] in MODIFIER_DEPS and outer not in range(run.first, run.last)
    if is_modifier and outer not in run.title and _is_actor_noun(scene, outer):
        return
    mention = _from_reading(scene, reading)
    yield mention
    if outer in run.title:
        yield replace(mention, head=outer)


def _is_actor_noun(scene: Scene, token: int) -> bool:
    """Whether what a name modifies is itself an actor, of which the name is a part."""
    if scene.parse.tags[token] not in NOUN_TAGS or token in scene.run_at:
        return token in scene.run_at
    noun = lexicon_noun(scene, token, left_edge(scene, token))
    return noun is not None


def _from_reading(scene: Scene, reading: Reading) -> ActorMention:
    parse = scene.parse
    span = parse.span(reading.first, reading.last)
    actor = Actor(
        span=span,
        name=reading.name or span.text,
        role=reading.role,
        country=reading.country,
        kind=reading.kind,
    )
    return ActorMention(
        head=reading.run.head,
        first=reading.first,
        last=reading.last,
        actor=actor,
        generic=reading.generic,
        plural=reading.plural,
        office=reading.office,
        state=reading.state,
    )


def _read_token(scene: Scene, token: int, known: KnownNames, found: dict[int, ActorMention]) -> ActorMention | None:
    parse = scene.parse
    word, tag = parse.words[token].lower(), parse.tags[token]
    if (word in PRONOUNS and tag in BARE_TAGS) or (word == "that" and tag in ("WDT", "WP")):
        return _read_pronoun(parse, token)
    if _points_to_persons(parse, token):
        return _read_pronoun(parse, token)
    doer = parse.deps[token] == "amod" and word in scene.lexicon.nouns and not _is_actor_noun(scene, parse.heads[token])
    if tag in NOUN_TAGS or parse.pos[token] in ("NOUN", "PROPN") or doer:  # "a rebel ambush"
        return _read_noun(scene, token, known, found)
    if token in scene.toponyms and scene.toponyms[token].demonym:
        return _read_demonym(scene, token)
    if word in scene.lexicon.people_adjectives and parse.deps[token] in ("nsubj", "nsubjpass", "dobj", "pobj", "conj"):
        return _read_people_adjective(scene, token)
    return None


def _points_to_persons(parse: Parse, token: int) -> bool:
    """Whether a word points back to persons by their number or age alone: "both", "the two", "the 69-year-old"."""
    word = parse.words[token].lower()
    if parse.deps[token] not in POINTING_DEPS or word not in POINTERS:
        return False
    before = [child for child in parse.children[token] if child < token]
    pointed = word == "both" or any(parse.words[child].lower() in ("the", "these", "those") for child in before)
    told = any(parse.deps[child] in ("prep", "relcl", "acl", "amod") for child in parse.children[token])
    return pointed and not told


def _read_pronoun(parse: Parse, token: int) -> ActorMention | None:
    word = parse.words[token].lower()
    if parse.deps[token] in ("det", "amod", "predet", "mark", "advmod", "expl") and parse.tags[token] != "PRP$":
        return None
    kind, plural = PRONOUNS.get(word) or POINTERS.get(word, ("group", True))
    span = parse.span(token, token + 1)
    actor = Actor(span=span, name=span.text.lower(), kind=kind)
    return ActorMention(head=token, first=token, last=token + 1, actor=actor, generic=True, pronoun=True, plural=plural)


@dataclass(frozen=True, slots=True)
class _Noun:
    """A common noun that names an actor, with its phrase."""

    head: int
    first: int
    last: int
    entry: ActorNoun


def _read_noun(scene: Scene, token: int, known: KnownNames, found: dict[int, ActorMention]) -> ActorMention | None:
    parse = scene.parse
    if token in scene.run_at:
        return None
    if token in scene.titles:
        return _title_mention(scene, token, found)
    edge = left_edge(scene, token)
    entry = lexicon_noun(scene, token, edge) or _people(scene, token)
    if entry is None:
        return _read_toponym(scene, token, known) if token in scene.toponyms else None
    if parse.deps[token] not in ARGUMENT_DEPS and not _modifies_thing(scene, token):
        return None
    plural = _is_plural(parse, token)
    if entry.modified and not plural and edge == token and not _points_back(scene, token):
        return None
    if is_condition(parse, token):
        return None
    if parse.lemmas[token] in REMAINS:
        inner = _inner_actor(scene, token, known, found)
        if inner is not None and inner.actor.kind in ("person", "group"):
            return replace(inner, head=token)
    if parse.words[token].lower() in scene.lexicon.partitives:
        counted = _counted(scene, token, known, found)
        if counted is not None:
            return counted
    if parse.deps[token] in MODIFIER_DEPS:
        edge = _beside_edge(parse, token, edge)
    first = telling_edge(scene, edge, token)
    return _noun_mention(scene, _Noun(token, first, _end(scene, token), entry), edge)


def _is_plural(parse: Parse, token: int) -> bool:
    """Whether a noun is in the plural, also one whose capital the tagger took for a name's: "Rebels, who"."""
    word = parse.words[token].lower()
    return is_plural(parse, token) or (parse.tags[token] == "NNP" and singular(word) != word)


def _points_back(scene: Scene, token: int) -> bool:
    """Whether a noun by itself names a body told of before: "the union"."""
    word = scene.parse.words[token]
    pointed = token > 0 and scene.parse.words[token - 1].lower() in ("the", "this", "that")
    return pointed and "organization" in scene.lexicon.anaphors.get(word, ())


def _title_mention(scene: Scene, token: int, found: dict[int, ActorMention]) -> ActorMention | None:
    """A title names the person behind it where the sentence hangs on the title."""
    run = scene.titles[token]
    name = found.get(run.head)
    if name is None or scene.parse.heads[token] in range(run.title_first, run.last):
        return None
    return replace(name, head=token)


def _people(scene: Scene, token: int) -> ActorNoun | None:
    """Read "a Hutu" as a person, "Hutus" and "Hutu" by itself as a group; "Hutu and Tutsi militias" is one body."""
    parse, outer = scene.parse, token
    if singular(parse.words[token].lower()) not in scene.lexicon.peoples:
        return None
    while parse.deps[outer] == "conj":
        outer = parse.heads[outer]
    if outer != token and parse.deps[outer] in MODIFIER_DEPS and _is_actor_noun(scene, parse.heads[outer]):
        return None
    one = token > 0 and parse.words[token - 1].lower() in ("a", "an", "one")
    return ActorNoun(role="CVL", kind="person" if one or is_plural(parse, token) else "group")


def _modifies_thing(scene: Scene, token: int) -> bool:
    """Whether a noun modifies one that is no actor, so that it is an actor by itself: "a police raid"."""
    parse = scene.parse
    outer = parse.heads[token]
    is_thing = parse.lemmas[outer].lower() in THING_WORDS and parse.words[token].lower() not in scene.lexicon.rulers
    return parse.deps[token] in MODIFIER_DEPS and outer > token and not is_thing and not _is_actor_noun(scene, outer)


def _beside_edge(parse: Parse, token: int, edge: int) -> int:
    """Take in the adjectives that small parsers hang on the noun behind: "young rebels raid"."""
    while edge > 0 and parse.deps[edge - 1] == "amod" and parse.heads[edge - 1] == parse.heads[token]:
        edge -= 1
    return edge


def _inner_actor(scene: Scene, token: int, known: KnownNames, found: dict[int, ActorMention]) -> ActorMention | None:
    """Read "the body of a teacher" as the teacher."""
    for noun in prepositional(scene.parse, token, frozenset({"of"})):
        inner = found.get(noun) or _read_token(scene, noun, known, found)
        if inner is not None and not inner.pronoun:
            return inner
    return None


def _counted(scene: Scene, token: int, known: KnownNames, found: dict[int, ActorMention]) -> ActorMention | None:
    """Read "a group of students" as the students."""
    for noun in prepositional(scene.parse, token, frozenset({"of"})):
        inner = found.get(noun) or _read_token(scene, noun, known, found)
        if inner is not None and not inner.pronoun and inner.actor.kind in ("person", "group") and inner.plural:
            return replace(inner, head=token)
    return None


def _end(scene: Scene, head: int) -> int:
    """Give the end of a noun's phrase, with "of" and the actor or place behind it."""
    parse = scene.parse
    after = head + 1
    if after >= len(parse.words) or parse.words[after] != "of" or parse.heads[after] != head:
        return after
    for noun in parse.children[after]:
        if parse.deps[noun] == "pobj":
            run = scene.run_at.get(noun)
            if run is not None:
                return run.last
            if noun in scene.toponyms:
                return noun + 1
            if lexicon_noun(scene, noun, left_edge(scene, noun)) or _people(scene, noun):
                return noun + 1
    return after


def _noun_mention(scene: Scene, noun: _Noun, edge: int) -> ActorMention:
    parse, entry = scene.parse, noun.entry
    plural = _is_plural(parse, noun.head)
    kind: ActorKind = "group" if plural and entry.kind == "person" else entry.kind
    role = noun_role(scene, noun.head, edge, entry)
    international = modifier_role(scene, noun.head, edge) == "IGO"
    country = origin(scene, edge, noun.head, prepositions=NOWHERE if international else ORIGIN_PREPOSITIONS)
    if country is None:
        country = role_beside(scene, noun.head, edge)[1]
    span = parse.span(noun.first, noun.last)
    return ActorMention(
        head=noun.head,
        first=noun.first,
        last=noun.last,
        actor=Actor(span=span, name=span.text, role=role, country=country, kind=kind),
        generic=True,
        plural=plural,
        office=is_public(scene, noun.head, edge, entry),
        state=(entry.state and not international)
        or (role in ("GOV", "MIL", "COP", "SPY", "JUD", "LEG") and entry.role is None and not country),
    )


def _read_toponym(scene: Scene, token: int, known: KnownNames) -> ActorMention | None:
    """Read a country that the tagger took for a common noun."""
    if scene.toponyms[token].demonym:
        return _read_demonym(scene, token)
    reading = read_name(scene, NameRun(token, token + 1, token, token, token), known)
    return _from_reading(scene, reading) if reading is not None else None


def _read_demonym(scene: Scene, token: int) -> ActorMention | None:
    """Read "Valdians" as a people, and "Valdian" before a thing as the state."""
    parse, place = scene.parse, scene.toponyms[token]
    if not place.demonym or place.country is None:
        return None
    plural = is_plural(parse, token) or parse.words[token].endswith("s")
    span = parse.span(token, token + 1)
    if parse.deps[token] in MODIFIER_DEPS and parse.heads[token] > token:
        outer = parse.heads[token]
        if _is_actor_noun(scene, outer) or plural:
            return None
        actor = Actor(span=span, name=country_name(place.country), role="GOV", country=place.country)
        return ActorMention(head=token, first=token, last=token + 1, actor=actor)
    if parse.deps[token] not in ARGUMENT_DEPS:
        return None
    article = token > 0 and parse.words[token - 1].lower() in ("a", "an", "one")
    kind: ActorKind = "person" if article and not plural else "group"
    actor = Actor(span=span, name=span.text, role="CVL", country=place.country, kind=kind)
    return ActorMention(head=token, first=token, last=token + 1, actor=actor, generic=True, plural=kind == "group")


def _read_people_adjective(scene: Scene, token: int) -> ActorMention | None:
    """Read "the wounded" as people."""
    parse = scene.parse
    before = parse.words[token - 1].lower() if token else ""
    if before not in ("the", "these", "those", "many", "several") or parse.pos[token] not in ("ADJ", "NOUN", "VERB"):
        return None
    span = parse.span(token, token + 1)
    actor = Actor(span=span, name=span.text, role="CVL", kind="group")
    return ActorMention(head=token, first=token, last=token + 1, actor=actor, generic=True, plural=True)


def country_name(code: str) -> str:
    """Give a country's short English name."""
    place = load_gazetteer().country(code)
    return place.name if place else code
