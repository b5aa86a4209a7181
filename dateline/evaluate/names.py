"""Names, places, days, sentences -> whether two codings mean the same by them."""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence

SAME_DAYS = 0.5  # of all days
SAME_WORDS = 0.5  # of the shorter name
SAME_SENTENCE = 0.6  # of the words of the shorter stretch of evidence

# The two lists are part of the definition of agreement by which coders are compared, and are not to be tuned
EMPTY_WORDS = frozenset(
    {"the", "a", "an", "of", "and", "in", "on", "at", "by", "for", "to", "members", "member", "supporters", "supporter"}
    | {"province", "city", "county", "region", "state", "governorate", "regime"}
)
BROAD_WORDS = frozenset({"iran", "iranian", "iranians", "people", "government", "forces"})  # never enough by themselves
KIND_OF_PLACE = re.compile(r"\b(province|city|county|region|oblast|state)\b")
POSSESSIVE = re.compile(r"[’']s\b")
NO_WORD = re.compile(r"[^a-z0-9 ]+")


def same_name(left: Sequence[str], right: Sequence[str]) -> bool:
    """Tell whether some form of one name shares half the telling words of the shorter with some form of the other.

    >>> same_name(["Union of Miners"], ["the miners’ union"]), same_name(["Union of Miners"], [])
    (True, False)
    """
    if not left or not right:
        return not left and not right
    return any(_same_words(_words(a), _words(b)) for a in left for b in right)


def same_place(left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether two places, each by its folded names, have a name in common, or neither has any."""
    if not left and not right:
        return True
    return bool(_bare_places(left) & _bare_places(right))


def same_days(left: tuple[dt.date | None, dt.date | None], right: tuple[dt.date | None, dt.date | None]) -> bool:
    """Tell whether the days that two intervals have in common are half of all their days; an end may be missing."""
    if left[0] is None or right[0] is None:
        return left[0] is None and right[0] is None
    firsts, lasts = (left[0], right[0]), (left[1] or left[0], right[1] or right[0])
    common = (min(lasts) - max(firsts)).days + 1
    return common > 0 and common / ((max(lasts) - min(firsts)).days + 1) >= SAME_DAYS


def same_stretch(left: Sequence[str], right: Sequence[str]) -> bool:
    """Tell whether some stretch of one evidence holds most words of some stretch of the other, or neither has any.

    >>> same_stretch(["Police held nine students in Porto."], ["held nine students in Porto", "Nobody was hurt."])
    True
    """
    if not left or not right:
        return not left and not right
    return any(_mostly_within(_bag(a), _bag(b)) for a in left for b in right)


def folded_places(names: Iterable[str]) -> frozenset[str]:
    """Give names of a place in small plain letters, those that are empty left out."""
    return frozenset(fold(name).strip() for name in names) - {""}


@functools.lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Write a text in small plain letters, without signs and possessives.

    >>> fold("Zoë’s Party")
    'zoe party'
    """
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return NO_WORD.sub(" ", POSSESSIVE.sub("", "".join(letters).lower()))


def _same_words(left: frozenset[str], right: frozenset[str]) -> bool:
    if left == right:
        return True
    common = left & right
    if not common - BROAD_WORDS or len(right) > 2 * len(left) + 3:
        return False
    return len(common) / min(len(left), len(right)) >= SAME_WORDS


def _mostly_within(left: frozenset[str], right: frozenset[str]) -> bool:
    shorter = min(len(left), len(right))
    return bool(shorter) and len(left & right) / shorter >= SAME_SENTENCE


@functools.lru_cache(maxsize=4096)
def _bare_places(places: frozenset[str]) -> frozenset[str]:
    return frozenset(KIND_OF_PLACE.sub("", place).strip() for place in places)


@functools.lru_cache(maxsize=65536)
def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).split()) - EMPTY_WORDS


@functools.lru_cache(maxsize=65536)
def _bag(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())
