"""TimeReading, year → Period: dates in a year, and which year one without it belongs to."""

from __future__ import annotations

import datetime as dt
import re

from dateline.records import TimeReading, Timex
from dateline.resolve.calendars import LAST_YEAR, in_gregorian_year, month_or_day, year_in
from dateline.resolve.date_context import Context
from dateline.resolve.date_values import (
    Period,
    day_period,
    made_day,
    month_period,
    nth_weekday,
    part_period,
    week_period,
    year_period,
)

SENTENCE = 60  # characters before a date in which "will" is looked for
FRESH_DAYS = 60  # before the report: such a day is of its own year, whatever year was just named
PARAGRAPH = 400  # characters within which a year just named still holds
_OPENS = re.compile(r"[.!?][\"”’']{0,2}\s+(?:In|On|By|Until|Since|That|From)\s+(?:early\s+|late\s+|mid-)?$")
_WILL = re.compile(r"\b(?:will|['’]ll)\s(?!have\b)[^.!?\n]*$", re.IGNORECASE)
_BEFORE_CHRIST = re.compile(r"BC(\d{4})")


def in_year(reading: TimeReading, year: int) -> Period | None:
    """Give the day, month, or part of a year that a reading names."""
    if not -9999 <= year <= dt.MAXYEAR:
        return None
    if reading.calendar:
        is_gregorian = reading.year is not None and reading.year > LAST_YEAR
        convert = in_gregorian_year if is_gregorian else month_or_day
        return convert(reading.calendar, year, reading.month or 1, reading.day)
    if reading.part:
        return part_period(year, reading.part)
    if reading.month is None:
        return year_period(year)
    if reading.weekday and reading.count is not None:
        return nth_weekday(year, reading.month, reading.weekday, int(reading.count))
    if reading.day is None:
        return month_period(year, reading.month)
    if year < 1:
        return Period(f"BC{-year:04d}-{reading.month:02d}-{reading.day:02d}", "day")
    day = made_day(year, reading.month, reading.day)
    if day is None:
        return None
    return week_period(day) if reading.unit == "week" else day_period(day)


def in_told_year(reading: TimeReading, told: Period) -> Period | None:
    """Give a date without its year in a history: in the year told last, or the next after its end."""
    if told.first is None:
        return in_year(reading, before) if (before := year_before_christ(told)) else None
    year = year_in(reading.calendar, told.first)
    if (
        reading.calendar is None
        and told.unit in ("day", "month")
        and reading.month
        and told.first.month - reading.month > 8
    ):
        year += 1
    return in_year(reading, year)


def year_before_christ(told: Period | None) -> int | None:
    """Give the year of a date before Christ, negative; such dates have no days of the calendar."""
    match = _BEFORE_CHRIST.match(told.value) if told is not None else None
    return -int(match[1]) if match else None


def is_fresh(reading: TimeReading, published: dt.date) -> bool:
    """Say whether a date without its year lies shortly before the report."""
    firsts = (period.first for year in (published.year - 1, published.year) if (period := in_year(reading, year)))
    return any(first is not None and 0 <= (published - first).days <= FRESH_DAYS for first in firsts)


def goes_on(timex: Timex, reading: TimeReading, context: Context) -> bool:
    """Say whether a sentence goes on in the year its paragraph has just named: "In 2011 ... In March, troops fired"."""
    told, published = context.last, context.published
    if told is None or told.first is None or context.last_span is None or published is None:
        return False
    text, start = context.document.text, timex.span.start
    between = text[context.last_span.end : start]
    named = context.year_named and told.first.year < published.year and not is_fresh(reading, published)
    return named and len(between) < PARAGRAPH and "\n" not in between and bool(_OPENS.search(between))


def is_to_come(timex: Timex, context: Context) -> bool:
    """Say whether a sentence of a history speaks of what is still to come: "He will be buried on 11 May"."""
    if not context.history:
        return False
    before = context.document.text[max(0, timex.span.start - SENTENCE) : timex.span.start]
    return bool(_WILL.search(before))
