"""Reading → actors, recipients, objects and instruments as the report names them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dateline.coders.scene import PARTITIVES, PERSONAL_FIGURES, Reading, Scene
from dateline.ontology.registry import load_lexicon, singular
from dateline.ontology.shared_words import OF_PERSONS
from dateline.records import Actor, Span

INSTRUMENT_PREFIXES = ("weapon-", "suicide", "crowd-control")
#: Arms whose bare name also tells of an act: "killed by a landmine".
ARMS = frozenset("bomb landmine land-mine ied car-bomb gunfire".split())
#: Words behind which a weapon is why, when or where an act was done, not by what.
CAUSES = frozenset("for over after from following about near outside since before during against amid".split())
#: Proper names before these are of no owner: "Karl Street", "the Nova area".
WAYS = frozenset(
    "street road avenue lane drive boulevard highway square block way court alley bridge park area district region"
    " neighborhood neighbourhood city town village county province market day week month year".split()
)
BELONGING = frozenset("relate belong affiliate link own run".split())
#: What a country has one of: "the presidents of X and Y" are two.
ONE_HOLDER = frozenset("president minister premier king queen chancellor leader head chief army navy".split())
DEPICTING = BELONGING | {"depict", "show", "portray"}
#: Roles of those who do what a body then claims, where no name is told.
UNNAMED_ROLES = frozenset({"REB", "CRM", "CVL", None})
#: How far an owner may stand below its thing: "the entrance of the office of the ministry".
OWNER_REACH = 3


def read_doers(scene: Scene, reading: Reading) -> tuple[Actor, ...]:
    """Give who did an act; where a thing did it ("a helicopter of the task force fired"), whose it is."""
    found = read_actors(scene, reading.actors)
    if found or not scene.codebook.has("violence", reading.rule):
        return found
    return tuple(owner for token in reading.actors for owner in owners(scene, token))


def read_actors(scene: Scene, tokens: Iterable[int]) -> tuple[Actor, ...]:
    """Give the actors that nouns name, each name once."""
    found: dict[str, Actor] = {}
    for token in tokens:
        actor = _actor(scene, token)
        for each in _each_of_title(scene, token, actor) if actor is not None else ():
            found.setdefault(each.name.casefold(), each)
    return tuple(found.values())


def _each_of_title(scene: Scene, token: int, actor: Actor) -> Sequence[Actor]:
    """Read "the presidents of Kenya and Uganda" as two, each of one country; anybody else is one."""
    mention = scene.actors.get(token)
    if mention is None or mention.pronoun or not (mention.plural and mention.generic):
        return (actor,)
    countries = scene.grammar.prepositional(token, "of")
    toponyms = [scene.toponyms[country] for country in countries if country in scene.toponyms]
    if len(countries) < 2 or len(toponyms) < len(countries):
        return (actor,)
    parse, one = scene.parse, scene.parse.lemmas[token] in ONE_HOLDER
    words = parse.span(mention.first, token + 1).text.split()
    title = " ".join([*words[:-1], singular(words[-1].lower()) if one else words[-1]])
    return [
        replace(
            actor,
            span=place.span,
            name=f"{title} of {place.name or place.span.text}",
            country=place.country,
            kind="person" if one and actor.kind == "group" else actor.kind,
        )
        for place in toponyms
    ]


def _actor(scene: Scene, token: int) -> Actor | None:
    mention = scene.actor_at(token)
    if mention is not None:
        return mention.actor
    parse = scene.parse
    if parse.lemmas[token] in PARTITIVES or parse.pos[token] == "NUM":
        parts = scene.grammar.prepositional(token, "of")
        return _actor(scene, parts[0]) if parts else None
    return None


def read_recipients(scene: Scene, reading: Reading) -> tuple[tuple[Actor, ...], tuple[Span, ...]]:
    """Give whom an act was done to, and the things it was done to.

    A thing stands for whoever it depicts or belongs to ("a portrait of X", "the party's office"), where the rule
    takes its recipient from the thing; a display does not.
    """
    people = [token for token in reading.recipients if _is_party(scene, token, reading)]
    recipients = [_as_sufferer(scene, actor, reading) for actor in read_actors(scene, people)]
    unread = [token for token in reading.recipients if token not in people and _is_unread_person(scene, token, reading)]
    recipients.extend(_named_person(scene, token) for token in unread)
    things = [token for token in reading.recipients if token not in (*people, *unread)]
    showing = scene.codebook.has("showing", reading.rule)
    blaming = scene.codebook.has("about-clause", reading.rule)
    for thing in things if not showing else ():
        if blaming and is_deed(scene, thing):
            recipients.extend(_blamed_for(scene, thing))
        else:
            recipients.extend(owners(scene, thing))
    if showing:
        against = [
            each for thing in (*things, *reading.objects) for each in scene.grammar.prepositional(thing, "against")
        ]
        recipients.extend(read_actors(scene, against))
    objects = [thing for thing in (*things, *reading.objects) if scene.parse.pos[thing] in ("NOUN", "PROPN")]
    objects = [thing for thing in objects if not _is_ground(scene, thing) and scene.actor_at(thing) is None]
    objects = [thing for thing in objects if not _goes_with_words(scene, thing, reading)]
    if reading.rule.figure in PERSONAL_FIGURES:  # "dozens were arrested" names no thing
        objects = [thing for thing in objects if scene.parse.lemmas[thing] not in PARTITIVES]
    spans = dict.fromkeys(_phrase(scene, thing, reading.words) for thing in sorted(set(objects)))
    return tuple({actor.name.casefold(): actor for actor in recipients}.values()), tuple(spans)


def is_deed(scene: Scene, thing: int) -> bool:
    """Tell whether a noun names an act of force, for which somebody can be blamed."""
    rules = scene.codebook.noun_rules.get(scene.parse.lemmas[thing], ())
    return any(scene.codebook.has("force", rule) for _, rule in rules)


def is_side(actor: Actor) -> bool:
    """Tell whether an actor is a body or a country's people, which stand for a side: "Israeli settlers"."""
    people = actor.kind == "group" and actor.country is not None and actor.name[:1].isupper()
    return people or actor.kind in ("organization", "place")


