"""The measures of partitions on the worked examples of their authors, and what must hold of each."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import UsageError
from dateline.evaluate.coreference import Score, b_cubed, ceaf_e, muc, pairwise, score_partition

MEASURES = (muc, b_cubed, ceaf_e, pairwise)
Measure = Callable[[list[set[str]], list[set[str]]], Score]

# Bagga and Baldwin (1998), figures 1 to 3; Luo (2005), figure 1, adds the last two answers
KEY = [set("12345"), set("67"), set("89ABC")]
TWO_JOINED = [set("12345"), set("6789ABC")]
ENDS_JOINED = [set("1234589ABC"), set("67")]
ALL_JOINED = [set("123456789ABC")]
ALL_SINGLE = [{item} for item in "123456789ABC"]


@pytest.mark.parametrize(
    ("measure", "answer", "precision", "f1"),
    [
        (muc, TWO_JOINED, 9 / 10, 0.947),
        (muc, ENDS_JOINED, 9 / 10, 0.947),
        (muc, ALL_JOINED, 9 / 11, 0.900),
        (b_cubed, TWO_JOINED, 16 / 21, 0.865),
        (b_cubed, ENDS_JOINED, 7 / 12, 0.737),
        (b_cubed, ALL_JOINED, 3 / 8, 0.545),
        (b_cubed, ALL_SINGLE, 1, 0.400),
        (ceaf_e, TWO_JOINED, 11 / 12, 0.733),
        (ceaf_e, ENDS_JOINED, 5 / 6, 0.667),
        (ceaf_e, ALL_JOINED, 10 / 17, 0.294),
        (ceaf_e, ALL_SINGLE, 1 / 9, 0.178),
    ],
)
def test_the_examples_of_the_papers(measure: Measure, answer: list[set[str]], precision: float, f1: float) -> None:
    found = measure(KEY, answer)
    assert found.precision == pytest.approx(precision)
    assert found.f1 == pytest.approx(f1, abs=0.0005)


@pytest.mark.parametrize(
    ("key", "answer", "recall", "precision"),
    [  # worked by hand after Vilain et al. (1995)
        ("A-B-C-D", "A-B C-D", 2 / 3, 1),
        ("A-B C-D", "A-B-C-D", 1, 2 / 3),
        ("A-B-C-D", "A-B-C-D", 1, 1),
        ("A-B-C-D", "A-B C D", 1 / 3, 1),
        ("A-B-C D-E-F-G", "A-B C-D F-G-E", 3 / 5, 3 / 4),
    ],
)
def test_links_are_counted_as_vilain_does(key: str, answer: str, recall: float, precision: float) -> None:
    found = muc(*([set(part.split("-")) for part in side.split()] for side in (key, answer)))
    assert (found.recall, found.precision) == (pytest.approx(recall), pytest.approx(precision))


def test_pairs_are_counted() -> None:
    found = pairwise(KEY, TWO_JOINED)
    assert found.recall == 1
    assert found.precision == pytest.approx(21 / 31)


def test_the_whole_score_is_that_of_its_parts() -> None:
    found = score_partition(KEY, TWO_JOINED)
    assert found.b_cubed == b_cubed(KEY, TWO_JOINED)
    assert found.conll == pytest.approx((found.muc.f1 + found.b_cubed.f1 + found.ceaf_e.f1) / 3)


def test_a_partition_may_be_given_by_the_names_of_its_clusters() -> None:
    names = {"r1": "fire", "r2": "fire", "r3": "flood"}
    assert score_partition(names, [{"r1", "r2"}, {"r3"}]).conll == 1


def test_items_of_one_side_only_are_refused() -> None:
    with pytest.raises(UsageError, match="1 in one only, 'r2'"):
        b_cubed([{"r1"}], [{"r1", "r2"}])


def test_an_item_in_two_clusters_is_refused() -> None:
    with pytest.raises(UsageError, match="'r1' twice"):
        b_cubed([{"r1"}, {"r1", "r2"}], [{"r1", "r2"}])


def test_the_best_pairing_is_not_the_greedy_one() -> None:
    gold, found = [set("abcdef"), set("ghi")], [set("abcghi"), set("def")]
    assert ceaf_e(gold, found).precision == pytest.approx((2 * 3 / 9 + 2 * 3 / 9) / 2)


def partitions(names: str = "abc") -> st.SearchStrategy[list[tuple[str, str]]]:
    """Draw for each of some items its cluster in two partitions."""
    return st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), min_size=1, max_size=14)


def both(drawn: list[tuple[str, str]]) -> tuple[dict[int, str], dict[int, str]]:
    return {i: pair[0] for i, pair in enumerate(drawn)}, {i: pair[1] for i, pair in enumerate(drawn)}


@given(partitions("abcdefg"))
def test_a_partition_agrees_with_itself(drawn: list[tuple[str, str]]) -> None:
    gold, _ = both(drawn)
    assert [measure(gold, gold).f1 for measure in MEASURES] == pytest.approx([1.0] * 4)


@given(partitions("abcd"))
def test_exchanging_the_sides_exchanges_precision_and_recall(drawn: list[tuple[str, str]]) -> None:
    gold, found = both(drawn)
    for measure in MEASURES:
        there, back = measure(gold, found), measure(found, gold)
        assert (there.precision, there.recall) == pytest.approx((back.recall, back.precision))
        assert 0 <= there.f1 <= 1


@given(partitions())
def test_the_order_of_the_items_says_nothing(drawn: list[tuple[str, str]]) -> None:
    gold, found = both(drawn)
    turned = dict(reversed(gold.items()))
    assert score_partition(turned, found).conll == pytest.approx(score_partition(gold, found).conll)


@given(partitions())
def test_singletons_are_precise_by_links_and_by_items(drawn: list[tuple[str, str]]) -> None:
    gold, _ = both(drawn)
    single = {item: str(item) for item in gold}
    for measure in (muc, b_cubed, pairwise):
        assert measure(gold, single).precision == 1
    assert b_cubed(gold, single).recall == pytest.approx(len(set(gold.values())) / len(gold))


@given(partitions())
def test_items_are_averaged_one_by_one(drawn: list[tuple[str, str]]) -> None:
    gold, found = both(drawn)
    together = [
        sum(gold[j] == gold[i] and found[j] == found[i] for j in gold) / sum(found[j] == found[i] for j in gold)
        for i in gold
    ]
    assert b_cubed(gold, found).precision == pytest.approx(sum(together) / len(together))


@given(partitions())
def test_no_pairing_of_clusters_is_better(drawn: list[tuple[str, str]]) -> None:
    gold, found = both(drawn)
    keys, answers = ([{i for i in side if side[i] == name} for name in "abc"] for side in (gold, found))

    def alike(key: set[int], answer: set[int]) -> float:
        return 2 * len(key & answer) / ((len(key) + len(answer)) or 1)

    best = max(sum(map(alike, keys, order)) for order in permutations(answers))
    assert ceaf_e(gold, found).recall * len(set(gold.values())) == pytest.approx(best)
