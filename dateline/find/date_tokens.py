"""Text -> letters: read a stretch of text as the word classes of `date_words.py`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.find.date_words import GUARDED, PHRASES, WORDS, Value

_PHRASES = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in sorted(PHRASES, key=len, reverse=True))

# "at 1830 on Thursday": a time of day in four figures, which a year or a count in this place is not.
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_AT = r"(?:(?<=\bat\s)|(?<=\bat\sabout\s)|(?<=\bat\saround\s)|(?<=\bat\sapproximately\s))"
_MILITARY = (
    rf"(?:{_AT}(?:[01]\d|2[0-3])[0-5]\d|(?:(?<=\babout\s)|(?<=\baround\s))0\d[0-5]\d)"
    rf"(?=\s+(?:on\s+(?:the\s+)?(?:\d|{_DAY}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+\d)"
    rf"|yesterday|today|tonight|local|that\s+(?:day|night)|(?:this|last|in\s+the|that)\s+"
    rf"(?:morning|afternoon|evening|night)|{_DAY})\b|\s+\(\d{{4}}\s+(?:GMT|UTC)\b)"
    # before a mark only where it can be no year of our time
    rf"|{_AT}(?:0\d|1[0-7]|2[1-3])[0-5]\d(?=[.,;)](?:\s|$))"
)

# The order matters: what stands first is tried first.
_TOKEN = re.compile(
    rf"""
    (?P<word>(?!(?:[QH][1-4]\b))(?!(?:{_PHRASES})\b)(?!(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thur?s?|fri|sat|sun
        |ca|c)\.|[ab]\.[dc]\b)[^\W\d_]+)
    |(?P<part>(?:Q[1-4]|H[12])\b)
    |(?P<iso>\d{{4}}-\d\d-\d\d(?:[T\ ]\d\d:\d\d(?::\d\d)?Z?)?(?![\d-])|\d{{4}}/\d{{1,2}}/\d{{1,2}}(?![\d/]))
    |(?P<numeric>\d{{1,2}}(?P<dot>[./-])\d{{1,2}}(?P=dot)(?:\d{{4}}|\d\d)(?![\d/]|[.-]\d))
    |(?P<clock>\d{{1,2}}(?:[:.]\d\d)?\s?(?:[ap]\.\s?m\.|[ap]m\b)|\d{{1,2}}:\d\d(?::\d\d)?(?:\s?h(?:rs?|ours)?\b)?(?![:\d])
        |\d{{4}}\s?(?:hrs|hours|GMT|UTC)\b|{_MILITARY}|\d{{1,2}}\s?o['’]clock\b|\d{{1,2}}h\d\d\b)
    |(?P<decade>(?:1\d|20)\d0['’]?s\b|['’‘]\d0s\b)
    |(?P<ordinal>\d{{1,3}}(?:st|nd|rd|th)\b)
    |(?P<short>['’‘]\d\d\b)
    |(?P<mixed>\d+\s+1/2|\d+½)
    |(?P<number>\d+(?:[.,]\d+)*)
    |(?P<phrase>(?:{_PHRASES})\b)
    |(?P<abbreviation>(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thur?s?|fri|sat|sun|ca|c)\.
        |[ab]\.[dc]\b\.?(?:e\.)?)
    |(?P<possessive>['’]s?\b|['’](?=\s))
    |(?P<gap>\n\s*\n)
    |(?P<mark>[^\w\s])
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What makes a small "jun" part of a name: "Kim Min-jun".
_NAME_BEFORE = re.compile(r"\b(?!Mid|Early|Late)[A-Z][a-z]*[-‐‑–]$")
# Zero-width characters, soft hyphens and marks of direction: they may stand inside a word and say nothing.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_MARKS = {",": ",", "-": "-", "–": "-", "‐": "-", "‑": "-", "/": "-", "$": "$", "£": "$", "€": "$", "%": "$", "#": "$"}
_COUNTED_SPAN = range(1000, 2101)  # numbers of four digits that may be years


@dataclass(slots=True)
class Letters:
    """A stretch of text as parallel lists: a letter, a value and the offsets of each word."""

    text: str
    letters: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    offsets: Sequence[int] | None = None  # of each character of `text` in the report, where some were left out

    def offset(self, at: int) -> int:
        """Give where a character of `text` stands in the report."""
        return self.offsets[at] if self.offsets is not None else at

    def add(self, letter: str, value: Value, start: int, end: int) -> None:
        """Append one word."""
        self.letters.append(letter)
        self.values.append(value)
        self.starts.append(start)
        self.ends.append(end)

    def word(self, i: int) -> str:
        """Give the words of place `i`, or nothing outside the stretch."""
        return self.text[self.starts[i] : self.ends[i]] if 0 <= i < len(self.letters) else ""

    def letter(self, i: int) -> str:
        """Give the letter of place `i`, or a bar outside the stretch."""
        return self.letters[i] if 0 <= i < len(self.letters) else "|"

    def touching(self, i: int) -> bool:
        """Say whether word `i` follows the word before it without a space."""
        return 0 < i < len(self.letters) and self.starts[i] == self.ends[i - 1]


def read_letters(text: str, start: int, end: int) -> Letters:
    """Read the stretch `start` to `end` of a text as letters.

    >>> "".join(read_letters("On Friday, the 3rd of May, she left.", 0, 36).letters)
    'iW,tOoM,__|'
    """
    found = Letters(text)
    if _INVISIBLE.search(text, start, end):
        offsets = [i for i in range(start, end) if not _INVISIBLE.match(text[i])]
        text = "".join(text[i] for i in offsets)
        start, end = 0, len(text)
        found = Letters(text, offsets=offsets)
    guarded: list[int] = []
    add, words = found.add, WORDS
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup
        if kind == "dot":
            kind = "numeric"
        if kind == "word":
            word = match.group()
            lower = word.lower()
            letter, value = words.get(lower, _OTHER)
            if (
                letter == "M"
                and word[0].islower()
                and _NAME_BEFORE.search(text, max(match.start() - 20, 0), match.start())
            ):
                letter, value = _OTHER
            if letter in "MWSJ" and (lower in GUARDED or not word[0].isupper()):
                guarded.append(len(found.letters))
        else:
            letter, value = _READERS[kind or "mark"](match.group())
            if kind == "abbreviation" and letter in "MW":
                guarded.append(len(found.letters))
        add(letter, value, match.start(), match.end())
    for i in guarded:
        _guard(found, i)
    _guard_numbers(found)
    return _join_numbers(found)


_OTHER: tuple[str, Value] = ("_", None)


def _read_numeric(words: str) -> tuple[str, Value]:
    return "I", words


def _read_part(words: str) -> tuple[str, Value]:
    return "v", words.upper()


def _read_clock(words: str) -> tuple[str, Value]:
    """Read "5:30 p.m." as "T17:30"."""
    lower = words.lower()
    hours, minutes = [*re.findall(r"\d+", lower), ""][:2]
    if len(hours) == 4:
        hours, minutes = hours[:2], hours[2:]
    hour = int(hours)
    if re.search(r"p\.?\s?m", lower) and hour < 12:
        hour += 12
    elif re.search(r"a\.?\s?m", lower) and hour == 12:
        hour = 0
    if hour > 24 or int(minutes or 0) > 59:
        return _OTHER
    return "T", f"T{hour:02d}:{minutes or '00'}"


def _read_decade(words: str) -> tuple[str, Value]:
    number = int(re.sub(r"\D", "", words))
    return "E", number


def _read_ordinal(words: str) -> tuple[str, Value]:
    return "O", int(words[:-2])


def _read_short(words: str) -> tuple[str, Value]:
    return "Y", int(words[1:])


def _read_number(words: str) -> tuple[str, Value]:
    digits = words.replace(",", "")
    if not digits.isdigit() or len(digits) > 6:
        return "#", None
    number = int(digits)
    if len(words) == 4 and number in _COUNTED_SPAN:
        return "Y", number
    return ("D" if (1 <= number <= 31 and words[0] != "0") or words in _LEADING_ZEROS else "N"), number


def _read_mixed(words: str) -> tuple[str, Value]:
    return "N", int(re.split(r"\D", words)[0]) + 0.5


_LEADING_ZEROS = frozenset(f"0{day}" for day in range(1, 10))


def _read_phrase(words: str) -> tuple[str, Value]:
    return PHRASES[" ".join(words.lower().split())]


def _read_abbreviation(words: str) -> tuple[str, Value]:
    lower = words.lower()
    if lower[1] == ".":
        return ("X", -1 if lower.startswith("b") else 1) if len(lower) > 2 else ("m", "APPROX")
    return WORDS[lower[:-1]]


def _read_possessive(_: str) -> tuple[str, Value]:
    return "s", None


def _read_gap(_: str) -> tuple[str, Value]:
    return "|", None


def _read_mark(words: str) -> tuple[str, Value]:
    return _MARKS.get(words, "|"), None


_READERS = {
    "part": _read_part,
    "iso": _read_numeric,
    "numeric": _read_numeric,
    "clock": _read_clock,
    "decade": _read_decade,
    "ordinal": _read_ordinal,
    "short": _read_short,
    "number": _read_number,
    "mixed": _read_mixed,
    "phrase": _read_phrase,
    "abbreviation": _read_abbreviation,
    "possessive": _read_possessive,
    "gap": _read_gap,
    "mark": _read_mark,
}

_BEFORE_A_MONTH = frozenset("ioplxhejbfkyRmtA")  # words that may stand before "May" when it is the month
_BESIDE_A_MONTH = frozenset("DOYNB")
_NAME_OF_EVENT = frozenset("on for of against".split())


def _guard(found: Letters, i: int) -> None:
    """Take back the letter of a name, verb or noun that only looks like a month, weekday or season."""
    word = found.word(i).rstrip(".")
    before, after = found.letter(i - 1), found.letter(i + 1)
    if after == ",":
        after = found.letter(i + 2) if found.letter(i + 2) == "Y" else after
    numbers = after in "DOY" or before in _BESIDE_A_MONTH or (before == after == "-" and found.letter(i - 2) == "D")
    after_mid = before == "-" and found.letter(i - 2) == "e"
    if found.letters[i] == "S":
        keep = _is_season(found, i)
    elif not word[0].isupper():
        keep = word.lower() not in GUARDED or (found.letters[i] == "M" and _is_dated(found, i))
    elif len(word) <= 3 and word.lower() != "may":
        numbers |= found.word(i)[-1] == "." and before in _BEFORE_A_MONTH
        keep = numbers or (found.letters[i] == "W" and after == "M") or (after == "," and found.letter(i + 2) in "DM")
    elif before in "&,-" and "M" in (found.letter(i - 2), found.letter(i - 3)):
        keep = True
    elif word.lower() in ("may", "march"):
        an_event = before == "t" and found.word(i + 1).lower() in _NAME_OF_EVENT
        keep = numbers or after_mid or (before in _BEFORE_A_MONTH and not an_event)
    else:
        keep = numbers or after_mid or before in _BEFORE_A_MONTH or not found.word(i + 1)[:1].isupper()
    if not keep:
        found.letters[i] = "_"


def _is_dated(found: Letters, i: int) -> bool:
    """Tell "25 may" and "on march 15" from "the May 1 march" and "will march 15 kilometres"."""
    if found.letter(i - 1) in "DO":
        return found.letter(i - 2) != "M" and found.letter(i + 1) != "_"
    return found.letter(i + 1) in "DOY" and found.letter(i - 1) in "ijpW,|" and not counts(found.word(i + 2))


def _is_season(found: Letters, i: int) -> bool:
    """Tell a season from other springs and falls."""
    before, after = found.letter(i - 1), found.letter(i + 1)
    if found.word(i).lower() not in GUARDED:
        return True
    of_a_year = after == "Y" or (after == "o" and found.letter(i + 2) in "Yzh")
    if of_a_year or before in "lxheyb":
        return True
    if before == "t":
        return found.letter(i - 2) in "ipmj" and after != "o"
    return before in "ip" and after != "o" and found.word(i).lower() == "spring"


_COUNTED = re.compile(
    r"[a-z]+(?<![sui])s$|people$|men$|women$|children$|troops$|police$|personnel$|staff$|km$|percent$|feet$|miles$|tons?$"
)
_MEASURED = frozenset(
    "page member strong seat bed mile acre foot pound ton room word kilometer kilometre metre".split()
)
_LABELS = frozenset("number apartment apt room article section page unit bus route highway".split())
_NOT_COUNTED = frozenset("was is has does as its his this us".split())


def _guard_numbers(found: Letters) -> None:
    """Turn numbers that only look like years or days into plain numbers."""
    letters = found.letters
    for i, letter in enumerate(letters):
        if letter not in "YDNTOI":
            continue
        before, after = found.letter(i - 1), found.word(i + 1)
        if before == "$" or found.letter(i + 1) == "$" or _is_glued(found, i, before):
            letters[i] = "#"
        elif letter == "Y" and not _is_year(found, i, before, after):
            letters[i] = "N"
        elif letter == "D" and before == "," and found.letter(i - 2) == "M" and counts(after):
            letters[i] = "#"  # "Since January, 12 journalists ..."


def _is_glued(found: Letters, i: int, before: str) -> bool:
    """Say whether a number is part of a name or measure ("B-52", "A320", "5km")."""
    if found.touching(i + 1) and found.letter(i + 1) in "_MWB":
        return True
    if not found.touching(i):
        return False
    return before == "_" or (before == "-" and found.touching(i - 1) and found.letter(i - 2) == "_")


def _is_numbered(found: Letters, i: int) -> bool:
    """Tell the numbers of "a 1984-page book", "No. 1995" and "1990 of them" from years."""
    hyphened = found.letter(i + 1) == "-" and found.touching(i + 1) and found.touching(i + 2)
    if hyphened and found.letter(i + 2) == "_" and found.word(i + 2) in _MEASURED:
        return True
    if found.word(i + 1) == "of" and found.word(i + 2) in ("them", "those", "these", "us", "whom"):
        return True
    if found.word(i - 1) == ".":
        return found.word(i - 2).lower() in ("no", "nos")
    return found.word(i - 1).lower() in _LABELS


def _is_year(found: Letters, i: int, before: str, after: str) -> bool:
    """Tell a year from a number of people, of money or of things."""
    value = found.values[i]
    if _is_numbered(found, i):
        return False
    if after == "block" and (found.word(i - 1).lower(), found.word(i + 2)) == ("the", "of"):  # of a street
        return False
    if found.letters[i] != "Y" or not isinstance(value, int) or value < 100:
        return before in "MeGoi-" or found.letter(i - 1) == "S"
    if found.word(i - 1).lower() in ("some", "nearly"):
        return False
    if before == "_" and found.word(i - 1)[:1].isupper() and found.letter(i + 1) != "-":
        return False  # "Article 1990"
    if found.letter(i + 1) == "X" or before in "MSQHμ" or (before == "," and found.letter(i - 2) in "DOMμ"):
        return not (before == "D" and counts(after))
    of_part = before == "o" and found.letter(i - 2) in "QKMS~"  # "the first quarter of 2022 exports fell"
    if counts(after) and not of_part and before not in ("itpUG" if value >= 1900 else "tUG"):
        return False
    return value >= 1900 or before in "ipjoReMtU&-,m" or found.word(i - 1) == "("


def counts(word: str) -> bool:
    """Say whether a word names things that a number before it counts."""
    return bool(_COUNTED.match(word)) and word not in _NOT_COUNTED


def _join_numbers(found: Letters) -> Letters:
    """Join number words that stand together: "twenty", "-", "four" is one word of value 24."""
    code = "".join(found.letters)
    if "B" not in code:
        return found
    joined = Letters(found.text, offsets=found.offsets)
    at = 0
    for match in _NUMBER_WORDS.finditer(code):
        first, last = match.span()
        if code[first] == "a" and not found.word(first + 1).lower().startswith(_AFTER_AN_ARTICLE):
            first += 1
            if last - first < 2:
                continue
        numbers = [value for i in range(first, last) if code[i] != "a" and isinstance(value := found.values[i], int)]
        letter, value = _number_of(numbers)
        if code[last - 1] == "O":
            letter = "O"
        _copy(found, joined, at, first)
        joined.add(letter, value, found.starts[first], found.ends[last - 1])
        at = last
    _copy(found, joined, at, len(code))
    return joined


_AFTER_AN_ARTICLE = ("couple", "pair", "dozen", "hundred", "thousand")
_NUMBER_WORDS = re.compile(r"aB(?:-?B)*|B(?:-?B)+|[DN]B+|B-O")


def _copy(source: Letters, target: Letters, first: int, last: int) -> None:
    target.letters += source.letters[first:last]
    target.values += source.values[first:last]
    target.starts += source.starts[first:last]
    target.ends += source.ends[first:last]


def _number_of(numbers: list[int]) -> tuple[str, Value]:
    """Give the number that a run of number words names, and whether it is a year.

    >>> _number_of([19, 90, 6]), _number_of([2, 1000]), _number_of([20, 4])
    (('Y', 1996), ('B', 2000), ('B', 24))
    """
    if 11 <= numbers[0] <= 20 and len(numbers) > 1 and 10 <= numbers[1] <= 90:
        return "Y", 100 * numbers[0] + sum(numbers[1:])
    total = group = 0
    for number in numbers:
        if number == 1000:
            total, group = total + max(group, 1) * 1000, 0
        elif number == 100:
            group = max(group, 1) * 100
        else:
            group += number
    return "B", total + group
