"""Texts -> sketches and likenesses: the pure part of comparing texts, which may be done in other processes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from dateline.clean import clean_report
from dateline.merge.copies import compare_texts
from dateline.merge.sketches import sketch_keys, sketch_wording
from dateline.merge.stories import StorySketch, score_telling, story_keys, story_sketch, telling_words
from dateline.merge.wording import Wording, read_wording
from dateline.records import Report
from dateline.store.likeness import ComparedText

WORDINGS = 2_000  # texts whose words are kept at hand
#: As evidence for events, reports of one happening are looked for among those published near each other.
STORY_DAYS = 31
STORY = 0.5  # probability from which on two reports are taken to be about one happening
UNDATED = 0  # the time of a report that has no day

Key = tuple[str, int]  # kind and key
Pair = tuple[int, int]


class Sketched(NamedTuple):
    """What of one text is kept, by kind, and the keys by which it finds others."""

    text_id: int
    copy: bytes
    story: bytes
    keys: list[Key]
    asked: list[Key]  # more keys that others have: those of the times beside


class Paired(NamedTuple):
    """Some pairs of texts, and these texts by number."""

    texts: Mapping[int, tuple[str | None, str]]  # title and text
    pairs: Sequence[Pair]


class Alike(NamedTuple):
    """Two texts found alike, as `LikeTexts`."""

    text_id: int
    other_id: int
    kind: str
    score: float
    detail: str


def sketch_texts(texts: Sequence[ComparedText]) -> list[Sketched]:
    """Sketch texts."""
    return [_sketch(text) for text in texts]


def _sketch(text: ComparedText) -> Sketched:
    copy = sketch_wording(_wording(text.title, text.text))
    day = dt.date.fromisoformat(text.published) if text.published else None
    story = story_sketch(text.title, text.text, day, text.private_names)
    time = day.toordinal() // STORY_DAYS if day else UNDATED
    words = story_keys(story)
    own, *beside = [
        [("story", _in_time(word, each)) for word in words]
        for each in ((time, time - 1, time + 1) if day else (UNDATED,))
    ]
    return Sketched(
        text_id=text.text_id,
        copy=copy.to_bytes(),
        story=story.to_bytes(),
        keys=list(dict.fromkeys([*((str(kind), key) for kind, key in sketch_keys(copy)), *own])),
        asked=[key for keys in beside for key in keys],
    )


def _in_time(key: int, time: int) -> int:
    """Give the key of a word in a time."""
    return (key ^ (time * 0x9E3779B97F4A7C15)) & 0x7FFFFFFFFFFFFFFF


def compare_pairs(paired: Paired) -> list[Alike]:
    """Compare pairs of texts word by word; give those that are copies or share passages."""
    return [
        Alike(one, other, each.kind, each.score, json.dumps(each.spans))
        for one, other in paired.pairs
        for each in compare_texts(_wording(*paired.texts[one]), _wording(*paired.texts[other]))
    ]


@lru_cache(maxsize=WORDINGS)
def _wording(title: str | None, text: str) -> Wording:
    return read_wording(title, text, hidden=list(_furniture(title, text)))


def _furniture(title: str | None, text: str) -> Iterator[tuple[int, int]]:
    """Give the stretches of a text that are no part of what it tells."""
    document = clean_report(Report(id="", text=text, title=title))
    for block in document.blocks:
        if block.furniture is not None and block.start >= document.text_start:
            yield block.start - document.text_start, block.end - document.text_start


class Stories(NamedTuple):
    """Some pairs of reports, and the sketches of these reports."""

    sketches: Mapping[int, bytes]
    pairs: Sequence[Pair]


def score_stories(stories: Stories) -> list[Alike]:
    """Give the pairs of reports that are about one happening."""
    read = {text_id: StorySketch.from_bytes(data) for text_id, data in stories.sketches.items()}
    words = {text_id: telling_words(sketch) for text_id, sketch in read.items()}
    scored = (
        (one, other, score_telling((words[one], read[one]), (words[other], read[other])))
        for one, other in stories.pairs
    )
    return [Alike(one, other, "story", round(score, 4), "") for one, other, score in scored if score >= STORY]
