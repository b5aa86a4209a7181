"""Parse → Quote…: words quoted verbatim, with who said them and by which word."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.find.marks import find_quoted
from dateline.find.reporting import BEARERS, QUOTE_NOUNS
from dateline.find.speech import Speech, find_speech
from dateline.records import Document, Parse, Quote, Span

_GAP = 60  # characters of "he said on Tuesday, adding" that may stand between a cue and its quotation
_SHORT_GAP = 24  # the same for one or two words: any farther and they are scare quotes
_SENTENCE_END = re.compile(r"[.!?][\"”’»')]*\s")
_AND = re.compile(r"\W*(?:(?:and|or|but|then)\W*)?")
_COLON_END = re.compile(r":\s*[\"“„«‘'`]*\s*$")


@dataclass(frozen=True, slots=True)
class _Voice:
    """A speech act as offsets; `before` and `after` bound the cue together with its speaker."""

    speaker: Span | None
    cue: Span
    before: int
    after: int
    content: tuple[int, int] | None
    paragraph: int


def find_quotes(parse: Parse) -> tuple[Quote, ...]:
    """Find the quotations of a report with speaker and cue.

    Scare quotes have no cue; words on a poster or banner have a cue and no speaker. A quotation that
    is not closed ends with its paragraph.
    """
    paragraphs = _paragraphs(parse.document)
    quoted = [
        (start, end, n) for n, (a, b) in enumerate(paragraphs) for start, end in find_quoted(parse.document.text, a, b)
    ]
    if not quoted:
        return ()
    ranges = [(start, end) for start, end, _ in quoted]
    voices = _voices(parse, find_speech(parse, ranges), paragraphs, ranges)
    return tuple(_attribute(parse, quoted, voices, paragraphs))


def _paragraphs(document: Document) -> list[tuple[int, int]]:
    """Give the paragraphs as offsets; the blocks of one line are one paragraph."""
    found: dict[int, tuple[int, int]] = {}
    for block in document.blocks:
        if block.kind not in ("furniture", "dateline"):
            start = found[block.line][0] if block.line in found else block.start
            found[block.line] = (start, block.end)
    return list(found.values())


def _voices(
    parse: Parse, speeches: Sequence[Speech], paragraphs: list[tuple[int, int]], quoted: Sequence[tuple[int, int]]
) -> dict[int, list[_Voice]]:
    """Group by paragraph the speech acts that are not themselves inside of a quotation."""
    begins = [start for start, _ in paragraphs]
    voices: dict[int, list[_Voice]] = {}
    for speech in speeches:
        cue = parse.span(*speech.cue)
        inside = bisect.bisect_right(quoted, (cue.start, len(parse.document.text))) - 1
        if inside >= 0 and cue.start < quoted[inside][1]:
            continue
        voice = _voice(parse, speech, cue, bisect.bisect_right(begins, cue.start) - 1)
        voices.setdefault(voice.paragraph, []).append(voice)
    return voices


def _voice(parse: Parse, speech: Speech, cue: Span, paragraph: int) -> _Voice:
    name = parse.span(*speech.name) if speech.name is not None else None
    content = parse.span(*speech.content) if speech.content is not None else None
    bearer = speech.speaker is not None and (
        parse.lemmas[speech.speaker] in BEARERS
        or (parse.lemmas[speech.cue[0]] == "read" and parse.heads[speech.speaker] != speech.cue[0])
    )
    return _Voice(
        speaker=None if bearer else name,
        cue=cue,
        before=min(cue.start, name.start) if name else cue.start,
        after=max(cue.end, name.end) if name and name.start > cue.start else cue.end,
        content=(content.start, content.end) if content else None,
        paragraph=paragraph,
    )


def _attribute(
    parse: Parse,
    quoted: list[tuple[int, int, int]],
    voices: dict[int, list[_Voice]],
    paragraphs: list[tuple[int, int]],
) -> Iterator[Quote]:
    """Give each quotation its voice: one that covers it, stands beside it, or goes on from before."""
    text = parse.document.text
    found: list[_Voice | None] = []
    for number, (start, end, paragraph) in enumerate(quoted):
        voice = _beside(text, start, end, voices.get(paragraph, []))
        if voice is None:
            last = (*quoted[number - 1], found[-1]) if found else None
            voice = _going_on(text, quoted[number], last, paragraphs, voices)
        found.append(voice or _by_noun(parse, start, paragraphs[paragraph][0]))
    for number in range(len(quoted) - 2, -1, -1):
        if found[number] is None and _runs_on(text, quoted[number], quoted[number + 1], paragraphs):
            found[number] = found[number + 1]
    for (start, end, _), voice in zip(quoted, found, strict=True):
        span = Span(start, end, text[start:end])
        yield Quote(span=span, speaker=voice.speaker if voice else None, cue=voice.cue if voice else None)


def _runs_on(
    text: str, quote: tuple[int, int, int], following: tuple[int, int, int], paragraphs: list[tuple[int, int]]
) -> bool:
    """Say whether a quotation stays open at the end of its paragraph and the next paragraph opens it anew."""
    begin = paragraphs[following[2]][0]
    left_open = not text[quote[1] : paragraphs[quote[2]][1]].strip(" ,")
    return left_open and following[2] == quote[2] + 1 and following[0] - begin <= 2


def _beside(text: str, start: int, end: int, voices: list[_Voice]) -> _Voice | None:
    """Find the voice in the same paragraph that covers a quotation or stands next to it."""
    short = text.count(" ", start, end) < 2 and text[end - 1] not in ".!?"
    best: tuple[int, _Voice] | None = None
    for voice in voices:
        if voice.before >= end:
            distance = _distance_after(text, end, voice.before)
        else:
            distance = _distance_before(text, start, voice)
            if short and distance is not None and distance > _SHORT_GAP:
                distance = None
        if distance is not None and (best is None or distance < best[0]):
            best = (distance, voice)
    return best[1] if best else None


def _distance_after(text: str, end: int, voice_start: int) -> int | None:
    """Measure from a quotation to a voice behind it, with nothing but marks between."""
    between = text[end:voice_start]
    if text[end - 1] == "." or "." in between:  # the next sentence speaks for itself
        return None
    return len(between) if len(between) < 8 and not any(c.isalnum() for c in between) else None


def _distance_before(text: str, start: int, voice: _Voice) -> int | None:
    """Measure from a voice to a quotation that it leads or covers."""
    if voice.content is not None and voice.content[0] <= start + 2 and start < voice.content[1]:
        return max(0, start - voice.after)
    if voice.after > start:
        return None
    between = text[voice.after : start]
    if len(between) <= _GAP and not _SENTENCE_END.search(between):
        return len(between)
    return len(between) if len(between) <= 2 * _GAP and _COLON_END.search(between) and "." not in between else None


def _by_noun(parse: Parse, start: int, begin: int) -> _Voice | None:
    """Read "with the message ...", "slogans such as ...", where no verb leads the quotation."""
    token = bisect.bisect_left(parse.starts, start) - 1
    for before in range(token, max(-1, token - 5), -1):
        if parse.words[before] in (".", ";", ")", "”") or parse.starts[before] < begin:
            return None
        if parse.lemmas[before] in QUOTE_NOUNS and parse.pos[before] != "VERB":
            cue = parse.span(before, before + 1)
            return _Voice(speaker=None, cue=cue, before=cue.start, after=cue.end, content=None, paragraph=-1)
    return None


def _going_on(
    text: str,
    quote: tuple[int, int, int],
    last: tuple[int, int, int, _Voice | None] | None,
    paragraphs: list[tuple[int, int]],
    voices: dict[int, list[_Voice]],
) -> _Voice | None:
    """Let a voice go on: over "and", over its own attribution, or into a paragraph that is all quotation."""
    start, end, paragraph = quote
    begin, stop = paragraphs[paragraph]
    whole = start - begin <= 2 and stop - end <= 3
    if last is not None and last[2] == paragraph and last[3] is not None:
        return last[3] if _joins(text[last[1] : start], last[3].before - last[1]) else None
    if start - begin > 2 or paragraph == 0:
        return None
    leading = voices.get(paragraph - 1, [])
    if leading and text[: paragraphs[paragraph - 1][1]].endswith(":"):
        return leading[-1]
    if whole and last is not None and last[2] == paragraph - 1 and paragraphs[paragraph - 1][1] - last[1] <= 200:
        return last[3]
    return None


def _joins(between: str, voice_at: int) -> bool:
    """Say whether nothing but "and", or the attribution of the first and a new sentence, parts two quotations."""
    if _AND.fullmatch(between):
        return True
    attributed = 0 <= voice_at < len(between) <= 4 * _GAP
    return attributed and between.rstrip("“„\"'`« ").endswith((".", ",", "!", "?"))
