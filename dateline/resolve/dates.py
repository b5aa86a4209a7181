"""Timex..., Document -> Timex...: anchor times on the report's date or on the dates before them in the text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.records import Anchor, Basis, Document, TimeReading, Timex
from dateline.resolve.calendars import is_month_first, year_in
from dateline.resolve.date_context import Anchored, Context
from dateline.resolve.date_history import is_history
from dateline.resolve.date_hours import is_hour, on_day_before, tells_hour_of
from dateline.resolve.date_intervals import with_shared_years
from dateline.resolve.date_results import MONTHS_OF_YEAR, is_of_results, is_reported_quarter, quarter_of
from dateline.resolve.date_values import (
    Period,
    century_period,
    day_period,
    decade_period,
    length_value,
    made_day,
    open_value,
    period_of,
    set_value,
    shifted,
    year_period,
)
from dateline.resolve.date_years import goes_on, in_told_year, in_year, is_to_come, year_before_christ
from dateline.resolve.happenings import anchor_on_happenings

RECENT_DAYS = 7  # codebook, section 3: "in recent days", "days later"
NEAR_DAYS = 120  # a day without its year that lies this near ahead is not the one of last year
VERY_NEAR_DAYS = 65  # ... even where the clause is in the past
NAMED_DAYS = 400  # "Monday, 4 August" is no day of another year than the last or next: the weekday is an error then
BRACKET = 60  # characters before a date in which an open bracket is looked for
_FOR_AN_AIM = re.compile(r"\bfor\s+(?:an?|another)\s+(?:[\w’'-]+\s+){1,4}in\s+$", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|within)\s+$", re.IGNORECASE)
_SPANNED = re.compile(r"\b(?:first|second|third|fourth|fifth|last|only|most|least|\w{3,}est)\b", re.IGNORECASE)
_FROM_NOW = re.compile(r"\s+from\s+now\b", re.IGNORECASE)
_FOR = re.compile(r"\bfor\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_PERFECT = re.compile(r"\b(?:has|have|['’]ve)\b", re.IGNORECASE)


def resolve_dates(timexes: Sequence[Timex], document: Document) -> tuple[Timex, ...]:
    """Anchor the time expressions of a document: fill value, first and last day, precision.

    A date without its year is the nearest one, rather past than future unless the clause speaks of the future; "the
    same day" and "days later" count from the last date before them. In a text that mostly tells of years long before
    its publication a date without its year belongs to the year told last.
    """
    context = Context(document, is_history(timexes, document), is_month_first(document.report, timexes))
    ready = with_shared_years(timexes, document)
    context.asides = _years_ahead(ready)
    context.read_dateline(document.dateline_day or _day_of_dateline(ready, context))
    resolved: list[Timex] = []
    while len(resolved) < len(ready):
        last = first = len(resolved)
        while last + 1 < len(ready) and tells_hour_of(ready[last], ready[last + 1], document.text):
            last += 1
        hours = [_resolve(timex, context) for timex in reversed(ready[first : last + 1])]  # the day before its hours
        resolved.extend(reversed(hours))
        if first and is_hour(ready[first]) and first == last:
            resolved[first] = on_day_before(resolved[first], resolved[first - 1], document.text)
    return anchor_on_happenings(resolved, document)


def _day_of_dateline(timexes: Sequence[Timex], context: Context) -> dt.date | None:
    """Give the day that a dateline names without its year: "CAIRO, May 8"."""
    blocks = [block for block in context.document.blocks if block.kind == "dateline"]
    for timex in timexes:
        reading = timex.reading
        inside = any(block.start <= timex.span.start < block.end for block in blocks)
        if inside and reading is not None and reading.kind == "date" and reading.day and reading.month:
            return _resolve(timex, context).first
    return None


def _years_ahead(timexes: Sequence[Timex]) -> frozenset[int]:
    """Find the bare years that run ahead of the one year told before and after: "a campaign planned for 1976"."""
    told = [(timex.span.start, timex.reading) for timex in timexes if timex.reading and timex.reading.year]
    return frozenset(
        start
        for (_, before), (start, here), (_, after) in zip(told, told[1:], told[2:], strict=False)
        if here.month is None and here.part is None and not here.unit
        if before.year == after.year and (after.year or 0) < (here.year or 0)
    )


def _resolve(timex: Timex, context: Context) -> Timex:
    reading = timex.reading
    if reading is None:
        return timex
    if _is_present(timex, reading, context):
        reading = TimeReading(kind="ref", part="PRESENT_REF")
    if reading.kind == "ref":
        return _resolve_ref(timex, reading, context)
    if reading.kind == "event":
        return replace(timex, value="XXXX-XX-XX")
    if reading.kind == "set":
        return replace(timex, value=set_value(reading))
    if reading.kind == "length":
        return _resolve_length(timex, reading, context)
    if reading.kind == "ambiguous":
        if context.month_first is None:
            return replace(timex, value=f"{reading.year:04d}-XX-XX")
        if not context.month_first:
            reading = replace(reading, month=reading.day, day=reading.month)
        reading = replace(reading, kind="date")
    period, relative_to = (_date if reading.kind == "date" else _offset)(timex, reading, context)
    return _anchored(timex, reading, context, (period, relative_to))


def _anchored(timex: Timex, reading: TimeReading, context: Context, anchored: Anchored) -> Timex:
    period, relative_to = anchored
    if period is None:
        return replace(timex, value=open_value(reading), calendar=reading.calendar)
    anchor = _anchor_of(reading, relative_to, context) if period.first is not None else None
    is_told = period.first is not None or period.value.startswith("BC")
    if is_told and not (context.history and _looks_away(timex, reading, relative_to, context)):
        context.last, context.last_span = period, timex.span
        carried = context.year_named and relative_to == "antecedent"
        told = period.first is not None and str(period.first.year) in timex.span.text
        before = context.document.text[max(0, timex.span.start - 7) : timex.span.start].lower()
        context.year_named = carried or (told and not before.endswith(("since ", "until ", "after ")))
        if is_reported_quarter(period, timex, context):
            context.quarter, context.quarter_span, context.months = period, timex.span, False
    value = period.value + reading.clock if reading.clock and period.unit == "day" else period.value
    return replace(
        timex,
        value=value,
        first=period.first,
        last=period.last,
        precision=period.precision,
        basis=_basis_of(reading, anchor) if period.first is not None else None,
        anchor=anchor,
        calendar=reading.calendar,
    )


def _anchor_of(reading: TimeReading, relative_to: str | None, context: Context) -> Anchor | None:
    """Give what an expression was counted from, before it becomes the last date told itself."""
    if relative_to == "antecedent":
        quarter = reading.unit == "quarter" and context.quarter is not None
        told, span = (context.quarter, context.quarter_span) if quarter else (context.last, context.last_span)
        if told is not None and told.first is not None:
            return Anchor(kind="date", day=told.first, span=span)
    if relative_to is None or context.published is None:
        return None
    return Anchor(kind="dateline" if context.is_from_dateline else "published", day=context.published)


def _basis_of(reading: TimeReading, anchor: Anchor | None) -> Basis:
    if anchor is not None and anchor.kind in ("date", "event"):
        return "inferred"
    return "report" if anchor is not None and reading.from_text else "stated"


def _looks_away(timex: Timex, reading: TimeReading, relative_to: str | None, context: Context) -> bool:
    """Say whether an expression leaves the thread of a history.

    "Two years earlier", "this year", "since 1890", "the 1907 treaty", and all that stands in brackets leave it.
    """
    if (
        relative_to == "published"
        or timex.span.start in context.asides
        or (reading.kind == "offset" and (reading.count or 0) < 0)
    ):
        return True
    before = context.document.text[max(0, timex.span.start - BRACKET) : timex.span.start].lower()
    is_year = reading.year is not None and reading.month is None and reading.part is None
    return (
        reading.unit in ("decade", "century")
        or before.rfind("(") > before.rfind(")")
        or before.endswith(("since ", "until "))
        or (is_year and before.endswith("the "))
    )


def _date(timex: Timex, reading: TimeReading, context: Context) -> Anchored:
    """Anchor a date told by its parts."""
    if reading.unit in ("decade", "century"):
        year = reading.year or 0
        return (decade_period(year) if reading.unit == "decade" else century_period(year)), None
    if reading.year is not None:
        return in_year(reading, reading.year), None
    if reading.unit == "year":
        base = _base(reading, context)
        if base is None:
            return None, None
        return in_year(reading, base.year + int(reading.count or 0)), _name(reading, context)
    if reading.month is None and reading.part is None:
        return _weekday_or_day(timex, reading, context)
    to_come = is_to_come(timex, context)
    carried = context.history or goes_on(timex, reading, context)
    if carried and not to_come and reading.direction is None and context.last:
        return in_told_year(reading, context.last), "antecedent"
    base = context.published if to_come else _base(reading, context)
    if base is None:
        return None, None
    return _nearest(timex, reading, context, base), "published" if to_come else _name(reading, context)


def _base(reading: TimeReading, context: Context) -> dt.date | None:
    """Give the day from which an expression counts."""
    return context.last.first if context.last is not None and _is_told(reading, context) else context.published


def _name(reading: TimeReading, context: Context) -> str:
    return "antecedent" if context.last is not None and _is_told(reading, context) else "published"


def _is_told(reading: TimeReading, context: Context) -> bool:
    """Say whether an expression counts from the text's own time; "last year" and "ten years ago" never do."""
    ago = reading.kind == "offset" and (reading.direction == -1 or (reading.count == -1 and reading.unit != "day"))
    return reading.from_text or (context.history and not ago)


