"""Hijri and Solar Hijri dates -> Gregorian days; how a source writes its numeric dates."""

from __future__ import annotations

import datetime as dt
import importlib
import re
from collections.abc import Sequence

from dateline.records import CalendarName, Report, Timex
from dateline.resolve.date_values import Period
from dateline.resolve.source_home import home_endings

# Countries whose papers write the month first (Unicode CLDR, short date formats), by the ending of their addresses.
_MONTH_FIRST = frozenset("us ph fm mh pw gu pr vi as mp".split())
_MONTH_FIRST_ENDINGS = frozenset("gov mil".split())
LAST_YEAR = 1600  # a year after it beside a Hijri month is Gregorian
_SLASHED = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}")


def year_in(calendar: CalendarName | None, day: dt.date) -> int:
    """Give the year of a calendar that holds a Gregorian day; about right outside the range of its tables."""
    if calendar == "solar-hijri":
        return day.year - 621 if (day.month, day.day) >= (3, 21) else day.year - 622
    if calendar == "hijri":
        return int((day.toordinal() - dt.date(622, 7, 19).toordinal()) / 354.367) + 1
    return day.year


def month_or_day(calendar: CalendarName, year: int, month: int, day: int | None) -> Period | None:
    """Give a month or day of a calendar in Gregorian days; None where the calendar or its tables have none.

    >>> month_or_day("solar-hijri", 1400, 1, 1).value
    '2021-03-21'
    """
    first = _converted(calendar, year, month, day or 1)
    if first is None:
        return None
    if day is not None:
        return Period(first.isoformat(), "day", first, first)
    following = _converted(calendar, year + month // 12, month % 12 + 1, 1)
    if following is None:
        return None
    last = following - dt.timedelta(days=1)
    return Period(f"{first.isoformat()}/{last.isoformat()}", "period", first, last)


def in_gregorian_year(calendar: CalendarName, year: int, month: int, day: int | None) -> Period | None:
    """Give "Ramadan 2023": the month or day that begins in a Gregorian year."""
    here = year_in(calendar, dt.date(year, 1, 1))
    found = (month_or_day(calendar, candidate, month, day) for candidate in (here - 1, here, here + 1))
    return next((period for period in found if period and period.first and period.first.year == year), None)


def _converted(calendar: CalendarName, year: int, month: int, day: int) -> dt.date | None:
    try:
        if calendar == "hijri":
            found = importlib.import_module("hijridate").Hijri(year, month, day).to_gregorian()
        else:
            found = importlib.import_module("persiantools.jdatetime").JalaliDate(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return dt.date(found.year, found.month, found.day)


def is_month_first(report: Report, timexes: Sequence[Timex]) -> bool | None:
    """Say whether a report writes 03/04 for March 4, by its other dates or its source's country; None: not known."""
    orders = {_order_of(timex.span.text) for timex in timexes if timex.span.text[:1].isdigit()} - {None}
    if len(orders) == 1:
        return orders.pop()
    language = (report.language or "").replace("_", "-").lower()
    if language.startswith("en-"):
        return language.removeprefix("en-") in _MONTH_FIRST
    for ending in home_endings(report):
        if ending in _MONTH_FIRST | _MONTH_FIRST_ENDINGS:
            return True
        if len(ending) == 2:
            return False
    return None


def _order_of(words: str) -> bool | None:
    match = _SLASHED.match(words)
    first, second = (int(match[1]), int(match[2])) if match else (0, 0)
    if (first > 12) == (second > 12):
        return None
    return second > 12
