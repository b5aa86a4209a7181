"""Line… → Head: the headline, the dateline and the lead that a report opens with."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.clean.datelines import (
    Dateline,
    find_full_day,
    find_inner_dateline,
    read_dateline,
    read_lone_dateline,
    split_photo_date,
)
from dateline.clean.furniture import find_edges
from dateline.clean.paragraphs import Paragraph
from dateline.records import FurnitureKind

CAPTION_WORDS = 35
_HEAD = 8  # paragraphs within which a report's dateline or byline stands
_HEADLINE_WORDS = 30
_DECK_WORDS = 60  # a longer paragraph before the dateline is a body of its own

TERMINAL = re.compile(r"[.!?…][\"'”’»)\]]*$")
QUOTED = re.compile(r"(?:“[^“”]+”|\"[^\"]+\"|«[^«»]+»|„[^„“”]+[“”]|‘[^‘’]+’|‘[^‘]+[.!?,]’|'[^']+'|``.+'')[.,;!?]?")
_HEADLINE_ENDS = (".", ":", ";", ",", ".”", '."')
_SENTENCE_BREAK = re.compile(r"[a-z0-9)”\"’][.!?][\"”’]?\s+[A-Z“\"]")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph and what it is by itself."""

    number: int
    paragraph: Paragraph
    furniture: FurnitureKind | None
    words: int


@dataclass(frozen=True, slots=True)
class Head:
    """How a report begins: the numbers of its headline, lead and lone dateline, and what the dateline says."""

    headline: int | None
    lead: int | None
    lone: int | None  # a line that holds only the dateline
    dateline: Dateline | None  # in the lead; its offsets are those of the lead's paragraph
    place: tuple[int, int] | None
    day: dt.date | None


@dataclass(frozen=True, slots=True)
class _Opening:
    """The lead with the dateline in it, and a line before it that holds only the dateline."""

    lead: Line | None
    dateline: Dateline | None
    lone: Line | None = None
    lone_dateline: Dateline | None = None


def read_head(lines: Sequence[Line], *, titled: bool) -> Head:
    """Read how a report begins; `titled` says that its first line is the title."""
    body = [line for line in lines if line.furniture is None]
    headline = None
    if body and (titled or (len(body) > 1 and _is_headline(body[0]))):
        headline, *body = body
    opening = _find_opening(lines, body)
    lead, lone = opening.lead, opening.lone
    stated = [at for at in (_place_in_text(lone, opening.lone_dateline), _place_in_text(lead, opening.dateline)) if at]
    return Head(
        headline=headline.number if headline else None,
        lead=lead.number if lead else None,
        lone=lone.number if lone else None,
        dateline=opening.dateline,
        place=next((at.place for at in stated if at.place), None),
        day=next((at.day for at in stated if at.day), None) or _read_byline_day(lines, lead),
    )


def is_sentence(line: Line) -> bool:
    """Say whether a line tells something in a full sentence, rather than heading or captioning."""
    text = line.paragraph.text
    return bool(TERMINAL.search(text) and not has_photo_date(text)) or line.words > CAPTION_WORDS


def has_photo_date(text: str) -> bool:
    """Say whether a line opens or closes with a day set off by a dash."""
    return split_photo_date(text) != (0, len(text))


def _place_in_text(line: Line | None, dateline: Dateline | None) -> Dateline | None:
    return _shift(dateline, line.paragraph.start) if line and dateline else None


def _shift(dateline: Dateline, by: int) -> Dateline:
    place = (dateline.place[0] + by, dateline.place[1] + by) if dateline.place else None
    return replace(dateline, start=dateline.start + by, end=dateline.end + by, place=place)


def _is_headline(line: Line) -> bool:
    text = line.paragraph.text
    if line.words > _HEADLINE_WORDS or line.paragraph.bullet:
        return False
    if text.endswith(_HEADLINE_ENDS) or QUOTED.fullmatch(text):
        return False
    return not has_photo_date(text) and read_dateline(text) is None and read_lone_dateline(text) is None


def _find_opening(lines: Sequence[Line], body: Sequence[Line]) -> _Opening:
    lone: Line | None = None
    lone_dateline: Dateline | None = None
    for i, line in enumerate(body[:_HEAD]):
        text = line.paragraph.text
        alone = read_lone_dateline(text)
        found = alone or _read_lead_dateline(line, is_first=i == 0)
        if found and not alone and text[found.end :].strip():
            return _Opening(line, found, lone, lone_dateline)
        if found and lone is None:
            lone, lone_dateline = line, found
        elif line.words > _DECK_WORDS or _SENTENCE_BREAK.search(text):
            break
    start = max(_after_byline(lines, body), lone.number + 1 if lone else 0)
    after = [line for line in body if line.number >= start]
    sentences = (line for line in after[:_HEAD] if is_sentence(line))
    return _Opening(next(sentences, after[0] if after else None), None, lone, lone_dateline)


def _read_lead_dateline(line: Line, *, is_first: bool) -> Dateline | None:
    text = line.paragraph.text
    start, _, _ = find_edges(text)
    start += len(text[start:]) - len(text[start:].lstrip())
    found = read_dateline(text[start:])
    if found is not None and start:
        found = _shift(found, start)
    if found is not None and (found.stated or (is_first and TERMINAL.search(text))):
        return found
    return find_inner_dateline(text) if is_first else None


def _after_byline(lines: Sequence[Line], body: Sequence[Line]) -> int:
    """Give the number of the line after a byline that stands over the report, else 0."""
    for line in lines[: _HEAD + 2]:
        if line.furniture == "byline" and any(other.number > line.number for other in body):
            return line.number
        if line.furniture is None and (line.words > _DECK_WORDS or _SENTENCE_BREAK.search(line.paragraph.text)):
            break
    return 0


def _read_byline_day(lines: Sequence[Line], lead: Line | None) -> dt.date | None:
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
