"""Paragraph… → Block…: what each stretch of a report is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.clean.datelines import (
    Dateline,
    find_full_day,
    find_inner_dateline,
    read_dateline,
    read_lone_dateline,
    split_photo_date,
)
from dateline.clean.furniture import find_edges, furniture_kind
from dateline.clean.paragraphs import Paragraph, trim
from dateline.records import Block, BlockKind, FurnitureKind

_HEAD = 8  # paragraphs within which a report's dateline or byline stands
_HEADLINE_WORDS = 30
_CAPTION_WORDS = 35
_DECK_WORDS = 60  # a longer paragraph before the dateline is a body of its own
_HEADING_WORDS = 5
_REPEAT_WORDS = 3  # shorter lines may well stand twice by chance
_REPEAT_SHARE = 0.8
_REPEAT_WINDOW = 40  # lines that a cut-off repeat is looked for in

_TERMINAL = re.compile(r"[.!?…][\"'”’»)\]]*$")
_OPEN_END = re.compile(r"[:;,]$")
_SENTENCE_BREAK = re.compile(r"[a-z0-9)”\"’][.!?][\"”’]?\s+[A-Z“\"]")
_QUOTED = re.compile(r"(?:“[^“”]+”|\"[^\"]+\"|«[^«»]+»|„[^„“”]+[“”]|‘[^‘’]+’|‘[^‘]+[.!?,]’|'[^']+'|``.+'')[.,;!?]?")
_UNCLOSED = re.compile(r"(?:“[^”]+|\"[^\"]+|«[^»]+)")
_PHOTO = re.compile(
    r"(?:file )?(?:photo|image|picture|video|graphic|illustration|archive)s?"
    r"(?: (?:by|credit|courtesy|dated|from|shows?)\b| ?[:/|(])"
    r"|(?:file photo|in this (?:\w+ ){0,4}(?:photo|image|picture|video|frame)|pictured|above|below|left|right)\b[:,]"
    r"|.*(?:[(\[|/] ?(?:photo|image|picture|credit|source|courtesy|file)\b|\bgetty images\b|\bhandout via\b"
    r"|/ ?(?-i:AP|AFP|EPA|Reuters|REUTERS)\b)",
    re.I,
)
_WORDS = re.compile(r"\w+")
_BYLINE_END = re.compile(
    r"\bBy:? (?:[A-ZÀ-Þ][\w.'’-]* ?){1,4}(?:(?:and|AND|&) (?:[A-ZÀ-Þ][\w.'’-]* ?){1,4})?,?[\w ,]{0,40}$"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A text's blocks and what its dateline says."""

    blocks: tuple[Block, ...]
    place: tuple[int, int] | None
    day: dt.date | None


@dataclass(frozen=True, slots=True)
class _Line:
    """One paragraph and what it is by itself."""

    number: int
    paragraph: Paragraph
    furniture: FurnitureKind | None
    words: int


def lay_out(text: str, paragraphs: Sequence[Paragraph], *, titled: bool) -> Layout:
    """Name what each paragraph is; `titled` says that the first one is the report's title."""
    lines = _to_lines(paragraphs, titled=titled)
    plain = [line for line in lines if line.furniture is None]
    head = _read_head(lines, plain, titled=titled)
    blocks: list[Block] = []
    for line in lines:
        blocks.extend(_to_blocks(text, line, head))
    return Layout(tuple(blocks), head.place, head.day)


@dataclass(frozen=True, slots=True)
class _Head:
    """How a report begins: the numbers of its headline and lead, and its dateline."""

    headline: int | None
    lead: int | None
    lone: int | None  # a line that holds only the dateline
    dateline: Dateline | None  # in the lead, its offsets in the lead's paragraph
    place: tuple[int, int] | None
    day: dt.date | None
    quotations: frozenset[int]


def _to_lines(paragraphs: Sequence[Paragraph], *, titled: bool) -> list[_Line]:
    lines: list[_Line] = []
    repeats = _Repeats()
    for number, paragraph in enumerate(paragraphs):
        kind = None if titled and number == 0 else furniture_kind(paragraph.text)
        words = _WORDS.findall(paragraph.text.casefold())
        if kind is None and not _QUOTED.fullmatch(paragraph.text) and repeats.add(tuple(words)):
            kind = "caption-repeat"
        lines.append(_Line(number, paragraph, kind, len(words)))
    return lines


