"""Paragraph → Dateline: the place and day that a report opens with."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from dateline.gazetteer import load_gazetteer

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?i:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b\.?"
_DAY = (
    rf"(?:(?:{_WEEKDAY},?\s+)?(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+(?:\d{{4}}|\d\d)\b)?|\d{{4}}-\d\d-\d\d\b))"
)
_MONTH_OF = rf"(?:{_MONTH},?\s+\d{{4}}\b)"
_PARTS = re.compile(
    rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>{_MONTH}),?\s+(?P<year2>\d{{4}}|\d\d)\b"
    r"|(?P<iso>\d{4}-\d\d-\d\d)"
)

_UPPER = "[A-ZÀ-ÖØ-ÞĆČĐĞİŁŚŞŠŻŽ]"
_WORD = rf"{_UPPER}[\w.'’]*(?:-[\w'’]+)*"
_CAPITALS = rf"{_UPPER}(?:{_UPPER}|[.'’-])+(?<![a-z])\b\.?"
_JOIN = r"(?:of|de|del|do|da|di|la|las|los|el|al|the|and|upon|sur|an|der)"
_SEGMENT = rf"{_WORD}(?:\s+(?:{_JOIN}\s+){{0,2}}{_WORD}){{0,4}}"
_CAPITAL_SEGMENT = rf"{_CAPITALS}(?:\s+(?i:{_JOIN}\s+){{0,2}}{_CAPITALS}){{0,4}}"
_REGIONS = rf"(?:,\s+{_SEGMENT}){{0,2}}"
_PLACE = rf"(?P<place>{_SEGMENT}(?:\s?/\s?{_SEGMENT})?{_REGIONS})"
_CAPITAL_PLACE = rf"(?P<place>{_CAPITAL_SEGMENT}(?:\s?/\s?{_CAPITAL_SEGMENT})?{_REGIONS})"
_SOURCE = rf"\(\s*{_UPPER}[\w .&/'’-]{{0,40}}\)"
_AGENCY = r"\((?:AP|AFP|Reuters|REUTERS|CNN|UPI|EFE|DPA|dpa|Xinhua|XINHUA|IANS|PTI|ANI|ANSA|TASS|BBC|VOA|RFE/RL)\)"
_WIDE_DASH = r"\s*(?:[—–―]|---?(?!-)|_)"
_DASH = rf"(?:{_WIDE_DASH}|\s+-(?=\s|$)|(?<=[\d)])\s*-(?![\d\s-]*\d)|(?<=[\d)])\s*:(?=\s))"
_TAGS = r"(?:\s*\[[A-Z][A-Z ]*\])*"
_NEXT = r"(?=\s*[\"“‘'\d«A-ZÀ-Þ])"

_NARROW_DASH = rf"(?:{_WIDE_DASH}|\s+-(?=\s)){_NEXT}"

_FORMS = (
    rf"(?P<place>{_SEGMENT}(?:\s?/\s?{_SEGMENT})?(?:{_REGIONS}|\s\({_SEGMENT}\))),?\s+(?P<day>{_DAY})(?:,?\s+(?:{_SOURCE}|[A-Z]\w+))?,?{_DASH}",
    rf"(?P<place>[a-z]+(?: [a-z]+){{0,2}}),\s+(?P<day>{_DAY}){_DASH}",  # wire copy in lower case throughout
    rf"{_PLACE}\s+\(\s*(?P<day>{_DAY})\s*\){_DASH}",
    rf"{_PLACE}(?:,?\s+|\s*){_SOURCE}(?:,?\s+(?P<day>{_DAY}))?{_DASH}",
    rf"(?P<place>{_SEGMENT}\s\({_SEGMENT}\))(?:,?\s+(?P<day>{_DAY}))?,?\s+{_SOURCE}{_DASH}",
    rf"{_PLACE}\s+{_AGENCY}{_NEXT}",
    rf"(?P<day>{_DAY}),?\s+{_PLACE}(?:\s+{_SOURCE})?{_DASH}",
    rf"(?P<day>{_DAY})(?:,?\s+{_SOURCE})?{_DASH}",
    rf"{_SOURCE}{_DASH}",
)
# A place and a dash alone: capitals, or a city with its region or country.
_BARE_FORMS = (
    rf"{_CAPITAL_PLACE}{_NARROW_DASH}",
    rf"(?P<place>{_SEGMENT},\s+{_SEGMENT})(?:{_WIDE_DASH}|:(?=\s)){_NEXT}",
)
# A large city that is written like any name, with a dash or a colon: "Nairobi - Police said".
_CITY_FORM = re.compile(rf"(?P<place>{_WORD}(?:\s{_WORD}){{0,2}})(?:{_NARROW_DASH}|:(?=\s){_NEXT})")
_LARGE_CITY = 100_000  # people
_OPENINGS = tuple(re.compile(r"[*\s]*" + form + _TAGS) for form in _FORMS)
_BARE = tuple(re.compile(form) for form in _BARE_FORMS)
_ALONE = re.compile(
    rf"(?:{_PLACE}(?:,\s+|\s+(?=.*\d{{4}})))?(?P<day>{_DAY})(?:\s+{_SOURCE})?[.:]?|{_SEGMENT}{_REGIONS}\s+{_AGENCY}"
)
_LONGEST_ALONE = 160  # characters
_STAMP = re.compile(
    rf"(?:(?:(?:Last |First )?(?:Published|Posted|Updated)|Date)(?: on)?:?\s+)?(?P<day>{_DAY})(?P<place>(?!))?"
    rf"(?:,?\s+(?:at\s+)?\d{{1,2}}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s+[A-Z]{{2,4}})?)?[.:]?",
    re.I,
)
# Inside a line a place needs a day or a source with it, a region or country, or a sentence that ends before it.
_INSIDE = tuple(
    re.compile(form)
    for form in (
        rf"(?:(?<=\s)|(?<=[a-z][a-z][a-z])){_CAPITAL_PLACE}"
        rf"(?:,?\s+(?P<day>{_DAY})(?:,?\s+{_SOURCE})?|\s+{_SOURCE}){_DASH}",
        rf"(?<=\s)(?P<place>{_CAPITAL_SEGMENT},\s+{_SEGMENT}){_NARROW_DASH}",
        rf"(?<=[.!?)]\s)(?P<place>{_CAPITAL_SEGMENT}){_NARROW_DASH}",
    )
)
_INSIDE_WITHIN = 600  # characters; a headline, a caption and a byline may come before

# Words that open a sentence or a label, never a place.
_NO_PLACE = frozenset(
    word
    for line in (
        "a after an and as at before between but by during for from he her his how if in it its last late later",
        "next no on or our she since so still that their then there these they this those though through to today",
        "tomorrow under until we what when where which while who why with yesterday you early",
        "analysis breaking correction corrected editorial editor exclusive explainer factbox feature file focus",
        "graphic interview live newsletter opinion photo photos pictures poll profile q&a recap refile review rpt",
        "timeline update updated urgent video watch writethru wrapup",
        "monday tuesday wednesday thursday friday saturday sunday",
        "january february march april may june july august september october november december",
    )
    for word in line.split()
)
_PHOTO_DATE = rf"(?:{_DAY}|{_MONTH_OF})"
_DATE_FIRST = re.compile(rf"{_PHOTO_DATE}\s*(?:[—–―:]|--+|-)\s*(?!{_PHOTO_DATE}|\d)(?=\S)")
_DATE_LAST = re.compile(rf"(?<![\d\s])\s*(?:(?:[—–―]|--+|-)\s*{_PHOTO_DATE}\s*\.?|\(\s*{_PHOTO_DATE}\s*\))$")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Offsets into the paragraph: the stretch of the dateline and of its place; `day` where it has a year."""

    start: int
    end: int
    place: tuple[int, int] | None
    day: dt.date | None
    stated: bool  # it names a place or an agency, not only a day


