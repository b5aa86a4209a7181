"""Timex, Context -> Period: the quarters of a report of results, and what they are set against."""

from __future__ import annotations

import re

from dateline.records import TimeReading, Timex
from dateline.resolve.date_context import Anchored, Context
from dateline.resolve.date_values import Period, made_day, period_of, shifted

REPORTED_DAYS = 300  # results of a quarter are told before the next year's
_YEAR_BEFORE = re.compile(
    r"(?:the\s+(?:quarter|period)\s+)?a\s+year\b|(?:the\s+)?year-|the\s+comparable\b", re.IGNORECASE
)
_SAME_PERIOD = re.compile(r"\b(?:corresponding|comparable|same|like)\s+(?:period|quarter)\s+(?:of\s+)?$", re.IGNORECASE)
_OF_PERIOD = re.compile(r"[’']s\s+(?:quarter|period)\b", re.IGNORECASE)
MONTHS_OF_YEAR = (6, 9)  # the months that a report of results tells of beside a quarter


def is_reported_quarter(period: Period, timex: Timex, context: Context) -> bool:
    """Say whether a quarter is the one that a report of results is about: a recent one, or one spoken of as past."""
    published = context.published
    if period.unit != "quarter" or period.value[-2] != "Q" or published is None:
        return False
    if period.first is None or period.last is None:
        return False
    if period.first <= published < period.last:  # the last quarter of a fiscal year may be over
        return context.quarter is None and context.direction(timex) < 0
    return 0 <= (published - period.last).days <= REPORTED_DAYS


def is_of_results(timex: Timex, context: Context) -> bool:
    """Say whether "a year earlier" or "last year's quarter" is what the results told are set against."""
    if _YEAR_BEFORE.match(timex.span.text):
        return True
    text = context.document.text
    before, after = text[max(0, timex.span.start - 40) : timex.span.start], text[timex.span.end : timex.span.end + 20]
    return bool(_SAME_PERIOD.search(before) or _OF_PERIOD.match(after))


def quarter_of(reading: TimeReading, context: Context) -> Anchored:
    """Anchor "the quarter", "last quarter", "the 1988 period"."""
    told = context.quarter.first if context.quarter and reading.from_text else None
    if told is None:
        if context.published is None:
            return None, None
        told = context.published if not reading.from_text else shifted(context.published, "month", -3)
    if told is None:
        return None, None
    name = "antecedent" if reading.from_text and context.quarter else "published"
    if reading.year is not None:
        moved = made_day(reading.year, told.month, 1)
    else:
        moved = shifted(told, "quarter", reading.count or 0)
    whole = context.months and reading.year is not None  # "the 1988 period" beside "the nine months"
    return (period_of(moved, "year" if whole else "quarter") if moved else None), name
