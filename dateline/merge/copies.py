"""Wording, Wording -> Likeness: whether one text repeats another, as a whole or in whole passages.

Candidates come from `sketches`; here their words are set side by side. The kept words of both are aligned (longest
common subsequence, and again over what is left, for parts that were moved), and chains of near matches are read off.
A text told after a template with other names and figures is no copy: where the words of two texts part, a name stands
against another name, a figure against another figure, far more often than in a rewrite or an update.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import LCSseq

from dateline.merge.wording import WORDLESS, Wording

LikenessKind = Literal["copy", "passage"]
Match = tuple[int, int]  # places among the kept words of both texts
Chain = list[Match]  # rising in both
Stretch = tuple[int, int, int, int]

PINS = ("number", "day", "name")
_ROUNDS = 12  # alignments; each finds the parts that kept their order among those left over
_WORK = 10**8  # kept words of one text times those of the other, over all rounds: below a second
_CLOSE, _WITHIN = 4, 12  # a match counts where so many lie within so many kept words of both texts
_GAP = 8  # kept words passed over within a chain: in a text of which 40 % were changed, 0.4 ** 8 of gaps are longer
_FEWEST_CHAINED = 5
# A copy: how much of the shorter text's kept words lies in chains, and how much of them is matched. Of 400 texts in
# which 40 % of the words were changed, 99 % have 0.92 and 0.59.
_LEAST_COVERED, _LEAST_EQUAL = 0.8, 0.55
_BRIEF, _BRIEF_EQUAL = 40, 0.8  # kept words: what two short reports of one happening must say is much the same
_PASSAGE_GAP = 3
_PASSAGE_WORDS = 25  # running words, in both texts
_PASSAGE_MATCHES = 11
_PASSAGE_DENSITY = 0.7
_PASSAGE_PINS = 2  # names, figures and days that a short passage must hold: one that holds none is boilerplate
_PASSAGE_UNPINNED = 20  # matches; a passage of so many, some 40 running words, need hold none
# Of names, figures and days, those that stand against another: at most this, and more where more was changed. Stories
# of 1987 on bonds, money markets and earnings, told after templates, mostly have 0.2 to 1; of texts with 40 % of
# their words changed 95 % have 0.2 or less.
_AT_ODDS, _AT_ODDS_BY_CHANGE = 0.08, 0.25
_DRIFT = 30  # characters by which offsets may shift within one piece of a stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How two texts are alike, and the stretches of each that tell the same, in the order of the first text.

    A stretch is (start, end, start in the other, end in the other), offsets in the two texts.
    """

    kind: LikenessKind
    score: float  # 0 to 1: the share of kept words that are the same, of the shorter text or of the passages
    spans: tuple[Stretch, ...]

    def mirrored(self) -> Likeness:
        """Give the same likeness as seen from the other text."""
        spans = sorted((start_b, end_b, start_a, end_a) for start_a, end_a, start_b, end_b in self.spans)
        return Likeness(kind=self.kind, score=self.score, spans=tuple(spans))


def compare_texts(first: Wording, second: Wording) -> tuple[Likeness, ...]:
    """Compare two texts word by word: a copy, or passages in common, or nothing.

    Which comes first makes no difference but that the result is mirrored.
    """
    if (second.words, second.starts, second.exact) < (first.words, first.starts, first.exact):
        return tuple(likeness.mirrored() for likeness in _compare(second, first))
    return _compare(first, second)


def _compare(first: Wording, second: Wording) -> tuple[Likeness, ...]:
    if first.exact == second.exact != WORDLESS and first.words == second.words:
        whole = [(place, place) for place in range(len(first.words))]
        return (Likeness(kind="copy", score=1.0, spans=tuple(_pieces(first, second, whole))),)
    if not first.judged or not second.judged:
        return ()
    chains = _find_chains(first.words, second.words)
    copy = _find_copy(first, second, chains)
    if copy:
        return (copy,)
    passages = _find_passages(first, second, chains)
    return (passages,) if passages else ()


def _find_copy(first: Wording, second: Wording, chains: Sequence[Chain]) -> Likeness | None:
    side = 0 if len(first.words) <= len(second.words) else 1
    shorter = min(len(first.words), len(second.words))
    covered = sum(chain[-1][side] - chain[0][side] + 1 for chain in chains)
    score = sum(map(len, chains)) / shorter
    least = _LEAST_EQUAL if shorter >= _BRIEF else _BRIEF_EQUAL
    if covered < _LEAST_COVERED * shorter or score < least or _is_template(first, second, chains):
        return None
    spans = sorted(piece for chain in chains for piece in _pieces(first, second, chain))
    return Likeness(kind="copy", score=round(score, 4), spans=tuple(spans))


def _find_passages(first: Wording, second: Wording, chains: Sequence[Chain]) -> Likeness | None:
    passages = [part for chain in chains for part in _split(chain, _PASSAGE_GAP) if _is_passage(first, second, part)]
    if not passages:
        return None
    score = sum(map(len, passages)) / sum(map(_reach, passages))
    spans = sorted(piece for passage in passages for piece in _pieces(first, second, passage))
    return Likeness(kind="passage", score=round(score, 4), spans=tuple(spans))


