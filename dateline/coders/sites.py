"""Reading → the building, street or other site that a common noun names: "outside the court", "a bridge in Lima".

Names of streets and buildings are toponyms (`find/place_sites.py`); here are the sites that have no name, which the
codebook (section 3) gives beside the place.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.coders.scene import Reading, Scene
from dateline.records import Span

#: Where things happen, and where they are put; "in front of" is read as "in".
SITED = ("on", "in", "at", "outside", "inside", "near", "along", "across", "from", "above", "past", "onto", "into",
         "to", "over", "through", "under", "around", "opposite")  # fmt: skip
#: Sites without an article; others without one are a state or an institution: "in office", "at home", "went to court".
BARE_SITES = frozenset({"prison", "jail"})
#: In acts of these modes a bare site is what somebody is sent to, not where it happened: "sentenced to prison".
SENDING = frozenset({"convict", "arrest"})


def find_site(scene: Scene, reading: Reading) -> Span | None:
    """Give the site of an act: where its clause says that it was, else what it was done to or a part of that."""
    for token in (*_around(scene, reading), *_done_to(scene, reading)):
        if _is_site(scene, token, bare=reading.rule.mode not in SENDING):
            return scene.parse.span(*scene.grammar.noun_phrase(token))
    return None


def _around(scene: Scene, reading: Reading) -> Iterator[int]:
    """Give the nouns that prepositions of place lead to from the act and what it was done to."""
    for head in dict.fromkeys((*reading.words, reading.verb, *reading.direct, *reading.objects)):
        yield from scene.grammar.prepositional(head, *SITED)


def _done_to(scene: Scene, reading: Reading) -> Iterator[int]:
    """Give what an act was done to, and what that belongs to: "the gate of a station"."""
    for thing in dict.fromkeys((*reading.direct, *reading.objects, *reading.recipients)):
        yield from reversed((thing, *scene.grammar.prepositional(thing, "of")))


def _is_site(scene: Scene, token: int, *, bare: bool) -> bool:
    parse = scene.parse
    if parse.pos[token] not in ("NOUN", "PROPN") or token in scene.places or token in scene.times:
        return False
    if "site" not in scene.word_classes(token):
        return False
    told = any(parse.deps[child] in ("det", "poss", "amod", "compound", "nummod") for child in parse.children[token])
    return told or parse.tags[token] in ("NNS", "NNPS") or (bare and parse.lemmas[token] in BARE_SITES)
