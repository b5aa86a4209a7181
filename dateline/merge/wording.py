"""Text -> Wording: the words in which a text tells, without what changes when another outlet prints them.

Capitals, punctuation, blanks, Unicode forms, function words, endings, agency credits and page furniture are left out;
each word that is kept knows its offsets in the text.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

#: What a word pins down: a count, a day, or who and where; "" pins nothing.
Pin = Literal["", "number", "day", "name"]

MAX_CHARACTERS = 150_000  # read of one text: about 25,000 words, a long report fifty times over; bounds all later work
WORDLESS = "0" * 16  # what stands for the words of a text that has none, nor a title
FEWEST_WORDS = 8  # kept words; texts with fewer are alike only where all their words are the same
STEM = 6  # letters: words are compared by their beginning, so that "arrested" meets "arrests" (McNamee & Mayfield 2004)
LONGEST_WORD = 100  # characters looked at of one word
_CREDIT_REACH = 250  # characters a credit line may run to either side of its set phrase
_PHRASE = 170  # and a set phrase to either side of the word that gives it away

# Marks that belong to the letter before them, and letters of scripts in which they are most of a word.
_MARKS = (
    "\u00ad\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
    "\u200c-\u200f\ufe00-\ufe0f"
)
_INVISIBLE = re.compile(
    "[\u00ad\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\ufe00-\ufe0f]"
)
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"  # written without blanks: each sign is a word
_WORD = re.compile(  # the first kind is the commonest
    rf"[a-zA-Z]+(?![\w{_MARKS}])|\d[\d.,]*\d|[{_UNSPACED}]|[^\W{_UNSPACED}]+(?:[{_MARKS}]+[^\W{_UNSPACED}]*)*"
)
_SENTENCE_ENDS = re.compile(r"[.!?…:\n\r\"“”«»•|–—]")

_FUNCTION_WORDS = frozenset(
    "a about above after again against all also although am among an and any are as at be because been before being"
    " below between both but by can could did do does doing don down during each either few for from further had has"
    " have having he her here hers herself him himself his how however i if in into is it its itself just ll may me"
    " might more most mr mrs ms much must my myself neither no nor not now of off on once one only onto or other our"
    " ours out over own per re s said same say saying says shall she should since so some such t than that the their"
    " theirs them themselves then there these they this those though through to told too under until up upon us ve very"
    " was we were what when where which while who whom whose why will with within without would yet you your"
    " yours".split()
)
_AGENCIES = frozenset("reuters reuter ap afp dpa upi efe xinhua ansa pti ians sapa tass itar irna kyodo".split())
_NUMBERS = {
    word: str(value)
    for value, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
    if word != "one"
} | {"dozen": "12", "hundred": "100", "thousand": "1000", "million": "1000000", "billion": "1000000000"}
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun january february"
    " march april june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec"
    " today yesterday tomorrow tonight".split()
)

_LINES = re.compile(
    r"^[ \t]*(?:continue reading|read more|read also|also read|see also|advertisement|advertising|share (?:this|on)"
    r"|sign up|subscribe|click here|follow us|related|skip to|photo|image|getty images|by [A-Z][\w.'’-]+ [A-Z]"
    r"|(?:copyright|©)).{0,160}$",
    re.I | re.M,
)
_TELLTALES = (
    "contributed",
    "rights reserved",
    "appeared first",
    "editing by",
    "may not be",
    "cookies",
    "first published",
    "newsletter",
    "email",
    "e-mail",
    "privacy policy",
    "terms of",
    "sign up",
    "not a robot",
    "click",
)
_CREDITS = re.compile(
    r"contributed (?:reporting )?(?:to|from)? ?this (?:report|story|article)|contributed reporting"
    r"|all rights reserved|appeared first on|(?:reporting|writing) by [^.\n]{1,150}editing by"
    r"|may not be (?:published|reproduced)|uses? cookies|first published (?:on|in|by)"
    r"|(?:our|daily|free|a) newsletters?|newsletter sign|sign up (?:for|to|now|here)"
    r"|e-?mail (?:us|address) (?:at|is|to|or)"
    r"|invalid e-?mail|(?:enter|re-enter) your e-?mail|privacy policy|terms of (?:use|service)|not a robot|click here"
    r"|you (?:agree|consent) to receive",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The kept words of one text as parallel tuples, in the order of the text; offsets index the text."""

    words: tuple[str, ...]  # as compared
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    places: tuple[int, ...]  # the running numbers that these words have among all words
    pins: tuple[Pin, ...]
    exact: str  # a hash of all words, of the title's too where the text is too short to judge

    @property
    def judged(self) -> bool:
        """Say whether there are words enough to find a likeness that is not word by word."""
        return len(self.words) >= FEWEST_WORDS


