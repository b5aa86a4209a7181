"""Scores of pairs -> clusters: average linkage that never joins what is clearly different.

Groups that are likeliest of one happening are joined first, as long as the mean log odds over all pairs of the two are
above 0 and no single pair is clearly different (average linkage, Sokal & Michener 1958, with a veto). So a chain of
likenesses, A like B and B like C, does not bring A and C together where they contradict each other. What a person
decided binds: pairs to join are joined first, pairs to keep apart stay apart.

Rows are told apart by their order alone: give them sorted by a key of their own, and the outcome is the same however
they came in.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from dateline.merge.table import Floats, Ints

JOIN = 0.0  # mean log odds above which groups are joined
VETO = -5.0  # log odds of one pair below which they are not
LARGEST = 2_000  # events clustered at once; more that hang together are first cut where they hang by the weakest links
FINER = 0.5  # how much more a link must say at each such cut
THOUSAND = 1_000  # scores are added as whole thousandths, so that no order of adding matters
APART = -(10**12)

Pair = tuple[int, int]


def components(rows: int, left: Ints, right: Ints) -> list[Ints]:
    """Give the rows that hang together by pairs, each group sorted, in the order of their first rows."""
    if not rows:
        return []
    labels = _labels(rows, left, right)
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)


def _labels(rows: int, left: Ints, right: Ints) -> Ints:
    """Give each row the number of the first row that it hangs together with (by hooking and pointer jumping)."""
    labels = np.arange(rows)
    while True:
        ends = np.stack([labels[left], labels[right]])
        lower = labels.copy()
        np.minimum.at(lower, ends.max(axis=0), ends.min(axis=0))
        while not np.array_equal(lower, jumped := lower[lower]):
            lower = jumped
        if np.array_equal(lower, labels):
            return labels
        labels = lower


def cut_components(rows: int, left: Ints, right: Ints, scores: Floats) -> list[Ints]:
    """Give the rows that hang together; where too many do, only by links that say more."""
    found: list[Ints] = []
    todo = [(np.arange(rows), np.arange(len(left)), 0.0)]
    while todo:
        members, links, bar = todo.pop()
        place = np.full(rows, -1)
        place[members] = np.arange(len(members))
        for part in components(len(members), place[left[links]], place[right[links]]):
            group = members[part]
            if len(group) <= LARGEST:
                found.append(group)
                continue
            inside = links[np.isin(left[links], group) & (scores[links] >= bar + FINER)]
            todo.append((group, inside, bar + FINER))
    return sorted(found, key=lambda group: int(group[0]))


def cluster(scores: Floats, same: Iterable[Pair] = (), different: Iterable[Pair] = ()) -> list[list[int]]:
    """Cluster rows by a symmetric matrix of log odds; give the groups, each sorted, in the order of their first rows.

    `same` and `different` are pairs that were decided. Where they contradict each other, `different` wins. Rows that
    were decided to belong together go with others as the likeliest of them does.
    """
    single = np.round(scores * THOUSAND).astype(np.int64)
    same, different = tuple(same), tuple(different)
    if len(single) == 2 and not same and not different:
        return [[0, 1]] if single[0, 1] > JOIN * THOUSAND else [[0], [1]]
    sums, lows = single.copy(), single.copy()
    for one, other in different:
        lows[one, other] = lows[other, one] = APART
    groups: dict[int, list[int]] = {row: [row] for row in range(len(sums))}
    _join_decided(groups, sums, lows, same)
    _let_likeliest_speak(groups, single, sums, lows)
    _join_alike(groups, sums, lows)
    return sorted(sorted(group) for group in groups.values())


def _join_decided(groups: dict[int, list[int]], sums: Ints, lows: Ints, same: Iterable[Pair]) -> None:
    owner = {row: row for row in groups}
    for one, other in sorted(tuple(sorted(pair)) for pair in same):
        first, second = sorted((owner[one], owner[other]))
        if first != second and lows[first, second] > APART:
            _join(groups, sums, lows, first, second)
            owner |= dict.fromkeys(groups[first], first)


def _let_likeliest_speak(groups: dict[int, list[int]], single: Ints, sums: Ints, lows: Ints) -> None:
    """Let each group that was decided count towards others by its likeliest row, and none of its rows object."""
    for one in [first for first, rows in groups.items() if len(rows) > 1]:
        for other in groups.keys() - {one}:
            likeliest = single[np.ix_(groups[one], groups[other])].max()
            sums[one, other] = sums[other, one] = likeliest * len(groups[one]) * len(groups[other])
            if lows[one, other] > APART:
                lows[one, other] = lows[other, one] = likeliest


def _join_alike(groups: dict[int, list[int]], sums: Ints, lows: Ints) -> None:
    sizes = np.array([len(groups.get(row, ())) for row in range(len(sums))], np.int64)
    means = _means(sums, lows, sizes, np.arange(len(sums)))
    best = means.max(axis=1)
    while len(groups) > 1:
        one = int(best.argmax())
        if best[one] <= JOIN * THOUSAND:
            return
        first, second = sorted((one, int(means[one].argmax())))
        stale = (best > -np.inf) & ((means[:, first] == best) | (means[:, second] == best))
        _join(groups, sums, lows, first, second)
        sizes[first], sizes[second] = len(groups[first]), 0
        means[second] = means[:, second] = best[second] = -np.inf
        means[first] = means[:, first] = _means(sums, lows, sizes, np.array([first]))[0]
        best = np.maximum(best, means[:, first])
        for row in {first, *np.flatnonzero(stale).tolist()} - {second}:
            best[row] = means[row].max()


def _means(sums: Ints, lows: Ints, sizes: Ints, rows: Ints) -> npt.NDArray[np.float64]:
    """Give the mean log odds between groups, in thousandths; none where a pair speaks against it."""
    pairs = np.maximum(sizes[rows, None] * sizes[None, :], 1)
    means = sums[rows] / pairs
    forbidden = (lows[rows] < VETO * THOUSAND) | (sizes[rows, None] == 0) | (sizes[None, :] == 0)
    forbidden[np.arange(len(rows)), rows] = True
    means[forbidden] = -np.inf
    return np.asarray(means)


def _join(groups: dict[int, list[int]], sums: Ints, lows: Ints, first: int, second: int) -> None:
    groups[first] += groups.pop(second)
    sums[first] += sums[second]
    sums[:, first] += sums[:, second]
    lows[first] = np.minimum(lows[first], lows[second])
    lows[:, first] = lows[first]
