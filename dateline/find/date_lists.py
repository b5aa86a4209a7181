"""Matched words → readings: days that share a month: "3 and 5 May", "May 3-5", "May 2, 3 and 4"."""

from __future__ import annotations

import re

from dateline.find.date_matches import Matched, year_of
from dateline.find.date_tokens import counts
from dateline.records import TimeReading

_LIST_AFTER_MONTH = re.compile(r"M[DO](?:,[DO]){0,30},?&[DO](?=[,|jpAi]|$)")


def read_listed_day(found: Matched) -> TimeReading | None:
    """Read the first day of "3 and 5 May" or "20-22 March": its month stands after the last."""
    day = found.number("DO")
    at = found.code.index("M", found.last)
    month = found.words.values[at]
    year = re.compile(r"\.?,?o?Y").match(found.code, at + 1)
    if day is None or not 1 <= day <= 31 or not isinstance(month, int):
        return None
    value = found.words.values[year.end() - 1] if year else None
    return TimeReading(kind="date", month=month, day=day, year=value if isinstance(value, int) else None)


def read_second_day(found: Matched) -> TimeReading | None:
    """Read the last day of "May 3-5": its month stands before the first."""
    at = found.code.rindex("M", 0, found.first)
    month, day = found.words.values[at], found.number("DO")
    if day is None or not 1 <= day <= 31 or not isinstance(month, int) or counts(found.words.word(found.last)):
        return None
    return TimeReading(kind="date", month=month, day=day, year=year_of(found), from_text=not found.has("Y"))


def read_listed_after(found: Matched) -> TimeReading | None:
    """Read the second and third day of "May 2, 3 and 4"."""
    at = found.code.rfind("M", max(0, found.first - 64), found.first)
    listed = _LIST_AFTER_MONTH.match(found.code, at) if at >= 0 else None
    if listed is None or listed.end() < found.last:
        return None
    days = [found.words.values[k] for k in range(at, listed.end()) if found.code[k] in "DO"]
    numbers = [day for day in days if isinstance(day, int)]
    return read_second_day(found) if numbers == sorted(set(numbers)) else None