def is_unnamed(actor: Actor) -> bool:
    """Tell whether somebody is only described, as those are for whom a body may claim an attack: "two gunmen"."""
    plain = all(word.islower() for word in actor.name.split()[1:])
    return actor.kind in ("group", "person") and actor.role in UNNAMED_ROLES and actor.country is None and plain


def _blamed_for(scene: Scene, deed: int) -> Sequence[Actor]:
    """Give whom the blame for an act falls on: who did it, else a state or body told of with it, never its victims."""
    doers = read_actors(scene, scene.grammar.prepositional(deed, "by"))
    return doers or [actor for actor in owners(scene, deed) if is_side(actor)]


def _is_ground(scene: Scene, token: int) -> bool:
    """Tell whether a noun names a town or country, and not a street or building that something can be done to."""
    toponym = scene.toponyms.get(token)
    return token in scene.places and not (toponym is not None and toponym.site)


def _is_unread_person(scene: Scene, token: int, reading: Reading) -> bool:
    """Tell whether a noun that nothing else is known of is a person's, since only persons suffer such an act."""
    parse = scene.parse
    personal = reading.rule.figure in PERSONAL_FIGURES and not scene.codebook.has("property", reading.rule)
    named = parse.pos[token] == "PROPN" or (parse.tags[token] == "NNS" and parse.lemmas[token] == "other")
    classes = scene.word_classes(token) if parse.lemmas[token] not in PARTITIVES else frozenset()
    told = parse.pos[token] == "NOUN" and "person" in classes and "animal" not in classes  # "shot dead a baker"
    return personal and (named or told) and token not in scene.places


def _as_sufferer(scene: Scene, actor: Actor, reading: Reading) -> Actor:
    """Read two plain names of which nothing is known as a private person's where only persons suffer the act."""
    unknown = actor.kind == "organization" and actor.role in (None, "CVL")
    words = actor.name.split()
    plain = len(words) == 2 and all(word.isalpha() and word.istitle() for word in words)
    personal = scene.codebook.has("personal", reading.rule)
    return replace(actor, kind="person", private=True) if unknown and plain and personal else actor


def _named_person(scene: Scene, token: int) -> Actor:
    parse = scene.parse
    span = _phrase(scene, token)
    if parse.tags[token] == "NNS":
        numbers = scene.grammar.dependents(token, "nummod") if parse.lemmas[token] != "other" else []
        name = parse.span(numbers[-1] + 1, token + 1).text if numbers else span.text
        return Actor(span=span, name=name, role="CVL", kind="group")
    role = "CVL" if parse.tags[token] == "NN" else None
    return Actor(span=span, name=span.text, role=role, kind="person", private=True)


def _is_party(scene: Scene, token: int, reading: Reading) -> bool:
    """Tell whether a noun names somebody; a capital stands for its government only among governments."""
    mention = scene.actor_at(token)
    if mention is None:
        part = scene.parse.lemmas[token] in PARTITIVES or scene.parse.pos[token] == "NUM"
        return part and _actor(scene, token) is not None
    if token not in scene.places:
        return True
    stands_for_state = mention.actor.span is not None and mention.actor.name == mention.actor.span.text
    return stands_for_state or scene.codebook.has("diplomatic", reading.rule)