def read_dateline(paragraph: str) -> Dateline | None:
    """Read the dateline a paragraph opens with.

    >>> found = read_dateline("ASTRA, 4 FEB 90 (ACME-NEWS) -- Three were held.")
    >>> found.end, found.place, found.day
    (30, (0, 5), datetime.date(1990, 2, 4))
    """
    for form in _OPENINGS:
        match = form.match(paragraph)
        if match and _is_place(match):
            return _to_dateline(match)
    if any(map(str.islower, paragraph)):  # in all-capital copy any clause before a dash looks like a place
        for form in _BARE:
            match = form.match(paragraph)
            if match and _is_place(match):
                return _to_dateline(match)
        match = _CITY_FORM.match(paragraph)
        if match and _is_place(match) and _is_large_city(match.group("place")):
            return _to_dateline(match)
    return None


def _is_large_city(name: str) -> bool:
    gazetteer = load_gazetteer()
    places = gazetteer.candidates(name)
    return any(place.feature == "city" and place.population >= _LARGE_CITY for place in places)


def read_lone_dateline(line: str) -> Dateline | None:
    """Read a line that is a dateline and nothing else: "Astra, 5 March 2021", "Published: Friday, 5 March 2021"."""
    if len(line) > _LONGEST_ALONE:
        return None
    match = _STAMP.fullmatch(line) or _ALONE.fullmatch(line)
    return _to_dateline(match) if match and _is_place(match) else None


