"""TraitTable, pairs -> log odds that two events tell of one happening, and the evidence for it in words.

A sum of weights of evidence, each the logarithm of how much more often it is seen in pairs that tell of one happening
than in pairs that do not (Fellegi & Sunter 1969). The weights are fixed, so that a pair scores the same in any store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dateline.merge.candidates import SHORT_DAYS, WINDOW, near_in_time
from dateline.merge.table import BASES, NO_DAY, Bags, Counts, Floats, Ints, TraitTable
from dateline.merge.traits import FIGURE_KINDS, LASTING_MODES, MODE_GROUPS, SAME_ACT, SAME_SIDE, TERM, TOTAL, word_hash

Bools = npt.NDArray[np.bool_]
Signs = npt.NDArray[np.int8]

CHUNK = 100_000  # pairs scored at once
LOWEST, HIGHEST = -12.0, 12.0
EARTH_KM = 6371.0
TOWN_KM, NEXT_TOWN_KM, ABOUT_KM, FAR_KM = 12.0, 35.0, 50.0, 90.0
NAMED = 3.0  # weight of a name's words from which on it tells somebody from others: "police" alone does not
ENOUGH = 20.0  # weight of the words of a text from which on it tells something of its own
ROUND = 100  # counts told in such steps are told of many crowds: "hundreds"
SMALL_FIGURE = 3  # counts below it agree by chance
NEAR_RATIO = 0.7  # counts of one happening that reports give in differing haste
DISPUTED_RATIO = 0.3  # counts that claimants give of one happening
CROWD_RATIO = 0.1
INFERRED, REPORT = BASES.index("inferred"), BASES.index("report")

#: The kinds of evidence, in the order of the columns that `weigh` gives.
EVIDENCE = ("prior", "mode", "place", "date", "actor", "recipient", "object", "figures", "words", "report", "story")
#: Those by which happenings of one kind differ: whom or what they struck, where, and how many.
DECIDING = ("place", "recipient", "object", "figures")
CLEAR = 0.5  # weight from which on evidence agrees, or contradicts


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights of evidence, in log odds.

    Fitted as a logistic model to pairs of generated events whose happenings are known, of events of news reports about
    other happenings (which must stay apart), and of a few pairs written by hand; then rounded, and the weights for
    words, modes and the prior made stricter by hand until news of other happenings were hardly ever joined, which cost
    0.002 of pair F1 on the generated events. `benchmarks/README.md` tells what all of it reaches.
    """

    prior: float = -4.0
    same_mode: float = 0.5
    near_mode: float = 0.0
    other_mode: float = -3.0
    same_place: float = 2.8
    inferred_place: float = 2.2  # by hand: of one of them only from what was told before
    near_place: float = -0.1
    unknown_place: float = -0.5  # by hand, as the next: of one of them nobody knows where it lies
    unknown_in_region: float = 0.5
    next_place: float = -0.8
    far_place: float = -6.0
    within_place: float = 0.9
    no_place: float = 0.4
    same_region: float = 1.9
    other_region: float = -3.4
    same_day: float = 2.4
    same_inferred_day: float = 2.1
    still_on: float = 1.4  # by hand: a strike told on another of its days
    overlap: float = 1.6
    next_day: float = 0.9
    inferred_day: float = 1.2  # by hand: one of them is only inferred, as from who said so when
    other_day: float = -1.3
    assumed_day: float = 2.0  # one of them is only the report's own day, and the other not long before
    assumed_late: float = 0.6  # as before, but that report came before the day
    apart: float = -7.2
    no_day: float = 0.1
    actor: float = 1.8
    other_actor: float = -1.3
    recipient: float = 1.0
    other_recipient: float = -1.5
    generic: float = 0.7
    object: float = 0.8
    other_object: float = -1.7
    generic_object: float = 1.6
    other_thing: float = -6.5  # by hand, as the next: one a bank, the other a school
    other_people: float = -6.5
    same_doers: float = 1.0  # by hand: both are a strike of doctors
    unsaid_doers: float = -1.3  # by hand: only one of them says that it was of doctors
    same_kind: float = 0.4  # by hand
    other_role: float = -2.0  # by hand: one is of journalists, the other of fighters
    other_fighter: float = -1.0  # by hand: soldiers did it, or rebels; claimants may differ on that
    figure: float = 1.7
    digit: float = 1.1  # for each further digit of a shared count
    small_figure: float = 1.1
    near_figure: float = 0.9
    open_figure: float = 0.2  # by hand, as the next two: "at least 30" and 54
    disputed_figure: float = -0.6  # as claimants give, or as a toll rises: 5 and 9 killed
    disputed_crowd: float = -0.6  # 3,000 and 20,000 took part
    other_figure: float = -2.0
    other_term: float = -6.5  # by hand: 2 years and 18
    words: float = 5.5  # where all words are shared
    no_words: float = -0.3
    one_report: float = -5.5  # a report tells them apart
    claimants: float = 2.7  # one report, but two parties are cited for it
    same_side: float = -0.5  # by hand: one report, which speaks of the side as known the second time
    same_act: float = 1.2  # by hand: of the act
    story: float = 0.1  # their reports are about one happening