def owners(scene: Scene, thing: int, depth: int = 0) -> list[Actor]:
    """Give whom a thing depicts or belongs to."""
    grammar, parse = scene.grammar, scene.parse
    if depth >= OWNER_REACH:
        return []
    linked = [
        *grammar.prepositional(thing, "of", "against", "for", "depicting", "showing"),
        *grammar.dependents(thing, "poss", "compound", "nmod"),
    ]
    linked.extend(_said_to_own(scene, thing, DEPICTING))
    named = [token for token in linked if token in scene.actors]
    belonging = [owner for token in named if scene.actors[token].generic for owner in _of_body(scene, token)]
    if belonging:
        return belonging
    if named:
        return [each for token in named for each in read_actors(scene, grammar.conjuncts(token))]
    proper = _proper_modifier(scene, thing)
    if proper is not None:
        return [proper]
    below = [token for token in linked if parse.pos[token] in ("NOUN", "PROPN") and parse.deps[token] != "compound"]
    found = [actor for token in below for actor in owners(scene, token, depth + 1)]
    if not found:
        coordinated = [child for child in grammar.dependents(thing, "conj") if parse.pos[child] in ("NOUN", "PROPN")]
        found = [actor for token in coordinated for actor in owners(scene, token, depth + 1)]
    return found


def _of_body(scene: Scene, thing: int) -> tuple[Actor, ...]:
    """Read "the foundation related to the ministry" as the ministry's."""
    return read_actors(scene, _said_to_own(scene, thing, BELONGING))


def _said_to_own(scene: Scene, thing: int, verbs: frozenset[str]) -> list[int]:
    grammar, found = scene.grammar, []
    for child in grammar.dependents(thing, "acl", "amod"):
        if scene.parse.lemmas[child] in verbs:
            found.extend([*grammar.prepositional(child, "to", "with", "by"), *grammar.objects(child)])
    return found


def _proper_modifier(scene: Scene, thing: int) -> Actor | None:
    """Read "a Riverside Guard base": the proper name before a thing is its owner's."""
    parse = scene.parse
    first = thing
    while first - 1 in parse.children[thing] and parse.tags[first - 1] in ("NNP", "NNPS") and first - 1 >= 0:
        first -= 1
    if first == thing or parse.lemmas[thing] in WAYS:
        return None
    if any(token in scene.places for token in range(first, thing)):
        return None
    place = scene.toponyms.get(thing)
    if place is not None and not place.site:  # "New Delhi" is nobody's Delhi
        return Actor(span=place.span, name=place.name or place.span.text, country=place.country, kind="place")
    span = parse.span(first, thing)
    homely = parse.lemmas[thing] in OF_PERSONS and load_lexicon().organization(span.text) is None
    return Actor(span=span, name=span.text, kind="person" if homely else "organization", private=homely)


def _phrase(scene: Scene, noun: int, without: Sequence[int] = ()) -> Span:
    return scene.parse.span(*scene.grammar.noun_phrase(noun, without))


def _goes_with_words(scene: Scene, token: int, reading: Reading) -> bool:
    """Tell whether a noun is coordinated with one of the trigger: "used batons and rubber bullets"."""
    return scene.parse.deps[token] == "conj" and scene.parse.heads[token] in reading.words


def read_instruments(scene: Scene, reading: Reading) -> tuple[Span, ...]:
    """Give the weapons that the clause names."""
    parse = scene.parse
    found = []
    for token in sorted(scene.grammar.words_of_clause(reading.verb)):
        classes = scene.word_classes(token)
        is_weapon = any(name.startswith(INSTRUMENT_PREFIXES) for name in classes) and parse.lemmas[token] not in (
            "air",
            "suicide",
        )
        vehicle = "vehicle" in classes and not scene.codebook.has("violence", reading.rule)
        if not is_weapon or parse.pos[token] != "NOUN" or vehicle or scene.is_booty(token):
            continue
        party = scene.actor_at(token) is not None or token in (*reading.recipients, *reading.objects, *reading.direct)
        party = party and not _goes_with_words(scene, token, reading)
        above = parse.heads[token]
        part = parse.deps[token] == "compound" and above != reading.trigger and not _is_act(scene, above)
        if not (token == reading.trigger or part or party or _is_act(scene, token) or _is_cause(scene, token, reading)):
            first = token
            while first - 1 in parse.children[token] and parse.deps[first - 1] in (
                "compound",
                "amod",
                "nummod",
                "nmod",
            ):
                first -= 1
            found.append(parse.span(first, token + 1))
    return tuple(found)


def _is_act(scene: Scene, token: int) -> bool:
    """Tell whether a noun by itself names an act, and no arms: "the bombing"."""
    lemma = scene.parse.lemmas[token]
    rules = scene.codebook.noun_rules.get(lemma, ()) if lemma not in ARMS else ()
    return any(not pattern.words for pattern, _ in rules)


def _is_cause(scene: Scene, token: int, reading: Reading) -> bool:
    """Tell whether a noun stands where a clause says why, when or where: "over a bomb attack", "from a mine"."""
    parse = scene.parse
    if parse.lemmas[parse.heads[token]] in ("in", "inside") and "vehicle" in scene.word_classes(token):
        return True
    for step in (token, *parse.ancestors(token)):
        if step == reading.verb:
            return False
        if parse.lemmas[step] == "connection" or (parse.deps[step] == "prep" and parse.lemmas[step] in CAUSES):
            return True
    return False