class _Repeats:
    """The lines met so far, to know one that says the same again."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, ...]] = set()
        self._recent: list[str] = []

    def add(self, words: tuple[str, ...]) -> bool:
        """Take in a line; say whether an earlier one holds its words, whole or cut off at an end."""
        if len(words) < _REPEAT_WORDS:
            return False
        if words in self._seen:
            return True
        self._seen.add(words)
        if len(words) > _DECK_WORDS:
            return False
        joined = f" {' '.join(words)} "
        if len(words) > _HEADING_WORDS and any(
            joined in earlier and len(joined) >= _REPEAT_SHARE * len(earlier) for earlier in self._recent
        ):
            return True
        self._recent = [*self._recent[1 - _REPEAT_WINDOW :], joined]
        return False


def _read_head(lines: Sequence[_Line], plain: Sequence[_Line], *, titled: bool) -> _Head:
    first = 0
    headline = None
    if plain and (titled or (len(plain) > 1 and _is_headline(plain[0]))):
        headline, first = plain[0].number, 1
    body = plain[first:]
    lead, lone, found = _find_lead(lines, body)
    stated = [(line.paragraph.start, dateline) for line, dateline in _pair(lone, lead, found) if dateline]
    places = [(offset + at.place[0], offset + at.place[1]) for offset, at in stated if at.place]
    days = [at.day for _, at in stated if at.day]
    return _Head(
        headline=headline,
        lead=lead.number if lead else None,
        lone=lone.number if lone else None,
        dateline=found,
        place=places[0] if places else None,
        day=days[0] if days else _read_byline_day(lines, lead),
        quotations=_find_quotations(plain),
    )


def _pair(lone: _Line | None, lead: _Line | None, found: Dateline | None) -> Iterator[tuple[_Line, Dateline | None]]:
    if lone is not None:
        yield lone, read_lone_dateline(lone.paragraph.text)
    if lead is not None:
        yield lead, found


def _is_headline(line: _Line) -> bool:
    text = line.paragraph.text
    if line.words > _HEADLINE_WORDS or line.paragraph.bullet:
        return False
    if text.endswith((".", ":", ";", ",", ".”", '."')) or _QUOTED.fullmatch(text):
        return False
    return not _has_photo_date(text) and read_dateline(text) is None and read_lone_dateline(text) is None


def _find_lead(lines: Sequence[_Line], body: Sequence[_Line]) -> tuple[_Line | None, _Line | None, Dateline | None]:
    """Find the lead, a line before it that holds only the dateline, and the dateline in the lead itself."""
    lone: _Line | None = None
    for i, line in enumerate(body[:_HEAD]):
        found = _read_lead_dateline(line, is_first=i == 0)
        if found is not None:
            return line, lone, found
        if lone is None and read_lone_dateline(line.paragraph.text):
            lone = line
        elif line.words > _DECK_WORDS or _SENTENCE_BREAK.search(line.paragraph.text):
            break
    start = _after_byline(lines, body)
    after = [line for line in body if line.number >= start and line is not lone]
    if lone is not None:
        after = [line for line in after if line.number > lone.number] or after
    sentences = (line for line in after[:_HEAD] if _is_sentence(line))
    return next(sentences, after[0] if after else None), lone, None


def _read_lead_dateline(line: _Line, *, is_first: bool) -> Dateline | None:
    text = line.paragraph.text
    start, _, _ = find_edges(text)
    start += len(text[start:]) - len(text[start:].lstrip())
    found = read_dateline(text[start:])
    if found is not None and start:
        found = _shift(found, start)
    if found is not None and (found.stated or (is_first and _TERMINAL.search(text))):
        return found
    return find_inner_dateline(text) if is_first else None


def _shift(found: Dateline, by: int) -> Dateline:
    place = (found.place[0] + by, found.place[1] + by) if found.place else None
    return Dateline(found.start + by, found.end + by, place, found.day, found.stated)


def _after_byline(lines: Sequence[_Line], body: Sequence[_Line]) -> int:
    """Give the number of the line after a byline that stands over the report, else 0."""
    for line in lines[: _HEAD + 2]:
        if line.furniture == "byline" and any(other.number > line.number for other in body):
            return line.number
        if line.furniture is None and (line.words > _DECK_WORDS or _SENTENCE_BREAK.search(line.paragraph.text)):
            break
    return 0


def _read_byline_day(lines: Sequence[_Line], lead: _Line | None) -> dt.date | None:
    """Read "Published 5 March 2021" over the report."""
    for line in lines:
        if lead is None or line.number > lead.number:
            return None
        start, _, kind = find_edges(line.paragraph.text)
        stamp = line.paragraph.text if line.furniture == "byline" else line.paragraph.text[:start]
        day = find_full_day(stamp) if stamp and (line.furniture == "byline" or kind == "byline") else None
        if day is not None:
            return day
    return None


def _find_quotations(plain: Sequence[_Line]) -> frozenset[int]:
    """Find paragraphs that are wholly quoted, unclosed ones of a long quotation included."""
    found = set()
    for i, line in enumerate(plain):
        following = plain[i + 1].paragraph.text if i + 1 < len(plain) else ""
        text = line.paragraph.text
        if _QUOTED.fullmatch(text) or (_UNCLOSED.fullmatch(text) and following.startswith(text[0])):
            found.add(line.number)
    return frozenset(found)


def _is_sentence(line: _Line) -> bool:
    text = line.paragraph.text
    return bool(_TERMINAL.search(text) and not _has_photo_date(text)) or line.words > _CAPTION_WORDS


def _has_photo_date(text: str) -> bool:
    return split_photo_date(text) != (0, len(text))


def _to_blocks(text: str, line: _Line, head: _Head) -> Iterator[Block]:
    paragraph = line.paragraph
    if line.furniture is not None:
        yield Block(
            start=paragraph.start, end=paragraph.end, kind="furniture", line=line.number, furniture=line.furniture
        )
        return
    start, end, furniture = find_edges(paragraph.text)
    inner = Paragraph(paragraph.start + start, paragraph.start + end, paragraph.text[start:end])
    if start:
        yield from _block(text, paragraph.start, inner.start, "furniture", line.number, furniture)
    for first, last, kind in _to_pieces(line, inner, head):
        yield from _block(text, first, last, kind, line.number)
    if inner.end < paragraph.end:
        yield from _block(text, inner.end, paragraph.end, "furniture", line.number, "boilerplate")


def _block(
    text: str, start: int, end: int, kind: BlockKind, line: int, furniture: FurnitureKind | None = None
) -> Iterator[Block]:
    start, end = trim(text, start, end)
    if start < end:
        yield Block(start=start, end=end, kind=kind, line=line, furniture=furniture)


def _to_pieces(line: _Line, inner: Paragraph, head: _Head) -> Iterator[tuple[int, int, BlockKind]]:
    """Cut a paragraph into its dateline and the rest."""
    if line.number == head.lead and head.dateline is not None:
        opening, closing = line.paragraph.start + head.dateline.start, line.paragraph.start + head.dateline.end
        yield inner.start, opening, "headline"
        yield opening, closing, "dateline"
        yield closing, inner.end, "lead"
        return
    kind = _name_kind(line, head)
    if kind in ("caption", "body"):
        first, last = split_photo_date(inner.text)
        yield inner.start, inner.start + first, "dateline"
        yield inner.start + first, inner.start + last, kind
        yield inner.start + last, inner.end, "dateline"
        return
    yield inner.start, inner.end, kind


def _name_kind(line: _Line, head: _Head) -> BlockKind:
    if line.number == head.headline:
        return "headline"
    if line.number == head.lone:
        return "dateline"
    if line.number in head.quotations:
        return "quotation"
    if line.number == head.lead:
        return "lead"
    before_lead = head.lead is not None and line.number < head.lead
    return _name_deck(line) if before_lead else _name_body(line)


def _name_deck(line: _Line) -> BlockKind:
    """Name a line between headline and lead: a caption where it tells a happening, else a second headline."""
    return "caption" if _is_sentence(line) or _name_body(line) == "caption" else "heading"


def _name_body(line: _Line) -> BlockKind:
    text = line.paragraph.text
    if line.paragraph.bullet or line.words > _CAPTION_WORDS or _OPEN_END.search(text):
        return "body"
    start, end = split_photo_date(text)
    if (start, end) != (0, len(text)):
        return "body" if start and _TERMINAL.search(text) else "caption"
    if _PHOTO.match(text):
        return "caption"
    if _TERMINAL.search(text):
        return "body"
    return "heading" if line.words <= _HEADING_WORDS or _is_title_case(text) else "caption"


def _is_title_case(text: str) -> bool:
    """Say whether all words but the short ones begin with a capital."""
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return all(word[0].isupper() for word in words)
