"""Report... -> stories: which reports tell of one happening, whether or not an event of it can be coded.

A sketch keeps a report's most telling words with weights that are fixed once for all, so that what two reports score
never hangs on which others the store holds. Names of private persons are left out before anything is read. The steps
are pure: sketch, keys (reports that share two may be alike), score of a pair, clusters of what is alike.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import heapq
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from dateline.errors import StoreError
from dateline.privacy import WITHHELD, name_mask
from dateline.records import Reason

#: Names the way in which sketches and keys are made; a sketch of another version is made anew.
SKETCH_VERSION = "1"
WORD_WEIGHTS = Path(__file__).with_name("word_weights.json")

#: Words of the title and of the lead count as so many of the body. Measured on reports of 69 happenings by many
#: outlets: alike (1, 1) they lose 0.05 B-cubed F1, (2, 2) 0.02, (5, 5) 0.01; titles of 8 change nothing.
TITLE_COUNTS, LEAD_COUNTS = 5, 3
LEAD_WORDS, BODY_WORDS = 60, 400
#: How soon a word that is repeated counts no more (BM25's k1); 1.2 to 8 differ by 0.01 B-cubed.
SATURATION = 3.0
#: Share of reports below which a word is as telling as any. Rarer words are told apart by chance: 1/300 gives 0.01
#: B-cubed more than 1/1000, and 1/100 as much less.
RAREST = 1 / 300
#: Share of reports above which a word tells nothing.
COMMONEST = 0.35
SKETCH_WORDS = 80
WEIGHT_UNIT = 100  # weights are kept as whole numbers, so that sums do not hang on their order

#: Of so many words are keys made, of those that stand in less than this share of reports. 16 find 0.85 of the pairs of
#: one happening; 12 lose 0.01 B-cubed, 20 and 24 win nothing, nor does comparing all pairs.
KEYS = 16
KEY_SHARE = 0.05
SHARED_KEYS = 2
#: Days between two reports beyond which they are not compared: happenings are told again for years. 365 lose 0.01
#: B-cubed, 90 lose 0.02 and 30 lose 0.04. See `LOG_DAYS` for how days tell against a pair.
WINDOW_DAYS = 730
UNKNOWN_DAYS = 30  # taken as the days between two reports where one has no date

#: Log odds that two reports tell of one happening: a constant, and the natural logarithms of one more than the weight
#: of the telling words in both (in `SHARED_UNIT`s) and than the days between them. Chosen on 69 happenings told by many
#: outlets, on reports of attacks with known victims, and on a stream of one agency's daily news, where few belong
#: together. The likeness of all words (cosine) in place of their shared weight groups the 69 as well (B-cubed F1 0.91
#: against 0.90), but it joins three times as many reports of the stream: short texts on one topic are alike.
CONSTANT, LOG_SHARED, LOG_DAYS = -8.0, 4.0, -0.4
SHARED_UNIT = 1000
#: Share of reports above which a word in both is no evidence; 0.01 and 0.05 do no better.
TELLING_SHARE = 0.02
#: Mean score that the pairs of a cluster must reach; 0.2 and 0.3 win and lose 0.01 B-cubed, and join 100 more and 70
#: fewer of 3,000 reports of the stream. Of the pairs so joined in MUC-4, 0.86, 0.91 and 0.94 share an attack.
JOIN_SCORE = 0.25
SCORE_UNIT = 1_000_000

LONGEST_NAME = 60  # characters; names and the like come again and again, and their words are remembered

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HEAD = "story"
_NO_DAY = "-"
_SKETCH = re.compile(rf"{_HEAD} {SKETCH_VERSION} (?P<day>\d{{4}}-\d\d-\d\d|{_NO_DAY})(?P<words>(?: [^ :]+:\d+)*)")

Id = TypeVar("Id", int, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySketch:
    """A report's telling words, the weightiest first, each with its weight; and its day of publication."""

    words: tuple[tuple[str, int], ...]
    published: dt.date | None

    def to_bytes(self) -> bytes:
        """Write the sketch, about a kilobyte of UTF-8."""
        day = self.published.isoformat() if self.published else _NO_DAY
        return " ".join([_HEAD, SKETCH_VERSION, day, *(f"{word}:{weight}" for word, weight in self.words)]).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> StorySketch:
        """Read what `to_bytes` wrote; raises StoreError for anything else."""
        match = _SKETCH.fullmatch(data.decode("utf-8", "replace"))
        if match is None:
            raise StoreError(
                f"expected a story sketch of version {SKETCH_VERSION}, found {data[:20]!r}: make the sketches anew"
            )
        parts = (part.rpartition(":") for part in match["words"].split())
        return cls(
            words=tuple((word, int(weight)) for word, _, weight in parts),
            published=None if match["day"] == _NO_DAY else dt.date.fromisoformat(match["day"]),
        )


