"""Text → the stretches between quotation marks, of all styles, closed or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DOUBLE = re.compile(r"[“”„‟\"«»]|``|''")
_SINGLE = re.compile(
    r"(?<!\w)[‘'](?!\d0s\b|n\b|em\b|til\b|tis\b|twas\b|cause\b)(?=\w)(?P<inside>[^‘\"“”\n]*?[^\s‘\"“”])[’'](?!\w)"
)
_OPENING = frozenset({"“", "„", "‟", "«", "``"})
# Where a quotation that was never closed gives way to the narrator again.
_RESUMING = re.compile(r",(?=\s(?:while|and|but|as|whereas|although|though|which|who)\s)")


def find_quoted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches quoted in one paragraph, without marks and without a comma before the closing mark.

    >>> text = "“Stay home,” she said. He called it a ‘farce’."
    >>> [text[a:b] for a, b in find_quoted(text, 0, len(text))]
    ['Stay home', 'farce']
    """
    found = list(_double(text, start, end))
    found += [pair for pair in _single(text, start, end) if not any(a <= pair[0] < b for a, b in found)]
    for a, b in sorted(found):
        trimmed = _trim(text, a, b)
        if trimmed[0] < trimmed[1]:
            yield trimmed


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return start, end


def _double(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the outermost stretches between double marks; an unclosed one ends where the next begins, or at `end`.

    A mark with a space behind it that nothing closes is a garbled dash.
    """
    marks = [(m.start(), m.end(), _opens(text, m, start, end)) for m in _DOUBLE.finditer(text, start, end)]
    number = 0
    while number < len(marks):
        _, inner, opens = marks[number]
        if opens is False:
            number += 1
            continue
        close = _closing(marks, number)
        if close is None and text[inner : inner + 1].isspace():
            number += 1
            continue
        if close is not None:
            yield inner, marks[close][0]
            number = close + 1
        else:
            stop = marks[number + 1][0] if number + 1 < len(marks) else end
            yield inner, _resumes(text, inner, stop) if number + 1 < len(marks) else stop
            number += 1


def _opens(text: str, match: re.Match[str], start: int, end: int) -> bool | None:
    """Say whether a mark opens (True), closes (False) or can do either (None)."""
    mark = match.group()
    if mark in _OPENING:
        return not (mark == "“" and _closes_low(text, match, start))
    if mark in ("”", "»"):
        return False
    before = text[match.start() - 1] if match.start() > start else " "
    after = text[match.end()] if match.end() < end else " "
    if mark == '"' and before.isdigit() and after in " ,.)x":
        return None  # inches, or the end of a quotation
    if before.isspace() or before in "([—–-“‘":
        return None if after.isspace() else True
    return False if after.isspace() or after in ".,;:!?)]—–-”’" else None


def _closes_low(text: str, match: re.Match[str], start: int) -> bool:
    """Say whether “ closes a quotation opened by „ (German style)."""
    opened = text.rfind("„", start, match.start())
    return opened >= 0 and "“" not in text[opened : match.start()] and "”" not in text[opened : match.start()]


def _closing(marks: list[tuple[int, int, bool | None]], number: int) -> int | None:
    """Find the mark that closes the one at `number`; None where another opens first and the rest cannot close both."""
    depth = 1
    for n in range(number + 1, len(marks)):
        opens = marks[n][2]
        if opens:
            depth += 1
            if depth > 2:
                return None
        else:
            depth -= 1
            if depth == 0:
                return n
    return None


def _resumes(text: str, start: int, stop: int) -> int:
    """Find where the narrator goes on inside a quotation that was never closed; `stop` if nothing shows it."""
    commas = [m.start() for m in _RESUMING.finditer(text, start, stop)]
    return commas[-1] if commas else stop


def _single(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches between single marks that are no apostrophes."""
    for match in _SINGLE.finditer(text, start, end):
        yield match.span("inside")
