"""Calendar arithmetic in TIMEX3 terms: a stretch of days, its value, and the stretch some units away from it."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from dateline.records import DatePrecision, TimeReading, TimeUnit

_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # first month; each lasts three
_FEASTS = {"EASTER": 0, "GOODFRIDAY": -2, "EASTERMONDAY": 1, "PALMSUNDAY": -7, "ASHWEDNESDAY": -46}  # days from Easter
_PRECISIONS: dict[str, DatePrecision] = {"day": "day", "week": "week", "month": "month", "year": "year"}
_MONTHS_IN: dict[str, int] = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS_IN: dict[str, int] = {"day": 1, "week": 7, "weekend": 7}
_LETTERS: dict[str, str] = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "week": "W",
    "weekend": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
}
_HALVES: dict[str, str] = {"year": "6M"}  # decimals elsewhere: "PT2.5H"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar: its TIMEX3 value, its first and last day, and the unit it is told in."""

    value: str
    unit: TimeUnit
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def precision(self) -> DatePrecision | None:
        """Give the precision of the days, if there are any."""
        return _PRECISIONS.get(self.unit, "range") if self.first else None


def day_period(day: dt.date) -> Period:
    """Give one day."""
    return Period(day.isoformat(), "day", day, day)


def week_period(day: dt.date) -> Period:
    """Give the ISO week that holds a day."""
    year, week, weekday = day.isocalendar()
    first = _moved(day, 1 - weekday)
    return Period(f"{year:04d}-W{week:02d}", "week", first, _moved(first, 6))


def weekend_period(day: dt.date) -> Period:
    """Give the weekend of the ISO week that holds a day."""
    week = week_period(day)
    first = _moved(week.first or day, 5)
    return Period(f"{week.value}-WE", "weekend", first, _moved(first, 1))


def month_period(year: int, month: int) -> Period:
    """Give a month."""
    if year < 1:
        return Period(f"BC{-year:04d}-{month:02d}", "month")
    return _months_from(year, month, 1, value=f"{year:04d}-{month:02d}", unit="month")


def year_period(year: int) -> Period:
    """Give a year; years before Christ are negative and hold no days."""
    if year < 1:
        return Period(f"BC{-year:04d}", "year")
    return _months_from(year, 1, 12, value=f"{year:04d}", unit="year")


def part_period(year: int, part: str) -> Period | None:
    """Give a season, quarter or half of a year (SP, Q3, H1), or a feast."""
    if year < 1:
        return Period(f"BC{-year:04d}-{part}", "quarter") if len(part) == 2 else None
    value = f"{year:04d}-{part}"
    if part in _SEASONS:
        return _months_from(year, _SEASONS[part], 3, value=value, unit="quarter")
    if part[0] == "Q":
        return _months_from(year, 3 * int(part[1]) - 2, 3, value=value, unit="quarter")
    if part[0] == "H":
        return _months_from(year, 6 * int(part[1]) - 5, 6, value=value, unit="period")
    return _feast(year, part)