def story_sketch(
    title: str | None, text: str, published: dt.date | None, private_names: Iterable[str] = ()
) -> StorySketch:
    """Sketch a report; `private_names` are those of its private persons, which the sketch does not hold.

    >>> sketch = story_sketch("Comet seen over Aralsk", "A bright comet crossed the sky.", dt.date(2021, 5, 3))
    >>> [word for word, _ in sketch.words]
    ['comet', 'aralsk', 'bright', 'crossed', 'sky', 'seen', 'over']
    """
    mask = name_mask(private_names)
    counts: Counter[str] = Counter()
    for word in story_words(mask(title or "")):
        counts[word] += TITLE_COUNTS
    for i, word in enumerate(story_words(mask(text))):
        if i >= BODY_WORDS:
            break
        counts[word] += LEAD_COUNTS if i < LEAD_WORDS else 1
    weights = ((word, _weight(word, count)) for word, count in counts.items())
    telling = sorted((-weight, word) for word, weight in weights if weight > 0)
    return StorySketch(words=tuple((word, -weight) for weight, word in telling[:SKETCH_WORDS]), published=published)


def story_words(text: str) -> Iterator[str]:
    """Give the words of a text as they are compared: small letters, no accents, no plural, no years, no single signs.

    >>> list(story_words("Two ferries sank off Málaga in 2019; 1,500 people's bags were lost."))
    ['two', 'ferry', 'sank', 'off', 'malaga', 'in', '1,500', 'people', 'bag', 'were', 'lost']
    """
    return iter(_words_of_name(text)) if len(text) <= LONGEST_NAME else _read_words(text)


@functools.lru_cache(maxsize=50_000)
def _words_of_name(text: str) -> tuple[str, ...]:
    return tuple(_read_words(text))


def _read_words(text: str) -> Iterator[str]:
    folded = text.replace(WITHHELD, " ")
    if folded.isascii():
        return filter(None, map(_form, _WORD.findall(folded.lower())))
    folded = unicodedata.normalize("NFKD", folded).casefold()
    plain = folded if folded.isascii() else "".join(sign for sign in folded if not unicodedata.combining(sign))
    return filter(None, map(_form, _WORD.findall(plain)))


@functools.lru_cache(maxsize=100_000)
def _form(word: str) -> str:
    """Give the form in which a word is compared, empty where it is not."""
    return _without_plural(word) if len(word) > 1 and not _YEAR.fullmatch(word) else ""


def _without_plural(word: str) -> str:
    """Take off a plural ending, after Harman (1991), "How effective is suffixing?"."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@functools.cache
def _word_shares() -> dict[str, float]:
    """Load the share of reports in which each word stands; a word that is not there is rare."""
    found = json.loads(WORD_WEIGHTS.read_text(encoding="utf-8"))
    return {word: count / found["reports"] for word, count in found["counts"].items()}


def word_share(word: str) -> float:
    """Give the share of reports in which a word stands, in the form of `story_words`; 0 for a rare one or a name."""
    return _word_shares().get(word, 0.0)


def _share(word: str) -> float:
    return max(word_share(word), RAREST)


@functools.lru_cache(maxsize=100_000)
def _weight(word: str, count: int) -> int:
    share = _share(word)
    if share > COMMONEST:
        return 0
    return round(WEIGHT_UNIT * -math.log(share) * count * (1 + SATURATION) / (count + SATURATION))


def story_keys(sketch: StorySketch) -> list[int]:
    """Give the keys (63 bits) of a report's most telling words; reports that share `SHARED_KEYS` may be alike."""
    telling = [word for word, _ in sketch.words if _share(word) < KEY_SHARE]
    return sorted({_key(word) for word in telling[:KEYS]})