WEIGHTS = Weights()


def score_pairs(
    table: TraitTable, left: Ints, right: Ints, stories: Bools | None = None, weights: Weights = WEIGHTS
) -> Floats:
    """Give the log odds of each pair of rows; `stories` tells which pairs' reports are about one happening."""
    scores = np.zeros(len(left), np.float32)
    for start in range(0, len(left), CHUNK):
        part = slice(start, start + CHUNK)
        beside = None if stories is None else stories[part]
        scores[part] = weigh(table, left[part], right[part], beside, weights).sum(axis=1)
    return _rounded(scores)


def judge_pairs(
    table: TraitTable, left: Ints, right: Ints, stories: Bools, weights: Weights = WEIGHTS
) -> tuple[Floats, Signs]:
    """Give the log odds of each pair, and whether it contradicts (-1) or agrees (1) on each of DECIDING."""
    scores, verdicts = np.zeros(len(left), np.float32), np.zeros((len(left), len(DECIDING)), np.int8)
    for start in range(0, len(left), CHUNK):
        part = slice(start, start + CHUNK)
        weighed = weigh(table, left[part], right[part], stories[part], weights)
        scores[part] = weighed.sum(axis=1)
        told = weighed[:, [EVIDENCE.index(kind) for kind in DECIDING]]
        verdicts[part] = (told > CLEAR).astype(np.int8) - (told < -CLEAR)
    return _rounded(scores), verdicts


def _rounded(scores: Floats) -> Floats:
    return np.clip(np.round(scores, 3), LOWEST, HIGHEST)


