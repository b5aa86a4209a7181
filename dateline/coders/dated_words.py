"""Time expressions → the words of each sentence that may date an act."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.coders.scene import Scene
from dateline.records import Basis, EventDate, Timex

LONG_UNITS = frozenset({"year", "decade", "century"})
_NIGHT = re.compile(r"(?:the )?(?:night|evening)", re.IGNORECASE)
_OF_NIGHT = re.compile(r"\s+(?:of|from|between)\s+")
_AGAIN = re.compile(r",?\s+(?:on\s+)?")


@dataclass(frozen=True, slots=True)
class DatedWord:
    """A resolved time expression and the token it begins at."""

    token: int
    timex: Timex


def is_usable(timex: Timex) -> bool:
    """Tell whether a time expression can date an act: known days, and "hours later" only after a known day."""
    if timex.first is None or timex.last is None or timex.type == "SET":
        return False
    hours = timex.reading is not None and timex.reading.unit in ("hour", "minute")
    return not hours or (timex.last - timex.first).days <= 1


def is_long_past(timex: Timex) -> bool:
    """Tell whether a time expression is years back without saying how many."""
    reading = timex.reading
    return timex.first is None and reading is not None and reading.direction == -1 and reading.unit in LONG_UNITS


def is_coarser(new: EventDate, current: EventDate | None) -> bool:
    """Tell whether a date is a month or a year said in passing, which does not take over from what is finer."""
    coarse = ("day", "week", "range", "month", "year")
    if current is None or new.precision not in ("month", "year") or current.precision is None:
        return False
    return coarse.index(new.precision) > coarse.index(current.precision)


def place_in_sentences(scene: Scene, dates: Sequence[Timex]) -> list[list[DatedWord]]:
    """Put the time expressions of a report into its sentences, of two for one day the plainer."""
    parse = scene.parse
    words: list[list[DatedWord]] = [[] for _ in parse.sentences]
    for timex in sorted(dates, key=lambda timex: (timex.span.start, -timex.span.end)):
        token = parse.token_at(timex.span.start)
        if token is not None:
            here = words[parse.sentence_of[token]]
            inside = bool(here) and here[-1].timex.span.end >= timex.span.end
            if here and _is_said_again(here[-1].timex, timex, parse.document.text):
                here.pop()
            if not inside:
                here.append(DatedWord(_head_of(scene, token, timex), timex))
    return words


def _is_said_again(first: Timex, second: Timex, text: str) -> bool:
    """Tell whether a time is told once more as days: "two weeks later, on March 10", "the night from Friday to ..."."""
    between = text[first.span.end : second.span.start]
    if _NIGHT.fullmatch(first.span.text) and _OF_NIGHT.fullmatch(between):
        return True
    if first.reading is None or second.reading is None:
        return False
    counted = first.reading.kind == "offset" and first.reading.from_text
    plain = second.reading.kind == "date" and second.precision == "day"
    return counted and plain and bool(_AGAIN.fullmatch(between))


def _head_of(scene: Scene, token: int, timex: Timex) -> int:
    """Give the word of a time expression that hangs on the rest of the sentence."""
    parse = scene.parse
    while parse.heads[token] != token and timex.span.start <= parse.starts[parse.heads[token]] < timex.span.end:
        token = parse.heads[token]
    return token


def event_date(timex: Timex, basis: Basis) -> EventDate:
    """Make a date of a time expression; an inferred one keeps no span."""
    return EventDate(
        first=timex.first,
        last=timex.last,
        precision=timex.precision or "day",
        basis=basis,
        span=timex.span if basis == "stated" else None,
        anchor=timex.anchor,
    )


def inferred(date: EventDate) -> EventDate:
    """Give a date that is only inferred of an act."""
    return EventDate(first=date.first, last=date.last, precision=date.precision, basis="inferred", anchor=date.anchor)
