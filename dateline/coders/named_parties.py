"""Places' names that do not say where: in the name of a party, as its patron, as a government, at a road's end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.coders.frame import precision_of
from dateline.coders.scene import Reading, Scene
from dateline.records import ActorMention, Toponym

#: What says of a party whose it is: "hackers linked to North Korea", "rebels backed by Chad".
_JOINED = frozenset("link tie ally affiliate align loyal connect".split())
TIES = {
    "to": _JOINED,
    "with": _JOINED,
    "by": frozenset("back support sponsor fund finance arm train equip supply".split()),
}
#: What roads do with the places at their ends.
JOINING = frozenset({"link", "connect", "join"})


def without_names_of_parties(scene: Scene, places: Sequence[Toponym]) -> Iterator[Toponym]:
    """Leave out the places that only say whose a party is, or are a word in the name of one from elsewhere."""
    bodies: dict[int, list[ActorMention]] = {}
    for mention in scene.actors.values():
        if mention.actor.kind == "organization" and not (mention.generic or mention.state or mention.pronoun):
            bodies.setdefault(scene.parse.sentence_of[mention.head], []).append(mention)
    for toponym in places:
        token = scene.parse.token_at(toponym.span.end - 1)
        if token is None or toponym.demonym or not (_is_tie(scene, token, toponym) or _names(bodies, scene, token)):
            yield toponym


def _names(bodies: dict[int, list[ActorMention]], scene: Scene, token: int) -> bool:
    country = scene.toponyms[token].country if token in scene.toponyms else None
    return country is not None and any(
        mention.first <= token < mention.last and mention.actor.country not in (None, country)
        for mention in bodies.get(scene.parse.sentence_of[token], ())
    )


def _is_tie(scene: Scene, token: int, toponym: Toponym) -> bool:
    parse, mention = scene.parse, scene.actors.get(token)
    if precision_of(toponym) != "country" and not (mention is not None and mention.state):
        return False
    while parse.deps[token] == "conj":
        token = parse.heads[token]
    by = parse.heads[token]
    tie = parse.heads[by]
    return parse.lemmas[tie] in TIES.get(parse.lemmas[by], ()) and parse.tags[tie] in ("VBN", "JJ")


def is_body(scene: Scene, token: int) -> bool:
    """Tell whether what looks like a place's name is a known body's: "handed them over to the Red Cross"."""
    mention = scene.actors.get(token)
    if mention is None or mention.generic or mention.actor.kind != "organization":
        return False
    return mention.actor.role not in (None, "GOV") and not mention.state


def speaks_for_state(scene: Scene, token: int, reading: Reading) -> bool:
    """Tell whether a capital stands for its government, as who acts or is spoken to: "Kyiv accused Moscow"."""
    mention = scene.actors.get(token)
    if mention is None or not mention.state:
        return False
    return token in reading.actors or scene.codebook.has("speech", reading.rule)


def joining_verb(scene: Scene, token: int) -> int | None:
    """Give the verb by which a road goes to a place: "the highway linking Quito and Loja"."""
    parse, first = scene.parse, list_head(scene, token)
    verb = parse.heads[first]
    joins = parse.lemmas[verb] in JOINING and parse.deps[first] == "dobj"
    return verb if joins and parse.deps[verb] in ("acl", "relcl", "advcl") else None


def list_head(scene: Scene, token: int) -> int:
    """Give the first name of the list that a name goes on, or the name that it is a part of."""
    parse = scene.parse
    while parse.deps[token] in ("conj", "compound", "nmod") and parse.pos[parse.heads[token]] in ("PROPN", "NOUN"):
        token = parse.heads[token]
    return token
