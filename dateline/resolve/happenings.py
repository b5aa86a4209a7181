"""Timex..., Document -> Timex...: count "two days after the bombing" from the day that the report gives for it."""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.records import Anchor, Document, TimeReading, Timex
from dateline.resolve.date_values import made_day, period_of, shifted

_DETERMINER = re.compile(r"(?:the|that|this|his|her|their|its)\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_SIDE = re.compile(r"\s+(?P<side>after|before|following)\s+", re.IGNORECASE)
_OF = re.compile(r"\s+of\s+", re.IGNORECASE)
_BREAK = re.compile(r"[.,;:!?\n]|\b(?:but|which|who|when|while|said|says)\b", re.IGNORECASE)
_LONGEST_PHRASE = 8  # words between "after" and the day of the happening
_NAMING = re.compile(r"([^\W\d_]+)(?P<owner>[’']s?\b)?")
_JOINS = re.compile(r"[ \-\u00a0]?")
_SENTENCE_END = re.compile(r"[.!?][\"”’']?\s+(?=[^a-z])|\n")
_STOPS = frozenset(
    "of in on at by for to from with that which who was were is are had has have would will and or but as when after "
    "before near outside inside during he she it they we i you there the a an this that these those said".split()
)
_NOT_HERE = frozenset("after before since following until".split())
_LONGEST_NAME = 5  # words between the article and the noun of a happening
_COUNTED = frozenset(("day", "week", "month", "year"))
_Sentence = tuple[int, int]


def anchor_on_happenings(timexes: Sequence[Timex], document: Document) -> tuple[Timex, ...]:
    """Fill the days of expressions that count from a happening which another sentence of the report dates."""
    found = list(timexes)
    wanted = []
    for i, timex in enumerate(timexes):
        beside = _day_in_phrase(timexes, i, document.text)
        counted = _counted(timex, beside[1], beside[0], document.published) if beside else None
        if counted and counted.first and (document.published is None or counted.first <= document.published):
            found[i] = counted
        elif told := _happening_after(timex, document.text):
            wanted.append((i, told))
    known = _dated_words(timexes, document.text) if wanted else {}
    for i, (stems, side) in wanted:
        start = timexes[i].span.start
        dated = next(filter(None, (_told_nearest(known.get(stem, ()), start) for stem in stems)), None)
        if dated is not None:
            found[i] = _counted(timexes[i], side, dated, document.published)
    return tuple(timex for timex in found if not _is_open_day(timex))


def _day_in_phrase(timexes: Sequence[Timex], i: int, text: str) -> tuple[Timex, int] | None:
    """Give the day that stands with the happening itself: "two days after the May 1 march", "the blast on May 3"."""
    side = _side_of(timexes[i], text)
    if side is None or i + 1 == len(timexes):
        return None
    (at, sign), told = side, timexes[i + 1]
    between = text[at : told.span.start] if at <= told.span.start else ""
    near = at <= told.span.start and len(between.split()) <= _LONGEST_PHRASE and not _BREAK.search(between)
    return (told, sign) if near and told.precision == "day" and told.first else None


def _side_of(timex: Timex, text: str) -> tuple[int, int] | None:
    """Give where the happening's words begin after "two days after" or "the anniversary of", and the direction."""
    reading = timex.reading
    if reading is None or (reading.kind != "event" and not _is_counted(reading)):
        return None
    is_at = reading.kind == "event" and not (reading.unit == "day" and reading.count)
    match = (_OF if is_at else _SIDE).match(text, timex.span.end, timex.span.end + 20)
    if match is None:
        return None
    return match.end(), -1 if not is_at and match["side"].lower() == "before" else 1


def _told_nearest(dated: Sequence[tuple[_Sentence, Timex]], start: int) -> Timex | None:
    """Give the day of the last sentence before the one that asks, else of the first after it."""
    at = bisect.bisect_right(dated, start, key=lambda pair: pair[0][0])
    before = [told for sentence, told in dated[max(0, at - 2) : at] if sentence[1] <= start]
    after = [told for _, told in dated[at : at + 1]]
    return before[-1] if before else after[0] if after else None


def _is_open_day(timex: Timex) -> bool:
    """Say whether an expression is "the day of", or after, something that the report does not date."""
    reading = timex.reading
    return reading is not None and reading.kind == "event" and reading.unit == "day" and timex.first is None


def _happening_after(timex: Timex, text: str) -> tuple[list[str], int] | None:
    """Give the stems of the nouns that an expression may count from, the last first, and the direction it counts."""
    side = _side_of(timex, text)
    named = _DETERMINER.match(text, side[0]) if side else None
    if side is None or named is None:
        return None
    stems: list[str] = []
    at = named.end()
    for word in itertools.islice(_NAMING.finditer(text, at, at + 120), _LONGEST_NAME):
        lower = word[1].lower()
        if not _JOINS.fullmatch(text, at, word.start()) or lower in _STOPS or (stems and lower.endswith("ed")):
            break
        stems = [] if word["owner"] else [_stem(lower), *stems]  # "the mayor's arrest" is the arrest
        at = word.end()
    return (stems, side[1]) if stems else None


def _is_counted(reading: TimeReading) -> bool:
    return reading.kind == "length" and reading.count is not None and reading.unit in _COUNTED


def _stem(word: str) -> str:
    """Give what the forms of a word share: "bombing", "bombings" and "bombed" are "bomb"."""
    lower = word.lower()
    for ending in ("ings", "ing", "ed", "es", "s", "e"):
        if lower.endswith(ending) and len(lower) - len(ending) >= 4:
            return lower.removesuffix(ending)
    return lower


def _dated_words(timexes: Sequence[Timex], text: str) -> dict[str, list[tuple[_Sentence, Timex]]]:
    """Give the stems of each sentence that holds just one dated day, with that sentence and day."""
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text) + 1]
    days: dict[int, list[Timex]] = {}
    for timex in timexes:
        if timex.precision == "day":
            days.setdefault(bisect.bisect_right(starts, timex.span.start) - 1, []).append(timex)
    found: dict[str, list[tuple[_Sentence, Timex]]] = {}
    for number, told in days.items():
        if len({timex.first for timex in told}) != 1:
            continue
        words = [match.group() for match in _WORD.finditer(text, starts[number], starts[number + 1])]
        for i, word in enumerate(words):
            if not _NOT_HERE & {before.lower() for before in words[max(0, i - _LONGEST_NAME) : i]}:
                pairs = found.setdefault(_stem(word), [])
                if not pairs or pairs[-1][0][0] != starts[number]:
                    pairs.append(((starts[number], starts[number + 1]), told[0]))
    return found


def _counted(timex: Timex, side: int, told: Timex, published: dt.date | None) -> Timex:
    reading = timex.reading
    if reading is None or told.first is None:
        return timex
    unit = reading.unit or "day"
    if reading.kind == "event" and reading.count is None:
        day = made_day(published.year, told.first.month, told.first.day) if published else None
    else:
        day = shifted(told.first, unit, side * (reading.count or 0))
    if day is None:
        return timex
    period = period_of(day, "day" if reading.kind == "event" else unit)
    return replace(
        timex,
        value=period.value if reading.kind == "event" else timex.value,
        first=period.first,
        last=period.last,
        precision=period.precision,
        basis="inferred",
        anchor=Anchor(kind="event", day=told.first, span=told.span),
    )
