"""Letters -> matched words: the parts that all rules for time expressions read alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dateline.find.date_tokens import Letters
from dateline.find.date_words import Value
from dateline.records import TimeReading, TimeUnit


@dataclass(frozen=True, slots=True)
class Matched:
    """The words that a rule matched: `code[first:last]` and what they stand for."""

    words: Letters
    code: str
    first: int
    last: int

    @property
    def letters(self) -> str:
        """Give the letters that were matched."""
        return self.code[self.first : self.last]

    def has(self, letters: str) -> bool:
        """Say whether any of the letters was matched."""
        return any(letter in self.letters for letter in letters)

    def value(self, letters: str) -> Value:
        """Give the value of the first word of these classes."""
        return next(iter(self.values(letters)), None)

    def values(self, letters: str) -> list[Value]:
        """Give the values of all words of these classes."""
        values = self.words.values
        return [values[i] for i in range(self.first, self.last) if self.code[i] in letters]

    def number(self, letters: str) -> int | None:
        """Give the first number among the words of these classes."""
        return next((value for value in self.values(letters) if isinstance(value, int)), None)

    def name(self, letters: str) -> str | None:
        """Give the first name among the words of these classes."""
        return next((value for value in self.values(letters) if isinstance(value, str)), None)


Reader = Callable[[Matched], TimeReading | None]

_UNIT_NAMES: dict[str, tuple[TimeUnit, int]] = {
    "second": ("second", 1),
    "minute": ("minute", 1),
    "hour": ("hour", 1),
    "day": ("day", 1),
    "weekend": ("weekend", 1),
    "week": ("week", 1),
    "fortnight": ("week", 2),
    "month": ("month", 1),
    "quarter": ("quarter", 1),
    "year": ("year", 1),
    "decade": ("decade", 1),
    "century": ("century", 1),
    "night": ("day", 1),
}


def unit_of(found: Matched) -> tuple[TimeUnit, int]:
    """Give the unit of time that was matched, and how many of it the word means."""
    names = [value for value in found.values("UVQCd") if isinstance(value, str)] or ["day"]
    return _UNIT_NAMES[names[-1 if found.has("V") and found.has("gb") else 0]]


def direction_of(found: Matched) -> tuple[int | None, bool]:
    """Give where "last", "next", "this" point, and whether they count from the text's own time."""
    name = found.name("lx")
    if name is not None:
        return (-1 if found.has("l") else 1), name in ("previous", "following")
    if found.has("k") or "z" in found.letters:
        return 0, True
    return (0, False) if found.has("hc") else (None, False)


def year_of(found: Matched) -> int | None:
    """Give the year that was matched; of two digits, a year of the last hundred; negative before Christ."""
    year = found.number("Y")
    if found.has("X"):
        era = found.number("X") or 1
        year = year if year is not None else found.number("ND")
        return None if year is None else year * era
    if year is not None and year < 100:
        return year + (1900 if year > 30 else 2000)
    return year
