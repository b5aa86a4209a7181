"""Groups by pairs: nothing is chained, a person's decisions bind, and no order changes anything."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.merge import cluster as clustering
from dateline.merge.cluster import cluster, components, cut_components

A, B, C, D = range(4)


def matrix(size: int, pairs: dict[tuple[int, int], float], otherwise: float = -1.0) -> np.ndarray:
    scores = np.full((size, size), otherwise, np.float32)
    for (one, other), score in pairs.items():
        scores[one, other] = scores[other, one] = score
    return scores


def test_what_is_alike_is_joined() -> None:
    assert cluster(matrix(3, {(A, B): 2.0})) == [[A, B], [C]]


def test_a_chain_does_not_join_what_contradicts() -> None:
    assert cluster(matrix(3, {(A, B): 3.0, (B, C): 2.5, (A, C): -6.0})) == [[A, B], [C]]


def test_a_vague_claim_goes_to_the_likelier_side() -> None:
    scores = matrix(5, {(0, 1): 4.0, (2, 3): 4.0, (1, 4): 1.0, (0, 4): 1.0, (2, 4): 1.5, (3, 4): 1.5}, -8.0)
    assert cluster(scores) == [[0, 1], [2, 3, 4]]


def test_a_decision_joins_what_does_not_look_alike() -> None:
    assert cluster(matrix(3, {}, -8.0), same=[(A, C)]) == [[A, C], [B]]


def test_what_was_joined_by_decision_keeps_those_that_are_like_one_of_it() -> None:
    scores = matrix(3, {(A, B): 3.0}, -8.0)
    assert cluster(scores, same=[(A, C)]) == [[A, B, C]]
    assert cluster(scores, same=[(A, C)], different=[(B, C)]) == [[A, C], [B]]


def test_a_decision_keeps_apart_what_looks_alike() -> None:
    assert cluster(matrix(3, {(A, B): 8.0, (B, C): 3.0, (A, C): 3.0}), different=[(A, B)]) in (
        [[A], [B, C]],
        [[A, C], [B]],
    )


def test_of_decisions_that_contradict_keeping_apart_wins() -> None:
    assert cluster(matrix(2, {(A, B): 1.0}), same=[(A, B)], different=[(A, B)]) == [[A], [B]]


SCORES = st.integers(2, 9).flatmap(
    lambda size: st.lists(
        st.sampled_from([-9.0, -3.0, -1.0, 0.5, 1.25, 2.0, 4.5]), min_size=size * size, max_size=size * size
    ).map(lambda values: np.maximum(m := np.array(values, np.float32).reshape(size, size), m.T))
)


@given(SCORES)
def test_groups_hold_each_row_once_and_no_veto(scores: np.ndarray) -> None:
    groups = cluster(scores)
    assert sorted(row for group in groups for row in group) == list(range(len(scores)))
    for group in groups:
        for one in group:
            assert all(scores[one, other] >= clustering.VETO for other in group if other != one)


@given(SCORES)
def test_the_quick_way_joins_as_the_plain_way_does(scores: np.ndarray) -> None:
    assert cluster(scores) == plain_cluster(scores)


def plain_cluster(scores: np.ndarray) -> list[list[int]]:
    groups = [[row] for row in range(len(scores))]
    while True:
        best: tuple[float, int, int] | None = None
        for i, one in enumerate(groups):
            for j in range(i + 1, len(groups)):
                pairs = [float(scores[a, b]) for a in one for b in groups[j]]
                mean = sum(round(pair * 1000) for pair in pairs) / len(pairs)
                if min(pairs) >= clustering.VETO and mean > 0 and (best is None or mean > best[0]):
                    best = (mean, i, j)
        if best is None:
            return sorted(sorted(group) for group in groups)
        _, i, j = best
        groups[i] = groups[i] + groups.pop(j)


@given(st.integers(1, 12), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=12))
def test_rows_that_hang_together_are_found(size: int, pairs: list[tuple[int, int]]) -> None:
    kept = [(a % size, b % size) for a, b in pairs]
    left, right = (np.array([pair[side] for pair in kept], np.int64) for side in (0, 1))
    owner = {row: {row} for row in range(size)}
    for one, other in kept:
        joined = owner[one] | owner[other]
        for row in joined:
            owner[row] = joined
    expected = sorted({tuple(sorted(group)) for group in owner.values()})
    assert [tuple(group.tolist()) for group in components(size, left, right)] == expected


def test_too_many_that_hang_together_are_cut_where_the_links_are_weak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clustering, "LARGEST", 3)
    left, right = np.array([0, 1, 2, 3, 4]), np.array([1, 2, 3, 4, 5])
    scores = np.array([5.0, 5.0, 0.2, 5.0, 5.0], np.float32)
    assert [group.tolist() for group in cut_components(6, left, right, scores)] == [[0, 1, 2], [3, 4, 5]]


def test_groups_whose_claims_all_contradict_stay_apart() -> None:
    near = {(one, other): 4.0 for group in ((0, 1, 2), (3, 4, 5)) for one in group for other in group if one < other}
    scores = matrix(6, near, 0.5)
    verdicts = np.zeros((1, 6, 6), np.int8)
    verdicts[0, :3, 3:] = verdicts[0, 3:, :3] = -1
    assert cluster(scores) == [[0, 1, 2, 3, 4, 5]]
    assert cluster(scores, verdicts) == [[0, 1, 2], [3, 4, 5]]
    verdicts[0, 2, 3] = verdicts[0, 3, 2] = verdicts[0, 1, 4] = verdicts[0, 4, 1] = 1  # some name the same target
    assert cluster(scores, verdicts) == [[0, 1, 2, 3, 4, 5]]
