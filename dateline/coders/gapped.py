"""Places and days that belong to each other though one verb tells all: "marched in X on Monday and in Y on Tuesday"."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.coders.dated_words import DatedWord
from dateline.coders.rest_of_list import PlacedWord
from dateline.coders.scene import Reading, Scene
from dateline.coders.when import PARTS_OF_TIME
from dateline.coders.where import LOCATIVE
from dateline.records import Parse

#: What may stand between the places and days of such a list, beside "city", "evening" and the like.
LINK_POS = frozenset({"ADP", "CCONJ", "DET", "PRON", "PUNCT", "NUM", "ADJ"})
LINK_NOUNS = frozenset("city town village district province second third fourth fifth".split()) | PARTS_OF_TIME

Occasion = tuple[list[PlacedWord], DatedWord]


def pair_places_and_days(
    scene: Scene, reading: Reading, places: Sequence[PlacedWord], days: Sequence[DatedWord]
) -> list[Occasion]:
    """Give the occasions of an act, each a day and its places, where its sentence lists several; else nothing.

    `places` (sites among them) and `days` are those of the sentence. Either each day stands after its places or each
    before them; what stands after the verb comes before what stands before it.
    """
    words: list[PlacedWord | DatedWord] = [*places, *days]
    words.sort(key=lambda word: _first_token(scene, word))
    after = [word for word in words if word.token > reading.trigger]
    before = [word for word in words if word.token < reading.trigger]
    return next(filter(None, (_read_run(scene, side) for side in (after, before))), [])


def _read_run(scene: Scene, words: Sequence[PlacedWord | DatedWord]) -> list[Occasion]:
    run = list(words[:1])
    for word in words[1:]:
        if not _is_linked(scene, run[-1], word):
            break
        run.append(word)
    if sum(isinstance(word, DatedWord) for word in run) < 2:
        return []
    run = [word for word in run if isinstance(word, DatedWord) or not word.toponym.site]
    if isinstance(run[0], PlacedWord):
        return _occasions(run)
    return [(list(reversed(group)), day) for group, day in reversed(_occasions(list(reversed(run))))]


def _occasions(run: Sequence[PlacedWord | DatedWord]) -> list[Occasion]:
    """Group places with the day after them; nothing where a day has no place or a place no day."""
    found: list[Occasion] = []
    group: list[PlacedWord] = []
    for word in run:
        if isinstance(word, PlacedWord):
            group.append(word)
        elif group:
            found.append((group, word))
            group = []
        else:
            return []
    return [] if group else found


def _first_token(scene: Scene, word: PlacedWord | DatedWord) -> int:
    start = word.toponym.span.start if isinstance(word, PlacedWord) else word.timex.span.start
    return scene.parse.token_at(start) or 0


def _is_linked(scene: Scene, before: PlacedWord | DatedWord, after: PlacedWord | DatedWord) -> bool:
    parse = scene.parse
    end = before.toponym.span.end if isinstance(before, PlacedWord) else before.timex.span.end
    last = parse.token_at(end - 1)
    between = range((last or 0) + 1, _first_token(scene, after))
    return all(
        parse.pos[token] in LINK_POS or parse.lemmas[token] in LINK_NOUNS or _is_where(parse, token)
        for token in between
    )


def _is_where(parse: Parse, token: int) -> bool:
    """Tell whether a noun says where: "at the central prison in X"."""
    noun = parse.heads[token] if parse.deps[token] == "compound" else token
    return parse.deps[noun] == "pobj" and parse.lemmas[parse.heads[noun]] in LOCATIVE