def weigh(
    table: TraitTable, left: Ints, right: Ints, stories: Bools | None = None, weights: Weights = WEIGHTS
) -> Floats:
    """Give for each pair of rows what each kind of EVIDENCE adds, as an array (pairs, kinds)."""
    columns = [
        np.full(len(left), weights.prior),
        _mode(table, left, right, weights),
        _place(table, left, right, weights),
        _date(table, left, right, weights),
        _names(table.actors, left, right, (weights.actor, weights.other_actor, weights.generic))
        + _kinds(table.doers, left, right, (weights.same_doers, weights.other_people))
        + _unsaid(table, left, right) * weights.unsaid_doers
        + _kinds(table.doers_roles, left, right, (0.0, weights.other_role))
        + _kinds(table.fighters, left, right, (0.0, weights.other_fighter)),
        _names(table.recipients, left, right, (weights.recipient, weights.other_recipient, weights.generic))
        + _kinds(table.sufferers, left, right, (weights.same_kind, weights.other_people))
        + _kinds(table.sufferers_roles, left, right, (weights.same_kind, weights.other_role)),
        _names(table.objects, left, right, (weights.object, weights.other_object, weights.generic_object))
        + _kinds(table.things, left, right, (weights.same_kind, weights.other_thing)),
        _figures(table, left, right, weights),
        _words(table, left, right, weights),
        _report(table, left, right, weights),
        np.zeros(len(left)) if stories is None else stories * weights.story,
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def probability(score: float) -> float:
    """Give the probability that log odds stand for, to three digits.

    >>> probability(0.0), probability(3.0)
    (0.5, 0.953)
    """
    return round(float(1 / (1 + np.exp(-score))), 3)


def _mode(table: TraitTable, left: Ints, right: Ints, weights: Weights) -> Floats:
    one, other = table.mode[left], table.mode[right]
    near = np.zeros(len(left), np.bool_)
    for group in MODE_GROUPS:
        hashes = np.array([word_hash(mode) for mode in group])
        near |= np.isin(one, hashes) & np.isin(other, hashes)
    return _choose(
        [(np.asarray((one == 0) | (other == 0)), 0.0), (one == other, weights.same_mode), (near, weights.near_mode)],
        weights.other_mode,
    )


def _place(table: TraitTable, left: Ints, right: Ints, weights: Weights) -> Floats:
    one, other = table.place[left], table.place[right]
    regions = (table.admin1[left] != 0) & (table.admin1[right] != 0)
    same_region = regions & (table.admin1[left] == table.admin1[right])
    fine = (one != 0) & (other != 0)
    distance = np.where(fine, _distance(table, left, right), np.nan)
    about = table.near[left] | table.near[right]
    near = distance <= np.where(about, ABOUT_KM, TOWN_KM)
    # A town and its district, or a village and its unknown namesake in that region
    alike = (table.called[left] == table.called[right]) & (near | (np.isnan(distance) & same_region))
    same = fine & ((one == other) | alike)
    apart = table.report[left] != table.report[right]
    in_city = (table.part[left] != table.part[right]) & np.isnan(distance) & same_region
    told_apart = fine & ~same & ~apart & ~(about & (distance <= ABOUT_KM)) & ~in_city
    return _choose(
        [
            (same & (table.stated[left] & table.stated[right] | ~apart), weights.same_place),
            (same, weights.inferred_place),
            (told_apart, weights.far_place),
            (fine & np.isnan(distance) & same_region, weights.unknown_in_region),
            (fine & np.isnan(distance) & ~regions, weights.unknown_place),
            (fine & np.isnan(distance), weights.other_region),
            (fine & near, weights.near_place),
            (fine & (distance <= NEXT_TOWN_KM), weights.next_place),
            (fine & (distance <= FAR_KM), (weights.next_place + weights.far_place) / 2),
            (fine, weights.far_place),
            (same_region, weights.same_region),
            (regions, weights.other_region),
            (~table.placed[left] | ~table.placed[right], weights.no_place),
        ],
        weights.within_place,
    )


def _distance(table: TraitTable, left: Ints, right: Ints) -> Floats:
    """Give the kilometres between two places (the haversine formula)."""
    lat1, lat2 = np.radians(table.lat[left]), np.radians(table.lat[right])
    half_lat, half_lon = (lat2 - lat1) / 2, np.radians(table.lon[right] - table.lon[left]) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1))), np.float32)