def _is_present(timex: Timex, reading: TimeReading, context: Context) -> bool:
    """Say whether "today" in a history is the time of its writing, and not that of somebody quoted."""
    if not context.history or reading.kind != "offset" or timex.span.text.lower() != "today":
        return False
    text = context.document.text
    paragraph = text[text.rfind("\n", 0, timex.span.start) + 1 : timex.span.start]
    return paragraph.count('"') % 2 == 0 and paragraph.count("“") <= paragraph.count("”")


def _weekday_or_day(timex: Timex, reading: TimeReading, context: Context) -> Anchored:
    if reading.weekday is None:
        return _day_of_told_month(reading, context), "antecedent"
    base = _base(reading, context) if reading.from_text else context.published
    if base is None:
        return None, None
    name = _name(reading, context) if reading.from_text else "published"
    since = (base.isoweekday() - reading.weekday) % 7
    if reading.direction == -1:
        days = -(since or 7)
    elif reading.direction == 1 or (reading.direction is None and since and context.direction(timex) > 0):
        days = 7 - since
    elif reading.direction == 0 and not reading.from_text:
        days = reading.weekday - base.isoweekday()
    else:
        days = -since
    day = shifted(base, "day", days)
    return (day_period(day) if day else None), name


def _day_of_told_month(reading: TimeReading, context: Context) -> Period | None:
    """Give "the 28th" of the month told last."""
    base = context.last.first if context.last else context.published
    if base is None or reading.day is None:
        return None
    day = made_day(base.year, base.month, reading.day)
    return day_period(day) if day else None


