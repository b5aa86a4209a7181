"""TraitTable, links -> groups of rows that tell of one happening; repeats follow what they repeat."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from dateline.merge.candidates import alike_block, blocks_together, near_in_time, pairs_of_blocks
from dateline.merge.cluster import JOIN, Pair, Verdicts, cluster, cut_components
from dateline.merge.score import DECIDING, HIGHEST, judge_pairs, score_pairs
from dateline.merge.table import Floats, Ints, TraitTable, take

PAIRS_AT_ONCE = 200_000

Task = TypeVar("Task")
Result = TypeVar("Result")


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


class Spread(Protocol):
    """Does work on each task, as `map` does; it may do so in other processes."""

    def __call__(self, work: Callable[[Task], Result], tasks: Iterable[Task], /) -> Iterator[Result]:
        """Give the results in the order of the tasks."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some rows of a table, and groups of them by their places among these."""

    table: TraitTable
    stories: StoryPairs
    groups: Sequence[Ints]
    same: Sequence[Sequence[Pair]] = ()  # by group
    different: Sequence[Sequence[Pair]] = ()


def find_links(table: TraitTable, stories: StoryPairs, spread: Spread = map) -> Links:
    """Compare all events that are worth it; give the pairs that may tell of one happening."""
    kept: list[tuple[Ints, Ints, Floats]] = []
    whole: list[Ints] = []

    def parts() -> Iterator[Part]:
        for blocks in blocks_together(table):
            rows = np.sort(np.concatenate(blocks))
            whole.append(rows)
            places = [np.searchsorted(rows, block) for block in blocks]
            yield Part(table=take(table, rows), stories=stories, groups=places)

    for at, found in enumerate(spread(_links_of, parts())):
        kept.append((whole[at][found.left], whole[at][found.right], found.scores))
    kept.append(_alike(table, stories, *stories.candidates(table)))
    whole_links = _joined(kept)
    _, first = np.unique(whole_links.left * len(table) + whole_links.right, return_index=True)
    return Links(left=whole_links.left[first], right=whole_links.right[first], scores=whole_links.scores[first])


def _links_of(part: Part) -> Links:
    pairs = pairs_of_blocks(part.table, part.groups)
    return _joined([_alike(part.table, part.stories, left, right) for left, right in pairs])


def _joined(kept: Sequence[tuple[Ints, Ints, Floats]]) -> Links:
    if not kept:
        return Links(left=np.empty(0, np.int64), right=np.empty(0, np.int64), scores=np.empty(0, np.float32))
    left, right, scores = (np.concatenate(column) for column in zip(*kept, strict=True))
    return Links(left=left, right=right, scores=scores)


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
    spread: Spread = map,
) -> list[list[int]]:
    """Group rows by happening; each group sorted, in the order of their first rows.

    `repeats` names for a row the row whose telling it repeats, which itself repeats none: it goes where that goes,
    unless a person decided about it. `same` and `different` are what persons decided.
    """
    decided = {row for pair in (*same, *different) for row in pair}
    followers = {row: first for row, first in repeats.items() if row not in decided}
    bound = [*same, *((row, first) for row, first in repeats.items() if row in decided)]
    leaders = np.setdiff1d(np.arange(len(table)), np.fromiter(followers, np.int64, len(followers)))
    together = _hanging_together(links, leaders, bound, len(table))
    groups = _split_up(table, stories, together, (bound, different), spread)
    of_leader: dict[int, list[int]] = {}
    for row, first in followers.items():
        of_leader.setdefault(first, []).append(row)
    whole = [sorted([*group, *(row for each in group for row in of_leader.get(each, ()))]) for group in groups]
    return sorted(whole)


def _hanging_together(links: Links, leaders: Ints, same: Sequence[Pair], rows: int) -> list[Ints]:
    """Give the leaders that links and decisions tie together."""
    place = np.full(rows, -1)
    place[leaders] = np.arange(len(leaders))
    led = (place[links.left] >= 0) & (place[links.right] >= 0)
    forced = np.array(same, np.int64).reshape(-1, 2)
    left = np.concatenate([place[links.left[led]], place[forced[:, 0]]])
    right = np.concatenate([place[links.right[led]], place[forced[:, 1]]])
    scores = np.concatenate([links.scores[led], np.full(len(forced), HIGHEST, np.float32)])
    return [leaders[part] for part in cut_components(len(leaders), left, right, scores)]


def _split_up(
    table: TraitTable,
    stories: StoryPairs,
    whole: Sequence[Ints],
    bounds: tuple[Sequence[Pair], Sequence[Pair]],
    spread: Spread,
) -> Iterator[list[int]]:
    """Split what hangs together into groups that tell of one happening."""
    yield from ([int(group[0])] for group in whole if len(group) == 1)
    same, different = (_by_row(pairs) for pairs in bounds)
    batches = list(_batches([group for group in whole if len(group) > 1]))
    parts = (
        Part(
            table=take(table, np.concatenate(batch)),
            stories=stories,
            groups=_places(batch),
            same=[_within(group, same) for group in batch],
            different=[_within(group, different) for group in batch],
        )
        for batch in batches
    )
    for batch, found in zip(batches, spread(_groups_of, parts), strict=True):
        rows = np.concatenate(batch)
        yield from (rows[group].tolist() for group in found)


def _places(groups: Sequence[Ints]) -> list[Ints]:
    """Give the places of groups where they stand one after another."""
    ends = np.cumsum([len(group) for group in groups])
    return [np.arange(end - len(group), end) for group, end in zip(groups, ends, strict=True)]


def _within(group: Ints, others: Mapping[int, Sequence[int]]) -> list[Pair]:
    """Give the decided pairs of a group by places in it."""
    if not others:
        return []
    local = {int(row): at for at, row in enumerate(group)}
    return [(local[one], local[other]) for one in local for other in others.get(one, ()) if other in local]


def _groups_of(part: Part) -> list[list[int]]:
    found: list[list[int]] = []
    matrices = _matrices(part.table, part.stories, part.groups)
    for (group, scores, verdicts), same, different in zip(matrices, part.same, part.different, strict=True):
        found += [group[clustered].tolist() for clustered in cluster(scores, verdicts, same=same, different=different)]
    return found


def _matrices(
    table: TraitTable, stories: StoryPairs, groups: Sequence[Ints]
) -> Iterator[tuple[Ints, Floats, Verdicts]]:
    """Give each group with the log odds and verdicts of all its pairs, which are judged at once."""
    upper = [np.triu_indices(len(group), 1) for group in groups]
    left = np.concatenate([group[one] for group, (one, _) in zip(groups, upper, strict=True)])
    right = np.concatenate([group[other] for group, (_, other) in zip(groups, upper, strict=True)])
    scores, verdicts = judge_pairs(table, left, right, stories.of(table, left, right))
    start = 0
    for group, (one, other) in zip(groups, upper, strict=True):
        part = slice(start, start + len(one))
        matrix = np.zeros((len(group), len(group)), np.float32)
        matrix[one, other] = matrix[other, one] = scores[part]
        judged = np.zeros((len(DECIDING), len(group), len(group)), np.int8)
        judged[:, one, other] = judged[:, other, one] = verdicts[part].T
        start += len(one)
        yield group, matrix, judged


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
