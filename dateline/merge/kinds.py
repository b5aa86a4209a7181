"""Words for things and people -> their kinds, by which one report's bank is told from another's school.

A kind is a bit, so that several kinds are one number; a word may be of several ("prosecutor"). Words that may mean any
thing or anybody ("building", "people", "gunmen") are of no kind.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from dateline.merge.stories import story_words

PATH = Path(__file__).with_name("kinds.yaml")

Phrases = Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]  # by first word, the longest first


def things_of(names: Iterable[str]) -> int:
    """Give the kinds of the things that are named, 0 where none is known.

    >>> things_of(["a bank"]) & things_of(["the bus station"]), things_of(["the building"])
    (0, 0)
    >>> things_of(["a mosque"]) == things_of(["two churches"])
    True
    """
    return _kinds(tuple(names), "things")


def people_of(names: Iterable[str]) -> int:
    """Give the kinds of the people that are named, 0 where that of some is not known.

    >>> people_of(["three nurses"]) & people_of(["farmers"]), people_of(["people", "a teacher"])
    (0, 0)
    """
    kinds = [_kinds((name,), "people") for name in names]
    return functools.reduce(int.__or__, kinds, 0) if all(kinds) else 0


@functools.lru_cache(maxsize=100_000)
def _kinds(names: tuple[str, ...], table: str) -> int:
    phrases, found = _phrases(table), 0
    for name in names:
        words = tuple(story_words(name))
        at = 0
        while at < len(words):
            fitting = (each for each in phrases.get(words[at], ()) if words[at : at + len(each[0])] == each[0])
            phrase, kind = next(fitting, ((words[at],), 0))
            found |= kind
            at += len(phrase)
    return found


@functools.cache
def _phrases(table: str) -> Phrases:
    found: dict[str, dict[tuple[str, ...], int]] = {}
    kinds = yaml.safe_load(PATH.read_text(encoding="utf-8"))[table]
    for number, listed in enumerate(kinds.values()):
        for written in listed.split(","):
            for words in {tuple(story_words(form)) for form in (written, *_plurals(written))}:
                phrases = found.setdefault(words[0], {})
                phrases[words] = phrases.get(words, 0) | 1 << number
    longest = {word: sorted(each.items(), key=lambda entry: (-len(entry[0]), entry)) for word, each in found.items()}
    return {word: tuple(each) for word, each in longest.items()}


def _plurals(word: str) -> tuple[str, ...]:
    """Give the plurals that a word may have.

    >>> _plurals("midwife"), _plurals("fisherman")
    (('midwives',), ('fishermen',))
    """
    for one, many in (("wife", "wives"), ("man", "men"), ("woman", "women"), ("child", "children")):
        if word.endswith(one):
            return (word.removesuffix(one) + many,)
    return (word + "s", word + "es")
