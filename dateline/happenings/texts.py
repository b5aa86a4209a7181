"""Texts of the store -> likenesses: which are copies, repeat passages, or are about one happening.

Each text is sketched once and compared with those that share keys with it; a text that comes later meets those before
it in the same way. What a pair of texts is found to be depends on these two alone.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from sqlalchemy import Connection

from dateline.clean import clean_report
from dateline.merge.copies import compare_texts as compare_words
from dateline.merge.sketches import SKETCH_VERSION as COPY_VERSION
from dateline.merge.sketches import TextSketch, may_be_alike, sketch_keys, sketch_wording
from dateline.merge.stories import SHARED_KEYS, StorySketch, score_story, story_keys, story_sketch
from dateline.merge.stories import SKETCH_VERSION as STORY_VERSION
from dateline.merge.wording import Wording, read_wording
from dateline.records import Report
from dateline.store import Store
from dateline.store import likeness as kept
from dateline.store.likeness import ComparedText, LikeTexts

TEXTS_AT_ONCE = 200  # texts compared in one transaction
WORDINGS = 2_000  # texts whose words are kept at hand
#: Copies come within days. Texts further apart must share more keys, or a passage, to be worth a comparison.
COPY_DAYS, FAR_KEYS = 31, 3
#: As evidence for events, reports of one happening are looked for among those published near each other.
STORY_DAYS = 31
STORY = 0.5  # probability from which on two reports are taken to be about one happening
VERSIONS = {"copy": COPY_VERSION, "story": f"{STORY_VERSION} {STORY_DAYS}"}
UNDATED = 0  # the time of a report that has no day

Keys = dict[int, list[tuple[str, int]]]


def compare_texts(store: Store, tell: Callable[[str], None]) -> None:
    """Compare the texts that came since with those before them, some in each transaction."""
    words = _Words()
    done = 0
    while True:
        with store.transaction() as connection:
            new = kept.unsketched(connection, VERSIONS, TEXTS_AT_ONCE)
            kept.drop_sketches(connection, new)
            found = _compare(connection, new, words)
            kept.add_likenesses(connection, found)
        done += len(new)
        tell(f"comparing texts: {done}")
        if len(new) < TEXTS_AT_ONCE:
            return


class _Words:
    """The words of texts as they are compared, those used last kept at hand."""

    def __init__(self) -> None:
        self.of = lru_cache(maxsize=WORDINGS)(self._read)
        self._texts: dict[int, ComparedText] = {}

    def fetch(self, connection: Connection, text_ids: Iterable[int]) -> None:
        """Read texts whose words will be asked for."""
        self._texts = {each.text_id: each for each in kept.read_texts(connection, text_ids)}

    def text(self, text_id: int) -> ComparedText:
        """Give a text that was fetched."""
        return self._texts[text_id]

    def _read(self, text_id: int) -> Wording:
        text = self._texts[text_id]
        return read_wording(text.title, text.text, hidden=list(_furniture(text)))


def _furniture(text: ComparedText) -> Iterator[tuple[int, int]]:
    """Give the stretches of a text that are no part of what it tells."""
    document = clean_report(Report(id="", text=text.text, title=text.title))
    for block in document.blocks:
        if block.furniture is not None and block.start >= document.text_start:
            yield block.start - document.text_start, block.end - document.text_start


def _compare(connection: Connection, new: list[int], words: _Words) -> list[LikeTexts]:
    words.fetch(connection, new)
    return [*_copies(connection, new, words), *_stories(connection, new, words)]


def _copies(connection: Connection, new: list[int], words: _Words) -> list[LikeTexts]:
    keys: Keys = {}
    for text_id in new:
        sketch = sketch_wording(words.of(text_id))
        keys[text_id] = [(str(kind), key) for kind, key in sketch_keys(sketch)]
        kept.add_sketch(connection, text_id, "copy", sketch.to_bytes(), version=VERSIONS["copy"], keys=keys[text_id])
    pairs = _candidates(connection, keys)
    words.fetch(connection, {*new, *(text_id for pair in pairs for text_id in pair)})
    return [
        LikeTexts(text_id=one, other_id=other, kind=each.kind, score=each.score, detail=json.dumps(each.spans))
        for one, other in pairs
        for each in compare_words(words.of(one), words.of(other))
    ]


def _candidates(connection: Connection, keys: Keys) -> list[tuple[int, int]]:
    """Give the pairs of texts that may be copies, the smaller number first."""
    shared = {text_id: Counter(kept.texts_by_key(connection, keys[text_id])) for text_id in keys}
    met = {other for counts in shared.values() for _, other in counts} | keys.keys()
    days = {text_id: _ordinal(day) for text_id, (_, day) in kept.read_days(connection, met).items()}
    sketches = {
        text_id: TextSketch.from_bytes(data) for text_id, data in kept.read_sketches(connection, "copy", met).items()
    }
    pairs: set[tuple[int, int]] = set()
    for text_id, counts in shared.items():
        for other in {other for _, other in counts} - {text_id}:
            telling = counts["passage", other] > 0 or counts["copy", other] >= FAR_KEYS
            if (telling or _near(days[text_id], days[other])) and may_be_alike(sketches[text_id], sketches[other]):
                pairs.add((min(text_id, other), max(text_id, other)))
    return sorted(pairs)


def _stories(connection: Connection, new: list[int], words: _Words) -> list[LikeTexts]:
    """Find the reports about one happening; keys are those of a time, and each report asks for the times beside."""
    asked: Keys = {}
    for text_id in new:
        text = words.text(text_id)
        day = dt.date.fromisoformat(text.published) if text.published else None
        sketch = story_sketch(text.title, text.text, day, text.private_names)
        time = day.toordinal() // STORY_DAYS if day else UNDATED
        own, *beside = [
            [("story", _key(key, each)) for key in story_keys(sketch)]
            for each in ((time, time - 1, time + 1) if day else (UNDATED,))
        ]
        kept.add_sketch(connection, text_id, "story", sketch.to_bytes(), version=VERSIONS["story"], keys=own)
        asked[text_id] = [key for keys in (own, *beside) for key in keys]
    shared = {text_id: Counter(other for _, other in kept.texts_by_key(connection, asked[text_id])) for text_id in new}
    pairs = {
        (min(text_id, other), max(text_id, other))
        for text_id, counts in shared.items()
        for other, count in counts.items()
        if count >= SHARED_KEYS and other != text_id
    }
    read = kept.read_sketches(connection, "story", {text_id for pair in pairs for text_id in pair})
    sketches = {text_id: StorySketch.from_bytes(data) for text_id, data in read.items()}
    scored = ((pair, score_story(sketches[pair[0]], sketches[pair[1]])) for pair in sorted(pairs))
    return [
        LikeTexts(text_id=one, other_id=other, kind="story", score=round(score, 4), detail="")
        for (one, other), score in scored
        if score >= STORY
    ]


def _key(key: int, time: int) -> int:
    """Give the key of a word in a time."""
    return (key ^ (time * 0x9E3779B97F4A7C15)) & 0x7FFFFFFFFFFFFFFF


def _near(day: int | None, other: int | None) -> bool:
    return day is not None and other is not None and abs(day - other) <= COPY_DAYS


def _ordinal(day: str | None) -> int | None:
    return dt.date.fromisoformat(day).toordinal() if day else None
