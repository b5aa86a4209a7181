"""Parse → the noun phrases that may fill a role of an incident, and the ways in which each may be written."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.records import Parse

ROLES = ("perp_ind", "perp_org", "target", "victim", "weapon")
#: How many words before and behind its head a wording may reach.
LEFT_REACH = 9
RIGHT_REACH = 14
NOT_FIRST = frozenset({"PUNCT", "DET", "CCONJ"})
LAST = frozenset({"NOUN", "PROPN", "NUM", "X", "ADJ"})
CLOSING = frozenset({"ADP", "PUNCT", "CCONJ", "SCONJ", "PRON", "VERB"})
#: Labels under which a word that the parser takes for a verb or an adjective stands where a noun does.
NOUN_DEPS = frozenset("pobj dobj nsubj nsubjpass compound conj appos".split())
MODIFYING = {"ADJ": frozenset({"amod", "acomp", "advmod"}), "NUM": frozenset({"nummod", "compound"})}
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class Wording:
    """A stretch of tokens (half-open), and its words as MUC-4's scoring compares them."""

    first: int
    last: int
    plain: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun and the ways in which what hangs on it may be written, the shortest first."""

    head: int
    wordings: tuple[Wording, ...]


def plain_words(text: str) -> str:
    """Write words in lower case, without punctuation and articles."""
    words = text.lower().translate(_PUNCTUATION).split()
    return " ".join(word for word in words if word not in _ARTICLES)


def find_phrases(parse: Parse) -> Iterator[Phrase]:
    """Give the noun phrases of a report, names and numbers that stand for people among them."""
    for token, pos in enumerate(parse.pos):
        noun = pos in ("NOUN", "PROPN", "X")
        noun = noun or (pos in MODIFYING and parse.deps[token] not in MODIFYING[pos])
        if noun or (pos == "VERB" and parse.deps[token] in NOUN_DEPS):
            wordings = tuple(_wordings(parse, token))
            if wordings:
                yield Phrase(token, wordings)


def _wordings(parse: Parse, head: int) -> Iterator[Wording]:
    seen: set[str] = set()
    inside = frozenset(parse.subtree(head))
    for first in _beginnings(parse, head, inside):
        for last in _ends(parse, head, inside):
            plain = plain_words(parse.span(first, last).text)
            if plain and plain not in seen:
                seen.add(plain)
                yield Wording(first, last, plain)


def _beginnings(parse: Parse, head: int, inside: frozenset[int]) -> list[int]:
    found = [head]
    edge = max(parse.sentences[parse.sentence_of[head]].first, head - LEFT_REACH)
    for token in range(head - 1, edge - 1, -1):
        if token not in inside:
            break
        if parse.pos[token] not in NOT_FIRST and parse.words[token].lower() not in ("'s", "-"):
            found.append(token)
    return found


def _ends(parse: Parse, head: int, inside: frozenset[int]) -> list[int]:
    """Give the tokens after which a wording may end: the head, and nouns before a preposition, mark or clause."""
    found = [head + 1]
    edge = min(parse.sentences[parse.sentence_of[head]].last, head + RIGHT_REACH)
    for token in range(head + 1, edge):
        if token not in inside:
            break
        after = token + 1
        if parse.pos[token] in LAST and (after not in inside or after == edge or parse.pos[after] in CLOSING):
            found.append(after)
    return found
