"""Timex, Timex → bool, Timex: hours and the days beside them: "at dawn on Tuesday", "next Friday at 11 a.m."."""

from __future__ import annotations

import re
from dataclasses import replace

from dateline.records import Timex

_ON = re.compile(r"\s*(?:\(?[a-z]+ time\)?)?,?\s*(?:on\s+)?(?:the\s+)?", re.IGNORECASE)
_AT = re.compile(r",?\s+(?:at|around|about|by)?\s*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|to|until|or|[-–])\s*", re.IGNORECASE)
LONGEST_GAP = 40  # characters between an hour and its day


def tells_hour_of(timex: Timex, following: Timex, text: str) -> bool:
    """Say whether a time of day is that of the date after it: "at dawn on Tuesday", "8 a.m. to noon Tuesday"."""
    if not is_hour(timex) or following.span.start - timex.span.end > LONGEST_GAP:
        return False
    gap = (text, timex.span.end, following.span.start)
    hours = following.reading is not None and bool(following.reading.clock)
    return bool(_ON.fullmatch(*gap) or (hours and _AND.fullmatch(*gap)))


def on_day_before(hour: Timex, day: Timex, text: str) -> Timex:
    """Give a time of day the day that stands directly before it: "next Friday at 11 a.m."."""
    gap = text[day.span.end : hour.span.start] if hour.span.start - day.span.end < LONGEST_GAP else "."
    if day.precision != "day" or day.first == hour.first or hour.reading is None or not _AT.fullmatch(gap):
        return hour
    value = f"{day.value.partition('T')[0]}{hour.reading.clock}"
    return replace(
        hour, value=value, first=day.first, last=day.last, precision="day", basis=day.basis, anchor=day.anchor
    )


def is_hour(timex: Timex) -> bool:
    """Say whether an expression is a time of day alone."""
    reading = timex.reading
    return reading is not None and reading.kind == "offset" and reading.from_text and bool(reading.clock)