def _nearest(timex: Timex, reading: TimeReading, context: Context, base: dt.date) -> Period | None:
    """Give the nearest date without its year: rather past than future, unless the words say otherwise."""
    here = year_in(reading.calendar, base)
    periods = [period for year in range(here - 9, here + 10) if (period := in_year(reading, year))]
    if reading.weekday and reading.day:
        named = [
            period
            for period in periods
            if period.first
            and period.first.isoweekday() == reading.weekday
            and abs((period.first - base).days) < NAMED_DAYS
        ]
        if named:
            return min(named, key=lambda period: abs(((period.first or base) - base).days))
    past = [period for period in periods if period.first and period.first <= base]
    ahead = [period for period in periods if period.first and period.first > base]
    if not past or not ahead:
        return past[-1] if past else ahead[0] if ahead else None
    return _choose(timex, reading, context, base, nearest=(past[-1], ahead[0]))


def _choose(
    timex: Timex, reading: TimeReading, context: Context, published: dt.date, *, nearest: tuple[Period, Period]
) -> Period | None:
    past, ahead = nearest
    if past.first is None or past.last is None or ahead.first is None:
        return None
    running = past.last >= published
    if reading.direction == -1:
        return in_year(reading, year_in(reading.calendar, past.first) - 1) if running else past
    if reading.direction == 1:
        return ahead
    if reading.direction == 0:
        return past if running or past.first.year == published.year else ahead
    if running:
        return past
    direction = context.direction(timex)
    until = (ahead.first - published).days
    if direction > 0:
        before = context.document.text[max(0, timex.span.start - BRACKET) : timex.span.start]
        aim = reading.month is not None and reading.day is None and _FOR_AN_AIM.search(before)
        return ahead if aim or (published - past.last).days > VERY_NEAR_DAYS or until < NEAR_DAYS else past
    return ahead if until < (VERY_NEAR_DAYS if direction < 0 else NEAR_DAYS) else past


def _offset(timex: Timex, reading: TimeReading, context: Context) -> Anchored:
    """Anchor "yesterday", "last week", "two days later", "the same day"."""
    unit = reading.unit or "day"
    if unit == "quarter":
        return quarter_of(reading, context)
    name = _name(reading, context)
    before_christ = year_before_christ(context.last) if name == "antecedent" else None
    if before_christ and unit == "year" and reading.count is not None:
        year = before_christ + int(reading.count)
        return year_period(year + (year >= 0)), None
    base = _base(reading, context)
    if base is None:
        return None, None
    if reading.count is None:
        return _vague(reading, base), name
    if unit == "year" and reading.count == -1 and context.quarter is not None and context.quarter.first is not None:
        before = shifted(context.quarter.first, "year", -1)
        if before is not None and is_of_results(timex, context):
            return period_of(before, "year" if context.months else "quarter"), "antecedent"
    count = reading.count
    if unit == "weekend" and count == 0 and reading.direction is None and base.isoweekday() < 6:
        count = 0 if context.direction(timex) > 0 else -1
    if reading.from_text and context.last is not None and context.last.last and count > 0:
        base = context.last.last if unit == "day" else base
    day = shifted(base, unit, count)
    if day is None:
        return None, None
    if count == 0 and context.last is not None and reading.from_text and context.last.unit != "day" and unit == "day":
        if reading.clock and not context.history and context.published is not None:
            return day_period(context.published), "published"  # "at noon" is of the report's day, not of a month
        return None, None  # "the same day" after a month or a year
    return period_of(day, unit), name


