"""Text → Paragraph…: lines, with the hard line breaks of wire copy joined again."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.clean.furniture import furniture_kind
from dateline.records import FurnitureKind

_LINE = re.compile("[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANK = " \t\xa0\u3000\u200b\u200e\u200f\u2060\ufeff"
_BULLET = re.compile(r"(?:[•●▪■‣∙·*+–—-]|\(?(?:\d{1,2}|[a-z])[.)])\s+(?=\S)")
_MARK = re.compile(r"[•●▪■‣∙·*+–—-]\s+(?=\S)")
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_OPENING = tuple('"“«„')
_CLOSING = tuple('"”»')

# Wire copy is set in columns: a line breaks where its next word would not fit. Limits from the two
# wire corpora at hand (columns of 55 to 75 characters); web text breaks only between paragraphs.
_NARROWEST, _WIDEST = 40, 140
_RAGGED = 8  # characters a line may stay short of the column
_FEW = 4  # line breaks; below this only a lower-case start tells a wrapped line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, list item or line that stands alone; `start` and `end` index the document's text."""

    start: int
    end: int
    text: str
    bullet: bool = False
    furniture: FurnitureKind | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    indent: int
    breaks: int  # line breaks since the line before
    furniture: FurnitureKind | None


def split_paragraphs(text: str, start: int = 0) -> list[Paragraph]:
    """Split a text from `start` on into paragraphs.

    >>> [p.text for p in split_paragraphs("First line.\\n\\nSecond line.")]
    ['First line.', 'Second line.']
    """
    lines = _split_lines(text, start)
    width = _column_width(lines)
    spaced = any(line.breaks > 1 or line.indent > lines[0].indent + 1 for line in lines[1:])
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and width and _continues(groups[-1][-1], line, width, short=spaced and len(groups) == 1):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_to_paragraph(text, group) for group in groups]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Draw a stretch in to where its words begin and end."""
    while start < end and (text[start].isspace() or text[start] in _BLANK):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _BLANK):
        end -= 1
    return start, end


def _to_paragraph(text: str, group: Sequence[_Line]) -> Paragraph:
    start, end = group[0].start, group[-1].end
    furniture = group[0].furniture if len(group) == 1 else furniture_kind(text[start:end])
    bullet = _BULLET.match(text, start, end)
    mark = _MARK.match(text, start, end)
    if mark:
        start = mark.end()
    return Paragraph(start, end, text[start:end], bullet is not None, furniture)


def _split_lines(text: str, start: int) -> list[_Line]:
    lines: list[_Line] = []
    last = start
    for match in _LINE.finditer(text, start):
        first, end = trim(text, match.start(), match.end())
        if first == end:
            continue
        breaks = len(_BREAK.findall(text, last, first))
        words = text[first:end]
        indent = len(text[match.start() : first].expandtabs(4))
        lines.append(_Line(first, end, words, indent, breaks, furniture_kind(words)))
        last = end
    return lines


def _column_width(lines: Sequence[_Line]) -> int:
    """Give the width of the column a text is set in; 0 where lines are paragraphs."""
    plain = [line for line in lines if not line.furniture]
    pairs = [(a, b) for a, b in itertools.pairwise(plain) if b.breaks == 1 and b.indent <= a.indent + 1]
    if not pairs:
        return 0
    lengths = sorted(line.indent + len(line.text) for line, _ in pairs)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    open_ended = [(a, b) for a, b in pairs if not _ENDS.search(a.text)]
    full = sum(_is_full(a, b, width) for a, b in pairs)
    lower = sum(b.text[0].islower() for _, b in open_ended)
    many = len(pairs) >= _FEW and full >= 0.6 * len(pairs) and 2 * len(open_ended) >= len(pairs)
    return width if many or lower >= 0.3 * len(pairs) else 0


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    """Say whether the next line's first word would not have fitted on this line."""
    word = len(following.text.split(None, 1)[0])
    return line.indent + len(line.text) + 1 + word > width - _RAGGED


def _continues(line: _Line, following: _Line, width: int, *, short: bool) -> bool:
    """Say whether two lines are of one paragraph; `short` lets the line break early.

    The first line of wire copy does so where its dateline was cut off.
    """
    if following.breaks > 1 or line.furniture or following.furniture or _BULLET.match(following.text):
        return False
    if line.text.endswith(_CLOSING) and following.text.startswith(_OPENING):
        return False
    open_ended = not _ENDS.search(line.text)
    if open_ended and following.text[0].islower():
        return True
    if following.indent > line.indent + 1:
        return False
    return _is_full(line, following, width) or (open_ended and short)
