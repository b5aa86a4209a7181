"""Acts "in other cities" after a list of cities: those named then, or those of the list that had no act of their own.

The codebook's rule (section 1) on closed lists of a paragraph run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.coders.nearness import cost_between
from dateline.coders.scene import Reading, Scene
from dateline.records import Toponym

#: Words that stand for the rest of a list of places told before: "in other cities".
REST_NOUNS = frozenset("city town area province district region place village municipality county".split())
#: How many paragraphs back such a list may stand (one paragraph run).
REST_REACH = 4
REST_MIN_LIST = 3
NEAR = 5.0  # the cost at most between the act and the words (see `nearness`)


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A toponym and the token that heads it."""

    token: int
    toponym: Toponym


def included_places(scene: Scene, reading: Reading, words: Sequence[PlacedWord]) -> list[PlacedWord]:
    """Give the places of the sentence that are named of others: "in other cities, including Quito and Loja"."""
    noun = _other_places(scene, reading)
    below = scene.parse.subtree(noun) if noun is not None else []
    return [word for word in words if word.token in below]


def rest_of_list(scene: Scene, reading: Reading, words: Sequence[Sequence[PlacedWord]]) -> list[PlacedWord]:
    """Read "in other cities" after a list of cities as those of the list that had no act of their own.

    `words` are the placed words of each sentence of the report.
    """
    if _other_places(scene, reading) is None:
        return []
    named: set[str] = set()
    sentences, number = scene.parse.sentences, scene.parse.sentence_of[reading.trigger]
    for earlier in range(number - 1, -1, -1):
        if len(words[earlier]) >= REST_MIN_LIST:
            return [word for word in words[earlier] if word.toponym.span.text not in named]
        named |= {word.toponym.span.text for word in words[earlier]}
        if sentences[number].block - sentences[earlier].block > REST_REACH:
            break
    return []


def _other_places(scene: Scene, reading: Reading) -> int | None:
    """Give the noun of "in other cities", where it says where the act was."""
    parse = scene.parse
    sentence = parse.sentences[parse.sentence_of[reading.trigger]]
    return next(
        (
            token
            for token in range(sentence.first, sentence.last)
            if parse.lemmas[token] in REST_NOUNS
            and any(parse.lemmas[child] == "other" for child in parse.children[token])
            and cost_between(parse, reading.verb, token) <= NEAR
        ),
        None,
    )