@functools.lru_cache(maxsize=100_000)
def _key(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big") >> 1


def story_candidates(sketches: Mapping[Id, StorySketch]) -> Iterator[tuple[Id, Id]]:
    """Give the pairs of reports that share enough keys and lie near enough in time, the smaller id first."""
    held: defaultdict[int, list[Id]] = defaultdict(list)
    for name in sorted(sketches):
        shared: Counter[Id] = Counter()
        for key in story_keys(sketches[name]):
            shared.update(held[key])
            held[key].append(name)
        for other in sorted(other for other, count in shared.items() if count >= SHARED_KEYS):
            if days_between(sketches[other], sketches[name]) <= WINDOW_DAYS:
                yield other, name


def days_between(a: StorySketch, b: StorySketch) -> int:
    """Give the days between the publications of two reports."""
    if a.published is None or b.published is None:
        return UNKNOWN_DAYS
    return abs((a.published - b.published).days)


def score_story(a: StorySketch, b: StorySketch) -> float:
    """Give the probability that two reports tell of one happening; it hangs on these two alone."""
    return score_telling((telling_words(a), a), (telling_words(b), b))


def telling_words(sketch: StorySketch) -> dict[str, int]:
    """Give the words of a sketch that are evidence where another has them too, with their weights."""
    return {word: weight for word, weight in sketch.words if _share(word) <= TELLING_SHARE}


def score_telling(one: tuple[Mapping[str, int], StorySketch], other: tuple[Mapping[str, int], StorySketch]) -> float:
    """Score two reports of which the telling words are known already, as where many pairs are scored."""
    (ours, a), (theirs, b) = one, other
    shared = {word: math.isqrt(ours[word] * theirs[word]) for word in ours.keys() & theirs.keys()}
    log_odds = CONSTANT + _shared_evidence(shared) + _days_evidence(a, b)
    return 1 / (1 + math.exp(-log_odds))


def story_reasons(a: StorySketch, b: StorySketch, most: int = 6) -> tuple[Reason, ...]:
    """Give the evidence for a pair's score (log odds that sum to it), with the `most` telling words that both hold.

    >>> day = dt.date(2021, 5, 3)
    >>> a = story_sketch("Comet seen over Aralsk", "A bright comet crossed the sky.", day)
    >>> b = story_sketch("Aralsk watches a comet", "Crowds watched the comet.", day)
    >>> [reason.why for reason in story_reasons(a, b)]
    ['before anything is known', 'words in both: comet, aralsk', 'published 0 days apart']
    """
    shared = _shared_words(a, b)
    telling = sorted(shared, key=lambda word: (-shared[word], word))[:most]
    return (
        Reason(why="before anything is known", weight=CONSTANT),
        Reason(why=f"words in both: {', '.join(telling) or 'none'}", weight=_shared_evidence(shared)),
        Reason(why=f"published {days_between(a, b)} days apart", weight=_days_evidence(a, b)),
    )


def _shared_words(a: StorySketch, b: StorySketch) -> dict[str, int]:
    """Give the telling words of both sketches, each with the geometric mean of its weights."""
    ours = dict(b.words)
    shared = ((word, weight * ours[word]) for word, weight in a.words if word in ours)
    return {word: math.isqrt(product) for word, product in shared if _share(word) <= TELLING_SHARE}


def _shared_evidence(shared: Mapping[str, int]) -> float:
    return LOG_SHARED * math.log1p(sum(shared.values()) / SHARED_UNIT)


def _days_evidence(a: StorySketch, b: StorySketch) -> float:
    return LOG_DAYS * math.log1p(days_between(a, b))


def cluster_stories(ids: Iterable[Id], scores: Mapping[tuple[Id, Id], float]) -> list[tuple[Id, ...]]:
    """Part reports into stories: the two clusters whose pairs score highest on average are joined, again and again.

    A pair without a score counts as 0, so that no chain of single links joins what is different; it stops below
    `JOIN_SCORE`. Neither the order of the ids nor that of the scores matters. Each story is sorted, and so are they.
    """
    clusters: dict[Id, tuple[Id, ...]] = {name: (name,) for name in ids}
    sums: dict[Id, dict[Id, int]] = {name: {} for name in clusters}
    for (first, second), score in scores.items():
        if first != second and (whole := round(score * SCORE_UNIT)):
            sums[first][second] = sums[second][first] = whole
    _join(clusters, sums)
    return sorted(tuple(sorted(cluster)) for cluster in clusters.values())


def _join(clusters: dict[Id, tuple[Id, ...]], sums: dict[Id, dict[Id, int]]) -> None:
    """Join clusters in place; each is named by its smallest id, `sums` are the scores of the pairs between two."""

    def rank(first: Id, second: Id) -> tuple[float, Id, Id]:
        pairs = len(clusters[first]) * len(clusters[second])
        return (-sums[first][second] / pairs, min(first, second), max(first, second))

    waiting = [rank(first, second) for first, others in sums.items() for second in others if first < second]
    heapq.heapify(waiting)
    while waiting and -waiting[0][0] >= JOIN_SCORE * SCORE_UNIT:
        entry = heapq.heappop(waiting)
        _, kept, gone = entry
        if gone not in sums.get(kept, {}) or rank(kept, gone) != entry:
            continue
        clusters[kept] += clusters.pop(gone)
        others = sums.pop(gone)
        del sums[kept][gone]
        del others[kept]
        for other, score in others.items():
            del sums[other][gone]
            sums[kept][other] = sums[other][kept] = sums[kept].get(other, 0) + score
        for other in sums[kept]:
            heapq.heappush(waiting, rank(kept, other))


def find_stories(sketches: Mapping[Id, StorySketch]) -> list[tuple[Id, ...]]:
    """Part reports into stories, all at once."""
    pairs = story_candidates(sketches)
    return cluster_stories(sketches, {pair: score_story(sketches[pair[0]], sketches[pair[1]]) for pair in pairs})
