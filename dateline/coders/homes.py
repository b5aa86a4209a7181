"""Whose act it is → where it was, when nothing says where: "miners of X went on strike", "Peru expelled an envoy"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.coders.frame import precision_of
from dateline.coders.scene import Reading, Scene
from dateline.records import ActorMention, Toponym

#: Roles of those who mostly act where they live, work or hold office.
SETTLED = frozenset({"GOV", "JUD", "COP", "CVL", "EDU", "LAB", "MED", "REL", "BUS"})
#: Roles of those whose city's name says more often for whom they speak than where they are: "Paris officials".
OFFICIAL = frozenset({"GOV", "JUD"})
#: Whom a city's name says whom they are for, or where they once were.
ELSEWHERE = frozenset(
    "fan supporter follower critic tourist visitor native exile migrant refugee veteran survivor victim diplomat envoy "
    "ambassador consul".split()
)


def homes_of_actors(scene: Scene, reading: Reading, places: Sequence[tuple[int, Toponym]]) -> list[Toponym]:
    """Give the cities or regions that those who act are said to be of: "the mayor of X", "X residents"."""
    heads = set() if scene.codebook.has("talk", reading.rule) else set(_settled(scene, reading))
    finer = [(token, toponym) for token, toponym in places if precision_of(toponym) != "country"] if heads else []
    return [toponym for token, toponym in finer if _owners(scene, token) & heads]


def home_state(scene: Scene, reading: Reading) -> str | None:
    """Give the country of a state that does what states do at home: "Ecuador expelled the ambassador"."""
    if not scene.codebook.has("at-home", reading.rule):
        return None
    mentions = (scene.actors.get(token) for token in reading.actors)
    countries = {mention.actor.country for mention in mentions if mention and mention.state}
    return countries.pop() if len(countries) == 1 else None


def _settled(scene: Scene, reading: Reading) -> Iterator[int]:
    """Give those who act by an office or together; a single "man of X" may be anywhere."""
    for token in reading.actors:
        mention = scene.actors.get(token)
        if mention is None or mention.actor.role not in SETTLED or scene.parse.lemmas[token] in ELSEWHERE:
            continue
        if mention.office or mention.plural:
            yield token


def _owners(scene: Scene, token: int) -> frozenset[int]:
    """Give the nouns that a place's name hangs on: "residents of X", "X's mayor", "X residents"."""
    parse = scene.parse
    while parse.deps[token] == "conj":
        token = parse.heads[token]
    head = parse.heads[token]
    if parse.lemmas[head] == "of" and parse.deps[token] == "pobj":
        noun = parse.heads[head]
        return frozenset({noun, parse.heads[noun]}) if parse.deps[noun] == "appos" else frozenset({noun})
    if parse.deps[token] == "poss" or (parse.deps[token] in ("compound", "nmod") and not _is_official(scene, head)):
        return frozenset({head})
    return frozenset()


def _is_official(scene: Scene, head: int) -> bool:
    mention: ActorMention | None = scene.actors.get(head)
    return mention is not None and mention.actor.role in OFFICIAL