def read_wording(title: str | None, text: str, *, hidden: Sequence[tuple[int, int]] = ()) -> Wording:
    """Read the words of a text; `hidden` are stretches to pass over, such as those marked as furniture.

    The title counts only where the text has fewer than `FEWEST_WORDS` words of its own: outlets write their own.
    Of a text longer than `MAX_CHARACTERS` only the beginning is read.

    >>> read_wording(None, "The POLICE arrested 12 in Vale.").words
    ('police', 'arrest', '12', 'vale')
    """
    text = text[:MAX_CHARACTERS]
    everything: list[str] = []
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    places: list[int] = []
    pins: list[Pin] = []
    for token, span, opening in _read_tokens(text, _passed_over(text, hidden)):
        word, stem, pin = _read_token(token)
        if stem:
            words.append(stem)
            spans.append(span)
            places.append(len(everything))
            pins.append("" if opening and pin == "name" else pin)
        if word:
            everything.append(word)
    spoken = everything if len(words) >= FEWEST_WORDS else [*_title_words(title), "", *everything]
    return Wording(
        words=tuple(words),
        starts=tuple([start for start, _ in spans]),
        ends=tuple([end for _, end in spans]),
        places=tuple(places),
        pins=_names_everywhere(words, pins),
        exact=_digest(spoken) if any(spoken) else WORDLESS,
    )


def _read_tokens(text: str, passed_over: Sequence[tuple[int, int]]) -> Iterator[tuple[str, tuple[int, int], bool]]:
    """Give each token with its offsets, and whether it may open a sentence."""
    last, gaps = 0, iter([*passed_over, (len(text) + 1, len(text) + 1)])
    gap_start, gap_end = next(gaps)
    for match in _WORD.finditer(text):
        span = start, end = match.span()
        while gap_end <= start:
            gap_start, gap_end = next(gaps)
        if start >= gap_start:
            continue
        between = text[last:start]
        opening = between != " " and (last == 0 or _SENTENCE_ENDS.search(between) is not None)
        last = end
        yield match[0], span, opening


@functools.lru_cache(maxsize=50_000)
def _read_token(token: str) -> tuple[str, str, Pin]:
    """Give a token's word, the form in which it is compared ("" where it is not), and what it pins down."""
    word = _plain(token[:LONGEST_WORD])
    if not word or word in _FUNCTION_WORDS or word in _AGENCIES:
        return word, "", ""
    if word[0].isdigit():
        return word, word, "number"
    pin: Pin = "day" if word in _DAYS else "name" if token[0].isupper() else ""
    return word, word[:STEM], pin


def _plain(word: str) -> str:
    if word.isascii():
        word = word.lower()
    else:
        word = _INVISIBLE.sub("", unicodedata.normalize("NFKD", word).casefold())
        word = unicodedata.normalize("NFC", word)
    if word[:1].isdigit():
        word = word.replace(",", "")
        return str(int(word)) if word.isdecimal() else word
    return _NUMBERS.get(word, word)


def _names_everywhere(words: Sequence[str], pins: Sequence[Pin]) -> tuple[Pin, ...]:
    """Take a word for a name also where it opens a sentence, if it is one inside others."""
    names = {word for word, pin in zip(words, pins, strict=True) if pin == "name"}
    if 2 * pins.count("name") > len(pins):  # in capitals throughout: they say nothing
        return tuple(["" if pin == "name" else pin for pin in pins])
    return tuple(["name" if not pin and word in names else pin for word, pin in zip(words, pins, strict=True)])


def _title_words(title: str | None) -> list[str]:
    return [_read_token(token)[0] for token, *_ in _read_tokens((title or "")[:MAX_CHARACTERS], [])]


def _passed_over(text: str, hidden: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found = [*hidden, *(match.span() for match in _LINES.finditer(text)), *_find_credits(text)]
    return sorted((start, end) for start, end in found if start < end)


def _find_credits(text: str) -> Iterator[tuple[int, int]]:
    """Give the sentences that hold a set phrase; it is looked for near a word of it, which is quick to find."""
    lower = text.lower() if len(text.lower()) == len(text) else text
    near: list[list[int]] = []
    for place in sorted(match.start() for word in _TELLTALES if word in lower for match in re.finditer(word, lower)):
        if near and place - _PHRASE <= near[-1][1]:
            near[-1][1] = place + _PHRASE
        else:
            near.append([max(0, place - _PHRASE), place + _PHRASE])
    for start, end in near:
        yield from (_sentence_around(text, *match.span()) for match in _CREDITS.finditer(text, start, end))


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    earliest, latest = max(0, start - _CREDIT_REACH), min(len(text), end + _CREDIT_REACH)
    first = max(text.rfind(mark, earliest, start) + len(mark) for mark in ("\n", ". ", "(", "” "))
    stops = [stop for stop in (text.find(mark, end, latest) for mark in ("\n", ". ", ")")) if stop >= 0]
    return (first if first > earliest else start), min(stops, default=latest)


def _digest(words: Sequence[str]) -> str:
    return hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@functools.lru_cache(maxsize=50_000)
def word_number(word: str) -> int:
    """Give a word's number of 64 bits, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