def decade_period(year: int) -> Period:
    """Give the ten years that begin with `year`."""
    first = 10 * (year // 10)
    return _months_from(first, 1, 120, value=f"{first // 10:03d}", unit="decade")


def century_period(year: int) -> Period:
    """Give the hundred years that begin with `year`."""
    if year < 0:
        return Period(f"BC{-year // 100:02d}", "century")
    return _months_from(max(year, 1), 1, 1200, value=f"{year // 100:02d}", unit="century")


def period_of(day: dt.date, unit: TimeUnit) -> Period:
    """Give the stretch of a unit that holds a day."""
    if unit == "week":
        return week_period(day)
    if unit == "weekend":
        return weekend_period(day)
    if unit == "month":
        return month_period(day.year, day.month)
    if unit == "quarter":
        return part_period(day.year, f"Q{(day.month + 2) // 3}") or day_period(day)
    if unit == "year":
        return year_period(day.year)
    if unit == "decade":
        return decade_period(day.year)
    return century_period(day.year // 100 * 100) if unit == "century" else day_period(day)


def shifted(day: dt.date, unit: TimeUnit, count: float) -> dt.date | None:
    """Give the day some units before or after a day; None outside the calendar.

    >>> shifted(dt.date(2020, 3, 31), "month", -1)
    datetime.date(2020, 2, 29)
    """
    if unit in _MONTHS_IN:
        months = 12 * day.year + day.month - 1 + round(count * _MONTHS_IN[unit])
        year, month = months // 12, months % 12 + 1
        if not dt.MINYEAR <= year <= dt.MAXYEAR:
            return None
        return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    try:
        return day + dt.timedelta(days=round(count * _DAYS_IN.get(unit, 0)))
    except OverflowError:
        return None


def length_value(unit: TimeUnit, count: float | None) -> str:
    """Give a duration as TIMEX3 writes it.

    >>> length_value("week", 3), length_value("hour", 2.5), length_value("day", None)
    ('P3W', 'PT2.5H', 'PXD')
    """
    if unit == "decade" and count is not None and count > 1:
        unit, count = "year", 10 * count  # as ISO 8601, which knows no decades
    letters = _LETTERS.get(unit, "X")
    if count is not None and count % 1 == 0.5 and unit in _HALVES:
        whole, half = f"{int(count)}" if count > 1 else "", _HALVES[unit]
        start = "PT" if letters[0] == "T" else "P"
        return f"{start}{whole}{letters[-1] if whole else ''}{half}"
    number = "X" if count is None else f"{count:g}"
    if len(letters) == 2 and letters[0] == "T":
        return f"PT{number}{letters[1]}"
    return f"P{number}{letters}"


def made_day(year: int, month: int, day: int) -> dt.date | None:
    """Give a day, or None where the calendar has none ("February 30")."""
    if not dt.MINYEAR <= year <= dt.MAXYEAR or not 1 <= month <= 12:
        return None
    return dt.date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _moved(day: dt.date, days: int) -> dt.date:
    return shifted(day, "day", days) or day


def _months_from(year: int, month: int, months: int, *, value: str, unit: TimeUnit) -> Period:
    first = made_day(year, month, 1)
    after = first and shifted(first, "month", months)
    last = _moved(after, -1) if after else dt.date.max
    return Period(value, unit, first, last) if first else Period(value, unit)


def _feast(year: int, name: str) -> Period | None:
    if name in _FEASTS:
        return day_period(_moved(_easter(year), _FEASTS[name]))
    if name == "THANKSGIVING":  # the fourth Thursday of November
        first = dt.date(year, 11, 1)
        return day_period(_moved(first, (3 - first.weekday()) % 7 + 21))
    day = made_day(year, int(name[:2]), int(name[3:]))
    return day_period(day) if day else None


def _easter(year: int) -> dt.date:
    """Give Easter Sunday by the anonymous Gregorian computus (Nature, 1876)."""
    century, rest = divmod(year, 100)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * (year % 19) + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, number: int) -> Period | None:
    """Give "the second Tuesday of June"; -1 is the last.

    >>> nth_weekday(2022, 6, 2, 2).value, nth_weekday(2022, 6, 2, -1).value
    ('2022-06-14', '2022-06-28')
    """
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    days = [dt.date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]
    named = [day for day in days if day.isoweekday() == weekday]
    index = number - 1 if number > 0 else number
    return day_period(named[index]) if -len(named) <= index < len(named) else None


def open_value(reading: TimeReading) -> str:
    """Give the value of an expression that has no anchor."""
    clock = reading.clock or ""
    if reading.kind == "offset":
        if reading.direction and reading.count is None:
            return "FUTURE_REF" if reading.direction > 0 else "PAST_REF"
        forms = {"week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX", "year": "XXXX"}
        return forms.get(reading.unit or "day", "XXXX-XX-XX") + clock
    if reading.calendar:
        return "XXXX-XX-XX" if reading.day else "XXXX-XX"
    if reading.weekday and not reading.day:
        return f"XXXX-WXX-{reading.weekday}{clock}"
    if reading.part:
        return f"XXXX-{reading.part}"
    month = f"{reading.month:02d}" if reading.month else "XX"
    year = f"{reading.year:04d}" if reading.year and reading.year > 0 else "XXXX"
    if not reading.day:
        return f"{year}-{month}"
    valid = made_day(reading.year or 2000, reading.month or 1, reading.day) is not None
    return f"{year}-{month}-{reading.day:02d}{clock}" if valid else f"{year}-{month}-XX"


def set_value(reading: TimeReading) -> str:
    """Give the value of a repeated time: "every Friday" is XXXX-WXX-5, "every month" P1M, "daily" XXXX-XX-XX."""
    clock = reading.clock or ""
    if reading.weekday:
        return f"XXXX-WXX-{reading.weekday}{clock}"
    if reading.month:
        return f"XXXX-{reading.month:02d}" + (f"-{reading.day:02d}" if reading.day else "")
    if reading.part:
        return f"XXXX-{reading.part}"
    unit = reading.unit or "day"
    forms: dict[TimeUnit, str] = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX", "year": "XXXX"}
    if (reading.count is None or clock) and unit in forms:
        return forms[unit] + clock
    return length_value(unit, reading.count or 1)
