"""Two partitions of the same items -> how far they agree: MUC, B-cubed, CEAF-e, their mean (CoNLL) and pairs.

A partition is a mapping of items to the names of their clusters, or the clusters themselves. Each measure reads only
the table of overlaps (how many items a gold and a found cluster share), so its cost grows with the items.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

import lap
import numpy as np

from dateline.errors import UsageError

Item = TypeVar("Item", bound=Hashable)
Partition = Mapping[Item, Hashable] | Iterable[Collection[Item]]
Overlaps = Mapping[tuple[int, int], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Precision, recall and their harmonic mean, each in 0..1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coreference:
    """All measures of one partition against gold; `conll` is the mean of the F1 of the first three."""

    muc: Score
    b_cubed: Score
    ceaf_e: Score
    pairwise: Score
    conll: float


def score_partition(gold: Partition[Item], found: Partition[Item]) -> Coreference:
    """Compare a partition with gold by all measures.

    CoNLL F1 is that of Pradhan et al. (2012), "CoNLL-2012 shared task". Raises UsageError where the two do not hold
    the same items, or a partition holds an item twice.
    """
    overlaps = _overlaps(gold, found)
    muc, b_cubed_, ceaf = _muc(overlaps), _b_cubed(overlaps), _ceaf_e(overlaps)
    return Coreference(
        muc=muc,
        b_cubed=b_cubed_,
        ceaf_e=ceaf,
        pairwise=_pairwise(overlaps),
        conll=(muc.f1 + b_cubed_.f1 + ceaf.f1) / 3,
    )


def muc(gold: Partition[Item], found: Partition[Item]) -> Score:
    """Count the links that join each cluster and that the other partition has too.

    Vilain et al. (1995), "A model-theoretic coreference scoring scheme". A partition of single items claims no link
    and is wrong in none: its precision is 1.

    >>> muc([{"a", "b", "c", "d"}], [{"a", "b"}, {"c", "d"}])
    Score(precision=1.0, recall=0.6666666666666666, f1=0.8)
    """
    return _muc(_overlaps(gold, found))


def b_cubed(gold: Partition[Item], found: Partition[Item]) -> Score:
    """Average over the items what share of an item's cluster belongs there.

    Bagga and Baldwin (1998), "Algorithms for scoring coreference chains", each item weighing the same.

    >>> b_cubed([{"a", "b"}, {"c", "d"}], [{"a", "b", "c", "d"}])
    Score(precision=0.5, recall=1.0, f1=0.6666666666666666)
    """
    return _b_cubed(_overlaps(gold, found))


def ceaf_e(gold: Partition[Item], found: Partition[Item]) -> Score:
    """Pair the clusters one to one as well as can be and sum how alike those of a pair are.

    Luo (2005), "On coreference resolution performance metrics", with his fourth similarity: twice the items that two
    clusters share over the items of both.

    >>> ceaf_e([{"a", "b"}, {"c", "d"}], [{"a", "b"}, {"c"}, {"d"}]).recall
    0.8333333333333333
    """
    return _ceaf_e(_overlaps(gold, found))


def pairwise(gold: Partition[Item], found: Partition[Item]) -> Score:
    """Count the pairs of items that stand in one cluster in both; 1 where neither could be wrong.

    >>> pairwise([{"a", "b", "c"}], [{"a", "b"}, {"c"}])
    Score(precision=1.0, recall=0.3333333333333333, f1=0.5)
    """
    return _pairwise(_overlaps(gold, found))


def _overlaps(gold: Partition[Item], found: Partition[Item]) -> Overlaps:
    gold_of, found_of = _cluster_of(gold), _cluster_of(found)
    if gold_of.keys() != found_of.keys():
        odd = sorted(map(repr, gold_of.keys() ^ found_of.keys()))
        raise UsageError(
            f"expected the same items in both partitions, found {len(odd)} in one only, {odd[0]} first: "
            "put an item that is in no cluster into one of its own"
        )
    return Counter((cluster, found_of[item]) for item, cluster in gold_of.items())


def _cluster_of(partition: Partition[Item]) -> dict[Item, int]:
    """Number the clusters of a partition, and give each item's."""
    if isinstance(partition, Mapping):
        numbers: dict[Hashable, int] = {}
        return {item: numbers.setdefault(name, len(numbers)) for item, name in partition.items()}
    found: dict[Item, int] = {}
    for number, cluster in enumerate(partition):
        for item in cluster:
            if item in found:
                raise UsageError(f"expected each item in one cluster, found {item!r} twice: leave it in one of them")
            found[item] = number
    return found


