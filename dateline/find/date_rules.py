"""Letters -> readings: what each pattern of time words says (TimeML's TIMEX3).

A rule is a pattern over the letters of `date_words.py` and a function that reads the words it matched. The first rule
that matches wins, so the longer patterns of a group stand first.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dateline.find.date_lists import read_listed_after, read_listed_day, read_second_day
from dateline.find.date_matches import Matched, Reader, direction_of, unit_of, year_of
from dateline.find.date_names import follows_a_happening, is_hoped, names_a_body, names_a_paper
from dateline.find.date_tokens import counts
from dateline.find.date_words import OTHER_MONTHS
from dateline.records import TimeReading


def read_date(found: Matched) -> TimeReading | None:
    """Read a date by its parts: year, month, day, weekday."""
    direction, from_text = direction_of(found)
    day = found.number("DO")
    if day is not None and not 1 <= day <= 31:
        return None
    year = year_of(found)
    if year is None and found.has("U") and direction is not None and found.name("U") != "month":
        return _date_of_year(found, direction, from_text=from_text)
    month = found.number("M")
    if month is not None and year is None and names_a_body(found):
        return None
    if names_a_paper(found):
        return None
    clock = _clock_of(found) or (f"T{name}" if (name := found.name("P")) else None)
    return TimeReading(
        kind="date",
        year=year,
        month=month,
        day=day,
        weekday=found.number("W"),
        direction=None if found.has("Y") else direction,
        from_text=from_text,
        clock=clock,
    )


def read_nth_weekday(found: Matched) -> TimeReading | None:
    """Read "the second Tuesday of June 2022" and "the last Sunday in May"."""
    number = found.number("O") if found.has("O") else -1
    return TimeReading(
        kind="date", weekday=found.number("W"), month=found.number("M"), year=year_of(found), count=number
    )


def read_week_of(found: Matched) -> TimeReading | None:
    """Read "the week of January 13"."""
    reading = read_date(found)
    return replace(reading, unit="week") if reading is not None and found.name("U") == "week" else None


def _date_of_year(found: Matched, direction: int, *, from_text: bool) -> TimeReading | None:
    """Read "July last year", "January 24 of the same year", "the third quarter of this year"."""
    if found.name("U") != "year":
        return None
    return TimeReading(
        kind="date",
        unit="year",
        count=direction,
        from_text=from_text,
        month=found.number("M"),
        day=found.number("DO") if found.has("M") else None,
        part=_part(found),
    )


def _part(found: Matched) -> str | None:
    """Give the part of a year that was matched: SP, Q3, H1."""
    if found.has("S"):
        return found.name("S")
    if found.has("v"):
        return found.name("v")
    ordinal = found.number("O")
    if ordinal is None and found.has("lfex"):
        ordinal = 1 if found.has("e") else 2
    if found.has("Q"):
        return f"Q{ordinal}" if ordinal and 1 <= ordinal <= 4 else None
    return f"H{ordinal}" if found.has("K") and ordinal in (1, 2) else None


def read_part(found: Matched) -> TimeReading | None:
    """Read a season, quarter or half of a year."""
    part = _part(found)
    if part is None:
        return None
    direction, from_text = direction_of(found)
    if found.has("K") and not found.has("U"):
        direction = None
    if (found.has("U") and found.letters.find("-") >= 0) or found.has("bg"):
        return TimeReading(kind="date", unit="year", count=-1, part=part)
    if found.has("U") and direction is not None:
        return TimeReading(kind="date", unit="year", count=direction, from_text=from_text, part=part)
    return TimeReading(kind="date", year=year_of(found), part=part, direction=direction, from_text=from_text)


def read_last_quarter(found: Matched) -> TimeReading:
    """Read "the last quarter of 2019": the fourth."""
    return TimeReading(kind="date", year=year_of(found), part="Q4")


def read_day_of_month(found: Matched) -> TimeReading | None:
    """Read "the 28th of that month" or "on the 20th"."""
    if found.has("U") and found.name("U") != "month":
        return None
    day = found.number("O")
    if day is None or day > 31 or not found.words.word(found.first + 1)[:1].isdigit():
        return None
    return TimeReading(kind="date", day=day, from_text=True)


SOLAR_YEARS = (1300, 1420)  # years first in a numeric date that are of the Solar Hijri calendar
_SEPARATOR = re.compile(r"[-/.T :]")


def read_numeric(found: Matched) -> TimeReading | None:
    """Read "2020-01-27", "27/01/2020"; a date that can be read in two ways stays ambiguous."""
    name = found.name("I") or ""
    parts = _SEPARATOR.split(name.rstrip("Z"))
    first, second, third = (int(part) for part in parts[:3])
    if len(parts[0]) == 4:
        if not (1 <= second <= 12 and 1 <= third <= 31):
            return None
        if "/" in name and SOLAR_YEARS[0] <= first <= SOLAR_YEARS[1]:
            return TimeReading(kind="date", calendar="solar-hijri", year=first, month=second, day=third)
        clock = f"T{':'.join(parts[3:])}" if len(parts) > 3 else found.name("T")
        return TimeReading(kind="date", year=first, month=second, day=third, clock=clock)
    if len(parts[2]) == 2:
        if "." in name or "-" in name:
            return None
        third += 2000 if third <= 50 else 1900
    if first == second <= 12 or first > 12 >= second:
        day, month = first, second
    elif second > 12 >= first:
        day, month = second, first
    else:
        if not 1 <= min(first, second) <= max(first, second) <= 12:
            return None
        return TimeReading(kind="ambiguous", year=third, month=first, day=second, clock=found.name("T"))
    valid = 1 <= day <= 31 and month >= 1
    return TimeReading(kind="date", year=third, month=month, day=day, clock=found.name("T")) if valid else None


def read_other_calendar(found: Matched) -> TimeReading | None:
    """Read a Hijri or Solar Hijri date; a month that is also a name needs a number beside it."""
    calendar, month, day, alone = OTHER_MONTHS[found.name("μ") or ""]
    named_month = found.words.word(found.first - 2).lower() == "month"
    at = found.first + found.letters.index("μ")
    if not found.words.word(at)[0].isupper() or not (alone or named_month or found.has("DOYhlx")):
        return None
    day = found.number("DO") if day is None else day
    year = found.number("Y")
    if (day is not None and not 1 <= day <= 31) or (year is not None and year < 1200):
        return None
    is_year = re.fullmatch(r"\d{4}", found.words.word(found.last)) and not counts(found.words.word(found.last + 1))
    if year is None and is_year:  # one that no calendar has
        return None
    direction, from_text = direction_of(found)
    return TimeReading(
        kind="date", calendar=calendar, month=month, day=day, year=year, direction=direction, from_text=from_text
    )


def read_event(found: Matched) -> TimeReading | None:
    """Read "the day of", "the day after", "the first anniversary of": counted from what the report may date."""
    if found.has("@"):
        return TimeReading(kind="event", unit="year", count=found.number("O"))
    if found.name("U") != "day":
        return None
    return TimeReading(kind="event", unit="day", count=int(found.words.letter(found.last) == "A"))


def read_feast(found: Matched) -> TimeReading | None:
    """Read the name of a feast day, with its year if that is given."""
    direction, from_text = direction_of(found)
    return TimeReading(
        kind="date", part=found.name("H"), year=year_of(found), direction=direction, from_text=from_text, unit="day"
    )


def read_today(found: Matched) -> TimeReading:
    """Read "today", "yesterday evening", "last night", "the morning"."""
    word = found.words.word(found.first + found.letters.find("q")).lower() if found.has("q") else ""
    name = found.name("P") or ("NI" if word == "tonight" else None)
    direction, from_text = direction_of(found)
    count = found.number("q") if found.has("q") else direction
    if found.has("A"):
        count = 2 * (count or 0)
    if found.has("t") and found.has("x"):
        from_text = True  # "the next morning"
    clock = found.name("T") or (f"T{name}" if name else None)
    loose = count is None
    return TimeReading(kind="offset", unit="day", count=count or 0, from_text=from_text or loose, clock=clock)


def read_clock(found: Matched) -> TimeReading:
    """Read a time of day whose day is told elsewhere."""
    return TimeReading(kind="offset", unit="day", count=0, from_text=True, clock=_clock_of(found))


def _clock_of(found: Matched) -> str | None:
    """Give the time of day, "3:15 in the afternoon" as that of 24 hours."""
    clock = found.name("T")
    if clock and found.name("P") in ("AF", "EV", "NI") and "T00" < clock < "T12":
        return f"T{int(clock[1:3]) + 12}{clock[3:]}"
    return clock


def read_this_unit(found: Matched) -> TimeReading | None:
    """Read "last week", "the same day", "the following month", "the year"."""
    direction, from_text = direction_of(found)
    unit, times = unit_of(found)
    if found.has("c") and found.name("c") is None and unit != "year":
        return None
    if unit in ("minute", "hour", "second") or (found.has("h") and found.words.word(found.last - 1)[:1].isupper()):
        return None
    if found.words.word(found.last).lower() in ("ended", "ending") and direction is None:
        return TimeReading(kind="length", unit=unit, count=1)
    if direction is None and unit == "day" and found.words.letter(found.last) not in ",|":
        return None  # "the day on which"
    if direction is None and unit == "weekend":
        return TimeReading(kind="offset", unit=unit, count=0)
    if direction is None:
        direction, from_text = (0, True) if unit in ("day", "quarter") else (0, False)
    if unit == "day" and direction and not from_text:
        from_text = True  # "the next day"
    if found.has("t") and found.name("x") == "next":
        from_text = True
    this = 0 if direction == 0 and unit == "weekend" else None
    return TimeReading(kind="offset", unit=unit, count=direction * times, direction=this, from_text=from_text)


def read_this_quarter(found: Matched) -> TimeReading | None:
    """Read "the quarter", "the latest quarter", "the 1988 period": a quarter told in the text before."""
    direction, from_text = direction_of(found)
    year = year_of(found)
    if year is not None:
        return TimeReading(kind="offset", unit="quarter", year=year, count=0, from_text=True)
    if direction is None or (found.has("c") and found.name("c") is None):
        direction, from_text = 0, True
    return TimeReading(kind="offset", unit="quarter", count=direction, from_text=from_text)


def read_year_end(found: Matched) -> TimeReading | None:
    """Read "year-end", "month's end"."""
    unit, _ = unit_of(found)
    return TimeReading(kind="offset", unit=unit, count=0) if unit in ("year", "month", "week") else None


def _quantity(found: Matched) -> float | None:
    """Give the number of units; None where it is not said ("a few")."""
    if found.has("F"):
        return None
    numbers = found.values("BDNY") or found.values("a")
    count = next((value for value in numbers if isinstance(value, int | float)), None)
    if count is None and found.has("t") and found.has("U"):
        count = 1
    if found.has("K"):
        return 0.5 if count is None or found.letters.startswith("K") else count + 0.5
    return count


def read_shift(found: Matched) -> TimeReading | None:
    """Read "two days ago", "a year earlier", "days later"."""
    unit, times = unit_of(found)
    word = next(letter for letter in reversed(found.letters) if letter in "gbfA")
    sign = found.number(word) or 0
    count = _quantity(found)
    return TimeReading(
        kind="offset",
        unit=unit,
        count=None if count is None else count * times * sign,
        direction=sign,
        from_text=word != "g",
    )


def read_year_before(found: Matched) -> TimeReading | None:
    """Read "year-earlier", "the year-ago period" and "the quarter a year ago" of a balance."""
    if found.name("U") != "year":
        return None
    return TimeReading(kind="offset", unit="year", count=-1, from_text=True)


def read_window(found: Matched) -> TimeReading | None:
    """Read "the past three weeks", "the next few days", "in recent days"."""
    if follows_a_happening(found):
        return None
    unit, times = unit_of(found)
    count = _quantity(found) if found.has("BDNYF") else (None if found.has("V") else 1)
    name = found.name("lx")
    if name in ("previous", "following") and found.letters[-1] in "UQ":
        return read_this_unit(found)
    sign = 1 if found.has("x") else -1
    if count is None and not found.has("thF"):
        part = "FUTURE_REF" if found.has("x") else "PAST_REF"
        return TimeReading(kind="ref", unit=unit, part=part, direction=sign)
    return TimeReading(
        kind="length",
        unit=unit,
        count=None if count is None else count * times,
        direction=sign,
        from_text=name in ("previous", "following"),
        since=True,
    )


def read_length(found: Matched) -> TimeReading | None:
    """Read a duration: "two-year", "several hours", "half an hour"."""
    unit, times = unit_of(found)
    count = _quantity(found)
    if count is None and found.letters[0] in "UQC":
        count = 1
    if unit == "quarter" and count == 3 and ("-" in found.letters or found.words.letter(found.last) == "o"):
        return None  # the fraction
    if unit == "day" and found.words.word(found.first).lower() == "one" and is_hoped(found):
        return TimeReading(kind="ref", part="FUTURE_REF")
    if found.letters == "V" and found.words.word(found.first - 1).lower() in ("on", "at"):
        return None
    return TimeReading(kind="length", unit=unit, count=None if count is None else count * times)


def read_set(found: Matched) -> TimeReading | None:
    """Read a repeated time: "every Friday", "daily", "each month"."""
    name = found.name("P")
    clock = f"T{name}" if name else None
    if found.has("WJ"):
        return TimeReading(kind="set", weekday=found.number("WJ"), clock=clock)
    if found.has("M"):
        return TimeReading(kind="set", month=found.number("M"), day=found.number("DO"))
    if found.has("S"):
        return TimeReading(kind="set", part=found.name("S"))
    if found.has("P"):
        return TimeReading(kind="set", unit="day", count=1, clock=clock)
    unit, times = unit_of(found)
    if found.name("d") == "night":
        clock = "TNI"
    count = found.number("BDO") if found.has("BDO") else 1
    every = None if found.has("d") else (count or 1) * times
    return TimeReading(kind="set", unit=unit, count=every, clock=clock)


def read_decade(found: Matched) -> TimeReading | None:
    """Read "the early 1980s", "the nineties", "the 20th century BC"."""
    if found.has("C"):
        ordinal = found.number("O")
        if not ordinal:
            return None
        return TimeReading(kind="date", unit="century", year=100 * (ordinal - 1) * (found.number("X") or 1))
    decade = found.number("E") or 0
    return TimeReading(kind="date", unit="decade", year=decade + 1900 if decade < 100 else decade)


def read_year(found: Matched) -> TimeReading | None:
    """Read a year."""
    year = found.number("B") if found.has("B") else year_of(found)
    if found.has("B") and not 1000 <= (year or 0) <= 2100:
        return None
    return None if year is None else TimeReading(kind="date", year=year)


def read_year_before_christ(found: Matched) -> TimeReading | None:
    """Read the first year of "240-238 BC"."""
    year, era = found.number("YND"), found.words.values[found.last + 2]
    return TimeReading(kind="date", year=year * era) if year and isinstance(era, int) else None


def read_short_year(found: Matched) -> TimeReading | None:
    """Read the second year of "1914-18"."""
    before, number = found.words.values[found.first - 2], found.number("DN")
    if not isinstance(before, int) or number is None or not before % 100 < number < 100:
        return None
    return TimeReading(kind="date", year=before - before % 100 + number)


def read_told_time(found: Matched) -> TimeReading:
    """Read "at that time": the time told last."""
    return TimeReading(kind="ref", part=found.name("τ"), from_text=True)


def read_ref(found: Matched) -> TimeReading | None:
    """Read "now", "recently", "soon", "in the past"."""
    part = "PAST_REF" if found.name("l") == "past" else found.name("ncr")
    return TimeReading(kind="ref", part=part) if part else None


_DATE = r"(?:W,?(?:i?t)?)?(?:[DO]o?M(?:,?o?Y)?X?|M,?t?[DO](?:,?o?Y)?)"
_QUANTITY = r"(?:a?F|[BDN]|a)"
_RANGE = rf"(?:[BDN]u?[-j&][BDN]|{_QUANTITY})"
_THIS = r"(?:h?[lx]|h)"
_FISCAL_QUARTER = r"(?:G-?)?O-?Q"
_ENDS = r"(?=[|,;iA&]|$)"

RULES: tuple[tuple[str, Reader], ...] = (
    # numeric dates, full dates, times of day with their date
    (r"I", read_numeric),
    (rf"(?:t?e?W?PV?o|TZ?,?)(?:{_DATE}|W)Z?|t?e?PotO(?=[|,i&tpjA]|$)", read_date),
    (rf"{_DATE},?T", read_date),
    (r"[DO]-M-Y", read_date),
    (rf"{_THIS}?W,?T|TZ?,?{_THIS}?W|TitP(?:i?{_THIS}?W|i?(?:W,?)?{_DATE})", read_date),
    (r"hx?W,?M[DO]", read_date),
    (r"t[Ol]W[oi]M(?:,?o?Y)?", read_nth_weekday),
    (rf"tUo{_DATE}", read_week_of),
    (r"(?:M[DO]|[DO]o?M|M),?(?:o?[hlx]U|o(?:zk?U|t[kx]?U))", read_date),
    (rf"(?:t(?=[DOW]))?{_DATE}", read_date),
    (r"W,?tO(?!_)", read_date),
    (r"t?[DO](?=(?:[-&j,]|,&)(?:t?[DO](?:[-&j,]|,&)){0,30}t?[DO]o?M)", read_listed_day),
    (r"(?:(?<=M[DO][-j&])|(?<=MD-))[DO](?:,?Y)?(?=[,|&jipA]|$)|(?<=MD-)[DO](?=_)", read_second_day),
    (r"(?<=D[,&])D(?=[,|&jipA]|$)", read_listed_after),
    (r"tOo(?:zk?U|tkU)|(?<=i)tO(?=[|,i&tpjA]|$)|(?<=[pj])tO(?=[|,i&j]|$)", read_day_of_month),
    (r"(?:W,?)?(?:t?[DO]o?μ|μt?[DO])(?:,?o?Y)?λ?|μ,?o?Yλ?", read_other_calendar),
    (rf"(?:{_THIS})?μ(?:o(?:{_THIS}U|Y))?", read_other_calendar),
    (r"t?O?@(?=o)|(?<=i)tU(?=ot)|tU(?=A[th])", read_event),
    # quarters, halves, seasons, feasts
    (rf"{_THIS}Us{_FISCAL_QUARTER}|(?:tU-?)[gb]{_FISCAL_QUARTER}", read_part),
    (rf"(?:t(?:Y,?)?)?{_FISCAL_QUARTER}(?:,?o?(?:tG?U)?Y|o?{_THIS}G?U)", read_part),
    (r"t?lQoY", read_last_quarter),
    (rf"(?:tYG?,?O-?|t(?:G-?)?O)Q(?!o[_t])|{_FISCAL_QUARTER}(?!o[_t])", read_part),
    (rf"v(?:,?o?Y|,?{_THIS}U)|(?<=i)v|Yv", read_part),
    (rf"t?[Olfe]Ko(?:tc?G?U|{_THIS}U|Y)", read_part),
    (r"t?[Olfe]KotE", read_decade),
    (rf"(?:{_THIS}|t[lxk])?S(?:,?o?Y|o?{_THIS}U)?|tSo(?:zk?U|tkU)|tS(?:o?Y)?|YS", read_part),
    (rf"{_THIS}?H(?:,?o?Y)?", read_feast),
    # months, weekdays
    (rf"M,?o?YX?|M[NDY]X|t?{_THIS}M|M", read_date),
    (r"y(?:[BDO])?WP?|JP?|y(?:[DO]M|M[DO])", read_set),
    (rf"t?{_THIS}?WP|(?:t?{_THIS}|z)W|W", read_date),
    # today, this morning
    (r"t?UAq", read_today),
    (r"q,?TZ?|TZ?,?q|e?-?Pq|qP?", read_today),
    (rf"(?:t?{_THIS}|zk?|tk)P|(?<=i)tP(?!t)|(?<=[ip])e?-?P(?![-_])", read_today),
    (r"TitP|TZ?", read_clock),
    # sets
    (
        r"y(?:[BDO])?[UQVMSP]|%[U]|d|(?<=\*)aU|(?:(?<=[DBNV])(?=aU[_|,&i])|(?<=[#DBN$]_)(?=aU(?:_|[|])))aU(?!_?[gbf])",
        read_set,
    ),
    # so many units ago, earlier, later
    (rf"(?:{_RANGE}-?[UVQC](?:&aK)?|V|{_QUANTITY}&a?KV)u?[gbf]", read_shift),
    (rf"(?:{_QUANTITY}[UVQC]|V|tU)u?(?:A{_ENDS})", read_shift),
    (r"t[Q~]aU[gb]|t[ck][Q~]lU|tU-?[gb][Q~]|U-?[gb][Q~]|U-[gb]", read_year_before),
    # the past three weeks, recent days
    (r"t?[lx](?:a?F|[BDN](?:[-j&][BDN])?)-?[UVQ]u?|t?[lxr]V(?:&V)?|h[lx]V", read_window),
    (r"(?:(?<=[ipmyo]))tl[UQ]u?|t[lx]Uu", read_window),
    (r"tO(?:a?F|[BDN])?V", read_length),
    (r"tU-?[gb](?:[BDN])V|tc[BDN]V|t(?:a?F|[BDN])V", read_length),
    # last week, the same day
    (rf"tYG?[Q~]|t[ck][Q~]|(?:{_THIS}|z|t[lx]?)Q(?!-j)", read_this_quarter),
    (rf"{_THIS}G?U|zk?U|t(?:[lxk]|l[lk]|\+)U|h?cG?U|t(?:c?G|c)U", read_this_unit),
    # years
    (r"[YND](?=-[YND]X)", read_year_before_christ),
    (r"tG?U[YB]X?|GU?Y|t?[YND]X|Y", read_year),
    (r"(?<=Y-)[DN]", read_short_year),
    (r"te?-?EX?|e-?E|E|t?e?-?O-?CX?", read_decade),
    (r"U-?s?R", read_year_end),
    # durations
    (rf"(?:{_QUANTITY}&a?K|K)a?[UVC]|(?:a|[BDN])[UV]&aK", read_length),
    (r"(?:a?F|[BDN](?:[-j&][BDN])?)(?:-|κ{1,2})?[UVQC](?:-?L)?(?!-?w|ow)|aκ[UC]|κ[BDN][UV]", read_length),
    (r"(?:(?<=[ipmAj&y])|(?<=m))a[UC](?!-?w|ow)|a[UC](?=A)|[UV]-L", read_length),
    (r"(?<=[pimA])V(?:&V)?(?!-?w|ow)", read_length),
    (r"(?<=[ipmo])tU(?!-|s|o)", read_this_unit),
    (r"(?<=i)tl(?![BDNFUVQCSMWPGOKE])", read_ref),
    (r"(?<=[ijpA])τ", read_told_time),
    (r"n|c(?=[_κ])|r(?=[_κ])", read_ref),
)

PATTERN = re.compile("(?=[^_|,#$])(?:" + "|".join(f"(?P<r{i}>{rule})" for i, (rule, _) in enumerate(RULES)) + ")")

# What may stand before an expression and belongs to it: "the end of", "early in", "about".
DATE_PREFIX = re.compile(r"(?:t?Ro|te-?|[ebf]i|e-?|[bf]|m)\Z")
LENGTH_PREFIX = re.compile(r"m\Z")