def _date(table: TraitTable, left: Ints, right: Ints, weights: Weights) -> Floats:
    first, last = (np.stack([column[left], column[right]]) for column in (table.first, table.last))
    known = (first != NO_DAY).all(axis=0)
    gap = np.maximum(first[0] - last[1], first[1] - last[0])
    single = (first == last).all(axis=0)
    longest = (last - first + 1).max(axis=0)
    apart = table.report[left] != table.report[right]
    inferred = (table.basis[left] == INFERRED) | (table.basis[right] == INFERRED)
    assumed = (table.basis[left] == REPORT) | (table.basis[right] == REPORT)
    fade = np.clip(np.log2(np.maximum(longest, 1) / SHORT_DAYS), 0, 6) * 0.4
    # A report comes on the day that it tells of, or after it
    late = ((table.basis[left] == REPORT) & (first[0] < first[1])) | (
        (table.basis[right] == REPORT) & (first[1] < first[0])
    )
    beyond = weights.other_day - np.clip(gap - 2, 0, 3)
    return _choose(
        [
            (~known, weights.no_day),
            (single & (gap == 0) & ~assumed & (~inferred | ~apart), weights.same_day),
            (single & (gap == 0) & ~assumed, weights.same_inferred_day),
            (single & (gap == 0), weights.same_day * 0.7),
            (gap <= 0, weights.overlap - fade),
            (~near_in_time(table, left, right) | (gap > SHORT_DAYS), weights.apart),
            (_last(table, left, right), weights.still_on),
            (assumed & late & (gap <= WINDOW), weights.assumed_late),
            (assumed & (gap <= WINDOW), weights.assumed_day),
            (inferred & (gap == 1), weights.inferred_day),
            (inferred & (gap == 2), 0.0),
            (gap == 1, weights.next_day),
        ],
        beyond,
    )


def _last(table: TraitTable, left: Ints, right: Ints) -> Bools:
    """Tell of what both report whether it goes on for days."""
    lasting = np.array([word_hash(mode) for mode in LASTING_MODES])
    return np.asarray((table.mode[left] == table.mode[right]) & np.isin(table.mode[left], lasting), np.bool_)


def _names(bags: Bags, left: Ints, right: Ints, weights: tuple[float, float, float]) -> Floats:
    same, other, generic = weights
    shared, totals = _shared(bags, left, right)
    least = totals.min(axis=0)
    share = np.minimum(np.divide(shared, least, out=np.zeros_like(shared), where=least > 0), 1)
    named = least >= NAMED
    return np.asarray(np.where(named, other + (same - other) * np.clip(share * 1.5, 0, 1), generic * share), np.float32)


def _kinds(kinds: Ints, left: Ints, right: Ints, weights: tuple[float, float]) -> Floats:
    """Weigh that both name teachers, or that one names a bank and the other a school, nurses and farmers."""
    same, other = weights
    one, another = kinds[left], kinds[right]
    told = (one != 0) & (another != 0)
    return np.asarray(np.where(told, np.where(one & another != 0, same, other), 0.0), np.float32)


def _unsaid(table: TraitTable, left: Ints, right: Ints) -> Bools:
    """Tell whether only one of two reports says of what kind those were who did it."""
    one_sided = (table.doers[left] != 0) != (table.doers[right] != 0)
    return np.asarray(one_sided & (table.report[left] != table.report[right]), np.bool_)


def _words(table: TraitTable, left: Ints, right: Ints, weights: Weights) -> Floats:
    """Weigh shared words; within a report they say nothing, since one sentence may tell of several happenings."""
    shared, totals = _shared(table.words, left, right)
    whole = totals.sum(axis=0)
    share = np.divide(2 * shared, whole, out=np.zeros_like(shared), where=whole > 0)
    share *= np.clip(whole / (2 * ENOUGH), 0, 1)
    told = (totals > 0).all(axis=0) & (table.report[left] != table.report[right])
    return np.asarray(np.where(told, weights.no_words + (weights.words - weights.no_words) * share, 0.0), np.float32)


def _shared(bags: Bags, left: Ints, right: Ints) -> tuple[Floats, Floats]:
    """Give the weight of the words that both hold, and the weights of all words of each."""
    one, other = bags.keys[left], bags.keys[right]
    both = np.zeros(one.shape, np.bool_)
    for column in range(other.shape[1]):
        both |= one == other[:, column, None]
    both &= one != 0
    totals = np.stack([bags.weights[left].sum(axis=1), bags.weights[right].sum(axis=1)])
    return (bags.weights[left] * both).sum(axis=1), totals