def _is_passage(first: Wording, second: Wording, part: Chain) -> bool:
    if len(part) < _PASSAGE_MATCHES or len(part) < _PASSAGE_DENSITY * _reach(part):
        return False
    (start_a, start_b), (end_a, end_b) = part[0], part[-1]
    running = min(first.places[end_a] - first.places[start_a], second.places[end_b] - second.places[start_b]) + 1
    pinned = {first.words[a] for a, b in part if first.pins[a] or second.pins[b]}
    held = len(pinned) >= _PASSAGE_PINS or len(part) >= _PASSAGE_UNPINNED or "name" not in (*first.pins, *second.pins)
    return running >= _PASSAGE_WORDS and held and not _is_template(first, second, [part])


def _reach(chain: Chain) -> int:
    """Give how many kept words a chain spans, in the text where it spans more."""
    return max(chain[-1][0] - chain[0][0], chain[-1][1] - chain[0][1]) + 1


def _find_chains(first: Sequence[str], second: Sequence[str]) -> list[Chain]:
    """Align two texts, and again what is left of them; give the runs of near matches."""
    chains: list[Chain] = []
    rest_a, rest_b = list(range(len(first))), list(range(len(second)))
    work = 0
    for _ in range(_ROUNDS):
        work += len(rest_a) * len(rest_b)
        blocks = LCSseq.opcodes([first[a] for a in rest_a], [second[b] for b in rest_b]).as_matching_blocks()
        matches = [(rest_a[block.a + i], rest_b[block.b + i]) for block in blocks for i in range(block.size)]
        found = [chain for chain in _split(_supported(matches), _GAP) if len(chain) >= _FEWEST_CHAINED]
        chains += found
        if not found or work > _WORK:
            break
        used_a = {place for chain in found for place in range(chain[0][0], chain[-1][0] + 1)}
        used_b = {place for chain in found for place in range(chain[0][1], chain[-1][1] + 1)}
        rest_a = [place for place in rest_a if place not in used_a]
        rest_b = [place for place in rest_b if place not in used_b]
    return chains


def _supported(matches: Chain) -> Chain:
    """Leave out the matches that stand alone: any two texts share some words in the same order."""
    kept = bytearray(len(matches))
    for first in range(len(matches) - _CLOSE + 1):
        near, far = matches[first], matches[first + _CLOSE - 1]
        if far[0] - near[0] < _WITHIN and far[1] - near[1] < _WITHIN:
            kept[first : first + _CLOSE] = b"\1" * _CLOSE
    return [match for match, keep in zip(matches, kept, strict=True) if keep]


def _split(matches: Chain, gap: int) -> list[Chain]:
    """Cut a chain where more than `gap` kept words are passed over in either text."""
    chains: list[Chain] = []
    last = (-gap - 2, -gap - 2)
    for match in matches:
        if match[0] - last[0] > gap + 1 or match[1] - last[1] > gap + 1:
            chains.append([])
        chains[-1].append(match)
        last = match
    return chains


def _is_template(first: Wording, second: Wording, chains: Sequence[Chain]) -> bool:
    """Say whether names, figures and days differ more than a text changed by so much would have them differ."""
    changed = 1 - sum(map(len, chains)) / sum(map(_reach, chains))
    return _at_odds(first, second, chains) > _AT_ODDS + _AT_ODDS_BY_CHANGE * changed


def _at_odds(first: Wording, second: Wording, chains: Sequence[Chain]) -> float:
    """Give the share of names, figures and days that stand against another of their kind, of all that are matched."""
    same = sum(bool(first.pins[a] or second.pins[b]) for chain in chains for a, b in chain)
    odds = sum(
        _odds_between(first, (a + 1, next_a), second, (b + 1, next_b))
        for chain in chains
        for (a, b), (next_a, next_b) in itertools.pairwise(chain)
        if next_a - a > 1 and next_b - b > 1
    )
    return odds / (odds + same) if odds else 0.0


def _odds_between(first: Wording, here: tuple[int, int], second: Wording, there: tuple[int, int]) -> int:
    ours, theirs = _pinned(first, *here), _pinned(second, *there)
    alone, other = ours - theirs, theirs - ours
    return sum(min(_count(alone, pin), _count(other, pin)) for pin in PINS)


def _pinned(wording: Wording, start: int, end: int) -> Counter[tuple[str, str]]:
    return Counter((wording.pins[place], wording.words[place]) for place in range(start, end) if wording.pins[place])


def _count(pinned: Counter[tuple[str, str]], pin: str) -> int:
    return sum(count for (kind, _), count in pinned.items() if kind == pin)


def _pieces(first: Wording, second: Wording, chain: Chain) -> Iterator[Stretch]:
    """Give the stretches of a chain, cut where the offsets of the two texts drift apart."""
    opening = 0
    for place in range(1, len(chain) + 1):
        if (
            place == len(chain)
            or abs(_shift(first, second, chain[place]) - _shift(first, second, chain[opening])) > _DRIFT
        ):
            (start_a, start_b), (end_a, end_b) = chain[opening], chain[place - 1]
            yield first.starts[start_a], first.ends[end_a], second.starts[start_b], second.ends[end_b]
            opening = place


def _shift(first: Wording, second: Wording, match: Match) -> int:
    return second.starts[match[1]] - first.starts[match[0]]
