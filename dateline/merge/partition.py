"""TraitTable, links -> groups of rows that tell of one happening; repeats follow what they repeat."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dateline.merge.candidates import alike_block, candidate_pairs, near_in_time
from dateline.merge.cluster import JOIN, Pair, cluster, cut_components
from dateline.merge.score import HIGHEST, score_pairs
from dateline.merge.table import Floats, Ints, TraitTable

PAIRS_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Pairs of rows that may tell of one happening, the smaller row first, and their log odds, above 0."""

    left: Ints
    right: Ints
    scores: Floats


class StoryPairs:
    """Which pairs of reports are about one happening; reports are named as in `TraitTable.report`."""

    def __init__(self, pairs: Collection[Pair] = ()) -> None:
        ordered = np.array(sorted((min(pair), max(pair)) for pair in pairs), np.int64).reshape(-1, 2)
        self._one, self._other = ordered[:, 0], ordered[:, 1]
        self._codes = np.unique(_codes(self._one, self._other))

    def of(self, table: TraitTable, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
        """Tell of pairs of rows whether their reports are about one happening."""
        if not len(self._codes):
            return np.zeros(len(left), np.bool_)
        one, other = table.report[left], table.report[right]
        codes = _codes(np.minimum(one, other), np.maximum(one, other))
        at = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        return np.asarray(self._codes[at] == codes, np.bool_)

    def candidates(self, table: TraitTable) -> tuple[Ints, Ints]:
        """Give the pairs of rows worth a comparison since their reports are about one happening, the smaller first.

        They are of one type and kind of status, and of one country as far as both tell theirs.
        """
        order = np.argsort(table.report, kind="stable")
        reports = table.report[order]
        ranges = [
            (np.searchsorted(reports, side, "left"), np.searchsorted(reports, side, "right"))
            for side in (self._one, self._other)
        ]
        (low, high), (other_low, other_high) = ranges
        counts = (high - low) * (other_high - other_low)
        pair = np.repeat(np.arange(len(counts)), counts)
        within = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
        width = (other_high - other_low)[pair]
        left = order[low[pair] + within // np.maximum(width, 1)]
        right = order[other_low[pair] + within % np.maximum(width, 1)]
        kept = alike_block(table, left, right) & near_in_time(table, left, right)
        return np.minimum(left, right)[kept], np.maximum(left, right)[kept]


def find_links(table: TraitTable, stories: StoryPairs) -> Links:
    """Compare all events that are worth it; give the pairs that may tell of one happening."""
    kept = [_alike(table, stories, left, right) for left, right in candidate_pairs(table)]
    kept.append(_alike(table, stories, *stories.candidates(table)))
    left, right, scores = (np.concatenate(column) for column in zip(*kept, strict=True))
    _, first = np.unique(left * len(table) + right, return_index=True)
    return Links(left=left[first], right=right[first], scores=scores[first])


def links_between(table: TraitTable, stories: StoryPairs, left: Ints, right: Ints) -> Links:
    """Compare pairs of rows; give those that may tell of one happening, each once."""
    codes = np.unique(left * len(table) + right)
    one, other, scores = _alike(table, stories, codes // max(len(table), 1), codes % max(len(table), 1))
    return Links(left=one, right=other, scores=scores)


def _alike(table: TraitTable, stories: StoryPairs, left: Ints, right: Ints) -> tuple[Ints, Ints, Floats]:
    scores = score_pairs(table, left, right, stories.of(table, left, right))
    kept = scores > JOIN
    return left[kept], right[kept], scores[kept]


def partition(
    table: TraitTable,
    links: Links,
    stories: StoryPairs,
    *,
    repeats: Mapping[int, int],
    same: Sequence[Pair] = (),
    different: Sequence[Pair] = (),
) -> list[list[int]]:
    """Group rows by happening; each group sorted, in the order of their first rows.

    `repeats` names for a row the row whose telling it repeats, which itself repeats none: it goes where that goes,
    unless a person decided about it. `same` and `different` are what persons decided.
    """
    decided = {row for pair in (*same, *different) for row in pair}
    followers = {row: first for row, first in repeats.items() if row not in decided}
    bound = [*same, *((row, first) for row, first in repeats.items() if row in decided)]
    leaders = np.setdiff1d(np.arange(len(table)), np.fromiter(followers, np.int64, len(followers)))
    groups = _grouped_leaders(table, links, stories, (leaders, bound, different))
    of_leader: dict[int, list[int]] = {}
    for row, first in followers.items():
        of_leader.setdefault(first, []).append(row)
    whole = [sorted([*group, *(row for each in group for row in of_leader.get(each, ()))]) for group in groups]
    return sorted(whole)


def _grouped_leaders(
    table: TraitTable, links: Links, stories: StoryPairs, bounds: tuple[Ints, Sequence[Pair], Sequence[Pair]]
) -> Iterator[list[int]]:
    leaders, same, different = bounds
    place = np.full(len(table), -1)
    place[leaders] = np.arange(len(leaders))
    led = (place[links.left] >= 0) & (place[links.right] >= 0)
    forced = np.array(same, np.int64).reshape(-1, 2)
    left = np.concatenate([place[links.left[led]], place[forced[:, 0]]])
    right = np.concatenate([place[links.right[led]], place[forced[:, 1]]])
    scores = np.concatenate([links.scores[led], np.full(len(forced), HIGHEST, np.float32)])
    whole = [leaders[part] for part in cut_components(len(leaders), left, right, scores)]
    bound = _by_row(same), _by_row(different)
    yield from ([int(group[0])] for group in whole if len(group) == 1)
    for group, matrix in _matrices(table, stories, [group for group in whole if len(group) > 1]):
        local = {int(row): at for at, row in enumerate(group)}
        pairs = [[(local[a], local[b]) for a in local for b in rows.get(a, ()) if b in local] for rows in bound]
        for found in cluster(matrix, *pairs):
            yield [int(group[at]) for at in found]


def _matrices(table: TraitTable, stories: StoryPairs, groups: Sequence[Ints]) -> Iterator[tuple[Ints, Floats]]:
    """Give each group with the log odds of all its pairs; many groups are scored at once."""
    for batch in _batches(groups):
        upper = [np.triu_indices(len(group), 1) for group in batch]
        left = np.concatenate([group[one] for group, (one, _) in zip(batch, upper, strict=True)])
        right = np.concatenate([group[other] for group, (_, other) in zip(batch, upper, strict=True)])
        scores, start = score_pairs(table, left, right, stories.of(table, left, right)), 0
        for group, (one, other) in zip(batch, upper, strict=True):
            matrix = np.zeros((len(group), len(group)), np.float32)
            matrix[one, other] = matrix[other, one] = scores[start : start + len(one)]
            start += len(one)
            yield group, matrix


def _batches(groups: Sequence[Ints]) -> Iterator[list[Ints]]:
    batch: list[Ints] = []
    pairs = 0
    for group in groups:
        batch.append(group)
        pairs += len(group) * (len(group) - 1) // 2
        if pairs >= PAIRS_AT_ONCE:
            yield batch
            batch, pairs = [], 0
    if batch:
        yield batch


def _by_row(pairs: Sequence[Pair]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return found


def _codes(one: Ints, other: Ints) -> npt.NDArray[np.uint64]:
    """Mix two hashes of reports into one."""
    return one.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) ^ other.astype(np.uint64)