def _vague(reading: TimeReading, base: dt.date) -> Period | None:
    """Give "days later", "a few days ago": the codebook's window; longer units stay open."""
    ahead = (reading.direction or 1) > 0
    value = "FUTURE_REF" if ahead else "PAST_REF"
    days = {"day": RECENT_DAYS, "week": 28}.get(reading.unit or "", 0)
    if not days:
        return Period(value, "period")
    first, last = (shifted(base, "day", 1), shifted(base, "day", days))
    if not ahead:
        first, last = shifted(base, "day", -days), shifted(base, "day", -1)
    return Period(value, "period", first, last) if first and last else None


def _resolve_ref(timex: Timex, reading: TimeReading, context: Context) -> Timex:
    """Give "now", "recently", "in recent days"."""
    value = reading.part or "PRESENT_REF"
    published, told = context.published, context.last
    if reading.from_text and context.history and told is not None and told.first is not None:
        anchor = _anchor_of(reading, "antecedent", context)
        days = replace(timex, first=told.first, last=told.last, precision=told.precision)
        return replace(days, value=told.value, basis="inferred", anchor=anchor)
    if published is None or (reading.unit not in ("day", "week") and value != "PRESENT_REF"):
        return replace(timex, value=value)
    if reading.unit is None:
        return replace(timex, value=value)
    first = shifted(published, "day", 1 - (RECENT_DAYS if reading.unit == "day" else 28))
    anchor = _anchor_of(reading, "published", context)
    return replace(timex, value=value, first=first, last=published, precision="range", basis="stated", anchor=anchor)


def _resolve_length(timex: Timex, reading: TimeReading, context: Context) -> Timex:
    """Give a duration and, where it ends or begins at an anchor, its days."""
    unit = reading.unit or "day"
    timex = replace(timex, value=length_value(unit, reading.count))
    if unit == "month" and reading.count in MONTHS_OF_YEAR and timex.span.text.lower().startswith("the "):
        context.months = True
    ahead_by = _time_from_now(timex, reading, context)
    if ahead_by is not None:
        return ahead_by
    since = reading.since or _is_perfect(timex, context)
    base = _base(reading, context) if since else None
    if base is None or unit in ("hour", "minute", "second"):
        return timex
    count = reading.count
    if count is None:
        count = {"day": RECENT_DAYS, "week": 4}.get(unit)
    if count is None:
        return timex
    ahead = (reading.direction or -1) > 0
    other = shifted(base, unit, count if ahead else -count)
    if other is None:
        return timex
    first, last = (base, other) if ahead else (other, base)
    anchor = _anchor_of(reading, _name(reading, context), context)
    return replace(
        timex,
        first=first,
        last=last,
        precision="range",
        basis=_basis_of(reading, anchor),
        anchor=anchor,
    )


def _time_from_now(timex: Timex, reading: TimeReading, context: Context) -> Timex | None:
    """Give the days of "in two weeks" where the clause speaks of the future, and of "two weeks from now"."""
    text, unit = context.document.text, reading.unit
    before, after = text[max(0, timex.span.start - 7) : timex.span.start], text[timex.span.end : timex.span.end + 10]
    from_now = bool(_FROM_NOW.match(after))
    if reading.count is None or unit not in ("day", "week", "month", "year") or context.published is None:
        return None
    clause = text[max(0, timex.span.start - BRACKET) : timex.span.start]
    spans = bool(_SPANNED.search(clause)) or after.startswith(" of ")  # "the first visit in two years"
    if not from_now and (spans or not (_IN.search(before) and context.direction(timex) > 0)):
        return None
    day = shifted(context.published, unit, reading.count)
    if day is None:
        return None
    period = period_of(day, unit)
    anchor = _anchor_of(reading, "published", context)
    return replace(
        timex, first=period.first, last=period.last, precision=period.precision, basis="stated", anchor=anchor
    )


def _is_perfect(timex: Timex, context: Context) -> bool:
    """Say whether a duration runs until now: "have held the square for over a week"."""
    before = context.document.text[max(0, timex.span.start - 120) : timex.span.start]
    clause = re.split(r"[.!?\n]\s*", before)[-1]
    opening = _FOR.search(clause)
    if opening is None:
        return False
    fronted = not clause[: opening.start()].strip()
    after = context.document.text[timex.span.end : timex.span.end + 120] if fronted else ""
    return bool(_PERFECT.search(clause) or _PERFECT.search(re.split(r"[.!?\n]", after)[0]))
