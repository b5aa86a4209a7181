"""Document -> Timex...: find the words that name times (TimeML's TIMEX3) and read what they say by themselves.

The text alone is read, no parse: its words become letters (`date_tokens.py`), patterns over the letters find the
expressions (`date_rules.py`). `resolve/dates.py` anchors them.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.find.date_matches import Matched
from dateline.find.date_rules import DATE_PREFIX, LENGTH_PREFIX, PATTERN, RULES
from dateline.find.date_tokens import Letters, read_letters
from dateline.records import Document, Span, TimeReading, Timex, TimexType

_TYPES: dict[str, TimexType] = {"length": "DURATION", "set": "SET"}


def find_dates(document: Document) -> tuple[Timex, ...]:
    """Find the time expressions of a document, furniture left out, in the order of the text.

    Their `value` is empty: what they mean is in their `reading` until `resolve_dates` anchors it.
    """
    found: list[Timex] = []
    for block in document.blocks:
        if block.kind != "furniture":
            found += _find_in(document.text, block.start, block.end)
    return tuple(found)


def _find_in(text: str, start: int, end: int) -> Iterator[Timex]:
    words = read_letters(text, start, end)
    code = "".join(words.letters)
    at = floor = 0
    while match := PATTERN.search(code, at):
        first, last = match.span()
        reading = RULES[int((match.lastgroup or "r0")[1:])][1](Matched(words, code, first, last))
        at = max(last, first + 1) if reading else first + 1
        if reading:
            yield _timex(
                text, words, _with_prefix(words, code[max(floor, first - 6) : first], first, reading), last, reading
            )
            floor = last


def _with_prefix(words: Letters, before: str, first: int, reading: TimeReading) -> tuple[int, int]:
    """Give where an expression begins with what belongs to it ("the end of", "about"), and where its core begins."""
    is_length = reading.kind == "length" or (reading.kind == "offset" and bool(reading.direction))
    match = (LENGTH_PREFIX if is_length and not reading.since else DATE_PREFIX).search(before[-5:])
    if match is None or reading.kind in ("ref", "set"):
        return first, first
    start = first - len(match.group())
    letter = match.group()[-1]
    if (letter == "i" and words.word(first - 1).lower() == "on") or (
        match.group()[0] + words.letters[first] == "tM" and "R" not in match.group()
    ):
        return first, first
    if letter == "m" and not _is_modifier(words, first - 1, before[:-1], is_length=is_length):
        return first, first
    return start, first


def _is_modifier(words: Letters, i: int, before: str, *, is_length: bool) -> bool:
    """Tell "for over a week" from "over a week's course", "around Nov. 1" from "about Monday"."""
    word = words.word(i).lower()
    if is_length:
        return word != "over" or before[-1:] in set("ipjA")
    return words.values[i] == "APPROX" and word != "about"


def _timex(text: str, words: Letters, starts: tuple[int, int], last: int, reading: TimeReading) -> Timex:
    start, core = starts
    first_offset, last_offset = words.offset(words.starts[start]), words.offset(words.ends[last - 1] - 1) + 1
    mod = next((words.values[i] for i in range(start, core) if words.letters[i] in "emR"), None)
    if mod is None and start < core and words.letters[start] in "bf":
        mod = "START" if words.letters[start] == "b" else "END"
    if mod is None:
        mod = next((words.values[i] for i in range(core, last) if words.letters[i] == "e"), None)
    return Timex(
        span=Span(first_offset, last_offset, text[first_offset:last_offset]),
        type="TIME" if reading.clock and reading.kind != "set" else _TYPES.get(reading.kind, "DATE"),
        value="",
        mod=mod if isinstance(mod, str) else None,
        quant=words.word(core).upper() if reading.kind == "set" and words.letters[core] == "y" else None,
        reading=reading,
    )