def _figures(table: TraitTable, left: Ints, right: Ints, weights: Weights) -> Floats:
    """Weigh counts; where one report gives several of one kind, those that agree best."""
    one, other = table.figures[left], table.figures[right]
    best = _counts(one[:, :, 0], other[:, :, 0], weights)
    several = np.flatnonzero(
        (one[:, :, 0] != one[:, :, 1]).any(axis=(1, 2)) | (other[:, :, 0] != other[:, :, 1]).any(axis=(1, 2))
    )
    for first, second in ((0, 1), (1, 0), (1, 1)):
        again = _counts(one[several, :, first], other[several, :, second], weights)
        best[several] = np.maximum(best[several], again)
    lowest = np.where((best <= weights.other_term).any(axis=1), weights.other_term, 1.8 * weights.other_figure)
    return np.asarray(np.clip(best.sum(axis=1), lowest, HIGHEST / 2), np.float32)


def _counts(one: Counts, other: Counts, weights: Weights) -> Floats:
    """Weigh counts (pairs, kinds, 2) beside each other, kind by kind."""
    low, high = np.stack([one[..., 0], other[..., 0]]).astype(np.int64), np.stack([one[..., 1], other[..., 1]])
    told = (low >= 0).all(axis=0)
    total = (low == TOTAL).any(axis=0) & (low >= 0).any(axis=0)
    most, least = np.maximum(low.max(axis=0), 1), low.min(axis=0)
    ratio = least / most
    equal, is_open = low[0] == low[1], high < 0
    telling = weights.figure + weights.digit * np.log10(most)
    vague = is_open.any(axis=0) & equal & (least >= ROUND) & (least % ROUND == 0)
    reached = np.where(low[0] < low[1], is_open[0], is_open[1])  # the lower one says "at least"
    kinds = np.arange(low.shape[-1])[None, :]
    crowd, term = kinds == FIGURE_KINDS.index("participants"), kinds == FIGURE_KINDS.index(TERM)
    cases: list[tuple[Bools, float | Floats]] = [
        (total, weights.other_figure),
        (np.asarray(~told, np.bool_), 0.0),
        (equal & (least < SMALL_FIGURE), weights.small_figure),
        (vague, weights.open_figure),
        (equal, np.where(high[0] == high[1], telling, telling - weights.digit)),
        (np.asarray(np.broadcast_to(term, told.shape), np.bool_), weights.other_term),
        (ratio >= NEAR_RATIO, weights.near_figure),
        (reached & (ratio >= DISPUTED_RATIO), weights.open_figure),
        (crowd & (ratio >= CROWD_RATIO), weights.disputed_crowd),
        (ratio > DISPUTED_RATIO, weights.disputed_figure),
    ]
    return _choose(cases, weights.other_figure)


def _report(table: TraitTable, left: Ints, right: Ints, weights: Weights) -> Floats:
    one, other = table.claimants[left], table.claimants[right]
    cited = (one != other) & ((one != 0) | (other != 0))
    apart = np.asarray(table.report[left] != table.report[right], np.bool_)
    both, order = np.stack([table.again[left], table.again[right]]), table.start[left] - table.start[right]
    again = np.select([order < 0, order > 0], [both[1], both[0]], both.max(axis=0))  # of the one told later
    known = [(again == SAME_ACT, weights.same_act), (again == SAME_SIDE, weights.same_side)]
    return _choose([(apart, 0.0), *known, (cited, weights.one_report + weights.claimants)], weights.one_report)


def _choose(cases: Sequence[tuple[Bools, float | Floats | Ints]], otherwise: float | Floats | Ints) -> Floats:
    """Give for each pair the value of the first case that holds."""
    values = [np.broadcast_to(np.asarray(value, np.float32), cases[0][0].shape) for _, value in cases]
    return np.select([case for case, _ in cases], values, np.asarray(otherwise, np.float32)).astype(np.float32)
