"""Text → Count: read "over 1,500", "two dozen", "between 20 and 30" as a lower and an upper bound.

Bounds follow the codebook: "over 1,500" is 1500 and above, "fewer than 20" is 20 and below, "about 300" is 300.
A vague plural has only a lower bound, the least that its plural can mean (`VAGUE`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
SMALL = {word: n for n, word in enumerate(_ONES.split())} | {word: 10 * n for n, word in enumerate(_TENS.split("|"), 2)}
SCALE = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
VAGUE = {"tens": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2_000_000}
SEVERAL = 2  # "several hundred" is at least two hundred, as "hundreds" is

LOWER = (
    "at least|not? (?:fewer|less) than|(?:well |far |slightly |just |a little )?(?:over|more than|above)"
    "|upwards? of|in excess of|a minimum of|exceeding"
)
UPPER = (
    "up to|as many as|(?:slightly |just |a little )?(?:fewer|less) than|under|below|no more than|not more than|at most"
    "|a maximum of|as few as"
)
ABOUT = (
    "about|around|some|approximately|roughly|nearly|almost|close to|an estimated|estimated|only|just|exactly"
    "|a total of|another|an additional|the other|all"
)

_DIGIT = "one|two|three|four|five|six|seven|eight|nine"
_SCALE = "dozen|score|hundred|thousand|million|billion"
_WORD = rf"(?:(?:{_TENS})(?:[- ](?:{_DIGIT}))?|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|{_DIGIT})"
_FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_VAGUE = rf"(?:(?:{'|'.join(VAGUE)})(?: of (?:hundreds|thousands|millions)\b)?)"
_SCALED = (
    rf"(?:{_FIGURE}|{_WORD}|(?:a )?half(?: an?)?|an?(?: few| couple(?: of)?)?|several)[- ](?:{_SCALE})\b"
    rf"(?: (?:{_SCALE})\b)*(?:(?: and|,)? {_WORD}(?: (?:{_SCALE})\b)*)*"
)
_NUMBER = rf"(?:{_SCALED}|{_VAGUE}|a couple|{_WORD}|{_FIGURE})"
# Not a count: money, a year's or a model's number, an age, a share, a time, a fraction, "No. 5".
_BEFORE = r"(?<![\w$€£¥#/.:])(?<!\d,)(?<!\w[-’'])(?<!no )"
_UNITS = "years?|months?|days?|weeks?|hours?|minutes?|percent|per cent|dollars?|euros?|km|kilomet(?:er|re)s?|miles?"
_AFTER = rf"(?![\w/%]|[-–]?(?: )?(?:{_UNITS})\b|-(?!plus\b|strong\b)\w|[.,:]\d|-?(?:st|nd|rd|th)\b)"
_COUNT_PATTERN = (
    rf"{_BEFORE}(?:(?P<mod>{LOWER}|{UPPER}|{ABOUT}) (?:(?:about|around|some|an estimated|another|the) )?)?"
    rf"(?:(?P<range>between|from) )?\b(?P<low>{_NUMBER})"
    rf"(?:(?: to |\s?[-–]\s?| or |(?(range) and |(?!)))(?P<high>{_NUMBER}))?{_AFTER}"
    rf"(?P<post>\+|-plus\b| or more\b| and counting\b| or so\b| or (?:fewer|less)\b)?"
)
_COUNT = re.compile(_COUNT_PATTERN.replace(" ", r"\s"), re.IGNORECASE)
_TOKEN = re.compile(rf"{_FIGURE}|[a-z]+")
_LOWER = re.compile(LOWER)
_UPPER = re.compile(UPPER)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of anything as written: its place, its bounds, where its digits or number words begin."""

    start: int
    end: int
    number: int  # offset of the number behind its modifier
    last: int  # offset of the end of the number before "or more"
    min: int | None
    max: int | None
    vague: bool = False


def find_counts(text: str, start: int = 0, end: int | None = None) -> Iterator[Count]:
    """Yield the numbers in a stretch of text, each with its modifier."""
    for match in _COUNT.finditer(text, start, len(text) if end is None else end):
        bounds = _bounds(match)
        if bounds is not None:
            last = match.end("high") if match["high"] else match.end("low")
            vague = match["low"].lower().split()[-1] in VAGUE
            yield Count(match.start(), match.end(), match.start("low"), last, *bounds, vague)


def parse_count(text: str) -> tuple[int | None, int | None] | None:
    """Read a number as its lower and upper bound; None where the text holds no number.

    >>> parse_count("over 1,500")
    (1500, None)
    >>> parse_count("between 20 and 30")
    (20, 30)
    >>> parse_count("fewer than 20")
    (None, 20)
    >>> parse_count("dozens"), parse_count("two dozen"), parse_count("1.5 million")
    ((24, None), (24, 24), (1500000, 1500000))
    >>> parse_count("about three hundred and fifty")
    (350, 350)
    >>> parse_count("a 25-year-old") is None
    True
    """
    found = next(find_counts(text.strip()), None)
    return None if found is None else (found.min, found.max)


def _bounds(match: re.Match[str]) -> tuple[int | None, int | None] | None:
    """Give the bounds that a number with its modifier sets."""
    low = _value(match["low"])
    high = _value(match["high"]) if match["high"] else low
    if low is None or high is None or high < low:
        return None
    modifier, post = (" ".join((match[part] or "").lower().split()) for part in ("mod", "post"))
    if post in ("+", "-plus", "or more", "and counting") or _LOWER.fullmatch(modifier):
        return low, None
    if post in ("or fewer", "or less") or _UPPER.fullmatch(modifier):
        return None, high
    return low, None if _is_vague(match["high"] or match["low"]) else high


def _is_vague(number: str) -> bool:
    words = number.lower().split()
    return any(w in VAGUE for w in words) or words[0] == "several" or words[:2] == ["a", "few"]


def _value(number: str) -> int | None:
    """Give the value of a number in digits or words."""
    words = _TOKEN.findall(number.lower())
    vague = [w for w in words if w in VAGUE]
    if vague:
        return _vague_value(vague)
    total, group = 0.0, 0.0
    for word in words:
        if word in SCALE:
            group = (group or 1) * SCALE[word]
            if SCALE[word] >= 1000:
                total, group = total + group, 0.0
        else:
            group += _unit(word)
    value = total + group
    return int(value) if value == int(value) else None


def _vague_value(words: list[str]) -> int:
    """Give the least that "thousands" or "tens of thousands" can mean."""
    value = VAGUE[words[0]]
    for word in words[1:]:
        value *= VAGUE[word] // 2
    return value


def _unit(word: str) -> float:
    if word[0].isdigit():
        return float(word.replace(",", ""))
    if word in ("several", "few", "couple"):
        return SEVERAL
    return 0.5 if word == "half" else SMALL.get(word, 0)
