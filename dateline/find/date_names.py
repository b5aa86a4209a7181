"""Matched words -> bool: what only looks like a day: bodies and papers named after one, "one day" that is to come."""

from __future__ import annotations

from dateline.find.date_matches import Matched

#: Bodies and places that bear a day as their name: "the 19 April Movement", "the March 14 Alliance".
_NAMED_AFTER_DAYS = frozenset(
    "alliance army avenue boulevard bridge brigade brigades coalition column front movement organisation organization "
    "square stadium street university".split()
)
#: Newspapers: "the Sunday Times".
_PAPERS = frozenset(
    "Times Telegraph Mirror Sentinel Express Mail Herald Post People Star Sun Independent Tribune Standard "
    "Observer".split()
)
_MODALS = frozenset("will would may might could can shall should 'll ’ll".split())
_HOPES = frozenset("hope hopes hoped hoping dream dreams dreamed want wants wanted".split())
_HOPERS = frozenset("i we he she it they you to".split())
_NOT_AFTER_SOME_DAY = frozenset("of after before later late earlier early ago from at in on".split())


def names_a_body(found: Matched) -> bool:
    """Say whether a day, or the month left of one, is part of a name: "the 26th of July Movement"."""
    words, first = found.words, found.first
    if not found.has("DO"):  # the month alone
        first -= 1 + (words.letter(first - 1) == "o")
        if words.letter(first) not in "DO":
            return False
    article = words.letter(first if found.letters[0] == "t" else first - 1)
    following, after = words.word(found.last), words.word(found.last + 1)
    named = following[:1].isupper() or (following == "movement" and after != "of")
    return article == "t" and named and following.lower() in _NAMED_AFTER_DAYS


def names_a_paper(found: Matched) -> bool:
    """Say whether a weekday is part of a newspaper's name: "the Sunday Times"."""
    article = found.letters == "tW" or (found.letters == "W" and found.words.letter(found.first - 1) == "t")
    return article and found.words.word(found.last) in _PAPERS


def follows_a_happening(found: Matched) -> bool:
    """Say whether "following" only says after what: "resigned following weeks of protests"."""
    return found.words.word(found.first).lower() == "following" and found.words.word(found.last).lower() == "of"


def is_hoped(found: Matched) -> bool:
    """Say whether "one day" is some day to come: "will one day be", "hope that they one day return"."""
    before = [found.words.word(found.first - back).lower() for back in (1, 2, 3)]
    after = found.words.word(found.last)
    if not after.islower() or after in _NOT_AFTER_SOME_DAY or found.has("-"):
        return False
    return before[0] in _MODALS or (before[0] in _HOPERS and bool(_HOPES & set(before[1:])))
