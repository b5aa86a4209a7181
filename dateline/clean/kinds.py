"""Paragraph… → Block…: what each stretch of a report is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.clean.datelines import split_photo_date
from dateline.clean.furniture import find_edges
from dateline.clean.opening import CAPTION_WORDS, QUOTED, TERMINAL, Head, Line, is_sentence, read_head
from dateline.clean.paragraphs import Paragraph, trim
from dateline.records import Block, BlockKind, FurnitureKind

_LONG_LINE = 60  # words; longer paragraphs are repeated whole or not at all
_HEADING_WORDS = 5
_REPEAT_WORDS = 3  # shorter lines may well stand twice by chance
_REPEAT_SHARE = 0.8
_REPEAT_WINDOW = 40  # lines that a cut-off repeat is looked for in

_OPEN_END = re.compile(r"[:;,]$")
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


def lay_out(text: str, paragraphs: Sequence[Paragraph], *, titled: bool) -> Layout:
    """Name what each paragraph is; `titled` says that the first one is the report's title."""
    lines = _to_lines(paragraphs, titled=titled)
    head = read_head(lines, titled=titled)
    quotations = _find_quotations([line for line in lines if line.furniture is None])
    blocks: list[Block] = []
    for line in lines:
        blocks.extend(_to_blocks(text, line, head, quoted=line.number in quotations))
    return Layout(tuple(blocks), head.place, head.day)


def _to_lines(paragraphs: Sequence[Paragraph], *, titled: bool) -> list[Line]:
    lines: list[Line] = []
    repeats = _Repeats()
    for number, paragraph in enumerate(paragraphs):
        kind = None if titled and number == 0 else paragraph.furniture
        words = _WORDS.findall(paragraph.text.casefold())
        if kind is None and not QUOTED.fullmatch(paragraph.text) and repeats.add(tuple(words)):
            kind = "caption-repeat"
        lines.append(Line(number, paragraph, kind, len(words)))
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
        if len(words) > _LONG_LINE:
            return False
        joined = f" {' '.join(words)} "
        if len(words) > _HEADING_WORDS and any(
            joined in earlier and len(joined) >= _REPEAT_SHARE * len(earlier) for earlier in self._recent
        ):
            return True
        self._recent = [*self._recent[1 - _REPEAT_WINDOW :], joined]
        return False


def _find_quotations(plain: Sequence[Line]) -> frozenset[int]:
    """Find paragraphs that are wholly quoted, unclosed ones of a long quotation included."""
    found = set()
    for i, line in enumerate(plain):
        following = plain[i + 1].paragraph.text if i + 1 < len(plain) else ""
        text = line.paragraph.text
        if QUOTED.fullmatch(text) or (_UNCLOSED.fullmatch(text) and following.startswith(text[0])):
            found.add(line.number)
    return frozenset(found)


def _to_blocks(text: str, line: Line, head: Head, *, quoted: bool) -> Iterator[Block]:
    paragraph = line.paragraph
    if line.furniture is not None:
        yield Block(
            start=paragraph.start, end=paragraph.end, kind="furniture", line=line.number, furniture=line.furniture
        )
        return
    start, end, furniture = find_edges(paragraph.text)
    inner = Paragraph(paragraph.start + start, paragraph.start + end, paragraph.text[start:end])
    if start:
        yield from _block(text, paragraph.start, inner.start, "furniture", line=line.number, furniture=furniture)
    for first, last, kind in _to_pieces(line, inner, head, quoted=quoted):
        signed: FurnitureKind | None = "byline" if kind == "furniture" else None
        yield from _block(text, first, last, kind, line=line.number, furniture=signed)
    if inner.end < paragraph.end:
        yield from _block(text, inner.end, paragraph.end, "furniture", line=line.number, furniture="boilerplate")


def _block(
    text: str, start: int, end: int, kind: BlockKind, *, line: int, furniture: FurnitureKind | None = None
) -> Iterator[Block]:
    start, end = trim(text, start, end)
    if start < end:
        yield Block(start=start, end=end, kind=kind, line=line, furniture=furniture)


def _to_pieces(line: Line, inner: Paragraph, head: Head, *, quoted: bool) -> Iterator[tuple[int, int, BlockKind]]:
    """Cut a paragraph into its dateline and the rest."""
    if line.number == head.lead and head.dateline is not None:
        opening, closing = (
            min(max(line.paragraph.start + at, inner.start), inner.end)
            for at in (head.dateline.start, head.dateline.end)
        )
        byline = _BYLINE_END.search(inner.text, 0, opening - inner.start)
        signed = inner.start + byline.start() if byline else opening
        yield inner.start, signed, "headline" if head.headline is None else "caption"
        yield signed, opening, "furniture"
        yield opening, closing, "dateline"
        yield closing, inner.end, "lead"
        return
    kind = "quotation" if quoted and line.number not in (head.headline, head.lone) else _name_kind(line, head)
    if kind in ("caption", "body"):
        first, last = split_photo_date(inner.text)
        yield inner.start, inner.start + first, "dateline"
        yield inner.start + first, inner.start + last, kind
        yield inner.start + last, inner.end, "dateline"
        return
    yield inner.start, inner.end, kind


def _name_kind(line: Line, head: Head) -> BlockKind:
    if line.number == head.headline:
        return "headline"
    if line.number == head.lone:
        return "dateline"
    if line.number == head.lead:
        return "lead"
    before_lead = head.lead is not None and line.number < head.lead
    return _name_deck(line) if before_lead else _name_body(line)


def _name_deck(line: Line) -> BlockKind:
    """Name a line between headline and lead: a caption where it tells a happening, else a second headline."""
    return "caption" if is_sentence(line) or _name_body(line) == "caption" else "heading"


def _name_body(line: Line) -> BlockKind:
    text = line.paragraph.text
    if line.paragraph.bullet or line.words > CAPTION_WORDS or _OPEN_END.search(text):
        return "body"
    start, end = split_photo_date(text)
    if (start, end) != (0, len(text)):
        return "body" if start and TERMINAL.search(text) else "caption"
    if _PHOTO.match(text):
        return "caption"
    if TERMINAL.search(text):
        return "body"
    return "heading" if line.words <= _HEADING_WORDS or _is_title_case(text) else "caption"


def _is_title_case(text: str) -> bool:
    """Say whether all words but the short ones begin with a capital."""
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return all(word[0].isupper() for word in words)