def find_inner_dateline(paragraph: str) -> Dateline | None:
    """Find the dateline of a text whose headline or byline runs on into it, without a line break."""
    if not any(map(str.islower, paragraph)):
        return None
    found = (form.search(paragraph, 0, _INSIDE_WITHIN) for form in _INSIDE)
    places = [match for match in found if match and _is_place(match)]
    if not places:
        return None
    match = min(places, key=re.Match.start)
    start, end = _skip_byline(paragraph, match), match.end("place")
    return replace(_to_dateline(match), start=start, place=(start, end)) if start < end else None


def split_photo_date(line: str) -> tuple[int, int]:
    """Give where the words of a caption begin and end beside the day it opens or closes with.

    >>> split_photo_date("Dockers march - 3 May 2021")
    (0, 13)
    """
    first = _DATE_FIRST.match(line)
    start = first.end() if first else 0
    last = _DATE_LAST.search(line, start)
    end = last.start() if last else len(line)
    return (start, end) if line[start:end].strip() else (0, len(line))


def find_full_day(line: str) -> dt.date | None:
    """Give the first day in a line that is written with its year."""
    match = _PARTS.search(line)
    return _to_day(match) if match else None


def _skip_byline(paragraph: str, match: re.Match[str]) -> int:
    """Leave out the two names of a byline in capitals that runs into the place: "By ANN LEE ASTRA (AP)"."""
    start = match.start("place")
    if paragraph[:start].rstrip().lower().endswith(("by", "by:")):
        names = re.match(r"(?:\S+\s+){2}(?:(?:and|AND|&)\s+(?:\S+\s+){2})?", match.group("place"))
        return start + (names.end() if names else 0)
    return start


def _is_place(match: re.Match[str]) -> bool:
    place = match.groupdict().get("place")
    return not place or place.split()[0].strip(",.:").lower() not in _NO_PLACE


def _to_dateline(match: re.Match[str]) -> Dateline:
    groups = match.groupdict()
    place = match.span("place") if groups.get("place") else None
    written = groups.get("day")
    day = find_full_day(written) if written else None
    return Dateline(match.start(), match.end(), place, day, place is not None or "(" in match.group())


def _to_day(match: re.Match[str]) -> dt.date | None:
    try:
        if match["iso"]:
            return dt.date.fromisoformat(match["iso"])
        month = _MONTHS.index((match["month"] or match["month2"])[:3].lower()) + 1
        return dt.date(_to_year(match["year"] or match["year2"]), month, int(match["day"] or match["day2"]))
    except ValueError:
        return None


def _to_year(written: str) -> int:
    """Read a year; two digits mean 1970 to 2069, the range of POSIX time and of news archives."""
    year = int(written)
    if year >= 100:
        return year
    return year + (1900 if year >= 70 else 2000)
