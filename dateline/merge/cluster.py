"""Scores of pairs -> clusters: average linkage that never joins what is clearly different.

Groups that are likeliest of one happening are joined first, as long as the mean log odds over all pairs of the two are
above 0 and no single pair is clearly different (average linkage, Sokal & Michener 1958, with a veto). So a chain of
likenesses, A like B and B like C, does not bring A and C together where they contradict each other. One claim may name
the target of an act in other words than another; where all claims of one group name other targets, places, victims or
counts than all of the other, that weighs more than the mean over pairs tells, and is taken off it. What a person
decided binds: pairs to join are joined first, pairs to keep apart stay apart.

Rows are told apart by their order alone: give them sorted by a key of their own, and the outcome is the same however
they came in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dateline.merge.table import Floats, Ints

JOIN = 0.0  # mean log odds above which groups are joined
VETO = -5.0  # log odds of one pair below which they are not
LARGEST = 2_000  # events clustered at once; more that hang together are first cut where they hang by the weakest links
FINER = 0.5  # how much more a link must say at each such cut
THOUSAND = 1_000  # scores are added as whole thousandths, so that no order of adding matters
APART = -(10**12)
CONTRADICTED = 2.0  # log odds that two groups lose by each kind of evidence on which all their pairs contradict
OUTWEIGHED = 3  # so many pairs that contradict are outweighed by one that agrees

Pair = tuple[int, int]
Verdicts = npt.NDArray[np.int8]


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


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the pairs of two groups add up to, by the first rows of both."""

    scores: Ints
    lowest: Ints
    against: Ints  # by kind of evidence: pairs that contradict
    agreeing: Ints


def cluster(
    scores: Floats, verdicts: Verdicts | None = None, *, same: Iterable[Pair] = (), different: Iterable[Pair] = ()
) -> list[list[int]]:
    """Cluster rows by a symmetric matrix of log odds; give the groups, each sorted, in the order of their first rows.

    `verdicts` tells by kind of evidence (kinds, rows, rows) whether a pair contradicts (-1), agrees (1) or neither (0),
    which is what all do if nothing is given.
    `same` and `different` are pairs that were decided. Where they contradict each other, `different` wins. Rows that
    were decided to belong together go with others as the likeliest of them does.
    """
    single = np.round(scores * THOUSAND).astype(np.int64)
    same, different = tuple(same), tuple(different)
    if len(single) == 2 and not same and not different:
        return [[0, 1]] if single[0, 1] > JOIN * THOUSAND else [[0], [1]]
    told = np.zeros((0, *single.shape), np.int8) if verdicts is None else verdicts
    against, agreeing = ((told == sign).astype(np.int32) for sign in (-1, 1))
    sums = _Sums(single.copy(), single.copy(), against, agreeing)
    for one, other in different:
        sums.lowest[one, other] = sums.lowest[other, one] = APART
    groups: dict[int, list[int]] = {row: [row] for row in range(len(single))}
    _join_decided(groups, sums, same)
    _let_likeliest_speak(groups, single, sums)
    _join_alike(groups, sums)
    return sorted(sorted(group) for group in groups.values())


def _join_decided(groups: dict[int, list[int]], sums: _Sums, same: Iterable[Pair]) -> None:
    owner = {row: row for row in groups}
    for one, other in sorted(tuple(sorted(pair)) for pair in same):
        first, second = sorted((owner[one], owner[other]))
        if first != second and sums.lowest[first, second] > APART:
            _join(groups, sums, first, second)
            owner |= dict.fromkeys(groups[first], first)


def _let_likeliest_speak(groups: dict[int, list[int]], single: Ints, sums: _Sums) -> None:
    """Let each group that was decided count towards others by its likeliest row, and none of its rows object."""
    for one in [first for first, rows in groups.items() if len(rows) > 1]:
        for other in groups.keys() - {one}:
            likeliest = single[np.ix_(groups[one], groups[other])].max()
            sums.scores[one, other] = sums.scores[other, one] = likeliest * len(groups[one]) * len(groups[other])
            sums.against[:, one, other] = sums.against[:, other, one] = 0
            if sums.lowest[one, other] > APART:
                sums.lowest[one, other] = sums.lowest[other, one] = likeliest


def _join_alike(groups: dict[int, list[int]], sums: _Sums) -> None:
    sizes = np.array([len(groups.get(row, ())) for row in range(len(sums.scores))], np.int64)
    means = _means(sums, sizes, np.arange(len(sizes)))
    best = means.max(axis=1)
    while len(groups) > 1:
        one = int(best.argmax())
        if best[one] <= JOIN * THOUSAND:
            return
        first, second = sorted((one, int(means[one].argmax())))
        stale = (best > -np.inf) & ((means[:, first] == best) | (means[:, second] == best))
        _join(groups, sums, first, second)
        sizes[first], sizes[second] = len(groups[first]), 0
        means[second] = means[:, second] = best[second] = -np.inf
        means[first] = means[:, first] = _means(sums, sizes, np.array([first]))[0]
        best = np.maximum(best, means[:, first])
        for row in {first, *np.flatnonzero(stale).tolist()} - {second}:
            best[row] = means[row].max()


def _means(sums: _Sums, sizes: Ints, rows: Ints) -> npt.NDArray[np.float64]:
    """Give the mean log odds between groups, in thousandths, less what contradicts; none where a pair forbids it."""
    pairs = np.maximum(sizes[rows, None] * sizes[None, :], 1)
    against, agreeing = sums.against[:, rows], sums.agreeing[:, rows]
    beyond = np.maximum(against - 1 - OUTWEIGHED * agreeing, 0)  # what one pair tells is in its score
    contradicted = (beyond / (against + agreeing + 1)).sum(axis=0)
    means = sums.scores[rows] / pairs - CONTRADICTED * THOUSAND * contradicted
    forbidden = (sums.lowest[rows] < VETO * THOUSAND) | (sizes[rows, None] == 0) | (sizes[None, :] == 0)
    forbidden[np.arange(len(rows)), rows] = True
    means[forbidden] = -np.inf
    return np.asarray(means)


def _join(groups: dict[int, list[int]], sums: _Sums, first: int, second: int) -> None:
    groups[first] += groups.pop(second)
    for counts in (sums.scores, *sums.against, *sums.agreeing):
        counts[first] += counts[second]
        counts[:, first] += counts[:, second]
    sums.lowest[first] = np.minimum(sums.lowest[first], sums.lowest[second])
    sums.lowest[:, first] = sums.lowest[first]