def _sizes(overlaps: Overlaps, side: int) -> Counter[int]:
    sizes: Counter[int] = Counter()
    for clusters, shared in overlaps.items():
        sizes[clusters[side]] += shared
    return sizes


def _score(precision: float, recall: float) -> Score:
    both = precision + recall
    return Score(precision=precision, recall=recall, f1=2 * precision * recall / both if both else 0.0)


def _share(right: float, of: float) -> float:
    return right / of if of else 1.0


def _muc(overlaps: Overlaps) -> Score:
    items, pieces = sum(overlaps.values()), len(overlaps)
    kept = items - pieces  # links within the pieces into which the two partitions cut each other
    gold, found = (items - len(_sizes(overlaps, side)) for side in (0, 1))
    return _score(_share(kept, found), _share(kept, gold))


def _b_cubed(overlaps: Overlaps) -> Score:
    items = sum(overlaps.values())
    gold, found = _sizes(overlaps, 0), _sizes(overlaps, 1)
    precision = sum(shared * shared / found[of] for (_, of), shared in overlaps.items())
    recall = sum(shared * shared / gold[of] for (of, _), shared in overlaps.items())
    return _score(_share(precision, items), _share(recall, items))


def _pairwise(overlaps: Overlaps) -> Score:
    both, gold, found = (
        sum(count * (count - 1) // 2 for count in counts.values())
        for counts in (overlaps, _sizes(overlaps, 0), _sizes(overlaps, 1))
    )
    return _score(_share(both, found), _share(both, gold))


def _ceaf_e(overlaps: Overlaps) -> Score:
    gold, found = _sizes(overlaps, 0), _sizes(overlaps, 1)
    alike = {pair: 2 * shared / (gold[pair[0]] + found[pair[1]]) for pair, shared in overlaps.items()}
    total = sum(_best_pairing(part) for part in _connected(alike))
    return _score(_share(total, len(found)), _share(total, len(gold)))


def _connected(alike: Mapping[tuple[int, int], float]) -> Iterator[dict[tuple[int, int], float]]:
    """Part the pairs of clusters into groups that share no cluster: each is paired by itself."""
    sides: tuple[dict[int, list[int]], dict[int, list[int]]] = (defaultdict(list), defaultdict(list))
    for first, second in alike:
        sides[0][first].append(second)
        sides[1][second].append(first)
    seen: set[tuple[int, int]] = set()
    for start in sides[0]:
        todo, part = [(0, start)], {}
        while todo:
            side, cluster = node = todo.pop()
            if node in seen:
                continue
            seen.add(node)
            for other in sides[side][cluster]:
                pair = (cluster, other) if side == 0 else (other, cluster)
                part[pair] = alike[pair]
                todo.append((1 - side, other))
        if part:
            yield part


def _best_pairing(alike: Mapping[tuple[int, int], float]) -> float:
    if len(alike) == 1:
        return next(iter(alike.values()))
    rows, columns = ({cluster: i for i, cluster in enumerate({pair[side]: None for pair in alike})} for side in (0, 1))
    weights = np.zeros((len(rows), len(columns)))
    for (first, second), weight in alike.items():
        weights[rows[first], columns[second]] = weight
    if 1 in weights.shape:
        return float(weights.max())
    _, chosen, _ = lap.lapjv(-weights, extend_cost=True)
    return float(sum(weights[row, column] for row, column in enumerate(chosen) if column >= 0))
