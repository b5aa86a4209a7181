"""Texts of the store -> likenesses: which are copies, repeat passages, or are about one happening.

Each text is sketched once and compared with those that share keys with it; a text that comes later meets those before
it in the same way. What a pair of texts is found to be depends on these two alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from dateline.happenings.sketching import (
    STORY_DAYS,
    Key,
    Pair,
    Paired,
    Sketched,
    Stories,
    compare_pairs,
    score_stories,
    sketch_texts,
)
from dateline.happenings.workers import Worker, in_order, started
from dateline.merge.sketches import SKETCH_VERSION as COPY_VERSION
from dateline.merge.sketches import TextSketch, may_be_alike
from dateline.merge.stories import SHARED_KEYS
from dateline.merge.stories import SKETCH_VERSION as STORY_VERSION
from dateline.store import Store
from dateline.store import likeness as kept
from dateline.store.likeness import LikeTexts

TEXTS_AT_ONCE = 1_000  # texts compared in one transaction
FEW_FOR_WORKERS = 500  # texts for which it is not worth it to start other processes
TEXTS_A_TASK, PAIRS_A_TASK, STORIES_A_TASK = 50, 200, 5_000
#: Copies come within days. Texts further apart must share more keys, or a passage, to be worth a comparison.
COPY_DAYS, FAR_KEYS = 31, 3
VERSIONS = {"copy": COPY_VERSION, "story": f"{STORY_VERSION} {STORY_DAYS}"}

Ints = npt.NDArray[np.int64]
Value = TypeVar("Value")


def compare_texts(store: Store, tell: Callable[[str], None]) -> None:
    """Compare the texts that came since with those before them, some in each transaction."""
    with store.reading() as connection:
        several = len(kept.unsketched(connection, VERSIONS, FEW_FOR_WORKERS)) == FEW_FOR_WORKERS
    with started(worth_it=several) as workers:
        done, last = 0, 0
        while True:
            with store.transaction() as connection:
                new = kept.unsketched(connection, VERSIONS, TEXTS_AT_ONCE, after=last)
                kept.drop_sketches(connection, new)
                _compare(connection, new, workers)
            done += len(new)
            tell(f"comparing texts: {done}")
            if not new and not last:
                return
            last = new[-1] if len(new) == TEXTS_AT_ONCE else 0  # at last a look whether older ones were dropped


def _compare(connection: Connection, new: Sequence[int], workers: Sequence[Worker]) -> None:
    if not new:
        return
    parts = _parts(list(kept.read_texts(connection, new)), TEXTS_A_TASK)
    sketched = [each for part in in_order(workers, sketch_texts, parts) for each in part]
    kept.add_sketches(
        connection,
        [
            (each.text_id, kind, VERSIONS[kind], sketch)
            for each in sketched
            for kind, sketch in (("copy", each.copy), ("story", each.story))
        ],
        [(*key, each.text_id) for each in sketched for key in each.keys],
    )
    found = [
        LikeTexts(**each._asdict())
        for tasks in (
            in_order(workers, compare_pairs, _paired(connection, _may_be_copies(connection, sketched))),
            in_order(workers, score_stories, _stories(connection, _may_be_stories(connection, sketched))),
        )
        for part in tasks
        for each in part
    ]
    kept.add_likenesses(connection, found)


def _may_be_copies(connection: Connection, sketched: Sequence[Sketched]) -> list[Pair]:
    """Give the pairs of texts that may be copies, the smaller number first."""
    copies = _shared(connection, "copy", ((each.text_id, each.keys) for each in sketched))
    passages = _shared(connection, "passage", ((each.text_id, each.keys) for each in sketched))
    telling = {*passages, *(pair for pair, count in copies.items() if count >= FAR_KEYS)}
    doubtful = copies.keys() - telling
    days = _days(connection, {text_id for pair in doubtful for text_id in pair})
    pairs = {*telling, *(pair for pair in doubtful if _near(days[pair[0]], days[pair[1]]))}
    sketches = {
        text_id: TextSketch.from_bytes(data)
        for text_id, data in kept.read_sketches(
            connection, "copy", {text_id for pair in pairs for text_id in pair}
        ).items()
    }
    return sorted(pair for pair in pairs if may_be_alike(sketches[pair[0]], sketches[pair[1]]))


def _may_be_stories(connection: Connection, sketched: Sequence[Sketched]) -> list[Pair]:
    """Give the pairs of reports that may be about one happening, the smaller number first."""
    shared = _shared(connection, "story", ((each.text_id, [*each.keys, *each.asked]) for each in sketched))
    return sorted(pair for pair, count in shared.items() if count >= SHARED_KEYS)


def _shared(connection: Connection, kind: str, asked: Iterable[tuple[int, Sequence[Key]]]) -> dict[Pair, int]:
    """Count the keys of a kind that texts share with others; each pair once, the smaller number first."""
    rows = np.array([(key, text_id) for text_id, keys in asked for name, key in keys if name == kind], np.int64)
    rows = np.unique(rows.reshape(-1, 2), axis=0)
    held_keys, held = kept.holders(connection, kind, np.unique(rows[:, 0]).tolist())
    order = np.argsort(held_keys, kind="stable")
    held_keys, held = held_keys[order], held[order]
    low, high = (np.searchsorted(held_keys, rows[:, 0], side) for side in ("left", "right"))
    counts = high - low
    one = np.repeat(rows[:, 1], counts)
    other = held[np.repeat(low, counts) + np.arange(len(one)) - np.repeat(np.cumsum(counts) - counts, counts)]
    apart = one != other
    return _counted(one[apart], other[apart])


def _counted(one: Ints, other: Ints) -> dict[Pair, int]:
    """Count pairs; one that both sides asked for is counted as one side saw it."""
    pairs, counts = np.unique((one << 32) | other, return_counts=True)
    found = zip((pairs >> 32).tolist(), (pairs & 0xFFFFFFFF).tolist(), counts.tolist(), strict=True)
    return {(min(first, second), max(first, second)): count for first, second, count in found}


def _days(connection: Connection, text_ids: Iterable[int]) -> dict[int, int | None]:
    return {text_id: _ordinal(day) for text_id, (_, day) in kept.read_days(connection, text_ids).items()}


def _paired(connection: Connection, pairs: Sequence[Pair]) -> Iterator[Paired]:
    for part in _parts(pairs, PAIRS_A_TASK):
        texts = kept.read_texts(connection, {text_id for pair in part for text_id in pair})
        yield Paired(texts={each.text_id: (each.title, each.text) for each in texts}, pairs=part)


def _stories(connection: Connection, pairs: Sequence[Pair]) -> Iterator[Stories]:
    for part in _parts(pairs, STORIES_A_TASK):
        yield Stories(kept.read_sketches(connection, "story", {text_id for pair in part for text_id in pair}), part)


def _parts(values: Sequence[Value], size: int) -> Iterator[list[Value]]:
    left = iter(values)
    while part := list(islice(left, size)):
        yield part


def _near(day: int | None, other: int | None) -> bool:
    return day is not None and other is not None and abs(day - other) <= COPY_DAYS


def _ordinal(day: str | None) -> int | None:
    return dt.date.fromisoformat(day).toordinal() if day else None
